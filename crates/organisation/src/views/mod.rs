//! Markup: page structs to HTML.

pub(crate) mod forms;
pub(crate) mod units;
