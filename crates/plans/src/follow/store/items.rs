//! The items of a plan with their tasks counted: one statement behind all views.

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Instant, Internal, UnitId};

use super::tally;
use crate::PlanId;
use crate::follow::filter::Filter;
use crate::follow::model::{ItemRow, Tally};
use crate::follow::snapshot::Snapshot;
use crate::item::ItemKind;

/// Whose view of a plan it is, and for which day.
#[derive(Debug, Clone, Copy)]
pub struct Eye {
    pub scope: Scope,
    /// The day on which "late" is judged.
    pub day: NaiveDate,
    /// The end of that day, when it is past: everything is seen as it was then.
    pub before: Option<Instant>,
}

/// All items of a plan in the order of the paper, withdrawn ones too. Tasks are counted within the scope, and below the filter's
/// unit when it names one.
pub async fn list_items(
    tx: &mut Tx,
    eye: &Eye,
    plan: PlanId,
    filter: &Filter,
) -> Result<Vec<ItemRow>, Internal> {
    let mut query = Query::new(
        "with counted as (select plan_item, min(unit) as one_unit, count(distinct unit) as units, ",
    );
    tally::push_counts(&mut query, eye.day);
    query.push(", ");
    tally::push_fitting(&mut query, filter, eye.day);
    query.push(" from ");
    tally::push_tasks(&mut query, plan, eye.before);
    query.push(" where true");
    eye.scope.restrict(&mut query, "unit");
    if let Some(unit) = filter.unit {
        query.push(" and unit in (select descendant from unit_path where ancestor = ").bind(unit).push(")");
    }
    query.push(" group by plan_item), spent as (select s.plan_item, cast(sum(s.amount) as bigint) as amount");
    query.push(" from spending s join plan_item i on i.id = s.plan_item where i.plan = ").bind(plan);
    if let Some(before) = eye.before {
        query.push(" and s.at < ").bind(before);
    }
    query.push(
        " group by s.plan_item)
         select i.id, i.position, i.code, i.section_code, i.section_title, i.title, i.kind, i.quarter, i.start_on, i.due_on,
                i.due_phrase, i.line_of_work, i.lead_unit, coalesce(l.short_name, ''), i.lead_named, i.coordinating_named,
                coalesce(o.short_name, ''), coalesce(c.units, 0), i.estimate, coalesce(s.amount, 0), i.stream,
                coalesce(w.title, ''), i.carried_from, i.document, i.clause, i.state = 'withdrawn', coalesce(c.fitting, 0),
                (select min(n.id) from plan_item n where n.carried_from = i.id and n.state = 'active'",
    );
    if let Some(before) = eye.before {
        query.push(" and exists (select 1 from plan_item_version x where x.plan_item = n.id and x.at < ");
        query.bind(before).push(")");
    }
    query.push("), p.state in ('issued', 'adjusted')");
    push_never_given(&mut query, eye.before);
    query.push(", ");
    query.push(&tally::columns("c"));
    match eye.before {
        None => {
            query.push(", null, false from plan_item i");
        }
        Some(before) => {
            query.push(", v.data, exists (select 1 from plan_item_version x where x.plan_item = i.id)");
            query.push(" from plan_item i left join plan_item_version v on v.id = (select max(x.id)");
            query
                .push(" from plan_item_version x where x.plan_item = i.id and x.at < ")
                .bind(before)
                .push(")");
        }
    }
    query.push(
        " join plan p on p.id = i.plan
          left join unit l on l.id = i.lead_unit
          left join work_stream w on w.id = i.stream
          left join counted c on c.plan_item = i.id
          left join unit o on o.id = c.one_unit
          left join spent s on s.plan_item = i.id
         where i.plan = ",
    );
    query.bind(plan).push(" order by i.position, i.id");
    let mut items: Vec<ItemRow> =
        tx.all(query.sql(), query.params(), item).await?.into_iter().flatten().collect();
    for item in &mut items {
        item.is_late_ungiven &= !item.is_withdrawn && item.due_on.is_some_and(|due| due < eye.day);
    }
    // What an item looked like may include another place.
    if eye.before.is_some() {
        items.sort_by_key(|item| (item.position, item.id));
    }
    Ok(items)
}

/// Adds that the item `i` of the plan `p` was never given to anybody while the plan was in force.
fn push_never_given(query: &mut Query<'_>, before: Option<Instant>) {
    query.push(" and not exists (select 1 from task t where t.plan_item = i.id");
    if let Some(before) = before {
        query.push(" and t.created_at < ").bind(before);
    }
    query.push(") and not exists (select 1 from task_carry k where k.from_item = i.id)");
    if let Some(before) = before {
        query.push(" and coalesce(p.issued_at, 0) < ").bind(before);
    }
}

/// `None` for an item that was not there yet.
fn item(row: &mut Row<'_>) -> Result<Option<ItemRow>, Internal> {
    let mut item = ItemRow {
        id: row.take()?,
        position: row.take()?,
        code: row.take()?,
        section_code: row.take()?,
        section_title: row.take()?,
        title: row.take()?,
        kind: {
            let code: String = row.take()?;
            ItemKind::from_code(&code).ok_or_else(|| Internal::new(format!("unknown item kind {code}")))?
        },
        quarter: row.take()?,
        start_on: row.take()?,
        due_on: row.take()?,
        due_phrase: row.take()?,
        line_of_work: row.take()?,
        lead_unit: row.take()?,
        lead: row.take()?,
        coordinating: String::new(),
        estimate: None,
        spent: 0,
        stream: None,
        stream_title: String::new(),
        carried_from: None,
        carried_to: None,
        document: None,
        clause: String::new(),
        is_withdrawn: false,
        is_late_ungiven: false,
        tally: Tally::default(),
        fitting: 0,
    };
    let named: String = row.take()?;
    item.coordinating = row.take()?;
    let only_unit: String = row.take()?;
    let units: i64 = row.take()?;
    if item.lead.is_empty() {
        item.lead = if named.is_empty() && units == 1 { only_unit } else { named };
    }
    item.estimate = row.take()?;
    item.spent = row.take()?;
    item.stream = row.take()?;
    item.stream_title = row.take()?;
    item.carried_from = row.take()?;
    item.document = row.take()?;
    item.clause = row.take()?;
    item.is_withdrawn = row.take()?;
    item.fitting = row.take()?;
    item.carried_to = row.take()?;
    item.is_late_ungiven = row.take()?;
    item.tally = tally::take(row)?;
    let version: Option<String> = row.take()?;
    let has_versions: bool = row.take()?;
    match version {
        Some(data) => Snapshot::read(&data)?.put_on(&mut item),
        // Every item has a version from its first day; without one of that time it was not there.
        None if has_versions => return Ok(None),
        None => {}
    }
    Ok(Some(item))
}

/// Units that have tasks in a plan, for the choice of a filter.
pub async fn list_units(tx: &mut Tx, scope: Scope, plan: PlanId) -> Result<Vec<(UnitId, String)>, Internal> {
    let mut query = Query::new(
        "select u.id, u.short_name from unit u where u.id in (select unit from task where plan = ",
    );
    query.bind(plan);
    scope.restrict(&mut query, "unit");
    query.push(") order by u.short_name, u.id limit 400");
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await
}
