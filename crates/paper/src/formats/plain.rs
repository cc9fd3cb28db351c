//! Plain text: whose encoding nobody wrote down.

use super::FormatError;
use super::charset::{self, CodePage};
use super::legacy;
use crate::SourceText;

/// Decodes a plain text; lines stay as they are, hard-wrapped or not.
pub(crate) fn read(bytes: &[u8]) -> Result<SourceText, FormatError> {
    let text = decode(bytes).ok_or(FormatError::Unsupported { found: "binary" })?;
    let mut source = SourceText::from_plain(text);
    legacy::convert_source(&mut source);
    Ok(source)
}

/// The letters of a text, or `None` when the bytes are no text. Legacy letters are still those of cp1252.
pub(crate) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Some(String::from_utf8_lossy(rest).into_owned());
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Some(charset::utf16(rest, false));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return Some(charset::utf16(rest, true));
    }
    if let Some(is_big_endian) = charset::utf16_order(bytes) {
        return Some(charset::utf16(bytes, is_big_endian));
    }
    // Control codes other than blanks, and Word's own (0x0B, 0x0C), are not met in text. TCVN3 puts capitals of a
    // few letters there, which fonts of Windows never use.
    let controls = bytes.iter().filter(|&&byte| byte < 0x20 && !(0x07..=0x0D).contains(&byte)).count();
    if controls * 50 > bytes.len() || bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        // A text cut inside its last letter, or with one broken byte, is still UTF-8.
        Err(error) if is_mostly_utf8(bytes, error) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Err(_) => Some(code_page(bytes).decode(bytes)),
    }
}

fn is_mostly_utf8(bytes: &[u8], error: std::str::Utf8Error) -> bool {
    if error.error_len().is_none() && bytes[..error.valid_up_to()].iter().any(|byte| *byte >= 0x80) {
        return true;
    }
    let text = String::from_utf8_lossy(bytes);
    let broken = text.matches('\u{FFFD}').count();
    let wide = text.chars().filter(|c| *c >= '\u{80}' && *c != '\u{FFFD}').count();
    wide > 20 * broken
}

/// cp1258 when its tone marks stand after the vowels they belong on, else cp1252.
pub(crate) fn code_page(bytes: &[u8]) -> CodePage {
    let (mut marks, mut placed) = (0_usize, 0_usize);
    for pair in bytes.windows(2) {
        if matches!(pair[1], 0xCC | 0xD2 | 0xDE | 0xEC | 0xF2) {
            marks += 1;
            let before = CodePage::Windows1258.decode_byte(pair[0]).to_lowercase().next();
            if before.is_some_and(|c| "aăâeêioôơuưy".contains(c)) {
                placed += 1;
            }
        }
    }
    if marks > 0 && placed * 10 >= marks * 9 { CodePage::Windows1258 } else { CodePage::Windows1252 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes).as_deref(), Some(expected));
    }

    #[test]
    fn each_encoding_is_told_from_the_others() {
        let text = "Kế hoạch công tác Mặt trận";
        check(text.as_bytes(), text);
        check(format!("\u{FEFF}{text}").as_bytes(), text);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, text);
        check(&big, text);
        check(&[b"\xFF\xFE".as_slice(), &little].concat(), text);
        check(&[b"\xFE\xFF".as_slice(), &big].concat(), text);
        check(b"M\xE3t tr\xE2\xF2n", "Mãt trâ\u{323}n".replace('ã', "ă").as_str());
        check(b"caf\xE9 \x93x\x94", "café “x”");
    }

    #[test]
    fn bytes_without_letters_are_refused() {
        assert_eq!(decode(&[0, 1, 2, 3, 4, 5, 6, 7, 200, 201]), None);
    }
}
