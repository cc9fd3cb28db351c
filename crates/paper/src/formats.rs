//! From the bytes of a file to a [`SourceText`](crate::SourceText).
