//! SQL of what opens an account: password, second factor, wrong attempts.

use crate::clock::Instant;
use crate::error::Internal;
use crate::id::AccountId;
use crate::storage::{Engine, Row, Tx, only};

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
