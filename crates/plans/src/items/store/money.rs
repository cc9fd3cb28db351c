//! Money of plans: sums and entries. Entries are never updated or deleted.

use kit::storage::{Tx, only};
use kit::{AccountId, Instant, Internal, params};

use crate::items::actions::NewSpending;
use crate::{PlanId, PlanItemId};

/// Estimate and spending of a plan's items; money spent on an item that was withdrawn since stays spent.
pub async fn sum_money(tx: &mut Tx, plan: PlanId) -> Result<(i64, i64), Internal> {
    tx.one(
        "select (select cast(coalesce(sum(estimate), 0) as bigint)
                   from plan_item
                  where plan = $1 and state = 'active'),
                (select cast(coalesce(sum(amount), 0) as bigint)
                   from spending
                   join plan_item on plan_item.id = spending.plan_item
                  where plan = $1)",
        params![plan],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

pub async fn sum_spent(tx: &mut Tx, item: PlanItemId) -> Result<i64, Internal> {
    tx.one(
        "select cast(coalesce(sum(amount), 0) as bigint) from spending where plan_item = $1",
        params![item],
        only,
    )
    .await
}

pub async fn insert_spending(
    tx: &mut Tx,
    item: PlanItemId,
    new: &NewSpending,
    account: AccountId,
    at: Instant,
) -> Result<i64, Internal> {
    tx.one(
        "insert into spending (plan_item, amount, spent_on, note, account, at)
         values ($1, $2, $3, $4, $5, $6)
         returning id",
        params![item, new.amount, new.spent_on, new.note.trim(), account, at],
        only,
    )
    .await
}

/// An entry of spending as it was made.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct SpendingRow {
    pub id: i64,
    pub amount: i64,
    pub spent_on: chrono::NaiveDate,
    pub note: String,
    pub who: String,
    pub at: Instant,
}

pub async fn list_spendings(tx: &mut Tx, item: PlanItemId) -> Result<Vec<SpendingRow>, Internal> {
    tx.all(
        "select spending.id, amount, spent_on, note, account.name, at
           from spending
           join account on account.id = spending.account
          where plan_item = $1
          order by spending.id",
        params![item],
        |row| {
            Ok(SpendingRow {
                id: row.take()?,
                amount: row.take()?,
                spent_on: row.take()?,
                note: row.take()?,
                who: row.take()?,
                at: row.take()?,
            })
        },
    )
    .await
}
