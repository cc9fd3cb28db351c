//! Giving an item to one unit, to many, and to those that come later.

use chrono::NaiveDate;
use kit::accounts::AccountError;
use kit::audit::Event;
use kit::permission::Permission;
use kit::storage::Tx;
use kit::web::{App, Ctx};
use kit::{AccountId, Instant, Internal, UnitId};

use super::super::store::spread::{self, Selection, StandingOrder};
use super::super::store::{self, Item, lookups, records};
use super::change::check_dates;
use super::{index_new, readable_item};
use crate::{PlanError, PlanItemId, TaskId};

/// An item given to a unit.
#[derive(Debug, Clone)]
pub struct Give {
    pub unit: UnitId,
    pub assignee: Option<AccountId>,
    pub coordinators: Vec<UnitId>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
}

/// An item whose tasks this person may give out now.
async fn givable_item(ctx: &mut Ctx, id: PlanItemId) -> Result<Item, PlanError> {
    let item = readable_item(ctx, id).await?;
    ctx.require(Permission::AssignTasks)?;
    if item.is_withdrawn {
        return Err(PlanError::ItemNotFound(id));
    }
    if !item.plan_state.is_in_force() {
        return Err(PlanError::PlanNotInForce);
    }
    Ok(item)
}

/// Gives an item to one unit, and to a person in it or above it.
pub async fn give(ctx: &mut Ctx, id: PlanItemId, give: &Give) -> Result<TaskId, PlanError> {
    let item = givable_item(ctx, id).await?;
    if !ctx.may(Permission::AssignTasks, give.unit).await? {
        return Err(PlanError::UnitNotFound);
    }
    check_dates(give.start_on, give.due_on)?;
    let unit = require_alive(ctx, give.unit, give.due_on).await?;
    let (today, now) = (ctx.today(), ctx.now());
    if let Some(account) = give.assignee
        && !lookups::can_be_given(ctx.tx(), account, give.unit, today).await?
    {
        return Err(PlanError::PersonNotThere);
    }
    for helper in &give.coordinators {
        if !ctx.sees(*helper).await? {
            return Err(PlanError::UnitNotFound);
        }
    }
    let new = store::task::NewTask {
        item: &item,
        unit: give.unit,
        assignee: give.assignee,
        start_on: give.start_on,
        due_on: give.due_on,
    };
    let task = store::task::insert_task(ctx.tx(), &new, now).await?;
    let task = task.ok_or_else(|| PlanError::UnitHasTask(unit.name.clone()))?;
    store::task::set_coordinators(ctx.tx(), task, &give.coordinators).await?;
    let by = ctx.actor.account;
    let note = records::NewNote { kind: "given", to_state: "assigned", version: 1, ..Default::default() };
    records::insert_note(ctx.tx(), task, by, now, &note).await?;
    index_new(ctx.tx(), task, give.unit, &unit.name, &item.title, &item.line_of_work, give.due_on).await?;
    let detail = serde_json::json!({ "item": id, "assignee": give.assignee, "due_on": give.due_on });
    ctx.audit(Event::new("task_given", "task", task.0, give.unit).with(detail));
    Ok(task)
}

/// A unit that exists until the work is due; otherwise an error that names who follows it (NEV-3.5).
pub(super) async fn require_alive(
    ctx: &mut Ctx,
    unit: UnitId,
    due_on: Option<NaiveDate>,
) -> Result<lookups::UnitLife, PlanError> {
    let last_day = due_on.unwrap_or_else(|| ctx.today()).max(ctx.today());
    let life = lookups::find_unit(ctx.tx(), unit).await?.ok_or(PlanError::UnitNotFound)?;
    if let Some(ended_on) = life.valid_to.filter(|end| *end <= last_day) {
        let successors = lookups::list_successors(ctx.tx(), unit).await?.join(", ");
        return Err(PlanError::UnitClosed { unit: life.name, ended_on, successors });
    }
    if life.valid_from > last_day {
        return Err(PlanError::UnitNotYet { unit: life.name, since: life.valid_from });
    }
    Ok(life)
}

