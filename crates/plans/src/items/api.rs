//! The API of the plan record: plans, their items, money.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::routing::{get, post};
use chrono::NaiveDate;
use documents::DocumentId;
use kit::UnitId;
use kit::paging::{MAX_PAGE_SIZE, PAGE_SIZE, PageOf};
use kit::web::{Acting, App, Ctx, Json, Reading, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::actions::{self, CarriedTo, Decision, Edit, Money, NewSpending};
use super::error::ItemError;
use super::series::Repeat;
use super::store::{self, NewPlan, PlanStepRow, SpendingRow, VersionRow};
use crate::item::{ItemFields, PlanItem};
use crate::plan::{Plan, PlanKind, PlanMove};
use crate::{PlanId, PlanItemId};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/plans", get(list_plans).post(create_plan))
        .route("/api/v1/plans/{plan}", get(show_plan))
        .route("/api/v1/plans/{plan}/move", post(move_plan))
        .route("/api/v1/plans/{plan}/allotment", post(set_allotment))
        .route("/api/v1/plans/{plan}/next-year", post(next_year))
        .route("/api/v1/plans/{plan}/items", get(list_items).post(add_item))
        .route("/api/v1/plan-items/{item}", get(show_item))
        .route("/api/v1/plan-items/{item}/edit", post(edit_item))
        .route("/api/v1/plan-items/{item}/withdraw", post(withdraw_item))
        .route("/api/v1/plan-items/{item}/carry", post(carry_item))
        .route("/api/v1/plan-items/{item}/spending", get(list_spending).post(record_spending))
}

#[derive(OpenApi)]
#[openapi(paths(
    list_plans,
    create_plan,
    show_plan,
    move_plan,
    set_allotment,
    next_year,
    list_items,
    add_item,
    show_item,
    edit_item,
    withdraw_item,
    carry_item,
    list_spending,
    record_spending
))]
struct Description;

/// The description of the plan record's API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct PlansQuery {
    /// The id of the last plan seen.
    before: Option<PlanId>,
    /// At most 200.
    limit: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlansResponse {
    pub plans: Vec<Plan>,
    pub has_more: bool,
}

#[utoipa::path(get, path = "/api/v1/plans", tag = "plans", params(PlansQuery),
    responses((status = 200, body = PlansResponse)))]
async fn list_plans(
    Reading(mut ctx): Reading,
    Query(query): Query<PlansQuery>,
) -> WebResult<Json<PlansResponse>> {
    let limit = query.limit.unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
    let plans = actions::list_plans(&mut ctx, query.before, limit + 1).await?;
    let page = PageOf::cut(plans, limit);
    Ok(Json(PlansResponse { plans: page.rows, has_more: page.has_more }))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct CreatePlanRequest {
    /// The caller's own unit when left out.
    pub unit: Option<UnitId>,
    pub year: i32,
    pub kind: PlanKind,
    pub title: String,
    pub document: Option<DocumentId>,
    pub parent: Option<PlanId>,
    /// In đồng.
    pub allotment: Option<i64>,
}

#[utoipa::path(post, path = "/api/v1/plans", tag = "plans", request_body = CreatePlanRequest,
    responses((status = 201, body = Plan), (status = 422)))]
async fn create_plan(
    Acting(mut ctx, Json(request)): Acting<Json<CreatePlanRequest>>,
) -> WebResult<(StatusCode, Json<Plan>)> {
    let unit = match request.unit {
        Some(unit) => unit,
        None => ctx.unit()?,
    };
    let CreatePlanRequest { year, kind, title, document, parent, allotment, .. } = request;
    let new = NewPlan { unit, year, kind, title, document, parent, allotment };
    let plan = actions::create_plan(&mut ctx, new).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(plan)))
}

/// A plan with its money and its way so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanResponse {
    #[serde(flatten)]
    pub plan: Plan,
    pub money: Money,
    pub steps: Vec<PlanStepRow>,
    /// The moves that the caller may make now.
    pub moves: Vec<PlanMove>,
}

#[utoipa::path(get, path = "/api/v1/plans/{plan}", tag = "plans", params(("plan" = i64, Path)),
    responses((status = 200, body = PlanResponse), (status = 404)))]
async fn show_plan(Reading(mut ctx): Reading, Path(id): Path<PlanId>) -> WebResult<Json<PlanResponse>> {
    Ok(Json(plan_response(&mut ctx, id).await?))
}

