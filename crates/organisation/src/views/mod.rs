//! Markup: page structs to HTML.

pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod chart;
pub(crate) mod forms;
pub(crate) mod setup;
pub(crate) mod units;
