//! JSON: reports, and what is owed.

use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::{get, post, put};
use chrono::NaiveDate;
use kit::UnitId;
use kit::permission::Permission;
use kit::web::{Acting, App, Json, Reading, WebResult};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::actions::consolidate::Missing;
use super::actions::look::{Look, look, look_by_id};
use super::actions::moves::{MoveForm, move_report};
use super::actions::owed::{OwedList, Shares, owed, remind};
use super::actions::words::save;
use super::report::{ReportId, ReportMove, ReportState};
use super::store::texts::Remark;
use crate::api::period;
use crate::period::ReportPeriod;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/reports/owed", get(get_owed))
        .route("/api/v1/reports/reminders", post(post_reminders))
        .route("/api/v1/reports/of", get(get_report_of))
        .route("/api/v1/reports/moves", post(post_move))
        .route("/api/v1/reports/{report}", get(get_report))
        .route("/api/v1/reports/texts", put(put_text))
}

#[derive(OpenApi)]
#[openapi(paths(get_owed, post_reminders, get_report_of, post_move, get_report, put_text))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwedQuery {
    /// `2024-01`, `2024-Q1`, `2024-H1` or `2024`.
    period: String,
}

/// One obligation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedRow {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub regime: String,
    #[schema(value_type = Option<i64>)]
    pub report: Option<ReportId>,
    pub state: ReportState,
    pub due: Option<NaiveDate>,
    pub sent_on: Option<NaiveDate>,
    /// Days after the due day; counted until today while it has not been sent.
    pub days_late: i64,
    pub reminded_on: Option<NaiveDate>,
}

/// How much of a regime has come in.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegimeShares {
    pub regime: String,
    #[serde(flatten)]
    pub shares: Shares,
    /// Whole percents, never above 100; null where nothing is owed.
    pub completeness: Option<usize>,
    pub timeliness: Option<usize>,
    /// The days whose events are counted.
    pub data_from: NaiveDate,
    pub data_to: NaiveDate,
}

/// What is owed for a period, by the units of its last day.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedResponse {
    pub period: ReportPeriod,
    pub regimes: Vec<RegimeShares>,
    pub owed: Vec<OwedRow>,
}

impl From<OwedList> for OwedResponse {
    fn from(list: OwedList) -> Self {
        let regimes = list.regimes.iter().enumerate().map(|(at, regime)| {
            let shares = list.shares(at);
            let (data_from, data_to) = regime.window(list.period);
            RegimeShares {
                regime: regime.code.clone(),
                completeness: Shares::percent(shares.sent, shares.owed),
                timeliness: Shares::percent(shares.on_time, shares.owed),
                shares,
                data_from,
                data_to,
            }
        });
        let rows = list.rows.iter().map(|one| OwedRow {
            unit: one.unit.unit,
            unit_name: one.unit.name.clone(),
            regime: list.regime(one).code.clone(),
            report: one.report,
            state: one.state,
            due: one.due,
            sent_on: one.sent_on,
            days_late: one.days_late,
            reminded_on: one.reminded_on,
        });
        Self { period: list.period, regimes: regimes.collect(), owed: rows.collect() }
    }
}

#[utoipa::path(get, path = "/api/v1/reports/owed", tag = "reports", params(OwedQuery),
    responses((status = 200, body = OwedResponse), (status = 422)))]
async fn get_owed(
    Reading(mut ctx): Reading,
    Query(query): Query<OwedQuery>,
) -> WebResult<Json<OwedResponse>> {
    let period = period(&query.period)?;
    Ok(Json(owed(&mut ctx, period).await?.into()))
}

/// Whom to remind.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReminderForm {
    pub period: String,
    /// The regime's code.
    pub regime: String,
}

/// How many units were reminded.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reminded {
    pub count: usize,
}

#[utoipa::path(post, path = "/api/v1/reports/reminders", tag = "reports", request_body = ReminderForm,
    responses((status = 200, body = Reminded), (status = 404)))]
