//! Every statement that follows a plan, and nothing but statements and rows.

pub mod compare;
pub mod item;
pub mod items;
pub mod plans;
pub mod tally;
pub mod tasks;
pub mod units;

use kit::Internal;
use kit::storage::Row;

use crate::plan::{PlanKind, PlanState};

fn state(row: &mut Row<'_>) -> Result<PlanState, Internal> {
    let code: String = row.take()?;
    PlanState::from_code(&code).ok_or_else(|| Internal::new(format!("unknown plan state {code}")))
}

fn kind(row: &mut Row<'_>) -> Result<PlanKind, Internal> {
    let code: String = row.take()?;
    PlanKind::from_code(&code).ok_or_else(|| Internal::new(format!("unknown plan kind {code}")))
}
