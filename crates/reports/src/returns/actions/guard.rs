//! What saving figures means for the reports they belong to: what has been sent does not change silently (NEV-3.2), and the first
//! figure opens the draft.

use std::collections::{BTreeMap, HashSet};

use kit::audit::Event;
use kit::clock::Instant;
use kit::storage::Tx;
use kit::{Internal, UnitId};

use super::Outcome;
use crate::catalogue::Catalogue;
use crate::cells::Slot;
use crate::error::ReportsError;
use crate::period::ReportPeriod;
use crate::returns::form::ReportForm;
use crate::returns::regime::{Regime, RegimeKind};
use crate::returns::report::ReportMove;
use crate::returns::store::forms::{find_form, form_on};
use crate::returns::store::regimes::list_regimes;
use crate::returns::store::reports::{Report, find_report_of, list_reports_of, open_report};
use crate::returns::store::units::list_kinds;
use crate::store::figures::{Entry, Layer, Saved, read_cells};
use crate::store::successions::read_names;

/// Units by period, so that each period is one question.
fn by_period(
    pairs: impl Iterator<Item = (UnitId, ReportPeriod)>,
) -> BTreeMap<i64, (ReportPeriod, Vec<UnitId>)> {
    let mut found: BTreeMap<i64, (ReportPeriod, Vec<UnitId>)> = BTreeMap::new();
    for (unit, period) in pairs {
        found.entry(period.key()).or_insert_with(|| (period, Vec::new())).1.push(unit);
    }
    found
}

/// The figures of entries that would change what has been sent: by unit, period and indicator.
pub async fn closed_figures(
    tx: &mut Tx,
    catalogue: &Catalogue,
    entries: &[Entry],
) -> Result<HashSet<(UnitId, ReportPeriod, Slot)>, Internal> {
    let mut found = HashSet::new();
    for (period, units) in by_period(entries.iter().map(|one| (one.unit, one.period))).into_values() {
        for report in list_reports_of(tx, &units, period).await? {
            if !report.state.is_editable() {
                let slots = changed(tx, catalogue, entries, &report).await?;
                found.extend(slots.into_iter().map(|slot| (report.unit, period, slot)));
            }
        }
    }
    Ok(found)
}

/// The figures of units in a period that stand in reports that have been sent: nobody types over them.
pub async fn closed_slots(
    tx: &mut Tx,
    catalogue: &Catalogue,
    units: &[UnitId],
    period: ReportPeriod,
) -> Result<HashSet<(UnitId, Slot)>, Internal> {
    let mut found = HashSet::new();
    let mut forms: Vec<ReportForm> = Vec::new();
    for report in list_reports_of(tx, units, period).await? {
        let Some(id) = report.form.filter(|_| !report.state.is_editable()) else { continue };
        if !forms.iter().any(|form| form.id == id) {
            forms.extend(find_form(tx, id).await?);
        }
        let lines = forms.iter().filter(|form| form.id == id).flat_map(ReportForm::lines);
        found.extend(lines.filter_map(|line| Some((report.unit, catalogue.by_code(&line.indicator)?.slot))));
    }
    Ok(found)
}

/// Refuses entries that would change a figure of a report that has been sent; the same figure again is no change.
pub async fn refuse_closed(tx: &mut Tx, catalogue: &Catalogue, entries: &[Entry]) -> Outcome<()> {
    for (period, units) in by_period(entries.iter().map(|one| (one.unit, one.period))).into_values() {
        for report in list_reports_of(tx, &units, period).await? {
            if !report.state.is_editable() {
                refuse_changes(tx, catalogue, entries, &report).await?;
            }
        }
    }
    Ok(())
}

/// Which figures that a report's form asks for would not be what they are.
async fn changed(
    tx: &mut Tx,
    catalogue: &Catalogue,
    entries: &[Entry],
    report: &Report,
) -> Result<Vec<Slot>, Internal> {
    let Some(form) = report.form else { return Ok(Vec::new()) };
    let Some(form) = find_form(tx, form).await? else { return Ok(Vec::new()) };
    let (standing, _) = read_cells(tx, Layer::Typed, report.unit, report.period).await?;
    let of_it = entries.iter().filter(|one| one.unit == report.unit && one.period == report.period);
    let changes = of_it.flat_map(|one| &one.figures).filter(|(slot, value)| {
        standing.get(*slot) != *value && catalogue.at(*slot).is_some_and(|one| form.asks_for(&one.code))
    });
    Ok(changes.map(|(slot, _)| *slot).collect())
}

async fn refuse_changes(
    tx: &mut Tx,
    catalogue: &Catalogue,
    entries: &[Entry],
    report: &Report,
) -> Outcome<()> {
    if changed(tx, catalogue, entries, report).await?.is_empty() {
        return Ok(());
    }
    let names = read_names(tx, &[report.unit]).await?;
    Err(ReportsError::ReportClosed {
        unit: names.get(&report.unit).map_or_else(String::new, |(_, name)| name.clone()),
        period: report.period,
        is_accepted: report.state.is_accepted(),
    })
}

/// Opens the drafts that saved figures belong to.
pub async fn open_drafts(
    tx: &mut Tx,
    catalogue: &Catalogue,
    saved: &[Saved],
    now: Instant,
) -> Outcome<Vec<Event>> {
    let mut events = Vec::new();
    let changed: Vec<&Saved> = saved.iter().filter(|one| !one.changes.is_empty()).collect();
    if changed.is_empty() {
        return Ok(events);
    }
    let regimes = list_regimes(tx).await?;
    for (period, units) in by_period(changed.iter().map(|one| (one.unit, one.period))).into_values() {
        let in_force: Vec<&Regime> =
            regimes.iter().filter(|one| one.kind == RegimeKind::Form && one.holds_for(period)).collect();
        let there = list_reports_of(tx, &units, period).await?;
        let there: HashSet<(UnitId, &str)> =
            there.iter().map(|one| (one.unit, one.regime.as_str())).collect();
        let is_there = |unit: &UnitId| in_force.iter().all(|one| there.contains(&(*unit, one.code.as_str())));
        if units.iter().all(is_there) {
            continue;
        }
        let kinds = list_kinds(tx, &units, period.period().last_day()).await?;
        for regime in in_force {
            let Some(form) = form_on(tx, &regime.form, period.period().last_day()).await? else { continue };
            for saved in changed.iter().filter(|one| one.period == period) {
                let owes =
                    kinds.get(&saved.unit).is_some_and(|(kind, level)| regime.is_owed_by(*kind, *level));
                let asks = |change: &crate::rollup::Change| {
                    catalogue.at(change.slot).is_some_and(|one| form.asks_for(&one.code))
                };
                if !owes
                    || there.contains(&(saved.unit, regime.code.as_str()))
                    || !saved.changes.iter().any(asks)
                {
                    continue;
                }
                open_report(tx, saved.unit, period, &regime.code, Some(form.id), now).await?;
                if let Some(report) = find_report_of(tx, saved.unit, period, &regime.code).await? {
                    events.push(
                        Event::new(ReportMove::Begin.audit(), "report", report.id.0, saved.unit)
                            .with(serde_json::json!({ "before": "open", "after": "draft" })),
                    );
                }
            }
        }
    }
    Ok(events)
}
