//! Statements that change units one at a time, the closure with them.

use chrono::NaiveDate;
use kit::storage::{Tx, Value, only};
use kit::{Internal, UnitId, params};
use vi::fold::fold;

use crate::unit::{Level, Relation, UnitKind};

/// A unit to insert.
pub(crate) struct NewUnit<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub short_name: &'a str,
    pub level: Level,
    pub kind: UnitKind,
    pub parent: UnitId,
    pub valid_from: NaiveDate,
    pub basis: &'a str,
    pub is_confirmed: bool,
}

/// `None` when another unit of that code begins on that day; the transaction can go on.
pub(crate) async fn insert_unit(tx: &mut Tx, new: &NewUnit<'_>) -> Result<Option<UnitId>, Internal> {
    let id: Option<UnitId> = tx
        .optional(
            "insert into unit (code, name, short_name, folded_name, level, kind, parent, valid_from, basis, is_confirmed)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict (code, valid_from) do nothing
             returning id",
            params![
                new.code,
                new.name,
                new.short_name,
                fold(new.name),
                new.level.code(),
                new.kind.code(),
                new.parent,
                new.valid_from,
                new.basis,
                new.is_confirmed
            ],
            only,
        )
        .await?;
    let Some(id) = id else { return Ok(None) };
    insert_version(tx, id, new.name, Some(new.parent), new.valid_from).await?;
    // Everything above the parent from that day on is above the new unit, one step further.
    insert_paths(tx, id, new.parent, new.valid_from).await?;
    Ok(Some(id))
}

/// The rows are made here: `cast(… as date)` leaves only the year on SQLite.
async fn insert_paths(tx: &mut Tx, unit: UnitId, parent: UnitId, from: NaiveDate) -> Result<(), Internal> {
    let above = tx
        .all(
            "select ancestor, depth, valid_from, valid_to
               from unit_path
              where descendant = $1 and (valid_to is null or valid_to > $2)",
            params![parent, from],
            |row| {
                let (ancestor, depth): (UnitId, i64) = (row.take()?, row.take()?);
                Ok((ancestor, depth, row.take::<NaiveDate>()?, row.take::<Option<NaiveDate>>()?))
            },
        )
        .await?;
    let mut rows = vec![unit.into(), unit.into(), 0.into(), from.into(), Value::Null];
    for (ancestor, depth, held_from, held_to) in above {
        rows.extend([
            ancestor.into(),
            unit.into(),
            (depth + 1).into(),
            held_from.max(from).into(),
            held_to.into(),
        ]);
    }
    let columns = ["ancestor", "descendant", "depth", "valid_from", "valid_to"];
    tx.insert_many("unit_path", &columns, &rows, "").await?;
    Ok(())
}

pub(crate) async fn insert_version(
    tx: &mut Tx,
    unit: UnitId,
    name: &str,
    parent: Option<UnitId>,
    valid_from: NaiveDate,
) -> Result<(), Internal> {
    tx.execute(
        "insert into unit_version (unit, name, folded_name, parent, valid_from) values ($1, $2, $3, $4, $5)
         on conflict (unit, valid_from) do update set name = excluded.name, folded_name = excluded.folded_name",
        params![unit, name, fold(name), parent, valid_from],
    )
    .await?;
    Ok(())
}

/// Ends the version that has no end; the one that begins on that very day stays.
pub(crate) async fn end_version(tx: &mut Tx, unit: UnitId, end: NaiveDate) -> Result<(), Internal> {
    tx.execute(
        "update unit_version set valid_to = $2 where unit = $1 and valid_to is null and valid_from < $2",
        params![unit, end],
    )
    .await?;
    Ok(())
}

/// The first day of the newest version.
pub(crate) async fn newest_version_from(tx: &mut Tx, unit: UnitId) -> Result<NaiveDate, Internal> {
    tx.one("select max(valid_from) from unit_version where unit = $1", params![unit], only).await
}

pub(crate) async fn update_name(
    tx: &mut Tx,
    unit: UnitId,
    name: &str,
    short_name: &str,
) -> Result<(), Internal> {
    tx.execute(
        "update unit set name = $2, short_name = $3, folded_name = $4, is_confirmed = true where id = $1",
        params![unit, name, short_name, fold(name)],
    )
    .await?;
    Ok(())
}

/// Closes a unit: the row, its last version, its way up and its posts.
pub(crate) async fn close_unit(
    tx: &mut Tx,
    unit: UnitId,
    end: NaiveDate,
    basis: &str,
) -> Result<(), Internal> {
    tx.execute(
        "update unit set valid_to = $2, basis = case when $3 = '' then basis else $3 end where id = $1",
        params![unit, end, basis],
    )
    .await?;
    end_version(tx, unit, end).await?;
    tx.execute(
        "update unit_path set valid_to = $2 where descendant = $1 and (valid_to is null or valid_to > $2)",
        params![unit, end],
    )
    .await?;
    tx.execute(
        "update post set valid_to = $2 where unit = $1 and valid_from < $2 and (valid_to is null or valid_to > $2)",
        params![unit, end],
    )
    .await?;
    Ok(())
}

/// Whether anything hangs under a unit on a day or later.
pub(crate) async fn has_children_from(tx: &mut Tx, unit: UnitId, day: NaiveDate) -> Result<bool, Internal> {
    let found = tx
        .optional(
            "select 1 from unit_version where parent = $1 and (valid_to is null or valid_to > $2) limit 1",
            params![unit, day],
            only::<i64>,
        )
        .await?;
    Ok(found.is_some())
}

pub(crate) async fn count_children(tx: &mut Tx, unit: UnitId) -> Result<i64, Internal> {
    tx.one("select count(*) from unit where parent = $1", params![unit], only).await
}

pub(crate) async fn insert_succession(
    tx: &mut Tx,
    predecessor: UnitId,
    successor: UnitId,
    kind: &str,
    effective_on: NaiveDate,
    basis: &str,
) -> Result<(), Internal> {
    tx.execute(
        "insert into unit_succession (predecessor, successor, kind, effective_on, basis) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        params![predecessor, successor, kind, effective_on, basis],
    )
    .await?;
    Ok(())
}

/// What a member organisation is to the Front from a day on.
pub(crate) async fn set_relation(
    tx: &mut Tx,
    unit: UnitId,
    relation: Relation,
    from: NaiveDate,
    basis: &str,
) -> Result<(), Internal> {
    tx.execute(
        "update member_relation set valid_to = $2 where unit = $1 and valid_to is null and valid_from < $2",
        params![unit, from],
    )
    .await?;
    tx.execute(
        "insert into member_relation (unit, relation, valid_from, basis) values ($1, $2, $3, $4)
         on conflict (unit, valid_from) do update set relation = excluded.relation, basis = excluded.basis",
        params![unit, relation.code(), from, basis],
    )
    .await?;
    Ok(())
}

/// One line of what a member organisation was to the Front.
#[derive(Debug, Clone, serde::Serialize)]
pub struct RelationRow {
    pub relation: Relation,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub basis: String,
}

pub async fn list_relations(tx: &mut Tx, unit: UnitId) -> Result<Vec<RelationRow>, Internal> {
    tx.all(
        "select relation, valid_from, valid_to, basis from member_relation where unit = $1 order by valid_from desc",
        params![unit],
        |row| {
            let code: String = row.take()?;
            let relation =
                Relation::from_code(&code).ok_or_else(|| Internal::new(format!("unknown relation {code}")))?;
            Ok(RelationRow { relation, valid_from: row.take()?, valid_to: row.take()?, basis: row.take()? })
        },
    )
    .await
}
