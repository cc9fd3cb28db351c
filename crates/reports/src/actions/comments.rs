//! Comments on single figures: whoever types figures or looks them through may say something, and say that it is dealt with.

use kit::UnitId;
use kit::accounts::AccountError;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::Outcome;
use super::totals::visible_unit;
use crate::catalogue::catalogue;
use crate::error::{FieldFault, ReportsError};
use crate::period::ReportPeriod;
use crate::store::comments::{self as store, Comment};

/// The longest comment, in letters.
pub const LONGEST: usize = 2000;

/// A comment as it is made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewComment {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub period: ReportPeriod,
    /// The indicator's code.
    pub indicator: String,
    /// At most 2,000 letters.
    pub body: String,
}

/// Whether somebody may say something about figures.
pub fn may_comment(ctx: &Ctx) -> bool {
    ctx.actor.can(Permission::EnterReports) || ctx.actor.can(Permission::CheckReports)
}

fn require(ctx: &Ctx) -> Result<(), AccountError> {
    if may_comment(ctx) { Ok(()) } else { Err(AccountError::NotAllowed) }
}

/// All comments on a unit's figures of a period, oldest first.
pub async fn comments(ctx: &mut Ctx, unit: UnitId, period: ReportPeriod) -> Outcome<Vec<Comment>> {
    visible_unit(ctx, unit, period).await?;
    Ok(store::list_comments(ctx.tx(), unit, period).await?)
}

/// Says something about a figure, whether there is one yet or not.
///
/// # Errors
/// [`ReportsError::Form`] for an empty or very long text; not found outside the scope.
pub async fn add_comment(ctx: &mut Ctx, new: &NewComment) -> Outcome<i64> {
    require(ctx)?;
    let unit = visible_unit(ctx, new.unit, new.period).await?.id;
    let catalogue = catalogue(ctx.tx()).await?;
    let indicator = catalogue.by_code(&new.indicator).ok_or(ReportsError::IndicatorNotFound)?;
    let body = new.body.trim();
    if body.is_empty() {
        return Err(ReportsError::Form(vec![("body", FieldFault::Missing)]));
    }
    if kit::text::is_longer(body, LONGEST) {
        return Err(ReportsError::Form(vec![("body", FieldFault::TooLong)]));
    }
    let (now, by) = (ctx.now(), ctx.actor.clone());
    let id = store::insert_comment(ctx.tx(), unit, new.period, indicator.slot, body, &by, now).await?;
    let detail = json!({ "period": new.period, "indicator": new.indicator, "body": body });
    ctx.audit(Event::new("figure_commented", "figure_comment", id, unit).with(detail));
    Ok(id)
}

/// Says that a comment is dealt with; once more changes nothing.
pub async fn resolve_comment(ctx: &mut Ctx, id: i64) -> Outcome<()> {
    require(ctx)?;
    let found = store::find_comment(ctx.tx(), id).await?.ok_or(ReportsError::CommentNotFound)?;
    if visible_unit(ctx, found.unit, found.period).await.is_err() {
        return Err(ReportsError::CommentNotFound);
    }
    let (by, now) = (ctx.actor.account, ctx.now());
    if store::resolve_comment(ctx.tx(), id, by, now).await? {
        let detail = json!({ "period": found.period, "indicator": found.indicator });
        ctx.audit(Event::new("figure_comment_resolved", "figure_comment", id, found.unit).with(detail));
    }
    Ok(())
}
