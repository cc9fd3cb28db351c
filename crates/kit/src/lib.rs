//! Storage on two engines, web basics, accounts, permissions, audit, files, jobs, search, export. No business word.

// Generated texts name `kit::text`, here as in every other module.
extern crate self as kit;

pub mod text;
pub mod ui;

/// Texts of the shell itself.
pub mod texts {
    use crate::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
