//! The date of a paper, which may be open until it is signed.

use chrono::NaiveDate;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

/// A date, or as much of it as is known: in JSON `2026-03-05`, `2026-03` or `2026`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PaperDate {
    #[default]
    Open,
    Year(i32),
    Month(i32, u32),
    Day(NaiveDate),
}

impl PaperDate {
    /// The full date, if it is known.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Open | Self::Year(_) | Self::Month(..) => None,
        }
    }

    /// `ngày 05 tháng 3 năm 2026`; what is not known stays blank, to be filled in by hand.
    pub fn long(self) -> String {
        // No-break spaces, so that readers of .docx and browsers keep the gap.
        const GAP: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";
        match self {
            Self::Day(day) => vi::date::long(day),
            Self::Month(year, month) if month <= 2 => format!("ngày {GAP} tháng {month:02} năm {year}"),
            Self::Month(year, month) => format!("ngày {GAP} tháng {month} năm {year}"),
            Self::Year(year) => format!("ngày {GAP} tháng {GAP} năm {year}"),
            Self::Open => format!("ngày {GAP} tháng {GAP} năm {GAP}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Open);
        }
        if let Some(day) = vi::date::parse(text) {
            return Some(Self::Day(day));
        }
        let (year, month) = text.split_once('-').map_or((text, None), |(year, month)| (year, Some(month)));
        let year = year.parse().ok().filter(|year| (1900..=2199).contains(year))?;
        let Some(month) = month else { return Some(Self::Year(year)) };
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(Self::Month(year, month))
    }
}

impl From<NaiveDate> for PaperDate {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl Serialize for PaperDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&match self {
            Self::Open => String::new(),
            Self::Year(year) => format!("{year}"),
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
        })
    }
}

impl<'de> Deserialize<'de> for PaperDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
        Self::parse(text.trim())
            .ok_or_else(|| D::Error::custom(format!("`{text}` is not a date such as 2026-03-05")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_stays_blank() {
        let long = |text: &str| PaperDate::parse(text).map(|date| date.long().replace('\u{a0}', "_"));
        assert_eq!(long("2026-03-05").as_deref(), Some("ngày 05 tháng 3 năm 2026"));
        assert_eq!(long("2026-02").as_deref(), Some("ngày _____ tháng 02 năm 2026"));
        assert_eq!(long("2026").as_deref(), Some("ngày _____ tháng _____ năm 2026"));
        assert_eq!(long("2026-13"), None);
        assert_eq!(long("2026-02-30"), None);
    }
}
