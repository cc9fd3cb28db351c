//! HTML: addresses in, page structs out.

pub mod list;
pub mod show;
