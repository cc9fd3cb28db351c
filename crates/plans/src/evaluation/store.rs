//! What results follow from, and the causes that were written down.

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx, only};
use kit::{Instant, Internal, params};

use super::model::{Cause, CauseKind};
use crate::follow::store::tally::CAN_BE_LATE;
use crate::tasks::store::directives::{Answer, Demand};
use crate::{PlanId, PlanItemId};

/// Of an item: tasks done late, that did not arise, cancelled, and gone to another plan.
pub struct Counted {
    pub item: PlanItemId,
    pub done_late: i64,
    pub not_arisen: i64,
    pub cancelled: i64,
}

pub async fn count_tasks(tx: &mut Tx, scope: Scope, plan: PlanId) -> Result<Vec<Counted>, Internal> {
    let mut query = Query::new(
        "select plan_item, count(*) filter (where state = 'done' and done_on > due_on),
                count(*) filter (where state = 'not_arisen'), count(*) filter (where state = 'cancelled')
           from task where plan = ",
    );
    query.bind(plan);
    scope.restrict(&mut query, "unit");
    query.push(" group by plan_item");
    tx.all(query.sql(), query.params(), |row| {
        Ok(Counted {
            item: row.take()?,
            done_late: row.take()?,
            not_arisen: row.take()?,
            cancelled: row.take()?,
        })
    })
    .await
}

