//! Units of the register, as an item names them.

use std::collections::HashMap;

use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Internal, UnitId, params};

/// A unit of the register.
#[derive(Debug, Clone)]
pub struct UnitRow {
    pub id: UnitId,
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub valid_from: chrono::NaiveDate,
    /// The first day on which it no longer exists.
    pub valid_to: Option<chrono::NaiveDate>,
}

impl UnitRow {
    pub fn exists_on(&self, day: chrono::NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// Name and code: what a person types to mean this unit and no other.
    pub fn label(&self) -> String {
        format!("{} ({})", self.name, self.code)
    }

    pub(in crate::items) fn is_called(&self, folded: &str) -> bool {
        vi::fold::fold(&self.name) == folded || vi::fold::fold(&self.short_name) == folded
    }
}

const UNIT: &str = "id, code, name, short_name, valid_from, valid_to";

fn unit(row: &mut Row<'_>) -> Result<UnitRow, Internal> {
    Ok(UnitRow {
        id: row.take()?,
        code: row.take()?,
        name: row.take()?,
        short_name: row.take()?,
        valid_from: row.take()?,
        valid_to: row.take()?,
    })
}

/// Units whose name holds every word, the shortest name first.
pub async fn list_units_like(tx: &mut Tx, scope: Scope, folded: &str) -> Result<Vec<UnitRow>, Internal> {
    let mut query = Query::new(&format!("select {UNIT} from unit where true"));
    scope.restrict(&mut query, "id");
    for word in folded.split_whitespace().take(12) {
        let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        query.push(" and folded_name like ").bind(format!("%{escaped}%")).push(" escape '!'");
    }
    query.push(" order by length(name), valid_from desc, id limit 50");
    tx.all(query.sql(), query.params(), unit).await
}

pub async fn list_units_of_code(tx: &mut Tx, scope: Scope, code: &str) -> Result<Vec<UnitRow>, Internal> {
    let mut query = Query::new(&format!("select {UNIT} from unit where lower(code) = "));
    query.bind(code.to_owned());
    scope.restrict(&mut query, "id");
    query.push(" order by valid_from desc, id");
    tx.all(query.sql(), query.params(), unit).await
}

pub async fn find_unit(tx: &mut Tx, scope: Scope, id: UnitId) -> Result<Option<UnitRow>, Internal> {
    let mut query = Query::new(&format!("select {UNIT} from unit where id = "));
    query.bind(id);
    scope.restrict(&mut query, "id");
    tx.optional(query.sql(), query.params(), unit).await
}

/// Who took over from a unit.
pub async fn list_successors(tx: &mut Tx, predecessor: UnitId) -> Result<Vec<UnitRow>, Internal> {
    tx.all(
        "select unit.id, code, name, short_name, valid_from, valid_to
           from unit_succession
           join unit on unit.id = unit_succession.successor
          where predecessor = $1
          order by name, unit.id",
        params![predecessor],
        unit,
    )
    .await
}

/// Names of units, for a page that shows them.
pub async fn list_unit_names(tx: &mut Tx, units: &[UnitId]) -> Result<HashMap<UnitId, UnitRow>, Internal> {
    let mut names = HashMap::new();
    for chunk in units.chunks(500) {
        let mut query = Query::new(&format!("select {UNIT} from unit where id in ("));
        for (index, unit) in chunk.iter().enumerate() {
            query.push(if index == 0 { "" } else { ", " }).bind(*unit);
        }
        query.push(") order by id");
        names.extend(tx.all(query.sql(), query.params(), unit).await?.into_iter().map(|row| (row.id, row)));
    }
    Ok(names)
}

/// Names offered while a person types a unit: those nearest to the top first.
pub async fn list_unit_suggestions(
    tx: &mut Tx,
    scope: Scope,
    day: chrono::NaiveDate,
    limit: i64,
) -> Result<Vec<UnitRow>, Internal> {
    let mut query = Query::new(
        "select unit.id, code, name, short_name, unit.valid_from, unit.valid_to
           from unit_path
           join unit on unit.id = unit_path.descendant
          where ancestor = ",
    );
    query
        .bind(scope.root)
        .push(" and unit.valid_from <= ")
        .bind(day)
        .push(" and (unit.valid_to is null or unit.valid_to > ");
    query.bind(day).push(") order by depth, name, unit.id limit ").bind(limit);
    tx.all(query.sql(), query.params(), unit).await
}
