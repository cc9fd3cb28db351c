//! All SQL of the module.

pub mod figures;
pub mod indicators;
pub mod totals;
pub mod tree;
pub mod verify;
