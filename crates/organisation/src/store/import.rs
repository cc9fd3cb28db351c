//! Statements of the import.

use std::collections::HashMap;

use chrono::NaiveDate;
use kit::storage::{Tx, Value};
use kit::{Internal, UnitId, params};
use vi::fold::fold;

use crate::drafts::{Draft, DraftArea};

/// A unit that the installation holds already.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub id: UnitId,
    pub valid_to: Option<NaiveDate>,
    pub parent: Option<UnitId>,
    pub versions: Vec<HeldVersion>,
}

#[derive(Debug, Clone)]
pub(crate) struct HeldVersion {
    pub name: String,
    pub parent: Option<UnitId>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// Every unit held, by code and first day.
pub(crate) async fn list_held(tx: &mut Tx) -> Result<HashMap<(String, NaiveDate), Held>, Internal> {
    let rows = tx
        .all("select id, code, valid_from, valid_to, parent from unit", &[], |row| {
            let id: UnitId = row.take()?;
            let key = (row.take::<String>()?, row.take::<NaiveDate>()?);
            let valid_to = row.take()?;
            Ok((key, Held { id, valid_to, parent: row.take()?, versions: Vec::new() }))
        })
        .await?;
    let mut versions: HashMap<UnitId, Vec<HeldVersion>> = HashMap::new();
    let version_rows = tx
        .all(
            "select unit, name, parent, valid_from, valid_to from unit_version order by unit, valid_from",
            &[],
            |row| {
                let unit: UnitId = row.take()?;
                let (name, parent) = (row.take()?, row.take()?);
                Ok((unit, HeldVersion { name, parent, valid_from: row.take()?, valid_to: row.take()? }))
            },
        )
        .await?;
    for (unit, version) in version_rows {
        versions.entry(unit).or_default().push(version);
    }
    let with_versions = |(key, mut held): (_, Held)| {
        held.versions = versions.remove(&held.id).unwrap_or_default();
        (key, held)
    };
    Ok(rows.into_iter().map(with_versions).collect())
}

/// A unit on its way into the table.
pub(crate) struct NewUnitRow<'a> {
    pub draft: &'a Draft,
    pub parent: Option<UnitId>,
}

/// Inserts committees of one level and returns their ids, by code and first day.
pub(crate) async fn insert_units(
    tx: &mut Tx,
    rows: &[NewUnitRow<'_>],
) -> Result<HashMap<(String, NaiveDate), UnitId>, Internal> {
    let Some(level) = rows.first().map(|row| row.draft.level.code()) else {
        return Ok(HashMap::new());
    };
    let mut values = Vec::with_capacity(rows.len() * 11);
    for NewUnitRow { draft, parent } in rows {
        let name = &draft.versions[draft.versions.len() - 1].name;
        values.extend([
            Value::from(&draft.code),
            Value::from(name),
            Value::from(&draft.short_name),
            Value::from(fold(name)),
            Value::from(level),
            Value::from("front_committee"),
            parent.map_or(Value::Null, Value::from),
            draft.area_code.as_ref().map_or(Value::Null, Value::from),
            Value::from(draft.valid_from),
            draft.valid_to.map_or(Value::Null, Value::Date),
            Value::from(draft.basis),
        ]);
    }
    let columns = [
        "code",
        "name",
        "short_name",
        "folded_name",
        "level",
        "kind",
        "parent",
        "area_code",
        "valid_from",
        "valid_to",
        "basis",
    ];
    tx.insert_many("unit", &columns, &values, "").await?;
    let ids = tx
        .all("select code, valid_from, id from unit where level = $1 order by id", params![level], |row| {
            Ok(((row.take()?, row.take()?), row.take()?))
        })
        .await?;
    Ok(ids.into_iter().collect())
}

pub(crate) async fn update_unit_from_draft(
    tx: &mut Tx,
    id: UnitId,
    draft: &Draft,
    parent: Option<UnitId>,
    held: &Held,
) -> Result<(), Internal> {
    // A name given here later than the lists' last one stays.
    let is_newest = held
        .versions
        .iter()
        .all(|version| draft.versions.iter().any(|own| own.valid_from >= version.valid_from));
    if is_newest {
        let name = &draft.versions[draft.versions.len() - 1].name;
        tx.execute(
            "update unit set name = $2, folded_name = $3, short_name = $4, parent = $5 where id = $1",
            params![id, name, fold(name), &draft.short_name, parent.or(held.parent)],
        )
        .await?;
    }
    if let Some(end) = draft.valid_to {
        tx.execute("update unit set valid_to = $2, basis = $3 where id = $1", params![id, end, draft.basis])
            .await?;
    }
    Ok(())
}

/// Writes versions, over those that begin on the same day: `(unit, name, parent, from, to)`.
pub(crate) async fn upsert_versions(tx: &mut Tx, rows: &[(UnitId, HeldVersion)]) -> Result<(), Internal> {
    let mut values = Vec::with_capacity(rows.len() * 6);
    for (unit, version) in rows {
        values.extend([
            Value::from(*unit),
            Value::from(&version.name),
            Value::from(fold(&version.name)),
            version.parent.map_or(Value::Null, Value::from),
            Value::from(version.valid_from),
            version.valid_to.map_or(Value::Null, Value::Date),
        ]);
    }
    let columns = ["unit", "name", "folded_name", "parent", "valid_from", "valid_to"];
    let tail = "on conflict (unit, valid_from) do update set name = excluded.name, folded_name = excluded.folded_name,
                parent = excluded.parent, valid_to = excluded.valid_to";
    tx.insert_many("unit_version", &columns, &values, tail).await?;
    Ok(())
}

/// Writes successions that are not there yet; says how many.
pub(crate) async fn insert_successions(tx: &mut Tx, rows: &[Value<'_>]) -> Result<u64, Internal> {
    let columns = ["predecessor", "successor", "kind", "effective_on", "share_note", "basis"];
    tx.insert_many("unit_succession", &columns, rows, "on conflict do nothing").await
}

pub(crate) async fn insert_areas(tx: &mut Tx, areas: &[DraftArea]) -> Result<(), Internal> {
    let mut values = Vec::with_capacity(areas.len() * 9);
    for area in areas {
        values.extend([
            Value::from(&area.code),
            Value::from(&area.name),
            Value::from(area.level.code()),
            area.parent_code.as_ref().map_or(Value::Null, Value::from),
            area.lat.map_or(Value::Null, Value::Real),
            area.lon.map_or(Value::Null, Value::Real),
            area.area_km2.map_or(Value::Null, Value::Real),
            Value::from(area.valid_from),
            area.valid_to.map_or(Value::Null, Value::Date),
        ]);
    }
    let columns =
        ["code", "name", "level", "parent_code", "lat", "lon", "area_km2", "valid_from", "valid_to"];
    tx.insert_many("admin_area", &columns, &values, "on conflict do nothing").await?;
    Ok(())
}
