//! Everything that can go wrong with proposals, plans and their items, in the words of the people who meet it.
//!
//! [`PlanError`] is the same for tasks and for what follows a plan. They stay two: here a form tells all its faults at once, field
//! by field with a reason each, there an act meets one obstacle; a clerk who drafts never meets the obstacles of doing, nor the
//! other way round, so that each list is matched whole where its pages and API answer. Where the record touches tasks, what can
//! go wrong there becomes one of these.

use chrono::NaiveDate;
use kit::accounts::AccountError;
use kit::text::Phrase;
use kit::{Fault, Internal, Kind};

use crate::plan::PlanState;
use crate::texts;
use crate::{PlanError, PlanId, PlanItemId, ProposalId};

/// Why a field is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldReason {
    Required,
    TooLong {
        limit: usize,
    },
    DateUnreadable,
    DateOrder,
    NumberUnreadable,
    NumberOutOfRange,
    QuarterUnknown,
    UnitUnknown {
        name: String,
    },
    UnitAmbiguous {
        name: String,
        candidates: Vec<String>,
    },
    /// Handbook NEV-3.5: the unit ends before the work is due.
    UnitClosed {
        name: String,
        closed_on: NaiveDate,
        needed_on: NaiveDate,
        successors: Vec<String>,
    },
    UnitNotYet {
        name: String,
        opened_on: NaiveDate,
    },
    DocumentUnknown,
    /// A plan is not adjusted by the paper it was issued with.
    DocumentIsThePlans,
    DateInFuture,
    /// A series runs within its plan's year.
    DateOutsideYear {
        year: i32,
    },
    /// Carried work is due in the quarter that it is carried to.
    DateNotInQuarter {
        quarter: u8,
        year: i32,
    },
    /// A correction takes back more than was spent.
    MoreThanSpent {
        spent: i64,
    },
}

/// One field that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    pub field: &'static str,
    pub reason: FieldReason,
}

impl FieldFault {
    pub fn new(field: &'static str, reason: FieldReason) -> Self {
        Self { field, reason }
    }

