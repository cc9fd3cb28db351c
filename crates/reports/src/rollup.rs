//! What a changed figure changes above it.
//!
//! A unit's total is its own figures and those of everything below it. The part below is kept ready, one packed row a unit and
//! period, and every save adds its difference to the rows above: as many rows as the tree is deep, whatever its size. Periods of
//! the kind that is reported have a row each; for longer periods only what cannot be added up from those
//! ([`OverTime::adds_up`]) is kept.

use std::collections::BTreeMap;

use crate::cells::{Cells, Slot, Sum};
use crate::indicator::{Indicator, OverTime};
use crate::period::ReportPeriod;

/// How figures add up over time, by place.
#[derive(Debug, Clone, Default)]
pub struct Rules(Vec<OverTime>);

impl Rules {
    pub fn of(indicators: &[Indicator]) -> Self {
        indicators.iter().map(|indicator| (indicator.slot, indicator.over_time)).collect()
    }

    pub fn over_time(&self, slot: Slot) -> OverTime {
        self.0.get(slot).copied().unwrap_or(OverTime::Sum)
    }

    /// The places for which longer periods are kept as well.
    pub fn kept(&self) -> impl Iterator<Item = Slot> + '_ {
        self.0.iter().enumerate().filter(|(_, rule)| !rule.adds_up()).map(|(slot, _)| slot)
    }
}

impl FromIterator<(Slot, OverTime)> for Rules {
    fn from_iter<I: IntoIterator<Item = (Slot, OverTime)>>(rules: I) -> Self {
        let mut list = Vec::new();
        for (slot, rule) in rules {
            if slot >= list.len() {
                list.resize(slot + 1, OverTime::Sum);
            }
            list[slot] = rule;
        }
        Self(list)
    }
}

/// One figure before and after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub slot: Slot,
    pub before: Option<i64>,
    pub after: Option<i64>,
}

/// What a total gains: the difference that one figure makes to the units above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delta {
    pub period: ReportPeriod,
    pub slot: Slot,
    pub change: Sum,
}

/// A figure as a sum of one.
pub fn one(figure: Option<i64>) -> Sum {
    figure.map_or(Sum::default(), |sum| Sum { count: 1, sum })
}

fn difference(before: Option<i64>, after: Option<i64>) -> Option<Sum> {
    let (before, after) = (one(before), one(after));
    let change = Sum { count: after.count - before.count, sum: after.sum.wrapping_sub(before.sum) };
    (change != Sum::default()).then_some(change)
}

/// A unit's packed rows of one calendar year, by [`ReportPeriod::key`].
pub type YearOfCells = BTreeMap<i64, Cells>;

/// The rows of a longer period's parts, in order; those never given are left out.
pub fn parts_of(year: &YearOfCells, whole: ReportPeriod, parts: vi::period::PeriodKind) -> Vec<&Cells> {
    whole.parts(parts).into_iter().filter_map(|part| year.get(&part.key())).collect()
}

/// The figure of a longer period from the rows of its parts.
pub fn gather(rules: &Rules, parts: &[&Cells], slot: Slot) -> Option<i64> {
    rules.over_time(slot).gather(parts.iter().filter_map(|cells| cells.get(slot)))
}

/// What the units above gain when a unit's figures of `period` change. `year` holds the unit's figures before and is brought up
/// to date. `lasts` says whether the unit still stands at the end of a longer period: one that has ended no longer counts
/// there for standings, because its successor reports them (handbook NEV-1.3).
pub fn apply(
    rules: &Rules,
    year: &mut YearOfCells,
    period: ReportPeriod,
    changes: &[Change],
    lasts: impl Fn(ReportPeriod) -> bool,
) -> Vec<Delta> {
    let mut deltas = Vec::with_capacity(changes.len());
    for change in changes {
        if let Some(gain) = difference(change.before, change.after) {
            deltas.push(Delta { period, slot: change.slot, change: gain });
        }
    }
    let kept: Vec<Slot> =
        changes.iter().map(|change| change.slot).filter(|slot| !rules.over_time(*slot).adds_up()).collect();
    let longer: Vec<ReportPeriod> =
        if kept.is_empty() { Vec::new() } else { period.within().filter(|longer| lasts(*longer)).collect() };
    let kind = period.kind();
    let before: Vec<Option<i64>> = longer
        .iter()
        .flat_map(|longer| {
            let parts = parts_of(year, *longer, kind);
            kept.iter().map(|slot| gather(rules, &parts, *slot)).collect::<Vec<_>>()
        })
        .collect();
    let cells = year.entry(period.key()).or_default();
    for change in changes {
        cells.set(change.slot, change.after);
    }
    let mut before = before.into_iter();
    for longer in longer {
        let parts = parts_of(year, longer, kind);
        for slot in &kept {
            let after = gather(rules, &parts, *slot);
            if let Some(change) = difference(before.next().flatten(), after) {
                deltas.push(Delta { period: longer, slot: *slot, change });
            }
        }
    }
    deltas
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> ReportPeriod {
        text.parse().expect("a period")
    }

    fn rules() -> Rules {
        [(0, OverTime::Sum), (1, OverTime::Latest), (2, OverTime::Max)].into_iter().collect()
    }

    #[test]
    fn sums_change_only_their_own_period() {
        let mut year = YearOfCells::new();
        let change = Change { slot: 0, before: None, after: Some(7) };
        let deltas = apply(&rules(), &mut year, period("2024-02"), &[change], |_| true);
        let gain = Sum { count: 1, sum: 7 };
        assert_eq!(deltas, [Delta { period: period("2024-02"), slot: 0, change: gain }]);
        assert_eq!(year[&202_402].get(0), Some(7));
    }

    #[test]
    fn the_latest_standing_replaces_the_one_before() {
        let mut year = YearOfCells::new();
        let save = |year: &mut YearOfCells, month: &str, before, after| {
            apply(&rules(), year, period(month), &[Change { slot: 1, before, after }], |_| true)
        };
        assert_eq!(save(&mut year, "2024-03", None, Some(10)).len(), 4, "the month and three longer periods");
        // An earlier month comes late: only its own month changes.
        assert_eq!(save(&mut year, "2024-01", None, Some(90)).len(), 1);
        let later = save(&mut year, "2024-05", None, Some(4));
        let of_year = later.iter().find(|delta| delta.period == period("2024")).expect("the year changes");
        assert_eq!(of_year.change, Sum { count: 0, sum: -6 });
        // Taken back, the one before counts again.
        let back = save(&mut year, "2024-05", Some(4), None);
        let of_year = back.iter().find(|delta| delta.period == period("2024")).expect("the year changes");
        assert_eq!(of_year.change, Sum { count: 0, sum: 6 });
    }

    #[test]
    fn what_has_ended_no_longer_stands() {
        let mut year = YearOfCells::new();
        let change = Change { slot: 1, before: None, after: Some(10) };
        let ended = |longer: ReportPeriod| longer == period("2025-Q2") || longer == period("2025-H1");
        let deltas = apply(&rules(), &mut year, period("2025-06"), &[change], ended);
        assert!(deltas.iter().all(|delta| delta.period != period("2025")));
        assert_eq!(deltas.len(), 3);
    }

    #[test]
    fn an_unchanged_figure_changes_nothing() {
        let mut year = YearOfCells::new();
        let change = Change { slot: 2, before: Some(3), after: Some(3) };
        year.entry(202_401).or_default().set(2, Some(3));
        assert!(apply(&rules(), &mut year, period("2024-01"), &[change], |_| true).is_empty());
    }
}
