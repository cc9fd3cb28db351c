//! SQL of accounts, posts, sessions and tokens.

use chrono::NaiveDate;

use super::{Actor, Seat};
use crate::clock::Instant;
use crate::error::Internal;
use crate::id::{AccountId, PostId, UnitId};
use crate::permission::{Role, Scope};
use crate::storage::{Engine, Row, Tx, only};
use crate::text::Lang;

/// An account as sign-in needs it.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub account: AccountId,
    pub password_hash: String,
    pub totp_secret: Option<String>,
    pub locked_until: Option<Instant>,
}

pub async fn find_credentials(tx: &mut Tx, login: &str) -> Result<Option<Credentials>, Internal> {
    tx.optional(
        "select id, password_hash, totp_secret, locked_until
           from account
          where login = $1 and closed_at is null",
        params![login],
        credentials,
    )
    .await
}

pub async fn find_credentials_by_id(
    tx: &mut Tx,
    account: AccountId,
) -> Result<Option<Credentials>, Internal> {
    tx.optional(
        "select id, password_hash, totp_secret, locked_until
           from account
          where id = $1 and closed_at is null",
        params![account],
        credentials,
    )
    .await
}

fn credentials(row: &mut Row<'_>) -> Result<Credentials, Internal> {
    Ok(Credentials {
        account: row.take()?,
        password_hash: row.take()?,
        totp_secret: row.take()?,
        locked_until: row.take()?,
    })
}

/// What was found, as it is now, kept from others until the transaction ends; `None` when the account was closed or its password
/// changed meanwhile.
pub async fn lock_credentials(tx: &mut Tx, found: &Credentials) -> Result<Option<Credentials>, Internal> {
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " for update",
    };
    let sql = format!(
        "select id, password_hash, totp_secret, locked_until
           from account
          where id = $1 and password_hash = $2 and closed_at is null{lock}"
    );
    tx.optional(&sql, params![found.account, &found.password_hash], credentials).await
}

/// Counts a wrong attempt; says how many there were in a row.
pub async fn count_failure(tx: &mut Tx, account: AccountId) -> Result<i64, Internal> {
    tx.one(
        "update account set failed_count = failed_count + 1 where id = $1 returning failed_count",
        params![account],
        only,
    )
    .await
}

/// Uses the code of a step; `false` when it, or a later one, was used before.
pub async fn use_totp_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<bool, Internal> {
    let touched = tx
        .execute("update account set totp_step = $2 where id = $1 and totp_step < $2", params![account, step])
        .await?;
    Ok(touched == 1)
}

pub async fn find_account_by_subject(tx: &mut Tx, subject: &str) -> Result<Option<AccountId>, Internal> {
    tx.optional(
        "select id from account where external_subject = $1 and closed_at is null",
        params![subject],
        only,
    )
    .await
}

pub async fn update_failures(
    tx: &mut Tx,
    account: AccountId,
    failed_count: i64,
    locked_until: Option<Instant>,
) -> Result<(), Internal> {
    tx.execute(
        "update account set failed_count = $2, locked_until = $3 where id = $1",
        params![account, failed_count, locked_until],
    )
    .await?;
    Ok(())
}

/// A new sign-in.
pub struct NewAccount<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub password_hash: &'a str,
    pub must_change_password: bool,
    pub lang: Lang,
}

/// `None` when the sign-in name is taken; the transaction can go on.
pub async fn insert_account(
    tx: &mut Tx,
    new: &NewAccount<'_>,
    now: Instant,
) -> Result<Option<AccountId>, Internal> {
    tx.optional(
        "insert into account (login, name, password_hash, must_change_password, lang, created_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (login) do nothing
         returning id",
        params![new.login, new.name, new.password_hash, new.must_change_password, new.lang.tag(), now],
        only,
    )
    .await
}

pub async fn update_password(
    tx: &mut Tx,
    account: AccountId,
    password_hash: &str,
    must_change: bool,
) -> Result<(), Internal> {
    tx.execute(
        "update account set password_hash = $2, must_change_password = $3 where id = $1",
        params![account, password_hash, must_change],
    )
    .await?;
    Ok(())
}

