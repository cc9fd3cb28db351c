//! Calendars by address, for phones and calendar programs, which cannot sign in.
//!
//! An address holds a secret of 256 random bits, of which only a hash is stored. It reads and never writes, shows at each request
//! what its account then sees from the post it was made for, and is dead once that post is over, the account is closed or gets a
//! new password, or its owner revokes it.

mod actions;
mod api;
mod pages;
pub mod store;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use kit::web::App;

pub use api::openapi;

/// Addresses of this part.
pub mod urls {
    use crate::PlanId;

    /// Where a person makes and revokes addresses.
    pub const ADDRESSES: &str = "/calendar/addresses";

    pub fn addresses_for(plan: PlanId) -> String {
        format!("{ADDRESSES}?plan={plan}")
    }

    pub fn revoke(address: i64) -> String {
        format!("{ADDRESSES}/{address}/revoke")
    }

    /// What a calendar program asks.
    pub fn feed(secret: &str) -> String {
        format!("/calendar/feed/{secret}.ics")
    }
}

/// Pages and API of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route(urls::ADDRESSES, get(pages::show).post(pages::make))
        .route("/calendar/addresses/{address}/revoke", post(pages::revoke))
        .route("/calendar/feed/{name}", get(pages::feed))
        .merge(api::routes())
}
