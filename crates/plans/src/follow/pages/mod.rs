//! HTML: addresses in, page structs out.

pub mod calendar;
pub mod compare;
pub mod item;
pub mod list;
pub mod progress;
pub mod saved;
pub mod show;