    pub fn phrase(&self) -> Phrase {
        match &self.reason {
            FieldReason::Required => texts::ITEM_FIELD_REQUIRED.into(),
            FieldReason::TooLong { limit } => texts::item_field_too_long(limit),
            FieldReason::DateUnreadable => texts::ITEM_FIELD_DATE.into(),
            FieldReason::DateOrder => texts::ITEM_FIELD_DATE_ORDER.into(),
            FieldReason::NumberUnreadable => texts::ITEM_FIELD_NUMBER.into(),
            FieldReason::NumberOutOfRange => texts::ITEM_FIELD_NUMBER_RANGE.into(),
            FieldReason::QuarterUnknown => texts::ITEM_FIELD_QUARTER.into(),
            FieldReason::UnitUnknown { name } => texts::item_field_unit_unknown(name),
            FieldReason::UnitAmbiguous { name, candidates } => {
                texts::item_field_unit_ambiguous(candidates.join("; "), name)
            }
            FieldReason::UnitClosed { name, closed_on, needed_on, successors } if successors.is_empty() => {
                texts::item_field_unit_closed(vi::date::short(*closed_on), name, vi::date::short(*needed_on))
            }
            FieldReason::UnitClosed { name, closed_on, needed_on, successors } => {
                texts::item_field_unit_closed_successors(
                    vi::date::short(*closed_on),
                    name,
                    vi::date::short(*needed_on),
                    successors.join("; "),
                )
            }
            FieldReason::UnitNotYet { name, opened_on } => {
                texts::item_field_unit_not_yet(name, vi::date::short(*opened_on))
            }
            FieldReason::DocumentUnknown => texts::ITEM_FIELD_DOCUMENT.into(),
            FieldReason::DocumentIsThePlans => texts::ITEM_FIELD_DOCUMENT_OWN.into(),
            FieldReason::DateNotInQuarter { quarter, year } => {
                texts::item_field_date_quarter(crate::tasks::roman(i64::from(*quarter)), *year)
            }
            FieldReason::DateOutsideYear { year } => texts::item_field_outside_year(*year),
            FieldReason::DateInFuture => texts::ITEM_FIELD_FUTURE.into(),
            FieldReason::MoreThanSpent { spent } => {
                texts::item_field_more_than_spent(vi::numbers::money(*spent))
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ItemError {
    #[error("the document does not exist")]
    DocumentNotFound,
    #[error("the document has not been read")]
    DocumentNotRead,
    #[error("proposal {0} does not exist")]
    ProposalNotFound(ProposalId),
    #[error("plan {0} does not exist")]
    PlanNotFound(PlanId),
    #[error("plan item {0} does not exist")]
    ItemNotFound(PlanItemId),
    /// Somebody else changed the proposal after this person saw it.
    #[error("the proposal was changed by {who}")]
    ProposalChanged { who: String, act: &'static str, act_vi: &'static str, when: String },
    #[error("the proposal is decided already")]
    ProposalDecided,
    #[error("the proposal has no parts")]
    NothingToSplit,
    #[error("proposals that lie apart are not merged")]
    NothingToMerge,
    #[error("every proposal of the section is decided")]
    NothingToAccept,
    #[error("the span does not lie in the document's text")]
    SpanOutside,
    #[error("nothing to undo")]
    NothingToUndo,
    #[error("nothing to redo")]
    NothingToRedo,
    #[error("work has begun on plan item {0}")]
    ItemHasWork(PlanItemId),
    #[error("the plan is {0:?}: its items change by a decision")]
    PlanNotOpen(PlanState),
    #[error("the plan is {0:?}: this move does not start there")]
    MoveNotFromHere(PlanState),
    #[error("the plan is {0:?}: it is not in force")]
    PlanNotInForce(PlanState),
    #[error("plan item {0} was withdrawn")]
    ItemWithdrawn(PlanItemId),
    #[error("plan item {0} was carried over already")]
    CarriedAlready(PlanItemId),
    #[error("the item has no next quarter in its plan")]
    NoNextQuarter,
    #[error("plan item {0} does not wait to be carried into next year")]
    NotUnfinished(PlanItemId),
    #[error("the plan has no items")]
    PlanEmpty,
    /// Somebody else changed the record after this person saw it.
    #[error("changed by {who}")]
    Changed { who: String, when: String },
    #[error("fields are refused")]
    Fields(Vec<FieldFault>),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl ItemError {
    pub fn field(field: &'static str, reason: FieldReason) -> Self {
        Self::Fields(vec![FieldFault::new(field, reason)])
    }

    /// Somebody was faster, and the person is told so: what they send next may stand on the newer version.
    pub const fn is_overtaken(&self) -> bool {
        matches!(self, Self::Changed { .. } | Self::ProposalChanged { .. })
    }
}

impl From<documents::DocumentError> for ItemError {
    fn from(error: documents::DocumentError) -> Self {
        use documents::DocumentError as E;
        match error {
            E::NotFound(_) => Self::DocumentNotFound,
            E::Account(error) => Self::Account(error),
            E::Internal(error) => Self::Internal(error),
            other => Self::Internal(Internal::new(other.to_string())),
        }
    }
}

impl From<PlanError> for ItemError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Account(error) => Self::Account(error),
            PlanError::Internal(error) => Self::Internal(error),
            PlanError::TaskChanged { by, .. } => Self::Changed { who: by, when: String::new() },
            other => Self::Internal(Internal::new(other.to_string())),
        }
    }
}

impl Fault for ItemError {
    fn kind(&self) -> Kind {
        match self {
            Self::DocumentNotFound
            | Self::ProposalNotFound(_)
            | Self::PlanNotFound(_)
            | Self::ItemNotFound(_) => Kind::NotFound,
            Self::ProposalChanged { .. }
            | Self::ProposalDecided
            | Self::NothingToUndo
            | Self::NothingToRedo
            | Self::NothingToAccept
            | Self::ItemHasWork(_)
            | Self::PlanNotOpen(_)
            | Self::MoveNotFromHere(_)
            | Self::PlanNotInForce(_)
            | Self::ItemWithdrawn(_)
            | Self::CarriedAlready(_)
            | Self::NoNextQuarter
            | Self::NotUnfinished(_)
            | Self::PlanEmpty
            | Self::DocumentNotRead
            | Self::Changed { .. } => Kind::Conflict,
            Self::NothingToSplit | Self::NothingToMerge | Self::SpanOutside | Self::Fields(_) => {
                Kind::Invalid
            }
            Self::Account(error) => error.kind(),
            Self::Internal(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::DocumentNotFound => "document_not_found",
            Self::DocumentNotRead => "document_not_read",
            Self::ProposalNotFound(_) => "proposal_not_found",
            Self::PlanNotFound(_) => "plan_not_found",
            Self::ItemNotFound(_) => "plan_item_not_found",
            Self::ProposalChanged { .. } => "proposal_changed",
            Self::ProposalDecided => "proposal_decided",
            Self::NothingToSplit => "nothing_to_split",
            Self::NothingToMerge => "nothing_to_merge",
            Self::NothingToAccept => "nothing_to_accept",
            Self::SpanOutside => "span_outside",
            Self::NothingToUndo => "nothing_to_undo",
            Self::NothingToRedo => "nothing_to_redo",
            Self::ItemHasWork(_) => "plan_item_has_work",
            Self::PlanNotOpen(_) => "plan_not_open",
            Self::MoveNotFromHere(_) => "plan_move_not_from_here",
            Self::PlanNotInForce(_) => "plan_not_in_force",
            Self::ItemWithdrawn(_) => "plan_item_withdrawn",
            Self::CarriedAlready(_) => "plan_item_carried_already",
            Self::NoNextQuarter => "no_next_quarter",
            Self::NotUnfinished(_) => "plan_item_not_unfinished",
            Self::PlanEmpty => "plan_empty",
            Self::Changed { .. } => "changed",
            Self::Fields(_) => "fields",
            Self::Account(error) => error.code(),
            Self::Internal(error) => error.code(),
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::DocumentNotFound => texts::REVIEW_DOCUMENT_NOT_FOUND.into(),
            Self::DocumentNotRead => texts::REVIEW_DOCUMENT_NOT_READ.into(),
            Self::ProposalNotFound(_) => texts::REVIEW_PROPOSAL_NOT_FOUND.into(),
            Self::PlanNotFound(_) => texts::PLAN_NOT_FOUND.into(),
            Self::ItemNotFound(_) => texts::ITEM_NOT_FOUND.into(),
            Self::ProposalChanged { who, act, act_vi, when } => Phrase {
                key: "review_proposal_changed",
                vi: texts::review_proposal_changed(act_vi, when, who).vi,
                en: texts::review_proposal_changed(act, when, who).en,
            },
            Self::ProposalDecided => texts::REVIEW_PROPOSAL_DECIDED.into(),
            Self::NothingToSplit => texts::REVIEW_NOTHING_TO_SPLIT.into(),
            Self::NothingToMerge => texts::REVIEW_NOTHING_TO_MERGE.into(),
            Self::NothingToAccept => texts::REVIEW_NOTHING_TO_ACCEPT.into(),
            Self::SpanOutside => texts::REVIEW_SPAN_OUTSIDE.into(),
            Self::NothingToUndo => texts::REVIEW_NOTHING_TO_UNDO.into(),
            Self::NothingToRedo => texts::REVIEW_NOTHING_TO_REDO.into(),
            Self::ItemHasWork(_) => texts::ITEM_HAS_WORK.into(),
            Self::PlanNotOpen(_) => texts::PLAN_NOT_OPEN.into(),
            Self::MoveNotFromHere(state) => {
                let state = crate::words::plan_state(*state);
                Phrase {
                    key: "plan_move_not_from_here",
                    vi: texts::plan_move_not_from_here(state.vi).vi,
                    en: texts::plan_move_not_from_here(state.en).en,
                }
            }
            Self::PlanNotInForce(_) => texts::PLAN_NOT_IN_FORCE_YET.into(),
            Self::ItemWithdrawn(_) => texts::ITEM_WITHDRAWN.into(),
            Self::CarriedAlready(_) => texts::ITEM_CARRIED_ALREADY.into(),
            Self::NoNextQuarter => texts::ITEM_NO_NEXT_QUARTER.into(),
            Self::NotUnfinished(_) => texts::ITEM_NOT_UNFINISHED.into(),
            Self::PlanEmpty => texts::PLAN_EMPTY.into(),
            Self::Changed { who, when } => texts::plan_changed(when, who),
            Self::Fields(_) => texts::ITEM_FIELDS_REFUSED.into(),
            Self::Account(error) => error.message(),
            Self::Internal(error) => error.message(),
        }
    }

    fn fields(&self) -> Vec<(&'static str, Phrase)> {
        match self {
            Self::Fields(faults) => faults.iter().map(|fault| (fault.field, fault.phrase())).collect(),
            _ => Vec::new(),
        }
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Internal(error) => Some(error),
            Self::Account(error) => error.internal(),
            _ => None,
        }
    }
}
