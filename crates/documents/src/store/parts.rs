//! What belongs to a paper: its text, clauses, recipients, corrections.

use chrono::NaiveDate;
use kit::storage::{Tx, Value, only};
use kit::{AccountId, Instant, Internal, UnitId, params};
use paper::reading::Paper;

use super::{json, known};
use crate::DocumentId;
use crate::document::{CharSpan, Clause, Correction, Field, Recipient};
use crate::reading::FileNote;

/// The text as it was read, and the reading.
pub struct StoredText {
    pub format: String,
    pub source: String,
    pub lines: String,
    pub notes: Vec<FileNote>,
    pub reading: String,
}

/// Stores the text of a paper just registered.
pub async fn update_text(
    tx: &mut Tx,
    id: DocumentId,
    source: &str,
    lines: &str,
    notes: &[FileNote],
) -> Result<(), Internal> {
    tx.execute(
        "update document set source = $2, lines = $3, notes = $4 where id = $1",
        params![id, source, lines, serde_json::to_string(notes)?],
    )
    .await?;
    Ok(())
}

/// Stores a reading, the first or a newer one; the text stays, because spans of other records point into it.
pub async fn update_reading(tx: &mut Tx, id: DocumentId, paper: &Paper) -> Result<(), Internal> {
    let meta = &paper.meta;
    let held_on: Option<NaiveDate> = meta.event_date.as_deref().and_then(|date| date.parse().ok());
    tx.execute(
        "update document set reading = $2, held_on = $3, conference_term = $4, conference = $5 where id = $1",
        params![id, serde_json::to_string(paper)?, held_on, meta.khoa.as_deref().unwrap_or(""), meta.lan_thu],
    )
    .await?;
    Ok(())
}

