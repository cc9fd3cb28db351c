//! JSON: requests in, responses out. Errors are `application/problem+json` with a `code` and a `detail` in the asker's language.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kit::permission::Permission;
use kit::web::{Acting, App, Calling, Empty, Json, Reading, Upload, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::actions::{ChainNode, CorrectRequest, Relation, Shown};
use crate::document::{Citation, Clause, Correction, Document, FindingRow, Metadata, Recipient};
use crate::error::DocumentError;
use crate::pages::{ListQuery, wish};
use crate::reading::FileNote;
use crate::{DocumentId, Imported, actions, store, urls};

/// The API's description of this module.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Api::openapi()
}

#[derive(OpenApi)]
#[openapi(paths(
    list,
    upload,
    show,
    text,
    correct,
    cancel,
    read_again,
    check,
    note,
    link,
    document_relations,
    document_chains
))]
struct Api;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/documents", get(list).post(upload))
        .route("/api/v1/documents/chains", get(document_chains))
        .route("/api/v1/documents/{id}", get(show).patch(correct))
        .route("/api/v1/documents/{id}/text", get(text))
        .route("/api/v1/documents/{id}/cancel", post(cancel))
        .route("/api/v1/documents/{id}/read-again", post(read_again))
        .route("/api/v1/documents/{id}/check", post(check))
        .route("/api/v1/documents/{id}/relations", get(document_relations))
        .route("/api/v1/documents/{id}/findings/{finding}/note", post(note))
        .route("/api/v1/documents/{id}/citations/{citation}/link", post(link))
}

/// A page of the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentsResponse {
    pub documents: Vec<Document>,
    /// Give it as `before` for the next page; absent on the last one.
    pub next_before: Option<DocumentId>,
}

/// The register, newest entry first.
#[utoipa::path(get, path = "/api/v1/documents", tag = "documents", params(ListQuery),
    responses((status = 200, body = DocumentsResponse)))]
async fn list(
    Reading(mut ctx): Reading,
    Query(query): Query<ListQuery>,
) -> WebResult<Json<DocumentsResponse>> {
    ctx.require(Permission::ReadWork).map_err(DocumentError::from)?;
    let scope = ctx.scope().map_err(DocumentError::from)?;
    let found = store::list_documents(ctx.tx(), scope, &query.filter(), query.page()).await?;
    let next_before = found.rows.last().map(|document| document.id).filter(|_| found.has_more);
    Ok(Json(DocumentsResponse { documents: found.rows, next_before }))
}

/// A paper with what was read from it and what hangs on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentResponse {
    #[serde(flatten)]
    pub document: Document,
    /// What was read, before people corrected it.
    pub as_read: Metadata,
    pub corrections: Vec<Correction>,
    pub legal_basis: Vec<String>,
    pub recipients: Vec<Recipient>,
    pub sections: Vec<Clause>,
    pub citations: Vec<Citation>,
    pub findings: Vec<FindingRow>,
    pub notes: Vec<FileNote>,
}

impl From<Shown> for DocumentResponse {
    fn from(shown: Shown) -> Self {
        Self {
            document: shown.document,
            as_read: shown.as_read,
            corrections: shown.corrections,
            legal_basis: shown.legal_basis,
            recipients: shown.recipients,
            sections: shown.clauses,
            citations: shown.citations,
            findings: shown.findings,
            notes: shown.notes,
        }
    }
}

/// The body of an upload, `multipart/form-data`.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form; it is read part by part")]
pub struct UploadRequest {
    /// One paper: .docx, .doc, .pdf, .txt or .html.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// `incoming` (the default), `outgoing` or `internal`.
    direction: Option<String>,
    /// `no`: the paper is no state secret. Anything else is refused.
    secrecy: String,
}

/// Registers one paper: 201 when it is new, 200 when the unit has the same bytes already.
#[utoipa::path(post, path = "/api/v1/documents", tag = "documents",
    request_body(content = UploadRequest, content_type = "multipart/form-data"),
    responses((status = 201, body = DocumentResponse), (status = 200, body = DocumentResponse), (status = 422)))]
async fn upload(Calling(caller, body): Calling<Upload>) -> WebResult<Response> {
    let wish = wish(&body)?;
    let mut files = body.files;
    if files.len() > 1 {
        return Err(DocumentError::OneFileOnly.into());
    }
    let file = files.pop().ok_or(DocumentError::NoFile)?;
    let imported = actions::import_file(&caller, file, wish).await?;
    let shown = actions::show_document(&mut caller.look().await?, imported.id()).await?;
    let status = match imported {
        Imported::New(_) => StatusCode::CREATED,
        Imported::AlreadyThere(_) => StatusCode::OK,
    };
    let location = format!("/api/v1{}", urls::document(imported.id()));
    Ok((status, [(header::LOCATION, location)], Json(DocumentResponse::from(shown))).into_response())
}

