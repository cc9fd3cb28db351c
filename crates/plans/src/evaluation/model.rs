//! Results and their counts. No database.

use chrono::NaiveDate;
use kit::ui::Tone;

use crate::follow::model::ItemRow;
use crate::tasks::store::directives::{Answer, Demand, Directive};
use crate::{PlanItemId, TaskId};

/// What became of a piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every task is done, each by its due date.
    Done,
    /// Every task is done, at least one after its due date.
    DoneLate,
    /// Not done, and its time is not over.
    Open,
    /// Not done although it was due.
    Overdue,
    /// Not done, and the plan's year is over or the plan is closed.
    Failed,
    /// What was unfinished went to another plan: this one did not do it.
    Carried,
    /// A demand that no plan item answers.
    Unmapped,
    /// Carried to a later quarter of the same plan, where it counts.
    Moved,
    /// Asked for “if any”, and there was no occasion.
    NotArisen,
    /// Taken out by a paper.
    Withdrawn,
}

impl Verdict {
    pub const ALL: [Self; 10] = [
        Self::Done,
        Self::DoneLate,
        Self::Open,
        Self::Overdue,
        Self::Failed,
        Self::Carried,
        Self::Unmapped,
        Self::Moved,
        Self::NotArisen,
        Self::Withdrawn,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::DoneLate => "done_late",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Failed => "failed",
            Self::Carried => "carried",
            Self::Unmapped => "unmapped",
            Self::Moved => "moved",
            Self::NotArisen => "not_arisen",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// Whether it stands in the denominator.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Moved | Self::NotArisen | Self::Withdrawn)
    }

    pub const fn is_done(self) -> bool {
        matches!(self, Self::Done | Self::DoneLate)
    }

    /// In the denominator and not done.
    pub const fn is_undone(self) -> bool {
        self.counts() && !self.is_done()
    }

    pub const fn tone(self) -> Tone {
        match self {
            Self::Done => Tone::Approved,
            Self::DoneLate | Self::Carried | Self::Unmapped => Tone::Warning,
            Self::Open => Tone::Active,
            Self::Overdue | Self::Failed => Tone::Danger,
            Self::Moved | Self::NotArisen | Self::Withdrawn => Tone::Blank,
        }
    }
}

/// The three words of an evaluation (handbook 3.6); `null` for what does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResultWord {
    /// Hoàn thành.
    Done,
    /// Chưa hoàn thành.
    NotYet,
    /// Không hoàn thành.
    Failed,
}

impl Verdict {
    pub const fn result(self) -> Option<ResultWord> {
        match self {
            Self::Done | Self::DoneLate => Some(ResultWord::Done),
            Self::Open | Self::Overdue | Self::Carried | Self::Unmapped => Some(ResultWord::NotYet),
            Self::Failed => Some(ResultWord::Failed),
            Self::Moved | Self::NotArisen | Self::Withdrawn => None,
        }
    }
}

/// What a result follows from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Tasks that count, and those of them that are done.
    pub total: i64,
    pub done: i64,
    /// Done after the due date.
    pub done_late: i64,
    /// Open after the due date; an item that nobody was given counts as one.
    pub overdue: i64,
    pub not_arisen: i64,
    /// Tasks taken out; a task cannot be without a paper.
    pub cancelled: i64,
    /// The item was taken out; `Some(true)` when a paper says so.
    pub withdrawn: Option<bool>,
    pub is_carried: bool,
    pub is_carried_to_another_plan: bool,
    /// The plan's year is over, or the plan is closed.
    pub is_over: bool,
}

impl Facts {
    /// Says whether the work went to another plan: it did when open tasks went along, or when something was left to do. What is
    /// finished here and only begun anew for another year is done here.
    #[must_use]
    pub const fn carried_out(mut self, has_gone: bool, took_tasks: bool) -> Self {
        let is_finished = self.total > 0 && self.done == self.total;
        self.is_carried_to_another_plan = has_gone && (took_tasks || !is_finished);
        self
    }

