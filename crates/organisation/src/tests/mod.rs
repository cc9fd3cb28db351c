//! Stories of the module, on both engines.

mod import;
mod units;
