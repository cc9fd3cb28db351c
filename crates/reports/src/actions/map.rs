//! The units below one as points on a map.

use std::collections::HashMap;

use kit::UnitId;
use kit::web::Ctx;
use organisation::Unit;
use serde::Serialize;
use utoipa::ToSchema;

use super::Outcome;
use super::reading::chosen;
use super::totals::{Amount, Asked, standing};
use crate::indicator::{Indicator, OverTime, OverUnits};
use crate::map::{Place, step_of, steps};
use crate::period::ReportPeriod;
use crate::returns::actions::owed::{Shares, list_owed};
use crate::store::places::{read_areas, read_branches};
use crate::texts;

/// Asked for in place of an indicator's code: the share of owed reports that were sent.
pub const SENT: &str = "reports_sent";

/// A unit on the map, or beside it when nobody knows where it lies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MapPoint {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    /// The name of its area alone.
    pub area: String,
    /// Degrees; null when nobody knows where it lies.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    #[serde(flatten)]
    pub amount: Amount,
    /// The step of its value, from 1; null without a figure.
    pub step: Option<usize>,
}

impl MapPoint {
    pub fn place(&self) -> Option<Place> {
        let (lat, lon) = self.lat.zip(self.lon)?;
        Some(Place { lat, lon })
    }
}

/// The units directly below one, as points.
#[derive(Debug, Clone)]
pub struct Map {
    pub unit: Unit,
    pub period: ReportPeriod,
    pub indicator: Indicator,
    /// In the order of their names.
    pub points: Vec<MapPoint>,
    /// The least and the greatest value of each step.
    pub steps: Vec<(i64, i64)>,
}

/// The share of owed reports that were sent, told like an indicator: whole percents, never above 100.
fn sent_indicator(period: ReportPeriod) -> Indicator {
    Indicator {
        slot: usize::MAX,
        code: SENT.to_owned(),
        name_vi: texts::MAP_SENT.vi.to_owned(),
        name_en: texts::MAP_SENT.en.to_owned(),
        measure_vi: "%".to_owned(),
        measure_en: "%".to_owned(),
        decimals: 0,
        over_time: OverTime::Latest,
        over_units: OverUnits::Apart,
        line_of_work: String::new(),
        source: String::new(),
        part_of: None,
        least: Some(0),
        most: Some(100),
        valid_from: period.period().start(),
        valid_to: None,
    }
}

/// How much of what each branch owes was sent; branches that owe nothing are left out.
async fn sent_shares(ctx: &mut Ctx, asked: &Asked) -> Outcome<HashMap<UnitId, Amount>> {
    let (scope, today, period) = (ctx.scope()?, ctx.today(), asked.period);
    let list = list_owed(ctx.tx(), scope, period, today).await?;
    let branches = read_branches(ctx.tx(), asked.unit, period.period().last_day()).await?;
    let branches: HashMap<UnitId, UnitId> = branches.into_iter().collect();
    let mut counts: HashMap<UnitId, (usize, usize)> = HashMap::new();
    for one in &list.rows {
        if let Some(branch) = branches.get(&one.unit.unit) {
            let (owed, sent) = counts.entry(*branch).or_default();
            *owed += 1;
            *sent += usize::from(one.is_sent());
        }
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let amount = |(owed, sent): (usize, usize)| Amount {
        value: Shares::percent(sent, owed).map(number),
        figures: number(sent),
        possible: number(owed),
    };
    Ok(counts.into_iter().map(|(unit, counts)| (unit, amount(counts))).collect())
}

/// Reads the units directly below one with where they lie. `code` is an indicator's, [`SENT`], or empty for the first one.
///
/// # Errors
/// As for a ranking: the unit is not in sight, the indicator unknown, or the database fails.
pub async fn map(ctx: &mut Ctx, asked: &Asked, code: &str) -> Outcome<Map> {
    let found = standing(ctx, asked.clone()).await?;
    let areas = read_areas(ctx.tx(), asked.unit, asked.period).await?;
    let (indicator, shares) = if code == SENT {
        (sent_indicator(asked.period), Some(sent_shares(ctx, asked).await?))
    } else {
        (chosen(ctx, code, asked.period).await?, None)
    };
    let amount = |child| match &shares {
        None => found.of_child(child, &indicator),
        Some(shares) => shares.get(&child.unit).copied().unwrap_or_default(),
    };
    let mut points: Vec<MapPoint> = found
        .children
        .iter()
        .map(|child| {
            let area = areas.get(&child.unit);
            let place = area.and_then(|area| area.place);
            MapPoint {
                unit: child.unit,
                code: child.code.clone(),
                name: child.name.clone(),
                area: area.map_or_else(|| child.name.clone(), |area| area.name.clone()),
                lat: place.map(|place| place.lat),
                lon: place.map(|place| place.lon),
                amount: amount(child),
                step: None,
            }
        })
        .collect();
    // What lies nowhere does not bear on how the map is read.
    let shown = points.iter().filter(|one| one.place().is_some());
    let steps = steps(shown.filter_map(|one| one.amount.value));
    for one in &mut points {
        one.step = one.amount.value.map(|value| step_of(&steps, value));
    }
    Ok(Map { unit: found.unit, period: asked.period, indicator, points, steps })
}
