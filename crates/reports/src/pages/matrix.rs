//! Units × indicators for one period.

use axum::extract::Query;
use axum::response::Response;
use kit::export::ExportFormat;
use kit::web::{Reading, WebResult};
use maud::Markup;
use serde::Deserialize;

use super::PageQuery;
use crate::actions::totals::{all_by_successor, standing};
use crate::matrix::Matrix;
use crate::views;

pub async fn show(Reading(mut ctx): Reading, Query(query): Query<PageQuery>) -> WebResult<Markup> {
    let asked = query.asked(&ctx)?;
    let standing = standing(&mut ctx, asked).await?;
    let matrix = Matrix::of(&standing, &query.line);
    let trees = views::successors::Trees::of(&query, standing.asked.period);
    let found = if trees.has_successors() {
        let day = ctx.facts.as_of.unwrap_or_else(|| ctx.today());
        Some(all_by_successor(&mut ctx, &standing, &matrix.columns, day).await?)
    } else {
        None
    };
    Ok(views::matrix::page(&ctx, &query, &standing, &matrix, trees, found.as_deref()))
}

#[derive(Debug, Deserialize)]
pub struct ExportQuery {
    pub format: ExportFormat,
}

/// The table exactly as seen.
pub async fn export(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> WebResult<Response> {
    let (asked, lang) = (query.asked(&ctx)?, ctx.lang());
    let standing = standing(&mut ctx, asked).await?;
    Ok(Matrix::of(&standing, &query.line).sheet(&standing, lang).respond(format, lang)?)
}
