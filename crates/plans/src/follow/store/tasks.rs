//! Tasks of a plan one by one, and counted by unit.

use chrono::NaiveDate;
use kit::storage::{Query, Tx};
use kit::{Internal, UnitId};

use super::items::Eye;
use super::tally;
use crate::follow::filter::{Filter, When};
use crate::follow::model::Tally;
use crate::task::TaskState;
use crate::{PlanId, PlanItemId, TaskId};

/// A task with its due date.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct DueRow {
    pub task: TaskId,
    pub item: PlanItemId,
    pub code: String,
    pub title: String,
    pub unit: UnitId,
    pub unit_name: String,
    pub assignee: String,
    pub due_on: Option<NaiveDate>,
    pub state: TaskState,
}

/// Tasks that count and have a due date, the earliest first: all of them, or the late ones only.
pub async fn list_due(
    tx: &mut Tx,
    eye: &Eye,
    plan: PlanId,
    filter: &Filter,
    is_late: bool,
) -> Result<Vec<DueRow>, Internal> {
    let mut query = Query::new(
        "select task.id, task.plan_item, i.code, i.title, task.unit, u.short_name, coalesce(a.name, ''), task.due_on, task.state
           from ",
    );
    tally::push_tasks(&mut query, plan, eye.before);
    query.push(
        " join plan_item i on i.id = task.plan_item
          join unit u on u.id = task.unit
          left join account a on a.id = task.assignee
         where task.due_on is not null and task.",
    );
    query.push(if is_late { tally::CAN_BE_LATE } else { tally::COUNTED });
    if is_late {
        query.push(" and task.due_on < ").bind(eye.day);
    }
    // A task that went to another plan since was in this one's past only.
    query.push(" and i.plan = ").bind(plan);
    eye.scope.restrict(&mut query, "task.unit");
    if let Some(unit) = filter.unit {
        query
            .push(" and task.unit in (select descendant from unit_path where ancestor = ")
            .bind(unit)
            .push(")");
    }
    if let Some(When::Quarter(quarter)) = filter.when {
        query.push(" and i.quarter = ").bind(i64::from(quarter));
    }
    query.push(" order by task.due_on, task.id limit 20000");
    tx.all(query.sql(), query.params(), |row| {
        Ok(DueRow {
            task: row.take()?,
            item: row.take()?,
            code: row.take()?,
            title: row.take()?,
            unit: row.take()?,
            unit_name: row.take()?,
            assignee: row.take()?,
            due_on: row.take()?,
            state: {
                let code: String = row.take()?;
                TaskState::from_code(&code)
                    .ok_or_else(|| Internal::new(format!("unknown task state {code}")))?
            },
        })
    })
    .await
}

/// The tasks of a plan counted by the unit that does them.
pub async fn count_by_unit(
    tx: &mut Tx,
    eye: &Eye,
    plan: PlanId,
) -> Result<Vec<(UnitId, String, i64, Tally)>, Internal> {
    let mut query = Query::new("with counted as (select unit, count(distinct plan_item) as items, ");
    tally::push_counts(&mut query, eye.day);
    query.push(" from ");
    tally::push_tasks(&mut query, plan, eye.before);
    query
        .push(" where plan_item in (select id from plan_item where state = 'active' and plan = ")
        .bind(plan)
        .push(")");
    eye.scope.restrict(&mut query, "unit");
    query.push(" group by unit) select c.unit, u.short_name, c.items, ").push(&tally::columns("c"));
    query.push(" from counted c join unit u on u.id = c.unit order by u.folded_name, u.id");
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?, row.take()?, tally::take(row)?)))
        .await
}
