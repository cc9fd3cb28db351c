//! What administrators do with accounts and posts: make, seat, let stand in, end, reset, close.

use chrono::NaiveDate;
use kit::accounts::{self, hash_password, new_one_time_code};
use kit::audit::Event;
use kit::permission::{Permission, Role};
use kit::web::Ctx;
use kit::{AccountId, PostId, UnitId};
use serde::Deserialize;
use serde_json::json;

use crate::actions::{check_date, check_name};
use crate::error::{FieldFault, OrganisationError};
use crate::store::{self, AccountLine};

type Outcome<T> = Result<T, OrganisationError>;

/// A new person, seated at once: an account without a post could do nothing.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct AccountForm {
    #[serde(default)]
    pub login: String,
    #[serde(default)]
    pub name: String,
    #[serde(flatten)]
    pub seat: SeatForm,
}

/// A new post in a unit, for somebody.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct SeatForm {
    /// Id, code or name of the unit.
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub role: String,
    /// "Chuyên viên Văn phòng".
    #[serde(default)]
    pub title: String,
    /// Empty is today.
    #[serde(default)]
    pub from: String,
    /// The post sees the whole of the unit above it too: officers of an office or board work for their committee.
    #[serde(default)]
    pub for_parent: String,
}

struct CheckedSeat {
    unit: UnitId,
    scope_unit: UnitId,
    role: Role,
    title: String,
    from: NaiveDate,
}

