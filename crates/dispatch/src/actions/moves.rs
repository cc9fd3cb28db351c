//! Moves along the table: asked, checked, signed, numbered, recalled.

use documents::DocumentState;
use kit::audit::{Event, hex};
use kit::web::Ctx;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::draft::{templates_of, written};
use super::register::{give, may_sign};
use super::{Outcome, day, own};
use crate::OutgoingId;
use crate::compose;
use crate::content::secrecy_mark;
use crate::error::{DispatchError, FieldFault};
use crate::paper::{PaperMove, PaperState};
use crate::store::outgoing::{self as store, Moved, Outgoing};
use crate::store::register;

/// A move as somebody asks for it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PaperMoveRequest {
    pub act: PaperMove,
    /// The version that was seen.
    #[serde(default)]
    pub version: Option<i64>,
    #[serde(default)]
    pub reason: String,
    /// The day of the paper when it is numbered; today when empty.
    #[serde(default)]
    pub dated_on: String,
    /// The paper that takes its place, when it is superseded: an issued one of the same unit, by its number here.
    #[serde(default)]
    pub superseded_by: Option<i64>,
    /// A number reserved before; the next one when empty.
    #[serde(default)]
    pub number: String,
}

/// Moves a paper on, all but issuing it.
///
/// # Errors
/// [`DispatchError::NotFromHere`], [`DispatchError::ReasonMissing`], [`DispatchError::NoAuthority`], [`DispatchError::YearClosed`],
/// [`DispatchError::EndedBody`], [`DispatchError::Secret`], [`DispatchError::Changed`].
pub async fn move_paper(ctx: &mut Ctx, id: OutgoingId, asked: &PaperMoveRequest) -> Outcome<Outgoing> {
    let was = super::find(ctx, id).await?;
    let row = was.state.find_move(asked.act).ok_or(DispatchError::NotFromHere)?;
    let was = own(ctx, id, row.permission).await?;
    if matches!(asked.act, PaperMove::Issue | PaperMove::AskOpinions) {
        return Err(DispatchError::NotFromHere);
    }
    if asked.version.is_some_and(|seen| seen != was.version) {
        return Err(DispatchError::Changed);
    }
    let reason = asked.reason.trim();
    if row.needs_reason && reason.is_empty() {
        return Err(DispatchError::ReasonMissing);
    }
    match asked.act {
        PaperMove::Sign => sign(ctx, &was).await?,
        PaperMove::Number => number(ctx, &was, asked).await?,
        _ => {
            if row.to == PaperState::Cancelled && was.number.is_some() {
                register::update_cancelled(ctx.tx(), id, reason).await?;
            }
            let next = match asked.act {
                PaperMove::Supersede => Some(successor(ctx, &was, asked.superseded_by).await?),
                _ => None,
            };
            let superseded_by = next.as_ref().map(|next| next.id);
            put(ctx, &was, row.to, &Moved { reason, superseded_by, ..Moved::default() }).await?;
            retire(ctx, &was, asked.act, next.as_ref(), reason).await?;
            let event = Event::new("outgoing_moved", "outgoing", id.0, was.unit);
            ctx.audit(event.with(
                serde_json::json!({ "act": asked.act, "from": was.state, "to": row.to, "reason": reason, "superseded_by": superseded_by }),
            ));
        }
    }
    super::find(ctx, id).await
}

/// The issued paper of the same unit that takes the place of another.
async fn successor(ctx: &mut Ctx, was: &Outgoing, next: Option<i64>) -> Outcome<Outgoing> {
    let wrong = |fault| DispatchError::Form(vec![("superseded_by", fault)]);
    let next = OutgoingId(next.ok_or_else(|| wrong(FieldFault::Missing))?);
    let scope = ctx.scope()?;
    let found = store::find_outgoing(ctx.tx(), scope, next).await?;
    found
        .filter(|next| next.id != was.id && next.unit == was.unit && next.state == PaperState::Issued)
        .ok_or_else(|| wrong(FieldFault::Unknown))
}

