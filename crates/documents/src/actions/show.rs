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
pub struct Relation {
    pub document: Document,
    /// This paper is cited by the one looked at; otherwise it cites it.
    pub is_cited: bool,
}

/// Papers that cite this one, and papers that it cites, as far as the register has them.
pub async fn relations(ctx: &mut Ctx, id: DocumentId) -> Result<Vec<Relation>, DocumentError> {
    find_document(ctx, id).await?;
    let scope = ctx.scope()?;
    let mut relations = Vec::new();
    let cited: Vec<DocumentId> =
        store::list_citations(ctx.tx(), id).await?.into_iter().filter_map(|row| row.target).collect();
    let mut seen = HashSet::new();
    for target in cited.into_iter().filter(|target| seen.insert(*target)) {
        if let Some(document) = store::find_document(ctx.tx(), scope, target).await? {
            relations.push(Relation { document, is_cited: true });
        }
    }
    for citing in store::list_citing_documents(ctx.tx(), scope, id).await? {
        if let Some(document) = store::find_document(ctx.tx(), scope, citing).await? {
            relations.push(Relation { document, is_cited: false });
        }
    }
    Ok(relations)
}

/// A paper in a chain, and the papers that rest on it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ChainNode {
    pub document: Document,
    #[schema(no_recursion)]
    pub followed_by: Vec<ChainNode>,
}

/// Chains of papers: resolution → superior plan → own plan. A chain begins with a paper that cites no other of the register;
/// each paper stands under the latest one that it cites, so that NQ 43 → KH 197 → plan is one line.
pub async fn chains(ctx: &mut Ctx) -> Result<Vec<ChainNode>, DocumentError> {
    const LINKS: i64 = 5_000;
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    let links = store::list_links(ctx.tx(), scope, LINKS).await?;
    let ids: HashSet<DocumentId> = links.iter().flat_map(|link| [link.citing, link.cited]).collect();
    let mut documents: HashMap<DocumentId, Document> = HashMap::new();
    for id in ids {
        if let Some(document) = store::find_document(ctx.tx(), scope, id).await? {
            documents.insert(id, document);
        }
    }
    let pairs: Vec<(DocumentId, DocumentId)> = links.iter().map(|link| (link.citing, link.cited)).collect();
    Ok(forest(documents, &pairs))
}

/// The trees of papers under the latest paper each cites.
fn forest(documents: HashMap<DocumentId, Document>, pairs: &[(DocumentId, DocumentId)]) -> Vec<ChainNode> {
    let age = |id: &DocumentId| documents.get(id).map(|document| (document.metadata.issued_on, *id));
    let mut parent: HashMap<DocumentId, DocumentId> = HashMap::new();
    for (citing, cited) in pairs {
        // A paper cannot rest on a later one: with equal or unknown days the order of entry decides, so there are no circles.
        let is_earlier = match (age(cited), age(citing)) {
            (Some((Some(a), x)), Some((Some(b), y))) => (a, x) < (b, y),
            (Some((_, x)), Some((_, y))) => x < y,
            _ => false,
        };
        let is_later_than_known = parent.get(citing).is_none_or(|known| age(known) < age(cited));
        if is_earlier && is_later_than_known {
            parent.insert(*citing, *cited);
        }
    }
    let mut children: HashMap<DocumentId, Vec<DocumentId>> = HashMap::new();
    for (child, of) in &parent {
        children.entry(*of).or_default().push(*child);
    }
    let mut roots: Vec<DocumentId> = children.keys().copied().filter(|id| !parent.contains_key(id)).collect();
    roots.sort_by_key(|id| age(id));
    let mut seen = HashSet::new();
    roots.into_iter().filter_map(|root| node(root, &documents, &children, &mut seen)).collect()
}

fn node(
    id: DocumentId,
    documents: &HashMap<DocumentId, Document>,
    children: &HashMap<DocumentId, Vec<DocumentId>>,
    seen: &mut HashSet<DocumentId>,
) -> Option<ChainNode> {
    // Mixed known and unknown days could still make a circle; each paper is shown once.
    if !seen.insert(id) {
        return None;
    }
    let document = documents.get(&id)?.clone();
    let mut below = children.get(&id).cloned().unwrap_or_default();
    below.sort_by_key(|id| documents.get(id).map(|document| (document.metadata.issued_on, document.id)));
    let followed_by = below.into_iter().filter_map(|id| node(id, documents, children, seen)).collect();
    Some(ChainNode { document, followed_by })
}