/// Gives an item to every unit of a selection; a standing selection also reaches units that come later. Says how many new tasks
/// there are: units that have theirs keep it.
pub async fn fan_out(
    ctx: &mut Ctx,
    id: PlanItemId,
    selection: &Selection,
    due_on: Option<NaiveDate>,
) -> Result<usize, PlanError> {
    let item = givable_item(ctx, id).await?;
    check_dates(item.start_on, due_on)?;
    if let Selection::Chosen(units) = selection {
        if units.is_empty() {
            return Err(PlanError::NoUnitChosen);
        }
        for unit in units {
            if !ctx.may(Permission::AssignTasks, *unit).await? {
                return Err(PlanError::UnitNotFound);
            }
            require_alive(ctx, *unit, due_on).await?;
        }
    } else if !ctx.may(Permission::AssignTasks, item.plan_unit).await? {
        return Err(AccountError::NotAllowed.into());
    }
    let (today, now, by) = (ctx.today(), ctx.now(), ctx.actor.account);
    spread::insert_fan_out(ctx.tx(), id, selection, due_on, by, now).await?;
    let made = spread::insert_tasks(ctx.tx(), &item, selection, due_on, today, None, now).await?;
    for (task, unit) in &made {
        let name = lookups::find_unit_name(ctx.tx(), *unit).await?.unwrap_or_default();
        let note = records::NewNote { kind: "given", to_state: "assigned", version: 1, ..Default::default() };
        records::insert_note(ctx.tx(), *task, by, now, &note).await?;
        index_new(ctx.tx(), *task, *unit, &name, &item.title, &item.line_of_work, due_on).await?;
    }
    let detail = serde_json::json!({
        "selection": selection.code(), "due_on": due_on, "tasks": made.iter().map(|(task, _)| task).collect::<Vec<_>>(),
    });
    ctx.audit(Event::new("item_fanned_out", "plan_item", id.0, item.plan_unit).with(detail));
    Ok(made.len())
}

/// The standing orders of an item.
pub async fn orders_of(ctx: &mut Ctx, id: PlanItemId) -> Result<Vec<StandingOrder>, PlanError> {
    let item = readable_item(ctx, id).await?;
    Ok(spread::list_orders(ctx.tx(), item.id).await?)
}

/// Ends a standing order by hand: units that come after `last_day` (today when left out) get no task. Tasks that were given stay.
///
/// # Errors
/// [`PlanError::OrderNotFound`] for an order that has ended, [`PlanError::DayPast`] for a day before today.
pub async fn end_order(
    ctx: &mut Ctx,
    id: PlanItemId,
    order: i64,
    last_day: Option<NaiveDate>,
    reason: &str,
) -> Result<(), PlanError> {
    let item = readable_item(ctx, id).await?;
    if !ctx.may(Permission::AssignTasks, item.plan_unit).await? {
        return Err(AccountError::NotAllowed.into());
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(PlanError::TaskReasonMissing);
    }
    let (today, by) = (ctx.today(), ctx.actor.account);
    let last_day = last_day.unwrap_or(today);
    if last_day < today {
        return Err(PlanError::DayPast("last_day"));
    }
    if !spread::end_order(ctx.tx(), id, order, last_day, reason, by).await? {
        return Err(PlanError::OrderNotFound);
    }
    let detail = serde_json::json!({ "order": order, "last_day": last_day, "reason": reason });
    ctx.audit(Event::new("item_fan_out_ended", "plan_item", id.0, item.plan_unit).with(detail));
    Ok(())
}

/// Gives the tasks of standing selections to units that came later: to one unit, or to all when none is named. Doing it twice
/// changes nothing. The new tasks are returned, for the caller's audit.
pub async fn apply_open_fan_outs(
    tx: &mut Tx,
    unit: Option<UnitId>,
    now: Instant,
) -> Result<Vec<(TaskId, UnitId)>, Internal> {
    apply(tx, None, unit, now).await
}

async fn apply(
    tx: &mut Tx,
    item: Option<PlanItemId>,
    unit: Option<UnitId>,
    now: Instant,
) -> Result<Vec<(TaskId, UnitId)>, Internal> {
    let today = now.date();
    let mut all = Vec::new();
    for order in spread::list_open(tx, item, today).await? {
        // Work that is over is not given to newcomers.
        if order.due_on.is_some_and(|due| due < today) {
            continue;
        }
        let Some(item) = store::task::find_item(tx, order.item).await? else {
            continue;
        };
        let made = spread::insert_tasks(tx, &item, &order.selection, order.due_on, today, unit, now).await?;
        for (task, unit) in &made {
            let name = lookups::find_unit_name(tx, *unit).await?.unwrap_or_default();
            index_new(tx, *task, *unit, &name, &item.title, &item.line_of_work, order.due_on).await?;
        }
        all.extend(made);
    }
    Ok(all)
}

/// The job that a unit's opening makes necessary; its payload is `{"unit": 7}`, or `{}` for every unit.
pub const UNIT_OPENED: &str = "unit_opened";

/// Gives a unit that was opened the tasks of standing selections.
pub async fn on_unit_opened(app: App, job: kit::jobs::Job) -> Result<String, Internal> {
    let payload: serde_json::Value = serde_json::from_str(&job.payload)?;
    let unit = payload["unit"].as_i64().map(UnitId);
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let made = apply_open_fan_outs(&mut tx, unit, now).await?;
    let events: Vec<Event> =
        made.iter().map(|(task, unit)| Event::new("task_given", "task", task.0, *unit)).collect();
    kit::audit::append(&mut tx, now, kit::audit::Author::default(), &events).await?;
    tx.commit().await?;
    Ok(made.len().to_string())
}
