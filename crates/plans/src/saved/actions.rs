//! Saving a view, changing it, throwing it away. Each person has their own.

use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;

use super::{Kind, View, store};
use crate::PlanError;

/// The longest name, in letters.
const LONGEST_NAME: usize = 100;

/// What becomes of a view; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub name: Option<String>,
    pub query: Option<String>,
}

/// The views of a page that this person saved, in their order.
pub async fn list(ctx: &mut Ctx, page: Kind) -> Result<Vec<View>, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let account = ctx.actor.account;
    Ok(store::list_views(ctx.tx(), account, page).await?)
}

/// Saves what a page shows under a name.
///
/// # Errors
/// [`PlanError::WordsMissing`] without a name.
pub async fn save(ctx: &mut Ctx, page: Kind, name: &str, query: &str) -> Result<View, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let name = readable(name)?;
    let account = ctx.actor.account;
    let view = store::insert_view(ctx.tx(), account, page, &name, &page.clean(query)).await?;
    ctx.audit(Event::new("view_saved", "view", view.id, None).with(&view));
    Ok(view)
}

/// Gives a view another name, or another query.
///
/// # Errors
/// [`PlanError::ViewNotFound`] also for views of others.
pub async fn change(ctx: &mut Ctx, id: i64, change: Change) -> Result<View, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let account = ctx.actor.account;
    let before = store::find_view(ctx.tx(), account, id).await?.ok_or(PlanError::ViewNotFound)?;
    let after = View {
        name: change.name.map_or_else(|| Ok(before.name.clone()), |name| readable(&name))?,
        query: change.query.map_or_else(|| before.query.clone(), |query| before.page.clean(&query)),
        ..before.clone()
    };
    if !store::update_view(ctx.tx(), account, &after).await? {
        return Err(PlanError::ViewNotFound);
    }
    ctx.audit(Event::new("view_changed", "view", id, None).change(&before, &after));
    Ok(after)
}

/// Throws a view away.
///
/// # Errors
/// [`PlanError::ViewNotFound`] also for views of others.
pub async fn delete(ctx: &mut Ctx, id: i64) -> Result<View, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let account = ctx.actor.account;
    let view = store::find_view(ctx.tx(), account, id).await?.ok_or(PlanError::ViewNotFound)?;
    if !store::delete_view(ctx.tx(), account, id).await? {
        return Err(PlanError::ViewNotFound);
    }
    ctx.audit(Event::new("view_deleted", "view", id, None).with(&view));
    Ok(view)
}

/// What the form beside a saved view asks for: `rename` with `name`, or `delete`.
pub async fn act(ctx: &mut Ctx, id: i64, act: &str, name: &str) -> Result<View, PlanError> {
    match act {
        "delete" => delete(ctx, id).await,
        _ => change(ctx, id, Change { name: Some(name.to_owned()), query: None }).await,
    }
}

fn readable(name: &str) -> Result<String, PlanError> {
    let name: String = name.trim().chars().take(LONGEST_NAME).collect();
    if name.is_empty() { Err(PlanError::WordsMissing("name")) } else { Ok(name) }
}