/// One paper.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = DocumentResponse), (status = 404)))]
async fn show(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Json<DocumentResponse>> {
    Ok(Json(actions::show_document(&mut ctx, id).await?.into()))
}

/// The text that all spans point into, by code points.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextResponse {
    pub text: String,
}

/// The text of a paper, raw as it was read.
#[utoipa::path(get, path = "/api/v1/documents/{id}/text", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = TextResponse), (status = 404)))]
async fn text(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Json<TextResponse>> {
    Ok(Json(TextResponse { text: actions::text_of(&mut ctx, id).await?.text }))
}

/// Corrects what was read wrongly; 409 when somebody else changed the record since `version`.
#[utoipa::path(patch, path = "/api/v1/documents/{id}", tag = "documents", params(("id" = i64, Path)),
    request_body = CorrectRequest, responses((status = 200, body = Document), (status = 409), (status = 422)))]
async fn correct(
    Path(id): Path<DocumentId>,
    Acting(mut ctx, Json(request)): Acting<Json<CorrectRequest>>,
) -> WebResult<Json<Document>> {
    let document = actions::correct_document(&mut ctx, id, &request).await?;
    ctx.commit().await?;
    Ok(Json(document))
}

/// Why an entry is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CancelRequest {
    pub version: i64,
    pub reason: String,
}

/// Cancels a wrong entry; it stays in the register.
#[utoipa::path(post, path = "/api/v1/documents/{id}/cancel", tag = "documents", params(("id" = i64, Path)),
    request_body = CancelRequest, responses((status = 204), (status = 409), (status = 422)))]
async fn cancel(
    Path(id): Path<DocumentId>,
    Acting(mut ctx, Json(request)): Acting<Json<CancelRequest>>,
) -> WebResult<StatusCode> {
    actions::cancel_document(&mut ctx, id, request.version, &request.reason).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads the stored text with the reader and word lists of today.
#[utoipa::path(post, path = "/api/v1/documents/{id}/read-again", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = DocumentResponse), (status = 404)))]
async fn read_again(
    Path(id): Path<DocumentId>,
    Calling(caller, Empty): Calling<Empty>,
) -> WebResult<Json<DocumentResponse>> {
    actions::read_document_again(&caller, id).await?;
    Ok(Json(actions::show_document(&mut caller.look().await?, id).await?.into()))
}

/// Checks a paper against the register: links its citations, renews findings.
#[utoipa::path(post, path = "/api/v1/documents/{id}/check", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = DocumentResponse), (status = 404)))]
async fn check(
    Path(id): Path<DocumentId>,
    Acting(mut ctx, Empty): Acting<Empty>,
) -> WebResult<Json<DocumentResponse>> {
    actions::check_register(&mut ctx, id).await?;
    let mut ctx = ctx.commit_and_read().await?;
    Ok(Json(actions::show_document(&mut ctx, id).await?.into()))
}

/// What somebody made of a finding.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FindingNoteRequest {
    pub note: String,
}

/// Notes a finding; the text of the paper is never corrected.
#[utoipa::path(post, path = "/api/v1/documents/{id}/findings/{finding}/note", tag = "documents",
    params(("id" = i64, Path), ("finding" = i64, Path)), request_body = FindingNoteRequest,
    responses((status = 204), (status = 404), (status = 422)))]
async fn note(
    Path((id, finding)): Path<(DocumentId, i64)>,
    Acting(mut ctx, Json(request)): Acting<Json<FindingNoteRequest>>,
) -> WebResult<StatusCode> {
    actions::note_finding(&mut ctx, id, finding, &request.note).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The paper that a citation means; none leaves it to symbol and date.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CitationLinkRequest {
    pub target: Option<DocumentId>,
}

/// Says which paper of the register a citation means.
#[utoipa::path(post, path = "/api/v1/documents/{id}/citations/{citation}/link", tag = "documents",
    params(("id" = i64, Path), ("citation" = i64, Path)), request_body = CitationLinkRequest,
    responses((status = 204), (status = 404)))]
async fn link(
    Path((id, citation)): Path<(DocumentId, i64)>,
    Acting(mut ctx, Json(request)): Acting<Json<CitationLinkRequest>>,
) -> WebResult<StatusCode> {
    actions::link_citation(&mut ctx, id, citation, request.target).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Papers that a paper cites or that cite it.
#[utoipa::path(get, path = "/api/v1/documents/{id}/relations", tag = "documents", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Relation>), (status = 404)))]
async fn document_relations(
    Reading(mut ctx): Reading,
    Path(id): Path<DocumentId>,
) -> WebResult<Json<Vec<Relation>>> {
    Ok(Json(actions::relations(&mut ctx, id).await?))
}

/// Chains of papers, each under the latest one that it cites.
#[utoipa::path(get, path = "/api/v1/documents/chains", tag = "documents",
    responses((status = 200, body = Vec<ChainNode>)))]
async fn document_chains(Reading(mut ctx): Reading) -> WebResult<Json<Vec<ChainNode>>> {
    Ok(Json(actions::chains(&mut ctx).await?))
}
