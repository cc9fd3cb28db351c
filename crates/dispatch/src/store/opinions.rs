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

/// A clause as it stood when opinions were asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AskedClause {
    /// Its place among all clauses that were ever asked about, from 1: opinions name it.
    pub position: i64,
    /// How often opinions had been asked for when it was, from 1.
    pub round: i64,
    /// Its place in the draft of its round, from 1.
    pub number: i64,
    pub words: String,
}

/// Begins a round with the clauses as they stand. One in which nobody has said anything yet is asked anew.
pub async fn insert_round(tx: &mut Tx, id: OutgoingId, clauses: &[String]) -> Result<(), Internal> {
    tx.execute(
        "delete from opinion_clause where outgoing = $1
            and round = (select max(c.round) from opinion_clause c where c.outgoing = $1)
            and not exists (select 1 from opinion p join opinion_clause c on c.outgoing = p.outgoing and c.position = p.position
                             where p.outgoing = $1 and c.round = opinion_clause.round)",
        params![id],
    )
    .await?;
    let sql =
        "select coalesce(max(position), 0), coalesce(max(round), 0) from opinion_clause where outgoing = $1";
    let (last, round): (i64, i64) = tx.one(sql, params![id], |row| Ok((row.take()?, row.take()?))).await?;
    for (position, words) in (last + 1..).zip(clauses) {
        tx.execute(
            "insert into opinion_clause (outgoing, position, words, round) values ($1, $2, $3, $4)",
            params![id, position, words, round + 1],
        )
        .await?;
    }
    // Who answered about other words has not answered about these.
    tx.execute(
        "update opinion_request set answered_at = null, answered_by = null where outgoing = $1",
        params![id],
    )
    .await?;
    Ok(())
}

/// All clauses, by round and place.
pub async fn list_clauses(tx: &mut Tx, id: OutgoingId) -> Result<Vec<AskedClause>, Internal> {
    tx.all(
        "select position, round, position - min(position) over (partition by round) + 1, words
           from opinion_clause where outgoing = $1 order by position",
        params![id],
        |row| {
            Ok(AskedClause {
                position: row.take()?,
                round: row.take()?,
                number: row.take()?,
                words: row.take()?,
            })
        },
    )
    .await
}

/// The clauses that are asked about now.
pub async fn list_open_clauses(tx: &mut Tx, id: OutgoingId) -> Result<Vec<AskedClause>, Internal> {
    let mut clauses = list_clauses(tx, id).await?;
    let newest = clauses.iter().map(|one| one.round).max().unwrap_or_default();
    clauses.retain(|one| one.round == newest);
    Ok(clauses)
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
