//! Totals, read where they are kept.

use kit::params;
use kit::storage::Tx;
use kit::{Internal, UnitId};
use vi::period::PeriodKind;

use super::figures::{Layer, damaged};
use crate::cells::{Cells, Slot, Sum, Sums};
use crate::indicator::OverTime;
use crate::period::{KINDS, ReportPeriod};
use crate::rollup::{YearOfCells, one};

/// A unit's total: its own figure and what everything below it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    pub own: Option<i64>,
    pub below: Sum,
}

impl Total {
    /// All figures together, and how many there are.
    pub fn all(self) -> Sum {
        let own = one(self.own);
        Sum { count: self.below.count + own.count, sum: self.below.sum.saturating_add(own.sum) }
    }
}

/// What one unit's rows of a period say, place by place: everything a page needs of it.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    pub(super) own: YearOfCells,
    pub(super) below: std::collections::BTreeMap<i64, Sums>,
}

impl Totals {
    /// The total of one place. `parts` is the kind of period that was reported.
    pub fn total(&self, slot: Slot, rule: OverTime, period: ReportPeriod, parts: PeriodKind) -> Total {
        let own_of = |part: &ReportPeriod| self.own.get(&part.key()).and_then(|cells| cells.get(slot));
        let list = period.parts(parts);
        let own = rule.gather(list.iter().filter_map(own_of));
        let below = if rule.adds_up() || period.kind() == parts {
            list.iter().fold(Sum::default(), |sum, part| {
                let part = self.below.get(&part.key()).map(|sums| sums.get(slot)).unwrap_or_default();
                Sum { count: sum.count + part.count, sum: sum.sum.saturating_add(part.sum) }
            })
        } else {
            self.below.get(&period.key()).map(|sums| sums.get(slot)).unwrap_or_default()
        };
        Total { own, below }
    }

    /// How many of the reported periods have a figure of anyone: means over time divide by it.
    pub fn parts_with(&self, slot: Slot, period: ReportPeriod, parts: PeriodKind) -> i64 {
        let has = |part: &ReportPeriod| {
            self.own.get(&part.key()).is_some_and(|cells| cells.get(slot).is_some())
                || self.below.get(&part.key()).is_some_and(|sums| sums.get(slot).count > 0)
        };
        i64::try_from(period.parts(parts).iter().filter(|part| has(part)).count()).unwrap_or(0)
    }

    /// How many of the reported periods the unit itself gave a figure for.
    pub fn own_parts_with(&self, slot: Slot, period: ReportPeriod, parts: PeriodKind) -> i64 {
        let has = |part: &ReportPeriod| self.own.get(&part.key()).is_some_and(|c| c.get(slot).is_some());
        i64::try_from(period.parts(parts).iter().filter(|part| has(part)).count()).unwrap_or(0)
    }
}

/// Reads what is needed for any total of one unit and period.
pub async fn read_totals(
    tx: &mut Tx,
    layer: Layer,
    unit: UnitId,
    period: ReportPeriod,
    parts: PeriodKind,
) -> Result<Totals, Internal> {
    let list = period.parts(parts);
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Ok(Totals::default()) };
    let own = tx
        .all(
            "select period, cells from report_value
              where unit = $1 and period >= $2 and period <= $3 and is_accepted = $4",
            params![unit, first.key(), last.key(), layer.code()],
            |row| Ok((row.take::<i64>()?, row.take::<Vec<u8>>()?)),
        )
        .await?;
    let below = tx
        .all(
            "select period, cells from report_total
              where unit = $1 and basis = $2 and ((period >= $3 and period <= $4) or period = $5)
                and is_accepted = $6",
            params![unit, parts.months(), first.key(), last.key(), period.key(), layer.code()],
            |row| Ok((row.take::<i64>()?, row.take::<Vec<u8>>()?)),
        )
        .await?;
    let mut totals = Totals::default();
    for (period, bytes) in own {
        totals.own.insert(period, Cells::unpack(&bytes).map_err(damaged)?);
    }
    for (period, bytes) in below {
        totals.below.insert(period, Sums::unpack(&bytes).map_err(damaged)?);
    }
    Ok(totals)
}

/// The kinds of periods of which a unit or anything below it has figures within a period, from short to long. Figures of
/// different kinds are never added up (handbook NEV-3.4).
pub async fn list_bases(
    tx: &mut Tx,
    layer: Layer,
    unit: UnitId,
    period: ReportPeriod,
) -> Result<Vec<PeriodKind>, Internal> {
    let mut found = Vec::new();
    for kind in KINDS {
        let list = period.parts(kind);
        let (Some(first), Some(last)) = (list.first(), list.last()) else { break };
        let is_there: i64 = tx
            .one(
                "select case when exists (
                        select 1 from report_total
                         where unit = $1 and basis = $2 and period >= $3 and period <= $4 and is_accepted = $5)
                     or exists (
                        select 1 from report_value
                         where unit = $1 and period >= $3 and period <= $4 and is_accepted = $5)
                   then cast(1 as bigint) else cast(0 as bigint) end",
                params![unit, kind.months(), first.key(), last.key(), layer.code()],
                kit::storage::only,
            )
            .await?;
        if is_there == 1 {
            found.push(kind);
        }
    }
    Ok(found)
}
