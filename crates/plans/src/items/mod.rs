//! The plan record: plans and their items, created, edited, withdrawn, carried over, issued, paid for.
//!
//! Before issue whoever drafts edits freely; after issue an item changes only by a decision with a reason, and what it looked like
//! before stays in its versions. Money is entered, never overwritten: a correction is a negative row with a reason.

pub mod actions;
pub mod api;
pub mod error;
pub mod form;
pub mod next_year;
pub mod store;
pub mod units;
pub mod views;

#[cfg(test)]
mod tests;

use axum::Router;
use kit::web::App;

/// Pages and API of the plan record.
pub fn routes() -> Router<App> {
    api::routes()
}

/// Addresses of plans and their items.
pub mod urls {
    use crate::{PlanId, PlanItemId};

    pub fn plan(id: PlanId) -> String {
        format!("/plans/{id}")
    }

    /// An item in its plan.
    pub fn item(plan: PlanId, id: PlanItemId) -> String {
        format!("/plans/{plan}#item-{id}")
    }
}
