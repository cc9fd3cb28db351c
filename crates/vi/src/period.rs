//! Reporting periods and the phrases that name them.
//!
//! A period is half-open: it contains its first day and not the day after its last.

mod due;
mod label;

pub use due::{Due, DuePhrase, Recurrence, find_due, parse_due};
pub use label::parse_label;

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A stretch of calendar days that reports and plans speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// One month; `month` is 1 to 12.
    Month { year: i32, month: u32 },
    /// One quarter; `quarter` is 1 to 4.
    Quarter { year: i32, quarter: u32 },
    /// January to June (1) or July to December (2).
    HalfYear { year: i32, half: u32 },
    /// One calendar year.
    Year { year: i32 },
    /// Any other stretch. Invariant kept by [`Period::custom`]: `start < end_exclusive`.
    Custom { start: NaiveDate, end_exclusive: NaiveDate },
}

impl Period {
    /// A month, or `None` when `month` is not 1 to 12 or the year is beyond the calendar.
    pub fn month(year: i32, month: u32) -> Option<Self> {
        valid_year(year)?;
        (1..=12).contains(&month).then_some(Self::Month { year, month })
    }

    /// A quarter, or `None` when `quarter` is not 1 to 4 or the year is beyond the calendar.
    pub fn quarter(year: i32, quarter: u32) -> Option<Self> {
        valid_year(year)?;
        (1..=4).contains(&quarter).then_some(Self::Quarter { year, quarter })
    }

    /// A half year, or `None` when `half` is not 1 or 2 or the year is beyond the calendar.
    pub fn half_year(year: i32, half: u32) -> Option<Self> {
        valid_year(year)?;
        (1..=2).contains(&half).then_some(Self::HalfYear { year, half })
    }

    /// A year, or `None` beyond the years 1 to 9999.
    pub fn year(year: i32) -> Option<Self> {
        valid_year(year)?;
        Some(Self::Year { year })
    }

    /// Any stretch from `start` up to, and without, `end_exclusive`; `None` when that is empty.
    pub fn custom(start: NaiveDate, end_exclusive: NaiveDate) -> Option<Self> {
        (start < end_exclusive).then_some(Self::Custom { start, end_exclusive })
    }

    /// The month that contains `date`.
    pub fn month_of(date: NaiveDate) -> Self {
        Self::Month { year: date.year(), month: date.month() }
    }

    /// The quarter that contains `date`.
    pub fn quarter_of(date: NaiveDate) -> Self {
        Self::Quarter { year: date.year(), quarter: date.month0() / 3 + 1 }
    }

    /// The half year that contains `date`.
    pub fn half_year_of(date: NaiveDate) -> Self {
        Self::HalfYear { year: date.year(), half: date.month0() / 6 + 1 }
    }

    /// The year that contains `date`.
    pub fn year_of(date: NaiveDate) -> Self {
        Self::Year { year: date.year() }
    }

    /// The first day.
    pub fn start(self) -> NaiveDate {
        match self {
            Self::Month { year, month } => first_of(year, month),
            Self::Quarter { year, quarter } => first_of(year, quarter * 3 - 2),
            Self::HalfYear { year, half } => first_of(year, half * 6 - 5),
            Self::Year { year } => first_of(year, 1),
            Self::Custom { start, .. } => start,
        }
    }

    /// The day after the last day.
    pub fn end_exclusive(self) -> NaiveDate {
        match (self, self.months()) {
            (Self::Custom { end_exclusive, .. }, _) => end_exclusive,
            (_, months) => self.start() + Months::new(months),
        }
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.end_exclusive() - Days::new(1)
    }

