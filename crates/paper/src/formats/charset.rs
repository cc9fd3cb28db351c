//! Eight-bit code pages of Windows, and UTF-16.

/// The letters of cp1252 from 0x80 to 0x9F; the five unused codes stay controls.
const CP1252_HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The code page of a text of single bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodePage {
    /// Western Europe: also what legacy Vietnamese fonts borrow.
    Windows1252,
    /// Vietnamese, with tone marks as letters of their own.
    Windows1258,
}

impl CodePage {
    /// The letter of one byte.
    pub fn decode_byte(self, byte: u8) -> char {
        let vietnamese = match byte {
            0xC3 => 'Ă',
            0xCC => '\u{300}',
            0xD0 => 'Đ',
            0xD2 => '\u{309}',
            0xD5 => 'Ơ',
            0xDD => 'Ư',
            0xDE => '\u{303}',
            0xE3 => 'ă',
            0xEC => '\u{301}',
            0xF0 => 'đ',
            0xF2 => '\u{323}',
            0xF5 => 'ơ',
            0xFD => 'ư',
            0xFE => '₫',
            _ => '\0',
        };
        if self == Self::Windows1258 && vietnamese != '\0' {
            return vietnamese;
        }
        match byte {
            0x80..=0x9F => CP1252_HIGH[usize::from(byte - 0x80)],
            _ => char::from(byte),
        }
    }

    /// All bytes.
    pub fn decode(self, bytes: &[u8]) -> String {
        bytes.iter().map(|&byte| self.decode_byte(byte)).collect()
    }
}

/// UTF-16 of either order, without its byte order mark; unpaired halves become U+FFFD.
pub(crate) fn utf16(bytes: &[u8], is_big_endian: bool) -> String {
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if is_big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    });
    let text: String =
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// The order of UTF-16 without a mark, by where the zero bytes of blanks and plain letters stand.
pub(crate) fn utf16_order(bytes: &[u8]) -> Option<bool> {
    const SAMPLE: usize = 4096;
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 3 > pairs && even * 20 < pairs {
        Some(false)
    } else if even * 3 > pairs && odd * 20 < pairs {
        Some(true)
    } else {
        None
    }
}
