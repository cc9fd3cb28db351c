//! From a [`SourceText`](crate::SourceText) to what the paper says.

/// What was read from a paper.
#[derive(Debug, Clone, Default)]
pub struct Paper {}
