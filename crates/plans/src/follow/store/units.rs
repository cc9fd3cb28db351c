//! Names of units.

use std::collections::HashMap;

use kit::storage::{Query, Tx};
use kit::{Internal, UnitId};

/// The names of a few units.
pub async fn names(tx: &mut Tx, mut units: Vec<UnitId>) -> Result<HashMap<UnitId, String>, Internal> {
    units.sort_unstable();
    units.dedup();
    if units.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = Query::new("select id, short_name from unit where id in (");
    for (index, unit) in units.iter().enumerate() {
        query.push(if index == 0 { "" } else { ", " }).bind(*unit);
    }
    query.push(") order by id");
    Ok(tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await?.into_iter().collect())
}
