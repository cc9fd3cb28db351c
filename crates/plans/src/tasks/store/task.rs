//! Tasks and the items they serve.

use chrono::NaiveDate;
use kit::storage::{Row, Tx};
use kit::{AccountId, Instant, Internal, UnitId, params};

use crate::plan::PlanState;
use crate::task::TaskState;
use crate::{PlanId, PlanItemId, TaskId};

/// A task as its page shows it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Task {
    pub id: TaskId,
    pub plan_item: PlanItemId,
    pub plan: PlanId,
    pub unit: UnitId,
    pub unit_name: String,
    pub title: String,
    pub quarter: Option<i64>,
    pub line_of_work: String,
    pub assignee: Option<AccountId>,
    pub assignee_name: Option<String>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub state: TaskState,
    pub state_reason: String,
    pub progress_percent: i64,
    /// Pieces that are not withdrawn.
    pub evidence_count: i64,
    pub done_on: Option<NaiveDate>,
    pub submitted_by: Option<AccountId>,
    pub verified_by: Option<AccountId>,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// To be sent back with a change: a change of an older version is refused.
    pub version: i64,
}

/// A line of the plan, as far as its tasks need it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Item {
    pub id: PlanItemId,
    pub plan: PlanId,
    pub plan_title: String,
    pub plan_unit: UnitId,
    pub plan_state: PlanState,
    pub code: String,
    pub section_title: String,
    pub title: String,
    pub quarter: Option<i64>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub due_phrase: String,
    pub line_of_work: String,
    pub lead_unit: Option<UnitId>,
    pub lead_named: String,
    pub coordinating_named: String,
    pub output: String,
    pub target_value: Option<i64>,
    pub unit_of_measure: String,
    pub document: Option<i64>,
    pub document_symbol: String,
    pub clause: String,
    pub carried_from: Option<PlanItemId>,
    pub is_withdrawn: bool,
    /// The paper asks for it only "if any" (nếu có): it may turn out that there was none.
    pub is_conditional: bool,
}

/// How an item stands, counted over its tasks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Rollup {
    /// Tasks that count: neither cancelled nor not arisen.
    pub total: i64,
    pub done: i64,
    pub late: i64,
    /// Waiting to be checked.
    pub submitted: i64,
}

/// What is written for a new task.
#[derive(Debug, Clone)]
pub struct NewTask<'a> {
    pub item: &'a Item,
    pub unit: UnitId,
    pub assignee: Option<AccountId>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
}

const COLUMNS: &str = "t.id, t.plan_item, t.plan, t.unit, u.name, t.title, t.quarter, t.line_of_work, t.assignee, a.name, \
     t.start_on, t.due_on, t.state, t.state_reason, t.progress_percent, t.evidence_count, t.done_on, \
     t.submitted_by, t.verified_by, t.created_at, t.updated_at, t.version";

fn task(row: &mut Row<'_>) -> Result<Task, Internal> {
    Ok(Task {
        id: row.take()?,
        plan_item: row.take()?,
        plan: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        title: row.take()?,
        quarter: row.take()?,
        line_of_work: row.take()?,
        assignee: row.take()?,
        assignee_name: row.take()?,
        start_on: row.take()?,
        due_on: row.take()?,
        state: state(row)?,
        state_reason: row.take()?,
        progress_percent: row.take()?,
        evidence_count: row.take()?,
        done_on: row.take()?,
        submitted_by: row.take()?,
        verified_by: row.take()?,
        created_at: row.take()?,
        updated_at: row.take()?,
        version: row.take()?,
    })
}

/// A column that holds a state.
pub(super) fn state(row: &mut Row<'_>) -> Result<TaskState, Internal> {
    let code: String = row.take()?;
    TaskState::from_code(&code).ok_or_else(|| Internal::new(format!("unknown task state {code}")))
}

pub async fn find_task(tx: &mut Tx, id: TaskId) -> Result<Option<Task>, Internal> {
    tx.optional(
        &format!(
            "select {COLUMNS}
               from task t
               join unit u on u.id = t.unit
               left join account a on a.id = t.assignee
              where t.id = $1"
        ),
        params![id],
        task,
    )
    .await
}

