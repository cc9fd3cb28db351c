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
    /// The other instances of its stream that follow it.
    instances: Vec<Branch<'a>>,
}

/// What an item's line says beside its title.
struct Line {
    href: String,
    note: String,
    /// Instead of the title, below a stream's line.
    period: String,
    /// How many instances its stream has.
    series: String,
}

impl<'a> Branch<'a> {
    fn of(item: &'a ItemRow) -> Self {
        Self { item, parts: Vec::new(), instances: Vec::new() }
    }

    fn tally(&self) -> Tally {
        let mut sum = if self.item.is_withdrawn { Tally::default() } else { self.item.tally };
        for part in self.parts.iter().chain(&self.instances) {
            sum += part.tally();
        }
        sum
    }
}

impl PlanPage {
    pub(super) fn outline(&self) -> Markup {
        let sections = sections(&self.seen.items);
        let lang = self.lang;
        let lines: Vec<Line> = self
            .seen
            .items
            .iter()
            .map(|item| {
                let in_stream = |other: &&ItemRow| item.stream.is_some() && other.stream == item.stream;
                let number = self.seen.items.iter().filter(in_stream).count();
                Line {
                    href: self.item_href(item.id),
                    note: note(item, lang),
                    period: words::quarter(item.quarter, lang),
                    series: texts::follow_series(number).get(lang).to_owned(),
                }
            })
            .collect();
        let find = |item: &ItemRow| {
            let index = self.seen.items.iter().position(|other| other.id == item.id).unwrap_or(0);
            &lines[index]
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

    fn node<'a>(&self, branch: &Branch<'a>, find: &impl Fn(&ItemRow) -> &'a Line) -> OutlineNode<'a> {
        if !branch.instances.is_empty() {
            return self.series(branch, find);
        }
        let Line { href, note, .. } = find(branch.item);
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

    /// One line for a stream, with its instances by period.
    fn series<'a>(&self, branch: &Branch<'a>, find: &impl Fn(&ItemRow) -> &'a Line) -> OutlineNode<'a> {
        let item = branch.item;
        let tally = branch.tally();
        let instances = std::iter::once((item, &branch.parts))
            .chain(branch.instances.iter().map(|other| (other.item, &other.parts)));
        OutlineNode {
            label: item.code.rsplit_once('.').map_or(&item.code, |(code, _)| code),
            title: if item.stream_title.is_empty() { &item.title } else { &item.stream_title },
            href: "",
            state: None,
            note: &find(item).series,
            done: (tally.total > 0).then_some((count(tally.done), count(tally.total))),
            is_open: true,
            children: instances
                .map(|(item, parts)| {
                    let line = find(item);
                    OutlineNode {
                        label: "",
                        title: &line.period,
                        href: &line.href,
                        state: Some(words::badge(item.standing(), self.lang)),
                        note: &line.note,
                        done: (item.tally.total > 1)
                            .then_some((count(item.tally.done), count(item.tally.total))),
                        is_open: true,
                        children: parts.iter().map(|part| self.node(part, find)).collect(),
                    }
                })
                .collect(),
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
            None => sections.push((item, vec![Branch::of(item)])),
        }
    }
    sections
}

/// Instances of a stream stand together; an item whose code goes on from another's is its part.
fn put<'a>(branches: &mut Vec<Branch<'a>>, item: &'a ItemRow) {
    if let Some(last) = branches.last_mut()
        && item.stream.is_some()
        && last.item.stream == item.stream
    {
        last.instances.push(Branch::of(item));
        return;
    }
    if let Some(last) = branches.last_mut()
        && !last.item.code.is_empty()
        && item.code.strip_prefix(&last.item.code).is_some_and(|rest| rest.starts_with('.'))
    {
        put(&mut last.parts, item);
    } else {
        branches.push(Branch::of(item));
    }
}
