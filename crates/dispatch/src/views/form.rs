//! The form of a draft.

use kit::Fault;
use kit::page::Sheet;
use kit::text::Phrase;
use kit::ui::{Crumb, Field, FieldError, Form, Notice, Tone, disclosure, hidden};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::error::DispatchError;
use crate::pages::PaperForm;
use crate::{OutgoingId, texts, urls};

pub fn page(ctx: &Ctx, id: Option<OutgoingId>, typed: &PaperForm, error: Option<&DispatchError>) -> Markup {
    let lang = ctx.lang();
    let faults: Vec<(&'static str, Phrase)> = error.map(Fault::fields).unwrap_or_default();
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let action = id.map_or_else(|| urls::LIST.to_owned(), |id| urls::part(id, "edit"));
    let cancel = id.map_or_else(|| urls::LIST.to_owned(), urls::paper);
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::SAVE.get(lang),
        cancel: &cancel,
        ..Form::default()
    };
    let label = |text: kit::text::Text| text.get(lang);
    // Faults of fields are told by the form itself.
    let refusal = error.filter(|_| errors.is_empty()).map(Fault::message);
    let version = typed.version.map_or_else(String::new, |version| version.to_string());
    let body = html! {
        @if let Some(phrase) = &refusal { (Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() }) }
        @if id.is_none() { (hidden("template", &typed.template)) } @else { (hidden("version", &version)) }
        (form.field(Field::area("abstract", label(texts::FIELD_ABSTRACT), 2).value(&typed.summary).required()))
        (form.field(Field::area("to", label(texts::FIELD_TO), 2).value(&typed.to).hint(label(texts::LINES_HINT))))
        (form.field(Field::area("body", label(texts::FIELD_BODY), 18).value(&typed.body).hint(label(texts::BODY_HINT)).required()))
        (form.field(Field::area("report_to", label(texts::FIELD_REPORT_TO), 3).value(&typed.report_to).hint(label(texts::LINES_HINT))))
        (form.field(Field::area("act_to", label(texts::FIELD_ACT_TO), 3).value(&typed.act_to).hint(label(texts::LINES_HINT))))
        (form.field(Field::text("file_copy", label(texts::FIELD_FILE_COPY)).value(&typed.file_copy).short()))
        (disclosure(label(texts::SIGNING), !errors.is_empty() || !typed.authority.is_empty(), html! {
            (form.field(Field::area("authority", label(texts::FIELD_AUTHORITY), 2).value(&typed.authority).hint(label(texts::AUTHORITY_HINT))))
            (form.field(Field::text("position", label(texts::FIELD_POSITION)).value(&typed.position)))
            (form.field(Field::text("signer", label(texts::FIELD_SIGNER)).value(&typed.signer).hint(label(texts::SIGNER_HINT))))
            (form.field(Field::text("issuer", label(texts::FIELD_ISSUER)).value(&typed.issuer).hint(label(texts::ISSUER_HINT)).short()))
            (form.field(Field::text("unit_words", label(texts::FIELD_UNIT_WORDS)).value(&typed.unit_words)))
            (form.field(Field::text("place", label(texts::FIELD_PLACE)).value(&typed.place).short()))
        }))
        @if id.is_some() { (form.field(Field::text("note", label(texts::FIELD_CHANGE_NOTE)).value(&typed.note))) }
    };
    let title = label(if id.is_some() { texts::EDIT } else { texts::NEW });
    ctx.draw(Sheet {
        title,
        current: urls::LIST,
        crumbs: &[Crumb { href: urls::LIST, label: label(texts::TITLE) }, Crumb { href: "", label: title }],
        body: form.render(body),
        ..Sheet::default()
    })
}
