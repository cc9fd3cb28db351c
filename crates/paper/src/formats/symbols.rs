//! Signs of the symbol fonts (Symbol, Wingdings): they sit in the private area of Unicode and need their real letters.

use std::borrow::Cow;

/// The real sign for a letter of a symbol font, by its code in the font; `None` where there is no better guess.
pub(crate) fn symbol(font: &str, code: u32) -> Option<char> {
    let low = u8::try_from(code & 0xFF).ok()?;
    let font = font.to_ascii_lowercase();
    if font.starts_with("wingdings 2") {
        return Some(match low {
            0x50 => '✓',
            0x4F => '✗',
            0x52 | 0x54 => '☑',
            0xA3 => '□',
            _ => return None,
        });
    }
    if font.starts_with("wingdings") {
        return Some(match low {
            0x6C => '●',
            0x6D => '❍',
            0x6E => '■',
            0x6F | 0x71 | 0x72 | 0xA8 => '□',
            0x73 => '⬧',
            0x75 => '◆',
            0x76 => '❖',
            0x77 => '⬥',
            0x9F => '•',
            0xA7 => '▪',
            0xD8 => '➢',
            0xE0 => '→',
            0xE8 => '➔',
            0xF0 => '⇨',
            0xFB => '✗',
            0xFC => '✓',
            0xFD => '☒',
            0xFE => '☑',
            _ => return None,
        });
    }
    if font.starts_with("symbol") {
        return Some(match low {
            0x2D => '−',
            0xA3 => '≤',
            0xA8 => '♦',
            0xAE => '→',
            0xB0 => '°',
            0xB1 => '±',
            0xB3 => '≥',
            0xB4 => '×',
            0xB7 => '•',
            0xB8 => '÷',
            0xDE => '⇒',
            0x20..=0x40 | 0x5B..=0x5F => char::from(low),
            _ => return None,
        });
    }
    None
}

/// The sign of a bullet: the real one where it is known, a dash for a sign nobody could read.
pub(crate) fn bullet(text: &str, font: Option<&str>) -> String {
    let Some(first) = text.chars().next() else {
        return String::new();
    };
    if let Some(known) = font.and_then(|font| symbol(font, first as u32)) {
        return known.to_string();
    }
    if is_private(first) {
        return private(first).unwrap_or('-').to_string();
    }
    text.to_owned()
}

/// Replaces letters of the private area, left there by a symbol font whose name is not at hand.
pub(crate) fn without_private(text: &str) -> Cow<'_, str> {
    // The first byte of every letter from U+F000 to U+FFFF.
    if !text.as_bytes().contains(&0xEF) || !text.chars().any(is_private) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_private(c) { private(c).unwrap_or('•') } else { c }).collect())
}

fn is_private(c: char) -> bool {
    ('\u{F000}'..='\u{F0FF}').contains(&c)
}

fn private(c: char) -> Option<char> {
    symbol("symbol", c as u32)
        .filter(|found| !found.is_ascii_punctuation() || *found == '-')
        .or_else(|| symbol("wingdings", c as u32))
}
