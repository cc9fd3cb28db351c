//! Saving figures, with every total above them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use kit::params;
use kit::storage::{Engine, Query, Tx, Value};
use kit::{Instant, Internal, UnitId};

use super::tree::{Place, hold_place};
use crate::cells::{Cells, Slot, Sums};
use crate::period::ReportPeriod;
use crate::rollup::{Change, Rules, YearOfCells, apply};

/// Whether figures are those typed, or those accepted: two layers with totals of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    Typed,
    Accepted,
}

impl Layer {
    pub const ALL: [Self; 2] = [Self::Typed, Self::Accepted];

    pub const fn code(self) -> i64 {
        match self {
            Self::Typed => 0,
            Self::Accepted => 1,
        }
    }

    /// The name in addresses and the API.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Accepted => "accepted",
        }
    }

    pub fn from_code(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.word() == word)
    }
}

/// Figures to put for one unit and period: a blank takes a figure away; places not named stay as they are.
#[derive(Debug, Clone)]
pub struct Entry {
    pub unit: UnitId,
    pub period: ReportPeriod,
    pub figures: Vec<(Slot, Option<i64>)>,
    /// The version that was seen before the change, if it matters; 0 when there were no figures.
    pub version: Option<i64>,
}

/// Why an entry cannot be put.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("no unit {0}")]
    NoUnit(UnitId),
    #[error("unit {unit} did not exist in {period}")]
    NotThen { unit: UnitId, period: ReportPeriod },
    #[error("figures of unit {unit} for {period} are at version {version}")]
    Stale { unit: UnitId, period: ReportPeriod, version: i64 },
    #[error("the totals above unit {0} would be too large to be kept")]
    TooLarge(UnitId),
}

/// What went wrong while figures were put.
#[derive(Debug, thiserror::Error)]
pub enum PutError {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// What a save changed, entry by entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub unit: UnitId,
    pub period: ReportPeriod,
    pub changes: Vec<Change>,
    /// The row's version after the save; unchanged rows keep theirs.
    pub version: i64,
}

/// The row of a total. Rows are held in one order everywhere, so that savers never wait for each other in a circle; the highest
/// units, which everybody needs, have the lowest numbers and are held last and shortest.
type TotalKey = (Reverse<i64>, i64, i64);

/// Puts figures and brings every total above them up to date, in the caller's transaction.
///
/// # Errors
/// [`Refused`] for the first entry that cannot be put; the transaction must not be committed then.
pub async fn put(
    tx: &mut Tx,
    rules: &Rules,
    layer: Layer,
    entries: &[Entry],
    now: Instant,
) -> Result<Vec<Saved>, PutError> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| (entries[*index].unit, entries[*index].period.year()));
    let mut gains: BTreeMap<TotalKey, Sums> = BTreeMap::new();
    let mut saved: Vec<Option<Saved>> = vec![None; entries.len()];
    let mut held: Option<(UnitId, Place)> = None;
    let mut year: Option<(UnitId, i32, Year)> = None;
    for index in order {
        let entry = &entries[index];
        let (unit, period) = (entry.unit, entry.period);
        let place = match &held {
            Some((of, place)) if *of == unit => place,
            _ => {
                let place = hold_place(tx, unit).await?.ok_or(Refused::NoUnit(unit))?;
                &held.insert((unit, place)).1
            }
        };
        if !place.meets(period) {
            return Err(Refused::NotThen { unit, period }.into());
        }
        let rows = match &mut year {
            Some((of, number, rows)) if *of == unit && *number == period.year() => rows,
            _ => {
                // Sums of longer periods are those of their parts: only standings and peaks need the rest of the year.
                let is_alone = !entries.iter().any(|other| {
                    other.unit == unit && other.period.year() == period.year() && other.period != period
                });
                let adds_up = |(slot, _): &(Slot, _)| rules.over_time(*slot).adds_up();
                let read = if is_alone && entry.figures.iter().all(adds_up) {
                    (period.key(), period.key())
                } else {
                    let first = i64::from(period.year()) * 100;
                    (first, first + 99)
                };
                let rows = read_year(tx, layer, unit, read).await?;
                &mut year.insert((unit, period.year(), rows)).2
            }
        };
        let version = rows.versions.get(&period.key()).copied().unwrap_or(0);
        if entry.version.is_some_and(|seen| seen != version) {
            return Err(Refused::Stale { unit, period, version }.into());
        }
        let changes = changes(rows.cells.get(&period.key()), &entry.figures);
        if changes.is_empty() {
            saved[index] = Some(Saved { unit, period, changes, version });
            continue;
        }
        let deltas = apply(rules, &mut rows.cells, period, &changes, |longer| place.lasts(longer));
        let basis = i64::from(period.kind().months());
        // Deltas of one period stand together: the rows above are looked up once for all of them.
        for of_period in deltas.chunk_by(|one, next| one.period == next.period) {
            let of = of_period[0].period;
            for above in place.above(place.day(of)) {
                let gain = gains.entry((Reverse(above.0), basis, of.key())).or_default();
                for delta in of_period {
                    gain.add(delta.slot, delta.change).map_err(|_| Refused::TooLarge(unit))?;
                }
            }
        }
        let version = version + 1;
        write_cells(tx, layer, unit, period, &rows.cells[&period.key()], version, now).await?;
        rows.versions.insert(period.key(), version);
        saved[index] = Some(Saved { unit, period, changes, version });
    }
    let gains: Vec<(TotalKey, Sums)> = gains.into_iter().collect();
    for gains in gains.chunks(TOTALS_A_STATEMENT) {
        gain(tx, layer, gains).await?;
    }
    Ok(saved.into_iter().flatten().collect())
}