/// The conference that went before the one a paper comes from, in the same register: its term and ordinal.
pub async fn find_conference_before(tx: &mut Tx, id: DocumentId) -> Result<Option<(String, u32)>, Internal> {
    tx.optional(
        "select before.conference_term, before.conference
           from document d
           join document before on before.unit = d.unit and before.held_on < d.held_on
          where d.id = $1 and d.conference is not null and before.conference is not null and before.conference_term <> ''
            and before.state <> 'cancelled'
          order by before.held_on desc, before.id desc
          limit 1",
        params![id],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

pub async fn find_text(tx: &mut Tx, id: DocumentId) -> Result<Option<StoredText>, Internal> {
    tx.optional(
        "select format, source, lines, notes, reading from document where id = $1 and reading <> ''",
        params![id],
        |row| {
            Ok(StoredText {
                format: row.take()?,
                source: row.take()?,
                lines: row.take()?,
                notes: json(row)?,
                reading: row.take()?,
            })
        },
    )
    .await
}

/// The text and the reading of a paper; both are empty while nothing was read.
pub async fn find_source(tx: &mut Tx, id: DocumentId) -> Result<(String, String), Internal> {
    let found = tx
        .optional("select source, reading from document where id = $1", params![id], |row| {
            Ok((row.take()?, row.take()?))
        })
        .await?;
    Ok(found.unwrap_or_default())
}

pub async fn replace_clauses(tx: &mut Tx, id: DocumentId, clauses: &[Clause]) -> Result<(), Internal> {
    tx.execute("delete from document_clause where document = $1", params![id]).await?;
    let mut rows: Vec<Value<'_>> = Vec::with_capacity(clauses.len() * 11);
    for (position, clause) in (0_i64..).zip(clauses) {
        rows.extend([
            id.into(),
            (&clause.code).into(),
            position.into(),
            (&clause.label).into(),
            clause.level.into(),
            (&clause.kind).into(),
            (&clause.parent).into(),
            (&clause.title).into(),
            (&clause.body).into(),
            clause.span.start.into(),
            clause.span.end.into(),
        ]);
    }
    let columns = [
        "document",
        "code",
        "position",
        "label",
        "level",
        "kind",
        "parent",
        "title",
        "body",
        "span_start",
        "span_end",
    ];
    tx.insert_many("document_clause", &columns, &rows, "").await?;
    Ok(())
}

/// The outline in reading order.
pub async fn list_clauses(tx: &mut Tx, id: DocumentId) -> Result<Vec<Clause>, Internal> {
    tx.all(
        "select code, label, level, kind, parent, title, body, span_start, span_end
           from document_clause
          where document = $1
          order by position, code",
        params![id],
        |row| {
            Ok(Clause {
                code: row.take()?,
                label: row.take()?,
                level: row.take()?,
                kind: row.take()?,
                parent: row.take()?,
                title: row.take()?,
                body: row.take()?,
                span: CharSpan { start: row.take()?, end: row.take()? },
            })
        },
    )
    .await
}

/// Writes down whom a paper of a unit went to on a day. A recipient is a unit of ours only when its whole name is that of the one
/// unit that stood that day in the paper's own line: below its unit or above it. Whoever is linked may read the demands of the paper,
/// so a name that fits two units, or one elsewhere in the country, stays a name.
pub async fn replace_recipients(
    tx: &mut Tx,
    id: DocumentId,
    unit: UnitId,
    on: NaiveDate,
    names: &[String],
) -> Result<(), Internal> {
    tx.execute("delete from document_recipient where document = $1", params![id]).await?;
    for (position, name) in (0_i64..).zip(names) {
        let found: Vec<UnitId> = tx
            .all(
                "select distinct u.id
                   from unit_path p
                   join unit u on (p.ancestor = $2 and u.id = p.descendant) or (p.descendant = $2 and u.id = p.ancestor)
                  where (p.ancestor = $2 or p.descendant = $2)
                    and u.folded_name = $1
                    and u.valid_from <= $3 and (u.valid_to is null or u.valid_to > $3)
                    and p.valid_from <= $3 and (p.valid_to is null or p.valid_to > $3)
                  order by u.id
                  limit 2",
                params![vi::fold::fold(name), unit, on],
                only,
            )
            .await?;
        let linked = if let [one] = found.as_slice() { Some(*one) } else { None };
        tx.execute(
            "insert into document_recipient (document, position, name, unit) values ($1, $2, $3, $4)",
            params![id, position, name, linked],
        )
        .await?;
    }
    Ok(())
}

pub async fn list_recipients(tx: &mut Tx, id: DocumentId) -> Result<Vec<Recipient>, Internal> {
    tx.all(
        "select name, unit from document_recipient where document = $1 order by position",
        params![id],
        |row| Ok(Recipient { name: row.take()?, unit: row.take()? }),
    )
    .await
}

/// A corrected field, about to be noted.
pub struct NewCorrection<'a> {
    pub document: DocumentId,
    pub field: Field,
    pub before: &'a str,
    pub value: &'a str,
    pub reason: &'a str,
    pub account: AccountId,
    pub at: Instant,
    pub version: i64,
}

pub async fn insert_correction(tx: &mut Tx, new: &NewCorrection<'_>) -> Result<(), Internal> {
    tx.execute(
        "insert into document_correction (document, field, before, value, reason, account, at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            new.document,
            new.field.code(),
            new.before,
            new.value,
            new.reason,
            new.account,
            new.at,
            new.version
        ],
    )
    .await?;
    Ok(())
}

/// What people corrected, oldest first.
pub async fn list_corrections(tx: &mut Tx, id: DocumentId) -> Result<Vec<Correction>, Internal> {
    tx.all(
        "select c.field, c.before, c.value, c.reason, a.name, c.at, c.version
           from document_correction c
           join account a on a.id = c.account
          where c.document = $1
          order by c.id",
        params![id],
        |row| {
            Ok(Correction {
                field: known(row, Field::from_code)?,
                before: row.take()?,
                value: row.take()?,
                reason: row.take()?,
                by: row.take()?,
                at: row.take()?,
                version: row.take()?,
            })
        },
    )
    .await
}

/// The name behind an account.
pub async fn find_name(tx: &mut Tx, account: AccountId) -> Result<String, Internal> {
    Ok(tx
        .optional("select name from account where id = $1", params![account], only)
        .await?
        .unwrap_or_default())
}
