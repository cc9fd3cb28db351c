//! The router that merges the modules, the navigation, and the description of the API.

use axum::Router;
use axum::routing::get;
use kit::page::Line;
use kit::web::App;

/// All routes, with the layers around them.
pub fn office(app: App) -> Router {
    let routes = Router::new()
        .merge(kit::accounts::routes())
        .merge(kit::search::routes())
        .route("/api/v1/openapi.json", get(|| async { axum::Json(openapi()) }));
    kit::web::finish(routes, app)
}

/// The lines of work, in the order of the day.
pub fn nav() -> Vec<Line> {
    Vec::new()
}

/// The API of all modules in one description.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut api = utoipa::openapi::OpenApi::default();
    for part in [kit::accounts::openapi(), kit::search::openapi()] {
        api.merge(part);
    }
    api
}

/// Who does which kind of job.
pub fn handlers() -> Vec<(&'static str, kit::jobs::Handler)> {
    Vec::new()
}
