//! Plans as a whole: made, moved from draft to issued, begun again for the next year.

use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;

use super::edits::{Decision, not_the_plans_own, visible_document};
use super::{fresh_item, insert_plan, keep_version};
use crate::item::{ItemFields, ItemSource, ItemState, PlanItem};
use crate::items::error::{FieldReason, ItemError};
use crate::items::form::is_amount;
use crate::items::next_year::Turn;
use crate::items::store::{self, Because, NewPlan, UnfinishedItem, VersionRow};
use crate::plan::{Plan, PlanMove};
use crate::store::{Held, hold};
use crate::tasks::store::lookups;
use crate::{PlanId, PlanItemId};

/// The plan, for those who may see it.
pub async fn readable_plan(ctx: &mut Ctx, id: PlanId) -> Result<Plan, ItemError> {
    ctx.require(Permission::ReadWork)?;
    let plan = store::find_plan(ctx.tx(), id).await?.ok_or(ItemError::PlanNotFound(id))?;
    if ctx.sees(plan.unit).await? { Ok(plan) } else { Err(ItemError::PlanNotFound(id)) }
}

/// An item with its plan, for those who may see it.
pub async fn readable_item(ctx: &mut Ctx, id: PlanItemId) -> Result<(Plan, PlanItem), ItemError> {
    let item = store::find_item(ctx.tx(), id).await?.ok_or(ItemError::ItemNotFound(id))?;
    match readable_plan(ctx, item.plan).await {
        Ok(plan) => Ok((plan, item)),
        Err(ItemError::PlanNotFound(_)) => Err(ItemError::ItemNotFound(id)),
        Err(error) => Err(error),
    }
}

/// The plans within the person's scope, newest first, those with an id below `before`.
pub async fn list_plans(ctx: &mut Ctx, before: Option<PlanId>, limit: i64) -> Result<Vec<Plan>, ItemError> {
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    Ok(store::list_plans(ctx.tx(), scope, before, limit).await?)
}

/// What an item looked like over time, oldest first.
pub async fn versions_of(ctx: &mut Ctx, id: PlanItemId) -> Result<Vec<VersionRow>, ItemError> {
    let (_, item) = readable_item(ctx, id).await?;
    Ok(store::list_versions(ctx.tx(), item.id).await?)
}

/// Begins a plan without a paper, for the person's unit unless another is named.
pub async fn create_plan(ctx: &mut Ctx, new: NewPlan) -> Result<Plan, ItemError> {
    ctx.require(Permission::EditPlans)?;
    if new.title.trim().is_empty() {
        return Err(ItemError::field("title", FieldReason::Required));
    }
    // As long as the abstract of a paper may be.
    if kit::text::is_longer(&new.title, kit::text::MAX_TITLE) {
        return Err(ItemError::field("title", FieldReason::TooLong { limit: kit::text::MAX_TITLE }));
    }
    if !(2000..=2100).contains(&new.year) {
        return Err(ItemError::field("year", FieldReason::NumberUnreadable));
    }
    if new.allotment.is_some_and(|allotment| !is_amount(allotment)) {
        return Err(ItemError::field("allotment", FieldReason::NumberOutOfRange));
    }
    if !ctx.sees(new.unit).await? {
        return Err(ItemError::field("unit", FieldReason::UnitUnknown { name: new.unit.to_string() }));
    }
    if let Some(document) = new.document {
        visible_document(ctx, "document", document).await?;
    }
    if let Some(parent) = new.parent {
        readable_plan(ctx, parent).await?;
    }
    insert_plan(ctx, &NewPlan { title: new.title.trim().to_owned(), ..new }).await
}

/// What a plan holds before it is issued: how many items, and what is still open about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IssueSummary {
    pub items: usize,
    pub ungiven: usize,
    /// Without a lead, neither of the register nor in words.
    pub unled: usize,
    /// Due before today.
    pub late: usize,
}

pub async fn issue_summary(ctx: &mut Ctx, id: PlanId) -> Result<IssueSummary, ItemError> {
    let today = ctx.today();
    let mut items = store::list_items(ctx.tx(), id).await?;
    items.retain(|item| item.state == ItemState::Active);
    let is_unled = |item: &&PlanItem| item.fields.lead_unit.is_none() && item.fields.lead_named.is_empty();
    Ok(IssueSummary {
        items: items.len(),
        ungiven: usize::try_from(store::count_ungiven_items(ctx.tx(), id).await?).unwrap_or(0),
        unled: items.iter().filter(is_unled).count(),
        late: items.iter().filter(|item| item.fields.due_on.is_some_and(|due| due < today)).count(),
    })
}

