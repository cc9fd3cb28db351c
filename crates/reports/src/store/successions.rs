//! What became of units, and what each gave to a total: for reading old figures under today's units.

use std::collections::HashMap;

use chrono::NaiveDate;
use kit::params;
use kit::permission::Scope;
use kit::storage::{Query, Tx};
use kit::{Internal, UnitId};
use vi::period::PeriodKind;

use super::figures::{Layer, damaged};
use crate::cells::{Cells, Slot};
use crate::indicator::OverTime;
use crate::period::ReportPeriod;
use crate::rollup::{Rules, YearOfCells, gather, parts_of};
use crate::successor::{Lives, Step};

/// The units of the installation with what followed each.
pub async fn read_lives(tx: &mut Tx) -> Result<Lives, Internal> {
    let mut lives = Lives::default();
    tx.each("select id, valid_from, valid_to from unit", &[], |row| {
        let unit: UnitId = row.take()?;
        lives.add(unit, (row.take()?, row.take()?));
        Ok(())
    })
    .await?;
    tx.each(
        "select predecessor, successor, share_note from unit_succession order by predecessor, successor",
        &[],
        |row| {
            let unit: UnitId = row.take()?;
            lives.follow(unit, Step { unit: row.take()?, note: row.take()? });
            Ok(())
        },
    )
    .await?;
    tx.each(
        "select unit, parent, valid_from from unit_version where parent is not null order by valid_from",
        &[],
        |row| {
            let (unit, parent): (UnitId, UnitId) = (row.take()?, row.take()?);
            lives.hang(unit, parent, row.take()?);
            Ok(())
        },
    )
    .await?;
    Ok(lives)
}

/// What every unit itself gave for an indicator in a period, within a scope; standings of a longer period only of units that
/// stood at its end, as in the totals.
pub async fn read_contributions(
    tx: &mut Tx,
    scope: Scope,
    layer: Layer,
    slot: Slot,
    rule: OverTime,
    period: ReportPeriod,
    parts: PeriodKind,
) -> Result<Vec<(UnitId, i64)>, Internal> {
    let list = period.parts(parts);
    let (Some(first), Some(last)) = (list.first(), list.last()) else { return Ok(Vec::new()) };
    let mut query = Query::new(
        "select v.unit, v.period, v.cells, u.valid_to from report_value v join unit u on u.id = v.unit
          where v.period >= ",
    );
    query.bind(first.key()).push(" and v.period <= ").bind(last.key());
    query.push(" and v.is_accepted = ").bind(layer.code());
    scope.restrict(&mut query, "v.unit");
    let mut given: HashMap<UnitId, (YearOfCells, Option<NaiveDate>)> = HashMap::new();
    tx.each(query.sql(), query.params(), |row| {
        let (unit, key): (UnitId, i64) = (row.take()?, row.take()?);
        let cells = Cells::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?;
        if let Some(value) = cells.get(slot) {
            let end: Option<NaiveDate> = row.take()?;
            let (year, valid_to) = given.entry(unit).or_default();
            year.insert(key, [(slot, value)].into_iter().collect());
            *valid_to = end;
        }
        Ok(())
    })
    .await?;
    let rules: Rules = [(slot, rule)].into_iter().collect();
    let is_whole = rule.adds_up() || period.kind() == parts;
    let mut contributions: Vec<(UnitId, i64)> = given
        .into_iter()
        .filter(|(_, (_, end))| is_whole || end.is_none_or(|end| end > period.period().last_day()))
        .filter_map(|(unit, (year, _))| Some((unit, gather(&rules, &parts_of(&year, period, parts), slot)?)))
        .collect();
    contributions.sort_unstable();
    Ok(contributions)
}

/// Names of units, as they were called last.
pub async fn read_names(
    tx: &mut Tx,
    units: &[UnitId],
) -> Result<HashMap<UnitId, (String, String)>, Internal> {
    let mut names = HashMap::new();
    for unit in units {
        let name = tx
            .optional("select code, name from unit where id = $1", params![*unit], |row| {
                Ok((row.take()?, row.take()?))
            })
            .await?;
        names.extend(name.map(|name| (*unit, name)));
    }
    Ok(names)
}
