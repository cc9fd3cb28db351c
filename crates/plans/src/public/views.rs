//! Markup of the public pages: short, so that a page of fifty tasks stays small.

use kit::text::Lang;
use kit::ui::{Choice, Column, Empty, Field, Form, Icon, Meter, Next, PlainPage, Table, Theme, table};
use maud::{Markup, html};

use super::filter::{Filter, PublicState, Turn};
use super::store::{Figures, PublicPlan, PublicTask};
use super::urls;
use crate::follow::filter::When;
use crate::follow::words;
use crate::{PlanId, texts};

/// `Quý I`, or the year for tasks of the whole year.
pub fn period(quarter: Option<u8>, year: i32, lang: Lang) -> String {
    match quarter {
        Some(quarter) => words::quarter(Some(quarter), lang),
        None => texts::public_whole_year(year).get(lang).to_owned(),
    }
}

fn meter(figures: &Figures, lang: Lang) -> Markup {
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    let label = texts::PUBLIC_DONE_OF.get(lang);
    html! { (Meter { lang, label, done: count(figures.done), total: count(figures.total) }) }
}

/// The ways to the pages before and after: neither "newer" nor "older", since the lists go by name and by due date.
fn pager(lang: Lang, before: &str, after: &str, note: &str) -> Markup {
    html! {
        nav class="pager" aria-label=(texts::PUBLIC_PAGES.get(lang)) {
            @if !before.is_empty() {
                a class="btn" rel="prev" href=(before) { (Icon::Left) (texts::PUBLIC_PREVIOUS.get(lang)) }
            }
            span { (note) }
            @if !after.is_empty() {
                a class="btn" rel="next" href=(after) { (texts::PUBLIC_NEXT.get(lang)) (Icon::Right) }
            }
        }
    }
}

/// The published plans of the installation.
pub struct PlansPage<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub after: Option<PlanId>,
    pub plans: &'a [(PublicPlan, Figures)],
    pub has_more: bool,
}

impl PlansPage<'_> {
    pub fn draw(&self) -> Markup {
        let lang = self.lang;
        let older = self
            .plans
            .last()
            .filter(|_| self.has_more)
            .map_or_else(String::new, |(plan, _)| format!("{}?after={}", urls::PLANS, plan.id));
        let path =
            self.after.map_or_else(|| urls::PLANS.to_owned(), |id| format!("{}?after={id}", urls::PLANS));
        PlainPage {
            lang,
            theme: self.theme,
            title: texts::PUBLIC_TITLE.get(lang),
            path: &path,
            body: html! {
                p { (texts::PUBLIC_INTRO.get(lang)) }
                @if self.plans.is_empty() {
                    (Empty { icon: Icon::Paper, title: texts::PUBLIC_EMPTY.get(lang), text: texts::PUBLIC_EMPTY_TEXT.get(lang), next: None })
                } @else { (self.table()) }
                @if self.after.is_some() || self.has_more {
                    (pager(lang, if self.after.is_some() { urls::PLANS } else { "" }, &older, ""))
                }
            },
            is_wide: true,
            ..PlainPage::default()
        }
        .render()
    }

    fn table(&self) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::main(texts::PUBLIC_PLAN.get(lang)),
            Column::number(texts::PUBLIC_YEAR.get(lang)),
            Column::text(texts::PUBLIC_DONE.get(lang)),
            Column::number(texts::PUBLIC_CHANGED.get(lang)),
        ];
        let frame = Table { caption: texts::PUBLIC_TITLE.get(lang), columns: &columns, ..Table::default() };
        table(&frame, |rows| {
            let mut unit = None;
            for (plan, figures) in self.plans {
                if unit != Some(plan.unit) {
                    rows.group(&plan.unit_name);
                    unit = Some(plan.unit);
                }
                rows.row()
                    .link(&urls::plan(plan.id), &plan.title)
                    .text(&plan.year.to_string())
                    .cell(html! { @if figures.total > 0 { (meter(figures, lang)) } @else { (texts::PUBLIC_NO_TASKS.get(lang)) } })
                    .text(&figures.changed_at.map(|at| vi::date::short(at.date())).unwrap_or_default());
            }
        })
    }
}

/// One published plan.
pub struct PlanPage<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub plan: &'a PublicPlan,
    pub figures: Figures,
    pub filter: &'a Filter,
    pub tasks: &'a [PublicTask],
    pub has_later: bool,
    pub has_earlier: bool,
}

