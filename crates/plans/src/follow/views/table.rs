//! The table: sorted and grouped as the address says; what is exported is what is seen.

use std::cmp::Ordering;

use kit::UnitId;
use kit::export::{Cell, Sheet};
use kit::text::Lang;
use kit::ui::{Column, Sorted, Table, table};
use maud::{Markup, html};

use super::due;
use super::filters::chips;
use super::progress::caption;
use super::show::PlanPage;
use crate::follow::actions::Seen;
use crate::follow::filter::{Filter, Group, Sort};
use crate::follow::model::ItemRow;
use crate::follow::{urls, words};
use crate::texts;

impl PlanPage {
    pub(super) fn table(&self) -> Markup {
        let lang = self.lang;
        let plan = self.seen.opened.plan.id;
        let sorts = [Sort::Title, Sort::Unit, Sort::Due, Sort::Done, Sort::Late].map(|sort| {
            let is_now = self.filter.sort == sort;
            let next =
                Filter { sort, is_descending: is_now && !self.filter.is_descending, ..self.filter.clone() };
            let sorted = is_now.then_some(if self.filter.is_descending { Sorted::Down } else { Sorted::Up });
            (next.href(plan), sorted)
        });
        let [title, unit, due_on, done, late] = &sorts;
        let mut columns = vec![
            Column::main(texts::FOLLOW_COL_TITLE.get(lang)).sort(&title.0, title.1),
            Column::text(texts::FOLLOW_COL_CODE.get(lang)),
            Column::text(texts::FOLLOW_COL_QUARTER.get(lang)),
            Column::text(texts::FOLLOW_COL_LEAD.get(lang)).sort(&unit.0, unit.1),
            Column::number(texts::FOLLOW_COL_DUE.get(lang)).sort(&due_on.0, due_on.1),
            Column::text(texts::FOLLOW_COL_STATE.get(lang)),
            Column::number(texts::FOLLOW_COL_DONE.get(lang)).sort(&done.0, done.1),
            Column::number(texts::FOLLOW_COL_LATE.get(lang)).sort(&late.0, late.1),
        ];
        if self.seen.opened.is_own {
            columns.push(Column::number(texts::FOLLOW_COL_ESTIMATE.get(lang)));
            columns.push(Column::number(texts::FOLLOW_COL_SPENT.get(lang)));
        }
        let is_giving = self.can_assign && self.seen.items.iter().any(ItemRow::is_ungiven);
        if is_giving {
            columns.push(Column::actions(texts::FOLLOW_ACT_ASSIGN.get(lang)));
        }
        let frame = Table { caption: &self.seen.opened.plan.title, columns: &columns, ..Table::default() };
        table(&frame, |rows| {
            let mut group = None;
            for item in ordered(&self.seen.items, &self.filter, lang) {
                let name = group_of(item, self.filter.group, lang);
                if self.filter.group != Group::None && group.as_ref() != Some(&name) {
                    rows.group(&name);
                    group = Some(name);
                }
                let mut row = rows.row();
                row.link(&self.item_href(item.id), &item.title)
                    .text(&item.code)
                    .text(&words::quarter(item.quarter, lang))
                    .text(&item.lead)
                    .cell(html! {
                        @let day = due(item.due_on, &item.due_phrase);
                        @if item.late() > 0 { span class="late" { (day) } } @else { (day) }
                    })
                    .cell(words::badge(item.standing(), lang))
                    .text(&format!("{}/{}", item.tally.done, item.tally.total))
                    .figure(Some(item.late()), lang);
                if self.seen.opened.is_own {
                    row.figure(item.estimate, lang).figure(Some(item.spent), lang);
                }
                if is_giving {
                    row.cell(html! { @if item.is_ungiven() { a href=(urls::assign(item.id)) { (texts::FOLLOW_ACT_ASSIGN.get(lang)) } } });
                }
            }
            let sums = &self.seen.sums;
            let mut row = rows.total_row();
            let shown = texts::follow_shown(self.seen.all.items, sums.items);
            row.text(shown.get(lang))
                .text("")
                .text("")
                .text("")
                .text("")
                .text("")
                .text(&format!("{}/{}", sums.tally.done, sums.tally.total))
                .figure(Some(sums.late()), lang);
            if self.seen.opened.is_own {
                row.figure(Some(sums.estimate), lang).figure(Some(sums.spent), lang);
            }
            if is_giving {
                row.text("");
            }
        })
    }
}

