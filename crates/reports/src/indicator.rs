//! What is reported: an indicator has a code, a name, a unit of measure, and a rule how its figures add up.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cells::Slot;

/// How the figures of months become the figure of a longer period, unit by unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverTime {
    /// Events: houses handed over, meetings held.
    Sum,
    /// Standings: poor households, members. The last figure given counts; a unit that ended before the period did counts no
    /// more, because its successor reports the same households (handbook NEV-1.3).
    Latest,
    /// The highest figure, under the same rule.
    Max,
    /// The mean of the figures given.
    Average,
}

/// How the figures of units become the figure of the unit above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OverUnits {
    Sum,
    /// The mean of the units that gave a figure.
    Average,
    /// Each unit stands for itself: the same person counted by two units is still one (`count_distinct`).
    Apart,
}

macro_rules! codes {
    ($type:ident { $($variant:ident $code:literal),* $(,)? }) => {
        impl $type {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in the database and the API.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
codes!(OverTime { Sum "sum", Latest "latest", Max "max", Average "average" });
codes!(OverUnits { Sum "sum", Average "average", Apart "apart" });

impl OverTime {
    /// The figure of a longer period from those of its parts, in order; blanks are left out, and all blank is blank.
    /// For [`OverTime::Average`] this is the sum, to be divided by the count of figures.
    pub fn gather(self, mut figures: impl Iterator<Item = i64>) -> Option<i64> {
        match self {
            Self::Latest => figures.last(),
            Self::Max => figures.max(),
            Self::Sum | Self::Average => {
                let first = figures.next()?;
                Some(figures.fold(first, i64::saturating_add))
            }
        }
    }

    /// A longer period's total can be had by adding up the totals of its parts.
    pub const fn adds_up(self) -> bool {
        matches!(self, Self::Sum | Self::Average)
    }
}

/// One indicator. Two amounts with different units of measure are two indicators: totals never mix them (handbook NEV-3.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Indicator {
    /// Its place in packed rows, from 0. Never given to another.
    #[schema(value_type = u32)]
    pub slot: Slot,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub measure: String,
    /// Digits after the decimal comma; values are kept as whole numbers of the last digit. 0 to 6.
    pub decimals: u8,
    pub over_time: OverTime,
    pub over_units: OverUnits,
    pub line_of_work: String,
    /// The module that publishes it; empty when people enter it.
    pub source: String,
    /// The indicator of which this is a part ("of which women").
    pub part_of: Option<String>,
}
