//! The progress table and the list of what is late.

use chrono::NaiveDate;
use kit::export::{Cell, Sheet as ExportSheet};
use kit::page::Sheet;
use kit::text::{Lang, Text};
use kit::ui::{
    ButtonKind, Column, Crumb, Empty, Icon, LinkButton, Meter, RowWriter, Tab, Table, card, table, tabs,
};
use kit::web::Ctx;
use maud::{Markup, html};

use super::count;
use crate::follow::actions::Opened;
use crate::follow::filter::Filter;
use crate::follow::model::{ItemRow, Tally};
use crate::follow::progress::{By, Progress, ProgressRow};
use crate::follow::store::tasks::DueRow;
use crate::follow::{urls, words};
use crate::texts;

/// How far a plan is.
pub struct ProgressPage {
    pub lang: Lang,
    pub found: Progress,
}

/// The figures of a row, in the order of the columns.
const FIGURES: [Text; 7] = [
    texts::FOLLOW_COL_TOTAL,
    texts::FOLLOW_COL_DONE,
    texts::FOLLOW_STANDING_SUBMITTED,
    texts::FOLLOW_STANDING_WORKING,
    texts::FOLLOW_COL_LATE,
    texts::FOLLOW_COL_EVIDENCE,
    texts::FOLLOW_FILTER_OWNER,
];

fn figures(tally: &Tally, late_ungiven: i64) -> [i64; 7] {
    let Tally { total, done, submitted, working, late, without_evidence, without_owner, .. } = *tally;
    [total, done, submitted, working, late + late_ungiven, without_evidence, without_owner]
}

impl ProgressPage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let plan = &self.found.opened.plan;
        let href = urls::plan(plan.id);
        ctx.draw(Sheet {
            title: texts::FOLLOW_PROGRESS.get(lang),
            current: urls::PLANS,
            crumbs: &crumbs(&href, &plan.title, texts::FOLLOW_PROGRESS.get(lang), lang),
            lead: Some(html! { (words::plan_badge(plan.state, lang)) " " (plan.title) }),
            actions: Some(downloads(&self.href(self.found.by))),
            body: html! {
                (Meter {
                    lang,
                    label: texts::FOLLOW_DONE_OF.get(lang),
                    done: count(self.found.sums.tally.done),
                    total: count(self.found.sums.tally.total),
                })
                (self.tabs())
                (self.table())
            },
            is_wide: true,
            has_as_of: true,
            ..Sheet::default()
        })
    }

    fn href(&self, by: By) -> String {
        let as_of = as_of(&self.found.opened);
        format!("{}?by={}{as_of}", urls::progress(self.found.opened.plan.id), by.code())
    }

    fn tabs(&self) -> Markup {
        let list = By::ALL.map(|by| (by, self.href(by)));
        let list: Vec<Tab<'_>> = list
            .iter()
            .map(|(by, href)| Tab {
                href,
                label: by_word(*by).get(self.lang),
                icon: None,
                count: None,
                is_current: *by == self.found.by,
            })
            .collect();
        tabs(texts::FOLLOW_FILTER_GROUP.get(self.lang), &list)
    }

    fn name(&self, row: &ProgressRow) -> String {
        match self.found.by {
            By::Quarter => words::quarter(row.quarter, self.lang),
            By::Lead if row.name.is_empty() => texts::FOLLOW_NO_LEAD.get(self.lang).to_owned(),
            By::Unit | By::Lead => row.name.clone(),
        }
    }

    fn table(&self) -> Markup {
        let lang = self.lang;
        let mut columns = vec![
            Column::main(by_word(self.found.by).get(lang)),
            Column::number(texts::FOLLOW_COL_ITEMS.get(lang)),
        ];
        columns.extend(FIGURES.map(|text| Column::number(text.get(lang))));
        columns.push(Column::number("%"));
        let frame = Table {
            caption: texts::FOLLOW_PROGRESS.get(lang),
            columns: &columns,
            is_figures: true,
            ..Table::default()
        };
        let fill = |row: &mut RowWriter<'_>, items: i64, tally: &Tally, late_ungiven: i64| {
            row.figure(Some(items), lang);
            for figure in figures(tally, late_ungiven) {
                row.figure(Some(figure), lang);
            }
            row.figure(percent(tally), lang);
        };
        table(&frame, |rows| {
            for row in &self.found.rows {
                let name = self.name(row);
                let mut out = rows.row();
                match &row.filter {
                    Some(filter) => out.link(&filter.href(self.found.opened.plan.id), &name),
                    None => out.text(&name),
                };
                fill(&mut out, row.items, &row.tally, row.late_ungiven);
            }
            let mut total = rows.total_row();
            total.text(texts::FOLLOW_SUM.get(lang));
            let sums = &self.found.sums;
            fill(&mut total, sums.items, &sums.tally, sums.late_ungiven);
        })
    }

    /// The table as it is seen.
    pub fn sheet(&self) -> ExportSheet {
        let lang = self.lang;
        let mut columns =
            vec![by_word(self.found.by).get(lang).to_owned(), texts::FOLLOW_COL_ITEMS.get(lang).to_owned()];
        columns.extend(FIGURES.map(|text| text.get(lang).to_owned()));
        columns.push("%".to_owned());
        let row = |name: String, items: i64, tally: &Tally, late_ungiven: i64| {
            let mut cells = vec![Cell::from(name), Cell::from(items)];
            cells.extend(figures(tally, late_ungiven).map(Cell::from));
            cells.push(percent(tally).into());
            cells
        };
        let mut rows: Vec<Vec<Cell>> = self
            .found
            .rows
            .iter()
            .map(|found| row(self.name(found), found.items, &found.tally, found.late_ungiven))
            .collect();
        let sum = texts::FOLLOW_SUM.get(lang).to_owned();
        let sums = &self.found.sums;
        rows.push(row(sum, sums.items, &sums.tally, sums.late_ungiven));
        ExportSheet {
            name: texts::FOLLOW_PROGRESS.get(lang).to_owned(),
            caption: caption(&self.found.opened, texts::FOLLOW_PROGRESS, lang),
            columns,
            rows,
        }
    }
}

