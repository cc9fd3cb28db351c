//! Open tasks that go along with their item to another quarter or year.

use kit::storage::{Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};

use crate::{PlanItemId, TaskId};

/// A task that went along.
#[derive(Debug, Clone)]
pub struct CarriedTask {
    pub id: TaskId,
    pub unit: UnitId,
    pub unit_name: String,
    pub title: String,
    pub line_of_work: String,
    pub old_due_on: Option<chrono::NaiveDate>,
    pub due_on: Option<chrono::NaiveDate>,
}

/// Moves the open tasks of an item to another that has none yet, with its quarter and its due date; a later due date of a task's own
/// stays. Tasks of units that end before the new due date stay behind (handbook NEV-3.5).
pub async fn move_open_tasks(
    tx: &mut Tx,
    from: PlanItemId,
    to: PlanItemId,
    body: &str,
    by: AccountId,
    now: Instant,
) -> Result<Vec<CarriedTask>, Internal> {
    tx.execute(
        "insert into task_carry (task, from_item, to_item, from_plan, old_due_on, due_on, account, at)
         select t.id, t.plan_item, n.id, t.plan, t.due_on, case when t.due_on > n.due_on then t.due_on else n.due_on end,
                cast($3 as bigint), cast($4 as bigint)
           from task t
           join plan_item n on n.id = $2
           join unit u on u.id = t.unit
          where t.plan_item = $1 and t.state not in ('done', 'cancelled', 'not_arisen')
            and (u.valid_to is null or n.due_on is null or u.valid_to > n.due_on)
          order by t.id",
        params![from, to, by, now],
    )
    .await?;
    tx.execute(
        "update task
            set plan_item = $1,
                plan = (select plan from plan_item where id = $1),
                quarter = (select quarter from plan_item where id = $1),
                due_on = (select c.due_on from task_carry c where c.task = task.id and c.to_item = $1),
                updated_at = $2, version = version + 1
          where id in (select task from task_carry where to_item = $1)",
        params![to, now],
    )
    .await?;
    tx.execute(
        "insert into task_note (task, at, account, kind, body, version)
         select t.id, c.at, c.account, 'carried', cast($2 as text), t.version
           from task_carry c
           join task t on t.id = c.task
          where c.to_item = $1
          order by t.id",
        params![to, body],
    )
    .await?;
    tx.all(
        "select t.id, t.unit, u.name, t.title, t.line_of_work, c.old_due_on, c.due_on
           from task_carry c
           join task t on t.id = c.task
           join unit u on u.id = t.unit
          where c.to_item = $1
          order by t.id",
        params![to],
        |row| {
            Ok(CarriedTask {
                id: row.take()?,
                unit: row.take()?,
                unit_name: row.take()?,
                title: row.take()?,
                line_of_work: row.take()?,
                old_due_on: row.take()?,
                due_on: row.take()?,
            })
        },
    )
    .await
}

/// Moves the standing orders of an item: the old ones end, new ones of the same age stand on the new item.
pub async fn move_open_orders(
    tx: &mut Tx,
    from: PlanItemId,
    to: PlanItemId,
    reason: &str,
    by: AccountId,
    now: Instant,
) -> Result<u64, Internal> {
    let moved = tx
        .execute(
            "insert into fan_out (plan_item, selection, due_on, is_open, account, at, ended_on, ended_reason, ended_by)
             select n.id, f.selection, case when f.due_on > n.due_on then f.due_on else n.due_on end, f.is_open, f.account, f.at,
                    f.ended_on, f.ended_reason, f.ended_by
               from fan_out f
               join plan_item n on n.id = $2
              where f.plan_item = $1 and f.is_open
              order by f.id",
            params![from, to],
        )
        .await?;
    tx.execute(
        "update fan_out
            set is_open = false, ended_on = coalesce(ended_on, $2), ended_reason = $3, ended_by = $4
          where plan_item = $1 and is_open",
        params![from, now.date(), reason, by],
    )
    .await?;
    Ok(moved)
}

/// The directive's demands that an item answers are answered by the item it was carried to as well.
pub async fn copy_links(tx: &mut Tx, from: PlanItemId, to: PlanItemId) -> Result<(), Internal> {
    tx.execute(
        "insert into directive_item_link (directive_item, plan_item)
         select directive_item, cast($2 as bigint) from directive_item_link where plan_item = $1
             on conflict do nothing",
        params![from, to],
    )
    .await?;
    Ok(())
}

/// The items that an item was carried from, the nearest first.
pub async fn list_origins(tx: &mut Tx, item: PlanItemId) -> Result<Vec<PlanItemId>, Internal> {
    let mut origins = Vec::new();
    let mut at = item;
    while let Some(from) = tx
        .optional("select carried_from from plan_item where id = $1", params![at], only::<Option<PlanItemId>>)
        .await?
        .flatten()
        .filter(|from| *from != item && !origins.contains(from))
    {
        origins.push(from);
        at = from;
    }
    Ok(origins)
}
