//! Working days, holidays and deadlines.
//!
//! What is a working day is dated data, never a constant: the law's holidays with the dates from which they
//! apply (`data/holiday_rules.csv`), and the calendar the Prime Minister decides for each year, with its
//! substitute and swapped days (`data/holidays.csv`). A decided year stands by itself. For a year not yet
//! decided the rules give a provisional calendar, and [`Day::is_confirmed`] is false.

mod data;
mod deadline;
mod rules;
#[cfg(test)]
mod tests;

pub use data::CalendarError;
pub use deadline::{Deadline, DeadlineRule, Step, StepKind};

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use rules::HolidayRule;

/// The kind of a calendar day. Holidays and days off differ in law (pay), not in counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// An ordinary working day.
    Work,
    /// A weekly day off.
    Weekend,
    /// A paid holiday (Labour Code 2019 art. 112).
    Holiday,
    /// A day off for a holiday that fell on a weekly day off (art. 111.3).
    Compensation,
    /// A day off that is worked on another day, by yearly decision.
    SwappedOff,
    /// A weekly day off that is worked instead of another day. Never treat it as a weekend.
    SwappedWork,
}

impl DayKind {
    /// Whether people work on such a day.
    pub fn is_working(self) -> bool {
        matches!(self, Self::Work | Self::SwappedWork)
    }

    /// The name in the data files and in storage.
    pub fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::Compensation => "compensation",
            Self::SwappedOff => "swapped_off",
            Self::SwappedWork => "swapped_work",
        }
    }

    /// The kind with this [`DayKind::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Work, Self::Weekend, Self::Holiday, Self::Compensation, Self::SwappedOff, Self::SwappedWork]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// What a date is, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub kind: DayKind,
    /// The holiday or the decision, in Vietnamese; empty for ordinary days.
    pub name: String,
    /// `false` where the day comes from the rules alone or from a decision still to be checked.
    pub is_confirmed: bool,
}

/// Which days of the week are worked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Week {
    /// Office staff.
    #[default]
    MondayToFriday,
    /// Posts that also work on Saturdays.
    MondayToSaturday,
}

impl Week {
    fn is_day_off(self, date: NaiveDate) -> bool {
        match date.weekday() {
            Weekday::Sun => true,
            Weekday::Sat => self == Self::MondayToFriday,
            _ => false,
        }
    }
}

/// A calendar of working days. Cheap to ask; build one and keep it.
#[derive(Clone, Debug)]
pub struct Calendar {
    week: Week,
    rules: Vec<HolidayRule>,
    /// Days of decided years, and single days laid over the rules.
    decided: BTreeMap<NaiveDate, Day>,
    /// Everything special: decided days, and for the other years what the rules give.
    special: BTreeMap<NaiveDate, Day>,
}

/// The calendar that comes with the program: office week, known decisions up to 2026.
pub fn vietnam() -> &'static Calendar {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
        Calendar::from_csv(include_str!("../data/holiday_rules.csv"), include_str!("../data/holidays.csv"))
            .expect("the embedded tables are tested")
    });
    &CALENDAR
}

impl Calendar {
    /// A calendar from a table of rules and a table of decided days, laid out as the files under `data/`.
    ///
    /// # Errors
    ///
    /// The first line that is not understood, or a date that stands twice.
    pub fn from_csv(rules: &str, days: &str) -> Result<Self, CalendarError> {
        let rules = data::read_rules(rules)?;
        let decided = data::read_days(days)?;
        let mut calendar = Self { week: Week::default(), rules, decided, special: BTreeMap::new() };
        calendar.rebuild();
        Ok(calendar)
    }

    /// This calendar with more decided days, as loaded each year. A year with a `holiday` row in `days` replaces
    /// everything decided for that year before; other rows are laid over single days.
    ///
    /// # Errors
    ///
    /// As [`Calendar::from_csv`].
    pub fn extended_with(&self, days: &str) -> Result<Self, CalendarError> {
        let more = data::read_days(days)?;
        let mut calendar = self.clone();
        let years = decided_years(&more);
        calendar.decided.retain(|date, _| !years.contains(&date.year()));
        calendar.decided.extend(more);
        calendar.rebuild();
        Ok(calendar)
    }

    /// This calendar for another working week. Provisional substitute days are computed anew.
    #[must_use]
    pub fn with_week(&self, week: Week) -> Self {
        let mut calendar = Self { week, ..self.clone() };
        calendar.rebuild();
        calendar
    }

    /// What `date` is. Outside 1995 to 2199 only weekends are known.
    pub fn day(&self, date: NaiveDate) -> Day {
        self.special.get(&date).cloned().unwrap_or_else(|| Day {
            kind: if self.week.is_day_off(date) { DayKind::Weekend } else { DayKind::Work },
            name: String::new(),
            is_confirmed: true,
        })
    }

    /// The kind of `date`, without its name.
    pub fn kind(&self, date: NaiveDate) -> DayKind {
        match self.special.get(&date) {
            Some(day) => day.kind,
            None if self.week.is_day_off(date) => DayKind::Weekend,
            None => DayKind::Work,
        }
    }

    /// Whether people work on `date`.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.kind(date).is_working()
    }

    /// The `n`th working day after `start`; `start` itself when `n` is 0, be it worked or not.
    ///
    /// Takes a step for each day: refuse absurd terms (over a few thousand days) before asking.
    pub fn add_working_days(&self, start: NaiveDate, n: u32) -> NaiveDate {
        let mut date = start;
        let mut left = n;
        while left > 0 {
            date = date + Days::new(1);
            left -= u32::from(self.is_working_day(date));
        }
        date
    }

    /// `date`, or the first working day after it.
    pub fn working_day_from(&self, date: NaiveDate) -> NaiveDate {
        let mut date = date;
        while !self.is_working_day(date) {
            date = date + Days::new(1);
        }
        date
    }

    /// How many working days lie in `from` up to, and without, `to_exclusive`.
    pub fn working_days_between(&self, from: NaiveDate, to_exclusive: NaiveDate) -> u32 {
        let days = from.iter_days().take_while(|&date| date < to_exclusive);
        days.map(|date| u32::from(self.is_working_day(date))).sum()
    }

    /// Whether the calendar of `year` was decided, rather than computed from the rules.
    pub fn is_decided(&self, year: i32) -> bool {
        decided_years(&self.decided).contains(&year)
    }

    /// Every special day of `year` in order: holidays, substitute and swapped days.
    pub fn special_days(&self, year: i32) -> Vec<(NaiveDate, &Day)> {
        let (Some(first), Some(last)) =
            (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
        else {
            return Vec::new();
        };
        self.special.range(first..=last).map(|(&date, day)| (date, day)).collect()
    }

    fn rebuild(&mut self) {
        self.special = rules::apply(&self.rules, self.week, &decided_years(&self.decided));
        self.special.extend(self.decided.iter().map(|(&date, day)| (date, day.clone())));
    }
}

fn decided_years(days: &BTreeMap<NaiveDate, Day>) -> Vec<i32> {
    let mut years: Vec<i32> =
        days.iter().filter(|(_, day)| day.kind == DayKind::Holiday).map(|(date, _)| date.year()).collect();
    years.dedup();
    years
}
