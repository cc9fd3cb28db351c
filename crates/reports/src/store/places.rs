//! Where units lie, by the areas they bear.

use std::collections::HashMap;

use chrono::NaiveDate;
use kit::params;
use kit::storage::Tx;
use kit::{Internal, UnitId};

use crate::map::Place;
use crate::period::ReportPeriod;

/// A unit's area: its own name, which is short, and where it lies if that is known.
#[derive(Debug, Clone)]
pub struct Area {
    pub name: String,
    pub place: Option<Place>,
}

/// The areas of the units that hung directly under one in a period, as they were at its end.
pub async fn read_areas(
    tx: &mut Tx,
    parent: UnitId,
    period: ReportPeriod,
) -> Result<HashMap<UnitId, Area>, Internal> {
    let (start, last) = (period.period().start(), period.period().last_day());
    let mut areas = HashMap::new();
    // Later rows of a unit take the place of earlier ones; an area that begins after the unit ended is another one.
    tx.each(
        "select u.id, a.name, a.lat, a.lon, a.valid_from, u.valid_to
           from unit u join admin_area a on a.code = u.area_code and a.level = u.level
          where u.id in (select v.unit from unit_version v
                          where v.parent = $1 and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $3))
            and a.valid_from <= $2
          order by u.id, a.valid_from",
        params![parent, last, start],
        |row| {
            let (unit, name): (UnitId, String) = (row.take()?, row.take()?);
            let (lat, lon): (Option<f64>, Option<f64>) = (row.take()?, row.take()?);
            let (from, end): (NaiveDate, Option<NaiveDate>) = (row.take()?, row.take()?);
            if end.is_none_or(|end| from < end) {
                let place = lat.zip(lon).map(|(lat, lon)| Place { lat, lon });
                areas.insert(unit, Area { name, place });
            }
            Ok(())
        },
    )
    .await?;
    Ok(areas)
}

/// Each unit below one on a day, with the unit directly below through which it hangs there.
pub async fn read_branches(
    tx: &mut Tx,
    parent: UnitId,
    day: NaiveDate,
) -> Result<Vec<(UnitId, UnitId)>, Internal> {
    tx.all(
        "select p.descendant, p.ancestor from unit_path p
          where p.ancestor in (select c.descendant from unit_path c
                                where c.ancestor = $1 and c.depth = 1 and c.valid_from <= $2
                                  and (c.valid_to is null or c.valid_to > $2))
            and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)",
        params![parent, day],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}
