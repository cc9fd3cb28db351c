//! HTML: forms in, page structs out.

mod change;
mod list;
mod show;
mod upload;

pub use change::{cancel, cancel_page, check, correct, edit, link, note, read_again};
pub use list::{chains, export, list};
pub use show::{activity, citations, content, findings, original, relations};
pub use upload::{new, upload};

pub(crate) use list::ListQuery;
pub(crate) use upload::{Outcome, wish};
