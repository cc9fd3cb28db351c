//! Following a plan: the list of plans, one plan seen in four ways over one query, what it said on any day, what changed since it
//! was issued, how far it is, and its calendar.
//!
//! Nothing is written here. A plan exists for a person when its unit lies in their scope, or when it is in force and one of their
//! units has a task in it; tasks are counted within the scope only, so n/N is always n/N of what the person may see.

pub mod actions;
mod api;
pub mod calendar;
pub mod changes;
pub mod compare;
pub mod filter;
pub mod ics;
pub mod model;
pub(crate) mod pages;
pub mod progress;
pub mod snapshot;
pub mod store;
pub(crate) mod views;
pub(crate) mod words;

#[cfg(test)]
pub(crate) mod tests;

use axum::Router;
use axum::routing::{get, post};
use kit::web::App;

pub use api::openapi;

/// Addresses of this part, for whoever links to it.
pub mod urls {
    use crate::{PlanId, PlanItemId};

    pub const PLANS: &str = "/plans";
    /// The form of a new plan.
    pub const NEW: &str = "/plans/new";
    /// The commemorations of a year.
    pub const CALENDAR: &str = "/calendar";
    pub const CALENDAR_FEED: &str = "/calendar.ics";

    pub fn plan(id: PlanId) -> String {
        format!("/plans/{id}")
    }

    /// Where a view of a plan is saved.
    pub fn views(id: PlanId) -> String {
        format!("/plans/{id}/views")
    }

    pub fn item(plan: PlanId, item: PlanItemId) -> String {
        format!("/plans/{plan}/items/{item}")
    }

    /// Where the moves of a plan are posted.
    pub fn plan_move(id: PlanId) -> String {
        format!("/plans/{id}/move")
    }

    /// The form of the money that a plan has.
    pub fn allotment(id: PlanId) -> String {
        format!("/plans/{id}/allotment")
    }

    pub fn next_year(id: PlanId) -> String {
        format!("/plans/{id}/next-year")
    }

    pub fn new_item(id: PlanId) -> String {
        format!("/plans/{id}/items/new")
    }

    pub fn edit_item(plan: PlanId, item: PlanItemId) -> String {
        format!("/plans/{plan}/items/{item}/edit")
    }

    pub fn carry_item(plan: PlanId, item: PlanItemId) -> String {
        format!("/plans/{plan}/items/{item}/edit?open=carry#carry")
    }

    /// The form that puts what is unfinished into next year's plan, with this item chosen.
    pub fn carry_into_next_year(plan: PlanId, item: PlanItemId) -> String {
        format!("/plans/{plan}/next-year?carry={item}")
    }

    pub fn withdraw_item(plan: PlanId, item: PlanItemId) -> String {
        format!("/plans/{plan}/items/{item}/edit?open=withdraw#withdraw")
    }

    pub fn spend(plan: PlanId, item: PlanItemId) -> String {
        format!("/plans/{plan}/items/{item}/edit#spending")
    }

    /// The page that gives an item to units, one by one or all of a kind.
    pub fn assign(item: PlanItemId) -> String {
        format!("/items/{item}/assign")
    }

    pub fn task(id: crate::TaskId) -> String {
        format!("/tasks/{id}")
    }

    pub fn directive(document: documents::DocumentId) -> String {
        format!("/directives/{document}")
    }

    pub fn compare(id: PlanId) -> String {
        format!("/plans/{id}/compare")
    }

    /// The table of a plan to take along; takes the filter of its page and `format`.
    pub fn export(id: PlanId) -> String {
        format!("/plans/{id}/export")
    }

    pub fn progress(id: PlanId) -> String {
        format!("/plans/{id}/progress")
    }

    pub fn overdue(id: PlanId) -> String {
        format!("/plans/{id}/overdue")
    }

    /// The due dates of a plan for a calendar program.
    pub fn plan_calendar(id: PlanId) -> String {
        format!("/plans/{id}/calendar.ics")
    }

    /// A clause in its paper's text.
    pub fn clause(document: documents::DocumentId, code: &str) -> String {
        format!("/documents/{document}#{code}")
    }

    pub fn paper(document: documents::DocumentId) -> String {
        format!("/documents/{document}")
    }
}

/// Pages and API of this part.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/plans", get(pages::list::show))
        .route("/plans/{id}", get(pages::show::show))
        .route("/plans/{id}/views", post(pages::saved::save))
        .route("/plans/{id}/views/{view}", post(pages::saved::change))
        .route("/plans/{id}/items/{item}", get(pages::item::show))
        .route("/plans/{id}/compare", get(pages::compare::show))
        .route("/plans/{id}/export", get(pages::show::export))
        .route("/plans/{id}/progress", get(pages::progress::show))
        .route("/plans/{id}/overdue", get(pages::progress::overdue))
        .route("/plans/{id}/calendar.ics", get(pages::calendar::plan_feed))
        .route(urls::CALENDAR, get(pages::calendar::show))
        .route(urls::CALENDAR_FEED, get(pages::calendar::feed))
        .merge(api::routes())
}
