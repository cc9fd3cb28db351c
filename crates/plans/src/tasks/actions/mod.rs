//! What people do with tasks: permission, load, rule, store, audit, in one transaction.

mod carry;
mod change;
pub mod directives;
mod give;
mod record;

use kit::search::{self, SearchDoc};
use kit::storage::Tx;
use kit::text::Phrase;
use kit::web::Ctx;
use kit::{Instant, Internal, UnitId};

use super::store::{self, Item, Task, records};
use super::{urls, words};
use crate::{PlanError, PlanItemId, TaskId};

pub use carry::carry_tasks;
pub use change::{Change, Reassign, cancel_tasks_of, change_state, find_helpers, reassign};
pub use give::{Give, UNIT_OPENED, apply_open_fan_outs, end_order, fan_out, give, on_unit_opened, orders_of};
pub use record::{
    KeptFile, NewPiece, add_evidence, add_note, ask_extension, decide_extension, find_evidence_file,
    keep_file, withdraw_evidence,
};

/// A task that this person may read: of their units, or helped with by one of them.
pub async fn readable_task(ctx: &mut Ctx, id: TaskId) -> Result<Task, PlanError> {
    ctx.require(kit::permission::Permission::ReadWork)?;
    let unit = ctx.unit()?;
    let task = store::task::find_task(ctx.tx(), id).await?.ok_or(PlanError::TaskNotFound)?;
    if ctx.sees(task.unit).await? || store::task::is_coordinated_below(ctx.tx(), id, unit).await? {
        Ok(task)
    } else {
        Err(PlanError::TaskNotFound)
    }
}

/// A plan item of the units this person sees.
pub async fn readable_item(ctx: &mut Ctx, id: PlanItemId) -> Result<Item, PlanError> {
    ctx.require(kit::permission::Permission::ReadWork)?;
    let item = store::task::find_item(ctx.tx(), id).await?.ok_or(PlanError::ItemNotFound(id))?;
    if ctx.sees(item.plan_unit).await? { Ok(item) } else { Err(PlanError::ItemNotFound(id)) }
}

/// The item behind a task that may be read.
async fn item_of(ctx: &mut Ctx, task: &Task) -> Result<Item, PlanError> {
    store::task::find_item(ctx.tx(), task.plan_item).await?.ok_or(PlanError::ItemNotFound(task.plan_item))
}

/// Stops unless the version that the person saw is the one that stands; says what changed since.
async fn require_version(ctx: &mut Ctx, task: &Task, seen: Option<i64>) -> Result<(), PlanError> {
    match seen {
        Some(seen) if seen != task.version => Err(changed_since(ctx, task.id, seen).await?),
        _ => Ok(()),
    }
}

/// What others did to a task since a version.
async fn changed_since(ctx: &mut Ctx, id: TaskId, seen: i64) -> Result<PlanError, Internal> {
    let notes = records::list_notes_since(ctx.tx(), id, seen).await?;
    let by = notes.last().map_or_else(String::new, |note| note.account_name.clone());
    let mut what = Phrase { key: "task_changes", vi: String::new(), en: String::new() };
    for note in notes.iter().rev().take(5).rev() {
        let phrase = words::note(note);
        let said = words::said(note);
        for (text, phrase) in [(&mut what.vi, &phrase.vi), (&mut what.en, &phrase.en)] {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(phrase);
            if !said.is_empty() {
                text.extend([" (", said, ")"]);
            }
        }
    }
    Ok(PlanError::TaskChanged { by, what })
}

/// Stores a changed task, notes what happened, and keeps it findable. The task comes back as it stands now.
async fn save(ctx: &mut Ctx, task: Task, note: records::NewNote<'_>) -> Result<Task, PlanError> {
    let now = ctx.now();
    let is_saved = store::task::update_task(ctx.tx(), &task, now).await?;
    let task = noted(ctx, task, note, is_saved).await?;
    index(ctx.tx(), &task).await?;
    Ok(task)
}

/// As [`save`], where only the percentage may have changed: nothing by which a task is found.
async fn save_progress(ctx: &mut Ctx, task: Task, note: records::NewNote<'_>) -> Result<Task, PlanError> {
    let now = ctx.now();
    let is_saved = store::task::update_progress(ctx.tx(), &task, now).await?;
    noted(ctx, task, note, is_saved).await
}

/// Notes what happened to a task that was saved; one that was not had changed since it was read.
async fn noted(
    ctx: &mut Ctx,
    mut task: Task,
    mut note: records::NewNote<'_>,
    is_saved: bool,
) -> Result<Task, PlanError> {
    let (now, by) = (ctx.now(), ctx.actor.account);
    if !is_saved {
        return Err(changed_since(ctx, task.id, task.version).await?);
    }
    task.version += 1;
    note.version = task.version;
    records::insert_note(ctx.tx(), task.id, by, now, &note).await?;
    Ok(task)
}

async fn index(tx: &mut Tx, task: &Task) -> Result<(), Internal> {
    index_new(tx, task.id, task.unit, &task.unit_name, &task.title, &task.line_of_work, task.due_on).await
}

/// Puts a task into the one search box.
async fn index_new(
    tx: &mut Tx,
    id: TaskId,
    unit: UnitId,
    unit_name: &str,
    title: &str,
    line_of_work: &str,
    due_on: Option<chrono::NaiveDate>,
) -> Result<(), Internal> {
    search::put(
        tx,
        &SearchDoc {
            kind: "task",
            subject: id.0,
            part: "",
            unit: Some(unit),
            title,
            snippet: unit_name,
            words: line_of_work,
            url: &urls::task(id),
            happened_on: due_on,
        },
    )
    .await
}

/// Keeps tasks in step with their item's title, quarter and line of work, after the item was changed.
pub async fn follow_item(tx: &mut Tx, item: PlanItemId, now: Instant) -> Result<(), Internal> {
    let Some(item) = store::task::find_item(tx, item).await? else {
        return Ok(());
    };
    for (id, unit, unit_name, due_on) in store::task::update_from_item(tx, &item, now).await? {
        index_new(tx, id, unit, &unit_name, &item.title, &item.line_of_work, due_on).await?;
    }
    Ok(())
}
