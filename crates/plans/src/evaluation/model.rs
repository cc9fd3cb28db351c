//! Results and their counts. No database.

use chrono::NaiveDate;

pub use super::verdict::{Facts, ResultWord, Verdict};
use crate::follow::model::ItemRow;
use crate::tasks::store::directives::{Answer, Demand, Directive};
use crate::{PlanItemId, TaskId};

/// Results counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Counts {
    /// N: what counts.
    pub total: i64,
    /// n: done, late or not.
    pub done: i64,
    /// Those of them that were late.
    pub done_late: i64,
    /// Chưa hoàn thành, carried over or not.
    pub not_yet: i64,
    /// Those of them whose due date is past.
    pub overdue: i64,
    /// Those of them that went to another plan.
    pub carried: i64,
    /// Those of them that no plan item answers.
    pub unmapped: i64,
    /// Không hoàn thành.
    pub failed: i64,
    /// Out of the count: taken out by a paper, no occasion, counted elsewhere.
    pub out: i64,
}

impl Counts {
    pub fn of(verdicts: impl Iterator<Item = Verdict>) -> Self {
        let mut counts = Self::default();
        for verdict in verdicts {
            counts.total += i64::from(verdict.counts());
            counts.out += i64::from(!verdict.counts());
            counts.done += i64::from(verdict.is_done());
            counts.done_late += i64::from(verdict == Verdict::DoneLate);
            counts.not_yet += i64::from(verdict.result() == Some(ResultWord::NotYet));
            counts.overdue += i64::from(verdict == Verdict::Overdue);
            counts.carried += i64::from(verdict == Verdict::Carried);
            counts.unmapped += i64::from(verdict == Verdict::Unmapped);
            counts.failed += i64::from(verdict == Verdict::Failed);
        }
        counts
    }

    /// Whole percent, rounded down: 100 only when everything is done. `None` when nothing counts.
    pub fn percent(&self) -> Option<i64> {
        (self.done * 100).checked_div(self.total)
    }
}

/// Which results a figure counts: what a link from the figure shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chosen {
    #[default]
    All,
    /// The denominator.
    Counting,
    Done,
    NotYet,
    Out,
    One(Verdict),
}

impl Chosen {
    pub fn from_code(code: &str) -> Self {
        match code {
            "counting" => Self::Counting,
            "all_done" => Self::Done,
            "not_yet" => Self::NotYet,
            "out" => Self::Out,
            code => Verdict::from_code(code).map_or(Self::All, Self::One),
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Counting => "counting",
            Self::Done => "all_done",
            Self::NotYet => "not_yet",
            Self::Out => "out",
            Self::One(verdict) => verdict.code(),
        }
    }

    pub fn fits(self, verdict: Verdict) -> bool {
        match self {
            Self::All => true,
            Self::Counting => verdict.counts(),
            Self::Done => verdict.is_done(),
            Self::NotYet => verdict.result() == Some(ResultWord::NotYet),
            Self::Out => !verdict.counts(),
            Self::One(one) => verdict == one,
        }
    }
}

/// How a cause came to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CauseKind {
    Suspended,
    Returned,
    /// An extension was granted for this reason.
    Extended,
    Carried,
    Cancelled,
    NotArisen,
    /// The last note on work that is or was late.
    Note,
    /// The item was taken out of the plan.
    Withdrawn,
}

impl CauseKind {
    pub fn from_code(code: &str) -> Self {
        match code {
            "suspended" => Self::Suspended,
            "returned" => Self::Returned,
            "extended" => Self::Extended,
            "carried" => Self::Carried,
            "cancelled" => Self::Cancelled,
            "not_arisen" => Self::NotArisen,
            "withdrawn" => Self::Withdrawn,
            _ => Self::Note,
        }
    }

    /// Whether it hindered the work; what took it out of the count did not.
    pub const fn is_obstacle(self) -> bool {
        matches!(self, Self::Suspended | Self::Returned | Self::Extended | Self::Carried | Self::Note)
    }
}

/// Why something was late, is not done, or does not count: words that somebody wrote then.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Cause {
    pub item: PlanItemId,
    /// `null` for what concerns the whole item.
    pub task: Option<TaskId>,
    pub unit: String,
    pub kind: CauseKind,
    pub words: String,
    pub on: NaiveDate,
}

/// An item of the plan with its result.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct JudgedItem {
    #[serde(flatten)]
    pub row: ItemRow,
    pub verdict: Verdict,
    pub result: Option<ResultWord>,
    pub causes: Vec<Cause>,
}

/// One line of a table of counts.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct CountsOf {
    /// The section as the plan names it; empty in the table by quarter, and for items outside every section.
    pub name: String,
    /// The quarter, in the table by quarter; `null` is the whole year.
    pub quarter: Option<u8>,
    pub counts: Counts,
}

/// The number of an item's section, from 1, in the order of the paper.
pub fn section_of(sections: &[CountsOf], item: &ItemRow) -> usize {
    let name = section_name(item);
    sections.iter().position(|line| line.name == name).map_or(0, |place| place + 1)
}

pub fn section_name(item: &ItemRow) -> String {
    format!("{} {}", item.section_code, item.section_title).trim().to_owned()
}

pub fn by_section(items: &[JudgedItem]) -> Vec<CountsOf> {
    let mut names: Vec<String> = Vec::new();
    for item in items {
        let name = section_name(&item.row);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let of = |name: String| {
        let verdicts = items.iter().filter(|item| section_name(&item.row) == name).map(|item| item.verdict);
        let counts = Counts::of(verdicts);
        CountsOf { name, quarter: None, counts }
    };
    names.into_iter().map(of).collect()
}

pub fn by_quarter(items: &[JudgedItem]) -> Vec<CountsOf> {
    let of = |quarter: Option<u8>| {
        let verdicts = items.iter().filter(|item| item.row.quarter == quarter).map(|item| item.verdict);
        CountsOf { name: String::new(), quarter, counts: Counts::of(verdicts) }
    };
    [Some(1), Some(2), Some(3), Some(4), None].into_iter().map(of).collect()
}

/// A demand of a paper, or, where nobody wrote its demands down, a plan item made from it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Point {
    pub demand: Demand,
    pub verdict: Verdict,
    pub result: Option<ResultWord>,
    /// The plan items that answer it, as far as the reader may see them.
    pub answers: Vec<Answer>,
    pub causes: Vec<Cause>,
}

/// What became of the demands of a paper.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PaperEvaluation {
    pub paper: Directive,
    pub day: NaiveDate,
    pub counts: Counts,
    pub points: Vec<Point>,
    /// Clauses read as work of which nobody has decided yet whether they are.
    pub undecided: i64,
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn the_denominator_is_the_sum_of_its_parts() {
        let counts = Counts::of(Verdict::ALL.into_iter());
        assert_eq!(counts.total, counts.done + counts.not_yet + counts.failed);
        assert_eq!((counts.total, counts.out, counts.done), (7, 3, 2));
        assert_eq!(Counts::default().percent(), None);
    }
}