pub async fn update_totp(tx: &mut Tx, account: AccountId, secret: Option<&str>) -> Result<(), Internal> {
    tx.execute("update account set totp_secret = $2 where id = $1", params![account, secret]).await?;
    tx.execute("delete from recovery_code where account = $1", params![account]).await?;
    Ok(())
}

pub async fn insert_recovery_code(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), Internal> {
    tx.execute("insert into recovery_code (account, hash) values ($1, $2)", params![account, hash]).await?;
    Ok(())
}

/// Marks a recovery code used; says whether there was one to use.
pub async fn use_recovery_code(
    tx: &mut Tx,
    account: AccountId,
    hash: &str,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update recovery_code set used_at = $3 where account = $1 and hash = $2 and used_at is null",
            params![account, hash, now],
        )
        .await?;
    Ok(touched == 1)
}

pub async fn update_lang(tx: &mut Tx, account: AccountId, lang: Lang) -> Result<(), Internal> {
    tx.execute("update account set lang = $2 where id = $1", params![account, lang.tag()]).await?;
    Ok(())
}

/// One line of the list of accounts.
#[derive(Debug, Clone)]
pub struct AccountRow {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub has_totp: bool,
    pub closed_at: Option<Instant>,
}

pub async fn list_accounts(tx: &mut Tx, after: &str, limit: i64) -> Result<Vec<AccountRow>, Internal> {
    tx.all(
        "select id, login, name, totp_secret is not null, closed_at
           from account
          where login > $1
          order by login
          limit $2",
        params![after, limit],
        |row| {
            Ok(AccountRow {
                id: row.take()?,
                login: row.take()?,
                name: row.take()?,
                has_totp: row.take()?,
                closed_at: row.take()?,
            })
        },
    )
    .await
}

pub async fn close_account(tx: &mut Tx, account: AccountId, now: Instant) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update account set closed_at = $2 where id = $1 and closed_at is null",
            params![account, now],
        )
        .await?;
    tx.execute("delete from session where account = $1", params![account]).await?;
    revoke_tokens(tx, account, now).await?;
    Ok(touched == 1)
}

/// Takes every token of an account out of force, and every secret address of its calendars.
pub async fn revoke_tokens(tx: &mut Tx, account: AccountId, now: Instant) -> Result<(), Internal> {
    tx.execute(
        "update calendar_address set revoked_at = $2 where account = $1 and revoked_at is null",
        params![account, now],
    )
    .await?;
    tx.execute(
        "update api_token set revoked_at = $2 where account = $1 and revoked_at is null",
        params![account, now],
    )
    .await?;
    Ok(())
}

/// A new post: a role over the subtree of `scope_unit`, seated in `unit`.
pub struct NewPost<'a> {
    pub unit: UnitId,
    pub scope_unit: UnitId,
    pub role: Role,
    pub title: &'a str,
    pub valid_from: NaiveDate,
}

pub async fn insert_post(tx: &mut Tx, new: &NewPost<'_>) -> Result<PostId, Internal> {
    tx.one(
        "insert into post (unit, scope_unit, role, title, valid_from)
         values ($1, $2, $3, $4, $5)
         returning id",
        params![new.unit, new.scope_unit, new.role.code(), new.title, new.valid_from],
        only,
    )
    .await
}

pub async fn insert_holding(
    tx: &mut Tx,
    post: PostId,
    account: AccountId,
    stand_in_reason: Option<&str>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
) -> Result<i64, Internal> {
    tx.one(
        "insert into post_holding (post, account, is_stand_in, reason, valid_from, valid_to)
         values ($1, $2, $3, $4, $5, $6)
         returning id",
        params![
            post,
            account,
            stand_in_reason.is_some(),
            stand_in_reason.unwrap_or(""),
            valid_from,
            valid_to
        ],
        only,
    )
    .await
}

/// Ends a holding on a day (exclusive); says whether it was still open.
pub async fn end_holding(tx: &mut Tx, holding: i64, valid_to: NaiveDate) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update post_holding set valid_to = $2 where id = $1 and (valid_to is null or valid_to > $2)",
            params![holding, valid_to],
        )
        .await?;
    Ok(touched == 1)
}

