//! The list of tasks: one statement from a filter.

use chrono::{Days, NaiveDate};
use kit::permission::Scope;
use kit::storage::{Engine, Query, Tx};
use kit::{AccountId, Instant, Internal, UnitId};

use super::task::state;
use crate::TaskId;
use crate::task::TaskState;
use crate::tasks::list::{Cursor, DueFilter, Filter, OnlyFilter, Order, OwnerFilter, StateFilter, Turn};

/// One row of a list.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct TaskRow {
    pub id: TaskId,
    pub unit: UnitId,
    pub unit_name: String,
    pub title: String,
    pub assignee: Option<AccountId>,
    pub assignee_name: Option<String>,
    pub due_on: Option<NaiveDate>,
    pub state: TaskState,
    pub progress_percent: i64,
    pub evidence_count: i64,
    pub quarter: Option<i64>,
    #[serde(skip)]
    pub sort_on: NaiveDate,
    pub updated_at: Instant,
}

impl TaskRow {
    /// The row's place in a list.
    pub fn cursor(&self, order: Order) -> Cursor {
        Cursor {
            group: match order {
                Order::Unit => self.unit.to_string(),
                Order::State => self.state.code().to_owned(),
                Order::Due | Order::LatestDue | Order::Changed => String::new(),
            },
            sort_on: self.sort_on,
            updated_at: self.updated_at.0,
            id: self.id.0,
        }
    }
}

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    pub scope: Scope,
    pub unit: UnitId,
    pub account: AccountId,
    pub today: NaiveDate,
}

pub(super) const LATE: &str = "t.state in ('planned', 'assigned', 'accepted', 'in_progress', 'returned')";
const OPEN: &str = "t.state not in ('done', 'cancelled', 'not_arisen')";

/// A page of tasks in the filter's order; one row more than `limit` when more follow.
pub async fn list_tasks(
    tx: &mut Tx,
    asker: &Asker,
    filter: &Filter,
    turn: &Turn,
    limit: i64,
) -> Result<Vec<TaskRow>, Internal> {
    let query = list_query(tx.engine(), asker, filter, turn, limit);
    let mut rows = tx
        .all(query.sql(), query.params(), |row| {
            Ok(TaskRow {
                id: row.take()?,
                unit: row.take()?,
                unit_name: row.take()?,
                title: row.take()?,
                assignee: row.take()?,
                assignee_name: row.take()?,
                due_on: row.take()?,
                state: state(row)?,
                progress_percent: row.take()?,
                evidence_count: row.take()?,
                quarter: row.take()?,
                sort_on: row.take()?,
                updated_at: row.take()?,
            })
        })
        .await?;
    if matches!(turn, Turn::Before(_)) {
        rows.reverse();
    }
    Ok(rows)
}

/// The statement of a list. The rows of a page are found in `task` along one index; names are joined to those rows only.
///
/// Over everything the index yields rows in the list's order and the walk stops at the limit, so the joins stand beside it.
/// For some units the rows are sorted first, and names are joined to what is left.
pub fn list_query<'a>(
    engine: Engine,
    asker: &Asker,
    filter: &'a Filter,
    turn: &Turn,
    limit: i64,
) -> Query<'a> {
    let columns = "select t.id, t.unit, u.short_name, t.title, t.assignee, a.name, t.due_on, t.state, t.progress_percent,
                t.evidence_count, t.quarter, t.sort_on, t.updated_at
           from ";
    // Every task has its unit; an outer join keeps SQLite from beginning with the units.
    let names = " left join unit u on u.id = t.unit left join account a on a.id = t.assignee";
    let is_in_order = asker.scope.is_everything && filter.unit.is_none();
    let order = order(filter.order, matches!(turn, Turn::Before(_)));
    let mut query = Query::new(columns);
    if !is_in_order {
        query.push(
            "(select t.id, t.unit, t.title, t.assignee, t.due_on, t.state, t.progress_percent, t.evidence_count,
                     t.quarter, t.sort_on, t.updated_at
                from ",
        );
    }
    query.push("task as t");
    push_index(&mut query, engine, asker, filter);
    if is_in_order {
        query.push(names);
    }
    query.push(" where true");
    push_conditions(&mut query, asker, filter);
    push_turn(&mut query, filter.order, turn);
    query.push(&order).push(" limit ").bind(limit);
    if !is_in_order {
        query.push(") t").push(names).push(&order);
    }
    query
}

