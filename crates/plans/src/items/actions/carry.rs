//! Work that is not finished goes over to the next quarter, or from quarter IV into next year's plan.

use chrono::NaiveDate;
use kit::audit::Event;
use kit::web::Ctx;

use super::edits::begin;
use super::{keep_version, readable_item, readable_plan};
use crate::item::{ItemFields, ItemSource, ItemState, PlanItem, quarter_end, quarter_of};
use crate::items::error::{FieldReason, ItemError};
use crate::items::form;
use crate::items::store::{self, Because};
use crate::plan::Plan;
use crate::store::{Held, hold};
use crate::tasks::actions::carry_tasks;
use crate::{PlanId, PlanItemId};

/// Where an item was carried over to, and how many of its tasks went along.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct CarriedTo {
    pub plan: PlanId,
    pub item: PlanItemId,
    pub year: i32,
    pub quarter: Option<u8>,
    /// Tasks within the reader's scope; none as long as next year's plan is not issued.
    pub tasks: i64,
}

/// Carries an item over to the next quarter, with a reason: its open tasks and standing orders go along, due by the end of the new
/// quarter unless another day of it is named. Finished tasks stay, with the money, in the old item.
///
/// # Errors
/// [`ItemError::NoNextQuarter`] for work of the whole year and of quarter IV: that is put into next year's plan.
pub async fn carry_item(
    ctx: &mut Ctx,
    id: PlanItemId,
    version: i64,
    due_on: Option<NaiveDate>,
    reason: &str,
) -> Result<PlanItem, ItemError> {
    hold(ctx.tx(), Held::Item(id)).await?;
    let (plan, before) = begin(ctx, id, version).await?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ItemError::field("reason", FieldReason::Required));
    }
    if !plan.state.is_in_force() {
        return Err(ItemError::PlanNotInForce(plan.state));
    }
    // After quarter IV the work belongs to next year's plan.
    let from = before.fields.quarter.filter(|quarter| *quarter < 4).ok_or(ItemError::NoNextQuarter)?;
    not_carried(ctx, id).await?;
    let item = copy(ctx, &plan, &before, from + 1, due_on, reason).await?;
    let way = format!("{} → {}", roman(from), roman(from + 1));
    let tasks = carry_tasks(ctx, id, item.id, &way, reason).await?;
    audit(ctx, &plan, &before, &item, reason, tasks);
    Ok(item)
}

/// Puts an unfinished item into quarter I of next year's plan. Its tasks go along at once when that plan is in force, else on the day
/// it is issued: until then they are worked on where they are.
pub(super) async fn carry_into(
    ctx: &mut Ctx,
    plan: &Plan,
    id: PlanItemId,
    reason: &str,
) -> Result<PlanItem, ItemError> {
    hold(ctx.tx(), Held::Item(id)).await?;
    let (_, before) = readable_item(ctx, id).await?;
    not_carried(ctx, id).await?;
    let item = copy(ctx, plan, &before, 1, None, reason).await?;
    let mut tasks = 0;
    if plan.state.is_in_force() {
        tasks = carry_tasks(ctx, id, item.id, &way_of_years(&before, plan), reason).await?;
    } else {
        crate::tasks::store::carry::copy_links(ctx.tx(), id, item.id).await?;
    }
    audit(ctx, plan, &before, &item, reason, tasks);
    Ok(item)
}

/// On the day a plan is issued, the open tasks of last year's items that were put into it go along.
pub(super) async fn carry_at_issue(ctx: &mut Ctx, plan: &Plan) -> Result<(), ItemError> {
    for item in store::list_items(ctx.tx(), plan.id).await? {
        let Some(from) = item.carried_from.filter(|_| item.state == ItemState::Active) else { continue };
        let before = store::find_item(ctx.tx(), from).await?.ok_or(ItemError::ItemNotFound(from))?;
        if before.plan == plan.id {
            continue;
        }
        let first = store::list_versions(ctx.tx(), item.id).await?.into_iter().next();
        let reason = first.map(|version| version.reason).unwrap_or_default();
        let tasks = carry_tasks(ctx, from, item.id, &way_of_years(&before, plan), &reason).await?;
        audit(ctx, plan, &before, &item, &reason, tasks);
    }
    Ok(())
}

