//! What people do with plans and their items.

mod carry;
mod edits;
mod money;
mod plans;

use documents::DocumentId;
use kit::audit::Event;
use kit::web::Ctx;

use crate::item::{ItemSource, ItemState, PlanItem};
use crate::items::error::ItemError;
use crate::items::store::{self, Because, NewPlan};
use crate::plan::Plan;
use crate::store::{Held, hold};
use crate::{PlanId, PlanItemId};

pub use carry::{CarriedTo, carried_to, carry_item};
pub use edits::{Decision, Edit, add_item, add_series, count_not_begun, edit_item, item_year, withdraw_item};
pub use money::{Money, NewSpending, money_of, record_spending, set_allotment, spendings_of};
pub use plans::{
    IssueSummary, Moved, NextYear, create_plan, issue_summary, list_plans, move_plan, next_year,
    next_year_of, readable_item, readable_plan, versions_of,
};

/// The plan that a paper's accepted proposals go into: made as a draft on first need.
///
/// # Errors
/// [`ItemError::PlanNotOpen`] when it has left the hands of those who draft.
pub(crate) async fn open_plan_of(
    ctx: &mut Ctx,
    document: DocumentId,
    new: NewPlan,
) -> Result<Plan, ItemError> {
    // Two who accept first would each make one.
    hold(ctx.tx(), Held::Document(document)).await?;
    let plan = match store::find_plan_of_document(ctx.tx(), document).await? {
        Some(plan) => plan,
        None => insert_plan(ctx, &new).await?,
    };
    if plan.state.is_open_to_edits() { Ok(plan) } else { Err(ItemError::PlanNotOpen(plan.state)) }
}

async fn insert_plan(ctx: &mut Ctx, new: &NewPlan) -> Result<Plan, ItemError> {
    let (account, now) = (ctx.actor.account, ctx.now());
    let plan = store::insert_plan(ctx.tx(), new, account, now).await?;
    ctx.audit(Event::new("plan_created", "plan", plan.id.0, plan.unit).with(&plan));
    Ok(plan)
}

/// Puts an item read from a paper into a plan: new, or again after it was taken back.
pub(crate) async fn put_item(ctx: &mut Ctx, plan: &Plan, item: PlanItem) -> Result<PlanItem, ItemError> {
    let known = match item.source.proposal {
        Some(proposal) => store::find_item_of_proposal(ctx.tx(), proposal).await?,
        None => None,
    };
    let stored = match known {
        Some(known) => {
            let again = PlanItem {
                id: known.id,
                version: known.version,
                state: ItemState::Active,
                plan: known.plan,
                ..item
            };
            store::update_item(ctx.tx(), &again).await?.ok_or(ItemError::ItemNotFound(known.id))?
        }
        None => store::insert_item(ctx.tx(), &item).await?,
    };
    keep_version(ctx, &stored, Because::default()).await?;
    ctx.audit(Event::new("plan_item_created", "plan_item", stored.id.0, plan.unit).with(&stored));
    Ok(stored)
}

/// Takes an item back out of a draft.
///
/// # Errors
/// [`ItemError::ItemHasWork`] when anything hangs on it, [`ItemError::PlanNotOpen`] when the plan was submitted since.
pub(crate) async fn take_back(ctx: &mut Ctx, item: PlanItem, reason: &str) -> Result<(), ItemError> {
    let plan = plan_of(ctx, item.plan).await?;
    if !plan.state.is_open_to_edits() {
        return Err(ItemError::PlanNotOpen(plan.state));
    }
    if store::has_work(ctx.tx(), item.id).await? {
        return Err(ItemError::ItemHasWork(item.id));
    }
    let id = item.id;
    let taken = PlanItem { state: ItemState::Withdrawn, ..item };
    let taken = store::update_item(ctx.tx(), &taken).await?.ok_or(ItemError::ItemNotFound(id))?;
    keep_version(ctx, &taken, Because { reason, document: None }).await?;
    ctx.audit(Event::new("plan_item_taken_back", "plan_item", id.0, plan.unit).with(reason));
    Ok(())
}

async fn keep_version(ctx: &mut Ctx, item: &PlanItem, because: Because<'_>) -> Result<(), ItemError> {
    let (account, now) = (ctx.actor.account, ctx.now());
    store::insert_version(ctx.tx(), item, because, account, now).await?;
    let unit = plan_of(ctx, item.plan).await?.unit;
    if item.state == ItemState::Withdrawn {
        return Ok(kit::search::remove(ctx.tx(), "plan_item", item.id.0).await?);
    }
    let doc = kit::search::SearchDoc {
        kind: "plan_item",
        subject: item.id.0,
        part: "",
        unit: Some(unit),
        title: &item.fields.title,
        snippet: &item.fields.detail,
        words: &format!("{} {}", item.code, item.fields.campaigns),
        url: &crate::follow::urls::item(item.plan, item.id),
        happened_on: item.fields.due_on,
    };
    Ok(kit::search::put(ctx.tx(), &doc).await?)
}

async fn plan_of(ctx: &mut Ctx, id: PlanId) -> Result<Plan, ItemError> {
    store::find_plan(ctx.tx(), id).await?.ok_or(ItemError::PlanNotFound(id))
}

/// A new item of a plan, not stored yet.
pub(crate) fn fresh_item(plan: PlanId, position: i64, fields: crate::item::ItemFields) -> PlanItem {
    PlanItem {
        id: PlanItemId(0),
        plan,
        position,
        code: String::new(),
        section_code: String::new(),
        section_title: String::new(),
        fields,
        stream: None,
        standing_item: None,
        carried_from: None,
        source: ItemSource::default(),
        state: ItemState::Active,
        version: 1,
    }
}
