//! One total, opened into the rows it sums.

use std::sync::Arc;

use axum::extract::Query;
use kit::web::{Reading, WebResult};
use maud::Markup;

use super::PageQuery;
use crate::actions::totals::{by_successor, standing};
use crate::error::ReportsError;
use crate::views;

pub async fn show(Reading(mut ctx): Reading, Query(query): Query<PageQuery>) -> WebResult<Markup> {
    let asked = query.asked(&ctx)?;
    let as_of = ctx.facts.as_of;
    let standing = standing(&mut ctx, asked).await?;
    let catalogue = Arc::clone(&standing.catalogue);
    let indicator = catalogue.by_code(&query.indicator).ok_or(ReportsError::IndicatorNotFound)?;
    let found = match as_of {
        Some(day) => Some(by_successor(&mut ctx, &standing, indicator, day).await?),
        None => None,
    };
    Ok(views::total::page(&ctx, &query, &standing, indicator, found.as_ref()))
}
