//! What people do with reports.

pub mod consolidate;
pub mod define;
pub mod guard;
pub mod look;
pub mod moves;
pub mod owed;
mod parts;
pub mod words;

use crate::error::ReportsError;

type Outcome<T> = Result<T, ReportsError>;
