//! Making proposals from a reading.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use kit::audit::Event;
use kit::web::Ctx;

use super::read;
use crate::items::error::ItemError;
use crate::review::proposal::{self, Origin, Proposal, ProposalState};
use crate::review::store;
use documents::PaperText;

/// Whether the proposals of a paper are still to be made, or its reading changed since they were.
pub(super) async fn needs_making(ctx: &mut Ctx, paper: &PaperText) -> Result<bool, ItemError> {
    if paper.reading.is_empty() {
        return Ok(false);
    }
    Ok(store::find_review(ctx.tx(), paper.id).await?.is_none_or(|made| made != fingerprint(paper)))
}

/// Makes the proposals of a paper from its reading. Doing it again adds what a newer reading found and keeps what people decided.
pub(super) async fn make_proposals(ctx: &mut Ctx, paper: &PaperText) -> Result<(), ItemError> {
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
        let Some(old) = known.iter().find(|old| old.origin == Origin::Read && old.code == new.code) else {
            store::insert_proposal(ctx.tx(), paper.id, &new).await?;
            made += 1;
            continue;
        };
        // Only what nobody touched follows the new reading.
        let is_untouched = old.version == 1 && old.state == ProposalState::Proposed;
        let again =
            Proposal { data: new.data, span_start: new.span_start, span_end: new.span_end, ..old.clone() };
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
fn fingerprint(paper: &PaperText) -> String {
    let mut hasher = DefaultHasher::new();
    (&paper.reading, &paper.source).hash(&mut hasher);
    format!("{} {:016x}", paper.read_by, hasher.finish())
}
