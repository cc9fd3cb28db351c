//! What a proof says to a person.

use kit::text::{Lang, day};
use vi::numbers::money;

use super::proof::{Break, BreakKind, Proof};
use crate::texts;

/// What a statement comes to, in one sentence; empty of one without lines.
pub fn summary(proof: &Proof, lang: Lang) -> String {
    let (Some(opening), Some(closing)) = (proof.opening, proof.closing) else { return String::new() };
    let (Some(first), Some(last)) = (proof.first_day, proof.last_day) else { return String::new() };
    let sum = |value: i128| i64::try_from(value).map_or_else(|_| value.to_string(), money);
    texts::statement_sound(
        money(closing),
        sum(proof.credit),
        sum(proof.debit),
        day(first, lang),
        day(last, lang),
        proof.lines,
        money(opening),
    )
    .get(lang)
    .to_owned()
}

/// One break, with where it stands.
pub fn sentence(one: &Break, lang: Lang) -> String {
    let what = match &one.kind {
        BreakKind::Chain { expected, found } => {
            let gap = i128::from(*found) - i128::from(*expected);
            let gap = i64::try_from(gap).map_or_else(|_| gap.to_string(), money);
            texts::break_chain(money(*expected), money(*found), gap)
        }
        BreakKind::Balance { expected, found } => texts::break_balance(money(*expected), money(*found)),
        BreakKind::Serial { expected, found } => texts::break_serial(expected, found),
        BreakKind::Page { expected, found } => texts::break_page(expected, found),
        BreakKind::DayBack { before } => texts::break_day_back(day(*before, lang)),
        BreakKind::Total { expected, found, .. } => {
            let expected = expected.parse().map_or_else(|_| expected.clone(), money);
            texts::break_total(expected, money(*found))
        }
        BreakKind::Cell { column, text } => {
            let column = match *column {
                "date" => texts::COLUMN_DATE,
                "debit" => texts::COLUMN_DEBIT,
                "credit" => texts::COLUMN_CREDIT,
                _ => texts::COLUMN_BALANCE,
            };
            texts::break_cell(column.get(lang), text)
        }
    };
    let page =
        one.page.map_or_else(String::new, |page| format!(" ({})", texts::statement_page(page).get(lang)));
    let date = one.date.map_or_else(|| "–".to_owned(), |date| day(date, lang));
    let doc_no = if one.doc_no.is_empty() { "–" } else { &one.doc_no };
    texts::statement_where(date, doc_no, one.line, page, what.get(lang)).get(lang).to_owned()
}
