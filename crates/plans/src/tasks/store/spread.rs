//! One item given to many units, and to those that come later.

use chrono::NaiveDate;
use kit::storage::{Query, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};

use super::task::Item;
use crate::{PlanItemId, TaskId};

/// Which units get a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Every committee of a level below the plan's unit.
    Level(&'static str),
    /// The member organisations of the plan's unit.
    MemberOrganisations,
    Chosen(Vec<UnitId>),
}

impl Selection {
    /// As it stands in the database and in the API.
    pub fn code(&self) -> String {
        match self {
            Self::Level(level) => format!("level:{level}"),
            Self::MemberOrganisations => "kind:member_organisation".to_owned(),
            Self::Chosen(_) => "chosen".to_owned(),
        }
    }

    /// Reads [`Selection::code`]; chosen units come beside it.
    pub fn from_code(code: &str, chosen: Vec<UnitId>) -> Option<Self> {
        Some(match code {
            "level:commune" => Self::Level("commune"),
            "level:district" => Self::Level("district"),
            "level:province" => Self::Level("province"),
            "level:residential_area" => Self::Level("residential_area"),
            "kind:member_organisation" => Self::MemberOrganisations,
            "chosen" => Self::Chosen(chosen),
            _ => return None,
        })
    }

    /// Units that come later get their task as well.
    pub const fn is_open(&self) -> bool {
        !matches!(self, Self::Chosen(_))
    }
}

/// Gives an item to every unit of a selection that exists until the work is due and has no task on it yet; says who got one.
///
/// A unit that comes into being after the due date, or ends before it, gets none (NEV-3.5).
pub async fn insert_tasks(
    tx: &mut Tx,
    item: &Item,
    selection: &Selection,
    due_on: Option<NaiveDate>,
    today: NaiveDate,
    only_unit: Option<UnitId>,
    now: Instant,
) -> Result<Vec<(TaskId, UnitId)>, Internal> {
    if matches!(selection, Selection::Chosen(units) if units.is_empty()) {
        return Ok(Vec::new());
    }
    let origins = super::carry::list_origins(tx, item.id).await?;
    let last_day = due_on.unwrap_or(today).max(today);
    let mut query = Query::new(
        "insert into task (plan_item, plan, unit, title, folded, quarter, line_of_work, start_on, due_on, state, created_at,
                           updated_at)
         select cast(",
    );
    query.bind(item.id).push(" as bigint), cast(").bind(item.plan).push(" as bigint), u.id, cast(");
    query
        .bind(item.title.clone())
        .push(" as text), cast(")
        .bind(vi::fold::fold(&item.title))
        .push(" as text), cast(");
    query.bind(item.quarter).push(" as bigint), cast(").bind(item.line_of_work.clone()).push(" as text), ");
    // SQLite keeps dates as text and would turn a cast of one into a number.
    let date = if tx.engine() == kit::storage::Engine::Postgres { "date" } else { "text" };
    query
        .push("cast(")
        .bind(item.start_on)
        .push(" as ")
        .push(date)
        .push("), cast(")
        .bind(due_on)
        .push(" as ")
        .push(date);
    query.push("), 'assigned', cast(").bind(now).push(" as bigint), cast(").bind(now).push(" as bigint)");
    query.push(" from unit u where u.valid_from <= ").bind(last_day);
    query.push(" and (u.valid_to is null or u.valid_to > ").bind(last_day).push(")");
    if let Some(unit) = only_unit {
        query.push(" and u.id = ").bind(unit);
    }
    // Who did the work before it was carried over does not get it again.
    if selection.is_open() {
        for origin in origins {
            query.push(" and not exists (select 1 from task o where o.unit = u.id and o.plan_item = ");
            query.bind(origin).push(")");
        }
    }
    match selection {
        Selection::Level(level) => {
            query.push(" and u.level = ").bind(*level);
            query.push(" and u.kind in ('front_committee', 'front_working_board')");
            query
                .push(" and u.id in (select descendant from unit_path where depth > 0 and ancestor = ")
                .bind(item.plan_unit);
            query.push(" and (valid_to is null or valid_to > ").bind(last_day).push("))");
        }
        Selection::MemberOrganisations => {
            query.push(" and u.kind in ('political_social_organisation', 'mass_association')");
            query
                .push(" and u.id in (select descendant from unit_path where depth = 1 and ancestor = ")
                .bind(item.plan_unit);
            query.push(" and (valid_to is null or valid_to > ").bind(last_day).push("))");
        }
        Selection::Chosen(units) => {
            query.push(" and u.id in (");
            for (index, unit) in units.iter().enumerate() {
                if index > 0 {
                    query.push(", ");
                }
                query.bind(*unit);
            }
            query.push(")");
        }
    }
    query.push(" order by u.id on conflict (plan_item, unit) do nothing returning id, unit");
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await
}

