//! The demands of directives, and how many are met.

use kit::text::{Lang, Phrase};
use kit::ui::{
    Badge, Column, Empty, Field, FieldError, Form, Icon, Meter, Table, Tone, card, disclosure, hidden,
    inline_form, table,
};
use maud::{Markup, Render, html};

use crate::tasks::actions::directives::DirectiveView;
use crate::tasks::store::directives::{Demand, Directive};
use crate::tasks::urls;
use crate::texts;

fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

pub fn list(lang: Lang, directives: &[Directive], errors: &[FieldError<'_>], paper: &str) -> Markup {
    let form = Form {
        lang,
        action: "/directives",
        errors,
        submit: texts::DIRECTIVE_OPEN.get(lang),
        ..Default::default()
    };
    let columns = [
        Column::main(texts::TASK_DIRECTIVE.get(lang)),
        Column::text(texts::DIRECTIVE_TITLE.get(lang)),
        Column::text(texts::DIRECTIVE_DONE.get(lang)),
        Column::number(texts::DIRECTIVE_UNMAPPED.get(lang)),
    ];
    html! {
        @if directives.is_empty() {
            (Empty { icon: Icon::Paper, title: texts::DIRECTIVE_EMPTY.get(lang), text: texts::DIRECTIVE_EMPTY_TEXT.get(lang), next: None })
        } @else {
            (table(&Table { caption: texts::DIRECTIVE_LIST.get(lang), columns: &columns, ..Table::default() }, |rows| {
                for directive in directives {
                    let mut row = rows.row();
                    row.link(&urls::directive(directive.document), &directive.symbol);
                    row.text(&directive.title);
                    row.cell(Meter { lang, label: "", done: count(directive.done), total: count(directive.total) });
                    row.cell(directive.unmapped);
                }
            }))
        }
        (card(texts::DIRECTIVE_NEW.get(lang), form.render_get(html! {
            (form.field(Field::text("paper", texts::TASK_PAPER.get(lang)).required().hint(texts::TASK_PAPER_HINT.get(lang)).value(paper)))
        })))
    }
}

pub struct DirectivePage<'a> {
    pub lang: Lang,
    pub view: &'a DirectiveView,
    pub can_edit: bool,
    /// What was typed and refused: the form, its words, the reason.
    pub refused: Option<(&'static str, String, Phrase)>,
}

impl DirectivePage<'_> {
    pub fn body(&self) -> Markup {
        let (lang, view) = (self.lang, self.view);
        let directive = &view.directive;
        html! {
            @if directive.total > 0 {
                (Meter { lang, label: texts::DIRECTIVE_DEMANDS_DONE.get(lang), done: count(directive.done), total: count(directive.total) })
                @if directive.unmapped > 0 {
                    p { (Badge { tone: Tone::Warning, word: texts::directive_count_unmapped(directive.unmapped).get(lang) }) }
                }
                p {
                    a class="btn" href={ "/tasks?state=all&directive=" (directive.document) } { (texts::DIRECTIVE_TASKS.get(lang)) } " "
                    a class="btn" href={ "/documents/" (directive.document) } { (texts::DIRECTIVE_PAPER.get(lang)) } " "
                    a class="btn" href={ "/documents/" (directive.document) "/evaluation" } { (texts::EVAL_OF_PAPER.get(lang)) }
                }
                @for demand in &view.demands { (self.demand(demand)) }
            } @else if view.demands.is_empty() {
                (Empty { icon: Icon::List, title: texts::DIRECTIVE_NO_DEMANDS.get(lang), text: texts::DIRECTIVE_NO_DEMANDS_TEXT.get(lang), next: None })
            } @else {
                @for demand in &view.demands { (self.demand(demand)) }
            }
            @if self.can_edit { (self.add_forms()) }
            @if !view.unanswering.is_empty() && !view.demands.is_empty() { (self.unanswering()) }
        }
    }

    fn demand(&self, demand: &Demand) -> Markup {
        let (lang, document) = (self.lang, self.view.directive.document);
        let (tone, word) = if demand.withdrawn_by.is_some() {
            (Tone::Neutral, texts::DIRECTIVE_WITHDRAWN)
        } else if demand.is_done {
            (Tone::Approved, texts::DIRECTIVE_MET)
        } else if demand.links == 0 {
            (Tone::Warning, texts::DIRECTIVE_NOT_MAPPED)
        } else {
            (Tone::Active, texts::DIRECTIVE_GOING_ON)
        };
        let title = format!("{}. {}", demand.number, demand.body);
        let id = demand.id.to_string();
        card(
            &title,
            html! {
                p { (Badge { tone, word: word.get(lang) })
                    @if let Some(symbol) = &demand.withdrawn_symbol { " " (symbol) }
                    @if demand.tasks > 0 { " " (texts::directive_tasks_done(demand.tasks_done, demand.tasks).get(lang)) }
                }
                ul {
                    @for answer in self.view.answers.iter().filter(|answer| answer.demand == Some(demand.id)) {
                        li {
                            a href=(urls::tasks_of_item(answer.item)) { (answer.code) " " (answer.title) }
                            " (" (answer.tasks_done) "/" (answer.tasks) ") "
                            @if self.can_edit {
                                (inline_form(&format!("/directives/{document}/link"), "", html! {
                                    (hidden("demand", &id)) (hidden("item", &answer.item.to_string())) (hidden("act", "unlink"))
                                    button class="btn quiet" { (texts::DIRECTIVE_UNLINK.get(lang)) }
                                }))
                            }
                        }
                    }
                }
                @if self.can_edit && demand.withdrawn_by.is_none() {
                    @if !self.view.unanswering.is_empty() {
                        form class="row" method="post" action={ "/directives/" (document) "/link" } {
                            (hidden("demand", &id)) (hidden("act", "link"))
                            select name="item" aria-label=(texts::DIRECTIVE_CHOOSE_ITEM.get(lang)) {
                                @for item in &self.view.unanswering { option value=(item.item) { (item.code) " " (item.title) } }
                            }
                            button class="btn" { (texts::DIRECTIVE_LINK.get(lang)) }
                        }
                    }
                    (self.withdraw_form(demand))
                }
            },
        )
    }

    fn withdraw_form(&self, demand: &Demand) -> Markup {
        let lang = self.lang;
        let action = format!("/directives/{}/withdraw", self.view.directive.document);
        let id = demand.id.to_string();
        let refused = self.refused.as_ref().filter(|(form, _, _)| *form == "withdraw");
        let errors: Vec<FieldError<'_>> = refused
            .iter()
            .map(|(_, _, why)| FieldError { field: "document", message: why.get(lang) })
            .collect();
        let form = Form {
            lang,
            action: &action,
            errors: &errors,
            submit: texts::DIRECTIVE_WITHDRAW.get(lang),
            ..Default::default()
        };
        disclosure(
            texts::DIRECTIVE_WITHDRAW.get(lang),
            refused.is_some(),
            form.render(html! {
                (hidden("demand", &id))
                (form.field(Field::text("document", texts::TASK_PAPER.get(lang)).required().hint(texts::TASK_PAPER_HINT.get(lang))))
            }),
        )
    }

    fn add_forms(&self) -> Markup {
        let (lang, document) = (self.lang, self.view.directive.document);
        let action = format!("/directives/{document}/items");
        let refused = self.refused.as_ref().filter(|(form, _, _)| *form == "lines");
        let errors: Vec<FieldError<'_>> =
            refused.iter().map(|(_, _, why)| FieldError { field: "lines", message: why.get(lang) }).collect();
        let typed = refused.map_or("", |(_, typed, _)| typed);
        let form = Form {
            lang,
            action: &action,
            errors: &errors,
            submit: texts::DIRECTIVE_ADD.get(lang),
            ..Default::default()
        };
        card(
            texts::DIRECTIVE_ADD.get(lang),
            html! {
                (form.render(html! {
                    (form.field(Field::area("lines", texts::DIRECTIVE_LINES.get(lang), 6).required()
                        .hint(texts::DIRECTIVE_LINES_HINT.get(lang)).value(typed)))
                }))
                (inline_form(&format!("/directives/{document}/read"), "", html! {
                    button class="btn" { (texts::DIRECTIVE_READ.get(lang)) }
                }))
            },
        )
    }

    fn unanswering(&self) -> Markup {
        let lang = self.lang;
        disclosure(
            texts::directive_items_unmapped(self.view.unanswering.len()).get(lang),
            false,
            html! {
                ul { @for item in &self.view.unanswering { li { a href=(urls::tasks_of_item(item.item)) { (item.code) " " (item.title) } } } }
            },
        )
        .render()
    }
}
