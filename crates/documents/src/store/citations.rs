//! What papers cite, and which paper of the register is meant.

use chrono::NaiveDate;
use kit::storage::{Tx, Value};
use kit::{AccountId, Internal, UnitId, params};

use super::json;
use crate::DocumentId;
use crate::document::{Candidate, CharSpan, symbol_key};
use crate::reading::ReadCitation;

/// A citation as it is stored.
#[derive(Debug, Clone)]
pub struct CitationRow {
    pub id: i64,
    pub symbol: String,
    pub symbol_key: String,
    pub issued_on: Option<NaiveDate>,
    pub type_name: String,
    pub issuer: String,
    pub raw: String,
    pub occurrences: Vec<CharSpan>,
    pub is_legal_basis: bool,
    pub target: Option<DocumentId>,
    pub linked_by: Option<AccountId>,
}

fn spans_to_json(spans: &[CharSpan]) -> Result<String, Internal> {
    let pairs: Vec<(i64, i64)> = spans.iter().map(|span| (span.start, span.end)).collect();
    Ok(serde_json::to_string(&pairs)?)
}

const COLUMNS: &str =
    "c.id, c.symbol, c.symbol_key, c.issued_on, c.type_name, c.issuer, c.raw, c.occurrences,
        c.is_legal_basis, c.target, c.linked_by";

fn citation(row: &mut kit::storage::Row<'_>) -> Result<CitationRow, Internal> {
    Ok(CitationRow {
        id: row.take()?,
        symbol: row.take()?,
        symbol_key: row.take()?,
        issued_on: row.take()?,
        type_name: row.take()?,
        issuer: row.take()?,
        raw: row.take()?,
        occurrences: json::<Vec<(i64, i64)>>(row)?
            .into_iter()
            .map(|(start, end)| CharSpan { start, end })
            .collect(),
        is_legal_basis: row.take()?,
        target: row.take()?,
        linked_by: row.take()?,
    })
}

/// Puts in what a reading found. Links that people made stay with the citation of the same symbol, date and words.
pub async fn replace_citations(tx: &mut Tx, id: DocumentId, read: &[ReadCitation]) -> Result<(), Internal> {
    let by_hand: Vec<CitationRow> =
        list_citations(tx, id).await?.into_iter().filter(|row| row.linked_by.is_some()).collect();
    tx.execute("delete from document_citation where document = $1", params![id]).await?;
    let mut rows: Vec<Value<'_>> = Vec::with_capacity(read.len() * 12);
    for (position, citation) in (0_i64..).zip(read) {
        let key = symbol_key(&citation.symbol);
        let kept = by_hand.iter().find(|row| {
            row.symbol_key == key
                && row.issued_on == citation.issued_on
                && (!key.is_empty() || row.raw == citation.raw)
        });
        rows.extend([
            id.into(),
            position.into(),
            (&citation.symbol).into(),
            key.into(),
            citation.issued_on.into(),
            (&citation.type_name).into(),
            (&citation.issuer).into(),
            (&citation.raw).into(),
            spans_to_json(&citation.occurrences)?.into(),
            citation.is_legal_basis.into(),
            kept.and_then(|row| row.target).into(),
            kept.and_then(|row| row.linked_by).into(),
        ]);
    }
    let columns = [
        "document",
        "position",
        "symbol",
        "symbol_key",
        "issued_on",
        "type_name",
        "issuer",
        "raw",
        "occurrences",
        "is_legal_basis",
        "target",
        "linked_by",
    ];
    tx.insert_many("document_citation", &columns, &rows, "").await?;
    Ok(())
}

/// What a paper cites, in its order.
pub async fn list_citations(tx: &mut Tx, id: DocumentId) -> Result<Vec<CitationRow>, Internal> {
    tx.all(
        &format!("select {COLUMNS} from document_citation c where c.document = $1 order by c.position, c.id"),
        params![id],
        citation,
    )
    .await
}

pub async fn find_citation(
    tx: &mut Tx,
    document: DocumentId,
    id: i64,
) -> Result<Option<CitationRow>, Internal> {
    tx.optional(
        &format!("select {COLUMNS} from document_citation c where c.document = $1 and c.id = $2"),
        params![document, id],
        citation,
    )
    .await
}

pub async fn update_target(
    tx: &mut Tx,
    citation: i64,
    target: Option<DocumentId>,
    linked_by: Option<AccountId>,
) -> Result<(), Internal> {
    tx.execute(
        "update document_citation set target = $2, linked_by = $3 where id = $1",
        params![citation, target, linked_by],
    )
    .await?;
    Ok(())
}

