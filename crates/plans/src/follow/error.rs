//! What can go wrong when a plan is followed, in the words of the people who meet it.

use kit::accounts::AccountError;
use kit::text::Phrase;
use kit::{Fault, Internal, Kind};

use crate::texts;
use crate::{PlanId, PlanItemId};

#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    #[error("plan {0} does not exist")]
    PlanNotFound(PlanId),
    #[error("plan item {0} does not exist")]
    ItemNotFound(PlanItemId),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl Fault for FollowError {
    fn kind(&self) -> Kind {
        match self {
            Self::PlanNotFound(_) | Self::ItemNotFound(_) => Kind::NotFound,
            Self::Account(error) => error.kind(),
            Self::Internal(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::PlanNotFound(_) => "plan_not_found",
            Self::ItemNotFound(_) => "plan_item_not_found",
            Self::Account(error) => error.code(),
            Self::Internal(error) => error.code(),
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::PlanNotFound(_) => texts::FOLLOW_ERROR_PLAN_NOT_FOUND.into(),
            Self::ItemNotFound(_) => texts::FOLLOW_ERROR_ITEM_NOT_FOUND.into(),
            Self::Account(error) => error.message(),
            Self::Internal(error) => error.message(),
        }
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Internal(error) => Some(error),
            Self::Account(error) => error.internal(),
            Self::PlanNotFound(_) | Self::ItemNotFound(_) => None,
        }
    }
}
