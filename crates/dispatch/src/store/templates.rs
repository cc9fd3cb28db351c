//! Templates as the office changed them.

use chrono::NaiveDate;
use kit::storage::{Tx, only};
use kit::{AccountId, Instant, Internal, params};
use serde::Serialize;
use utoipa::ToSchema;

/// A version of a template.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateVersion {
    pub id: i64,
    pub valid_from: NaiveDate,
    pub note: String,
    pub by: String,
    pub at: Instant,
}

/// The version of a template that holds on a day: the newest of the latest day. None when the program's own holds.
pub async fn find_version(tx: &mut Tx, name: &str, on: NaiveDate) -> Result<Option<i64>, Internal> {
    tx.optional(
        "select id from paper_template where name = $1 and valid_from <= $2 order by valid_from desc, id desc limit 1",
        params![name, on],
        only,
    )
    .await
}

/// Name and text of a version.
pub async fn find_text(tx: &mut Tx, id: i64) -> Result<Option<(String, String)>, Internal> {
    tx.optional("select name, body from paper_template where id = $1", params![id], |row| {
        Ok((row.take()?, row.take()?))
    })
    .await
}

pub async fn list_versions(tx: &mut Tx, name: &str) -> Result<Vec<TemplateVersion>, Internal> {
    tx.all(
        "select t.id, t.valid_from, t.note, a.name, t.at from paper_template t join account a on a.id = t.account
          where t.name = $1 order by t.valid_from desc, t.id desc",
        params![name],
        |row| {
            Ok(TemplateVersion {
                id: row.take()?,
                valid_from: row.take()?,
                note: row.take()?,
                by: row.take()?,
                at: row.take()?,
            })
        },
    )
    .await
}

pub async fn insert_version(
    tx: &mut Tx,
    name: &str,
    text: &str,
    valid_from: NaiveDate,
    note: &str,
    account: AccountId,
    now: Instant,
) -> Result<i64, Internal> {
    tx.one(
        "insert into paper_template (name, body, valid_from, note, account, at) values ($1, $2, $3, $4, $5, $6) returning id",
        params![name, text, valid_from, note, account, now],
        only,
    )
    .await
}
