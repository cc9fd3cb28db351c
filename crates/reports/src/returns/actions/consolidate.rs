//! The report of the unit above takes in those below, and names who is missing.

use std::collections::HashMap;

use kit::audit::Event;
use kit::permission::Scope;
use kit::web::Ctx;
use kit::{Internal, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Outcome;
use super::look::Look;
use crate::returns::line::{Standing, Tree};
use crate::returns::regime::ReportLine;
use crate::returns::report::{ReportId, ReportMove, ReportState};
use crate::returns::store::editions::{list_uses, put_use};
use crate::returns::store::reports::{Report, accepted_by, find_report, list_reports_of, put_report};
use crate::returns::store::units::list_standing;

/// A unit whose report was not there to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Missing {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub name: String,
    pub state: ReportState,
}

/// The units whose reports a unit receives under a regime, as they stood on the period's last day.
pub async fn units_below(ctx: &mut Ctx, look: &Look) -> Result<Vec<Standing>, Internal> {
    // A member organisation's chain runs beside the tree: it is looked for under the committee that the organisation hangs under.
    let root = match look.regime.line {
        ReportLine::Tree => look.unit.unit,
        ReportLine::OwnChain => look.unit.parent.unwrap_or(look.unit.unit),
    };
    let scope = Scope { root, is_everything: false };
    let units = list_standing(ctx.tx(), scope, look.period.period().last_day()).await?;
    let tree = Tree::of(units.clone());
    let owes = |one: &Standing| {
        one.unit != look.unit.unit
            && look.regime.is_owed_by(one.kind, one.level)
            && tree.receiver(one.unit, &look.regime) == Some(look.unit.unit)
    };
    Ok(units.into_iter().filter(owes).collect())
}

/// Takes the accepted reports below into a report; the others are named in it.
pub(super) async fn take_below(ctx: &mut Ctx, look: &Look, report: &mut Report) -> Outcome<()> {
    let now = ctx.now();
    let below = units_below(ctx, look).await?;
    let ids: Vec<UnitId> = below.iter().map(|one| one.unit).collect();
    let reports: HashMap<UnitId, Report> = list_reports_of(ctx.tx(), &ids, look.period)
        .await?
        .into_iter()
        .filter(|one| one.regime == look.regime.code)
        .map(|one| (one.unit, one))
        .collect();
    let mut missing = Vec::new();
    for unit in &below {
        let Some(found) = reports.get(&unit.unit).filter(|one| one.state.is_accepted()) else {
            let state = reports.get(&unit.unit).map_or(ReportState::Open, |one| one.state);
            missing.push(Missing { unit: unit.unit, name: unit.name.clone(), state });
            // Accepted once and being corrected: the accepted edition still counts.
            if let Some(one) = reports.get(&unit.unit).filter(|one| one.accepted_edition > 0) {
                put_use(ctx.tx(), (report.id, report.edition), (one.id, one.accepted_edition), now).await?;
            }
            continue;
        };
        put_use(ctx.tx(), (report.id, report.edition), (found.id, found.accepted_edition), now).await?;
        if found.state == ReportState::Accepted {
            step(ctx, found, ReportMove::Take, ReportState::Consolidated).await?;
        }
    }
    report.missing = serde_json::to_string(&missing).map_err(Internal::from_error)?;
    Ok(())
}

/// What a locked report took in is locked with it.
pub(super) async fn lock_below(ctx: &mut Ctx, report: ReportId) -> Outcome<()> {
    for one in list_uses(ctx.tx(), &[report]).await? {
        let Some(found) = find_report(ctx.tx(), one.lower).await? else { continue };
        if found.state.transition(ReportMove::Lock).is_some() {
            step(ctx, &found, ReportMove::Lock, ReportState::Locked).await?;
        }
    }
    Ok(())
}

async fn step(ctx: &mut Ctx, report: &Report, act: ReportMove, to: ReportState) -> Outcome<()> {
    let now = ctx.now();
    let by = accepted_by(ctx.tx(), report.id).await?;
    let after = Report { state: to, ..report.clone() };
    put_report(ctx.tx(), &after, by, now).await?;
    ctx.audit(
        Event::new(act.audit(), "report", report.id.0, report.unit)
            .with(serde_json::json!({ "before": report.state, "after": to, "edition": report.edition })),
    );
    Ok(())
}

impl Look {
    /// The units that were missing when this report took in those below.
    pub fn missing(&self) -> Vec<Missing> {
        let kept = self.report.as_ref().map_or("[]", |report| report.missing.as_str());
        serde_json::from_str(kept).unwrap_or_default()
    }
}
