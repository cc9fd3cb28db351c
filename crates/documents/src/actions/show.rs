//! A paper as it is looked at.

use std::collections::{HashMap, HashSet};

use kit::permission::Permission;
use kit::web::Ctx;
use paper::SourceText;
use paper::reading::Paper;

use crate::document::{Citation, Clause, Correction, Document, FindingRow, Metadata, Recipient, standing};
use crate::error::DocumentError;
use crate::reading::{self, FileNote, Points};
use crate::store::CitationRow;
use crate::{DocumentId, store};

/// A paper that the person may see.
///
/// # Errors
/// [`DocumentError::NotFound`] also for papers outside the person's units.
pub async fn find_document(ctx: &mut Ctx, id: DocumentId) -> Result<Document, DocumentError> {
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    store::find_document(ctx.tx(), scope, id).await?.ok_or(DocumentError::NotFound(id))
}

/// A registered paper as other modules work on it: its record, its text, what was read from it.
#[derive(Debug, Clone)]
pub struct PaperText {
    pub id: DocumentId,
    pub unit: kit::UnitId,
    pub metadata: Metadata,
    /// The raw text that all spans point into; empty while nothing was read.
    pub source: String,
    /// The reading as JSON; empty while nothing was read.
    pub reading: String,
    /// The version of the reader that read it.
    pub read_by: String,
}

/// A paper with its text.
///
/// # Errors
/// [`DocumentError::NotFound`] also for papers outside the person's units, and for cancelled ones.
pub async fn find_paper_text(ctx: &mut Ctx, id: DocumentId) -> Result<PaperText, DocumentError> {
    let document = find_document(ctx, id).await?;
    if document.is_cancelled() {
        return Err(DocumentError::NotFound(id));
    }
    let (source, reading) = store::find_source(ctx.tx(), id).await?;
    let Document { unit, metadata, read_by, .. } = document;
    Ok(PaperText { id, unit, metadata, source, reading, read_by })
}

/// What was noticed about a paper that the person may see: open ones first, the gravest first.
pub async fn findings_of(ctx: &mut Ctx, id: DocumentId) -> Result<Vec<FindingRow>, DocumentError> {
    find_document(ctx, id).await?;
    Ok(store::list_findings(ctx.tx(), id).await?)
}

/// The text that all spans of a paper point into, with its lines, and the reading.
pub async fn source_text(ctx: &mut Ctx, id: DocumentId) -> Result<(SourceText, Paper), DocumentError> {
    find_document(ctx, id).await?;
    let stored = store::find_text(ctx.tx(), id).await?.ok_or(DocumentError::NotFound(id))?;
    let paper = serde_json::from_str(&stored.reading).map_err(kit::Internal::from)?;
    Ok((reading::source_from_stored(&stored.format, stored.source, &stored.lines, &stored.notes)?, paper))
}

/// The text alone.
pub async fn text_of(ctx: &mut Ctx, id: DocumentId) -> Result<SourceText, DocumentError> {
    Ok(source_text(ctx, id).await?.0)
}

/// A paper with what hangs on it.
pub(crate) struct Shown {
    pub document: Document,
    pub as_read: Metadata,
    pub corrections: Vec<Correction>,
    pub legal_basis: Vec<String>,
    pub recipients: Vec<Recipient>,
    pub clauses: Vec<Clause>,
    pub citations: Vec<Citation>,
    pub findings: Vec<FindingRow>,
    pub notes: Vec<FileNote>,
    pub text: ShownText,
    /// A newer reader or newer word lists could read it again.
    pub can_read_again: bool,
}

/// The text to be drawn.
pub(crate) struct ShownText {
    pub source: SourceText,
    pub paper: Paper,
    pub points: Points,
}

