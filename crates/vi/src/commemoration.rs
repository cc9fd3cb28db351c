//! Commemorations: the days a Front committee marks each year, with the number of years since their origin.
//!
//! The table `data/commemorations.csv` is dated data: rows have a calendar (solar or lunar), a day, an origin
//! year where one is counted from, and a confidence. Religious feasts are there only so that visits can be
//! planned.

mod mentions;
#[cfg(test)]
mod tests;

pub use mentions::Mention;

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use crate::{csv, lunar};
use mentions::Patterns;

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commemoration {
    pub name_vi: String,
    pub name_en: String,
    pub day: DayOfYear,
    /// The year from which anniversaries count. `None`: no number of years is ever computed.
    pub origin_year: Option<i32>,
    /// A short word such as `founding_day` or `traditional_festival`.
    pub kind: String,
    /// Other names by which papers call the day.
    pub aliases: Vec<String>,
    /// `false` where an officer should confirm the day or the origin year before it is relied on.
    pub is_sure: bool,
}

/// A day that comes every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOfYear {
    Solar { month: u32, day: u32 },
    Lunar { month: u8, day: u8 },
}

/// How round an anniversary is (decree 145/2013/NĐ-CP); the scale of a ceremony depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roundness {
    /// Ends in 0: năm tròn.
    Round,
    /// Ends in 5: năm lẻ 5.
    Five,
    /// Any other: năm khác.
    Other,
}

impl Roundness {
    /// The roundness of `years` years.
    pub fn of(years: u32) -> Self {
        match years % 10 {
            0 => Self::Round,
            5 => Self::Five,
            _ => Self::Other,
        }
    }

    /// `năm tròn`, `năm lẻ 5` or `năm khác`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Round => "năm tròn",
            Self::Five => "năm lẻ 5",
            Self::Other => "năm khác",
        }
    }
}

impl Commemoration {
    /// The dates within the solar year `year`: one, except for lunar days around the turn of the year.
    pub fn dates_in(&self, year: i32) -> Vec<NaiveDate> {
        match self.day {
            DayOfYear::Solar { month, day } => {
                NaiveDate::from_ymd_opt(year, month, day).into_iter().collect()
            }
            DayOfYear::Lunar { month, day } => lunar::solar_dates_in(year, month, day),
        }
    }

    /// How many years since the origin are marked in `year`; `None` without an origin or before the first.
    pub fn years_in(&self, year: i32) -> Option<u32> {
        u32::try_from(year - self.origin_year?).ok().filter(|&years| years > 0)
    }

    /// `94 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2024)`, as plans write it.
    pub fn title_in(&self, year: i32) -> String {
        match (self.years_in(year), self.day, self.origin_year) {
            (Some(years), DayOfYear::Solar { month, day }, Some(origin)) => {
                let date = match (day, month) {
                    (_, 1..=2) => format!("{day:02}/{month:02}"),
                    _ => format!("{day:02}/{month}"),
                };
                format!("{years} năm {} ({date}/{origin} - {date}/{year})", self.name_vi)
            }
            _ => self.name_vi.clone(),
        }
    }
}

/// What a stated number of years turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The number is right.
    Agrees,
    /// The number should be this.
    ShouldBe(u32),
    /// No such day is known, or it has no origin year, or its origin is not confirmed.
    Unknown,
}

/// A table of commemorations with an index of their names.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Commemoration>,
    patterns: Patterns,
}

/// A table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct TableError {
    /// From 1.
    pub line: usize,
    pub problem: &'static str,
}

/// The table that comes with the program.
pub fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        Table::from_csv(include_str!("../data/commemorations.csv")).expect("the embedded table is tested")
    });
    &TABLE
}

impl Table {
    /// Reads a table with the columns `name_vi, name_en, calendar, day, month, origin_year, kind` and,
    /// optionally, `aliases` (separated by semicolons) and `confidence` (`sure` or `check`).
    ///
    /// # Errors
    ///
    /// The first line whose calendar, day, month, year or confidence is not understood.
    pub fn from_csv(text: &str) -> Result<Self, TableError> {
        let rows: Vec<Commemoration> = csv::rows(text)
            .into_iter()
            .skip(1)
            .map(|(line, fields)| row(&fields).map_err(|problem| TableError { line, problem }))
            .collect::<Result<_, _>>()?;
        let patterns = Patterns::new(&rows);
        Ok(Self { rows, patterns })
    }

