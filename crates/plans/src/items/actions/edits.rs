//! Changes of items: free in a draft, by a decision once the plan is issued.

use documents::DocumentId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;

use super::{fresh_item, keep_version, readable_item, readable_plan};
use crate::item::{ItemFields, ItemKind, ItemSource, ItemState, PlanItem};
use crate::items::error::{FieldReason, ItemError};
use crate::items::form;
use crate::items::series::Repeat;
use crate::items::store::{self, Because};
use crate::plan::{Plan, PlanMove, PlanState};
use crate::{PlanId, PlanItemId};

/// What a change of an issued plan rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Decision {
    pub reason: String,
    pub document: Option<DocumentId>,
}

impl Decision {
    fn because(&self) -> Because<'_> {
        Because { reason: self.reason.trim(), document: self.document }
    }
}

/// The year that an item's dates are checked against.
pub async fn item_year(ctx: &mut Ctx, item: &PlanItem) -> Result<i32, ItemError> {
    Ok(readable_plan(ctx, item.plan).await?.year)
}

/// Adds an item. Work that arises (row 7: an order, or without a paper) may join a plan in force; other items need a decision then.
pub async fn add_item(
    ctx: &mut Ctx,
    plan: PlanId,
    fields: ItemFields,
    order: Option<DocumentId>,
    decision: &Decision,
) -> Result<PlanItem, ItemError> {
    let plan = addable(ctx, plan, fields.kind, &fields, order, decision).await?;
    let items = store::list_items(ctx.tx(), plan.id).await?;
    let (code, position) = next_place(&items);
    let new = PlanItem {
        code,
        source: ItemSource { document: order, ..ItemSource::default() },
        ..fresh_item(plan.id, position, fields)
    };
    insert(ctx, &plan, &new, decision).await
}

/// Adds work that repeats: one stream with an instance for each period until the plan's year ends. The first instance comes back.
pub async fn add_series(
    ctx: &mut Ctx,
    plan: PlanId,
    fields: ItemFields,
    repeat: Repeat,
    order: Option<DocumentId>,
    decision: &Decision,
) -> Result<PlanItem, ItemError> {
    let plan = addable(ctx, plan, fields.kind, &fields, order, decision).await?;
    let instances = repeat.instances(&fields, plan.year);
    if instances.is_empty() {
        return Err(ItemError::field("due_on", FieldReason::DateOutsideYear { year: plan.year }));
    }
    for instance in &instances {
        form::check(ctx, instance, plan.year).await?;
    }
    let items = store::list_items(ctx.tx(), plan.id).await?;
    let (code, position) = next_place(&items);
    // The code keeps the stream apart from others of the plan, also when next year's plan is begun from it.
    let stream = store::find_or_insert_stream(ctx.tx(), plan.id, &code, fields.title.trim()).await?;
    let mut first = None;
    for (number, instance) in (1..).zip(instances) {
        let new = PlanItem {
            code: format!("{code}.{number}"),
            stream: Some(stream),
            source: ItemSource { document: order, ..ItemSource::default() },
            ..fresh_item(plan.id, position + number - 1, instance)
        };
        let item = insert(ctx, &plan, &new, decision).await?;
        first.get_or_insert(item);
    }
    first.ok_or_else(|| ItemError::field("due_on", FieldReason::DateOutsideYear { year: plan.year }))
}

/// A plan to which such an item may be added now.
async fn addable(
    ctx: &mut Ctx,
    plan: PlanId,
    kind: ItemKind,
    fields: &ItemFields,
    order: Option<DocumentId>,
    decision: &Decision,
) -> Result<Plan, ItemError> {
    let plan = readable_plan(ctx, plan).await?;
    ctx.require(Permission::EditPlans)?;
    form::check(ctx, fields, plan.year).await?;
    if let Some(order) = order {
        visible_document(ctx, "document", order).await?;
    }
    if !(plan.state.is_in_force() && kind == ItemKind::AdHoc) {
        changeable(ctx, &plan, decision).await?;
    }
    Ok(plan)
}

/// The code of the next item added by hand, and the place after all others.
fn next_place(items: &[PlanItem]) -> (String, i64) {
    let count = items.iter().filter(|item| item.source.proposal.is_none()).count();
    let position = items.iter().map(|item| item.position).max().unwrap_or(0) + 1;
    (format!("+{}", count + 1), position)
}

async fn insert(
    ctx: &mut Ctx,
    plan: &Plan,
    new: &PlanItem,
    decision: &Decision,
) -> Result<PlanItem, ItemError> {
    let item = store::insert_item(ctx.tx(), new).await?;
    keep_version(ctx, &item, decision.because()).await?;
    ctx.audit(Event::new("plan_item_created", "plan_item", item.id.0, plan.unit).with(&item));
    Ok(item)
}

/// What an item is to say.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The version that was read.
    pub version: i64,
    pub fields: ItemFields,
    /// The instances of its series that are not begun say the same, each in its own period.
    pub is_for_series: bool,
}

