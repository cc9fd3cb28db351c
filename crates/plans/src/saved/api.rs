//! JSON: a person's saved views.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, patch};
use kit::web::{Acting, App, Empty, Json, Reading, WebResult};
use utoipa::{OpenApi as _, ToSchema};

use super::actions::{self, Change};
use super::{Kind, View};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/views", get(list).post(save))
        .route("/api/v1/views/{id}", patch(change).delete(delete))
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list, save, change, delete))]
struct Description;

/// The description of this part of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ViewsQuery {
    /// `tasks` or `plan`; the views of all pages when left out.
    page: String,
}

/// The views that the caller saved.
#[utoipa::path(get, path = "/api/v1/views", tag = "views", params(ViewsQuery), responses((status = 200, body = Vec<View>)))]
async fn list(Reading(mut ctx): Reading, Query(query): Query<ViewsQuery>) -> WebResult<Json<Vec<View>>> {
    let mut views = Vec::new();
    for page in Kind::ALL {
        if query.page.is_empty() || query.page == page.code() {
            views.extend(actions::list(&mut ctx, page).await?);
        }
    }
    Ok(Json(views))
}

#[derive(Debug, serde::Deserialize, ToSchema)]
pub struct SaveViewRequest {
    pub page: Kind,
    /// Never empty; letters past the hundredth are cut.
    pub name: String,
    /// The query of the page's address; what its filter does not know is left out.
    #[serde(default)]
    pub query: String,
}

/// Saves what a page shows under a name.
#[utoipa::path(post, path = "/api/v1/views", tag = "views", request_body = SaveViewRequest,
    responses((status = 201, body = View), (status = 422)))]
async fn save(
    Acting(mut ctx, Json(request)): Acting<Json<SaveViewRequest>>,
) -> WebResult<(StatusCode, Json<View>)> {
    let view = actions::save(&mut ctx, request.page, &request.name, &request.query).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(view)))
}

#[derive(Debug, Default, serde::Deserialize, ToSchema)]
#[serde(default)]
pub struct ChangeViewRequest {
    /// Stays when left out.
    pub name: Option<String>,
    /// Stays when left out.
    pub query: Option<String>,
}

/// Renames a view, or saves another query in it.
#[utoipa::path(patch, path = "/api/v1/views/{id}", tag = "views", params(("id" = i64, Path)), request_body = ChangeViewRequest,
    responses((status = 200, body = View), (status = 404), (status = 422)))]
async fn change(
    Path(id): Path<i64>,
    Acting(mut ctx, Json(request)): Acting<Json<ChangeViewRequest>>,
) -> WebResult<Json<View>> {
    let view = actions::change(&mut ctx, id, Change { name: request.name, query: request.query }).await?;
    ctx.commit().await?;
    Ok(Json(view))
}

/// Throws a view away.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "views", params(("id" = i64, Path)),
    responses((status = 204), (status = 404)))]
async fn delete(Path(id): Path<i64>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<StatusCode> {
    actions::delete(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
