//! Evaluations as pages, as files, and as official papers.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Response};
use documents::DocumentId;
use kit::export::ExportFormat;
use kit::web::{Reading, WebResult};

use super::model::Chosen;
use super::views::document::PaperEvaluationPage;
use super::views::plan::{PlanEvaluationPage, Shown};
use super::{actions, paper};
use crate::PlanId;
use crate::follow::filter::{self, Filter};

/// The parameters of an address, as they come; unreadable ones do not narrow the rows.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    section: String,
    quarter: String,
    result: String,
    /// `csv` or `xlsx`: the table to take along.
    format: Option<ExportFormat>,
}

pub async fn plan(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let found = actions::evaluate_plan(&mut ctx, id).await?;
    let when = Filter::from_asked(&filter::Asked { quarter: asked.quarter, ..Default::default() }).when;
    let shown =
        Shown { section: asked.section.parse().unwrap_or(0), when, chosen: Chosen::from_code(&asked.result) };
    let page = PlanEvaluationPage { lang: ctx.lang(), found, shown };
    Ok(match asked.format {
        Some(format) => page.sheet().respond(format, ctx.lang())?,
        None => page.draw(&ctx).into_response(),
    })
}

pub async fn document(
    Reading(mut ctx): Reading,
    Path(id): Path<DocumentId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let found = actions::evaluate_paper(&mut ctx, id.0).await?;
    let page = PaperEvaluationPage { lang: ctx.lang(), found, chosen: Chosen::from_code(&asked.result) };
    Ok(match asked.format {
        Some(format) => page.sheet().respond(format, ctx.lang())?,
        None => page.draw(&ctx).into_response(),
    })
}

/// How a paper is taken along.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
#[serde(default)]
pub struct PaperAsked {
    pub(super) format: print::FileFormat,
}

/// The plan with its present state as an annex.
pub async fn plan_paper(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<PaperAsked>,
) -> WebResult<Response> {
    paper::plan(&mut ctx, id, asked.format).await
}

/// The evaluation as a report.
pub async fn plan_report(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<PaperAsked>,
) -> WebResult<Response> {
    paper::report(&mut ctx, id, asked.format).await
}
