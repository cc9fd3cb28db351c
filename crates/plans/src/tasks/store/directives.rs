//! The numbered demands of a directive, the plan items that answer them, and n/N.

use kit::permission::Scope;
use kit::storage::{Query, Tx, only};
use kit::{Internal, UnitId, params};

use crate::PlanItemId;

/// A paper with demands, and how many of them are done.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Directive {
    pub document: i64,
    pub symbol: String,
    pub title: String,
    pub issuer: String,
    /// Demands that count: all but those withdrawn by a paper.
    pub total: i64,
    /// Every task of every plan item that answers the demand is done.
    pub done: i64,
    /// No plan item answers it.
    pub unmapped: i64,
}

/// One demand.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Demand {
    pub id: i64,
    pub number: i64,
    pub body: String,
    /// The paper that took it back.
    pub withdrawn_by: Option<i64>,
    pub withdrawn_symbol: Option<String>,
    pub links: i64,
    /// Tasks that stand, over all plan items that answer it.
    pub tasks: i64,
    pub tasks_done: i64,
    pub is_done: bool,
}

/// A plan item that answers a demand, or could.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Answer {
    pub demand: Option<i64>,
    pub item: PlanItemId,
    pub code: String,
    pub title: String,
    pub tasks: i64,
    pub tasks_done: i64,
}

