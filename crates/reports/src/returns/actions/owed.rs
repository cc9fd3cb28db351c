//! What is owed: units that existed on the period's last day × regimes in force. Computed, never stored.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use kit::audit::Event;
use kit::clock::Instant;
use kit::permission::{Permission, Scope};
use kit::storage::Tx;
use kit::web::Ctx;
use kit::{Internal, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

use super::Outcome;
use crate::error::ReportsError;
use crate::period::ReportPeriod;
use crate::returns::line::{Standing, Tree};
use crate::returns::regime::{Regime, RegimeKind, ReportLine, days_late};
use crate::returns::report::{ReportId, ReportState};
use crate::returns::store::regimes::list_regimes;
use crate::returns::store::reports::{
    Report, insert_reminder, list_reminders, list_reports, list_units_with_figures,
};
use crate::returns::store::units::list_standing;

/// One obligation, and how it stands.
#[derive(Debug, Clone)]
pub struct Owed {
    pub unit: Standing,
    pub receiver: Option<UnitId>,
    /// Into [`OwedList::regimes`].
    pub regime: usize,
    pub report: Option<ReportId>,
    pub state: ReportState,
    pub due: Option<NaiveDate>,
    pub sent_on: Option<NaiveDate>,
    /// Days after the due day on which it was first sent, or counted until today while it has not been.
    pub days_late: i64,
    pub reminded_on: Option<NaiveDate>,
    pub is_corrected: bool,
}

impl Owed {
    pub fn is_sent(&self) -> bool {
        self.sent_on.is_some()
    }

    /// Sent on time, or late, or not at all.
    pub fn is_on_time(&self) -> bool {
        self.is_sent() && self.days_late == 0
    }

    /// Days until it is due, while it has not been sent: 30, 7 and 1 are told.
    pub fn days_left(&self, today: NaiveDate) -> Option<i64> {
        self.due.filter(|_| !self.is_sent()).map(|due| (due - today).num_days())
    }
}

/// How much of a regime has come in; no share is ever above 100.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Shares {
    pub owed: usize,
    pub begun: usize,
    pub sent: usize,
    pub on_time: usize,
    pub accepted: usize,
}

impl Shares {
    /// Whole percents, rounded down: 100 means all.
    pub fn percent(part: usize, whole: usize) -> Option<usize> {
        (whole > 0).then(|| part * 100 / whole)
    }

    fn count(&mut self, one: &Owed) {
        self.owed += 1;
        self.begun += usize::from(one.state != ReportState::Open);
        self.sent += usize::from(one.is_sent());
        self.on_time += usize::from(one.is_on_time());
        self.accepted += usize::from(one.state.is_accepted());
    }
}

/// All that is owed for a period within a scope.
#[derive(Debug, Clone)]
pub struct OwedList {
    pub period: ReportPeriod,
    pub regimes: Vec<Regime>,
    pub rows: Vec<Owed>,
}

impl OwedList {
    pub fn shares(&self, regime: usize) -> Shares {
        let mut shares = Shares::default();
        self.rows.iter().filter(|one| one.regime == regime).for_each(|one| shares.count(one));
        shares
    }

    pub fn regime(&self, owed: &Owed) -> &Regime {
        &self.regimes[owed.regime]
    }
}

/// What a seat's units owe for a period, and what the seat's unit receives along a second line.
pub async fn owed(ctx: &mut Ctx, period: ReportPeriod) -> Outcome<OwedList> {
    ctx.require(Permission::ReadWork)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    Ok(list_owed(ctx.tx(), scope, period, today).await?)
}

