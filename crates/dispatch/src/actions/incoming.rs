//! Papers that come in: their lines in the register, who works on them until when.

use axum::body::Bytes;
use chrono::Datelike as _;
use documents::{Direction, DocumentId, ImportWish, import_file};
use kit::audit::Event;
use kit::files;
use kit::permission::Permission;
use kit::web::{Caller, Ctx, UploadedFile};
use serde::Deserialize;
use utoipa::ToSchema;

use super::issue::file_name;
use super::{Outcome, day, receipts};
use crate::content::secrecy_mark;
use crate::error::{DispatchError, FieldFault};
use crate::incoming::IncomingState;
use crate::store::incoming::{self as store, Entry, NewEntry};
use crate::store::{register, units};
use crate::{IncomingId, ReceiptId};

/// The series in which incoming papers are counted.
const SERIES: &str = "incoming";

/// A paper that came in, as the clerk enters it.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Registration {
    /// Today when empty.
    pub received_on: String,
    pub author: String,
    pub symbol: String,
    pub dated_on: String,
    #[serde(rename = "abstract")]
    pub summary: String,
    /// A paper of the register of documents, by its number in this installation.
    pub document: String,
}

/// Enters a paper in the register of the unit acted for: it gets the next number “Đến” of the year.
pub async fn register_incoming(ctx: &mut Ctx, new: &Registration) -> Outcome<Entry> {
    ctx.require(Permission::RegisterPapers)?;
    let mut faults: Vec<(&'static str, FieldFault)> = [("author", &new.author), ("abstract", &new.summary)]
        .into_iter()
        .filter(|(_, words)| words.trim().is_empty())
        .map(|(field, _)| (field, FieldFault::Missing))
        .collect();
    let received_on = day("received_on", &new.received_on)?.unwrap_or_else(|| ctx.today());
    let dated_on = day("dated_on", &new.dated_on)?;
    if received_on > ctx.today() {
        faults.push(("received_on", FieldFault::DateOrder));
    }
    if dated_on.is_some_and(|dated| dated > received_on) {
        faults.push(("dated_on", FieldFault::DateOrder));
    }
    if !faults.is_empty() {
        return Err(DispatchError::Form(faults));
    }
    if let Some(mark) = secrecy_mark(&new.summary) {
        return Err(DispatchError::Secret(mark));
    }
    let document = match new.document.trim() {
        "" => None,
        text => {
            let id =
                text.parse().map_err(|_| DispatchError::Form(vec![("document", FieldFault::NoNumber)]))?;
            Some(documents::find_document(ctx, DocumentId(id)).await?.id)
        }
    };
    enter(
        ctx,
        NewLine {
            received_on,
            dated_on,
            author: &new.author,
            symbol: &new.symbol,
            summary: &new.summary,
            document,
            receipt: None,
        },
    )
    .await
}

struct NewLine<'a> {
    received_on: chrono::NaiveDate,
    dated_on: Option<chrono::NaiveDate>,
    author: &'a str,
    symbol: &'a str,
    summary: &'a str,
    document: Option<DocumentId>,
    receipt: Option<ReceiptId>,
}

async fn enter(ctx: &mut Ctx, line: NewLine<'_>) -> Outcome<Entry> {
    let (unit, account, now) = (ctx.unit()?, ctx.actor.account, ctx.now());
    let year = i64::from(line.received_on.year());
    if register::hold_year(ctx.tx(), unit, year).await?.is_some() {
        return Err(DispatchError::YearClosed(year));
    }
    let number = register::next_number(ctx.tx(), unit, year, SERIES).await?;
    let new = NewEntry {
        unit,
        year,
        number,
        received_on: line.received_on,
        author: line.author.trim(),
        symbol: line.symbol.trim(),
        dated_on: line.dated_on,
        summary: line.summary.trim(),
        document: line.document,
        receipt: line.receipt,
        account,
        now,
    };
    let id = store::insert_entry(ctx.tx(), &new).await?;
    // The number stands among all numbers of the year, so that no gap is taken for one.
    let taken = register::NewNumber {
        unit,
        year,
        series: SERIES,
        number,
        state: "given",
        outgoing: None,
        reason: "",
        account,
        now,
    };
    register::insert_number(ctx.tx(), &taken).await?;
    ctx.audit(Event::new("incoming_registered", "incoming", id.0, unit).with(serde_json::json!({
        "number": number, "year": year, "symbol": new.symbol, "author": new.author,
    })));
    find(ctx, id).await
}

