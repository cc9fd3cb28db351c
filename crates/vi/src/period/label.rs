use chrono::{Datelike, NaiveDate};

use super::Period;
use crate::date::{number, parse_partial, strip_word};
use crate::fold::fold;

const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];

pub(super) fn label(period: Period) -> String {
    match period {
        Period::Month { year, month } => format!("tháng {month}/{year}"),
        Period::Quarter { year, quarter } => format!("quý {}/{year}", ROMAN[quarter as usize - 1]),
        Period::HalfYear { year, half: 1 } => format!("6 tháng đầu năm {year}"),
        Period::HalfYear { year, .. } => format!("6 tháng cuối năm {year}"),
        Period::Year { year } => format!("năm {year}"),
        Period::Custom { start, end_exclusive } => {
            if let Some(months) = months_from_new_year(start, end_exclusive) {
                return format!("{months} tháng đầu năm {}", start.year());
            }
            format!("từ ngày {} đến ngày {}", day(start), day(period.last_day()))
        }
    }
}

fn day(date: NaiveDate) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}

fn months_from_new_year(start: NaiveDate, end: NaiveDate) -> Option<u32> {
    let whole = start.ordinal() == 1 && end.day() == 1 && end.year() == start.year();
    whole.then(|| end.month() - 1)
}

/// Reads what [`Period::label`] writes, and the usual variants: `Quý 1 năm 2024`, `tháng 6 năm 2024`, `tháng 06/2024`,
/// `9 tháng đầu năm 2024`, `sáu tháng cuối năm 2024`, `từ 15/12/2023 đến 14/6/2024`.
///
/// The words `trong` and `cả` before it are allowed. Where the year is missing, `default_year` is used.
pub fn parse_label(text: &str, default_year: i32) -> Option<Period> {
    let folded = fold(text);
    let (period, rest) = parse_prefix(&folded, default_year)?;
    rest.trim_matches([' ', '.', ',', ';']).is_empty().then_some(period)
}

/// Reads a period at the start of a folded text and returns what follows.
pub(in crate::period) fn parse_prefix(folded: &str, default_year: i32) -> Option<(Period, &str)> {
    let mut text = folded.trim_start();
    for word in ["trong", "ca"] {
        text = strip_word(text, word).unwrap_or(text);
    }
    if let Some(rest) = strip_word(text, "quy") {
        let (quarter, rest) = quarter_number(rest)?;
        let (year, rest) = year_after(rest, default_year);
        return Some((Period::quarter(year, quarter)?, rest));
    }
    if let Some(rest) = strip_word(text, "thang") {
        let (month, rest) = number(rest, 2)?;
        let (year, rest) = year_after(rest, default_year);
        return Some((Period::month(year, month)?, rest));
    }
    if let Some(rest) = strip_word(text, "nam") {
        let (year, rest) = number(rest, 4).filter(|&(year, _)| year >= 1000)?;
        return Some((Period::year(i32::try_from(year).ok()?)?, rest));
    }
    if let Some(rest) = strip_word(text, "tu") {
        let (start, rest) = parse_partial(rest)?;
        let rest = strip_word(rest.trim_start(), "den")?;
        let rest = strip_word(rest, "het").unwrap_or(rest);
        let (end, rest) = parse_partial(rest)?;
        let end_year = end.year.unwrap_or(default_year);
        let start = NaiveDate::from_ymd_opt(start.year.unwrap_or(end_year), start.month, start.day)?;
        let end = NaiveDate::from_ymd_opt(end_year, end.month, end.day)?.succ_opt()?;
        return Some((Period::custom(start, end)?, rest));
    }
    months_of_year(text, default_year)
}

/// `6 tháng đầu năm`, `6 tháng cuối năm`, `9 tháng`.
fn months_of_year(text: &str, default_year: i32) -> Option<(Period, &str)> {
    let (months, rest) = match number(text, 2) {
        Some((months, rest)) => (months, rest.trim_start()),
        None => (6, strip_word(text, "sau")?),
    };
    let rest = strip_word(rest, "thang")?;
    let (first, rest) = match (strip_word(rest, "dau"), strip_word(rest, "cuoi")) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        // "9 tháng năm 2024" is said of the first nine months; "6 tháng" alone would be a length.
        (None, None) if strip_word(rest, "nam").is_some() => (true, rest),
        (None, None) => return None,
    };
    let (year, rest) = year_after(rest, default_year);
    let period = match (months, first) {
        (6, first) => Period::half_year(year, if first { 1 } else { 2 })?,
        (1..=11, true) => Period::custom(super::first_of(year, 1), super::first_of(year, months + 1))?,
        (1..=11, false) => Period::custom(super::first_of(year, 13 - months), super::first_of(year + 1, 1))?,
        _ => return None,
    };
    Some((period, rest))
}

fn quarter_number(text: &str) -> Option<(u32, &str)> {
    // Longest first, so that "iv" and "iii" are not read as "i".
    for (name, value) in [("iv", 4), ("iii", 3), ("ii", 2), ("i", 1)] {
        if let Some(rest) = strip_word(text, name) {
            return Some((value, rest));
        }
    }
    number(text, 1)
}

/// `/2024`, `năm 2024`, `-2024` or nothing.
fn year_after(text: &str, default_year: i32) -> (i32, &str) {
    let rest = text.trim_start_matches([' ', ',']);
    let rest = strip_word(rest, "nam").or_else(|| rest.strip_prefix(['/', '-'])).map(str::trim_start);
    match rest.and_then(|rest| number(rest, 4)).filter(|&(year, _)| year >= 1000) {
        Some((year, rest)) => (i32::try_from(year).unwrap_or(default_year), rest),
        None => (default_year, strip_word(text.trim_start(), "nam").unwrap_or(text)),
    }
}
