//! All SQL of the module.

pub mod children;
pub mod comments;
pub mod figures;
pub mod indicators;
pub mod places;
pub mod successions;
pub mod targets;
pub mod totals;
pub mod tree;
pub mod units;
pub mod verify;
