//! Plan items, their versions and the streams they join.

use std::collections::HashMap;

use documents::DocumentId;
use kit::storage::{Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};

use super::Because;
use crate::item::{ItemFields, ItemKind, ItemSource, ItemState, PlanItem};
use crate::store::{Held, hold};
use crate::{PlanId, PlanItemId, ProposalId, WorkStreamId};

const ITEM: &str = "id, plan, position, code, section_code, section_title, title, detail, kind, is_conditional, quarter, \
     start_on, due_on, due_phrase, recurrence, line_of_work, lead_unit, lead_named, coordinating_named, campaigns, output, \
     target_value, unit_of_measure, estimate, stream, standing_item, carried_from, document, clause, span_start, span_end, \
     proposal, state, version";

fn item(row: &mut Row<'_>) -> Result<PlanItem, Internal> {
    let (id, plan, position) = (row.take()?, row.take()?, row.take()?);
    let (code, section_code, section_title) = (row.take()?, row.take()?, row.take()?);
    let (title, detail) = (row.take()?, row.take()?);
    let kind: String = row.take()?;
    let fields = ItemFields {
        title,
        detail,
        kind: ItemKind::from_code(&kind).ok_or_else(|| Internal::new(format!("item kind {kind}")))?,
        is_conditional: row.take()?,
        quarter: row.take()?,
        start_on: row.take()?,
        due_on: row.take()?,
        due_phrase: row.take()?,
        recurrence: row.take()?,
        line_of_work: row.take()?,
        lead_unit: row.take()?,
        lead_named: row.take()?,
        coordinators: Vec::new(),
        coordinating_named: row.take()?,
        campaigns: row.take()?,
        output: row.take()?,
        target_value: row.take()?,
        unit_of_measure: row.take()?,
        estimate: row.take()?,
    };
    let (stream, standing_item, carried_from) = (row.take()?, row.take()?, row.take()?);
    let source = ItemSource {
        document: row.take()?,
        clause: row.take()?,
        span_start: row.take()?,
        span_end: row.take()?,
        proposal: row.take()?,
    };
    let state: String = row.take()?;
    Ok(PlanItem {
        id,
        plan,
        position,
        code,
        section_code,
        section_title,
        fields,
        stream,
        standing_item,
        carried_from,
        source,
        state: ItemState::from_code(&state).ok_or_else(|| Internal::new(format!("item state {state}")))?,
        version: row.take()?,
    })
}

async fn with_coordinators(tx: &mut Tx, item: Option<PlanItem>) -> Result<Option<PlanItem>, Internal> {
    let Some(mut item) = item else { return Ok(None) };
    item.fields.coordinators = tx
        .all(
            "select unit from plan_item_coordinator where plan_item = $1 order by unit",
            params![item.id],
            only,
        )
        .await?;
    Ok(Some(item))
}

pub async fn find_item(tx: &mut Tx, id: PlanItemId) -> Result<Option<PlanItem>, Internal> {
    let found =
        tx.optional(&format!("select {ITEM} from plan_item where id = $1"), params![id], item).await?;
    with_coordinators(tx, found).await
}

/// The item that a proposal became, withdrawn or not.
pub async fn find_item_of_proposal(tx: &mut Tx, proposal: ProposalId) -> Result<Option<PlanItem>, Internal> {
    let found = tx
        .optional(
            &format!("select {ITEM} from plan_item where proposal = $1 order by id desc limit 1"),
            params![proposal],
            item,
        )
        .await?;
    with_coordinators(tx, found).await
}

/// The items of a plan in its order, withdrawn ones included.
pub async fn list_items(tx: &mut Tx, plan: PlanId) -> Result<Vec<PlanItem>, Internal> {
    let mut items = tx
        .all(
            &format!("select {ITEM} from plan_item where plan = $1 order by position, id"),
            params![plan],
            item,
        )
        .await?;
    let pairs: Vec<(PlanItemId, UnitId)> = tx
        .all(
            "select plan_item, unit
               from plan_item_coordinator
              where plan_item in (select id from plan_item where plan = $1)
              order by plan_item, unit",
            params![plan],
            |row| Ok((row.take()?, row.take()?)),
        )
        .await?;
    let mut coordinators: HashMap<PlanItemId, Vec<UnitId>> = HashMap::new();
    for (item, unit) in pairs {
        coordinators.entry(item).or_default().push(unit);
    }
    for item in &mut items {
        item.fields.coordinators = coordinators.remove(&item.id).unwrap_or_default();
    }
    Ok(items)
}

/// Stores a new item; `id`, `state` and `version` of what is given are not looked at.
pub async fn insert_item(tx: &mut Tx, new: &PlanItem) -> Result<PlanItem, Internal> {
    let fields = &new.fields;
    let stored = tx
        .one(
            &format!(
                "insert into plan_item (plan, position, code, section_code, section_title, title, detail, kind,
                        is_conditional, quarter, start_on, due_on, due_phrase, recurrence, line_of_work, lead_unit,
                        lead_named, coordinating_named, campaigns, output, target_value, unit_of_measure, estimate,
                        stream, standing_item, carried_from, document, clause, span_start, span_end, proposal)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                         $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
                 returning {ITEM}"
            ),
            params![
                new.plan,
                new.position,
                &new.code,
                &new.section_code,
                &new.section_title,
                &fields.title,
                &fields.detail,
                fields.kind.code(),
                fields.is_conditional,
                fields.quarter,
                fields.start_on,
                fields.due_on,
                &fields.due_phrase,
                &fields.recurrence,
                &fields.line_of_work,
                fields.lead_unit,
                &fields.lead_named,
                &fields.coordinating_named,
                &fields.campaigns,
                &fields.output,
                fields.target_value,
                &fields.unit_of_measure,
                fields.estimate,
                new.stream,
                new.standing_item,
                new.carried_from,
                new.source.document,
                &new.source.clause,
                new.source.span_start,
                new.source.span_end,
                new.source.proposal
            ],
            item,
        )
        .await?;
    insert_coordinators(tx, stored.id, &fields.coordinators).await?;
    Ok(PlanItem {
        fields: ItemFields { coordinators: fields.coordinators.clone(), ..stored.fields.clone() },
        ..stored
    })
}

