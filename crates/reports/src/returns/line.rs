//! To whom a report goes: up the tree, or within a member organisation.

use std::collections::HashMap;

use kit::UnitId;
use organisation::{Level, UnitKind};

use super::regime::{Regime, ReportLine};

/// A unit as it stood on a period's last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    pub level: Level,
    pub kind: UnitKind,
    pub parent: Option<UnitId>,
}

/// All units that matter for a regime on a day.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    by_id: HashMap<UnitId, Standing>,
    children: HashMap<UnitId, Vec<UnitId>>,
}

impl Tree {
    pub fn of(units: Vec<Standing>) -> Self {
        let mut tree = Self::default();
        for unit in units {
            if let Some(parent) = unit.parent {
                tree.children.entry(parent).or_default().push(unit.unit);
            }
            tree.by_id.insert(unit.unit, unit);
        }
        tree
    }

    pub fn get(&self, unit: UnitId) -> Option<&Standing> {
        self.by_id.get(&unit)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Standing> {
        self.by_id.values()
    }

    /// The units above, from near to far.
    fn above(&self, unit: UnitId) -> impl Iterator<Item = &Standing> {
        let parent = |of: &Standing| of.parent.and_then(|parent| self.get(parent));
        std::iter::successors(self.get(unit).and_then(parent), move |of| parent(of)).take(16)
    }

    /// Who receives what a unit owes under a regime; nobody above the installation's top.
    pub fn receiver(&self, unit: UnitId, regime: &Regime) -> Option<UnitId> {
        let own = self.get(unit)?;
        match regime.line {
            ReportLine::Tree => self
                .above(unit)
                .find(|above| regime.is_owed_by(above.kind, above.level))
                .or_else(|| self.above(unit).find(|above| above.kind == UnitKind::FrontCommittee))
                .map(|above| above.unit),
            // The committee beside it is passed over: the same organisation one level further up, if it is there.
            ReportLine::OwnChain => self.above(unit).skip(1).find_map(|above| {
                let beside = self.children.get(&above.unit)?;
                beside
                    .iter()
                    .filter_map(|id| self.get(*id))
                    .filter(|one| one.kind == own.kind)
                    .map(|one| (shared_words(&one.name, &own.name), one.unit))
                    .filter(|(shared, _)| *shared >= 2)
                    .max_by_key(|(shared, unit)| (*shared, std::cmp::Reverse(unit.0)))
                    .map(|(_, unit)| unit)
            }),
        }
    }
}

/// How many words two names begin with alike: "Hội Nông dân tỉnh …" and "Hội Nông dân xã …" share three, two farmers' and women's
/// unions of one place share one.
fn shared_words(one: &str, other: &str) -> usize {
    let fold = |name: &str| vi::fold::fold(name);
    let (one, other) = (fold(one), fold(other));
    one.split_whitespace().zip(other.split_whitespace()).take_while(|(one, other)| one == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_known_by_how_its_name_begins() {
        assert_eq!(shared_words("Hội Nông dân tỉnh Mẫu", "Hội Nông dân xã Bắc Mẫu"), 3);
        assert_eq!(shared_words("Hội Liên hiệp Phụ nữ tỉnh", "Hội Nông dân xã"), 1);
        assert_eq!(shared_words("Liên đoàn Lao động tỉnh", "LIÊN ĐOÀN LAO ĐỘNG"), 4);
    }
}