    pub const fn verdict(&self) -> Verdict {
        if let Some(is_by_paper) = self.withdrawn {
            return if is_by_paper { Verdict::Withdrawn } else { Verdict::Failed };
        }
        if self.is_carried_to_another_plan {
            return Verdict::Carried;
        }
        if self.total == 0 {
            if self.is_carried {
                return Verdict::Moved;
            }
            if self.cancelled > 0 {
                return Verdict::Withdrawn;
            }
            if self.not_arisen > 0 {
                return Verdict::NotArisen;
            }
        }
        if self.total > 0 && self.done == self.total {
            return if self.done_late > 0 { Verdict::DoneLate } else { Verdict::Done };
        }
        if self.is_over {
            Verdict::Failed
        } else if self.overdue > 0 {
            Verdict::Overdue
        } else {
            Verdict::Open
        }
    }
}

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
pub struct Line {
    /// The section as the plan names it; empty in the table by quarter, and for items outside every section.
    pub name: String,
    /// The quarter, in the table by quarter; `null` is the whole year.
    pub quarter: Option<u8>,
    pub counts: Counts,
}

/// The number of an item's section, from 1, in the order of the paper.
pub fn section_of(sections: &[Line], item: &ItemRow) -> usize {
    let name = section_name(item);
    sections.iter().position(|line| line.name == name).map_or(0, |place| place + 1)
}

pub fn section_name(item: &ItemRow) -> String {
    format!("{} {}", item.section_code, item.section_title).trim().to_owned()
}

pub fn by_section(items: &[JudgedItem]) -> Vec<Line> {
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
        Line { name, quarter: None, counts }
    };
    names.into_iter().map(of).collect()
}

pub fn by_quarter(items: &[JudgedItem]) -> Vec<Line> {
    let of = |quarter: Option<u8>| {
        let verdicts = items.iter().filter(|item| item.row.quarter == quarter).map(|item| item.verdict);
        Line { name: String::new(), quarter, counts: Counts::of(verdicts) }
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
    fn results_follow_from_facts() {
        let judge = |change: fn(&mut Facts)| {
            let mut facts = Facts { total: 2, done: 1, ..Facts::default() };
            change(&mut facts);
            facts.verdict()
        };
        assert_eq!(judge(|_| {}), Verdict::Open);
        assert_eq!(judge(|facts| facts.overdue = 1), Verdict::Overdue);
        assert_eq!(judge(|facts| (facts.overdue, facts.is_over) = (1, true)), Verdict::Failed);
        assert_eq!(judge(|facts| facts.done = 2), Verdict::Done);
        assert_eq!(judge(|facts| (facts.done, facts.done_late) = (2, 1)), Verdict::DoneLate);
        assert_eq!(judge(|facts| facts.withdrawn = Some(true)), Verdict::Withdrawn);
        assert_eq!(judge(|facts| facts.withdrawn = Some(false)), Verdict::Failed, "without a paper it stays");
        assert_eq!(judge(|facts| facts.is_carried_to_another_plan = true), Verdict::Carried);
        assert_eq!(judge(|facts| (facts.total, facts.is_carried) = (0, true)), Verdict::Moved);
        assert_eq!(judge(|facts| (facts.total, facts.not_arisen) = (0, 1)), Verdict::NotArisen);
        assert_eq!(judge(|facts| (facts.total, facts.cancelled) = (0, 1)), Verdict::Withdrawn);
        assert_eq!(judge(|facts| facts.total = 0), Verdict::Open, "given to nobody");
    }

    #[test]
    fn the_denominator_is_the_sum_of_its_parts() {
        let counts = Counts::of(Verdict::ALL.into_iter());
        assert_eq!(counts.total, counts.done + counts.not_yet + counts.failed);
        assert_eq!((counts.total, counts.out, counts.done), (7, 3, 2));
        assert_eq!(Counts::default().percent(), None);
    }
}