/// Papers with a symbol in the register of a unit and below; those of the unit itself first.
pub async fn list_candidates(
    tx: &mut Tx,
    unit: UnitId,
    citing: DocumentId,
    symbol_key: &str,
) -> Result<Vec<Candidate>, Internal> {
    let rows: Vec<(Candidate, UnitId)> = tx
        .all(
            "select d.id, d.symbol, d.issued_on, d.issuer, d.unit
               from document d
              where d.symbol_key = $1 and d.symbol_key <> '' and d.state <> 'cancelled' and d.id <> $3
                and d.unit in (select descendant from unit_path where ancestor = $2)
              order by d.id
              limit 50",
            params![symbol_key, unit, citing],
            |row| {
                let candidate = Candidate {
                    document: row.take()?,
                    symbol: row.take()?,
                    issued_on: row.take()?,
                    issuer: row.take()?,
                };
                Ok((candidate, row.take()?))
            },
        )
        .await?;
    // Copies of one paper in the registers of units below do not make it ambiguous.
    let own: Vec<Candidate> =
        rows.iter().filter(|(_, of)| *of == unit).map(|(candidate, _)| candidate.clone()).collect();
    Ok(if own.is_empty() { rows.into_iter().map(|(candidate, _)| candidate).collect() } else { own })
}

/// Papers whose citations name a symbol, in the unit of a paper and above it: those that its coming or going may concern.
pub async fn list_citing(
    tx: &mut Tx,
    unit: UnitId,
    symbol_key: &str,
) -> Result<Vec<(DocumentId, UnitId)>, Internal> {
    tx.all(
        "select distinct d.id, d.unit
           from document_citation c
           join document d on d.id = c.document
          where c.symbol_key = $1 and c.symbol_key <> '' and d.state <> 'cancelled'
            and d.unit in (select ancestor from unit_path where descendant = $2)
          order by d.id",
        params![symbol_key, unit],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// As [`list_citing`], only those that cite the symbol under another date.
pub async fn list_citing_otherwise(
    tx: &mut Tx,
    unit: UnitId,
    symbol_key: &str,
    date: NaiveDate,
) -> Result<Vec<(DocumentId, UnitId)>, Internal> {
    tx.all(
        "select distinct d.id, d.unit
           from document_citation c
           join document d on d.id = c.document
          where c.symbol_key = $1 and c.symbol_key <> '' and c.issued_on <> $3 and d.state <> 'cancelled'
            and d.unit in (select ancestor from unit_path where descendant = $2)
          order by d.id",
        params![symbol_key, unit, date],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// Dates under which papers of a register cite a symbol.
pub async fn list_cited_dates(
    tx: &mut Tx,
    unit: UnitId,
    except: DocumentId,
    symbol_key: &str,
) -> Result<Vec<NaiveDate>, Internal> {
    tx.all(
        "select distinct c.issued_on
           from document_citation c
           join document d on d.id = c.document
          where c.symbol_key = $1 and c.issued_on is not null and d.state <> 'cancelled' and d.id <> $3
            and d.unit in (select descendant from unit_path where ancestor = $2)
          order by c.issued_on",
        params![symbol_key, unit, except],
        kit::storage::only,
    )
    .await
}

/// One step of a chain: which paper cites which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainLink {
    pub citing: DocumentId,
    pub cited: DocumentId,
    /// By the paper's own legal basis or by a person; otherwise its symbol and date were found in the text.
    pub is_stated: bool,
}

/// The links between papers of a register, to draw chains from.
pub async fn list_links(
    tx: &mut Tx,
    scope: kit::permission::Scope,
    limit: i64,
) -> Result<Vec<ChainLink>, Internal> {
    let mut query = kit::storage::Query::new(
        "select c.document, c.target, max(case when c.is_legal_basis or c.linked_by is not null then 1 else 0 end) = 1
           from document_citation c
           join document d on d.id = c.document
           join document t on t.id = c.target
          where d.state <> 'cancelled' and t.state <> 'cancelled'",
    );
    scope.restrict(&mut query, "d.unit");
    query.push(" group by c.document, c.target order by c.document desc, c.target limit ").bind(limit);
    tx.all(query.sql(), query.params(), |row| {
        Ok(ChainLink { citing: row.take()?, cited: row.take()?, is_stated: row.take()? })
    })
    .await
}

/// Papers in scope that cite a paper.
pub async fn list_citing_documents(
    tx: &mut Tx,
    scope: kit::permission::Scope,
    target: DocumentId,
) -> Result<Vec<DocumentId>, Internal> {
    let mut query = kit::storage::Query::new(
        "select distinct c.document from document_citation c join document d on d.id = c.document
          where d.state <> 'cancelled' and c.target = ",
    );
    query.bind(target);
    scope.restrict(&mut query, "d.unit");
    query.push(" order by c.document");
    tx.all(query.sql(), query.params(), kit::storage::only).await
}
