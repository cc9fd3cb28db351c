//! An outgoing paper: its states and who may move it. No database, no clock of its own.

use kit::permission::{Permission, Role};

/// Where an outgoing paper stands (handbook 2.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperState {
    Drafting,
    /// Units were asked for their opinion.
    UnitReview,
    /// The office checks layout, recipients, authority.
    FormCheck,
    LeaderReview,
    Signed,
    NumberedDated,
    Issued,
    Recalled,
    Superseded,
    /// Given up; a number it had stays in the register with the reason.
    Cancelled,
}

/// What can be done with an outgoing paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperMove {
    AskOpinions,
    CloseOpinions,
    Submit,
    PassForm,
    Return,
    Sign,
    Number,
    Issue,
    Recall,
    Supersede,
    Cancel,
}

/// One row of the table of moves.
#[derive(Debug, Clone, Copy)]
pub struct PaperTransition {
    pub act: PaperMove,
    pub from: &'static [PaperState],
    pub to: PaperState,
    pub permission: Permission,
    pub needs_reason: bool,
}

/// Who may move a paper from where to where; buttons, API and audit come from here.
pub const PAPER_TRANSITIONS: &[PaperTransition] = {
    use PaperMove as M;
    use PaperState as S;
    use Permission as P;
    &[
        row(M::AskOpinions, &[S::Drafting], S::UnitReview, P::DraftPapers, false),
        row(M::CloseOpinions, &[S::UnitReview], S::Drafting, P::DraftPapers, false),
        row(M::Submit, &[S::Drafting, S::UnitReview], S::FormCheck, P::DraftPapers, false),
        row(M::PassForm, &[S::FormCheck], S::LeaderReview, P::NumberPapers, false),
        row(M::Return, &[S::FormCheck], S::Drafting, P::NumberPapers, true),
        row(M::Sign, &[S::LeaderReview], S::Signed, P::SignPapers, false),
        row(M::Return, &[S::LeaderReview], S::Drafting, P::SignPapers, true),
        row(M::Number, &[S::Signed], S::NumberedDated, P::NumberPapers, false),
        row(M::Issue, &[S::NumberedDated], S::Issued, P::NumberPapers, false),
        row(M::Recall, &[S::Issued], S::Recalled, P::SignPapers, true),
        row(M::Supersede, &[S::Issued], S::Superseded, P::SignPapers, true),
        row(
            M::Cancel,
            &[S::Drafting, S::UnitReview, S::FormCheck, S::LeaderReview],
            S::Cancelled,
            P::DraftPapers,
            true,
        ),
        row(M::Cancel, &[S::Signed, S::NumberedDated], S::Cancelled, P::SignPapers, true),
    ]
};

const fn row(
    act: PaperMove,
    from: &'static [PaperState],
    to: PaperState,
    permission: Permission,
    needs_reason: bool,
) -> PaperTransition {
    PaperTransition { act, from, to, permission, needs_reason }
}

impl PaperState {
    pub const ALL: [Self; 10] = [
        Self::Drafting,
        Self::UnitReview,
        Self::FormCheck,
        Self::LeaderReview,
        Self::Signed,
        Self::NumberedDated,
        Self::Issued,
        Self::Recalled,
        Self::Superseded,
        Self::Cancelled,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Drafting => "drafting",
            Self::UnitReview => "unit_review",
            Self::FormCheck => "form_check",
            Self::LeaderReview => "leader_review",
            Self::Signed => "signed",
            Self::NumberedDated => "numbered_dated",
            Self::Issued => "issued",
            Self::Recalled => "recalled",
            Self::Superseded => "superseded",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Its words may still be changed.
    pub const fn is_draft(self) -> bool {
        matches!(self, Self::Drafting | Self::UnitReview | Self::FormCheck)
    }

    /// It went out, whatever became of it.
    pub const fn went_out(self) -> bool {
        matches!(self, Self::Issued | Self::Recalled | Self::Superseded)
    }

    /// The moves that start here.
    pub fn moves(self) -> impl Iterator<Item = &'static PaperTransition> {
        PAPER_TRANSITIONS.iter().filter(move |row| row.from.contains(&self))
    }

    /// The row of the table for a move, if it starts here.
    pub fn find_move(self, act: PaperMove) -> Option<&'static PaperTransition> {
        self.moves().find(|row| row.act == act)
    }
}

impl PaperMove {
    pub const ALL: [Self; 11] = [
        Self::AskOpinions,
        Self::CloseOpinions,
        Self::Submit,
        Self::PassForm,
        Self::Return,
        Self::Sign,
        Self::Number,
        Self::Issue,
        Self::Recall,
        Self::Supersede,
        Self::Cancel,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::AskOpinions => "ask_opinions",
            Self::CloseOpinions => "close_opinions",
            Self::Submit => "submit",
            Self::PassForm => "pass_form",
            Self::Return => "return",
            Self::Sign => "sign",
            Self::Number => "number",
            Self::Issue => "issue",
            Self::Recall => "recall",
            Self::Supersede => "supersede",
            Self::Cancel => "cancel",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }
}

/// The roles that sign a kind for which a unit has set nothing.
pub const USUAL_SIGNERS: [Role; 2] = [Role::Leader, Role::CommuneOfficer];

/// How a unit numbers its outgoing papers.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Series {
    /// A series for each type of paper.
    #[default]
    Type,
    /// One for all.
    Common,
}

impl Series {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Common => "common",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Type, Self::Common].into_iter().find(|series| series.code() == code)
    }

    /// The series of a paper made from a template.
    pub fn of(self, template: &str) -> &str {
        match self {
            Self::Type => template,
            Self::Common => "common",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_starts_in_a_state_only_once() {
        for state in PaperState::ALL {
            let acts: Vec<PaperMove> = state.moves().map(|row| row.act).collect();
            let once: std::collections::HashSet<PaperMove> = acts.iter().copied().collect();
            assert_eq!(acts.len(), once.len(), "{state:?}");
        }
    }

    #[test]
    fn only_a_signed_paper_is_numbered_and_only_a_numbered_one_issued() {
        for row in PAPER_TRANSITIONS {
            match row.to {
                PaperState::NumberedDated => assert_eq!(row.from, [PaperState::Signed]),
                PaperState::Issued => assert_eq!(row.from, [PaperState::NumberedDated]),
                _ => {}
            }
        }
    }

    #[test]
    fn codes_lead_back() {
        assert!(PaperState::ALL.iter().all(|one| PaperState::from_code(one.code()) == Some(*one)));
        assert!(PaperMove::ALL.iter().all(|one| PaperMove::from_code(one.code()) == Some(*one)));
    }
}
