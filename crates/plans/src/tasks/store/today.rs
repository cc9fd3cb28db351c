//! Counts for the page that begins the day and for the view of who carries how much.

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Engine, Query, Tx};
use kit::{AccountId, Instant, Internal, UnitId};

use super::listing::{Asker, push_conditions, push_index};
use super::task::state;
use crate::task::TaskState;
use crate::tasks::list::Filter;
use crate::{PlanId, PlanItemId, TaskId};

/// Counting stops here: past it nobody reads the figure, and the page stays quick.
pub const COUNT_LIMIT: i64 = 1_000;

/// Tasks of one plan item, told in one line: a task given to 75 communes is one matter, not 75.
pub struct Gathered {
    pub item: PlanItemId,
    /// How many tasks of the item the filter lists.
    pub tasks: i64,
    /// One of them: the one that stands for all.
    pub first: TaskId,
    pub title: String,
    pub unit_name: String,
    pub due_on: Option<NaiveDate>,
    pub state: TaskState,
}

/// The first items of which a filter lists tasks, and how many tasks it lists, at most [`COUNT_LIMIT`].
pub async fn gather_tasks(
    tx: &mut Tx,
    asker: &Asker,
    filter: &Filter,
    limit: i64,
) -> Result<(Vec<Gathered>, i64), Internal> {
    let mut query = Query::new(
        "select t.plan_item, g.tasks, t.id, t.title, u.short_name, t.due_on, t.state, g.total
           from (select min(f.id) as first, count(*) as tasks, min(f.sort_on) as soonest,
                        cast(sum(count(*)) over () as bigint) as total
                   from (select t.id, t.plan_item, t.sort_on from task as t",
    );
    push_index(&mut query, tx.engine(), asker, filter);
    query.push(" where true");
    push_conditions(&mut query, asker, filter);
    query.push(" order by t.sort_on, t.id limit ").bind(COUNT_LIMIT);
    query.push(") f group by f.plan_item order by soonest, first limit ").bind(limit);
    query.push(
        ") g join task t on t.id = g.first left join unit u on u.id = t.unit order by g.soonest, g.first",
    );
    let mut total = 0;
    let rows = tx
        .all(query.sql(), query.params(), |row| {
            let gathered = Gathered {
                item: row.take()?,
                tasks: row.take()?,
                first: row.take()?,
                title: row.take()?,
                unit_name: row.take()?,
                due_on: row.take()?,
                state: state(row)?,
            };
            total = row.take()?;
            Ok(gathered)
        })
        .await?;
    Ok((rows, total))
}

/// Late tasks by unit, the most first.
pub async fn list_late_units(
    tx: &mut Tx,
    scope: Scope,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(UnitId, String, i64)>, Internal> {
    let mut query = Query::new(
        "select u.id, u.short_name, l.late
           from (select unit, count(*) as late
                   from task",
    );
    if tx.engine() == Engine::Sqlite {
        // Unit by unit, as they are counted, from the index alone: SQLite would gather the late tasks of everybody first.
        query.push(" indexed by task_can_be_late");
    }
    query.push(
        " where state in ('planned', 'assigned', 'accepted', 'in_progress', 'returned') and sort_on < ",
    );
    query.bind(today);
    scope.restrict(&mut query, "unit");
    query.push(" group by unit order by late desc, unit limit ").bind(limit);
    query.push(") l join unit u on u.id = l.unit order by l.late desc, u.id");
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?, row.take()?))).await
}

/// Plans that wait for approval.
pub async fn list_submitted_plans(tx: &mut Tx, scope: Scope) -> Result<Vec<(PlanId, String)>, Internal> {
    let mut query = Query::new("select id, title from plan where state = 'submitted'");
    scope.restrict(&mut query, "unit");
    query.push(" order by id desc limit 20");
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await
}

/// What one person, or a unit without a person, has to do.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Load {
    /// `None`: nobody is named.
    pub account: Option<AccountId>,
    pub account_name: Option<String>,
    pub open: i64,
    pub late: i64,
    /// Due within 30 days.
    pub soon: i64,
    pub oldest_change: Instant,
}

/// Open tasks by person, those with the most late ones first; the row without a person is what nobody owns.
pub async fn list_loads(
    tx: &mut Tx,
    scope: Scope,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Load>, Internal> {
    let soon = today.checked_add_days(chrono::Days::new(30)).unwrap_or(today);
    let mut query = Query::new(
        "select l.assignee, a.name, l.open_count, l.late_count, l.soon_count, l.oldest
           from (select assignee, count(*) as open_count,
                        sum(case when sort_on < ",
    );
    query.bind(today);
    query.push(" and state not in ('submitted', 'verified', 'suspended') then 1 else 0 end) as late_count,");
    query.push(" sum(case when sort_on >= ").bind(today).push(" and sort_on <= ").bind(soon);
    query.push(
        " then 1 else 0 end) as soon_count, min(updated_at) as oldest
                   from task
                  where state not in ('done', 'cancelled', 'not_arisen')",
    );
    scope.restrict(&mut query, "unit");
    query.push(" group by assignee order by late_count desc, open_count desc limit ").bind(limit);
    query.push(") l left join account a on a.id = l.assignee order by l.late_count desc, l.open_count desc, l.assignee");
    tx.all(query.sql(), query.params(), |row| {
        Ok(Load {
            account: row.take()?,
            account_name: row.take()?,
            open: row.take()?,
            late: row.take()?,
            soon: row.take()?,
            oldest_change: row.take()?,
        })
    })
    .await
}
