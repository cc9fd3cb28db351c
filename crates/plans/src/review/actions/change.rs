//! How an act is written: rows, plan items, the step, the audit.

use kit::audit::Event;
use kit::web::Ctx;

use super::{changed_by, read, year_of};
use crate::PlanItemId;
use crate::item::{ItemSource, PlanItem};
use crate::items;
use crate::items::error::ItemError;
use crate::items::store::NewPlan;
use crate::plan::{Plan, PlanKind};
use crate::review::proposal::{NewProposal, Proposal, ProposalState};
use crate::review::steps::{ReviewAct, Step};
use crate::review::store;
use documents::PaperText;

/// Writes one act: rows, items, the step, the audit.
pub(super) async fn change(
    ctx: &mut Ctx,
    paper: &PaperText,
    act: ReviewAct,
    changes: Vec<(Proposal, Proposal)>,
    fresh: Vec<NewProposal>,
) -> Result<(), ItemError> {
    let mut step = Step { act, before: Vec::new(), after: Vec::new() };
    for (before, after) in changes {
        step.after.push(write(ctx, paper, &before, after).await?);
        step.before.push(before);
    }
    for new in fresh {
        let made = store::insert_proposal(ctx.tx(), paper.id, &new).await?;
        let made = if act == ReviewAct::AcceptParts {
            let after = Proposal { state: ProposalState::Accepted, ..made.clone() };
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
pub(in crate::review) async fn write(
    ctx: &mut Ctx,
    paper: &PaperText,
    before: &Proposal,
    after: Proposal,
) -> Result<Proposal, ItemError> {
    let after = Proposal { version: before.version, ..after };
    let Some(written) = store::update_proposal(ctx.tx(), &after).await? else {
        return Err(changed_by(ctx, paper, before.id).await?);
    };
    let (was, is) = (before.state == ProposalState::Accepted, written.state == ProposalState::Accepted);
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

async fn put_item(ctx: &mut Ctx, paper: &PaperText, proposal: &Proposal) -> Result<PlanItem, ItemError> {
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

async fn open_plan(ctx: &mut Ctx, paper: &PaperText) -> Result<Plan, ItemError> {
    let meta = read(paper)?.meta;
    let title = meta
        .title
        .clone()
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| paper.metadata.abstract_text.clone());
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
    let new = NewPlan {
        unit: paper.unit,
        year: meta.year.unwrap_or_else(|| year_of(ctx, paper)),
        kind,
        title: if title.is_empty() { paper.metadata.symbol.clone() } else { title },
        document: Some(paper.id),
        parent: None,
        allotment: None,
    };
    items::actions::open_plan_of(ctx, paper.id, new).await
}

/// Links each item to the standing item it serves, where that is in the plan (handbook 3.2: one stream of work, counted once).
pub(in crate::review) async fn relink(ctx: &mut Ctx, paper: &PaperText) -> Result<(), ItemError> {
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
        let bullet = hint.rsplit_once('.').filter(|(_, part)| part.bytes().all(|b| b.is_ascii_lowercase()));
        let standing = active(hint).or_else(|| active(bullet?.0));
        if standing != item.standing_item && standing != Some(item.id) {
            items::store::update_standing(ctx.tx(), item.id, standing).await?;
        }
    }
    Ok(())
}
