//! From a report to the official paper it goes out as.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use dispatch::actions::DraftFrom;
use dispatch::store::outgoing::Outgoing;
use kit::web::{Acting, App, Ctx, Empty, Json, Reading, WebResult};
use maud::Markup;
use print::FileFormat;
use serde::Deserialize;
use utoipa::OpenApi;

use super::actions::look::{Look, look_by_id};
use super::pages::report::path;
use super::report::{ReportId, ReportState};
use crate::error::ReportsError;

/// What a paper's source is called (`dispatch` links to it).
const KIND: &str = "report";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/reports/by-number/{report}", get(show))
        .route("/reports/by-number/{report}/draft", post(begin))
        .route("/api/v1/reports/{report}/outgoing", post(draft))
        .route("/api/v1/reports/{report}/paper", get(get_paper))
}

#[derive(OpenApi)]
#[openapi(paths(draft, get_paper))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// An accepted or locked report of the unit acted for goes out as a paper.
fn is_ready(ctx: &Ctx, look: &Look) -> bool {
    matches!(look.state(), ReportState::Accepted | ReportState::Consolidated | ReportState::Locked)
        && look.form.is_some()
        && ctx.unit().is_ok_and(|unit| unit == look.unit.unit)
}

/// The papers made from a report, for its page.
pub(super) async fn section(ctx: &mut Ctx, look: &Look) -> WebResult<Markup> {
    let Some(report) = &look.report else { return Ok(Markup::default()) };
    let action = is_ready(ctx, look).then(|| format!("/reports/by-number/{}/draft", report.id));
    Ok(dispatch::made_from(ctx, (KIND, report.id.0), action.as_deref()).await?)
}

async fn make(ctx: &mut Ctx, id: ReportId) -> WebResult<Outgoing> {
    let look = look_by_id(ctx, id).await?;
    if !is_ready(ctx, &look) {
        return Err(ReportsError::ReportNotReady.into());
    }
    let mut data = super::paper::data(ctx, &look).await.map_err(ReportsError::from)?;
    if let Some(fields) = data.as_object_mut() {
        // Number, day, place and signer are the outgoing paper's own; so is being a draft.
        for name in ["date", "place", "signer", "marks", "edition"] {
            fields.remove(name);
        }
    }
    let source = Some((KIND.to_owned(), id.0));
    let from = DraftFrom { template: KIND.to_owned(), title: String::new(), data, source };
    Ok(dispatch::actions::draft_from(ctx, from).await?)
}

async fn show(Reading(mut ctx): Reading, Path(id): Path<ReportId>) -> WebResult<Redirect> {
    let look = look_by_id(&mut ctx, id).await?;
    Ok(Redirect::to(&path(look.unit.unit, look.period, &look.regime.code)))
}

async fn begin(Path(id): Path<ReportId>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<Redirect> {
    let made = make(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&dispatch::urls::paper(made.id)))
}

/// Drafts the official paper of an accepted or locked report: its figures and words as they stand, to be finished and signed.
#[utoipa::path(post, path = "/api/v1/reports/{report}/outgoing", tag = "reports",
    responses((status = 201, body = Outgoing), (status = 403), (status = 404), (status = 409)))]
async fn draft(
    Path(report): Path<ReportId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<(StatusCode, Json<Outgoing>)> {
    let made = make(&mut ctx, report).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}

#[derive(Debug, Default, Deserialize)]
struct PaperQuery {
    format: Option<FileFormat>,
}

/// The official paper as a file; without a format its data, as the `report` template asks for them.
#[utoipa::path(get, path = "/api/v1/reports/{report}/paper", tag = "reports",
    params(("report" = i64, Path), ("format" = Option<String>, Query, description = "`pdf`, or `docx`")),
    responses((status = 200, body = serde_json::Value, description = "Data, or a file"), (status = 404)))]
async fn get_paper(
    Reading(mut ctx): Reading,
    Path(report): Path<ReportId>,
    Query(query): Query<PaperQuery>,
) -> WebResult<Response> {
    let look = look_by_id(&mut ctx, report).await?;
    if let Some(format) = query.format {
        return Ok(super::paper::download(&mut ctx, &look, format).await?);
    }
    let data = super::paper::data(&mut ctx, &look).await.map_err(ReportsError::from)?;
    Ok(Json(data).into_response())
}
