//! The indicators that an installation begins with, from `data/indicators.toml`.

use chrono::NaiveDate;
use kit::Internal;
use kit::web::App;
use serde::Deserialize;
use vi::numbers::Decimal;

use crate::indicator::{Indicator, OverTime, OverUnits};
use crate::store::indicators;

const FILE: &str = include_str!("../data/indicators.toml");

/// The units before 2020 are not on record (organisation's `RECORDED_FROM` is later still), so nothing is reported earlier.
const SINCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2020, 1, 1);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    indicator: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    name_vi: String,
    name_en: String,
    measure_vi: String,
    measure_en: String,
    line_of_work: String,
    #[serde(default)]
    decimals: u8,
    #[serde(default = "sum")]
    over_time: OverTime,
    #[serde(default = "sum_of_units")]
    over_units: OverUnits,
    #[serde(default)]
    least: i64,
    most: Option<i64>,
    part_of: Option<String>,
    /// The module that counts it.
    #[serde(default)]
    source: String,
}

const fn sum() -> OverTime {
    OverTime::Sum
}

const fn sum_of_units() -> OverUnits {
    OverUnits::Sum
}

/// The starter set, without places.
fn entries() -> Result<Vec<Indicator>, Internal> {
    let file: File =
        toml::from_str(FILE).map_err(|error| Internal::new(format!("indicators.toml: {error}")))?;
    let since = SINCE.unwrap_or_default();
    file.indicator
        .into_iter()
        .map(|entry| {
            let scaled = |whole: i64| {
                Decimal { unscaled: whole, scale: 0 }.times(10_i64.pow(u32::from(entry.decimals))).ok_or_else(
                    || Internal::new(format!("indicators.toml: {} has a limit beyond reason", entry.code)),
                )
            };
            Ok(Indicator {
                slot: 0,
                least: Some(scaled(entry.least)?),
                most: entry.most.map(scaled).transpose()?,
                code: entry.code,
                name_vi: entry.name_vi,
                name_en: entry.name_en,
                measure_vi: entry.measure_vi,
                measure_en: entry.measure_en,
                decimals: entry.decimals,
                over_time: entry.over_time,
                over_units: entry.over_units,
                line_of_work: entry.line_of_work,
                source: entry.source,
                part_of: entry.part_of,
                valid_from: since,
                valid_to: None,
            })
        })
        .collect()
}

/// Adds what the list lacks; what is there stays as the office has it. Returns how many were added.
pub async fn prepare(app: &App) -> Result<usize, Internal> {
    let entries = entries()?;
    let known = indicators::list_indicators(&mut app.db.read().await?).await?;
    let is_whole = entries.iter().all(|entry| known.iter().any(|one| one.code == entry.code));
    schedule(app).await?;
    if is_whole && !crate::returns::starter::lacks(&mut app.db.read().await?).await? {
        return Ok(0);
    }
    let mut tx = app.db.write().await?;
    // Two programs may start at once on one database.
    indicators::hold_list(&mut tx).await?;
    let known = indicators::list_indicators(&mut tx).await?;
    let first = indicators::next_slot(&mut tx).await?;
    let missing: Vec<Indicator> = entries
        .into_iter()
        .filter(|entry| known.iter().all(|one| one.code != entry.code))
        .enumerate()
        .map(|(at, entry)| Indicator { slot: first + at, ..entry })
        .collect();
    if !missing.is_empty() {
        indicators::insert_indicators(&mut tx, &missing).await?;
    }
    let more = crate::returns::starter::prepare(&mut tx, SINCE.unwrap_or_default(), app.clock.now()).await?;
    tx.commit().await?;
    Ok(missing.len() + more)
}

/// Puts the daily reminders in the queue, if they do not wait there.
async fn schedule(app: &App) -> Result<(), Internal> {
    let mut tx = app.db.write().await?;
    crate::returns::reminders::schedule(&mut tx, app.clock.now()).await?;
    tx.commit().await
}

#[cfg(test)]
pub(crate) fn codes() -> Result<Vec<String>, Internal> {
    Ok(entries()?.into_iter().map(|entry| entry.code).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_is_whole() {
        let entries = entries().expect("reads");
        let codes: BTreeSet<&str> = entries.iter().map(|entry| entry.code.as_str()).collect();
        assert_eq!(codes.len(), entries.len(), "a code stands twice");
        assert!(entries.len() >= 40);
        for entry in &entries {
            assert!(entry.is_published() || entry.least <= entry.most, "{}", entry.code);
            assert!(entry.part_of.as_deref().is_none_or(|whole| codes.contains(whole)), "{}", entry.code);
            assert!(!entry.measure_vi.is_empty() && !entry.name_en.is_empty(), "{}", entry.code);
        }
        let value = entries.iter().find(|entry| entry.code == "works_value").expect("there");
        assert_eq!(value.most, Some(10_000_000), "limits count in the last digit");
    }
}
