//! Tasks counted for reports: one statement, whatever the number of units.

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{Internal, UnitId};

use super::listing::LATE;
use crate::tasks::figures::{Counted, Figure};

/// Figures of one unit in the order of [`Figure::ALL`].
pub type UnitFigures = (UnitId, [i64; 4]);

/// The counts of all figures, for `select`.
fn push_counts(query: &mut Query<'_>, today: NaiveDate) {
    for figure in Figure::ALL {
        query.push(", sum(case when ");
        push_condition(query, figure, today);
        query.push(" then 1 else 0 end)");
    }
}

fn push_condition(query: &mut Query<'_>, figure: Figure, today: NaiveDate) {
    match figure {
        Figure::Due => query.push("t.state not in ('cancelled', 'not_arisen')"),
        Figure::Done => query.push("t.state = 'done'"),
        Figure::Late => query
            .push("((t.state = 'done' and t.done_on > t.due_on) or (")
            .push(LATE)
            .push(" and t.sort_on < ")
            .bind(today)
            .push("))"),
        Figure::WithoutEvidence => {
            query.push("(t.state not in ('cancelled', 'not_arisen') and t.evidence_count = 0)")
        }
    };
}

fn push_days(query: &mut Query<'_>, first: NaiveDate, last: NaiveDate) {
    query.push(" and t.sort_on >= ").bind(first).push(" and t.sort_on <= ").bind(last);
}

/// A piece of the tree that holds on the day a task is due.
const ON_THE_DAY: &str = ".valid_from <= t.sort_on and (";

fn push_on_the_day(query: &mut Query<'_>, path: &str) {
    query.push(" and ").push(path).push(ON_THE_DAY).push(path).push(".valid_to is null or ");
    query.push(path).push(".valid_to > t.sort_on)");
}

/// Narrows a list of `task t` to what a figure counts.
pub(in crate::tasks) fn push_counted(
    query: &mut Query<'_>,
    counted: Counted,
    unit: Option<UnitId>,
    today: NaiveDate,
) {
    query.push(" and ");
    push_condition(query, counted.figure, today);
    push_days(query, counted.first, counted.last);
    if let Some(unit) = unit {
        query.push(" and exists (select 1 from unit_path h where h.descendant = t.unit and h.ancestor = ");
        query.bind(unit);
        push_on_the_day(query, "h");
        query.push(")");
    }
}

fn figures(row: &mut Row<'_>) -> Result<UnitFigures, Internal> {
    Ok((row.take()?, [row.take()?, row.take()?, row.take()?, row.take()?]))
}

/// The figures of a unit by itself and of each subtree directly below it; those without tasks are left out.
///
/// # Errors
/// When the database fails.
pub async fn count_below(
    tx: &mut Tx,
    unit: UnitId,
    (first, last): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Vec<UnitFigures>, Internal> {
    let mut query = Query::new("select c.descendant");
    push_counts(&mut query, today);
    // SQLite joins in the order written: from the few units down to their tasks along an index.
    query.push(
        " from unit_path c cross join unit_path p cross join task t
         where c.depth <= 1 and p.ancestor = c.descendant and (c.depth = 1 or p.depth = 0) and t.unit = p.descendant
           and c.ancestor = ",
    );
    query.bind(unit);
    push_days(&mut query, first, last);
    push_on_the_day(&mut query, "c");
    push_on_the_day(&mut query, "p");
    query.push(" group by c.descendant");
    tx.all(query.sql(), query.params(), figures).await
}

/// The figures of each unit in scope by itself; units without tasks are left out.
///
/// # Errors
/// When the database fails.
pub async fn count_by_unit(
    tx: &mut Tx,
    scope: Scope,
    (first, last): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<Vec<UnitFigures>, Internal> {
    let mut query = Query::new("select t.unit");
    push_counts(&mut query, today);
    query.push(" from task t join unit_path p on p.descendant = t.unit and p.ancestor = t.unit and p.depth = 0 where true");
    push_days(&mut query, first, last);
    push_on_the_day(&mut query, "p");
    scope.restrict(&mut query, "t.unit");
    query.push(" group by t.unit");
    tx.all(query.sql(), query.params(), figures).await
}
