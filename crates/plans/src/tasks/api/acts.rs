//! Acting on tasks.

use axum::extract::Path;
use chrono::NaiveDate;
use kit::web::{Acting, Calling, Json, Upload, WebResult};
use kit::{AccountId, UnitId};

use crate::task::TaskMove;
use crate::tasks::actions::{self, Change, Give, Reassign};
use crate::tasks::store::Task;
use crate::tasks::store::spread::{Selection, StandingOrder};
use crate::{PlanError, PlanItemId, TaskId};

/// Something new.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Created {
    pub id: i64,
}

/// A move, with what the table of moves asks for.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct MoveRequest {
    pub act: TaskMove,
    #[serde(default)]
    pub reason: String,
    /// The symbol or the id of the paper that orders it.
    #[serde(default)]
    pub document: String,
    /// The version that was read; a newer one answers 409.
    pub version: Option<i64>,
}

/// Moves a task.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/move", params(("id" = TaskId, Path)), request_body = MoveRequest, responses((status = 200, body = Task), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn change_state(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Json(request)): Acting<Json<MoveRequest>>,
) -> WebResult<Json<Task>> {
    let change = Change { reason: &request.reason, document: &request.document, version: request.version };
    let task = actions::change_state(&mut ctx, id, request.act, &change).await?;
    ctx.commit().await?;
    Ok(Json(task))
}

/// Who does a task, and when.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct AssignRequest {
    pub assignee: Option<AccountId>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    /// Left as they are when absent.
    pub coordinators: Option<Vec<UnitId>>,
    pub version: Option<i64>,
}

/// Gives a task to a person.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/assign", params(("id" = TaskId, Path)), request_body = AssignRequest, responses((status = 200, body = Task), (status = 404), (status = 409), (status = 422)))]
pub async fn reassign(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Json(request)): Acting<Json<AssignRequest>>,
) -> WebResult<Json<Task>> {
    let new = Reassign {
        assignee: request.assignee,
        start_on: request.start_on,
        due_on: request.due_on,
        coordinators: request.coordinators,
        version: request.version,
    };
    let task = actions::reassign(&mut ctx, id, &new).await?;
    ctx.commit().await?;
    Ok(Json(task))
}

/// Progress in words, and in percent.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct NoteRequest {
    pub body: String,
    pub percent: Option<i64>,
    pub version: Option<i64>,
}

/// Notes progress.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/notes", params(("id" = TaskId, Path)), request_body = NoteRequest, responses((status = 200, body = Task), (status = 404), (status = 409), (status = 422)))]
pub async fn add_note(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Json(request)): Acting<Json<NoteRequest>>,
) -> WebResult<Json<Task>> {
    let task = actions::add_note(&mut ctx, id, &request.body, request.percent, request.version).await?;
    ctx.commit().await?;
    Ok(Json(task))
}

/// Adds evidence: `multipart/form-data` with `file` or `link`, and `kind`, `title`, `dated_on`; with a file, `secrecy` answers
/// whether it is a state secret (`no`; `yes` is refused).
#[utoipa::path(post, path = "/api/v1/tasks/{id}/evidence", params(("id" = TaskId, Path)), responses((status = 200, body = Created), (status = 404), (status = 409), (status = 413), (status = 422)))]
pub async fn add_evidence(
    Path(id): Path<TaskId>,
    Calling(caller, upload): Calling<Upload>,
) -> WebResult<Json<Created>> {
    let id = crate::tasks::pages::acts::upload_evidence(&caller, id, &upload).await?;
    Ok(Json(Created { id }))
}

#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct ReasonRequest {
    pub reason: String,
}

/// Takes evidence back, with a reason.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/evidence/{evidence}/withdraw", params(("id" = TaskId, Path), ("evidence" = i64, Path)), request_body = ReasonRequest, responses((status = 200, body = Task), (status = 404), (status = 409), (status = 422)))]
pub async fn withdraw_evidence(
    Path((id, evidence)): Path<(TaskId, i64)>,
    Acting(mut ctx, Json(request)): Acting<Json<ReasonRequest>>,
) -> WebResult<Json<Task>> {
    let task = actions::withdraw_evidence(&mut ctx, id, evidence, &request.reason).await?;
    ctx.commit().await?;
    Ok(Json(task))
}

/// More time, until a day.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct ExtensionRequest {
    pub due_on: NaiveDate,
    pub reason: String,
}

