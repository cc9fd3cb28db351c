//! What people do with proposals: see them, accept, edit, split, merge, drop, add. Each act is one step that can be undone.

mod change;
mod cut;
mod making;

use chrono::Datelike as _;
use documents::DocumentId;
use kit::permission::Permission;
use kit::web::Ctx;
use paper::reading::Paper;

use super::proposal::{self, NewProposal, Origin, Points, Proposal, ProposalState};
use super::steps::ReviewAct;
use super::store;
use crate::ProposalId;
use crate::item::ItemFields;
use crate::items::error::{FieldReason, ItemError};
use documents::PaperText;

use change::change;
pub(super) use change::{relink, write};
pub use cut::{Cut, accept_parts, merge, split};
use making::{make_proposals, needs_making};

/// A proposal as a person saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Seen {
    pub id: ProposalId,
    pub version: i64,
}

/// The paper, for those who may see it.
pub async fn see_paper(ctx: &mut Ctx, document: DocumentId) -> Result<PaperText, ItemError> {
    Ok(documents::find_paper_text(ctx, document).await?)
}

async fn begin(ctx: &mut Ctx, document: DocumentId) -> Result<PaperText, ItemError> {
    let paper = see_paper(ctx, document).await?;
    ctx.require(Permission::ReviewProposals)?;
    Ok(paper)
}

/// Opens the review of a paper for reading; the first to open it makes the proposals.
pub async fn open(mut ctx: Ctx, document: DocumentId) -> Result<(Ctx, PaperText), ItemError> {
    let paper = see_paper(&mut ctx, document).await?;
    if needs_making(&mut ctx, &paper).await? {
        ctx = ctx.and_write().await?;
        make_proposals(&mut ctx, &paper).await?;
        ctx = ctx.commit_and_read().await?;
    }
    Ok((ctx, paper))
}

/// The year that dates are checked against before there is a plan.
pub fn year_of(ctx: &Ctx, paper: &PaperText) -> i32 {
    let year = paper.metadata.year.and_then(|year| i32::try_from(year).ok());
    year.unwrap_or_else(|| paper.metadata.issued_on.map_or_else(|| ctx.today().year(), |day| day.year()))
}

pub(super) fn read(paper: &PaperText) -> Result<Paper, ItemError> {
    if paper.reading.is_empty() {
        return Err(ItemError::DocumentNotRead);
    }
    Ok(serde_json::from_str(&paper.reading).map_err(kit::Internal::from)?)
}

/// Accepts proposals: each becomes an item of the paper's draft plan.
pub async fn accept(ctx: &mut Ctx, document: DocumentId, seen: &[Seen]) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let mut changes = Vec::new();
    for one in seen {
        let before = take(ctx, &paper, *one, ProposalState::Proposed).await?;
        changes.push((before.clone(), Proposal { state: ProposalState::Accepted, ..before }));
    }
    let act = if seen.len() == 1 { ReviewAct::Accept } else { ReviewAct::AcceptSection };
    change(ctx, &paper, act, changes, Vec::new()).await
}

/// Accepts everything undecided below a heading, or in the whole paper when `section` is empty.
pub async fn accept_section(ctx: &mut Ctx, document: DocumentId, section: &str) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let waiting: Vec<Proposal> = store::list_proposals(ctx.tx(), document)
        .await?
        .into_iter()
        .filter(|proposal| proposal.state == ProposalState::Proposed && is_below(proposal, section))
        .collect();
    if waiting.is_empty() {
        return Err(ItemError::NothingToAccept);
    }
    let changes = waiting
        .into_iter()
        .map(|before| (before.clone(), Proposal { state: ProposalState::Accepted, ..before }));
    change(ctx, &paper, ReviewAct::AcceptSection, changes.collect(), Vec::new()).await
}

/// Whether a proposal stands below a heading; II.2 holds II.2.1 but not II.20.
pub fn is_below(proposal: &Proposal, section: &str) -> bool {
    let code = &proposal.data.section_code;
    section.is_empty()
        || code == section
        || code.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'))
}

