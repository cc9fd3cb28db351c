//! Totals after the tree was changed for days that figures were already reported for.

use chrono::NaiveDate;
use kit::Internal;
use kit::audit::Event;
use kit::web::Ctx;

use crate::catalogue::catalogue;
use crate::store::figures::latest_period;
use crate::store::verify::rebuild;

/// Brings every total to the new tree, in the transaction that changes it. A change for days after all figures costs nothing.
///
/// # Errors
/// Only of the database.
pub async fn follow_tree(ctx: &mut Ctx, since: NaiveDate) -> Result<(), Internal> {
    let latest = latest_period(ctx.tx()).await?;
    if latest.is_none_or(|period| period.period().last_day() < since) {
        return Ok(());
    }
    let list = catalogue(ctx.tx()).await?;
    let rows = rebuild(ctx.tx(), &list.rules).await?;
    let detail = serde_json::json!({ "since": since, "rows": rows });
    ctx.audit(Event::new("totals_rebuilt", "report_totals", 0, None).with(detail));
    Ok(())
}
