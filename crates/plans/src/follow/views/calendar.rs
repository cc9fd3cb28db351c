//! The calendar of commemorations.

use kit::page::Sheet;
use kit::text::{Lang, Text};
use kit::ui::{Badge, ButtonKind, Column, Icon, LinkButton, Tab, Table, Tone, card, table, tabs};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::follow::calendar::{Occasion, Reminder};
use crate::follow::{urls, words};
use crate::texts;

/// A year of commemorations.
pub struct CalendarPage {
    pub lang: Lang,
    pub year: i32,
    pub occasions: Vec<Occasion>,
    pub reminders: Vec<Reminder>,
}

pub fn roundness(code: &str) -> Text {
    match code {
        "round" => texts::CALENDAR_ROUND,
        "five" => texts::CALENDAR_FIVE,
        _ => texts::CALENDAR_OTHER,
    }
}

impl CalendarPage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let feed = format!("{}?year={}", urls::CALENDAR_FEED, self.year);
        let xlsx = format!("{}?year={}&format=xlsx", urls::CALENDAR, self.year);
        let csv = format!("{}?year={}&format=csv", urls::CALENDAR, self.year);
        ctx.draw(Sheet {
            title: texts::calendar_title(self.year).get(lang),
            current: urls::CALENDAR,
            actions: Some(html! {
                (LinkButton { href: &feed, label: texts::CALENDAR_SUBSCRIBE.get(lang), kind: ButtonKind::Secondary, icon: Some(Icon::Calendar) })
                (LinkButton { href: crate::feed::urls::ADDRESSES, label: texts::FEED_TITLE.get(lang), kind: ButtonKind::Quiet, icon: Some(Icon::Link) })
                (LinkButton { href: &xlsx, label: "Excel", kind: ButtonKind::Quiet, icon: Some(Icon::Download) })
                (LinkButton { href: &csv, label: "CSV", kind: ButtonKind::Quiet, icon: Some(Icon::Download) })
            }),
            body: html! {
                (self.years())
                @if !self.reminders.is_empty() { (card(texts::CALENDAR_SOON.get(lang), self.soon())) }
                @for quarter in 1..=4 { (self.quarter(quarter)) }
            },
            ..Sheet::default()
        })
    }

    fn years(&self) -> Markup {
        let years: Vec<(String, String, bool)> = (self.year - 1..=self.year + 1)
            .map(|year| (format!("{}?year={year}", urls::CALENDAR), year.to_string(), year == self.year))
            .collect();
        let list: Vec<Tab<'_>> = years
            .iter()
            .map(|(href, label, is_current)| Tab {
                href,
                label,
                icon: None,
                count: None,
                is_current: *is_current,
            })
            .collect();
        tabs(texts::FOLLOW_COL_YEAR.get(self.lang), &list)
    }

    fn soon(&self) -> Markup {
        let lang = self.lang;
        html! {
            ul class="plain" {
                @for reminder in &self.reminders {
                    @let tone = match reminder.step { 7 => Tone::Danger, 30 => Tone::Warning, _ => Tone::Info };
                    li {
                        (Badge { tone, word: texts::calendar_days_left(reminder.days_left).get(lang) }) " "
                        b { (vi::date::short(reminder.occasion.day)) } " "
                        (reminder.occasion.name) (years(&reminder.occasion, lang))
                    }
                }
            }
        }
    }

    fn quarter(&self, quarter: u8) -> Markup {
        let lang = self.lang;
        let title = words::quarter(Some(quarter), lang);
        let columns = [
            Column::main(texts::CALENDAR_COL_NAME.get(lang)),
            Column::text(texts::FOLLOW_COL_DAY.get(lang)),
            Column::number(texts::CALENDAR_COL_YEARS.get(lang)),
            Column::text(texts::CALENDAR_COL_ROUNDNESS.get(lang)),
            Column::text(texts::CALENDAR_COL_LUNAR.get(lang)),
        ];
        let frame = Table { caption: &title, columns: &columns, ..Table::default() };
        let list = table(&frame, |rows| {
            for row in self.occasions.iter().filter(|row| row.quarter == quarter) {
                let day = match lang {
                    Lang::Vi => format!("{}, {}", vi::date::weekday(row.day), vi::date::short(row.day)),
                    Lang::En => row.day.format("%A, %d/%m/%Y").to_string(),
                };
                rows.row()
                    .cell(html! {
                        (row.name)
                        @if row.needs_check { " " (Badge { tone: Tone::Warning, word: texts::CALENDAR_CHECK.get(lang) }) }
                    })
                    .text(&day)
                    .cell(html! { @if let Some(years) = row.years { (years) } })
                    .cell(html! {
                        @if let Some(code) = row.roundness {
                            @let tone = match code { "round" => Tone::Approved, "five" => Tone::Info, _ => Tone::Neutral };
                            (Badge { tone, word: roundness(code).get(lang) })
                        }
                    })
                    .text(row.lunar.as_deref().unwrap_or(""));
            }
        });
        card(&title, list)
    }
}

fn years(occasion: &Occasion, lang: Lang) -> Markup {
    html! {
        @if let (Some(years), Some(code)) = (occasion.years, occasion.roundness) {
            " – " (texts::calendar_years(years).get(lang)) ", " (roundness(code).get(lang))
        }
    }
}
