//! The progress of a plan, shown to everybody.
//!
//! An office that issued a plan may publish how far it is, and take it back at any time; both with a reason. The public pages need
//! no sign-in, work without script, and show less than any signed-in page: what is to be done, when, by which unit, and one of
//! four states. No person, note, evidence or money is ever read for them: the statements in [`store`] name no such column.

mod actions;
mod api;
pub mod filter;
mod office;
mod pages;
pub mod store;
mod views;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::get;
use kit::web::App;

pub use api::openapi;

/// Addresses of this part.
pub mod urls {
    use crate::PlanId;

    /// The published plans of this installation.
    pub const PLANS: &str = "/cong-khai";

    /// The public page of a plan.
    pub fn plan(id: PlanId) -> String {
        format!("/cong-khai/ke-hoach/{id}")
    }

    /// Where an officer publishes a plan and takes it back.
    pub fn publication(id: PlanId) -> String {
        format!("/plans/{id}/publication")
    }
}

/// Pages and API of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route(urls::PLANS, get(pages::list))
        .route("/cong-khai/ke-hoach/{plan}", get(pages::plan_or_file))
        .route("/plans/{plan}/publication", get(office::show).post(office::act))
        .merge(api::routes())
}