/// Replaces what a proposal says by what a person wrote.
pub async fn edit(
    ctx: &mut Ctx,
    document: DocumentId,
    seen: Seen,
    fields: ItemFields,
) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let before = take(ctx, &paper, seen, ProposalState::Proposed).await?;
    let mut after = before.clone();
    after.data.fields = fields;
    change(ctx, &paper, ReviewAct::Edit, vec![(before, after)], Vec::new()).await
}

/// Says that a proposal is no task, and why.
pub async fn drop(ctx: &mut Ctx, document: DocumentId, seen: Seen, reason: &str) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let before = take(ctx, &paper, seen, ProposalState::Proposed).await?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ItemError::field("reason", FieldReason::Required));
    }
    let after = Proposal { state: ProposalState::Dropped, drop_reason: reason.to_owned(), ..before.clone() };
    change(ctx, &paper, ReviewAct::Drop, vec![(before, after)], Vec::new()).await
}

/// Opens a decision again: a dropped proposal waits once more, an accepted one leaves the draft plan.
pub async fn restore(ctx: &mut Ctx, document: DocumentId, seen: Seen) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let before = take_any(ctx, &paper, seen).await?;
    if !before.is_decided() {
        return Err(ItemError::ProposalDecided);
    }
    let after = Proposal { state: ProposalState::Proposed, drop_reason: String::new(), ..before.clone() };
    change(ctx, &paper, ReviewAct::Restore, vec![(before, after)], Vec::new()).await
}

/// Adds a proposal from words that a person selected; offsets are code points of the raw text.
pub async fn add(ctx: &mut Ctx, document: DocumentId, start: i64, end: i64) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let points = Points::new(&paper.source);
    let range = points.bytes(start, end).ok_or(ItemError::SpanOutside)?;
    let text = paper.source[range.clone()].trim();
    if text.is_empty() {
        return Err(ItemError::SpanOutside);
    }
    let from = range.start + paper.source[range.clone()].find(text).unwrap_or(0);
    let reading = read(&paper)?;
    let mut data = proposal::place_of(&reading, from);
    let known = store::list_proposals(ctx.tx(), document).await?;
    let count =
        known.iter().filter(|one| one.origin == Origin::Added && one.data.clause == data.clause).count();
    (data.fields.title, data.fields.detail) = proposal::title_and_detail(text);
    let fresh = NewProposal {
        code: format!("{}+{}", data.clause, count + 1),
        origin: Origin::Added,
        span_start: points.at(from),
        span_end: points.at(from + text.len()),
        data,
    };
    change(ctx, &paper, ReviewAct::Add, Vec::new(), vec![fresh]).await
}

/// A proposal in the state an act starts from, as the person saw it.
async fn take(
    ctx: &mut Ctx,
    paper: &PaperText,
    seen: Seen,
    state: ProposalState,
) -> Result<Proposal, ItemError> {
    let proposal = take_any(ctx, paper, seen).await?;
    if proposal.state == state { Ok(proposal) } else { Err(ItemError::ProposalDecided) }
}

async fn take_any(ctx: &mut Ctx, paper: &PaperText, seen: Seen) -> Result<Proposal, ItemError> {
    let found = store::find_proposal(ctx.tx(), paper.id, seen.id).await?;
    let proposal = found.ok_or(ItemError::ProposalNotFound(seen.id))?;
    if proposal.version == seen.version { Ok(proposal) } else { Err(changed_by(ctx, paper, seen.id).await?) }
}

/// Who changed a proposal last, and how: for the one who was second.
pub(super) async fn changed_by(
    ctx: &mut Ctx,
    paper: &PaperText,
    id: ProposalId,
) -> Result<ItemError, ItemError> {
    let steps = store::list_steps(ctx.tx(), paper.id, 200).await?;
    let last = steps.into_iter().find(|row| row.step.touches(id));
    Ok(match last {
        Some(row) => ItemError::ProposalChanged {
            act: row.step.act.label().en,
            act_vi: row.step.act.label().vi,
            when: row.at.local().format("%H:%M %d/%m/%Y").to_string(),
            who: row.who,
        },
        // Read again since, without anybody's act.
        None => ItemError::ProposalChanged {
            who: "Đoàn Kết".to_owned(),
            act: crate::texts::REVIEW_DID_READ.en,
            act_vi: crate::texts::REVIEW_DID_READ.vi,
            when: String::new(),
        },
    })
}
