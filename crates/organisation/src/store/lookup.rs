//! Finding units: by id, by name, as lists, as a tree, on any day.

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Internal, UnitId, params};
use serde::Serialize;
use utoipa::ToSchema;
use vi::fold::fold;

use crate::unit::{Level, SuccessionKind, Unit, UnitKind};

/// What follows `select`: the columns of a [`Unit`], with `u` the unit and `v` its version of the day.
const COLUMNS: &str =
    "u.id, u.code, v.name, u.short_name, u.level, u.kind, v.parent, u.area_code, u.valid_from, u.valid_to,
       u.basis, u.is_confirmed";

fn unit(row: &mut Row<'_>) -> Result<Unit, Internal> {
    let (id, code, name, short_name) = (row.take()?, row.take()?, row.take()?, row.take()?);
    let (level, kind): (String, String) = (row.take()?, row.take()?);
    Ok(Unit {
        id,
        code,
        name,
        short_name,
        level: Level::from_code(&level).ok_or_else(|| Internal::new(format!("unknown level {level}")))?,
        kind: UnitKind::from_code(&kind)
            .ok_or_else(|| Internal::new(format!("unknown kind of unit {kind}")))?,
        parent: row.take()?,
        area_code: row.take()?,
        valid_from: row.take()?,
        valid_to: row.take()?,
        basis: row.take()?,
        is_confirmed: row.take()?,
    })
}

/// One unit, as it was called on a day; a dissolved one as it was called last, a coming one as it will be called first.
pub async fn find_unit(
    tx: &mut Tx,
    scope: Scope,
    id: UnitId,
    on: NaiveDate,
) -> Result<Option<Unit>, Internal> {
    let mut query = Query::new(&format!(
        "select {COLUMNS} from unit u join unit_version v on v.unit = u.id where u.id = "
    ));
    query.bind(id);
    scope.restrict(&mut query, "u.id");
    // Versions begun by that day come first, the newest of them at the top.
    query.push(" order by case when v.valid_from <= ").bind(on).push(" then 0 else 1 end,");
    query
        .push(" case when v.valid_from <= ")
        .bind(on)
        .push(" then v.valid_from end desc, v.valid_from limit 1");
    tx.optional(query.sql(), query.params(), unit).await
}

/// The unit that bears a code on a day, as it was called then.
pub async fn find_unit_by_code(
    tx: &mut Tx,
    scope: Scope,
    code: &str,
    on: NaiveDate,
) -> Result<Option<Unit>, Internal> {
    let mut query = Query::new(&format!(
        "select {COLUMNS} from unit u join unit_version v on v.unit = u.id where u.code = "
    ));
    query.bind(code).push(" and v.valid_from <= ").bind(on);
    query.push(" and (v.valid_to is null or v.valid_to > ").bind(on);
    query.push(") and (u.valid_to is null or u.valid_to > ").bind(on).push(")");
    scope.restrict(&mut query, "u.id");
    query.push(" order by u.valid_from desc, u.id desc limit 1");
    tx.optional(query.sql(), query.params(), unit).await
}

/// The committee at the top of the installation today; none before set-up.
pub async fn top_unit(tx: &mut Tx) -> Result<Option<UnitId>, Internal> {
    let sql = "select id from unit where parent is null and valid_to is null order by id limit 1";
    tx.optional(sql, &[], kit::storage::only).await
}

/// Which units a list shows.
#[derive(Debug, Clone)]
pub struct Filter {
    pub scope: Scope,
    /// Units that stood on this day, under their names of it.
    pub on: NaiveDate,
    /// A part of the name, as typed; empty for all.
    pub text: String,
    pub level: Option<Level>,
    pub kind: Option<UnitKind>,
    /// Only what hangs directly under this unit.
    pub under: Option<UnitId>,
    /// The last unit of the page before.
    pub after: Option<UnitId>,
    pub limit: i64,
}

impl Filter {
    /// Everything in a scope on a day, 50 at a time.
    pub fn all(scope: Scope, on: NaiveDate) -> Self {
        Self { scope, on, text: String::new(), level: None, kind: None, under: None, after: None, limit: 50 }
    }
}

