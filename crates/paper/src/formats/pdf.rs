//! `.pdf`: letters at places, put back into lines, cells and paragraphs.
//!
//! The parser of a stranger is not trusted: it runs on a thread of its own, under limits of pages, memory and time, and
//! a panic in it is an error here.

mod content;
mod fonts;
mod layout;
mod maps;
mod outside;
mod quality;

use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use lopdf::{Document, LoadOptions};

use super::sheet::Sheet;
use super::{FormatError, Limits, legacy};
use crate::{Format, LineKind, Note, SourceText};

/// Reads the text layer.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<SourceText, FormatError> {
    let mut source = with_limits(bytes, limits)?;
    let doubt = quality::doubt(&source.text);
    if doubt < quality::ACCEPTED {
        return Ok(source);
    }
    legacy::convert_source(&mut source);
    let doubt = quality::doubt(&source.text);
    if doubt < quality::ACCEPTED {
        return Ok(source);
    }
    // Another reader may know a font that ours does not; the better text wins.
    if let Some(other) = outside::read(bytes, limits.max_time) {
        let other_doubt = quality::doubt(&other.text);
        if other_doubt < doubt {
            source = other;
            if other_doubt >= quality::ACCEPTED {
                source.notes.push(Note::DoubtfulText { percent: other_doubt });
            }
            return Ok(source);
        }
    }
    source.notes.push(Note::DoubtfulText { percent: doubt });
    Ok(source)
}

fn with_limits(bytes: &[u8], limits: &Limits) -> Result<SourceText, FormatError> {
    // Objects nest deeper than the usual stack of a thread carries.
    const STACK: usize = 16 * 1024 * 1024;
    const ASKED_EVERY: Duration = Duration::from_millis(100);
    let (send, receive) = mpsc::channel();
    let (own, for_worker) = (bytes.to_vec(), limits.clone());
    let worker = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(move || {
        let result = std::panic::catch_unwind(AssertUnwindSafe(|| parse(&own, &for_worker)));
        // Nobody may be waiting any more: that is no error.
        let _ = send.send(result.unwrap_or_else(|_| Err(FormatError::damaged("the parser gave up"))));
    });
    if let Err(error) = worker {
        return Err(FormatError::damaged(error));
    }
    // The parser asks for itself, but a stranger's part of it may not come back to ask.
    let mut left = limits.max_time;
    while !left.is_zero() && limits.watch.asks() {
        let wait = left.min(ASKED_EVERY);
        match receive.recv_timeout(wait) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Timeout) => left -= wait,
            Err(RecvTimeoutError::Disconnected) => return Err(FormatError::damaged("the parser gave up")),
        }
    }
    Err(FormatError::TooSlow)
}

fn parse(bytes: &[u8], limits: &Limits) -> Result<SourceText, FormatError> {
    let started = Instant::now();
    let most = usize::try_from(limits.max_unpacked).unwrap_or(usize::MAX);
    let document = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(most))
        .map_err(|error| refusal(bytes, &error))?;
    if document.is_encrypted() {
        return Err(FormatError::Encrypted);
    }
    let pages: Vec<_> = document.page_iter().take(limits.max_pages).collect();
    if pages.is_empty() {
        return Err(refusal(bytes, &lopdf::Error::PageNumberNotFound(1)));
    }
    let mut cache = fonts::Cache::default();
    let mut left = most;
    let mut segments = Vec::with_capacity(pages.len());
    let mut has_pictures = false;
    for page in &pages {
        if started.elapsed() > limits.max_time || !limits.watch.asks() {
            return Err(FormatError::TooSlow);
        }
        let mut reader =
            content::Reader::new(&document, &mut cache, left, started + limits.max_time, &limits.watch);
        reader.page(*page)?;
        has_pictures |= reader.has_pictures;
        left = reader.left;
        segments.push(reader.finish());
    }
    if segments.iter().flatten().all(|segment| segment.text.trim().is_empty()) {
        return Err(if has_pictures {
            FormatError::ScannedOnly { pages: pages.len() }
        } else {
            FormatError::Empty
        });
    }
    let mut sheet = Sheet::default();
    layout::write(segments, &mut sheet);
    if has_pictures {
        sheet.note(Note::LeftOut("pictures"));
    }
    let mut source = sheet.finish(Format::Pdf);
    // What is a heading or an item is for the reader of words: this format only knows places.
    debug_assert!(
        source.lines.iter().all(|line| matches!(line.kind, LineKind::Paragraph | LineKind::TableRow))
    );
    if source.text.contains('\u{FFFD}') && cache.has_unknown_letters {
        source.notes.push(Note::LeftOut("letters"));
    }
    Ok(source)
}

fn refusal(bytes: &[u8], error: &lopdf::Error) -> FormatError {
    const TAIL: usize = 2048;
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    let has_end = tail.windows(5).any(|window| window == b"%%EOF");
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => FormatError::Encrypted,
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => FormatError::Bomb,
        _ if !has_end => FormatError::Truncated,
        _ => FormatError::damaged(error),
    }
}