/// Changes what an item says.
pub async fn edit_item(
    ctx: &mut Ctx,
    id: PlanItemId,
    edit: Edit,
    decision: &Decision,
) -> Result<PlanItem, ItemError> {
    let (plan, before) = begin(ctx, id, edit.version).await?;
    form::check(ctx, &edit.fields, plan.year).await?;
    changeable(ctx, &plan, decision).await?;
    let after = PlanItem { fields: edit.fields, ..before.clone() };
    let edited = write(ctx, &plan, "plan_item_edited", &before, after, decision).await?;
    let now = ctx.now();
    crate::tasks::actions::follow_item(ctx.tx(), id, now).await?;
    if let Some(stream) = edited.stream.filter(|_| edit.is_for_series) {
        store::update_stream(ctx.tx(), stream, &edited.fields.title).await?;
        for other in store::list_not_begun(ctx.tx(), stream).await? {
            let Some(other) = store::find_item(ctx.tx(), other).await?.filter(|other| other.id != id) else {
                continue;
            };
            let fields = ItemFields {
                quarter: other.fields.quarter,
                start_on: other.fields.start_on,
                due_on: other.fields.due_on,
                due_phrase: other.fields.due_phrase.clone(),
                estimate: other.fields.estimate,
                ..edited.fields.clone()
            };
            form::check(ctx, &fields, plan.year).await?;
            let same = PlanItem { fields, ..other.clone() };
            write(ctx, &plan, "plan_item_edited", &other, same, decision).await?;
            crate::tasks::actions::follow_item(ctx.tx(), other.id, now).await?;
        }
    }
    Ok(edited)
}

/// How many other instances of an item's series are not begun.
pub async fn count_not_begun(ctx: &mut Ctx, item: &PlanItem) -> Result<usize, ItemError> {
    let Some(stream) = item.stream else { return Ok(0) };
    let found = store::list_not_begun(ctx.tx(), stream).await?;
    Ok(found.into_iter().filter(|other| *other != item.id).count())
}

/// Takes an item out of the plan; it stays to be seen.
///
/// # Errors
/// [`ItemError::ItemHasWork`] in a draft when anything hangs on it; in an issued plan a decision withdraws it with what hangs on it.
pub async fn withdraw_item(
    ctx: &mut Ctx,
    id: PlanItemId,
    version: i64,
    decision: &Decision,
) -> Result<PlanItem, ItemError> {
    let (plan, before) = begin(ctx, id, version).await?;
    changeable(ctx, &plan, decision).await?;
    if !plan.state.is_in_force() && store::has_work(ctx.tx(), id).await? {
        return Err(ItemError::ItemHasWork(id));
    }
    let after = PlanItem { state: ItemState::Withdrawn, ..before.clone() };
    let withdrawn = write(ctx, &plan, "plan_item_withdrawn", &before, after, decision).await?;
    if let Some(document) = decision.document {
        crate::tasks::actions::cancel_tasks_of(ctx, id, decision.reason.trim(), document.0).await?;
    }
    Ok(withdrawn)
}

pub(super) async fn begin(
    ctx: &mut Ctx,
    id: PlanItemId,
    version: i64,
) -> Result<(Plan, PlanItem), ItemError> {
    let (plan, item) = readable_item(ctx, id).await?;
    ctx.require(Permission::EditPlans)?;
    if item.state == ItemState::Withdrawn {
        return Err(ItemError::ItemWithdrawn(id));
    }
    if item.version != version {
        return Err(changed(ctx, id).await?);
    }
    Ok((plan, item))
}

async fn changed(ctx: &mut Ctx, id: PlanItemId) -> Result<ItemError, ItemError> {
    let last = store::list_versions(ctx.tx(), id).await?.pop();
    let (who, when) =
        last.map(|row| (row.who, row.at.local().format("%H:%M %d/%m/%Y").to_string())).unwrap_or_default();
    Ok(ItemError::Changed { who, when })
}

/// Whether items of the plan may change now: freely, or by a decision, which makes an issued plan an adjusted one.
async fn changeable(ctx: &mut Ctx, plan: &Plan, decision: &Decision) -> Result<(), ItemError> {
    if plan.state.is_open_to_edits() {
        return Ok(());
    }
    if !plan.state.is_in_force() {
        return Err(ItemError::PlanNotOpen(plan.state));
    }
    ctx.require(PlanMove::Adjust.permission())?;
    let because = decision.because();
    if because.reason.is_empty() {
        return Err(ItemError::field("reason", FieldReason::Required));
    }
    let document = because.document.ok_or_else(|| ItemError::field("decision", FieldReason::Required))?;
    visible_document(ctx, "decision", document).await?;
    not_the_plans_own(plan, document)?;
    // Several items changed by one decision are one step.
    let steps = store::list_steps(ctx.tx(), plan.id).await?;
    let is_noted = steps.last().is_some_and(|step| {
        step.to_state == PlanState::Adjusted
            && step.document == Some(document)
            && step.reason == because.reason
    });
    if !is_noted {
        let adjusted = Plan { state: PlanState::Adjusted, ..plan.clone() };
        super::plans::write_step(ctx, plan, adjusted, PlanMove::Adjust, because).await?;
    }
    Ok(())
}

/// A plan in force changes by another paper than the one it was issued with.
pub(super) fn not_the_plans_own(plan: &Plan, decision: DocumentId) -> Result<(), ItemError> {
    if plan.document == Some(decision) {
        Err(ItemError::field("decision", FieldReason::DocumentIsThePlans))
    } else {
        Ok(())
    }
}

/// A paper that this person may see.
pub(super) async fn visible_document(
    ctx: &mut Ctx,
    field: &'static str,
    document: DocumentId,
) -> Result<(), ItemError> {
    match crate::review::actions::see_paper(ctx, document).await {
        Err(ItemError::DocumentNotFound) => Err(ItemError::field(field, FieldReason::DocumentUnknown)),
        other => other.map(|_| ()),
    }
}

async fn write(
    ctx: &mut Ctx,
    plan: &Plan,
    action: &'static str,
    before: &PlanItem,
    after: PlanItem,
    decision: &Decision,
) -> Result<PlanItem, ItemError> {
    let Some(written) = store::update_item(ctx.tx(), &after).await? else {
        return Err(changed(ctx, before.id).await?);
    };
    keep_version(ctx, &written, decision.because()).await?;
    ctx.audit(Event::new(action, "plan_item", written.id.0, plan.unit).change(before, &written));
    Ok(written)
}
