//! What can go wrong with sign-in through the provider.

use crate::accounts::AccountError;
use crate::error::{Fault, Internal, Kind};
use crate::text::Phrase;
use crate::texts;

#[derive(Debug, thiserror::Error)]
pub enum OpenIdError {
    #[error("sign-in through a provider is not set up")]
    NotSetUp,
    /// The detail is for the log.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// What the provider sent does not prove who somebody is.
    #[error("the provider's answer is refused: {0}")]
    Refused(TokenFault),
    #[error("the person stopped at the provider")]
    Cancelled,
    /// The provider's own code, such as `server_error`.
    #[error("the provider refuses: {0}")]
    ProviderSays(String),
    /// Answered before, older than ten minutes, or begun in another browser.
    #[error("no such sign-in is under way here")]
    NotUnderWay,
    #[error("no account is linked")]
    NotLinked { name: String },
    #[error("the provider has not verified the e-mail address")]
    EmailUnverified,
    #[error("another account is linked to {0}")]
    NameTaken(String),
    #[error("that is no name to link")]
    NameInvalid,
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Why an ID token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    #[error("malformed")]
    Malformed,
    #[error("algorithm")]
    Algorithm,
    #[error("signature")]
    Signature,
    #[error("issuer")]
    Issuer,
    #[error("audience")]
    Audience,
    #[error("nonce")]
    Nonce,
    /// Expired or not valid yet: the clocks differ, or the answer was on its way too long.
    #[error("time")]
    Time,
}

impl Fault for OpenIdError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotSetUp => Kind::NotFound,
            Self::Unreachable(_) | Self::ProviderSays(_) => Kind::Unavailable,
            Self::Refused(_)
            | Self::Cancelled
            | Self::NotUnderWay
            | Self::EmailUnverified
            | Self::NameInvalid => Kind::Invalid,
            Self::NotLinked { .. } => Kind::Forbidden,
            Self::NameTaken(_) => Kind::Conflict,
            Self::Account(error) => error.kind(),
            Self::Internal(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotSetUp => "openid_not_set_up",
            Self::Unreachable(_) => "openid_unreachable",
            Self::Refused(TokenFault::Time) => "openid_clocks_differ",
            Self::Refused(_) => "openid_refused",
            Self::Cancelled => "openid_cancelled",
            Self::ProviderSays(_) => "openid_provider_refuses",
            Self::NotUnderWay => "openid_not_under_way",
            Self::NotLinked { .. } => "openid_not_linked",
            Self::EmailUnverified => "openid_email_unverified",
            Self::NameTaken(_) => "openid_name_taken",
            Self::NameInvalid => "openid_name_invalid",
            Self::Account(error) => error.code(),
            Self::Internal(_) => "internal",
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::NotSetUp => texts::ERROR_OPENID_NOT_SET_UP.into(),
            Self::Unreachable(_) => texts::ERROR_OPENID_UNREACHABLE.into(),
            Self::Refused(TokenFault::Time) => texts::ERROR_OPENID_CLOCKS.into(),
            Self::Refused(fault) => texts::error_openid_refused(fault),
            Self::Cancelled => texts::ERROR_OPENID_CANCELLED.into(),
            Self::ProviderSays(code) => texts::error_openid_provider(code),
            Self::NotUnderWay => texts::ERROR_OPENID_NOT_UNDER_WAY.into(),
            Self::NotLinked { name } => texts::error_openid_not_linked(name),
            Self::EmailUnverified => texts::ERROR_OPENID_EMAIL_UNVERIFIED.into(),
            Self::NameTaken(name) => texts::error_openid_name_taken(name),
            Self::NameInvalid => texts::ERROR_OPENID_NAME_INVALID.into(),
            Self::Account(error) => error.message(),
            Self::Internal(_) => texts::ERROR_INTERNAL.into(),
        }
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Account(error) => error.internal(),
            Self::Internal(internal) => Some(internal),
            _ => None,
        }
    }
}