async fn post_reminders(
    Acting(mut ctx, Json(form)): Acting<Json<ReminderForm>>,
) -> WebResult<Json<Reminded>> {
    let count = remind(&mut ctx, period(&form.period)?, &form.regime).await?;
    ctx.commit().await?;
    Ok(Json(Reminded { count }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    #[param(value_type = i64)]
    unit: UnitId,
    period: String,
    /// The regime's code.
    regime: String,
}

/// A figure of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportFigure {
    pub indicator: String,
    pub is_required: bool,
    /// In whole numbers of the last digit; null is "not reported", which is not zero.
    pub own: Option<i64>,
    /// What the accepted reports below come to.
    pub below: Option<i64>,
    pub whole: Option<i64>,
    pub last_period: Option<i64>,
    pub year_before: Option<i64>,
}

/// A section of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportSection {
    pub code: String,
    pub title: String,
    pub figures: Vec<ReportFigure>,
    pub words: Option<String>,
    /// The words with their live figures, as they stand on paper.
    pub words_drawn: Option<String>,
    /// To be sent with the next change of the words; 0 when there are none.
    pub words_version: i64,
}

/// What is wrong with a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingResponse {
    pub kind: &'static str,
    pub field: String,
    /// It may be sent all the same.
    pub is_question: bool,
    pub message: String,
}

/// Something taken in has been restated since.
#[derive(Debug, Serialize, ToSchema)]
pub struct Restated {
    pub unit: String,
    pub taken: i64,
    pub accepted: i64,
    pub reason: String,
}

/// A report as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportResponse {
    /// Null while nobody has begun it.
    #[schema(value_type = Option<i64>)]
    pub id: Option<ReportId>,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub period: ReportPeriod,
    pub regime: String,
    pub state: ReportState,
    pub edition: i64,
    pub accepted_edition: i64,
    /// To be sent with the next move.
    pub version: i64,
    /// To be sent with the next figures.
    pub figures_version: i64,
    pub reason: String,
    pub due: Option<NaiveDate>,
    pub data_from: NaiveDate,
    pub data_to: NaiveDate,
    pub receiver: Option<String>,
    pub sections: Vec<ReportSection>,
    pub findings: Vec<FindingResponse>,
    pub remarks: Vec<Remark>,
    pub missing: Vec<Missing>,
    pub restated: Vec<Restated>,
    /// What this person may do now.
    pub moves: Vec<ReportMove>,
    pub paper: Option<String>,
}

fn response(ctx: &kit::web::Ctx, look: &Look) -> ReportResponse {
    let lang = ctx.lang();
    let sections = look.form.iter().flat_map(|form| &form.sections).map(|section| {
        let figures = section.lines.iter().filter_map(|line| {
            let one = look.catalogue.by_code(&line.indicator)?;
            Some(ReportFigure {
                indicator: line.indicator.clone(),
                is_required: line.is_required,
                own: look.own.get(one.slot),
                below: look.below(one),
                whole: look.whole(one),
                last_period: look.last.get(one.slot),
                year_before: look.year_before.get(one.slot),
            })
        });
        let words = look.words(&section.code);
        ReportSection {
            code: section.code.clone(),
            title: section.title(lang).to_owned(),
            figures: figures.collect(),
            words: words.map(|text| text.body.clone()),
            words_drawn: words.map(|text| look.drawn(&text.body)),
            words_version: words.map_or(0, |text| text.version),
        }
    });
    let findings = look.findings();
    let findings = findings.iter().map(|one| FindingResponse {
        kind: one.field.kind(),
        field: one.field.code().to_owned(),
        is_question: one.wrong.is_question(),
        message: one.wrong.phrase().get(lang).to_owned(),
    });
    let restated = look.restated.iter().map(|(of, name)| Restated {
        unit: name.clone(),
        taken: of.taken,
        accepted: of.accepted,
        reason: of.reason.clone(),
    });
    let report = look.report.as_ref();
    let (data_from, data_to) = look.window();
    ReportResponse {
        id: report.map(|report| report.id),
        unit: look.unit.unit,
        unit_name: look.unit.name.clone(),
        period: look.period,
        regime: look.regime.code.clone(),
        state: look.state(),
        edition: report.map_or(1, |report| report.edition),
        accepted_edition: report.map_or(0, |report| report.accepted_edition),
        version: look.version(),
        figures_version: look.own_version,
        reason: report.map_or_else(String::new, |report| report.reason.clone()),
        due: look.due(),
        data_from,
        data_to,
        receiver: look.receiver.as_ref().map(|(_, name)| name.clone()),
        sections: sections.collect(),
        findings: findings.collect(),
        remarks: look.remarks.clone(),
        missing: look.missing(),
        restated: restated.collect(),
        moves: look.moves(ctx),
        paper: look.paper.clone(),
    }
}