/// As [`owed`], for a scope.
pub async fn list_owed(
    tx: &mut Tx,
    scope: Scope,
    period: ReportPeriod,
    today: NaiveDate,
) -> Result<OwedList, Internal> {
    let last = period.period().last_day();
    let regimes: Vec<Regime> =
        list_regimes(tx).await?.into_iter().filter(|one| one.holds_for(period)).collect();
    let everything = Scope { root: scope.root, is_everything: true };
    let tree = if scope.is_everything || regimes.iter().any(|one| one.line == ReportLine::OwnChain) {
        list_standing(tx, everything, last).await?
    } else {
        Vec::new()
    };
    let own = if scope.is_everything { tree.clone() } else { list_standing(tx, scope, last).await? };
    let seen: HashSet<UnitId> = own.iter().map(|one| one.unit).collect();
    let tree = Tree::of(if tree.is_empty() { own.clone() } else { tree });
    let reports: HashMap<(UnitId, String), Report> = list_reports(tx, period)
        .await?
        .into_iter()
        .map(|report| ((report.unit, report.regime.clone()), report))
        .collect();
    let typed: HashSet<UnitId> = list_units_with_figures(tx, period).await?.into_iter().collect();
    let reminded: HashMap<(UnitId, String), Instant> = list_reminders(tx, period)
        .await?
        .into_iter()
        .map(|(unit, regime, at)| ((unit, regime), at))
        .collect();
    let mut rows = Vec::new();
    for (at, regime) in regimes.iter().enumerate() {
        let in_scope = own.iter().filter(|one| regime.is_owed_by(one.kind, one.level)).cloned();
        let mut owing: Vec<Standing> = in_scope.collect();
        if regime.line == ReportLine::OwnChain {
            let mut along: Vec<Standing> = tree
                .iter()
                .filter(|one| !seen.contains(&one.unit) && regime.is_owed_by(one.kind, one.level))
                .filter(|one| tree.receiver(one.unit, regime).is_some_and(|unit| seen.contains(&unit)))
                .cloned()
                .collect();
            along.sort_by(|one, other| one.name.cmp(&other.name));
            owing.extend(along);
        }
        for unit in owing {
            let key = (unit.unit, regime.code.clone());
            let report = reports.get(&key);
            let has_begun = regime.kind == RegimeKind::Form && typed.contains(&unit.unit);
            let due = regime.due(period, unit.level, vi::calendar::vietnam());
            let sent_on = report.and_then(|one| one.first_sent_at).map(Instant::date);
            rows.push(Owed {
                receiver: tree.receiver(unit.unit, regime),
                regime: at,
                report: report.map(|one| one.id),
                state: report
                    .map_or(if has_begun { ReportState::Draft } else { ReportState::Open }, |one| one.state),
                due,
                days_late: days_late(due, sent_on.unwrap_or(today)),
                sent_on,
                reminded_on: reminded.get(&key).map(|at| at.date()),
                is_corrected: report.is_some_and(|one| one.edition > 1),
                unit,
            });
        }
    }
    Ok(OwedList { period, regimes, rows })
}

/// Reminds every unit that owes a report of a regime and has not sent it; says how many were reminded. Whoever receives reports
/// reminds: the list of the unit and the page of its report show it.
pub async fn remind(ctx: &mut Ctx, period: ReportPeriod, regime: &str) -> Outcome<usize> {
    ctx.require(Permission::CheckReports)?;
    let list = owed(ctx, period).await?;
    let known = list.regimes.iter().position(|one| one.code == regime);
    let regime = known.ok_or(ReportsError::ReportNotFound)?;
    let code = list.regimes[regime].code.clone();
    let own = ctx.scope()?.root;
    let (by, now, today) = (ctx.actor.account, ctx.now(), ctx.today());
    let mut count = 0;
    for one in list.rows.iter().filter(|one| one.regime == regime && one.unit.unit != own && !one.is_sent()) {
        // Once a day is enough.
        if one.reminded_on != Some(today) {
            insert_reminder(ctx.tx(), (one.unit.unit, period, &code), Some(by), now).await?;
            count += 1;
        }
    }
    ctx.audit(
        Event::new("reports_reminded", "report", 0, own)
            .with(serde_json::json!({ "period": period, "regime": code, "count": count })),
    );
    Ok(count)
}
