//! JSON: requests in, responses out.

use std::collections::HashMap;

use axum::Router;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use chrono::NaiveDate;
use kit::permission::Permission;
use kit::text::{Lang, Phrase};
use kit::web::{Acting, App, Json, Reading, WebResult, status};
use kit::{Fault, UnitId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, OpenApi, ToSchema};
use vi::period::PeriodKind;

use crate::actions::totals::{Amount, Asked, BySuccessor, Standing, by_successor, standing, visible_unit};
use crate::actions::values::{Batch, named, save_values};
use crate::catalogue::catalogue;
use crate::error::{ReportsError, RowFault};
use crate::indicator::Indicator;
use crate::period::{ReportPeriod, kind_code, kind_from_code};
use crate::store::figures::{Layer, read_cells};
use crate::successor::Divided;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/values", put(put_values).get(get_values))
        .route("/api/v1/totals", get(get_total))
}

#[derive(OpenApi)]
#[openapi(paths(put_values, get_values, get_total))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// A unit's figures of a period after a save.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedUnit {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub period: ReportPeriod,
    /// To be sent back with the next change.
    pub version: i64,
    /// How many figures are not what they were.
    pub changed: usize,
}

/// A row that was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedRow {
    /// From 1, in the order of the batch.
    pub row: usize,
    /// `unit`, `indicator`, `period` or `value`.
    pub field: &'static str,
    pub code: &'static str,
    /// What is wrong and what to do, in both languages.
    pub message_vi: String,
    pub message_en: String,
}

impl From<&RowFault> for RefusedRow {
    fn from(fault: &RowFault) -> Self {
        let Phrase { key, vi, en } = fault.reason.phrase();
        Self { row: fault.row, field: fault.reason.field(), code: key, message_vi: vi, message_en: en }
    }
}

/// What a batch did.
#[derive(Debug, Serialize, ToSchema)]
pub struct SavedResponse {
    pub saved: Vec<SavedUnit>,
    /// Rows left out, with `good_rows_only`.
    pub refused: Vec<RefusedRow>,
}

/// Saves figures with every total above them, or nothing. A batch with a bad row answers 422 and lists all of them in `rows`; a
/// unit that somebody else saved since answers 409 with what stands there now in `current`.
#[utoipa::path(put, path = "/api/v1/values", tag = "reports", request_body = Batch,
    responses((status = 200, body = SavedResponse), (status = 409), (status = 413), (status = 422)))]
async fn put_values(Acting(mut ctx, Json(batch)): Acting<Json<Batch>>) -> WebResult<Response> {
    let lang = ctx.lang();
    match save_values(&mut ctx, &batch).await {
        Ok(done) => {
            ctx.commit().await?;
            let saved = done.saved.iter().map(|one| SavedUnit {
                unit: one.unit,
                period: one.period,
                version: one.version,
                changed: one.changes.len(),
            });
            let refused = done.refused.iter().map(RefusedRow::from).collect();
            Ok(Json(SavedResponse { saved: saved.collect(), refused }).into_response())
        }
        Err(error @ (ReportsError::Rows(_) | ReportsError::Stale(_))) => Ok(problem(&error, lang)),
        Err(error) => Err(error.into()),
    }
}

/// A refusal that says more than its message.
fn problem(error: &ReportsError, lang: Lang) -> Response {
    let status = status(error.kind());
    let mut body = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or(""),
        "status": status.as_u16(),
        "code": error.code(),
        "detail": error.message().get(lang),
    });
    match error {
        ReportsError::Rows(faults) => {
            body["rows"] = json!(faults.iter().map(RefusedRow::from).collect::<Vec<_>>());
        }
        ReportsError::Stale(stale) => {
            let figures: HashMap<&str, i64> =
                stale.figures.iter().map(|(code, value)| (code.as_str(), *value)).collect();
            body["current"] = json!({
                "unit": stale.unit, "period": stale.period, "version": stale.version, "values": figures,
            });
        }
        _ => {}
    }
    let mut response = (status, body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// Which layer is read: `typed` (the default) or `accepted`.
fn layer(code: &str) -> Layer {
    Layer::from_code(code).unwrap_or(Layer::Typed)
}

pub(crate) fn period(text: &str) -> Result<ReportPeriod, ReportsError> {
    text.parse().map_err(|_| ReportsError::PeriodUnknown(text.chars().take(40).collect()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ValuesQuery {
    #[param(value_type = i64)]
    unit: UnitId,
    /// `2024-01`, `2024-Q1`, `2024-H1` or `2024`.
    period: String,
    /// `typed` (the default) or `accepted`.
    #[serde(default)]
    layer: String,
}

/// What one unit gave for one period.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValuesResponse {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub period: ReportPeriod,
    pub layer: &'static str,
    /// 0 when there are none; to be sent with the next change.
    pub version: i64,
    pub values: Vec<Figure>,
}

/// A figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    pub indicator: String,
    /// In whole numbers of the last digit: with `decimals` 1, 125 is 12,5.
    pub value: i64,
    pub decimals: u8,
}

#[utoipa::path(get, path = "/api/v1/values", tag = "reports", params(ValuesQuery),
    responses((status = 200, body = ValuesResponse), (status = 404), (status = 422)))]
