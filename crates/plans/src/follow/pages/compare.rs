//! A plan on two days.

use axum::extract::{Path, Query};
use kit::web::{Reading, WebResult};
use maud::Markup;

use crate::PlanId;
use crate::follow::compare::{self, Asked};
use crate::follow::views::compare::ComparePage;

pub async fn show(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> WebResult<Markup> {
    let found = compare::compare(&mut ctx, id, &asked).await?;
    let page = ComparePage { lang: ctx.lang(), found };
    Ok(page.draw(&ctx))
}
