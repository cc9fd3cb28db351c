//! The outline: sections, items and their parts, as in the paper.

use kit::ui::{OutlineNode, outline};
use maud::Markup;

use super::show::PlanPage;
use super::{count, note};
use crate::follow::model::{ItemRow, Tally};
use crate::follow::words;
use crate::texts;

/// An item and what lies under it, before it is drawn.
struct Branch<'a> {
    item: &'a ItemRow,
    parts: Vec<Branch<'a>>,
}

impl Branch<'_> {
    fn tally(&self) -> Tally {
        let mut sum = if self.item.is_withdrawn { Tally::default() } else { self.item.tally };
        for part in &self.parts {
            sum += part.tally();
        }
        sum
    }
}

impl PlanPage {
    pub(super) fn outline(&self) -> Markup {
        let sections = sections(&self.seen.items);
        let hrefs: Vec<(String, String)> =
            self.seen.items.iter().map(|item| (self.item_href(item.id), note(item, self.lang))).collect();
        let find = |item: &ItemRow| {
            let index = self.seen.items.iter().position(|other| other.id == item.id).unwrap_or(0);
            &hrefs[index]
        };
        let nodes: Vec<OutlineNode<'_>> = sections
            .iter()
            .map(|(first, branches)| {
                let tally: Tally = branches.iter().map(Branch::tally).sum();
                OutlineNode {
                    label: &first.section_code,
                    title: if first.section_title.is_empty() && first.section_code.is_empty() {
                        texts::FOLLOW_WITHOUT_SECTION.get(self.lang)
                    } else {
                        &first.section_title
                    },
                    href: "",
                    state: None,
                    note: "",
                    done: Some((count(tally.done), count(tally.total))),
                    is_open: true,
                    children: branches.iter().map(|branch| self.node(branch, &find)).collect(),
                }
            })
            .collect();
        outline(&nodes)
    }

    fn node<'a>(
        &self,
        branch: &Branch<'a>,
        find: &impl Fn(&ItemRow) -> &'a (String, String),
    ) -> OutlineNode<'a> {
        let (href, note) = find(branch.item);
        let tally = branch.tally();
        OutlineNode {
            label: &branch.item.code,
            title: &branch.item.title,
            href,
            state: Some(words::badge(branch.item.standing(), self.lang)),
            note,
            done: (tally.total > 1).then_some((count(tally.done), count(tally.total))),
            is_open: true,
            children: branch.parts.iter().map(|part| self.node(part, find)).collect(),
        }
    }
}

/// Items by section in the order of the paper; an item whose code goes on from another's is its part.
fn sections(items: &[ItemRow]) -> Vec<(&ItemRow, Vec<Branch<'_>>)> {
    let mut sections: Vec<(&ItemRow, Vec<Branch<'_>>)> = Vec::new();
    for item in items {
        let key = (&item.section_code, &item.section_title);
        let section =
            sections.iter_mut().rev().find(|(first, _)| (&first.section_code, &first.section_title) == key);
        match section {
            Some((_, branches)) => put(branches, item),
            None => sections.push((item, vec![Branch { item, parts: Vec::new() }])),
        }
    }
    sections
}

fn put<'a>(branches: &mut Vec<Branch<'a>>, item: &'a ItemRow) {
    if let Some(last) = branches.last_mut()
        && !last.item.code.is_empty()
        && item.code.strip_prefix(&last.item.code).is_some_and(|rest| rest.starts_with('.'))
    {
        put(&mut last.parts, item);
    } else {
        branches.push(Branch { item, parts: Vec::new() });
    }
}
