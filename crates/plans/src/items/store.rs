//! Every statement about plans and plan items.

use std::collections::HashMap;

use documents::DocumentId;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};

use crate::item::{ItemFields, ItemKind, ItemSource, ItemState, PlanItem};
use crate::plan::{Plan, PlanKind, PlanState};
use crate::{PlanId, PlanItemId, ProposalId, WorkStreamId};

const PLAN: &str =
    "id, unit, year, kind, title, document, parent, state, allotment, issued_at, created_at, version";

fn plan(row: &mut Row<'_>) -> Result<Plan, Internal> {
    let (id, unit, year) = (row.take()?, row.take()?, row.take()?);
    let kind: String = row.take()?;
    let (title, document, parent) = (row.take()?, row.take()?, row.take()?);
    let state: String = row.take()?;
    Ok(Plan {
        id,
        unit,
        year,
        kind: PlanKind::from_code(&kind).ok_or_else(|| Internal::new(format!("plan kind {kind}")))?,
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

pub async fn find_plan(tx: &mut Tx, id: PlanId) -> Result<Option<Plan>, Internal> {
    tx.optional(
        &format!("select {PLAN} from plan where id = $1"),
        params![id],
        plan,
    )
    .await
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
    let found = tx
        .optional(
            &format!("select {ITEM} from plan_item where id = $1"),
            params![id],
            item,
        )
        .await?;
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
        fields: ItemFields {
            coordinators: fields.coordinators.clone(),
            ..stored.fields.clone()
        },
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
    tx.execute(
        "delete from plan_item_coordinator where plan_item = $1",
        params![item.id],
    )
    .await?;
    insert_coordinators(tx, item.id, &fields.coordinators).await?;
    Ok(Some(PlanItem {
        version: item.version + 1,
        ..item.clone()
    }))
}

/// Links an item to the standing item it serves: a matter of order, not a new version.
pub async fn update_standing(
    tx: &mut Tx,
    item: PlanItemId,
    standing: Option<PlanItemId>,
) -> Result<(), Internal> {
    tx.execute(
        "update plan_item set standing_item = $2 where id = $1",
        params![item, standing],
    )
    .await?;
    Ok(())
}

/// Why an item changed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Because<'a> {
    pub reason: &'a str,
    pub document: Option<DocumentId>,
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
        params![
            item.id,
            at,
            account,
            because.reason,
            because.document,
            serde_json::to_string(item)?
        ],
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

/// A unit of the register.
#[derive(Debug, Clone)]
pub struct UnitRow {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub valid_from: chrono::NaiveDate,
    /// The first day on which it no longer exists.
    pub valid_to: Option<chrono::NaiveDate>,
}

impl UnitRow {
    pub fn exists_on(&self, day: chrono::NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// Name and code: what a person types to mean this unit and no other.
    pub fn label(&self) -> String {
        format!("{} ({})", self.name, self.code)
    }

    pub(super) fn is_called(&self, folded: &str) -> bool {
        vi::fold::fold(&self.name) == folded || vi::fold::fold(&self.short_name) == folded
    }
}

const UNIT: &str = "id, code, name, short_name, valid_from, valid_to";

fn unit(row: &mut Row<'_>) -> Result<UnitRow, Internal> {
    Ok(UnitRow {
        id: row.take()?,
        code: row.take()?,
        name: row.take()?,
        short_name: row.take()?,
        valid_from: row.take()?,
        valid_to: row.take()?,
    })
}

/// Units whose name holds every word, the shortest name first.
pub async fn list_units_like(tx: &mut Tx, scope: Scope, folded: &str) -> Result<Vec<UnitRow>, Internal> {
    let mut query = Query::new(&format!("select {UNIT} from unit where true"));
    scope.restrict(&mut query, "id");
    for word in folded.split_whitespace().take(12) {
        query
            .push(" and folded_name like ")
            .bind(format!("%{}%", word.replace(['%', '_'], "")));
    }
    query.push(" order by length(name), valid_from desc, id limit 50");
    tx.all(query.sql(), query.params(), unit).await
}

pub async fn list_units_of_code(tx: &mut Tx, scope: Scope, code: &str) -> Result<Vec<UnitRow>, Internal> {
    let mut query = Query::new(&format!("select {UNIT} from unit where lower(code) = "));
    query.bind(code.to_owned());
    scope.restrict(&mut query, "id");
    query.push(" order by valid_from desc, id");
    tx.all(query.sql(), query.params(), unit).await
}

pub async fn find_unit(tx: &mut Tx, scope: Scope, id: UnitId) -> Result<Option<UnitRow>, Internal> {
    let mut query = Query::new(&format!("select {UNIT} from unit where id = "));
    query.bind(id);
    scope.restrict(&mut query, "id");
    tx.optional(query.sql(), query.params(), unit).await
}

/// Who took over from a unit.
pub async fn list_successors(tx: &mut Tx, predecessor: UnitId) -> Result<Vec<UnitRow>, Internal> {
    tx.all(
        "select unit.id, code, name, short_name, valid_from, valid_to
           from unit_succession
           join unit on unit.id = unit_succession.successor
          where predecessor = $1
          order by name, unit.id",
        params![predecessor],
        unit,
    )
    .await
}

/// Names of units, for a page that shows them.
pub async fn list_unit_names(tx: &mut Tx, units: &[UnitId]) -> Result<HashMap<UnitId, UnitRow>, Internal> {
    let mut names = HashMap::new();
    for chunk in units.chunks(500) {
        let mut query = Query::new(&format!("select {UNIT} from unit where id in ("));
        for (index, unit) in chunk.iter().enumerate() {
            query.push(if index == 0 { "" } else { ", " }).bind(*unit);
        }
        query.push(") order by id");
        names.extend(
            tx.all(query.sql(), query.params(), unit)
                .await?
                .into_iter()
                .map(|row| (row.id, row)),
        );
    }
    Ok(names)
}

/// Names offered while a person types a unit: those nearest to the top first.
pub async fn list_unit_suggestions(
    tx: &mut Tx,
    scope: Scope,
    day: chrono::NaiveDate,
    limit: i64,
) -> Result<Vec<UnitRow>, Internal> {
    let mut query = Query::new(
        "select unit.id, code, name, short_name, unit.valid_from, unit.valid_to
           from unit_path
           join unit on unit.id = unit_path.descendant
          where ancestor = ",
    );
    query
        .bind(scope.root)
        .push(" and unit.valid_from <= ")
        .bind(day)
        .push(" and (unit.valid_to is null or unit.valid_to > ");
    query
        .bind(day)
        .push(") order by depth, name, unit.id limit ")
        .bind(limit);
    tx.all(query.sql(), query.params(), unit).await
}
