//! Names of fonts, for legacy encodings and signs.

use super::binary::{u16_at, utf16};

/// The table of fonts; broken entries end it.
pub(super) fn parse(bytes: &[u8]) -> Vec<String> {
    const NAME: usize = 40;
    let count = usize::from(u16_at(bytes, 0).unwrap_or(0));
    let mut fonts = Vec::new();
    let mut at = 4;
    for _ in 0..count {
        let Some(length) = bytes.get(at).map(|length| usize::from(*length) + 1) else {
            break;
        };
        let Some(entry) = bytes.get(at..at + length) else {
            break;
        };
        let name = utf16(entry.get(NAME..).unwrap_or_default());
        fonts.push(name.split('\0').next().unwrap_or_default().to_owned());
        at += length;
    }
    fonts
}
