//! Every total computed anew from the figures.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use kit::storage::{Engine, Tx, Value};
use kit::{Internal, UnitId};
use vi::period::PeriodKind;

use super::figures::{Layer, damaged};
use super::tree::counted_on;
use crate::cells::{Cells, Sum, Sums};
use crate::period::ReportPeriod;
use crate::rollup::{Rules, YearOfCells, gather, one, parts_of};

/// The row of a total: unit, months of the reported periods, period, layer.
pub type Key = (UnitId, i64, i64, i64);

/// A total that is not what the figures come to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Wrong {
    pub unit: UnitId,
    pub period: ReportPeriod,
    pub is_accepted: bool,
    /// The place of the indicator.
    #[schema(value_type = u32)]
    pub slot: usize,
    pub kept: i64,
    pub computed: i64,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    pub figures: u64,
    pub totals: u64,
    /// The first wrong ones.
    pub wrong: Vec<Wrong>,
    pub wrong_count: u64,
}

const SHOWN: usize = 20;

/// Compares every total that is kept with what the figures come to.
pub async fn verify(tx: &mut Tx, rules: &Rules) -> Result<Checked, Internal> {
    let (computed, figures) = recompute(tx, rules).await?;
    let mut left = computed;
    let mut checked = Checked { figures, ..Checked::default() };
    tx.each("select unit, basis, period, is_accepted, cells from report_total", &[], |row| {
        let key: Key = (row.take()?, row.take()?, row.take()?, row.take()?);
        let kept = Sums::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?;
        checked.compare(key, &kept, &left.remove(&key).unwrap_or_default());
        Ok(())
    })
    .await?;
    for (key, computed) in left {
        checked.compare(key, &Sums::default(), &computed);
    }
    Ok(checked)
}

/// Puts what the figures come to in place of every total that is kept.
///
/// Nobody may save meanwhile: on PostgreSQL savers wait until the transaction ends, on SQLite they do anyway.
pub async fn rebuild(tx: &mut Tx, rules: &Rules) -> Result<u64, Internal> {
    if tx.engine() == Engine::Postgres {
        tx.script("lock table report_value, report_total in exclusive mode").await?;
    }
    let (computed, _) = recompute(tx, rules).await?;
    tx.execute("delete from report_total", &[]).await?;
    let rows: Vec<Value<'_>> = computed
        .iter()
        .filter(|(_, sums)| !sums.is_empty())
        .flat_map(|((unit, basis, period, layer), sums)| {
            [(*unit).into(), (*basis).into(), (*period).into(), (*layer).into(), sums.pack().into()]
        })
        .collect();
    tx.insert_many("report_total", &["unit", "basis", "period", "is_accepted", "cells"], &rows, "").await
}

impl Checked {
    fn compare(&mut self, key: Key, kept: &Sums, computed: &Sums) {
        let (unit, _, period, layer) = key;
        let differing = kept.iter().map(|(slot, sum)| (slot, sum, computed.get(slot))).chain(
            computed
                .iter()
                .filter(|(slot, _)| kept.get(*slot) == Sum::default())
                .map(|(slot, sum)| (slot, Sum::default(), sum)),
        );
        for (slot, kept, computed) in differing {
            self.totals += 1;
            if kept == computed {
                continue;
            }
            self.wrong_count += 1;
            if self.wrong.len() < SHOWN
                && let Some(period) = ReportPeriod::from_key(period)
            {
                let is_accepted = layer == Layer::Accepted.code();
                self.wrong.push(Wrong {
                    unit,
                    period,
                    is_accepted,
                    slot,
                    kept: kept.sum,
                    computed: computed.sum,
                });
            }
        }
    }
}

/// A unit's end, and what it hung under when.
struct Node {
    valid_to: Option<NaiveDate>,
    parents: Vec<(UnitId, NaiveDate, Option<NaiveDate>)>,
}

impl Node {
    fn parent(&self, day: NaiveDate) -> Option<UnitId> {
        let holds = |(_, from, to): &&(UnitId, NaiveDate, Option<NaiveDate>)| {
            *from <= day && to.is_none_or(|end| end > day)
        };
        self.parents.iter().find(holds).map(|(unit, ..)| *unit)
    }
}

async fn read_tree(tx: &mut Tx) -> Result<HashMap<UnitId, Node>, Internal> {
    let mut nodes = HashMap::new();
    tx.each("select id, valid_to from unit", &[], |row| {
        nodes.insert(row.take::<UnitId>()?, Node { valid_to: row.take()?, parents: Vec::new() });
        Ok(())
    })
    .await?;
    tx.each("select descendant, ancestor, valid_from, valid_to from unit_path where depth = 1", &[], |row| {
        let unit: UnitId = row.take()?;
        let edge = (row.take()?, row.take()?, row.take()?);
        if let Some(node) = nodes.get_mut(&unit) {
            node.parents.push(edge);
        }
        Ok(())
    })
    .await?;
    Ok(nodes)
}

/// Sums gathered at a unit that still have to go up: the day says along which edges.
type Gathered = HashMap<(UnitId, NaiveDate, i64, i64, i64), Vec<Sum>>;

