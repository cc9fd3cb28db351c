//! What a person may see of plans, and the one reading behind all views.

use chrono::NaiveDate;
use kit::Instant;
use kit::permission::Permission;
use kit::web::Ctx;

use super::filter::Filter;
use super::model::{ItemRow, PlanCard, Sums};
use super::store::items::{self, Eye};
use super::store::plans::{self, PlansFilter};
use crate::{PlanError, PlanId};

/// A plan that this person may see, and how they see it.
#[derive(Debug, Clone)]
pub struct Opened {
    pub plan: PlanCard,
    /// The plan's own unit lies in the person's scope: money is shown, and everything under the plan counts.
    pub is_own: bool,
    pub eye: Eye,
}

/// A plan with the items that a filter shows.
#[derive(Debug, Clone)]
pub struct Seen {
    pub opened: Opened,
    /// The items that fit, in the order of the paper.
    pub items: Vec<ItemRow>,
    /// Over the items shown.
    pub sums: Sums,
    /// Over the whole plan, as far as tasks were counted.
    pub all: Sums,
    /// The lines of work that occur in the plan.
    pub lines: Vec<String>,
}

/// Plans that this person may see; one more than `limit` when more follow.
pub async fn list_plans(ctx: &mut Ctx, filter: &PlansFilter, limit: i64) -> Result<Vec<PlanCard>, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    Ok(plans::list_plans(ctx.tx(), scope, filter, today, limit + 1).await?)
}

/// Opens a plan for a day.
///
/// # Errors
/// [`PlanError::PlanNotFound`] also for plans that do not exist for this person.
pub async fn open_plan(ctx: &mut Ctx, id: PlanId, as_of: Option<NaiveDate>) -> Result<Opened, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let today = ctx.today();
    let day = as_of.unwrap_or(today);
    let eye = Eye { scope: ctx.scope()?, day, before: end_of_past(day, today) };
    let (plan, is_own) = plans::find_plan(ctx.tx(), eye.scope, id, eye.day, eye.before)
        .await?
        .ok_or(PlanError::PlanNotFound(id))?;
    Ok(Opened { plan, is_own, eye })
}

/// The instant after a day that is over; `None` for today and later, which are as things stand.
pub fn end_of_past(day: NaiveDate, today: NaiveDate) -> Option<Instant> {
    (day < today).then(|| day.succ_opt()).flatten().map(Instant::start_of)
}

/// A plan with what a filter shows of it.
///
/// # Errors
/// [`PlanError::PlanNotFound`] also for plans that do not exist for this person.
pub async fn see_plan(ctx: &mut Ctx, id: PlanId, filter: &Filter) -> Result<Seen, PlanError> {
    let opened = open_plan(ctx, id, filter.as_of).await?;
    let mut items = items::list_items(ctx.tx(), &opened.eye, id, filter).await?;
    if !opened.is_own {
        // Who only takes part sees what is to be done, not what it costs, nor what others forgot.
        for item in &mut items {
            item.estimate = None;
            item.spent = 0;
            item.is_late_ungiven = false;
        }
    }
    let all = Sums::of(items.iter());
    let mut lines: Vec<String> =
        items.iter().map(|item| item.line_of_work.clone()).filter(|line| !line.is_empty()).collect();
    lines.sort();
    lines.dedup();
    items.retain(|item| item.fits(filter));
    let sums = Sums::of(items.iter());
    Ok(Seen { opened, items, sums, all, lines })
}