/// Whole percent, rounded down: 100 only when everything is done. `None` when there is nothing to do.
fn percent(tally: &Tally) -> Option<i64> {
    (tally.done * 100).checked_div(tally.total)
}

fn by_word(by: By) -> Text {
    match by {
        By::Quarter => texts::FOLLOW_COL_QUARTER,
        By::Unit => texts::FOLLOW_COL_UNIT,
        By::Lead => texts::FOLLOW_COL_LEAD,
    }
}

/// What is late in a plan.
pub struct OverduePage {
    pub lang: Lang,
    pub opened: Opened,
    pub filter: Filter,
    pub rows: Vec<DueRow>,
    /// Items that are late because nobody was given them.
    pub forgotten: Vec<ItemRow>,
}

impl OverduePage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let plan = &self.opened.plan;
        let href = urls::plan(plan.id);
        let unit = self.filter.unit.map(|unit| format!("&unit={unit}")).unwrap_or_default();
        let here =
            format!("{}?{}{}", urls::overdue(plan.id), &as_of(&self.opened).trim_start_matches('&'), unit);
        let is_empty = self.rows.is_empty() && self.forgotten.is_empty();
        ctx.draw(Sheet {
            title: texts::FOLLOW_OVERDUE.get(lang),
            current: urls::PLANS,
            crumbs: &crumbs(&href, &plan.title, texts::FOLLOW_OVERDUE.get(lang), lang),
            lead: Some(html! { (plan.title) " · " (texts::follow_overdue_count(vi::date::short(self.opened.eye.day), self.rows.len()).get(lang)) }),
            actions: (!is_empty).then(|| downloads(&here)),
            body: if is_empty {
                html! { (Empty { icon: Icon::Check, title: texts::FOLLOW_OVERDUE_NONE.get(lang), text: "", next: None }) }
            } else {
                html! {
                    @if !self.rows.is_empty() { (self.table()) }
                    @if !self.forgotten.is_empty() { (self.forgotten()) }
                }
            },
            has_as_of: true,
            ..Sheet::default()
        })
    }

    fn forgotten(&self) -> Markup {
        let lang = self.lang;
        let count = texts::follow_stat_late_ungiven(self.forgotten.len());
        card(
            count.get(lang),
            html! {
                ul class="plain" {
                    @for item in &self.forgotten {
                        li {
                            a href=(urls::item(self.opened.plan.id, item.id)) { (item.code) " " (item.title) } " "
                            span class="late" { (super::due(item.due_on, "")) }
                        }
                    }
                }
            },
        )
    }

    fn days_late(&self, due_on: Option<NaiveDate>) -> i64 {
        due_on.map_or(0, |due| (self.opened.eye.day - due).num_days())
    }

    fn table(&self) -> Markup {
        let lang = self.lang;
        let labels = Self::columns().map(|text| text.get(lang));
        let [title, unit, person, due, days, state] = labels;
        let columns = [
            Column::main(title),
            Column::text(unit),
            Column::text(person),
            Column::number(due),
            Column::number(days),
            Column::text(state),
        ];
        let frame = Table { caption: texts::FOLLOW_OVERDUE.get(lang), columns: &columns, ..Table::default() };
        table(&frame, |rows| {
            for row in &self.rows {
                rows.row()
                    .link(&urls::task(row.task), &title_of(row))
                    .text(&row.unit_name)
                    .text(&row.assignee)
                    .text(&super::due(row.due_on, ""))
                    .figure(Some(self.days_late(row.due_on)), lang)
                    .cell(words::task_badge(row.state, false, lang));
            }
        })
    }

    const fn columns() -> [Text; 6] {
        [
            texts::FOLLOW_COL_TITLE,
            texts::FOLLOW_COL_UNIT,
            texts::FOLLOW_COL_PERSON,
            texts::FOLLOW_COL_DUE,
            texts::FOLLOW_COL_DAYS_LATE,
            texts::FOLLOW_COL_STATE,
        ]
    }

    /// The list as it is seen.
    pub fn sheet(&self) -> ExportSheet {
        let lang = self.lang;
        ExportSheet {
            name: texts::FOLLOW_OVERDUE.get(lang).to_owned(),
            caption: caption(&self.opened, texts::FOLLOW_OVERDUE, lang),
            columns: Self::columns().map(|text| text.get(lang).to_owned()).to_vec(),
            rows: self
                .rows
                .iter()
                .map(|row| {
                    vec![
                        title_of(row).into(),
                        row.unit_name.clone().into(),
                        row.assignee.clone().into(),
                        row.due_on.into(),
                        self.days_late(row.due_on).into(),
                        words::task_state(row.state).get(lang).into(),
                    ]
                })
                .chain(self.forgotten.iter().map(|item| {
                    vec![
                        format!("{} {}", item.code, item.title).trim().into(),
                        item.lead.clone().into(),
                        String::new().into(),
                        item.due_on.into(),
                        self.days_late(item.due_on).into(),
                        words::standing(item.standing()).get(lang).into(),
                    ]
                }))
                .collect(),
        }
    }
}

