//! Markup of reports.

pub mod define;
pub mod owed;
pub mod report;
