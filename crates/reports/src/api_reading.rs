//! Trend, ranking, map and targets as JSON.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, put};
use kit::UnitId;
use kit::web::{Acting, App, Json, Reading, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::actions::map::{MapPoint, map};
use crate::actions::reading::{RankedUnit, TrendPoint, ranking, trend};
use crate::actions::targets::{Compared, choose_indicator, compare_targets};
use crate::actions::totals::Asked;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::store::figures::Layer;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/reports/trend", get(get_trend))
        .route("/api/v1/reports/ranking", get(get_ranking))
        .route("/api/v1/reports/map", get(get_map))
        .route("/api/v1/reports/targets", get(get_targets))
        .route("/api/v1/reports/targets/{item}", put(put_target))
}

#[derive(OpenApi)]
#[openapi(paths(get_trend, get_ranking, get_map, get_targets, put_target))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Which figures are read.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReadingQuery {
    #[param(value_type = i64)]
    unit: UnitId,
    /// `2024-01`, `2024-Q1`, `2024-H1` or `2024`.
    period: String,
    /// The indicator's code; the first in the list when left out.
    #[serde(default)]
    indicator: String,
    /// `typed` (the default) or `accepted`.
    #[serde(default)]
    layer: String,
}

impl ReadingQuery {
    fn asked(&self) -> WebResult<Asked> {
        let layer = Layer::from_code(&self.layer).unwrap_or(Layer::Typed);
        Ok(Asked { unit: self.unit, period: crate::api::period(&self.period)?, basis: None, layer })
    }
}

/// One indicator over time, the oldest period first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrendResponse {
    pub indicator: Indicator,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub points: Vec<TrendPoint>,
}

#[utoipa::path(get, path = "/api/v1/reports/trend", tag = "reports", params(ReadingQuery),
    responses((status = 200, body = TrendResponse), (status = 404), (status = 422)))]
async fn get_trend(
    Reading(mut ctx): Reading,
    Query(query): Query<ReadingQuery>,
) -> WebResult<Json<TrendResponse>> {
    let found = trend(&mut ctx, &query.asked()?, &query.indicator).await?;
    Ok(Json(TrendResponse { indicator: found.indicator, unit: found.unit.id, points: found.points }))
}

/// The units below by one indicator, the highest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankingResponse {
    pub indicator: Indicator,
    pub period: ReportPeriod,
    pub units: Vec<RankedUnit>,
}

#[utoipa::path(get, path = "/api/v1/reports/ranking", tag = "reports", params(ReadingQuery),
    responses((status = 200, body = RankingResponse), (status = 404), (status = 422)))]
async fn get_ranking(
    Reading(mut ctx): Reading,
    Query(query): Query<ReadingQuery>,
) -> WebResult<Json<RankingResponse>> {
    let found = ranking(&mut ctx, &query.asked()?, &query.indicator).await?;
    Ok(Json(RankingResponse { indicator: found.indicator, period: found.period, units: found.units }))
}

/// The units below as points, in the order of their names.
#[derive(Debug, Serialize, ToSchema)]
pub struct MapResponse {
    pub indicator: Indicator,
    pub period: ReportPeriod,
    /// The least and the greatest value of each step.
    pub steps: Vec<(i64, i64)>,
    pub points: Vec<MapPoint>,
}

/// `indicator=reports_sent` gives the share of owed reports that were sent, in percent.
#[utoipa::path(get, path = "/api/v1/reports/map", tag = "reports", params(ReadingQuery),
    responses((status = 200, body = MapResponse), (status = 404), (status = 422)))]
async fn get_map(
    Reading(mut ctx): Reading,
    Query(query): Query<ReadingQuery>,
) -> WebResult<Json<MapResponse>> {
    let found = map(&mut ctx, &query.asked()?, &query.indicator).await?;
    Ok(Json(MapResponse {
        indicator: found.indicator,
        period: found.period,
        steps: found.steps,
        points: found.points,
    }))
}

/// The targets of a unit's plans of the period's year beside what has been reported so far; `indicator` is not used.
#[utoipa::path(get, path = "/api/v1/reports/targets", tag = "reports", params(ReadingQuery),
    responses((status = 200, body = Vec<Compared>), (status = 404), (status = 422)))]
async fn get_targets(
    Reading(mut ctx): Reading,
    Query(query): Query<ReadingQuery>,
) -> WebResult<Json<Vec<Compared>>> {
    Ok(Json(compare_targets(&mut ctx, &query.asked()?).await?.rows))
}

/// What tells how far a target is reached.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TargetIndicator {
    /// The indicator's code, of the target's unit of measure; empty for none.
    indicator: String,
}

#[utoipa::path(put, path = "/api/v1/reports/targets/{item}", tag = "reports", params(("item" = i64, Path)),
    request_body = TargetIndicator, responses((status = 204), (status = 403), (status = 404), (status = 422)))]
async fn put_target(
    Path(item): Path<i64>,
    Acting(mut ctx, Json(chosen)): Acting<Json<TargetIndicator>>,
) -> WebResult<StatusCode> {
    choose_indicator(&mut ctx, item, &chosen.indicator).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
