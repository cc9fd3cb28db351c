//! The audit, as inspectors read it.

use kit::clock::Instant;
use kit::permission::Scope;
use kit::storage::{Query, Tx};
use kit::{AccountId, Internal, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

/// One act, with the names of who and where.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditLine {
    pub id: i64,
    pub at: Instant,
    pub account: Option<AccountId>,
    pub who: Option<String>,
    pub unit: Option<UnitId>,
    pub unit_name: Option<String>,
    pub action: String,
    pub subject_kind: String,
    pub subject: i64,
    /// JSON.
    pub detail: String,
}

/// Which acts a list shows.
#[derive(Debug, Clone)]
pub struct AuditFilter {
    pub scope: Scope,
    pub subject_kind: String,
    pub subject: Option<i64>,
    pub unit: Option<UnitId>,
    pub account: Option<AccountId>,
    /// Only what is older than this row: the next page.
    pub before: Option<i64>,
    pub limit: i64,
}

/// Newest first. Acts that belong to no unit are for the top of the tree.
pub async fn list_audit(tx: &mut Tx, filter: &AuditFilter) -> Result<Vec<AuditLine>, Internal> {
    let mut query = Query::new(
        "select e.id, e.at, e.account, a.name, e.unit, u.name, e.action, e.subject_kind, e.subject, e.detail
           from audit e
           left join account a on a.id = e.account
           left join unit u on u.id = e.unit
          where true",
    );
    filter.scope.restrict(&mut query, "e.unit");
    if !filter.subject_kind.is_empty() {
        query.push(" and e.subject_kind = ").bind(filter.subject_kind.as_str());
    }
    if let Some(subject) = filter.subject {
        query.push(" and e.subject = ").bind(subject);
    }
    if let Some(unit) = filter.unit {
        query.push(" and e.unit = ").bind(unit);
    }
    if let Some(account) = filter.account {
        query.push(" and e.account = ").bind(account);
    }
    if let Some(before) = filter.before {
        query.push(" and e.id < ").bind(before);
    }
    query.push(" order by e.id desc limit ").bind(filter.limit);
    tx.all(query.sql(), query.params(), |row| {
        Ok(AuditLine {
            id: row.take()?,
            at: row.take()?,
            account: row.take()?,
            who: row.take()?,
            unit: row.take()?,
            unit_name: row.take()?,
            action: row.take()?,
            subject_kind: row.take()?,
            subject: row.take()?,
            detail: row.take()?,
        })
    })
    .await
}
