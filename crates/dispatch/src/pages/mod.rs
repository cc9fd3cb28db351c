//! HTML: addresses and forms in, page structs out.

mod desk;
mod inbox;
mod paper;
mod shared;

pub(crate) use desk::{RegisterQuery, TemplateForm};
pub(crate) use inbox::IncomingQuery;
pub(crate) use paper::{PaperForm, PaperPage};

use axum::Router;
use axum::routing::{get, post};
use kit::web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/dispatch", get(paper::list).post(paper::create))
        .route("/dispatch/new", get(paper::new))
        .route("/dispatch/{id}", get(paper::show))
        .route("/dispatch/{id}/edit", get(paper::edit).post(paper::change))
        .route("/dispatch/{id}/move", post(paper::act))
        .route("/dispatch/{id}/copy", post(paper::copy))
        .route("/dispatch/{id}/signed-copy", post(paper::attach))
        .route("/dispatch/{id}/sign-here", post(paper::sign_here))
        .route("/dispatch/documents/{id}", get(paper::document_signatures))
        .route("/dispatch/{id}/{format}", get(paper::part))
        .route("/dispatch/{id}/opinions", get(shared::opinions).post(shared::ask))
        .route("/dispatch/{id}/opinions/export", get(shared::export))
        .route("/dispatch/{id}/opinions/{opinion}", post(shared::answer))
        .route("/dispatch/{id}/send", get(shared::receipts).post(shared::send))
        .route("/dispatch/{id}/outside", post(shared::outside))
        .route("/dispatch/{id}/remind", post(shared::remind))
        .route("/dispatch/asked", get(inbox::asked_list))
        .route("/dispatch/asked/{id}", get(inbox::asked).post(inbox::say))
        .route("/dispatch/received", get(inbox::list))
        .route("/dispatch/received/{id}", get(inbox::show))
        .route("/dispatch/received/{id}/{format}", get(inbox::file))
        .route("/dispatch/received/{id}/acknowledge", post(inbox::acknowledge))
        .route("/dispatch/received/{id}/register", post(inbox::register))
        .route("/dispatch/incoming", get(inbox::incoming).post(inbox::enter))
        .route("/dispatch/incoming/new", get(inbox::new_entry))
        .route("/dispatch/incoming/export", get(inbox::export))
        .route("/dispatch/incoming/{id}", post(inbox::change))
        .route("/dispatch/register", get(desk::register))
        .route("/dispatch/register/export", get(desk::export))
        .route("/dispatch/register/reserve", post(desk::reserve))
        .route("/dispatch/register/cancel", post(desk::cancel))
        .route("/dispatch/register/close", post(desk::close))
        .route("/dispatch/templates", get(desk::templates))
        .route("/dispatch/templates/{name}", get(desk::template).post(desk::edit_template))
        .route("/dispatch/settings", get(desk::settings).post(desk::set))
        .route("/dispatch/settings/authority", post(desk::authority))
        .route("/dispatch/settings/authority/{id}/end", post(desk::end_authority))
}
