//! Saving figures: from a page, a program or a file, by one rule.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use kit::audit::Event;
use kit::permission::Permission;
use kit::storage::Tx;
use kit::web::Ctx;
use kit::{Instant, Internal, UnitId};
use serde::Deserialize;
use serde_json::{Map, json};
use utoipa::ToSchema;

use super::Outcome;
use crate::catalogue::{Catalogue, catalogue};
use crate::cells::Cells;
use crate::error::{Reason, ReportsError, RowFault, Stale};
use crate::period::ReportPeriod;
use crate::returns::actions::guard::{closed_figures, open_drafts, refuse_closed};
use crate::store::figures::{Entry, Layer, PutError, Refused, Saved, put, read_cells};
use crate::store::units::{UnitKey, Units, read_units};
use crate::value::{self, Raw};

/// How many rows are taken at once.
pub const MOST_ROWS: usize = 10_000;

/// One figure, as it came.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ValueRow {
    pub unit: UnitKey,
    /// The indicator's code.
    pub indicator: String,
    /// `2024-01`, `2024-Q1`, `2024-H1` or `2024`.
    pub period: String,
    /// A number, a text as a person types it (`1.234,5`), or null to take the figure away. Blank is not zero.
    #[schema(value_type = Option<serde_json::Value>)]
    pub value: Option<Raw>,
}

/// The version of a unit's figures that somebody saw before changing them.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SeenVersion {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub period: ReportPeriod,
    /// 0 when there were none.
    pub version: i64,
}

/// Figures to be saved together.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct Batch {
    /// At most 10,000.
    pub values: Vec<ValueRow>,
    /// Refuse everything when one of these units was saved since; units not named are not asked about.
    #[serde(default)]
    pub versions: Vec<SeenVersion>,
    /// Save the good rows and list the others; otherwise one bad row keeps everything out.
    #[serde(default)]
    pub good_rows_only: bool,
}

/// What a batch did.
#[derive(Debug, Clone, Default)]
pub struct SavedBatch {
    pub saved: Vec<Saved>,
    /// Rows left out, with [`Batch::good_rows_only`].
    pub refused: Vec<RowFault>,
}

/// Saves typed figures, with every total above them, or nothing.
///
/// # Errors
/// [`ReportsError::Rows`] with everything that is wrong; [`ReportsError::Stale`] with what somebody else saved meanwhile.
pub async fn save_values(ctx: &mut Ctx, batch: &Batch) -> Outcome<SavedBatch> {
    ctx.require(Permission::EnterReports)?;
    if batch.values.len() > MOST_ROWS {
        return Err(ReportsError::TooManyRows { limit: MOST_ROWS });
    }
    let (scope, now) = (ctx.scope()?, ctx.now());
    let catalogue = catalogue(ctx.tx()).await?;
    let units = read_units(ctx.tx(), scope, batch.values.iter().map(|row| &row.unit)).await?;
    let rows = batch.values.iter().enumerate().map(|(at, row)| (at + 1, row));
    let (mut entries, mut refused) = check(rows.clone(), &units, &catalogue, now.date());
    if batch.good_rows_only {
        let reader = Reader { units: &units, catalogue: &catalogue, today: now.date() };
        refused.extend(reader.take_out_closed(ctx.tx(), rows, &mut entries).await?);
        refused.sort_by_key(|fault| fault.row);
    }
    if !refused.is_empty() && !batch.good_rows_only {
        return Err(ReportsError::Rows(refused));
    }
    for seen in &batch.versions {
        let mut of_it = entries.iter_mut().filter(|one| one.unit == seen.unit && one.period == seen.period);
        if let Some(entry) = of_it.next() {
            entry.version = Some(seen.version);
        }
    }
    let (saved, events) = save(ctx.tx(), &catalogue, &entries, now).await?;
    let opened = open_drafts(ctx.tx(), &catalogue, &saved, now).await?;
    for event in events.into_iter().chain(opened) {
        ctx.audit(event);
    }
    Ok(SavedBatch { saved, refused })
}

/// Turns rows into entries, one a unit and period; and says what is wrong with the others.
pub fn check<'r>(
    rows: impl Iterator<Item = (usize, &'r ValueRow)>,
    units: &Units,
    catalogue: &Catalogue,
    today: NaiveDate,
) -> (Vec<Entry>, Vec<RowFault>) {
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: HashMap<(UnitId, ReportPeriod), usize> = HashMap::new();
    let mut faults = Vec::new();
    for (row, value) in rows {
        match check_row(value, units, catalogue, today) {
            Ok((unit, period, figure)) => {
                let place = *places.entry((unit, period)).or_insert_with(|| {
                    entries.push(Entry { unit, period, figures: Vec::new(), version: None });
                    entries.len() - 1
                });
                entries[place].figures.push(figure);
            }
            Err(reason) => faults.push(RowFault { row, reason }),
        }
    }
    (entries, faults)
}

