//! JSON: requests in, responses out.

mod papers;
mod registers;
mod shared;

use axum::Router;
use axum::routing::{get, post, put};
use kit::web::App;
use utoipa::OpenApi;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/outgoing", get(papers::list).post(papers::create))
        .route("/api/v1/outgoing/{id}", get(papers::show).put(papers::edit))
        .route("/api/v1/outgoing/{id}/copy", post(papers::copy))
        .route("/api/v1/outgoing/{id}/move", post(papers::act))
        .route("/api/v1/outgoing/{id}/signed-copy", post(papers::attach))
        .route("/api/v1/outgoing/{id}/sign-here", post(papers::sign_here))
        .route("/api/v1/outgoing/{id}/signatures", get(papers::outgoing_signatures))
        .route("/api/v1/received/{id}/signatures", get(papers::receipt_signatures))
        .route("/api/v1/documents/{id}/signatures", get(papers::document_signatures))
        .route("/api/v1/outgoing/{id}/opinions", get(shared::show_opinions).post(shared::ask))
        .route("/api/v1/outgoing/{id}/opinions/{opinion}/answer", put(shared::answer))
        .route("/api/v1/outgoing/{id}/receipts", get(shared::show_receipts).post(shared::send))
        .route("/api/v1/outgoing/{id}/outside", post(shared::send_outside))
        .route("/api/v1/outgoing/{id}/remind", post(shared::remind))
        .route("/api/v1/outgoing/{id}/citations", get(papers::citations))
        .route("/api/v1/asked/{id}", get(shared::show_asked).post(shared::say))
        .route("/api/v1/received", get(shared::inbox))
        .route("/api/v1/received/{id}/acknowledge", post(shared::acknowledge))
        .route("/api/v1/received/{id}/register", post(shared::register_receipt))
        .route("/api/v1/registers/outgoing", get(registers::register))
        .route("/api/v1/registers/outgoing/reserve", post(registers::reserve))
        .route("/api/v1/registers/outgoing/cancel", post(registers::cancel_number))
        .route("/api/v1/registers/{year}/close", post(registers::close))
        .route("/api/v1/registers/incoming", get(registers::list_incoming).post(registers::register_incoming))
        .route("/api/v1/registers/incoming/{id}", put(registers::change_incoming))
        .route("/api/v1/registers/settings", put(registers::settings))
        .route("/api/v1/registers/authorities", post(registers::set_authority))
        .route("/api/v1/paper-templates/{name}", get(registers::template).put(registers::edit_template))
}

#[derive(OpenApi)]
#[openapi(paths(
    papers::list,
    papers::create,
    papers::show,
    papers::edit,
    papers::copy,
    papers::act,
    papers::attach,
    papers::sign_here,
    papers::outgoing_signatures,
    papers::receipt_signatures,
    papers::document_signatures,
    shared::show_opinions,
    shared::ask,
    shared::answer,
    shared::show_receipts,
    shared::send,
    shared::send_outside,
    shared::remind,
    papers::citations,
    shared::show_asked,
    shared::say,
    shared::inbox,
    shared::acknowledge,
    shared::register_receipt,
    registers::register,
    registers::reserve,
    registers::cancel_number,
    registers::close,
    registers::list_incoming,
    registers::register_incoming,
    registers::change_incoming,
    registers::settings,
    registers::set_authority,
    registers::template,
    registers::edit_template
))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}
