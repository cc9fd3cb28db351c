//! Figures side by side: over time, and among the units below.

use kit::UnitId;
use kit::web::Ctx;
use organisation::Unit;
use serde::Serialize;
use utoipa::ToSchema;
use vi::period::PeriodKind;

use super::Outcome;
use super::totals::{Amount, Asked, standing, visible_unit};
use crate::catalogue::catalogue;
use crate::error::ReportsError;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::published::{Published, Span};
use crate::store::totals::{list_bases, read_totals};

/// How many periods a trend goes back, the one asked for included.
pub const TREND_PERIODS: usize = 24;

/// One period of a trend.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct TrendPoint {
    pub period: ReportPeriod,
    /// In whole numbers of the indicator's last digit; null is a gap, not a zero.
    pub value: Option<i64>,
    /// How many figures it is made of.
    pub figures: i64,
}

/// One indicator of one unit over time, the oldest period first.
#[derive(Debug, Clone)]
pub struct Trend {
    pub unit: Unit,
    pub period: ReportPeriod,
    pub indicator: Indicator,
    pub points: Vec<TrendPoint>,
}

/// The indicator asked for, or the first that is reported when none is named.
pub(super) async fn chosen(ctx: &mut Ctx, code: &str, period: ReportPeriod) -> Outcome<Indicator> {
    let catalogue = catalogue(ctx.tx()).await?;
    let found = match code {
        "" => catalogue.reported_in(period).next(),
        code => catalogue.by_code(code),
    };
    found.cloned().ok_or(ReportsError::IndicatorNotFound)
}

/// Reads the periods up to the one asked for; what was before the indicator or the figures began is a gap.
///
/// # Errors
/// When the unit is not in sight, the indicator unknown, or the database fails.
pub async fn trend(ctx: &mut Ctx, asked: &Asked, code: &str) -> Outcome<Trend> {
    let (period, layer, today) = (asked.period, asked.layer, ctx.today());
    let unit = visible_unit(ctx, asked.unit, period).await?;
    let indicator = chosen(ctx, code, period).await?;
    let mut points = Vec::with_capacity(TREND_PERIODS);
    let mut next = Some(period);
    while let Some(period) = next.filter(|_| points.len() < TREND_PERIODS) {
        next = period.before();
        let (mut value, mut figures) = (None, 0);
        if !indicator.is_reported_in(period) || unit.valid_from > period.period().last_day() {
            // A gap: nothing was asked for, or nobody was there to give it.
        } else if indicator.is_published() {
            let counted = Published::below(ctx.tx(), unit.id, Span::of(period, today)).await?;
            value = counted.total(&indicator);
            figures = i64::from(value.is_some());
        } else {
            let bases = list_bases(ctx.tx(), layer, unit.id, period).await?;
            let basis = asked.basis.or(bases.first().copied()).unwrap_or(PeriodKind::Month);
            let totals = read_totals(ctx.tx(), layer, unit.id, period, basis).await?;
            let total = totals.total(indicator.slot, indicator.over_time, period, basis);
            let parts = totals.parts_with(indicator.slot, period, basis);
            figures = total.all().count;
            value = indicator.value_of(total, total.all(), parts);
        }
        points.push(TrendPoint { period, value, figures });
    }
    points.reverse();
    Ok(Trend { unit, period, indicator, points })
}

/// A unit among its neighbours.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RankedUnit {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    /// Units with the same value share a place; null for a unit that gave no figure.
    pub place: Option<usize>,
    #[serde(flatten)]
    pub amount: Amount,
    /// The same in the period before.
    pub before: Option<i64>,
}

/// The units directly below one, by an indicator: the highest first, those without a figure last.
#[derive(Debug, Clone)]
pub struct Ranking {
    pub unit: Unit,
    pub period: ReportPeriod,
    pub indicator: Indicator,
    pub units: Vec<RankedUnit>,
}

/// # Errors
/// As [`trend`].
pub async fn ranking(ctx: &mut Ctx, asked: &Asked, code: &str) -> Outcome<Ranking> {
    let indicator = chosen(ctx, code, asked.period).await?;
    let now = standing(ctx, asked.clone()).await?;
    let before = match asked.period.before() {
        // The unit itself may not have existed then: there is nothing to compare with.
        Some(period) => match standing(ctx, Asked { period, ..asked.clone() }).await {
            Ok(before) => Some(before),
            Err(ReportsError::UnitNotFound) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let mut units: Vec<RankedUnit> = now
        .children
        .iter()
        .map(|child| {
            let then = before.as_ref().and_then(|then| {
                let same = then.children.iter().find(|one| one.unit == child.unit)?;
                then.of_child(same, &indicator).value
            });
            let (unit, code, name) = (child.unit, child.code.clone(), child.name.clone());
            RankedUnit {
                unit,
                code,
                name,
                place: None,
                amount: now.of_child(child, &indicator),
                before: then,
            }
        })
        .collect();
    // None is less than any figure; the order of names stays among equals.
    units.sort_by_key(|one| std::cmp::Reverse(one.amount.value));
    let values: Vec<Option<i64>> = units.iter().map(|one| one.amount.value).collect();
    for one in &mut units {
        let place = |value| values.iter().take_while(|other| **other > Some(value)).count() + 1;
        one.place = one.amount.value.map(place);
    }
    Ok(Ranking { unit: now.unit, period: asked.period, indicator, units })
}
