//! Where a unit hung on a day.

use chrono::{Days, NaiveDate};
use kit::params;
use kit::storage::{Engine, Tx};
use kit::{Internal, UnitId};

use crate::period::ReportPeriod;

/// A unit's days, and what it hung under on each of them.
#[derive(Debug, Clone)]
pub struct Place {
    pub valid_from: NaiveDate,
    /// The day after the last.
    pub valid_to: Option<NaiveDate>,
    above: Vec<Above>,
}

#[derive(Debug, Clone)]
struct Above {
    unit: UnitId,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

impl Place {
    /// The unit existed on at least one day of the period.
    pub fn meets(&self, period: ReportPeriod) -> bool {
        meets((self.valid_from, self.valid_to), period)
    }

    /// The unit still stands on the period's last day.
    pub fn lasts(&self, period: ReportPeriod) -> bool {
        self.valid_to.is_none_or(|end| end > period.period().last_day())
    }

    /// The day of the period on which its place in the tree counts: the last of the period, or of the unit.
    pub fn day(&self, period: ReportPeriod) -> NaiveDate {
        counted_on(self.valid_to, period)
    }

    /// The units above on a day.
    pub fn above(&self, day: NaiveDate) -> impl Iterator<Item = UnitId> + '_ {
        self.above
            .iter()
            .filter(move |above| above.valid_from <= day && above.valid_to.is_none_or(|end| end > day))
            .map(|above| above.unit)
    }
}

/// Days `[from, to)` have at least one in common with a period.
pub fn meets((from, to): (NaiveDate, Option<NaiveDate>), period: ReportPeriod) -> bool {
    from <= period.period().last_day() && to.is_none_or(|end| end > period.period().start())
}

/// The last day of a period on which a unit that ends on `valid_to` existed.
pub fn counted_on(valid_to: Option<NaiveDate>, period: ReportPeriod) -> NaiveDate {
    let last = period.period().last_day();
    valid_to.and_then(|end| end.checked_sub_days(Days::new(1))).map_or(last, |end| end.min(last))
}

/// The place of a unit; nobody else saves figures of it until the transaction ends.
pub async fn hold_place(tx: &mut Tx, unit: UnitId) -> Result<Option<Place>, Internal> {
    let lock = if tx.engine() == Engine::Postgres { " for no key update of u" } else { "" };
    let sql = format!(
        "select u.valid_from, u.valid_to, p.ancestor, p.valid_from, p.valid_to
           from unit u left join unit_path p on p.descendant = u.id and p.depth > 0 where u.id = $1{lock}"
    );
    let mut found: Option<Place> = None;
    tx.each(&sql, params![unit], |row| {
        let (valid_from, valid_to) = (row.take()?, row.take()?);
        let place = found.get_or_insert_with(|| Place { valid_from, valid_to, above: Vec::new() });
        if let (Some(unit), Some(valid_from)) = (row.take()?, row.take()?) {
            place.above.push(Above { unit, valid_from, valid_to: row.take()? });
        }
        Ok(())
    })
    .await?;
    Ok(found)
}
