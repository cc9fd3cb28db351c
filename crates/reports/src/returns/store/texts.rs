//! The words of reports, and remarks on what was sent back.

use kit::clock::Instant;
use kit::storage::{Tx, only};
use kit::{AccountId, Internal, params};

use crate::returns::report::ReportId;

/// The words of one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionText {
    pub section: String,
    pub body: String,
    pub version: i64,
}

pub async fn list_texts(tx: &mut Tx, report: ReportId) -> Result<Vec<SectionText>, Internal> {
    tx.all(
        "select section, body, version from report_text where report = $1 order by section",
        params![report],
        |row| Ok(SectionText { section: row.take()?, body: row.take()?, version: row.take()? }),
    )
    .await
}

/// Saves words over the version that was seen (0 when there were none); the new version, or `None` when others saved meanwhile.
pub async fn put_text(
    tx: &mut Tx,
    report: ReportId,
    section: &str,
    body: &str,
    seen: i64,
    (by, now): (AccountId, Instant),
) -> Result<Option<i64>, Internal> {
    if seen == 0 {
        return tx
            .optional(
                "insert into report_text (report, section, body, updated_at, updated_by) values ($1, $2, $3, $4, $5)
                 on conflict (report, section) do nothing returning version",
                params![report, section, body, now, by],
                only,
            )
            .await;
    }
    tx.optional(
        "update report_text set body = $3, version = version + 1, updated_at = $4, updated_by = $5
          where report = $1 and section = $2 and version = $6 returning version",
        params![report, section, body, now, by, seen],
        only,
    )
    .await
}

/// Why a figure, a section or the whole was sent back.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Remark {
    /// `indicator`, `section` or `report`.
    pub kind: String,
    /// The code of the indicator or section; empty for the whole.
    pub field: String,
    pub reason: String,
}

/// What still waits to be put right.
pub async fn list_open_remarks(tx: &mut Tx, report: ReportId) -> Result<Vec<Remark>, Internal> {
    tx.all(
        "select kind, field, reason from report_remark where report = $1 and settled_at is null order by id",
        params![report],
        |row| Ok(Remark { kind: row.take()?, field: row.take()?, reason: row.take()? }),
    )
    .await
}

pub async fn insert_remark(
    tx: &mut Tx,
    report: ReportId,
    edition: i64,
    remark: &Remark,
    (by, now): (AccountId, Instant),
) -> Result<(), Internal> {
    tx.execute(
        "insert into report_remark (report, edition, kind, field, reason, made_at, made_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![report, edition, &remark.kind, &remark.field, &remark.reason, now, by],
    )
    .await?;
    Ok(())
}

pub async fn settle_remarks(tx: &mut Tx, report: ReportId, now: Instant) -> Result<(), Internal> {
    tx.execute(
        "update report_remark set settled_at = $2 where report = $1 and settled_at is null",
        params![report, now],
    )
    .await?;
    Ok(())
}
