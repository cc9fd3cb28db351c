//! Normalisation on import: one spelling for stored text, with the way back to the source kept.
//!
//! Unlike folding this changes nothing a reader would see: text becomes NFC, `Ð ð` become `Đ đ`, hard and
//! thin spaces become spaces, dashes become hyphens, and invisible characters go. Curly quotes, letters and
//! tone placement stay as written.

mod map;
#[cfg(test)]
mod tests;

pub use map::Normalised;

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, compose};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The NFC form of `text`, borrowed when it is NFC already, as nearly all Vietnamese text is.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_surely_nfc(text) {
        return Cow::Borrowed(text);
    }
    let mut composed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, cluster) = next_piece(rest);
        composed.push_str(&rest[..plain]);
        compose_into(&mut composed, &rest[plain..plain + cluster]);
        rest = &rest[plain + cluster..];
    }
    Cow::Owned(composed)
}

/// The text as it should be stored; see the module for what changes. Idempotent.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) { Cow::Borrowed(text) } else { Cow::Owned(Normalised::new(text).into_text()) }
}

/// A document symbol such as `34/2017/NQ-HĐND`: [`clean`], and no spaces at all.
pub fn symbol(text: &str) -> String {
    clean(text).split_whitespace().collect()
}

/// What one character becomes, apart from composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cleaned {
    Same,
    Char(char),
    Nothing,
}

fn cleaned(c: char) -> Cleaned {
    match c {
        // Icelandic letters that look like, and were typed for, the Vietnamese ones.
        '\u{d0}' => Cleaned::Char('Đ'),
        '\u{f0}' => Cleaned::Char('đ'),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Cleaned::Char(' ')
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Cleaned::Char('-'),
        '\u{2028}' | '\u{2029}' | '\u{85}' => Cleaned::Char('\n'),
        // Not the joiner of emoji and other scripts (U+200D), which changes what is seen.
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => {
            Cleaned::Nothing
        }
        _ => Cleaned::Same,
    }
}

fn is_clean(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || cleaned(c) == Cleaned::Same) && is_surely_nfc(text)
}

/// Characters of our texts that never combine with one before them and are NFC themselves.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{2ff}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}')
}

/// Whether the text is NFC without doubt; most text is decided without a table.
fn is_surely_nfc(text: &str) -> bool {
    text.is_ascii() || text.chars().all(is_plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Cuts the start of a text in two lengths: what needs neither composing nor cleaning, and the character after it with
/// all that may combine with it. Either may be empty, not both.
fn next_piece(text: &str) -> (usize, usize) {
    let mut last = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii() || (is_plain(c) && cleaned(c) == Cleaned::Same) {
            last = at;
        } else {
            // A mark takes the letter before it along.
            let start = if joins(c) { last } else { at };
            return (start, cluster_len(&text[start..]));
        }
    }
    (text.len(), 0)
}

/// The length of the first character with all that may combine with it.
fn cluster_len(text: &str) -> usize {
    let mut chars = text.char_indices();
    chars.next();
    chars.find(|&(_, c)| !joins(c)).map_or(text.len(), |(at, _)| at)
}

/// Whether a character may combine with what stands before it, or goes away and leaves its neighbours side by
/// side.
fn joins(c: char) -> bool {
    let may_combine =
        || canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes;
    (!is_plain(c) && may_combine()) || cleaned(c) == Cleaned::Nothing
}

/// Appends the NFC form of a cluster. A letter and one mark, nearly all there is, compose by one look-up.
fn compose_into(out: &mut String, cluster: &str) {
    let mut chars = cluster.chars();
    if let (Some(letter), Some(mark), None) = (chars.next(), chars.next(), chars.next())
        && let Some(composed) = compose(letter, mark)
    {
        out.push(composed);
        return;
    }
    out.extend(cluster.nfc());
}
