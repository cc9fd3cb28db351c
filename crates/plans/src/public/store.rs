//! What the public may read of plans, and the record of who published them. No statement for the public names a person, a note,
//! evidence or money.

use chrono::NaiveDate;
use kit::storage::{Query, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};

use super::filter::{Filter, Place, PublicState, Turn};
use crate::follow::filter::When;
use crate::follow::store::tally::{CAN_BE_LATE, COUNTED, push_late_ungiven};
use crate::task::TaskState;
use crate::{PlanId, TaskId};

/// A plan that everybody may see.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PublicPlan {
    pub id: PlanId,
    pub title: String,
    pub year: i32,
    /// The committee whose plan it is.
    pub unit: UnitId,
    pub unit_name: String,
    pub published_at: Instant,
    /// The publication and the number of changes since: what was drawn for the same pair still stands.
    #[serde(skip)]
    pub version: (i64, i64),
}

/// A plan's tasks counted, as the public sees them.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
pub struct Figures {
    /// N of n/N: tasks taken out by a paper and those that did not arise are not counted.
    pub total: i64,
    pub done: i64,
    pub overdue: i64,
    pub working: i64,
    /// Items of the plan that are past their due date and given to no unit; they have no task to count.
    #[serde(default)]
    pub late_ungiven: i64,
    /// When anything about a task last changed; `null` without tasks.
    pub changed_at: Option<Instant>,
}

impl Figures {
    /// Given, not begun, and not late.
    pub fn not_due(&self) -> i64 {
        (self.total - self.done - self.overdue - self.working).max(0)
    }
}

/// A task as the public sees it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PublicTask {
    pub id: TaskId,
    pub title: String,
    /// 1 to 4; `null` for the whole year.
    pub quarter: Option<u8>,
    pub unit_name: String,
    pub due_on: Option<NaiveDate>,
    pub state: PublicState,
    #[serde(skip)]
    pub place: Place,
}

const PLAN_COLUMNS: &str = "select p.id, p.title, p.year, p.unit, u.name, b.published_at, b.id, b.changes
           from plan_publication b
           join plan p on p.id = b.plan
           join unit u on u.id = p.unit
          where b.withdrawn_at is null and p.state in ('issued', 'adjusted', 'closed')";

fn public_plan(row: &mut kit::storage::Row<'_>) -> Result<PublicPlan, Internal> {
    Ok(PublicPlan {
        id: row.take()?,
        title: row.take()?,
        year: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        published_at: row.take()?,
        version: (row.take()?, row.take()?),
    })
}

/// A published plan; one row of three tables, each by its key.
pub async fn find_public_plan(tx: &mut Tx, plan: PlanId) -> Result<Option<PublicPlan>, Internal> {
    tx.optional(&format!("{PLAN_COLUMNS} and b.plan = $1"), params![plan], public_plan).await
}

/// Published plans by the name of their committee, those after `after`.
pub async fn list_public_plans(
    tx: &mut Tx,
    after: Option<PlanId>,
    limit: i64,
) -> Result<Vec<PublicPlan>, Internal> {
    let mut query = Query::new(PLAN_COLUMNS);
    if let Some(after) = after {
        query.push(" and (u.folded_name, u.id, p.id) > (select au.folded_name, au.id, ap.id from plan ap");
        query.push(" join unit au on au.id = ap.unit where ap.id = ").bind(after).push(")");
    }
    query.push(" order by u.folded_name, u.id, p.id limit ").bind(limit);
    tx.all(query.sql(), query.params(), public_plan).await
}

/// Tells one state of the list of published plans from any other: it only grows.
pub async fn list_version(tx: &mut Tx) -> Result<i64, Internal> {
    // A withdrawal counts as a change, and rows are never taken out.
    tx.one("select cast(coalesce(sum(changes), 0) as bigint) from plan_publication", &[], only).await
}

/// Tasks that the public counts.
fn push_public(query: &mut Query<'_>, plan: PlanId) {
    query.push(" where t.plan = ").bind(plan).push(" and t.").push(COUNTED);
    query.push(" and exists (select 1 from plan_item i where i.id = t.plan_item and i.state = 'active')");
}

/// A plan's tasks counted on a day.
pub async fn count_figures(tx: &mut Tx, plan: PlanId, today: NaiveDate) -> Result<Figures, Internal> {
    let mut query =
        Query::new("select count(*), count(*) filter (where t.state = 'done'), count(*) filter (where true");
    push_state(&mut query, PublicState::Overdue, today);
    query.push("), count(*) filter (where true");
    push_state(&mut query, PublicState::Working, today);
    query.push("), max(t.updated_at), (select count(*) from plan_item i where i.plan = ").bind(plan);
    query.push(" and");
    push_late_ungiven(&mut query, today);
    query.push(") from task t");
    push_public(&mut query, plan);
    tx.one(query.sql(), query.params(), |row| {
        Ok(Figures {
            total: row.take()?,
            done: row.take()?,
            overdue: row.take()?,
            working: row.take()?,
            changed_at: row.take()?,
            late_ungiven: row.take()?,
        })
    })
    .await
}

