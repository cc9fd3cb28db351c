//! The list of tasks.

use chrono::NaiveDate;
use kit::text::Lang;
use kit::ui::{
    Badge, Chip, Chips, Column, Empty, Icon, LinkButton, Next, Pager, Rows, Sorted, Tab, Table, Tone, beside,
    table, tabs,
};
use maud::{Markup, Render, html};

use super::Day;
use super::list_filter::only_word;
use crate::saved::View;
use crate::saved::views::manage;
use crate::task::{TaskState, is_overdue};
use crate::tasks::figures::Figure;
use crate::tasks::list::{DueFilter, Filter, Order, OwnerFilter, StateFilter, address, put};
use crate::tasks::store::listing::TaskRow;
use crate::tasks::words;
use crate::texts;
use crate::words::line_of_work as line_word;

/// Names of what the filter points at.
#[derive(Debug, Default)]
pub struct Names {
    pub unit: Option<String>,
    pub plan: Option<String>,
    pub item: Option<String>,
    pub directive: Option<String>,
    pub owner: Option<String>,
}

pub struct ListPage<'a> {
    pub lang: Lang,
    pub today: NaiveDate,
    pub filter: &'a Filter,
    pub names: &'a Names,
    pub rows: &'a [TaskRow],
    pub newer: String,
    pub older: String,
    pub views: &'a [View],
}

