//! The words and signs of a text, found in one pass.

use crate::reading::model::Span;

use super::is_word;

/// A word with the hash of its small letters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub span: Span,
    pub hash: u64,
    /// Only blanks stand between this word and the one before.
    pub follows: bool,
    /// Vowels with a tone mark; a syllable of Vietnamese has one at most.
    pub tones: u8,
}

/// What one pass over the small letters finds.
pub(super) struct Scanned {
    pub tokens: Vec<Token>,
    pub signs: Vec<(usize, char)>,
    pub odd: Vec<usize>,
}

/// The words of a text in order, and its signs; a blank before "và" counts as a sign, since clauses part there.
pub(super) fn scan(low: &str) -> Scanned {
    let bytes = low.as_bytes();
    let mut tokens: Vec<Token> = Vec::with_capacity(low.len() / 4);
    let mut signs: Vec<(usize, char)> = Vec::with_capacity(low.len() / 20);
    let mut odd: Vec<usize> = Vec::new();
    let mut follows = false;
    let mut at = 0;
    while at < bytes.len() {
        let (end, tones) = word_end(low, at);
        if end > at {
            if at > 0 && bytes[at - 1].is_ascii_whitespace() && &bytes[at..end] == "và".as_bytes() {
                signs.push((at - 1, ' '));
            }
            tokens.push(Token { span: Span::new(at, end), hash: hash(&bytes[at..end]), follows, tones });
            follows = true;
            at = end;
            continue;
        }
        let b = bytes[at];
        if b.is_ascii() {
            if matches!(b, b'.' | b';' | b',' | b'(' | b')' | b'"' | b'-' | b'[' | b']') {
                signs.push((at, char::from(b)));
            }
            if b < 0x20 || (b == b' ' && bytes.get(at + 1) == Some(&b' ')) {
                odd.push(at);
            }
            follows &= b.is_ascii_whitespace();
            at += 1;
            continue;
        }
        let c = low[at..].chars().next().unwrap_or(' ');
        if matches!(c, '“' | '”') {
            signs.push((at, c));
        }
        follows = false;
        at += c.len_utf8();
    }
    Scanned { tokens, signs, odd }
}

/// The end of the word that begins at `at`, or `at` itself, and how many of its letters bear a tone.
fn word_end(low: &str, mut at: usize) -> (usize, u8) {
    let bytes = low.as_bytes();
    let mut tones = 0u8;
    while let Some(&b) = bytes.get(at) {
        if b.is_ascii_alphanumeric() {
            at += 1;
        } else if b.is_ascii() {
            break;
        } else if b == 0xe1 && matches!(bytes.get(at + 1), Some(0xba | 0xbb)) {
            // ạ to ỹ, the most of the letters with a tone.
            tones = tones.saturating_add(1);
            at += 3;
        } else if let Some(c) = low[at..].chars().next().filter(|c| is_word(*c)) {
            tones = tones.saturating_add(u8::from(is_toned(c)));
            at += c.len_utf8();
        } else {
            break;
        }
    }
    (at, tones)
}

/// The words of a text that is in the form of [`Text::lower`].
pub(crate) fn tokens(low: &str) -> Vec<Token> {
    scan(low).tokens
}

/// Equal words have equal hashes; eight bytes are mixed at a time.
fn hash(word: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ word.len() as u64;
    let mut mix = |part: u64| {
        hash = (hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 29;
    };
    let (whole, rest) = word.as_chunks::<8>();
    for part in whole {
        mix(u64::from_le_bytes(*part));
    }
    mix(rest.iter().fold(0, |part, b| part << 8 | u64::from(*b)));
    hash
}

/// Whether a small letter bears one of the five tone marks.
fn is_toned(c: char) -> bool {
    matches!(
        c,
        '\u{1ea1}'
            ..='\u{1ef9}'
                | 'á'
                | 'à'
                | 'ã'
                | 'é'
                | 'è'
                | 'í'
                | 'ì'
                | 'ó'
                | 'ò'
                | 'õ'
                | 'ú'
                | 'ù'
                | 'ý'
                | 'ĩ'
                | 'ũ'
    )
}