/// Names the index to walk. SQLite keeps no statistics unless asked to, and would take the unit for rarer or commoner than it is.
pub(super) fn push_index(query: &mut Query<'_>, engine: Engine, asker: &Asker, filter: &Filter) {
    if engine == Engine::Sqlite
        && let Some(index) = index_for(asker, filter)
    {
        query.push(" indexed by ").push(index);
    }
}

/// The index that narrows most, where the choice is plain; the engine chooses otherwise.
fn index_for(asker: &Asker, filter: &Filter) -> Option<&'static str> {
    let is_free = filter.item.is_none()
        && filter.directive.is_none()
        && filter.found.is_none()
        && !matches!(filter.only, Some(OnlyFilter::Extension | OnlyFilter::Coordinated));
    if !is_free {
        return None;
    }
    Some(match filter.order {
        Order::Unit => "task_unit_due",
        _ if matches!(filter.owner, Some(OwnerFilter::Me | OwnerFilter::Account(_))) => "task_assignee",
        _ if filter.unit.is_some() || !asker.scope.is_everything => "task_unit_due",
        _ if filter.only == Some(OnlyFilter::Unclaimed) => "task_unit_due",
        _ if filter.plan.is_some() => "task_plan",
        Order::Changed => "task_updated",
        Order::State => "task_state_due",
        Order::Due | Order::LatestDue => match filter.state {
            StateFilter::One(_) => "task_state_due",
            _ if filter.only == Some(OnlyFilter::MyCheck) => "task_state_due",
            StateFilter::Open => "task_open_due",
            StateFilter::All if filter.due == Some(DueFilter::Late) => "task_open_due",
            StateFilter::All => "task_due",
        },
    })
}