/// Units that stood on the filter's day, by name.
pub async fn list_units(tx: &mut Tx, filter: &Filter) -> Result<Vec<Unit>, Internal> {
    let mut query = Query::new(&format!(
        "select {COLUMNS} from unit u join unit_version v on v.unit = u.id where v.valid_from <= "
    ));
    query.bind(filter.on).push(" and (v.valid_to is null or v.valid_to > ").bind(filter.on).push(")");
    filter.scope.restrict(&mut query, "u.id");
    if let Some(level) = filter.level {
        query.push(" and u.level = ").bind(level.code());
    }
    if let Some(kind) = filter.kind {
        query.push(" and u.kind = ").bind(kind.code());
    }
    if let Some(under) = filter.under {
        query.push(" and v.parent = ").bind(under);
    }
    let text = pattern(&filter.text);
    if !filter.text.trim().is_empty() {
        query.push(" and (v.folded_name like ").bind(&text).push(" escape '!' or u.code = ");
        query.bind(filter.text.trim()).push(")");
    }
    if let Some(after) = filter.after {
        query
            .push(" and (u.folded_name, u.id) > (select folded_name, id from unit where id = ")
            .bind(after)
            .push(")");
    }
    query.push(" order by u.folded_name, u.id limit ").bind(filter.limit);
    tx.all(query.sql(), query.params(), unit).await
}

/// What hangs directly under a unit on a day, boards before committees, then by name.
pub async fn list_children(
    tx: &mut Tx,
    scope: Scope,
    parent: UnitId,
    on: NaiveDate,
) -> Result<Vec<Unit>, Internal> {
    let mut query = Query::new(&format!(
        "select {COLUMNS} from unit u join unit_version v on v.unit = u.id where v.parent = "
    ));
    query.bind(parent).push(" and v.valid_from <= ").bind(on);
    query.push(" and (v.valid_to is null or v.valid_to > ").bind(on).push(")");
    scope.restrict(&mut query, "u.id");
    query.push(" order by case when u.kind = 'front_committee' then 1 else 0 end, u.folded_name, u.id");
    tx.all(query.sql(), query.params(), unit).await
}

/// Units that ever bore a name like this, whether they stand or not: whole names before parts, standing before dissolved.
pub async fn list_units_by_name(
    tx: &mut Tx,
    scope: Scope,
    text: &str,
    on: NaiveDate,
    limit: i64,
) -> Result<Vec<Unit>, Internal> {
    let folded = fold(text);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let (part, end) = (pattern(text), format!("% {}", escaped(&folded)));
    let mut query = Query::new(&format!(
        "select {COLUMNS} from unit u join unit_version v on v.unit = u.id where v.folded_name like "
    ));
    query.bind(&part).push(" escape '!'");
    scope.restrict(&mut query, "u.id");
    query.push(" order by case when v.folded_name = ").bind(&folded).push(" then 0 when v.folded_name like ");
    query.bind(&end).push(" escape '!' then 1 else 2 end, case when u.valid_to is null or u.valid_to > ");
    query.bind(on).push(" then 0 else 1 end, v.folded_name, u.id, v.valid_from desc limit ").bind(limit * 2);
    let found = tx.all(query.sql(), query.params(), unit).await?;
    // A unit that kept its name through several versions is found once.
    let mut seen = std::collections::HashSet::new();
    let mut found: Vec<Unit> = found.into_iter().filter(|unit| seen.insert(unit.id)).collect();
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}

fn escaped(folded: &str) -> String {
    folded.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

fn pattern(text: &str) -> String {
    format!("%{}%", escaped(&fold(text)))
}

/// What a unit was called, and what it hung under, between two days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionRow {
    pub name: String,
    pub parent: Option<UnitId>,
    pub parent_name: Option<String>,
    pub valid_from: NaiveDate,
    /// The first day on which this is no longer so.
    pub valid_to: Option<NaiveDate>,
}

pub async fn list_versions(tx: &mut Tx, unit: UnitId) -> Result<Vec<VersionRow>, Internal> {
    tx.all(
        "select v.name, v.parent, p.name, v.valid_from, v.valid_to
           from unit_version v
           left join unit p on p.id = v.parent
          where v.unit = $1
          order by v.valid_from desc",
        params![unit],
        |row| {
            let (name, parent, parent_name) = (row.take()?, row.take()?, row.take()?);
            Ok(VersionRow { name, parent, parent_name, valid_from: row.take()?, valid_to: row.take()? })
        },
    )
    .await
}

/// A unit named beside another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitFact {
    pub id: UnitId,
    pub code: String,
    pub name: String,
}

