//! Who did what, for which unit, when, with what before and after: a hash chain that `doanket audit verify` checks.
//!
//! Each link is SHA-256 over the link before it and the row's fields, each preceded by its length. Rows are written in the
//! same transaction as the change they describe, as its last act, so that the head of the chain is held only for a moment.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::clock::Instant;
use crate::error::Internal;
use crate::id::{AccountId, PostId, UnitId};
use crate::storage::{Engine, Tx};

/// One act, as a module describes it.
#[derive(Debug, Clone)]
pub struct Event {
    /// `task_verified`: subject and past participle.
    pub action: &'static str,
    /// `task`.
    pub subject_kind: &'static str,
    pub subject: i64,
    /// The unit whose record it is.
    pub unit: Option<UnitId>,
    /// Before and after, or whatever explains the act; never a password, a token or a denouncer's name.
    pub detail: serde_json::Value,
}

impl Event {
    pub fn new(
        action: &'static str,
        subject_kind: &'static str,
        subject: i64,
        unit: impl Into<Option<UnitId>>,
    ) -> Self {
        Self { action, subject_kind, subject, unit: unit.into(), detail: serde_json::Value::Null }
    }

    #[must_use]
    pub fn with(mut self, detail: impl Serialize) -> Self {
        self.detail = serde_json::to_value(detail).unwrap_or(serde_json::Value::Null);
        self
    }

    /// Records what a value was and what it became.
    #[must_use]
    pub fn change(self, before: impl Serialize, after: impl Serialize) -> Self {
        self.with(serde_json::json!({ "before": before, "after": after }))
    }
}

/// Who acted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Author {
    pub account: Option<AccountId>,
    pub post: Option<PostId>,
}

/// One row of the chain.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Entry {
    pub id: i64,
    pub at: Instant,
    pub account: Option<AccountId>,
    pub post: Option<PostId>,
    pub unit: Option<UnitId>,
    pub action: String,
    pub subject_kind: String,
    pub subject: i64,
    /// JSON.
    pub detail: String,
    pub hash: String,
}

impl Entry {
    fn link(&self, previous: &str) -> String {
        let optional = |id: Option<i64>| id.map_or(String::new(), |id| id.to_string());
        let fields = [
            previous.to_owned(),
            self.id.to_string(),
            self.at.0.to_string(),
            optional(self.account.map(|id| id.0)),
            optional(self.post.map(|id| id.0)),
            optional(self.unit.map(|id| id.0)),
            self.action.clone(),
            self.subject_kind.clone(),
            self.subject.to_string(),
            self.detail.clone(),
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            // The length before each field: no two different rows give the same bytes.
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Appends events to the chain. Call it last in a transaction.
pub async fn append(tx: &mut Tx, at: Instant, author: Author, events: &[Event]) -> Result<(), Internal> {
    if events.is_empty() {
        return Ok(());
    }
    let lock = match tx.engine() {
        // SQLite has one writer, and this is it.
        Engine::Sqlite => "select id, hash from audit_head where only_row = 1",
        Engine::Postgres => "select id, hash from audit_head where only_row = 1 for update",
    };
    let (mut id, mut hash): (i64, String) = tx.one(lock, &[], |row| Ok((row.take()?, row.take()?))).await?;
    for event in events {
        id += 1;
        let mut entry = Entry {
            id,
            at,
            account: author.account,
            post: author.post,
            unit: event.unit,
            action: event.action.to_owned(),
            subject_kind: event.subject_kind.to_owned(),
            subject: event.subject,
            detail: if event.detail.is_null() { String::new() } else { event.detail.to_string() },
            hash: String::new(),
        };
        entry.hash = entry.link(&hash);
        tx.execute(
            "insert into audit (id, at, account, post, unit, action, subject_kind, subject, detail, hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            params![
                entry.id,
                entry.at,
                entry.account,
                entry.post,
                entry.unit,
                &entry.action,
                &entry.subject_kind,
                entry.subject,
                &entry.detail,
                &entry.hash
            ],
        )
        .await?;
        hash = entry.hash;
    }
    tx.execute("update audit_head set id = $1, hash = $2 where only_row = 1", params![id, &hash]).await?;
    Ok(())
}

/// What a check of the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every link holds; the number of rows and the last hash, to be noted elsewhere.
    Whole { rows: i64, head: String },
    /// The first row whose hash, number or neighbour is not what it should be.
    Broken { at_row: i64 },
}

/// Recomputes the whole chain, in pages. Rows are added meanwhile: ask with [`Database::read_consistently`].
///
/// [`Database::read_consistently`]: crate::storage::Database::read_consistently
pub async fn verify(tx: &mut Tx) -> Result<Verdict, Internal> {
    const PAGE: i64 = 5_000;
    let (mut last, mut hash) = (0, String::new());
    loop {
        let rows = list_after(tx, last, PAGE).await?;
        for entry in &rows {
            if entry.id != last + 1 || entry.link(&hash) != entry.hash {
                return Ok(Verdict::Broken { at_row: last + 1 });
            }
            last = entry.id;
            hash.clone_from(&entry.hash);
        }
        if rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX) {
            break;
        }
    }
    let head: (i64, String) = tx
        .one("select id, hash from audit_head where only_row = 1", &[], |row| Ok((row.take()?, row.take()?)))
        .await?;
    if head == (last, hash.clone()) {
        Ok(Verdict::Whole { rows: last, head: hash })
    } else {
        Ok(Verdict::Broken { at_row: last + 1 })
    }
}

const COLUMNS: &str = "id, at, account, post, unit, action, subject_kind, subject, detail, hash";

fn entry(row: &mut crate::storage::Row<'_>) -> Result<Entry, Internal> {
    Ok(Entry {
        id: row.take()?,
        at: row.take()?,
        account: row.take()?,
        post: row.take()?,
        unit: row.take()?,
        action: row.take()?,
        subject_kind: row.take()?,
        subject: row.take()?,
        detail: row.take()?,
        hash: row.take()?,
    })
}

async fn list_after(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<Entry>, Internal> {
    tx.all(
        &format!("select {COLUMNS} from audit where id > $1 order by id limit $2"),
        params![after, limit],
        entry,
    )
    .await
}

/// What happened to one record, newest first.
pub async fn list_of(
    tx: &mut Tx,
    subject_kind: &str,
    subject: i64,
    limit: i64,
) -> Result<Vec<Entry>, Internal> {
    tx.all(
        &format!(
            "select {COLUMNS} from audit where subject_kind = $1 and subject = $2 order by id desc limit $3"
        ),
        params![subject_kind, subject, limit],
        entry,
    )
    .await
}
