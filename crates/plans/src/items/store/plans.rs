//! Plans and their steps.

use documents::DocumentId;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};

use crate::PlanId;
use crate::plan::{Plan, PlanKind, PlanState};

/// Why an item changed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Because<'a> {
    pub reason: &'a str,
    pub document: Option<DocumentId>,
}

const PLAN: &str =
    "id, unit, year, kind, title, document, parent, state, allotment, issued_at, created_at, version";

fn plan(row: &mut Row<'_>) -> Result<Plan, Internal> {
    let (id, unit, year) = (row.take()?, row.take()?, row.take()?);
    let kind = kind(row)?;
    let (title, document, parent) = (row.take()?, row.take()?, row.take()?);
    let state: String = row.take()?;
    Ok(Plan {
        id,
        unit,
        year,
        kind,
        title,
        document,
        parent,
        state: PlanState::from_code(&state).ok_or_else(|| Internal::new(format!("plan state {state}")))?,
        allotment: row.take()?,
        issued_at: row.take()?,
        created_at: row.take()?,
        version: row.take()?,
    })
}

fn kind(row: &mut Row<'_>) -> Result<PlanKind, Internal> {
    let kind: String = row.take()?;
    PlanKind::from_code(&kind).ok_or_else(|| Internal::new(format!("plan kind {kind}")))
}

pub async fn find_plan(tx: &mut Tx, id: PlanId) -> Result<Option<Plan>, Internal> {
    tx.optional(&format!("select {PLAN} from plan where id = $1"), params![id], plan).await
}

/// The plan that a paper's accepted proposals go into: the last one made from it.
pub async fn find_plan_of_document(tx: &mut Tx, document: DocumentId) -> Result<Option<Plan>, Internal> {
    tx.optional(
        &format!(
            "select {PLAN} from plan where document = $1 and state <> 'closed' order by id desc limit 1"
        ),
        params![document],
        plan,
    )
    .await
}

/// A plan that a paper led to, with its tasks counted: cancelled ones are none, what did not arise is done.
#[derive(Debug, Clone)]
pub struct MadePlan {
    pub document: DocumentId,
    pub id: PlanId,
    pub kind: PlanKind,
    pub title: String,
    pub done: i64,
    pub tasks: i64,
}

/// The plans made from a paper, or from any: the newest first, at most 200.
pub async fn list_plans_of_documents(
    tx: &mut Tx,
    scope: Scope,
    document: Option<DocumentId>,
) -> Result<Vec<MadePlan>, Internal> {
    let mut query = Query::new(
        "select p.document, p.id, p.kind, p.title,
                (select count(*) from task t where t.plan = p.id and t.state in ('done', 'not_arisen')),
                (select count(*) from task t where t.plan = p.id and t.state <> 'cancelled')
           from plan p
          where p.document is not null",
    );
    if let Some(document) = document {
        query.push(" and p.document = ").bind(document);
    }
    scope.restrict(&mut query, "p.unit");
    query.push(" order by p.id desc limit 200");
    tx.all(query.sql(), query.params(), |row| {
        Ok(MadePlan {
            document: row.take()?,
            id: row.take()?,
            kind: kind(row)?,
            title: row.take()?,
            done: row.take()?,
            tasks: row.take()?,
        })
    })
    .await
}

/// What a plan begins with.
#[derive(Debug, Clone)]
pub struct NewPlan {
    pub unit: UnitId,
    pub year: i32,
    pub kind: PlanKind,
    pub title: String,
    pub document: Option<DocumentId>,
    pub parent: Option<PlanId>,
    pub allotment: Option<i64>,
}

pub async fn insert_plan(
    tx: &mut Tx,
    new: &NewPlan,
    account: AccountId,
    at: Instant,
) -> Result<Plan, Internal> {
    tx.one(
        &format!(
            "insert into plan (unit, year, kind, title, document, parent, allotment, account, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             returning {PLAN}"
        ),
        params![
            new.unit,
            new.year,
            new.kind.code(),
            &new.title,
            new.document,
            new.parent,
            new.allotment,
            account,
            at
        ],
        plan,
    )
    .await
}

