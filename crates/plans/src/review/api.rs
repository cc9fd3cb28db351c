//! The API of the review. Every act answers with the review as it then stands.

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use documents::DocumentId;
use kit::web::{Acting, App, Ctx, Empty, Json, Reading, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::actions::{self, Cut, Seen};
use super::proposal::{Proposal, clauses_handled};
use super::steps::ReviewAct;
use super::{step_actions, store};
use crate::item::ItemFields;
use crate::items::error::ItemError;
use crate::{PlanId, ProposalId, items};

pub(super) fn routes() -> Router<App> {
    const ONE: &str = "/api/v1/documents/{document}/proposals/{proposal}";
    let of = |act: &str| format!("{ONE}/{act}");
    Router::new()
        .route("/api/v1/documents/{document}/proposals", get(list).post(add))
        .route("/api/v1/documents/{document}/proposals/accept-section", post(accept_section))
        .route("/api/v1/documents/{document}/proposals/undo", post(undo))
        .route("/api/v1/documents/{document}/proposals/redo", post(redo))
        .route(&of("accept"), post(accept))
        .route(&of("accept-parts"), post(accept_parts))
        .route(&of("edit"), post(edit))
        .route(&of("split"), post(split))
        .route(&of("merge"), post(merge))
        .route(&of("drop"), post(drop))
        .route(&of("restore"), post(restore))
}

#[derive(OpenApi)]
#[openapi(paths(
    list,
    add,
    accept_section,
    undo,
    redo,
    accept,
    accept_parts,
    edit,
    split,
    merge,
    drop,
    restore
))]
struct Description;

/// The description of the review's API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The review of a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewResponse {
    pub document: DocumentId,
    /// The plan that accepted proposals go into; `None` before the first.
    pub plan: Option<PlanId>,
    pub clauses_handled: u32,
    pub clauses: u32,
    /// In the order of the paper; those split or merged away are left out.
    pub proposals: Vec<Proposal>,
    /// What the caller's `undo` would take back.
    pub undo: Option<ReviewAct>,
    pub redo: Option<ReviewAct>,
}

async fn response(ctx: &mut Ctx, document: DocumentId) -> Result<Json<ReviewResponse>, ItemError> {
    let mut proposals = store::list_proposals(ctx.tx(), document).await?;
    let (clauses_handled, clauses) = clauses_handled(&proposals);
    proposals.retain(Proposal::is_live);
    let stack = step_actions::stack(ctx, document).await?;
    let plan = items::store::find_plan_of_document(ctx.tx(), document).await?;
    Ok(Json(ReviewResponse {
        document,
        plan: plan.map(|plan| plan.id),
        clauses_handled,
        clauses,
        proposals,
        undo: stack.undo.map(|row| row.step.act),
        redo: stack.redo.map(|row| row.step.act),
    }))
}

async fn done(ctx: Ctx, document: DocumentId) -> WebResult<Json<ReviewResponse>> {
    let mut ctx = ctx.commit_and_read().await?;
    Ok(response(&mut ctx, document).await?)
}

#[utoipa::path(get, path = "/api/v1/documents/{document}/proposals", tag = "review",
    params(("document" = i64, Path)), responses((status = 200, body = ReviewResponse), (status = 404)))]
async fn list(Reading(ctx): Reading, Path(document): Path<DocumentId>) -> WebResult<Json<ReviewResponse>> {
    let (mut ctx, _) = actions::open(ctx, document).await?;
    Ok(response(&mut ctx, document).await?)
}

/// Code points of the raw text, half open.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AddRequest {
    pub start: i64,
    pub end: i64,
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals", tag = "review",
    params(("document" = i64, Path)), request_body = AddRequest,
    responses((status = 200, body = ReviewResponse), (status = 422)))]
async fn add(
    Path(document): Path<DocumentId>,
    Acting(mut ctx, Json(request)): Acting<Json<AddRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    actions::add(&mut ctx, document, request.start, request.end).await?;
    done(ctx, document).await
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct SectionRequest {
    /// The code of a heading, `II.2.1`; empty for the whole paper.
    #[serde(default)]
    pub section: String,
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/accept-section", tag = "review",
    params(("document" = i64, Path)), request_body = SectionRequest,
    responses((status = 200, body = ReviewResponse), (status = 409)))]
async fn accept_section(
    Path(document): Path<DocumentId>,
    Acting(mut ctx, Json(request)): Acting<Json<SectionRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    actions::accept_section(&mut ctx, document, &request.section).await?;
    done(ctx, document).await
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/undo", tag = "review",
    params(("document" = i64, Path)), responses((status = 200, body = ReviewResponse), (status = 409)))]
async fn undo(
    Path(document): Path<DocumentId>,
    Acting(mut ctx, Empty): Acting<Empty>,
) -> WebResult<Json<ReviewResponse>> {
    step_actions::undo(&mut ctx, document).await?;
    done(ctx, document).await
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/redo", tag = "review",
    params(("document" = i64, Path)), responses((status = 200, body = ReviewResponse), (status = 409)))]
