//! Every statement about calendar addresses.

use kit::storage::{Tx, only};
use kit::{AccountId, Instant, Internal, PostId, params};

use crate::PlanId;

/// An address in force, without its secret.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Address {
    pub id: i64,
    /// The plan whose tasks are read; `null` for the tasks of the account.
    pub plan: Option<PlanId>,
    pub plan_title: Option<String>,
    /// The post from which it sees.
    pub post_title: String,
    pub unit_name: String,
    pub created_at: Instant,
}

/// The addresses of an account that were not revoked, the latest first.
pub async fn list_addresses(tx: &mut Tx, account: AccountId) -> Result<Vec<Address>, Internal> {
    tx.all(
        "select c.id, c.plan, p.title, o.title, u.short_name, c.created_at
           from calendar_address c
           join post o on o.id = c.post
           join unit u on u.id = o.unit
           left join plan p on p.id = c.plan
          where c.account = $1 and c.revoked_at is null
          order by c.id desc",
        params![account],
        |row| {
            Ok(Address {
                id: row.take()?,
                plan: row.take()?,
                plan_title: row.take()?,
                post_title: row.take()?,
                unit_name: row.take()?,
                created_at: row.take()?,
            })
        },
    )
    .await
}

/// Whose address has this secret, from which post, of which plan; `None` when it was revoked or never was.
pub async fn find_address(
    tx: &mut Tx,
    secret_hash: &str,
) -> Result<Option<(AccountId, PostId, Option<PlanId>)>, Internal> {
    tx.optional(
        "select account, post, plan from calendar_address where secret_hash = $1 and revoked_at is null",
        params![secret_hash],
        |row| Ok((row.take()?, row.take()?, row.take()?)),
    )
    .await
}

pub async fn insert_address(
    tx: &mut Tx,
    account: AccountId,
    post: PostId,
    plan: Option<PlanId>,
    secret_hash: &str,
    now: Instant,
) -> Result<i64, Internal> {
    tx.one(
        "insert into calendar_address (account, post, plan, secret_hash, created_at)
         values ($1, $2, $3, $4, $5)
         returning id",
        params![account, post, plan, secret_hash, now],
        only,
    )
    .await
}

/// `false` when it is not in force, or not this account's.
pub async fn revoke_address(
    tx: &mut Tx,
    account: AccountId,
    id: i64,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update calendar_address set revoked_at = $3 where id = $1 and account = $2 and revoked_at is null",
            params![id, account, now],
        )
        .await?;
    Ok(touched == 1)
}
