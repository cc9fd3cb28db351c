//! Indicators.

use chrono::NaiveDate;
use kit::params;
use kit::storage::{Row, Tx, only};
use kit::{Internal, storage};

use crate::indicator::{Indicator, OverTime, OverUnits};

const COLUMNS: &str =
    "slot, code, name_vi, name_en, measure, decimals, over_time, over_units, line_of_work, source, part_of";

fn indicator(row: &mut Row<'_>) -> Result<Indicator, Internal> {
    let unknown = |what: &str| Internal::new(format!("indicator: {what} is not known"));
    Ok(Indicator {
        slot: usize::try_from(row.take::<i64>()?).map_err(|_| unknown("the slot"))?,
        code: row.take()?,
        name_vi: row.take()?,
        name_en: row.take()?,
        measure: row.take()?,
        decimals: row.take()?,
        over_time: OverTime::from_code(&row.take::<String>()?).ok_or_else(|| unknown("over_time"))?,
        over_units: OverUnits::from_code(&row.take::<String>()?).ok_or_else(|| unknown("over_units"))?,
        line_of_work: row.take()?,
        source: row.take()?,
        part_of: row.take()?,
    })
}

/// All indicators ever defined, by place: old figures need old rules.
pub async fn list_indicators(tx: &mut Tx) -> Result<Vec<Indicator>, Internal> {
    tx.all(&format!("select {COLUMNS} from indicator order by slot"), &[], indicator).await
}

pub async fn find_indicator(tx: &mut Tx, code: &str) -> Result<Option<Indicator>, Internal> {
    tx.optional(&format!("select {COLUMNS} from indicator where code = $1"), params![code], indicator).await
}

/// The next free place.
pub async fn next_slot(tx: &mut Tx) -> Result<i64, Internal> {
    tx.one("select coalesce(max(slot) + 1, 0) from indicator", &[], only).await
}

/// Adds indicators at the places they name.
pub async fn insert_indicators(
    tx: &mut Tx,
    indicators: &[Indicator],
    valid_from: NaiveDate,
) -> Result<(), Internal> {
    let mut rows: Vec<storage::Value<'_>> = Vec::with_capacity(indicators.len() * 12);
    for indicator in indicators {
        let slot = i64::try_from(indicator.slot).map_err(|_| Internal::new("a slot beyond reason"))?;
        rows.extend_from_slice(params![
            slot,
            &indicator.code,
            &indicator.name_vi,
            &indicator.name_en,
            &indicator.measure,
            indicator.decimals,
            indicator.over_time.code(),
            indicator.over_units.code(),
            &indicator.line_of_work,
            &indicator.source,
            &indicator.part_of,
            valid_from,
        ]);
    }
    let columns = [
        "slot",
        "code",
        "name_vi",
        "name_en",
        "measure",
        "decimals",
        "over_time",
        "over_units",
        "line_of_work",
        "source",
        "part_of",
        "valid_from",
    ];
    tx.insert_many("indicator", &columns, &rows, "").await?;
    Ok(())
}
