//! A report: its states, what can be done with it, and what that needs. No database, no clock of its own.

use kit::AccountId;
use kit::permission::Permission;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kit::ids! {
    /// What one unit owes under one regime for one period, with all its editions.
    ReportId,
}

/// Where a report stands (handbook 3.4). Being late is computed, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Owed; nobody has begun.
    Open,
    Draft,
    Submitted,
    /// Sent back with reasons, field by field.
    Returned,
    /// Its figures count in the accepted totals above.
    Accepted,
    /// Taken into the report of the unit above.
    Consolidated,
    Locked,
}

/// What can be done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportMove {
    /// Saving the first figure or word does it too.
    Begin,
    /// Take in the accepted reports of the units below; those missing are named.
    Consolidate,
    Submit,
    Return,
    Accept,
    /// What [`ReportMove::Consolidate`] does to each report below.
    Take,
    Lock,
    /// A new edition of what was accepted, with a reason (NEV-3.2).
    Correct,
}

/// What a move needs besides the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    Reason,
    /// All that the form requires; or a document, where the regime asks for one.
    Complete,
    /// Somebody other than who sent it.
    AnotherPerson,
    /// Somebody of the unit that receives it; of the unit itself only where nobody is above.
    FromAbove,
}

/// One row of the table of moves.
#[derive(Debug, Clone, Copy)]
pub struct ReportTransition {
    pub act: ReportMove,
    pub from: &'static [ReportState],
    pub to: ReportState,
    pub permission: Permission,
    pub needs: &'static [Need],
}

/// Who may move a report from where to where; buttons, API and audit all come from here.
pub const REPORT_TRANSITIONS: &[ReportTransition] = {
    use Need as N;
    use Permission as P;
    use ReportMove as M;
    use ReportState as S;
    &[
        row(M::Begin, &[S::Open], S::Draft, P::EnterReports, &[]),
        row(M::Consolidate, &[S::Open, S::Draft, S::Returned], S::Draft, P::EnterReports, &[]),
        row(M::Submit, &[S::Open, S::Draft, S::Returned], S::Submitted, P::EnterReports, &[N::Complete]),
        row(M::Return, &[S::Submitted], S::Returned, P::CheckReports, &[N::Reason, N::FromAbove]),
        row(M::Accept, &[S::Submitted], S::Accepted, P::ApproveReports, &[N::AnotherPerson, N::FromAbove]),
        row(M::Take, &[S::Accepted], S::Consolidated, P::EnterReports, &[N::FromAbove]),
        row(M::Lock, &[S::Accepted, S::Consolidated], S::Locked, P::ApproveReports, &[N::FromAbove]),
        row(M::Correct, &[S::Accepted, S::Consolidated, S::Locked], S::Draft, P::EnterReports, &[N::Reason]),
    ]
};

const fn row(
    act: ReportMove,
    from: &'static [ReportState],
    to: ReportState,
    permission: Permission,
    needs: &'static [Need],
) -> ReportTransition {
    ReportTransition { act, from, to, permission, needs }
}

/// Why a move is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    NotFromHere,
    ReasonMissing,
    Incomplete,
    /// Who sent it does not accept it.
    SamePerson,
    NotFromAbove,
}

/// What is known when somebody wants to move a report.
#[derive(Debug, Clone, Copy)]
pub struct MoveFacts {
    pub by: AccountId,
    pub submitted_by: Option<AccountId>,
    pub has_reason: bool,
    pub is_complete: bool,
    pub is_from_above: bool,
}

impl ReportState {
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Draft,
        Self::Submitted,
        Self::Returned,
        Self::Accepted,
        Self::Consolidated,
        Self::Locked,
    ];

    /// The name in the database and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Consolidated => "consolidated",
            Self::Locked => "locked",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Figures and words may be typed.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Open | Self::Draft | Self::Returned)
    }

    /// Its figures are in the accepted totals and wait for nobody.
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted | Self::Consolidated | Self::Locked)
    }

    /// It has gone up at least in this edition.
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::Submitted | Self::Returned) || self.is_accepted()
    }

    /// The row of the table for an act from here.
    pub fn transition(self, act: ReportMove) -> Option<&'static ReportTransition> {
        REPORT_TRANSITIONS.iter().find(|row| row.act == act && row.from.contains(&self))
    }

    /// Where an act leads, or why it does not.
    pub fn after(self, act: ReportMove, facts: &MoveFacts) -> Result<Self, Refusal> {
        let row = self.transition(act).ok_or(Refusal::NotFromHere)?;
        for need in row.needs {
            match need {
                Need::Reason if !facts.has_reason => return Err(Refusal::ReasonMissing),
                Need::Complete if !facts.is_complete => return Err(Refusal::Incomplete),
                Need::AnotherPerson if facts.submitted_by == Some(facts.by) => {
                    return Err(Refusal::SamePerson);
                }
                Need::FromAbove if !facts.is_from_above => return Err(Refusal::NotFromAbove),
                _ => {}
            }
        }
        Ok(row.to)
    }
}

impl ReportMove {
    pub const ALL: [Self; 8] = [
        Self::Begin,
        Self::Consolidate,
        Self::Submit,
        Self::Return,
        Self::Accept,
        Self::Take,
        Self::Lock,
        Self::Correct,
    ];

    /// The name in forms and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Consolidate => "consolidate",
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Accept => "accept",
            Self::Take => "take",
            Self::Lock => "lock",
            Self::Correct => "correct",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// The act's name in the audit.
    pub const fn audit(self) -> &'static str {
        match self {
            Self::Begin => "report_begun",
            Self::Consolidate => "report_consolidated",
            Self::Submit => "report_submitted",
            Self::Return => "report_returned",
            Self::Accept => "report_accepted",
            Self::Take => "report_taken",
            Self::Lock => "report_locked",
            Self::Correct => "report_corrected",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: MoveFacts = MoveFacts {
        by: AccountId(2),
        submitted_by: Some(AccountId(1)),
        has_reason: true,
        is_complete: true,
        is_from_above: true,
    };

    #[test]
    fn a_locked_report_moves_only_by_a_correction_with_a_reason() {
        for act in ReportMove::ALL {
            let after = ReportState::Locked.after(act, &FACTS);
            let expected =
                if act == ReportMove::Correct { Ok(ReportState::Draft) } else { Err(Refusal::NotFromHere) };
            assert_eq!(after, expected, "{act:?}");
        }
        let silent = MoveFacts { has_reason: false, ..FACTS };
        assert_eq!(ReportState::Locked.after(ReportMove::Correct, &silent), Err(Refusal::ReasonMissing));
    }

    #[test]
    fn who_sent_it_does_not_accept_it() {
        let same = MoveFacts { by: AccountId(1), ..FACTS };
        assert_eq!(ReportState::Submitted.after(ReportMove::Accept, &same), Err(Refusal::SamePerson));
        let equal = MoveFacts { is_from_above: false, ..FACTS };
        assert_eq!(ReportState::Submitted.after(ReportMove::Accept, &equal), Err(Refusal::NotFromAbove));
        assert_eq!(ReportState::Submitted.after(ReportMove::Accept, &FACTS), Ok(ReportState::Accepted));
    }

    #[test]
    fn nothing_is_typed_into_what_has_gone_up() {
        for state in ReportState::ALL {
            let is_editable = state.transition(ReportMove::Submit).is_some();
            assert_eq!(state.is_editable(), is_editable, "{state:?}");
            assert_eq!(ReportState::from_code(state.code()), Some(state));
        }
    }
}
