//! JSON: requests in, responses out.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use kit::UnitId;
use kit::permission::Permission;
use kit::web::{Acting, App, Calling, Empty, Json, Reading, Upload, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::actions::{self, Ask, Change, MoveRequest, Register, Registration, Saying, ToOutside};
use crate::content::Content;
use crate::error::DispatchError;
use crate::paper::{PaperMove, PaperState, Series};
use crate::store::incoming::Entry;
use crate::store::opinions::{Opinion, Request};
use crate::store::outgoing::{Outgoing, Version, list_outgoing, list_versions};
use crate::store::receipts::{Outside, Receipt};
use crate::store::{incoming, opinions, receipts};
use crate::{IncomingId, OutgoingId, ReceiptId};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/outgoing", get(list).post(create))
        .route("/api/v1/outgoing/{id}", get(show).put(edit))
        .route("/api/v1/outgoing/{id}/copy", post(copy))
        .route("/api/v1/outgoing/{id}/move", post(act))
        .route("/api/v1/outgoing/{id}/signed-copy", post(attach))
        .route("/api/v1/outgoing/{id}/opinions", get(show_opinions).post(ask))
        .route("/api/v1/outgoing/{id}/opinions/{opinion}/answer", put(answer))
        .route("/api/v1/outgoing/{id}/receipts", get(show_receipts).post(send))
        .route("/api/v1/outgoing/{id}/outside", post(send_outside))
        .route("/api/v1/outgoing/{id}/remind", post(remind))
        .route("/api/v1/outgoing/{id}/citations", get(citations))
        .route("/api/v1/asked/{id}", get(show_asked).post(say))
        .route("/api/v1/received", get(inbox))
        .route("/api/v1/received/{id}/acknowledge", post(acknowledge))
        .route("/api/v1/received/{id}/register", post(register_receipt))
        .route("/api/v1/registers/outgoing", get(register))
        .route("/api/v1/registers/outgoing/reserve", post(reserve))
        .route("/api/v1/registers/outgoing/cancel", post(cancel_number))
        .route("/api/v1/registers/{year}/close", post(close))
        .route("/api/v1/registers/incoming", get(list_incoming).post(register_incoming))
        .route("/api/v1/registers/incoming/{id}", put(change_incoming))
        .route("/api/v1/registers/settings", put(settings))
        .route("/api/v1/registers/authorities", post(set_authority))
        .route("/api/v1/paper-templates/{name}", get(template).put(edit_template))
}

#[derive(OpenApi)]
#[openapi(paths(
    list,
    create,
    show,
    edit,
    copy,
    act,
    attach,
    show_opinions,
    ask,
    answer,
    show_receipts,
    send,
    send_outside,
    remind,
    citations,
    show_asked,
    say,
    inbox,
    acknowledge,
    register_receipt,
    register,
    reserve,
    cancel_number,
    close,
    list_incoming,
    register_incoming,
    change_incoming,
    settings,
    set_authority,
    template,
    edit_template
))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OutgoingQuery {
    state: String,
    /// Papers before this one, for the next page.
    before: Option<i64>,
}

