//! What became of a piece of work, and what that follows from. No database.

use kit::ui::Tone;

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
}
