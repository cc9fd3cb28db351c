//! The forms of the review: edit, drop, split, add.

use documents::DocumentId;
use kit::Fault as _;
use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{ButtonKind, Choice, Crumb, Field, FieldError, Form, Notice, Tone, hidden};
use kit::web::Ctx;
use maud::{Markup, html};

use super::state_word;
use crate::items::error::ItemError;
use crate::items::form::ItemForm;
use crate::items::store::UnitRow;
use crate::items::views::item_fields;
use crate::review::proposal::Proposal;
use crate::review::review_url;
use crate::texts;

/// What is said of a refused form, and the faults by field.
fn refused(error: Option<&ItemError>, lang: Lang) -> (String, Vec<(&'static str, String)>) {
    let message = error
        .filter(|error| !matches!(error, ItemError::Fields(_)))
        .map_or_else(String::new, |error| error.message().get(lang).to_owned());
    let fields = error.map(kit::Fault::fields).unwrap_or_default();
    (message, fields.into_iter().map(|(field, phrase)| (field, phrase.get(lang).to_owned())).collect())
}

fn frame(
    ctx: &Ctx,
    document: DocumentId,
    id: Option<&Proposal>,
    title: &str,
    quote: &str,
    body: Markup,
) -> Markup {
    let lang = ctx.lang();
    let card = id.map(|proposal| format!("c-{}", proposal.id));
    let back = id.map_or_else(String::new, |proposal| format!("#c-{}", proposal.id));
    let back = format!("{}{back}", review_url(document));
    let body = html! {
        // The same card stands in the review: with script only it is exchanged.
        article class="rcard" id=[card] data-for=[id.map(|proposal| proposal.id)] {
            h3 { (title) }
            @if !quote.is_empty() { blockquote { (quote) } }
            (body)
        }
    };
    ctx.draw(Sheet {
        title,
        current: "/documents",
        crumbs: &[
            Crumb { href: "/documents", label: texts::REVIEW_DOCUMENTS.get(lang) },
            Crumb { href: &back, label: texts::REVIEW_CRUMB.get(lang) },
            Crumb { href: "", label: title },
        ],
        body,
        ..Sheet::default()
    })
}

/// A proposal's form.
pub struct EditPage<'a> {
    pub document: DocumentId,
    pub proposal: &'a Proposal,
    pub form: &'a ItemForm,
    pub quote: &'a str,
    pub units: &'a [UnitRow],
    pub error: Option<&'a ItemError>,
}

pub fn edit(ctx: &Ctx, page: &EditPage<'_>) -> Markup {
    let lang = ctx.lang();
    let (message, faults) = refused(page.error, lang);
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, message)| FieldError { field, message }).collect();
    let action = format!("/documents/{}/proposals/{}/edit", page.document, page.proposal.id);
    let cancel = format!("{}#c-{}", review_url(page.document), page.proposal.id);
    let draft = format!("proposal-{}", page.proposal.id);
    let swap = format!("#c-{}", page.proposal.id);
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        draft: &draft,
        submit: texts::REVIEW_SAVE.get(lang),
        cancel: &cancel,
        swap: &swap,
        ..Form::default()
    };
    let body = html! {
        @if !message.is_empty() {
            (Notice { tone: Tone::Warning, title: &message, text: &current_words(page.proposal, lang), next: None })
        }
        (form.render(item_fields(&form, page.form, page.units)))
    };
    let title = texts::review_edit_title(&page.proposal.code);
    frame(ctx, page.document, Some(page.proposal), title.get(lang), page.quote, body)
}

/// What the proposal says now, for the one whose own words are still in the form.
fn current_words(proposal: &Proposal, lang: Lang) -> String {
    let due = proposal.data.fields.due_on.map_or_else(|| "–".to_owned(), vi::date::short);
    let state = state_word(proposal.state).get(lang);
    texts::review_now_says(due, state, &proposal.data.fields.title).get(lang).to_owned()
}

/// The form that asks why a proposal is dropped.
pub struct DropPage<'a> {
    pub document: DocumentId,
    pub proposal: &'a Proposal,
    /// The version that the person saw.
    pub version: i64,
    pub quote: &'a str,
    pub reason: &'a str,
    pub error: Option<&'a ItemError>,
}