/// One line of the table of predecessors and successors.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainRow {
    pub predecessor: UnitFact,
    pub predecessor_level: Level,
    /// What the predecessor hung under last.
    pub predecessor_parent: Option<String>,
    /// `None` when nothing followed.
    pub successor: Option<UnitFact>,
    pub kind: SuccessionKind,
    pub effective_on: NaiveDate,
    pub share_note: String,
    pub basis: String,
}

const CHAIN: &str =
    "select p.id, p.code, p.name, p.level, q.name, n.id, n.code, n.name, s.kind, p.valid_to, s.share_note,
       coalesce(s.basis, p.basis)
  from unit p
  left join unit q on q.id = p.parent
  left join unit_succession s on s.predecessor = p.id
  left join unit n on n.id = s.successor
 where p.valid_to is not null";

fn chain(row: &mut Row<'_>) -> Result<ChainRow, Internal> {
    let predecessor = UnitFact { id: row.take()?, code: row.take()?, name: row.take()? };
    let (level, predecessor_parent): (String, _) = (row.take()?, row.take()?);
    let (id, code, name): (Option<UnitId>, Option<String>, Option<String>) =
        (row.take()?, row.take()?, row.take()?);
    let kind: Option<String> = row.take()?;
    Ok(ChainRow {
        predecessor,
        predecessor_level: Level::from_code(&level)
            .ok_or_else(|| Internal::new(format!("unknown level {level}")))?,
        predecessor_parent,
        successor: id.map(|id| UnitFact {
            id,
            code: code.unwrap_or_default(),
            name: name.unwrap_or_default(),
        }),
        kind: kind.as_deref().and_then(SuccessionKind::from_code).unwrap_or(SuccessionKind::Abolish),
        effective_on: row.take()?,
        share_note: row.take::<Option<String>>()?.unwrap_or_default(),
        basis: row.take()?,
    })
}

/// Predecessors and successors of one unit, both ways.
pub async fn list_successions(tx: &mut Tx, unit: UnitId) -> Result<Vec<ChainRow>, Internal> {
    tx.all(
        &format!("{CHAIN} and (p.id = $1 or n.id = $1) order by p.code, p.id, n.code, n.id"),
        params![unit],
        chain,
    )
    .await
}

/// The table of dissolved units and what followed them, by code (OUT-1.2). `after` is the last predecessor of the page before;
/// all lines of a predecessor stand on one page.
pub async fn list_history(
    tx: &mut Tx,
    scope: Scope,
    level: Option<Level>,
    after: Option<UnitId>,
    limit: i64,
) -> Result<Vec<ChainRow>, Internal> {
    let mut query = Query::new(CHAIN);
    query.push(" and p.id in (select u.id from unit u where u.valid_to is not null");
    scope.restrict(&mut query, "u.id");
    if let Some(level) = level {
        query.push(" and u.level = ").bind(level.code());
    }
    if let Some(after) = after {
        query.push(" and (u.code, u.id) > (select code, id from unit where id = ").bind(after).push(")");
    }
    query.push(" order by u.code, u.id limit ").bind(limit).push(") order by p.code, p.id, n.code, n.id");
    tx.all(query.sql(), query.params(), chain).await
}

/// How many units of a level stood on a day.
pub async fn count_units(tx: &mut Tx, scope: Scope, level: Level, on: NaiveDate) -> Result<i64, Internal> {
    let mut query = Query::new("select count(*) from unit u where u.level = ");
    query.bind(level.code()).push(" and u.kind = 'front_committee' and u.valid_from <= ").bind(on);
    query.push(" and (u.valid_to is null or u.valid_to > ").bind(on).push(")");
    scope.restrict(&mut query, "u.id");
    tx.one(query.sql(), query.params(), kit::storage::only).await
}

/// Where a unit's area lies and how large it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AreaFacts {
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub area_km2: Option<f64>,
}

/// The area of a unit on a day, or the last one it had.
pub async fn find_area(tx: &mut Tx, unit: &Unit, on: NaiveDate) -> Result<Option<AreaFacts>, Internal> {
    tx.optional(
        "select lat, lon, area_km2
           from admin_area
          where code = $1 and level = $2 and valid_from <= $3
          order by valid_from desc
          limit 1",
        params![unit.area_code.as_deref(), unit.level.code(), on.min(unit.valid_to.unwrap_or(on))],
        |row| Ok(AreaFacts { lat: row.take()?, lon: row.take()?, area_km2: row.take()? }),
    )
    .await
}
