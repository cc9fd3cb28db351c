//! Live totals, with the rows that make them up.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use kit::UnitId;
use kit::permission::{Permission, Scope};
use kit::storage::Tx;
use kit::web::Ctx;
use organisation::Unit;
use organisation::store::find_unit;
use serde::Serialize;
use utoipa::ToSchema;
use vi::period::PeriodKind;

use super::Outcome;
use crate::catalogue::{Catalogue, catalogue};
use crate::cells::{Slot, Sum};
use crate::error::ReportsError;
use crate::indicator::{Indicator, OverTime};
use crate::period::ReportPeriod;
use crate::published::{self, Published, Span};
use crate::store::children::{Child, count_possible, list_children, read_children_totals};
use crate::store::figures::Layer;
use crate::store::successions::{read_contributions, read_lives, read_names};
use crate::store::totals::{Total, Totals, list_bases, read_totals};
use crate::successor::{Divided, Lives};

/// Which total is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub unit: UnitId,
    pub period: ReportPeriod,
    /// The kind of periods that were reported; the shortest of which there are figures when `None`.
    pub basis: Option<PeriodKind>,
    pub layer: Layer,
}

/// A unit's figures of a period, ready to be read indicator by indicator.
pub struct Standing {
    pub unit: Unit,
    pub asked: Asked,
    pub basis: PeriodKind,
    /// All kinds of periods with figures: those not shown are not added up.
    pub bases: Vec<PeriodKind>,
    pub catalogue: Arc<Catalogue>,
    pub totals: Totals,
    pub children: Vec<Child>,
    pub of_children: HashMap<UnitId, Totals>,
    /// How many figures each subtree could give.
    pub possible: HashMap<UnitId, i64>,
    /// What other modules count; empty until [`Standing::read_published`].
    pub published: Published,
}

/// What one row comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Amount {
    /// In whole numbers of the indicator's last digit; null is "not reported", which is not zero.
    pub value: Option<i64>,
    /// How many figures it is made of.
    pub figures: i64,
    /// How many there could be: one for every unit and reported period in which it existed.
    pub possible: i64,
}

/// The unit in somebody's scope; one outside does not exist. Named as it was at the period's end.
pub async fn visible_unit(ctx: &mut Ctx, unit: UnitId, period: ReportPeriod) -> Outcome<Unit> {
    ctx.require(Permission::ReadWork)?;
    let (scope, on) = (ctx.scope()?, period.period().last_day());
    find_unit(ctx.tx(), scope, unit, on).await?.ok_or(ReportsError::UnitNotFound)
}

/// Reads everything that a page about one unit and period needs.
pub async fn standing(ctx: &mut Ctx, asked: Asked) -> Outcome<Standing> {
    ctx.require(Permission::ReadWork)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let mut standing = read_standing(ctx.tx(), scope, asked).await?;
    standing.read_published(ctx.tx(), today).await?;
    Ok(standing)
}

/// As [`standing`], for a scope and without what other modules publish.
pub async fn read_standing(tx: &mut Tx, scope: Scope, asked: Asked) -> Outcome<Standing> {
    let (period, layer) = (asked.period, asked.layer);
    let unit = find_unit(tx, scope, asked.unit, period.period().last_day()).await?;
    let unit = unit.ok_or(ReportsError::UnitNotFound)?;
    if asked.basis.is_some_and(|basis| basis.months() > period.kind().months()) {
        return Err(ReportsError::BasisTooLong);
    }
    let catalogue = catalogue(tx).await?;
    let bases = list_bases(tx, layer, unit.id, period).await?;
    let basis = asked.basis.or(bases.first().copied()).unwrap_or(PeriodKind::Month);
    let totals = read_totals(tx, layer, unit.id, period, basis).await?;
    let children = list_children(tx, unit.id, period).await?;
    let of_children = read_children_totals(tx, layer, unit.id, period, basis).await?;
    let possible = count_possible(tx, unit.id, period, basis).await?;
    let published = Published::default();
    Ok(Standing { unit, asked, basis, bases, catalogue, totals, children, of_children, possible, published })
}