/// The tops of what an account sees today or will see later, by its posts.
pub async fn list_coming_scopes(
    tx: &mut Tx,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<UnitId>, Internal> {
    tx.all(
        "select distinct p.scope_unit
           from post_holding h
           join post p on p.id = h.post
          where h.account = $1
            and (h.valid_to is null or h.valid_to > $2)
            and (p.valid_to is null or p.valid_to > $2)",
        params![account, today],
        only,
    )
    .await
}

/// The seats an account may act from on a day: own posts first, then those it stands in for. A dissolved unit seats nobody, and
/// nobody acts over one. A post over the top sees everything only where nothing else stands beside it.
pub async fn list_seats(tx: &mut Tx, account: AccountId, today: NaiveDate) -> Result<Vec<Seat>, Internal> {
    tx.all(
        "select p.id, p.role, p.title, p.unit, u.name, p.scope_unit,
                s.parent is null
                and not exists (select 1 from unit o
                                 where o.parent is null and o.id <> s.id and (o.valid_to is null or o.valid_to > $2)),
                h.is_stand_in
           from post_holding h
           join post p on p.id = h.post
           join unit u on u.id = p.unit
           join unit s on s.id = p.scope_unit
          where h.account = $1
            and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)
            and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)
            and (u.valid_to is null or u.valid_to > $2)
            and (s.valid_to is null or s.valid_to > $2)
          order by h.is_stand_in, h.id",
        params![account, today],
        |row| {
            let post = row.take()?;
            let role: String = row.take()?;
            let role = Role::from_code(&role).ok_or_else(|| Internal::new(format!("unknown role {role}")))?;
            Ok(Seat {
                post,
                role,
                title: row.take()?,
                unit: row.take()?,
                unit_name: row.take()?,
                scope: Scope { root: row.take()?, is_everything: row.take()? },
                is_stand_in: row.take()?,
            })
        },
    )
    .await
}

pub async fn insert_session(
    tx: &mut Tx,
    token_hash: &str,
    account: AccountId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into session (token_hash, account, post, created_at, last_seen_at, expires_at)
         values ($1, $2, null, $3, $3, $4)",
        params![token_hash, account, now, expires_at],
    )
    .await?;
    Ok(())
}

pub async fn delete_session(tx: &mut Tx, token_hash: &str) -> Result<(), Internal> {
    tx.execute("delete from session where token_hash = $1", params![token_hash]).await?;
    Ok(())
}

/// Ends every session of an account but one.
pub async fn delete_other_sessions(tx: &mut Tx, account: AccountId, kept: &str) -> Result<(), Internal> {
    tx.execute("delete from session where account = $1 and token_hash <> $2", params![account, kept]).await?;
    Ok(())
}

pub async fn delete_expired_sessions(tx: &mut Tx, now: Instant) -> Result<u64, Internal> {
    tx.execute("delete from session where expires_at <= $1", params![now]).await
}

pub async fn update_session_post(tx: &mut Tx, token_hash: &str, post: PostId) -> Result<(), Internal> {
    tx.execute("update session set post = $2 where token_hash = $1", params![token_hash, post]).await?;
    Ok(())
}

pub async fn touch_session(
    tx: &mut Tx,
    token_hash: &str,
    now: Instant,
    expires_at: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "update session set last_seen_at = $2, expires_at = $3 where token_hash = $1",
        params![token_hash, now, expires_at],
    )
    .await?;
    Ok(())
}

/// A person found behind a session or a token.
pub struct Found {
    pub actor: Actor,
    pub last_seen_at: Instant,
}

