//! SQL of accounts.

use crate::clock::Instant;
use crate::error::Internal;
use crate::id::AccountId;
use crate::storage::{Tx, only};
use crate::text::Lang;

use super::tokens::revoke_tokens;

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
            "update account set closed_at = $2, external_name = null, external_subject = null
              where id = $1 and closed_at is null",
            params![account, now],
        )
        .await?;
    tx.execute("delete from session where account = $1", params![account]).await?;
    revoke_tokens(tx, account, now).await?;
    Ok(touched == 1)
}
