//! Who was sent a paper, who has opened it.

use chrono::NaiveDate;
use kit::storage::{Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{IncomingId, OutgoingId, ReceiptId};

/// A paper as sent to one unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Receipt {
    pub id: ReceiptId,
    pub outgoing: OutgoingId,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub sent_at: Instant,
    pub opened_at: Option<Instant>,
    pub opened_by: String,
    pub acknowledged_at: Option<Instant>,
    pub reminded_at: Option<Instant>,
    /// What was sent, and by whom.
    pub from: String,
    pub symbol: String,
    #[serde(rename = "abstract")]
    pub summary: String,
    pub dated_on: Option<NaiveDate>,
    /// `recalled` papers stay visible with their reason.
    pub state: String,
    pub reason: String,
    /// The line of the receiving unit's register.
    pub incoming: Option<IncomingId>,
}

const RECEIPT: &str = "select r.id, r.outgoing, r.unit, u.name, r.sent_at, r.opened_at, coalesce(b.name, ''), r.acknowledged_at,
        r.reminded_at, s.name, o.symbol, o.abstract, o.dated_on, o.state, o.reason, e.id
   from dispatch_receipt r join unit u on u.id = r.unit join outgoing_document o on o.id = r.outgoing
   join unit s on s.id = o.unit left join account b on b.id = r.opened_by
   left join incoming_entry e on e.receipt = r.id";

fn receipt(row: &mut Row<'_>) -> Result<Receipt, Internal> {
    Ok(Receipt {
        id: row.take()?,
        outgoing: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        sent_at: row.take()?,
        opened_at: row.take()?,
        opened_by: row.take()?,
        acknowledged_at: row.take()?,
        reminded_at: row.take()?,
        from: row.take()?,
        symbol: row.take()?,
        summary: row.take()?,
        dated_on: row.take()?,
        state: row.take()?,
        reason: row.take()?,
        incoming: row.take()?,
    })
}

/// Sends a paper to a unit; false when it has it already.
pub async fn insert_receipt(
    tx: &mut Tx,
    id: OutgoingId,
    unit: UnitId,
    by: AccountId,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "insert into dispatch_receipt (outgoing, unit, sent_at, sent_by) values ($1, $2, $3, $4) on conflict do nothing",
            params![id, unit, now, by],
        )
        .await?;
    Ok(touched == 1)
}

/// All units that were sent a paper: those that have not opened it first.
pub async fn list_receipts(tx: &mut Tx, id: OutgoingId) -> Result<Vec<Receipt>, Internal> {
    let sql = format!(
        "{RECEIPT} where r.outgoing = $1 order by case when r.opened_at is null then 0 else 1 end, u.folded_name, r.id"
    );
    tx.all(&sql, params![id], receipt).await
}

/// What a unit was sent, the newest first.
pub async fn list_inbox(tx: &mut Tx, unit: UnitId, limit: i64) -> Result<Vec<Receipt>, Internal> {
    let sql = format!("{RECEIPT} where r.unit = $1 order by r.id desc limit $2");
    tx.all(&sql, params![unit, limit], receipt).await
}

/// What a unit was sent.
pub async fn find_receipt(tx: &mut Tx, unit: UnitId, id: ReceiptId) -> Result<Option<Receipt>, Internal> {
    let sql = format!("{RECEIPT} where r.unit = $1 and r.id = $2");
    tx.optional(&sql, params![unit, id], receipt).await
}

/// Notes the first opening.
pub async fn update_opened(
    tx: &mut Tx,
    id: ReceiptId,
    by: AccountId,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update dispatch_receipt set opened_at = $2, opened_by = $3 where id = $1 and opened_at is null",
            params![id, now, by],
        )
        .await?;
    Ok(touched == 1)
}

pub async fn update_acknowledged(
    tx: &mut Tx,
    id: ReceiptId,
    by: AccountId,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update dispatch_receipt set acknowledged_at = $2, acknowledged_by = $3 where id = $1 and acknowledged_at is null",
            params![id, now, by],
        )
        .await?;
    Ok(touched == 1)
}

/// Reminds the units that have not opened a paper; how many.
pub async fn update_reminded(tx: &mut Tx, id: OutgoingId, now: Instant) -> Result<u64, Internal> {
    tx.execute(
        "update dispatch_receipt set reminded_at = $2 where outgoing = $1 and opened_at is null",
        params![id, now],
    )
    .await
}

/// A body outside the system that was sent a paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outside {
    pub id: i64,
    pub name: String,
    pub how: String,
    pub sent_on: NaiveDate,
    pub note: String,
}

pub async fn insert_outside(
    tx: &mut Tx,
    id: OutgoingId,
    one: &Outside,
    account: AccountId,
) -> Result<i64, Internal> {
    tx.one(
        "insert into dispatch_outside (outgoing, name, how, sent_on, note, account) values ($1, $2, $3, $4, $5, $6) returning id",
        params![id, &one.name, &one.how, one.sent_on, &one.note, account],
        only,
    )
    .await
}

pub async fn list_outside(tx: &mut Tx, id: OutgoingId) -> Result<Vec<Outside>, Internal> {
    tx.all(
        "select id, name, how, sent_on, note from dispatch_outside where outgoing = $1 order by sent_on, id",
        params![id],
        |row| {
            Ok(Outside {
                id: row.take()?,
                name: row.take()?,
                how: row.take()?,
                sent_on: row.take()?,
                note: row.take()?,
            })
        },
    )
    .await
}
