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
async fn find_by_id(
    ctx: &mut Ctx,
    mut ids: Vec<DocumentId>,
) -> Result<HashMap<DocumentId, Document>, DocumentError> {
    let scope = ctx.scope()?;
    ids.sort_unstable();
    ids.dedup();
    let found = store::find_documents(ctx.tx(), scope, &ids).await?;
    Ok(found.into_iter().map(|document| (document.id, document)).collect())
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
    let documents =
        find_by_id(ctx, links.iter().flat_map(|link| [link.citing, link.cited]).collect()).await?;
    let pairs: Vec<(DocumentId, DocumentId)> = links.iter().map(|link| (link.citing, link.cited)).collect();
    Ok(forest(&documents, &pairs))
}

/// The trees of papers under the latest paper each cites.
fn forest(documents: &HashMap<DocumentId, Document>, pairs: &[(DocumentId, DocumentId)]) -> Vec<ChainNode> {
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
    let mut below = |id: DocumentId| {
        let mut below = children.remove(&id).unwrap_or_default();
        below.sort_by_key(|id| age(id));
        below
    };
    trees(documents, roots, &mut below)
}

/// How deep a chain is drawn. Papers further down stand beside those of the last level: none is lost, and a long line of papers
/// cannot exhaust the stack of whoever walks the tree.
const DEPTH: usize = 32;

/// The trees under some papers, without recursion.
fn trees(
    documents: &HashMap<DocumentId, Document>,
    roots: Vec<DocumentId>,
    below: &mut dyn FnMut(DocumentId) -> Vec<DocumentId>,
) -> Vec<ChainNode> {
    // Each paper with the place of the one above it; a paper comes after everything that stands before it on the page.
    let mut walked: Vec<(ChainNode, Option<usize>)> = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<(DocumentId, Option<usize>, usize)> =
        roots.into_iter().rev().map(|id| (id, None, 1)).collect();
    while let Some((id, above, depth)) = waiting.pop() {
        // Mixed known and unknown days could still make a circle; each paper is shown once.
        let Some(document) = documents.get(&id).filter(|_| seen.insert(id)) else {
            continue;
        };
        let place = walked.len();
        walked.push((ChainNode { document: document.clone(), followed_by: Vec::new() }, above));
        let (above, depth) = if depth < DEPTH { (Some(place), depth + 1) } else { (above, depth) };
        waiting.extend(below(id).into_iter().rev().map(|id| (id, above, depth)));
    }
    let mut trees = Vec::new();
    while let Some((mut node, above)) = walked.pop() {
        node.followed_by.reverse();
        match above.and_then(|place| walked.get_mut(place)) {
            Some((above, _)) => above.followed_by.push(node),
            None => trees.push(node),
        }
    }
    trees.reverse();
    trees
}

#[cfg(test)]
mod tests {
    use kit::{AccountId, Instant, UnitId};

    use super::*;
    use crate::document::{Direction, DocumentState};

    fn paper(id: i64) -> Document {
        Document {
            id: DocumentId(id),
            unit: UnitId(1),
            unit_name: String::new(),
            direction: Direction::default(),
            state: DocumentState::Registered,
            metadata: Metadata::default(),
            cancel_reason: String::new(),
            file: String::new(),
            file_name: String::new(),
            format: String::new(),
            account: AccountId(1),
            created_at: Instant(0),
            version: 1,
            read_by: String::new(),
            open_findings: 0,
        }
    }

    #[test]
    fn a_line_of_a_hundred_thousand_papers_is_cut_not_overrun() {
        const PAPERS: i64 = 100_000;
        let documents = (1..=PAPERS).map(|id| (DocumentId(id), paper(id))).collect();
        let pairs: Vec<_> = (2..=PAPERS).map(|id| (DocumentId(id), DocumentId(id - 1))).collect();
        let forest = forest(&documents, &pairs);
        assert_eq!(forest.len(), 1);
        let (mut level, mut depth, mut papers) = (forest, 0, 0);
        while !level.is_empty() {
            depth += 1;
            papers += level.len();
            level = level.into_iter().flat_map(|node| node.followed_by).collect();
        }
        assert_eq!((depth, papers), (DEPTH, 100_000));
    }

    #[test]
    fn papers_stand_in_the_order_of_their_days() {
        let documents = (1..=4).map(|id| (DocumentId(id), paper(id))).collect();
        let pairs = [(2, 1), (3, 1), (4, 2)].map(|(citing, cited)| (DocumentId(citing), DocumentId(cited)));
        let forest = forest(&documents, &pairs);
        let below: Vec<_> = forest[0].followed_by.iter().map(|node| node.document.id.0).collect();
        assert_eq!((forest.len(), below), (1, vec![2, 3]));
        assert_eq!(forest[0].followed_by[0].followed_by[0].document.id, DocumentId(4));
    }
}
