//! What plans aim at beside what has been reported so far, and which indicator tells it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use organisation::Unit;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use vi::period::{Period, PeriodKind};

use super::Outcome;
use super::totals::{Asked, visible_unit};
use crate::catalogue::catalogue;
use crate::error::ReportsError;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::published::{Published, Span};
use crate::store::targets::{delete_link, put_link, read_links};
use crate::store::totals::{Totals, list_bases, read_totals};
use crate::targets::{Target, known, pace};

/// A target and how far it is reached.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Compared {
    #[serde(flatten)]
    pub target: Target,
    pub period: ReportPeriod,
    /// What tells it; null until somebody has chosen.
    pub indicator: Option<Indicator>,
    /// In whole numbers of the indicator's last digit; null is "not reported", which is not zero.
    pub so_far: Option<i64>,
    /// Whole percents of the target; more than 100 when it is passed.
    pub percent: Option<i64>,
    /// The share of its time that has passed, in whole percents.
    pub pace: i64,
}

impl Compared {
    /// It is at least as far as its time; `None` while nothing can be said.
    pub fn keeps_pace(&self) -> Option<bool> {
        self.percent.map(|percent| percent >= self.pace)
    }
}

/// A unit's targets of a year, in the order of its plans.
#[derive(Debug, Clone)]
pub struct Comparison {
    pub unit: Unit,
    pub year: ReportPeriod,
    pub rows: Vec<Compared>,
}

/// The figures of one target period, read once for all targets in it.
struct Read {
    totals: Totals,
    basis: PeriodKind,
    published: Published,
}

async fn read(ctx: &mut Ctx, asked: &Asked, period: ReportPeriod) -> Outcome<Read> {
    let (unit, layer, span) = (asked.unit, asked.layer, Span::of(period, ctx.today()));
    let bases = list_bases(ctx.tx(), layer, unit, period).await?;
    let basis = bases.first().copied().unwrap_or(PeriodKind::Month);
    let totals = read_totals(ctx.tx(), layer, unit, period, basis).await?;
    let published = Published::below(ctx.tx(), unit, span).await?;
    Ok(Read { totals, basis, published })
}

impl Read {
    fn value(&self, indicator: &Indicator, period: ReportPeriod) -> Option<i64> {
        if indicator.is_published() {
            return self.published.total(indicator);
        }
        let total = self.totals.total(indicator.slot, indicator.over_time, period, self.basis);
        let parts = self.totals.parts_with(indicator.slot, period, self.basis);
        indicator.value_of(total, total.all(), parts)
    }
}

/// Compares a unit's targets of the year that a period lies in.
///
/// # Errors
/// When the unit is not in sight, or the database fails.
pub async fn compare_targets(ctx: &mut Ctx, asked: &Asked) -> Outcome<Comparison> {
    let year = Period::year(asked.period.year()).and_then(ReportPeriod::new).unwrap_or(asked.period);
    let unit = visible_unit(ctx, asked.unit, asked.period).await?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let targets = match known() {
        Some(known) => known.list(ctx.tx(), scope, unit.id, year.year()).await?,
        None => Vec::new(),
    };
    let items: Vec<i64> = targets.iter().map(|one| one.item).collect();
    let links = read_links(ctx.tx(), &items).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    let mut known_figures: HashMap<i64, Read> = HashMap::new();
    let mut rows = Vec::with_capacity(targets.len());
    for target in targets {
        let period = target.period().unwrap_or(year);
        // A plan may have changed its unit of measure since: then nothing is compared until somebody chooses again.
        let chosen = links.get(&target.item).and_then(|slot| catalogue.at(*slot));
        let indicator = chosen.filter(|one| target.is_measured_by(one)).cloned();
        let mut so_far = None;
        if let Some(indicator) = &indicator {
            let figures = match known_figures.entry(period.key()) {
                Entry::Occupied(there) => there.into_mut(),
                Entry::Vacant(free) => free.insert(read(ctx, asked, period).await?),
            };
            so_far = figures.value(indicator, period);
        }
        let percent = indicator.as_ref().and_then(|one| target.percent(so_far?, one));
        rows.push(Compared { period, indicator, so_far, percent, pace: pace(period, today), target });
    }
    Ok(Comparison { unit, year, rows })
}

/// One item's target with what tells it now, for whoever may choose.
pub async fn find_target(ctx: &mut Ctx, item: i64) -> Outcome<(Target, Option<Indicator>)> {
    ctx.require(Permission::EnterReports)?;
    let scope = ctx.scope()?;
    let known = known().ok_or(ReportsError::TargetNotFound)?;
    let target = known.find(ctx.tx(), scope, item).await?.pop().ok_or(ReportsError::TargetNotFound)?;
    let links = read_links(ctx.tx(), &[item]).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    let indicator = links.get(&item).and_then(|slot| catalogue.at(*slot)).cloned();
    Ok((target, indicator))
}

/// Says which indicator tells how far a target is reached; an empty code says that none does.
///
/// # Errors
/// [`ReportsError::MeasureDiffers`] for an indicator of another unit of measure (handbook NEV-3.4); not found outside the scope.
pub async fn choose_indicator(ctx: &mut Ctx, item: i64, code: &str) -> Outcome<()> {
    let (target, before) = find_target(ctx, item).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    let (by, now) = (ctx.actor.account, ctx.now());
    let was = before.as_ref().map(|one| one.code.as_str());
    if code.is_empty() {
        if was.is_some() {
            delete_link(ctx.tx(), item).await?;
            let event = Event::new("plan_target_unlinked", "plan_item", item, target.unit);
            ctx.audit(event.with(json!({ "indicator": was })));
        }
        return Ok(());
    }
    let indicator = catalogue.by_code(code).ok_or(ReportsError::IndicatorNotFound)?;
    if !target.is_measured_by(indicator) {
        let (target, indicator) = (target.measure, indicator.measure_vi.clone());
        return Err(ReportsError::MeasureDiffers { target, indicator });
    }
    if was != Some(code) {
        put_link(ctx.tx(), item, indicator.slot, by, now).await?;
        let event = Event::new("plan_target_linked", "plan_item", item, target.unit);
        ctx.audit(event.with(json!({ "indicator": code, "before": was })));
    }
    Ok(())
}
