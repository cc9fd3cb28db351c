//! The stretches of time that reports speak of, as keys.

use std::fmt;
use std::str::FromStr;

use vi::period::{Period, PeriodKind};

/// A month, quarter, half year or calendar year: what a report is for. Its days are those of the calendar; from which day to
/// which day data is gathered is the business of the regime (handbook 3.5).
///
/// Written `2024-01`, `2024-Q1`, `2024-H1`, `2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReportPeriod(Period);

/// Kinds of periods from short to long.
pub const KINDS: [PeriodKind; 4] =
    [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::HalfYear, PeriodKind::Year];

/// The name of a kind in addresses and the API.
pub const fn kind_code(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Month => "month",
        PeriodKind::Quarter => "quarter",
        PeriodKind::HalfYear => "half_year",
        PeriodKind::Year => "year",
    }
}

pub fn kind_from_code(code: &str) -> Option<PeriodKind> {
    KINDS.into_iter().find(|kind| kind_code(*kind) == code)
}

impl ReportPeriod {
    /// `None` for a stretch that is no month, quarter, half year or year.
    pub fn new(period: Period) -> Option<Self> {
        period.kind().map(|_| Self(period))
    }

    /// The month that a day lies in.
    pub fn month_of(day: chrono::NaiveDate) -> Self {
        Self(Period::month_of(day))
    }

    /// The period of a kind that a day lies in.
    pub fn of_kind(kind: PeriodKind, day: chrono::NaiveDate) -> Option<Self> {
        use chrono::Datelike as _;
        let (year, month) = (day.year(), day.month());
        Self::new(match kind {
            PeriodKind::Month => Period::month_of(day),
            PeriodKind::Quarter => Period::quarter(year, month.div_ceil(3))?,
            PeriodKind::HalfYear => Period::half_year(year, month.div_ceil(6))?,
            PeriodKind::Year => Period::year(year)?,
        })
    }

    /// The period of the same kind before this one.
    pub fn before(self) -> Option<Self> {
        Self::new(self.0.prev())
    }

    /// The period of the same kind after this one.
    pub fn after(self) -> Option<Self> {
        Self::new(self.0.next())
    }

    /// The same period of the year before.
    pub fn year_before(self) -> Option<Self> {
        Self::new(self.0.same_period_last_year())
    }

    /// Its number within the year, from 1.
    pub fn number(self) -> u32 {
        match self.0 {
            Period::Month { month, .. } => month,
            Period::Quarter { quarter, .. } => quarter,
            Period::HalfYear { half, .. } => half,
            Period::Year { .. } | Period::Custom { .. } => 1,
        }
    }

    pub fn period(self) -> Period {
        self.0
    }

    pub fn kind(self) -> PeriodKind {
        match self.0 {
            Period::Quarter { .. } => PeriodKind::Quarter,
            Period::HalfYear { .. } => PeriodKind::HalfYear,
            Period::Year { .. } => PeriodKind::Year,
            Period::Month { .. } | Period::Custom { .. } => PeriodKind::Month,
        }
    }

    /// The key in the database: the year, then 1 to 12 a month, 21 to 24 a quarter, 31 and 32 a half, 40 the year. Keys of a year
    /// lie between `year * 100` and `year * 100 + 99`.
    pub fn key(self) -> i64 {
        let (year, part) = match self.0 {
            Period::Month { year, month } => (year, month),
            Period::Quarter { year, quarter } => (year, 20 + quarter),
            Period::HalfYear { year, half } => (year, 30 + half),
            Period::Year { year } => (year, 40),
            Period::Custom { .. } => (0, 0),
        };
        i64::from(year) * 100 + i64::from(part)
    }

    pub fn from_key(key: i64) -> Option<Self> {
        let year = i32::try_from(key.div_euclid(100)).ok()?;
        let part = u32::try_from(key.rem_euclid(100)).ok()?;
        match part {
            1..=12 => Period::month(year, part),
            21..=24 => Period::quarter(year, part - 20),
            31 | 32 => Period::half_year(year, part - 30),
            40 => Period::year(year),
            _ => None,
        }
        .map(Self)
    }