async fn check_seat(
    ctx: &mut Ctx,
    form: &SeatForm,
    faults: &mut Vec<(&'static str, FieldFault)>,
) -> Outcome<Option<CheckedSeat>> {
    let (scope, today) = (ctx.scope()?, ctx.today());
    let from = if form.from.trim().is_empty() { Some(today) } else { check_date("from", &form.from, faults) };
    let unit = match form.unit.strip_prefix('#').and_then(|id| id.parse().ok()) {
        Some(id) => store::find_unit(ctx.tx(), scope, UnitId(id), today).await?,
        None => crate::actions::find_typed(ctx, &form.unit, from.unwrap_or(today)).await?,
    };
    let unit = unit.filter(|unit| unit.valid_to.is_none());
    if unit.is_none() {
        faults.push((
            "unit",
            if form.unit.trim().is_empty() { FieldFault::Missing } else { FieldFault::Unknown },
        ));
    }
    let role = Role::from_code(&form.role);
    if role.is_none() {
        faults.push(("role", FieldFault::Missing));
    }
    let title = check_name("title", &form.title, faults);
    let (Some(unit), Some(role), Some(from)) = (unit, role, from) else { return Ok(None) };
    if from < unit.valid_from {
        faults.push(("from", FieldFault::OutOfTime));
    }
    let mut scope_unit = unit.id;
    if !form.for_parent.is_empty() {
        match unit.parent {
            // Nobody gives what they do not have: the parent must be in the giver's own scope.
            Some(parent) if ctx.sees(parent).await? => scope_unit = parent,
            _ => faults.push(("for_parent", FieldFault::Unknown)),
        }
    }
    Ok(Some(CheckedSeat { unit: unit.id, scope_unit, role, title, from }))
}

async fn seat(ctx: &mut Ctx, account: AccountId, seat: &CheckedSeat) -> Outcome<PostId> {
    let new = accounts::store::NewPost {
        unit: seat.unit,
        scope_unit: seat.scope_unit,
        role: seat.role,
        title: &seat.title,
        valid_from: seat.from,
    };
    let post = accounts::store::insert_post(ctx.tx(), &new).await?;
    accounts::store::insert_holding(ctx.tx(), post, account, None, seat.from, None).await?;
    let detail = json!({ "account": account, "role": seat.role.code(), "title": seat.title, "from": seat.from, "scope": seat.scope_unit });
    ctx.audit(Event::new("post_filled", "post", post.0, seat.unit).with(detail));
    Ok(post)
}

/// Makes an account with a one-time password.
pub async fn create_account(
    ctx: &mut Ctx,
    form: &AccountForm,
    password: &OneTimePassword,
) -> Outcome<AccountId> {
    ctx.require(Permission::ManageAccounts)?;
    let mut faults = Vec::new();
    let name = check_name("name", &form.name, &mut faults);
    let checked = check_seat(ctx, &form.seat, &mut faults).await?;
    let (Some(checked), true) = (checked, faults.is_empty()) else {
        return Err(OrganisationError::Form(faults));
    };
    let login = form.login.trim().to_lowercase();
    let now = ctx.now();
    let account =
        accounts::actions::create_account(ctx.tx(), &login, &name, &password.hash, true, now).await?;
    ctx.audit(
        Event::new("account_created", "account", account.0, checked.unit)
            .with(json!({ "login": login, "name": name })),
    );
    seat(ctx, account, &checked).await?;
    Ok(account)
}

/// An account in the actor's scope.
pub async fn own_account(ctx: &mut Ctx, account: AccountId) -> Outcome<AccountLine> {
    ctx.require(Permission::ManageAccounts)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let found = store::find_account(ctx.tx(), scope, today, account).await?;
    found.ok_or(accounts::AccountError::AccountNotFound.into())
}

/// Only the keeper of everything somebody holds may let others into the account: a password opens all of its posts.
async fn wholly_own_account(ctx: &mut Ctx, account: AccountId) -> Outcome<AccountLine> {
    let line = own_account(ctx, account).await?;
    let today = ctx.today();
    for top in accounts::store::list_coming_scopes(ctx.tx(), account, today).await? {
        if !ctx.sees(top).await? {
            return Err(accounts::AccountError::NotAllowed.into());
        }
    }
    Ok(line)
}

/// The unit that an act on an account belongs to: where its holder sits, or sat last.
async fn unit_of(ctx: &mut Ctx, line: &AccountLine) -> Outcome<Option<UnitId>> {
    let scope = ctx.scope()?;
    if line.unit.is_some() {
        return Ok(line.unit);
    }
    let held = store::list_holdings(ctx.tx(), scope, line.id).await?;
    Ok(held.first().map(|held| held.unit))
}

/// A password to be shown once, and its hash. Made before a transaction is opened: hashing takes long.
pub struct OneTimePassword {
    pub plain: String,
    hash: String,
}

impl OneTimePassword {
    pub async fn new() -> Result<Self, kit::Internal> {
        let plain = new_one_time_code();
        Ok(Self { hash: hash_password(&plain).await?, plain })
    }
}

/// Links an account to the name its owner has at the organisation's sign-in provider; an empty name ends the link. A password
/// once given still opens the account.
pub async fn link_openid(ctx: &mut Ctx, account: AccountId, name: &str) -> Outcome<()> {
    let line = wholly_own_account(ctx, account).await?;
    if line.closed_at.is_some() {
        return Err(accounts::AccountError::AccountNotFound.into());
    }
    if account == ctx.actor.account {
        // A stolen token must not become a way in that outlasts it.
        accounts::actions::require_session(&ctx.facts)?;
    }
    let unit = unit_of(ctx, &line).await?;
    let app = ctx.app.clone();
    let provider = accounts::openid::actions::provider(&app)?;
    let before = accounts::store::openid::find_link(ctx.tx(), account).await?;
    accounts::openid::actions::link(ctx.tx(), provider, account, name).await?;
    let after = accounts::store::openid::find_link(ctx.tx(), account).await?;
    let (before, after) = (before.map(|link| link.0), after.map(|link| link.0));
    ctx.audit(Event::new("openid_linked", "account", account.0, unit).change(before, after));
    Ok(())
}

/// Gives an account a new one-time password; ends its sessions and takes its tokens out of force.
pub async fn reset_password(ctx: &mut Ctx, account: AccountId, password: &OneTimePassword) -> Outcome<()> {
    let line = wholly_own_account(ctx, account).await?;
    let unit = unit_of(ctx, &line).await?;
    let now = ctx.now();
    accounts::store::update_password(ctx.tx(), account, &password.hash, true).await?;
    accounts::store::revoke_tokens(ctx.tx(), account, now).await?;
    accounts::store::update_failures(ctx.tx(), account, 0, None).await?;
    accounts::store::update_totp(ctx.tx(), account, None).await?;
    accounts::store::delete_other_sessions(ctx.tx(), account, "").await?;
    ctx.audit(Event::new("password_reset", "account", account.0, unit));
    Ok(())
}

/// Closes an account: nobody signs in with it any more; what it did stays under its name.
pub async fn close_account(ctx: &mut Ctx, account: AccountId) -> Outcome<()> {
    let line = wholly_own_account(ctx, account).await?;
    if account == ctx.actor.account {
        return Err(accounts::AccountError::NotAllowed.into());
    }
    let unit = unit_of(ctx, &line).await?;
    let (now, today) = (ctx.now(), ctx.today());
    accounts::store::close_account(ctx.tx(), account, now).await?;
    let everything = kit::permission::Scope { root: UnitId(0), is_everything: true };
    for held in store::list_holdings(ctx.tx(), everything, account).await? {
        if let Some(holding) = held.holding {
            accounts::store::end_holding(ctx.tx(), holding, end_from(held.valid_from, today)).await?;
        }
    }
    ctx.audit(Event::new("account_closed", "account", account.0, unit));
    Ok(())
}

/// A holding ends at the earliest when it begins: it has no day then, and is over at once.
fn end_from(from: Option<NaiveDate>, end: NaiveDate) -> NaiveDate {
    from.map_or(end, |from| end.max(from))
}

/// Somebody else's account in the actor's scope: nobody gives themselves a post.
async fn others_account(ctx: &mut Ctx, account: AccountId) -> Outcome<()> {
    own_account(ctx, account).await?;
    if account == ctx.actor.account {
        return Err(accounts::AccountError::NotAllowed.into());
    }
    Ok(())
}

/// Seats a person on a new post.
pub async fn add_seat(ctx: &mut Ctx, account: AccountId, form: &SeatForm) -> Outcome<PostId> {
    others_account(ctx, account).await?;
    let mut faults = Vec::new();
    let checked = check_seat(ctx, form, &mut faults).await?;
    let (Some(checked), true) = (checked, faults.is_empty()) else {
        return Err(OrganisationError::Form(faults));
    };
    seat(ctx, account, &checked).await
}

/// Somebody acts for the holder of a post, for a while and for a reason.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct StandInForm {
    pub post: Option<PostId>,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub stand_from: String,
    /// The last day, inclusive.
    #[serde(default)]
    pub last_day: String,
}

