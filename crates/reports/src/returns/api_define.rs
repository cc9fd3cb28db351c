//! JSON: forms and regimes.

use axum::Router;
use axum::routing::get;
use kit::permission::Permission;
use kit::web::{Acting, App, Json, Reading, WebResult};
use utoipa::OpenApi;

use super::actions::define::{NewForm, NewRegime, make_form, put_regime};
use super::form::ReportForm;
use super::regime::Regime;
use super::store::forms::list_forms;
use super::store::regimes::list_regimes;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/report-forms", get(get_forms).post(post_form))
        .route("/api/v1/reporting-regimes", get(get_regimes).post(post_regime))
}

#[derive(OpenApi)]
#[openapi(paths(get_forms, post_form, get_regimes, post_regime))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[utoipa::path(get, path = "/api/v1/report-forms", tag = "reports", responses((status = 200, body = Vec<ReportForm>)))]
async fn get_forms(Reading(mut ctx): Reading) -> WebResult<Json<Vec<ReportForm>>> {
    ctx.require(Permission::ReadWork)?;
    Ok(Json(list_forms(ctx.tx()).await?))
}

#[utoipa::path(post, path = "/api/v1/report-forms", tag = "reports", request_body = NewForm,
    responses((status = 200, body = ReportForm), (status = 403), (status = 422)))]
async fn post_form(Acting(mut ctx, Json(form)): Acting<Json<NewForm>>) -> WebResult<Json<ReportForm>> {
    let made = make_form(&mut ctx, &form).await?;
    ctx.commit().await?;
    Ok(Json(made))
}

#[utoipa::path(get, path = "/api/v1/reporting-regimes", tag = "reports",
    responses((status = 200, body = Vec<Regime>)))]
async fn get_regimes(Reading(mut ctx): Reading) -> WebResult<Json<Vec<Regime>>> {
    ctx.require(Permission::ReadWork)?;
    Ok(Json(list_regimes(ctx.tx()).await?))
}

#[utoipa::path(post, path = "/api/v1/reporting-regimes", tag = "reports", request_body = NewRegime,
    responses((status = 200, body = Regime), (status = 403), (status = 409), (status = 422)))]
async fn post_regime(Acting(mut ctx, Json(form)): Acting<Json<NewRegime>>) -> WebResult<Json<Regime>> {
    let made = put_regime(&mut ctx, &form).await?;
    ctx.commit().await?;
    Ok(Json(made))
}
