//! Reading tasks.

use axum::extract::{Path, Query};
use kit::UnitId;
use kit::paging::{MAX_PAGE_SIZE, PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{Json, Reading, WebResult};

use crate::tasks::actions;
use crate::tasks::list::{Asked, Turn};
use crate::tasks::pages::{asker, list::filter_of};
use crate::tasks::store::listing::{self, TaskRow};
use crate::tasks::store::records::{self, Evidence, Extension, Note};
use crate::tasks::store::spread::StandingOrder;
use crate::tasks::store::today::Load;
use crate::tasks::store::{self, Rollup, Task};
use crate::{PlanItemId, TaskId};

/// A page of tasks; `after` of the next page, when there is one.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct TaskList {
    pub tasks: Vec<TaskRow>,
    pub after: Option<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Limit {
    limit: String,
}

/// Tasks of the units in sight, by the same filter as the page.
#[utoipa::path(get, path = "/api/v1/tasks", params(Asked), responses((status = 200, body = TaskList)))]
pub async fn list(
    Reading(mut ctx): Reading,
    Query(asked): Query<Asked>,
    Query(Limit { limit }): Query<Limit>,
) -> WebResult<Json<TaskList>> {
    ctx.require(Permission::ReadWork)?;
    let limit = limit.parse().unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE);
    let filter = filter_of(&mut ctx, &asked).await?;
    let who = asker(&ctx)?;
    let rows = listing::list_tasks(ctx.tx(), &who, &filter, &Turn::from_asked(&asked), limit + 1).await?;
    let page = PageOf::cut(rows, limit);
    let after = page.rows.last().filter(|_| page.has_more).map(|row| row.cursor(filter.order).to_string());
    Ok(Json(TaskList { tasks: page.rows, after }))
}

/// Who carries how much.
#[utoipa::path(get, path = "/api/v1/tasks/workload", responses((status = 200, body = Vec<Load>)))]
pub async fn workload(Reading(mut ctx): Reading) -> WebResult<Json<Vec<Load>>> {
    ctx.require(Permission::ReadWork)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let people = crate::tasks::pages::workload::PEOPLE;
    Ok(Json(store::today::list_loads(ctx.tx(), scope, today, people).await?))
}

/// A unit that helps with a task.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Coordinator {
    pub unit: UnitId,
    pub name: String,
}

/// A task with all that is kept beside it.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct WholeTask {
    #[serde(flatten)]
    pub task: Task,
    pub is_overdue: bool,
    pub coordinators: Vec<Coordinator>,
    pub notes: Vec<Note>,
    pub evidence: Vec<Evidence>,
    pub extensions: Vec<Extension>,
}

/// One task.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", params(("id" = TaskId, Path)), responses((status = 200, body = WholeTask), (status = 404)))]
pub async fn show(Reading(mut ctx): Reading, Path(id): Path<TaskId>) -> WebResult<Json<WholeTask>> {
    let task = actions::readable_task(&mut ctx, id).await?;
    let coordinators = store::task::list_coordinators(ctx.tx(), id).await?;
    Ok(Json(WholeTask {
        coordinators: coordinators.into_iter().map(|(unit, name)| Coordinator { unit, name }).collect(),
        is_overdue: crate::task::is_overdue(task.state, task.due_on, ctx.today()),
        notes: records::list_notes_since(ctx.tx(), id, -1).await?,
        evidence: records::list_evidence(ctx.tx(), id).await?,
        extensions: records::list_extensions(ctx.tx(), id).await?,
        task,
    }))
}

/// How an item stands, and its tasks in sight.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct ItemTasks {
    pub rollup: Rollup,
    pub tasks: Vec<Task>,
}

/// The tasks of a plan item.
#[utoipa::path(get, path = "/api/v1/items/{item}/tasks", params(("item" = PlanItemId, Path)), responses((status = 200, body = ItemTasks), (status = 404)))]
pub async fn item(Reading(mut ctx): Reading, Path(item): Path<PlanItemId>) -> WebResult<Json<ItemTasks>> {
    actions::readable_item(&mut ctx, item).await?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    Ok(Json(ItemTasks {
        rollup: store::task::rollup(ctx.tx(), item, today).await?,
        tasks: store::task::list_siblings(ctx.tx(), item, scope, 5_000).await?,
    }))
}

/// The standing orders of a plan item, ended ones among them.
#[utoipa::path(get, path = "/api/v1/items/{item}/orders", params(("item" = PlanItemId, Path)), responses((status = 200, body = Vec<StandingOrder>), (status = 404)))]
pub async fn orders(
    Reading(mut ctx): Reading,
    Path(item): Path<PlanItemId>,
) -> WebResult<Json<Vec<StandingOrder>>> {
    Ok(Json(actions::orders_of(&mut ctx, item).await?))
}