/// Whether one of the units below `root` helps with a task.
pub async fn is_coordinated_below(tx: &mut Tx, id: TaskId, root: UnitId) -> Result<bool, Internal> {
    let found = tx
        .optional(
            "select 1
               from task_coordinator c
               join unit_path p on p.descendant = c.unit
              where c.task = $1 and p.ancestor = $2
              limit 1",
            params![id, root],
            kit::storage::only::<i64>,
        )
        .await?;
    Ok(found.is_some())
}

pub async fn find_item(tx: &mut Tx, id: PlanItemId) -> Result<Option<Item>, Internal> {
    tx.optional(
        "select i.id, i.plan, p.title, p.unit, p.state, i.code, i.section_title, i.title, i.quarter, i.start_on, i.due_on,
                i.due_phrase, i.line_of_work, i.lead_unit, i.lead_named, i.coordinating_named, i.output, i.target_value,
                i.unit_of_measure, i.document, coalesce(d.symbol, ''), i.clause, i.carried_from, i.state = 'withdrawn',
                i.is_conditional
           from plan_item i
           join plan p on p.id = i.plan
           left join document d on d.id = i.document
          where i.id = $1",
        params![id],
        |row| {
            Ok(Item {
                id: row.take()?,
                plan: row.take()?,
                plan_title: row.take()?,
                plan_unit: row.take()?,
                plan_state: {
                    let code: String = row.take()?;
                    PlanState::from_code(&code).ok_or_else(|| Internal::new(format!("unknown plan state {code}")))?
                },
                code: row.take()?,
                section_title: row.take()?,
                title: row.take()?,
                quarter: row.take()?,
                start_on: row.take()?,
                due_on: row.take()?,
                due_phrase: row.take()?,
                line_of_work: row.take()?,
                lead_unit: row.take()?,
                lead_named: row.take()?,
                coordinating_named: row.take()?,
                output: row.take()?,
                target_value: row.take()?,
                unit_of_measure: row.take()?,
                document: row.take()?,
                document_symbol: row.take()?,
                clause: row.take()?,
                carried_from: row.take()?,
                is_withdrawn: row.take()?,
                is_conditional: row.take()?,
            })
        },
    )
    .await
}

/// The item that an item was carried over to, if it was.
pub async fn find_carried_to(tx: &mut Tx, id: PlanItemId) -> Result<Option<PlanItemId>, Internal> {
    tx.optional(
        "select id from plan_item where carried_from = $1 and state = 'active' order by id limit 1",
        params![id],
        kit::storage::only,
    )
    .await
}

/// Inserts a task; `None` when the unit has its task on this item already.
pub async fn insert_task(tx: &mut Tx, new: &NewTask<'_>, now: Instant) -> Result<Option<TaskId>, Internal> {
    tx.optional(
        "insert into task (plan_item, plan, unit, title, folded, quarter, line_of_work, assignee, start_on, due_on, state,
                           created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'assigned', $11, $11)
         on conflict (plan_item, unit) do nothing
         returning id",
        params![
            new.item.id,
            new.item.plan,
            new.unit,
            &new.item.title,
            vi::fold::fold(&new.item.title),
            new.item.quarter,
            &new.item.line_of_work,
            new.assignee,
            new.start_on,
            new.due_on,
            now
        ],
        kit::storage::only,
    )
    .await
}

/// Writes everything that changes in a task, if it is still the version that was read; tells whether it was.
pub async fn update_task(tx: &mut Tx, task: &Task, now: Instant) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update task
                set assignee = $3, start_on = $4, due_on = $5, state = $6, state_reason = $7, progress_percent = $8,
                    evidence_count = $9, done_on = $10, submitted_by = $11, verified_by = $12, updated_at = $13,
                    version = version + 1
              where id = $1 and version = $2",
            params![
                task.id,
                task.version,
                task.assignee,
                task.start_on,
                task.due_on,
                task.state.code(),
                &task.state_reason,
                task.progress_percent,
                task.evidence_count,
                task.done_on,
                task.submitted_by,
                task.verified_by,
                now
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Writes a new percentage, if the task is still the version that was read; tells whether it was. Lists and their indexes are not
/// touched: this is what is saved most often.
pub async fn update_progress(tx: &mut Tx, task: &Task, now: Instant) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update task set progress_percent = $3, updated_at = $4, version = version + 1 where id = $1 and version = $2",
            params![task.id, task.version, task.progress_percent, now],
        )
        .await?;
    Ok(touched == 1)
}

