//! HTML: forms in, pages out.

mod accounts;
mod audit;
mod forms;
mod setup;
mod units;

pub(crate) use audit::AuditQuery;
pub(crate) use forms::MergeForm;
pub(crate) use units::ListQuery;

use axum::Router;
use kit::web::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(units::routes())
        .merge(forms::routes())
        .merge(accounts::routes())
        .merge(audit::routes())
        .merge(setup::routes())
}
