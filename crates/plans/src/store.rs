//! Holding a row while something is checked and then done.

use documents::DocumentId;
use kit::Internal;
use kit::params;
use kit::storage::{Engine, Tx, only};

use crate::{PlanId, PlanItemId, TaskId};

/// The row under which nobody else may act at the same time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Held {
    Document(DocumentId),
    Plan(PlanId),
    Item(PlanItemId),
    Task(TaskId),
}

/// Waits until nobody else holds the row, and holds it to the end of the transaction. What is read afterwards is what the others
/// left. Rows that point at it are not kept from coming. On SQLite whoever writes is alone anyway.
pub(crate) async fn hold(tx: &mut Tx, row: Held) -> Result<(), Internal> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    let (table, id) = match row {
        Held::Document(id) => ("document", id.0),
        Held::Plan(id) => ("plan", id.0),
        Held::Item(id) => ("plan_item", id.0),
        Held::Task(id) => ("task", id.0),
    };
    let sql = format!("select id from {table} where id = $1 for no key update");
    tx.optional(&sql, params![id], only::<i64>).await?;
    Ok(())
}
