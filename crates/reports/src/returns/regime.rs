//! Who owes which report for which periods, with which days of data, and by when (handbook 3.5). Rules over dated data.

use chrono::{Datelike, Days, Months, NaiveDate};
use kit::text::Lang;
use organisation::{Level, UnitKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vi::calendar::Calendar;
use vi::period::PeriodKind;

use crate::period::ReportPeriod;

/// What a regime asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegimeKind {
    /// A form filled in.
    Form,
    /// A paper named: the unit's own plan, its quarterly programme.
    Paper,
}

/// To whom the report goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportLine {
    /// To the nearest unit above that owes the same report, else to the committee above.
    Tree,
    /// To the same organisation at the level above: the second reporting line of member organisations.
    OwnChain,
}

impl RegimeKind {
    pub const ALL: [Self; 2] = [Self::Form, Self::Paper];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Paper => "paper",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl ReportLine {
    pub const ALL: [Self; 2] = [Self::Tree, Self::OwnChain];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Tree => "tree",
            Self::OwnChain => "own_chain",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|line| line.code() == code)
    }
}

/// When a report is due, counted from its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueRule {
    /// This day of the period's last month, `months` later (or earlier: plans); the next working day when it is none.
    Day { day: u32, months: i32 },
    /// So many working days after the last day of data.
    WorkingDays(u32),
}

/// The due rule of one level, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub level: Option<Level>,
    pub rule: DueRule,
}

/// Units of a kind and a level owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owing {
    pub kind: UnitKind,
    /// Every level when `None`.
    pub level: Option<Level>,
}

/// `commune 18`, `province 22+1` (the month after), `* 31-11` (eleven months before), `residential_area +2` (working days after the cut-off), `* +5`.
pub fn parse_due(text: &str) -> Option<Due> {
    let (level, rule) = text.trim().split_once(char::is_whitespace)?;
    let level = if level == "*" { None } else { Some(Level::from_code(level)?) };
    let rule = rule.trim();
    let rule = if let Some(days) = rule.strip_prefix('+') {
        DueRule::WorkingDays(days.trim().parse().ok().filter(|days| (1..=60).contains(days))?)
    } else {
        let (day, months) = rule.split_at(rule.find(['+', '-']).unwrap_or(rule.len()));
        let months = if months.is_empty() { "0" } else { months };
        DueRule::Day {
            day: day.trim().parse().ok().filter(|day| (1..=31).contains(day))?,
            months: months.parse().ok().filter(|months: &i32| months.abs() <= 12)?,
        }
    };
    Some(Due { level, rule })
}

/// `front_committee commune`, or `office *`.
pub fn parse_owing(text: &str) -> Option<Owing> {
    let (kind, level) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), "*"));
    let level = if level.trim() == "*" { None } else { Some(Level::from_code(level.trim())?) };
    Some(Owing { kind: UnitKind::from_code(kind)?, level })
}

/// All lines of a text, or the first that is not understood.
pub fn parse_all<T>(text: &str, one: fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| one(line).ok_or_else(|| line.to_owned())).collect()
}

/// One regime as it holds between two days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Regime {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub kind: RegimeKind,
    /// The code of the form.
    pub form: String,
    #[serde(serialize_with = "kind_word")]
    #[schema(value_type = String)]
    pub period_kind: PeriodKind,
    /// The last day of data, in the period's last month, 1 to 28; 0 is the last day of the month.
    pub cutoff_day: u32,
    pub line: ReportLine,
    /// Lines of [`parse_owing`].
    pub owed_by: String,
    /// Lines of [`parse_due`].
    pub dues: String,
    /// The paper that says so.
    pub basis: String,
    /// Set-up data that an officer has not confirmed is marked.
    pub is_confirmed: bool,
    pub valid_from: NaiveDate,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
    pub version: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn kind_word<S: serde::Serializer>(kind: &PeriodKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(crate::period::kind_code(*kind))
}

impl Regime {
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.name_vi,
            Lang::En => &self.name_en,
        }
    }

    /// Whether reports of this period are owed under it: it holds on the period's last day.
    pub fn holds_for(&self, period: ReportPeriod) -> bool {
        let last = period.period().last_day();
        self.period_kind == period.kind()
            && self.valid_from <= last
            && self.valid_to.is_none_or(|end| end > last)
    }

    pub fn is_owed_by(&self, kind: UnitKind, level: Level) -> bool {
        parse_all(&self.owed_by, parse_owing)
            .unwrap_or_default()
            .iter()
            .any(|owing| owing.kind == kind && owing.level.is_none_or(|of| of == level))
    }

    /// The first and the last day whose events the report counts. A month with cut-off 14 runs from the 15th of the month before.
    pub fn window(&self, period: ReportPeriod) -> (NaiveDate, NaiveDate) {
        let (start, last) = (period.period().start(), period.period().last_day());
        if self.cutoff_day == 0 {
            return (start, last);
        }
        let end = last.with_day(self.cutoff_day).unwrap_or(last);
        let from = start
            .checked_sub_months(Months::new(1))
            .and_then(|month| month.with_day(self.cutoff_day))
            .and_then(|day| day.checked_add_days(Days::new(1)))
            .unwrap_or(start);
        (from, end)
    }

    /// The last day on which a unit of a level sends it on time; none when no rule speaks of the level.
    pub fn due(&self, period: ReportPeriod, level: Level, calendar: &Calendar) -> Option<NaiveDate> {
        let dues = parse_all(&self.dues, parse_due).unwrap_or_default();
        let due = dues.iter().find(|due| due.level == Some(level));
        match due.or_else(|| dues.iter().find(|due| due.level.is_none()))?.rule {
            DueRule::WorkingDays(days) => Some(calendar.add_working_days(self.window(period).1, days)),
            DueRule::Day { day, months } => {
                let first = period.period().last_day().with_day(1)?;
                let by = Months::new(months.unsigned_abs());
                let first =
                    if months < 0 { first.checked_sub_months(by) } else { first.checked_add_months(by) }?;
                let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
                Some(calendar.working_day_from(first.with_day(day).unwrap_or(last)))
            }
        }
    }
}

