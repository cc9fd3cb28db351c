//! Items with a target, for the comparison with what is reported.

use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Internal, UnitId};

use crate::{PlanId, PlanItemId};

/// An item with a target, of a plan that is in force or closed.
#[derive(Debug, Clone)]
pub struct ItemTarget {
    pub item: PlanItemId,
    pub plan: PlanId,
    pub title: String,
    pub plan_title: String,
    pub unit: UnitId,
    pub year: i32,
    pub quarter: Option<u8>,
    pub value: i64,
    pub unit_of_measure: String,
}

impl ItemTarget {
    /// The page of the item.
    pub fn address(&self) -> String {
        format!("/plans/{}/items/{}", self.plan, self.item)
    }
}

// A plan for a term aims at several years: its targets are no target of one of them.
const SELECT: &str =
    "select i.id, p.id, i.title, p.title, p.unit, p.year, i.quarter, i.target_value, i.unit_of_measure
       from plan p join plan_item i on i.plan = p.id
      where i.target_value is not null and i.state = 'active' and p.kind <> 'term'
        and p.state in ('issued', 'adjusted', 'closed')";

fn target(row: &mut Row<'_>) -> Result<ItemTarget, Internal> {
    let beyond = |_| Internal::new("plan: a year or quarter beyond reason");
    Ok(ItemTarget {
        item: row.take()?,
        plan: row.take()?,
        title: row.take()?,
        plan_title: row.take()?,
        unit: row.take()?,
        year: i32::try_from(row.take::<i64>()?).map_err(beyond)?,
        quarter: row.take::<Option<i64>>()?.map(u8::try_from).transpose().map_err(beyond)?,
        value: row.take()?,
        unit_of_measure: row.take()?,
    })
}

/// The targets of a unit's plans of a year, in the order of the plans.
pub async fn list_targets(
    tx: &mut Tx,
    scope: Scope,
    unit: UnitId,
    year: i32,
) -> Result<Vec<ItemTarget>, Internal> {
    let mut query = Query::new(SELECT);
    query.push(" and p.unit = ").bind(unit).push(" and p.year = ").bind(i64::from(year));
    scope.restrict(&mut query, "p.unit");
    query.push(" order by p.id, i.position, i.id");
    tx.all(query.sql(), query.params(), target).await
}

/// One item's target; `None` outside the scope, and for an item without one.
pub async fn find_target(
    tx: &mut Tx,
    scope: Scope,
    item: PlanItemId,
) -> Result<Option<ItemTarget>, Internal> {
    let mut query = Query::new(SELECT);
    query.push(" and i.id = ").bind(item);
    scope.restrict(&mut query, "p.unit");
    tx.optional(query.sql(), query.params(), target).await
}
