//! Undo and redo: a person's own acts on a paper, last first, as long as nobody changed the same rows since.

use documents::DocumentId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;

use super::actions::{changed_by, relink, see_paper, write};
use super::proposal::{Proposal, ProposalState};
use super::store::{self, StepRow};
use crate::items::error::ItemError;
use documents::PaperText;

/// How many acts are looked back over.
const REACH: i64 = 500;

/// What a person could take back, and do again.
#[derive(Debug, Clone, Default)]
pub struct Stack {
    pub undo: Option<StepRow>,
    pub redo: Option<StepRow>,
}

/// The top of a person's stack: a new act clears what was undone before it.
pub async fn stack(ctx: &mut Ctx, document: DocumentId) -> Result<Stack, ItemError> {
    let account = ctx.actor.account;
    let mine: Vec<StepRow> = store::list_steps(ctx.tx(), document, REACH)
        .await?
        .into_iter()
        .filter(|row| row.account == account)
        .collect();
    let undo = mine.iter().find(|row| !row.is_undone).cloned();
    let after = undo.as_ref().map_or(0, |row| row.id);
    let redo = mine.into_iter().rfind(|row| row.is_undone && row.id > after);
    Ok(Stack { undo, redo })
}

/// Takes the person's last act back.
pub async fn undo(ctx: &mut Ctx, document: DocumentId) -> Result<StepRow, ItemError> {
    let paper = begin(ctx, document).await?;
    let row = stack(ctx, document).await?.undo.ok_or(ItemError::NothingToUndo)?;
    for after in &row.step.after {
        let now = as_expected(ctx, &paper, after).await?;
        let back = match row.step.before(after.id) {
            Some(before) => before.clone(),
            // The act made it: it leaves the review, and comes back if the act is done again.
            None => Proposal { state: ProposalState::Replaced, ..after.clone() },
        };
        write(ctx, &paper, &now, back).await?;
    }
    settle(ctx, &paper, &row, true).await?;
    Ok(row)
}

/// Does again what the person took back last.
pub async fn redo(ctx: &mut Ctx, document: DocumentId) -> Result<StepRow, ItemError> {
    let paper = begin(ctx, document).await?;
    let row = stack(ctx, document).await?.redo.ok_or(ItemError::NothingToRedo)?;
    for after in &row.step.after {
        let expected = match row.step.before(after.id) {
            Some(before) => before.clone(),
            None => Proposal { state: ProposalState::Replaced, ..after.clone() },
        };
        let now = as_expected(ctx, &paper, &expected).await?;
        write(ctx, &paper, &now, after.clone()).await?;
    }
    settle(ctx, &paper, &row, false).await?;
    Ok(row)
}

async fn begin(ctx: &mut Ctx, document: DocumentId) -> Result<PaperText, ItemError> {
    let paper = see_paper(ctx, document).await?;
    ctx.require(Permission::ReviewProposals)?;
    Ok(paper)
}

/// The row as it is now, if it still says what the act left; else the other person's change is not run over.
async fn as_expected(ctx: &mut Ctx, paper: &PaperText, expected: &Proposal) -> Result<Proposal, ItemError> {
    let now = store::find_proposal(ctx.tx(), paper.id, expected.id).await?;
    let now = now.ok_or(ItemError::ProposalNotFound(expected.id))?;
    if now.is_same(expected) { Ok(now) } else { Err(changed_by(ctx, paper, expected.id).await?) }
}

async fn settle(ctx: &mut Ctx, paper: &PaperText, row: &StepRow, is_undone: bool) -> Result<(), ItemError> {
    store::update_step(ctx.tx(), row.id, is_undone).await?;
    relink(ctx, paper).await?;
    let action = if is_undone { "review_act_undone" } else { "review_act_redone" };
    let detail = serde_json::json!({
        "act": row.step.act,
        "step": row.id,
        "proposals": row.step.after.iter().map(|one| one.id).collect::<Vec<_>>(),
    });
    ctx.audit(Event::new(action, "document", paper.id.0, paper.unit).with(detail));
    Ok(())
}