#[utoipa::path(get, path = "/api/v1/reports/of", tag = "reports", params(ReportQuery),
    responses((status = 200, body = ReportResponse), (status = 404), (status = 422)))]
async fn get_report_of(
    Reading(mut ctx): Reading,
    Query(query): Query<ReportQuery>,
) -> WebResult<Json<ReportResponse>> {
    let look = look(&mut ctx, query.unit, period(&query.period)?, &query.regime).await?;
    Ok(Json(response(&ctx, &look)))
}

#[utoipa::path(get, path = "/api/v1/reports/{report}", tag = "reports", params(("report" = i64, Path)),
    responses((status = 200, body = ReportResponse), (status = 404)))]
async fn get_report(
    Reading(mut ctx): Reading,
    Path(report): Path<ReportId>,
) -> WebResult<Json<ReportResponse>> {
    let look = look_by_id(&mut ctx, report).await?;
    Ok(Json(response(&ctx, &look)))
}

/// A move of the report of a unit, period and regime.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReportMoveForm {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub period: String,
    /// The regime's code.
    pub regime: String,
    #[serde(flatten)]
    pub form: MoveForm,
}

/// Moves a report along its table: begins, sends, returns field by field, accepts, takes in, locks, corrects.
#[utoipa::path(post, path = "/api/v1/reports/moves", tag = "reports", request_body = ReportMoveForm,
    responses((status = 200, body = ReportResponse), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn post_move(
    Acting(mut ctx, Json(asked)): Acting<Json<ReportMoveForm>>,
) -> WebResult<Json<ReportResponse>> {
    let of = (asked.unit, period(&asked.period)?, asked.regime.as_str());
    move_report(&mut ctx, of, &asked.form).await?;
    let mut ctx = ctx.commit_and_read().await?;
    let look = look(&mut ctx, of.0, of.1, of.2).await?;
    Ok(Json(response(&ctx, &look)))
}

/// The words of a section.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TextForm {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub period: String,
    /// The regime's code.
    pub regime: String,
    pub section: String,
    pub body: String,
    /// The version that was seen; 0 when there were no words.
    pub version: i64,
}

/// The version of saved words.
#[derive(Debug, Serialize, ToSchema)]
pub struct TextSaved {
    pub version: i64,
}

/// Saves the words of a section over the version that was seen; 409 when others saved meanwhile.
#[utoipa::path(put, path = "/api/v1/reports/texts", tag = "reports", request_body = TextForm,
    responses((status = 200, body = TextSaved), (status = 404), (status = 409), (status = 422)))]
async fn put_text(Acting(mut ctx, Json(form)): Acting<Json<TextForm>>) -> WebResult<Json<TextSaved>> {
    ctx.require(Permission::EnterReports)?;
    let look = look(&mut ctx, form.unit, period(&form.period)?, &form.regime).await?;
    let version = save(&mut ctx, &look, &form.section, &form.body, form.version).await?;
    ctx.commit().await?;
    Ok(Json(TextSaved { version }))
}