async fn insert_coordinators(tx: &mut Tx, item: PlanItemId, units: &[UnitId]) -> Result<(), Internal> {
    for unit in units {
        tx.execute(
            "insert into plan_item_coordinator (plan_item, unit) values ($1, $2) on conflict do nothing",
            params![item, *unit],
        )
        .await?;
    }
    Ok(())
}

/// Writes an item over the version it was read at and returns it with the next version; `None` when somebody was faster.
pub async fn update_item(tx: &mut Tx, item: &PlanItem) -> Result<Option<PlanItem>, Internal> {
    let fields = &item.fields;
    let touched = tx
        .execute(
            "update plan_item
                set title = $3, detail = $4, kind = $5, is_conditional = $6, quarter = $7, start_on = $8, due_on = $9,
                    due_phrase = $10, recurrence = $11, line_of_work = $12, lead_unit = $13, lead_named = $14,
                    coordinating_named = $15, campaigns = $16, output = $17, target_value = $18, unit_of_measure = $19,
                    estimate = $20, stream = $21, standing_item = $22, span_start = $23, span_end = $24, state = $25,
                    version = version + 1
              where id = $1 and version = $2",
            params![
                item.id,
                item.version,
                &fields.title,
                &fields.detail,
                fields.kind.code(),
                fields.is_conditional,
                fields.quarter,
                fields.start_on,
                fields.due_on,
                &fields.due_phrase,
                &fields.recurrence,
                &fields.line_of_work,
                fields.lead_unit,
                &fields.lead_named,
                &fields.coordinating_named,
                &fields.campaigns,
                &fields.output,
                fields.target_value,
                &fields.unit_of_measure,
                fields.estimate,
                item.stream,
                item.standing_item,
                item.source.span_start,
                item.source.span_end,
                item.state.code()
            ],
        )
        .await?;
    if touched != 1 {
        return Ok(None);
    }
    tx.execute("delete from plan_item_coordinator where plan_item = $1", params![item.id]).await?;
    insert_coordinators(tx, item.id, &fields.coordinators).await?;
    Ok(Some(PlanItem { version: item.version + 1, ..item.clone() }))
}

/// Links an item to the standing item it serves: a matter of order, not a new version.
pub async fn update_standing(
    tx: &mut Tx,
    item: PlanItemId,
    standing: Option<PlanItemId>,
) -> Result<(), Internal> {
    tx.execute("update plan_item set standing_item = $2 where id = $1", params![item, standing]).await?;
    Ok(())
}

/// Keeps what an item looks like from now on.
pub async fn insert_version(
    tx: &mut Tx,
    item: &PlanItem,
    because: Because<'_>,
    account: AccountId,
    at: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into plan_item_version (plan_item, at, account, reason, document, data)
         values ($1, $2, $3, $4, $5, $6)",
        params![item.id, at, account, because.reason, because.document, serde_json::to_string(item)?],
    )
    .await?;
    Ok(())
}

/// Whether anything hangs on an item already: tasks, spending, a standing order, an answer to a directive.
pub async fn has_work(tx: &mut Tx, item: PlanItemId) -> Result<bool, Internal> {
    tx.one(
        "select exists (select 1 from task where plan_item = $1)
             or exists (select 1 from fan_out where plan_item = $1)
             or exists (select 1 from spending where plan_item = $1)
             or exists (select 1 from directive_item_link where plan_item = $1)",
        params![item],
        only,
    )
    .await
}

/// The stream of a plan for bullets that come back, made on first need.
pub async fn find_or_insert_stream(
    tx: &mut Tx,
    plan: PlanId,
    series: &str,
    title: &str,
) -> Result<WorkStreamId, Internal> {
    hold(tx, Held::Plan(plan)).await?;
    let found = tx
        .optional(
            "select id from work_stream where plan = $1 and series = $2 order by id limit 1",
            params![plan, series],
            only,
        )
        .await?;
    match found {
        Some(stream) => Ok(stream),
        None => {
            tx.one(
                "insert into work_stream (plan, series, title) values ($1, $2, $3) returning id",
                params![plan, series, title],
                only,
            )
            .await
        }
    }
}

/// What an item looked like from an instant on.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
#[schema(as = ItemVersion)]
pub struct VersionRow {
    pub at: Instant,
    pub who: String,
    pub reason: String,
    pub document: Option<DocumentId>,
    pub item: PlanItem,
}

/// The versions of an item, oldest first.
pub async fn list_versions(tx: &mut Tx, item: PlanItemId) -> Result<Vec<VersionRow>, Internal> {
    tx.all(
        "select at, account.name, reason, document, data
           from plan_item_version
           join account on account.id = plan_item_version.account
          where plan_item = $1
          order by plan_item_version.id",
        params![item],
        |row| {
            Ok(VersionRow {
                at: row.take()?,
                who: row.take()?,
                reason: row.take()?,
                document: row.take()?,
                item: serde_json::from_str(&row.take::<String>()?)?,
            })
        },
    )
    .await
}

/// The reader's key and the title of a stream.
pub async fn find_stream(tx: &mut Tx, stream: WorkStreamId) -> Result<(String, String), Internal> {
    tx.one("select series, title from work_stream where id = $1", params![stream], |row| {
        Ok((row.take()?, row.take()?))
    })
    .await
}
