//! Indicators.

use kit::Internal;
use kit::accounts::new_secret;
use kit::params;
use kit::storage::{Row, Tx, Value, only};

use super::figures::damaged;
use crate::cells::{Cells, Slot, Sums};
use crate::indicator::{Indicator, OverTime, OverUnits};

const COLUMNS: [&str; 17] = [
    "slot",
    "code",
    "name_vi",
    "name_en",
    "measure_vi",
    "measure_en",
    "decimals",
    "over_time",
    "over_units",
    "line_of_work",
    "source",
    "part_of",
    "least",
    "most",
    "valid_from",
    "valid_to",
    "version",
];

fn indicator(row: &mut Row<'_>) -> Result<(Indicator, i64), Internal> {
    let unknown = |what: &str| Internal::new(format!("indicator: {what} is not known"));
    let indicator = Indicator {
        slot: usize::try_from(row.take::<i64>()?).map_err(|_| unknown("the slot"))?,
        code: row.take()?,
        name_vi: row.take()?,
        name_en: row.take()?,
        measure_vi: row.take()?,
        measure_en: row.take()?,
        decimals: row.take()?,
        over_time: OverTime::from_code(&row.take::<String>()?).ok_or_else(|| unknown("over_time"))?,
        over_units: OverUnits::from_code(&row.take::<String>()?).ok_or_else(|| unknown("over_units"))?,
        line_of_work: row.take()?,
        source: row.take()?,
        part_of: row.take()?,
        least: row.take()?,
        most: row.take()?,
        valid_from: row.take()?,
        valid_to: row.take()?,
    };
    Ok((indicator, row.take()?))
}

/// All indicators ever defined, by place: old figures need old rules.
pub async fn list_indicators(tx: &mut Tx) -> Result<Vec<Indicator>, Internal> {
    let sql = format!("select {} from indicator order by slot", COLUMNS.join(", "));
    tx.all(&sql, &[], |row| Ok(indicator(row)?.0)).await
}

/// One indicator with its version; nobody else changes it until the transaction ends.
pub async fn hold_indicator(tx: &mut Tx, code: &str) -> Result<Option<(Indicator, i64)>, Internal> {
    let lock = if tx.engine() == kit::storage::Engine::Postgres { " for update" } else { "" };
    let sql = format!("select {} from indicator where code = $1{lock}", COLUMNS.join(", "));
    tx.optional(&sql, params![code], indicator).await
}

pub async fn find_indicator(tx: &mut Tx, code: &str) -> Result<Option<(Indicator, i64)>, Internal> {
    let sql = format!("select {} from indicator where code = $1", COLUMNS.join(", "));
    tx.optional(&sql, params![code], indicator).await
}

/// The next free place: places of ended indicators stay taken.
pub async fn next_slot(tx: &mut Tx) -> Result<Slot, Internal> {
    let next: i64 = tx.one("select coalesce(max(slot) + 1, 0) from indicator", &[], only).await?;
    usize::try_from(next).map_err(|_| Internal::new("a slot beyond reason"))
}

fn values(indicator: &Indicator) -> Result<[Value<'_>; 16], Internal> {
    let slot = i64::try_from(indicator.slot).map_err(|_| Internal::new("a slot beyond reason"))?;
    Ok([
        slot.into(),
        (&indicator.code).into(),
        (&indicator.name_vi).into(),
        (&indicator.name_en).into(),
        (&indicator.measure_vi).into(),
        (&indicator.measure_en).into(),
        indicator.decimals.into(),
        indicator.over_time.code().into(),
        indicator.over_units.code().into(),
        (&indicator.line_of_work).into(),
        (&indicator.source).into(),
        (&indicator.part_of).into(),
        indicator.least.into(),
        indicator.most.into(),
        indicator.valid_from.into(),
        indicator.valid_to.into(),
    ])
}

/// Adds indicators at the places they name.
pub async fn insert_indicators(tx: &mut Tx, indicators: &[Indicator]) -> Result<(), Internal> {
    let mut rows: Vec<Value<'_>> = Vec::with_capacity(indicators.len() * 16);
    for indicator in indicators {
        rows.extend(values(indicator)?);
    }
    tx.insert_many("indicator", &COLUMNS[..16], &rows, "").await?;
    stamp(tx).await
}

/// Puts everything but place, code and source.
pub async fn update_indicator(tx: &mut Tx, indicator: &Indicator) -> Result<(), Internal> {
    let all = values(indicator)?;
    let changed = [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15];
    let mut query = kit::storage::Query::new("update indicator set version = version + 1");
    for column in changed {
        query.push(", ").push(COLUMNS[column]).push(" = ").bind(all[column].clone());
    }
    query.push(" where code = ").bind(&indicator.code);
    tx.execute(query.sql(), query.params()).await?;
    stamp(tx).await
}

/// Whoever keeps the list reads it again.
async fn stamp(tx: &mut Tx) -> Result<(), Internal> {
    tx.execute(
        "insert into indicator_stamp (only_row, stamp) values (1, $1)
         on conflict (only_row) do update set stamp = excluded.stamp",
        params![new_secret()],
    )
    .await?;
    Ok(())
}

/// The mark of the list as it is; none before the first indicator.
pub async fn read_stamp(tx: &mut Tx) -> Result<Option<String>, Internal> {
    tx.optional("select stamp from indicator_stamp where only_row = 1", &[], only).await
}

/// Whether any figure was ever reported for a place. Totals of the units at the top hold a count of everything below them.
pub async fn has_figures(tx: &mut Tx, slot: Slot) -> Result<bool, Internal> {
    let mut found = false;
    tx.each(
        "select cells from report_total where unit in (select id from unit where parent is null)",
        &[],
        |row| {
            found |= Sums::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?.get(slot).count > 0;
            Ok(())
        },
    )
    .await?;
    tx.each(
        "select cells from report_value where unit in (select id from unit where parent is null)",
        &[],
        |row| {
            found |= Cells::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?.get(slot).is_some();
            Ok(())
        },
    )
    .await?;
    Ok(found)
}

/// Codes of the parts that name an indicator as their whole.
pub async fn list_parts(tx: &mut Tx, code: &str) -> Result<Vec<String>, Internal> {
    tx.all("select code from indicator where part_of = $1 order by slot", params![code], only).await
}

/// Nobody else adds to the list until the transaction ends.
pub async fn hold_list(tx: &mut Tx) -> Result<(), Internal> {
    if tx.engine() == kit::storage::Engine::Postgres {
        tx.script("lock table indicator in share row exclusive mode").await?;
    }
    Ok(())
}
