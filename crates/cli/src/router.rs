//! The router that merges the modules, the navigation, and the description of the API.

use axum::Router;
use axum::routing::get;
use kit::page::Line;
use kit::permission::Permission;
use kit::web::App;

use crate::texts;

/// All routes, with the layers around them.
pub fn office(app: App, means: dispatch::signing::SigningMeans) -> Router {
    crate::published::publish();
    let routes = Router::new()
        .merge(kit::accounts::routes())
        .merge(kit::search::routes())
        .merge(crate::help::routes())
        .merge(organisation::routes())
        .merge(documents::routes())
        .merge(plans::routes())
        .merge(reports::routes())
        .merge(dispatch::routes_with(means))
        .route("/api/v1/openapi.json", get(|| async { axum::Json(openapi()) }));
    kit::web::finish(routes, app)
}

/// The lines of work, in the order of the day.
pub fn nav() -> Vec<Line> {
    use kit::ui::Icon;
    let line =
        |href, label, icon| Line { href, label, icon, group: None, permission: Some(Permission::ReadWork) };
    vec![
        line("/", texts::NAV_TODAY, Icon::Home),
        line("/documents", texts::NAV_DOCUMENTS, Icon::Paper),
        line("/dispatch", texts::NAV_DISPATCH, Icon::Send),
        line("/plans", texts::NAV_PLANS, Icon::Board),
        line("/tasks", texts::NAV_TASKS, Icon::Check),
        line("/reports", texts::NAV_REPORTS, Icon::Chart),
        line("/directives", texts::NAV_DIRECTIVES, Icon::Seal),
        line("/calendar", texts::NAV_CALENDAR, Icon::Calendar),
        Line { group: Some(texts::NAV_GROUP_OFFICE), ..line("/units", texts::NAV_UNITS, Icon::Tree) },
        Line {
            permission: Some(Permission::ManageAccounts),
            ..line("/accounts", texts::NAV_ACCOUNTS, Icon::People)
        },
        Line { permission: Some(Permission::ReadAudit), ..line("/audit", texts::NAV_AUDIT, Icon::Eye) },
    ]
}

/// The API of all modules in one description.
pub fn openapi() -> utoipa::openapi::OpenApi {
    kit::openapi::join([
        kit::accounts::openapi(),
        kit::search::openapi(),
        organisation::openapi(),
        documents::api::openapi(),
        plans::openapi(),
        reports::openapi(),
        dispatch::openapi(),
    ])
}

/// Who does which kind of job.
pub fn handlers() -> Vec<(&'static str, kit::jobs::Handler)> {
    plans::tasks::handlers().into_iter().chain(reports::handlers()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_description_of_the_api_names_each_body_once() {
        assert!(super::openapi().paths.paths.contains_key("/api/v1/tasks/{id}/notes"));
    }
}
