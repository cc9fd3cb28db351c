//! Old figures under the units of another day: "by successor".
//!
//! Each figure goes to exactly one place, or is divided without remainder: nothing is counted twice and nothing is lost. A unit that
//! stands on the day keeps its own. One that has ended gives to what followed it, step by step; where several followed, by the
//! shares in the notes of the succession, else in equal parts, and says so. Where nothing followed it, to what it hung under.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kit::UnitId;
use serde::Serialize;
use utoipa::ToSchema;

/// The day from which communes hang under provinces, districts being gone.
const TURN: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 7, 1);

/// Whether days from the first to the last lie on both sides of the reform of 2025-07-01.
pub fn straddles_reform(first: NaiveDate, last: NaiveDate) -> bool {
    TURN.is_some_and(|turn| first < turn && last >= turn)
}

/// Whether a day is of the time before the reform.
pub fn is_before_reform(day: NaiveDate) -> bool {
    TURN.is_some_and(|turn| day < turn)
}

type Days = (NaiveDate, Option<NaiveDate>);

/// One line of the table of successions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub unit: UnitId,
    /// What is known of the share: "60%".
    pub note: String,
}

/// All units with their days, what followed each and what each hung under last.
#[derive(Debug, Clone, Default)]
pub struct Lives {
    days: HashMap<UnitId, Days>,
    steps: HashMap<UnitId, Vec<Step>>,
    parents: HashMap<UnitId, Vec<(NaiveDate, UnitId)>>,
}

/// A figure that had to be divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Divided {
    pub unit: UnitId,
    /// What it gave, in whole numbers of the indicator's last digit.
    pub value: i64,
    pub parts: Vec<Part>,
    /// Shares were stated; otherwise the parts are equal, for want of better knowledge.
    pub is_by_share: bool,
}

/// What one of several successors got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SuccessorPart)]
pub struct Part {
    pub unit: UnitId,
    pub value: i64,
    pub note: String,
}

/// How deep a chain of successions may be: reforms are decades apart.
const DEEPEST: usize = 32;

impl Lives {
    pub fn add(&mut self, unit: UnitId, days: Days) {
        self.days.insert(unit, days);
    }

    pub fn follow(&mut self, unit: UnitId, step: Step) {
        self.steps.entry(unit).or_default().push(step);
    }

    /// Parents are told in the order of their days.
    pub fn hang(&mut self, unit: UnitId, parent: UnitId, from: NaiveDate) {
        self.parents.entry(unit).or_default().push((from, parent));
    }

    fn stands(&self, unit: UnitId, day: NaiveDate) -> bool {
        self.days.get(&unit).is_some_and(|(from, to)| *from <= day && to.is_none_or(|end| end > day))
    }

    /// What a unit hung under on a day, or last before it.
    fn parent(&self, unit: UnitId, day: NaiveDate) -> Option<UnitId> {
        let parents = self.parents.get(&unit)?;
        let by = parents.iter().rev().find(|(from, _)| *from <= day).or(parents.first());
        by.map(|(_, parent)| *parent)
    }

    /// The units above one that stands on a day, the nearest first, itself included.
    pub fn above(&self, unit: UnitId, day: NaiveDate) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(Some(unit), move |unit| self.parent(*unit, day)).take(DEEPEST)
    }

    /// Gives what a unit reported to the units of `day`; divisions are noted.
    pub fn give(
        &self,
        unit: UnitId,
        value: i64,
        day: NaiveDate,
        to: &mut BTreeMap<UnitId, Vec<(UnitId, i64)>>,
        divided: &mut Vec<Divided>,
    ) {
        self.pass(unit, unit, value, day, DEEPEST, to, divided);
    }

    #[expect(clippy::too_many_arguments, reason = "what a step of the walk carries along")]
    fn pass(
        &self,
        source: UnitId,
        unit: UnitId,
        value: i64,
        day: NaiveDate,
        left: usize,
        to: &mut BTreeMap<UnitId, Vec<(UnitId, i64)>>,
        divided: &mut Vec<Divided>,
    ) {
        let steps: &[Step] = self.steps.get(&unit).map_or(&[], Vec::as_slice);
        let ended = self.days.get(&unit).and_then(|(_, end)| *end).is_some_and(|end| end <= day);
        if self.stands(unit, day) || left == 0 || !ended {
            // Before it was founded, on an earlier day, there is no other place for it either.
            to.entry(unit).or_default().push((source, value));
            return;
        }
        match steps {
            [] => match self.parent(unit, day) {
                Some(parent) => self.pass(source, parent, value, day, left - 1, to, divided),
                None => to.entry(unit).or_default().push((source, value)),
            },
            [only] => self.pass(source, only.unit, value, day, left - 1, to, divided),
            several => {
                let (parts, is_by_share) = divide(value, several);
                for part in &parts {
                    self.pass(source, part.unit, part.value, day, left - 1, to, divided);
                }
                divided.push(Divided { unit, value, parts, is_by_share });
            }
        }
    }
}

