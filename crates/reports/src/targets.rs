//! What plans aim at, beside what is reported. The plans are another module's: it is made known once with [`set_by`] by the program
//! that puts the modules together.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::Tx;
use kit::{Internal, UnitId};
use serde::Serialize;
use utoipa::ToSchema;
use vi::period::Period;

use crate::indicator::Indicator;
use crate::period::ReportPeriod;

/// A plan item with a target.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Target {
    /// The item's number.
    pub item: i64,
    pub title: String,
    pub plan: String,
    /// Whose plan it is.
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub year: i32,
    /// When it is to be reached: in this quarter (1 to 4), else within the year.
    pub quarter: Option<u8>,
    pub value: i64,
    /// As the plan writes the unit of measure.
    pub measure: String,
    /// The page of the item.
    pub href: String,
}

impl Target {
    /// The time within which it is to be reached.
    pub fn period(&self) -> Option<ReportPeriod> {
        let quarter = self.quarter.and_then(|quarter| Period::quarter(self.year, quarter.into()));
        ReportPeriod::new(quarter.or_else(|| Period::year(self.year))?)
    }

    /// Whether an indicator measures the same thing: amounts of different units of measure are never compared (handbook NEV-3.4).
    pub fn is_measured_by(&self, indicator: &Indicator) -> bool {
        let plain = |text: &str| {
            let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
            vi::normalise::nfc(&words.join(" ")).into_owned()
        };
        let measure = plain(&self.measure);
        !measure.is_empty()
            && [&indicator.measure_vi, &indicator.measure_en].iter().any(|one| plain(one) == measure)
    }

    /// Whole percents of the target that a value comes to, rounded down; more than 100 when it is passed.
    pub fn percent(&self, value: i64, indicator: &Indicator) -> Option<i64> {
        let whole = i128::from(self.value) * 10_i128.pow(indicator.decimals.into());
        (whole > 0).then(|| i64::try_from((i128::from(value) * 100).div_euclid(whole)).unwrap_or(i64::MAX))
    }
}

/// The share of a period that has passed on a day, the day included: whole percents from 0 to 100.
pub fn pace(period: ReportPeriod, today: NaiveDate) -> i64 {
    let (start, last) = (period.period().start(), period.period().last_day());
    let days = (last - start).num_days() + 1;
    ((today - start).num_days() + 1).clamp(0, days) * 100 / days
}

/// Targets on their way.
pub type Listing<'a> = Pin<Box<dyn Future<Output = Result<Vec<Target>, Internal>> + Send + 'a>>;

/// The module that sets targets.
pub trait Targets: Send + Sync {
    /// The targets of a unit's plans of a year, within a scope: of plans that are in force or closed.
    fn list<'a>(&'a self, tx: &'a mut Tx, scope: Scope, unit: UnitId, year: i32) -> Listing<'a>;

    /// One item's target, if the scope has it: at most one.
    fn find<'a>(&'a self, tx: &'a mut Tx, scope: Scope, item: i64) -> Listing<'a>;
}

static SET_BY: Mutex<Option<Arc<dyn Targets>>> = Mutex::new(None);

/// Makes the module known; another one takes its place.
pub fn set_by(targets: Arc<dyn Targets>) {
    *SET_BY.lock().unwrap_or_else(PoisonError::into_inner) = Some(targets);
}

pub(crate) fn known() -> Option<Arc<dyn Targets>> {
    SET_BY.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample;

    fn target(value: i64, measure: &str) -> Target {
        Target {
            item: 1,
            title: String::new(),
            plan: String::new(),
            unit: UnitId(1),
            year: 2025,
            quarter: None,
            value,
            measure: measure.to_owned(),
            href: String::new(),
        }
    }

    #[test]
    fn percents_pass_a_hundred_and_know_decimals() {
        let mut indicator = sample(0);
        assert_eq!(target(10, "lượt").percent(13, &indicator), Some(130));
        assert_eq!(target(3, "lượt").percent(2, &indicator), Some(66));
        assert_eq!(target(0, "lượt").percent(2, &indicator), None);
        indicator.decimals = 1;
        assert_eq!(target(10, "lượt").percent(55, &indicator), Some(55), "5,5 of 10");
    }

    #[test]
    fn only_the_same_unit_of_measure_measures() {
        let indicator = sample(0);
        assert!(target(1, " Lượt ").is_measured_by(&indicator));
        // Decomposed letters are the same letters; other letters are not.
        assert!(target(1, "lu\u{31b}o\u{31b}\u{323}t").is_measured_by(&indicator));
        assert!(!target(1, "lượt người").is_measured_by(&indicator));
        assert!(!target(1, "").is_measured_by(&indicator));
    }

    #[test]
    fn the_pace_is_the_share_of_days_that_have_passed() {
        let quarter: ReportPeriod = "2025-Q2".parse().expect("a quarter");
        let paces = ["2025-03-31", "2025-04-01", "2025-05-16", "2025-06-30", "2026-01-01"]
            .map(|day| pace(quarter, kit::testing::day(day)));
        assert_eq!(paces, [0, 1, 50, 100, 100]);
    }
}
