//! One indicator of many units, typed in by an officer for others.

use std::collections::HashMap;

use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use kit::permission::Permission;
use kit::text::Phrase;
use kit::web::{Acting, Ctx, Form, Reading, WebResult, status};
use kit::{Fault, UnitId};
use maud::Markup;
use organisation::Unit;

use super::{PageQuery, address};
use crate::actions::totals::visible_unit;
use crate::actions::values::{Batch, SeenVersion, ValueRow, save_values};
use crate::catalogue::catalogue;
use crate::error::ReportsError;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::returns::actions::guard::closed_slots;
use crate::store::children::list_children;
use crate::store::figures::{Layer, read_cells};
use crate::store::units::UnitKey;
use crate::value::{Raw, typed};
use crate::views;

/// One unit's line.
pub struct Line {
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    pub field: String,
    pub version: i64,
    pub last: Option<i64>,
    pub year_before: Option<i64>,
    pub error: Option<Phrase>,
    /// Its report has been sent.
    pub is_closed: bool,
}

/// What the page shows.
pub struct ManyPage {
    pub parent: Unit,
    pub period: ReportPeriod,
    pub indicator: Indicator,
    /// All that could be chosen.
    pub indicators: Vec<Indicator>,
    pub lines: Vec<Line>,
    pub refusal: Option<Phrase>,
    pub may_enter: bool,
}

async fn read(ctx: &mut Ctx, query: &PageQuery) -> Result<ManyPage, ReportsError> {
    let period = query.period(ctx)?;
    let unit = query.unit(ctx)?;
    let parent = visible_unit(ctx, unit, period).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    let indicators: Vec<Indicator> =
        catalogue.reported_in(period).filter(|one| one.source.is_empty()).cloned().collect();
    let chosen = match query.indicator.as_str() {
        "" => indicators.first(),
        code => indicators.iter().find(|one| one.code == code),
    };
    let indicator = chosen.cloned().ok_or(ReportsError::IndicatorNotFound)?;
    let mut lines = Vec::new();
    let children = list_children(ctx.tx(), parent.id, period).await?;
    let units: Vec<UnitId> = children.iter().map(|child| child.unit).collect();
    let closed = closed_slots(ctx.tx(), &catalogue, &units, period).await?;
    for child in children {
        let (now, version) = read_cells(ctx.tx(), Layer::Typed, child.unit, period).await?;
        let mut of = [None, None];
        for (place, other) in of.iter_mut().zip([period.before(), period.year_before()]) {
            if let Some(other) = other {
                *place = read_cells(ctx.tx(), Layer::Typed, child.unit, other).await?.0.get(indicator.slot);
            }
        }
        lines.push(Line {
            unit: child.unit,
            code: child.code,
            name: child.name,
            field: now.get(indicator.slot).map_or_else(String::new, |value| typed(value, &indicator)),
            version,
            last: of[0],
            year_before: of[1],
            error: None,
            is_closed: closed.contains(&(child.unit, indicator.slot)),
        });
    }
    let may_enter = ctx.actor.can(Permission::EnterReports);
    Ok(ManyPage { parent, period, indicator, indicators, lines, refusal: None, may_enter })
}

pub async fn show(Reading(mut ctx): Reading, Query(query): Query<PageQuery>) -> WebResult<Markup> {
    let page = read(&mut ctx, &query).await?;
    Ok(views::many::page(&ctx, &page))
}

pub async fn save(
    Query(query): Query<PageQuery>,
    Acting(mut ctx, Form(form)): Acting<Form<Vec<(String, String)>>>,
) -> WebResult<Response> {
    let period = query.period(&ctx)?;
    let fields: HashMap<&str, &str> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut batch = Batch::default();
    for (name, text) in &form {
        let Some(unit) = name.strip_prefix("u-").and_then(|id| id.parse::<i64>().ok()) else { continue };
        batch.values.push(ValueRow {
            unit: UnitKey::Id(unit),
            indicator: query.indicator.clone(),
            period: period.to_string(),
            value: Some(Raw::Typed(text.clone())),
        });
        let version = fields.get(format!("version-{unit}").as_str()).and_then(|text| text.parse().ok());
        let seen = version.map(|version| SeenVersion { unit: UnitId(unit), period, version });
        batch.versions.extend(seen);
    }
    let error = match save_values(&mut ctx, &batch).await {
        Ok(_) => {
            ctx.commit().await?;
            let pairs = [
                ("unit", query.unit.as_str()),
                ("period", &period.to_string()),
                ("indicator", &query.indicator),
            ];
            return Ok(Redirect::to(&address("/reports/entry/many", &pairs)).into_response());
        }
        Err(error @ (ReportsError::Rows(_) | ReportsError::Stale(_))) => error,
        Err(error) => return Err(error.into()),
    };
    let mut ctx = ctx.roll_back_and_read().await?;
    let mut page = read(&mut ctx, &query).await?;
    for line in &mut page.lines {
        if let Some(text) = fields.get(format!("u-{}", line.unit).as_str()) {
            (*text).clone_into(&mut line.field);
        }
        if let ReportsError::Rows(faults) = &error {
            let key = UnitKey::Id(line.unit.0);
            let of_it = faults.iter().find(|fault| batch.values[fault.row - 1].unit == key);
            line.error = of_it.map(|fault| fault.reason.phrase());
        }
    }
    page.refusal = Some(error.message());
    Ok((status(error.kind()), views::many::page(&ctx, &page)).into_response())
}