/// Divides a figure among successors, so that the parts always make up the whole.
fn divide(value: i64, steps: &[Step]) -> (Vec<Part>, bool) {
    let stated: Option<Vec<i64>> = steps.iter().map(|step| share(&step.note)).collect();
    let stated = stated.filter(|shares| shares.iter().sum::<i64>() > 0);
    let is_by_share = stated.is_some();
    let shares = stated.unwrap_or_else(|| vec![1; steps.len()]);
    let whole: i128 = shares.iter().copied().map(i128::from).sum();
    let (mut given, mut passed) = (0_i128, 0_i128);
    let parts = steps
        .iter()
        .zip(shares)
        .map(|(step, share)| {
            // Cut at the running share: the last cut is the whole.
            passed += i128::from(share);
            let upto = i128::from(value) * passed / whole;
            let part = i64::try_from(upto - given).unwrap_or(0);
            given = upto;
            Part { unit: step.unit, value: part, note: step.note.clone() }
        })
        .collect();
    (parts, is_by_share)
}

/// A share stated in a note, in hundredths of a per cent: `60%`, `12,5 %`.
fn share(note: &str) -> Option<i64> {
    let (before, _) = note.split_once('%')?;
    let number = before.trim_end();
    let start = number
        .rfind(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
        .map_or(0, |at| at + number[at..].chars().next().map_or(1, char::len_utf8));
    vi::numbers::parse_decimal(&number[start..])?.times(100).filter(|share| (0..=10_000).contains(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// Two communes merge into the third; a fourth is divided between it and a fifth.
    fn reform(notes: [&str; 2]) -> Lives {
        let (end, begin) = (Some(day("2025-07-01")), day("2025-07-01"));
        let mut lives = Lives::default();
        let since = day("2020-01-01");
        lives.add(UnitId(1), (since, None));
        for old in [2, 3, 4] {
            lives.add(UnitId(old), (since, end));
            lives.hang(UnitId(old), UnitId(1), since);
        }
        for new in [5, 6] {
            lives.add(UnitId(new), (begin, None));
            lives.hang(UnitId(new), UnitId(1), begin);
        }
        // A village that ended with its commune and was followed by nothing.
        lives.add(UnitId(7), (since, end));
        lives.hang(UnitId(7), UnitId(2), since);
        let step = |unit, note: &str| Step { unit: UnitId(unit), note: note.to_owned() };
        lives.follow(UnitId(2), step(5, ""));
        lives.follow(UnitId(3), step(5, ""));
        lives.follow(UnitId(4), step(5, notes[0]));
        lives.follow(UnitId(4), step(6, notes[1]));
        lives
    }

    fn given(lives: &Lives, values: &[(i64, i64)]) -> (BTreeMap<i64, i64>, Vec<Divided>) {
        let (mut to, mut divided) = (BTreeMap::new(), Vec::new());
        for (unit, value) in values {
            lives.give(UnitId(*unit), *value, day("2026-01-01"), &mut to, &mut divided);
        }
        let sums = to.into_iter().map(|(unit, parts)| (unit.0, parts.iter().map(|(_, value)| value).sum()));
        (sums.collect(), divided)
    }

    #[test]
    fn merged_units_are_counted_once_under_their_successor() {
        let (sums, divided) = given(&reform(["", ""]), &[(1, 1), (2, 10), (3, 20), (5, 7), (7, 100)]);
        assert_eq!(sums, BTreeMap::from([(1, 1), (5, 137)]));
        assert_eq!(divided, []);
    }

    #[test]
    fn a_split_is_divided_without_remainder_and_told() {
        let (sums, divided) = given(&reform(["", ""]), &[(4, 7)]);
        assert_eq!(sums, BTreeMap::from([(5, 3), (6, 4)]));
        assert!(!divided[0].is_by_share);
        let (sums, divided) = given(&reform(["khoảng 70% dân số", "30%"]), &[(4, 1001)]);
        assert_eq!(sums, BTreeMap::from([(5, 700), (6, 301)]));
        assert!(divided[0].is_by_share);
    }

    #[test]
    fn on_a_day_before_the_reform_everything_stays() {
        let (mut to, mut divided) = (BTreeMap::new(), Vec::new());
        reform(["", ""]).give(UnitId(4), 7, day("2025-06-30"), &mut to, &mut divided);
        assert_eq!(to[&UnitId(4)], [(UnitId(4), 7)]);
    }

    #[test]
    fn shares_are_read_from_notes() {
        assert_eq!(share("60%"), Some(6_000));
        assert_eq!(share("Phần chính: 12,5 % diện tích"), Some(1_250));
        assert_eq!(share("Một phần địa bàn"), None);
        assert_eq!(share("200%"), None);
    }
}
