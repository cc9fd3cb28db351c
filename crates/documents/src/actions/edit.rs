//! What people add to a paper: corrections, notes, links. The text itself is never touched.

use std::collections::BTreeMap;

use kit::Internal;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::{Caller, Ctx};

use super::show::{find_document, text_of};
use super::{check, import};
use crate::document::{Direction, Document, DocumentState, Field, FindingState, Metadata};
use crate::error::DocumentError;
use crate::{DocumentId, reading, store};

/// A correction as it is sent: only the fields that are named change.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::ToSchema)]
pub struct CorrectRequest {
    /// The version of the record that was shown.
    pub version: i64,
    pub direction: Option<Direction>,
    /// Field names with their new values as text; a blank value empties the field.
    #[serde(default)]
    pub fields: BTreeMap<Field, String>,
    #[serde(default)]
    pub reason: String,
}

/// Corrects what was read wrongly. What was read stays and is shown beside it.
///
/// # Errors
/// [`DocumentError::Changed`] with what the other person changed meanwhile; [`DocumentError::Fields`] with all faults at once.
pub async fn correct_document(
    ctx: &mut Ctx,
    id: DocumentId,
    request: &CorrectRequest,
) -> Result<Document, DocumentError> {
    ctx.require(Permission::ImportDocuments)?;
    let was = find_document(ctx, id).await?;
    if was.is_cancelled() {
        return Err(DocumentError::Cancelled);
    }
    let mut metadata = was.metadata.clone();
    let faults: Vec<_> = request
        .fields
        .iter()
        .filter_map(|(field, typed)| metadata.set(*field, typed).err().map(|fault| (*field, fault)))
        .collect();
    if !faults.is_empty() {
        return Err(DocumentError::Fields(faults));
    }
    let direction = request.direction.unwrap_or(was.direction);
    if was.version != request.version {
        return Err(changed_since(ctx, &was, request.version).await?);
    }
    let changed: Vec<Field> =
        Field::ALL.into_iter().filter(|field| was.metadata.get(*field) != metadata.get(*field)).collect();
    if changed.is_empty() && direction == was.direction {
        return Ok(was);
    }
    if !store::update_metadata(ctx.tx(), &was, &metadata, direction, &was.read_by).await? {
        return Err(changed_since(ctx, &was, request.version).await?);
    }
    let (account, now) = (ctx.actor.account, ctx.now());
    for field in changed {
        let correction = store::NewCorrection {
            document: id,
            field,
            before: &was.metadata.get(field),
            value: &metadata.get(field),
            reason: request.reason.trim(),
            account,
            at: now,
            version: was.version + 1,
        };
        store::insert_correction(ctx.tx(), &correction).await?;
    }
    let clauses = store::list_clauses(ctx.tx(), id).await?;
    import::index(ctx.tx(), id, was.unit, &metadata, &clauses).await?;
    check::after_change(ctx, id, was.unit, &[&was.metadata.symbol, &metadata.symbol]).await?;
    ctx.audit(Event::new("document_corrected", "document", id.0, was.unit).with(
        serde_json::json!({ "before": was.metadata, "after": metadata, "reason": request.reason.trim() }),
    ));
    find_document(ctx, id).await
}

/// What somebody else did since a version.
async fn changed_since(ctx: &mut Ctx, now: &Document, version: i64) -> Result<DocumentError, Internal> {
    let later: Vec<_> = store::list_corrections(ctx.tx(), now.id)
        .await?
        .into_iter()
        .filter(|row| row.version > version)
        .collect();
    let by = match later.last() {
        Some(last) => last.by.clone(),
        None => store::find_name(ctx.tx(), now.account).await?,
    };
    let mut newest: Vec<(Field, String)> = Vec::new();
    for row in later {
        newest.retain(|(field, _)| *field != row.field);
        newest.push((row.field, row.value));
    }
    Ok(DocumentError::Changed { by, changes: newest })
}

/// Takes a wrong entry out of use; it stays in the register with the reason (handbook NEV-2.5).
pub async fn cancel_document(
    ctx: &mut Ctx,
    id: DocumentId,
    version: i64,
    reason: &str,
) -> Result<(), DocumentError> {
    ctx.require(Permission::ImportDocuments)?;
    let was = find_document(ctx, id).await?;
    if was.is_cancelled() {
        return Err(DocumentError::Cancelled);
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DocumentError::ReasonMissing);
    }
    if was.version != version || !store::update_cancelled(ctx.tx(), &was, reason).await? {
        return Err(changed_since(ctx, &was, version).await?);
    }
    kit::search::remove(ctx.tx(), "document", id.0).await?;
    kit::search::remove(ctx.tx(), "clause", id.0).await?;
    check::after_change(ctx, id, was.unit, &[&was.metadata.symbol]).await?;
    ctx.audit(
        Event::new("document_cancelled", "document", id.0, was.unit)
            .with(serde_json::json!({ "reason": reason })),
    );
    Ok(())
}

