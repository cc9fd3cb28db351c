//! What people do with proposals, each act with the rows before and after it, so that it can be taken back.

use kit::text::Text;

use super::proposal::Proposal;
use crate::ProposalId;
use crate::texts;

/// An act on proposals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewAct {
    Accept,
    AcceptSection,
    AcceptParts,
    Edit,
    Split,
    Merge,
    Drop,
    Restore,
    Add,
}

impl ReviewAct {
    pub const ALL: [Self; 9] = [
        Self::Accept,
        Self::AcceptSection,
        Self::AcceptParts,
        Self::Edit,
        Self::Split,
        Self::Merge,
        Self::Drop,
        Self::Restore,
        Self::Add,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AcceptSection => "accept_section",
            Self::AcceptParts => "accept_parts",
            Self::Edit => "edit",
            Self::Split => "split",
            Self::Merge => "merge",
            Self::Drop => "drop",
            Self::Restore => "restore",
            Self::Add => "add",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// As people name it after it was done: "đã nhận một việc".
    pub const fn label(self) -> Text {
        match self {
            Self::Accept => texts::REVIEW_DID_ACCEPT,
            Self::AcceptSection => texts::REVIEW_DID_ACCEPT_SECTION,
            Self::AcceptParts => texts::REVIEW_DID_ACCEPT_PARTS,
            Self::Edit => texts::REVIEW_DID_EDIT,
            Self::Split => texts::REVIEW_DID_SPLIT,
            Self::Merge => texts::REVIEW_DID_MERGE,
            Self::Drop => texts::REVIEW_DID_DROP,
            Self::Restore => texts::REVIEW_DID_RESTORE,
            Self::Add => texts::REVIEW_DID_ADD,
        }
    }

    pub const fn audit_action(self) -> &'static str {
        match self {
            Self::Accept => "proposal_accepted",
            Self::AcceptSection => "proposal_section_accepted",
            Self::AcceptParts => "proposal_parts_accepted",
            Self::Edit => "proposal_edited",
            Self::Split => "proposal_split",
            Self::Merge => "proposal_merged",
            Self::Drop => "proposal_dropped",
            Self::Restore => "proposal_restored",
            Self::Add => "proposal_added",
        }
    }
}

/// One act with what it changed. Rows that the act made stand only in `after`.
#[derive(Debug, Clone)]
pub struct Step {
    pub act: ReviewAct,
    pub before: Vec<Proposal>,
    pub after: Vec<Proposal>,
}

impl Step {
    /// The row as it was before the act; `None` for a row that the act made.
    pub fn before(&self, id: ProposalId) -> Option<&Proposal> {
        self.before.iter().find(|proposal| proposal.id == id)
    }

    pub fn touches(&self, id: ProposalId) -> bool {
        self.after.iter().any(|proposal| proposal.id == id)
    }
}
