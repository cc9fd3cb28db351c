//! Opinions on a draft, clause by clause.

use kit::UnitId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use serde::Deserialize;
use utoipa::ToSchema;

use super::moves::put;
use super::receipts::units_named;
use super::{Outcome, day, own};
use crate::OutgoingId;
use crate::content::clauses;
use crate::error::{DispatchError, FieldFault};
use crate::paper::PaperState;
use crate::store::opinions::{self as store, Request};
use crate::store::outgoing::{Moved, Outgoing, find_shared};

/// Whom to ask, until when.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Ask {
    /// Codes or names of units, one a line.
    pub units: String,
    /// Every unit directly below, besides.
    pub all_below: bool,
    pub due_on: String,
}

/// Asks units for their opinion on a draft as it stands now; more units can be asked while it is out.
///
/// # Errors
/// [`DispatchError::NoUnits`], [`DispatchError::UnitUnknown`], [`DispatchError::NotFromHere`].
pub async fn ask_opinions(ctx: &mut Ctx, id: OutgoingId, ask: &Ask) -> Outcome<usize> {
    let was = own(ctx, id, Permission::DraftPapers).await?;
    if !matches!(was.state, PaperState::Drafting | PaperState::UnitReview) {
        return Err(DispatchError::NotFromHere);
    }
    let due_on =
        day("due_on", &ask.due_on)?.ok_or(DispatchError::Form(vec![("due_on", FieldFault::Missing)]))?;
    if due_on < ctx.today() {
        return Err(DispatchError::Form(vec![("due_on", FieldFault::DateOrder)]));
    }
    let units = units_named(ctx, &ask.units, ask.all_below).await?;
    let now = ctx.now();
    if was.state == PaperState::Drafting {
        // What was said of other words stays with them; a changed draft is asked about anew.
        let now = clauses(&was.content.body);
        let before = store::list_open_clauses(ctx.tx(), id).await?;
        if !before.iter().map(|one| &one.words).eq(&now) {
            store::insert_round(ctx.tx(), id, &now).await?;
        }
        put(ctx, &was, PaperState::UnitReview, &Moved { opinions_due: Some(due_on), ..Moved::default() })
            .await?;
    }
    for unit in &units {
        store::put_request(ctx.tx(), id, *unit, due_on, now).await?;
    }
    let event = Event::new("opinions_asked", "outgoing", id.0, was.unit);
    ctx.audit(event.with(serde_json::json!({ "units": units, "due_on": due_on })));
    Ok(units.len())
}

/// The request to the unit acted for, with the draft.
pub async fn asked(ctx: &mut Ctx, id: OutgoingId) -> Outcome<(Request, Outgoing)> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    let request = store::find_request(ctx.tx(), id, unit).await?.ok_or(DispatchError::NotFound)?;
    let paper = find_shared(ctx.tx(), id).await?.ok_or(DispatchError::NotFound)?;
    Ok((request, paper))
}

/// What a unit says of one clause.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Saying {
    /// The clause, from 1.
    pub position: i64,
    /// `agree`, `change` or `remark`.
    pub kind: String,
    /// The wording asked for, or the remark.
    #[serde(default)]
    pub words: String,
}

/// Gives the opinion of the unit acted for; clauses left out stay without one. May be done again while opinions are open.
pub async fn say(ctx: &mut Ctx, id: OutgoingId, sayings: &[Saying]) -> Outcome<()> {
    let (_, paper) = asked(ctx, id).await?;
    ctx.require(Permission::WorkOnTasks)?;
    if paper.state != PaperState::UnitReview {
        return Err(DispatchError::NotFromHere);
    }
    let (unit, account, now) = (ctx.unit()?, ctx.actor.account, ctx.now());
    let known: Vec<i64> =
        store::list_open_clauses(ctx.tx(), id).await?.into_iter().map(|one| one.position).collect();
    for saying in sayings {
        let words = saying.words.trim();
        if !known.contains(&saying.position) || !["agree", "change", "remark"].contains(&saying.kind.as_str())
        {
            return Err(DispatchError::Form(vec![("kind", FieldFault::Unknown)]));
        }
        if saying.kind != "agree" && words.is_empty() {
            return Err(DispatchError::Form(vec![("words", FieldFault::Missing)]));
        }
        if let Some(mark) = crate::content::secrecy_mark(words) {
            return Err(DispatchError::Secret(mark));
        }
        store::put_opinion(ctx.tx(), id, saying.position, unit, &saying.kind, words, account, now).await?;
    }
    store::update_answered(ctx.tx(), id, unit, account, now).await?;
    ctx.audit(Event::new("opinions_given", "outgoing", id.0, unit).with(sayings.len()));
    Ok(())
}

/// Says what became of an opinion: taken, partly or not, and why.
pub async fn answer_opinion(
    ctx: &mut Ctx,
    id: OutgoingId,
    opinion: i64,
    answer: &str,
    why: &str,
) -> Outcome<()> {
    let paper = own(ctx, id, Permission::DraftPapers).await?;
    if !["taken", "partly", "not_taken"].contains(&answer) {
        return Err(DispatchError::Form(vec![("answer", FieldFault::Unknown)]));
    }
    if answer != "taken" && why.trim().is_empty() {
        return Err(DispatchError::ReasonMissing);
    }
    if !store::update_answer(ctx.tx(), id, opinion, answer, why.trim()).await? {
        return Err(DispatchError::NotFound);
    }
    let event = Event::new("opinion_answered", "outgoing", id.0, paper.unit);
    ctx.audit(event.with(serde_json::json!({ "opinion": opinion, "answer": answer, "why": why.trim() })));
    Ok(())
}

/// Units that were asked and have not answered.
pub fn silent(requests: &[Request]) -> impl Iterator<Item = UnitId> {
    requests.iter().filter(|one| one.answered_at.is_none()).map(|one| one.unit)
}
