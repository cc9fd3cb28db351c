//! What was noticed about papers.

use kit::storage::Tx;
use kit::{AccountId, Instant, Internal, params};

use super::known;
use crate::DocumentId;
use crate::document::{CharSpan, FindingRow, FindingState};
use crate::reading::ReadFinding;

pub async fn list_findings(tx: &mut Tx, id: DocumentId) -> Result<Vec<FindingRow>, Internal> {
    tx.all(
        "select f.id, f.origin, f.kind, f.severity, f.message_vi, f.message_en, f.span_start, f.span_end, f.state, f.note,
                coalesce(a.name, ''), f.noted_at
           from document_finding f
           left join account a on a.id = f.account
          where f.document = $1
          order by case f.state when 'open' then 0 when 'noted' then 1 else 2 end,
                   case f.severity when 'error' then 0 when 'warning' then 1 else 2 end,
                   coalesce(f.span_start, 0), f.id",
        params![id],
        |row| {
            Ok(FindingRow {
                id: row.take()?,
                origin: row.take()?,
                kind: row.take()?,
                severity: row.take()?,
                message_vi: row.take()?,
                message_en: row.take()?,
                span: match (row.take()?, row.take()?) {
                    (Some(start), Some(end)) => Some(CharSpan { start, end }),
                    _ => None,
                },
                state: known(row, FindingState::from_code)?,
                note: row.take()?,
                noted_by: row.take()?,
                noted_at: row.take()?,
            })
        },
    )
    .await
}

pub async fn insert_finding(
    tx: &mut Tx,
    id: DocumentId,
    origin: &str,
    finding: &ReadFinding,
) -> Result<(), Internal> {
    tx.execute(
        "insert into document_finding (document, origin, kind, severity, message_vi, message_en, span_start, span_end)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            id,
            origin,
            finding.kind,
            &finding.severity,
            &finding.message_vi,
            &finding.message_en,
            finding.span.map(|span| span.start),
            finding.span.map(|span| span.end)
        ],
    )
    .await?;
    Ok(())
}

/// Writes the words of a finding anew and, when it had been resolved, opens it again. A note stays.
pub async fn update_finding(tx: &mut Tx, id: i64, finding: &ReadFinding) -> Result<(), Internal> {
    tx.execute(
        "update document_finding
            set severity = $2, message_vi = $3, message_en = $4, state = case state when 'resolved' then 'open' else state end
          where id = $1",
        params![id, &finding.severity, &finding.message_vi, &finding.message_en],
    )
    .await?;
    Ok(())
}

/// The reason of an open finding is gone. A noted one keeps its note.
pub async fn update_resolved(tx: &mut Tx, id: i64) -> Result<(), Internal> {
    tx.execute(
        "update document_finding set state = 'resolved' where id = $1 and state = 'open'",
        params![id],
    )
    .await?;
    Ok(())
}

/// Notes a finding; false when the paper has no such finding.
pub async fn update_note(
    tx: &mut Tx,
    document: DocumentId,
    id: i64,
    note: &str,
    account: AccountId,
    now: Instant,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update document_finding set state = 'noted', note = $3, account = $4, noted_at = $5
              where document = $1 and id = $2",
            params![document, id, note, account, now],
        )
        .await?;
    Ok(touched == 1)
}
