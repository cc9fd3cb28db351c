//! Which indicator stands for which plan item's target.

use std::collections::HashMap;

use kit::params;
use kit::storage::{Query, Tx};
use kit::{AccountId, Instant, Internal};

use crate::cells::Slot;

fn slot(number: i64) -> Result<Slot, Internal> {
    Slot::try_from(number).map_err(|_| Internal::new("plan_target: the indicator is not known"))
}

/// The indicators of plan items; items without one are left out.
pub async fn read_links(tx: &mut Tx, items: &[i64]) -> Result<HashMap<i64, Slot>, Internal> {
    let mut links = HashMap::new();
    // A statement takes only so many parameters.
    for some in items.chunks(1_000) {
        let mut query = Query::new("select plan_item, indicator from plan_target where plan_item in (");
        for (at, item) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*item);
        }
        query.push(")");
        let pair = |row: &mut kit::storage::Row<'_>| Ok((row.take::<i64>()?, slot(row.take()?)?));
        links.extend(tx.all(query.sql(), query.params(), pair).await?);
    }
    Ok(links)
}

pub async fn put_link(
    tx: &mut Tx,
    item: i64,
    indicator: Slot,
    by: AccountId,
    now: Instant,
) -> Result<(), Internal> {
    let slot = i64::try_from(indicator).map_err(|_| Internal::new("a slot beyond reason"))?;
    tx.execute(
        "insert into plan_target (plan_item, indicator, account, at) values ($1, $2, $3, $4)
         on conflict (plan_item) do update set indicator = excluded.indicator, account = excluded.account, at = excluded.at",
        params![item, slot, by, now],
    )
    .await?;
    Ok(())
}

pub async fn delete_link(tx: &mut Tx, item: i64) -> Result<(), Internal> {
    tx.execute("delete from plan_target where plan_item = $1", params![item]).await?;
    Ok(())
}
