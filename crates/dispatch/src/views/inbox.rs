//! What came to the unit acted for.

use kit::Fault;
use kit::permission::Permission;
use kit::text::Phrase;
use kit::ui::{
    ButtonKind, Choice, Column, Empty, Field, FieldError, Form, Icon, Notice, Table, Tone, disclosure,
    hidden, key_values, table,
};
use kit::web::Ctx;
use maud::{Markup, html};
use print::Paper;

use super::retry::{Kept, Retry, notice};
use super::shared::asked_words;
use super::{badge, button, date, desk_page, downloads, link, moment, text};
use crate::actions::{Register, Registration};
use crate::error::DispatchError;
use crate::incoming::{IncomingState, is_overdue};
use crate::pages::IncomingQuery;
use crate::paper::PaperState;
use crate::store::incoming::Entry;
use crate::store::opinions::{AskedClause, Opinion, Request};
use crate::store::outgoing::Outgoing;
use crate::store::receipts::Receipt;
use crate::{texts, urls, words};

fn empty(ctx: &Ctx) -> Markup {
    let lang = ctx.lang();
    html! { (Empty { icon: Icon::Paper, title: texts::EMPTY_TITLE.get(lang), text: texts::EMPTY_INBOX.get(lang), next: None }) }
}

pub fn asked_list(ctx: &Ctx, asked: &[Request]) -> Markup {
    let lang = ctx.lang();
    let columns = [
        Column::main(texts::FIELD_ABSTRACT.get(lang)),
        Column::number(texts::FIELD_DUE.get(lang)),
        Column::number(texts::COLUMN_ANSWERED.get(lang)),
    ];
    let frame = Table { caption: texts::TAB_ASKED.get(lang), columns: &columns, ..Table::default() };
    let body = if asked.is_empty() {
        empty(ctx)
    } else {
        table(&frame, |rows| {
            for one in asked {
                rows.row()
                    .link(&urls::asked(one.outgoing), &one.summary)
                    .text(&date(Some(one.due_on), lang))
                    .text(&moment(one.answered_at, lang));
            }
        })
    };
    desk_page(ctx, urls::ASKED, texts::TAB_ASKED.get(lang), None, body)
}

pub fn asked(
    ctx: &Ctx,
    request: &Request,
    paper: &Outgoing,
    clauses: &[AskedClause],
    said: &[Opinion],
    retry: Option<&Retry>,
) -> Markup {
    let lang = ctx.lang();
    let action = urls::asked(paper.id);
    let kept = Kept::of(retry, "say");
    let errors = kept.errors(lang);
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::SEND_OPINION.get(lang),
        ..Form::default()
    };
    let is_open = paper.state == PaperState::UnitReview;
    let choices: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: "–" })
        .chain(["agree", "change", "remark"].map(|code| Choice {
            value: code,
            label: words::opinion(code).map_or("", |text| text.get(lang)),
        }))
        .collect();
    let fields = html! {
        @for clause in clauses {
            @let (position, number) = (clause.position, clause.number);
            @let mine = said.iter().find(|one| one.position == position);
            @let (kind, words_name) = (format!("kind-{position}"), format!("words-{position}"));
            @let (title, label) = (texts::clause(number), texts::words_on(number));
            section class="card" {
                h2 { (title.get(lang)) }
                (asked_words(&clause.words))
                @if is_open {
                    (form.field(Field::select(&kind, title.get(lang), &choices).value(kept.value_or(&kind, mine.map_or("", |one| one.kind.as_str())))))
                    (form.field(Field::text(&words_name, label.get(lang)).value(kept.value_or(&words_name, mine.map_or("", |one| one.words.as_str())))))
                } @else if let Some(one) = mine {
                    p { (words::opinion(&one.kind).map_or("", |text| text.get(lang))) ": " (one.words) }
                    @if let Some(answer) = words::opinion(&one.answer) { p { (badge(Tone::Done, answer.get(lang))) " " (one.why) } }
                }
            }
        }
    };
    let body = html! {
        (notice(retry, lang))
        p { (paper.unit_name) " – " (texts::FIELD_DUE.get(lang)) ": " (date(Some(request.due_on), lang)) }
        @if is_open { (form.render(fields)) } @else { (fields) }
    };
    desk_page(ctx, urls::ASKED, &paper.summary, None, body)
}

