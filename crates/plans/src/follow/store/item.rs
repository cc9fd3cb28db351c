//! One item: what the paper says, its tasks by unit, its versions, its money, what it hangs together with.

use chrono::NaiveDate;
use documents::DocumentId;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Instant, Internal, UnitId, params};

use super::items::Eye;
use super::tally;
use crate::follow::snapshot::Snapshot;
use crate::task::TaskState;
use crate::{PlanId, PlanItemId, TaskId};

/// What an item says beyond its row in the plan.
#[derive(Debug, Clone, Default)]
pub struct ItemDetail {
    pub output: String,
    pub target_value: Option<i64>,
    pub unit_of_measure: String,
    pub recurrence: String,
    pub campaigns: String,
    pub document_symbol: String,
    /// The words of the paper that the item was read from.
    pub source: String,
    pub standing_item: Option<PlanItemId>,
}

pub async fn find_detail(
    tx: &mut Tx,
    plan: PlanId,
    item: PlanItemId,
) -> Result<Option<ItemDetail>, Internal> {
    tx.optional(
        "select i.output, i.target_value, i.unit_of_measure, i.recurrence, i.campaigns, coalesce(d.symbol, ''),
                coalesce(substr(d.source, cast(i.span_start + 1 as integer), cast(i.span_end - i.span_start as integer)), ''),
                i.standing_item
           from plan_item i
           left join document d on d.id = i.document
          where i.plan = $1 and i.id = $2",
        params![plan, item],
        |row| {
            Ok(ItemDetail {
                output: row.take()?,
                target_value: row.take()?,
                unit_of_measure: row.take()?,
                recurrence: row.take()?,
                campaigns: row.take()?,
                document_symbol: row.take()?,
                source: row.take()?,
                standing_item: row.take()?,
            })
        },
    )
    .await
}

/// One unit's task on the item.
#[derive(Debug, Clone)]
pub struct UnitTask {
    pub id: TaskId,
    pub unit: UnitId,
    pub unit_name: String,
    pub assignee: String,
    pub due_on: Option<NaiveDate>,
    pub state: TaskState,
    pub evidence_count: i64,
    pub progress_percent: i64,
    /// The day the task was given after the item had been given to all: the unit joined later.
    pub joined_on: Option<NaiveDate>,
}

