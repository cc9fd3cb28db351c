//! HTML: addresses in, page structs out.

pub mod compare;
pub mod item;
pub mod list;
pub mod show;
