//! From the bytes of a file to a [`SourceText`].
//!
//! The type is found by content, never by name: clerks rename files, and Word happily writes HTML into a `.doc`. Every
//! reader gives the same shape: the text as the file *shows* it (list labels included), one line for each paragraph.
//!
//! Tables come in two kinds. A table of data gives one [`LineKind::TableRow`](crate::LineKind::TableRow) for each row,
//! its cells separated by tabs and the paragraphs of a cell by a blank. A table that only places text side by side (the
//! head of an official paper, the block of signatures) gives the paragraphs of its cells, cell by cell, as plain lines.
//!
//! Deliberately absent: pictures, embedded objects, page headers and footers, deleted text. What was left out is noted.

mod charset;
mod doc;
mod docx;
mod error;
mod html;
mod legacy;
mod numbering;
mod pdf;
mod plain;
mod rtf;
mod secrecy;
mod sheet;
mod sniff;
mod symbols;

pub use error::{FormatError, Limits};
pub use sniff::{Sniffed, sniff};

use crate::SourceText;

/// Reads a paper of any supported format.
///
/// The name does not decide anything today: a file with the wrong extension is read by what it is.
///
/// # Errors
///
/// See [`FormatError`]; the bytes are never trusted, and no input panics.
pub fn read_file(bytes: &[u8], _file_name: Option<&str>, limits: &Limits) -> Result<SourceText, FormatError> {
    if bytes.is_empty() {
        return Err(FormatError::Empty);
    }
    let size = bytes.len() as u64;
    if size > limits.max_bytes {
        return Err(FormatError::TooLarge { size, limit: limits.max_bytes });
    }
    let mut source = match sniff::magic(bytes) {
        Sniffed::Docx => docx::read(bytes, limits)?,
        Sniffed::Doc => doc::read(bytes, limits)?,
        Sniffed::Pdf => pdf::read(bytes, limits)?,
        Sniffed::Rtf => rtf::read(bytes, limits)?,
        Sniffed::Html => html::read(bytes, limits)?,
        Sniffed::Text => plain::read(bytes)?,
        other => return Err(other.refusal()),
    };
    if source.text.trim().is_empty() && source.notes.is_empty() {
        return Err(FormatError::Empty);
    }
    secrecy::note(&mut source);
    if !limits.watch.asks() {
        return Err(FormatError::TooSlow);
    }
    Ok(source)
}

/// Whether [`read_file`] has a reader for this content.
pub fn is_supported(bytes: &[u8]) -> bool {
    sniff(bytes).is_supported()
}
