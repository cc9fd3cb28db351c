//! Stories of the module, on both engines.

mod accounts;
mod drafts;
mod import;
mod setup;
mod units;
