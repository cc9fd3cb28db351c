//! What changed between two days: in one item, and in the plan as a whole. No database.

use std::collections::{BTreeMap, HashMap};

use documents::DocumentId;
use kit::{Instant, UnitId};
use paper::reading::diff::{WordOp, words};

use super::snapshot::Snapshot;
use super::store::item::ItemVersion;
use crate::PlanItemId;

/// What of an item changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChangedField)]
pub enum Field {
    Title,
    Detail,
    Section,
    Quarter,
    StartOn,
    DueOn,
    DuePhrase,
    Recurrence,
    LineOfWork,
    Lead,
    Coordinating,
    Campaigns,
    Output,
    Target,
    Estimate,
}

impl Field {
    /// A change of these moves the work in time.
    pub const fn moves_dates(self) -> bool {
        matches!(self, Self::Quarter | Self::StartOn | Self::DueOn | Self::DuePhrase)
    }
}

/// One field that says something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    /// Word by word; values that are no text are one word out and one in.
    pub words: Vec<WordOp>,
}

/// What differs between two versions of an item, field by field.
pub fn changes(before: &Snapshot, after: &Snapshot, units: &HashMap<UnitId, String>) -> Vec<Change> {
    let (old, new) = (values(before, units), values(after, units));
    old.into_iter()
        .zip(new)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| Change { field, words: words(&old, &new) })
        .collect()
}

fn values(item: &Snapshot, units: &HashMap<UnitId, String>) -> [(Field, String); 15] {
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let day = |value| Option::map_or(value, String::new(), vi::date::short);
    let lead = item.lead_unit.and_then(|unit| units.get(&unit)).unwrap_or(&item.lead_named);
    let target = format!("{} {}", number(item.target_value), item.unit_of_measure);
    [
        (Field::Title, item.title.clone()),
        (Field::Detail, item.detail.clone()),
        (Field::Section, format!("{} {}", item.section_code, item.section_title).trim().to_owned()),
        (Field::Quarter, item.quarter.map(|quarter| quarter.to_string()).unwrap_or_default()),
        (Field::StartOn, day(item.start_on)),
        (Field::DueOn, day(item.due_on)),
        (Field::DuePhrase, item.due_phrase.clone()),
        (Field::Recurrence, item.recurrence.clone()),
        (Field::LineOfWork, item.line_of_work.clone()),
        (Field::Lead, lead.clone()),
        (Field::Coordinating, item.coordinating_named.clone()),
        (Field::Campaigns, item.campaigns.clone()),
        (Field::Output, item.output.clone()),
        (Field::Target, target.trim().to_owned()),
        (Field::Estimate, number(item.estimate)),
    ]
}

/// What became of an item between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Added,
    /// Carried over from an earlier quarter or year.
    Carried,
    Withdrawn,
    Changed,
}

/// Who changed an item when, why, and by which paper.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Because {
    pub at: Instant,
    pub by: String,
    pub reason: String,
    /// The decision that the change rests on.
    pub document: Option<DocumentId>,
    pub document_symbol: String,
}

/// An item that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub item: PlanItemId,
    pub fate: Fate,
    /// As it is now, or as it was when it was withdrawn.
    pub shown: Snapshot,
    pub changes: Vec<Change>,
    /// Everything that was done to it in between, the first first.
    pub because: Vec<Because>,
}

impl Difference {
    pub fn moves_dates(&self) -> bool {
        self.changes.iter().any(|change| change.field.moves_dates())
    }
}

/// What differs in a plan from an instant on. `versions` are all versions up to the later day, the first first.
pub fn differences(
    versions: Vec<ItemVersion>,
    from: Instant,
    units: &HashMap<UnitId, String>,
) -> Vec<Difference> {
    let mut by_item: BTreeMap<PlanItemId, Vec<ItemVersion>> = BTreeMap::new();
    for version in versions {
        by_item.entry(version.item).or_default().push(version);
    }
    let mut out: Vec<Difference> =
        by_item.into_iter().filter_map(|(item, history)| difference(item, history, from, units)).collect();
    out.sort_by_key(|change| (change.shown.position, change.item));
    out
}

fn difference(
    item: PlanItemId,
    history: Vec<ItemVersion>,
    from: Instant,
    units: &HashMap<UnitId, String>,
) -> Option<Difference> {
    let split = history.partition_point(|version| version.at < from);
    let base = split.checked_sub(1).and_then(|index| history.get(index)).map(|version| version.data.clone());
    let last = history.last()?.data.clone();
    let was_there = base.as_ref().is_some_and(|base| !base.is_withdrawn());
    let (fate, changes) = match (was_there, !last.is_withdrawn()) {
        (false, true) if last.carried_from.is_some() => (Fate::Carried, Vec::new()),
        (false, true) => (Fate::Added, Vec::new()),
        (true, false) => (Fate::Withdrawn, Vec::new()),
        (true, true) => (Fate::Changed, changes(&base?, &last, units)),
        (false, false) => return None,
    };
    if fate == Fate::Changed && changes.is_empty() {
        return None;
    }
    let because = history
        .into_iter()
        .skip(split)
        .map(|version| Because {
            at: version.at,
            by: version.by,
            reason: version.reason,
            document: version.document,
            document_symbol: version.document_symbol,
        })
        .collect();
    Some(Difference { item, fate, shown: last, changes, because })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(item: i64, at: i64, data: Snapshot) -> ItemVersion {
        ItemVersion {
            item: PlanItemId(item),
            at: Instant(at),
            by: String::new(),
            reason: String::new(),
            document: None,
            document_symbol: String::new(),
            data,
        }
    }

    fn item(title: &str) -> Snapshot {
        Snapshot { title: title.to_owned(), ..Snapshot::default() }
    }

    #[test]
    fn words_tell_what_changed() {
        let before = Snapshot { due_on: "2024-03-31".parse().ok(), ..item("Hỗ trợ 100 nhà") };
        let after = Snapshot { due_on: "2024-06-30".parse().ok(), ..item("Hỗ trợ 150 nhà") };
        let found = changes(&before, &after, &HashMap::new());
        assert_eq!(found[0].field, Field::Title);
        assert!(found[0].words.contains(&WordOp::Remove("100".to_owned())), "{found:?}");
        assert!(found[0].words.contains(&WordOp::Add("150".to_owned())), "{found:?}");
        assert_eq!(found[1].field, Field::DueOn);
        assert!(found[1].field.moves_dates());
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn items_come_go_change_or_stay() {
        let withdrawn = Snapshot { state: "withdrawn".to_owned(), ..item("b") };
        let versions = vec![
            version(1, 10, item("a")),
            version(2, 10, item("b")),
            version(3, 10, item("c")),
            version(1, 20, item("a mới")),
            version(2, 20, withdrawn),
            version(4, 20, item("d")),
            // Changed and changed back: as it was.
            version(3, 20, item("c mới")),
            version(3, 30, item("c")),
        ];
        let found = differences(versions, Instant(15), &HashMap::new());
        let fates: Vec<(i64, Fate)> = found.iter().map(|found| (found.item.0, found.fate)).collect();
        assert_eq!(fates, [(1, Fate::Changed), (2, Fate::Withdrawn), (4, Fate::Added)]);
        assert_eq!(found[0].because.len(), 1);
    }
}
