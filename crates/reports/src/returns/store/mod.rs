//! All SQL of reports and of what is owed.

pub mod editions;
pub mod forms;
pub mod regimes;
pub mod reports;
pub mod texts;
pub mod units;
