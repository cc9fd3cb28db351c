//! What became of a plan and of the demands of a paper (handbook 3.6, OUT-3.4, OUT-3.5): n/N, done and done late, not done with
//! causes, carried over; and both as official papers.
//!
//! Nothing is typed: a result follows from tasks, and a cause is what somebody wrote where it happened. Work leaves the
//! denominator only by a paper, because there was no occasion for it, or because it is counted where it was carried to.

pub mod actions;
mod api;
pub mod model;
mod pages;
mod paper;
mod store;
mod verdict;
mod views;
mod words;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use kit::web::App;

pub use api::openapi;

/// Addresses of this part.
pub mod urls {
    use documents::DocumentId;

    use crate::PlanId;

    pub fn plan(id: PlanId) -> String {
        format!("/plans/{id}/evaluation")
    }

    /// The evaluation as an official report; takes `format`.
    pub fn plan_report(id: PlanId) -> String {
        format!("/plans/{id}/evaluation/paper")
    }

    /// The plan with its present state as an annex; takes `format`.
    pub fn plan_paper(id: PlanId) -> String {
        format!("/plans/{id}/paper")
    }

    pub fn document(id: DocumentId) -> String {
        format!("/documents/{id}/evaluation")
    }
}

/// Pages and API of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/plans/{id}/evaluation", get(pages::plan))
        .route("/plans/{id}/evaluation/paper", get(pages::plan_report))
        .route("/plans/{id}/paper", get(pages::plan_paper))
        .route("/documents/{id}/evaluation", get(pages::document))
        .merge(api::routes())
}