    /// All rows, in the order of the file.
    pub fn rows(&self) -> &[Commemoration] {
        &self.rows
    }

    /// Everything that falls in the solar year `year`, by date: the date, the row, the number of years.
    pub fn occurrences(&self, year: i32) -> Vec<(NaiveDate, &Commemoration, Option<u32>)> {
        let mut list: Vec<_> = self
            .rows
            .iter()
            .flat_map(|row| row.dates_in(year).into_iter().map(move |date| (date, row, row.years_in(year))))
            .collect();
        list.sort_by_key(|&(date, ..)| date);
        list
    }

    /// The row called `name`, in any spelling that folds alike, with or without `Ngày` and commas.
    pub fn find(&self, name: &str) -> Option<&Commemoration> {
        self.patterns.find_whole(name).map(|index| &self.rows[index])
    }

    /// Every place in `text` where a row is named, with the number of years written before it and the dates after it.
    pub fn mentions(&self, text: &str) -> Vec<Mention<'_>> {
        self.patterns.mentions(&self.rows, text)
    }

    /// Whether "`years` năm `name`" is right in `year`.
    pub fn check(&self, years: u32, name: &str, year: i32) -> Verdict {
        self.find(name).map_or(Verdict::Unknown, |row| verdict(row, years, year))
    }
}

fn verdict(row: &Commemoration, years: u32, year: i32) -> Verdict {
    match row.years_in(year).filter(|_| row.is_sure) {
        Some(right) if right == years => Verdict::Agrees,
        Some(right) => Verdict::ShouldBe(right),
        None => Verdict::Unknown,
    }
}

fn row(fields: &[String]) -> Result<Commemoration, &'static str> {
    let [name_vi, name_en, calendar, day, month, origin_year, kind, more @ ..] = fields else {
        return Err("fewer than seven columns");
    };
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| "day or month is not a number");
    let (day, month) = (number(day)?, number(month)?);
    let day = match calendar.as_str() {
        // 2000 is a leap year: a day on 29 February is allowed and comes when the year has one.
        "solar" if NaiveDate::from_ymd_opt(2000, month, day).is_some() => DayOfYear::Solar { month, day },
        "lunar" if (1..=12).contains(&month) && (1..=30).contains(&day) => DayOfYear::Lunar {
            month: u8::try_from(month).map_err(|_| "no such day")?,
            day: u8::try_from(day).map_err(|_| "no such day")?,
        },
        "solar" | "lunar" => return Err("no such day"),
        _ => return Err("calendar is neither solar nor lunar"),
    };
    let origin_year = match origin_year.trim() {
        "" => None,
        year => Some(year.parse().map_err(|_| "origin year is not a number")?),
    };
    let aliases = more.first().map_or("", String::as_str);
    let is_sure = match more.get(1).map(String::as_str) {
        None | Some("sure") => true,
        Some("check") => false,
        Some(_) => return Err("confidence is neither sure nor check"),
    };
    if name_vi.trim().is_empty() {
        return Err("the name is empty");
    }
    Ok(Commemoration {
        name_vi: name_vi.trim().to_owned(),
        name_en: name_en.trim().to_owned(),
        day,
        origin_year,
        kind: kind.trim().to_owned(),
        aliases: aliases.split(';').map(|alias| alias.trim().to_owned()).filter(|a| !a.is_empty()).collect(),
        is_sure,
    })
}

impl Mention<'_> {
    /// Whether the number of years written is right in `year`; `None` when none is written.
    pub fn check(&self, year: i32) -> Option<Verdict> {
        self.years.map(|years| verdict(self.commemoration, years, year))
    }

    /// Whether the dates written in brackets fit the row: the same day, the right origin, and a difference
    /// of as many years as stated. `None` when no dates are written or nothing is known about the day.
    pub fn dates_agree(&self) -> Option<bool> {
        let (from, to) = self.dates?;
        let DayOfYear::Solar { month, day } = self.commemoration.day else {
            return None;
        };
        let origin = self.commemoration.origin_year?;
        let same_day = [from, to].iter().all(|date| (date.day(), date.month()) == (day, month));
        let difference = u32::try_from(to.year() - from.year()).ok();
        let fits_years = self.years.is_none() || self.years == difference;
        Some(same_day && from.year() == origin && fits_years)
    }
}
