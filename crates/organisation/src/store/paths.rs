//! The closure table, written from the versions.

use kit::storage::{Tx, Value};
use kit::{Internal, UnitId, params};

use crate::closure::{Node, closure};

/// Writes the whole closure anew, after an import. One change at a time goes through `actions`, which touch few rows.
pub(crate) async fn rebuild_paths(tx: &mut Tx) -> Result<(), Internal> {
    let nodes = list_nodes(tx).await?;
    let paths = closure(&nodes).map_err(|unit| Internal::new(format!("unit {unit} stands above itself")))?;
    tx.execute("delete from unit_path", params![]).await?;
    let mut rows = Vec::with_capacity(paths.len() * 5);
    for path in paths {
        let (from, to) = path.days;
        rows.extend([
            path.ancestor.into(),
            path.descendant.into(),
            path.depth.into(),
            from.into(),
            to.map_or(Value::Null, Value::Date),
        ]);
    }
    let columns = ["ancestor", "descendant", "depth", "valid_from", "valid_to"];
    tx.insert_many("unit_path", &columns, &rows, "").await?;
    Ok(())
}

async fn list_nodes(tx: &mut Tx) -> Result<Vec<Node>, Internal> {
    let mut nodes: Vec<Node> = tx
        .all("select id, valid_from, valid_to from unit order by id", &[], |row| {
            Ok(Node { id: row.take()?, days: (row.take()?, row.take()?), parents: Vec::new() })
        })
        .await?;
    let edges = tx
        .all(
            "select unit, parent, valid_from, valid_to from unit_version order by unit, valid_from",
            &[],
            |row| Ok((row.take::<UnitId>()?, row.take::<Option<UnitId>>()?, (row.take()?, row.take()?))),
        )
        .await?;
    let place = |nodes: &[Node], id: UnitId| nodes.binary_search_by_key(&id, |node| node.id);
    for (unit, parent, days) in edges {
        let parent = match parent {
            Some(parent) => {
                Some(place(&nodes, parent).map_err(|_| Internal::new("a parent that is no unit"))?)
            }
            None => None,
        };
        if let Ok(unit) = place(&nodes, unit) {
            nodes[unit].parents.push((parent, days));
        }
    }
    Ok(nodes)
}