fn title_of(row: &DueRow) -> String {
    format!("{} {}", row.code, row.title).trim().to_owned()
}

fn crumbs<'a>(href: &'a str, plan: &'a str, here: &'a str, lang: Lang) -> [Crumb<'a>; 3] {
    [
        Crumb { href: urls::PLANS, label: texts::FOLLOW_PLANS.get(lang) },
        Crumb { href, label: plan },
        Crumb { href: "", label: here },
    ]
}

/// `&as_of=2024-03-31` for a day of the past.
fn as_of(opened: &Opened) -> String {
    opened.eye.before.map(|_| format!("&as_of={}", opened.eye.day)).unwrap_or_default()
}

/// "Bảng tiến độ – Kế hoạch … (31/03/2024)".
pub fn caption(opened: &Opened, what: Text, lang: Lang) -> String {
    format!("{} – {} ({})", what.get(lang), opened.plan.title, vi::date::short(opened.eye.day))
}

/// The list at `href`, as files.
pub fn downloads(href: &str) -> Markup {
    let sign = if href.contains('?') { '&' } else { '?' };
    let (xlsx, csv) = (format!("{href}{sign}format=xlsx"), format!("{href}{sign}format=csv"));
    html! {
        (LinkButton { href: &xlsx, label: "Excel", kind: ButtonKind::Quiet, icon: Some(Icon::Download) })
        (LinkButton { href: &csv, label: "CSV", kind: ButtonKind::Quiet, icon: Some(Icon::Download) })
    }
}
