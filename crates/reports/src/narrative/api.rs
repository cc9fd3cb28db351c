//! JSON: the words below, and the passages of a section.

use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use kit::UnitId;
use kit::permission::Permission;
use kit::web::{Acting, App, Json, Reading, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::actions::{Draft, PassageSeen, arrange, passages, see};
use super::gather::{Gathered, gather};
use super::passage::Source;
use crate::api::period;
use crate::returns::actions::look::look;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/reports/gathered", get(get_gathered))
        .route("/api/v1/reports/passages", get(get_passages).put(put_passages))
}

#[derive(OpenApi)]
#[openapi(paths(get_gathered, get_passages, put_passages))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SectionQuery {
    #[param(value_type = i64)]
    unit: UnitId,
    /// `2024-01`, `2024-Q1`, `2024-H1` or `2024`.
    period: String,
    /// The regime's code.
    regime: String,
    /// The section's code.
    section: String,
}

/// The sentences of the reports below that belong to a section; near-equal ones together.
#[utoipa::path(get, path = "/api/v1/reports/gathered", tag = "reports", params(SectionQuery),
    responses((status = 200, body = Gathered), (status = 403), (status = 404), (status = 422)))]
async fn get_gathered(
    Reading(mut ctx): Reading,
    Query(of): Query<SectionQuery>,
) -> WebResult<Json<Gathered>> {
    ctx.require(Permission::EnterReports)?;
    let look = look(&mut ctx, of.unit, period(&of.period)?, &of.regime).await?;
    if !look.is_own {
        return Err(crate::error::ReportsError::ReportNotFound.into());
    }
    let list = passages(&mut ctx, &look, &of.section).await?;
    let used: Vec<Source> = list.into_iter().flat_map(|passage| passage.sources).collect();
    Ok(Json(gather(&mut ctx, &look, &of.section, &used).await?))
}

/// The passages of a section.
#[derive(Debug, Serialize, ToSchema)]
pub struct PassagesResponse {
    /// To be sent with the next change; 0 when there are no words.
    pub version: i64,
    pub passages: Vec<PassageSeen>,
}

/// The passages of a section: their sources, their figures as they stand, and remarks on typed numbers.
#[utoipa::path(get, path = "/api/v1/reports/passages", tag = "reports", params(SectionQuery),
    responses((status = 200, body = PassagesResponse), (status = 404), (status = 422)))]
async fn get_passages(
    Reading(mut ctx): Reading,
    Query(of): Query<SectionQuery>,
) -> WebResult<Json<PassagesResponse>> {
    let look = look(&mut ctx, of.unit, period(&of.period)?, &of.regime).await?;
    let passages = see(&mut ctx, &look, &of.section).await?;
    let version = look.words(&of.section).map_or(0, |text| text.version);
    Ok(Json(PassagesResponse { version, passages }))
}

/// The passages of a section as they are to be, in order.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PassagesForm {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub period: String,
    /// The regime's code.
    pub regime: String,
    pub section: String,
    /// The version that was seen; 0 when there were no words.
    pub version: i64,
    pub passages: Vec<Draft>,
}

/// Puts passages in the place of a section's words; 409 when others saved meanwhile or a sentence reads otherwise now.
#[utoipa::path(put, path = "/api/v1/reports/passages", tag = "reports", request_body = PassagesForm,
    responses((status = 200, body = PassagesResponse), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn put_passages(
    Acting(mut ctx, Json(form)): Acting<Json<PassagesForm>>,
) -> WebResult<Json<PassagesResponse>> {
    let of = (form.unit, period(&form.period)?, form.regime.as_str());
    let version = arrange(&mut ctx, of, &form.section, form.version, &form.passages).await?;
    let mut ctx = ctx.commit_and_read().await?;
    let look = look(&mut ctx, of.0, of.1, of.2).await?;
    let passages = see(&mut ctx, &look, &form.section).await?;
    Ok(Json(PassagesResponse { version, passages }))
}
