//! Trend, ranking and map: looked at, and taken along as seen.

use axum::extract::Query;
use axum::response::Response;
use kit::web::{Reading, WebResult};
use maud::Markup;

use super::PageQuery;
use super::matrix::ExportQuery;
use crate::actions::map::map;
use crate::actions::reading::{ranking, trend};
use crate::catalogue::catalogue;
use crate::views;

pub async fn show_trend(Reading(mut ctx): Reading, Query(query): Query<PageQuery>) -> WebResult<Markup> {
    let asked = query.asked(&ctx)?;
    let found = trend(&mut ctx, &asked, &query.indicator).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    Ok(views::trend::page(&ctx, &query, &asked, &found, &catalogue))
}

pub async fn export_trend(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> WebResult<Response> {
    let (asked, lang) = (query.asked(&ctx)?, ctx.lang());
    let found = trend(&mut ctx, &asked, &query.indicator).await?;
    Ok(views::trend::sheet(&found, lang).respond(format, lang)?)
}

pub async fn show_ranking(Reading(mut ctx): Reading, Query(query): Query<PageQuery>) -> WebResult<Markup> {
    let asked = query.asked(&ctx)?;
    let found = ranking(&mut ctx, &asked, &query.indicator).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    Ok(views::ranking::page(&ctx, &query, &asked, &found, &catalogue))
}

pub async fn export_ranking(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> WebResult<Response> {
    let (asked, lang) = (query.asked(&ctx)?, ctx.lang());
    let found = ranking(&mut ctx, &asked, &query.indicator).await?;
    Ok(views::ranking::sheet(&found, lang).respond(format, lang)?)
}

pub async fn show_map(Reading(mut ctx): Reading, Query(query): Query<PageQuery>) -> WebResult<Markup> {
    let asked = query.asked(&ctx)?;
    let found = map(&mut ctx, &asked, &query.indicator).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    Ok(views::map::page(&ctx, &query, &asked, &found, &catalogue))
}

pub async fn export_map(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> WebResult<Response> {
    let (asked, lang) = (query.asked(&ctx)?, ctx.lang());
    let found = map(&mut ctx, &asked, &query.indicator).await?;
    Ok(views::map::sheet(&found, lang).respond(format, lang)?)
}
