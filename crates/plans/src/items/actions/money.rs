//! Money of a plan: what was allotted, what is estimated, what was spent (requirements, row 9).

use chrono::NaiveDate;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;

use super::{readable_item, readable_plan};
use crate::items::error::{FieldFault, FieldReason, ItemError};
use crate::items::form::{MAX_AMOUNT, is_amount};
use crate::items::store::{self, SpendingRow};
use crate::plan::{Plan, PlanState};
use crate::store::{Held, hold};
use crate::{PlanId, PlanItemId};

/// Money of a plan, in đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Money {
    /// Absent when nobody said.
    pub allotment: Option<i64>,
    pub estimate: i64,
    pub spent: i64,
    /// Estimate above the allotment; 0 when it fits or nothing was allotted.
    pub over_estimated: i64,
}

impl Money {
    fn of(allotment: Option<i64>, estimate: i64, spent: i64) -> Self {
        let over_estimated = allotment.map_or(0, |allotment| estimate.saturating_sub(allotment).max(0));
        Self { allotment, estimate, spent, over_estimated }
    }
}

/// The sums of a plan, computed from its items and entries.
pub async fn money_of(ctx: &mut Ctx, plan: PlanId) -> Result<Money, ItemError> {
    let plan = readable_plan(ctx, plan).await?;
    let (estimate, spent) = store::sum_money(ctx.tx(), plan.id).await?;
    Ok(Money::of(plan.allotment, estimate, spent))
}

/// Says how much money a plan has.
pub async fn set_allotment(
    ctx: &mut Ctx,
    id: PlanId,
    version: i64,
    allotment: Option<i64>,
) -> Result<Plan, ItemError> {
    let plan = readable_plan(ctx, id).await?;
    ctx.require(Permission::RecordSpending)?;
    if allotment.is_some_and(|allotment| !is_amount(allotment)) {
        return Err(ItemError::field("allotment", FieldReason::NumberOutOfRange));
    }
    if plan.version != version {
        return Err(super::plans::changed(ctx, id).await?);
    }
    let after = Plan { allotment, ..plan.clone() };
    let Some(written) = store::update_plan(ctx.tx(), &after).await? else {
        return Err(super::plans::changed(ctx, id).await?);
    };
    ctx.audit(
        Event::new("plan_allotment_set", "plan", id.0, plan.unit).change(plan.allotment, written.allotment),
    );
    Ok(written)
}

/// An entry of spending; a correction is a negative one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct NewSpending {
    /// In đồng; below zero it corrects an earlier entry.
    pub amount: i64,
    pub spent_on: NaiveDate,
    /// What for; for a correction, why.
    pub note: String,
}

/// Enters money spent on an item. Entries are never changed.
pub async fn record_spending(ctx: &mut Ctx, item: PlanItemId, new: &NewSpending) -> Result<i64, ItemError> {
    // Two corrections must not both fit what was spent.
    hold(ctx.tx(), Held::Item(item)).await?;
    let (plan, item) = readable_item(ctx, item).await?;
    ctx.require(Permission::RecordSpending)?;
    if plan.state == PlanState::Closed {
        return Err(ItemError::PlanNotOpen(plan.state));
    }
    let mut faults = Vec::new();
    if new.note.trim().is_empty() {
        faults.push(FieldFault::new("note", FieldReason::Required));
    }
    let spent = store::sum_spent(ctx.tx(), item.id).await?;
    if new.amount == 0 {
        faults.push(FieldFault::new("amount", FieldReason::NumberUnreadable));
    } else {
        match spent.checked_add(new.amount) {
            Some(sum) if sum > MAX_AMOUNT => {
                faults.push(FieldFault::new("amount", FieldReason::NumberOutOfRange));
            }
            Some(sum) if sum >= 0 => {}
            Some(_) => faults.push(FieldFault::new("amount", FieldReason::MoreThanSpent { spent })),
            None => faults.push(FieldFault::new("amount", FieldReason::NumberOutOfRange)),
        }
    }
    if new.spent_on > ctx.today() {
        faults.push(FieldFault::new("spent_on", FieldReason::DateInFuture));
    }
    if !faults.is_empty() {
        return Err(ItemError::Fields(faults));
    }
    let (account, now) = (ctx.actor.account, ctx.now());
    let id = store::insert_spending(ctx.tx(), item.id, new, account, now).await?;
    let detail =
        serde_json::json!({ "entry": id, "amount": new.amount, "on": new.spent_on, "note": new.note });
    ctx.audit(Event::new("spending_recorded", "plan_item", item.id.0, plan.unit).with(detail));
    Ok(id)
}

/// The entries of an item, oldest first.
pub async fn spendings_of(ctx: &mut Ctx, item: PlanItemId) -> Result<Vec<SpendingRow>, ItemError> {
    let (_, item) = readable_item(ctx, item).await?;
    Ok(store::list_spendings(ctx.tx(), item.id).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_held_against_the_allotment() {
        assert_eq!(Money::of(Some(100), 130, 20).over_estimated, 30);
        assert_eq!(Money::of(Some(100), 90, 120).over_estimated, 0);
        assert_eq!(Money::of(None, 90, 0).over_estimated, 0);
    }
}
