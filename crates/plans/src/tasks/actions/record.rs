//! What is kept beside a task: progress, evidence, requests for more time.

use chrono::NaiveDate;
use kit::accounts::AccountError;
use kit::audit::Event;
use kit::files::{self, StoredFile};
use kit::permission::Permission;
use kit::web::{Caller, Ctx, UploadedFile};

use super::super::store::{Task, records};
use super::{readable_task, require_version, save, save_progress};
use crate::store::{Held, hold};
use crate::{PlanError, TaskId};

/// A task that this person may work on.
async fn workable_task(ctx: &mut Ctx, id: TaskId) -> Result<Task, PlanError> {
    let task = readable_task(ctx, id).await?;
    if ctx.may(Permission::WorkOnTasks, task.unit).await? {
        Ok(task)
    } else {
        Err(AccountError::NotAllowed.into())
    }
}

/// Notes progress, in words and in percent.
pub async fn add_note(
    ctx: &mut Ctx,
    id: TaskId,
    body: &str,
    percent: Option<i64>,
    version: Option<i64>,
) -> Result<Task, PlanError> {
    let task = workable_task(ctx, id).await?;
    if !task.state.is_open() {
        return Err(PlanError::TaskClosed);
    }
    let body = body.trim();
    if body.is_empty() {
        return Err(PlanError::WordsMissing("body"));
    }
    if percent.is_some_and(|percent| !(0..=100).contains(&percent)) {
        return Err(PlanError::PercentUnreadable);
    }
    // Words stand beside others' words; a figure would take the place of another's.
    if percent.is_some() {
        require_version(ctx, &task, version).await?;
    }
    let before = task.progress_percent;
    let task = Task { progress_percent: percent.unwrap_or(before), ..task };
    let note = records::NewNote { kind: "progress", body, progress_percent: percent, ..Default::default() };
    let task = save_progress(ctx, task, note).await?;
    ctx.audit(Event::new("task_noted", "task", id.0, task.unit).change(before, task.progress_percent));
    Ok(task)
}

/// A piece of evidence as it is handed in.
#[derive(Debug, Clone, Default)]
pub struct NewPiece {
    /// `document`, `photo`, `link` or `minutes`.
    pub kind: String,
    pub title: String,
    pub link: String,
    pub dated_on: Option<NaiveDate>,
    pub file: Option<KeptFile>,
}

/// A file that was looked at and kept, before it becomes evidence.
#[derive(Debug, Clone)]
pub struct KeptFile {
    name: String,
    media_type: &'static str,
    stored: StoredFile,
}

/// Looks at a file and keeps it, outside of any transaction: both take their time.
///
/// # Errors
/// [`PlanError::SecrecyUnanswered`] and [`PlanError::StateSecret`] before anything is kept (handbook NEV-2.4).
pub async fn keep_file(
    caller: &Caller,
    id: TaskId,
    file: &UploadedFile,
    kind: &str,
    is_state_secret: Option<bool>,
) -> Result<KeptFile, PlanError> {
    let mut ctx = caller.look().await?;
    if !workable_task(&mut ctx, id).await?.state.is_open() {
        return Err(PlanError::TaskClosed);
    }
    drop(ctx);
    match is_state_secret {
        None => return Err(PlanError::SecrecyUnanswered),
        Some(true) => return Err(PlanError::StateSecret),
        Some(false) => {}
    }
    let limit = caller.app.settings.max_upload_bytes;
    if file.bytes.len() as u64 > limit {
        return Err(PlanError::FileTooLarge { limit_mb: limit / 1024 / 1024 });
    }
    let media_type = media_type(&file.bytes);
    if kind == "photo" && !media_type.starts_with("image/") {
        return Err(PlanError::NotAPhoto);
    }
    if documents::bears_secrecy_mark(&caller.app, &file.name, file.bytes.clone()).await? {
        return Err(PlanError::StateSecret);
    }
    let stored = files::put(&caller.app, &file.bytes).await?;
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name).to_owned();
    Ok(KeptFile { name, media_type, stored })
}