pub async fn add_stand_in(ctx: &mut Ctx, account: AccountId, form: &StandInForm) -> Outcome<()> {
    others_account(ctx, account).await?;
    let (scope, mut faults) = (ctx.scope()?, Vec::new());
    if form.reason.trim().is_empty() {
        faults.push(("reason", FieldFault::Missing));
    }
    let from = check_date("stand_from", &form.stand_from, &mut faults);
    let last = check_date("last_day", &form.last_day, &mut faults);
    if from.zip(last).is_some_and(|(from, last)| last < from) {
        faults.push(("last_day", FieldFault::OutOfTime));
    }
    let unit = match (form.post, from) {
        (Some(post), Some(from)) => store::find_post_unit(ctx.tx(), scope, post, from).await?,
        _ => None,
    };
    if unit.is_none() {
        faults.push(("post", FieldFault::Unknown));
    }
    let (Some(post), Some(unit), Some(from), Some(end), true) =
        (form.post, unit, from, last.and_then(|day| day.succ_opt()), faults.is_empty())
    else {
        return Err(OrganisationError::Form(faults));
    };
    let reason = form.reason.trim();
    accounts::store::insert_holding(ctx.tx(), post, account, Some(reason), from, Some(end)).await?;
    let detail = json!({ "account": account, "reason": reason, "from": from, "to": end });
    ctx.audit(Event::new("stand_in_added", "post", post.0, unit).with(detail));
    Ok(())
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct EndForm {
    /// The last day on the post, inclusive; empty is yesterday, so that it ends now.
    #[serde(default)]
    pub last_day: String,
}

/// Ends a holding; returns whose it was.
pub async fn end_holding(ctx: &mut Ctx, holding: i64, form: &EndForm) -> Outcome<AccountId> {
    ctx.require(Permission::ManageAccounts)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let held = store::find_holding(ctx.tx(), scope, holding).await?.ok_or(OrganisationError::PostNotFound)?;
    let mut faults = Vec::new();
    let end = match form.last_day.trim() {
        "" => Some(today),
        typed => check_date("last_day", typed, &mut faults).and_then(|day| day.succ_opt()),
    };
    let Some(end) = end else { return Err(OrganisationError::Form(faults)) };
    let account = held.account.ok_or(OrganisationError::PostNotFound)?;
    let end = end_from(held.valid_from, end);
    accounts::store::end_holding(ctx.tx(), holding, end).await?;
    let detail = json!({ "account": account, "holding": holding, "end": end });
    ctx.audit(Event::new("holding_ended", "post", held.post.0, held.unit).with(detail));
    Ok(account)
}
