//! A paper comes in.

use kit::audit::Event;
use kit::permission::Permission;
use kit::search::{self, SearchDoc};
use kit::storage::Tx;
use kit::web::{Caller, Ctx, UploadedFile};
use kit::{Internal, UnitId, files};

use super::check;
use crate::document::{Clause, Direction, Metadata};
use crate::error::DocumentError;
use crate::reading::{self, Points, ReadFile};
use crate::{DocumentId, store, urls};

/// What the sender says of the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportWish {
    pub direction: Direction,
    /// The answer to "is one of these papers a state secret?"; `None` when nobody answered.
    pub is_state_secret: Option<bool>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    New(DocumentId),
    /// The unit's register holds these bytes already.
    AlreadyThere(DocumentId),
}

impl Imported {
    pub const fn id(self) -> DocumentId {
        match self {
            Self::New(id) | Self::AlreadyThere(id) => id,
        }
    }
}

/// Reads a file and registers it for the unit acted for: everything of it or nothing.
///
/// # Errors
/// [`DocumentError::StateSecret`] and [`DocumentError::Refused`] before anything is kept.
pub async fn import_file(
    caller: &Caller,
    file: UploadedFile,
    wish: ImportWish,
) -> Result<Imported, DocumentError> {
    caller.require(Permission::ImportDocuments)?;
    match wish.is_state_secret {
        None => return Err(DocumentError::SecrecyUnanswered),
        Some(true) => return Err(DocumentError::StateSecret { name: file.name }),
        Some(false) => {}
    }
    let read = reading::read_upload(&caller.app, &file.name, file.bytes.clone()).await?;
    let stored = files::put(&caller.app, &file.bytes).await.map_err(DocumentError::FileNotKept)?;
    let mut ctx = caller.begin().await?;
    let unit = ctx.unit()?;
    if let Some(id) = store::find_by_file(ctx.tx(), unit, &stored.sha256).await? {
        return Ok(Imported::AlreadyThere(id));
    }
    let now = ctx.now();
    let (format, media_type) = reading::format_names(read.source.format);
    files::register(ctx.tx(), &stored, media_type, now).await?;
    let metadata = reading::metadata(&read.paper.meta);
    let new = store::NewDocument {
        unit,
        direction: wish.direction,
        metadata: &metadata,
        file: &stored.sha256,
        file_name: &file.name,
        format,
        read_by: &read.read_by,
        account: ctx.actor.account,
        now,
    };
    let Some(id) = store::insert_document(ctx.tx(), &new).await? else {
        let there = store::find_by_file(ctx.tx(), unit, &stored.sha256).await?;
        return there
            .map(Imported::AlreadyThere)
            .ok_or_else(|| Internal::new("a register refused a paper").into());
    };
    let lines = reading::lines_to_json(&read.source)?;
    let notes = reading::file_notes(&read.source);
    store::update_text(ctx.tx(), id, &read.source.text, &lines, &notes).await?;
    store_parts(&mut ctx, id, unit, &metadata, &read).await?;
    check::after_change(&mut ctx, id, unit, &[&metadata.symbol]).await?;
    ctx.audit(Event::new("document_imported", "document", id.0, unit).with(serde_json::json!({
        "file": stored.sha256, "name": file.name, "direction": wish.direction, "read": metadata,
    })));
    ctx.commit().await?;
    Ok(Imported::New(id))
}

/// Stores what was read: the reading itself, clauses, citations, findings of the paper alone, recipients, and the words it can
/// be found by.
pub(super) async fn store_parts(
    ctx: &mut Ctx,
    id: DocumentId,
    unit: UnitId,
    metadata: &Metadata,
    read: &ReadFile,
) -> Result<(), Internal> {
    let points = Points::new(&read.source.text);
    let clauses = reading::clauses(&read.paper, &points);
    let issued_on = metadata.issued_on.unwrap_or_else(|| ctx.today());
    let tx = ctx.tx();
    store::update_reading(tx, id, &read.paper).await?;
    store::replace_clauses(tx, id, &clauses).await?;
    store::replace_citations(tx, id, &reading::citations(&read.paper, &points)).await?;
    store::replace_recipients(tx, id, unit, issued_on, &read.paper.meta.recipients).await?;
    check::update_findings(tx, id, "paper", reading::findings(&read.paper.findings, &points)).await?;
    index(tx, id, unit, metadata, &clauses).await
}

/// Makes the paper and its clauses findable.
pub(super) async fn index(
    tx: &mut Tx,
    id: DocumentId,
    unit: UnitId,
    metadata: &Metadata,
    clauses: &[Clause],
) -> Result<(), Internal> {
    let name = metadata.name();
    let title = if name.is_empty() { &metadata.abstract_text } else { &name };
    search::remove(tx, "document", id.0).await?;
    search::remove(tx, "clause", id.0).await?;
    for clause in clauses {
        let heading = format!("{} {}", clause.code, clause.title);
        let words = if clause.body.is_empty() { &clause.title } else { &clause.body };
        let doc = SearchDoc {
            kind: "clause",
            subject: id.0,
            part: &clause.code,
            unit: Some(unit),
            title: heading.trim(),
            snippet: &shortened(words),
            words: &format!("{words} {title}"),
            url: &urls::clause(id, &clause.code),
            happened_on: metadata.issued_on,
        };
        search::put(tx, &doc).await?;
    }
    // Last, so that the paper itself stands before its clauses in a list of the newest.
    let doc = SearchDoc {
        kind: "document",
        subject: id.0,
        part: "",
        unit: Some(unit),
        title,
        snippet: &metadata.abstract_text,
        words: &format!("{} {} {}", metadata.issuer, metadata.signer, metadata.term),
        url: &urls::document(id),
        happened_on: metadata.issued_on,
    };
    search::put(tx, &doc).await
}

fn shortened(text: &str) -> String {
    const LETTERS: usize = 240;
    match text.char_indices().nth(LETTERS) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}
