//! Sending inside and outside, and what becomes of it.

use kit::UnitId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Outcome, day, own};
use crate::error::{DispatchError, FieldFault};
use crate::paper::PaperState;
use crate::store::outgoing::{Outgoing, find_shared};
use crate::store::receipts::{self as store, Outside, Receipt};
use crate::store::units::{find_by_words, list_below};
use crate::{OutgoingId, ReceiptId};

/// The units that lines of text name, by code or name, and those directly below when wished; never the unit acted for.
///
/// # Errors
/// [`DispatchError::UnitUnknown`] with the first line that names none; [`DispatchError::NoUnits`].
pub async fn units_named(ctx: &mut Ctx, words: &str, all_below: bool) -> Outcome<Vec<UnitId>> {
    let (own, today) = (ctx.unit()?, ctx.today());
    let mut units = Vec::new();
    if all_below {
        units.extend(list_below(ctx.tx(), own, today).await?.into_iter().map(|unit| unit.id));
    }
    for line in crate::content::lines(words) {
        let found = find_by_words(ctx.tx(), line, today).await?;
        units.push(found.ok_or_else(|| DispatchError::UnitUnknown(line.chars().take(80).collect()))?);
    }
    units.retain(|unit| *unit != own);
    units.sort_unstable();
    units.dedup();
    if units.is_empty() { Err(DispatchError::NoUnits) } else { Ok(units) }
}

/// Sends an issued paper to units of the system; how many have it now that had not.
pub async fn send(ctx: &mut Ctx, id: OutgoingId, words: &str, all_below: bool) -> Outcome<usize> {
    let paper = own(ctx, id, Permission::NumberPapers).await?;
    if paper.state != PaperState::Issued {
        return Err(DispatchError::NotFromHere);
    }
    let units = units_named(ctx, words, all_below).await?;
    let (account, now) = (ctx.actor.account, ctx.now());
    let mut sent = 0;
    for unit in &units {
        sent += usize::from(store::insert_receipt(ctx.tx(), id, *unit, account, now).await?);
    }
    ctx.audit(Event::new("outgoing_sent", "outgoing", id.0, paper.unit).with(&units));
    Ok(sent)
}

/// A body outside the system, as somebody describes how it was sent the paper.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct ToOutside {
    pub name: String,
    pub how: String,
    /// Today when empty.
    pub sent_on: String,
    pub note: String,
}

/// Notes that a paper was sent outside the system.
pub async fn send_outside(ctx: &mut Ctx, id: OutgoingId, to: &ToOutside) -> Outcome<()> {
    let paper = own(ctx, id, Permission::NumberPapers).await?;
    if !paper.state.went_out() {
        return Err(DispatchError::NotFromHere);
    }
    let faults: Vec<_> = [("name", &to.name), ("how", &to.how)]
        .into_iter()
        .filter(|(_, words)| words.trim().is_empty())
        .map(|(field, _)| (field, FieldFault::Missing))
        .collect();
    if !faults.is_empty() {
        return Err(DispatchError::Form(faults));
    }
    let sent_on = day("sent_on", &to.sent_on)?.unwrap_or_else(|| ctx.today());
    let one = Outside {
        id: 0,
        name: to.name.trim().to_owned(),
        how: to.how.trim().to_owned(),
        sent_on,
        note: to.note.trim().to_owned(),
    };
    let account = ctx.actor.account;
    store::insert_outside(ctx.tx(), id, &one, account).await?;
    ctx.audit(Event::new("outgoing_sent", "outgoing", id.0, paper.unit).with(&one));
    Ok(())
}

/// Reminds the units that have not opened a paper; how many.
pub async fn remind(ctx: &mut Ctx, id: OutgoingId) -> Outcome<u64> {
    let paper = own(ctx, id, Permission::NumberPapers).await?;
    let now = ctx.now();
    let reminded = store::update_reminded(ctx.tx(), id, now).await?;
    ctx.audit(Event::new("outgoing_reminded", "outgoing", id.0, paper.unit).with(reminded));
    Ok(reminded)
}

/// A paper sent to the unit acted for; the first look is noted.
pub async fn open_receipt(ctx: &mut Ctx, id: ReceiptId) -> Outcome<(Receipt, Outgoing)> {
    let (receipt, paper) = receipt_file(ctx, id).await?;
    let (account, now) = (ctx.actor.account, ctx.now());
    if receipt.opened_at.is_some() || !store::update_opened(ctx.tx(), id, account, now).await? {
        return Ok((receipt, paper));
    }
    ctx.audit(Event::new("paper_opened", "outgoing", paper.id.0, receipt.unit));
    receipt_file(ctx, id).await
}

/// A paper sent to the unit acted for, without noting anything.
pub async fn receipt_file(ctx: &mut Ctx, id: ReceiptId) -> Outcome<(Receipt, Outgoing)> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    let receipt = store::find_receipt(ctx.tx(), unit, id).await?.ok_or(DispatchError::NotFound)?;
    let paper = find_shared(ctx.tx(), receipt.outgoing).await?.ok_or(DispatchError::NotFound)?;
    Ok((receipt, paper))
}

/// Confirms that a paper arrived.
pub async fn acknowledge(ctx: &mut Ctx, id: ReceiptId) -> Outcome<Receipt> {
    let (receipt, paper) = open_receipt(ctx, id).await?;
    ctx.require(Permission::RegisterPapers)?;
    let (account, now) = (ctx.actor.account, ctx.now());
    if store::update_acknowledged(ctx.tx(), id, account, now).await? {
        ctx.audit(Event::new("paper_acknowledged", "outgoing", paper.id.0, receipt.unit));
    }
    Ok(receipt_file(ctx, id).await?.0)
}