#[utoipa::path(get, path = "/api/v1/outgoing", tag = "dispatch", params(OutgoingQuery), responses((status = 200, body = [Outgoing])))]
async fn list(
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
async fn create(
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
async fn show(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Json<PaperResponse>> {
    let paper = actions::find(&mut ctx, id).await?;
    let moves = paper.state.moves().map(|row| row.act).collect();
    Ok(Json(PaperResponse { moves, versions: list_versions(ctx.tx(), id).await?, paper }))
}

#[utoipa::path(put, path = "/api/v1/outgoing/{id}", tag = "dispatch", request_body = DraftRequest,
    responses((status = 200, body = Outgoing), (status = 404), (status = 409), (status = 422)))]
async fn edit(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<DraftRequest>>,
) -> WebResult<Json<Outgoing>> {
    let done = actions::edit_paper(&mut ctx, id, &body.content, &body.note, body.version).await?;
    ctx.commit().await?;
    Ok(Json(done))
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/copy", tag = "dispatch", responses((status = 201, body = Outgoing), (status = 404)))]
async fn copy(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<(StatusCode, Json<Outgoing>)> {
    let made = actions::copy_paper(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Moves a paper along its states; `issue` makes and keeps its files.
#[utoipa::path(post, path = "/api/v1/outgoing/{id}/move", tag = "dispatch", request_body = MoveRequest,
    responses((status = 200, body = Outgoing), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn act(
    Path(id): Path<OutgoingId>,
    Calling(caller, Json(body)): Calling<Json<MoveRequest>>,
) -> WebResult<Json<Outgoing>> {
    if body.act == PaperMove::Issue {
        return Ok(Json(actions::issue_paper(&caller, id, body.version).await?));
    }
    let mut ctx = caller.begin().await?;
    let done = actions::move_paper(&mut ctx, id, &body).await?;
    ctx.commit().await?;
    Ok(Json(done))
}

/// Keeps the PDF that was signed elsewhere (`multipart/form-data`, field `file`).
#[utoipa::path(post, path = "/api/v1/outgoing/{id}/signed-copy", tag = "dispatch",
    responses((status = 200, body = Outgoing), (status = 404), (status = 409), (status = 422)))]
async fn attach(
    Path(id): Path<OutgoingId>,
    Calling(caller, body): Calling<Upload>,
) -> WebResult<Json<Outgoing>> {
    let file = body.files.into_iter().next().ok_or(DispatchError::NotPdf)?;
    Ok(Json(actions::attach_signed(&caller, id, file).await?))
}

/// The table of opinions.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpinionsResponse {
    clauses: Vec<ClauseRow>,
    asked: Vec<Request>,
    opinions: Vec<Opinion>,
}

/// A clause as it stood when opinions were asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClauseRow {
    position: i64,
    words: String,
}

async fn table(ctx: &mut kit::web::Ctx, id: OutgoingId) -> WebResult<OpinionsResponse> {
    let clauses = opinions::list_clauses(ctx.tx(), id).await?;
    Ok(OpinionsResponse {
        clauses: clauses.into_iter().map(|(position, words)| ClauseRow { position, words }).collect(),
        asked: opinions::list_requests(ctx.tx(), id).await?,
        opinions: opinions::list_opinions(ctx.tx(), id).await?,
    })
}

#[utoipa::path(get, path = "/api/v1/outgoing/{id}/opinions", tag = "dispatch", responses((status = 200, body = OpinionsResponse), (status = 404)))]
async fn show_opinions(
    Reading(mut ctx): Reading,
    Path(id): Path<OutgoingId>,
) -> WebResult<Json<OpinionsResponse>> {
    actions::find(&mut ctx, id).await?;
    Ok(Json(table(&mut ctx, id).await?))
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/opinions", tag = "dispatch", request_body = Ask,
    responses((status = 200, body = OpinionsResponse), (status = 404), (status = 409), (status = 422)))]
async fn ask(
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
async fn answer(
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
    clauses: Vec<ClauseRow>,
    /// What the unit has said so far.
    opinions: Vec<Opinion>,
}

#[utoipa::path(get, path = "/api/v1/asked/{id}", tag = "dispatch", responses((status = 200, body = AskedResponse), (status = 404)))]
async fn show_asked(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Json<AskedResponse>> {
    let (request, _) = actions::asked(&mut ctx, id).await?;
    let OpinionsResponse { clauses, mut opinions, .. } = table(&mut ctx, id).await?;
    opinions.retain(|one| one.unit == request.unit);
    Ok(Json(AskedResponse { request, clauses, opinions }))
}

#[utoipa::path(post, path = "/api/v1/asked/{id}", tag = "dispatch", request_body = [Saying],
    responses((status = 204), (status = 404), (status = 409), (status = 422)))]
async fn say(
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
async fn show_receipts(
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
async fn send(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<SendRequest>>,
) -> WebResult<Json<ReachedResponse>> {
    let sent = actions::send(&mut ctx, id, &body.units, body.all_below).await?;
    ctx.commit().await?;
    Ok(Json(ReachedResponse { units: sent as u64 }))
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/outside", tag = "dispatch", request_body = ToOutside, responses((status = 204), (status = 422)))]
async fn send_outside(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Json(body)): Acting<Json<ToOutside>>,
) -> WebResult<StatusCode> {
    actions::send_outside(&mut ctx, id, &body).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/outgoing/{id}/remind", tag = "dispatch", responses((status = 200, body = ReachedResponse), (status = 404)))]
async fn remind(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<Json<ReachedResponse>> {
    let units = actions::remind(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Json(ReachedResponse { units }))
}

/// What a draft cites, beside the register of documents.
#[derive(Debug, Serialize, ToSchema)]
pub struct CitedRow {
    symbol: String,
    issued_on: Option<chrono::NaiveDate>,
    standing: documents::CitationStanding,
}

#[utoipa::path(get, path = "/api/v1/outgoing/{id}/citations", tag = "dispatch", responses((status = 200, body = [CitedRow]), (status = 404)))]
async fn citations(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Json<Vec<CitedRow>>> {
    let paper = actions::find(&mut ctx, id).await?;
    let found = documents::citations_in(&mut ctx, paper.unit, &paper.content.body).await?;
    let rows =
        found.into_iter().map(|(symbol, issued_on, standing)| CitedRow { symbol, issued_on, standing });
    Ok(Json(rows.collect()))
}

#[utoipa::path(get, path = "/api/v1/received", tag = "dispatch", responses((status = 200, body = [Receipt])))]
async fn inbox(Reading(mut ctx): Reading) -> WebResult<Json<Vec<Receipt>>> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    Ok(Json(receipts::list_inbox(ctx.tx(), unit, 200).await?))
}

#[utoipa::path(post, path = "/api/v1/received/{id}/acknowledge", tag = "dispatch", responses((status = 200, body = Receipt), (status = 404)))]
async fn acknowledge(
    Path(id): Path<ReceiptId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<Json<Receipt>> {
    let receipt = actions::acknowledge(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Json(receipt))
}

#[utoipa::path(post, path = "/api/v1/received/{id}/register", tag = "dispatch", responses((status = 200, body = Entry), (status = 404), (status = 409)))]
async fn register_receipt(
    Path(id): Path<ReceiptId>,
    Calling(caller, _): Calling<Empty>,
) -> WebResult<Json<Entry>> {
    Ok(Json(actions::register_receipt(&caller, id).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RegisterQuery {
    unit: Option<i64>,
    year: Option<i64>,
    from: String,
    to: String,
}

#[utoipa::path(get, path = "/api/v1/registers/outgoing", tag = "dispatch", params(RegisterQuery), responses((status = 200, body = Register), (status = 404)))]
async fn register(
    Reading(mut ctx): Reading,
    Query(query): Query<RegisterQuery>,
) -> WebResult<Json<Register>> {
    let unit = query.unit.map(UnitId);
    Ok(Json(actions::register_of(&mut ctx, unit, query.year, &query.from, &query.to).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ReserveRequest {
    template: String,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NumberResponse {
    number: i64,
}

#[utoipa::path(post, path = "/api/v1/registers/outgoing/reserve", tag = "dispatch", request_body = ReserveRequest,
    responses((status = 200, body = NumberResponse), (status = 409), (status = 422)))]
async fn reserve(
    Acting(mut ctx, Json(body)): Acting<Json<ReserveRequest>>,
) -> WebResult<Json<NumberResponse>> {
    let number = actions::reserve_number(&mut ctx, &body.template, &body.reason).await?;
    ctx.commit().await?;
    Ok(Json(NumberResponse { number }))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct CancelNumberRequest {
    year: i64,
    series: String,
    number: i64,
    #[serde(default)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/registers/outgoing/cancel", tag = "dispatch", request_body = CancelNumberRequest,
    responses((status = 204), (status = 409), (status = 422)))]
async fn cancel_number(
    Acting(mut ctx, Json(body)): Acting<Json<CancelNumberRequest>>,
) -> WebResult<StatusCode> {
    actions::cancel_number(&mut ctx, body.year, &body.series, body.number, &body.reason).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(post, path = "/api/v1/registers/{year}/close", tag = "dispatch", responses((status = 204), (status = 409)))]
async fn close(Path(year): Path<i64>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<StatusCode> {
    actions::close_year(&mut ctx, year).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[utoipa::path(get, path = "/api/v1/registers/incoming", tag = "dispatch", params(RegisterQuery), responses((status = 200, body = [Entry]), (status = 404)))]
async fn list_incoming(
    Reading(mut ctx): Reading,
    Query(query): Query<RegisterQuery>,
) -> WebResult<Json<Vec<Entry>>> {
    let register =
        actions::register_of(&mut ctx, query.unit.map(UnitId), query.year, &query.from, &query.to).await?;
    Ok(Json(incoming::list_entries(ctx.tx(), register.unit, register.from, register.to).await?))
}

#[utoipa::path(post, path = "/api/v1/registers/incoming", tag = "dispatch", request_body = Registration,
    responses((status = 201, body = Entry), (status = 409), (status = 422)))]
async fn register_incoming(
    Acting(mut ctx, Json(body)): Acting<Json<Registration>>,
) -> WebResult<(StatusCode, Json<Entry>)> {
    let entry = actions::register_incoming(&mut ctx, &body).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(entry)))
}

#[utoipa::path(put, path = "/api/v1/registers/incoming/{id}", tag = "dispatch", request_body = Change,
    responses((status = 200, body = Entry), (status = 404), (status = 409), (status = 422)))]
async fn change_incoming(
    Path(id): Path<IncomingId>,
    Acting(mut ctx, Json(body)): Acting<Json<Change>>,
) -> WebResult<Json<Entry>> {
    let entry = actions::change_incoming(&mut ctx, id, &body).await?;
    ctx.commit().await?;
    Ok(Json(entry))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct SettingsRequest {
    series: Series,
}

#[utoipa::path(put, path = "/api/v1/registers/settings", tag = "dispatch", request_body = SettingsRequest, responses((status = 204)))]
async fn settings(Acting(mut ctx, Json(body)): Acting<Json<SettingsRequest>>) -> WebResult<StatusCode> {
    actions::set_series(&mut ctx, body.series).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct AuthorityRequest {
    /// Empty for every kind.
    template: String,
    role: String,
    /// Today when empty.
    valid_from: String,
}

#[utoipa::path(post, path = "/api/v1/registers/authorities", tag = "dispatch", request_body = AuthorityRequest, responses((status = 204), (status = 422)))]
async fn set_authority(Acting(mut ctx, Json(body)): Acting<Json<AuthorityRequest>>) -> WebResult<StatusCode> {
    actions::set_authority(&mut ctx, &body.template, &body.role, &body.valid_from).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A template's text, in TOML.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct TemplateBody {
    text: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    note: String,
}

#[utoipa::path(get, path = "/api/v1/paper-templates/{name}", tag = "dispatch", responses((status = 200, body = TemplateBody), (status = 404)))]
async fn template(Reading(mut ctx): Reading, Path(name): Path<String>) -> WebResult<Json<TemplateBody>> {
    let text = actions::template_text(&mut ctx, &name).await?;
    Ok(Json(TemplateBody { text, valid_from: String::new(), note: String::new() }))
}

#[utoipa::path(put, path = "/api/v1/paper-templates/{name}", tag = "dispatch", request_body = TemplateBody, responses((status = 204), (status = 403), (status = 404), (status = 422)))]
async fn edit_template(
    Path(name): Path<String>,
    Acting(mut ctx, Json(body)): Acting<Json<TemplateBody>>,
) -> WebResult<StatusCode> {
    actions::edit_template(&mut ctx, &name, &body.text, &body.valid_from, &body.note).await?;
    ctx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
