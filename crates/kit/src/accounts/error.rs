//! What can go wrong with accounts.

use crate::error::{Fault, Internal, Kind};
use crate::text::{MAX_NAME, Phrase};
use crate::texts;

#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    #[error("nobody is signed in")]
    NotSignedIn,
    /// Wrong name, wrong password or wrong code: which one is told to nobody.
    #[error("sign-in refused")]
    SignInRefused,
    #[error("a one-time code is needed")]
    TotpNeeded,
    /// While two-step sign-in is being turned on.
    #[error("the code does not belong to the new secret now")]
    WrongCode,
    #[error("too many attempts, locked for {minutes} minutes")]
    Locked { minutes: i64 },
    #[error("too many attempts from one address, resting for {minutes} minutes")]
    AddressRests { minutes: i64 },
    #[error("the password must be changed first")]
    MustChangePassword,
    #[error("the password is too weak")]
    WeakPassword,
    #[error("the present password is wrong")]
    WrongPassword,
    #[error("sign-in name {0} is taken")]
    LoginTaken(String),
    #[error("sign-in name is not valid")]
    LoginInvalid,
    #[error("a name is missing")]
    NameMissing,
    #[error("a name is longer than {MAX_NAME} characters")]
    NameTooLong,
    #[error("the token is not there or revoked")]
    TokenNotFound,
    #[error("the account has no such post today")]
    NoSuchSeat,
    #[error("account not found")]
    AccountNotFound,
    #[error("the act is not among the rights of the post")]
    NotAllowed,
    #[error("the request did not come from this site")]
    ForeignRequest,
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl Fault for AccountError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotSignedIn => Kind::Unauthenticated,
            Self::SignInRefused
            | Self::TotpNeeded
            | Self::WrongCode
            | Self::WeakPassword
            | Self::WrongPassword
            | Self::LoginInvalid
            | Self::NameMissing
            | Self::NameTooLong => Kind::Invalid,
            Self::Locked { .. } | Self::AddressRests { .. } => Kind::TooMany,
            Self::LoginTaken(_) => Kind::Conflict,
            Self::NoSuchSeat | Self::AccountNotFound | Self::TokenNotFound => Kind::NotFound,
            Self::NotAllowed | Self::ForeignRequest | Self::MustChangePassword => Kind::Forbidden,
            Self::Internal(_) => Kind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::SignInRefused => "sign_in_refused",
            Self::TotpNeeded => "totp_needed",
            Self::WrongCode => "wrong_code",
            Self::Locked { .. } => "locked",
            Self::AddressRests { .. } => "address_rests",
            Self::MustChangePassword => "must_change_password",
            Self::WeakPassword => "weak_password",
            Self::WrongPassword => "wrong_password",
            Self::LoginTaken(_) => "login_taken",
            Self::LoginInvalid => "login_invalid",
            Self::NameMissing => "name_missing",
            Self::NameTooLong => "name_too_long",
            Self::TokenNotFound => "token_not_found",
            Self::NoSuchSeat => "no_such_seat",
            Self::AccountNotFound => "account_not_found",
            Self::NotAllowed => "not_allowed",
            Self::ForeignRequest => "foreign_request",
            Self::Internal(_) => "internal",
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::NotSignedIn => texts::ERROR_NOT_SIGNED_IN.into(),
            Self::SignInRefused => texts::ERROR_SIGN_IN_REFUSED.into(),
            Self::TotpNeeded => texts::ERROR_TOTP_NEEDED.into(),
            Self::WrongCode => texts::ERROR_WRONG_CODE.into(),
            Self::Locked { minutes } => texts::error_locked(minutes),
            Self::AddressRests { minutes } => texts::error_too_many_attempts(minutes),
            Self::MustChangePassword => texts::ERROR_MUST_CHANGE_PASSWORD.into(),
            Self::WeakPassword => texts::ERROR_WEAK_PASSWORD.into(),
            Self::WrongPassword => texts::ERROR_WRONG_PASSWORD.into(),
            Self::LoginTaken(login) => texts::error_login_taken(login),
            Self::LoginInvalid => texts::ERROR_LOGIN_INVALID.into(),
            Self::NameMissing => texts::ERROR_NAME_MISSING.into(),
            Self::NameTooLong => texts::error_name_too_long(MAX_NAME),
            Self::TokenNotFound => texts::ERROR_TOKEN_NOT_FOUND.into(),
            Self::NoSuchSeat => texts::ERROR_NO_SUCH_SEAT.into(),
            Self::AccountNotFound => texts::ERROR_ACCOUNT_NOT_FOUND.into(),
            Self::NotAllowed => texts::ERROR_NOT_ALLOWED.into(),
            Self::ForeignRequest => texts::ERROR_FOREIGN_REQUEST.into(),
            Self::Internal(_) => texts::ERROR_INTERNAL.into(),
        }
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Internal(internal) => Some(internal),
            _ => None,
        }
    }
}
