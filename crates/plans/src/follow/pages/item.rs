//! One item of a plan.

use axum::extract::{Path, Query};
use kit::permission::Permission;
use kit::web::{Reading, WebResult};
use maud::Markup;

use crate::follow::actions;
use crate::follow::filter::{Asked, Filter};
use crate::follow::store::{item, units};
use crate::follow::views::item::ItemPage;
use crate::items::store::find_carried_to;
use crate::{PlanError, PlanId, PlanItemId};

/// What was just done with the item.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
#[serde(default)]
pub struct Done {
    /// How many units it was given to.
    given: Option<u32>,
}

pub async fn show(
    Reading(mut ctx): Reading,
    Path((plan, id)): Path<(PlanId, PlanItemId)>,
    Query(asked): Query<Asked>,
    Query(done): Query<Done>,
) -> WebResult<Markup> {
    // The filter of the plan's page does not narrow an item's: only the day is kept.
    let filter = Filter { as_of: Filter::from_asked(&asked).as_of, ..Filter::default() };
    let seen = actions::see_plan(&mut ctx, plan, &filter).await?;
    let (opened, items) = (seen.opened, seen.items);
    let shown = items.iter().find(|item| item.id == id).cloned().ok_or(PlanError::ItemNotFound(id))?;
    let detail = item::find_detail(ctx.tx(), plan, id).await?.ok_or(PlanError::ItemNotFound(id))?;
    let tasks = item::list_tasks(ctx.tx(), &opened.eye, plan, id).await?;
    let mut versions = item::list_versions(ctx.tx(), id).await?;
    if let Some(before) = opened.eye.before {
        versions.retain(|version| version.at < before);
    }
    let named = versions.iter().filter_map(|version| version.data.lead_unit).collect();
    let units = units::names(ctx.tx(), named).await?;
    let mut spending = Vec::new();
    if opened.is_own {
        spending = item::list_spending(ctx.tx(), id).await?;
        spending.retain(|row| row.spent_on <= opened.eye.day);
    }
    let related = item::list_related(ctx.tx(), opened.eye.scope, id).await?;
    let carried = find_carried_to(ctx.tx(), opened.eye.scope, id, opened.eye.before).await?;
    let demands = item::list_demands(ctx.tx(), id).await?;
    let page = ItemPage {
        lang: ctx.lang(),
        given: done.given,
        is_own: opened.is_own,
        day: opened.eye.day,
        is_past: opened.eye.before.is_some(),
        instances: items
            .into_iter()
            .filter(|item| item.stream.is_some() && item.stream == shown.stream)
            .collect(),
        item: shown,
        detail,
        tasks,
        versions,
        spending,
        related,
        carried,
        demands,
        units,
        can_edit: opened.is_own && ctx.actor.can(Permission::EditPlans),
        can_assign: ctx.actor.can(Permission::AssignTasks) && opened.plan.state.is_in_force(),
        can_spend: opened.is_own && ctx.actor.can(Permission::RecordSpending),
        plan: opened.plan,
    };
    Ok(page.draw(&ctx))
}
