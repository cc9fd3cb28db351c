//! What people do with proposals: see them, accept, edit, split, merge, drop, add. Each act is one step that can be undone.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::Datelike as _;
use documents::DocumentId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use paper::reading::Paper;

use super::proposal::{self, NewProposal, Origin, Part, Points, Proposal, ProposalData, ProposalState};
use super::steps::{ReviewAct, Step};
use super::store::{self, PaperRow};
use crate::item::{ItemFields, ItemSource, PlanItem};
use crate::items;
use crate::items::error::{FieldReason, ItemError};
use crate::items::store::NewPlan;
use crate::plan::{Plan, PlanKind};
use crate::{PlanItemId, ProposalId};

/// A proposal as a person saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Seen {
    pub id: ProposalId,
    pub version: i64,
}

/// Where a proposal is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Into the parts that the reader found.
    Parts,
    /// Before a letter of the paper, counted in code points.
    At(i64),
}

/// The paper, for those who may see it.
pub async fn see_paper(ctx: &mut Ctx, document: DocumentId) -> Result<PaperRow, ItemError> {
    ctx.require(Permission::ReadWork)?;
    let paper = store::find_paper(ctx.tx(), document)
        .await?
        .ok_or(ItemError::DocumentNotFound)?;
    if ctx.sees(paper.unit).await? {
        Ok(paper)
    } else {
        Err(ItemError::DocumentNotFound)
    }
}

async fn begin(ctx: &mut Ctx, document: DocumentId) -> Result<PaperRow, ItemError> {
    let paper = see_paper(ctx, document).await?;
    ctx.require(Permission::ReviewProposals)?;
    Ok(paper)
}

/// Whether the proposals of a paper are still to be made, or its reading changed since they were.
pub async fn needs_making(ctx: &mut Ctx, paper: &PaperRow) -> Result<bool, ItemError> {
    if paper.reading.is_empty() {
        return Ok(false);
    }
    Ok(store::find_review(ctx.tx(), paper.id)
        .await?
        .is_none_or(|made| made != fingerprint(paper)))
}

/// Makes the proposals of a paper from its reading. Doing it again adds what a newer reading found and keeps what people decided.
pub async fn make_proposals(ctx: &mut Ctx, paper: &PaperRow) -> Result<(), ItemError> {
    if paper.reading.is_empty() {
        return Err(ItemError::DocumentNotRead);
    }
    let (account, now, fresh) = (ctx.actor.account, ctx.now(), fingerprint(paper));
    let is_ours = match store::find_review(ctx.tx(), paper.id).await? {
        None => store::insert_review(ctx.tx(), paper.id, &fresh, account, now).await?,
        Some(made) if made == fresh => false,
        Some(made) => store::update_review(ctx.tx(), paper.id, &made, &fresh).await?,
    };
    if !is_ours {
        return Ok(());
    }
    let known = store::list_proposals(ctx.tx(), paper.id).await?;
    let (mut made, mut updated) = (0, 0);
    for new in proposal::from_paper(&read(paper)?, &paper.source) {
        let Some(old) = known
            .iter()
            .find(|old| old.origin == Origin::Read && old.code == new.code)
        else {
            store::insert_proposal(ctx.tx(), paper.id, &new).await?;
            made += 1;
            continue;
        };
        // Only what nobody touched follows the new reading.
        let is_untouched = old.version == 1 && old.state == ProposalState::Proposed;
        let again = Proposal {
            data: new.data,
            span_start: new.span_start,
            span_end: new.span_end,
            ..old.clone()
        };
        if is_untouched && !again.is_same(old) {
            store::update_proposal(ctx.tx(), &again).await?;
            updated += 1;
        }
    }
    let detail = serde_json::json!({ "made": made, "updated": updated, "read_by": paper.read_by });
    ctx.audit(Event::new("proposals_made", "document", paper.id.0, paper.unit).with(detail));
    Ok(())
}

/// Names a reading. The name need not outlive a release: another name only means that proposals are compared again.
fn fingerprint(paper: &PaperRow) -> String {
    let mut hasher = DefaultHasher::new();
    (&paper.reading, &paper.source).hash(&mut hasher);
    format!("{} {:016x}", paper.read_by, hasher.finish())
}

pub(super) fn read(paper: &PaperRow) -> Result<Paper, ItemError> {
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
        changes.push((
            before.clone(),
            Proposal {
                state: ProposalState::Accepted,
                ..before
            },
        ));
    }
    let act = if seen.len() == 1 {
        ReviewAct::Accept
    } else {
        ReviewAct::AcceptSection
    };
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
    let changes = waiting.into_iter().map(|before| {
        (
            before.clone(),
            Proposal {
                state: ProposalState::Accepted,
                ..before
            },
        )
    });
    change(
        ctx,
        &paper,
        ReviewAct::AcceptSection,
        changes.collect(),
        Vec::new(),
    )
    .await
}