/// The register of documents tells that a paper no longer holds; it is not taken out of it (handbook NEV-2.5).
async fn retire(
    ctx: &mut Ctx,
    was: &Outgoing,
    act: PaperMove,
    next: Option<&Outgoing>,
    reason: &str,
) -> Outcome<()> {
    let Some(document) = was.document else { return Ok(()) };
    let (state, words) = match (act, next) {
        (PaperMove::Recall, _) => (DocumentState::Cancelled, format!("Đã thu hồi: {reason}")),
        (PaperMove::Supersede, Some(next)) => {
            (DocumentState::Superseded, format!("Được thay thế bằng {}: {reason}", next.symbol))
        }
        _ => return Ok(()),
    };
    Ok(documents::retire_document(ctx, document, state, &words).await?)
}

pub(super) async fn put(ctx: &mut Ctx, was: &Outgoing, to: PaperState, moved: &Moved<'_>) -> Outcome<()> {
    if store::update_state(ctx.tx(), was, to, moved).await? { Ok(()) } else { Err(DispatchError::Changed) }
}

/// The SHA-256 of a frozen paper.
pub(super) fn hash(frozen: &str) -> String {
    hex(&Sha256::digest(frozen.as_bytes()))
}

/// Freezes the words and says who signed them.
async fn sign(ctx: &mut Ctx, was: &Outgoing) -> Outcome<()> {
    if !may_sign(ctx, was.unit, &was.template).await? {
        return Err(DispatchError::NoAuthority);
    }
    let templates = templates_of(ctx, [was.template_version, was.issuers_version]).await?;
    let mut content = was.content.clone();
    if content.signer.trim().is_empty() {
        content.signer.clone_from(&ctx.actor.name);
    }
    if let Some(mark) = secrecy_mark(&content.all_words()) {
        return Err(DispatchError::Secret(mark));
    }
    let paper = compose::paper(&templates, &was.template, &content)?;
    if let Some(words) = compose::ended_body(&paper, ctx.today()) {
        return Err(DispatchError::EndedBody(words));
    }
    let frozen = serde_json::to_string(&paper).map_err(kit::Internal::from)?;
    let (hash, account, now) = (hash(&frozen), ctx.actor.account, ctx.now());
    let moved = Moved { signed: Some((account, now, &frozen, &hash)), ..Moved::default() };
    put(ctx, was, PaperState::Signed, &moved).await?;
    let event = Event::new("outgoing_signed", "outgoing", was.id.0, was.unit);
    ctx.audit(event.with(serde_json::json!({ "hash": hash, "template": was.template })));
    Ok(())
}

/// Gives number and date. The next number of the series, or one that was reserved.
async fn number(ctx: &mut Ctx, was: &Outgoing, asked: &PaperMoveRequest) -> Outcome<()> {
    let today = ctx.today();
    let on = day("dated_on", &asked.dated_on)?.unwrap_or(today);
    if on > today || was.signed_at.is_some_and(|at| on < at.date()) {
        return Err(DispatchError::Form(vec![("dated_on", FieldFault::DateOrder)]));
    }
    let reserved = match asked.number.trim() {
        "" => None,
        text => Some(
            text.parse::<i64>().map_err(|_| DispatchError::Form(vec![("number", FieldFault::NoNumber)]))?,
        ),
    };
    let frozen = was.frozen.as_deref().unwrap_or_default();
    let paper = print::Paper::from_json(frozen)?;
    if let Some(words) = compose::ended_body(&paper, on) {
        return Err(DispatchError::EndedBody(words));
    }
    let (series, year, number) = give(ctx, was, on, reserved).await?;
    let code = paper.symbol.map(|symbol| symbol.code).unwrap_or_default();
    let symbol = format!("{}/{code}", written(number));
    let moved = Moved { numbered: Some((&series, year, number, &symbol, on)), ..Moved::default() };
    put(ctx, was, PaperState::NumberedDated, &moved).await?;
    let event = Event::new("outgoing_numbered", "outgoing", was.id.0, was.unit);
    ctx.audit(
        event.with(serde_json::json!({ "series": series, "year": year, "number": number, "symbol": symbol })),
    );
    Ok(())
}
