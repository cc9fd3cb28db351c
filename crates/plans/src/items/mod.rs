//! The plan record: plans and their items, created, edited, withdrawn, carried over, issued.

pub mod actions;
pub mod error;
pub mod form;
pub mod store;
pub mod units;
pub mod views;