pub async fn insert_fan_out(
    tx: &mut Tx,
    item: PlanItemId,
    selection: &Selection,
    due_on: Option<NaiveDate>,
    by: AccountId,
    now: Instant,
) -> Result<i64, Internal> {
    let existing: Option<i64> = tx
        .optional(
            "select id from fan_out where plan_item = $1 and selection = $2 and is_open and ended_on is null
              order by id limit 1",
            params![item, selection.code()],
            only,
        )
        .await?;
    if let Some(id) = existing {
        tx.execute("update fan_out set due_on = $2 where id = $1", params![id, due_on]).await?;
        return Ok(id);
    }
    tx.one(
        "insert into fan_out (plan_item, selection, due_on, is_open, account, at)
         values ($1, $2, $3, $4, $5, $6)
         returning id",
        params![item, selection.code(), due_on, selection.is_open(), by, now],
        only,
    )
    .await
}

/// An order that stands for units to come.
#[derive(Debug, Clone)]
pub struct OpenFanOut {
    pub item: PlanItemId,
    pub selection: Selection,
    pub due_on: Option<NaiveDate>,
}

/// Orders that stand on a day, of plans in force; only those of one item when it is named.
pub async fn list_open(
    tx: &mut Tx,
    item: Option<PlanItemId>,
    today: NaiveDate,
) -> Result<Vec<OpenFanOut>, Internal> {
    let mut query = Query::new(
        "select f.plan_item, f.selection, f.due_on
           from fan_out f
           join plan_item i on i.id = f.plan_item
           join plan p on p.id = i.plan
          where f.is_open and i.state = 'active' and p.state in ('issued', 'adjusted')
            and (f.ended_on is null or f.ended_on >= ",
    );
    query.bind(today).push(")");
    if let Some(item) = item {
        query.push(" and f.plan_item = ").bind(item);
    }
    query.push(" order by f.id");
    let rows = tx
        .all(query.sql(), query.params(), |row| {
            let item = row.take()?;
            let code: String = row.take()?;
            let due_on = row.take()?;
            Ok(Selection::from_code(&code, Vec::new()).map(|selection| OpenFanOut {
                item,
                selection,
                due_on,
            }))
        })
        .await?;
    Ok(rows.into_iter().flatten().collect())
}

/// A standing order as its item's page shows it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct StandingOrder {
    pub id: i64,
    /// `level:commune`, `level:residential_area`, `kind:member_organisation` …
    pub selection: String,
    pub due_on: Option<NaiveDate>,
    pub given_at: Instant,
    /// The last day on which it stands; `null` as long as nobody ended it.
    pub ended_on: Option<NaiveDate>,
    pub ended_reason: String,
}

/// The standing orders of an item, those that ended among them.
pub async fn list_orders(tx: &mut Tx, item: PlanItemId) -> Result<Vec<StandingOrder>, Internal> {
    tx.all(
        "select id, selection, due_on, at, ended_on, ended_reason
           from fan_out
          where plan_item = $1 and selection <> 'chosen'
          order by id",
        params![item],
        |row| {
            Ok(StandingOrder {
                id: row.take()?,
                selection: row.take()?,
                due_on: row.take()?,
                given_at: row.take()?,
                ended_on: row.take()?,
                ended_reason: row.take()?,
            })
        },
    )
    .await
}

/// Ends a standing order after a day; `false` when there is none that stands.
pub async fn end_order(
    tx: &mut Tx,
    item: PlanItemId,
    order: i64,
    last_day: NaiveDate,
    reason: &str,
    by: AccountId,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update fan_out
                set ended_on = $3, ended_reason = $4, ended_by = $5
              where plan_item = $1 and id = $2 and is_open and ended_on is null",
            params![item, order, last_day, reason, by],
        )
        .await?;
    Ok(touched == 1)
}
