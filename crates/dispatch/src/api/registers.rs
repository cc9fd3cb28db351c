//! Registers, settings, templates.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kit::web::{Acting, Empty, Json, Reading, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use kit::UnitId;

use crate::IncomingId;
use crate::actions::{self, Change, Register, Registration};
use crate::paper::Series;
use crate::store::incoming::{self, Entry};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RegisterQuery {
    unit: Option<i64>,
    year: Option<i64>,
    from: String,
    to: String,
    /// Only papers of this kind.
    template: String,
}

#[utoipa::path(get, path = "/api/v1/registers/outgoing", tag = "dispatch", params(RegisterQuery), responses((status = 200, body = Register), (status = 404)))]
pub(super) async fn register(
    Reading(mut ctx): Reading,
    Query(query): Query<RegisterQuery>,
) -> WebResult<Json<Register>> {
    let unit = query.unit.map(UnitId);
    let register = actions::register_of(&mut ctx, unit, query.year, &query.from, &query.to).await?;
    Ok(Json(register.only(&query.template)))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ReserveRequest {
    template: String,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NumberResponse {
    number: i64,
}

#[utoipa::path(post, path = "/api/v1/registers/outgoing/reserve", tag = "dispatch", request_body = ReserveRequest,
    responses((status = 200, body = NumberResponse), (status = 409), (status = 422)))]
pub(super) async fn reserve(
    Acting(mut ctx, Json(body)): Acting<Json<ReserveRequest>>,
) -> WebResult<Json<NumberResponse>> {
    let number = actions::reserve_number(&mut ctx, &body.template, &body.reason).await?;
    ctx.commit().await?;
    Ok(Json(NumberResponse { number }))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct CancelNumberRequest {
    year: i64,
    series: String,
    number: i64,
    #[serde(default)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/registers/outgoing/cancel", tag = "dispatch", request_body = CancelNumberRequest,
    responses((status = 204), (status = 409), (status = 422)))]
pub(super) async fn cancel_number(
    Acting(mut ctx, Json(body)): Acting<Json<CancelNumberRequest>>,
) -> WebResult<StatusCode> {
    actions::cancel_number(&mut ctx, body.year, &body.series, body.number, &body.reason).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/registers/{year}/close", tag = "dispatch", responses((status = 204), (status = 409)))]
pub(super) async fn close(Path(year): Path<i64>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<StatusCode> {
    actions::close_year(&mut ctx, year).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/api/v1/registers/incoming", tag = "dispatch", params(RegisterQuery), responses((status = 200, body = [Entry]), (status = 404)))]
pub(super) async fn list_incoming(
    Reading(mut ctx): Reading,
    Query(query): Query<RegisterQuery>,
) -> WebResult<Json<Vec<Entry>>> {
    let register =
        actions::register_of(&mut ctx, query.unit.map(UnitId), query.year, &query.from, &query.to).await?;
    Ok(Json(incoming::list_entries(ctx.tx(), register.unit, register.from, register.to).await?))
}

#[utoipa::path(post, path = "/api/v1/registers/incoming", tag = "dispatch", request_body = Registration,
    responses((status = 201, body = Entry), (status = 409), (status = 422)))]
pub(super) async fn register_incoming(
    Acting(mut ctx, Json(body)): Acting<Json<Registration>>,
) -> WebResult<(StatusCode, Json<Entry>)> {
    let entry = actions::register_incoming(&mut ctx, &body).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(entry)))
}

#[utoipa::path(put, path = "/api/v1/registers/incoming/{id}", tag = "dispatch", request_body = Change,
    responses((status = 200, body = Entry), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn change_incoming(
    Path(id): Path<IncomingId>,
    Acting(mut ctx, Json(body)): Acting<Json<Change>>,
) -> WebResult<Json<Entry>> {
    let entry = actions::change_incoming(&mut ctx, id, &body).await?;
    ctx.commit().await?;
    Ok(Json(entry))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct SettingsRequest {
    series: Series,
}

#[utoipa::path(put, path = "/api/v1/registers/settings", tag = "dispatch", request_body = SettingsRequest, responses((status = 204)))]
pub(super) async fn settings(
    Acting(mut ctx, Json(body)): Acting<Json<SettingsRequest>>,
) -> WebResult<StatusCode> {
    actions::set_series(&mut ctx, body.series).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct AuthorityRequest {
    /// Empty for every kind.
    template: String,
    role: String,
    /// Today when empty.
    valid_from: String,
}

#[utoipa::path(post, path = "/api/v1/registers/authorities", tag = "dispatch", request_body = AuthorityRequest, responses((status = 204), (status = 422)))]
pub(super) async fn set_authority(
    Acting(mut ctx, Json(body)): Acting<Json<AuthorityRequest>>,
) -> WebResult<StatusCode> {
    actions::set_authority(&mut ctx, &body.template, &body.role, &body.valid_from).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A template's text, in TOML.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TemplateBody {
    text: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    note: String,
}

#[utoipa::path(get, path = "/api/v1/paper-templates/{name}", tag = "dispatch", responses((status = 200, body = TemplateBody), (status = 404)))]
pub(super) async fn template(
    Reading(mut ctx): Reading,
    Path(name): Path<String>,
) -> WebResult<Json<TemplateBody>> {
    let text = actions::template_text(&mut ctx, &name).await?;
    Ok(Json(TemplateBody { text, valid_from: String::new(), note: String::new() }))
}

#[utoipa::path(put, path = "/api/v1/paper-templates/{name}", tag = "dispatch", request_body = TemplateBody, responses((status = 204), (status = 403), (status = 404), (status = 422)))]
pub(super) async fn edit_template(
    Path(name): Path<String>,
    Acting(mut ctx, Json(body)): Acting<Json<TemplateBody>>,
) -> WebResult<StatusCode> {
    actions::edit_template(&mut ctx, &name, &body.text, &body.valid_from, &body.note).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
