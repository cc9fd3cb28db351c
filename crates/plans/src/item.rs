//! A line of the plan.

use chrono::{Datelike as _, NaiveDate};
use documents::DocumentId;
use kit::UnitId;

use crate::{PlanId, PlanItemId, ProposalId, WorkStreamId};

/// What kind of work an item asks for (handbook 13).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Nhiệm vụ trọng tâm.
    #[default]
    Focus,
    /// Nhiệm vụ thường xuyên.
    Standing,
    /// Nhiệm vụ phát sinh.
    AdHoc,
}

impl ItemKind {
    pub const ALL: [Self; 3] = [Self::Focus, Self::Standing, Self::AdHoc];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Focus => "focus",
            Self::Standing => "standing",
            Self::AdHoc => "ad_hoc",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What an item says: what a person edits in a proposal, and later in the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ItemFields {
    pub title: String,
    /// The words of the paper in full where the title is shorter, and what people add.
    pub detail: String,
    pub kind: ItemKind,
    /// 1 to 4.
    pub quarter: Option<u8>,
    pub start_on: Option<NaiveDate>,
    /// The last day on which the work is in time.
    pub due_on: Option<NaiveDate>,
    /// The due date in the words of the paper: the phrase and the day are two fields (handbook 4.1).
    pub due_phrase: String,
    /// `monthly`, `regular` …, several separated by commas; empty for work done once.
    pub recurrence: String,
    pub line_of_work: String,
    /// Chosen by a person from the register.
    pub lead_unit: Option<UnitId>,
    /// As the paper names it.
    pub lead_named: String,
    pub coordinators: Vec<UnitId>,
    pub coordinating_named: String,
    pub campaigns: String,
    pub output: String,
    pub target_value: Option<i64>,
    pub unit_of_measure: String,
    /// In đồng.
    pub estimate: Option<i64>,
    /// "nếu có": may be closed as not arisen.
    pub is_conditional: bool,
}

impl ItemFields {
    /// The day on which the units named must still exist (handbook NEV-3.5): the due date, else the end of the quarter, else the
    /// first day of the plan's year.
    pub fn unit_day(&self, year: i32) -> Option<NaiveDate> {
        self.due_on.or_else(|| match self.quarter {
            Some(quarter) => quarter_end(year, quarter),
            None => NaiveDate::from_ymd_opt(year, 1, 1),
        })
    }
}

/// The last day of a quarter.
pub fn quarter_end(year: i32, quarter: u8) -> Option<NaiveDate> {
    let month = u32::from(quarter) * 3;
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(next.0, next.1, 1)?.pred_opt()
}

/// The quarter of a day.
pub fn quarter_of(day: NaiveDate) -> u8 {
    u8::try_from(day.month0() / 3 + 1).unwrap_or(1)
}

/// Whether an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    Active,
    /// Taken out: before issue by whoever drafts, after issue by a decision.
    Withdrawn,
}

impl ItemState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Withdrawn].into_iter().find(|state| state.code() == code)
    }
}

/// Where an item was read: the clause and the code points of the document's raw text.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct ItemSource {
    pub document: Option<DocumentId>,
    pub clause: String,
    pub span_start: Option<i64>,
    pub span_end: Option<i64>,
    pub proposal: Option<ProposalId>,
}

/// One line of a plan as it stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct PlanItem {
    pub id: PlanItemId,
    pub plan: PlanId,
    pub position: i64,
    pub code: String,
    pub section_code: String,
    pub section_title: String,
    #[serde(flatten)]
    pub fields: ItemFields,
    pub stream: Option<WorkStreamId>,
    /// The standing item that this one serves.
    pub standing_item: Option<PlanItemId>,
    pub carried_from: Option<PlanItemId>,
    #[serde(flatten)]
    pub source: ItemSource,
    pub state: ItemState,
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_end_where_the_calendar_says() {
        let end = |quarter| quarter_end(2024, quarter).map(|day| day.to_string());
        assert_eq!(end(1).as_deref(), Some("2024-03-31"));
        assert_eq!(end(4).as_deref(), Some("2024-12-31"));
        assert_eq!(quarter_of("2024-04-01".parse().unwrap()), 2);
    }

    #[test]
    fn units_must_exist_on_the_due_date() {
        let mut fields = ItemFields { quarter: Some(2), ..ItemFields::default() };
        assert_eq!(fields.unit_day(2025), "2025-06-30".parse().ok());
        fields.due_on = "2025-05-19".parse().ok();
        assert_eq!(fields.unit_day(2025), "2025-05-19".parse().ok());
    }
}