/// Whether a proposal stands below a heading; II.2 holds II.2.1 but not II.20.
pub fn is_below(proposal: &Proposal, section: &str) -> bool {
    let code = &proposal.data.section_code;
    section.is_empty()
        || code == section
        || code
            .strip_prefix(section)
            .is_some_and(|rest| rest.starts_with('.'))
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
    let after = Proposal {
        state: ProposalState::Replaced,
        ..before.clone()
    };
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
        data: ProposalData {
            fields,
            series: part.series,
            parts: Vec::new(),
            ..parent.data.clone()
        },
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
            fields: ItemFields {
                title,
                detail,
                ..whole.data.fields.clone()
            },
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
    let changes = joined.into_iter().map(|before| {
        (
            before.clone(),
            Proposal {
                state: ProposalState::Replaced,
                ..before
            },
        )
    });
    change(ctx, &paper, ReviewAct::Merge, changes.collect(), vec![fresh]).await
}

/// One proposal for several neighbours; they stay its parts, so that it can be split again.
fn merged(joined: &[Proposal]) -> Option<NewProposal> {
    let (first, rest) = joined.split_first()?;
    let mut data = first.data.clone();
    let words = |fields: &ItemFields| {
        if fields.detail.is_empty() {
            fields.title.clone()
        } else {
            fields.detail.clone()
        }
    };
    data.fields.detail = joined
        .iter()
        .map(|one| words(&one.data.fields))
        .collect::<Vec<_>>()
        .join("\n");
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
            if one.data.parts.is_empty() {
                vec![own]
            } else {
                one.data.parts.clone()
            }
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

/// Says that a proposal is no task, and why.
pub async fn drop(ctx: &mut Ctx, document: DocumentId, seen: Seen, reason: &str) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let before = take(ctx, &paper, seen, ProposalState::Proposed).await?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ItemError::field("reason", FieldReason::Required));
    }
    let after = Proposal {
        state: ProposalState::Dropped,
        drop_reason: reason.to_owned(),
        ..before.clone()
    };
    change(ctx, &paper, ReviewAct::Drop, vec![(before, after)], Vec::new()).await
}

/// Opens a decision again: a dropped proposal waits once more, an accepted one leaves the draft plan.
pub async fn restore(ctx: &mut Ctx, document: DocumentId, seen: Seen) -> Result<(), ItemError> {
    let paper = begin(ctx, document).await?;
    let before = take_any(ctx, &paper, seen).await?;
    if !before.is_decided() {
        return Err(ItemError::ProposalDecided);
    }
    let after = Proposal {
        state: ProposalState::Proposed,
        drop_reason: String::new(),
        ..before.clone()
    };
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
    let count = known
        .iter()
        .filter(|one| one.origin == Origin::Added && one.data.clause == data.clause)
        .count();
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
    paper: &PaperRow,
    seen: Seen,
    state: ProposalState,
) -> Result<Proposal, ItemError> {
    let proposal = take_any(ctx, paper, seen).await?;
    if proposal.state == state {
        Ok(proposal)
    } else {
        Err(ItemError::ProposalDecided)
    }
}

async fn take_any(ctx: &mut Ctx, paper: &PaperRow, seen: Seen) -> Result<Proposal, ItemError> {
    let found = store::find_proposal(ctx.tx(), paper.id, seen.id).await?;
    let proposal = found.ok_or(ItemError::ProposalNotFound(seen.id))?;
    if proposal.version == seen.version {
        Ok(proposal)
    } else {
        Err(changed_by(ctx, paper, seen.id).await?)
    }
}