/// Plans within a scope, newest first, paged by id.
pub async fn list_plans(
    tx: &mut Tx,
    scope: Scope,
    before: Option<PlanId>,
    limit: i64,
) -> Result<Vec<Plan>, Internal> {
    let mut query = Query::new(&format!("select {PLAN} from plan where true"));
    scope.restrict(&mut query, "unit");
    if let Some(before) = before {
        query.push(" and id < ").bind(before);
    }
    query.push(" order by id desc limit ").bind(limit);
    tx.all(query.sql(), query.params(), plan).await
}

/// Writes a plan over the version it was read at and returns it with the next version; `None` when somebody was faster.
pub async fn update_plan(tx: &mut Tx, plan: &Plan) -> Result<Option<Plan>, Internal> {
    let touched = tx
        .execute(
            "update plan
                set title = $3, document = $4, state = $5, allotment = $6, issued_at = $7, version = version + 1
              where id = $1 and version = $2",
            params![
                plan.id,
                plan.version,
                &plan.title,
                plan.document,
                plan.state.code(),
                plan.allotment,
                plan.issued_at
            ],
        )
        .await?;
    Ok((touched == 1).then(|| Plan { version: plan.version + 1, ..plan.clone() }))
}

pub async fn insert_step(
    tx: &mut Tx,
    before: &Plan,
    after: &Plan,
    because: Because<'_>,
    account: AccountId,
    at: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into plan_step (plan, from_state, to_state, reason, document, account, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            before.id,
            before.state.code(),
            after.state.code(),
            because.reason,
            because.document,
            account,
            at
        ],
    )
    .await?;
    Ok(())
}

/// A step of a plan on its way.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PlanStepRow {
    pub from_state: PlanState,
    pub to_state: PlanState,
    pub reason: String,
    pub document: Option<DocumentId>,
    pub who: String,
    pub at: Instant,
}

/// The steps of a plan, oldest first.
pub async fn list_steps(tx: &mut Tx, plan: PlanId) -> Result<Vec<PlanStepRow>, Internal> {
    let state =
        |code: String| PlanState::from_code(&code).ok_or_else(|| Internal::new(format!("plan state {code}")));
    tx.all(
        "select from_state, to_state, reason, document, account.name, at
           from plan_step
           join account on account.id = plan_step.account
          where plan = $1
          order by plan_step.id",
        params![plan],
        |row| {
            Ok(PlanStepRow {
                from_state: state(row.take()?)?,
                to_state: state(row.take()?)?,
                reason: row.take()?,
                document: row.take()?,
                who: row.take()?,
                at: row.take()?,
            })
        },
    )
    .await
}

pub async fn count_active_items(tx: &mut Tx, plan: PlanId) -> Result<i64, Internal> {
    tx.one("select count(*) from plan_item where plan = $1 and state = 'active'", params![plan], only).await
}

/// Active items without any task.
pub async fn count_ungiven_items(tx: &mut Tx, plan: PlanId) -> Result<i64, Internal> {
    tx.one(
        "select count(*) from plan_item i
          where i.plan = $1 and i.state = 'active' and not exists (select 1 from task t where t.plan_item = i.id)",
        params![plan],
        only,
    )
    .await
}

/// The newest paper of a symbol within a scope: the symbol is not a key (handbook 2.4).
pub async fn find_document_by_symbol(
    tx: &mut Tx,
    scope: Scope,
    symbol: &str,
) -> Result<Option<DocumentId>, Internal> {
    let mut query = Query::new("select id from document where state <> 'cancelled' and symbol_key = ");
    query.bind(documents::document::symbol_key(symbol));
    scope.restrict(&mut query, "unit");
    query.push(" order by issued_on is null, issued_on desc, id desc limit 1");
    tx.optional(query.sql(), query.params(), only).await
}
