//! What happened to a plan between two instants.

use chrono::NaiveDate;
use documents::DocumentId;
use kit::permission::Scope;
use kit::storage::{Query, Tx};
use kit::{Instant, Internal, params};

use crate::plan::PlanState;
use crate::{PlanId, TaskId};

/// A move of the plan.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Step {
    pub to: PlanState,
    pub at: Instant,
    pub by: String,
    pub reason: String,
    pub document: Option<DocumentId>,
    pub document_symbol: String,
}

/// The instant of issue, if there was one.
pub async fn find_issued_at(tx: &mut Tx, plan: PlanId) -> Result<Option<Instant>, Internal> {
    tx.one("select issued_at from plan where id = $1", params![plan], kit::storage::only).await
}

pub async fn list_steps(
    tx: &mut Tx,
    plan: PlanId,
    from: Instant,
    to: Instant,
) -> Result<Vec<Step>, Internal> {
    tx.all(
        "select s.to_state, s.at, a.name, s.reason, s.document, coalesce(d.symbol, '')
           from plan_step s
           join account a on a.id = s.account
           left join document d on d.id = s.document
          where s.plan = $1 and s.at >= $2 and s.at < $3
          order by s.id",
        params![plan, from, to],
        |row| {
            Ok(Step {
                to: super::state(row)?,
                at: row.take()?,
                by: row.take()?,
                reason: row.take()?,
                document: row.take()?,
                document_symbol: row.take()?,
            })
        },
    )
    .await
}

/// A due date moved for one unit, on request.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
#[schema(as = ComparedExtension)]
pub struct Extension {
    pub task: TaskId,
    pub title: String,
    pub unit_name: String,
    pub old_due_on: Option<NaiveDate>,
    pub due_on: NaiveDate,
    pub reason: String,
}

/// Extensions granted between two instants to units of the scope; at most 500.
pub async fn list_extensions(
    tx: &mut Tx,
    scope: Scope,
    plan: PlanId,
    from: Instant,
    to: Instant,
) -> Result<Vec<Extension>, Internal> {
    let mut query = Query::new(
        "select t.id, t.title, u.short_name, e.old_due_on, e.asked_due_on, e.reason
           from task_extension e
           join task t on t.id = e.task
           join unit u on u.id = t.unit
          where e.state = 'granted' and e.decided_at >= ",
    );
    query.bind(from).push(" and e.decided_at < ").bind(to).push(" and t.plan = ").bind(plan);
    scope.restrict(&mut query, "t.unit");
    query.push(" order by e.id limit 500");
    tx.all(query.sql(), query.params(), |row| {
        Ok(Extension {
            task: row.take()?,
            title: row.take()?,
            unit_name: row.take()?,
            old_due_on: row.take()?,
            due_on: row.take()?,
            reason: row.take()?,
        })
    })
    .await
}
