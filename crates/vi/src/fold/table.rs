//! What each character folds to. Latin letters are one array look-up; the array is filled once.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[derive(Clone, Copy)]
pub(super) enum Folded {
    /// One ASCII byte, already lower-case.
    Ascii(u8),
    /// White space of any width.
    Space,
    /// A mark or an invisible character.
    Nothing,
    /// A few ASCII bytes.
    Text(&'static str),
    /// Not in the table.
    Other,
}

/// Latin-1 Supplement to Latin Extended-B, then Latin Extended Additional: every precomposed Vietnamese letter.
const LOW: (u32, u32) = (0x00c0, 0x024f);
const HIGH: (u32, u32) = (0x1e00, 0x1eff);
const LOW_LEN: usize = 0x024f - 0x00c0 + 1;
const HIGH_LEN: usize = 0x100;

pub(super) struct Table {
    /// The folded letter, or 0 where the slow path decides.
    low: [u8; LOW_LEN],
    high: [u8; HIGH_LEN],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { low: [0; LOW_LEN], high: [0; HIGH_LEN] };
    for (slot, code) in table.low.iter_mut().zip(LOW.0..=LOW.1) {
        *slot = base_letter(code);
    }
    for (slot, code) in table.high.iter_mut().zip(HIGH.0..=HIGH.1) {
        *slot = base_letter(code);
    }
    table
});

impl Table {
    pub(super) fn get() -> &'static Table {
        &TABLE
    }

    #[inline]
    pub(super) fn look_up(&self, c: char) -> Folded {
        let code = u32::from(c);
        let letter = match code {
            0x00c0..=0x024f => self.low[(code - LOW.0) as usize],
            0x1e00..=0x1eff => self.high[(code - HIGH.0) as usize],
            _ => return punctuation(c),
        };
        if letter == 0 { Folded::Other } else { Folded::Ascii(letter) }
    }

    /// Like [`Table::look_up`] for a part of a decomposed character, which may be ASCII or any mark.
    pub(super) fn look_up_part(&self, c: char) -> Folded {
        match c {
            ' ' | '\0'..='\u{1f}' | '\u{7f}' => Folded::Space,
            '!'..='~' => Folded::Ascii((c as u8).to_ascii_lowercase()),
            _ if is_combining_mark(c) => Folded::Nothing,
            _ => self.look_up(c),
        }
    }
}

fn base_letter(code: u32) -> u8 {
    let Some(c) = char::from_u32(code) else { return 0 };
    match c {
        // Ð and ð are Icelandic letters that old converters left where đ was meant.
        'Đ' | 'đ' | 'Ð' | 'ð' => return b'd',
        'Ø' | 'ø' => return b'o',
        'Ł' | 'ł' => return b'l',
        'ı' => return b'i',
        '×' => return b'x',
        _ => {}
    }
    let mut parts = std::iter::once(c).nfd();
    match parts.next() {
        Some(base) if base.is_ascii_alphabetic() && parts.all(is_combining_mark) => {
            base.to_ascii_lowercase() as u8
        }
        _ => 0,
    }
}

fn punctuation(c: char) -> Folded {
    match c {
        // Hard, thin and wide spaces; C1 controls, where NEL ends a line.
        '\u{80}'..='\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Folded::Space,
        // Combining marks; soft hyphen, zero-width characters, direction marks, byte order mark, variation selectors.
        '\u{300}'..='\u{36f}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => Folded::Nothing,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            Folded::Ascii(b'-')
        }
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' => Folded::Ascii(b'\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => Folded::Ascii(b'"'),
        '\u{2026}' => Folded::Text("..."),
        _ => Folded::Other,
    }
}
