//! Markup of reports.

mod content;
pub mod define;
mod evidence;
pub mod owed;
pub mod report;