/// Demands with their links, tasks, items that nobody has a task on, and tasks still open.
/// An item whose tasks all went along to another is answered there: a work counts once. A task that did not arise is answered; a cancelled one does not count, nor does an item that was withdrawn.
const STANDING: &str = "with link as (
    select l.directive_item, l.plan_item
      from directive_item_link l
      join plan_item i on i.id = l.plan_item
     where i.state = 'active'
       and (exists (select 1 from task t where t.plan_item = i.id)
            or not exists (select 1 from plan_item n where n.carried_from = i.id and n.state = 'active'))
), standing as (
    select d.id, d.document, d.number, d.body, d.withdrawn_by,
           (select count(*) from link l where l.directive_item = d.id) as links,
           (select count(*) from link l
             where l.directive_item = d.id
               and not exists (select 1 from task t where t.plan_item = l.plan_item and t.state <> 'cancelled')) as idle,
           (select count(*) from link l join task t on t.plan_item = l.plan_item
             where l.directive_item = d.id and t.state <> 'cancelled') as tasks,
           (select count(*) from link l join task t on t.plan_item = l.plan_item
             where l.directive_item = d.id and t.state in ('done', 'not_arisen')) as finished
      from directive_item d
     where true";

/// Papers with demands, those of the reader's units and those sent to one of them.
pub async fn list_directives(
    tx: &mut Tx,
    scope: Scope,
    document: Option<i64>,
) -> Result<Vec<Directive>, Internal> {
    let mut query = Query::new(STANDING);
    if let Some(document) = document {
        query.push(" and d.document = ").bind(document);
    }
    query.push(
        ")
         select s.document, d.symbol, d.abstract, d.issuer,
                sum(case when s.withdrawn_by is null then 1 else 0 end),
                sum(case when s.withdrawn_by is null and s.links > 0 and s.idle = 0 and s.finished = s.tasks then 1 else 0 end),
                sum(case when s.withdrawn_by is null and s.links = 0 then 1 else 0 end)
           from standing s
           join document d on d.id = s.document
          where d.state <> 'cancelled'",
    );
    push_visible(&mut query, scope);
    query.push(" group by s.document, d.symbol, d.abstract, d.issuer, d.issued_on order by d.issued_on is null, d.issued_on desc, s.document desc limit 200");
    tx.all(query.sql(), query.params(), |row| {
        Ok(Directive {
            document: row.take()?,
            symbol: row.take()?,
            title: row.take()?,
            issuer: row.take()?,
            total: row.take()?,
            done: row.take()?,
            unmapped: row.take()?,
        })
    })
    .await
}

fn push_visible(query: &mut Query<'_>, scope: Scope) {
    if !scope.is_everything {
        query.push(" and (d.unit in (select descendant from unit_path where ancestor = ").bind(scope.root);
        query.push(") or d.id in (select r.document from document_recipient r join unit_path p on p.descendant = r.unit");
        query.push(" where p.ancestor = ").bind(scope.root).push("))");
    }
}

/// A paper's symbol, title, issuer and unit, when the reader may see it.
pub async fn find_paper(tx: &mut Tx, scope: Scope, id: i64) -> Result<Option<(Directive, UnitId)>, Internal> {
    let mut query =
        Query::new("select d.id, d.symbol, d.abstract, d.issuer, d.unit from document d where d.id = ");
    query.bind(id).push(" and d.state <> 'cancelled'");
    push_visible(&mut query, scope);
    tx.optional(query.sql(), query.params(), |row| {
        Ok((
            Directive {
                document: row.take()?,
                symbol: row.take()?,
                title: row.take()?,
                issuer: row.take()?,
                total: 0,
                done: 0,
                unmapped: 0,
            },
            row.take()?,
        ))
    })
    .await
}

pub async fn list_demands(tx: &mut Tx, document: i64) -> Result<Vec<Demand>, Internal> {
    let mut query = Query::new(STANDING);
    query.push(" and d.document = ").bind(document);
    query.push(
        ")
         select s.id, s.number, s.body, s.withdrawn_by, w.symbol, s.links, s.tasks, s.finished,
                s.links > 0 and s.idle = 0 and s.finished = s.tasks
           from standing s
           left join document w on w.id = s.withdrawn_by
          order by s.number, s.id",
    );
    tx.all(query.sql(), query.params(), |row| {
        Ok(Demand {
            id: row.take()?,
            number: row.take()?,
            body: row.take()?,
            withdrawn_by: row.take()?,
            withdrawn_symbol: row.take()?,
            links: row.take()?,
            tasks: row.take()?,
            tasks_done: row.take()?,
            is_done: row.take()?,
        })
    })
    .await
}

const TASKS_OF_ITEM: &str =
    "(select count(*) from task t where t.plan_item = i.id and t.state <> 'cancelled'),
     (select count(*) from task t where t.plan_item = i.id and t.state in ('done', 'not_arisen'))";

/// The plan items of the reader's units that answer a paper's demands. Items of others are in the counts alone.
pub async fn list_answers(tx: &mut Tx, scope: Scope, document: i64) -> Result<Vec<Answer>, Internal> {
    let mut query = Query::new("select d.id, i.id, i.code, i.title, ");
    query.push(TASKS_OF_ITEM).push(
        " from directive_item d
           join directive_item_link l on l.directive_item = d.id
           join plan_item i on i.id = l.plan_item
           join plan p on p.id = i.plan
          where i.state = 'active' and d.document = ",
    );
    query.bind(document);
    scope.restrict(&mut query, "p.unit");
    query.push(" order by d.number, i.position, i.id");
    tx.all(query.sql(), query.params(), answer).await
}

fn answer(row: &mut kit::storage::Row<'_>) -> Result<Answer, Internal> {
    Ok(Answer {
        demand: row.take()?,
        item: row.take()?,
        code: row.take()?,
        title: row.take()?,
        tasks: row.take()?,
        tasks_done: row.take()?,
    })
}

/// The items of plans that go on which answer no demand of a paper.
pub async fn list_unanswering(tx: &mut Tx, scope: Scope, document: i64) -> Result<Vec<Answer>, Internal> {
    let mut query = Query::new("select cast(null as bigint), i.id, i.code, i.title, ");
    query.push(TASKS_OF_ITEM).push(
        " from plan p
           join plan_item i on i.plan = p.id
          where p.state <> 'closed' and i.state = 'active'
            and not exists (select 1 from directive_item_link l join directive_item d on d.id = l.directive_item
                             where l.plan_item = i.id and d.document = ",
    );
    query.bind(document).push(")");
    scope.restrict(&mut query, "p.unit");
    query.push(" order by p.year desc, p.id desc, i.position, i.id limit 300");
    tx.all(query.sql(), query.params(), answer).await
}

pub async fn find_demand(tx: &mut Tx, document: i64, id: i64) -> Result<Option<i64>, Internal> {
    tx.optional(
        "select number from directive_item where id = $2 and document = $1",
        params![document, id],
        only,
    )
    .await
}

/// Adds a demand; `None` when its number stands already.
pub async fn insert_demand(
    tx: &mut Tx,
    document: i64,
    number: i64,
    body: &str,
) -> Result<Option<i64>, Internal> {
    tx.optional(
        "insert into directive_item (document, number, body)
         values ($1, $2, $3)
         on conflict (document, number) do nothing
         returning id",
        params![document, number, body],
        only,
    )
    .await
}

/// What was read in a paper and accepted as work, in the order of the paper, with the plan item made from it.
pub async fn list_accepted(
    tx: &mut Tx,
    document: i64,
) -> Result<Vec<(String, Option<PlanItemId>)>, Internal> {
    tx.all(
        "select p.title, (select min(i.id) from plan_item i where i.proposal = p.id and i.state = 'active')
           from proposal p
          where p.document = $1 and p.state = 'accepted'
          order by p.position, p.id",
        params![document],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

pub async fn insert_link(tx: &mut Tx, demand: i64, item: PlanItemId) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "insert into directive_item_link (directive_item, plan_item) values ($1, $2) on conflict do nothing",
            params![demand, item],
        )
        .await?;
    Ok(touched == 1)
}

pub async fn delete_link(tx: &mut Tx, demand: i64, item: PlanItemId) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "delete from directive_item_link where directive_item = $1 and plan_item = $2",
            params![demand, item],
        )
        .await?;
    Ok(touched == 1)
}

/// A demand leaves the denominator, by a paper.
pub async fn withdraw(tx: &mut Tx, demand: i64, by: i64) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update directive_item set withdrawn_by = $2 where id = $1 and withdrawn_by is null",
            params![demand, by],
        )
        .await?;
    Ok(touched == 1)
}