/// Moves a plan along its way: the table of transitions says who may, from where, and what it needs.
pub async fn move_plan(
    ctx: &mut Ctx,
    id: PlanId,
    version: i64,
    act: PlanMove,
    decision: &Decision,
) -> Result<Plan, ItemError> {
    let plan = readable_plan(ctx, id).await?;
    ctx.require(act.permission())?;
    let row = plan.state.moves().find(|row| row.act == act).ok_or(ItemError::MoveNotFromHere(plan.state))?;
    if plan.version != version {
        return Err(changed(ctx, id).await?);
    }
    let reason = decision.reason.trim();
    if row.needs_reason && reason.is_empty() {
        return Err(ItemError::field("reason", FieldReason::Required));
    }
    match decision.document {
        None if row.needs_document => return Err(ItemError::field("decision", FieldReason::Required)),
        None => {}
        Some(document) => {
            visible_document(ctx, "decision", document).await?;
            if act == PlanMove::Adjust {
                not_the_plans_own(&plan, document)?;
            }
        }
    }
    if act != PlanMove::Return && store::count_active_items(ctx.tx(), id).await? == 0 {
        return Err(ItemError::PlanEmpty);
    }
    // The versions that stand when the plan is issued are its baseline.
    let issued_at = if act == PlanMove::Issue { Some(ctx.now()) } else { plan.issued_at };
    let document = if act == PlanMove::Issue { decision.document.or(plan.document) } else { plan.document };
    let after = Plan { state: row.to, issued_at, document, ..plan.clone() };
    let written = write_step(ctx, &plan, after, act, Because { reason, document: decision.document }).await?;
    if act == PlanMove::Issue {
        super::carry::carry_at_issue(ctx, &written).await?;
    }
    Ok(written)
}

/// Writes a plan in its new state, with the step and the audit.
pub(super) async fn write_step(
    ctx: &mut Ctx,
    before: &Plan,
    after: Plan,
    act: PlanMove,
    because: Because<'_>,
) -> Result<Plan, ItemError> {
    let Some(written) = store::update_plan(ctx.tx(), &after).await? else {
        return Err(changed(ctx, before.id).await?);
    };
    let (account, now) = (ctx.actor.account, ctx.now());
    store::insert_step(ctx.tx(), before, &written, because, account, now).await?;
    let detail = serde_json::json!({
        "before": before.state, "after": written.state, "reason": because.reason, "document": because.document,
    });
    ctx.audit(Event::new(act.audit_action(), "plan", written.id.0, written.unit).with(detail));
    Ok(written)
}

/// Who changed a plan last; what was allotted to it is no step of its way, so the audit is asked.
pub(super) async fn changed(ctx: &mut Ctx, id: PlanId) -> Result<ItemError, ItemError> {
    let last = kit::audit::list_of(ctx.tx(), "plan", id.0, 1).await?.pop();
    let who = match last.as_ref().and_then(|entry| entry.account) {
        Some(account) => lookups::find_account_name(ctx.tx(), account).await?.unwrap_or_default(),
        None => String::new(),
    };
    let when = last.map(|entry| entry.at.local().format("%H:%M %d/%m/%Y").to_string()).unwrap_or_default();
    Ok(ItemError::Changed { who, when })
}

/// What stands at the turn of the year.
#[derive(Debug, Clone)]
pub struct NextYear {
    /// Next year's plan, when it was begun already.
    pub begun: Option<Plan>,
    /// Items of quarter IV and of the whole year that are not finished and were not carried over.
    pub unfinished: Vec<UnfinishedItem>,
    /// What would be said anew, in the plan's order.
    pub proposals: Vec<Moved>,
}

/// An item as it stands, and as next year's plan would say it.
#[derive(Debug, Clone)]
pub struct Moved {
    pub id: PlanItemId,
    pub code: String,
    pub old: ItemFields,
    pub new: ItemFields,
}

impl Moved {
    /// Whether a number of a conference or congress stands in it ("lần thứ 5"), which only a person can move on.
    pub fn has_number_to_check(&self) -> bool {
        self.new.title.to_lowercase().contains("lần thứ")
    }
}

/// Next year's plan so far, and what could go into it.
pub async fn next_year_of(ctx: &mut Ctx, id: PlanId) -> Result<NextYear, ItemError> {
    Ok(NextYear {
        begun: store::find_next_year(ctx.tx(), id).await?,
        unfinished: super::carry::unfinished(ctx, id).await?,
        proposals: proposals(ctx, id).await?,
    })
}

