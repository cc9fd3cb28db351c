//! What a plan says, said for another year: years and dates move, anniversaries are counted anew. Pure.

use chrono::{Datelike as _, NaiveDate};

use crate::item::ItemFields;

/// From one year to another.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    pub from: i32,
    pub to: i32,
}

impl Turn {
    /// The fields of an item for the new year. Money is asked for anew, and units are kept: whoever reviews the draft is told of
    /// those that ended.
    pub fn fields(self, old: &ItemFields) -> ItemFields {
        let words = format!("{} {} {}", old.title, old.detail, old.due_phrase);
        let due_on = old.due_on.map(|day| self.day(day, &words));
        // A feast may come earlier by the sun than it did: work does not begin after it is due.
        let start_on = old.start_on.map(|day| self.day(day, &words));
        let start_on = start_on.map(|start| due_on.map_or(start, |due| start.min(due)));
        ItemFields {
            title: self.text(&old.title),
            detail: self.text(&old.detail),
            start_on,
            due_on,
            due_phrase: self.text(&old.due_phrase),
            ..old.clone()
        }
    }

    /// The same day of the new year; the day of a commemoration that the words name follows its own calendar.
    pub fn day(self, day: NaiveDate, words: &str) -> NaiveDate {
        let feasts = vi::commemoration::table();
        let named = feasts.mentions(words).into_iter().find_map(|mention| {
            let at = mention.commemoration.dates_in(day.year()).iter().position(|date| *date == day)?;
            mention.commemoration.dates_in(day.year() + self.to - self.from).get(at).copied()
        });
        named
            .or_else(|| day.with_year(day.year() + self.to - self.from))
            // 29 February of a year without one.
            .or_else(|| day.pred_opt()?.with_year(day.year() + self.to - self.from))
            .unwrap_or(day)
    }

    /// The text with the plan's year and its anniversaries moved on. Terms ("2024-2029") and symbols ("34/2024/NQ") stay.
    pub fn text(self, text: &str) -> String {
        let mut text = text.to_owned();
        let counted: Vec<_> = vi::commemoration::table()
            .mentions(&text)
            .into_iter()
            .filter_map(|mention| {
                let years = mention.years?;
                let row = mention.commemoration;
                let moved = years.saturating_add_signed(self.to - self.from);
                let anew = row.years_in(self.to).filter(|_| row.is_sure).unwrap_or(moved);
                Some((mention.range.start, years, anew))
            })
            .collect();
        for (start, years, anew) in counted.into_iter().rev() {
            let digits = years.to_string();
            let near = text[..start].char_indices().rev().take(24).last().map_or(0, |(at, _)| at);
            // The count may also be part of the words that were found.
            let end = text[start..].char_indices().nth(24).map_or(text.len(), |(at, _)| start + at);
            if let Some(at) = text[near..start]
                .rfind(&digits)
                .map(|at| near + at)
                .or_else(|| text[start..end].find(&digits).map(|at| start + at))
            {
                text.replace_range(at..at + digits.len(), &anew.to_string());
            }
        }
        self.years(&text)
    }

    fn years(self, text: &str) -> String {
        let (old, new) = (self.from.to_string(), self.to.to_string());
        let mut moved = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(&old) {
            let (before, after) = (&rest[..at], &rest[at + old.len()..]);
            moved.push_str(before);
            let is_number = before.ends_with(|c: char| c.is_ascii_digit())
                || after.starts_with(|c: char| c.is_ascii_digit());
            let is_symbol = after.starts_with('/');
            let next = after.trim_start_matches([' ', '-', '–']);
            let is_term =
                next.len() < after.trim_start().len() && next.starts_with(|c: char| c.is_ascii_digit());
            let is_end_of_term = before.trim_end().ends_with(['-', '–'])
                && before
                    .trim_end()
                    .trim_end_matches(['-', '–'])
                    .trim_end()
                    .ends_with(|c: char| c.is_ascii_digit())
                && !before.rsplit(['-', '–']).next().is_some_and(|last| last.contains('/'));
            let keeps = is_number || is_symbol || is_term || is_end_of_term;
            moved.push_str(if keeps { &old } else { &new });
            rest = after;
        }
        moved.push_str(rest);
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURN: Turn = Turn { from: 2024, to: 2025 };

    #[track_caller]
    fn check(text: &str, moved: &str) {
        assert_eq!(TURN.text(text), moved);
    }

    #[test]
    fn the_plans_year_moves_on() {
        check("Triển khai công tác Mặt trận năm 2024", "Triển khai công tác Mặt trận năm 2025");
        check("Nhiệm vụ trọng tâm quý I/2024", "Nhiệm vụ trọng tâm quý I/2025");
        check("trước ngày 20/6/2024", "trước ngày 20/6/2025");
    }

    #[test]
    fn terms_and_symbols_stay() {
        check("Đại hội nhiệm kỳ 2024-2029", "Đại hội nhiệm kỳ 2024-2029");
        check("tổng kết nhiệm kỳ 2019 - 2024", "tổng kết nhiệm kỳ 2019 - 2024");
        check("theo Nghị quyết 34/2024/NQ-HĐND", "theo Nghị quyết 34/2024/NQ-HĐND");
    }

    #[test]
    fn anniversaries_are_counted_anew() {
        check(
            "kỷ niệm 94 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930-18/11/2024)",
            "kỷ niệm 95 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930-18/11/2025)",
        );
    }

    #[test]
    fn work_never_begins_after_it_is_due() {
        let day = |day: &str| day.parse::<NaiveDate>().ok();
        let feast = ItemFields {
            title: "Dâng hương Giỗ Tổ Hùng Vương".into(),
            start_on: day("2024-04-10"),
            due_on: day("2024-04-18"),
            ..ItemFields::default()
        };
        let moved = TURN.fields(&feast);
        assert_eq!((moved.start_on, moved.due_on), (day("2025-04-07"), day("2025-04-07")));
    }

    #[test]
    fn days_move_with_their_calendar() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap();
        assert_eq!(TURN.day(day("2024-07-27"), ""), day("2025-07-27"));
        assert_eq!(TURN.day(day("2024-02-29"), ""), day("2025-02-28"));
        assert_eq!(
            TURN.day(day("2024-04-18"), "dâng hương Giỗ Tổ Hùng Vương"),
            day("2025-04-07"),
            "10/3 by the moon"
        );
    }
}
