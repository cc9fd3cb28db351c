//! The provisional calendar of years that have not been decided.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Day, DayKind, Week};
use crate::commemoration::DayOfYear;
use crate::lunar;

/// Years for which rules are applied: the first Labour Code to the end of the lunar table.
const YEARS: std::ops::RangeInclusive<i32> = 1995..=2199;

/// A holiday of the law, in force from `valid_from` up to, and without, `valid_to`.
#[derive(Clone, Debug)]
pub(super) struct HolidayRule {
    pub name: String,
    pub day: DayOfYear,
    /// Further days just before and after.
    pub before: u64,
    pub after: u64,
    /// One more day, before or after, as National Day has.
    pub is_two_days: bool,
    pub valid_from: NaiveDate,
    pub valid_to: NaiveDate,
}

pub(super) fn apply(rules: &[HolidayRule], week: Week, decided: &[i32]) -> BTreeMap<NaiveDate, Day> {
    let mut days = BTreeMap::new();
    for year in YEARS.filter(|year| !decided.contains(year)) {
        let holidays: BTreeMap<NaiveDate, &str> = rules
            .iter()
            .flat_map(|rule| rule.dates_in(year, week).into_iter().map(|d| (d, &*rule.name)))
            .collect();
        let mut substitutes: BTreeMap<NaiveDate, &str> = BTreeMap::new();
        for (&date, &name) in holidays.iter().filter(|&(&date, _)| week.is_day_off(date)) {
            // Labour Code 2019 art. 111.3: the next working day is taken off instead.
            let is_taken = |day: NaiveDate| {
                week.is_day_off(day) || holidays.contains_key(&day) || substitutes.contains_key(&day)
            };
            let free = date.iter_days().skip(1).find(|&day| !is_taken(day));
            substitutes.extend(free.map(|day| (day, name)));
        }
        let provisional = |kind, name: String| Day { kind, name, is_confirmed: false };
        days.extend(
            substitutes
                .into_iter()
                .map(|(date, name)| (date, provisional(DayKind::Compensation, format!("Nghỉ bù {name}")))),
        );
        days.extend(
            holidays.into_iter().map(|(date, name)| (date, provisional(DayKind::Holiday, name.to_owned()))),
        );
    }
    days
}

impl HolidayRule {
    fn dates_in(&self, year: i32, week: Week) -> Vec<NaiveDate> {
        let main = match self.day {
            DayOfYear::Solar { month, day } => {
                NaiveDate::from_ymd_opt(year, month, day).into_iter().collect()
            }
            DayOfYear::Lunar { month, day } => lunar::solar_dates_in(year, month, day),
        };
        main.into_iter()
            .filter(|&date| self.valid_from <= date && date < self.valid_to)
            .flat_map(|date| {
                let first = date - Days::new(self.before);
                let last = date + Days::new(self.after);
                let (first, last) = match (self.is_two_days, rest_is_longer_before(date, week)) {
                    (false, _) => (first, last),
                    (true, true) => (first - Days::new(1), last),
                    (true, false) => (first, last + Days::new(1)),
                };
                first.iter_days().take_while(move |&day| day <= last)
            })
            .collect()
    }
}

/// Whether the second day of a two-day holiday does more before than after. This is how it was decided in
/// 2021 to 2026: bridge towards the weekend, and do not spend it on a day that is off anyway.
fn rest_is_longer_before(date: NaiveDate, week: Week) -> bool {
    let (before, after) = (date - Days::new(1), date + Days::new(1));
    if week.is_day_off(before) {
        return false;
    }
    if week.is_day_off(after) {
        return true;
    }
    // Friday between a Thursday and the weekend is the one bridge that lies after.
    !week.is_day_off(after + Days::new(1))
}
