//! What can go wrong with units, posts and set-up.

use chrono::NaiveDate;
use kit::accounts::AccountError;
use kit::accounts::openid::OpenIdError;
use kit::text::Phrase;
use kit::{Fault, Internal, Kind};

use crate::texts;

#[derive(Debug, thiserror::Error)]
pub enum OrganisationError {
    /// The unit is not there, or not for this person to see.
    #[error("unit not found")]
    UnitNotFound,
    #[error("{count} lines of the lists cannot be used")]
    ListsHaveErrors { count: usize },
    #[error("the lists have nothing of that code")]
    UnknownExtent,
    /// The unit would stand beside the top of the installation, not under it.
    #[error("{0} would be a second top")]
    SecondTop(String),
    /// Everything that is wrong with a form.
    #[error("a form has mistakes")]
    Form(Vec<(&'static str, FieldFault)>),
    #[error("the unit ended on {0}")]
    UnitClosed(NaiveDate),
    #[error("units below it still stand")]
    HasChildren,
    #[error("code {0} is taken")]
    CodeTaken(String),
    #[error("post not found")]
    PostNotFound,
    #[error("the set-up code is wrong")]
    WrongSetupCode,
    #[error("set-up is done")]
    SetupDone,
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    OpenId(#[from] OpenIdError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    Missing,
    NoDate,
    /// The day lies before the unit, post or account begins, or after it ends.
    OutOfTime,
    Unknown,
    TooLong,
    LoginInvalid,
    WeakPassword,
    /// The two entries of a password.
    Differs,
}

impl FieldFault {
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Missing => texts::FIELD_MISSING.into(),
            Self::NoDate => texts::FIELD_NO_DATE.into(),
            Self::OutOfTime => texts::FIELD_OUT_OF_TIME.into(),
            Self::Unknown => texts::FIELD_UNKNOWN.into(),
            Self::TooLong => texts::FIELD_TOO_LONG.into(),
            Self::LoginInvalid => AccountError::LoginInvalid.message(),
            Self::WeakPassword => AccountError::WeakPassword.message(),
            Self::Differs => texts::FIELD_DIFFERS.into(),
        }
    }
}

impl Fault for OrganisationError {
    fn kind(&self) -> Kind {
        match self {
            Self::UnitNotFound | Self::PostNotFound | Self::SetupDone => Kind::NotFound,
            Self::ListsHaveErrors { .. } | Self::UnknownExtent | Self::Form(_) => Kind::Invalid,
            Self::UnitClosed(_) | Self::HasChildren | Self::CodeTaken(_) | Self::SecondTop(_) => {
                Kind::Conflict
            }
            Self::WrongSetupCode => Kind::Forbidden,
            Self::Account(error) => error.kind(),
            Self::OpenId(error) => error.kind(),
            Self::Internal(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UnitNotFound => "unit_not_found",
            Self::ListsHaveErrors { .. } => "lists_have_errors",
            Self::UnknownExtent => "unknown_extent",
            Self::SecondTop(_) => "second_top",
            Self::Form(_) => "form_invalid",
            Self::UnitClosed(_) => "unit_closed",
            Self::HasChildren => "unit_has_children",
            Self::CodeTaken(_) => "code_taken",
            Self::PostNotFound => "post_not_found",
            Self::WrongSetupCode => "wrong_setup_code",
            Self::SetupDone => "setup_done",
            Self::Account(error) => error.code(),
            Self::OpenId(error) => error.code(),
            Self::Internal(_) => "internal",
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::UnitNotFound => texts::ERROR_UNIT_NOT_FOUND.into(),
            Self::ListsHaveErrors { count } => texts::error_lists(count),
            Self::UnknownExtent => texts::ERROR_UNKNOWN_EXTENT.into(),
            Self::SecondTop(name) => texts::error_second_top(name),
            Self::Form(_) => texts::ERROR_FORM.into(),
            Self::UnitClosed(day) => texts::error_unit_closed(vi::date::short(*day)),
            Self::HasChildren => texts::ERROR_HAS_CHILDREN.into(),
            Self::CodeTaken(code) => texts::error_code_taken(code),
            Self::PostNotFound => texts::ERROR_POST_NOT_FOUND.into(),
            Self::WrongSetupCode => texts::ERROR_WRONG_SETUP_CODE.into(),
            Self::SetupDone => texts::ERROR_SETUP_DONE.into(),
            Self::Account(error) => error.message(),
            Self::OpenId(error) => error.message(),
            Self::Internal(error) => error.message(),
        }
    }

    fn fields(&self) -> Vec<(&'static str, Phrase)> {
        match self {
            Self::Form(faults) => faults.iter().map(|(field, fault)| (*field, fault.phrase())).collect(),
            _ => Vec::new(),
        }
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Internal(internal) => Some(internal),
            Self::Account(error) => error.internal(),
            Self::OpenId(error) => error.internal(),
            _ => None,
        }
    }
}