    /// The calendar year, which every period lies within.
    pub fn year(self) -> i32 {
        match self.0 {
            Period::Month { year, .. }
            | Period::Quarter { year, .. }
            | Period::HalfYear { year, .. }
            | Period::Year { year } => year,
            Period::Custom { .. } => 0,
        }
    }

    /// The longer periods that this one is a part of, from short to long.
    pub fn within(self) -> impl Iterator<Item = Self> {
        KINDS
            .into_iter()
            .filter(move |kind| kind.months() > self.kind().months())
            .map(move |kind| Self(kind.containing(self.0.start())))
    }

    /// The periods of a shorter kind that make this one up, in order; itself for its own kind, nothing for a longer one.
    pub fn parts(self, kind: PeriodKind) -> Vec<Self> {
        if kind.months() > self.kind().months() {
            return Vec::new();
        }
        self.0.split(kind).into_iter().map(Self).collect()
    }
}

impl fmt::Display for ReportPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Period::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Period::Quarter { year, quarter } => write!(f, "{year:04}-Q{quarter}"),
            Period::HalfYear { year, half } => write!(f, "{year:04}-H{half}"),
            Period::Year { year } => write!(f, "{year:04}"),
            Period::Custom { .. } => f.write_str("-"),
        }
    }
}

/// A text that names no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no period is written like this; 2024-01, 2024-Q1, 2024-H1 and 2024 are")]
pub struct UnknownPeriod;

impl FromStr for ReportPeriod {
    type Err = UnknownPeriod;

    fn from_str(text: &str) -> Result<Self, UnknownPeriod> {
        let (year, part) = match text.trim().split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text.trim(), None),
        };
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(UnknownPeriod);
        }
        let year = year.parse().map_err(|_| UnknownPeriod)?;
        let digit = |text: &str| match text.as_bytes() {
            [digit @ b'1'..=b'9'] => Some(u32::from(digit - b'0')),
            _ => None,
        };
        let period = match part {
            None => Period::year(year),
            Some(part) => match part.as_bytes() {
                [b'Q' | b'q', ..] => digit(&part[1..]).and_then(|quarter| Period::quarter(year, quarter)),
                [b'H' | b'h', ..] => digit(&part[1..]).and_then(|half| Period::half_year(year, half)),
                [b'0'..=b'1', b'0'..=b'9'] => part.parse().ok().and_then(|month| Period::month(year, month)),
                _ => None,
            },
        };
        period.map(Self).ok_or(UnknownPeriod)
    }
}

impl serde::Serialize for ReportPeriod {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for ReportPeriod {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for ReportPeriod {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A month `2024-01`, quarter `2024-Q1`, half year `2024-H1` or year `2024`."))
            .build()
            .into()
    }
}

impl utoipa::ToSchema for ReportPeriod {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read_back() {
        for text in ["2024-01", "2024-12", "2024-Q3", "2024-H2", "2024"] {
            let period: ReportPeriod = text.parse().expect("a period");
            assert_eq!(period.to_string(), text);
            assert_eq!(ReportPeriod::from_key(period.key()), Some(period));
        }
        for text in [
            "", "2024-13", "2024-00", "2024-Q5", "2024-Q0", "2024-H3", "24", "2024-1", "2024-Q", "2024-é",
            "-01",
        ] {
            assert_eq!(text.parse::<ReportPeriod>(), Err(UnknownPeriod), "{text}");
        }
    }

    #[test]
    fn a_month_lies_in_three_longer_periods() {
        let month: ReportPeriod = "2024-05".parse().expect("a period");
        let longer: Vec<String> = month.within().map(|period| period.to_string()).collect();
        assert_eq!(longer, ["2024-Q2", "2024-H1", "2024"]);
        let year: ReportPeriod = "2024".parse().expect("a period");
        assert_eq!(year.within().count(), 0);
        assert_eq!(year.parts(PeriodKind::Quarter).len(), 4);
        assert!(month.parts(PeriodKind::Year).is_empty());
    }
}