    /// Whether `date` falls within the period.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.start() <= date && date < self.end_exclusive()
    }

    /// How many days the period has.
    pub fn days(self) -> u64 {
        (self.end_exclusive() - self.start()).num_days().unsigned_abs()
    }

    /// The period of the same kind just before. A custom stretch gives the same number of days before it.
    #[must_use]
    pub fn prev(self) -> Self {
        self.shift(-1)
    }

    /// The period of the same kind just after. A custom stretch gives the same number of days after it.
    #[must_use]
    pub fn next(self) -> Self {
        self.shift(1)
    }

    /// The same period one year earlier (cùng kỳ năm trước). A stretch from 29 February starts on the 28th.
    #[must_use]
    pub fn same_period_last_year(self) -> Self {
        match self {
            Self::Month { year, month } => Self::Month { year: year - 1, month },
            Self::Quarter { year, quarter } => Self::Quarter { year: year - 1, quarter },
            Self::HalfYear { year, half } => Self::HalfYear { year: year - 1, half },
            Self::Year { year } => Self::Year { year: year - 1 },
            Self::Custom { start, end_exclusive } => {
                let twelve = Months::new(12);
                // The last day moves, not the day after it: to 29 February must stay to the end of February.
                let last = end_exclusive - Days::new(1);
                let ends_month = end_exclusive.day() == 1;
                let end = if ends_month { end_exclusive - twelve } else { last - twelve + Days::new(1) };
                Self::Custom { start: start - twelve, end_exclusive: end }
            }
        }
    }

    /// Periods of `kind` that cover this one, in order; the way a year falls into quarters or months.
    pub fn split(self, kind: PeriodKind) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut part = kind.containing(self.start());
        while part.start() < self.end_exclusive() {
            parts.push(part);
            part = part.next();
        }
        parts
    }

    /// The kind, or `None` for a custom stretch.
    pub fn kind(self) -> Option<PeriodKind> {
        match self {
            Self::Month { .. } => Some(PeriodKind::Month),
            Self::Quarter { .. } => Some(PeriodKind::Quarter),
            Self::HalfYear { .. } => Some(PeriodKind::HalfYear),
            Self::Year { .. } => Some(PeriodKind::Year),
            Self::Custom { .. } => None,
        }
    }

    /// `tháng 6/2024`, `quý I/2024`, `6 tháng đầu năm 2024`, `năm 2024`, `9 tháng đầu năm 2024`,
    /// or `từ ngày 15/12/2023 đến ngày 14/6/2024`.
    pub fn label(self) -> String {
        label::label(self)
    }

    fn months(self) -> u32 {
        self.kind().map_or(0, PeriodKind::months)
    }

    fn shift(self, by: i32) -> Self {
        let moved = |year: i32, index: u32, per_year: i32| {
            let total = year * per_year + index.cast_signed() - 1 + by;
            (total.div_euclid(per_year), total.rem_euclid(per_year).unsigned_abs() + 1)
        };
        match self {
            Self::Month { year, month } => {
                let (year, month) = moved(year, month, 12);
                Self::Month { year, month }
            }
            Self::Quarter { year, quarter } => {
                let (year, quarter) = moved(year, quarter, 4);
                Self::Quarter { year, quarter }
            }
            Self::HalfYear { year, half } => {
                let (year, half) = moved(year, half, 2);
                Self::HalfYear { year, half }
            }
            Self::Year { year } => Self::Year { year: year + by },
            Self::Custom { start, end_exclusive } => {
                let length = (end_exclusive - start) * by;
                Self::Custom { start: start + length, end_exclusive: end_exclusive + length }
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

/// The regular kinds of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PeriodKind {
    Month,
    Quarter,
    HalfYear,
    Year,
}

impl PeriodKind {
    /// The period of this kind that contains `date`.
    pub fn containing(self, date: NaiveDate) -> Period {
        match self {
            Self::Month => Period::month_of(date),
            Self::Quarter => Period::quarter_of(date),
            Self::HalfYear => Period::half_year_of(date),
            Self::Year => Period::year_of(date),
        }
    }

    /// How many months a period of this kind has.
    pub fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

fn valid_year(year: i32) -> Option<()> {
    (1..=9999).contains(&year).then_some(())
}

fn first_of(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).expect("constructors keep months within 1 to 12")
}

#[cfg(test)]
mod tests;