/// Asks for more time.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/extensions", params(("id" = TaskId, Path)), request_body = ExtensionRequest, responses((status = 200, body = Created), (status = 404), (status = 409), (status = 422)))]
pub async fn ask_extension(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Json(request)): Acting<Json<ExtensionRequest>>,
) -> WebResult<Json<Created>> {
    let id = actions::ask_extension(&mut ctx, id, request.due_on, &request.reason).await?;
    ctx.commit().await?;
    Ok(Json(Created { id }))
}

#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct DecisionRequest {
    pub is_granted: bool,
    #[serde(default)]
    pub remark: String,
}

/// Grants or refuses more time.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/extensions/{extension}", params(("id" = TaskId, Path), ("extension" = i64, Path)), request_body = DecisionRequest, responses((status = 200, body = Task), (status = 403), (status = 404), (status = 422)))]
pub async fn decide_extension(
    Path((id, extension)): Path<(TaskId, i64)>,
    Acting(mut ctx, Json(request)): Acting<Json<DecisionRequest>>,
) -> WebResult<Json<Task>> {
    let task =
        actions::decide_extension(&mut ctx, id, extension, request.is_granted, &request.remark).await?;
    ctx.commit().await?;
    Ok(Json(task))
}

/// An item for one unit.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct GiveRequest {
    pub unit: UnitId,
    pub assignee: Option<AccountId>,
    #[serde(default)]
    pub coordinators: Vec<UnitId>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
}

/// Gives an item to one unit.
#[utoipa::path(post, path = "/api/v1/items/{item}/tasks", params(("item" = PlanItemId, Path)), request_body = GiveRequest, responses((status = 200, body = Created), (status = 404), (status = 409), (status = 422)))]
pub async fn give(
    Path(item): Path<PlanItemId>,
    Acting(mut ctx, Json(request)): Acting<Json<GiveRequest>>,
) -> WebResult<Json<Created>> {
    let give = Give {
        unit: request.unit,
        assignee: request.assignee,
        coordinators: request.coordinators,
        start_on: request.start_on,
        due_on: request.due_on,
    };
    let task = actions::give(&mut ctx, item, &give).await?;
    ctx.commit().await?;
    Ok(Json(Created { id: task.0 }))
}

/// An item for many units.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct FanOutRequest {
    /// `level:commune`, `level:residential_area`, `kind:member_organisation` or `chosen`.
    pub selection: String,
    /// The chosen units.
    #[serde(default)]
    pub units: Vec<UnitId>,
    pub due_on: Option<NaiveDate>,
}

/// How many tasks are new.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct FannedOut {
    pub created: usize,
}

/// Gives an item to many units; doing it again reaches only those that have none yet.
#[utoipa::path(post, path = "/api/v1/items/{item}/fan-out", params(("item" = PlanItemId, Path)), request_body = FanOutRequest, responses((status = 200, body = FannedOut), (status = 404), (status = 409), (status = 422)))]
pub async fn fan_out(
    Path(item): Path<PlanItemId>,
    Acting(mut ctx, Json(request)): Acting<Json<FanOutRequest>>,
) -> WebResult<Json<FannedOut>> {
    let selection = Selection::from_code(&request.selection, request.units).ok_or(PlanError::NoUnitChosen)?;
    let created = actions::fan_out(&mut ctx, item, &selection, request.due_on).await?;
    ctx.commit().await?;
    Ok(Json(FannedOut { created }))
}

/// The end of a standing order.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct EndOrderRequest {
    pub reason: String,
    /// The last day on which it stands; today when left out.
    pub last_day: Option<NaiveDate>,
}

/// Ends a standing order: units that come later get no task.
#[utoipa::path(post, path = "/api/v1/items/{item}/orders/{order}/end", params(("item" = PlanItemId, Path), ("order" = i64, Path)), request_body = EndOrderRequest, responses((status = 200, body = Vec<StandingOrder>), (status = 403), (status = 404), (status = 422)))]
pub async fn end_order(
    Path((item, order)): Path<(PlanItemId, i64)>,
    Acting(mut ctx, Json(request)): Acting<Json<EndOrderRequest>>,
) -> WebResult<Json<Vec<StandingOrder>>> {
    actions::end_order(&mut ctx, item, order, request.last_day, &request.reason).await?;
    let orders = actions::orders_of(&mut ctx, item).await?;
    ctx.commit().await?;
    Ok(Json(orders))
}