/// Who changed a proposal last, and how: for the one who was second.
pub(super) async fn changed_by(
    ctx: &mut Ctx,
    paper: &PaperRow,
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

/// Writes one act: rows, items, the step, the audit.
async fn change(
    ctx: &mut Ctx,
    paper: &PaperRow,
    act: ReviewAct,
    changes: Vec<(Proposal, Proposal)>,
    fresh: Vec<NewProposal>,
) -> Result<(), ItemError> {
    let mut step = Step {
        act,
        before: Vec::new(),
        after: Vec::new(),
    };
    for (before, after) in changes {
        step.after.push(write(ctx, paper, &before, after).await?);
        step.before.push(before);
    }
    for new in fresh {
        let made = store::insert_proposal(ctx.tx(), paper.id, &new).await?;
        let made = if act == ReviewAct::AcceptParts {
            let after = Proposal {
                state: ProposalState::Accepted,
                ..made.clone()
            };
            write(ctx, paper, &made, after).await?
        } else {
            made
        };
        step.after.push(made);
    }
    relink(ctx, paper).await?;
    let (account, now) = (ctx.actor.account, ctx.now());
    store::insert_step(ctx.tx(), paper.id, &step, account, now).await?;
    let detail: Vec<_> = step
        .after
        .iter()
        .map(|after| serde_json::json!({ "proposal": after.id, "code": after.code, "before": step.before(after.id).map(|one| one.state), "after": after.state, "reason": after.drop_reason }))
        .collect();
    ctx.audit(Event::new(act.audit_action(), "document", paper.id.0, paper.unit).with(detail));
    Ok(())
}

/// Writes a proposal over what it was, and what follows for the plan.
pub(super) async fn write(
    ctx: &mut Ctx,
    paper: &PaperRow,
    before: &Proposal,
    after: Proposal,
) -> Result<Proposal, ItemError> {
    let after = Proposal {
        version: before.version,
        ..after
    };
    let Some(written) = store::update_proposal(ctx.tx(), &after).await? else {
        return Err(changed_by(ctx, paper, before.id).await?);
    };
    let (was, is) = (
        before.state == ProposalState::Accepted,
        written.state == ProposalState::Accepted,
    );
    if is && !was {
        put_item(ctx, paper, &written).await?;
    } else if was
        && !is
        && let Some(item) = items::store::find_item_of_proposal(ctx.tx(), written.id).await?
    {
        items::actions::take_back(ctx, item, crate::texts::REVIEW_DID_RESTORE.vi).await?;
    }
    Ok(written)
}

async fn put_item(ctx: &mut Ctx, paper: &PaperRow, proposal: &Proposal) -> Result<PlanItem, ItemError> {
    let plan = open_plan(ctx, paper).await?;
    let data = &proposal.data;
    let stream = if data.series.is_empty() {
        None
    } else {
        let title = &data.fields.title;
        Some(items::store::find_or_insert_stream(ctx.tx(), plan.id, &data.series, title).await?)
    };
    let item = PlanItem {
        code: proposal.code.clone(),
        section_code: data.section_code.clone(),
        section_title: data.section_title.clone(),
        stream,
        source: ItemSource {
            document: Some(paper.id),
            clause: data.clause.clone(),
            span_start: Some(proposal.span_start),
            span_end: Some(proposal.span_end),
            proposal: Some(proposal.id),
        },
        ..items::actions::fresh_item(plan.id, proposal.span_start, data.fields.clone())
    };
    items::actions::put_item(ctx, &plan, item).await
}

async fn open_plan(ctx: &mut Ctx, paper: &PaperRow) -> Result<Plan, ItemError> {
    let meta = read(paper)?.meta;
    let title = meta
        .title
        .clone()
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| paper.abstract_.clone());
    let folded = vi::fold::fold(&title);
    let kind = if folded.contains("quy i") || folded.contains("quy 1") || folded.contains("hang quy") {
        PlanKind::Quarterly
    } else if folded.contains("nhiem ky") || folded.contains("toan khoa") {
        PlanKind::Term
    } else if folded.contains("nam 2") || folded.contains("cong tac nam") {
        PlanKind::Yearly
    } else {
        PlanKind::Thematic
    };
    let year = meta.year.or(paper.year).or(paper.issued_on.map(|day| day.year()));
    let new = NewPlan {
        unit: paper.unit,
        year: year.unwrap_or_else(|| ctx.today().year()),
        kind,
        title: if title.is_empty() {
            paper.symbol.clone()
        } else {
            title
        },
        document: Some(paper.id),
        parent: None,
        allotment: None,
    };
    items::actions::open_plan_of(ctx, paper.id, new).await
}

/// Links each item to the standing item it serves, where that is in the plan (handbook 3.2: one stream of work, counted once).
pub(super) async fn relink(ctx: &mut Ctx, paper: &PaperRow) -> Result<(), ItemError> {
    let Some(plan) = items::store::find_plan_of_document(ctx.tx(), paper.id).await? else {
        return Ok(());
    };
    if !plan.state.is_open_to_edits() {
        return Ok(());
    }
    let proposals = store::list_proposals(ctx.tx(), paper.id).await?;
    let items = items::store::list_items(ctx.tx(), plan.id).await?;
    let active = |code: &str| -> Option<PlanItemId> {
        items
            .iter()
            .find(|item| item.state == crate::item::ItemState::Active && item.code == code)
            .map(|item| item.id)
    };
    for item in &items {
        let Some(proposal) = proposals.iter().find(|one| Some(one.id) == item.source.proposal) else {
            continue;
        };
        // A part that was not split off stands within its bullet.
        let hint = proposal.data.standing.as_str();
        let bullet = hint
            .rsplit_once('.')
            .filter(|(_, part)| part.bytes().all(|b| b.is_ascii_lowercase()));
        let standing = active(hint).or_else(|| active(bullet?.0));
        if standing != item.standing_item && standing != Some(item.id) {
            items::store::update_standing(ctx.tx(), item.id, standing).await?;
        }
    }
    Ok(())
}
