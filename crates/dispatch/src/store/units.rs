//! Units by the words somebody typed.

use chrono::NaiveDate;
use kit::storage::{Row, Tx, only};
use kit::{Internal, UnitId, params};

/// A unit, for choosing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: UnitId,
    pub name: String,
    pub code: String,
}

fn named(row: &mut Row<'_>) -> Result<Named, Internal> {
    Ok(Named { id: row.take()?, name: row.take()?, code: row.take()? })
}

/// The units directly below one on a day, by name.
pub async fn list_below(tx: &mut Tx, unit: UnitId, on: NaiveDate) -> Result<Vec<Named>, Internal> {
    tx.all(
        "select id, short_name, code from unit
          where parent = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2) order by folded_name, id",
        params![unit, on],
        named,
    )
    .await
}

/// A unit by its code, name or short name that exists on a day; the first when several bear it. The register of units is open
/// to all who work here, so that papers reach whom they are for.
pub async fn find_by_words(tx: &mut Tx, words: &str, on: NaiveDate) -> Result<Option<UnitId>, Internal> {
    let folded = vi::fold::fold(words.trim());
    tx.optional(
        "select id from unit
          where (code = $1 or folded_name = $2 or short_name = $1)
            and valid_from <= $3 and (valid_to is null or valid_to > $3)
          order by case when code = $1 then 0 else 1 end, id limit 1",
        params![words.trim(), folded, on],
        only,
    )
    .await
}

pub async fn find_name(tx: &mut Tx, unit: UnitId) -> Result<String, Internal> {
    tx.one("select name from unit where id = $1", params![unit], only).await
}

/// The unit that issues a paper: its name, level and kind, and the name of the unit above.
pub struct Issuing {
    pub name: String,
    pub level: String,
    pub kind: String,
    pub parent: String,
}

pub async fn find_issuing(tx: &mut Tx, unit: UnitId) -> Result<Issuing, Internal> {
    tx.one(
        "select u.name, u.level, u.kind, coalesce(p.name, '') from unit u left join unit p on p.id = u.parent where u.id = $1",
        params![unit],
        |row| Ok(Issuing { name: row.take()?, level: row.take()?, kind: row.take()?, parent: row.take()? }),
    )
    .await
}
