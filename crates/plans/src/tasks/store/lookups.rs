//! Units, people and papers, as far as giving tasks needs them.

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx, only};
use kit::{AccountId, Internal, UnitId, params};

/// A unit and the days between which it exists.
#[derive(Debug, Clone)]
pub struct UnitLife {
    pub id: UnitId,
    pub name: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

fn unit_life(row: &mut Row<'_>) -> Result<UnitLife, Internal> {
    Ok(UnitLife { id: row.take()?, name: row.take()?, valid_from: row.take()?, valid_to: row.take()? })
}

pub async fn find_unit(tx: &mut Tx, id: UnitId) -> Result<Option<UnitLife>, Internal> {
    tx.optional("select id, name, valid_from, valid_to from unit where id = $1", params![id], unit_life).await
}

/// The units that follow a unit that ended.
pub async fn list_successors(tx: &mut Tx, id: UnitId) -> Result<Vec<String>, Internal> {
    tx.all(
        "select distinct u.name
           from unit_succession s
           join unit u on u.id = s.successor
          where s.predecessor = $1
          order by u.name",
        params![id],
        only,
    )
    .await
}

/// Units below `root` that exist on a day, nearest first: for choosing. At most `limit`.
pub async fn list_units_below(
    tx: &mut Tx,
    root: UnitId,
    on: NaiveDate,
    limit: i64,
) -> Result<Vec<(UnitId, String)>, Internal> {
    tx.all(
        "select u.id, u.name
           from unit_path p
           join unit u on u.id = p.descendant
          where p.ancestor = $1
            and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)
            and u.valid_from <= $2 and (u.valid_to is null or u.valid_to > $2)
          order by p.depth, u.folded_name, u.id
          limit $3",
        params![root, on, limit],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// People who hold a post today in a unit or above it: those a task of the unit can be given to, the nearest first.
pub async fn list_people_for(
    tx: &mut Tx,
    unit: UnitId,
    today: NaiveDate,
) -> Result<Vec<(AccountId, String)>, Internal> {
    tx.all(
        "select a.id, a.name
           from unit_path t
           join post p on p.unit = t.ancestor
           join post_holding h on h.post = p.id
           join account a on a.id = h.account
          where t.descendant = $1
            and t.valid_from <= $2 and (t.valid_to is null or t.valid_to > $2)
            and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)
            and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)
            and p.role <> 'administrator' and p.role <> 'inspector'
            and a.closed_at is null
          group by a.id, a.name
          order by min(t.depth), a.name, a.id",
        params![unit, today],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// Whether somebody can be given a task of a unit.
pub async fn can_be_given(
    tx: &mut Tx,
    account: AccountId,
    unit: UnitId,
    today: NaiveDate,
) -> Result<bool, Internal> {
    Ok(list_people_for(tx, unit, today).await?.iter().any(|(id, _)| *id == account))
}

/// A paper that somebody may name: of their units or sent to one of them. By id or by symbol, the newest first.
pub async fn find_paper(tx: &mut Tx, scope: Scope, named: &str) -> Result<Option<(i64, String)>, Internal> {
    let mut query = Query::new("select d.id, d.symbol from document d where d.state <> 'cancelled' and ");
    match named.parse::<i64>() {
        Ok(id) => query.push("d.id = ").bind(id),
        Err(_) => query.push("d.symbol = ").bind(named),
    };
    if !scope.is_everything {
        query.push(" and (d.unit in (select descendant from unit_path where ancestor = ").bind(scope.root);
        query.push(") or d.id in (select r.document from document_recipient r join unit_path p on p.descendant = r.unit");
        query.push(" where p.ancestor = ").bind(scope.root).push("))");
    }
    query.push(" order by d.issued_on is null, d.issued_on desc, d.id desc limit 1");
    tx.optional(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await
}

/// The symbol of a paper that an act already rests on.
pub async fn find_symbol(tx: &mut Tx, document: i64) -> Result<Option<String>, Internal> {
    tx.optional("select symbol from document where id = $1", params![document], only).await
}

pub async fn find_unit_name(tx: &mut Tx, id: UnitId) -> Result<Option<String>, Internal> {
    tx.optional("select name from unit where id = $1", params![id], only).await
}

pub async fn find_account_name(tx: &mut Tx, id: AccountId) -> Result<Option<String>, Internal> {
    tx.optional("select name from account where id = $1", params![id], only).await
}

/// The name of somebody who holds or held a post in scope; others have none here.
pub async fn find_name_in_scope(
    tx: &mut Tx,
    scope: Scope,
    id: AccountId,
) -> Result<Option<String>, Internal> {
    let mut query = Query::new(
        "select distinct a.name
           from account a
           join post_holding h on h.account = a.id
           join post p on p.id = h.post
          where a.id = ",
    );
    query.bind(id);
    scope.restrict(&mut query, "p.unit");
    tx.optional(query.sql(), query.params(), only).await
}

pub async fn find_plan_title(
    tx: &mut Tx,
    scope: Scope,
    id: crate::PlanId,
) -> Result<Option<String>, Internal> {
    let mut query = Query::new("select title from plan where id = ");
    query.bind(id);
    scope.restrict(&mut query, "unit");
    tx.optional(query.sql(), query.params(), only).await
}

/// The unit in scope whose name holds some words, in any spelling: the shortest name wins.
pub async fn find_unit_by_name(tx: &mut Tx, scope: Scope, name: &str) -> Result<Option<UnitId>, Internal> {
    let mut query = Query::new("select id from unit where true");
    for word in vi::fold::fold(name).split_whitespace().take(8) {
        let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        query.push(" and folded_name like ").bind(format!("%{escaped}%")).push(" escape '!'");
    }
    scope.restrict(&mut query, "id");
    query.push(" order by length(folded_name), id limit 1");
    tx.optional(query.sql(), query.params(), only).await
}
