//! HTML: addresses and forms in, page structs out.

mod comments;
pub mod entry;
mod indicators;
pub mod many;
mod matrix;
mod reading;
mod targets;
mod total;
pub mod waiting;

use axum::Router;
use axum::routing::{get, post};
use kit::UnitId;
use kit::web::{App, Ctx};
use serde::Deserialize;
use vi::period::{Period, PeriodKind};

use crate::actions::totals::Asked;
use crate::error::ReportsError;
use crate::period::{ReportPeriod, kind_code, kind_from_code};
use crate::store::figures::Layer;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/reports", get(matrix::show))
        .route("/reports/export", get(matrix::export))
        .route("/reports/total", get(total::show))
        .route("/reports/trend", get(reading::show_trend))
        .route("/reports/trend/export", get(reading::export_trend))
        .route("/reports/ranking", get(reading::show_ranking))
        .route("/reports/ranking/export", get(reading::export_ranking))
        .route("/reports/map", get(reading::show_map))
        .route("/reports/map/export", get(reading::export_map))
        .route("/reports/targets", get(targets::show))
        .route("/reports/targets/export", get(targets::export))
        .route("/reports/targets/{item}", get(targets::choose).post(targets::save))
        .route("/reports/entry", get(entry::show).post(entry::save))
        .route("/reports/entry/many", get(many::show).post(many::save))
        .route("/reports/waiting", get(waiting::show))
        .route("/reports/comments", post(comments::act))
        .route("/reports/indicators", get(indicators::list).post(indicators::add))
        .route("/reports/indicators/new", get(indicators::new))
        .route("/reports/indicators/{code}", get(indicators::edit).post(indicators::change))
}

/// What every page of figures is asked for; each link carries it on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    /// The seat's unit when empty.
    pub unit: String,
    /// The period itself, or …
    pub period: String,
    /// … its kind, number and year, as the form sends them.
    pub kind: String,
    pub number: String,
    pub year: String,
    pub indicator: String,
    pub line: String,
    /// The regime whose report somebody came from.
    pub regime: String,
    pub layer: String,
    pub basis: String,
    /// Under which units a matrix is read: `then`, `successor` or `both`.
    pub tree: String,
    /// As typed; the context reads it.
    pub as_of: String,
}

impl PageQuery {
    /// The period asked for; the last month that is over when none is.
    pub fn period(&self, ctx: &Ctx) -> Result<ReportPeriod, ReportsError> {
        if let (Some(kind), Ok(year)) = (kind_from_code(&self.kind), self.year.trim().parse::<i32>()) {
            // A month number in a form about quarters means the quarter that the month lies in.
            let number = self.number.trim().parse::<u32>().unwrap_or(1);
            let period = match kind {
                PeriodKind::Month => Period::month(year, number),
                PeriodKind::Quarter => Period::quarter(year, number),
                PeriodKind::HalfYear => Period::half_year(year, number),
                PeriodKind::Year => Period::year(year),
            };
            let typed = || format!("{} {}/{}", self.kind, self.number, self.year);
            return period.and_then(ReportPeriod::new).ok_or_else(|| ReportsError::PeriodUnknown(typed()));
        }
        if self.period.is_empty() {
            let last = Period::month_of(ctx.today()).prev();
            return ReportPeriod::new(last).ok_or_else(|| ReportsError::PeriodUnknown(String::new()));
        }
        crate::api::period(&self.period)
    }

    pub fn unit(&self, ctx: &Ctx) -> Result<UnitId, ReportsError> {
        match self.unit.trim() {
            "" => Ok(ctx.unit()?),
            text => text.parse().map(UnitId).map_err(|_| ReportsError::UnitNotFound),
        }
    }

    pub fn layer(&self) -> Layer {
        Layer::from_code(&self.layer).unwrap_or(Layer::Typed)
    }

    pub fn asked(&self, ctx: &Ctx) -> Result<Asked, ReportsError> {
        let period = self.period(ctx)?;
        let basis = kind_from_code(&self.basis).filter(|basis| basis.months() <= period.kind().months());
        Ok(Asked { unit: self.unit(ctx)?, period, basis, layer: self.layer() })
    }
}

/// An address with a query; empty values are left out.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<&(&str, &str)> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("{path}?{}", serde_html_form::to_string(pairs).unwrap_or_default())
}

/// What links of a page keep: period, layer, kind of reported periods, day.
pub fn kept<'q>(query: &'q PageQuery, asked: &Asked, period: &'q str) -> Vec<(&'static str, &'q str)> {
    let basis = asked.basis.map_or("", kind_code);
    let layer = if asked.layer == Layer::Accepted { asked.layer.word() } else { "" };
    vec![
        ("period", period),
        ("layer", layer),
        ("basis", basis),
        ("as_of", query.as_of.as_str()),
        ("tree", query.tree.as_str()),
    ]
}