impl Standing {
    /// The unit's own total.
    pub fn total(&self, indicator: &Indicator) -> Total {
        self.totals.total(indicator.slot, indicator.over_time, self.asked.period, self.basis)
    }

    /// The whole amount, own figure included.
    pub fn amount(&self, indicator: &Indicator) -> Amount {
        if indicator.is_published() {
            return self.published_amount(self.published.total(indicator), self.unit.id);
        }
        let parts = self.totals.parts_with(indicator.slot, self.asked.period, self.basis);
        self.told(indicator, self.unit.id, self.total(indicator), parts)
    }

    /// What the unit itself gave.
    pub fn own(&self, indicator: &Indicator) -> Option<i64> {
        if indicator.is_published() {
            return self.published.line(indicator, self.unit.id);
        }
        let own = self.total(indicator).own;
        let parts = self.totals.own_parts_with(indicator.slot, self.asked.period, self.basis);
        match indicator.over_time {
            crate::indicator::OverTime::Average => own.map(|own| divided(own, parts)),
            _ => own,
        }
    }

    /// What one child brings to the total: only periods in which it hung here.
    pub fn of_child(&self, child: &Child, indicator: &Indicator) -> Amount {
        if indicator.is_published() {
            return self.published_amount(self.published.of(indicator, child.unit), child.unit);
        }
        let (period, basis) = (self.asked.period, self.basis);
        let none = Totals::default();
        let totals = self.of_children.get(&child.unit).unwrap_or(&none);
        if !indicator.over_time.adds_up() && period.kind() != basis {
            let stands = child.stands_at_end_of(period);
            let total = if stands {
                totals.total(indicator.slot, indicator.over_time, period, basis)
            } else {
                Total::default()
            };
            return self.told(indicator, child.unit, total, 1);
        }
        let here = period.parts(basis).into_iter().filter(|part| child.counts_in(*part));
        let (mut total, mut parts) = (Total::default(), 0);
        for part in here {
            let one = totals.total(indicator.slot, indicator.over_time, part, basis);
            parts += i64::from(one.all().count > 0);
            total.own = match (total.own, one.own) {
                (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
                (sum, more) => sum.or(more),
            };
            total.below.count += one.below.count;
            total.below.sum = total.below.sum.saturating_add(one.below.sum);
        }
        self.told(indicator, child.unit, total, parts)
    }

    fn told(&self, indicator: &Indicator, unit: UnitId, total: Total, parts: i64) -> Amount {
        let all = total.all();
        let possible = self.possible.get(&unit).copied().unwrap_or(0);
        Amount { value: indicator.value_of(total, all, parts), figures: all.count, possible }
    }
}

/// A mean, rounded half away from zero.
pub(crate) fn divided(sum: i64, count: i64) -> i64 {
    if count == 0 {
        return 0;
    }
    let (sum, count) = (i128::from(sum), i128::from(count));
    i64::try_from((sum.abs() + count / 2) / count * sum.signum()).unwrap_or(i64::MAX)
}

/// The same total read under the units of another day.
#[derive(Debug, Clone, Default)]
pub struct BySuccessor {
    pub as_of: Option<NaiveDate>,
    pub amount: Amount,
    pub own: Option<i64>,
    pub rows: Vec<SuccessorRow>,
    /// Figures that had to be divided among several successors.
    pub divided: Vec<Divided>,
    pub names: HashMap<UnitId, (String, String)>,
}

impl BySuccessor {
    /// Every unit that is spoken of.
    fn units(&self) -> impl Iterator<Item = UnitId> + '_ {
        let of_rows = self.rows.iter().flat_map(|row| row.predecessors.iter().copied().chain([row.unit]));
        let parts =
            |one: &'_ Divided| one.parts.iter().map(|part| part.unit).chain([one.unit]).collect::<Vec<_>>();
        of_rows.chain(self.divided.iter().flat_map(parts))
    }
}

/// A unit of that day with what it and its predecessors gave.
#[derive(Debug, Clone)]
pub struct SuccessorRow {
    pub unit: UnitId,
    pub value: Option<i64>,
    pub figures: i64,
    /// Those whose figures came to it from outside: merged, divided or dissolved units.
    pub predecessors: Vec<UnitId>,
}

