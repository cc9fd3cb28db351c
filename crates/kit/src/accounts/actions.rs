//! What people do with their accounts: sign in and out, change a password, add a second factor, make tokens, switch posts.

use chrono::TimeDelta;
use totp_rs::{Builder, Secret};

use super::store::{self, NewAccount};
use super::{AccountError, Actor, new_secret, password, token_hash};
use crate::audit::{self, Author, Event};
use crate::clock::{Clock, Instant};
use crate::error::Internal;
use crate::id::{AccountId, PostId};
use crate::storage::{Database, Tx};
use crate::text::{Lang, MAX_NAME, is_longer};
use crate::web::{Ctx, RequestFacts};

/// A session ends after this long without use.
pub const SESSION_LENGTH: TimeDelta = TimeDelta::hours(12);
/// Wrong attempts before an account rests, and for how long.
const ATTEMPTS: i64 = 6;
const REST_MINUTES: i64 = 15;

/// What a person types to sign in.
#[derive(Debug, Default, serde::Deserialize)]
pub struct SignIn {
    pub login: String,
    pub password: String,
    /// A code from the authenticator app, or a recovery code.
    #[serde(default)]
    pub code: String,
}

/// Opens a session and returns its secret, for a cookie.
///
/// # Errors
/// [`AccountError::SignInRefused`] whatever was wrong; [`AccountError::TotpNeeded`] when only the code is missing;
/// [`AccountError::Locked`] after too many attempts.
pub async fn sign_in(db: &Database, clock: &Clock, form: &SignIn) -> Result<String, AccountError> {
    let now = clock.now();
    let login = form.login.trim().to_lowercase();
    let found = store::find_credentials(&mut db.read().await?, &login).await?;
    let Some(found) = found else {
        // As slow as a real check, so that names cannot be tried out by the clock.
        password::hash(&form.password).await?;
        return Err(AccountError::SignInRefused);
    };
    if let Some(until) = found.locked_until.filter(|until| *until > now) {
        return Err(AccountError::Locked { minutes: (until.0 - now.0) / 60_000 + 1 });
    }
    let password_fits = password::fits(&form.password, &found.password_hash).await?;
    let mut tx = db.write().await?;
    // Many guesses at once all came this far before the first of them was counted: what holds now is read again.
    let Some(found) = store::lock_credentials(&mut tx, &found).await? else {
        return Err(AccountError::SignInRefused);
    };
    if let Some(until) = found.locked_until.filter(|until| *until > now) {
        return Err(AccountError::Locked { minutes: (until.0 - now.0) / 60_000 + 1 });
    }
    if !password_fits {
        return Err(refuse(tx, &found, now).await);
    }
    if let Some(secret) = &found.totp_secret {
        if form.code.trim().is_empty() {
            return Err(AccountError::TotpNeeded);
        }
        if !check_code(&mut tx, found.account, secret, &form.code, now).await? {
            return Err(refuse(tx, &found, now).await);
        }
    }
    store::update_failures(&mut tx, found.account, 0, None).await?;
    let secret = open_session(&mut tx, found.account, now).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Whether a code from the authenticator app, or a recovery code, is right; it is used up then.
pub(super) async fn check_code(
    tx: &mut Tx,
    account: AccountId,
    secret: &str,
    code: &str,
    now: Instant,
) -> Result<bool, Internal> {
    let code = code.trim();
    match totp_step(secret, code, now)? {
        Some(step) => store::use_totp_step(tx, account, step).await,
        None => store::use_recovery_code(tx, account, &token_hash(code), now).await,
    }
}

/// Counts a wrong attempt and keeps the count; what the person is told.
pub(super) async fn refuse(tx: Tx, found: &store::Credentials, now: Instant) -> AccountError {
    match count_wrong(tx, found, now).await {
        Ok(()) => AccountError::SignInRefused,
        Err(error) => error.into(),
    }
}

async fn count_wrong(mut tx: Tx, found: &store::Credentials, now: Instant) -> Result<(), Internal> {
    let failed = store::count_failure(&mut tx, found.account).await?;
    if failed % ATTEMPTS == 0 {
        let until = now.plus(TimeDelta::minutes(REST_MINUTES));
        store::update_failures(&mut tx, found.account, failed, Some(until)).await?;
    }
    let event = Event::new("sign_in_refused", "account", found.account.0, None)
        .with(serde_json::json!({ "attempt": failed }));
    audit::append(&mut tx, now, Author { account: Some(found.account), post: None }, &[event]).await?;
    tx.commit().await
}

/// Opens a session for an account whose owner gave the password.
pub async fn open_session(tx: &mut Tx, account: AccountId, now: Instant) -> Result<String, Internal> {
    open_session_by(tx, account, "password", now).await
}

/// Opens a session for an account whose owner is known, and notes how that was established.
pub(super) async fn open_session_by(
    tx: &mut Tx,
    account: AccountId,
    way: &'static str,
    now: Instant,
) -> Result<String, Internal> {
    let secret = new_secret();
    store::delete_expired_sessions(tx, now).await?;
    store::insert_session(tx, &token_hash(&secret), account, now, now.plus(SESSION_LENGTH)).await?;
    let event = Event::new("signed_in", "account", account.0, None).with(serde_json::json!({ "by": way }));
    audit::append(tx, now, Author { account: Some(account), post: None }, &[event]).await?;
    Ok(secret)
}

/// The step that a code was made for, or `None` when it fits none of these minutes.
fn totp_step(secret: &str, code: &str, now: Instant) -> Result<Option<i64>, Internal> {
    let secret = Secret::try_from_base32(secret).map_err(|error| Internal::new(error.to_string()))?;
    let totp =
        Builder::new().with_secret(secret).build().map_err(|error| Internal::new(error.to_string()))?;
    let step = totp.check(code, u64::try_from(now.0 / 1000).unwrap_or(0));
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// A fresh secret for an authenticator app, in base 32. It counts only after [`enable_totp`] has seen a code made from it.
pub fn new_totp_secret() -> Result<String, Internal> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| Internal::new(error.to_string()))?;
    Ok(Secret::from(bytes.to_vec()).to_base32())
}

