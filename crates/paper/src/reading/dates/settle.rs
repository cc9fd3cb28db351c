//! Dates that need the year of what stands around them.

use chrono::{Datelike, NaiveDate};
use vi::lunar;

use crate::reading::meta::MetaDraft;
use crate::reading::model::{DateKind, Span};
use crate::reading::outline::Outline;
use crate::reading::rules::Compiled;
use crate::reading::text::Text;

use super::Mention;

/// Fills in what needs the year of the surroundings: the heading's year, else the paper's.
pub(crate) fn settle(
    text: &Text,
    outline: &Outline,
    meta: &MetaDraft,
    found: &mut [Mention],
    words: &Compiled,
) {
    let _ = words;
    for mention in found.iter_mut() {
        if !text.watch.goes_on(mention.span.len()) {
            return;
        }
        let year =
            || {
                outline.at(mention.span.start).and_then(|n| outline.year(n)).or(meta.meta.year).or_else(
                    || meta.meta.date.as_deref().and_then(|d| d.get(..4)).and_then(|y| y.parse().ok()),
                )
            };
        match (mention.kind, mention.open) {
            (DateKind::DayMonth, Some((d, m))) => {
                mention.day = year().and_then(|y| NaiveDate::from_ymd_opt(y, u32::from(m), u32::from(d)));
            }
            (DateKind::LunarDate | DateKind::Holiday, Some((d, m))) => {
                mention.day = year().and_then(|y| lunar_day(text, mention.span, y, m, d));
            }
            (DateKind::Quarter | DateKind::HalfYear, _) if mention.value.len() == 2 => {
                if let Some(y) = year() {
                    mention.value = format!("{y}-{}", mention.value);
                }
                continue;
            }
            (DateKind::Month, _) if mention.value.starts_with("--") => {
                mention.value = year().map_or(String::new(), |y| format!("{y}-{}", &mention.value[2..]));
                continue;
            }
            _ => continue,
        }
        mention.value = mention.day.map(|d| d.to_string()).unwrap_or_default();
    }
}

fn lunar_day(text: &Text, span: Span, year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    // "Tết Nguyên đán Bính Ngọ" in a plan of the year before is next year's feast.
    let tail_end = (span.end + 24).min(text.lower.len());
    let tail = text.lower.get(span.end..tail_end).unwrap_or_else(|| text.lower.get(span.end..).unwrap_or(""));
    for y in [year, year + 1, year - 1] {
        if tail.trim_start().starts_with(&lunar::year_name(y).to_lowercase()) {
            return lunar::LunarDate::new(y, month, day).to_solar();
        }
    }
    lunar::solar_dates_in(year, month, day).first().copied()
}

/// The quarter of a day.
pub(crate) fn quarter_of(day: NaiveDate) -> u8 {
    u8::try_from((day.month0() / 3) + 1).unwrap_or(1)
}

/// The last day of a month, a quarter or half a year written "2024-06", "2024-Q2", "2024-H1".
pub(crate) fn last_day(value: &str) -> Option<NaiveDate> {
    let (y, p) = value.split_once('-')?;
    let y: i32 = y.parse().ok()?;
    let month = match p.as_bytes().first()? {
        b'Q' => p[1..].parse::<u32>().ok()? * 3,
        b'H' => p[1..].parse::<u32>().ok()? * 6,
        _ => p.parse().ok()?,
    };
    let (ny, nm) = if month == 12 { (y + 1, 1) } else { (y, month + 1) };
    NaiveDate::from_ymd_opt(ny, nm, 1)?.pred_opt()
}
