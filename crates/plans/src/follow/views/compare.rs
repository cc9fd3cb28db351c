//! A plan on two days: what came, went, changed and moved, each beside the decision it rests on.

use kit::page::Sheet;
use kit::text::{Lang, Text};
use kit::ui::{Badge, Column, Crumb, Field, Form, Next, Notice, Table, Tone, card, success_notice, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::due;
use super::item::{change_list, moment};
use crate::follow::changes::{Because, Difference, Fate};
use crate::follow::compare::{Comparison, From};
use crate::follow::{urls, words};
use crate::texts;

/// The comparison of a plan with itself.
pub struct ComparePage {
    pub lang: Lang,
    pub found: Comparison,
}

impl ComparePage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let plan = &self.found.opened.plan;
        let href = urls::plan(plan.id);
        let from = match self.found.from {
            From::Issued(at) => {
                format!("{} ({})", texts::FOLLOW_COMPARE_ISSUED.get(lang), vi::date::short(at.date()))
            }
            From::Day(day) => vi::date::short(day),
            From::Never => String::new(),
        };
        let title = match self.found.from {
            From::Never => texts::FOLLOW_COMPARE.into(),
            From::Issued(_) | From::Day(_) => {
                texts::follow_compare_title(from, vi::date::short(self.found.to))
            }
        };
        ctx.draw(Sheet {
            title: title.get(lang),
            current: urls::PLANS,
            crumbs: &[
                Crumb { href: urls::PLANS, label: texts::FOLLOW_PLANS.get(lang) },
                Crumb { href: &href, label: &plan.title },
                Crumb { href: "", label: texts::FOLLOW_COMPARE.get(lang) },
            ],
            body: html! { (self.form()) (self.content()) },
            ..Sheet::default()
        })
    }

    fn form(&self) -> Markup {
        let lang = self.lang;
        let action = urls::compare(self.found.opened.plan.id);
        let form =
            Form { lang, action: &action, submit: texts::FOLLOW_COMPARE_SHOW.get(lang), ..Form::default() };
        let from = match self.found.from {
            From::Day(day) => vi::date::short(day),
            From::Issued(_) | From::Never => String::new(),
        };
        let to = vi::date::short(self.found.to);
        form.render_get(html! {
            div class="row" {
                (form.field(Field::date("from", texts::FOLLOW_COMPARE_FROM.get(lang)).value(&from).hint(texts::FOLLOW_COMPARE_HINT.get(lang)).short()))
                (form.field(Field::date("to", texts::FOLLOW_COMPARE_TO.get(lang)).value(&to).short()))
            }
        })
    }

    fn content(&self) -> Markup {
        let lang = self.lang;
        if self.found.from == From::Never {
            let href = urls::plan(self.found.opened.plan.id);
            let next = Some(Next { href: &href, label: &self.found.opened.plan.title });
            let title = texts::FOLLOW_COMPARE_UNISSUED.get(lang);
            return html! { (Notice { tone: Tone::Info, title, text: "", next }) };
        }
        let is_same = self.found.differences.is_empty() && self.found.extensions.is_empty();
        html! {
            (card(texts::FOLLOW_COMPARE_PROGRESS.get(lang), self.progress()))
            @if !self.found.steps.is_empty() { (card(texts::FOLLOW_COMPARE_STEPS.get(lang), self.steps())) }
            @if is_same { (success_notice(texts::FOLLOW_COMPARE_NOTHING.get(lang))) }
            @for (fate, title) in [
                (Fate::Added, texts::FOLLOW_COMPARE_ADDED),
                (Fate::Carried, texts::FOLLOW_COMPARE_CARRIED),
                (Fate::Withdrawn, texts::FOLLOW_COMPARE_WITHDRAWN),
                (Fate::Changed, texts::FOLLOW_COMPARE_CHANGED),
            ] { (self.group(fate, title)) }
            @if !self.found.extensions.is_empty() {
                (card(texts::FOLLOW_COMPARE_EXTENSIONS.get(lang), self.extensions()))
            }
        }
    }

    fn progress(&self) -> Markup {
        let lang = self.lang;
        let (before, after) = (&self.found.before, &self.found.after);
        let share = |sums: &crate::follow::model::Sums| format!("{}/{}", sums.tally.done, sums.tally.total);
        let columns = [
            Column::main(texts::FOLLOW_COMPARE_MEASURE.get(lang)),
            Column::number(texts::FOLLOW_COMPARE_FROM.get(lang)),
            Column::number(texts::FOLLOW_COMPARE_TO.get(lang)),
        ];
        let frame = Table {
            caption: texts::FOLLOW_COMPARE_PROGRESS.get(lang),
            columns: &columns,
            ..Table::default()
        };
        table(&frame, |rows| {
            rows.row().text(texts::FOLLOW_COL_DONE.get(lang)).text(&share(before)).text(&share(after));
            let mut figures = vec![
                (texts::FOLLOW_COL_ITEMS, before.items, after.items),
                (texts::FOLLOW_STAT_UNGIVEN, before.ungiven, after.ungiven),
                (texts::FOLLOW_COL_LATE, before.late(), after.late()),
                (texts::FOLLOW_STANDING_LATE_UNGIVEN, before.late_ungiven, after.late_ungiven),
            ];
            if self.found.opened.is_own {
                figures.push((texts::FOLLOW_COL_ESTIMATE, before.estimate, after.estimate));
                figures.push((texts::FOLLOW_COL_SPENT, before.spent, after.spent));
            }
            for (name, before, after) in figures {
                rows.row().text(name.get(lang)).figure(Some(before), lang).figure(Some(after), lang);
            }
        })
    }

    fn steps(&self) -> Markup {
        html! {
            ul class="plain" {
                @for step in &self.found.steps {
                    li {
                        (words::plan_badge(step.to, self.lang)) " "
                        (self.because(&Because {
                            at: step.at,
                            by: step.by.clone(),
                            reason: step.reason.clone(),
                            document: step.document,
                            document_symbol: step.document_symbol.clone(),
                        }))
                    }
                }
            }
        }
    }

    fn group(&self, fate: Fate, title: Text) -> Markup {
        let found: Vec<&Difference> =
            self.found.differences.iter().filter(|found| found.fate == fate).collect();
        html! {
            @if !found.is_empty() {
                section class="card" {
                    h2 { (title.get(self.lang)) " " span class="count" { (found.len()) } }
                    @for difference in found { (self.difference(difference)) }
                }
            }
        }
    }

    /// The clause at the left, the decision it rests on at the right.
    fn difference(&self, found: &Difference) -> Markup {
        let lang = self.lang;
        let plan = self.found.opened.plan.id;
        let item = &found.shown;
        html! {
            article class="row between" id={ "item-" (found.item) } {
                div {
                    h3 {
                        @if !item.code.is_empty() { span class="label" { (item.code) } " " }
                        a href=(urls::item(plan, found.item)) { (item.title) }
                    }
                    @if found.moves_dates() { (Badge { tone: Tone::Warning, word: texts::FOLLOW_COMPARE_MOVED.get(lang) }) }
                    @match found.fate {
                        Fate::Added | Fate::Carried => p {
                            (words::quarter(item.quarter, lang))
                            @if item.due_on.is_some() { " · " (texts::follow_due(due(item.due_on, &item.due_phrase)).get(lang)) }
                        },
                        Fate::Withdrawn => {},
                        Fate::Changed => (change_list(&found.changes, lang)),
                    }
                }
                aside aria-label=(texts::FOLLOW_COMPARE_BECAUSE.get(lang)) {
                    @for because in &found.because { (self.because(because)) }
                }
            }
        }
    }

    fn because(&self, because: &Because) -> Markup {
        let lang = self.lang;
        html! {
            p class="note" {
                @match because.document {
                    Some(document) => a href=(urls::paper(document)) { (texts::follow_by_decision(&because.document_symbol).get(lang)) },
                    None => (texts::FOLLOW_COMPARE_NO_PAPER.get(lang)),
                }
                " · " (because.by) ", " (moment(because.at))
                @if !because.reason.is_empty() { br; (because.reason) }
            }
        }
    }

    fn extensions(&self) -> Markup {
        let lang = self.lang;
        html! {
            ul class="plain" {
                @for row in &self.found.extensions {
                    li {
                        a href=(urls::task(row.task)) { (row.title) } " · " (row.unit_name) ": "
                        (texts::follow_compare_extension(due(row.old_due_on, "–"), vi::date::short(row.due_on)).get(lang))
                        @if !row.reason.is_empty() { span class="note" { (row.reason) } }
                    }
                }
            }
        }
    }
}
