//! Following a plan: the list of plans, one plan seen in four ways over one query, what it said on any day, what changed since it
//! was issued, how far it is, and its calendar.
//!
//! Nothing is written here. A plan exists for a person when its unit lies in their scope, or when it is in force and one of their
//! units has a task in it; tasks are counted within the scope only, so n/N is always n/N of what the person may see.

pub mod actions;
pub mod filter;
pub mod model;
mod pages;
pub mod snapshot;
pub mod store;
mod views;
mod words;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use kit::web::App;

/// Addresses of this part, for whoever links to it.
pub mod urls {
    use crate::{PlanId, PlanItemId};

    pub const PLANS: &str = "/plans";
    /// The form of a new plan.
    pub const NEW: &str = "/plans/new";

    pub fn plan(id: PlanId) -> String {
        format!("/plans/{id}")
    }

    pub fn item(plan: PlanId, item: PlanItemId) -> String {
        format!("/plans/{plan}/items/{item}")
    }

    /// Where the moves of a plan are posted.
    pub fn plan_move(id: PlanId) -> String {
        format!("/plans/{id}/move")
    }

    pub fn next_year(id: PlanId) -> String {
        format!("/plans/{id}/next-year")
    }

    pub fn new_item(id: PlanId) -> String {
        format!("/plans/{id}/items/new")
    }

    pub fn paper(document: documents::DocumentId) -> String {
        format!("/documents/{document}")
    }
}

/// Pages of this part.
pub fn routes() -> Router<App> {
    Router::new().route("/plans", get(pages::list::show)).route("/plans/{id}", get(pages::show::show))
}