/// How many days after the due day something was sent; 0 on time.
pub fn days_late(due: Option<NaiveDate>, sent: NaiveDate) -> i64 {
    due.map_or(0, |due| (sent - due).num_days().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::testing::day;

    fn regime(cutoff_day: u32, dues: &str) -> Regime {
        Regime {
            code: "m".to_owned(),
            name_vi: String::new(),
            name_en: String::new(),
            kind: RegimeKind::Form,
            form: "monthly".to_owned(),
            period_kind: PeriodKind::Month,
            cutoff_day,
            line: ReportLine::Tree,
            owed_by: "front_committee commune\nfront_working_board *".to_owned(),
            dues: dues.to_owned(),
            basis: String::new(),
            is_confirmed: false,
            valid_from: day("2024-01-01"),
            valid_to: None,
            version: 1,
        }
    }

    fn period(text: &str) -> ReportPeriod {
        text.parse().expect("a period")
    }

    #[test]
    fn periods_cut_in_mid_month() {
        let cut = regime(14, "");
        assert_eq!(cut.window(period("2024-03")), (day("2024-02-15"), day("2024-03-14")));
        // The quarter of decree 09/2019: from the 15th of the month before it.
        assert_eq!(cut.window(period("2024-Q1")), (day("2023-12-15"), day("2024-03-14")));
        assert_eq!(cut.window(period("2024-H2")), (day("2024-06-15"), day("2024-12-14")));
        assert_eq!(cut.window(period("2024")), (day("2023-12-15"), day("2024-12-14")));
        assert_eq!(regime(0, "").window(period("2024-02")), (day("2024-02-01"), day("2024-02-29")));
    }

    #[test]
    fn each_level_has_its_day_and_days_off_move_it() {
        let calendar = vi::calendar::vietnam();
        let cut = regime(14, "commune 18\nprovince 22\nresidential_area +1\n* 5+1");
        let due = |text: &str, level| cut.due(period(text), level, calendar);
        assert_eq!(due("2024-03", Level::Commune), Some(day("2024-03-18")));
        // 18 February 2024 was a Sunday; 22 June 2024 a Saturday.
        assert_eq!(due("2024-02", Level::Commune), Some(day("2024-02-19")));
        assert_eq!(due("2024-06", Level::Province), Some(day("2024-06-24")));
        // The 14th of February 2024 lay in the Tết days: one working day later is the 15th.
        assert_eq!(due("2024-02", Level::ResidentialArea), Some(day("2024-02-15")));
        assert_eq!(due("2024-03", Level::Central), Some(day("2024-04-05")));
        assert_eq!(
            regime(0, "commune 31").due(period("2024-04"), Level::Commune, calendar),
            Some(day("2024-05-02"))
        );
        assert_eq!(regime(0, "").due(period("2024-04"), Level::Commune, calendar), None);
        // A programme of the quarter is owed in the quarter's first month.
        assert_eq!(
            regime(0, "* 10-2").due(period("2024-Q2"), Level::Commune, calendar),
            Some(day("2024-04-10"))
        );
    }

    #[test]
    fn who_owes_is_told_by_kind_and_level() {
        let one = regime(0, "");
        assert!(one.is_owed_by(UnitKind::FrontCommittee, Level::Commune));
        assert!(!one.is_owed_by(UnitKind::FrontCommittee, Level::Province));
        assert!(one.is_owed_by(UnitKind::FrontWorkingBoard, Level::ResidentialArea));
        assert_eq!(parse_all("commune 18\nxã 5", parse_due), Err("xã 5".to_owned()));
        for wrong in
            ["commune", "commune 0", "commune +0", "commune 32", "commune 5+13", "commune -1", "commune 5-x"]
        {
            assert_eq!(parse_due(wrong), None, "{wrong}");
        }
        assert_eq!(
            (days_late(Some(day("2024-03-18")), day("2024-03-20")), days_late(None, day("2024-03-20"))),
            (2, 0)
        );
    }
}
