//! HTML of reports owed, of one report, of forms and regimes: addresses and forms in.

mod define;
pub mod owed;
pub mod report;

use axum::Router;
use axum::routing::{get, post};
use kit::web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/reports/owed", get(owed::show))
        .route("/reports/owed/export", get(owed::export))
        .route("/reports/owed/remind", post(owed::remind))
        .route("/reports/of/{unit}/{period}/{regime}", get(report::show))
        .route("/reports/of/{unit}/{period}/{regime}/figures", post(report::figures))
        .route("/reports/of/{unit}/{period}/{regime}/words", post(report::words))
        .route("/reports/of/{unit}/{period}/{regime}/move", post(report::act))
        .route("/reports/of/{unit}/{period}/{regime}/paper", get(report::paper))
        .route("/reports/forms", get(define::forms).post(define::add_form))
        .route("/reports/forms/{code}", get(define::form))
        .route("/reports/regimes", get(define::regimes).post(define::put_one))
        .route("/reports/regimes/{code}", get(define::regime))
}
