//! The API of one's own account: who am I, tokens.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::routing::{delete, get};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::actions;
use super::store::{self, TokenRow};
use crate::id::{AccountId, PostId, UnitId};
use crate::web::{Acting, App, Empty, Json, Reading, WebResult};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/me", get(me))
        .route("/api/v1/tokens", get(list_tokens).post(create_token))
        .route("/api/v1/tokens/{id}", delete(revoke_token))
}

#[derive(OpenApi)]
#[openapi(paths(me, list_tokens, create_token, revoke_token))]
struct Description;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The person behind the request, and the post acted from.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeResponse {
    pub account: AccountId,
    pub login: String,
    pub name: String,
    pub lang: &'static str,
    pub has_two_step: bool,
    /// `None` for an account that holds no post today.
    pub seat: Option<SeatResponse>,
    pub seats: Vec<SeatResponse>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeatResponse {
    pub post: PostId,
    pub role: &'static str,
    pub title: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub is_stand_in: bool,
}

impl From<&super::Seat> for SeatResponse {
    fn from(seat: &super::Seat) -> Self {
        Self {
            post: seat.post,
            role: seat.role.code(),
            title: seat.title.clone(),
            unit: seat.unit,
            unit_name: seat.unit_name.clone(),
            is_stand_in: seat.is_stand_in,
        }
    }
}

#[utoipa::path(get, path = "/api/v1/me", tag = "accounts", responses((status = 200, body = MeResponse)))]
async fn me(Reading(ctx): Reading) -> Json<MeResponse> {
    let actor = &ctx.actor;
    Json(MeResponse {
        account: actor.account,
        login: actor.login.clone(),
        name: actor.name.clone(),
        lang: actor.lang.tag(),
        has_two_step: actor.has_totp,
        seat: actor.seat.as_ref().map(SeatResponse::from),
        seats: actor.seats.iter().map(SeatResponse::from).collect(),
    })
}

#[utoipa::path(get, path = "/api/v1/tokens", tag = "accounts", responses((status = 200, body = Vec<TokenRow>)))]
async fn list_tokens(Reading(mut ctx): Reading) -> WebResult<Json<Vec<TokenRow>>> {
    let account = ctx.actor.account;
    Ok(Json(store::list_tokens(ctx.tx(), account).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct CreateTokenRequest {
    /// At most 200 characters.
    pub name: String,
    /// 1 to 366; 90 when left out.
    pub days: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CreateTokenResponse {
    pub id: i64,
    /// Shown once.
    pub secret: String,
}

#[utoipa::path(post, path = "/api/v1/tokens", tag = "accounts", request_body = CreateTokenRequest,
    responses((status = 201, body = CreateTokenResponse)))]
async fn create_token(
    Acting(mut ctx, Json(request)): Acting<Json<CreateTokenRequest>>,
) -> WebResult<(StatusCode, Json<CreateTokenResponse>)> {
    let (id, secret) = actions::make_token(&mut ctx, &request.name, request.days.unwrap_or(90)).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(CreateTokenResponse { id, secret })))
}

#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "accounts", params(("id" = i64, Path)),
    responses((status = 204), (status = 404)))]
async fn revoke_token(Path(id): Path<i64>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<StatusCode> {
    actions::revoke_token(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
