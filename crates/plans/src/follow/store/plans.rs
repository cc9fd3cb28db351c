//! Plans: the list, and one of them.

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Instant, Internal, UnitId};

use super::{kind, state, tally};
use crate::PlanId;
use crate::follow::model::PlanCard;
use crate::plan::{PlanKind, PlanState};

/// What the list of plans is narrowed to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlansFilter {
    pub year: Option<i32>,
    /// The unit and everything below it.
    pub unit: Option<UnitId>,
    pub kind: Option<PlanKind>,
    pub state: Option<PlanState>,
    /// The last plan of the page before: its year and id.
    pub after: Option<(i32, PlanId)>,
}

/// Whose plans exist for a person: those of their units, and those in force in which their units have a task.
fn push_visible(query: &mut Query<'_>, scope: Scope) {
    if scope.is_everything {
        return;
    }
    query.push(" and (p.unit in (select descendant from unit_path where ancestor = ").bind(scope.root);
    query.push(") or (p.state in ('issued', 'adjusted', 'closed') and exists (select 1 from task t");
    query.push(" where t.plan = p.id and t.unit in (select descendant from unit_path where ancestor = ");
    query.bind(scope.root).push("))))");
}

/// Adds whether the plan's own unit lies in the scope: only there is its money shown.
fn push_owned(query: &mut Query<'_>, scope: Scope) {
    if scope.is_everything {
        query.push("true");
    } else {
        query
            .push("p.unit in (select descendant from unit_path where ancestor = ")
            .bind(scope.root)
            .push(")");
    }
}

/// Plans, the newest year first. Tasks are counted within the scope only.
pub async fn list_plans(
    tx: &mut Tx,
    scope: Scope,
    filter: &PlansFilter,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<PlanCard>, Internal> {
    let mut query = Query::new("with chosen as (select p.id from plan p where true");
    push_visible(&mut query, scope);
    if let Some(year) = filter.year {
        query.push(" and p.year = ").bind(i64::from(year));
    }
    if let Some(unit) = filter.unit {
        query.push(" and p.unit in (select descendant from unit_path where ancestor = ").bind(unit).push(")");
    }
    if let Some(kind) = filter.kind {
        query.push(" and p.kind = ").bind(kind.code());
    }
    if let Some(state) = filter.state {
        query.push(" and p.state = ").bind(state.code());
    }
    if let Some((year, id)) = filter.after {
        query.push(" and (p.year, p.id) < (").bind(i64::from(year)).push(", ").bind(id).push(")");
    }
    query.push(" order by p.year desc, p.id desc limit ").bind(limit).push(")");
    push_cards(&mut query, scope, today, None);
    query.push(" order by p.year desc, p.id desc");
    tx.all(query.sql(), query.params(), |row| Ok(card(row)?.0)).await
}

/// A plan, and whether its own unit lies in the scope; `None` when it does not exist for this person. With `before` the plan
/// stands in the state it was in at that instant.
pub async fn find_plan(
    tx: &mut Tx,
    scope: Scope,
    id: PlanId,
    day: NaiveDate,
    before: Option<Instant>,
) -> Result<Option<(PlanCard, bool)>, Internal> {
    let mut query = Query::new("with chosen as (select p.id from plan p where p.id = ");
    query.bind(id);
    push_visible(&mut query, scope);
    query.push(")");
    push_cards(&mut query, scope, day, before);
    tx.optional(query.sql(), query.params(), card).await
}

fn push_cards(query: &mut Query<'_>, scope: Scope, day: NaiveDate, before: Option<Instant>) {
    query.push(", counted as (select plan, ");
    tally::push_counts(query, day);
    query.push(" from task where plan in (select id from chosen)");
    scope.restrict(query, "unit");
    query.push(
        " group by plan),
         items as (select plan, count(*) as item_count from plan_item
                    where plan in (select id from chosen) and state = 'active' group by plan),
         forgotten as (select i.plan, count(*) as late_ungiven from plan_item i
                        where i.plan in (select id from chosen) and",
    );
    tally::push_late_ungiven(query, day);
    query.push(
        " group by i.plan)
         select p.id, p.unit, u.name, p.year, p.kind, p.title, ",
    );
    match before {
        None => {
            query.push("p.state");
        }
        Some(before) => {
            query
                .push("coalesce((select s.to_state from plan_step s where s.plan = p.id and s.at < ")
                .bind(before);
            query.push(" order by s.id desc limit 1), (select s.from_state from plan_step s where s.plan = p.id and s.at >= ");
            query.bind(before).push(" order by s.id limit 1), p.state)");
        }
    }
    query.push(
        ", p.document, coalesce(d.symbol, ''), p.parent, p.allotment, coalesce(i.item_count, 0), p.version, ",
    );
    push_owned(query, scope);
    query
        .push(", case when p.state in ('issued', 'adjusted') then coalesce(f.late_ungiven, 0) else 0 end, ")
        .push(&tally::columns("c"));
    query.push(
        " from plan p
          join unit u on u.id = p.unit
          left join document d on d.id = p.document
          left join counted c on c.plan = p.id
          left join items i on i.plan = p.id
          left join forgotten f on f.plan = p.id
         where p.id in (select id from chosen)",
    );
}

fn card(row: &mut Row<'_>) -> Result<(PlanCard, bool), Internal> {
    let mut plan = PlanCard {
        id: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        year: row.take()?,
        kind: kind(row)?,
        title: row.take()?,
        state: state(row)?,
        document: row.take()?,
        document_symbol: row.take()?,
        parent: row.take()?,
        allotment: row.take()?,
        item_count: row.take()?,
        version: row.take()?,
        tally: crate::follow::model::Tally::default(),
        late_ungiven: 0,
    };
    let is_own: bool = row.take()?;
    plan.late_ungiven = row.take()?;
    plan.tally = tally::take(row)?;
    if !is_own {
        plan.late_ungiven = 0;
        plan.allotment = None;
    }
    Ok((plan, is_own))
}

/// The years of the plans that a person sees, the latest first.
pub async fn list_years(tx: &mut Tx, scope: Scope) -> Result<Vec<i32>, Internal> {
    let mut query = Query::new("select distinct p.year from plan p where true");
    push_visible(&mut query, scope);
    query.push(" order by p.year desc limit 30");
    tx.all(query.sql(), query.params(), kit::storage::only).await
}