/// Items of a plan that were carried to another plan, and whether open tasks went along.
pub async fn list_carried_out(tx: &mut Tx, plan: PlanId) -> Result<Vec<(PlanItemId, bool)>, Internal> {
    tx.all(
        "select i.id, exists (select 1 from task_carry k where k.from_item = i.id and k.to_item = n.id)
           from plan_item i
           join plan_item n on n.carried_from = i.id
          where i.plan = $1 and n.plan <> i.plan and n.state = 'active'",
        params![plan],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// An item that was taken out of a plan after it was issued.
pub struct Withdrawn {
    pub item: PlanItemId,
    pub symbol: Option<String>,
    pub reason: String,
    pub at: Instant,
}

pub async fn list_withdrawn(tx: &mut Tx, plan: PlanId) -> Result<Vec<Withdrawn>, Internal> {
    tx.all(
        "select i.id, d.symbol, v.reason, v.at
           from plan_item i
           join plan p on p.id = i.plan
           join plan_item_version v on v.id = (select max(x.id) from plan_item_version x where x.plan_item = i.id)
           left join document d on d.id = v.document
          where i.plan = $1 and i.state = 'withdrawn' and p.issued_at is not null and v.at >= p.issued_at",
        params![plan],
        |row| Ok(Withdrawn { item: row.take()?, symbol: row.take()?, reason: row.take()?, at: row.take()? }),
    )
    .await
}

/// Whose causes are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Plan(PlanId),
    /// The items that answer the demands of a paper, or were made from it.
    Document(i64),
}

impl Of {
    fn push(self, query: &mut Query<'_>, column: &str) {
        query.push(" and ").push(column);
        match self {
            Self::Plan(plan) => query.push(" in (select id from plan_item where plan = ").bind(plan).push(")"),
            Self::Document(document) => query
                .push(" in (select l.plan_item from directive_item_link l join directive_item d on d.id = l.directive_item where d.document = ")
                .bind(document)
                .push(" union select id from plan_item where document = ")
                .bind(document)
                .push(")"),
        };
    }
}

/// Why tasks were held up, sent back, extended, carried over or taken out, and the last note on those that are or were late: the
/// oldest first, within the scope.
pub async fn list_causes(tx: &mut Tx, scope: Scope, of: Of, day: NaiveDate) -> Result<Vec<Cause>, Internal> {
    let mut query = Query::new(
        "select c.item, c.task, u.short_name, c.kind, c.words, c.at
           from (select t.plan_item as item, t.id as task, t.unit, n.to_state as kind, n.body as words, n.at
                   from task_note n join task t on t.id = n.task
                  where n.kind = 'moved' and n.body <> ''
                    and n.to_state in ('suspended', 'returned', 'cancelled', 'not_arisen')",
    );
    of.push(&mut query, "t.plan_item");
    query.push(
        " union all
          select t.plan_item, t.id, t.unit, 'extended', e.reason, e.asked_at
            from task_extension e join task t on t.id = e.task
           where e.state = 'granted'",
    );
    of.push(&mut query, "t.plan_item");
    query.push(
        " union all
          select k.from_item, t.id, t.unit, 'carried', v.reason, k.at
            from task_carry k
            join task t on t.id = k.task
            join plan_item_version v on v.id = (select min(x.id) from plan_item_version x where x.plan_item = k.to_item)
           where v.reason <> ''",
    );
    of.push(&mut query, "k.from_item");
    query.push(
        " union all
          select t.plan_item, t.id, t.unit, 'note', n.body, n.at
            from task t
            join task_note n on n.id = (select max(x.id) from task_note x where x.task = t.id and x.kind = 'progress' and x.body <> '')
           where ((t.state = 'done' and t.done_on > t.due_on) or (t.",
    );
    query.push(CAN_BE_LATE).push(" and t.due_on < ").bind(day).push("))");
    of.push(&mut query, "t.plan_item");
    query.push(") c join unit u on u.id = c.unit where true");
    scope.restrict(&mut query, "c.unit");
    query.push(" order by c.at, c.task, c.kind limit 2000");
    tx.all(query.sql(), query.params(), |row| {
        Ok(Cause {
            item: row.take()?,
            task: row.take()?,
            unit: row.take()?,
            kind: {
                let code: String = row.take()?;
                CauseKind::from_code(&code)
            },
            words: row.take()?,
            on: {
                let at: Instant = row.take()?;
                at.date()
            },
        })
    })
    .await
}

/// Of a demand: answers in plans that go on, tasks done late, and what is overdue.
pub struct Answered {
    pub demand: i64,
    pub going: i64,
    pub done_late: i64,
    pub overdue: i64,
}

pub async fn count_answers(
    tx: &mut Tx,
    document: i64,
    day: NaiveDate,
    year: i32,
) -> Result<Vec<Answered>, Internal> {
    let mut query =
        Query::new("select l.directive_item, count(distinct case when p.state <> 'closed' and p.year >= ");
    query.bind(i64::from(year));
    query.push(
        " then i.id end), count(distinct case when t.state = 'done' and t.done_on > t.due_on then t.id end),
                count(distinct case when t.",
    );
    query.push(CAN_BE_LATE).push(" and t.due_on < ").bind(day);
    query.push(" then t.id end) + count(distinct case when t.id is null and i.due_on < ").bind(day);
    query.push(
        " then i.id end)
           from directive_item d
           join directive_item_link l on l.directive_item = d.id
           join plan_item i on i.id = l.plan_item
           join plan p on p.id = i.plan
           left join task t on t.plan_item = i.id
          where i.state = 'active' and d.document = ",
    );
    query.bind(document).push(" group by l.directive_item");
    tx.all(query.sql(), query.params(), |row| {
        Ok(Answered { demand: row.take()?, going: row.take()?, done_late: row.take()?, overdue: row.take()? })
    })
    .await
}

/// A plan item made from a paper, as if it were the demand it answers.
pub struct MadeItem {
    pub demand: Demand,
    pub answer: Answer,
    pub facts: super::model::Facts,
}

/// The items made from a paper in plans of the reader's units; taken-out ones when a paper took them out after the plan was issued.
pub async fn list_made(
    tx: &mut Tx,
    scope: Scope,
    document: i64,
    day: NaiveDate,
    year: i32,
) -> Result<Vec<MadeItem>, Internal> {
    let mut query = Query::new("select i.id, i.code, i.title, p.state = 'closed' or p.year < ");
    query.bind(i64::from(year));
    query.push(
        ", i.state = 'withdrawn', v.document, d.symbol,
           exists (select 1 from plan_item n where n.carried_from = i.id and n.state = 'active'),
           exists (select 1 from plan_item n where n.carried_from = i.id and n.state = 'active' and n.plan <> i.plan),
           exists (select 1 from task_carry k where k.from_item = i.id and k.from_plan = i.plan
                      and k.to_item in (select n.id from plan_item n where n.plan <> i.plan)),
           count(case when t.state not in ('cancelled', 'not_arisen') then 1 end), count(case when t.state = 'done' then 1 end),
           count(case when t.state = 'done' and t.done_on > t.due_on then 1 end),
           count(case when t.",
    );
    query.push(CAN_BE_LATE).push(" and t.due_on < ").bind(day);
    query.push(" then 1 end) + count(case when t.id is null and i.due_on < ").bind(day);
    query.push(
        " then 1 end), count(case when t.state = 'not_arisen' then 1 end), count(case when t.state = 'cancelled' then 1 end)
           from plan_item i
           join plan p on p.id = i.plan
           left join plan_item_version v on i.state = 'withdrawn'
                     and v.id = (select max(x.id) from plan_item_version x where x.plan_item = i.id)
           left join document d on d.id = v.document
           left join task t on t.plan_item = i.id
          where i.document = ",
    );
    query.bind(document);
    query.push(" and (i.state = 'active' or v.at >= p.issued_at)");
    scope.restrict(&mut query, "p.unit");
    query.push(
        " group by i.id, i.code, i.title, i.state, i.position, i.plan, p.state, p.year, p.id, v.document, d.symbol
          order by p.year desc, p.id, i.position, i.id",
    );
    let mut made = tx.all(query.sql(), query.params(), made).await?;
    for (place, one) in made.iter_mut().enumerate() {
        one.demand.number = i64::try_from(place + 1).unwrap_or(i64::MAX);
    }
    Ok(made)
}

fn made(row: &mut Row<'_>) -> Result<MadeItem, Internal> {
    let (item, code, title): (PlanItemId, String, String) = (row.take()?, row.take()?, row.take()?);
    let (is_over, is_withdrawn): (bool, bool) = (row.take()?, row.take()?);
    let (withdrawn_by, withdrawn_symbol): (Option<i64>, Option<String>) = (row.take()?, row.take()?);
    let (is_carried, has_gone, took_tasks): (bool, bool, bool) = (row.take()?, row.take()?, row.take()?);
    let facts = super::model::Facts {
        is_over,
        withdrawn: is_withdrawn.then_some(withdrawn_by.is_some()),
        is_carried,
        is_carried_to_another_plan: false,
        total: row.take()?,
        done: row.take()?,
        done_late: row.take()?,
        overdue: row.take()?,
        not_arisen: row.take()?,
        cancelled: row.take()?,
    };
    let facts = facts.carried_out(has_gone, took_tasks);
    let demand = Demand {
        id: item.0,
        number: 0,
        body: title.clone(),
        withdrawn_by,
        withdrawn_symbol,
        links: 1,
        tasks: facts.total,
        tasks_done: facts.done,
        is_done: facts.verdict().is_done(),
    };
    let answer =
        Answer { demand: Some(item.0), item, code, title, tasks: facts.total, tasks_done: facts.done };
    Ok(MadeItem { demand, answer, facts })
}

/// What was read in a paper and is neither accepted nor dropped.
pub async fn count_undecided(tx: &mut Tx, document: i64) -> Result<i64, Internal> {
    tx.one(
        "select count(*) from proposal where document = $1 and state = 'proposed'",
        params![document],
        only,
    )
    .await
}
