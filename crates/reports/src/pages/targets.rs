//! Targets of plans: looked at, taken along, and the choice of what tells how far they are reached.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Redirect, Response};
use kit::Fault as _;
use kit::web::{Acting, Form, Reading, WebResult, status};
use maud::Markup;
use serde::Deserialize;

use super::matrix::ExportQuery;
use super::{PageQuery, address};
use crate::actions::targets::{choose_indicator, compare_targets, find_target};
use crate::catalogue::catalogue;
use crate::error::ReportsError;
use crate::views;

pub async fn show(Reading(mut ctx): Reading, Query(query): Query<PageQuery>) -> WebResult<Markup> {
    let asked = query.asked(&ctx)?;
    let found = compare_targets(&mut ctx, &asked).await?;
    Ok(views::targets::page(&ctx, &query, &asked, &found))
}

pub async fn export(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> WebResult<Response> {
    let (asked, lang) = (query.asked(&ctx)?, ctx.lang());
    let found = compare_targets(&mut ctx, &asked).await?;
    Ok(views::targets::sheet(&found, lang).respond(format, lang)?)
}

/// What somebody chose.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// The indicator's code; empty for none.
    pub indicator: String,
}

pub async fn choose(Reading(mut ctx): Reading, Path(item): Path<i64>) -> WebResult<Markup> {
    let (target, chosen) = find_target(&mut ctx, item).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    Ok(views::targets::choose(&ctx, &target, chosen.as_ref(), &catalogue, None))
}

pub async fn save(
    Path(item): Path<i64>,
    Acting(mut ctx, Form(form)): Acting<Form<Chosen>>,
) -> WebResult<Response> {
    let (target, chosen) = find_target(&mut ctx, item).await?;
    match choose_indicator(&mut ctx, item, form.indicator.trim()).await {
        Ok(()) => {
            ctx.commit().await?;
            let (unit, year) = (target.unit.to_string(), target.year.to_string());
            let list = address(views::targets::PATH, &[("unit", &unit), ("period", &year)]);
            Ok(Redirect::to(&list).into_response())
        }
        Err(error @ ReportsError::MeasureDiffers { .. }) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let catalogue = catalogue(ctx.tx()).await?;
            let (message, kind) = (error.message(), error.kind());
            let page = views::targets::choose(&ctx, &target, chosen.as_ref(), &catalogue, Some(&message));
            Ok((status(kind), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