/// Turns the second factor on, after a first right code; returns recovery codes, shown once.
pub async fn enable_totp(
    tx: &mut Tx,
    actor: &Actor,
    secret: &str,
    code: &str,
    now: Instant,
) -> Result<Vec<String>, AccountError> {
    let Some(step) = totp_step(secret, code.trim(), now).unwrap_or(None) else {
        return Err(AccountError::WrongCode);
    };
    store::update_totp(tx, actor.account, Some(secret)).await?;
    store::use_totp_step(tx, actor.account, step).await?;
    let codes: Vec<String> = (0..8).map(|_| super::new_one_time_code()).collect();
    for code in &codes {
        store::insert_recovery_code(tx, actor.account, &token_hash(code)).await?;
    }
    Ok(codes)
}

/// Stops unless a person sits there, and no program with a token: for acts that decide how the account is entered.
pub fn require_session(facts: &RequestFacts) -> Result<(), AccountError> {
    if facts.session_hash.is_empty() { Err(AccountError::NotAllowed) } else { Ok(()) }
}

/// Asks a person for their own password again. A check takes long: call it before a transaction that writes.
pub async fn check_own_password(
    db: &Database,
    account: AccountId,
    password: &str,
) -> Result<(), AccountError> {
    let found = store::find_credentials_by_id(&mut db.read().await?, account).await?;
    let found = found.ok_or(AccountError::AccountNotFound)?;
    if password::fits(password, &found.password_hash).await? {
        Ok(())
    } else {
        Err(AccountError::WrongPassword)
    }
}