/// The tasks of an item by unit, within the scope.
pub async fn list_tasks(
    tx: &mut Tx,
    eye: &Eye,
    plan: PlanId,
    item: PlanItemId,
) -> Result<Vec<UnitTask>, Internal> {
    let mut query = Query::new(
        "select task.id, task.unit, u.short_name, coalesce(a.name, ''), task.due_on, task.state, task.evidence_count,
                task.progress_percent, o.created_at, (select min(f.at) from fan_out f where f.plan_item = ",
    );
    query.bind(item).push(") from ");
    tally::push_tasks(&mut query, plan, eye.before);
    query.push(
        " join task o on o.id = task.id
          join unit u on u.id = task.unit
          left join account a on a.id = task.assignee
         where task.plan_item = ",
    );
    query.bind(item);
    eye.scope.restrict(&mut query, "task.unit");
    query.push(" order by u.folded_name, task.id");
    tx.all(query.sql(), query.params(), |row| {
        let mut task = UnitTask {
            id: row.take()?,
            unit: row.take()?,
            unit_name: row.take()?,
            assignee: row.take()?,
            due_on: row.take()?,
            state: task_state(row)?,
            evidence_count: row.take()?,
            progress_percent: row.take()?,
            joined_on: None,
        };
        let (given, spread): (Instant, Option<Instant>) = (row.take()?, row.take()?);
        task.joined_on = spread.filter(|spread| given.date() > spread.date()).map(|_| given.date());
        Ok(task)
    })
    .await
}

fn task_state(row: &mut Row<'_>) -> Result<TaskState, Internal> {
    let code: String = row.take()?;
    TaskState::from_code(&code).ok_or_else(|| Internal::new(format!("unknown task state {code}")))
}

/// What an item looked like from an instant on.
#[derive(Debug, Clone)]
pub struct ItemVersion {
    pub item: PlanItemId,
    pub at: Instant,
    pub by: String,
    pub reason: String,
    /// The decision that the change rests on.
    pub document: Option<DocumentId>,
    pub document_symbol: String,
    pub data: Snapshot,
}

const VERSION: &str = "select v.plan_item, v.at, a.name, v.reason, v.document, coalesce(d.symbol, ''), v.data
     from plan_item_version v
     join account a on a.id = v.account
     left join document d on d.id = v.document";

fn version(row: &mut Row<'_>) -> Result<ItemVersion, Internal> {
    Ok(ItemVersion {
        item: row.take()?,
        at: row.take()?,
        by: row.take()?,
        reason: row.take()?,
        document: row.take()?,
        document_symbol: row.take()?,
        data: Snapshot::read(&row.take::<String>()?)?,
    })
}

/// The versions of an item, the first first.
pub async fn list_versions(tx: &mut Tx, item: PlanItemId) -> Result<Vec<ItemVersion>, Internal> {
    tx.all(&format!("{VERSION} where v.plan_item = $1 order by v.id"), params![item], version).await
}

/// The versions of all items of a plan before an instant, the first first.
pub async fn list_plan_versions(
    tx: &mut Tx,
    plan: PlanId,
    before: Instant,
) -> Result<Vec<ItemVersion>, Internal> {
    tx.all(
        &format!(
            "{VERSION}
             where v.plan_item in (select id from plan_item where plan = $1) and v.at < $2
             order by v.id"
        ),
        params![plan, before],
        version,
    )
    .await
}

/// Money spent on an item; a correction is a negative row.
#[derive(Debug, Clone)]
pub struct Spending {
    pub amount: i64,
    pub spent_on: NaiveDate,
    pub note: String,
    pub by: String,
}

pub async fn list_spending(tx: &mut Tx, item: PlanItemId) -> Result<Vec<Spending>, Internal> {
    tx.all(
        "select s.amount, s.spent_on, s.note, a.name
           from spending s
           join account a on a.id = s.account
          where s.plan_item = $1
          order by s.spent_on, s.id",
        params![item],
        |row| Ok(Spending { amount: row.take()?, spent_on: row.take()?, note: row.take()?, by: row.take()? }),
    )
    .await
}

/// An item that another hangs together with.
#[derive(Debug, Clone)]
pub struct Related {
    pub plan: PlanId,
    pub plan_title: String,
    pub item: PlanItemId,
    pub title: String,
    pub link: Link,
}

/// How two items hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    CarriedFrom,
    CarriedTo,
    /// The standing work that the item serves.
    Serves,
    ServedBy,
}

/// Items of the scope's plans that the item was carried from or to, serves or is served by.
pub async fn list_related(tx: &mut Tx, scope: Scope, item: PlanItemId) -> Result<Vec<Related>, Internal> {
    let mut query = Query::new(
        "select i.plan, p.title, i.id, i.title, case when i.id = me.carried_from then 'from'
                when i.carried_from = me.id then 'to' when i.id = me.standing_item then 'serves' else 'served' end
           from plan_item me
           join plan_item i on i.id = me.carried_from or i.carried_from = me.id or i.id = me.standing_item
                or i.standing_item = me.id
           join plan p on p.id = i.plan
          where me.id = ",
    );
    query.bind(item);
    scope.restrict(&mut query, "p.unit");
    query.push(" order by i.id limit 200");
    tx.all(query.sql(), query.params(), |row| {
        Ok(Related {
            plan: row.take()?,
            plan_title: row.take()?,
            item: row.take()?,
            title: row.take()?,
            link: match row.take::<String>()?.as_str() {
                "from" => Link::CarriedFrom,
                "to" => Link::CarriedTo,
                "serves" => Link::Serves,
                _ => Link::ServedBy,
            },
        })
    })
    .await
}

/// A numbered demand of a directive that the item answers.
#[derive(Debug, Clone)]
pub struct Demand {
    pub document: DocumentId,
    pub symbol: String,
    pub number: i64,
    pub body: String,
}

pub async fn list_demands(tx: &mut Tx, item: PlanItemId) -> Result<Vec<Demand>, Internal> {
    tx.all(
        "select e.document, d.symbol, e.number, e.body
           from directive_item_link l
           join directive_item e on e.id = l.directive_item
           join document d on d.id = e.document
          where l.plan_item = $1
          order by e.document, e.number",
        params![item],
        |row| {
            Ok(Demand { document: row.take()?, symbol: row.take()?, number: row.take()?, body: row.take()? })
        },
    )
    .await
}
