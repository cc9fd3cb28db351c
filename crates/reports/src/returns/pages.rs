//! HTML of reports owed, of one report, of forms and regimes: addresses and forms in.

use axum::Router;
use kit::web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
}
