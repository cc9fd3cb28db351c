//! JSON: requests in, responses out. The same actions as the pages.

pub mod acts;
pub mod directives;
pub mod read;

use axum::Router;
use axum::routing::{get, post};
use kit::web::App;
use utoipa::OpenApi;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/tasks", get(read::list))
        .route("/api/v1/tasks/workload", get(read::workload))
        .route("/api/v1/tasks/{id}", get(read::show))
        .route("/api/v1/tasks/{id}/move", post(acts::change_state))
        .route("/api/v1/tasks/{id}/assign", post(acts::reassign))
        .route("/api/v1/tasks/{id}/notes", post(acts::add_note))
        .route("/api/v1/tasks/{id}/evidence/{evidence}/withdraw", post(acts::withdraw_evidence))
        .route("/api/v1/tasks/{id}/extensions", post(acts::ask_extension))
        .route("/api/v1/tasks/{id}/extensions/{extension}", post(acts::decide_extension))
        .route("/api/v1/items/{item}/tasks", get(read::item).post(acts::give))
        .route("/api/v1/items/{item}/fan-out", post(acts::fan_out))
        .route("/api/v1/items/{item}/orders", get(read::orders))
        .route("/api/v1/items/{item}/orders/{order}/end", post(acts::end_order))
        .route("/api/v1/directives", get(directives::list))
        .route("/api/v1/directives/{document}", get(directives::show))
        .route("/api/v1/directives/{document}/items", post(directives::add))
        .route("/api/v1/directives/{document}/links", post(directives::link))
        .route("/api/v1/directives/{document}/withdrawals", post(directives::withdraw))
}

#[derive(OpenApi)]
#[openapi(paths(
    read::list,
    read::workload,
    read::show,
    read::item,
    read::orders,
    acts::change_state,
    acts::reassign,
    acts::add_note,
    acts::add_evidence,
    acts::withdraw_evidence,
    acts::ask_extension,
    acts::decide_extension,
    acts::give,
    acts::fan_out,
    acts::end_order,
    directives::list,
    directives::show,
    directives::add,
    directives::link,
    directives::withdraw,
))]
struct Api;

/// The description of this part of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}
