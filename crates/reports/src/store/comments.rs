//! What people say about single figures.

use kit::accounts::Actor;
use kit::params;
use kit::storage::{Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId};

use crate::cells::Slot;
use crate::error::ReportsError;
use crate::period::ReportPeriod;

/// A comment on one figure.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Comment {
    pub id: i64,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub period: ReportPeriod,
    /// The indicator's code.
    pub indicator: String,
    pub body: String,
    #[schema(value_type = i64)]
    pub author: AccountId,
    pub author_name: String,
    /// Milliseconds since 1970.
    #[schema(value_type = i64)]
    pub at: Instant,
    #[schema(value_type = Option<i64>)]
    pub resolved_at: Option<Instant>,
    pub resolved_by_name: Option<String>,
}

const SELECT: &str =
    "select c.id, c.unit, c.period, i.code, c.body, c.author, a.name, c.at, c.resolved_at, r.name
       from figure_comment c
       join indicator i on i.slot = c.indicator
       join account a on a.id = c.author
       left join account r on r.id = c.resolved_by";

fn comment(row: &mut Row<'_>) -> Result<Comment, Internal> {
    Ok(Comment {
        id: row.take()?,
        unit: row.take()?,
        period: ReportPeriod::from_key(row.take()?)
            .ok_or_else(|| Internal::new("figure_comment: the period is not known"))?,
        indicator: row.take()?,
        body: row.take()?,
        author: row.take()?,
        author_name: row.take()?,
        at: row.take()?,
        resolved_at: row.take()?,
        resolved_by_name: row.take()?,
    })
}

/// All comments on a unit's figures of a period, oldest first.
pub async fn list_comments(
    tx: &mut Tx,
    unit: UnitId,
    period: ReportPeriod,
) -> Result<Vec<Comment>, Internal> {
    let sql = format!("{SELECT} where c.unit = $1 and c.period = $2 order by c.id");
    tx.all(&sql, params![unit, period.key()], comment).await
}

pub async fn find_comment(tx: &mut Tx, id: i64) -> Result<Option<Comment>, Internal> {
    tx.optional(&format!("{SELECT} where c.id = $1"), params![id], comment).await
}

/// Adds a comment and gives its number.
pub async fn insert_comment(
    tx: &mut Tx,
    unit: UnitId,
    period: ReportPeriod,
    indicator: Slot,
    body: &str,
    by: &Actor,
    now: Instant,
) -> Result<i64, ReportsError> {
    let slot = i64::try_from(indicator).map_err(|_| Internal::new("a slot beyond reason"))?;
    let id = tx
        .one(
            "insert into figure_comment (unit, period, indicator, body, author, at)
             values ($1, $2, $3, $4, $5, $6) returning id",
            params![unit, period.key(), slot, body, by.account, now],
            only,
        )
        .await?;
    Ok(id)
}

/// Says that a comment is dealt with; false when it was already.
pub async fn resolve_comment(tx: &mut Tx, id: i64, by: AccountId, now: Instant) -> Result<bool, Internal> {
    let rows = tx
        .execute(
            "update figure_comment set resolved_by = $2, resolved_at = $3 where id = $1 and resolved_at is null",
            params![id, by, now],
        )
        .await?;
    Ok(rows == 1)
}
