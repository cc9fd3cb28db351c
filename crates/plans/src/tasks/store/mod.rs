//! Every statement about tasks, and nothing but statements and rows.

pub mod carry;
pub mod directives;
pub mod figures;
pub mod listing;
pub mod lookups;
pub mod records;
pub mod spread;
pub mod task;
pub mod today;

pub use task::{Item, Rollup, Task};
