//! What reports count of tasks: those due in a period, by how they stand.

use chrono::NaiveDate;

use super::list::{Filter, StateFilter};
use kit::UnitId;

pub use super::store::figures::{count_below, count_by_unit};

/// A figure that tasks give. Cancelled tasks and those that did not arise count nowhere; a task counts in the period of its due
/// date, for the unit it hung under on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Due,
    /// Of these: done, whenever.
    Done,
    /// Of these: done after the day, or past it and not waiting for somebody else.
    Late,
    /// Of these: without a piece of evidence.
    WithoutEvidence,
}

impl Figure {
    pub const ALL: [Self; 4] = [Self::Due, Self::Done, Self::Late, Self::WithoutEvidence];

    /// The indicator's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Due => "tasks_due",
            Self::Done => "tasks_done",
            Self::Late => "tasks_late",
            Self::WithoutEvidence => "tasks_without_evidence",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.code() == code)
    }
}

/// The tasks that a figure counts: those due from the first to the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub figure: Figure,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// The address of the list of exactly the tasks that a unit's figure counts.
pub fn rows(counted: Counted, unit: UnitId) -> String {
    Filter { state: StateFilter::All, unit: Some(unit), counted: Some(counted), ..Filter::default() }
        .address()
}