/// Where an item was carried over to, for those who may see it.
pub async fn carried_to(ctx: &mut Ctx, id: PlanItemId) -> Result<Option<CarriedTo>, ItemError> {
    let (_, item) = readable_item(ctx, id).await?;
    let scope = ctx.scope()?;
    Ok(store::find_carried_to(ctx.tx(), scope, item.id, None).await?)
}

async fn not_carried(ctx: &mut Ctx, id: PlanItemId) -> Result<(), ItemError> {
    let scope = ctx.scope()?;
    match store::find_carried_to(ctx.tx(), scope, id, None).await? {
        Some(_) => Err(ItemError::CarriedAlready(id)),
        None => Ok(()),
    }
}

/// The item as it stands in its new quarter. The estimate stays where it was allotted: it is not counted twice.
async fn copy(
    ctx: &mut Ctx,
    plan: &Plan,
    before: &PlanItem,
    quarter: u8,
    due_on: Option<NaiveDate>,
    reason: &str,
) -> Result<PlanItem, ItemError> {
    use chrono::Datelike as _;
    let day = due_on.or_else(|| quarter_end(plan.year, quarter));
    if day.is_some_and(|day| day.year() != plan.year || quarter_of(day) != quarter) {
        return Err(ItemError::field("due_on", FieldReason::DateNotInQuarter { quarter, year: plan.year }));
    }
    let fields = ItemFields {
        quarter: Some(quarter),
        start_on: None,
        due_on: day,
        due_phrase: String::new(),
        estimate: None,
        ..before.fields.clone()
    };
    form::check(ctx, &fields, plan.year).await?;
    let is_same_plan = before.plan == plan.id;
    let mut position = before.position;
    if !is_same_plan {
        let items = store::list_items(ctx.tx(), plan.id).await?;
        position = items.iter().map(|item| item.position).max().unwrap_or(0) + 1;
    }
    let new = PlanItem {
        plan: plan.id,
        position,
        fields,
        carried_from: Some(before.id),
        // Streams and standing items are a plan's own.
        stream: before.stream.filter(|_| is_same_plan),
        standing_item: before.standing_item.filter(|_| is_same_plan),
        source: ItemSource { proposal: None, ..before.source.clone() },
        version: 1,
        ..before.clone()
    };
    let item = store::insert_item(ctx.tx(), &new).await?;
    keep_version(ctx, &item, Because { reason, document: None }).await?;
    Ok(item)
}

fn audit(ctx: &mut Ctx, plan: &Plan, before: &PlanItem, item: &PlanItem, reason: &str, tasks: usize) {
    let detail = serde_json::json!({
        "from": before.id, "to": item.id, "quarter": item.fields.quarter, "due_on": item.fields.due_on, "reason": reason,
        "tasks": tasks,
    });
    ctx.audit(Event::new("plan_item_carried", "plan_item", item.id.0, plan.unit).with(detail));
}

fn way_of_years(before: &PlanItem, plan: &Plan) -> String {
    let from = before.fields.quarter.map_or("IV", roman);
    format!("{from}/{} → I/{}", plan.year - 1, plan.year)
}

const fn roman(quarter: u8) -> &'static str {
    crate::tasks::roman(quarter as i64)
}

/// Checks what is to go into next year's plan: unfinished items of this one that stay otherwise.
pub(super) async fn unfinished(ctx: &mut Ctx, id: PlanId) -> Result<Vec<store::UnfinishedItem>, ItemError> {
    let plan = readable_plan(ctx, id).await?;
    Ok(store::list_unfinished(ctx.tx(), plan.id).await?)
}
