//! What became of the units found that no longer stand.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Hit;
use crate::error::Internal;
use crate::storage::{Query, Tx};

/// A unit that ended, and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ended {
    /// The first day without it.
    pub from: NaiveDate,
    /// Short names, by name; none when nothing followed.
    pub successors: Vec<String>,
}

/// The units among the hits that do not stand on a day, by their id.
pub(super) async fn list_ended(
    tx: &mut Tx,
    hits: &[Hit],
    on: NaiveDate,
) -> Result<HashMap<i64, Ended>, Internal> {
    let mut found: HashMap<i64, Ended> = HashMap::new();
    let units: Vec<i64> = hits.iter().filter(|hit| hit.kind == "unit").map(|hit| hit.subject).collect();
    if units.is_empty() {
        return Ok(found);
    }
    let mut query = Query::new(
        "select u.id, u.valid_to, n.short_name
           from unit u
           left join unit_succession s on s.predecessor = u.id
           left join unit n on n.id = s.successor
          where u.valid_to <= ",
    );
    query.bind(on).push(" and u.id in (");
    for (place, unit) in units.iter().enumerate() {
        query.push(if place == 0 { "" } else { ", " }).bind(*unit);
    }
    query.push(") order by n.folded_name");
    let rows: Vec<(i64, NaiveDate, Option<String>)> =
        tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?, row.take()?))).await?;
    for (unit, from, successor) in rows {
        let ended = found.entry(unit).or_insert_with(|| Ended { from, successors: Vec::new() });
        ended.successors.extend(successor);
    }
    Ok(found)
}