/// All totals from the figures, and how many figures there are.
pub async fn recompute(tx: &mut Tx, rules: &Rules) -> Result<(HashMap<Key, Sums>, u64), Internal> {
    let nodes = read_tree(tx).await?;
    let kept: Vec<usize> = rules.kept().collect();
    let mut gathered: Gathered = HashMap::new();
    let mut figures = 0;
    let mut current: Option<(UnitId, i64, i64)> = None;
    let mut year = YearOfCells::new();
    tx.each(
        "select unit, is_accepted, period, cells from report_value order by unit, is_accepted, period",
        &[],
        |row| {
            let (unit, layer, key): (UnitId, i64, i64) = (row.take()?, row.take()?, row.take()?);
            let bytes: Vec<u8> = row.take()?;
            let this = (unit, layer, key.div_euclid(100));
            if current != Some(this) {
                if let Some((unit, layer, _)) = current {
                    gather_longer(&nodes, rules, &kept, unit, layer, &year, &mut gathered)?;
                }
                current = Some(this);
                year.clear();
            }
            let period = known(key)?;
            let node = node(&nodes, unit)?;
            let day = counted_on(node.valid_to, period);
            let cells = Cells::unpack(&bytes).map_err(damaged)?;
            figures += cells.iter().count() as u64;
            // Reported for days on which the unit, as it turned out later, did not stand any more.
            let is_after = node.valid_to.is_some_and(|end| end <= period.period().start());
            if let Some(parent) = node.parent(day).filter(|_| !is_after) {
                let basis = i64::from(period.kind().months());
                let sums = gathered.entry((parent, day, basis, key, layer)).or_default();
                for (slot, value) in cells.iter() {
                    add(sums, slot, Sum { count: 1, sum: value });
                }
            }
            if !kept.is_empty() {
                year.insert(key, cells);
            }
            Ok(())
        },
    )
    .await?;
    if let Some((unit, layer, _)) = current {
        gather_longer(&nodes, rules, &kept, unit, layer, &year, &mut gathered)?;
    }
    Ok((rise(&nodes, gathered)?, figures))
}

fn known(key: i64) -> Result<ReportPeriod, Internal> {
    ReportPeriod::from_key(key).ok_or_else(|| Internal::new(format!("period {key} is not known")))
}

fn node(nodes: &HashMap<UnitId, Node>, unit: UnitId) -> Result<&Node, Internal> {
    nodes.get(&unit).ok_or_else(|| Internal::new(format!("unit {unit} is not known")))
}

fn add(sums: &mut Vec<Sum>, slot: usize, change: Sum) {
    if slot >= sums.len() {
        sums.resize(slot + 1, Sum::default());
    }
    let sum = &mut sums[slot];
    sum.count += change.count;
    // What was put was checked to fit.
    sum.sum = sum.sum.wrapping_add(change.sum);
}

/// Adds what longer periods keep of one unit's year.
fn gather_longer(
    nodes: &HashMap<UnitId, Node>,
    rules: &Rules,
    kept: &[usize],
    unit: UnitId,
    layer: i64,
    year: &YearOfCells,
    gathered: &mut Gathered,
) -> Result<(), Internal> {
    if kept.is_empty() {
        return Ok(());
    }
    let node = node(nodes, unit)?;
    let mut longer: BTreeMap<(i64, i64), (ReportPeriod, PeriodKind)> = BTreeMap::new();
    for key in year.keys() {
        let period = known(*key)?;
        for whole in period.within() {
            longer.insert((i64::from(period.kind().months()), whole.key()), (whole, period.kind()));
        }
    }
    for ((basis, key), (whole, parts)) in longer {
        let last = whole.period().last_day();
        if node.valid_to.is_some_and(|end| end <= last) {
            continue;
        }
        let Some(parent) = node.parent(last) else { continue };
        let sums = gathered.entry((parent, last, basis, key, layer)).or_default();
        let parts = parts_of(year, whole, parts);
        for slot in kept {
            let sum = one(gather(rules, &parts, *slot));
            if sum.count != 0 {
                add(sums, *slot, sum);
            }
        }
    }
    Ok(())
}

/// Lets sums rise from parent to parent, the lowest units first.
fn rise(nodes: &HashMap<UnitId, Node>, gathered: Gathered) -> Result<HashMap<Key, Sums>, Internal> {
    let mut totals: HashMap<Key, Sums> = HashMap::new();
    let mut layer_of_tree = gathered;
    while !layer_of_tree.is_empty() {
        let mut above: Gathered = HashMap::new();
        for ((unit, day, basis, period, layer), sums) in layer_of_tree {
            let total = totals.entry((unit, basis, period, layer)).or_default();
            let parent = node(nodes, unit)?.parent(day);
            let mut higher =
                parent.map(|parent| above.entry((parent, day, basis, period, layer)).or_default());
            for (slot, sum) in sums.into_iter().enumerate().filter(|(_, sum)| *sum != Sum::default()) {
                total.add(slot, sum).map_err(|error| Internal::new(error.to_string()))?;
                if let Some(higher) = &mut higher {
                    add(higher, slot, sum);
                }
            }
        }
        layer_of_tree = above;
    }
    Ok(totals)
}
