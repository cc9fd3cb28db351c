//! SQL of the tokens of programs.

use crate::clock::Instant;
use crate::error::Internal;
use crate::id::{AccountId, PostId};
use crate::storage::{Tx, only};

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
