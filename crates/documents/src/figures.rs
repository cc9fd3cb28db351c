//! What reports count of papers: those that came in and those that went out in a period.

use chrono::NaiveDate;
use kit::UnitId;

pub use crate::store::{count_below, count_by_unit};
use crate::urls;

/// A figure that the register gives. Cancelled entries count nowhere; a paper counts for the unit as it hung on the paper's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Incoming papers by the day of their entry in the register.
    In,
    /// Outgoing papers that are issued, by the day they bear.
    Out,
}

impl Figure {
    pub const ALL: [Self; 2] = [Self::In, Self::Out];

    /// The indicator's code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::In => "papers_in",
            Self::Out => "papers_out",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.code() == code)
    }
}

/// The papers that a figure counts: those whose day lies between the first and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    pub figure: Figure,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// The address of the list of exactly the papers that a unit's figure counts.
pub fn rows(counted: Counted, unit: UnitId) -> String {
    let Counted { figure, first, last } = counted;
    format!("{}?unit={unit}&figure={}&from={first}&to={last}", urls::LIST, figure.code())
}
