//! What can be said of a paper only beside the other papers of the register.

use std::collections::{BTreeMap, HashSet};

use kit::permission::Permission;
use kit::storage::Tx;
use kit::web::Ctx;
use kit::{Internal, UnitId};
use paper::reading::{Context, Finding, FindingKind, KnownPaper, Paper, cross_check};

use super::show::find_document;
use crate::document::{CitationStanding, FindingRow, choose, standing, symbol_key};
use crate::error::DocumentError;
use crate::reading::{self, Points, ReadFinding};
use crate::{DocumentId, store};

/// Checks a paper against the register on demand.
pub async fn check_register(ctx: &mut Ctx, id: DocumentId) -> Result<(), DocumentError> {
    ctx.require(Permission::ImportDocuments)?;
    let document = find_document(ctx, id).await?;
    Ok(check(ctx.tx(), id, document.unit).await?)
}

/// What a text that is not registered yet cites, and what the register of a unit says of each (handbook OUT-2.5): the citation as
/// written, its day, where it stands.
///
/// # Errors
/// [`DocumentError::StateSecret`] for a text with a mark of secrecy.
pub async fn citations_in(
    ctx: &mut Ctx,
    unit: UnitId,
    text: &str,
) -> Result<Vec<(String, Option<chrono::NaiveDate>, CitationStanding)>, DocumentError> {
    ctx.require(Permission::ReadWork)?;
    let app = ctx.app.clone();
    let read = reading::read_upload(&app, "draft.txt", text.to_owned().into()).await?;
    let points = Points::new(&read.source.text);
    let mut found = Vec::new();
    for citation in reading::citations(&read.paper, &points) {
        let key = symbol_key(&citation.symbol);
        // No paper bears the number 0: nothing is left out.
        let candidates = store::list_candidates(ctx.tx(), unit, DocumentId(0), &key).await?;
        let target = choose(citation.issued_on, &candidates);
        let stands = standing(&citation.symbol, target, citation.issued_on, &candidates);
        let words = if citation.symbol.is_empty() { citation.raw } else { citation.symbol };
        found.push((words, citation.issued_on, stands));
    }
    Ok(found)
}

/// A paper came in, was corrected, read again or cancelled: checks it, and the papers that cite one of its symbols (before and
/// after), in its own register and in those above.
pub(super) async fn after_change(
    ctx: &mut Ctx,
    id: DocumentId,
    unit: UnitId,
    symbols: &[&str],
) -> Result<(), Internal> {
    check(ctx.tx(), id, unit).await?;
    let mut seen = HashSet::from([id]);
    let mut concerned = Vec::new();
    for symbol in symbols {
        concerned.extend(store::list_citing(ctx.tx(), unit, &symbol_key(symbol)).await?);
    }
    // Papers that date one of its citations otherwise: the conflict is theirs as much as its own.
    for citation in store::list_citations(ctx.tx(), id).await? {
        if let Some(date) = citation.issued_on {
            concerned.extend(store::list_citing_otherwise(ctx.tx(), unit, &citation.symbol_key, date).await?);
        }
    }
    for (citing, of) in concerned {
        if seen.insert(citing) {
            check(ctx.tx(), citing, of).await?;
        }
    }
    Ok(())
}

/// Links the citations of one paper and renews the findings that rest on the register.
async fn check(tx: &mut Tx, id: DocumentId, unit: UnitId) -> Result<(), Internal> {
    let mut known: BTreeMap<String, KnownPaper> = BTreeMap::new();
    for citation in store::list_citations(tx, id).await? {
        if citation.symbol_key.is_empty() {
            continue;
        }
        let candidates = store::list_candidates(tx, unit, id, &citation.symbol_key).await?;
        if citation.linked_by.is_none() {
            let target = choose(citation.issued_on, &candidates);
            if target != citation.target {
                store::update_target(tx, citation.id, target, None).await?;
            }
        }
        for candidate in &candidates {
            known.insert(
                format!("{} {}", citation.symbol_key, candidate.document),
                KnownPaper {
                    symbol: vi::normalise::symbol(&candidate.symbol),
                    date: candidate.issued_on.map(|date| date.to_string()),
                    issuer: Some(candidate.issuer.clone()).filter(|issuer| !issuer.is_empty()),
                    ..KnownPaper::default()
                },
            );
        }
        let cited = store::list_cited_dates(tx, unit, id, &citation.symbol_key).await?;
        if !cited.is_empty() {
            let entry = known.entry(citation.symbol_key.clone()).or_default();
            entry.symbol.clone_from(&citation.symbol);
            entry.cited_as = cited.iter().map(ToString::to_string).collect();
        }
    }
    let Some(text) = store::find_text(tx, id).await? else {
        return Ok(());
    };
    let paper: Paper = serde_json::from_str(&text.reading)?;
    // A paper that others only cite is not in the register: the two questions are put apart.
    let here = Context {
        known_papers: known.values().filter(|paper| paper.cited_as.is_empty()).cloned().collect(),
        last_conference: None,
    };
    let everywhere = Context {
        known_papers: known.into_values().collect(),
        last_conference: store::find_conference_before(tx, id).await?,
    };
    let is_missing = |finding: &Finding| finding.kind == FindingKind::UnknownPaper;
    let mut found = cross_check(&paper, &here);
    found.retain(is_missing);
    found.extend(cross_check(&paper, &everywhere).into_iter().filter(|finding| !is_missing(finding)));
    let points = Points::new(&text.source);
    update_findings(tx, id, "register", reading::findings(&found, &points)).await
}

/// Puts new findings beside the old ones: the same finding keeps its state and note, one that is gone is resolved.
pub(super) async fn update_findings(
    tx: &mut Tx,
    id: DocumentId,
    origin: &str,
    found: Vec<ReadFinding>,
) -> Result<(), Internal> {
    let mut old: Vec<FindingRow> =
        store::list_findings(tx, id).await?.into_iter().filter(|row| row.origin == origin).collect();
    for finding in &found {
        let same = |row: &FindingRow| {
            row.kind == finding.kind
                && row.span == finding.span
                && (row.span.is_some() || row.message_vi == finding.message_vi)
        };
        match old.iter().position(same) {
            Some(at) => store::update_finding(tx, old.swap_remove(at).id, finding).await?,
            None => store::insert_finding(tx, id, origin, finding).await?,
        }
    }
    for gone in old {
        store::update_resolved(tx, gone.id).await?;
    }
    Ok(())
}