/// Reads a total by successor. Only figures of units in the seat's scope are read: a successor does not inherit the records of
/// its predecessor (handbook NEV-1.5).
pub async fn by_successor(
    ctx: &mut Ctx,
    standing: &Standing,
    indicator: &Indicator,
    day: NaiveDate,
) -> Outcome<BySuccessor> {
    let found = all_by_successor(ctx, standing, &[indicator], day).await?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// As [`by_successor`], for several indicators with the same few statements; the first one holds the names for all.
pub async fn all_by_successor(
    ctx: &mut Ctx,
    standing: &Standing,
    indicators: &[&Indicator],
    day: NaiveDate,
) -> Outcome<Vec<BySuccessor>> {
    let scope: Scope = ctx.scope()?;
    let (period, basis, layer) = (standing.asked.period, standing.basis, standing.asked.layer);
    let lives = read_lives(ctx.tx()).await?;
    let places: Vec<(Slot, OverTime)> =
        indicators.iter().filter(|one| !one.is_published()).map(|one| (one.slot, one.over_time)).collect();
    let mut typed = read_contributions(ctx.tx(), scope, layer, &places, period, basis).await?.into_iter();
    let mut all = Vec::with_capacity(indicators.len());
    for indicator in indicators {
        let given = if indicator.is_published() {
            let span = Span::of(period, ctx.today());
            published::by_unit(ctx.tx(), indicator, scope, span).await?
        } else {
            typed.next().unwrap_or_default()
        };
        all.push(under(standing, indicator, given, &lives, day));
    }
    let mut named: Vec<UnitId> = all.iter().flat_map(BySuccessor::units).collect();
    named.sort_unstable();
    named.dedup();
    if let Some(first) = all.first_mut() {
        first.names = read_names(ctx.tx(), &named).await?;
    }
    Ok(all)
}

/// Puts what units gave under the units of a day.
fn under(
    standing: &Standing,
    indicator: &Indicator,
    given: Vec<(UnitId, i64)>,
    lives: &Lives,
    day: NaiveDate,
) -> BySuccessor {
    let (mut to, mut divided) = (BTreeMap::new(), Vec::new());
    for (unit, value) in given {
        lives.give(unit, value, day, &mut to, &mut divided);
    }
    let top = standing.unit.id;
    let mut own: Option<Sum> = None;
    let mut rows: BTreeMap<UnitId, (Sum, Vec<UnitId>)> = BTreeMap::new();
    for (unit, parts) in to {
        let way: Vec<UnitId> = lives.above(unit, day).collect();
        let Some(at) = way.iter().position(|above| *above == top) else { continue };
        let row = at.checked_sub(1).map(|below| way[below]);
        for (source, value) in parts {
            let sum = match row {
                None => own.get_or_insert_default(),
                Some(row) => {
                    let (sum, sources) = rows.entry(row).or_default();
                    let came_from_outside = source != unit && !sources.contains(&source);
                    sources.extend(came_from_outside.then_some(source));
                    sum
                }
            };
            *sum = Sum { count: sum.count + 1, sum: sum.sum.saturating_add(value) };
        }
    }
    let below = rows.values().fold(Sum::default(), |all, (sum, _)| Sum {
        count: all.count + sum.count,
        sum: all.sum.saturating_add(sum.sum),
    });
    let total = Total { own: own.map(|own| own.sum), below };
    let amount = Amount {
        value: indicator.value_of(total, total.all(), 1),
        figures: below.count + own.map_or(0, |own| own.count),
        possible: standing.possible.get(&top).copied().unwrap_or(0),
    };
    let rows: Vec<SuccessorRow> = rows
        .into_iter()
        .map(|(unit, (sum, predecessors))| {
            let total = Total { own: None, below: sum };
            let value = indicator.value_of(total, sum, 1);
            SuccessorRow { unit, value, figures: sum.count, predecessors }
        })
        .collect();
    divided.retain(|one| one.parts.iter().any(|part| lives.above(part.unit, day).any(|above| above == top)));
    BySuccessor { as_of: Some(day), amount, own: total.own, rows, divided, names: HashMap::new() }
}
