//! Sign-ins, sessions, tokens, posts: who is acting, and for which unit.

pub mod actions;
mod api;
mod error;
pub mod openid;
mod pages;
mod password;
mod secret;
pub mod store;
mod views;

pub use error::AccountError;
pub use password::{check_strength, hash as hash_password};
pub use secret::{new_one_time_code, new_secret, token_hash};

use crate::id::{AccountId, PostId, UnitId};
use crate::permission::{Permission, Role, Scope};
use crate::text::Lang;

/// Signing in and out, one's own account, the API of both.
pub fn routes() -> axum::Router<crate::web::App> {
    pages::routes().merge(openid::pages::routes()).merge(api::routes())
}

/// What the API of [`routes`] looks like.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::openapi()
}

/// A post somebody may act from today: their own, or one they stand in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub post: PostId,
    pub role: Role,
    pub title: String,
    pub unit: UnitId,
    pub unit_name: String,
    /// Where room is scarce: "tỉnh Sơn La".
    pub unit_short_name: String,
    pub scope: Scope,
    pub is_stand_in: bool,
}

/// The person behind a request, acting from one of their posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub lang: Lang,
    pub must_change_password: bool,
    pub has_totp: bool,
    /// The seat acted from; an account without a valid post has none and may only read its own settings.
    pub seat: Option<Seat>,
    /// Every seat this person may switch to today, the current one included.
    pub seats: Vec<Seat>,
}

impl Actor {
    /// Whether the seat's role allows an act somewhere in its scope.
    pub fn can(&self, permission: Permission) -> bool {
        self.seat.as_ref().is_some_and(|seat| seat.role.allows(permission))
    }
}