async fn redo(
    Path(document): Path<DocumentId>,
    Acting(mut ctx, Empty): Acting<Empty>,
) -> WebResult<Json<ReviewResponse>> {
    step_actions::redo(&mut ctx, document).await?;
    done(ctx, document).await
}

/// The version that the caller read.
#[derive(Debug, Deserialize, ToSchema)]
pub struct VersionRequest {
    pub version: i64,
}

type Place = Path<(DocumentId, ProposalId)>;

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/{proposal}/accept", tag = "review",
    params(("document" = i64, Path), ("proposal" = i64, Path)), request_body = VersionRequest,
    responses((status = 200, body = ReviewResponse), (status = 409)))]
async fn accept(
    Path((document, id)): Place,
    Acting(mut ctx, Json(request)): Acting<Json<VersionRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    actions::accept(&mut ctx, document, &[Seen { id, version: request.version }]).await?;
    done(ctx, document).await
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/{proposal}/accept-parts", tag = "review",
    params(("document" = i64, Path), ("proposal" = i64, Path)), request_body = VersionRequest,
    responses((status = 200, body = ReviewResponse), (status = 409), (status = 422)))]
async fn accept_parts(
    Path((document, id)): Place,
    Acting(mut ctx, Json(request)): Acting<Json<VersionRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    actions::accept_parts(&mut ctx, document, Seen { id, version: request.version }).await?;
    done(ctx, document).await
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct EditRequest {
    pub version: i64,
    /// All fields: what is left out is emptied.
    #[serde(flatten)]
    pub fields: ItemFields,
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/{proposal}/edit", tag = "review",
    params(("document" = i64, Path), ("proposal" = i64, Path)), request_body = EditRequest,
    responses((status = 200, body = ReviewResponse), (status = 409), (status = 422)))]
async fn edit(
    Path((document, id)): Place,
    Acting(mut ctx, Json(request)): Acting<Json<EditRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    let paper = actions::see_paper(&mut ctx, document).await?;
    let year = actions::year_of(&ctx, &paper);
    items::form::check(&mut ctx, &request.fields, year).await?;
    actions::edit(&mut ctx, document, Seen { id, version: request.version }, request.fields).await?;
    done(ctx, document).await
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct SplitRequest {
    pub version: i64,
    /// The code point where the second part begins; left out, the reader's parts are taken.
    pub at: Option<i64>,
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/{proposal}/split", tag = "review",
    params(("document" = i64, Path), ("proposal" = i64, Path)), request_body = SplitRequest,
    responses((status = 200, body = ReviewResponse), (status = 409), (status = 422)))]
async fn split(
    Path((document, id)): Place,
    Acting(mut ctx, Json(request)): Acting<Json<SplitRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    let cut = request.at.map_or(Cut::Parts, Cut::At);
    actions::split(&mut ctx, document, Seen { id, version: request.version }, cut).await?;
    done(ctx, document).await
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct MergeRequest {
    pub version: i64,
    /// Its neighbours, without gaps.
    pub with: Vec<Seen>,
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/{proposal}/merge", tag = "review",
    params(("document" = i64, Path), ("proposal" = i64, Path)), request_body = MergeRequest,
    responses((status = 200, body = ReviewResponse), (status = 409), (status = 422)))]
async fn merge(
    Path((document, id)): Place,
    Acting(mut ctx, Json(request)): Acting<Json<MergeRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    let mut seen = request.with;
    seen.push(Seen { id, version: request.version });
    actions::merge(&mut ctx, document, &seen).await?;
    done(ctx, document).await
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct DropRequest {
    pub version: i64,
    pub reason: String,
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/{proposal}/drop", tag = "review",
    params(("document" = i64, Path), ("proposal" = i64, Path)), request_body = DropRequest,
    responses((status = 200, body = ReviewResponse), (status = 409), (status = 422)))]
async fn drop(
    Path((document, id)): Place,
    Acting(mut ctx, Json(request)): Acting<Json<DropRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    actions::drop(&mut ctx, document, Seen { id, version: request.version }, &request.reason).await?;
    done(ctx, document).await
}

#[utoipa::path(post, path = "/api/v1/documents/{document}/proposals/{proposal}/restore", tag = "review",
    params(("document" = i64, Path), ("proposal" = i64, Path)), request_body = VersionRequest,
    responses((status = 200, body = ReviewResponse), (status = 409)))]
async fn restore(
    Path((document, id)): Place,
    Acting(mut ctx, Json(request)): Acting<Json<VersionRequest>>,
) -> WebResult<Json<ReviewResponse>> {
    actions::restore(&mut ctx, document, Seen { id, version: request.version }).await?;
    done(ctx, document).await
}