/// Changes one's own password; ends all other sessions and takes all tokens out of force.
pub async fn change_password(
    db: &Database,
    actor: &Actor,
    session_hash: &str,
    old: &str,
    new: &str,
    now: Instant,
) -> Result<(), AccountError> {
    password::check_strength(new, &actor.login)?;
    check_own_password(db, actor.account, old).await?;
    let hash = password::hash(new).await?;
    let mut tx = db.write().await?;
    store::update_password(&mut tx, actor.account, &hash, false).await?;
    store::delete_other_sessions(&mut tx, actor.account, session_hash).await?;
    store::revoke_tokens(&mut tx, actor.account, now).await?;
    let author = Author { account: Some(actor.account), post: actor.seat.as_ref().map(|seat| seat.post) };
    audit::append(&mut tx, now, author, &[Event::new("password_changed", "account", actor.account.0, None)])
        .await?;
    tx.commit().await?;
    Ok(())
}

/// A sign-in name: lower-case letters, digits, `.`, `-`, `_`, three to forty of them.
pub fn check_login(login: &str) -> Result<(), AccountError> {
    let is_valid = (3..=40).contains(&login.len())
        && login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if is_valid { Ok(()) } else { Err(AccountError::LoginInvalid) }
}

/// A name that people give: there, and of at most [`MAX_NAME`] characters.
pub fn check_name(name: &str) -> Result<(), AccountError> {
    if name.trim().is_empty() {
        Err(AccountError::NameMissing)
    } else if is_longer(name, MAX_NAME) {
        Err(AccountError::NameTooLong)
    } else {
        Ok(())
    }
}

/// Makes an account; its owner changes the password at first sign-in when `must_change_password`.
pub async fn create_account(
    tx: &mut Tx,
    login: &str,
    name: &str,
    password_hash: &str,
    must_change_password: bool,
    now: Instant,
) -> Result<AccountId, AccountError> {
    check_login(login)?;
    check_name(name)?;
    let new = NewAccount { login, name, password_hash, must_change_password, lang: Lang::Vi };
    store::insert_account(tx, &new, now).await?.ok_or_else(|| AccountError::LoginTaken(login.to_owned()))
}

/// Acts from another of one's posts from now on.
pub async fn switch_seat(
    tx: &mut Tx,
    actor: &Actor,
    session_hash: &str,
    post: PostId,
) -> Result<(), AccountError> {
    if !actor.seats.iter().any(|seat| seat.post == post) {
        return Err(AccountError::NoSuchSeat);
    }
    store::update_session_post(tx, session_hash, post).await?;
    Ok(())
}

/// Makes a token for programs, tied to the seat acted from; its secret is shown once.
pub async fn create_token(
    tx: &mut Tx,
    actor: &Actor,
    name: &str,
    days: i64,
    now: Instant,
) -> Result<(i64, String), Internal> {
    let secret = format!("dk_{}", new_secret());
    let expires_at = now.plus(TimeDelta::days(days.clamp(1, 366)));
    let post = actor.seat.as_ref().map(|seat| seat.post);
    let id =
        store::insert_token(tx, actor.account, post, name, &token_hash(&secret), now, expires_at).await?;
    Ok((id, secret))
}

/// As [`create_token`], with its audit row. A new password ends every token, those made by tokens too.
///
/// # Errors
/// [`AccountError::NameMissing`], [`AccountError::NameTooLong`].
pub async fn make_token(ctx: &mut Ctx, name: &str, days: i64) -> Result<(i64, String), AccountError> {
    let name = name.trim();
    check_name(name)?;
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    let (id, secret) = create_token(ctx.tx(), &actor, name, days, now).await?;
    ctx.audit(
        Event::new("token_created", "account", actor.account.0, None)
            .with(serde_json::json!({ "token": id })),
    );
    Ok((id, secret))
}

/// Takes one of one's own tokens out of force.
pub async fn revoke_token(ctx: &mut Ctx, token: i64) -> Result<(), AccountError> {
    let (account, now) = (ctx.actor.account, ctx.now());
    if !store::revoke_token(ctx.tx(), account, token, now).await? {
        return Err(AccountError::TokenNotFound);
    }
    ctx.audit(
        Event::new("token_revoked", "account", account.0, None).with(serde_json::json!({ "token": token })),
    );
    Ok(())
}