pub fn list(ctx: &Ctx, papers: &[Receipt]) -> Markup {
    let lang = ctx.lang();
    let columns = [
        Column::main(texts::REG_ABSTRACT.get(lang)),
        Column::text(texts::REG_SYMBOL.get(lang)),
        Column::text(texts::REG_AUTHOR.get(lang)),
        Column::number(texts::COLUMN_SENT.get(lang)),
        Column::text(texts::COLUMN_STATE.get(lang)),
    ];
    let frame = Table { caption: texts::TAB_INBOX.get(lang), columns: &columns, ..Table::default() };
    let body = if papers.is_empty() {
        empty(ctx)
    } else {
        table(&frame, |rows| {
            for one in papers {
                let (tone, word) = match (one.state.as_str(), one.incoming, one.opened_at) {
                    ("recalled", _, _) => (Tone::Danger, texts::STATE_RECALLED),
                    (_, Some(_), _) => (Tone::Approved, texts::IN_REGISTERED),
                    (_, None, Some(_)) => (Tone::Active, texts::OPENED),
                    (_, None, None) => (Tone::Info, texts::NOT_OPENED),
                };
                rows.row()
                    .link(&urls::receipt(one.id), &one.summary)
                    .text(&one.symbol)
                    .text(&one.from)
                    .text(&moment(Some(one.sent_at), lang))
                    .cell(badge(tone, word.get(lang)));
            }
        })
    };
    desk_page(ctx, urls::INBOX, texts::TAB_INBOX.get(lang), None, body)
}

pub fn show(ctx: &Ctx, receipt: &Receipt, paper: &Outgoing, made: &Paper) -> Markup {
    let lang = ctx.lang();
    let at = urls::receipt(receipt.id);
    let may = ctx.actor.can(Permission::RegisterPapers);
    let actions = html! {
        (link(&format!("{at}/docx"), texts::WORD.get(lang), ButtonKind::Secondary, Icon::Download))
        (link(&format!("{at}/pdf"), texts::PDF.get(lang), ButtonKind::Secondary, Icon::Download))
        (link(&format!("{at}/signatures"), texts::TAB_SIGNATURES.get(lang), ButtonKind::Quiet, Icon::Seal))
        @if may && receipt.incoming.is_none() {
            (button(&format!("{at}/register"), texts::REGISTER_HERE.get(lang), ButtonKind::Primary))
        }
        @if may && receipt.acknowledged_at.is_none() {
            (button(&format!("{at}/acknowledge"), texts::ACKNOWLEDGE.get(lang), ButtonKind::Secondary))
        }
    };
    let body = html! {
        @if paper.state == PaperState::Recalled {
            (Notice { tone: Tone::Danger, title: texts::STATE_RECALLED.get(lang), text: &paper.reason, next: None })
        }
        (key_values(&[
            (texts::REG_AUTHOR.get(lang), html! { (receipt.from) }),
            (texts::COLUMN_SENT.get(lang), html! { (moment(Some(receipt.sent_at), lang)) }),
            (texts::COLUMN_OPENED.get(lang), html! { (receipt.opened_by) ", " (moment(receipt.opened_at, lang)) }),
            (texts::COLUMN_ACKNOWLEDGED.get(lang), html! { (moment(receipt.acknowledged_at, lang)) }),
        ]))
        (text::paper(made))
    };
    desk_page(ctx, urls::INBOX, &super::name_of(paper), Some(actions), body)
}

pub fn incoming(
    ctx: &Ctx,
    register: &Register,
    entries: &[Entry],
    query: &IncomingQuery,
    retry: Option<&Retry>,
) -> Markup {
    let lang = ctx.lang();
    let titles = super::register::INCOMING.map(|text| text.get(lang));
    let columns: Vec<Column<'_>> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| if at == 0 { Column::main(title) } else { Column::text(title) })
        .collect();
    let name = texts::incoming_name(register.year);
    let caption = if query.overdue.is_empty() { name.get(lang) } else { texts::OVERDUE.get(lang) };
    let frame = Table { caption, caption_is_shown: true, columns: &columns, ..Table::default() };
    let may = ctx.actor.can(Permission::RegisterPapers);
    let asked = format!("year={}&from={}&to={}", register.year, query.from, query.to);
    let body = html! {
        (notice(retry, lang))
        (period_form(urls::INCOMING, (register.year, &query.from, &query.to), html! {}, lang))
        p class="row noprint" {
            a href=(format!("{}?overdue=1", urls::INCOMING)) { (texts::OVERDUE.get(lang)) }
            (downloads("/dispatch/incoming/export", &asked, lang))
        }
        @if entries.is_empty() { (empty(ctx)) } @else {
            (table(&frame, |rows| for one in entries {
                let mut row = rows.row();
                row.text(&date(Some(one.received_on), lang)).text(&one.number.to_string()).text(&one.author);
                match one.document {
                    Some(document) => row.link(&documents::urls::document(document), &one.symbol),
                    None => row.text(&one.symbol),
                };
                row.text(&date(one.dated_on, lang)).text(&one.summary).text(&one.assigned_name).text("");
                row.cell(entry_state(ctx, one, may, retry));
            }))
        }
    };
    let new = may.then(|| {
        link("/dispatch/incoming/new", texts::NEW_INCOMING.get(lang), ButtonKind::Primary, Icon::Plus)
    });
    desk_page(ctx, urls::INCOMING, name.get(lang), new, body)
}

