//! Publishing a plan and taking it back.

use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;

use super::store::{self, Publication};
use crate::items::actions::readable_plan;
use crate::items::error::ItemError;
use crate::plan::Plan;
use crate::{PlanError, PlanId};

/// A plan with the record of its publications, for those of the plan's own office.
pub async fn see_publications(ctx: &mut Ctx, id: PlanId) -> Result<(Plan, Vec<Publication>), PlanError> {
    let plan = own_plan(ctx, id).await?;
    Ok((plan, store::list_publications(ctx.tx(), id).await?))
}

/// Shows the plan's progress to everybody from now on.
///
/// # Errors
/// Without the right to issue plans, without a reason, for a plan that was not issued, or that is published already.
pub async fn publish(ctx: &mut Ctx, id: PlanId, reason: &str) -> Result<(), PlanError> {
    let (plan, reason) = begin(ctx, id, reason).await?;
    if !plan.state.was_issued() {
        return Err(PlanError::NotIssued);
    }
    let (account, now) = (ctx.actor.account, ctx.now());
    if !store::insert_publication(ctx.tx(), id, account, reason, now).await? {
        return Err(PlanError::AlreadyPublished);
    }
    ctx.audit(
        Event::new("plan_published", "plan", id.0, plan.unit).with(serde_json::json!({ "reason": reason })),
    );
    Ok(())
}

/// Shows the plan's progress to nobody outside from now on.
///
/// # Errors
/// Without the right to issue plans, without a reason, or for a plan that is not published.
pub async fn withdraw(ctx: &mut Ctx, id: PlanId, reason: &str) -> Result<(), PlanError> {
    let (plan, reason) = begin(ctx, id, reason).await?;
    let (account, now) = (ctx.actor.account, ctx.now());
    if !store::withdraw_publication(ctx.tx(), id, account, reason, now).await? {
        return Err(PlanError::NotPublished);
    }
    let detail = serde_json::json!({ "reason": reason });
    ctx.audit(Event::new("plan_publication_withdrawn", "plan", id.0, plan.unit).with(detail));
    Ok(())
}

async fn begin<'r>(ctx: &mut Ctx, id: PlanId, reason: &'r str) -> Result<(Plan, &'r str), PlanError> {
    let plan = own_plan(ctx, id).await?;
    ctx.require(Permission::IssuePlans)?;
    let reason = reason.trim();
    if reason.is_empty() { Err(PlanError::WordsMissing("reason")) } else { Ok((plan, reason)) }
}

async fn own_plan(ctx: &mut Ctx, id: PlanId) -> Result<Plan, PlanError> {
    readable_plan(ctx, id).await.map_err(|error| match error {
        ItemError::Account(error) => error.into(),
        ItemError::Internal(error) => error.into(),
        _ => PlanError::PlanNotFound(id),
    })
}