pub async fn find_by_session(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<Option<Found>, Internal> {
    let found = tx
        .optional(
            "select a.id, a.login, a.name, a.lang, a.must_change_password, a.totp_secret is not null, s.post, s.last_seen_at
               from session s
               join account a on a.id = s.account
              where s.token_hash = $1 and s.expires_at > $2 and a.closed_at is null",
            params![token_hash, now],
            |row| Ok((actor(row)?, row.take::<Option<PostId>>()?, row.take::<Instant>()?)),
        )
        .await?;
    seated(tx, found, Tie::Preferred, now).await
}

pub async fn find_by_token(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<Option<Found>, Internal> {
    let found = tx
        .optional(
            "select a.id, a.login, a.name, a.lang, a.must_change_password, a.totp_secret is not null, t.post, t.created_at
               from api_token t
               join account a on a.id = t.account
              where t.token_hash = $1 and t.expires_at > $2 and t.revoked_at is null and a.closed_at is null",
            params![token_hash, now],
            |row| Ok((actor(row)?, row.take::<Option<PostId>>()?, row.take::<Instant>()?)),
        )
        .await?;
    seated(tx, found, Tie::Only, now).await
}

fn actor(row: &mut Row<'_>) -> Result<Actor, Internal> {
    Ok(Actor {
        account: row.take()?,
        login: row.take()?,
        name: row.take()?,
        lang: Lang::from_tag(&row.take::<String>()?).unwrap_or_default(),
        must_change_password: row.take()?,
        has_totp: row.take()?,
        seat: None,
        seats: Vec::new(),
    })
}

/// An account acting from its first seat.
pub async fn find_actor(tx: &mut Tx, account: AccountId, now: Instant) -> Result<Option<Actor>, Internal> {
    let found = tx
        .optional(
            "select id, login, name, lang, must_change_password, totp_secret is not null
               from account
              where id = $1 and closed_at is null",
            params![account],
            |row| Ok((actor(row)?, None, now)),
        )
        .await?;
    Ok(seated(tx, found, Tie::Preferred, now).await?.map(|found| found.actor))
}

/// An account acting from one post and no other: without a seat once that post is over.
pub async fn find_actor_in(
    tx: &mut Tx,
    account: AccountId,
    post: PostId,
    now: Instant,
) -> Result<Option<Actor>, Internal> {
    let found = tx
        .optional(
            "select id, login, name, lang, must_change_password, totp_secret is not null
               from account
              where id = $1 and closed_at is null",
            params![account],
            |row| Ok((actor(row)?, Some(post), now)),
        )
        .await?;
    Ok(seated(tx, found, Tie::Only, now).await?.map(|found| found.actor))
}

/// What the post named by a session or a token means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// The person's choice; once it is over, the first of the others.
    Preferred,
    /// A program was given this post: once it is over, none.
    Only,
}

async fn seated(
    tx: &mut Tx,
    found: Option<(Actor, Option<PostId>, Instant)>,
    tie: Tie,
    now: Instant,
) -> Result<Option<Found>, Internal> {
    let Some((mut actor, post, last_seen_at)) = found else { return Ok(None) };
    actor.seats = list_seats(tx, actor.account, now.date()).await?;
    let named = actor.seats.iter().find(|seat| Some(seat.post) == post);
    let chosen = if tie == Tie::Only { named } else { named.or(actor.seats.first()) };
    actor.seat = chosen.cloned();
    Ok(Some(Found { actor, last_seen_at }))
}

/// One line of a person's list of tokens.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct TokenRow {
    pub id: i64,
    pub name: String,
    pub created_at: Instant,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
}

pub async fn list_tokens(tx: &mut Tx, account: AccountId) -> Result<Vec<TokenRow>, Internal> {
    tx.all(
        "select id, name, created_at, expires_at, revoked_at from api_token where account = $1 order by id desc",
        params![account],
        |row| {
            Ok(TokenRow {
                id: row.take()?,
                name: row.take()?,
                created_at: row.take()?,
                expires_at: row.take()?,
                revoked_at: row.take()?,
            })
        },
    )
    .await
}

pub async fn insert_token(
    tx: &mut Tx,
    account: AccountId,
    post: Option<PostId>,
    name: &str,
    token_hash: &str,
    now: Instant,
    expires_at: Instant,
) -> Result<i64, Internal> {
    tx.one(
        "insert into api_token (account, post, name, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)
         returning id",
        params![account, post, name, token_hash, now, expires_at],
        only,
    )
    .await
}

pub async fn revoke_token(
    tx: &mut Tx,
    account: AccountId,
    token: i64,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update api_token set revoked_at = $3 where id = $1 and account = $2 and revoked_at is null",
            params![token, account, now],
        )
        .await?;
    Ok(touched == 1)
}

/// Whether `unit` lies in the subtree of `ancestor`, at any time.
pub async fn is_below(tx: &mut Tx, ancestor: UnitId, unit: UnitId) -> Result<bool, Internal> {
    let found = tx
        .optional(
            "select 1 from unit_path where descendant = $1 and ancestor = $2 limit 1",
            params![unit, ancestor],
            only::<i64>,
        )
        .await?;
    Ok(found.is_some())
}
