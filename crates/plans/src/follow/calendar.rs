//! The commemorations of a year (handbook 4.4, OUT-4.1) and what comes near (OUT-4.2). No database.

use chrono::{Datelike as _, NaiveDate};
use kit::text::Lang;
use vi::commemoration::{Commemoration, DayOfYear, Roundness, table};
use vi::lunar::LunarDate;

use super::ics::Event;
use super::model::quarter_of;
use crate::texts;

/// The years for which the lunar calendar is asked.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Days before an event on which one is reminded.
pub const REMINDERS: [i64; 3] = [7, 30, 45];

/// A commemoration in a year.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Occasion {
    pub day: NaiveDate,
    pub quarter: u8,
    pub name: String,
    /// As a plan writes it: `94 năm Ngày … (03/02/1930 - 03/02/2024)`.
    pub title: String,
    /// The number of years since the origin; `null` where none is counted from.
    pub years: Option<u32>,
    /// `round`, `five` or `other`.
    pub roundness: Option<&'static str>,
    /// The lunar day, where the day is one.
    pub lunar: Option<String>,
    pub kind: String,
    /// An officer should confirm the day or the origin year.
    pub needs_check: bool,
}

/// Everything that a year commemorates, by date.
pub fn occasions(year: i32, lang: Lang) -> Vec<Occasion> {
    table().occurrences(year).into_iter().map(|(day, row, years)| occasion(day, row, years, lang)).collect()
}

fn occasion(day: NaiveDate, row: &Commemoration, years: Option<u32>, lang: Lang) -> Occasion {
    let name = match lang {
        Lang::Vi => &row.name_vi,
        Lang::En => &row.name_en,
    };
    Occasion {
        day,
        quarter: quarter_of(day),
        name: name.clone(),
        title: row.title_in(day.year()),
        years,
        roundness: years.map(|years| match Roundness::of(years) {
            Roundness::Round => "round",
            Roundness::Five => "five",
            Roundness::Other => "other",
        }),
        lunar: match row.day {
            DayOfYear::Solar { .. } => None,
            DayOfYear::Lunar { month, day: lunar_day } => Some(match lang {
                Lang::Vi => {
                    let lunar = LunarDate::new(day.year(), month, lunar_day);
                    format!("{} {}", lunar.day_name(), lunar.month_name())
                }
                Lang::En => format!("{lunar_day}/{month}"),
            }),
        },
        kind: row.kind.clone(),
        needs_check: !row.is_sure,
    }
}

/// An occasion that is near, and how many days are left.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Reminder {
    pub occasion: Occasion,
    pub days_left: i64,
    /// The reminder that is due: 7, 30 or 45 days before.
    pub step: i64,
}

/// What comes within 45 days, the nearest first; across the turn of the year.
pub fn reminders(today: NaiveDate, lang: Lang) -> Vec<Reminder> {
    let years = [today.year(), today.year() + 1];
    years
        .into_iter()
        .flat_map(|year| occasions(year, lang))
        .filter_map(|occasion| {
            let days_left = (occasion.day - today).num_days();
            let step = REMINDERS.into_iter().find(|step| (0..=*step).contains(&days_left))?;
            Some(Reminder { occasion, days_left, step })
        })
        .collect()
}

/// The commemorations of a year as events. The key holds the folded name, so an event keeps its identity over the years.
pub fn events(year: i32, lang: Lang) -> Vec<Event> {
    table()
        .occurrences(year)
        .into_iter()
        .map(|(day, row, years)| {
            let shown = occasion(day, row, years, lang);
            let key: String = vi::fold::fold(&row.name_vi)
                .split(|letter: char| !letter.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join("-");
            let lunar = shown
                .lunar
                .map(|lunar| texts::calendar_lunar(lunar).get(lang).to_owned())
                .unwrap_or_default();
            let summary = match shown.years {
                Some(number) => texts::calendar_years_of(&shown.name, number).get(lang).to_owned(),
                None => shown.name,
            };
            Event {
                key: format!("day-{}-{key}", day.format("%Y%m%d")),
                day,
                summary,
                description: if shown.title == row.name_vi { lunar } else { shown.title },
                path: format!("/calendar?year={year}"),
                category: texts::CALENDAR.get(lang).to_owned(),
                remind_days: Some(7),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(year: i32, name: &str) -> Occasion {
        occasions(year, Lang::Vi).into_iter().find(|occasion| occasion.name.contains(name)).unwrap()
    }

    #[test]
    fn years_and_roundness_are_those_of_2024() {
        let victory = find(2024, "Điện Biên Phủ");
        assert_eq!((victory.years, victory.roundness, victory.quarter), (Some(70), Some("round"), 2));
        let party = find(2024, "thành lập Đảng");
        assert_eq!((party.years, party.roundness, party.quarter), (Some(94), Some("other"), 1));
    }

    #[test]
    fn a_lunar_day_stands_in_its_solar_quarter() {
        // The seed's plan has it among the tasks of the first quarter; in 2024 it fell on 18 April.
        let kings = find(2024, "Giỗ Tổ");
        assert_eq!((kings.day.to_string().as_str(), kings.quarter), ("2024-04-18", 2));
        assert_eq!(kings.lunar.as_deref(), Some("mùng 10 tháng 3"));
    }

    #[test]
    fn reminders_come_at_their_steps_and_cross_the_year() {
        let near = reminders("2023-12-30".parse().unwrap(), Lang::Vi);
        let new_year =
            near.iter().find(|reminder| reminder.occasion.name.contains("Tết Dương lịch")).unwrap();
        assert_eq!((new_year.days_left, new_year.step), (2, 7));
        assert!(near.iter().all(|reminder| (0..=45).contains(&reminder.days_left)));
        assert!(near.iter().any(|reminder| reminder.step == 45));
    }

    #[test]
    fn events_have_names_of_their_own() {
        let events = events(2024, Lang::Vi);
        let mut keys: Vec<&str> = events.iter().map(|event| event.key.as_str()).collect();
        let before = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), before);
    }
}
