//! SQL of accounts, posts, sessions and tokens. Sessions and the person behind one are here, the rest by topic beside it.

mod credentials;
pub mod openid;
mod people;
mod posts;
mod tokens;

pub use credentials::{
    Credentials, count_failure, find_credentials, find_credentials_by_id, insert_recovery_code,
    lock_credentials, update_failures, update_totp, use_recovery_code, use_totp_step,
};
pub use people::{
    AccountRow, NewAccount, close_account, insert_account, list_accounts, update_lang, update_password,
};
pub use posts::{
    NewPost, end_holding, insert_holding, insert_post, is_below, list_coming_scopes, list_seats,
};
use posts::{SEAT, SEATS, seat};
pub use tokens::{TokenRow, insert_token, list_tokens, revoke_token, revoke_tokens};

use super::Actor;
use crate::clock::Instant;
use crate::error::Internal;
use crate::id::{AccountId, PostId};
use crate::storage::{Row, Tx, Value};
use crate::text::Lang;

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
    let named = Named { tie: Tie::Preferred, post: "x.post", seen: "x.last_seen_at" };
    let from = "from session x
           join account a on a.id = x.account";
    let rule = "x.token_hash = $1 and x.expires_at > $3 and a.closed_at is null";
    find(tx, &named, from, rule, params![token_hash, now.date(), now]).await
}

pub async fn find_by_token(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<Option<Found>, Internal> {
    let named = Named { tie: Tie::Only, post: "x.post", seen: "x.created_at" };
    let from = "from api_token x
           join account a on a.id = x.account";
    let rule = "x.token_hash = $1 and x.expires_at > $3 and x.revoked_at is null and a.closed_at is null";
    find(tx, &named, from, rule, params![token_hash, now.date(), now]).await
}

/// An account acting from its first seat.
pub async fn find_actor(tx: &mut Tx, account: AccountId, now: Instant) -> Result<Option<Actor>, Internal> {
    let named = Named { tie: Tie::Preferred, post: "cast(null as bigint)", seen: "$3" };
    let rule = "a.id = $1 and a.closed_at is null";
    Ok(find(tx, &named, "from account a", rule, params![account, now.date(), now])
        .await?
        .map(|found| found.actor))
}

/// An account acting from one post and no other: without a seat once that post is over.
pub async fn find_actor_in(
    tx: &mut Tx,
    account: AccountId,
    post: PostId,
    now: Instant,
) -> Result<Option<Actor>, Internal> {
    let named = Named { tie: Tie::Only, post: "cast($4 as bigint)", seen: "$3" };
    let rule = "a.id = $1 and a.closed_at is null";
    let params = params![account, now.date(), now, post];
    Ok(find(tx, &named, "from account a", rule, params).await?.map(|found| found.actor))
}

/// How the row that a person was found by names the post, and when the person was last seen: SQL of this module.
struct Named {
    tie: Tie,
    post: &'static str,
    seen: &'static str,
}

/// What the post named by a session or a token means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// The person's choice; once it is over, the first of the others.
    Preferred,
    /// A program was given this post: once it is over, none.
    Only,
}

/// The person and all seats of the day, in one statement: every request asks for them. `$2` is the day, `$3` the instant.
async fn find(
    tx: &mut Tx,
    named: &Named,
    from: &str,
    rule: &str,
    params: &[Value<'_>],
) -> Result<Option<Found>, Internal> {
    let Named { tie, post, seen } = named;
    let sql = format!(
        "select a.id, a.login, a.name, a.lang, a.must_change_password, a.totp_secret is not null, {post}, cast({seen} as bigint), {SEAT}
           {from}
           {SEATS}
          where {rule}
          order by h.is_stand_in, h.id"
    );
    let rows = tx
        .all(&sql, params, |row| {
            Ok((actor(row)?, row.take::<Option<PostId>>()?, row.take::<Instant>()?, seat(row)?))
        })
        .await?;
    let mut found: Option<(Found, Option<PostId>)> = None;
    for (actor, post, last_seen_at, seat) in rows {
        let (found, _) = found.get_or_insert((Found { actor, last_seen_at }, post));
        found.actor.seats.extend(seat);
    }
    Ok(found.map(|(mut found, post)| {
        let seats = &found.actor.seats;
        let named = seats.iter().find(|seat| Some(seat.post) == post);
        found.actor.seat = if *tie == Tie::Only { named } else { named.or(seats.first()) }.cloned();
        found
    }))
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
