//! Bringing papers in, and what became of each.

use kit::page::Sheet;
use kit::text::Phrase;
use kit::ui::{
    Badge, ButtonKind, Choice, Column, Crumb, Field, FieldError, Form, Icon, LinkButton, Notice, Table, Tone,
    table,
};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::document::Direction;
use crate::pages::Outcome;
use crate::{Imported, labels, texts, urls};

/// What the reader opens: kinds of files, for the browser's dialog.
const ACCEPT: &str = ".docx,.doc,.pdf,.txt,.html,.htm";

/// The form as it was sent.
#[derive(Debug, Default)]
pub struct UploadForm {
    pub direction: String,
    pub secrecy: String,
    pub errors: Vec<(&'static str, Phrase)>,
}

pub fn form_page(ctx: &Ctx, sent: &UploadForm) -> Markup {
    let lang = ctx.lang();
    let errors: Vec<FieldError<'_>> =
        sent.errors.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let form = Form {
        lang,
        action: urls::NEW,
        errors: &errors,
        is_multipart: true,
        submit: texts::IMPORT_SUBMIT.get(lang),
        cancel: urls::LIST,
        ..Form::default()
    };
    let directions =
        Direction::ALL.map(|one| Choice { value: one.code(), label: labels::direction(one).get(lang) });
    let answers = [
        Choice { value: "no", label: texts::SECRECY_NO.get(lang) },
        Choice { value: "yes", label: texts::SECRECY_YES.get(lang) },
    ];
    let limit = ctx.app.settings.max_upload_bytes / 1024 / 1024;
    let hint = texts::file_hint(limit);
    let direction = if sent.direction.is_empty() { Direction::Incoming.code() } else { &sent.direction };
    let body = form.render(html! {
        (form.field(Field::files("file", texts::FILES.get(lang), ACCEPT).hint(hint.get(lang)).required()))
        (form.field(Field::radio("direction", texts::COLUMN_DIRECTION.get(lang), &directions).value(direction).required()))
        (form.field(
            Field::radio("secrecy", texts::SECRECY_QUESTION.get(lang), &answers)
                .value(&sent.secrecy).hint(texts::SECRECY_HINT.get(lang)).required()
        ))
    });
    ctx.draw(Sheet {
        title: texts::IMPORT_TITLE.get(lang),
        current: urls::LIST,
        crumbs: &crumbs(lang),
        body,
        ..Sheet::default()
    })
}

fn crumbs(lang: kit::text::Lang) -> [Crumb<'static>; 2] {
    [
        Crumb { href: urls::LIST, label: texts::DOCUMENTS.get(lang) },
        Crumb { href: "", label: texts::IMPORT_TITLE.get(lang) },
    ]
}

pub fn summary_page(ctx: &Ctx, outcomes: &[Outcome]) -> Markup {
    let lang = ctx.lang();
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    let fresh = count(|outcome| matches!(outcome.result, Ok(Imported::New(_))));
    let known = count(|outcome| matches!(outcome.result, Ok(Imported::AlreadyThere(_))));
    let refused = count(|outcome| outcome.result.is_err());
    let title = texts::summary(fresh, known, refused);
    let tone = if refused > 0 { Tone::Warning } else { Tone::Done };
    let columns = [
        Column::main(texts::FILE.get(lang)),
        Column::text(texts::OUTCOME.get(lang)),
        Column::text(texts::WHAT_NEXT.get(lang)),
    ];
    let body = html! {
        (table(&Table { caption: texts::SUMMARY_CAPTION.get(lang), columns: &columns, ..Table::default() }, |rows| {
            for outcome in outcomes {
                let mut row = rows.row();
                row.text(&outcome.name);
                match &outcome.result {
                    Ok(imported) => {
                        let (tone, word) = match imported {
                            Imported::New(_) => (Tone::Done, texts::OUTCOME_NEW),
                            Imported::AlreadyThere(_) => (Tone::Info, texts::OUTCOME_ALREADY),
                        };
                        row.cell(Badge { tone, word: word.get(lang) });
                        row.link(&urls::document(imported.id()), texts::OPEN_PAPER.get(lang));
                    }
                    Err(phrase) => {
                        row.cell(Badge { tone: Tone::Danger, word: texts::OUTCOME_REFUSED.get(lang) });
                        row.text(phrase.get(lang));
                    }
                }
            }
        }))
    };
    let actions = html! {
        (LinkButton { href: urls::NEW, label: texts::IMPORT_MORE.get(lang), kind: ButtonKind::Secondary, icon: Some(Icon::Upload) })
        (LinkButton { href: urls::LIST, label: texts::TO_REGISTER.get(lang), kind: ButtonKind::Quiet, icon: None })
    };
    ctx.draw(Sheet {
        title: texts::IMPORT_TITLE.get(lang),
        current: urls::LIST,
        crumbs: &crumbs(lang),
        notices: &[Notice { tone, title: title.get(lang), ..Notice::default() }],
        actions: Some(actions),
        body,
        ..Sheet::default()
    })
}