/// What of the plan would stand in next year's, and how.
async fn proposals(ctx: &mut Ctx, id: PlanId) -> Result<Vec<Moved>, ItemError> {
    let old = readable_plan(ctx, id).await?;
    let turn = Turn { from: old.year, to: old.year + 1 };
    let items = store::list_items(ctx.tx(), id).await?;
    let kept = items.into_iter().filter(goes_on);
    Ok(kept
        .map(|item| Moved { new: turn.fields(&item.fields), id: item.id, code: item.code, old: item.fields })
        .collect())
}

/// Work that was withdrawn, or that came from the year before, stays behind.
fn goes_on(item: &PlanItem) -> bool {
    item.state == ItemState::Active && item.carried_from.is_none()
}

/// Starts next year's plan from this one (requirements, row 1): years and dates move on, anniversaries are counted anew, work of
/// the old year that was withdrawn or carried over stays behind. Streams and links to standing items are drawn again.
/// `carried` are unfinished items that are to be finished next year, with the reason; when next year's plan was begun already, they
/// are put into it. `dropped` are items that the new plan leaves out; what is left out is noted in the audit.
///
/// # Errors
/// [`ItemError::NotUnfinished`] for an item that does not wait to be carried into next year.
pub async fn next_year(
    ctx: &mut Ctx,
    id: PlanId,
    carried: &[PlanItemId],
    dropped: &[PlanItemId],
    reason: &str,
) -> Result<Plan, ItemError> {
    hold(ctx.tx(), Held::Plan(id)).await?;
    let old = readable_plan(ctx, id).await?;
    ctx.require(Permission::EditPlans)?;
    let reason = reason.trim();
    if !carried.is_empty() && reason.is_empty() {
        return Err(ItemError::field("reason", FieldReason::Required));
    }
    let now = next_year_of(ctx, id).await?;
    if let Some(other) = carried.iter().find(|id| now.unfinished.iter().all(|item| item.id != **id)) {
        return Err(ItemError::NotUnfinished(*other));
    }
    let plan = match now.begun.filter(|_| !carried.is_empty()) {
        Some(begun) if begun.state.is_open_to_edits() || begun.state.is_in_force() => begun,
        Some(begun) => return Err(ItemError::PlanNotOpen(begun.state)),
        None => begin_next_year(ctx, &old, dropped).await?,
    };
    for item in carried {
        super::carry::carry_into(ctx, &plan, *item, reason).await?;
    }
    Ok(plan)
}

async fn begin_next_year(ctx: &mut Ctx, old: &Plan, dropped: &[PlanItemId]) -> Result<Plan, ItemError> {
    let turn = Turn { from: old.year, to: old.year + 1 };
    let new = NewPlan {
        unit: old.unit,
        year: turn.to,
        kind: old.kind,
        title: turn.text(&old.title),
        document: None,
        parent: Some(old.id),
        allotment: None,
    };
    let plan = insert_plan(ctx, &new).await?;
    let items = store::list_items(ctx.tx(), old.id).await?;
    if let Some(other) = dropped.iter().find(|id| !items.iter().any(|item| item.id == **id && goes_on(item)))
    {
        return Err(ItemError::ItemNotFound(*other));
    }
    let kept = items.iter().filter(|item| goes_on(item) && !dropped.contains(&item.id));
    let (mut made, mut links) = (std::collections::HashMap::new(), Vec::new());
    for item in kept {
        let stream = match item.stream {
            Some(stream) => {
                let (series, title) = store::find_stream(ctx.tx(), stream).await?;
                Some(store::find_or_insert_stream(ctx.tx(), plan.id, &series, &turn.text(&title)).await?)
            }
            None => None,
        };
        let fresh = PlanItem {
            code: item.code.clone(),
            section_code: item.section_code.clone(),
            section_title: turn.text(&item.section_title),
            stream,
            // Where it was said: in last year's paper, until this year's is read.
            source: ItemSource { proposal: None, ..item.source.clone() },
            ..fresh_item(plan.id, item.position, turn.fields(&item.fields))
        };
        let stored = store::insert_item(ctx.tx(), &fresh).await?;
        keep_version(ctx, &stored, Because::default()).await?;
        made.insert(item.id, stored.id);
        links.extend(item.standing_item.map(|standing| (stored.id, standing)));
    }
    for (item, standing) in links {
        if let Some(standing) = made.get(&standing) {
            store::update_standing(ctx.tx(), item, Some(*standing)).await?;
        }
    }
    let detail = serde_json::json!({ "from": old.id, "to": plan.id, "items": made.len(),
        "left_out": dropped.iter().map(|id| id.0).collect::<Vec<_>>() });
    ctx.audit(Event::new("plan_begun_from_last_year", "plan", plan.id.0, plan.unit).with(detail));
    Ok(plan)
}
