//! Units as they stood on the last day of a period: the true denominator of what is owed.

use std::collections::HashMap;

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Internal, UnitId, params};
use organisation::{Level, UnitKind};

use crate::returns::line::Standing;

fn standing(row: &mut Row<'_>) -> Result<Standing, Internal> {
    let unknown = |what: &str| Internal::new(format!("unit: {what} is not known"));
    Ok(Standing {
        unit: row.take()?,
        code: row.take()?,
        name: row.take()?,
        level: Level::from_code(&row.take::<String>()?).ok_or_else(|| unknown("the level"))?,
        kind: UnitKind::from_code(&row.take::<String>()?).ok_or_else(|| unknown("the kind"))?,
        parent: row.take()?,
    })
}

/// The units of a scope on a day, highest first, then by name.
pub async fn list_standing(tx: &mut Tx, scope: Scope, day: NaiveDate) -> Result<Vec<Standing>, Internal> {
    let mut query = Query::new(
        "select u.id, u.code, v.name, u.level, u.kind, v.parent
           from unit u join unit_version v on v.unit = u.id
          where u.valid_from <= ",
    );
    query.bind(day).push(" and (u.valid_to is null or u.valid_to > ").bind(day);
    query
        .push(") and v.valid_from <= ")
        .bind(day)
        .push(" and (v.valid_to is null or v.valid_to > ")
        .bind(day);
    query.push(")");
    scope.restrict(&mut query, "u.id");
    query.push(
        " order by case u.level when 'central' then 0 when 'province' then 1 when 'district' then 2 when 'commune' then 3 else 4 end,
            u.folded_name, u.id",
    );
    tx.all(query.sql(), query.params(), standing).await
}

/// A unit, the units above it and what hangs beside those: enough to tell who receives what it owes.
pub async fn list_around(tx: &mut Tx, unit: UnitId, day: NaiveDate) -> Result<Vec<Standing>, Internal> {
    tx.all(
        "select u.id, u.code, v.name, u.level, u.kind, v.parent
           from unit u join unit_version v on v.unit = u.id
          where u.valid_from <= $2 and (u.valid_to is null or u.valid_to > $2)
            and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2)
            and (u.id in (select ancestor from unit_path where descendant = $1)
                 or (v.parent in (select ancestor from unit_path where descendant = $1 and depth > 0)
                     and u.kind in ('political_social_organisation', 'mass_association')))",
        params![unit, day],
        standing,
    )
    .await
}

/// Kind and level of units that existed on a day.
pub async fn list_kinds(
    tx: &mut Tx,
    units: &[UnitId],
    day: NaiveDate,
) -> Result<HashMap<UnitId, (UnitKind, Level)>, Internal> {
    let mut found = HashMap::new();
    for some in units.chunks(500) {
        let mut query = Query::new("select id, kind, level from unit where valid_from <= ");
        query.bind(day).push(" and (valid_to is null or valid_to > ").bind(day).push(") and id in (");
        for (at, unit) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*unit);
        }
        query.push(")");
        tx.each(query.sql(), query.params(), |row| {
            let (unit, kind, level): (UnitId, String, String) = (row.take()?, row.take()?, row.take()?);
            if let (Some(kind), Some(level)) = (UnitKind::from_code(&kind), Level::from_code(&level)) {
                found.insert(unit, (kind, level));
            }
            Ok(())
        })
        .await?;
    }
    Ok(found)
}
