//! HTML: addresses and forms in, page structs out.

use axum::Router;
use kit::web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
}
