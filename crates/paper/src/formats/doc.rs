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
    Sniffed::Other(kinds.iter().find(|(stream, _)| file.exists(stream)).map_or("ole", |(_, kind)| kind))
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
    body.run(fib.main_story(), &limits.watch)?;
    body.run(fib.text_boxes(), &limits.watch)?;
    let mut notes = Sheet::default();
    for range in [fib.footnotes(), fib.endnotes()] {
        Story::new(&parts, &mut notes).run(range, &limits.watch)?;
    }
    let notes = notes.finish(Format::Doc);
    for line in notes.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        sheet.push(Block::plain(line));
    }
    if !fib.headers().is_empty() {
        let mut headers = Sheet::default();
        Story::new(&parts, &mut headers).run(fib.headers(), &limits.watch)?;
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
    stream.take(most).read_to_end(&mut content).map_err(|error| damage(bytes, &error))?;
    Ok(content)
}

/// A broken compound file: either its end is missing, or something inside is wrong.
fn damage(bytes: &[u8], error: &std::io::Error) -> FormatError {
    let is_cut = error.kind() == std::io::ErrorKind::UnexpectedEof
        || expected_size(bytes).is_some_and(|size| bytes.len() < size);
    if is_cut { FormatError::Truncated } else { FormatError::damaged(error) }
}

/// The size that the allocation table speaks of, as far as it is still there.
fn expected_size(bytes: &[u8]) -> Option<usize> {
    const FREE: u32 = 0xFFFF_FFFF;
    const LISTED: usize = 109;
    let sector = 1_usize
        .checked_shl(u32::from(binary::u16_at(bytes, 0x1E)?))
        .filter(|size| (512..=4096).contains(size))?;
    let tables = binary::usize_at(bytes, 0x2C)?.min(LISTED);
    let mut last = 0;
    for table in 0..tables {
        let place = binary::usize_at(bytes, 0x4C + 4 * table)?.checked_add(1)?.checked_mul(sector)?;
        let Some(entries) = bytes.get(place..place + sector) else {
            return Some(usize::MAX);
        };
        let used = entries.chunks_exact(4).rposition(|entry| binary::u32_at(entry, 0) != Some(FREE));
        last = used.map_or(last, |used| table * sector / 4 + used);
    }
    Some((last + 2) * sector)
}