/// Adds evidence: a file, or a link to a page.
pub async fn add_evidence(ctx: &mut Ctx, id: TaskId, piece: &NewPiece) -> Result<i64, PlanError> {
    let task = workable_task(ctx, id).await?;
    if !task.state.is_open() {
        return Err(PlanError::TaskClosed);
    }
    let link = piece.link.trim();
    let is_web = |link: &str| {
        let lower = link.to_ascii_lowercase();
        ["https://", "http://"].iter().any(|start| lower.len() > start.len() && lower.starts_with(start))
    };
    if !link.is_empty() && (!is_web(link) || link.chars().any(char::is_whitespace)) {
        return Err(PlanError::LinkNotAllowed);
    }
    let file = piece.file.as_ref();
    if file.is_none() && link.is_empty() {
        return Err(PlanError::EvidenceEmpty);
    }
    let kind = match piece.kind.as_str() {
        "photo" => "photo",
        "minutes" => "minutes",
        _ if file.is_none() => "link",
        _ => "document",
    };
    let now = ctx.now();
    if let Some(file) = file {
        files::register(ctx.tx(), &file.stored, file.media_type, now).await?;
    }
    let stored = file.map(|file| file.stored.sha256.as_str());
    let file_name = file.map_or("", |file| &file.name);
    let title =
        [piece.title.trim(), file_name, link].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let by = ctx.actor.account;
    let new = records::NewEvidence { kind, title, file: stored, file_name, link, dated_on: piece.dated_on };
    let evidence = records::insert_evidence(ctx.tx(), id, by, now, &new).await?;
    let task = Task { evidence_count: task.evidence_count + 1, ..task };
    let note = records::NewNote { kind: "evidence_added", body: title, ..Default::default() };
    let task = save(ctx, task, note).await?;
    let detail = serde_json::json!({ "evidence": evidence, "kind": kind, "title": title, "sha256": stored });
    ctx.audit(Event::new("task_evidence_added", "task", id.0, task.unit).with(detail));
    Ok(evidence)
}

/// What a file is, by its first bytes; its name is not asked.
fn media_type(bytes: &[u8]) -> &'static str {
    const SIGNS: [(&[u8], &str); 7] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
        (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
        (b"{\\rtf", "application/rtf"),
    ];
    if let Some((_, found)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return found;
    }
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', ..] => "image/heic",
        _ => "application/octet-stream",
    }
}

/// Takes evidence back, with a reason; it stays to be seen.
pub async fn withdraw_evidence(
    ctx: &mut Ctx,
    id: TaskId,
    evidence: i64,
    reason: &str,
) -> Result<Task, PlanError> {
    let task = workable_task(ctx, id).await?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(PlanError::TaskReasonMissing);
    }
    // What was submitted or checked stands on its evidence: it is returned or reopened first.
    if !task.state.moves().any(|row| row.act == crate::task::TaskMove::Submit) {
        return Err(PlanError::TaskClosed);
    }
    let now = ctx.now();
    if !records::withdraw_evidence(ctx.tx(), id, evidence, now, reason).await? {
        return Err(PlanError::EvidenceNotFound);
    }
    let task = Task { evidence_count: task.evidence_count - 1, ..task };
    let note = records::NewNote { kind: "evidence_withdrawn", body: reason, ..Default::default() };
    let task = save(ctx, task, note).await?;
    let detail = serde_json::json!({ "evidence": evidence, "reason": reason });
    ctx.audit(Event::new("task_evidence_withdrawn", "task", id.0, task.unit).with(detail));
    Ok(task)
}

/// The file of a piece of evidence that this person may read: its content's name and its own.
pub async fn find_evidence_file(
    ctx: &mut Ctx,
    id: TaskId,
    evidence: i64,
) -> Result<(String, String), PlanError> {
    readable_task(ctx, id).await?;
    let pieces = records::list_evidence(ctx.tx(), id).await?;
    let piece = pieces.into_iter().find(|piece| piece.id == evidence).ok_or(PlanError::EvidenceNotFound)?;
    Ok((piece.file.ok_or(PlanError::EvidenceNotFound)?, piece.file_name))
}