/// What rows are read by.
pub(crate) struct Reader<'r> {
    pub units: &'r Units,
    pub catalogue: &'r Catalogue,
    pub today: NaiveDate,
}

impl Reader<'_> {
    /// Takes figures that would change a report that has been sent out of the entries; each is the fault of its row.
    pub async fn take_out_closed<'r>(
        &self,
        tx: &mut Tx,
        rows: impl Iterator<Item = (usize, &'r ValueRow)>,
        entries: &mut Vec<Entry>,
    ) -> Result<Vec<RowFault>, Internal> {
        let closed = closed_figures(tx, self.catalogue, entries).await?;
        if closed.is_empty() {
            return Ok(Vec::new());
        }
        for entry in entries.iter_mut() {
            let (unit, period) = (entry.unit, entry.period);
            entry.figures.retain(|(slot, _)| !closed.contains(&(unit, period, *slot)));
        }
        entries.retain(|entry| !entry.figures.is_empty());
        let is_closed = |row: &ValueRow| {
            check_row(row, self.units, self.catalogue, self.today)
                .is_ok_and(|(unit, period, (slot, _))| closed.contains(&(unit, period, slot)))
        };
        let faults = rows.filter(|(_, row)| is_closed(row));
        Ok(faults.map(|(row, _)| RowFault { row, reason: Reason::ReportClosed }).collect())
    }
}

type Figure = (UnitId, ReportPeriod, (usize, Option<i64>));

fn check_row(
    row: &ValueRow,
    units: &Units,
    catalogue: &Catalogue,
    today: NaiveDate,
) -> Result<Figure, Reason> {
    let period: ReportPeriod = row.period.parse().map_err(|_| Reason::PeriodUnknown)?;
    if period.period().start() > today {
        return Err(Reason::PeriodFuture);
    }
    let unit = units.find(&row.unit, period)?;
    let indicator = catalogue.by_code(row.indicator.trim()).ok_or(Reason::IndicatorUnknown)?;
    if !indicator.is_reported_in(period) {
        return Err(Reason::IndicatorNotThen);
    }
    if !indicator.source.is_empty() {
        return Err(Reason::IndicatorComputed);
    }
    let limit = |limit: Option<i64>| {
        limit.map_or_else(String::new, |limit| vi::numbers::decimal(indicator.decimal(limit).normalised()))
    };
    let figure = value::read(row.value.as_ref(), indicator).map_err(|fault| Reason::Value {
        fault,
        least: limit(indicator.least),
        most: limit(indicator.most),
        decimals: indicator.decimals,
    })?;
    Ok((unit, period, (indicator.slot, figure)))
}

/// Puts checked entries unless a report that has been sent would change, and tells the audit what each unit's figures were and became.
pub(crate) async fn save(
    tx: &mut Tx,
    catalogue: &Arc<Catalogue>,
    entries: &[Entry],
    now: Instant,
) -> Outcome<(Vec<Saved>, Vec<Event>)> {
    refuse_closed(tx, catalogue, entries).await?;
    let saved = match put(tx, &catalogue.rules, Layer::Typed, entries, now).await {
        Ok(saved) => saved,
        Err(PutError::Refused(Refused::Stale { unit, period, .. })) => {
            let (cells, version) = read_cells(tx, Layer::Typed, unit, period).await?;
            let figures = named(&cells, catalogue);
            return Err(ReportsError::Stale(Box::new(Stale { unit, period, version, figures })));
        }
        Err(error) => return Err(error.into()),
    };
    let changed = saved.iter().filter(|saved| !saved.changes.is_empty());
    let events = changed.map(|saved| event(saved, catalogue)).collect();
    Ok((saved, events))
}

/// Figures by the codes of their indicators.
pub fn named(cells: &Cells, catalogue: &Catalogue) -> Vec<(String, i64)> {
    cells.iter().filter_map(|(slot, value)| Some((catalogue.at(slot)?.code.clone(), value))).collect()
}

fn event(saved: &Saved, catalogue: &Catalogue) -> Event {
    let side = |of: fn(&crate::rollup::Change) -> Option<i64>| {
        let codes = saved.changes.iter().filter_map(|change| Some((catalogue.at(change.slot)?, of(change))));
        codes.map(|(one, value)| (one.code.clone(), json!(value))).collect::<Map<_, _>>()
    };
    Event::new("figures_saved", "unit_figures", saved.unit.0, saved.unit).with(json!({
        "period": saved.period,
        "version": saved.version,
        "before": side(|change| change.before),
        "after": side(|change| change.after),
    }))
}
