//! Tasks counted by the database: n/N is never counted twice in two ways.

use chrono::NaiveDate;
use kit::storage::{Query, Row};
use kit::{Instant, Internal};

use crate::PlanId;
use crate::follow::filter::{Filter, StateFilter};
use crate::follow::model::Tally;

/// States that count in n/N.
pub const COUNTED: &str = "state not in ('cancelled', 'not_arisen')";
/// States in which a past due date means late: as [`crate::task::is_overdue`] has it.
pub const CAN_BE_LATE: &str = "state in ('planned', 'assigned', 'accepted', 'in_progress', 'returned')";

/// The names under which [`push_counts`] gives its counts.
const NAMES: [&str; 8] =
    ["total", "done", "late", "submitted", "working", "without_evidence", "without_owner", "dropped"];

/// Adds the counts of a group of tasks, late as of `day`.
pub fn push_counts(query: &mut Query<'_>, day: NaiveDate) {
    query.push("count(*) filter (where ").push(COUNTED).push(") as total,");
    query.push(" count(*) filter (where state = 'done') as done,");
    query
        .push(" count(*) filter (where ")
        .push(CAN_BE_LATE)
        .push(" and due_on < ")
        .bind(day)
        .push(") as late,");
    query.push(" count(*) filter (where state in ('submitted', 'verified')) as submitted,");
    query.push(" count(*) filter (where state in ('in_progress', 'returned', 'suspended')) as working,");
    query
        .push(" count(*) filter (where ")
        .push(COUNTED)
        .push(" and evidence_count = 0) as without_evidence,");
    query.push(" count(*) filter (where ").push(COUNTED).push(" and assignee is null) as without_owner,");
    query.push(" count(*) filter (where state in ('cancelled', 'not_arisen')) as dropped");
}

/// Adds the condition that the item `i` is given to nobody although it was due before `day`.
pub fn push_late_ungiven(query: &mut Query<'_>, day: NaiveDate) {
    query.push(" i.state = 'active' and i.due_on < ").bind(day);
    query.push(" and not exists (select 1 from task g where g.plan_item = i.id)");
    query.push(" and not exists (select 1 from task_carry k where k.from_item = i.id)");
}

/// Adds the count of the tasks that fit the filter, as `fitting`.
pub fn push_fitting(query: &mut Query<'_>, filter: &Filter, day: NaiveDate) {
    query.push("count(*) filter (where true");
    if let Some(StateFilter::Task(state)) = filter.state {
        query.push(" and state = ").bind(state.code());
    }
    if filter.is_late {
        query.push(" and ").push(CAN_BE_LATE).push(" and due_on < ").bind(day);
    }
    if filter.is_without_evidence {
        query.push(" and ").push(COUNTED).push(" and evidence_count = 0");
    }
    query.push(") as fitting");
}

/// The counts as columns of an outer select; nothing counted is zero.
pub fn columns(alias: &str) -> String {
    NAMES.map(|name| format!("coalesce({alias}.{name}, 0)")).join(", ")
}

/// Reads what [`columns`] selects.
pub fn take(row: &mut Row<'_>) -> Result<Tally, Internal> {
    Ok(Tally {
        total: row.take()?,
        done: row.take()?,
        late: row.take()?,
        submitted: row.take()?,
        working: row.take()?,
        without_evidence: row.take()?,
        without_owner: row.take()?,
        dropped: row.take()?,
    })
}

/// Adds the tasks of a plan as a table called `task`: as they are, or as they were at an instant.
///
/// The states of the past are read from the notes that every move leaves; before its first move a task was in the state that
/// the move left. Due dates and items of the past are read from the extensions granted and the items carried over since.
pub fn push_tasks(query: &mut Query<'_>, plan: PlanId, before: Option<Instant>) {
    let Some(before) = before else {
        query.push("(select id, plan_item, unit, assignee, due_on, state, evidence_count, progress_percent");
        query.push(" from task where plan = ").bind(plan).push(") task");
        return;
    };
    // Where the task was, and when it was due, before what has moved it since.
    query.push(
        "(select t.id, coalesce((select c.from_item from task_carry c where c.task = t.id and c.at >= ",
    );
    query.bind(before).push(" order by c.id limit 1), t.plan_item) as plan_item, t.unit, t.assignee,");
    query.push(
        " case when exists (select 1 from task_extension e where e.task = t.id and e.state = 'granted'",
    );
    query.push(" and e.decided_at >= ").bind(before);
    query.push(") or exists (select 1 from task_carry c where c.task = t.id and c.at >= ").bind(before);
    query.push(") then (select w.old_due_on from (select e.old_due_on, e.decided_at as moved_at from task_extension e");
    query.push(" where e.task = t.id and e.state = 'granted' and e.decided_at >= ").bind(before);
    query.push(" union all select c.old_due_on, c.at from task_carry c where c.task = t.id and c.at >= ");
    query.bind(before).push(") w order by w.moved_at limit 1) else t.due_on end as due_on,");
    query.push(
        " coalesce((select n.to_state from task_note n where n.task = t.id and n.to_state <> '' and n.at < ",
    );
    query.bind(before).push(" order by n.id desc limit 1),");
    query.push(
        " (select n.from_state from task_note n where n.task = t.id and n.from_state <> '' and n.at >= ",
    );
    query.bind(before).push(" order by n.id limit 1), t.state) as state,");
    query.push(" (select count(*) from task_evidence e where e.task = t.id and e.at < ").bind(before);
    query
        .push(" and (e.withdrawn_at is null or e.withdrawn_at >= ")
        .bind(before)
        .push(")) as evidence_count,");
    query.push(" t.progress_percent from task t where t.created_at < ").bind(before);
    query.push(" and (t.plan = ").bind(plan);
    query.push(" or t.id in (select c.task from task_carry c where c.from_plan = ").bind(plan);
    query.push("))) task");
}
