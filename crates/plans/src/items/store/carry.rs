//! What was carried over, and what could be; the instances of a stream.

use kit::permission::Scope;
use kit::storage::{Query, Tx};
use kit::{Instant, Internal, params};

use crate::items::actions::CarriedTo;
use crate::plan::Plan;
use crate::{PlanId, PlanItemId, WorkStreamId};

/// The item that an item was carried over to, with the tasks of the scope that went along; before an instant, when one is given.
pub async fn find_carried_to(
    tx: &mut Tx,
    scope: Scope,
    item: PlanItemId,
    before: Option<Instant>,
) -> Result<Option<CarriedTo>, Internal> {
    let mut query = Query::new(
        "select n.plan, n.id, p.year, n.quarter,
                (select count(*) from task_carry c join task t on t.id = c.task where c.to_item = n.id and c.from_item = n.carried_from",
    );
    if let Some(before) = before {
        query.push(" and c.at < ").bind(before);
    }
    scope.restrict(&mut query, "t.unit");
    query
        .push(
            ") from plan_item n join plan p on p.id = n.plan where n.state = 'active' and n.carried_from = ",
        )
        .bind(item);
    if let Some(before) = before {
        query.push(" and exists (select 1 from plan_item_version x where x.plan_item = n.id and x.at < ");
        query.bind(before).push(")");
    }
    query.push(" order by n.id limit 1");
    tx.optional(query.sql(), query.params(), |row| {
        Ok(CarriedTo {
            plan: row.take()?,
            item: row.take()?,
            year: row.take()?,
            quarter: row.take()?,
            tasks: row.take()?,
        })
    })
    .await
}

/// An item that is not finished as its year ends.
#[derive(Debug, Clone)]
pub struct UnfinishedItem {
    pub id: PlanItemId,
    pub code: String,
    pub title: String,
    pub open_tasks: i64,
}

/// Items of quarter IV and of the whole year with open tasks, and those of quarter IV given to nobody, that were not carried over.
pub async fn list_unfinished(tx: &mut Tx, plan: PlanId) -> Result<Vec<UnfinishedItem>, Internal> {
    tx.all(
        "select i.id, i.code, i.title,
                (select count(*) from task t where t.plan_item = i.id and t.state not in ('done', 'cancelled', 'not_arisen'))
           from plan_item i
          where i.plan = $1 and i.state = 'active' and (i.quarter is null or i.quarter = 4)
            and not exists (select 1 from plan_item n where n.carried_from = i.id and n.state = 'active')
            and (exists (select 1 from task t where t.plan_item = i.id and t.state not in ('done', 'cancelled', 'not_arisen'))
                 or (i.quarter = 4 and not exists (select 1 from task t where t.plan_item = i.id)))
          order by i.position, i.id",
        params![plan],
        |row| {
            Ok(UnfinishedItem {
                id: row.take()?,
                code: row.take()?,
                title: row.take()?,
                open_tasks: row.take()?,
            })
        },
    )
    .await
}

/// The plan of the year after that was begun from a plan.
pub async fn find_next_year(tx: &mut Tx, plan: PlanId) -> Result<Option<Plan>, Internal> {
    let next = tx
        .optional(
            "select n.id
               from plan p
               join plan n on n.parent = p.id and n.unit = p.unit and n.kind = p.kind and n.year = p.year + 1
              where p.id = $1 and n.state <> 'closed'
              order by n.id desc
              limit 1",
            params![plan],
            kit::storage::only,
        )
        .await?;
    match next {
        Some(next) => super::find_plan(tx, next).await,
        None => Ok(None),
    }
}

/// The instances of a stream on which no unit has begun: their tasks are given, at most accepted.
pub async fn list_not_begun(tx: &mut Tx, stream: WorkStreamId) -> Result<Vec<PlanItemId>, Internal> {
    tx.all(
        "select i.id
           from plan_item i
          where i.stream = $1 and i.state = 'active'
            and not exists (select 1 from task t
                             where t.plan_item = i.id
                               and (t.state not in ('planned', 'assigned', 'accepted') or t.progress_percent > 0
                                    or t.evidence_count > 0))
            and not exists (select 1 from plan_item n where n.carried_from = i.id and n.state = 'active')
          order by i.position, i.id",
        params![stream],
        kit::storage::only,
    )
    .await
}

/// Calls a stream by another title.
pub async fn update_stream(tx: &mut Tx, stream: WorkStreamId, title: &str) -> Result<(), Internal> {
    tx.execute("update work_stream set title = $2 where id = $1", params![stream, title]).await?;
    Ok(())
}
