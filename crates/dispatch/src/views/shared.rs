//! Opinions on a draft, and who has a paper.

use kit::export::Sheet;
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::{ButtonKind, Choice, Column, Field, Form, Meter, Table, Tone, disclosure, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::retry::{Kept, Retry, notice};
use super::{badge, button, date, downloads, moment, paper_page, units_fields};
use crate::paper::PaperState;
use crate::store::opinions::{AskedClause, Opinion, Request};
use crate::store::outgoing::Outgoing;
use crate::store::receipts::{Outside, Receipt};
use crate::{texts, urls, words};

fn word(code: &str, lang: Lang) -> &'static str {
    words::opinion(code).map_or("", |text| text.get(lang))
}

pub fn opinions(
    ctx: &Ctx,
    paper: &Outgoing,
    clauses: &[AskedClause],
    asked: &[Request],
    said: &[Opinion],
    retry: Option<&Retry>,
) -> Markup {
    let lang = ctx.lang();
    let kept = Kept::of(retry, "ask");
    let errors = kept.errors(lang);
    let may = ctx.actor.can(Permission::DraftPapers) && ctx.unit().is_ok_and(|unit| unit == paper.unit);
    let answered = asked.iter().filter(|one| one.answered_at.is_some()).count();
    let newest = clauses.iter().map(|one| one.round).max().unwrap_or_default();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let action = urls::part(paper.id, "opinions");
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: words::act(crate::paper::PaperMove::AskOpinions).get(lang),
        ..Form::default()
    };
    let columns = [
        Column::main(texts::COLUMN_UNIT.get(lang)),
        Column::number(texts::FIELD_DUE.get(lang)),
        Column::number(texts::COLUMN_ANSWERED.get(lang)),
    ];
    let frame = Table { caption: texts::ASKED_UNITS.get(lang), columns: &columns, ..Table::default() };
    let body = html! {
        (notice(retry, lang))
        @if !asked.is_empty() {
            (Meter { lang, label: texts::COLUMN_ANSWERED.get(lang), done: count(answered), total: count(asked.len()) })
            (disclosure(texts::ASKED_UNITS.get(lang), asked.len() <= 10, table(&frame, |rows| for one in asked {
                let mut row = rows.row();
                row.text(&one.unit_name).text(&date(Some(one.due_on), lang));
                match one.answered_at {
                    Some(at) => row.text(&moment(Some(at), lang)),
                    None if one.due_on < ctx.today() => row.cell(badge(Tone::Danger, texts::LATE.get(lang))),
                    None => row.cell(badge(Tone::Blank, texts::NOT_YET.get(lang))),
                };
            })))
            (downloads(&urls::part(paper.id, "opinions/export"), "", lang))
        }
        @for clause in clauses.iter().filter(|one| one.round == newest) {
            section class="card" {
                h2 { (texts::clause(clause.number).get(lang)) }
                (asked_words(&clause.words))
                @for one in said.iter().filter(|one| one.position == clause.position) { (opinion(paper, one, may, retry, lang)) }
            }
        }
        @for round in (1..newest).rev() {
            (disclosure(texts::round(round).get(lang), false, html! {
                @for clause in clauses.iter().filter(|one| one.round == round) {
                    h2 { (texts::clause(clause.number).get(lang)) }
                    (asked_words(&clause.words))
                    @for one in said.iter().filter(|one| one.position == clause.position) { (opinion(paper, one, may, retry, lang)) }
                }
            }))
        }
        @if may && matches!(paper.state, PaperState::Drafting | PaperState::UnitReview) {
            (form.render(html! {
                (units_fields(&form, &kept, lang))
                (form.field(Field::date("due_on", texts::FIELD_DUE.get(lang)).value(kept.value("due_on")).required()))
            }))
        }
    };
    paper_page(ctx, paper, "opinions", None, body)
}

/// The words of a clause, a line each, without the marks of headings.
pub fn asked_words(words: &str) -> Markup {
    html! { @for line in words.lines() { p lang="vi" { (line.trim_start_matches(['#', ' '])) } } }
}

fn opinion(paper: &Outgoing, one: &Opinion, may: bool, retry: Option<&Retry>, lang: Lang) -> Markup {
    let kept = Kept::of(retry, &format!("answer-{}", one.id));
    let errors = kept.errors(lang);
    let action = urls::part(paper.id, &format!("opinions/{}", one.id));
    let label = texts::answer_to(&one.unit_name);
    let form =
        Form { lang, action: &action, errors: &errors, submit: texts::SAVE.get(lang), ..Form::default() };
    let answers =
        ["taken", "partly", "not_taken"].map(|code| Choice { value: code, label: word(code, lang) });
    html! {
        p {
            strong { (one.unit_name) } ": " (word(&one.kind, lang)) @if !one.words.is_empty() { " – " span lang="vi" { (one.words) } }
            @if !one.answer.is_empty() { br; (badge(Tone::Done, word(&one.answer, lang))) " " (one.why) }
        }
        @if may && one.kind != "agree" {
            (disclosure(label.get(lang), kept.is_open(), form.render(html! {
                (form.field(Field::select("answer", texts::FIELD_ANSWER.get(lang), &answers).value(kept.value_or("answer", &one.answer))))
                (form.field(Field::text("why", texts::FIELD_WHY.get(lang)).value(kept.value_or("why", &one.why))))
            })))
        }
    }
}