pub fn drop(ctx: &Ctx, page: &DropPage<'_>) -> Markup {
    let lang = ctx.lang();
    let (_, faults) = refused(page.error, lang);
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, message)| FieldError { field, message }).collect();
    let action = format!("/documents/{}/proposals/{}/drop", page.document, page.proposal.id);
    let cancel = format!("{}#c-{}", review_url(page.document), page.proposal.id);
    let swap = format!("#c-{}", page.proposal.id);
    let version = page.version.to_string();
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::REVIEW_DROP.get(lang),
        submit_kind: ButtonKind::Danger,
        cancel: &cancel,
        swap: &swap,
        ..Form::default()
    };
    let reasons = [
        texts::REVIEW_REASON_NO_TASK.get(lang),
        texts::REVIEW_REASON_DOUBLE.get(lang),
        texts::REVIEW_REASON_OTHERS.get(lang),
    ];
    let body = form.render(html! {
        (hidden("version", &version))
        (form.field(Field::text("reason", texts::REVIEW_DROP_REASON.get(lang)).value(page.reason)
            .hint(texts::REVIEW_DROP_HINT.get(lang)).suggest(&reasons).required().focus()))
    });
    let title = texts::review_drop_title(&page.proposal.code);
    frame(ctx, page.document, Some(page.proposal), title.get(lang), page.quote, body)
}

/// The form that asks where a proposal is cut.
pub struct SplitPage<'a> {
    pub document: DocumentId,
    pub proposal: &'a Proposal,
    /// Places in code points, with the words that follow.
    pub places: &'a [(i64, String)],
}

pub fn split(ctx: &Ctx, page: &SplitPage<'_>) -> Markup {
    let lang = ctx.lang();
    let action = format!("/documents/{}/proposals/{}/split", page.document, page.proposal.id);
    let cancel = format!("{}#c-{}", review_url(page.document), page.proposal.id);
    let version = page.proposal.version.to_string();
    let form = Form {
        lang,
        action: &action,
        submit: texts::REVIEW_SPLIT.get(lang),
        cancel: &cancel,
        ..Form::default()
    };
    let places: Vec<(String, String)> = page
        .places
        .iter()
        .map(|(at, words)| (at.to_string(), texts::review_split_before(words).get(lang).to_owned()))
        .collect();
    let choices: Vec<Choice<'_>> = places.iter().map(|(value, label)| Choice { value, label }).collect();
    let body = if choices.is_empty() {
        html! { p { (texts::REVIEW_NOTHING_TO_SPLIT.get(lang)) } }
    } else {
        form.render(html! {
            (hidden("version", &version))
            (form.field(Field::radio("at", texts::REVIEW_SPLIT_WHERE.get(lang), &choices).required()))
        })
    };
    let title = texts::review_split_title(&page.proposal.code);
    frame(ctx, page.document, Some(page.proposal), title.get(lang), "", body)
}

/// The form that adds a proposal by its words.
pub struct AddPage<'a> {
    pub document: DocumentId,
    pub words: &'a str,
    pub error: Option<&'a ItemError>,
}

pub fn add(ctx: &Ctx, page: &AddPage<'_>) -> Markup {
    let lang = ctx.lang();
    let message = page.error.map(ItemError::message);
    let errors: Vec<FieldError<'_>> =
        message.iter().map(|phrase| FieldError { field: "words", message: phrase.get(lang) }).collect();
    let action = format!("/documents/{}/proposals/add", page.document);
    let cancel = review_url(page.document);
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::REVIEW_ADD.get(lang),
        cancel: &cancel,
        ..Form::default()
    };
    let body = form.render(
        form.field(
            Field::area("words", texts::REVIEW_ADD_WORDS.get(lang), 5)
                .value(page.words)
                .hint(texts::REVIEW_ADD_HINT.get(lang))
                .required()
                .focus(),
        ),
    );
    frame(ctx, page.document, None, texts::REVIEW_ADD_TITLE.get(lang), "", body)
}