/// Marks a paper of ours that was recalled or superseded: it stays in the register with the reason (handbook NEV-2.5). Whether the
/// person may recall it is for the module that issued it to say.
///
/// # Errors
/// [`DocumentError::Changed`] when somebody else changes it at the same moment.
pub async fn retire_document(
    ctx: &mut Ctx,
    id: DocumentId,
    state: DocumentState,
    reason: &str,
) -> Result<(), DocumentError> {
    let was = find_document(ctx, id).await?;
    if was.state == state || was.is_cancelled() {
        return Ok(());
    }
    if !store::update_retired(ctx.tx(), &was, state, reason).await? {
        return Err(changed_since(ctx, &was, was.version).await?);
    }
    check::after_change(ctx, id, was.unit, &[&was.metadata.symbol]).await?;
    ctx.audit(
        Event::new("document_retired", "document", id.0, was.unit)
            .with(serde_json::json!({ "state": state, "reason": reason })),
    );
    Ok(())
}

/// Notes what somebody made of a finding.
pub async fn note_finding(
    ctx: &mut Ctx,
    id: DocumentId,
    finding: i64,
    note: &str,
) -> Result<(), DocumentError> {
    ctx.require(Permission::ImportDocuments)?;
    let document = find_document(ctx, id).await?;
    let note = note.trim();
    if note.is_empty() {
        return Err(DocumentError::NoteMissing);
    }
    let before = store::list_findings(ctx.tx(), id).await?.into_iter().find(|row| row.id == finding);
    let before = before.ok_or(DocumentError::FindingNotFound)?;
    let (account, now) = (ctx.actor.account, ctx.now());
    store::update_note(ctx.tx(), id, finding, note, account, now).await?;
    ctx.audit(Event::new("finding_noted", "document", id.0, document.unit).with(serde_json::json!({
        "finding": finding, "kind": before.kind, "before": before.note, "note": note, "state": FindingState::Noted,
    })));
    Ok(())
}

/// Says which paper of the register a citation means, or, without a target, leaves it to symbol and date again.
pub async fn link_citation(
    ctx: &mut Ctx,
    id: DocumentId,
    citation: i64,
    target: Option<DocumentId>,
) -> Result<(), DocumentError> {
    ctx.require(Permission::ImportDocuments)?;
    let document = find_document(ctx, id).await?;
    let found = store::find_citation(ctx.tx(), id, citation).await?.ok_or(DocumentError::CitationNotFound)?;
    let account = ctx.actor.account;
    match target {
        Some(target) => {
            let cited = find_document(ctx, target).await?;
            // Whoever sees the citing paper must see the cited one: it lies in the same unit or below.
            let is_below = kit::accounts::store::is_below(ctx.tx(), document.unit, cited.unit).await?;
            if target == id || cited.is_cancelled() || !is_below {
                return Err(DocumentError::NotFound(target));
            }
            store::update_target(ctx.tx(), citation, Some(target), Some(account)).await?;
        }
        None => store::update_target(ctx.tx(), citation, None, None).await?,
    }
    check::after_change(ctx, id, document.unit, &[]).await?;
    ctx.audit(
        Event::new("citation_linked", "document", id.0, document.unit)
            .with(serde_json::json!({ "citation": found.raw, "before": found.target, "after": target })),
    );
    Ok(())
}

/// Reads the stored text with the reader and word lists of today. The text stays, since spans of other records point into it;
/// corrections, notes and links made by people stay.
pub async fn read_document_again(caller: &Caller, id: DocumentId) -> Result<(), DocumentError> {
    caller.require(Permission::ImportDocuments)?;
    let (name, text) = {
        let mut ctx = caller.look().await?;
        let name = find_document(&mut ctx, id).await?.metadata.symbol;
        (name, text_of(&mut ctx, id).await?)
    };
    let read = reading::read_again(&caller.app, &name, text).await?;
    let mut ctx = caller.begin().await?;
    let was = find_document(&mut ctx, id).await?;
    if was.is_cancelled() {
        return Err(DocumentError::Cancelled);
    }
    let corrected: Vec<Field> =
        store::list_corrections(ctx.tx(), id).await?.into_iter().map(|correction| correction.field).collect();
    let metadata = merged(&was.metadata, &reading::metadata(&read.paper.meta), &corrected);
    if !store::update_metadata(ctx.tx(), &was, &metadata, was.direction, &read.read_by).await? {
        return Err(changed_since(&mut ctx, &was, was.version).await?);
    }
    import::store_parts(&mut ctx, id, was.unit, &metadata, &read).await?;
    check::after_change(&mut ctx, id, was.unit, &[&was.metadata.symbol, &metadata.symbol]).await?;
    ctx.audit(Event::new("document_read_again", "document", id.0, was.unit).with(serde_json::json!({
        "before": was.metadata, "after": metadata, "read_by": read.read_by,
    })));
    ctx.commit().await?;
    Ok(())
}

/// What was read anew, except where a person corrected.
fn merged(now: &Metadata, read: &Metadata, corrected: &[Field]) -> Metadata {
    let mut metadata = read.clone();
    for field in corrected {
        // The value stood in the record already, so it is valid.
        let _ = metadata.set(*field, &now.get(*field));
    }
    metadata
}
