//! JSON: a person's calendar addresses.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get};
use kit::web::{Acting, App, Empty, Json, Reading, WebResult};
use utoipa::{OpenApi as _, ToSchema};

use super::store::Address;
use super::{actions, pages, urls};
use crate::PlanId;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/calendar-addresses", get(list).post(make))
        .route("/api/v1/calendar-addresses/{id}", delete(revoke))
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list, make, revoke))]
struct Description;

/// The description of this part of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The caller's calendar addresses that are in force, without their secrets.
#[utoipa::path(get, path = "/api/v1/calendar-addresses", tag = "calendar", responses((status = 200, body = Vec<Address>)))]
async fn list(Reading(mut ctx): Reading) -> WebResult<Json<Vec<Address>>> {
    Ok(Json(actions::list(&mut ctx).await?))
}

#[derive(Debug, Default, serde::Deserialize, ToSchema)]
#[serde(default)]
pub struct MakeAddressRequest {
    /// The plan whose tasks are read; the caller's own tasks when left out.
    pub plan: Option<PlanId>,
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct MadeAddress {
    pub id: i64,
    /// Told once: whoever has it reads the calendar.
    pub address: String,
}

/// Makes an address under which a calendar program reads without signing in.
#[utoipa::path(post, path = "/api/v1/calendar-addresses", tag = "calendar", request_body = MakeAddressRequest,
    responses((status = 201, body = MadeAddress), (status = 404), (status = 409)))]
async fn make(
    headers: HeaderMap,
    Acting(mut ctx, Json(request)): Acting<Json<MakeAddressRequest>>,
) -> WebResult<(StatusCode, Json<MadeAddress>)> {
    let (id, secret) = actions::make(&mut ctx, request.plan).await?;
    let address = format!("{}{}", pages::base(&ctx, &headers), urls::feed(&secret));
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(MadeAddress { id, address })))
}

/// Takes an address out of force.
#[utoipa::path(delete, path = "/api/v1/calendar-addresses/{id}", tag = "calendar", params(("id" = i64, Path)),
    responses((status = 204), (status = 404)))]
async fn revoke(Path(id): Path<i64>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<StatusCode> {
    actions::revoke(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