/// How an item stands on a day.
pub async fn rollup(tx: &mut Tx, item: PlanItemId, today: NaiveDate) -> Result<Rollup, Internal> {
    tx.one(
        "select count(*),
                coalesce(sum(case when state = 'done' then 1 else 0 end), 0),
                coalesce(sum(case when due_on < $2 and state in ('planned', 'assigned', 'accepted', 'in_progress', 'returned')
                                  then 1 else 0 end), 0),
                coalesce(sum(case when state in ('submitted', 'verified') then 1 else 0 end), 0)
           from task
          where plan_item = $1 and state not in ('cancelled', 'not_arisen')",
        params![item, today],
        |row| Ok(Rollup { total: row.take()?, done: row.take()?, late: row.take()?, submitted: row.take()? }),
    )
    .await
}

/// The tasks of the other units on the same item, those in sight first; at most `limit`.
pub async fn list_siblings(
    tx: &mut Tx,
    item: PlanItemId,
    scope: kit::permission::Scope,
    limit: i64,
) -> Result<Vec<Task>, Internal> {
    let mut query = kit::storage::Query::new(&format!(
        "select {COLUMNS}
           from task t
           join unit u on u.id = t.unit
           left join account a on a.id = t.assignee
          where t.plan_item = "
    ));
    query.bind(item);
    scope.restrict(&mut query, "t.unit");
    query.push(" order by t.unit limit ").bind(limit);
    tx.all(query.sql(), query.params(), task).await
}

/// The tasks of an item.
pub async fn list_tasks_of(tx: &mut Tx, item: PlanItemId) -> Result<Vec<Task>, Internal> {
    tx.all(
        &format!(
            "select {COLUMNS}
               from task t
               join unit u on u.id = t.unit
               left join account a on a.id = t.assignee
              where t.plan_item = $1
              order by t.id"
        ),
        params![item],
        task,
    )
    .await
}

pub async fn set_coordinators(tx: &mut Tx, id: TaskId, units: &[UnitId]) -> Result<(), Internal> {
    tx.execute("delete from task_coordinator where task = $1", params![id]).await?;
    let values: Vec<_> = units.iter().flat_map(|unit| [id.into(), (*unit).into()]).collect();
    tx.insert_many("task_coordinator", &["task", "unit"], &values, "on conflict do nothing").await?;
    Ok(())
}

pub async fn list_coordinators(tx: &mut Tx, id: TaskId) -> Result<Vec<(UnitId, String)>, Internal> {
    tx.all(
        "select c.unit, u.name from task_coordinator c join unit u on u.id = c.unit where c.task = $1 order by c.unit",
        params![id],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// Copies an item's title, quarter and line of work to its tasks; says which they are.
pub async fn update_from_item(
    tx: &mut Tx,
    item: &Item,
    now: Instant,
) -> Result<Vec<(TaskId, UnitId, String, Option<NaiveDate>)>, Internal> {
    tx.execute(
        "update task set title = $2, folded = $3, quarter = $4, line_of_work = $5, updated_at = $6 where plan_item = $1",
        params![item.id, &item.title, vi::fold::fold(&item.title), item.quarter, &item.line_of_work, now],
    )
    .await?;
    tx.all(
        "select t.id, t.unit, u.name, t.due_on from task t join unit u on u.id = t.unit where t.plan_item = $1 order by t.id",
        params![item.id],
        |row| Ok((row.take()?, row.take()?, row.take()?, row.take()?)),
    )
    .await
}