impl PlanPage<'_> {
    pub fn draw(&self) -> Markup {
        let lang = self.lang;
        let figures = &self.figures;
        let first = self.filter.turned(Turn::First);
        let file = format!("{}.csv{}", urls::plan(self.plan.id), first.query());
        let changed = figures.changed_at.map(|at| texts::public_changed_on(vi::date::short(at.date())));
        PlainPage {
            lang,
            theme: self.theme,
            title: &self.plan.title,
            path: &self.filter.href(self.plan.id),
            body: html! {
                p { b { (self.plan.unit_name) } " · " a href=(urls::PLANS) { (texts::PUBLIC_BACK.get(lang)) } }
                @if figures.total > 0 {
                    (meter(figures, lang))
                    p {
                        (texts::public_counted(figures.overdue, figures.not_due(), figures.working).get(lang)) " "
                        @if let Some(changed) = &changed { (changed.get(lang)) }
                    }
                }
                @if figures.late_ungiven > 0 {
                    p { (texts::public_late_ungiven(figures.late_ungiven).get(lang)) }
                }
                (self.form())
                @if self.tasks.is_empty() { (self.empty()) } @else {
                    (self.table())
                    (self.pager())
                    p class="noprint" { a href=(file) { (texts::PUBLIC_CSV.get(lang)) } }
                }
                p class="hint" { (texts::PUBLIC_ABOUT.get(lang)) }
            },
            is_wide: true,
            ..PlainPage::default()
        }
        .render()
    }

    fn form(&self) -> Markup {
        let lang = self.lang;
        let form = Form { lang, ..Form::default() };
        let all = Choice { value: "", label: texts::PUBLIC_ALL.get(lang) };
        let quarters = [1, 2, 3, 4].map(|number| (number.to_string(), words::quarter(Some(number), lang)));
        let quarters: Vec<Choice<'_>> = std::iter::once(all)
            .chain(quarters.iter().map(|(value, label)| Choice { value, label }))
            .chain([Choice { value: "year", label: texts::FOLLOW_WHOLE_YEAR.get(lang) }])
            .collect();
        let states: Vec<Choice<'_>> = std::iter::once(all)
            .chain(
                PublicState::ALL.map(|state| Choice { value: state.code(), label: state.label().get(lang) }),
            )
            .collect();
        let quarter = match self.filter.when {
            Some(When::Quarter(quarter)) => quarter.to_string(),
            Some(When::Year) => "year".to_owned(),
            None => String::new(),
        };
        html! {
            form class="row asked noprint" action=(urls::plan(self.plan.id)) {
                (form.field(Field::select("quarter", texts::PUBLIC_WHEN.get(lang), &quarters).value(&quarter)))
                (form.field(Field::select("state", texts::PUBLIC_STATE.get(lang), &states)
                    .value(self.filter.state.map_or("", PublicState::code))))
                (form.field(Field::search("q", texts::PUBLIC_SEARCH.get(lang)).value(&self.filter.text)))
                button class="btn" { (texts::PUBLIC_SHOW.get(lang)) }
                @if self.filter.narrows() { a href=(urls::plan(self.plan.id)) { (texts::PUBLIC_CLEAR.get(lang)) } }
            }
        }
    }

    /// Without the column's name in every cell: fifty rows would carry it two hundred times, and what stands here names itself.
    fn table(&self) -> Markup {
        let lang = self.lang;
        let heads = [
            texts::PUBLIC_TASK,
            texts::PUBLIC_WHEN,
            texts::PUBLIC_UNIT,
            texts::PUBLIC_DUE,
            texts::PUBLIC_STATE,
        ];
        html! {
            div class="scroll" {
                table class="list brief" {
                    caption class="vh" { (self.plan.title) }
                    thead { tr { @for head in heads { th scope="col" { (head.get(lang)) } } } }
                    tbody {
                        @for task in self.tasks {
                            tr {
                                th scope="row" { (task.title) }
                                td { (period(task.quarter, self.plan.year, lang)) }
                                td { (task.unit_name) }
                                td { @if let Some(due) = task.due_on { (vi::date::short(due)) } }
                                td { span class={ "badge " (task.state.tone().class()) } { (task.state.label().get(lang)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn pager(&self) -> Markup {
        let turned = |turn: Turn| self.filter.turned(turn).href(self.plan.id);
        let earlier = self
            .tasks
            .first()
            .filter(|_| self.has_earlier)
            .map_or_else(String::new, |task| turned(Turn::Before(task.place)));
        let later = self
            .tasks
            .last()
            .filter(|_| self.has_later)
            .map_or_else(String::new, |task| turned(Turn::After(task.place)));
        let note = texts::public_rows(self.tasks.len());
        pager(self.lang, &earlier, &later, note.get(self.lang))
    }

    fn empty(&self) -> Markup {
        let lang = self.lang;
        let all = urls::plan(self.plan.id);
        if self.filter.narrows() || self.filter.turn != Turn::First {
            let next = Some(Next { href: &all, label: texts::PUBLIC_CLEAR.get(lang) });
            let (title, text) = (texts::PUBLIC_NONE.get(lang), texts::PUBLIC_NONE_TEXT.get(lang));
            return html! { (Empty { icon: Icon::Filter, title, text, next }) };
        }
        html! { (Empty { icon: Icon::Paper, title: texts::PUBLIC_NO_TASKS.get(lang), text: "", next: None }) }
    }
}
