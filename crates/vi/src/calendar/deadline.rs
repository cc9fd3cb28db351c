//! Deadlines that can explain themselves, day by day.

use chrono::{Days, Months, NaiveDate};

use super::{Calendar, DayKind};
use crate::date;

/// How a deadline follows from the day on which it starts.
///
/// The day of the event is never counted (Civil Code 2015 art. 147.2); the period ends with its last day, and where
/// that is a day off, with the next working day (art. 148.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeadlineRule {
    /// "07 ngày làm việc kể từ ngày nhận".
    WorkingDays(u32),
    /// "30 ngày kể từ ngày thụ lý".
    CalendarDays(u32),
    /// Weeks: ends on the same weekday (art. 148.2).
    Weeks(u32),
    /// Months: ends on the same day of the month, or the last day of a shorter month (art. 148.3).
    Months(u32),
}

/// A computed deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub rule: DeadlineRule,
    /// Day 0.
    pub start: NaiveDate,
    /// The last day on which the thing is still on time.
    pub due: NaiveDate,
    /// Every day from `start` to `due`.
    pub steps: Vec<Step>,
    /// `false` where a day on the way comes from a provisional calendar: the decision for that year may move the
    /// deadline.
    pub is_confirmed: bool,
}

/// One day on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub date: NaiveDate,
    pub kind: StepKind,
    /// What the calendar calls the day, in Vietnamese; empty for ordinary days.
    pub note: String,
}

/// What a day did to the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Day 0, not counted.
    Start,
    /// The n-th day.
    Counted(u32),
    /// Not counted, because of what it is.
    Skipped(DayKind),
    /// The count ended on a day off; this is the working day that takes its place.
    MovedHere,
}

impl Calendar {
    /// Applies `rule` to the day `start` on which the paper was received, the case accepted, and so on.
    ///
    /// # Panics
    ///
    /// If the term leads past the last date there is, hundreds of thousands of years on.
    pub fn deadline(&self, rule: DeadlineRule, start: NaiveDate) -> Deadline {
        let counts_days_off = !matches!(rule, DeadlineRule::WorkingDays(_));
        let end = match rule {
            DeadlineRule::WorkingDays(n) => self.add_working_days(start, n),
            DeadlineRule::CalendarDays(n) => start + Days::new(n.into()),
            DeadlineRule::Weeks(n) => start + Days::new(u64::from(n) * 7),
            DeadlineRule::Months(n) => start + Months::new(n),
        };
        // A term of no days ends where it starts, and the day of the event is not a term that could move.
        let due = if end > start { self.working_day_from(end) } else { end };
        let mut count = 0;
        let mut is_confirmed = true;
        let steps = start
            .iter_days()
            .take_while(|&date| date <= due)
            .map(|date| {
                let day = self.day(date);
                is_confirmed &= day.is_confirmed;
                let kind = if date == start {
                    StepKind::Start
                } else if date <= end && (counts_days_off || day.kind.is_working()) {
                    count += 1;
                    StepKind::Counted(count)
                } else if date == due {
                    StepKind::MovedHere
                } else {
                    StepKind::Skipped(day.kind)
                };
                Step { date, kind, note: day.name }
            })
            .collect();
        Deadline { rule, start, due, steps, is_confirmed }
    }
}

impl Deadline {
    /// One line: `nhận 05/11/2024, 7 ngày làm việc, hạn 14/11/2024`. `event` says what happened on day 0.
    pub fn summary(&self, event: &str) -> String {
        let length = match self.rule {
            DeadlineRule::WorkingDays(n) => format!("{n} ngày làm việc"),
            DeadlineRule::CalendarDays(n) => format!("{n} ngày"),
            DeadlineRule::Weeks(n) => format!("{n} tuần"),
            DeadlineRule::Months(n) => format!("{n} tháng"),
        };
        format!("{event} {}, {length}, hạn {}", date::short(self.start), date::short(self.due))
    }

    /// The whole count, one line a day, in Vietnamese.
    pub fn explain(&self) -> Vec<String> {
        self.steps.iter().map(Step::explain).collect()
    }
}

impl Step {
    fn explain(&self) -> String {
        let day = format!("{} {}", date::weekday(self.date), date::short(self.date));
        let reason = match self.kind {
            StepKind::Start => "ngày bắt đầu, không tính".to_owned(),
            StepKind::Counted(n) => format!("ngày thứ {n}"),
            StepKind::Skipped(DayKind::Weekend) => "nghỉ hằng tuần, không tính".to_owned(),
            StepKind::Skipped(_) => "ngày nghỉ, không tính".to_owned(),
            StepKind::MovedHere => "ngày làm việc tiếp theo, hết hạn".to_owned(),
        };
        if self.note.is_empty() {
            format!("{day}: {reason}")
        } else {
            format!("{day}: {reason} ({})", self.note)
        }
    }
}
