//! SQL of sign-in through the organisation's provider.

use crate::clock::Instant;
use crate::error::Internal;
use crate::id::AccountId;
use crate::storage::{Row, Tx};

/// An account linked to a person of the provider.
#[derive(Debug, Clone)]
pub struct Linked {
    pub account: AccountId,
    /// The provider's subject was kept at an earlier sign-in.
    pub is_bound: bool,
    pub has_totp: bool,
    pub must_change_password: bool,
}

fn linked(row: &mut Row<'_>) -> Result<Linked, Internal> {
    Ok(Linked {
        account: row.take()?,
        is_bound: row.take()?,
        has_totp: row.take()?,
        must_change_password: row.take()?,
    })
}

/// The account whose owner signed in before under this subject.
pub async fn find_by_subject(tx: &mut Tx, subject: &str) -> Result<Option<Linked>, Internal> {
    tx.optional(
        "select id, external_subject is not null, totp_secret is not null, must_change_password
           from account
          where external_subject = $1 and closed_at is null",
        params![subject],
        linked,
    )
    .await
}

/// The account that waits for the first sign-in under this name.
pub async fn find_waiting(tx: &mut Tx, name: &str) -> Result<Option<Linked>, Internal> {
    tx.optional(
        "select id, external_subject is not null, totp_secret is not null, must_change_password
           from account
          where external_name = $1 and external_subject is null and closed_at is null",
        params![name],
        linked,
    )
    .await
}

/// Keeps the subject; `false` when another sign-in was faster.
pub async fn bind_subject(tx: &mut Tx, account: AccountId, subject: &str) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update account set external_subject = $2 where id = $1 and external_subject is null",
            params![account, subject],
        )
        .await?;
    Ok(touched == 1)
}

/// The name an account is linked to, and whether its owner has signed in with it.
pub async fn find_link(tx: &mut Tx, account: AccountId) -> Result<Option<(String, bool)>, Internal> {
    tx.optional(
        "select external_name, external_subject is not null from account where id = $1 and external_name is not null",
        params![account],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// Links an open account to a name, or to none; a subject kept before is forgotten. `false` when another account has the name.
pub async fn update_link(tx: &mut Tx, account: AccountId, name: Option<&str>) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update account set external_name = $2, external_subject = null
              where id = $1 and closed_at is null
                and not exists (select 1 from account o where o.external_name = $2 and o.id <> $1)",
            params![account, name],
        )
        .await?;
    Ok(touched == 1)
}

/// A sign-in under way.
#[derive(Debug, Clone)]
pub struct Attempt {
    pub nonce: String,
    pub verifier: String,
    pub next: String,
    pub account: Option<AccountId>,
}

fn attempt(row: &mut Row<'_>) -> Result<Attempt, Internal> {
    Ok(Attempt { nonce: row.take()?, verifier: row.take()?, next: row.take()?, account: row.take()? })
}

pub async fn insert_attempt(
    tx: &mut Tx,
    secret_hash: &str,
    new: &Attempt,
    expires_at: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into openid_attempt (secret_hash, nonce, verifier, next, account, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![secret_hash, &new.nonce, &new.verifier, &new.next, new.account, expires_at],
    )
    .await?;
    Ok(())
}

/// Takes a sign-in that the provider answers: it cannot be answered twice.
pub async fn take_attempt(tx: &mut Tx, secret_hash: &str, now: Instant) -> Result<Option<Attempt>, Internal> {
    tx.optional(
        "delete from openid_attempt where secret_hash = $1 and account is null and expires_at > $2
         returning nonce, verifier, next, account",
        params![secret_hash, now],
        attempt,
    )
    .await
}

/// A sign-in that waits for the account's own second step.
pub async fn find_vouched(tx: &mut Tx, secret_hash: &str, now: Instant) -> Result<Option<Attempt>, Internal> {
    tx.optional(
        "select nonce, verifier, next, account from openid_attempt
          where secret_hash = $1 and account is not null and expires_at > $2",
        params![secret_hash, now],
        attempt,
    )
    .await
}

/// Ends a sign-in; `false` when it was ended before.
pub async fn delete_attempt(tx: &mut Tx, secret_hash: &str) -> Result<bool, Internal> {
    let touched =
        tx.execute("delete from openid_attempt where secret_hash = $1", params![secret_hash]).await?;
    Ok(touched == 1)
}

pub async fn delete_expired_attempts(tx: &mut Tx, now: Instant) -> Result<(), Internal> {
    tx.execute("delete from openid_attempt where expires_at <= $1", params![now]).await?;
    Ok(())
}
