//! The closure of the tree with dates: who stood above whom, how far, from when until when.

use chrono::NaiveDate;
use kit::UnitId;

/// A half-open range of days; no end means still.
pub type Days = (NaiveDate, Option<NaiveDate>);

/// What both ranges have in common.
pub fn common(a: Days, b: Days) -> Option<Days> {
    let from = a.0.max(b.0);
    let to = match (a.1, b.1) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    };
    to.is_none_or(|to| from < to).then_some((from, to))
}

/// A unit as the closure needs it.
#[derive(Debug, Clone)]
pub struct Node {
    pub id: UnitId,
    pub days: Days,
    /// What it hung under, in the order of time.
    pub parents: Vec<(Option<usize>, Days)>,
}

/// One row of the closure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path {
    pub ancestor: UnitId,
    pub descendant: UnitId,
    pub depth: i64,
    pub days: Days,
}

/// All rows. `parents` name nodes by their place in the list, in any order.
///
/// # Errors
/// With the id of a unit that stands above itself.
pub fn closure(nodes: &[Node]) -> Result<Vec<Path>, UnitId> {
    let mut known: Vec<Option<Vec<(usize, i64, Days)>>> = vec![None; nodes.len()];
    let mut under_way = vec![false; nodes.len()];
    for place in 0..nodes.len() {
        above(nodes, place, &mut known, &mut under_way)?;
    }
    let mut paths = Vec::with_capacity(nodes.len() * 4);
    for (node, rows) in nodes.iter().zip(known) {
        for (ancestor, depth, days) in rows.into_iter().flatten() {
            paths.push(Path { ancestor: nodes[ancestor].id, descendant: node.id, depth, days });
        }
    }
    Ok(paths)
}

type Above = Vec<(usize, i64, Days)>;

fn above(
    nodes: &[Node],
    place: usize,
    known: &mut [Option<Above>],
    under_way: &mut [bool],
) -> Result<(), UnitId> {
    if known[place].is_some() {
        return Ok(());
    }
    let node = &nodes[place];
    if std::mem::replace(&mut under_way[place], true) {
        return Err(node.id);
    }
    let mut rows: Above = vec![(place, 0, node.days)];
    for (parent, days) in &node.parents {
        let Some(parent) = *parent else { continue };
        let Some(days) = common(*days, node.days) else {
            continue;
        };
        above(nodes, parent, known, under_way)?;
        for (ancestor, depth, held) in known[parent].iter().flatten() {
            let Some((from, to)) = common(*held, days) else {
                continue;
            };
            // A new name alone does not break a row in two.
            let same =
                rows.iter_mut().find(|row| row.0 == *ancestor && row.1 == depth + 1 && row.2.1 == Some(from));
            match same {
                Some(row) => row.2.1 = to,
                None => rows.push((*ancestor, depth + 1, (from, to))),
            }
        }
    }
    known[place] = Some(rows);
    under_way[place] = false;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_commune_that_outlives_its_district_moves_up() {
        let (start, turn) = (day("2019-01-01"), day("2025-07-01"));
        let nodes = [
            Node { id: UnitId(1), days: (start, None), parents: vec![(None, (start, None))] },
            Node { id: UnitId(2), days: (start, Some(turn)), parents: vec![(Some(0), (start, Some(turn)))] },
            Node {
                id: UnitId(3),
                days: (start, None),
                parents: vec![(Some(1), (start, Some(turn))), (Some(0), (turn, None))],
            },
        ];
        let paths = closure(&nodes).expect("a tree");
        let of_commune: Vec<_> = paths
            .iter()
            .filter(|path| path.descendant == UnitId(3))
            .map(|path| (path.ancestor.0, path.depth, path.days))
            .collect();
        let expected = [
            (3, 0, (start, None)),
            (2, 1, (start, Some(turn))),
            (1, 2, (start, Some(turn))),
            (1, 1, (turn, None)),
        ];
        assert_eq!(of_commune, expected);
    }

    #[test]
    fn a_new_name_under_the_same_parent_is_one_row() {
        let (start, later) = (day("2019-01-01"), day("2022-01-01"));
        let nodes = [
            Node { id: UnitId(1), days: (start, None), parents: vec![] },
            Node {
                id: UnitId(2),
                days: (start, None),
                parents: vec![(Some(0), (start, Some(later))), (Some(0), (later, None))],
            },
        ];
        assert_eq!(closure(&nodes).expect("a tree").len(), 3);
    }

    #[test]
    fn a_circle_is_named() {
        let start = day("2019-01-01");
        let nodes = [
            Node { id: UnitId(1), days: (start, None), parents: vec![(Some(1), (start, None))] },
            Node { id: UnitId(2), days: (start, None), parents: vec![(Some(0), (start, None))] },
        ];
        assert_eq!(closure(&nodes), Err(UnitId(1)));
    }
}