/// Adds the condition of a public state: [`PublicState::of`] in the words of the database.
fn push_state(query: &mut Query<'_>, state: PublicState, today: NaiveDate) {
    match state {
        PublicState::Done => {
            query.push(" and t.state = 'done'");
        }
        PublicState::Overdue => {
            query.push(" and t.").push(CAN_BE_LATE).push(" and t.due_on < ").bind(today);
        }
        PublicState::Working => {
            query.push(" and (t.state in ('submitted', 'verified', 'suspended')");
            query.push(" or t.state in ('in_progress', 'returned') and (t.due_on is null or t.due_on >= ");
            query.bind(today).push("))");
        }
        PublicState::NotDue => {
            query.push(
                " and t.state in ('planned', 'assigned', 'accepted') and (t.due_on is null or t.due_on >= ",
            );
            query.bind(today).push(")");
        }
    }
}

/// The tasks of a plan that fit, by due date; for a page turned back, the row too many comes first.
pub async fn list_public_tasks(
    tx: &mut Tx,
    plan: PlanId,
    filter: &Filter,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<PublicTask>, Internal> {
    let mut query = Query::new(
        "select t.id, t.title, t.quarter, u.short_name, t.due_on, t.state, t.sort_on
           from task t join unit u on u.id = t.unit",
    );
    push_public(&mut query, plan);
    match filter.when {
        Some(When::Quarter(quarter)) => {
            query.push(" and t.quarter = ").bind(i64::from(quarter));
        }
        Some(When::Year) => {
            query.push(" and t.quarter is null");
        }
        None => {}
    }
    if let Some(state) = filter.state {
        push_state(&mut query, state, today);
    }
    for word in vi::fold::fold(&filter.text).split_whitespace().take(8) {
        let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        query.push(" and t.folded like ").bind(format!("%{escaped}%")).push(" escape '!'");
    }
    let is_back = matches!(filter.turn, Turn::Before(_));
    match filter.turn {
        Turn::First => {}
        Turn::After(place) => {
            query.push(" and (t.sort_on, t.id) > (").bind(place.day).push(", ").bind(place.task).push(")");
        }
        Turn::Before(place) => {
            query.push(" and (t.sort_on, t.id) < (").bind(place.day).push(", ").bind(place.task).push(")");
        }
    }
    query.push(if is_back {
        " order by t.sort_on desc, t.id desc limit "
    } else {
        " order by t.sort_on, t.id limit "
    });
    query.bind(limit);
    let mut rows = tx
        .all(query.sql(), query.params(), |row| {
            let (id, title, quarter, unit_name) = (row.take()?, row.take()?, row.take()?, row.take()?);
            let due_on: Option<NaiveDate> = row.take()?;
            let code: String = row.take()?;
            let state = TaskState::from_code(&code)
                .and_then(|state| PublicState::of(state, due_on, today))
                .ok_or_else(|| Internal::new(format!("task state {code} is not shown")))?;
            let place = Place { day: row.take()?, task: id };
            Ok(PublicTask { id, title, quarter, unit_name, due_on, state, place })
        })
        .await?;
    if is_back {
        rows.reverse();
    }
    Ok(rows)
}

/// Who published a plan, when and why, and who took it back.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Publication {
    pub id: i64,
    pub published_at: Instant,
    pub published_by: String,
    pub reason: String,
    pub withdrawn_at: Option<Instant>,
    pub withdrawn_by: Option<String>,
    pub withdrawn_reason: String,
}

/// The publications of a plan, the latest first.
pub async fn list_publications(tx: &mut Tx, plan: PlanId) -> Result<Vec<Publication>, Internal> {
    tx.all(
        "select b.id, b.published_at, a.name, b.reason, b.withdrawn_at, w.name, b.withdrawn_reason
           from plan_publication b
           join account a on a.id = b.account
           left join account w on w.id = b.withdrawn_by
          where b.plan = $1
          order by b.id desc
          limit 50",
        params![plan],
        |row| {
            Ok(Publication {
                id: row.take()?,
                published_at: row.take()?,
                published_by: row.take()?,
                reason: row.take()?,
                withdrawn_at: row.take()?,
                withdrawn_by: row.take()?,
                withdrawn_reason: row.take()?,
            })
        },
    )
    .await
}

/// Whether a plan is published now.
pub async fn is_published(tx: &mut Tx, plan: PlanId) -> Result<bool, Internal> {
    let found: Option<i64> = tx
        .optional(
            "select id from plan_publication where plan = $1 and withdrawn_at is null",
            params![plan],
            only,
        )
        .await?;
    Ok(found.is_some())
}

/// `false` when it is published already.
pub async fn insert_publication(
    tx: &mut Tx,
    plan: PlanId,
    account: AccountId,
    reason: &str,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "insert into plan_publication (plan, published_at, account, reason)
             values ($1, $2, $3, $4)
             on conflict (plan) where withdrawn_at is null do nothing",
            params![plan, now, account, reason],
        )
        .await?;
    Ok(touched == 1)
}

/// `false` when it is not published.
pub async fn withdraw_publication(
    tx: &mut Tx,
    plan: PlanId,
    account: AccountId,
    reason: &str,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update plan_publication
                set withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4, changes = changes + 1
              where plan = $1 and withdrawn_at is null",
            params![plan, now, account, reason],
        )
        .await?;
    Ok(touched == 1)
}
