//! One plan, seen in the way the address says.

use axum::extract::{Path, Query};
use axum::response::Response;
use kit::export::ExportFormat;
use kit::permission::Permission;
use kit::web::{Reading, WebResult};
use maud::Markup;

use crate::PlanId;
use crate::follow::actions;
use crate::follow::filter::{Asked, Filter};
use crate::follow::store::items;
use crate::follow::views::show::PlanPage;
use crate::follow::views::table;
use crate::plan::{PLAN_TRANSITIONS, PlanState};

pub async fn show(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> WebResult<Markup> {
    let filter = Filter::from_asked(&asked);
    let seen = actions::see_plan(&mut ctx, id, &filter).await?;
    let scope = ctx.scope()?;
    let units = items::list_units(ctx.tx(), scope, id).await?;
    let is_own = seen.opened.is_own;
    let is_public = crate::public::store::is_published(ctx.tx(), id).await?;
    let views = crate::saved::actions::list(&mut ctx, crate::saved::Kind::Plan).await?;
    let outgoing = crate::outgoing::section(&mut ctx, &seen.opened).await?;
    let page = PlanPage {
        outgoing,
        lang: ctx.lang(),
        moves: PLAN_TRANSITIONS
            .iter()
            .filter(|row| {
                row.from.contains(&seen.opened.plan.state) && is_own && ctx.actor.can(row.permission)
            })
            .collect(),
        can_allot: is_own && ctx.actor.can(Permission::RecordSpending),
        can_assign: ctx.actor.can(Permission::AssignTasks)
            && seen.opened.plan.state.is_in_force()
            && seen.opened.eye.before.is_none(),
        waits: seen.opened.plan.state == PlanState::Submitted && !ctx.actor.can(Permission::ApprovePlans),
        can_edit: is_own && ctx.actor.can(Permission::EditPlans),
        is_public,
        views,
        units,
        filter,
        seen,
    };
    Ok(page.draw(&ctx))
}

/// How the table is taken along.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
pub struct Taken {
    format: ExportFormat,
}

/// The table as it is seen: the same rows in the same order, under the same filter.
pub async fn export(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(asked): Query<Asked>,
    Query(taken): Query<Taken>,
) -> WebResult<Response> {
    let filter = Filter::from_asked(&asked);
    let seen = actions::see_plan(&mut ctx, id, &filter).await?;
    let scope = ctx.scope()?;
    let units = items::list_units(ctx.tx(), scope, id).await?;
    let sheet = table::sheet(&seen, &filter, &units, ctx.lang());
    Ok(sheet.respond(taken.format, ctx.lang())?)
}