pub(super) fn push_conditions<'a>(query: &mut Query<'a>, asker: &Asker, filter: &'a Filter) {
    if filter.only == Some(OnlyFilter::Coordinated) {
        // What their units help with belongs to others: read only, and only here.
        query.push(" and t.id in (select c.task from task_coordinator c join unit_path p on p.descendant = c.unit where p.ancestor = ");
        query.bind(asker.unit).push(")");
    } else {
        asker.scope.restrict(query, "t.unit");
    }
    if let Some(unit) = filter.unit {
        query.push(" and t.unit in (select descendant from unit_path where ancestor = ").bind(unit).push(")");
    }
    match filter.state {
        _ if filter.only == Some(OnlyFilter::MyCheck) => {
            query.push(
                " and t.state in ('submitted', 'verified') and (t.submitted_by is null or t.submitted_by <> ",
            );
            query
                .bind(asker.account)
                .push(") and (t.assignee is null or t.assignee <> ")
                .bind(asker.account)
                .push(")");
        }
        StateFilter::Open => {
            query.push(" and ").push(OPEN);
        }
        StateFilter::All => {}
        StateFilter::One(state) => {
            query.push(" and t.state = ").bind(state.code());
        }
    }
    match filter.due {
        None => {}
        Some(DueFilter::Late) => {
            query
                .push(" and ")
                .push(OPEN)
                .push(" and ")
                .push(LATE)
                .push(" and t.sort_on < ")
                .bind(asker.today);
        }
        Some(DueFilter::Within(days)) => {
            query.push(" and t.sort_on >= ").bind(asker.today);
            let last = asker.today.checked_add_days(Days::new(u64::from(days))).unwrap_or(asker.today);
            query.push(" and t.sort_on <= ").bind(last);
        }
        Some(DueFilter::None) => {
            query.push(" and t.due_on is null");
        }
    }
    match filter.owner {
        None => {}
        Some(OwnerFilter::Me) => {
            query.push(" and t.assignee = ").bind(asker.account);
        }
        Some(OwnerFilter::Account(account)) => {
            query.push(" and t.assignee = ").bind(account);
        }
        Some(OwnerFilter::Nobody) => {
            query.push(" and t.assignee is null");
        }
    }
    if let Some(plan) = filter.plan {
        query.push(" and t.plan = ").bind(plan);
    }
    if let Some(item) = filter.item {
        query.push(" and t.plan_item = ").bind(item);
    }
    if let Some(directive) = filter.directive {
        query.push(" and t.plan_item in (select l.plan_item from directive_item_link l join directive_item d on d.id = l.directive_item");
        query.push(" where d.document = ").bind(directive).push(")");
    }
    if let Some(quarter) = filter.quarter {
        query.push(" and t.quarter = ").bind(quarter);
    }
    if !filter.line_of_work.is_empty() {
        query.push(" and t.line_of_work = ").bind(&filter.line_of_work);
    }
    if let Some(counted) = filter.counted {
        super::figures::push_counted(query, counted, filter.unit, asker.today);
    }
    if filter.is_without_evidence {
        query.push(" and t.evidence_count = 0");
    }
    if filter.only == Some(OnlyFilter::Extension) {
        query.push(" and t.id in (select task from task_extension where state = 'asked')");
    }
    if filter.only == Some(OnlyFilter::Unclaimed) {
        query.push(" and t.assignee is null and t.unit = ").bind(asker.unit);
    }
    if let Some(found) = &filter.found {
        let ids = found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        // PostgreSQL knows no empty list.
        query.push(" and t.id in (").push(if ids.is_empty() { "null" } else { &ids }).push(")");
    }
    for word in vi::fold::fold(&filter.text).split_whitespace().take(8) {
        let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        query.push(" and t.folded like ").bind(format!("%{escaped}%")).push(" escape '!'");
    }
}

fn push_turn(query: &mut Query<'_>, order: Order, turn: &Turn) {
    let (cursor, is_back) = match turn {
        Turn::First => return,
        Turn::After(cursor) => (cursor, false),
        Turn::Before(cursor) => (cursor, true),
    };
    let is_down = matches!(order, Order::LatestDue | Order::Changed);
    let sign = if is_down == is_back { " > (" } else { " < (" };
    match order {
        Order::Due | Order::LatestDue => {
            query.push(" and (t.sort_on, t.id)").push(sign).bind(cursor.sort_on);
        }
        Order::Changed => {
            query.push(" and (t.updated_at, t.id)").push(sign).bind(cursor.updated_at);
        }
        Order::Unit => {
            query
                .push(" and (t.unit, t.sort_on, t.id)")
                .push(sign)
                .bind(cursor.group.parse().unwrap_or(0_i64));
            query.push(", ").bind(cursor.sort_on);
        }
        Order::State => {
            query.push(" and (t.state, t.sort_on, t.id)").push(sign).bind(cursor.group.clone());
            query.push(", ").bind(cursor.sort_on);
        }
    }
    query.push(", ").bind(cursor.id).push(")");
}

fn order(order: Order, is_back: bool) -> String {
    let (columns, is_down): (&[&str], bool) = match order {
        Order::Due => (&["sort_on", "id"], false),
        Order::LatestDue => (&["sort_on", "id"], true),
        Order::Changed => (&["updated_at", "id"], true),
        Order::Unit => (&["unit", "sort_on", "id"], false),
        Order::State => (&["state", "sort_on", "id"], false),
    };
    let way = if is_down == is_back { "" } else { " desc" };
    let mut out = String::from(" order by ");
    for (index, column) in columns.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        out.extend([comma, "t.", column, way]);
    }
    out
}
