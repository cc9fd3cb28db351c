//! Calendars for other programs: RFC 5545, all-day events only. No database.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate};
use kit::Instant;

/// An all-day event.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// The same for the same thing for ever, so that a program that reads the calendar again moves the event instead of adding
    /// another: `task-12`. The host is added.
    pub key: String,
    pub day: NaiveDate,
    pub summary: String,
    pub description: String,
    /// An address on this installation, from its root.
    pub path: String,
    pub category: String,
    /// Remind so many days before.
    pub remind_days: Option<u8>,
}

/// A calendar.
#[derive(Debug, Clone, Default)]
pub struct Calendar<'a> {
    pub name: &'a str,
    /// The address people type, or empty.
    pub public_url: &'a str,
    pub events: &'a [Event],
}

impl Calendar<'_> {
    /// The file, stamped with the instant at which it was asked for.
    pub fn write(&self, stamp: Instant) -> String {
        let host = self.public_url.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split(['/', ':']).next().filter(|host| !host.is_empty()).unwrap_or("doanket");
        let stamp = DateTime::from_timestamp_millis(stamp.0).unwrap_or_default().format("%Y%m%dT%H%M%SZ");
        let mut out = String::with_capacity(256 + self.events.len() * 320);
        line(&mut out, "BEGIN:VCALENDAR");
        line(&mut out, "VERSION:2.0");
        line(&mut out, "PRODID:-//Doan Ket//Doan Ket//VI");
        line(&mut out, "CALSCALE:GREGORIAN");
        line(&mut out, "METHOD:PUBLISH");
        text(&mut out, "NAME", self.name);
        text(&mut out, "X-WR-CALNAME", self.name);
        line(&mut out, "X-WR-TIMEZONE:Asia/Ho_Chi_Minh");
        for event in self.events {
            line(&mut out, "BEGIN:VEVENT");
            line(&mut out, &format!("UID:{}@{host}", event.key));
            line(&mut out, &format!("DTSTAMP:{stamp}"));
            line(&mut out, &format!("DTSTART;VALUE=DATE:{}", event.day.format("%Y%m%d")));
            // The end of an all-day event is the day after it.
            if let Some(end) = event.day.succ_opt() {
                line(&mut out, &format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
            }
            text(&mut out, "SUMMARY", &event.summary);
            text(&mut out, "DESCRIPTION", &event.description);
            text(&mut out, "CATEGORIES", &event.category);
            if !self.public_url.is_empty() && !event.path.is_empty() {
                line(&mut out, &format!("URL:{}{}", self.public_url.trim_end_matches('/'), event.path));
            }
            // A due date does not make the day busy.
            line(&mut out, "TRANSP:TRANSPARENT");
            if let Some(days) = event.remind_days {
                line(&mut out, "BEGIN:VALARM");
                line(&mut out, "ACTION:DISPLAY");
                line(&mut out, &format!("TRIGGER:-P{days}D"));
                text(&mut out, "DESCRIPTION", &event.summary);
                line(&mut out, "END:VALARM");
            }
            line(&mut out, "END:VEVENT");
        }
        line(&mut out, "END:VCALENDAR");
        out
    }
}

/// A property whose value is text; nothing at all when it is empty.
fn text(out: &mut String, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let mut escaped = String::with_capacity(name.len() + value.len() + 8);
    let _ = write!(escaped, "{name}:");
    for letter in value.replace("\r\n", "\n").chars() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            ';' => escaped.push_str("\\;"),
            ',' => escaped.push_str("\\,"),
            '\n' => escaped.push_str("\\n"),
            // Other control characters are not allowed in text.
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    line(out, &escaped);
}

/// Writes a line, folded at 75 octets between letters, never within one.
fn line(out: &mut String, content: &str) {
    const LIMIT: usize = 75;
    let mut room = LIMIT;
    for letter in content.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            // The space that marks a continuation counts.
            room = LIMIT - 1;
        }
        room -= letter.len_utf8();
        out.push(letter);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(summary: &str) -> String {
        let event = Event {
            key: "task-12".to_owned(),
            day: "2024-12-31".parse().unwrap(),
            summary: summary.to_owned(),
            path: "/tasks/12".to_owned(),
            remind_days: Some(7),
            ..Event::default()
        };
        Calendar { name: "Kế hoạch", public_url: "https://mttq.example:8443", events: &[event] }
            .write(Instant(1_704_679_200_000))
    }

    #[test]
    fn an_event_is_all_day_and_keeps_its_name() {
        let file = written("Họp");
        assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{file}");
        assert!(file.contains("UID:task-12@mttq.example\r\nDTSTAMP:20240108T020000Z\r\n"), "{file}");
        assert!(file.contains("DTSTART;VALUE=DATE:20241231\r\nDTEND;VALUE=DATE:20250101\r\n"), "{file}");
        assert!(file.contains("URL:https://mttq.example:8443/tasks/12\r\n"), "{file}");
        assert!(
            file.contains("TRIGGER:-P7D\r\n") && file.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"),
            "{file}"
        );
    }

    #[test]
    fn text_is_escaped() {
        assert!(written("a, b; c\\d\ne\u{7}").contains("SUMMARY:a\\, b\\; c\\\\d\\ne \r\n"));
    }

    #[test]
    fn long_lines_fold_between_letters() {
        let title = "Tổ chức khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết” cho hộ nghèo ".repeat(5);
        let file = written(&title);
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
        assert!(!file.replace("\r\n", "").contains('\n'), "only whole line ends");
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains(&title.replace(',', "\\,")), "{unfolded}");
    }
}
