//! Reading official papers: `.docx .doc .pdf .txt .html` → text → outline, metadata, citations, dates, units, tasks, findings.
//!
//! Two rooms. [`formats`] turns the bytes of a file into a [`SourceText`]; [`reading`] turns a `SourceText` into a
//! [`Paper`](reading::Paper). No database, no web, no clock. A text is never refused by `reading`, and nothing panics.

pub mod formats;
pub mod reading;
pub mod source;
mod watch;

pub use source::{Format, Line, LineKind, Note, SourceText};
pub use watch::{Stopped, Watch};
