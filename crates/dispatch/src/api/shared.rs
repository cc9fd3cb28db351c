//! Opinions on a draft; who has a paper; what came to the unit acted for.

use axum::extract::Path;
use axum::http::StatusCode;
use kit::permission::Permission;
use kit::web::{Acting, Calling, Empty, Json, Reading, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actions::{self, Ask, Saying, ToOutside};
use crate::store::incoming::Entry;
use crate::store::opinions::{AskedClause, Opinion, Request};
use crate::store::receipts::{Outside, Receipt};
use crate::store::{opinions, receipts};
use crate::{OutgoingId, ReceiptId};

/// The table of opinions.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpinionsResponse {
    clauses: Vec<AskedClause>,
    asked: Vec<Request>,
    opinions: Vec<Opinion>,
}

async fn table(ctx: &mut kit::web::Ctx, id: OutgoingId) -> WebResult<OpinionsResponse> {
    let clauses = opinions::list_clauses(ctx.tx(), id).await?;
    Ok(OpinionsResponse {
        clauses,
        asked: opinions::list_requests(ctx.tx(), id).await?,
        opinions: opinions::list_opinions(ctx.tx(), id).await?,
    })
}

#[utoipa::path(get, path = "/api/v1/outgoing/{id}/opinions", tag = "dispatch", responses((status = 200, body = OpinionsResponse), (status = 404)))]
pub(super) async fn show_opinions(
    Reading(mut ctx): Reading,
    Path(id): Path<OutgoingId>,
) -> WebResult<Json<OpinionsResponse>> {
    actions::find(&mut ctx, id).await?;
    Ok(Json(table(&mut ctx, id).await?))
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/opinions", tag = "dispatch", request_body = Ask,
    responses((status = 200, body = OpinionsResponse), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn ask(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<Ask>>,
) -> WebResult<Json<OpinionsResponse>> {
    actions::ask_opinions(&mut ctx, id, &body).await?;
    let told = table(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Json(told))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct AnswerRequest {
    /// `taken`, `partly` or `not_taken`.
    answer: String,
    /// Why, unless it was taken whole.
    #[serde(default)]
    why: String,
}

#[utoipa::path(put, path = "/api/v1/outgoing/{id}/opinions/{opinion}/answer", tag = "dispatch", request_body = AnswerRequest,
    responses((status = 204), (status = 404), (status = 422)))]
pub(super) async fn answer(
    Path((id, opinion)): Path<(OutgoingId, i64)>,
    Acting(mut ctx, Json(body)): Acting<Json<AnswerRequest>>,
) -> WebResult<StatusCode> {
    actions::answer_opinion(&mut ctx, id, opinion, &body.answer, &body.why).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A draft on which the unit acted for was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedResponse {
    request: Request,
    clauses: Vec<AskedClause>,
    /// What the unit has said so far, in earlier rounds too.
    opinions: Vec<Opinion>,
}

#[utoipa::path(get, path = "/api/v1/asked/{id}", tag = "dispatch", responses((status = 200, body = AskedResponse), (status = 404)))]
pub(super) async fn show_asked(
    Reading(mut ctx): Reading,
    Path(id): Path<OutgoingId>,
) -> WebResult<Json<AskedResponse>> {
    let (request, _) = actions::asked(&mut ctx, id).await?;
    let OpinionsResponse { opinions: mut said, .. } = table(&mut ctx, id).await?;
    let clauses = opinions::list_open_clauses(ctx.tx(), id).await?;
    said.retain(|one| one.unit == request.unit);
    Ok(Json(AskedResponse { request, clauses, opinions: said }))
}

#[utoipa::path(post, path = "/api/v1/asked/{id}", tag = "dispatch", request_body = [Saying],
    responses((status = 204), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn say(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<Vec<Saying>>>,
) -> WebResult<StatusCode> {
    actions::say(&mut ctx, id, &body).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who has a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptsResponse {
    inside: Vec<Receipt>,
    outside: Vec<Outside>,
}

#[utoipa::path(get, path = "/api/v1/outgoing/{id}/receipts", tag = "dispatch", responses((status = 200, body = ReceiptsResponse), (status = 404)))]
pub(super) async fn show_receipts(
    Reading(mut ctx): Reading,
    Path(id): Path<OutgoingId>,
) -> WebResult<Json<ReceiptsResponse>> {
    actions::find(&mut ctx, id).await?;
    let inside = receipts::list_receipts(ctx.tx(), id).await?;
    Ok(Json(ReceiptsResponse { inside, outside: receipts::list_outside(ctx.tx(), id).await? }))
}

/// Whom to send a paper to.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct SendRequest {
    /// Codes or names of units, one a line.
    units: String,
    all_below: bool,
}

/// How many units were reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReachedResponse {
    units: u64,
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/receipts", tag = "dispatch", request_body = SendRequest,
    responses((status = 200, body = ReachedResponse), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn send(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<SendRequest>>,
) -> WebResult<Json<ReachedResponse>> {
    let sent = actions::send(&mut ctx, id, &body.units, body.all_below).await?;
    ctx.commit().await?;
    Ok(Json(ReachedResponse { units: sent as u64 }))
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/outside", tag = "dispatch", request_body = ToOutside, responses((status = 204), (status = 422)))]
pub(super) async fn send_outside(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<ToOutside>>,
) -> WebResult<StatusCode> {
    actions::send_outside(&mut ctx, id, &body).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/remind", tag = "dispatch", responses((status = 200, body = ReachedResponse), (status = 404)))]
pub(super) async fn remind(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<Json<ReachedResponse>> {
    let units = actions::remind(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Json(ReachedResponse { units }))
}

#[utoipa::path(get, path = "/api/v1/received", tag = "dispatch", responses((status = 200, body = [Receipt])))]
pub(super) async fn inbox(Reading(mut ctx): Reading) -> WebResult<Json<Vec<Receipt>>> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    Ok(Json(receipts::list_inbox(ctx.tx(), unit, 200).await?))
}

#[utoipa::path(post, path = "/api/v1/received/{id}/acknowledge", tag = "dispatch", responses((status = 200, body = Receipt), (status = 404)))]
pub(super) async fn acknowledge(
    Path(id): Path<ReceiptId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<Json<Receipt>> {
    let receipt = actions::acknowledge(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Json(receipt))
}

#[utoipa::path(post, path = "/api/v1/received/{id}/register", tag = "dispatch", responses((status = 200, body = Entry), (status = 404), (status = 409)))]
pub(super) async fn register_receipt(
    Path(id): Path<ReceiptId>,
    Calling(caller, _): Calling<Empty>,
) -> WebResult<Json<Entry>> {
    Ok(Json(actions::register_receipt(&caller, id).await?))
}
