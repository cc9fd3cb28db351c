//! Every SQL statement of the module, and nothing but SQL and row mapping.
//!
//! Lists and look-ups take the scope of whoever asks: what lies outside does not exist. What follows citations needs none,
//! because a paper is linked only to papers of its own unit or of units below, which everybody who sees it may see.

mod citations;
mod figures;
mod findings;
mod list;
mod parts;

use kit::permission::Scope;
use kit::storage::{FromColumn, Query, Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};

pub use citations::*;
pub use figures::*;
pub use findings::*;
pub use list::*;
pub use parts::*;

use crate::DocumentId;
use crate::document::{Direction, Document, DocumentState, Metadata, symbol_key};

const COLUMNS: &str = "d.id, d.unit, u.name, d.direction, d.state, d.type_code, d.type_name, d.symbol, d.issuer, d.issued_on,
        d.place, d.abstract, d.term, d.signer, d.signer_position, d.year, d.cancel_reason, coalesce(d.file, ''), d.file_name,
        d.format, d.account, d.created_at, d.version, d.read_by,
        (select count(*) from document_finding f where f.document = d.id and f.state = 'open')";

fn document(row: &mut Row<'_>) -> Result<Document, Internal> {
    Ok(Document {
        id: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        direction: known(row, Direction::from_code)?,
        state: known(row, DocumentState::from_code)?,
        metadata: Metadata {
            type_code: row.take()?,
            type_name: row.take()?,
            symbol: row.take()?,
            issuer: row.take()?,
            issued_on: row.take()?,
            place: row.take()?,
            abstract_text: row.take()?,
            term: row.take()?,
            signer: row.take()?,
            signer_position: row.take()?,
            year: row.take()?,
        },
        cancel_reason: row.take()?,
        file: row.take()?,
        file_name: row.take()?,
        format: row.take()?,
        account: row.take()?,
        created_at: row.take()?,
        version: row.take()?,
        read_by: row.take()?,
        open_findings: row.take()?,
    })
}

/// A column that holds one of our codes.
fn known<T>(row: &mut Row<'_>, from_code: impl Fn(&str) -> Option<T>) -> Result<T, Internal> {
    let code: String = row.take()?;
    from_code(&code).ok_or_else(|| Internal::new(format!("unknown code {code}")))
}

/// A column that holds JSON.
fn json<T: serde::de::DeserializeOwned>(row: &mut Row<'_>) -> Result<T, Internal> {
    Ok(serde_json::from_str(&String::from_column(row)?)?)
}

/// Reads the next column by its type.
trait TakeColumn: FromColumn {
    fn from_column(row: &mut Row<'_>) -> Result<Self, Internal> {
        row.take()
    }
}
impl<T: FromColumn> TakeColumn for T {}

pub async fn find_document(tx: &mut Tx, scope: Scope, id: DocumentId) -> Result<Option<Document>, Internal> {
    let mut query =
        Query::new(&format!("select {COLUMNS} from document d join unit u on u.id = d.unit where d.id = "));
    query.bind(id);
    scope.restrict(&mut query, "d.unit");
    tx.optional(query.sql(), query.params(), document).await
}

/// Papers by their ids, as far as they are in scope; in no order.
pub async fn find_documents(
    tx: &mut Tx,
    scope: Scope,
    ids: &[DocumentId],
) -> Result<Vec<Document>, Internal> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let mut query = Query::new(&format!(
            "select {COLUMNS} from document d join unit u on u.id = d.unit where d.id in ("
        ));
        for (index, id) in chunk.iter().enumerate() {
            query.push(if index == 0 { "" } else { ", " }).bind(*id);
        }
        query.push(")");
        scope.restrict(&mut query, "d.unit");
        query.push(" order by d.id");
        found.extend(tx.all(query.sql(), query.params(), document).await?);
    }
    Ok(found)
}

/// The entry of a unit's register that holds the same bytes.
pub async fn find_by_file(tx: &mut Tx, unit: UnitId, sha256: &str) -> Result<Option<DocumentId>, Internal> {
    tx.optional(
        "select id from document where unit = $1 and file = $2 and state <> 'cancelled' order by id",
        params![unit, sha256],
        only,
    )
    .await
}

/// A paper about to be registered.
pub struct NewDocument<'a> {
    pub unit: UnitId,
    pub direction: Direction,
    pub metadata: &'a Metadata,
    pub file: &'a str,
    pub file_name: &'a str,
    pub format: &'a str,
    pub read_by: &'a str,
    pub account: AccountId,
    pub now: Instant,
}

/// The new entry, or none when somebody registered the same bytes a moment before.
pub async fn insert_document(tx: &mut Tx, new: &NewDocument<'_>) -> Result<Option<DocumentId>, Internal> {
    let metadata = new.metadata;
    tx.optional(
        "insert into document (unit, direction, type_code, type_name, symbol, symbol_key, issuer, issued_on, place, abstract,
                term, signer, signer_position, year, file, file_name, format, folded, read_by, account, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
         on conflict do nothing
         returning id",
        params![
            new.unit,
            new.direction.code(),
            &metadata.type_code,
            &metadata.type_name,
            &metadata.symbol,
            symbol_key(&metadata.symbol),
            &metadata.issuer,
            metadata.issued_on,
            &metadata.place,
            &metadata.abstract_text,
            &metadata.term,
            &metadata.signer,
            &metadata.signer_position,
            metadata.year,
            new.file,
            new.file_name,
            new.format,
            folded(metadata, new.file_name),
            new.read_by,
            new.account,
            new.now
        ],
        only,
    )
    .await
}

fn folded(metadata: &Metadata, file_name: &str) -> String {
    let words = [
        &metadata.type_name,
        &metadata.symbol,
        &metadata.issuer,
        &metadata.abstract_text,
        &metadata.signer,
        &metadata.term,
    ];
    let words: Vec<&str> = words.into_iter().map(String::as_str).chain([file_name]).collect();
    vi::fold::fold(&words.join(" "))
}

/// Writes metadata; false when the version is not the one the change was made from.
pub async fn update_metadata(
    tx: &mut Tx,
    was: &Document,
    metadata: &Metadata,
    direction: Direction,
    read_by: &str,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update document
                set direction = $3, type_code = $4, type_name = $5, symbol = $6, symbol_key = $7, issuer = $8, issued_on = $9,
                    place = $10, abstract = $11, term = $12, signer = $13, signer_position = $14, year = $15, folded = $16,
                    read_by = $17, version = version + 1
              where id = $1 and version = $2",
            params![
                was.id,
                was.version,
                direction.code(),
                &metadata.type_code,
                &metadata.type_name,
                &metadata.symbol,
                symbol_key(&metadata.symbol),
                &metadata.issuer,
                metadata.issued_on,
                &metadata.place,
                &metadata.abstract_text,
                &metadata.term,
                &metadata.signer,
                &metadata.signer_position,
                metadata.year,
                folded(metadata, &was.file_name),
                read_by
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Marks an entry as no longer holding; false when the version is another.
pub async fn update_retired(
    tx: &mut Tx,
    was: &Document,
    state: DocumentState,
    reason: &str,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update document set state = $3, cancel_reason = $4, version = version + 1 where id = $1 and version = $2",
            params![was.id, was.version, state.code(), reason],
        )
        .await?;
    Ok(touched == 1)
}

/// Cancels an entry; false when the version is another.
pub async fn update_cancelled(tx: &mut Tx, was: &Document, reason: &str) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update document set state = 'cancelled', cancel_reason = $3, version = version + 1 where id = $1 and version = $2",
            params![was.id, was.version, reason],
        )
        .await?;
    Ok(touched == 1)
}
