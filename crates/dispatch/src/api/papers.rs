//! One paper: drafts, moves, the signed copy, what it cites.

use axum::Extension;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kit::permission::Permission;
use kit::web::{Acting, Calling, Empty, Json, Reading, Upload, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::actions::{self, PaperMoveRequest};
use crate::content::Content;
use crate::error::DispatchError;
use crate::paper::{PaperMove, PaperState};
use crate::signing::{Checked, SigningMeans, is_intact};
use crate::store::outgoing::{Outgoing, Version, list_outgoing, list_versions};
use crate::{OutgoingId, ReceiptId};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OutgoingQuery {
    state: String,
    /// Papers before this one, for the next page.
    before: Option<i64>,
}

#[utoipa::path(get, path = "/api/v1/outgoing", tag = "dispatch", params(OutgoingQuery), responses((status = 200, body = [Outgoing])))]
pub(super) async fn list(
    Reading(mut ctx): Reading,
    Query(query): Query<OutgoingQuery>,
) -> WebResult<Json<Vec<Outgoing>>> {
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    let before = query.before.map(OutgoingId);
    Ok(Json(list_outgoing(ctx.tx(), scope, PaperState::from_code(&query.state), before, 100).await?))
}

/// A draft as somebody writes it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DraftRequest {
    /// `report`, `plan`, `programme`, `resolution`, `notice`, `letter`, `decision`, `minutes`, `invitation` or `submission`.
    #[serde(default)]
    template: String,
    #[serde(flatten)]
    content: Content,
    /// What was changed, for the list of versions.
    #[serde(default)]
    note: String,
    #[serde(default)]
    version: Option<i64>,
}

#[utoipa::path(post, path = "/api/v1/outgoing", tag = "dispatch", request_body = DraftRequest,
    responses((status = 201, body = Outgoing), (status = 422)))]
pub(super) async fn create(
    Acting(mut ctx, Json(body)): Acting<Json<DraftRequest>>,
) -> WebResult<(StatusCode, Json<Outgoing>)> {
    let start = actions::starting_content(&mut ctx, &body.template).await?;
    let mut content = body.content;
    for (mine, usual) in [
        (&mut content.unit_words, start.unit_words),
        (&mut content.place, start.place),
        (&mut content.file_copy, start.file_copy),
    ] {
        if mine.is_empty() {
            *mine = usual;
        }
    }
    let made = actions::create_paper(&mut ctx, &body.template, &content).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// A paper with all versions of its draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperResponse {
    #[serde(flatten)]
    paper: Outgoing,
    /// What can be done with it from where it stands, by whom has the right.
    moves: Vec<PaperMove>,
    versions: Vec<Version>,
}

#[utoipa::path(get, path = "/api/v1/outgoing/{id}", tag = "dispatch", responses((status = 200, body = PaperResponse), (status = 404)))]
pub(super) async fn show(
    Reading(mut ctx): Reading,
    Path(id): Path<OutgoingId>,
) -> WebResult<Json<PaperResponse>> {
    let paper = actions::find(&mut ctx, id).await?;
    let moves = paper.state.moves().map(|row| row.act).collect();
    Ok(Json(PaperResponse { moves, versions: list_versions(ctx.tx(), id).await?, paper }))
}