async fn get_values(
    Reading(mut ctx): Reading,
    Query(query): Query<ValuesQuery>,
) -> WebResult<Json<ValuesResponse>> {
    let (period, layer) = (period(&query.period)?, layer(&query.layer));
    let unit = visible_unit(&mut ctx, query.unit, period).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    let (cells, version) = read_cells(ctx.tx(), layer, unit.id, period).await?;
    let values = named(&cells, &catalogue).into_iter().map(|(indicator, value)| {
        let decimals = catalogue.by_code(&indicator).map_or(0, |one| one.decimals);
        Figure { indicator, value, decimals }
    });
    Ok(Json(ValuesResponse {
        unit: unit.id,
        unit_name: unit.name,
        period,
        layer: layer.word(),
        version,
        values: values.collect(),
    }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TotalsQuery {
    /// The indicator's code.
    indicator: String,
    #[param(value_type = i64)]
    unit: UnitId,
    /// `2024-01`, `2024-Q1`, `2024-H1` or `2024`.
    period: String,
    /// Adds the same total under the units of this day, merged units under their successors.
    #[expect(dead_code, reason = "read by the context")]
    as_of: Option<NaiveDate>,
    /// `typed` (the default) or `accepted`.
    #[serde(default)]
    layer: String,
    /// The kind of periods that were reported: `month`, `quarter`, `half_year` or `year`; the shortest of which there are figures
    /// when left out. Kinds are never added up with each other.
    #[serde(default)]
    basis: String,
}

/// One row of a total.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalRow {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    #[serde(flatten)]
    pub amount: Amount,
}

/// A total as it was then.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalThen {
    #[serde(flatten)]
    pub amount: Amount,
    /// What the unit gave itself.
    pub own: Option<i64>,
    pub rows: Vec<TotalRow>,
    /// Children that gave a figure, and children that existed.
    pub children_given: usize,
    pub children_existing: usize,
}

/// The same total under the units of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalBySuccessor {
    pub as_of: NaiveDate,
    #[serde(flatten)]
    pub amount: Amount,
    pub own: Option<i64>,
    pub rows: Vec<SuccessorResponse>,
    /// Figures that had to be divided among several successors: estimates.
    pub divided: Vec<Divided>,
}

/// A unit of the day with what it and its predecessors gave.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuccessorResponse {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    pub value: Option<i64>,
    pub figures: i64,
    /// Names of the units whose figures came to this one.
    pub predecessors: Vec<String>,
}

/// A live total with the rows it sums. Values are whole numbers of the indicator's last digit.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotalResponse {
    pub indicator: Indicator,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub period: ReportPeriod,
    pub layer: &'static str,
    pub basis: &'static str,
    /// Other kinds of periods of which there are figures, not added up here.
    pub other_bases: Vec<&'static str>,
    pub then: TotalThen,
    /// With `as_of`.
    pub by_successor: Option<TotalBySuccessor>,
}

#[utoipa::path(get, path = "/api/v1/totals", tag = "reports", params(TotalsQuery),
    responses((status = 200, body = TotalResponse), (status = 404), (status = 422)))]
async fn get_total(
    Reading(mut ctx): Reading,
    Query(query): Query<TotalsQuery>,
) -> WebResult<Json<TotalResponse>> {
    ctx.require(Permission::ReadWork)?;
    let asked = Asked {
        unit: query.unit,
        period: period(&query.period)?,
        basis: kind_from_code(&query.basis),
        layer: layer(&query.layer),
    };
    let as_of = ctx.facts.as_of;
    let standing = standing(&mut ctx, asked).await?;
    let catalogue = std::sync::Arc::clone(&standing.catalogue);
    let indicator = catalogue.by_code(&query.indicator).ok_or(ReportsError::IndicatorNotFound)?;
    let by_successor = match as_of {
        Some(day) => Some(successor_response(by_successor(&mut ctx, &standing, indicator, day).await?, day)),
        None => None,
    };
    Ok(Json(total_response(&standing, indicator, by_successor)))
}

fn total_response(
    standing: &Standing,
    indicator: &Indicator,
    by_successor: Option<TotalBySuccessor>,
) -> TotalResponse {
    let rows: Vec<TotalRow> = standing
        .children
        .iter()
        .map(|child| TotalRow {
            unit: child.unit,
            code: child.code.clone(),
            name: child.name.clone(),
            amount: standing.of_child(child, indicator),
        })
        .collect();
    let other = |kind: &&PeriodKind| **kind != standing.basis;
    TotalResponse {
        indicator: indicator.clone(),
        unit: standing.unit.id,
        unit_name: standing.unit.name.clone(),
        period: standing.asked.period,
        layer: standing.asked.layer.word(),
        basis: kind_code(standing.basis),
        other_bases: standing.bases.iter().filter(other).map(|kind| kind_code(*kind)).collect(),
        then: TotalThen {
            amount: standing.amount(indicator),
            own: standing.own(indicator),
            children_given: rows.iter().filter(|row| row.amount.figures > 0).count(),
            children_existing: rows.len(),
            rows,
        },
        by_successor,
    }
}

fn successor_response(found: BySuccessor, as_of: NaiveDate) -> TotalBySuccessor {
    let name = |unit: &UnitId| found.names.get(unit).cloned().unwrap_or_default();
    let rows = found.rows.iter().map(|row| {
        let (code, name_of_row) = name(&row.unit);
        SuccessorResponse {
            unit: row.unit,
            code,
            name: name_of_row,
            value: row.value,
            figures: row.figures,
            predecessors: row.predecessors.iter().map(|unit| name(unit).1).collect(),
        }
    });
    TotalBySuccessor {
        as_of,
        amount: found.amount,
        own: found.own,
        rows: rows.collect(),
        divided: found.divided.clone(),
    }
}
