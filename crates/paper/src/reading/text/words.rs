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
        // One blank between two words, the most of all signs.
        if b == b' ' && bytes.get(at + 1) != Some(&b' ') {
            at += 1;
            continue;
        }
        if b.is_ascii() {
            if matches!(b, b'.' | b';' | b',' | b'(' | b')' | b'"' | b'-' | b'[' | b']') {
                signs.push((at, char::from(b)));
            }
            if b <= b' ' {
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
        match CLASSES[usize::from(b)] {
            Class::Letter => at += 1,
            Class::Sign => break,
            // The letters of Vietnamese with two and with three bytes, told by their first ones.
            Class::Lead if matches!(b, 0xc3..=0xc6) && !matches!(bytes[at..], [0xc3, 0x97 | 0xb7, ..]) => {
                tones = tones.saturating_add(u8::from(is_toned(b, bytes[at + 1])));
                at += 2;
            }
            Class::Lead if b == 0xe1 && matches!(bytes[at + 1], 0xba | 0xbb) => {
                tones = tones.saturating_add(1);
                at += 3;
            }
            Class::Lead => match low[at..].chars().next().filter(|c| is_word(*c)) {
                Some(c) => at += c.len_utf8(),
                None => break,
            },
        }
    }
    (at, tones)
}

/// What a byte tells of the letter that it begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// An ASCII letter or figure.
    Letter,
    /// Any other ASCII byte.
    Sign,
    /// The first byte of a longer letter.
    Lead,
}

const CLASSES: [Class; 256] = {
    let mut table = [Class::Lead; 256];
    let mut b = 0u8;
    while b < 0x80 {
        table[b as usize] = if b.is_ascii_alphanumeric() { Class::Letter } else { Class::Sign };
        b += 1;
    }
    table
};

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

/// Whether a small letter of two bytes bears one of the five tone marks: à á ã è é ì í ò ó õ ù ú ý, ĩ, ũ.
fn is_toned(lead: u8, last: u8) -> bool {
    match lead {
        0xc3 => matches!(
            last,
            0xa0 | 0xa1 | 0xa3 | 0xa8 | 0xa9 | 0xac | 0xad | 0xb2 | 0xb3 | 0xb5 | 0xb9 | 0xba | 0xbd
        ),
        0xc4 | 0xc5 => last == 0xa9,
        _ => false,
    }
}
