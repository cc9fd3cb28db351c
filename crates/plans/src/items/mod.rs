//! The plan record: plans and their items, created, edited, withdrawn, carried over, issued, paid for.
//!
//! Before issue whoever drafts edits freely; after issue an item changes only by a decision with a reason, and what it looked like
//! before stays in its versions. Money is entered, never overwritten: a correction is a negative row with a reason.

pub mod actions;
pub mod api;
pub mod error;
pub mod form;
pub mod next_year;
mod page_views;
mod pages;
pub mod store;
pub mod units;
pub mod views;

#[cfg(test)]
mod tests;

use axum::Router;
use kit::web::App;

/// Pages and API of the plan record.
pub fn routes() -> Router<App> {
    pages::routes().merge(api::routes())
}