pub(crate) async fn show_document(ctx: &mut Ctx, id: DocumentId) -> Result<Shown, DocumentError> {
    let document = find_document(ctx, id).await?;
    let stored = store::find_text(ctx.tx(), id).await?.ok_or(DocumentError::NotFound(id))?;
    let paper: Paper = serde_json::from_str(&stored.reading).map_err(kit::Internal::from)?;
    let points = Points::new(&stored.source);
    let notes = stored.notes.clone();
    let source = reading::source_from_stored(&stored.format, stored.source, &stored.lines, &stored.notes)?;
    let can_read_again = reading::reader_version(&ctx.app).is_ok_and(|version| version != document.read_by);
    Ok(Shown {
        as_read: reading::metadata(&paper.meta),
        corrections: store::list_corrections(ctx.tx(), id).await?,
        legal_basis: paper.meta.legal_basis.clone(),
        recipients: store::list_recipients(ctx.tx(), id).await?,
        clauses: store::list_clauses(ctx.tx(), id).await?,
        citations: citations_of(ctx, &document).await?,
        findings: store::list_findings(ctx.tx(), id).await?,
        notes,
        text: ShownText { source, paper, points },
        can_read_again,
        document,
    })
}

/// What a paper cites, and what the register says of each (handbook OUT-2.5).
pub async fn citations_of(ctx: &mut Ctx, document: &Document) -> Result<Vec<Citation>, DocumentError> {
    let scope = ctx.scope()?;
    let mut citations = Vec::new();
    for row in store::list_citations(ctx.tx(), document.id).await? {
        let candidates = match (row.target, row.symbol_key.is_empty()) {
            (None, false) => {
                store::list_candidates(ctx.tx(), document.unit, document.id, &row.symbol_key).await?
            }
            _ => Vec::new(),
        };
        let target = match row.target {
            Some(target) => store::find_document(ctx.tx(), scope, target).await?,
            None => None,
        };
        citations.push(citation(row, target.as_ref(), candidates));
    }
    Ok(citations)
}

fn citation(
    row: CitationRow,
    target: Option<&Document>,
    candidates: Vec<crate::document::Candidate>,
) -> Citation {
    let target_id = target.map(|target| target.id);
    Citation {
        id: row.id,
        standing: standing(&row.symbol, target_id, row.issued_on, &candidates),
        symbol: row.symbol,
        issued_on: row.issued_on,
        type_name: row.type_name,
        issuer: row.issuer,
        raw: row.raw,
        occurrences: row.occurrences,
        is_legal_basis: row.is_legal_basis,
        target: target_id,
        target_title: target.map(Document::title).unwrap_or_default(),
        is_linked_by_hand: row.linked_by.is_some(),
        candidates,
    }
}

/// A paper tied to another by a citation.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
#[schema(as = DocumentRelation)]
pub struct Relation {
    pub document: Document,
    /// This paper is cited by the one looked at; otherwise it cites it.
    pub is_cited: bool,
}

/// Papers that cite this one, and papers that it cites, as far as the register has them.
pub async fn relations(ctx: &mut Ctx, id: DocumentId) -> Result<Vec<Relation>, DocumentError> {
    find_document(ctx, id).await?;
    let scope = ctx.scope()?;
    let mut cited: Vec<DocumentId> =
        store::list_citations(ctx.tx(), id).await?.into_iter().filter_map(|row| row.target).collect();
    let mut seen = HashSet::new();
    cited.retain(|target| seen.insert(*target));
    let citing = store::list_citing_documents(ctx.tx(), scope, id).await?;
    let ids: Vec<DocumentId> = cited.iter().chain(&citing).copied().collect();
    let found = find_by_id(ctx, ids).await?;
    let relation = |is_cited| {
        let found = &found;
        move |id: DocumentId| found.get(&id).map(|document| Relation { document: document.clone(), is_cited })
    };
    Ok(cited
        .into_iter()
        .filter_map(relation(true))
        .chain(citing.into_iter().filter_map(relation(false)))
        .collect())
}

/// Papers by their ids, as far as the person may see them.
pub(super) async fn find_by_id(
    ctx: &mut Ctx,
    mut ids: Vec<DocumentId>,
) -> Result<HashMap<DocumentId, Document>, DocumentError> {
    let scope = ctx.scope()?;
    ids.sort_unstable();
    ids.dedup();
    let found = store::find_documents(ctx.tx(), scope, &ids).await?;
    Ok(found.into_iter().map(|document| (document.id, document)).collect())
}
