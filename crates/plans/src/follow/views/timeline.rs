//! The timeline: the months of the plan's year, work as bars, commemorations as marks.

use chrono::{Datelike as _, NaiveDate};
use kit::ui::{Mark, Timeline, TimelineRow};
use maud::{Markup, html};

use super::show::PlanPage;
use crate::follow::model::ItemRow;
use crate::follow::{calendar, words};
use crate::texts;

impl PlanPage {
    pub(super) fn timeline(&self) -> Markup {
        let year = self.seen.opened.plan.year;
        let rows: Vec<(&ItemRow, String, u16, u16, String)> = self
            .seen
            .items
            .iter()
            .filter(|item| !item.is_withdrawn)
            .map(|item| {
                let (from, to) = item.period(year);
                let dates = match (item.start_on, item.due_on) {
                    (None, Some(due)) => texts::follow_due(vi::date::short(due)).get(self.lang).to_owned(),
                    // Only the quarter or the year is known.
                    (None, None) if item.quarter.is_some() => {
                        format!("{}/{year}", words::quarter(item.quarter, self.lang))
                    }
                    (None, None) => format!("{} {year}", words::quarter(None, self.lang)),
                    (Some(_), _) => format!("{} – {}", vi::date::short(from), vi::date::short(to)),
                };
                let (from, to) = (day_of(from, year), day_of(to, year));
                (item, self.item_href(item.id), from, to, dates)
            })
            .collect();
        let rows: Vec<TimelineRow<'_>> = rows
            .iter()
            .map(|(item, href, from, to, dates)| TimelineRow {
                href,
                label: &item.title,
                from: *from,
                to: *to,
                dates,
                state: words::badge(item.standing(), self.lang),
            })
            .collect();
        let days =
            if calendar::YEARS.contains(&year) { calendar::occasions(year, self.lang) } else { Vec::new() };
        let days: Vec<(u16, String, String, &str, bool)> = days
            .iter()
            .map(|day| {
                let at = day_of(day.day, year);
                let name = match day.years {
                    Some(years) => texts::calendar_years_of(&day.name, years).get(self.lang).to_owned(),
                    None => day.name.clone(),
                };
                let is_special = matches!(day.roundness, Some("round" | "five"));
                (at, short(at, year), name, day.lunar.as_deref().unwrap_or(""), is_special)
            })
            .collect();
        let marks: Vec<Mark<'_>> = days
            .iter()
            .map(|(day, date, name, lunar, is_special)| Mark {
                day: *day,
                date,
                name,
                lunar,
                is_special: *is_special,
            })
            .collect();
        let today = self.seen.opened.eye.day;
        html! {
            (Timeline {
                lang: self.lang,
                title: &self.seen.opened.plan.title,
                is_leap: NaiveDate::from_ymd_opt(year, 2, 29).is_some(),
                today: (today.year() == year).then(|| day_of(today, year)),
                rows: &rows,
                marks: &marks,
            })
        }
    }
}

/// The day of the year from 1; days of other years are cut to this one.
fn day_of(day: NaiveDate, year: i32) -> u16 {
    let last = if NaiveDate::from_ymd_opt(year, 2, 29).is_some() { 366 } else { 365 };
    match day.year().cmp(&year) {
        std::cmp::Ordering::Less => 1,
        std::cmp::Ordering::Greater => last,
        std::cmp::Ordering::Equal => u16::try_from(day.ordinal()).unwrap_or(last),
    }
}

fn short(day: u16, year: i32) -> String {
    NaiveDate::from_yo_opt(year, u32::from(day))
        .map(|day| format!("{:02}/{:02}", day.day(), day.month()))
        .unwrap_or_default()
}