/// The table of opinions, to take along.
pub fn sheet(paper: &Outgoing, clauses: &[AskedClause], said: &[Opinion], lang: Lang) -> Sheet {
    let words_of = |position: i64| {
        clauses.iter().find(|one| one.position == position).map_or("", |one| one.words.as_str())
    };
    let place_of = |position: i64| {
        let found = clauses.iter().find(|one| one.position == position);
        found.map_or_else(String::new, |one| format!("{}/{}", one.round, one.number))
    };
    let rows = said.iter().map(|one| {
        vec![
            place_of(one.position).into(),
            words_of(one.position).into(),
            one.unit_name.as_str().into(),
            word(&one.kind, lang).into(),
            one.words.as_str().into(),
            word(&one.answer, lang).into(),
            one.why.as_str().into(),
        ]
    });
    Sheet {
        name: texts::OPINIONS_TABLE.get(lang).to_owned(),
        caption: paper.summary.clone(),
        columns: [
            texts::COLUMN_CLAUSE,
            texts::COLUMN_WORDS,
            texts::COLUMN_UNIT,
            texts::COLUMN_OPINION,
            texts::COLUMN_OPINION_WORDS,
            texts::FIELD_ANSWER,
            texts::FIELD_WHY,
        ]
        .map(|text| text.get(lang).to_owned())
        .to_vec(),
        rows: rows.collect(),
    }
}

pub fn receipts(
    ctx: &Ctx,
    paper: &Outgoing,
    inside: &[Receipt],
    outside: &[Outside],
    retry: Option<&Retry>,
) -> Markup {
    let lang = ctx.lang();
    let (kept_send, kept_away) = (Kept::of(retry, "send"), Kept::of(retry, "outside"));
    let (send_errors, away_errors) = (kept_send.errors(lang), kept_away.errors(lang));
    let may = ctx.actor.can(Permission::NumberPapers) && ctx.unit().is_ok_and(|unit| unit == paper.unit);
    let opened = inside.iter().filter(|one| one.opened_at.is_some()).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let columns = [
        Column::main(texts::COLUMN_UNIT.get(lang)),
        Column::number(texts::COLUMN_SENT.get(lang)),
        Column::text(texts::COLUMN_OPENED.get(lang)),
        Column::number(texts::COLUMN_ACKNOWLEDGED.get(lang)),
        Column::number(texts::COLUMN_REMINDED.get(lang)),
    ];
    let frame = Table { caption: texts::TAB_RECEIPTS.get(lang), columns: &columns, ..Table::default() };
    let outer = [
        Column::main(texts::FIELD_OUTSIDE.get(lang)),
        Column::text(texts::FIELD_HOW.get(lang)),
        Column::number(texts::COLUMN_SENT.get(lang)),
        Column::text(texts::REG_NOTES.get(lang)),
    ];
    let outer_frame = Table {
        caption: texts::SENT_OUTSIDE.get(lang),
        caption_is_shown: true,
        columns: &outer,
        ..Table::default()
    };
    let (send, away) = (urls::part(paper.id, "send"), urls::part(paper.id, "outside"));
    let form =
        Form { lang, action: &send, errors: &send_errors, submit: texts::SEND.get(lang), ..Form::default() };
    let away = Form {
        lang,
        action: &away,
        errors: &away_errors,
        submit: texts::NOTE_OUTSIDE.get(lang),
        ..Form::default()
    };
    let body = html! {
        (notice(retry, lang))
        @if !inside.is_empty() {
            (Meter { lang, label: texts::COLUMN_OPENED.get(lang), done: count(opened), total: count(inside.len()) })
            @if may && opened < inside.len() { (button(&urls::part(paper.id, "remind"), texts::REMIND.get(lang), ButtonKind::Secondary)) }
            (table(&frame, |rows| for one in inside {
                let mut row = rows.row();
                row.text(&one.unit_name).text(&moment(Some(one.sent_at), lang));
                match one.opened_at {
                    Some(at) => row.text(&format!("{}, {}", one.opened_by, moment(Some(at), lang))),
                    None => row.cell(badge(Tone::Blank, texts::NOT_OPENED.get(lang))),
                };
                row.text(&moment(one.acknowledged_at, lang)).text(&moment(one.reminded_at, lang));
            }))
        }
        @if !outside.is_empty() {
            (table(&outer_frame, |rows| for one in outside {
                rows.row().text(&one.name).text(&one.how).text(&date(Some(one.sent_on), lang)).text(&one.note);
            }))
        }
        @if may && paper.state == PaperState::Issued {
            h2 { (texts::SEND.get(lang)) }
            (form.render(units_fields(&form, &kept_send, lang)))
        }
        @if may && paper.state.went_out() {
            (disclosure(texts::NOTE_OUTSIDE.get(lang), kept_away.is_open(), away.render(html! {
                (away.field(Field::text("name", texts::FIELD_OUTSIDE.get(lang)).value(kept_away.value("name")).required()))
                (away.field(Field::text("how", texts::FIELD_HOW.get(lang)).value(kept_away.value("how")).hint(texts::HOW_HINT.get(lang)).required()))
                (away.field(Field::date("sent_on", texts::COLUMN_SENT.get(lang)).value(kept_away.value("sent_on"))))
                (away.field(Field::text("note", texts::REG_NOTES.get(lang)).value(kept_away.value("note"))))
            })))
        } @else if !paper.state.went_out() {
            p { (texts::SEND_LATER.get(lang)) }
        }
    };
    paper_page(ctx, paper, "send", None, body)
}
