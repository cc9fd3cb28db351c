//! An item as one of its versions kept it.

use chrono::NaiveDate;
use kit::{Internal, UnitId};

use super::model::ItemRow;
use crate::PlanItemId;
use crate::item::ItemKind;

/// The whole item as JSON, as far as views need it. A version kept by an older program lacks newer fields: they stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Snapshot {
    pub position: i64,
    pub code: String,
    pub section_code: String,
    pub section_title: String,
    pub title: String,
    pub detail: String,
    pub kind: Option<ItemKind>,
    pub quarter: Option<u8>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub due_phrase: String,
    pub recurrence: String,
    pub line_of_work: String,
    pub lead_unit: Option<UnitId>,
    pub lead_named: String,
    pub coordinating_named: String,
    pub campaigns: String,
    pub output: String,
    pub target_value: Option<i64>,
    pub unit_of_measure: String,
    pub estimate: Option<i64>,
    pub state: String,
    pub carried_from: Option<PlanItemId>,
}

impl Snapshot {
    pub fn read(data: &str) -> Result<Self, Internal> {
        Ok(serde_json::from_str(data)?)
    }

    pub fn is_withdrawn(&self) -> bool {
        self.state == "withdrawn"
    }

    /// Puts an item back to what it said.
    pub fn put_on(self, item: &mut ItemRow) {
        item.is_withdrawn = self.is_withdrawn();
        if self.lead_unit != item.lead_unit {
            item.lead = self.lead_named;
        }
        item.position = self.position;
        item.code = self.code;
        item.section_code = self.section_code;
        item.section_title = self.section_title;
        item.title = self.title;
        item.kind = self.kind.unwrap_or(item.kind);
        item.quarter = self.quarter;
        item.start_on = self.start_on;
        item.due_on = self.due_on;
        item.due_phrase = self.due_phrase;
        item.line_of_work = self.line_of_work;
        item.lead_unit = self.lead_unit;
        item.coordinating = self.coordinating_named;
        item.estimate = self.estimate;
    }
}
