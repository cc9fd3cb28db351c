//! Folding for search: two spellings that a reader takes for the same word become the same bytes.
//!
//! Tone and letter marks, case, NFC or NFD, the place of the tone mark (`hoà`, `hòa`), the letters
//! `đ Đ ð Ð`, hard and thin spaces, invisible characters, dashes and quotes all fold away. Text typed
//! without accents therefore finds text with accents.

mod highlight;
mod table;
#[cfg(test)]
mod tests;

pub use highlight::highlight;

use table::{Folded, Table};
use unicode_normalization::UnicodeNormalization;

/// The folded form of `raw`: lower-case, without marks, single spaces, trimmed.
///
/// Folding is idempotent and never longer than three times the input. Letters of other scripts keep their
/// base letter in lower case; digits and punctuation stay.
///
/// ```
/// assert_eq!(vi::fold::fold("  Đoàn\u{a0}Kết – hoà bình "), "doan ket - hoa binh");
/// ```
pub fn fold(raw: &str) -> String {
    let mut sink = Text(Vec::with_capacity(raw.len()));
    fold_into(raw, &mut sink);
    into_string(sink.0)
}

/// [`fold`] with, for every folded byte, the byte offset in `raw` of the character it came from.
///
/// The offsets have one entry more than the folded text has bytes: the last is where the folded text ends
/// in `raw`, so `raw[offsets[a]..offsets[b]]` is the source of `folded[a..b]`, marks included.
///
/// # Panics
///
/// If `raw` is longer than 4 GiB.
pub fn fold_with_offsets(raw: &str) -> (String, Vec<u32>) {
    assert!(u32::try_from(raw.len()).is_ok(), "text longer than 4 GiB");
    let mut sink =
        Mapped { text: Vec::with_capacity(raw.len()), offsets: Vec::with_capacity(raw.len() + 1), end: 0 };
    fold_into(raw, &mut sink);
    let end = sink.end;
    sink.offsets.push(end);
    (into_string(sink.text), sink.offsets)
}

fn into_string(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("folding writes ASCII bytes and whole characters")
}

/// Where folded bytes go. Two implementations so that plain folding pays nothing for offsets.
trait Sink {
    fn push(&mut self, byte: u8, raw_at: usize);
    fn push_char(&mut self, c: char, raw_at: usize) {
        for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
            self.push(byte, raw_at);
        }
    }
    fn is_empty(&self) -> bool;
    /// Everything in `raw` before `raw_end` now belongs to the folded text.
    fn extend_to(&mut self, raw_end: usize);
}

struct Text(Vec<u8>);

impl Sink for Text {
    #[inline]
    fn push(&mut self, byte: u8, _raw_at: usize) {
        self.0.push(byte);
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    #[inline]
    fn extend_to(&mut self, _raw_end: usize) {}
}

struct Mapped {
    text: Vec<u8>,
    offsets: Vec<u32>,
    end: u32,
}

impl Sink for Mapped {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the caller checked that the text is below 4 GiB")]
    fn push(&mut self, byte: u8, raw_at: usize) {
        self.text.push(byte);
        self.offsets.push(raw_at as u32);
    }
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the caller checked that the text is below 4 GiB")]
    fn extend_to(&mut self, raw_end: usize) {
        self.end = raw_end as u32;
    }
}

/// The one loop. A space is held back until a visible character follows, which trims and collapses at once.
fn fold_into<S: Sink>(raw: &str, sink: &mut S) {
    let table = Table::get();
    let bytes = raw.as_bytes();
    let mut space_at: Option<usize> = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte > b' ' && byte < 0x7f {
            flush_space(&mut space_at, sink);
            sink.push(byte.to_ascii_lowercase(), at);
            at += 1;
            sink.extend_to(at);
            continue;
        }
        if byte < 0x80 {
            // Space, tabs, line ends; other control characters carry nothing to search for either.
            space_at.get_or_insert(at);
            at += 1;
            continue;
        }
        let c = raw[at..].chars().next().expect("the loop stops at character boundaries");
        let next = at + c.len_utf8();
        match table.look_up(c) {
            Folded::Ascii(letter) => {
                flush_space(&mut space_at, sink);
                sink.push(letter, at);
                sink.extend_to(next);
            }
            Folded::Space => {
                space_at.get_or_insert(at);
            }
            Folded::Nothing => {
                // A mark belongs to the letter before it; after a space it belongs to nobody.
                if space_at.is_none() {
                    sink.extend_to(next);
                }
            }
            Folded::Text(text) => {
                flush_space(&mut space_at, sink);
                for &letter in text.as_bytes() {
                    sink.push(letter, at);
                }
                sink.extend_to(next);
            }
            Folded::Other => fold_other(c, at, next, &mut space_at, sink),
        }
        at = next;
    }
}

#[inline]
fn flush_space<S: Sink>(space_at: &mut Option<usize>, sink: &mut S) {
    if let Some(at) = space_at.take()
        && !sink.is_empty()
    {
        sink.push(b' ', at);
    }
}

/// Characters outside the table: other scripts, rare compatibility forms. Correct rather than quick.
#[cold]
fn fold_other<S: Sink>(c: char, at: usize, next: usize, space_at: &mut Option<usize>, sink: &mut S) {
    for part in std::iter::once(c).nfkd().flat_map(char::to_lowercase).nfkd() {
        match Table::get().look_up_part(part) {
            Folded::Ascii(letter) => {
                flush_space(space_at, sink);
                sink.push(letter, at);
            }
            Folded::Space => {
                space_at.get_or_insert(at);
                continue;
            }
            Folded::Nothing => {
                if space_at.is_some() {
                    continue;
                }
            }
            Folded::Text(text) => {
                flush_space(space_at, sink);
                text.bytes().for_each(|letter| sink.push(letter, at));
            }
            Folded::Other => {
                flush_space(space_at, sink);
                sink.push_char(part, at);
            }
        }
        sink.extend_to(next);
    }
}
