//! The API of units, and of whom accounts are linked to.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, put};
use chrono::NaiveDate;
use kit::accounts::openid::OpenIdError;
use kit::paging::{MAX_PAGE_SIZE, PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{Acting, App, Empty, Json, Reading, WebResult};
use kit::{AccountId, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::actions::visible_unit;
use crate::seats;
use crate::store::{self, ChainRow, Filter, VersionRow};
use crate::unit::{Level, Unit, UnitKind};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/units", get(list_units))
        .route("/api/v1/units/{id}", get(find_unit))
        .route("/api/v1/unit-successions", get(list_successions))
        .route("/api/v1/accounts/{id}/openid", put(link_openid).delete(unlink_openid))
}

#[derive(OpenApi)]
#[openapi(paths(list_units, find_unit, list_successions, link_openid, unlink_openid))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Which units are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnitsQuery {
    /// A part of the name, accents left out or not; or a code.
    #[serde(default)]
    q: String,
    /// `central`, `province`, `district`, `commune` or `residential_area`.
    #[serde(default)]
    level: String,
    #[serde(default)]
    kind: String,
    /// Only what hangs directly under this unit.
    #[param(value_type = Option<i64>)]
    under: Option<UnitId>,
    /// The day the answer is for; today when left out.
    #[expect(dead_code, reason = "read by the context")]
    as_of: Option<NaiveDate>,
    /// The last unit of the page before.
    #[param(value_type = Option<i64>)]
    after: Option<UnitId>,
    /// At most 200.
    limit: Option<i64>,
}

/// A page of units.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitsResponse {
    pub units: Vec<Unit>,
    /// To be sent as `after` for the next page; absent on the last one.
    pub next: Option<UnitId>,
}

#[utoipa::path(get, path = "/api/v1/units", tag = "organisation", params(UnitsQuery),
    responses((status = 200, body = UnitsResponse)))]
async fn list_units(
    Reading(mut ctx): Reading,
    Query(query): Query<UnitsQuery>,
) -> WebResult<Json<UnitsResponse>> {
    ctx.require(Permission::ReadWork)?;
    let limit = query.limit.unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
    let filter = Filter {
        scope: ctx.scope()?,
        on: ctx.as_of(),
        text: query.q,
        level: Level::from_code(&query.level),
        kind: UnitKind::from_code(&query.kind),
        under: query.under,
        after: query.after,
        limit: limit + 1,
    };
    let page = PageOf::cut(store::list_units(ctx.tx(), &filter).await?, limit);
    let next = page.rows.last().filter(|_| page.has_more).map(|unit| unit.id);
    Ok(Json(UnitsResponse { units: page.rows, next }))
}

/// One unit with its past and what it is linked to.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitResponse {
    pub unit: Unit,
    pub versions: Vec<VersionRow>,
    pub successions: Vec<ChainRow>,
}

#[utoipa::path(get, path = "/api/v1/units/{id}", tag = "organisation", params(("id" = i64, Path)),
    responses((status = 200, body = UnitResponse), (status = 404)))]
async fn find_unit(Reading(mut ctx): Reading, Path(id): Path<UnitId>) -> WebResult<Json<UnitResponse>> {
    ctx.require(Permission::ReadWork)?;
    let unit = visible_unit(&mut ctx, id).await?;
    let versions = store::list_versions(ctx.tx(), id).await?;
    let successions = store::list_successions(ctx.tx(), id).await?;
    Ok(Json(UnitResponse { unit, versions, successions }))
}

/// Which part of the table is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuccessionsQuery {
    #[serde(default)]
    level: String,
    /// The last predecessor of the page before.
    #[param(value_type = Option<i64>)]
    after: Option<UnitId>,
}

#[utoipa::path(get, path = "/api/v1/unit-successions", tag = "organisation", params(SuccessionsQuery),
    responses((status = 200, body = Vec<ChainRow>)))]
async fn list_successions(
    Reading(mut ctx): Reading,
    Query(query): Query<SuccessionsQuery>,
) -> WebResult<Json<Vec<ChainRow>>> {
    ctx.require(Permission::ReadWork)?;
    let (scope, level) = (ctx.scope()?, Level::from_code(&query.level));
    Ok(Json(store::list_history(ctx.tx(), scope, level, query.after, MAX_PAGE_SIZE).await?))
}

/// Who somebody is at the organisation's sign-in provider.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LinkOpenIdRequest {
    /// E-mail address, user name or subject there, whichever the installation compares. At most 255 characters.
    pub name: String,
}

#[utoipa::path(put, path = "/api/v1/accounts/{id}/openid", tag = "organisation", params(("id" = i64, Path)),
    request_body = LinkOpenIdRequest, responses((status = 204), (status = 404), (status = 409), (status = 422)))]
async fn link_openid(
    Path(id): Path<AccountId>,
    Acting(mut ctx, Json(request)): Acting<Json<LinkOpenIdRequest>>,
) -> WebResult<StatusCode> {
    if request.name.trim().is_empty() {
        return Err(OpenIdError::NameInvalid.into());
    }
    seats::link_openid(&mut ctx, id, &request.name).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(delete, path = "/api/v1/accounts/{id}/openid", tag = "organisation", params(("id" = i64, Path)),
    responses((status = 204), (status = 404)))]
async fn unlink_openid(
    Path(id): Path<AccountId>,
    Acting(mut ctx, Empty): Acting<Empty>,
) -> WebResult<StatusCode> {
    seats::link_openid(&mut ctx, id, "").await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
