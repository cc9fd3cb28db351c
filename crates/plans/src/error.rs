//! What can go wrong with plans, in words that a person recognises.

use chrono::NaiveDate;
use kit::accounts::AccountError;
use kit::text::Phrase;
use kit::{Fault, Internal, Kind};

use crate::{PlanId, PlanItemId, texts};

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("task not found")]
    TaskNotFound,
    #[error("plan {0} does not exist")]
    PlanNotFound(PlanId),
    #[error("plan item {0} does not exist")]
    ItemNotFound(PlanItemId),
    #[error("no paper {0} among those this person may see")]
    PaperNotFound(String),
    #[error("the task does not allow this move in its state")]
    TaskNotMovable,
    #[error("a reason is missing")]
    TaskReasonMissing,
    #[error("evidence is missing")]
    TaskEvidenceMissing,
    #[error("who does the work does not check it")]
    TaskSamePerson,
    #[error("a paper is missing")]
    TaskPaperMissing,
    #[error("the task is not asked for `if any`")]
    TaskNotConditional,
    /// Somebody else saved in between: who, and what it changed.
    #[error("the task was changed by {by}")]
    TaskChanged { by: String, what: Phrase },
    #[error("the plan is not in force")]
    PlanNotInForce,
    #[error("the plan is closed")]
    PlanClosed,
    #[error("the plan item was withdrawn")]
    ItemWithdrawn,
    #[error("unit not found")]
    UnitNotFound,
    #[error("helping unit not found")]
    HelperNotFound,
    /// NEV-3.5: a unit that ends before the work is due does not get it.
    #[error("unit {unit} ended on {ended_on}")]
    UnitClosed { unit: String, ended_on: NaiveDate, successors: String },
    #[error("unit {unit} does not exist before {since}")]
    UnitNotYet { unit: String, since: NaiveDate },
    #[error("unit {0} has its task already")]
    UnitHasTask(String),
    #[error("nobody is chosen")]
    NoUnitChosen,
    #[error("this person holds no post in the unit or above it")]
    PersonNotThere,
    #[error("the dates are in the wrong order")]
    DatesReversed,
    #[error("not a date in {0}")]
    DateUnreadable(&'static str),
    #[error("not a figure from 0 to 100")]
    PercentUnreadable,
    #[error("words are missing in {0}")]
    WordsMissing(&'static str),
    #[error("only http and https links are kept")]
    LinkNotAllowed,
    #[error("a piece of evidence is empty")]
    EvidenceEmpty,
    #[error("a photo is not an image")]
    NotAPhoto,
    #[error("evidence not found")]
    EvidenceNotFound,
    #[error("evidence is not added to a closed task")]
    TaskClosed,
    #[error("larger than {limit_mb} MB")]
    FileTooLarge { limit_mb: u64 },
    #[error("extension not found or decided")]
    ExtensionNotFound,
    #[error("an extension waits for an answer already")]
    ExtensionWaiting,
    #[error("the new date is not later")]
    ExtensionNotLater,
    #[error("who asks does not decide")]
    ExtensionSamePerson,
    #[error("view not found")]
    ViewNotFound,
    #[error("the plan was not issued")]
    NotIssued,
    #[error("the plan is published already")]
    AlreadyPublished,
    #[error("the plan is not published")]
    NotPublished,
    /// As [`Self::NotPublished`], said to the public.
    #[error("nothing is published here")]
    NotPublic,
    #[error("{0} calendar addresses are enough")]
    TooManyAddresses(usize),
    #[error("no calendar address of this person's")]
    AddressNotFound,
    #[error("paper not found")]
    DirectiveNotFound,
    #[error("demand not found")]
    DirectiveItemNotFound,
    #[error("demand number {0} stands already")]
    DirectiveNumberTaken(i64),
    #[error("no numbered demand was found in the lines")]
    DirectiveLinesEmpty,
    #[error("nobody said whether a file is a state secret")]
    SecrecyUnanswered,
    #[error("a state secret is not kept")]
    StateSecret,
    #[error("a directive does not withdraw its own demand")]
    DemandByItsOwnPaper,
    #[error("no standing order that has not ended")]
    OrderNotFound,
    #[error("{0} lies before today")]
    DayPast(&'static str),
    /// Work is given with a due date that is over, and nobody said that this is meant.
    #[error("the due date is past")]
    DuePast,
    /// A unit named by hand is not found, or several bear the name.
    #[error("a helping unit is not clear: {0:?}")]
    HelperUnclear(Phrase),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl Fault for PlanError {
    fn kind(&self) -> Kind {
        match self {
            Self::TaskNotFound
            | Self::PlanNotFound(_)
            | Self::ItemNotFound(_)
            | Self::EvidenceNotFound
            | Self::ExtensionNotFound
            | Self::ViewNotFound
            | Self::NotPublic
            | Self::AddressNotFound
            | Self::DirectiveNotFound
            | Self::OrderNotFound
            | Self::DirectiveItemNotFound => Kind::NotFound,
            Self::TaskNotMovable
            | Self::TaskChanged { .. }
            | Self::PlanNotInForce
            | Self::PlanClosed
            | Self::ItemWithdrawn
            | Self::UnitHasTask(_)
            | Self::TaskClosed
            | Self::ExtensionWaiting
            | Self::NotIssued
            | Self::TooManyAddresses(_)
            | Self::AlreadyPublished
            | Self::NotPublished
            | Self::DirectiveNumberTaken(_) => Kind::Conflict,
            Self::TaskSamePerson | Self::ExtensionSamePerson => Kind::Forbidden,
            Self::PaperNotFound(_)
            | Self::TaskReasonMissing
            | Self::TaskEvidenceMissing
            | Self::TaskPaperMissing
            | Self::DemandByItsOwnPaper
            | Self::SecrecyUnanswered
            | Self::StateSecret
            | Self::TaskNotConditional
            | Self::UnitNotFound
            | Self::HelperNotFound
            | Self::UnitClosed { .. }
            | Self::UnitNotYet { .. }
            | Self::NoUnitChosen
            | Self::DayPast(_)
            | Self::DuePast
            | Self::HelperUnclear(_)
            | Self::PersonNotThere
            | Self::DatesReversed
            | Self::DateUnreadable(_)
            | Self::PercentUnreadable
            | Self::WordsMissing(_)
            | Self::LinkNotAllowed
            | Self::EvidenceEmpty
            | Self::NotAPhoto
            | Self::ExtensionNotLater
            | Self::DirectiveLinesEmpty => Kind::Invalid,
            Self::FileTooLarge { .. } => Kind::TooLarge,
            Self::Account(error) => error.kind(),
            Self::Internal(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TaskNotFound => "task_not_found",
            Self::PlanNotFound(_) => "plan_not_found",
            Self::ItemNotFound(_) => "plan_item_not_found",
            Self::PaperNotFound(_) => "paper_not_found",
            Self::TaskNotMovable => "task_not_movable",
            Self::TaskReasonMissing => "task_reason_missing",
            Self::TaskEvidenceMissing => "task_evidence_missing",
            Self::TaskSamePerson => "task_same_person",
            Self::TaskPaperMissing => "task_paper_missing",
            Self::TaskNotConditional => "task_not_conditional",
            Self::TaskChanged { .. } => "task_changed",
            Self::PlanNotInForce => "plan_not_in_force",
            Self::PlanClosed => "plan_closed",
            Self::ItemWithdrawn => "plan_item_withdrawn",
            Self::UnitNotFound | Self::HelperNotFound => "unit_not_found",
            Self::UnitClosed { .. } => "unit_closed",
            Self::UnitNotYet { .. } => "unit_not_yet",
            Self::UnitHasTask(_) => "unit_has_task",
            Self::NoUnitChosen => "no_unit_chosen",
            Self::OrderNotFound => "order_not_found",
            Self::DayPast(_) => "day_past",
            Self::DuePast => "due_past",
            Self::HelperUnclear(_) => "helper_unclear",
            Self::PersonNotThere => "person_not_there",
            Self::DatesReversed => "dates_reversed",
            Self::DateUnreadable(_) => "date_unreadable",
            Self::PercentUnreadable => "percent_unreadable",
            Self::WordsMissing(_) => "words_missing",
            Self::LinkNotAllowed => "link_not_allowed",
            Self::EvidenceEmpty => "evidence_empty",
            Self::NotAPhoto => "not_a_photo",
            Self::EvidenceNotFound => "evidence_not_found",
            Self::TaskClosed => "task_closed",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::ExtensionNotFound => "extension_not_found",
            Self::ExtensionWaiting => "extension_waiting",
            Self::ExtensionNotLater => "extension_not_later",
            Self::ExtensionSamePerson => "extension_same_person",
            Self::ViewNotFound => "view_not_found",
            Self::NotIssued => "plan_not_issued",
            Self::AlreadyPublished => "plan_already_published",
            Self::NotPublished => "plan_not_published",
            Self::NotPublic => "not_public",
            Self::TooManyAddresses(_) => "too_many_calendar_addresses",
            Self::AddressNotFound => "calendar_address_not_found",
            Self::DirectiveNotFound => "directive_not_found",
            Self::DirectiveItemNotFound => "directive_item_not_found",
            Self::DirectiveNumberTaken(_) => "directive_number_taken",
            Self::DirectiveLinesEmpty => "directive_lines_empty",
            Self::SecrecyUnanswered => "secrecy_unanswered",
            Self::StateSecret => "state_secret",
            Self::DemandByItsOwnPaper => "demand_by_its_own_paper",
            Self::Account(error) => error.code(),
            Self::Internal(error) => error.code(),
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::TaskNotFound => texts::TASK_ERROR_NOT_FOUND.into(),
            Self::PlanNotFound(_) => texts::FOLLOW_ERROR_PLAN_NOT_FOUND.into(),
            Self::ItemNotFound(_) => texts::FOLLOW_ERROR_ITEM_NOT_FOUND.into(),
            Self::PaperNotFound(paper) => texts::task_error_paper_not_found(paper),
            Self::TaskNotMovable => texts::TASK_ERROR_NOT_MOVABLE.into(),
            Self::TaskReasonMissing => texts::TASK_ERROR_REASON_MISSING.into(),
            Self::TaskEvidenceMissing => texts::TASK_ERROR_EVIDENCE_MISSING.into(),
            Self::TaskSamePerson => texts::TASK_ERROR_SAME_PERSON.into(),
            Self::TaskPaperMissing => texts::TASK_ERROR_PAPER_MISSING.into(),
            Self::TaskNotConditional => texts::TASK_ERROR_NOT_CONDITIONAL.into(),
            Self::TaskChanged { by, what } => Phrase {
                key: "task_error_changed",
                vi: texts::task_error_changed(by, &what.vi).vi,
                en: texts::task_error_changed(by, &what.en).en,
            },
            Self::PlanNotInForce => texts::TASK_ERROR_PLAN_NOT_IN_FORCE.into(),
            Self::PlanClosed => texts::TASK_ERROR_PLAN_CLOSED.into(),
            Self::ItemWithdrawn => texts::ITEM_WITHDRAWN.into(),
            Self::UnitNotFound | Self::HelperNotFound => texts::TASK_ERROR_UNIT_NOT_FOUND.into(),
            Self::UnitClosed { unit, ended_on, successors } if successors.is_empty() => {
                texts::task_error_unit_closed(vi::date::short(*ended_on), unit)
            }
            Self::UnitClosed { unit, ended_on, successors } => {
                texts::task_error_unit_succeeded(vi::date::short(*ended_on), successors, unit)
            }
            Self::UnitNotYet { unit, since } => texts::task_error_unit_not_yet(vi::date::short(*since), unit),
            Self::UnitHasTask(unit) => texts::task_error_unit_has_task(unit),
            Self::NoUnitChosen => texts::TASK_ERROR_NO_UNIT_CHOSEN.into(),
            Self::OrderNotFound => texts::TASK_ERROR_ORDER_NOT_FOUND.into(),
            Self::DayPast(_) => texts::TASK_ERROR_DAY_PAST.into(),
            Self::DuePast => texts::TASK_ERROR_DUE_PAST.into(),
            Self::HelperUnclear(phrase) => phrase.clone(),
            Self::PersonNotThere => texts::TASK_ERROR_PERSON_NOT_THERE.into(),
            Self::DatesReversed => texts::TASK_ERROR_DATES_REVERSED.into(),
            Self::DateUnreadable(_) => texts::TASK_ERROR_DATE_UNREADABLE.into(),
            Self::PercentUnreadable => texts::TASK_ERROR_PERCENT.into(),
            Self::WordsMissing(_) => texts::TASK_ERROR_WORDS_MISSING.into(),
            Self::LinkNotAllowed => texts::TASK_ERROR_LINK.into(),
            Self::EvidenceEmpty => texts::TASK_ERROR_EVIDENCE_EMPTY.into(),
            Self::NotAPhoto => texts::TASK_ERROR_NOT_A_PHOTO.into(),
            Self::EvidenceNotFound => texts::TASK_ERROR_EVIDENCE_NOT_FOUND.into(),
            Self::TaskClosed => texts::TASK_ERROR_CLOSED.into(),
            Self::FileTooLarge { limit_mb } => texts::task_error_file_too_large(limit_mb),
            Self::ExtensionNotFound => texts::TASK_ERROR_EXTENSION_NOT_FOUND.into(),
            Self::ExtensionWaiting => texts::TASK_ERROR_EXTENSION_WAITING.into(),
            Self::ExtensionNotLater => texts::TASK_ERROR_EXTENSION_NOT_LATER.into(),
            Self::ExtensionSamePerson => texts::TASK_ERROR_EXTENSION_SAME_PERSON.into(),
            Self::ViewNotFound => texts::TASK_ERROR_VIEW_NOT_FOUND.into(),
            Self::NotIssued => texts::PUBLIC_ERROR_NOT_ISSUED.into(),
            Self::AlreadyPublished => texts::PUBLIC_ERROR_ALREADY.into(),
            Self::NotPublished => texts::PUBLIC_ERROR_NOT.into(),
            Self::NotPublic => texts::PUBLIC_ERROR_GONE.into(),
            Self::TooManyAddresses(count) => texts::feed_error_too_many(count),
            Self::AddressNotFound => texts::FEED_ERROR_NOT_FOUND.into(),
            Self::DirectiveNotFound => texts::DIRECTIVE_ERROR_PAPER_NOT_FOUND.into(),
            Self::DirectiveItemNotFound => texts::DIRECTIVE_ERROR_NOT_FOUND.into(),
            Self::DirectiveNumberTaken(number) => texts::directive_error_number_taken(number),
            Self::DirectiveLinesEmpty => texts::DIRECTIVE_ERROR_LINES_EMPTY.into(),
            Self::SecrecyUnanswered => texts::TASK_ERROR_SECRECY_UNANSWERED.into(),
            Self::StateSecret => texts::TASK_ERROR_STATE_SECRET.into(),
            Self::DemandByItsOwnPaper => texts::DIRECTIVE_ERROR_OWN_PAPER.into(),
            Self::Account(error) => error.message(),
            Self::Internal(error) => error.message(),
        }
    }

    fn fields(&self) -> Vec<(&'static str, Phrase)> {
        let field = match self {
            Self::TaskReasonMissing => "reason",
            Self::TaskPaperMissing | Self::PaperNotFound(_) | Self::DemandByItsOwnPaper => "document",
            Self::UnitNotFound | Self::UnitClosed { .. } | Self::UnitNotYet { .. } | Self::UnitHasTask(_) => {
                "unit"
            }
            Self::HelperNotFound => "coordinators",
            Self::NoUnitChosen => "units",
            Self::HelperUnclear(_) => "more_coordinators",
            Self::PersonNotThere => "assignee",
            Self::DatesReversed | Self::ExtensionNotLater | Self::DuePast => "due_on",
            Self::DateUnreadable(field) | Self::WordsMissing(field) | Self::DayPast(field) => field,
            Self::PercentUnreadable => "percent",
            Self::LinkNotAllowed => "link",
            Self::EvidenceEmpty | Self::NotAPhoto | Self::FileTooLarge { .. } => "file",
            Self::SecrecyUnanswered | Self::StateSecret => "secrecy",
            Self::DirectiveNumberTaken(_) => "number",
            Self::DirectiveLinesEmpty => "lines",
            _ => return Vec::new(),
        };
        vec![(field, self.message())]
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Internal(error) => Some(error),
            Self::Account(error) => error.internal(),
            _ => None,
        }
    }
}
