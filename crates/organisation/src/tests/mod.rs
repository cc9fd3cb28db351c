//! Stories of the module, on both engines.

mod accounts;
mod import;
mod units;
