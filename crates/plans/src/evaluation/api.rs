//! JSON: evaluations, and the papers made of them.

use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use chrono::NaiveDate;
use documents::DocumentId;
use kit::web::{App, Reading, WebResult};
use utoipa::{OpenApi as _, ToSchema};

use super::model::{Counts, CountsOf, JudgedItem, PaperEvaluation};
use super::paper;
use super::{actions, pages::PaperAsked};
use crate::PlanId;
use crate::follow::model::PlanCard;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/plans/{plan}/evaluation", get(plan))
        .route("/api/v1/plans/{plan}/evaluation/paper", get(plan_report))
        .route("/api/v1/plans/{plan}/paper", get(plan_paper))
        .route("/api/v1/documents/{id}/evaluation", get(document))
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(plan, plan_report, plan_paper, document))]
struct Description;

/// The description of this part of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// What became of a plan.
#[derive(Debug, serde::Serialize, ToSchema)]
pub struct EvaluationResponse {
    pub plan: PlanCard,
    pub day: NaiveDate,
    pub counts: Counts,
    pub sections: Vec<CountsOf>,
    pub quarters: Vec<CountsOf>,
    pub items: Vec<JudgedItem>,
}

/// n/N of a plan by section and quarter, each item with its result and its causes.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/evaluation", tag = "plans", params(("plan" = PlanId, Path)),
    responses((status = 200, body = EvaluationResponse), (status = 404)))]
async fn plan(Reading(mut ctx): Reading, Path(plan): Path<PlanId>) -> WebResult<Json<EvaluationResponse>> {
    let found = actions::evaluate_plan(&mut ctx, plan).await?;
    Ok(Json(EvaluationResponse {
        day: found.day(),
        plan: found.opened.plan,
        counts: found.counts,
        sections: found.sections,
        quarters: found.quarters,
        items: found.items,
    }))
}

/// The evaluation of a plan as an official report.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/evaluation/paper", tag = "plans",
    params(("plan" = PlanId, Path), ("format" = Option<String>, Query, description = "`pdf`, or `docx`")),
    responses((status = 200, description = "A .pdf, or a .docx"), (status = 404)))]
async fn plan_report(
    Reading(mut ctx): Reading,
    Path(plan): Path<PlanId>,
    Query(asked): Query<PaperAsked>,
) -> WebResult<Response> {
    paper::report(&mut ctx, plan, asked.format).await
}

/// The plan as an official paper, with its present state as an annex.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/paper", tag = "plans",
    params(("plan" = PlanId, Path), ("format" = Option<String>, Query, description = "`pdf`, or `docx`")),
    responses((status = 200, description = "A .pdf, or a .docx"), (status = 404)))]
async fn plan_paper(
    Reading(mut ctx): Reading,
    Path(plan): Path<PlanId>,
    Query(asked): Query<PaperAsked>,
) -> WebResult<Response> {
    paper::plan(&mut ctx, plan, asked.format).await
}

/// n/N of the demands of a paper, each with its result, the plan items that answer it, and causes.
#[utoipa::path(get, path = "/api/v1/documents/{id}/evaluation", tag = "plans", params(("id" = DocumentId, Path)),
    responses((status = 200, body = PaperEvaluation), (status = 404)))]
async fn document(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Json<PaperEvaluation>> {
    Ok(Json(actions::evaluate_paper(&mut ctx, id.0).await?))
}
