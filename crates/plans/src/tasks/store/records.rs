//! What is kept beside a task: what happened, evidence, requests for more time.

use chrono::NaiveDate;
use kit::storage::{Tx, only};
use kit::{AccountId, Instant, Internal, params};

use crate::TaskId;

/// Something that happened to a task.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Note {
    pub id: i64,
    pub at: Instant,
    pub account: AccountId,
    pub account_name: String,
    /// `progress`, `moved`, `assigned`, `evidence_added`, `evidence_withdrawn`, `extension_asked`, `extension_granted`,
    /// `extension_refused`, `carried`, `given`.
    pub kind: String,
    pub body: String,
    pub from_state: String,
    pub to_state: String,
    pub progress_percent: Option<i64>,
    pub version: i64,
}

/// A note to be written.
#[derive(Debug, Clone, Default)]
pub struct NewNote<'a> {
    pub kind: &'static str,
    pub body: &'a str,
    pub from_state: &'static str,
    pub to_state: &'static str,
    pub progress_percent: Option<i64>,
    pub version: i64,
}

pub async fn insert_note(
    tx: &mut Tx,
    task: TaskId,
    by: AccountId,
    now: Instant,
    note: &NewNote<'_>,
) -> Result<i64, Internal> {
    tx.one(
        "insert into task_note (task, at, account, kind, body, from_state, to_state, progress_percent, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         returning id",
        params![task, now, by, note.kind, note.body, note.from_state, note.to_state, note.progress_percent, note.version],
        only,
    )
    .await
}

/// What happened after a version, oldest first; all of it for version 0.
pub async fn list_notes_since(tx: &mut Tx, task: TaskId, version: i64) -> Result<Vec<Note>, Internal> {
    tx.all(
        "select n.id, n.at, n.account, a.name, n.kind, n.body, n.from_state, n.to_state, n.progress_percent, n.version
           from task_note n
           join account a on a.id = n.account
          where n.task = $1 and n.version > $2
          order by n.id",
        params![task, version],
        |row| {
            Ok(Note {
                id: row.take()?,
                at: row.take()?,
                account: row.take()?,
                account_name: row.take()?,
                kind: row.take()?,
                body: row.take()?,
                from_state: row.take()?,
                to_state: row.take()?,
                progress_percent: row.take()?,
                version: row.take()?,
            })
        },
    )
    .await
}

/// One piece of evidence.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Evidence {
    pub id: i64,
    /// `document`, `photo`, `link` or `minutes`.
    pub kind: String,
    pub title: String,
    /// SHA-256 of the file, when there is one.
    pub file: Option<String>,
    pub file_name: String,
    pub link: String,
    pub dated_on: Option<NaiveDate>,
    pub account: AccountId,
    pub account_name: String,
    pub at: Instant,
    pub withdrawn_at: Option<Instant>,
    pub withdrawn_reason: String,
    pub checked_by_name: Option<String>,
}

/// Evidence to be written.
#[derive(Debug, Clone)]
pub struct NewEvidence<'a> {
    pub kind: &'static str,
    pub title: &'a str,
    pub file: Option<&'a str>,
    pub file_name: &'a str,
    pub link: &'a str,
    pub dated_on: Option<NaiveDate>,
}

pub async fn insert_evidence(
    tx: &mut Tx,
    task: TaskId,
    by: AccountId,
    now: Instant,
    new: &NewEvidence<'_>,
) -> Result<i64, Internal> {
    tx.one(
        "insert into task_evidence (task, kind, title, file, file_name, link, dated_on, account, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         returning id",
        params![task, new.kind, new.title, new.file, new.file_name, new.link, new.dated_on, by, now],
        only,
    )
    .await
}

pub async fn list_evidence(tx: &mut Tx, task: TaskId) -> Result<Vec<Evidence>, Internal> {
    tx.all(
        "select e.id, e.kind, e.title, e.file, e.file_name, e.link, e.dated_on, e.account, a.name, e.at, e.withdrawn_at,
                e.withdrawn_reason, c.name
           from task_evidence e
           join account a on a.id = e.account
           left join account c on c.id = e.checked_by
          where e.task = $1
          order by e.id",
        params![task],
        |row| {
            Ok(Evidence {
                id: row.take()?,
                kind: row.take()?,
                title: row.take()?,
                file: row.take()?,
                file_name: row.take()?,
                link: row.take()?,
                dated_on: row.take()?,
                account: row.take()?,
                account_name: row.take()?,
                at: row.take()?,
                withdrawn_at: row.take()?,
                withdrawn_reason: row.take()?,
                checked_by_name: row.take()?,
            })
        },
    )
    .await
}

pub async fn withdraw_evidence(
    tx: &mut Tx,
    task: TaskId,
    evidence: i64,
    now: Instant,
    reason: &str,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update task_evidence set withdrawn_at = $3, withdrawn_reason = $4
              where id = $2 and task = $1 and withdrawn_at is null",
            params![task, evidence, now, reason],
        )
        .await?;
    Ok(touched == 1)
}

/// Notes who looked at the evidence that stands.
pub async fn check_evidence(tx: &mut Tx, task: TaskId, by: AccountId, now: Instant) -> Result<(), Internal> {
    tx.execute(
        "update task_evidence set checked_by = $2, checked_at = $3 where task = $1 and withdrawn_at is null",
        params![task, by, now],
    )
    .await?;
    Ok(())
}

/// A request for more time.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Extension {
    pub id: i64,
    pub old_due_on: Option<NaiveDate>,
    pub asked_due_on: NaiveDate,
    pub reason: String,
    /// `asked`, `granted` or `refused`.
    pub state: String,
    pub remark: String,
    pub asked_by: AccountId,
    pub asked_by_name: String,
    pub asked_at: Instant,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<Instant>,
}

pub async fn list_extensions(tx: &mut Tx, task: TaskId) -> Result<Vec<Extension>, Internal> {
    tx.all(
        "select e.id, e.old_due_on, e.asked_due_on, e.reason, e.state, e.remark, e.asked_by, a.name, e.asked_at, d.name,
                e.decided_at
           from task_extension e
           join account a on a.id = e.asked_by
           left join account d on d.id = e.decided_by
          where e.task = $1
          order by e.id",
        params![task],
        |row| {
            Ok(Extension {
                id: row.take()?,
                old_due_on: row.take()?,
                asked_due_on: row.take()?,
                reason: row.take()?,
                state: row.take()?,
                remark: row.take()?,
                asked_by: row.take()?,
                asked_by_name: row.take()?,
                asked_at: row.take()?,
                decided_by_name: row.take()?,
                decided_at: row.take()?,
            })
        },
    )
    .await
}

pub async fn insert_extension(
    tx: &mut Tx,
    task: &super::Task,
    by: AccountId,
    now: Instant,
    asked_due_on: NaiveDate,
    reason: &str,
) -> Result<i64, Internal> {
    tx.one(
        "insert into task_extension (task, old_due_on, asked_due_on, reason, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6)
         returning id",
        params![task.id, task.due_on, asked_due_on, reason, by, now],
        only,
    )
    .await
}

pub async fn decide_extension(
    tx: &mut Tx,
    extension: i64,
    state: &'static str,
    remark: &str,
    by: AccountId,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update task_extension set state = $2, remark = $3, decided_by = $4, decided_at = $5
              where id = $1 and state = 'asked'",
            params![extension, state, remark, by, now],
        )
        .await?;
    Ok(touched == 1)
}
