//! JSON: the list of indicators, and what is said about figures.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use kit::UnitId;
use kit::permission::Permission;
use kit::web::{Acting, App, Empty, Json, Reading, WebResult};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, OpenApi};

use crate::actions::comments::{NewComment, add_comment, comments, resolve_comment};
use crate::actions::indicators::{IndicatorForm, add_indicator, change_indicator};
use crate::api::period;
use crate::catalogue::catalogue;
use crate::indicator::Indicator;
use crate::store::comments::Comment;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/figures/comments", get(get_comments).post(post_comment))
        .route("/api/v1/figures/comments/{id}/resolve", post(post_resolve))
        .route("/api/v1/indicators", get(list_indicators).post(post_indicator))
        .route("/api/v1/indicators/{code}", put(put_indicator))
}

#[derive(OpenApi)]
#[openapi(paths(list_indicators, post_indicator, put_indicator, get_comments, post_comment, post_resolve))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Which indicators are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IndicatorsQuery {
    /// Only what is reported for this period; all ever defined when left out.
    #[serde(default)]
    period: String,
}

#[utoipa::path(get, path = "/api/v1/indicators", tag = "reports", params(IndicatorsQuery),
    responses((status = 200, body = Vec<Indicator>)))]
async fn list_indicators(
    Reading(mut ctx): Reading,
    Query(query): Query<IndicatorsQuery>,
) -> WebResult<Json<Vec<Indicator>>> {
    ctx.require(Permission::ReadWork)?;
    let catalogue = catalogue(ctx.tx()).await?;
    if query.period.is_empty() {
        return Ok(Json(catalogue.iter().cloned().collect()));
    }
    let period = period(&query.period)?;
    Ok(Json(catalogue.reported_in(period).cloned().collect()))
}

#[utoipa::path(post, path = "/api/v1/indicators", tag = "reports", request_body = IndicatorForm,
    responses((status = 201, body = Indicator), (status = 409), (status = 422)))]
async fn post_indicator(
    Acting(mut ctx, Json(form)): Acting<Json<IndicatorForm>>,
) -> WebResult<(StatusCode, Json<Indicator>)> {
    let indicator = add_indicator(&mut ctx, &form).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(indicator)))
}

/// Changes an indicator, or ends it with `last_day`. Its rules stay as they are once there are figures.
#[utoipa::path(put, path = "/api/v1/indicators/{code}", tag = "reports", request_body = IndicatorForm,
    params(("code" = String, Path)),
    responses((status = 200, body = Indicator), (status = 404), (status = 409), (status = 422)))]
async fn put_indicator(
    Path(code): Path<String>,
    Acting(mut ctx, Json(form)): Acting<Json<IndicatorForm>>,
) -> WebResult<Json<Indicator>> {
    let indicator = change_indicator(&mut ctx, &IndicatorForm { code, ..form }).await?;
    ctx.commit().await?;
    Ok(Json(indicator))
}

/// Whose figures, and of which period.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CommentsQuery {
    #[param(value_type = i64)]
    unit: UnitId,
    /// `2024-01`, `2024-Q1`, `2024-H1` or `2024`.
    period: String,
}

/// What was said about a unit's figures of a period, oldest first.
#[utoipa::path(get, path = "/api/v1/figures/comments", tag = "reports", params(CommentsQuery),
    responses((status = 200, body = Vec<Comment>), (status = 404), (status = 422)))]
async fn get_comments(
    Reading(mut ctx): Reading,
    Query(query): Query<CommentsQuery>,
) -> WebResult<Json<Vec<Comment>>> {
    let period = period(&query.period)?;
    Ok(Json(comments(&mut ctx, query.unit, period).await?))
}

/// Says something about a figure; answers with its number.
#[utoipa::path(post, path = "/api/v1/figures/comments", tag = "reports", request_body = NewComment,
    responses((status = 201), (status = 403), (status = 404), (status = 422)))]
async fn post_comment(
    Acting(mut ctx, Json(new)): Acting<Json<NewComment>>,
) -> WebResult<(StatusCode, Json<serde_json::Value>)> {
    let id = add_comment(&mut ctx, &new).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

/// Says that a comment is dealt with; once more changes nothing.
#[utoipa::path(post, path = "/api/v1/figures/comments/{id}/resolve", tag = "reports", params(("id" = i64, Path)),
    responses((status = 204), (status = 403), (status = 404)))]
async fn post_resolve(Path(id): Path<i64>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<StatusCode> {
    resolve_comment(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
