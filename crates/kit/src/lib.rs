//! Storage on two engines, web basics, accounts, permissions, audit, files, jobs, search, export. No business word.

// Generated texts name `kit::text`, here as in every other module.
extern crate self as kit;

// First: the others use its macro.
#[macro_use]
pub mod storage;

pub mod accounts;
pub mod acts;
pub mod audit;
pub mod clock;
pub mod error;
pub mod export;
pub mod files;
pub mod id;
pub mod jobs;
pub mod openapi;
pub mod page;
pub mod paging;
pub mod permission;
pub mod schema;
pub mod search;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text;
pub mod ui;
pub mod web;

pub use clock::{Clock, Instant};
pub use error::{Fault, Internal, Kind};
pub use id::{AccountId, PostId, UnitId};

/// Texts of the shell itself.
pub mod texts {
    use crate::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
