//! What became of units, and what each gave to a total: for reading old figures under today's units.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
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

/// What every unit itself gave in a period, within a scope, for each place asked for: one statement, however many places.
/// Standings of a longer period only of units that stood at its end, as in the totals.
pub async fn read_contributions(
    tx: &mut Tx,
    scope: Scope,
    layer: Layer,
    places: &[(Slot, OverTime)],
    period: ReportPeriod,
    parts: PeriodKind,
) -> Result<Vec<Vec<(UnitId, i64)>>, Internal> {
    let list = period.parts(parts);
    let (Some(first), Some(last)) = (list.first(), list.last()) else {
        return Ok(vec![Vec::new(); places.len()]);
    };
    let mut query = Query::new(
        "select v.unit, v.period, v.cells, u.valid_to from report_value v join unit u on u.id = v.unit
          where v.period >= ",
    );
    query.bind(first.key()).push(" and v.period <= ").bind(last.key());
    query.push(" and v.is_accepted = ").bind(layer.code());
    scope.restrict(&mut query, "v.unit");
    let mut given: BTreeMap<UnitId, (YearOfCells, Option<NaiveDate>)> = BTreeMap::new();
    tx.each(query.sql(), query.params(), |row| {
        let (unit, key): (UnitId, i64) = (row.take()?, row.take()?);
        let cells = Cells::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?;
        let (year, valid_to) = given.entry(unit).or_default();
        year.insert(key, cells);
        *valid_to = row.take()?;
        Ok(())
    })
    .await?;
    let rules: Rules = places.iter().copied().collect();
    let whole: Vec<bool> = places.iter().map(|(_, rule)| rule.adds_up() || period.kind() == parts).collect();
    let mut all = vec![Vec::new(); places.len()];
    for (unit, (year, end)) in given {
        let year = parts_of(&year, period, parts);
        let stands = end.is_none_or(|end| end > period.period().last_day());
        for (((slot, _), is_whole), of_place) in places.iter().zip(&whole).zip(&mut all) {
            if *is_whole || stands {
                of_place.extend(gather(&rules, &year, *slot).map(|value| (unit, value)));
            }
        }
    }
    Ok(all)
}

/// Names of units, as they were called last.
pub async fn read_names(
    tx: &mut Tx,
    units: &[UnitId],
) -> Result<HashMap<UnitId, (String, String)>, Internal> {
    let mut names = HashMap::new();
    // A statement takes only so many parameters.
    for some in units.chunks(1_000) {
        let mut query = Query::new("select id, code, name from unit where id in (");
        for (at, unit) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*unit);
        }
        query.push(")");
        let name = |row: &mut kit::storage::Row<'_>| Ok((row.take()?, (row.take()?, row.take()?)));
        names.extend(tx.all(query.sql(), query.params(), name).await?);
    }
    Ok(names)
}
