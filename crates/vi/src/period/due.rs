//! Phrases that set a due date: "trước ngày 20/6", "trong quý I", "hằng tháng, trước ngày 20".
//!
//! The phrase is kept beside what it means, for the meaning can be disputed and the text cannot.

mod read;
#[cfg(test)]
mod tests;

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate};

use super::{Period, PeriodKind};
use crate::calendar::{Calendar, DeadlineRule};
use crate::date;
use crate::fold::fold_with_offsets;

/// A phrase found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePhrase {
    /// The bytes of the text that hold the phrase.
    pub range: Range<usize>,
    pub due: Due,
}

/// What a phrase asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// On this day at the latest, the day included. "Trước ngày 20/6" is the 19th.
    By(NaiveDate),
    /// Before a time of day: "trước 17 giờ ngày 20/6".
    Before { date: NaiveDate, minute_of_day: u16 },
    /// Within a period, its last day included.
    Within(Period),
    /// Again and again.
    Recurring(Recurrence),
    /// A rough time ("cuối tháng 6"); to plan by, never a legal deadline.
    Around(NaiveDate),
    /// So many days after an event whose date is not in the phrase.
    After(DeadlineRule),
}

/// Something due again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recurrence {
    /// Once a period. `last_day` is the last day of its month that is on time, "trước ngày 20" being 19;
    /// `None` is the end of the period.
    Every { kind: PeriodKind, last_day: Option<u32> },
    /// At all times, without a date: "thường xuyên".
    Regular,
}

impl Recurrence {
    /// The due date within the period of its kind that contains `date`; `None` for what is regular.
    ///
    /// A day of the month is one in the last month of the period, and the last of a shorter month.
    pub fn due_in_period_of(self, date: NaiveDate) -> Option<NaiveDate> {
        let Self::Every { kind, last_day } = self else {
            return None;
        };
        let last = kind.containing(date).last_day();
        Some(last_day.filter(|&day| day < last.day()).and_then(|day| last.with_day(day)).unwrap_or(last))
    }

    /// The first due date on or after `date`; `None` for what is regular.
    pub fn next_due(self, date: NaiveDate) -> Option<NaiveDate> {
        let Self::Every { kind, .. } = self else {
            return None;
        };
        let period = kind.containing(date);
        self.due_in_period_of(date)
            .filter(|&due| due >= date)
            .or_else(|| self.due_in_period_of(period.next().start()))
    }
}

impl Due {
    /// The last day that is on time, where the phrase alone settles one.
    pub fn last_day(&self) -> Option<NaiveDate> {
        match *self {
            Self::By(date) | Self::Around(date) | Self::Before { date, .. } => Some(date),
            Self::Within(period) => Some(period.last_day()),
            Self::Recurring(_) | Self::After(_) => None,
        }
    }

    /// The first instant that is too late, in milliseconds since 1970-01-01T00:00:00Z, reckoned in Vietnamese time.
    pub fn late_from_ms(&self) -> Option<i64> {
        let last = self.last_day()?;
        Some(match *self {
            Self::Before { date, minute_of_day } => {
                date::start_of_day_ms(date) + i64::from(minute_of_day) * 60_000
            }
            _ => date::start_of_day_ms(last + Days::new(1)),
        })
    }

    /// The due date, given the day of the event that "kể từ ngày …" speaks of.
    pub fn last_day_after(&self, event: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        match *self {
            Self::After(rule) => Some(calendar.deadline(rule, event).due),
            Self::Recurring(recurrence) => recurrence.next_due(event),
            _ => self.last_day(),
        }
    }

    /// Whether the phrase may be enforced: a rough time may not.
    pub fn is_binding(&self) -> bool {
        !matches!(self, Self::Around(_) | Self::Recurring(Recurrence::Regular))
    }
}

/// Reads a whole text as one phrase. `year` stands in where no year is written.
pub fn parse_due(text: &str, year: i32) -> Option<Due> {
    let folded = crate::fold::fold(text);
    let (due, rest) = read::phrase(&folded, year)?;
    rest.trim_matches([' ', '.', ',', ';', ')']).is_empty().then_some(due)
}

/// Every due phrase in running text, in order. `year` stands in where no year is written, usually the plan's.
///
/// ```
/// use vi::period::{Due, find_due};
/// let found = find_due("Gửi báo cáo trước ngày 20/6 để tổng hợp.", 2024);
/// assert_eq!(found[0].due.last_day(), "2024-06-19".parse().ok());
/// ```
pub fn find_due(text: &str, year: i32) -> Vec<DuePhrase> {
    let (folded, offsets) = fold_with_offsets(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let read = if read::may_start(&folded[at..]) { read::phrase(&folded[at..], year) } else { None };
        let Some((due, rest)) = read else {
            at = next_word(&folded, at);
            continue;
        };
        let end = at + folded[at..folded.len() - rest.len()].trim_end_matches([' ', ',']).len();
        found.push(DuePhrase { range: offsets[at] as usize..offsets[end] as usize, due });
        at = next_word(&folded, end.saturating_sub(1));
    }
    found
}

/// Where the next word after the one at `at` begins.
fn next_word(folded: &str, at: usize) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let bytes = folded.as_bytes();
    let gap = bytes[at..].iter().position(|byte| !is_word(byte)).map_or(bytes.len(), |length| at + length);
    bytes[gap..].iter().position(is_word).map_or(bytes.len(), |length| gap + length)
}
