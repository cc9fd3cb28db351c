//! Markup.

pub mod register;