async fn plan_response(ctx: &mut Ctx, id: PlanId) -> Result<PlanResponse, ItemError> {
    let plan = actions::readable_plan(ctx, id).await?;
    let moves = plan.state.moves().filter(|row| ctx.actor.can(row.permission)).map(|row| row.act).collect();
    let steps = store::list_steps(ctx.tx(), id).await?;
    Ok(PlanResponse { money: actions::money_of(ctx, id).await?, steps, moves, plan })
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct PlanMoveRequest {
    pub version: i64,
    #[serde(rename = "move")]
    pub act: PlanMove,
    #[serde(flatten)]
    pub decision: Decision,
}

#[utoipa::path(post, path = "/api/v1/plans/{plan}/move", tag = "plans", params(("plan" = i64, Path)),
    request_body = PlanMoveRequest, responses((status = 200, body = Plan), (status = 403), (status = 409), (status = 422)))]
async fn move_plan(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Json(request)): Acting<Json<PlanMoveRequest>>,
) -> WebResult<Json<Plan>> {
    let plan = actions::move_plan(&mut ctx, id, request.version, request.act, &request.decision).await?;
    ctx.commit().await?;
    Ok(Json(plan))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct AllotmentRequest {
    pub version: i64,
    /// In đồng; `null` when nothing was said.
    pub allotment: Option<i64>,
}

#[utoipa::path(post, path = "/api/v1/plans/{plan}/allotment", tag = "plans", params(("plan" = i64, Path)),
    request_body = AllotmentRequest, responses((status = 200, body = Plan), (status = 409)))]
async fn set_allotment(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Json(request)): Acting<Json<AllotmentRequest>>,
) -> WebResult<Json<Plan>> {
    let plan = actions::set_allotment(&mut ctx, id, request.version, request.allotment).await?;
    ctx.commit().await?;
    Ok(Json(plan))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NextYearRequest {
    /// Unfinished items of quarter IV or of the whole year that are to be finished next year; they go into next year's plan, also
    /// when it was begun already, and their open tasks follow when it is issued.
    pub carry: Vec<PlanItemId>,
    /// Items that the new plan leaves out.
    pub drop: Vec<PlanItemId>,
    /// Needed with `carry`.
    pub reason: String,
}

#[utoipa::path(post, path = "/api/v1/plans/{plan}/next-year", tag = "plans", params(("plan" = i64, Path)),
    request_body = NextYearRequest, responses((status = 201, body = Plan), (status = 404), (status = 409), (status = 422)))]
async fn next_year(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Json(request)): Acting<Json<NextYearRequest>>,
) -> WebResult<(StatusCode, Json<Plan>)> {
    let plan = actions::next_year(&mut ctx, id, &request.carry, &request.drop, &request.reason).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(plan)))
}

#[utoipa::path(get, path = "/api/v1/plans/{plan}/items", tag = "plans", params(("plan" = i64, Path)),
    responses((status = 200, body = Vec<PlanItem>), (status = 404)))]
async fn list_items(Reading(mut ctx): Reading, Path(id): Path<PlanId>) -> WebResult<Json<Vec<PlanItem>>> {
    let plan = actions::readable_plan(&mut ctx, id).await?;
    Ok(Json(store::list_items(ctx.tx(), plan.id).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct AddItemRequest {
    /// The incoming order that the work rests on.
    pub order: Option<DocumentId>,
    #[serde(flatten)]
    pub fields: ItemFields,
    /// One stream with an instance for each period until the plan's year ends; the first comes back. Estimate and target are those
    /// of each instance.
    pub repeat: Option<Repeat>,
    /// Needed once the plan is issued, except for ad hoc work.
    #[serde(default)]
    pub decision: Decision,
}

#[utoipa::path(post, path = "/api/v1/plans/{plan}/items", tag = "plans", params(("plan" = i64, Path)),
    request_body = AddItemRequest, responses((status = 201, body = PlanItem), (status = 409), (status = 422)))]
async fn add_item(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Json(request)): Acting<Json<AddItemRequest>>,
) -> WebResult<(StatusCode, Json<PlanItem>)> {
    let AddItemRequest { order, fields, repeat, decision } = request;
    let item = match repeat {
        Some(repeat) => actions::add_series(&mut ctx, id, fields, repeat, order, &decision).await?,
        None => actions::add_item(&mut ctx, id, fields, order, &decision).await?,
    };
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(item)))
}

