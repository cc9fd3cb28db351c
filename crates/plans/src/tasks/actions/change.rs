//! Moves of a task, from the table of moves alone.

use chrono::NaiveDate;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use kit::{AccountId, Internal, UnitId};

use super::super::store::{self, Item, Task, lookups, records};
use super::{item_of, readable_task, require_version, save};
use crate::items::error::ItemError;
use crate::plan::PlanState;
use crate::task::{MoveFacts, Refusal, TaskMove, TaskState};
use crate::{PlanError, PlanItemId, TaskId};

/// A move as somebody asks for it.
#[derive(Debug, Clone, Default)]
pub struct Change<'a> {
    pub reason: &'a str,
    /// The paper that orders it: its symbol, or its id.
    pub document: &'a str,
    /// The version of the task that was seen.
    pub version: Option<i64>,
}

/// Moves a task. The table says who may, and what the move needs.
pub async fn change_state(
    ctx: &mut Ctx,
    id: TaskId,
    act: TaskMove,
    change: &Change<'_>,
) -> Result<Task, PlanError> {
    let task = readable_task(ctx, id).await?;
    require_version(ctx, &task, change.version).await?;
    let row = task.state.moves().find(|row| row.act == act).ok_or(PlanError::TaskNotMovable)?;
    if !ctx.may(row.permission, task.unit).await? {
        return Err(kit::accounts::AccountError::NotAllowed.into());
    }
    let item = item_of(ctx, &task).await?;
    require_going_on(&item)?;
    if act == TaskMove::CloseNotArisen && !item.is_conditional {
        return Err(PlanError::TaskNotConditional);
    }
    let (named, reason) = (change.document.trim(), change.reason.trim());
    let paper = if named.is_empty() {
        None
    } else {
        let scope = ctx.scope()?;
        let found = lookups::find_paper(ctx.tx(), scope, named).await?;
        Some(found.ok_or_else(|| PlanError::PaperNotFound(named.to_owned()))?)
    };
    let by = ctx.actor.account;
    let facts = MoveFacts {
        by,
        assignee: task.assignee,
        submitted_by: task.submitted_by,
        evidence_count: task.evidence_count,
        has_reason: !reason.is_empty(),
        has_document: paper.is_some(),
    };
    let (before, today) = (task.state, ctx.today());
    let state = before.after(act, &facts).map_err(refused)?;
    let mut said = reason.to_owned();
    if let Some((_, symbol)) = &paper {
        said = if said.is_empty() { symbol.clone() } else { format!("{said} – {symbol}") };
    }
    let mut moved = Task { state, state_reason: said.clone(), ..task };
    settle(&mut moved, act, by, today);
    let note = records::NewNote {
        kind: "moved",
        body: &said,
        from_state: before.code(),
        to_state: state.code(),
        ..Default::default()
    };
    let moved = save(ctx, moved, note).await?;
    if act == TaskMove::Verify {
        let now = ctx.now();
        records::check_evidence(ctx.tx(), id, by, now).await?;
    }
    let detail = serde_json::json!({
        "act": act, "before": before, "after": state, "reason": reason, "document": paper.map(|(document, _)| document),
    });
    ctx.audit(Event::new("task_moved", "task", id.0, moved.unit).with(detail));
    Ok(moved)
}

/// Work of a plan that is closed, or of an item that left its plan, stands as it is.
fn require_going_on(item: &Item) -> Result<(), PlanError> {
    if item.plan_state == PlanState::Closed {
        Err(PlanError::PlanClosed)
    } else if item.is_withdrawn {
        Err(PlanError::ItemWithdrawn)
    } else {
        Ok(())
    }
}

/// Cancels what is still open of an item that a decision took out of its plan: the decision's reason and paper are the tasks' own.
pub async fn cancel_tasks_of(
    ctx: &mut Ctx,
    item: PlanItemId,
    reason: &str,
    document: i64,
) -> Result<(), PlanError> {
    let symbol = lookups::find_symbol(ctx.tx(), document).await?.unwrap_or_default();
    let said =
        [reason, &symbol].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" – ");
    for task in store::task::list_tasks_of(ctx.tx(), item).await? {
        let before = task.state;
        let Some(row) = before.moves().find(|row| row.act == TaskMove::Cancel) else {
            continue;
        };
        let id = task.id;
        let cancelled = Task { state: row.to, state_reason: said.clone(), ..task };
        let note = records::NewNote {
            kind: "moved",
            body: &said,
            from_state: before.code(),
            to_state: row.to.code(),
            ..Default::default()
        };
        let cancelled = save(ctx, cancelled, note).await?;
        let detail = serde_json::json!({
            "act": TaskMove::Cancel, "before": before, "after": row.to, "reason": reason, "document": document,
        });
        ctx.audit(Event::new("task_moved", "task", id.0, cancelled.unit).with(detail));
    }
    Ok(())
}

