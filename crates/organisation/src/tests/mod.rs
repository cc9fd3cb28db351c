//! Stories of the module, on both engines.

mod accounts;
mod import;
mod setup;
mod units;
