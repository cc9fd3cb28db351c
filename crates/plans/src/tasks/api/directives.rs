//! Directives and n/N.

use axum::extract::Path;
use kit::permission::Permission;
use kit::web::{Acting, Json, Reading, WebResult};

use crate::PlanItemId;
use crate::tasks::actions::directives::{self as actions, DirectiveView};
use crate::tasks::store::directives::{self, Directive};

/// Papers with numbered demands, each with n/N.
#[utoipa::path(get, path = "/api/v1/directives", responses((status = 200, body = Vec<Directive>)))]
pub async fn list(Reading(mut ctx): Reading) -> WebResult<Json<Vec<Directive>>> {
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    Ok(Json(directives::list_directives(ctx.tx(), scope, None).await?))
}

/// A paper's demands, their answers, and what answers nothing.
#[utoipa::path(get, path = "/api/v1/directives/{document}", params(("document" = i64, Path)), responses((status = 200, body = DirectiveView), (status = 404)))]
pub async fn show(Reading(mut ctx): Reading, Path(document): Path<i64>) -> WebResult<Json<DirectiveView>> {
    Ok(Json(actions::view(&mut ctx, document).await?))
}

#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct LinesRequest {
    /// One demand a line, `1. …`.
    pub lines: String,
}

/// Writes demands down.
#[utoipa::path(post, path = "/api/v1/directives/{document}/items", params(("document" = i64, Path)), request_body = LinesRequest, responses((status = 200, body = DirectiveView), (status = 409), (status = 422)))]
pub async fn add(
    Path(document): Path<i64>,
    Acting(mut ctx, Json(request)): Acting<Json<LinesRequest>>,
) -> WebResult<Json<DirectiveView>> {
    actions::add_lines(&mut ctx, document, &request.lines).await?;
    let mut ctx = ctx.commit_and_read().await?;
    Ok(Json(actions::view(&mut ctx, document).await?))
}

#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct DemandLinkRequest {
    pub demand: i64,
    pub item: PlanItemId,
    /// `false` takes the link away.
    pub is_linked: bool,
}

/// Says that a plan item answers a demand, or no longer does.
#[utoipa::path(post, path = "/api/v1/directives/{document}/links", params(("document" = i64, Path)), request_body = DemandLinkRequest, responses((status = 200, body = DirectiveView), (status = 404)))]
pub async fn link(
    Path(document): Path<i64>,
    Acting(mut ctx, Json(request)): Acting<Json<DemandLinkRequest>>,
) -> WebResult<Json<DirectiveView>> {
    actions::link(&mut ctx, document, request.demand, request.item, request.is_linked).await?;
    let mut ctx = ctx.commit_and_read().await?;
    Ok(Json(actions::view(&mut ctx, document).await?))
}

#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct DemandWithdrawRequest {
    pub demand: i64,
    /// The symbol or the id of the paper that takes it back.
    pub document: String,
}

/// Takes a demand out of the count, by a paper.
#[utoipa::path(post, path = "/api/v1/directives/{document}/withdrawals", params(("document" = i64, Path)), request_body = DemandWithdrawRequest, responses((status = 200, body = DirectiveView), (status = 404), (status = 422)))]
pub async fn withdraw(
    Path(document): Path<i64>,
    Acting(mut ctx, Json(request)): Acting<Json<DemandWithdrawRequest>>,
) -> WebResult<Json<DirectiveView>> {
    actions::withdraw(&mut ctx, document, request.demand, &request.document).await?;
    let mut ctx = ctx.commit_and_read().await?;
    Ok(Json(actions::view(&mut ctx, document).await?))
}
