//! Open tasks go along when their item is carried over.

use kit::audit::Event;
use kit::web::Ctx;

use super::super::store::carry;
use super::index_new;
use crate::{PlanError, PlanItemId};

/// Moves the open tasks and the standing orders of an item to the one it was carried to; finished tasks stay. `way` says from where
/// to where ("I → II"). Returns how many tasks went along.
pub async fn carry_tasks(
    ctx: &mut Ctx,
    from: PlanItemId,
    to: PlanItemId,
    way: &str,
    reason: &str,
) -> Result<usize, PlanError> {
    let (now, by) = (ctx.now(), ctx.actor.account);
    let body = format!("{way}: {reason}");
    let moved = carry::move_open_tasks(ctx.tx(), from, to, &body, by, now).await?;
    for task in &moved {
        let (title, line) = (&task.title, &task.line_of_work);
        index_new(ctx.tx(), task.id, task.unit, &task.unit_name, title, line, task.due_on).await?;
        let detail = serde_json::json!({
            "from": from, "to": to, "reason": reason, "before": task.old_due_on, "after": task.due_on,
        });
        ctx.audit(Event::new("task_carried", "task", task.id.0, task.unit).with(detail));
    }
    carry::move_open_orders(ctx.tx(), from, to, &body, by, now).await?;
    carry::copy_links(ctx.tx(), from, to).await?;
    Ok(moved.len())
}
