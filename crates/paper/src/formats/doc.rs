//! `.doc` of Word 97–2003: a compound file whose text lies in pieces and whose properties lie in pages of their own.
//!
//! Read as shown, like [`super::docx`]: labels counted, deletions gone, field results kept.

mod binary;
mod fib;
mod fonts;
mod lists;
mod pieces;
mod properties;
mod story;
mod styles;

use std::io::{Cursor, Read as _};

use super::sheet::{Block, Sheet};
use super::{FormatError, Limits, Sniffed, legacy, secrecy};
use crate::{Format, Note, SourceText};
use fib::Fib;
use story::{Parts, Story};

type Compound<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// What kind of compound file this is, by its streams.
pub(crate) fn identify(bytes: &[u8]) -> Sniffed {
    let Ok(file) = Compound::open(Cursor::new(bytes)) else {
        return Sniffed::Other("ole");
    };
    if file.exists("/WordDocument") {
        return Sniffed::Doc;
    }
    if file.exists("/EncryptedPackage") {
        return Sniffed::Encrypted;
    }
    let kinds = [
        ("/Workbook", "xls"),
        ("/Book", "xls"),
        ("/PowerPoint Document", "ppt"),
        ("/__properties_version1.0", "msg"),
        ("/VisioDocument", "vsd"),
    ];
    Sniffed::Other(
        kinds
            .iter()
            .find(|(stream, _)| file.exists(stream))
            .map_or("ole", |(_, kind)| kind),
    )
}

/// Reads the main story, then text boxes and notes.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<SourceText, FormatError> {
    let mut file = Compound::open(Cursor::new(bytes)).map_err(|error| damage(bytes, &error))?;
    if !file.exists("/WordDocument") {
        return Err(identify(bytes).refusal());
    }
    let main = stream(&mut file, "/WordDocument", limits, bytes)?;
    let fib = Fib::parse(&main)?;
    let table = stream(&mut file, fib.table_stream, limits, bytes)?;
    let parts = Parts::parse(&main, &table, &fib)?;

    let mut sheet = Sheet::with_capacity(parts.pieces.len() * 2);
    let mut body = Story::new(&parts, &mut sheet);
    body.run(fib.main_story());
    body.run(fib.text_boxes());
    let mut notes = Sheet::default();
    for range in [fib.footnotes(), fib.endnotes()] {
        Story::new(&parts, &mut notes).run(range);
    }
    let notes = notes.finish(Format::Doc);
    for line in notes.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        sheet.push(Block::plain(line));
    }
    if !fib.headers().is_empty() {
        let mut headers = Sheet::default();
        Story::new(&parts, &mut headers).run(fib.headers());
        let headers = headers.finish(Format::Doc).text;
        if !headers.trim().is_empty() {
            sheet.note(Note::LeftOut("headers"));
        }
        if headers.lines().any(secrecy::holds_mark) {
            sheet.note(Note::SecrecyMark);
        }
    }
    if !fib.comments().is_empty() {
        sheet.note(Note::LeftOut("comments"));
    }
    let mut source = sheet.finish(Format::Doc);
    legacy::convert_source(&mut source);
    Ok(source)
}

fn stream(
    file: &mut Compound<'_>,
    name: &str,
    limits: &Limits,
    bytes: &[u8],
) -> Result<Vec<u8>, FormatError> {
    let stream = file.open_stream(name).map_err(|error| damage(bytes, &error))?;
    let mut content = Vec::new();
    // A chain of sectors may be a loop; no stream is longer than its file.
    let most = limits.max_bytes.min(bytes.len() as u64 + 1);
    stream
        .take(most)
        .read_to_end(&mut content)
        .map_err(|error| damage(bytes, &error))?;
    Ok(content)
}

/// A compound file is whole sectors; anything else lost its end.
fn damage(bytes: &[u8], error: &std::io::Error) -> FormatError {
    let sectors = binary::u32_at(bytes, 0x2C).unwrap_or(0) as usize;
    // Each sector of the allocation table speaks for 128 sectors of 512 bytes; the last may be nearly empty.
    let least = sectors.saturating_sub(1).saturating_mul(128 * 512);
    let is_cut = !bytes.len().is_multiple_of(512)
        || bytes.len() < least
        || error.kind() == std::io::ErrorKind::UnexpectedEof;
    if is_cut {
        FormatError::Truncated
    } else {
        FormatError::damaged(error)
    }
}