/// An item with everything it once looked like.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemResponse {
    #[serde(flatten)]
    pub item: PlanItem,
    pub versions: Vec<VersionRow>,
    /// Where its open tasks went along to.
    pub carried_to: Option<CarriedTo>,
}

#[utoipa::path(get, path = "/api/v1/plan-items/{item}", tag = "plans", params(("item" = i64, Path)),
    responses((status = 200, body = ItemResponse), (status = 404)))]
async fn show_item(Reading(mut ctx): Reading, Path(id): Path<PlanItemId>) -> WebResult<Json<ItemResponse>> {
    let (_, item) = actions::readable_item(&mut ctx, id).await?;
    let versions = actions::versions_of(&mut ctx, id).await?;
    let carried_to = actions::carried_to(&mut ctx, id).await?;
    Ok(Json(ItemResponse { item, versions, carried_to }))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct EditItemRequest {
    pub version: i64,
    /// All fields: what is left out is emptied.
    #[serde(flatten)]
    pub fields: ItemFields,
    /// The instances of its series that are not begun say the same, each in its own period.
    #[serde(default)]
    pub with_series: bool,
    #[serde(default)]
    pub decision: Decision,
}

#[utoipa::path(post, path = "/api/v1/plan-items/{item}/edit", tag = "plans", params(("item" = i64, Path)),
    request_body = EditItemRequest, responses((status = 200, body = PlanItem), (status = 409), (status = 422)))]
async fn edit_item(
    Path(id): Path<PlanItemId>,
    Acting(mut ctx, Json(request)): Acting<Json<EditItemRequest>>,
) -> WebResult<Json<PlanItem>> {
    let EditItemRequest { version, fields, with_series, decision } = request;
    let edit = Edit { version, fields, is_for_series: with_series };
    let item = actions::edit_item(&mut ctx, id, edit, &decision).await?;
    ctx.commit().await?;
    Ok(Json(item))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct ItemWithdrawRequest {
    pub version: i64,
    #[serde(flatten)]
    pub decision: Decision,
}

#[utoipa::path(post, path = "/api/v1/plan-items/{item}/withdraw", tag = "plans", params(("item" = i64, Path)),
    request_body = ItemWithdrawRequest, responses((status = 200, body = PlanItem), (status = 409), (status = 422)))]
async fn withdraw_item(
    Path(id): Path<PlanItemId>,
    Acting(mut ctx, Json(request)): Acting<Json<ItemWithdrawRequest>>,
) -> WebResult<Json<PlanItem>> {
    let item = actions::withdraw_item(&mut ctx, id, request.version, &request.decision).await?;
    ctx.commit().await?;
    Ok(Json(item))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct CarryRequest {
    pub version: i64,
    pub reason: String,
    /// A day of the next quarter; its end when left out.
    pub due_on: Option<NaiveDate>,
}

#[utoipa::path(post, path = "/api/v1/plan-items/{item}/carry", tag = "plans", params(("item" = i64, Path)),
    request_body = CarryRequest, responses((status = 201, body = PlanItem), (status = 409), (status = 422)))]
async fn carry_item(
    Path(id): Path<PlanItemId>,
    Acting(mut ctx, Json(request)): Acting<Json<CarryRequest>>,
) -> WebResult<(StatusCode, Json<PlanItem>)> {
    let item = actions::carry_item(&mut ctx, id, request.version, request.due_on, &request.reason).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(item)))
}

#[utoipa::path(get, path = "/api/v1/plan-items/{item}/spending", tag = "plans", params(("item" = i64, Path)),
    responses((status = 200, body = Vec<SpendingRow>), (status = 404)))]
async fn list_spending(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanItemId>,
) -> WebResult<Json<Vec<SpendingRow>>> {
    Ok(Json(actions::spendings_of(&mut ctx, id).await?))
}

#[utoipa::path(post, path = "/api/v1/plan-items/{item}/spending", tag = "plans", params(("item" = i64, Path)),
    request_body = NewSpending, responses((status = 201, body = Vec<SpendingRow>), (status = 422)))]
async fn record_spending(
    Path(id): Path<PlanItemId>,
    Acting(mut ctx, Json(new)): Acting<Json<NewSpending>>,
) -> WebResult<(StatusCode, Json<Vec<SpendingRow>>)> {
    actions::record_spending(&mut ctx, id, &new).await?;
    let entries = actions::spendings_of(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(entries)))
}