async fn find(ctx: &mut Ctx, id: IncomingId) -> Outcome<Entry> {
    let scope = ctx.scope()?;
    store::find_entry(ctx.tx(), scope, id).await?.ok_or(DispatchError::NotFound)
}

/// Registers a paper that was sent inside the system, with one act: it is opened, acknowledged, kept among the unit's documents
/// and entered. Done again, it names the line that is there.
pub async fn register_receipt(caller: &Caller, id: ReceiptId) -> Outcome<Entry> {
    caller.require(Permission::RegisterPapers)?;
    let mut ctx = caller.look().await?;
    let (receipt, paper) = receipts::receipt_file(&mut ctx, id).await?;
    if let Some(there) = receipt.incoming {
        return find(&mut ctx, there).await;
    }
    drop(ctx);
    let (kept, ending) =
        if paper.signed_file.is_some() { (&paper.pdf, "pdf") } else { (&paper.docx, "docx") };
    let kept = kept.as_deref().ok_or(DispatchError::NotFromHere)?;
    let bytes = files::read(&caller.app, kept).await?;
    let file = UploadedFile { name: file_name(&paper, ending), bytes: Bytes::from(bytes) };
    let wish = ImportWish { direction: Direction::Incoming, is_state_secret: Some(false) };
    let document = import_file(caller, file, wish).await?.id();
    let mut ctx = caller.begin().await?;
    receipts::acknowledge(&mut ctx, id).await?;
    let line = NewLine {
        received_on: ctx.today(),
        dated_on: paper.dated_on,
        author: &paper.unit_name,
        symbol: &paper.symbol,
        summary: &paper.summary,
        document: Some(document),
        receipt: Some(id),
    };
    let entry = enter(&mut ctx, line).await?;
    ctx.commit().await?;
    Ok(entry)
}

/// What the leader says, or what became of a paper.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct Change {
    /// The leader's remark (phân phối).
    pub routing: String,
    /// Code or name of the unit that works on it.
    pub assigned: String,
    pub due_on: String,
    /// `registered`, `routed`, `assigned`, `in_work`, `answered`, `filed` or `cancelled`.
    pub state: String,
    pub note: String,
    pub version: Option<i64>,
}

/// Routes a paper, gives it to a unit with a deadline, says that it was answered or filed; cancelling needs a note.
pub async fn change_incoming(ctx: &mut Ctx, id: IncomingId, change: &Change) -> Outcome<Entry> {
    let was = find(ctx, id).await?;
    ctx.require(Permission::RegisterPapers)?;
    if was.unit != ctx.unit()? {
        return Err(kit::accounts::AccountError::NotAllowed.into());
    }
    if change.version.is_some_and(|seen| seen != was.version) || was.state == IncomingState::Cancelled {
        return Err(DispatchError::Changed);
    }
    let today = ctx.today();
    let assigned = match change.assigned.trim() {
        "" => None,
        words => {
            let found = units::find_by_words(ctx.tx(), words, today).await?;
            Some(found.ok_or_else(|| DispatchError::UnitUnknown(words.chars().take(80).collect()))?)
        }
    };
    let due_on = day("due_on", &change.due_on)?;
    if due_on.is_some_and(|due| due < was.received_on) {
        return Err(DispatchError::Form(vec![("due_on", FieldFault::DateOrder)]));
    }
    let state = match change.state.trim() {
        "" if assigned.is_some() => IncomingState::Assigned,
        "" if !change.routing.trim().is_empty() => IncomingState::Routed,
        "" => was.state,
        code => {
            IncomingState::from_code(code).ok_or(DispatchError::Form(vec![("state", FieldFault::Unknown)]))?
        }
    };
    if state == IncomingState::Cancelled && change.note.trim().is_empty() {
        return Err(DispatchError::ReasonMissing);
    }
    let now = Entry {
        routing: change.routing.trim().to_owned(),
        assigned,
        due_on,
        done_on: if state.is_open() { None } else { was.done_on.or(Some(today)) },
        state,
        note: change.note.trim().to_owned(),
        ..was.clone()
    };
    if !store::update_entry(ctx.tx(), &now).await? {
        return Err(DispatchError::Changed);
    }
    ctx.audit(Event::new("incoming_changed", "incoming", id.0, was.unit).change(&was, &now));
    find(ctx, id).await
}
