//! Papers counted for reports: one statement a figure, whatever the number of units.

use kit::permission::Scope;
use kit::storage::{Engine, Query, Tx};
use kit::{Instant, Internal, UnitId};

use crate::figures::{Counted, Figure};

/// The day on which a paper counts: that of its entry in Viet Nam, which is UTC+7, or the one it bears.
const fn day(figure: Figure, engine: Engine) -> &'static str {
    match (figure, engine) {
        (Figure::In, Engine::Sqlite) => "date(d.created_at / 1000 + 25200, 'unixepoch')",
        (Figure::In, Engine::Postgres) => {
            "cast(to_timestamp(d.created_at / 1000 + 25200) at time zone 'UTC' as date)"
        }
        (Figure::Out, _) => "d.issued_on",
    }
}

fn push_condition(query: &mut Query<'_>, counted: Counted) {
    match counted.figure {
        Figure::In => {
            // Compared as instants: the day needs no working out for every paper of all years.
            let end = counted.last.succ_opt().unwrap_or(counted.last);
            query.push("d.direction = 'incoming' and d.state <> 'cancelled' and d.created_at >= ");
            query.bind(Instant::start_of(counted.first)).push(" and d.created_at < ");
            query.bind(Instant::start_of(end));
        }
        Figure::Out => {
            query
                .push("d.direction = 'outgoing' and d.state in ('issued', 'superseded') and d.issued_on >= ");
            query.bind(counted.first).push(" and d.issued_on <= ").bind(counted.last);
        }
    }
}

fn push_on_the_day(query: &mut Query<'_>, path: &str, day: &str) {
    query.push(" and ").push(path).push(".valid_from <= ").push(day).push(" and (").push(path);
    query.push(".valid_to is null or ").push(path).push(".valid_to > ").push(day).push(")");
}

/// Narrows a list of `document d` to what a figure counts.
pub(super) fn push_counted(query: &mut Query<'_>, counted: Counted, unit: Option<UnitId>, engine: Engine) {
    query.push(" and ");
    push_condition(query, counted);
    if let Some(unit) = unit {
        query.push(" and exists (select 1 from unit_path h where h.descendant = d.unit and h.ancestor = ");
        query.bind(unit);
        push_on_the_day(query, "h", day(counted.figure, engine));
        query.push(")");
    }
}

/// How many papers a unit itself has, and each subtree directly below it; those without any are left out.
///
/// # Errors
/// When the database fails.
pub async fn count_below(
    tx: &mut Tx,
    unit: UnitId,
    counted: Counted,
) -> Result<Vec<(UnitId, i64)>, Internal> {
    let day = day(counted.figure, tx.engine());
    // SQLite joins in the order written: from the few units down to their papers along an index.
    let mut query = Query::new(
        "select c.descendant, count(*) from unit_path c cross join unit_path p cross join document d
          where c.depth <= 1 and p.ancestor = c.descendant and (c.depth = 1 or p.depth = 0) and d.unit = p.descendant
            and c.ancestor = ",
    );
    query.bind(unit).push(" and ");
    push_condition(&mut query, counted);
    push_on_the_day(&mut query, "c", day);
    push_on_the_day(&mut query, "p", day);
    query.push(" group by c.descendant");
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await
}

/// How many papers each unit in scope has by itself; those without any are left out.
///
/// # Errors
/// When the database fails.
pub async fn count_by_unit(
    tx: &mut Tx,
    scope: Scope,
    counted: Counted,
) -> Result<Vec<(UnitId, i64)>, Internal> {
    let mut query = Query::new(
        "select d.unit, count(*) from document d
           join unit_path p on p.descendant = d.unit and p.ancestor = d.unit and p.depth = 0 where ",
    );
    push_condition(&mut query, counted);
    push_on_the_day(&mut query, "p", day(counted.figure, tx.engine()));
    scope.restrict(&mut query, "d.unit");
    query.push(" group by d.unit");
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await
}
