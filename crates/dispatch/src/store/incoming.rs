//! The register of incoming papers.

use chrono::NaiveDate;
use documents::DocumentId;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::known;
use crate::incoming::IncomingState;
use crate::{IncomingId, ReceiptId};

/// A line of the register.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Entry {
    pub id: IncomingId,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub year: i64,
    /// Số đến.
    pub number: i64,
    pub received_on: NaiveDate,
    pub author: String,
    pub symbol: String,
    pub dated_on: Option<NaiveDate>,
    #[serde(rename = "abstract")]
    pub summary: String,
    pub routing: String,
    #[schema(value_type = Option<i64>)]
    pub assigned: Option<UnitId>,
    pub assigned_name: String,
    pub due_on: Option<NaiveDate>,
    pub state: IncomingState,
    pub done_on: Option<NaiveDate>,
    pub note: String,
    #[schema(value_type = Option<i64>)]
    pub document: Option<DocumentId>,
    pub version: i64,
}

const ENTRY: &str = "select e.id, e.unit, e.year, e.number, e.received_on, e.author, e.symbol, e.dated_on, e.abstract, e.routing,
        e.assigned, coalesce(a.name, ''), e.due_on, e.state, e.done_on, e.note, e.document, e.version
   from incoming_entry e left join unit a on a.id = e.assigned";

fn entry(row: &mut Row<'_>) -> Result<Entry, Internal> {
    Ok(Entry {
        id: row.take()?,
        unit: row.take()?,
        year: row.take()?,
        number: row.take()?,
        received_on: row.take()?,
        author: row.take()?,
        symbol: row.take()?,
        dated_on: row.take()?,
        summary: row.take()?,
        routing: row.take()?,
        assigned: row.take()?,
        assigned_name: row.take()?,
        due_on: row.take()?,
        state: known(row, IncomingState::from_code)?,
        done_on: row.take()?,
        note: row.take()?,
        document: row.take()?,
        version: row.take()?,
    })
}

pub async fn find_entry(tx: &mut Tx, scope: Scope, id: IncomingId) -> Result<Option<Entry>, Internal> {
    let mut query = Query::new(&format!("{ENTRY} where e.id = "));
    query.bind(id);
    scope.restrict(&mut query, "e.unit");
    tx.optional(query.sql(), query.params(), entry).await
}

/// The lines of a unit received on days, half open, by number.
pub async fn list_entries(
    tx: &mut Tx,
    unit: UnitId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Entry>, Internal> {
    let sql = format!(
        "{ENTRY} where e.unit = $1 and e.received_on >= $2 and e.received_on < $3 order by e.year, e.number"
    );
    tx.all(&sql, params![unit, from, to], entry).await
}

/// What is overdue on a day, the longest first (handbook OUT-2.3).
pub async fn list_overdue(tx: &mut Tx, unit: UnitId, today: NaiveDate) -> Result<Vec<Entry>, Internal> {
    let sql = format!(
        "{ENTRY} where e.unit = $1 and e.due_on < $2 and e.state not in ('answered', 'filed', 'cancelled')
          order by e.due_on, e.id"
    );
    tx.all(&sql, params![unit, today], entry).await
}

/// A line about to be entered.
pub struct NewEntry<'a> {
    pub unit: UnitId,
    pub year: i64,
    pub number: i64,
    pub received_on: NaiveDate,
    pub author: &'a str,
    pub symbol: &'a str,
    pub dated_on: Option<NaiveDate>,
    pub summary: &'a str,
    pub document: Option<DocumentId>,
    pub receipt: Option<ReceiptId>,
    pub account: AccountId,
    pub now: Instant,
}

pub async fn insert_entry(tx: &mut Tx, new: &NewEntry<'_>) -> Result<IncomingId, Internal> {
    tx.one(
        "insert into incoming_entry (unit, year, number, received_on, author, symbol, dated_on, abstract, document, receipt, account, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id",
        params![
            new.unit, new.year, new.number, new.received_on, new.author, new.symbol, new.dated_on, new.summary,
            new.document, new.receipt, new.account, new.now
        ],
        only,
    )
    .await
}

/// Where a line stands now; false when it is another version by now.
pub async fn update_entry(tx: &mut Tx, now: &Entry) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update incoming_entry set routing = $3, assigned = $4, due_on = $5, state = $6, done_on = $7, note = $8,
                    version = version + 1
              where id = $1 and version = $2",
            params![now.id, now.version, &now.routing, now.assigned, now.due_on, now.state.code(), now.done_on, &now.note],
        )
        .await?;
    Ok(touched == 1)
}
