//! Cutting proposals into parts and joining neighbours.

use documents::DocumentId;
use kit::web::Ctx;

use super::change::change;
use super::{Seen, begin, take};
use crate::ProposalId;
use crate::item::ItemFields;
use crate::items::error::ItemError;
use crate::review::proposal::{
    self, NewProposal, Origin, Part, Points, Proposal, ProposalData, ProposalState,
};
use crate::review::steps::ReviewAct;
use crate::review::store;

/// Where a proposal is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Into the parts that the reader found.
    Parts,
    /// Before a letter of the paper, counted in code points.
    At(i64),
}

/// Cuts a proposal into parts that are decided one by one.
pub async fn split(ctx: &mut Ctx, document: DocumentId, seen: Seen, cut: Cut) -> Result<(), ItemError> {
    split_as(ctx, document, seen, cut, ReviewAct::Split).await
}

/// Accepts every part of a proposal as an item of its own, in one act.
pub async fn accept_parts(ctx: &mut Ctx, document: DocumentId, seen: Seen) -> Result<(), ItemError> {
    split_as(ctx, document, seen, Cut::Parts, ReviewAct::AcceptParts).await
}

async fn split_as(
    ctx: &mut Ctx,
    document: DocumentId,
    seen: Seen,
    cut: Cut,
    act: ReviewAct,
) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let before = take(ctx, &paper, seen, ProposalState::Proposed).await?;
    let parts = match cut {
        Cut::Parts => before.data.parts.clone(),
        Cut::At(place) => cut_at(&before, &paper.source, place)?,
    };
    if parts.len() < 2 {
        return Err(ItemError::NothingToSplit);
    }
    let fresh = parts.into_iter().map(|part| from_part(&before, part)).collect();
    let after = Proposal { state: ProposalState::Replaced, ..before.clone() };
    change(ctx, &paper, act, vec![(before, after)], fresh).await
}

fn from_part(parent: &Proposal, part: Part) -> NewProposal {
    let fields = ItemFields {
        // What was chosen for the whole holds for its parts unless they say otherwise.
        kind: parent.data.fields.kind,
        lead_unit: part.fields.lead_unit.or(parent.data.fields.lead_unit),
        ..part.fields
    };
    NewProposal {
        code: part.code,
        origin: Origin::Split,
        span_start: part.span_start,
        span_end: part.span_end,
        data: ProposalData { fields, series: part.series, parts: Vec::new(), ..parent.data.clone() },
    }
}

/// Two parts of a proposal, without the marks that joined them.
fn cut_at(whole: &Proposal, source: &str, place: i64) -> Result<Vec<Part>, ItemError> {
    let points = Points::new(source);
    if place <= whole.span_start || place >= whole.span_end {
        return Err(ItemError::SpanOutside);
    }
    let pieces = [(whole.span_start, place), (place, whole.span_end)];
    let mut parts = Vec::new();
    for ((start, end), letter) in pieces.into_iter().zip(['a', 'b']) {
        let range = points.bytes(start, end).ok_or(ItemError::SpanOutside)?;
        let joint = |c: char| c.is_whitespace() || matches!(c, ';' | ',' | '-' | '–');
        let text = source[range.clone()].trim_end_matches(joint);
        let text = text.trim_start_matches(joint);
        if text.is_empty() {
            return Err(ItemError::SpanOutside);
        }
        let offset = source[range.clone()].find(text).unwrap_or(0);
        let from = range.start + offset;
        let (title, detail) = proposal::title_and_detail(text);
        parts.push(Part {
            code: format!("{}.{letter}", whole.code),
            span_start: points.at(from),
            span_end: points.at(from + text.len()),
            series: String::new(),
            fields: ItemFields { title, detail, ..whole.data.fields.clone() },
        });
    }
    Ok(parts)
}

/// Joins neighbours into one proposal that covers them all.
pub async fn merge(ctx: &mut Ctx, document: DocumentId, seen: &[Seen]) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let mut joined = Vec::new();
    for one in seen {
        joined.push(take(ctx, &paper, *one, ProposalState::Proposed).await?);
    }
    joined.sort_by_key(|proposal| (proposal.span_start, proposal.id));
    joined.dedup_by_key(|proposal| proposal.id);
    let live: Vec<ProposalId> = store::list_proposals(ctx.tx(), document)
        .await?
        .iter()
        .filter(|proposal| proposal.is_live())
        .map(|proposal| proposal.id)
        .collect();
    let ids: Vec<ProposalId> = joined.iter().map(|proposal| proposal.id).collect();
    if ids.len() < 2 || !live.windows(ids.len()).any(|neighbours| neighbours == ids) {
        return Err(ItemError::NothingToMerge);
    }
    let fresh = merged(&joined).ok_or(ItemError::NothingToMerge)?;
    let changes = joined
        .into_iter()
        .map(|before| (before.clone(), Proposal { state: ProposalState::Replaced, ..before }));
    change(ctx, &paper, ReviewAct::Merge, changes.collect(), vec![fresh]).await
}

/// One proposal for several neighbours; they stay its parts, so that it can be split again.
fn merged(joined: &[Proposal]) -> Option<NewProposal> {
    let (first, rest) = joined.split_first()?;
    let mut data = first.data.clone();
    let words = |fields: &ItemFields| {
        if fields.detail.is_empty() { fields.title.clone() } else { fields.detail.clone() }
    };
    data.fields.detail = joined.iter().map(|one| words(&one.data.fields)).collect::<Vec<_>>().join("\n");
    data.fields.due_on = joined.iter().filter_map(|one| one.data.fields.due_on).max();
    data.parts = joined
        .iter()
        .flat_map(|one| {
            let own = Part {
                code: one.code.clone(),
                span_start: one.span_start,
                span_end: one.span_end,
                series: one.data.series.clone(),
                fields: one.data.fields.clone(),
            };
            if one.data.parts.is_empty() { vec![own] } else { one.data.parts.clone() }
        })
        .collect();
    Some(NewProposal {
        code: format!("{}–{}", first.code, rest.last()?.code),
        origin: Origin::Merged,
        span_start: first.span_start,
        span_end: joined.iter().map(|one| one.span_end).max()?,
        data,
    })
}