impl ListPage<'_> {
    pub fn body(&self) -> Markup {
        let lang = self.lang;
        let list = html! {
            (self.state_tabs())
            (self.chips())
            @if self.rows.is_empty() { (self.empty()) } @else {
                (self.table())
                (Pager {
                    lang,
                    newer: &self.newer,
                    older: &self.older,
                    note: texts::task_rows_shown(self.rows.len()).get(lang),
                })
            }
            (manage(lang, self.views, "/tasks", "/tasks/views"))
        };
        beside(texts::TASK_PANEL.get(lang), list, None)
    }

    /// What can be done with the list as it is seen.
    pub fn actions(&self) -> Markup {
        let query = self.filter.query();
        let export = |format: &str| {
            let mut query = query.clone();
            put(&mut query, "format", format);
            address("/tasks/export", &query)
        };
        html! {
            (LinkButton { href: "/tasks/workload", label: texts::TASK_WORKLOAD.get(self.lang), icon: Some(Icon::People), ..Default::default() })
            (LinkButton { href: &export("xlsx"), label: "Excel", icon: Some(Icon::Download), ..Default::default() })
            (LinkButton { href: &export("csv"), label: "CSV", icon: Some(Icon::Download), ..Default::default() })
        }
    }

    fn state_tabs(&self) -> Markup {
        let lang = self.lang;
        let with = |state: StateFilter, due: Option<DueFilter>| {
            let filter = Filter { state, due, only: None, ..self.filter.clone() };
            (
                filter.address(),
                self.filter.state == state && self.filter.due == due && self.filter.only.is_none(),
            )
        };
        let choices = [
            (texts::TASK_TAB_OPEN, with(StateFilter::Open, None)),
            (texts::TASK_TAB_LATE, with(StateFilter::Open, Some(DueFilter::Late))),
            (texts::TASK_TAB_SOON, with(StateFilter::Open, Some(DueFilter::Within(7)))),
            (texts::TASK_TAB_SUBMITTED, with(StateFilter::One(TaskState::Submitted), None)),
            (texts::TASK_TAB_DONE, with(StateFilter::One(TaskState::Done), None)),
            (texts::TASK_TAB_ALL, with(StateFilter::All, None)),
        ];
        let shown: Vec<Tab<'_>> = choices
            .iter()
            .map(|(label, (href, is_current))| Tab {
                href,
                label: label.get(lang),
                icon: None,
                count: None,
                is_current: *is_current,
            })
            .collect();
        tabs(texts::TASK_BY_STATE.get(lang), &shown)
    }

    /// One chip a filter: its name, its value, and the list without it.
    fn chip_values(&self) -> Vec<(&'static str, String, String)> {
        let (lang, on) = (self.lang, self.filter);
        let mut chips = Vec::new();
        let mut add = |name: kit::text::Text, value: String, without: Filter| {
            chips.push((name.get(lang), value, without.address()));
        };
        if let StateFilter::One(state) = on.state {
            add(
                texts::TASK_STATE,
                words::state(state).get(lang).to_owned(),
                Filter { state: StateFilter::Open, ..on.clone() },
            );
        }
        if let Some(due) = on.due {
            let value = match due {
                DueFilter::Late => texts::TASK_TAB_LATE.get(lang).to_owned(),
                DueFilter::None => texts::TASK_WITHOUT_DUE.get(lang).to_owned(),
                DueFilter::Within(days) => texts::task_within_days(days).get(lang).to_owned(),
            };
            add(texts::TASK_DUE, value, Filter { due: None, ..on.clone() });
        }
        if let Some(counted) = on.counted {
            let (first, last) = (vi::date::short(counted.first), vi::date::short(counted.last));
            let value = match counted.figure {
                Figure::Due => texts::task_counted_due(first, last),
                Figure::Done => texts::task_counted_done(first, last),
                Figure::Late => texts::task_counted_late(first, last),
                Figure::WithoutEvidence => texts::task_counted_without_evidence(first, last),
            };
            add(texts::TASK_COUNTED, value.get(lang).to_owned(), Filter { counted: None, ..on.clone() });
        }
        if let Some(owner) = on.owner {
            let value = match owner {
                OwnerFilter::Me => texts::TASK_ME.get(lang).to_owned(),
                OwnerFilter::Nobody => texts::TASK_NOBODY.get(lang).to_owned(),
                OwnerFilter::Account(id) => self.names.owner.clone().unwrap_or_else(|| id.to_string()),
            };
            add(texts::TASK_ASSIGNEE, value, Filter { owner: None, ..on.clone() });
        }
        if let Some(id) = on.unit {
            let value = self.names.unit.clone().unwrap_or_else(|| id.to_string());
            add(texts::TASK_UNIT, value, Filter { unit: None, ..on.clone() });
        }
        if let Some(id) = on.plan {
            let value = self.names.plan.clone().unwrap_or_else(|| id.to_string());
            add(texts::TASK_PLAN, value, Filter { plan: None, ..on.clone() });
        }
        if let Some(id) = on.item {
            let value = self.names.item.clone().unwrap_or_else(|| id.to_string());
            add(texts::TASK_ITEM, value, Filter { item: None, ..on.clone() });
        }
        if let Some(id) = on.directive {
            let value = self.names.directive.clone().unwrap_or_else(|| id.to_string());
            add(texts::TASK_DIRECTIVE, value, Filter { directive: None, ..on.clone() });
        }
        if let Some(quarter) = on.quarter {
            add(texts::TASK_QUARTER, roman(quarter).to_owned(), Filter { quarter: None, ..on.clone() });
        }
        if !on.line_of_work.is_empty() {
            add(
                texts::TASK_LINE,
                line_word(&on.line_of_work, lang).to_owned(),
                Filter { line_of_work: String::new(), ..on.clone() },
            );
        }
        if on.is_without_evidence {
            add(
                texts::TASK_EVIDENCE,
                texts::TASK_NONE.get(lang).to_owned(),
                Filter { is_without_evidence: false, ..on.clone() },
            );
        }
        if let Some(only) = on.only {
            add(texts::TASK_ONLY, only_word(only).get(lang).to_owned(), Filter { only: None, ..on.clone() });
        }
        if !on.text.is_empty() {
            add(texts::TASK_WORDS, on.text.clone(), Filter { text: String::new(), ..on.clone() });
        }
        chips
    }

    /// The filters in words, for the caption of an export.
    pub fn caption(&self) -> String {
        let mut caption = texts::TASK_LIST.get(self.lang).to_owned();
        for (name, value, _) in self.chip_values() {
            caption.extend(["; ", name, ": ", &value]);
        }
        caption
    }

    fn chips(&self) -> Markup {
        let values = self.chip_values();
        let chips: Vec<Chip<'_>> =
            values.iter().map(|(name, value, remove)| Chip { name, value, remove }).collect();
        let hrefs: Vec<String> = self.views.iter().map(|view| address("/tasks", &view.query)).collect();
        let views: Vec<Next<'_>> =
            self.views.iter().zip(&hrefs).map(|(view, href)| Next { href, label: &view.name }).collect();
        let query = self.filter.query();
        Chips {
            lang: self.lang,
            chips: &chips,
            clear: if self.filter.is_narrowed() { "/tasks" } else { "" },
            add: Some(self.filter_fields()),
            action: "/tasks",
            views: &views,
            save: "/tasks/views",
            query: if query.is_empty() { "order=due" } else { &query },
            csrf: "",
        }
        .render()
    }

    fn table(&self) -> Markup {
        let lang = self.lang;
        let by = |order: Order| Filter { order, ..self.filter.clone() }.address();
        let (due, unit, state) = (
            by(if self.filter.order == Order::Due { Order::LatestDue } else { Order::Due }),
            by(Order::Unit),
            by(Order::State),
        );
        let sorted = match self.filter.order {
            Order::Due => Some(Sorted::Up),
            Order::LatestDue => Some(Sorted::Down),
            Order::Changed | Order::Unit | Order::State => None,
        };
        let up = |order: Order| (self.filter.order == order).then_some(Sorted::Up);
        let columns = [
            Column::main(texts::TASK_TITLE.get(lang)),
            Column::text(texts::TASK_UNIT.get(lang)).sort(&unit, up(Order::Unit)),
            Column::text(texts::TASK_ASSIGNEE.get(lang)),
            Column::number(texts::TASK_DUE.get(lang)).sort(&due, sorted),
            Column::text(texts::TASK_STATE.get(lang)).sort(&state, up(Order::State)),
            Column::number(texts::TASK_PERCENT.get(lang)),
            Column::number(texts::TASK_EVIDENCE.get(lang)),
        ];
        let frame = Table { caption: texts::TASK_LIST.get(lang), columns: &columns, ..Table::default() };
        table(&frame, |rows| self.fill(rows))
    }

    fn fill(&self, rows: &mut Rows) {
        let lang = self.lang;
        let mut href = String::with_capacity(32);
        let mut previous: Option<&TaskRow> = None;
        for row in self.rows {
            match self.filter.order {
                Order::Unit if previous.is_none_or(|previous| previous.unit != row.unit) => {
                    rows.group(&row.unit_name);
                }
                Order::State if previous.is_none_or(|previous| previous.state != row.state) => {
                    rows.group(words::state(row.state).get(lang));
                }
                _ => {}
            }
            previous = Some(row);
            let mut cells = rows.row();
            href.clear();
            href.push_str("/tasks/");
            row.id.0.render_to(&mut href);
            cells.panel_link(&href, &row.title);
            href.clear();
            href.push_str("/tasks?unit=");
            row.unit.0.render_to(&mut href);
            cells.link(&href, &row.unit_name);
            cells.text(row.assignee_name.as_deref().unwrap_or("–"));
            cells.cell(Due { row, today: self.today, lang });
            cells.cell(Badge { tone: words::tone(row.state), word: words::state(row.state).get(lang) });
            cells.cell(Percent(row.progress_percent));
            cells.cell(row.evidence_count);
        }
    }

    fn empty(&self) -> Markup {
        let lang = self.lang;
        if self.filter.is_narrowed() || self.filter.state != StateFilter::Open {
            Empty {
                icon: Icon::Filter,
                title: texts::TASK_EMPTY_FILTERED.get(lang),
                text: texts::TASK_EMPTY_FILTERED_TEXT.get(lang),
                next: Some(Next { href: "/tasks?state=all", label: texts::TASK_SHOW_ALL.get(lang) }),
            }
            .render()
        } else {
            Empty {
                icon: Icon::List,
                title: texts::TASK_EMPTY.get(lang),
                text: texts::TASK_EMPTY_TEXT.get(lang),
                next: Some(Next { href: "/plans", label: texts::TASK_TO_PLANS.get(lang) }),
            }
            .render()
        }
    }
}

pub const fn roman(quarter: i64) -> &'static str {
    match quarter {
        1 => "I",
        2 => "II",
        3 => "III",
        4 => "IV",
        _ => "",
    }
}

/// The due date, and whether it has passed.
struct Due<'a> {
    row: &'a TaskRow,
    today: NaiveDate,
    lang: Lang,
}

impl Render for Due<'_> {
    fn render_to(&self, buffer: &mut String) {
        let Some(due_on) = self.row.due_on else {
            buffer.push('–');
            return;
        };
        Day(due_on, self.lang).render_to(buffer);
        if is_overdue(self.row.state, self.row.due_on, self.today) {
            buffer.push(' ');
            Badge { tone: Tone::Danger, word: texts::TASK_LATE.get(self.lang) }.render_to(buffer);
        }
    }
}

struct Percent(i64);

impl Render for Percent {
    fn render_to(&self, buffer: &mut String) {
        self.0.render_to(buffer);
        buffer.push('%');
    }
}