/// What differs between what stands and what is put.
fn changes(standing: Option<&Cells>, figures: &[(Slot, Option<i64>)]) -> Vec<Change> {
    // Named twice, the last word counts.
    let figures: BTreeMap<Slot, Option<i64>> = figures.iter().copied().collect();
    let change = |(slot, after)| Change { slot, before: standing.and_then(|cells| cells.get(slot)), after };
    figures.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

struct Year {
    cells: YearOfCells,
    versions: BTreeMap<i64, i64>,
}

/// The rows of a unit from one period key to another.
async fn read_year(
    tx: &mut Tx,
    layer: Layer,
    unit: UnitId,
    (first, last): (i64, i64),
) -> Result<Year, Internal> {
    let rows = tx
        .all(
            "select period, cells, version from report_value
              where unit = $1 and period >= $2 and period <= $3 and is_accepted = $4",
            params![unit, first, last, layer.code()],
            |row| Ok((row.take::<i64>()?, row.take::<Vec<u8>>()?, row.take::<i64>()?)),
        )
        .await?;
    let mut read = Year { cells: YearOfCells::new(), versions: BTreeMap::new() };
    for (period, bytes, version) in rows {
        read.cells.insert(period, Cells::unpack(&bytes).map_err(damaged)?);
        read.versions.insert(period, version);
    }
    Ok(read)
}

pub(crate) fn damaged(error: crate::cells::Damaged) -> Internal {
    Internal::new(error.to_string())
}

/// A unit's figures of one period, and the version to name when saving; nothing and 0 when it never gave any.
pub async fn read_cells(
    tx: &mut Tx,
    layer: Layer,
    unit: UnitId,
    period: ReportPeriod,
) -> Result<(Cells, i64), Internal> {
    let row = tx
        .optional(
            "select cells, version from report_value where unit = $1 and period = $2 and is_accepted = $3",
            params![unit, period.key(), layer.code()],
            |row| Ok((row.take::<Vec<u8>>()?, row.take::<i64>()?)),
        )
        .await?;
    match row {
        Some((bytes, version)) => Ok((Cells::unpack(&bytes).map_err(damaged)?, version)),
        None => Ok((Cells::default(), 0)),
    }
}

async fn write_cells(
    tx: &mut Tx,
    layer: Layer,
    unit: UnitId,
    period: ReportPeriod,
    cells: &Cells,
    version: i64,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into report_value (unit, period, is_accepted, cells, version, updated_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (unit, period, is_accepted)
         do update set cells = excluded.cells, version = excluded.version, updated_at = excluded.updated_at",
        params![unit, period.key(), layer.code(), cells.pack(), version, now],
    )
    .await?;
    Ok(())
}

/// One save touches a handful, a bulk load thousands: their statements have one text then.
const TOTALS_A_STATEMENT: usize = 64;

/// The totals of keys as they stand, those that are kept. On PostgreSQL they are held, in the order of the keys, from here to the
/// end of the transaction.
async fn read_standing(
    tx: &mut Tx,
    layer: Layer,
    keys: &[(TotalKey, Sums)],
) -> Result<HashMap<TotalKey, Vec<u8>>, Internal> {
    let mut query = Query::new("select unit, basis, period, cells from report_total where ");
    for (at, ((Reverse(unit), basis, period), _)) in keys.iter().enumerate() {
        query.push(if at == 0 { "(unit = " } else { " or (unit = " }).bind(*unit);
        query.push(" and basis = ").bind(*basis).push(" and period = ").bind(*period);
        query.push(" and is_accepted = ").bind(layer.code()).push(")");
    }
    if tx.engine() == Engine::Postgres {
        query.push(" order by unit desc, basis, period for update");
    }
    let mut standing = HashMap::with_capacity(keys.len());
    tx.each(query.sql(), query.params(), |row| {
        standing.insert((Reverse(row.take()?), row.take()?, row.take()?), row.take()?);
        Ok(())
    })
    .await?;
    Ok(standing)
}

/// Adds to totals, a few statements for all of them.
async fn gain(tx: &mut Tx, layer: Layer, gains: &[(TotalKey, Sums)]) -> Result<(), PutError> {
    const COLUMNS: [&str; 5] = ["unit", "basis", "period", "is_accepted", "cells"];
    let mut standing = read_standing(tx, layer, gains).await?;
    if standing.len() < gains.len() && tx.engine() == Engine::Postgres {
        // Two may be first at once: whoever comes second waits here and then finds the other's rows.
        let empty = Sums::default().pack();
        let missing = gains.iter().map(|(key, _)| *key).filter(|key| !standing.contains_key(key));
        let rows: Vec<Value<'_>> = missing
            .flat_map(|(Reverse(unit), basis, period)| {
                [unit.into(), basis.into(), period.into(), layer.code().into(), empty.as_slice().into()]
            })
            .collect();
        let tail = "on conflict (unit, basis, period, is_accepted) do nothing";
        tx.insert_many("report_total", &COLUMNS, &rows, tail).await?;
        standing = read_standing(tx, layer, gains).await?;
    }
    let mut rows: Vec<Value<'_>> = Vec::with_capacity(gains.len() * COLUMNS.len());
    for (key, gains) in gains {
        let mut sums = match standing.get(key) {
            Some(bytes) => Sums::unpack(bytes).map_err(damaged)?,
            None => Sums::default(),
        };
        let (Reverse(unit), basis, period) = *key;
        for (slot, change) in gains.iter() {
            sums.add(slot, change).map_err(|_| Refused::TooLarge(UnitId(unit)))?;
        }
        rows.extend([
            unit.into(),
            basis.into(),
            period.into(),
            layer.code().into(),
            Value::from(sums.pack()),
        ]);
    }
    let tail = "on conflict (unit, basis, period, is_accepted) do update set cells = excluded.cells";
    tx.insert_many("report_total", &COLUMNS, &rows, tail).await?;
    Ok(())
}

/// The period that ends last of all for which anyone gave a figure.
pub async fn latest_period(tx: &mut Tx) -> Result<Option<ReportPeriod>, Internal> {
    let keys: Vec<i64> =
        tx.all("select distinct period from report_value", params![], kit::storage::only).await?;
    Ok(keys.into_iter().filter_map(ReportPeriod::from_key).max_by_key(|period| period.period().last_day()))
}
