//! What hangs directly under a unit in a period, with its figures.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kit::params;
use kit::storage::Tx;
use kit::{Internal, UnitId};
use vi::period::PeriodKind;

use super::figures::{Layer, damaged};
use super::totals::Totals;
use super::tree::{counted_on, meets};
use crate::cells::{Cells, Sums};
use crate::period::ReportPeriod;

type Days = (NaiveDate, Option<NaiveDate>);

/// A unit that hung under another one on some days of a period.
#[derive(Debug, Clone)]
pub struct Child {
    pub unit: UnitId,
    pub code: String,
    /// As it was called last in the period.
    pub name: String,
    pub level: String,
    pub days: Days,
    /// When it hung there.
    pub edges: Vec<Days>,
}

impl Child {
    /// Its figures of a period count for the unit above: it hung there on the day that counts.
    pub fn counts_in(&self, period: ReportPeriod) -> bool {
        let day = counted_on(self.days.1, period);
        let holds = |(from, to): &Days| *from <= day && to.is_none_or(|end| end > day);
        meets(self.days, period) && self.edges.iter().any(holds)
    }

    /// As [`Child::counts_in`], for standings of a longer period: what has ended no longer counts.
    pub fn stands_at_end_of(&self, period: ReportPeriod) -> bool {
        self.counts_in(period) && self.days.1.is_none_or(|end| end > period.period().last_day())
    }
}

/// Children in the order of their names, committees before boards and organisations.
pub async fn list_children(
    tx: &mut Tx,
    parent: UnitId,
    period: ReportPeriod,
) -> Result<Vec<Child>, Internal> {
    let (start, last) = (period.period().start(), period.period().last_day());
    let rows = tx
        .all(
            "select u.id, u.code, v.name, u.level, u.valid_from, u.valid_to, v.valid_from, v.valid_to
               from unit_version v
               join unit u on u.id = v.unit
              where v.parent = $1 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $3)
              order by case when u.kind = 'front_committee' then 0 else 1 end, u.folded_name, u.id, v.valid_from",
            params![parent, last, start],
            |row| {
                Ok(Child {
                    unit: row.take()?,
                    code: row.take()?,
                    name: row.take()?,
                    level: row.take()?,
                    days: (row.take()?, row.take()?),
                    edges: vec![(row.take()?, row.take()?)],
                })
            },
        )
        .await?;
    let mut children: Vec<Child> = Vec::with_capacity(rows.len());
    for row in rows {
        match children.last_mut().filter(|last| last.unit == row.unit) {
            Some(known) => {
                known.name = row.name;
                known.edges.extend(row.edges);
            }
            None => children.push(row),
        }
    }
    Ok(children)
}

/// The figures of everything that hung under a unit in a period, in two statements.
pub async fn read_children_totals(
    tx: &mut Tx,
    layer: Layer,
    parent: UnitId,
    period: ReportPeriod,
    parts: PeriodKind,
) -> Result<HashMap<UnitId, Totals>, Internal> {
    let list = period.parts(parts);
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Ok(HashMap::new()) };
    let children = "select v.unit from unit_version v
                     where v.parent = $1 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $3)";
    let (start, end) = (period.period().start(), period.period().last_day());
    let mut found: HashMap<UnitId, Totals> = HashMap::new();
    let sql = format!(
        "select unit, period, cells from report_value
          where unit in ({children}) and period >= $4 and period <= $5 and is_accepted = $6"
    );
    tx.each(&sql, params![parent, end, start, first.key(), last.key(), layer.code()], |row| {
        let (unit, key): (UnitId, i64) = (row.take()?, row.take()?);
        let cells = Cells::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?;
        found.entry(unit).or_default().own.insert(key, cells);
        Ok(())
    })
    .await?;
    let sql = format!(
        "select unit, period, cells from report_total
          where unit in ({children}) and basis = $4 and ((period >= $5 and period <= $6) or period = $7)
            and is_accepted = $8"
    );
    let of = params![parent, end, start, parts.months(), first.key(), last.key(), period.key(), layer.code()];
    tx.each(&sql, of, |row| {
        let (unit, key): (UnitId, i64) = (row.take()?, row.take()?);
        let sums = Sums::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?;
        found.entry(unit).or_default().below.insert(key, sums);
        Ok(())
    })
    .await?;
    Ok(found)
}

/// How many figures each child's subtree could give, itself included: one a unit and part in which the unit existed. The
/// parent's own subtree stands under its own number.
pub async fn count_possible(
    tx: &mut Tx,
    parent: UnitId,
    period: ReportPeriod,
    parts: PeriodKind,
) -> Result<HashMap<UnitId, i64>, Internal> {
    let list = period.parts(parts);
    let (start, last) = (period.period().start(), period.period().last_day());
    let mut possible: BTreeMap<UnitId, i64> = BTreeMap::new();
    tx.each(
        "select p.ancestor, p.valid_from, p.valid_to, u.valid_to, count(*)
           from unit_path p
           join unit u on u.id = p.descendant
          where (p.ancestor = $1 or p.ancestor in (
                    select v.unit from unit_version v
                     where v.parent = $1 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $3)))
            and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $3)
          group by p.ancestor, p.valid_from, p.valid_to, u.valid_to",
        params![parent, last, start],
        |row| {
            let (unit, days): (UnitId, Days) = (row.take()?, (row.take()?, row.take()?));
            let (unit_end, count): (Option<NaiveDate>, i64) = (row.take()?, row.take()?);
            // A unit is counted where it hung on the day that counts, once a part.
            let counts = |part: &&ReportPeriod| {
                let day = counted_on(unit_end, **part);
                meets(days, **part) && days.0 <= day && days.1.is_none_or(|end| end > day)
            };
            let here = i64::try_from(list.iter().filter(counts).count()).unwrap_or(0);
            *possible.entry(unit).or_default() += here * count;
            Ok(())
        },
    )
    .await?;
    Ok(possible.into_iter().collect())
}
