//! Markup: page structs to HTML.

pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod forms;
pub(crate) mod units;
