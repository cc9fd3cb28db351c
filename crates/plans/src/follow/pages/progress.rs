//! Progress and what is late: as pages, and to take along.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Response};
use kit::export::ExportFormat;
use kit::web::{Reading, WebResult};

use crate::PlanId;
use crate::follow::filter::{self, Filter};
use crate::follow::progress::{self, By};
use crate::follow::views::progress::{OverduePage, ProgressPage};

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    by: String,
    unit: String,
    as_of: String,
    /// `csv` or `xlsx`: the table to take along.
    format: Option<ExportFormat>,
}

pub async fn show(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let found = progress::progress(&mut ctx, id, By::from_code(&asked.by), filter::day(&asked.as_of)).await?;
    let page = ProgressPage { lang: ctx.lang(), found };
    Ok(match asked.format {
        Some(format) => page.sheet().respond(format, ctx.lang())?,
        None => page.draw(&ctx).into_response(),
    })
}

pub async fn overdue(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let filter =
        Filter { unit: asked.unit.parse().ok(), as_of: filter::day(&asked.as_of), ..Filter::default() };
    let (seen, rows) = progress::overdue(&mut ctx, id, &filter).await?;
    let page = OverduePage { lang: ctx.lang(), opened: seen.opened, filter, rows, forgotten: seen.items };
    Ok(match asked.format {
        Some(format) => page.sheet().respond(format, ctx.lang())?,
        None => page.draw(&ctx).into_response(),
    })
}
