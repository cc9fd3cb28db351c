//! The life of a report: forms, who owes what by when, draft → sent → sent back → accepted → taken in above → locked, corrections.
//!
//! Obligations are computed from dated regimes and the units of a period's last day, never stored, so that shares are true
//! (handbook 3.5). What has been sent does not change silently (NEV-3.2): [`actions::guard`] stands before every save.

pub mod actions;
pub(crate) mod api;
pub(crate) mod api_define;
pub mod check;
pub mod form;
pub mod line;
pub(crate) mod outgoing;
pub(crate) mod pages;
pub mod paper;
pub mod regime;
pub mod reminders;
pub mod report;
pub(crate) mod starter;
pub mod store;
pub mod today;
mod views;
pub(crate) mod words;

pub use pages::owed::{OwedFilter, sheet as owed_sheet};
