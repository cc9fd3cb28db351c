//! The review of a paper: what the reader proposes, beside the paper, for people to accept, change or drop.
//!
//! Proposals are made when the review is first opened. Every act is a [`Step`](steps::Step) with the rows before and after it, so
//! everything can be undone; accepting puts an item into the paper's draft plan, taking back withdraws it.

pub mod actions;
pub mod api;
mod pages;
pub mod proposal;
mod reading;
mod step_actions;
pub mod steps;
pub mod store;
mod views;

use axum::Router;
use kit::web::App;

pub use pages::review_url;

/// Pages and API of the review.
pub fn routes() -> Router<App> {
    pages::routes().merge(api::routes())
}

#[cfg(test)]
pub(crate) mod tests;
