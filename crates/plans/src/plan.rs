//! The plan as a whole: its kinds, and the way from draft to issued.

use documents::DocumentId;
use kit::permission::Permission;
use kit::{Instant, UnitId};

use crate::PlanId;

/// A plan as it stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Plan {
    pub id: PlanId,
    pub unit: UnitId,
    pub year: i32,
    pub kind: PlanKind,
    pub title: String,
    /// The paper it was read from, or issued as.
    pub document: Option<DocumentId>,
    /// The plan of the year before, or the plan above.
    pub parent: Option<PlanId>,
    pub state: PlanState,
    /// Money allotted, in đồng; absent when nobody said.
    pub allotment: Option<i64>,
    pub issued_at: Option<Instant>,
    pub created_at: Instant,
    pub version: i64,
}

/// What a plan covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    Yearly,
    Quarterly,
    Thematic,
    Term,
}

/// Where a plan stands (handbook 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    Draft,
    Reviewed,
    Submitted,
    Approved,
    Issued,
    /// Issued, and changed since by a decision.
    Adjusted,
    Closed,
}

/// What can be done with a plan; draws the buttons, checks the API and names the audit row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanMove {
    Review,
    Submit,
    Approve,
    /// Back to the draft, with a reason.
    Return,
    Issue,
    Adjust,
    Close,
}

/// One row of the table of moves.
#[derive(Debug, Clone, Copy)]
pub struct PlanTransition {
    pub act: PlanMove,
    pub from: &'static [PlanState],
    pub to: PlanState,
    pub permission: Permission,
    pub needs_reason: bool,
    /// The move rests on a paper: the plan as issued, or the decision that changes it.
    pub needs_document: bool,
}

/// Who may move a plan from where to where.
pub const PLAN_TRANSITIONS: &[PlanTransition] = {
    use PlanState as S;
    &[
        plan_move(PlanMove::Review, &[S::Draft], S::Reviewed, Permission::ReviewPlans),
        plan_move(PlanMove::Submit, &[S::Reviewed], S::Submitted, Permission::EditPlans),
        plan_move(PlanMove::Approve, &[S::Submitted], S::Approved, Permission::ApprovePlans),
        PlanTransition {
            needs_reason: true,
            ..plan_move(
                PlanMove::Return,
                &[S::Reviewed, S::Submitted, S::Approved],
                S::Draft,
                Permission::ReviewPlans,
            )
        },
        plan_move(PlanMove::Issue, &[S::Approved], S::Issued, Permission::IssuePlans),
        PlanTransition {
            needs_reason: true,
            needs_document: true,
            ..plan_move(PlanMove::Adjust, &[S::Issued, S::Adjusted], S::Adjusted, Permission::ApprovePlans)
        },
        PlanTransition {
            needs_reason: true,
            ..plan_move(PlanMove::Close, &[S::Issued, S::Adjusted], S::Closed, Permission::ApprovePlans)
        },
    ]
};

const fn plan_move(
    act: PlanMove,
    from: &'static [PlanState],
    to: PlanState,
    permission: Permission,
) -> PlanTransition {
    PlanTransition { act, from, to, permission, needs_reason: false, needs_document: false }
}

impl PlanState {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Reviewed,
        Self::Submitted,
        Self::Approved,
        Self::Issued,
        Self::Adjusted,
        Self::Closed,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Reviewed => "reviewed",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Issued => "issued",
            Self::Adjusted => "adjusted",
            Self::Closed => "closed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The moves that start here.
    pub fn moves(self) -> impl Iterator<Item = &'static PlanTransition> {
        PLAN_TRANSITIONS.iter().filter(move |row| row.from.contains(&self))
    }

    /// Work goes on: tasks may be given and done.
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Issued | Self::Adjusted)
    }

    /// In force now or once.
    pub const fn was_issued(self) -> bool {
        matches!(self, Self::Issued | Self::Adjusted | Self::Closed)
    }

    /// Items may still be changed without a decision.
    pub const fn is_open_to_edits(self) -> bool {
        matches!(self, Self::Draft | Self::Reviewed)
    }
}

impl PlanMove {
    pub const ALL: [Self; 7] =
        [Self::Review, Self::Submit, Self::Approve, Self::Return, Self::Issue, Self::Adjust, Self::Close];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Submit => "submit",
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Issue => "issue",
            Self::Adjust => "adjust",
            Self::Close => "close",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// The right that the move needs, wherever it starts.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Review | Self::Return => Permission::ReviewPlans,
            Self::Submit => Permission::EditPlans,
            Self::Issue => Permission::IssuePlans,
            Self::Approve | Self::Adjust | Self::Close => Permission::ApprovePlans,
        }
    }

    pub const fn audit_action(self) -> &'static str {
        match self {
            Self::Review => "plan_reviewed",
            Self::Submit => "plan_submitted",
            Self::Approve => "plan_approved",
            Self::Return => "plan_returned",
            Self::Issue => "plan_issued",
            Self::Adjust => "plan_adjusted",
            Self::Close => "plan_closed",
        }
    }
}

impl PlanKind {
    pub const ALL: [Self; 4] = [Self::Yearly, Self::Quarterly, Self::Thematic, Self::Term];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Yearly => "yearly",
            Self::Quarterly => "quarterly",
            Self::Thematic => "thematic",
            Self::Term => "term",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_and_the_moves_ask_for_the_same_rights() {
        for row in PLAN_TRANSITIONS {
            assert_eq!(row.permission, row.act.permission(), "{:?}", row.act);
        }
    }

    #[test]
    fn codes_lead_back_to_their_moves() {
        for act in PlanMove::ALL {
            assert_eq!(PlanMove::from_code(act.code()), Some(act));
        }
    }
}
