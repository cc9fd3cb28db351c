//! Making an address, revoking it, and what it shows.

use kit::accounts::actions::require_session;
use kit::accounts::{new_secret, token_hash};
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::{Ctx, Guest};

use super::store::{self, Address};
use crate::follow;
use crate::follow::ics::Event as Day;
use crate::tasks::list::{Filter, OwnerFilter, Turn};
use crate::tasks::store::listing::{self, Asker};
use crate::{PlanError, PlanId, texts};

/// More addresses than anybody has calendar programs.
const MOST_ADDRESSES: usize = 20;
/// The most tasks of one person that a calendar is given.
const MOST_TASKS: i64 = 2_000;

/// The addresses of this person that are in force.
pub async fn list(ctx: &mut Ctx) -> Result<Vec<Address>, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let account = ctx.actor.account;
    Ok(store::list_addresses(ctx.tx(), account).await?)
}

/// Makes an address for a plan that this person sees, or for their own tasks; the secret is told once.
///
/// # Errors
/// Without the right when a token asks; [`PlanError::PlanNotFound`] also for plans out of sight; [`PlanError::TooManyAddresses`].
pub async fn make(ctx: &mut Ctx, plan: Option<PlanId>) -> Result<(i64, String), PlanError> {
    // It would outlive the token.
    require_session(&ctx.facts)?;
    let there = list(ctx).await?;
    if there.len() >= MOST_ADDRESSES {
        return Err(PlanError::TooManyAddresses(there.len()));
    }
    if let Some(plan) = plan {
        follow::actions::open_plan(ctx, plan, None).await?;
    }
    let secret = new_secret();
    let (account, post, now) = (ctx.actor.account, ctx.seat()?.post, ctx.now());
    let id = store::insert_address(ctx.tx(), account, post, plan, &token_hash(&secret), now).await?;
    let detail = serde_json::json!({ "address": id, "plan": plan });
    ctx.audit(Event::new("calendar_address_made", "account", account.0, None).with(detail));
    Ok((id, secret))
}

/// Takes one of one's own addresses out of force.
///
/// # Errors
/// [`PlanError::AddressNotFound`] also for those of others.
pub async fn revoke(ctx: &mut Ctx, id: i64) -> Result<(), PlanError> {
    let (account, now) = (ctx.actor.account, ctx.now());
    if !store::revoke_address(ctx.tx(), account, id, now).await? {
        return Err(PlanError::AddressNotFound);
    }
    let detail = serde_json::json!({ "address": id });
    ctx.audit(Event::new("calendar_address_revoked", "account", account.0, None).with(detail));
    Ok(())
}

/// A calendar as its owner sees it now: the context it was read in, its name, its days.
///
/// # Errors
/// [`PlanError::AddressNotFound`] for an address that is dead for whatever reason: which one is nobody's business.
pub async fn read(guest: &Guest, secret: &str) -> Result<(Ctx, String, Vec<Day>), PlanError> {
    let mut tx = guest.app.db.read().await?;
    let found = store::find_address(&mut tx, &token_hash(secret)).await?;
    drop(tx);
    let (account, post, plan) = found.ok_or(PlanError::AddressNotFound)?;
    let mut ctx = Ctx::for_seat(guest, account, post).await?.ok_or(PlanError::AddressNotFound)?;
    let read = match plan {
        Some(plan) => follow::pages::calendar::plan_events(&mut ctx, plan).await,
        None => my_tasks(&mut ctx).await,
    };
    match read {
        Ok((name, days)) => Ok((ctx, name, days)),
        Err(PlanError::PlanNotFound(_) | PlanError::Account(_)) => Err(PlanError::AddressNotFound),
        Err(error) => Err(error),
    }
}

/// The open tasks of the person, by due date.
async fn my_tasks(ctx: &mut Ctx) -> Result<(String, Vec<Day>), PlanError> {
    ctx.require(Permission::ReadWork)?;
    let lang = ctx.lang();
    let asker =
        Asker { scope: ctx.scope()?, unit: ctx.unit()?, account: ctx.actor.account, today: ctx.today() };
    let filter = Filter { owner: Some(OwnerFilter::Me), ..Filter::default() };
    let rows = listing::list_tasks(ctx.tx(), &asker, &filter, &Turn::First, MOST_TASKS).await?;
    let days = rows.into_iter().filter_map(|row| {
        Some(Day {
            key: format!("task-{}", row.id),
            day: row.due_on?,
            summary: row.title,
            description: row.unit_name,
            path: follow::urls::task(row.id),
            category: texts::FEED_MY_TASKS.get(lang).to_owned(),
            remind_days: Some(3),
        })
    });
    Ok((texts::FEED_MY_TASKS.get(lang).to_owned(), days.collect()))
}