/// Items in the order of the table: by group first, then as sorted, then as in the paper.
pub fn ordered<'a>(items: &'a [ItemRow], filter: &Filter, lang: Lang) -> Vec<&'a ItemRow> {
    let mut list: Vec<(usize, &ItemRow)> = items.iter().enumerate().collect();
    list.sort_by(|(place, item), (other_place, other)| {
        let by_group = match filter.group {
            Group::None | Group::Section => Ordering::Equal,
            // Work of the whole year stands after the quarters.
            Group::Quarter => item.quarter.unwrap_or(5).cmp(&other.quarter.unwrap_or(5)),
            Group::Unit | Group::Line => {
                let key = |item: &ItemRow| vi::collate::key(&group_of(item, filter.group, lang));
                key(item).cmp(&key(other))
            }
        };
        let sorted = compare(item, other, filter.sort);
        let sorted = if filter.is_descending { sorted.reverse() } else { sorted };
        by_group.then(sorted).then(place.cmp(other_place))
    });
    if filter.group == Group::Section {
        // Sections stand in the order of the paper, however their items are sorted.
        let mut firsts: Vec<(&str, &str)> = Vec::new();
        for item in items {
            let key = (item.section_code.as_str(), item.section_title.as_str());
            if !firsts.contains(&key) {
                firsts.push(key);
            }
        }
        list.sort_by_key(|(_, item)| {
            firsts.iter().position(|key| *key == (item.section_code.as_str(), item.section_title.as_str()))
        });
    }
    list.into_iter().map(|(_, item)| item).collect()
}

fn compare(item: &ItemRow, other: &ItemRow, sort: Sort) -> Ordering {
    match sort {
        Sort::Place => Ordering::Equal,
        Sort::Title => vi::collate::key(&item.title).cmp(&vi::collate::key(&other.title)),
        Sort::Unit => vi::collate::key(&item.lead).cmp(&vi::collate::key(&other.lead)),
        // Without a date comes last.
        Sort::Due => (item.due_on.is_none(), item.due_on).cmp(&(other.due_on.is_none(), other.due_on)),
        Sort::Done => {
            // a/b against c/d without fractions; nothing to do counts as nothing done.
            let (a, b) = (item.tally.done, item.tally.total.max(1));
            let (c, d) = (other.tally.done, other.tally.total.max(1));
            (a * d).cmp(&(c * b))
        }
        Sort::Late => item.late().cmp(&other.late()),
    }
}

/// The heading that an item stands under.
pub fn group_of(item: &ItemRow, group: Group, lang: Lang) -> String {
    match group {
        Group::None => String::new(),
        Group::Section => format!("{} {}", item.section_code, item.section_title).trim().to_owned(),
        Group::Quarter => words::quarter(item.quarter, lang),
        Group::Unit if item.lead.is_empty() => texts::FOLLOW_NO_LEAD.get(lang).to_owned(),
        Group::Unit => item.lead.clone(),
        Group::Line => words::line_of_work(&item.line_of_work, lang),
    }
}

/// The table to take along: the rows as seen, n/N in two columns so that they can be added up.
pub fn sheet(seen: &Seen, filter: &Filter, units: &[(UnitId, String)], lang: Lang) -> Sheet {
    let mut columns = vec![
        texts::FOLLOW_COL_CODE,
        texts::FOLLOW_COL_SECTION,
        texts::FOLLOW_COL_TITLE,
        texts::FOLLOW_COL_QUARTER,
        texts::FOLLOW_COL_LEAD,
        texts::FOLLOW_COL_COORDINATING,
        texts::FOLLOW_COL_LINE,
        texts::FOLLOW_COL_DUE,
        texts::FOLLOW_COL_STATE,
        texts::FOLLOW_COL_DONE,
        texts::FOLLOW_COL_TOTAL,
        texts::FOLLOW_COL_LATE,
    ];
    if seen.opened.is_own {
        columns.extend([texts::FOLLOW_COL_ESTIMATE, texts::FOLLOW_COL_SPENT]);
    }
    let rows = ordered(&seen.items, filter, lang)
        .into_iter()
        .map(|item| {
            let mut cells: Vec<Cell> = vec![
                item.code.clone().into(),
                group_of(item, Group::Section, lang).into(),
                item.title.clone().into(),
                words::quarter(item.quarter, lang).into(),
                item.lead.clone().into(),
                item.coordinating.clone().into(),
                words::line_of_work(&item.line_of_work, lang).into(),
                item.due_on.map_or_else(|| item.due_phrase.clone().into(), Cell::Date),
                words::standing(item.standing()).get(lang).into(),
                item.tally.done.into(),
                item.tally.total.into(),
                item.late().into(),
            ];
            if seen.opened.is_own {
                cells.extend([item.estimate.into(), item.spent.into()]);
            }
            cells
        })
        .collect();
    let on: String =
        chips(filter, lang, units).into_iter().map(|(name, value, _)| format!("; {name}: {value}")).collect();
    Sheet {
        name: seen.opened.plan.title.clone(),
        caption: format!("{}{on}", caption(&seen.opened, texts::FOLLOW_VIEW_TABLE, lang)),
        columns: columns.into_iter().map(|column| column.get(lang).to_owned()).collect(),
        rows,
    }
}
