//! What is reported: an indicator has a code, a name, a unit of measure, and a rule how its figures add up.

use chrono::NaiveDate;
use kit::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vi::numbers::Decimal;

use crate::actions::totals::divided;
use crate::cells::{Slot, Sum};
use crate::period::ReportPeriod;
use crate::store::totals::Total;

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
    /// Unit of measure: `hộ`, `triệu đồng`.
    pub measure_vi: String,
    pub measure_en: String,
    /// Digits after the decimal comma; values are kept as whole numbers of the last digit. 0 to 6.
    pub decimals: u8,
    pub over_time: OverTime,
    pub over_units: OverUnits,
    pub line_of_work: String,
    /// The module that publishes it; empty when people enter it.
    pub source: String,
    /// The code of the indicator of which this is a part ("of which women").
    pub part_of: Option<String>,
    /// What one unit can sensibly report, in whole numbers of the last digit.
    pub least: Option<i64>,
    pub most: Option<i64>,
    pub valid_from: NaiveDate,
    /// The first day on which it is no longer reported.
    pub valid_to: Option<NaiveDate>,
}

/// How many digits after the comma an indicator may have.
pub const MOST_DECIMALS: u8 = 6;
/// How many places a row has at most.
pub const MOST_SLOTS: Slot = 4096;

impl Indicator {
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.name_vi,
            Lang::En => &self.name_en,
        }
    }

    pub fn measure(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.measure_vi,
            Lang::En => &self.measure_en,
        }
    }

    /// Whether it is reported for a period: it was in force on at least one day of it.
    pub fn is_reported_in(&self, period: ReportPeriod) -> bool {
        self.valid_from <= period.period().last_day()
            && self.valid_to.is_none_or(|end| end > period.period().start())
    }

    /// A module counts it: nobody types it.
    pub fn is_published(&self) -> bool {
        !self.source.is_empty()
    }

    /// The rules that figures were put under: they cannot change while there are figures.
    pub fn rules(&self) -> (u8, OverTime, OverUnits) {
        (self.decimals, self.over_time, self.over_units)
    }

    /// What a total comes to by the rules of this indicator. `parts` is how many of the reported periods have figures.
    /// Nothing reported is `None`; so is a total that cannot be told from those below ([`OverUnits::Apart`]).
    pub fn value_of(&self, total: Total, all: Sum, parts: i64) -> Option<i64> {
        if all.count == 0 {
            return None;
        }
        match (self.over_units, self.over_time) {
            (OverUnits::Apart, _) if total.below.count > 0 => None,
            (OverUnits::Average, _) => Some(divided(all.sum, all.count)),
            (_, OverTime::Average) => Some(divided(all.sum, parts.max(1))),
            _ => Some(all.sum),
        }
    }

    /// A kept value as the number it stands for.
    pub fn decimal(&self, value: i64) -> Decimal {
        Decimal { unscaled: value, scale: self.decimals }
    }
}