fn entry_state(ctx: &Ctx, one: &Entry, may: bool, retry: Option<&Retry>) -> Markup {
    let lang = ctx.lang();
    let kept = Kept::of(retry, &format!("entry-{}", one.id));
    let errors = kept.errors(lang);
    let (word, tone) = words::incoming(one.state);
    let action = format!("{}/{}", urls::INCOMING, one.id);
    let form =
        Form { lang, action: &action, errors: &errors, submit: texts::SAVE.get(lang), ..Form::default() };
    let states: Vec<Choice<'_>> = IncomingState::ALL
        .iter()
        .map(|state| Choice { value: state.code(), label: words::incoming(*state).0.get(lang) })
        .collect();
    let due = one.due_on.map_or_else(String::new, vi::date::short);
    let title = texts::work_on(one.number);
    html! {
        (badge(tone, word.get(lang)))
        @if is_overdue(one.state, one.due_on, ctx.today()) { (badge(Tone::Danger, texts::LATE.get(lang))) }
        @if !due.is_empty() { " " (texts::FIELD_DUE.get(lang)) ": " (due) }
        @if !one.routing.is_empty() { p { (one.routing) } }
        @if !one.note.is_empty() { p { (one.note) } }
        @if may && one.state != IncomingState::Cancelled {
            (disclosure(title.get(lang), kept.is_open(), form.render(html! {
                (hidden("version", &one.version.to_string()))
                (form.field(Field::text("routing", texts::FIELD_ROUTING.get(lang)).value(kept.value_or("routing", &one.routing))))
                (form.field(Field::text("assigned", texts::REG_ASSIGNED.get(lang)).value(kept.value_or("assigned", &one.assigned_name))))
                (form.field(Field::date("due_on", texts::FIELD_DUE.get(lang)).value(kept.value_or("due_on", &due))))
                (form.field(Field::select("state", texts::COLUMN_STATE.get(lang), &states).value(kept.value_or("state", one.state.code()))))
                (form.field(Field::text("note", texts::REG_NOTES.get(lang)).value(kept.value_or("note", &one.note))))
            })))
        }
    }
}

/// Year and days of a register.
pub fn period_form(
    path: &str,
    (year, from, to): (i64, &str, &str),
    more: Markup,
    lang: kit::text::Lang,
) -> Markup {
    let form = Form { lang, ..Form::default() };
    let year = year.to_string();
    html! {
        form class="row period noprint" method="get" action=(path) {
            (form.field(Field::number("year", texts::FIELD_YEAR.get(lang)).value(&year).short()))
            (form.field(Field::date("from", texts::FIELD_FROM.get(lang)).value(from)))
            (form.field(Field::date("to", texts::FIELD_TO_DAY.get(lang)).value(to)))
            (more)
            button class="btn" { (texts::LOOK.get(lang)) }
        }
    }
}

pub fn entry_form(ctx: &Ctx, typed: &Registration, error: Option<&DispatchError>) -> Markup {
    let lang = ctx.lang();
    let faults: Vec<(&'static str, Phrase)> = error.map(Fault::fields).unwrap_or_default();
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let refusal = error.map(Fault::message);
    let form = Form {
        lang,
        action: urls::INCOMING,
        errors: &errors,
        submit: texts::SAVE.get(lang),
        cancel: urls::INCOMING,
        ..Form::default()
    };
    let body = form.render(html! {
        @if let Some(phrase) = &refusal { (Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() }) }
        (form.field(Field::date("received_on", texts::REG_RECEIVED.get(lang)).value(&typed.received_on)))
        (form.field(Field::text("author", texts::REG_AUTHOR.get(lang)).value(&typed.author).required()))
        (form.field(Field::text("symbol", texts::REG_SYMBOL.get(lang)).value(&typed.symbol).short()))
        (form.field(Field::date("dated_on", texts::REG_DATE.get(lang)).value(&typed.dated_on)))
        (form.field(Field::area("abstract", texts::REG_ABSTRACT.get(lang), 2).value(&typed.summary).required()))
        (form.field(Field::text("document", texts::FIELD_DOCUMENT.get(lang)).value(&typed.document).hint(texts::DOCUMENT_HINT.get(lang)).short()))
    });
    desk_page(ctx, urls::INCOMING, texts::NEW_INCOMING.get(lang), None, body)
}