/// Asks for more time.
pub async fn ask_extension(
    ctx: &mut Ctx,
    id: TaskId,
    due_on: NaiveDate,
    reason: &str,
) -> Result<i64, PlanError> {
    hold(ctx.tx(), Held::Task(id)).await?;
    let task = workable_task(ctx, id).await?;
    if !task.state.is_open() {
        return Err(PlanError::TaskClosed);
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(PlanError::TaskReasonMissing);
    }
    if due_on < ctx.today() || task.due_on.is_some_and(|old| due_on <= old) {
        return Err(PlanError::ExtensionNotLater);
    }
    let asked = records::list_extensions(ctx.tx(), id).await?;
    if asked.iter().any(|extension| extension.state == "asked") {
        return Err(PlanError::ExtensionWaiting);
    }
    super::give::require_alive(ctx, task.unit, Some(due_on)).await?;
    let (now, by) = (ctx.now(), ctx.actor.account);
    let extension = records::insert_extension(ctx.tx(), &task, by, now, due_on, reason).await?;
    let body = format!("{} – {reason}", vi::date::short(due_on));
    let note = records::NewNote { kind: "extension_asked", body: &body, ..Default::default() };
    let task = save(ctx, task, note).await?;
    let detail = serde_json::json!({ "old_due_on": task.due_on, "asked_due_on": due_on, "reason": reason });
    ctx.audit(Event::new("task_extension_asked", "task", id.0, task.unit).with(detail));
    Ok(extension)
}

/// Grants or refuses more time; only a grant moves the due date.
pub async fn decide_extension(
    ctx: &mut Ctx,
    id: TaskId,
    extension: i64,
    is_granted: bool,
    remark: &str,
) -> Result<Task, PlanError> {
    let task = readable_task(ctx, id).await?;
    if !ctx.may(Permission::AssignTasks, task.unit).await? {
        return Err(AccountError::NotAllowed.into());
    }
    let all = records::list_extensions(ctx.tx(), id).await?;
    let asked = all
        .into_iter()
        .find(|asked| asked.id == extension && asked.state == "asked")
        .ok_or(PlanError::ExtensionNotFound)?;
    let (now, by, remark) = (ctx.now(), ctx.actor.account, remark.trim());
    if asked.asked_by == by {
        return Err(PlanError::ExtensionSamePerson);
    }
    if is_granted {
        // Since it was asked, the work may be over and the unit's end may be known.
        if !task.state.is_open() {
            return Err(PlanError::TaskClosed);
        }
        super::give::require_alive(ctx, task.unit, Some(asked.asked_due_on)).await?;
    }
    if !is_granted && remark.is_empty() {
        return Err(PlanError::WordsMissing("remark"));
    }
    let state = if is_granted { "granted" } else { "refused" };
    if !records::decide_extension(ctx.tx(), extension, state, remark, by, now).await? {
        return Err(PlanError::ExtensionNotFound);
    }
    let before = task.due_on;
    // The work may have been carried over since, to a later day than was asked for.
    let granted = before.max(Some(asked.asked_due_on));
    let task = Task { due_on: if is_granted { granted } else { before }, ..task };
    let kind = if is_granted { "extension_granted" } else { "extension_refused" };
    let dated = vi::date::short(asked.asked_due_on);
    let body = if remark.is_empty() { dated } else { format!("{dated} – {remark}") };
    let task = save(ctx, task, records::NewNote { kind, body: &body, ..Default::default() }).await?;
    let detail = serde_json::json!({ "extension": extension, "before": before, "after": task.due_on, "remark": remark });
    let action = if is_granted { "task_extension_granted" } else { "task_extension_refused" };
    ctx.audit(Event::new(action, "task", id.0, task.unit).with(detail));
    Ok(task)
}
