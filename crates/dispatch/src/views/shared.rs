//! Opinions on a draft, and who has a paper.

use kit::export::{Cell, Sheet};
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::{ButtonKind, Choice, Column, Field, Form, Meter, Table, Tone, disclosure, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::{badge, button, date, downloads, moment, paper_page, units_fields};
use crate::paper::PaperState;
use crate::store::opinions::{Opinion, Request};
use crate::store::outgoing::Outgoing;
use crate::store::receipts::{Outside, Receipt};
use crate::{texts, urls, words};

fn word(code: &str, lang: Lang) -> &'static str {
    words::opinion(code).map_or("", |text| text.get(lang))
}

pub fn opinions(
    ctx: &Ctx,
    paper: &Outgoing,
    clauses: &[(i64, String)],
    asked: &[Request],
    said: &[Opinion],
) -> Markup {
    let lang = ctx.lang();
    let may = ctx.actor.can(Permission::DraftPapers) && ctx.unit().is_ok_and(|unit| unit == paper.unit);
    let answered = asked.iter().filter(|one| one.answered_at.is_some()).count();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let action = urls::part(paper.id, "opinions");
    let form = Form {
        lang,
        action: &action,
        submit: words::act(crate::paper::PaperMove::AskOpinions).get(lang),
        ..Form::default()
    };
    let columns = [
        Column::main(texts::COLUMN_UNIT.get(lang)),
        Column::number(texts::FIELD_DUE.get(lang)),
        Column::number(texts::COLUMN_ANSWERED.get(lang)),
    ];
    let frame = Table {
        caption: texts::ASKED_UNITS.get(lang),
        caption_is_shown: true,
        columns: &columns,
        ..Table::default()
    };
    let body = html! {
        @if !asked.is_empty() {
            (Meter { lang, label: texts::COLUMN_ANSWERED.get(lang), done: count(answered), total: count(asked.len()) })
            (table(&frame, |rows| for one in asked {
                let mut row = rows.row();
                row.text(&one.unit_name).text(&date(Some(one.due_on), lang));
                match one.answered_at {
                    Some(at) => row.text(&moment(Some(at), lang)),
                    None if one.due_on < ctx.today() => row.cell(badge(Tone::Danger, texts::LATE.get(lang))),
                    None => row.cell(badge(Tone::Blank, texts::NOT_YET.get(lang))),
                };
            }))
            (downloads(&urls::part(paper.id, "opinions/export"), "", lang))
        }
        @for (position, clause) in clauses {
            section class="card" {
                h2 { (texts::clause(position).get(lang)) }
                @for line in clause.lines() { p lang="vi" { (line.trim_start_matches(['#', ' '])) } }
                @for one in said.iter().filter(|one| one.position == *position) { (opinion(paper, one, may, lang)) }
            }
        }
        @if may && matches!(paper.state, PaperState::Drafting | PaperState::UnitReview) {
            (form.render(html! {
                (units_fields(&form, lang))
                (form.field(Field::date("due_on", texts::FIELD_DUE.get(lang)).required()))
            }))
        }
    };
    paper_page(ctx, paper, "opinions", None, body)
}

fn opinion(paper: &Outgoing, one: &Opinion, may: bool, lang: Lang) -> Markup {
    let action = urls::part(paper.id, &format!("opinions/{}", one.id));
    let label = texts::answer_to(&one.unit_name);
    let form = Form { lang, action: &action, submit: texts::SAVE.get(lang), ..Form::default() };
    let answers =
        ["taken", "partly", "not_taken"].map(|code| Choice { value: code, label: word(code, lang) });
    html! {
        p {
            strong { (one.unit_name) } ": " (word(&one.kind, lang)) @if !one.words.is_empty() { " – " span lang="vi" { (one.words) } }
            @if !one.answer.is_empty() { br; (badge(Tone::Done, word(&one.answer, lang))) " " (one.why) }
        }
        @if may && one.kind != "agree" {
            (disclosure(label.get(lang), false, form.render(html! {
                (form.field(Field::select("answer", texts::FIELD_ANSWER.get(lang), &answers).value(&one.answer)))
                (form.field(Field::text("why", texts::FIELD_WHY.get(lang)).value(&one.why)))
            })))
        }
    }
}

/// The table of opinions, to take along.
pub fn sheet(paper: &Outgoing, clauses: &[(i64, String)], said: &[Opinion], lang: Lang) -> Sheet {
    let words_of = |position: i64| {
        clauses.iter().find(|(at, _)| *at == position).map_or("", |(_, words)| words.as_str())
    };
    let rows = said.iter().map(|one| {
        vec![
            Cell::Number(one.position),
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

pub fn receipts(ctx: &Ctx, paper: &Outgoing, inside: &[Receipt], outside: &[Outside]) -> Markup {
    let lang = ctx.lang();
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
    let form = Form { lang, action: &send, submit: texts::SEND.get(lang), ..Form::default() };
    let away = Form { lang, action: &away, submit: texts::NOTE_OUTSIDE.get(lang), ..Form::default() };
    let body = html! {
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
            (form.render(units_fields(&form, lang)))
        }
        @if may && paper.state.went_out() {
            (disclosure(texts::NOTE_OUTSIDE.get(lang), false, away.render(html! {
                (away.field(Field::text("name", texts::FIELD_OUTSIDE.get(lang)).required()))
                (away.field(Field::text("how", texts::FIELD_HOW.get(lang)).hint(texts::HOW_HINT.get(lang)).required()))
                (away.field(Field::date("sent_on", texts::COLUMN_SENT.get(lang))))
                (away.field(Field::text("note", texts::REG_NOTES.get(lang))))
            })))
        } @else if !paper.state.went_out() {
            p { (texts::SEND_LATER.get(lang)) }
        }
    };
    paper_page(ctx, paper, "send", None, body)
}
