//! Opinions on a draft.

use chrono::NaiveDate;
use kit::storage::Tx;
use kit::{AccountId, Instant, Internal, UnitId, params};
use serde::Serialize;
use utoipa::ToSchema;

use crate::OutgoingId;

/// A unit that was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Request {
    pub outgoing: OutgoingId,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub due_on: NaiveDate,
    pub answered_at: Option<Instant>,
    #[serde(rename = "abstract")]
    pub summary: String,
}

/// What a unit said of a clause, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Opinion {
    pub id: i64,
    /// The clause, from 1.
    pub position: i64,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    /// `agree`, `change` or `remark`.
    pub kind: String,
    pub words: String,
    pub at: Instant,
    /// `taken`, `partly`, `not_taken`, or empty.
    pub answer: String,
    pub why: String,
}

/// Keeps the clauses as they stand when opinions are asked for; a later round asks about the same ones only while they stand.
pub async fn replace_clauses(tx: &mut Tx, id: OutgoingId, clauses: &[String]) -> Result<(), Internal> {
    tx.execute("delete from opinion_clause where outgoing = $1", params![id]).await?;
    for (position, words) in (1_i64..).zip(clauses) {
        tx.execute(
            "insert into opinion_clause (outgoing, position, words) values ($1, $2, $3)",
            params![id, position, words],
        )
        .await?;
    }
    Ok(())
}

pub async fn list_clauses(tx: &mut Tx, id: OutgoingId) -> Result<Vec<(i64, String)>, Internal> {
    tx.all(
        "select position, words from opinion_clause where outgoing = $1 order by position",
        params![id],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

pub async fn put_request(
    tx: &mut Tx,
    id: OutgoingId,
    unit: UnitId,
    due_on: NaiveDate,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into opinion_request (outgoing, unit, due_on, asked_at) values ($1, $2, $3, $4)
         on conflict (outgoing, unit) do update set due_on = excluded.due_on",
        params![id, unit, due_on, now],
    )
    .await?;
    Ok(())
}

const REQUEST: &str = "select r.outgoing, r.unit, u.name, r.due_on, r.answered_at, o.abstract
       from opinion_request r join unit u on u.id = r.unit join outgoing_document o on o.id = r.outgoing";

fn request(row: &mut kit::storage::Row<'_>) -> Result<Request, Internal> {
    Ok(Request {
        outgoing: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        due_on: row.take()?,
        answered_at: row.take()?,
        summary: row.take()?,
    })
}

pub async fn list_requests(tx: &mut Tx, id: OutgoingId) -> Result<Vec<Request>, Internal> {
    let sql = format!("{REQUEST} where r.outgoing = $1 order by u.folded_name, r.unit");
    tx.all(&sql, params![id], request).await
}

/// The drafts on which a unit was asked, the newest first.
pub async fn list_asked(tx: &mut Tx, unit: UnitId) -> Result<Vec<Request>, Internal> {
    let sql = format!("{REQUEST} where r.unit = $1 order by r.outgoing desc limit 200");
    tx.all(&sql, params![unit], request).await
}

pub async fn find_request(tx: &mut Tx, id: OutgoingId, unit: UnitId) -> Result<Option<Request>, Internal> {
    let sql = format!("{REQUEST} where r.outgoing = $1 and r.unit = $2");
    tx.optional(&sql, params![id, unit], request).await
}

pub async fn update_answered(
    tx: &mut Tx,
    id: OutgoingId,
    unit: UnitId,
    by: AccountId,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "update opinion_request set answered_at = $3, answered_by = $4 where outgoing = $1 and unit = $2",
        params![id, unit, now, by],
    )
    .await?;
    Ok(())
}

/// What a unit says of a clause; a later word replaces an earlier one that has no answer yet.
#[expect(clippy::too_many_arguments, reason = "one row")]
pub async fn put_opinion(
    tx: &mut Tx,
    id: OutgoingId,
    position: i64,
    unit: UnitId,
    kind: &str,
    words: &str,
    account: AccountId,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into opinion (outgoing, position, unit, kind, words, account, at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (outgoing, position, unit) do update
            set kind = excluded.kind, words = excluded.words, account = excluded.account, at = excluded.at
          where opinion.answer = ''",
        params![id, position, unit, kind, words, account, now],
    )
    .await?;
    Ok(())
}

pub async fn list_opinions(tx: &mut Tx, id: OutgoingId) -> Result<Vec<Opinion>, Internal> {
    tx.all(
        "select p.id, p.position, p.unit, u.name, p.kind, p.words, p.at, p.answer, p.why
           from opinion p join unit u on u.id = p.unit
          where p.outgoing = $1 order by p.position, u.folded_name, p.id",
        params![id],
        |row| {
            Ok(Opinion {
                id: row.take()?,
                position: row.take()?,
                unit: row.take()?,
                unit_name: row.take()?,
                kind: row.take()?,
                words: row.take()?,
                at: row.take()?,
                answer: row.take()?,
                why: row.take()?,
            })
        },
    )
    .await
}

/// Answers an opinion; false when the draft has no such one.
pub async fn update_answer(
    tx: &mut Tx,
    outgoing: OutgoingId,
    id: i64,
    answer: &str,
    why: &str,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update opinion set answer = $3, why = $4 where id = $2 and outgoing = $1",
            params![outgoing, id, answer, why],
        )
        .await?;
    Ok(touched == 1)
}