#[utoipa::path(put, path = "/api/v1/outgoing/{id}", tag = "dispatch", request_body = DraftRequest,
    responses((status = 200, body = Outgoing), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn edit(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<DraftRequest>>,
) -> WebResult<Json<Outgoing>> {
    let done = actions::edit_paper(&mut ctx, id, &body.content, &body.note, body.version).await?;
    ctx.commit().await?;
    Ok(Json(done))
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/copy", tag = "dispatch", responses((status = 201, body = Outgoing), (status = 404)))]
pub(super) async fn copy(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<(StatusCode, Json<Outgoing>)> {
    let made = actions::copy_paper(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Moves a paper along its states; `issue` makes and keeps its files.
#[utoipa::path(post, path = "/api/v1/outgoing/{id}/move", tag = "dispatch", request_body = PaperMoveRequest,
    responses((status = 200, body = Outgoing), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn act(
    Path(id): Path<OutgoingId>,
    Calling(caller, Json(body)): Calling<Json<PaperMoveRequest>>,
) -> WebResult<Json<Outgoing>> {
    if body.act == PaperMove::Issue {
        return Ok(Json(actions::issue_paper(&caller, id, body.version).await?));
    }
    let mut ctx = caller.begin().await?;
    let done = actions::move_paper(&mut ctx, id, &body).await?;
    ctx.commit().await?;
    Ok(Json(done))
}

/// Keeps the PDF that was signed elsewhere (`multipart/form-data`, field `file`; `is_scan` for a picture of the paper signed by hand).
#[utoipa::path(post, path = "/api/v1/outgoing/{id}/signed-copy", tag = "dispatch",
    responses((status = 200, body = Outgoing), (status = 404), (status = 409), (status = 422)))]
pub(super) async fn attach(
    Path(id): Path<OutgoingId>,
    Extension(means): Extension<SigningMeans>,
    Calling(caller, body): Calling<Upload>,
) -> WebResult<Json<Outgoing>> {
    let is_scan = !body.field("is_scan").is_empty();
    let file = body.files.into_iter().next().ok_or(DispatchError::NotPdf)?;
    Ok(Json(actions::attach_signed(&caller, &means, id, file, is_scan).await?))
}

/// Signs a numbered paper with the installation's signer.
#[utoipa::path(post, path = "/api/v1/outgoing/{id}/sign-here", tag = "dispatch",
    responses((status = 200, body = Outgoing), (status = 403), (status = 404), (status = 409)))]
pub(super) async fn sign_here(
    Path(id): Path<OutgoingId>,
    Extension(means): Extension<SigningMeans>,
    Calling(caller, _): Calling<Empty>,
) -> WebResult<Json<Outgoing>> {
    Ok(Json(actions::sign_here(&caller, &means, id).await?))
}

/// What is known about the signatures under a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignaturesResponse {
    /// Whether there is a PDF to check.
    is_pdf: bool,
    /// Each signature is right, the last covers the whole file, and all lead to a root that the installation trusts.
    is_good: bool,
    /// Each signature is right and the last covers the whole file, whoever made them.
    is_intact: bool,
    /// The signatures, the earliest first: `signer`, `time`, `coverage`, `trust` and what else was found.
    #[schema(value_type = Vec<Object>)]
    signatures: Vec<print::signing::SignatureResult>,
}

impl From<Option<Checked>> for SignaturesResponse {
    fn from(found: Option<Checked>) -> Self {
        Self {
            is_pdf: found.is_some(),
            is_good: found.as_ref().is_some_and(Checked::is_good),
            is_intact: found.as_ref().is_some_and(is_intact),
            signatures: found.map(|found| found.signatures).unwrap_or_default(),
        }
    }
}

#[utoipa::path(get, path = "/api/v1/outgoing/{id}/signatures", tag = "dispatch", responses((status = 200, body = SignaturesResponse), (status = 404)))]
pub(super) async fn outgoing_signatures(
    Path(id): Path<OutgoingId>,
    Extension(means): Extension<SigningMeans>,
    Reading(ctx): Reading,
) -> WebResult<Json<SignaturesResponse>> {
    Ok(Json(actions::outgoing_signatures(&ctx.into_caller(), &means, id).await?.1.into()))
}

#[utoipa::path(get, path = "/api/v1/received/{id}/signatures", tag = "dispatch", responses((status = 200, body = SignaturesResponse), (status = 404)))]
pub(super) async fn receipt_signatures(
    Path(id): Path<ReceiptId>,
    Extension(means): Extension<SigningMeans>,
    Reading(ctx): Reading,
) -> WebResult<Json<SignaturesResponse>> {
    Ok(Json(actions::receipt_signatures(&ctx.into_caller(), &means, id).await?.1.into()))
}

#[utoipa::path(get, path = "/api/v1/documents/{id}/signatures", tag = "dispatch", responses((status = 200, body = SignaturesResponse), (status = 404)))]
pub(super) async fn document_signatures(
    Path(id): Path<documents::DocumentId>,
    Extension(means): Extension<SigningMeans>,
    Reading(ctx): Reading,
) -> WebResult<Json<SignaturesResponse>> {
    Ok(Json(actions::document_signatures(&ctx.into_caller(), &means, id).await?.1.into()))
}

/// What a draft cites, beside the register of documents.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitedRow {
    symbol: String,
    issued_on: Option<chrono::NaiveDate>,
    standing: documents::CitationStanding,
}

#[utoipa::path(get, path = "/api/v1/outgoing/{id}/citations", tag = "dispatch", responses((status = 200, body = [CitedRow]), (status = 404)))]
pub(super) async fn citations(
    Reading(mut ctx): Reading,
    Path(id): Path<OutgoingId>,
) -> WebResult<Json<Vec<CitedRow>>> {
    let paper = actions::find(&mut ctx, id).await?;
    let found = documents::citations_in(&mut ctx, paper.unit, &paper.content.body).await?;
    let rows =
        found.into_iter().map(|(symbol, issued_on, standing)| CitedRow { symbol, issued_on, standing });
    Ok(Json(rows.collect()))
}