/// Who did it, who checked it and when it was done follow from the move.
fn settle(task: &mut Task, act: TaskMove, by: AccountId, today: NaiveDate) {
    match act {
        TaskMove::Submit => {
            task.submitted_by = Some(by);
            task.verified_by = None;
        }
        TaskMove::Verify => {
            task.verified_by = Some(by);
            task.done_on = Some(today);
            task.progress_percent = 100;
        }
        TaskMove::Return | TaskMove::Reopen => {
            task.submitted_by = None;
            task.verified_by = None;
            task.done_on = None;
        }
        TaskMove::CloseNotArisen => task.verified_by = Some(by),
        // Who takes on what nobody was named for is named from then on.
        TaskMove::Accept => task.assignee = task.assignee.or(Some(by)),
        TaskMove::Assign | TaskMove::Start | TaskMove::Suspend | TaskMove::Resume | TaskMove::Cancel => {}
    }
}

const fn refused(refusal: Refusal) -> PlanError {
    match refusal {
        Refusal::NotFromHere => PlanError::TaskNotMovable,
        Refusal::ReasonMissing => PlanError::TaskReasonMissing,
        Refusal::EvidenceMissing => PlanError::TaskEvidenceMissing,
        Refusal::SamePerson => PlanError::TaskSamePerson,
        Refusal::DocumentMissing => PlanError::TaskPaperMissing,
    }
}

/// Who does a task, and when.
#[derive(Debug, Clone, Default)]
pub struct Reassign {
    pub assignee: Option<AccountId>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    /// The units that help; `None` leaves them.
    pub coordinators: Option<Vec<UnitId>>,
    pub version: Option<i64>,
}

/// Gives a task to a person of its unit or above, with its dates.
pub async fn reassign(ctx: &mut Ctx, id: TaskId, new: &Reassign) -> Result<Task, PlanError> {
    let task = readable_task(ctx, id).await?;
    require_version(ctx, &task, new.version).await?;
    if !ctx.may(Permission::AssignTasks, task.unit).await? {
        return Err(kit::accounts::AccountError::NotAllowed.into());
    }
    if !task.state.moves().any(|row| row.act == TaskMove::Assign) {
        return Err(PlanError::TaskNotMovable);
    }
    require_going_on(&item_of(ctx, &task).await?)?;
    check_dates(new.start_on, new.due_on)?;
    super::give::require_alive(ctx, task.unit, new.due_on).await?;
    let today = ctx.today();
    let mut name = String::new();
    if let Some(account) = new.assignee {
        if !lookups::can_be_given(ctx.tx(), account, task.unit, today).await? {
            return Err(PlanError::PersonNotThere);
        }
        name = lookups::find_account_name(ctx.tx(), account).await?.unwrap_or_default();
    }
    if let Some(units) = &new.coordinators {
        // A unit that helps already may stay, also one that this person does not see.
        let standing = store::task::list_coordinators(ctx.tx(), id).await?;
        for unit in units {
            if standing.iter().all(|(id, _)| id != unit) && !ctx.sees(*unit).await? {
                return Err(PlanError::HelperNotFound);
            }
        }
        store::task::set_coordinators(ctx.tx(), id, units).await?;
    }
    let before = task.clone();
    // A change of dates alone does not take work back to its beginning.
    let state = if before.assignee == new.assignee && before.state != TaskState::Planned {
        before.state
    } else {
        TaskState::Assigned
    };
    let moved = Task { assignee: new.assignee, start_on: new.start_on, due_on: new.due_on, state, ..task };
    let due = new.due_on.map(vi::date::short).unwrap_or_default();
    let body = match (name.is_empty(), due.is_empty()) {
        (true, _) => format!("{} {due}", before.unit_name),
        (false, true) => name.clone(),
        (false, false) => format!("{name}, {due}"),
    };
    let note = records::NewNote {
        kind: "assigned",
        body: body.trim(),
        from_state: before.state.code(),
        to_state: state.code(),
        ..Default::default()
    };
    let mut moved = save(ctx, moved, note).await?;
    moved.assignee_name = new.assignee.map(|_| name);
    let detail = serde_json::json!({
        "before": { "assignee": before.assignee, "start_on": before.start_on, "due_on": before.due_on },
        "after": { "assignee": new.assignee, "start_on": new.start_on, "due_on": new.due_on, "coordinators": new.coordinators },
    });
    ctx.audit(Event::new("task_assigned", "task", id.0, moved.unit).with(detail));
    Ok(moved)
}

/// The units named one a line, by name or code, as of the day they are needed.
///
/// # Errors
/// [`PlanError::HelperUnclear`] says which line is unknown, ended, or means several.
pub async fn find_helpers(
    ctx: &mut Ctx,
    lines: &str,
    due_on: Option<NaiveDate>,
) -> Result<Vec<UnitId>, PlanError> {
    let day = due_on.unwrap_or_else(|| ctx.today()).max(ctx.today());
    let mut found = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match crate::items::units::find(ctx, "more_coordinators", line, day).await {
            Ok(Ok(unit)) => found.push(unit),
            Ok(Err(fault)) => return Err(PlanError::HelperUnclear(fault.phrase())),
            Err(ItemError::Account(error)) => return Err(error.into()),
            Err(ItemError::Internal(error)) => return Err(error.into()),
            Err(other) => return Err(Internal::new(other.to_string()).into()),
        }
    }
    Ok(found)
}

pub(super) fn check_dates(start_on: Option<NaiveDate>, due_on: Option<NaiveDate>) -> Result<(), PlanError> {
    match (start_on, due_on) {
        (Some(start), Some(due)) if due < start => Err(PlanError::DatesReversed),
        _ => Ok(()),
    }
}
