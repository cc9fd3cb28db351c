//! What people do with figures and indicators.

pub mod comments;
pub mod indicators;
pub mod map;
pub mod reading;
pub mod targets;
pub mod totals;
pub mod tree;
pub mod values;

use crate::error::ReportsError;

type Outcome<T> = Result<T, ReportsError>;
