//! Tasks of units on plan items: giving them, doing them, evidence, checking, lists, and the page that begins the day.
//!
//! An item has one task a unit; each has its own state, and the item's standing is counted from them. Moves come from
//! [`TASK_TRANSITIONS`](crate::task::TASK_TRANSITIONS) alone. What lies outside a person's units does not exist for them, except
//! a task that one of their units helps with, which they may read.

pub mod actions;
mod api;
pub mod brought;
pub mod figures;
pub mod list;
mod pages;
pub mod store;
mod views;
mod words;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use kit::web::App;

pub use api::openapi;
pub(crate) use views::list::roman;

/// The most that one piece of evidence may weigh on the way in; the installation's own limit is checked as well.
const UPLOAD_LIMIT: usize = 64 * 1024 * 1024;

/// Addresses of this part, for whoever links to it.
pub mod urls {
    use kit::UnitId;

    use crate::{PlanItemId, TaskId};

    pub const TASKS: &str = "/tasks";
    pub const WORKLOAD: &str = "/tasks/workload";
    pub const DIRECTIVES: &str = "/directives";

    pub fn task(id: TaskId) -> String {
        format!("/tasks/{id}")
    }

    /// The page that gives an item to units.
    pub fn assign(item: PlanItemId) -> String {
        format!("/items/{item}/assign")
    }

    pub fn tasks_of_item(item: PlanItemId) -> String {
        format!("/tasks?state=all&item={item}")
    }

    pub fn tasks_of_unit(unit: UnitId) -> String {
        format!("/tasks?unit={unit}")
    }

    pub fn directive(document: i64) -> String {
        format!("/directives/{document}")
    }
}

/// Who does which kind of job.
pub fn handlers() -> Vec<(&'static str, kit::jobs::Handler)> {
    vec![(actions::UNIT_OPENED, |app, job| Box::pin(actions::on_unit_opened(app, job)))]
}

/// Pages and API of this part.
pub fn routes() -> Router<App> {
    let uploads = Router::new()
        .route("/tasks/{id}/evidence", post(pages::acts::add_evidence))
        .route("/api/v1/tasks/{id}/evidence", post(api::acts::add_evidence))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    Router::new()
        .route("/", get(pages::today::show))
        .route("/tasks", get(pages::list::show))
        .route("/tasks/export", get(pages::list::export))
        .route("/tasks/views", post(pages::list::save_view))
        .route("/tasks/views/{view}", post(pages::list::change_view))
        .route("/tasks/workload", get(pages::workload::show))
        .route("/tasks/{id}", get(pages::show::show))
        .route("/tasks/{id}/move", post(pages::acts::change_state))
        .route("/tasks/{id}/assign", post(pages::acts::reassign))
        .route("/tasks/{id}/note", post(pages::acts::add_note))
        .route("/tasks/{id}/evidence/{evidence}", get(pages::acts::download))
        .route("/tasks/{id}/evidence/{evidence}/withdraw", post(pages::acts::withdraw_evidence))
        .route("/tasks/{id}/extension", post(pages::acts::ask_extension))
        .route("/tasks/{id}/extension/{extension}", post(pages::acts::decide_extension))
        .route("/items/{item}/assign", get(pages::assign::show).post(pages::assign::assign))
        .route("/items/{item}/fan-out", post(pages::assign::fan_out))
        .route("/items/{item}/orders/{order}/end", post(pages::assign::end_order))
        .route("/directives", get(pages::directives::list))
        .route("/directives/{document}", get(pages::directives::show))
        .route("/directives/{document}/items", post(pages::directives::add))
        .route("/directives/{document}/read", post(pages::directives::read_clauses))
        .route("/directives/{document}/link", post(pages::directives::link))
        .route("/directives/{document}/withdraw", post(pages::directives::withdraw))
        .merge(api::routes())
        .merge(uploads)
}
