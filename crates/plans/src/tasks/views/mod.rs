//! Markup: page structs to HTML.

pub mod assign;
mod check;
pub mod directives;
pub mod forms;
pub mod list;
mod list_filter;
pub mod relations;
pub mod show;
pub mod today;
pub mod workload;

use chrono::{Datelike, NaiveDate};
use kit::Instant;
use kit::text::Lang;
use maud::Render;

/// A day as people write it: `08/01/2024`, in English `2024-01-08`. It writes its digits itself: lists have many.
#[derive(Debug, Clone, Copy)]
pub struct Day(pub NaiveDate, pub Lang);

impl Render for Day {
    fn render_to(&self, buffer: &mut String) {
        let (year, month, day) = (u32::try_from(self.0.year()).unwrap_or(0), self.0.month(), self.0.day());
        match self.1 {
            Lang::Vi => {
                two(buffer, day);
                buffer.push('/');
                two(buffer, month);
                buffer.push('/');
                two(buffer, year / 100);
                two(buffer, year % 100);
            }
            Lang::En => {
                two(buffer, year / 100);
                two(buffer, year % 100);
                buffer.push('-');
                two(buffer, month);
                buffer.push('-');
                two(buffer, day);
            }
        }
    }
}

fn two(buffer: &mut String, number: u32) {
    for digit in [number / 10 % 10, number % 10] {
        buffer.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

/// An instant as people read it, and as machines do.
pub fn moment(at: Instant, lang: Lang) -> (String, String) {
    let local = at.local();
    let shown = match lang {
        Lang::Vi => local.format("%H:%M %d/%m/%Y"),
        Lang::En => local.format("%d/%m/%Y %H:%M"),
    };
    (shown.to_string(), local.format("%Y-%m-%dT%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_two_digits_each() {
        let day = NaiveDate::from_ymd_opt(2024, 1, 8).expect("a date");
        assert_eq!(Day(day, Lang::Vi).render().0, "08/01/2024");
        assert_eq!(Day(day, Lang::En).render().0, "2024-01-08");
    }
}
