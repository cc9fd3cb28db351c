//! Reading the two tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::rules::HolidayRule;
use super::{Day, DayKind};
use crate::commemoration::DayOfYear;
use crate::csv;

/// A calendar table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct CalendarError {
    /// From 1.
    pub line: usize,
    pub problem: &'static str,
}

pub(super) fn read_rules(text: &str) -> Result<Vec<HolidayRule>, CalendarError> {
    let mut rules = Vec::new();
    for (line, fields) in csv::rows(text).into_iter().skip(1) {
        rules.extend(rule(&fields).map_err(|problem| CalendarError { line, problem })?);
    }
    Ok(rules)
}

/// A rule, or `None` for one that is pending: known, but not law.
fn rule(fields: &[String]) -> Result<Option<HolidayRule>, &'static str> {
    let [name, calendar, month, day, before, after, adjacent, from, to, status, ..] = fields else {
        return Err("fewer than ten columns");
    };
    let number = |text: &str| text.parse::<u8>().map_err(|_| "a number is not understood");
    let (month, day) = (number(month)?, number(day)?);
    let day = match calendar.as_str() {
        "solar" => DayOfYear::Solar { month: month.into(), day: day.into() },
        "lunar" => DayOfYear::Lunar { month, day },
        _ => return Err("calendar is neither solar nor lunar"),
    };
    let date = |text: &str| text.parse::<NaiveDate>().map_err(|_| "a date is not understood");
    let rule = HolidayRule {
        name: name.clone(),
        day,
        before: number(before)?.into(),
        after: number(after)?.into(),
        is_two_days: match adjacent.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err("adjacent is neither yes nor no"),
        },
        valid_from: date(from)?,
        valid_to: if to.is_empty() { NaiveDate::MAX } else { date(to)? },
    };
    match status.as_str() {
        "applied" => Ok(Some(rule)),
        "pending" => Ok(None),
        _ => Err("status is neither applied nor pending"),
    }
}

pub(super) fn read_days(text: &str) -> Result<BTreeMap<NaiveDate, Day>, CalendarError> {
    let mut days = BTreeMap::new();
    for (line, fields) in csv::rows(text).into_iter().skip(1) {
        let fail = |problem| CalendarError { line, problem };
        let (date, day) = day(&fields).map_err(fail)?;
        if days.insert(date, day).is_some() {
            return Err(fail("the date stands twice"));
        }
    }
    Ok(days)
}

fn day(fields: &[String]) -> Result<(NaiveDate, Day), &'static str> {
    let [date, kind, name, status, ..] = fields else {
        return Err("fewer than four columns");
    };
    let date = date.trim().parse().map_err(|_| "the date is not understood")?;
    let kind = DayKind::from_code(kind.trim()).ok_or("the kind is not known")?;
    let is_confirmed = match status.trim() {
        "sure" => true,
        "check" => false,
        _ => return Err("status is neither sure nor check"),
    };
    Ok((date, Day { kind, name: name.trim().to_owned(), is_confirmed }))
}
