//! Correcting what was read, and cancelling a wrong entry.

use std::collections::BTreeMap;

use kit::page::Sheet;
use kit::text::Phrase;
use kit::ui::{self, ButtonKind, Choice, Crumb, FieldError, Form, Notice, Tone, hidden};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::actions::Shown;
use crate::document::{Direction, Document, Field, Metadata};
use crate::{labels, texts, urls};

/// The form as it is drawn: with the record's values, or with what was typed and what is wrong.
#[derive(Debug, Default)]
pub struct EditForm {
    pub version: i64,
    pub direction: Direction,
    pub typed: BTreeMap<Field, String>,
    pub reason: String,
    pub errors: Vec<(&'static str, Phrase)>,
    /// What somebody else changed meanwhile.
    pub conflict: Option<Phrase>,
}

/// A value as a person would type it.
pub fn as_typed(metadata: &Metadata, field: Field) -> String {
    match (field, metadata.issued_on) {
        (Field::IssuedOn, Some(date)) => date.format("%d/%m/%Y").to_string(),
        _ => metadata.get(field),
    }
}

pub fn page(ctx: &Ctx, shown: &Shown, sent: &EditForm) -> Markup {
    let lang = ctx.lang();
    let id = shown.document.id;
    let title = shown.document.title();
    let errors: Vec<FieldError<'_>> =
        sent.errors.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let (action, back) = (urls::part(id, "edit"), urls::document(id));
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::SAVE.get(lang),
        cancel: &back,
        ..Form::default()
    };
    let directions =
        Direction::ALL.map(|one| Choice { value: one.code(), label: labels::direction(one).get(lang) });
    let hints: Vec<(Field, String)> = Field::ALL
        .into_iter()
        .map(|field| {
            let read = as_typed(&shown.as_read, field);
            let hint = if read.is_empty() {
                texts::READ_NOTHING.get(lang).to_owned()
            } else {
                texts::read_as(read).get(lang).to_owned()
            };
            (field, hint)
        })
        .collect();
    let version = sent.version.to_string();
    let body = form.render(html! {
        (hidden("version", &version))
        @for (field, hint) in &hints {
            (form.field(control(*field, lang).value(sent.typed.get(field).map_or("", String::as_str)).hint(hint)))
        }
        (form.field(ui::Field::select("direction", texts::COLUMN_DIRECTION.get(lang), &directions).value(sent.direction.code())))
        (form.field(ui::Field::text("reason", texts::REASON.get(lang)).value(&sent.reason).hint(texts::CORRECT_REASON_HINT.get(lang))))
    });
    let conflict: Vec<Notice<'_>> = sent
        .conflict
        .iter()
        .map(|phrase| Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() })
        .collect();
    ctx.draw(Sheet {
        title: texts::EDIT.get(lang),
        current: urls::LIST,
        crumbs: &[
            Crumb { href: urls::LIST, label: texts::DOCUMENTS.get(lang) },
            Crumb { href: &back, label: &title },
            Crumb { href: "", label: texts::EDIT.get(lang) },
        ],
        notices: &conflict,
        body,
        ..Sheet::default()
    })
}

fn control(field: Field, lang: kit::text::Lang) -> ui::Field<'static> {
    let label = labels::field(field).get(lang);
    match field {
        Field::IssuedOn => ui::Field::date(field.code(), label),
        Field::Year | Field::TypeCode | Field::Term => ui::Field::text(field.code(), label).short(),
        Field::Abstract => ui::Field::area(field.code(), label, 3),
        _ => ui::Field::text(field.code(), label),
    }
}

pub fn cancel_page(ctx: &Ctx, document: &Document, faults: &[(&'static str, Phrase)]) -> Markup {
    let lang = ctx.lang();
    let title = document.title();
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let (action, back) = (urls::part(document.id, "cancel"), urls::document(document.id));
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::CANCEL_SUBMIT.get(lang),
        submit_kind: ButtonKind::Danger,
        cancel: &back,
        ..Form::default()
    };
    let version = document.version.to_string();
    let body = form.render(html! {
        p { (texts::CANCEL_TEXT.get(lang)) }
        (hidden("version", &version))
        (form.field(ui::Field::area("reason", texts::REASON.get(lang), 3).required()))
    });
    ctx.draw(Sheet {
        title: texts::CANCEL.get(lang),
        current: urls::LIST,
        crumbs: &[
            Crumb { href: urls::LIST, label: texts::DOCUMENTS.get(lang) },
            Crumb { href: &back, label: &title },
            Crumb { href: "", label: texts::CANCEL.get(lang) },
        ],
        body,
        ..Sheet::default()
    })
}
