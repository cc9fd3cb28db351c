//! Chains of papers: resolution → superior plan → own plan → its tasks.

use std::collections::{HashMap, HashSet};

use kit::permission::Permission;
use kit::web::Ctx;

use super::show::find_by_id;
use crate::document::Document;
use crate::error::DocumentError;
use crate::hanging::{self, Hanging};
use crate::store::ChainLink;
use crate::{DocumentId, store};

/// How a paper hangs on the one above it in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// The paper names it as what it rests on ("Căn cứ …"), or a person said so.
    Stated,
    /// The paper cites it somewhere, and the register has a paper with that symbol and date.
    Implied,
}

/// A paper in a chain, and the papers that rest on it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ChainNode {
    pub document: Document,
    /// How it hangs on the paper above; absent for the first paper of a chain.
    pub tie: Option<Tie>,
    /// What was made from it: plans, with how many of their tasks are done.
    pub made: Vec<Hanging>,
    #[schema(no_recursion)]
    pub followed_by: Vec<ChainNode>,
}

/// Chains of papers: resolution → superior plan → own plan. A chain begins with a paper that cites no other of the register;
/// each paper stands under the latest one that it cites, so that NQ 43 → KH 197 → plan is one line. A paper from which a plan was
/// made is a chain also when it cites nothing.
pub async fn chains(ctx: &mut Ctx) -> Result<Vec<ChainNode>, DocumentError> {
    const LINKS: i64 = 5_000;
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    let links = store::list_links(ctx.tx(), scope, LINKS).await?;
    let mut made: HashMap<DocumentId, Vec<Hanging>> = HashMap::new();
    for (document, one) in hanging::list_all(ctx).await? {
        made.entry(document).or_default().push(one);
    }
    let mut ids: Vec<DocumentId> = links.iter().flat_map(|link| [link.citing, link.cited]).collect();
    ids.extend(made.keys());
    let documents = find_by_id(ctx, ids).await?;
    Ok(forest(&documents, &links, made))
}

/// The trees of papers under the latest paper each cites.
fn forest(
    documents: &HashMap<DocumentId, Document>,
    links: &[ChainLink],
    made: HashMap<DocumentId, Vec<Hanging>>,
) -> Vec<ChainNode> {
    let age = |id: &DocumentId| documents.get(id).map(|document| (document.metadata.issued_on, *id));
    let mut parent: HashMap<DocumentId, (DocumentId, Tie)> = HashMap::new();
    for ChainLink { citing, cited, is_stated } in links {
        // A paper cannot rest on a later one: with equal or unknown days the order of entry decides, so there are no circles.
        let is_earlier = match (age(cited), age(citing)) {
            (Some((Some(a), x)), Some((Some(b), y))) => (a, x) < (b, y),
            (Some((_, x)), Some((_, y))) => x < y,
            _ => false,
        };
        let is_later_than_known = parent.get(citing).is_none_or(|(known, _)| age(known) < age(cited));
        if is_earlier && is_later_than_known {
            parent.insert(*citing, (*cited, if *is_stated { Tie::Stated } else { Tie::Implied }));
        }
    }
    let mut children: HashMap<DocumentId, Vec<DocumentId>> = HashMap::new();
    for (child, (of, _)) in &parent {
        children.entry(*of).or_default().push(*child);
    }
    let mut roots: Vec<DocumentId> =
        children.keys().chain(made.keys()).copied().filter(|id| !parent.contains_key(id)).collect();
    roots.sort_by_key(|id| age(id));
    roots.dedup();
    let below = |id: DocumentId| {
        let mut below = children.remove(&id).unwrap_or_default();
        below.sort_by_key(|id| age(id));
        below
    };
    let mut made = made;
    let node = |id: DocumentId| {
        Some(ChainNode {
            document: documents.get(&id)?.clone(),
            tie: parent.get(&id).map(|(_, tie)| *tie),
            made: made.remove(&id).unwrap_or_default(),
            followed_by: Vec::new(),
        })
    };
    trees(roots, below, node)
}

/// How deep a chain is drawn. Papers further down stand beside those of the last level: none is lost, and a long line of papers
/// cannot exhaust the stack of whoever walks the tree.
const DEPTH: usize = 32;

/// The trees under some papers, without recursion.
fn trees(
    roots: Vec<DocumentId>,
    mut below: impl FnMut(DocumentId) -> Vec<DocumentId>,
    mut node: impl FnMut(DocumentId) -> Option<ChainNode>,
) -> Vec<ChainNode> {
    // Each paper with the place of the one above it; a paper comes after everything that stands before it on the page.
    let mut walked: Vec<(ChainNode, Option<usize>)> = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting: Vec<(DocumentId, Option<usize>, usize)> =
        roots.into_iter().rev().map(|id| (id, None, 1)).collect();
    while let Some((id, above, depth)) = waiting.pop() {
        // Mixed known and unknown days could still make a circle; each paper is shown once.
        let Some(node) = Some(id).filter(|id| seen.insert(*id)).and_then(&mut node) else {
            continue;
        };
        let place = walked.len();
        walked.push((node, above));
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
    use crate::document::{Direction, DocumentState, Metadata};

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

    fn link(citing: i64, cited: i64) -> ChainLink {
        ChainLink { citing: DocumentId(citing), cited: DocumentId(cited), is_stated: false }
    }

    #[test]
    fn a_line_of_a_hundred_thousand_papers_is_cut_not_overrun() {
        const PAPERS: i64 = 100_000;
        let documents = (1..=PAPERS).map(|id| (DocumentId(id), paper(id))).collect();
        let links: Vec<_> = (2..=PAPERS).map(|id| link(id, id - 1)).collect();
        let forest = forest(&documents, &links, HashMap::new());
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
        let links = [(2, 1), (3, 1), (4, 2)].map(|(citing, cited)| link(citing, cited));
        let forest = forest(&documents, &links, HashMap::new());
        let below: Vec<_> = forest[0].followed_by.iter().map(|node| node.document.id.0).collect();
        assert_eq!((forest.len(), below), (1, vec![2, 3]));
        assert_eq!(forest[0].followed_by[0].followed_by[0].document.id, DocumentId(4));
    }
}
