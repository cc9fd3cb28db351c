//! The encodings as data, and the two conversions.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Bytes 0x80–0x9F of Windows-1252.
#[rustfmt::skip]
pub(super) const C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// TCVN3 from byte 0xA0 to 0xFF; a dot where the byte is not used. 0xB0–0xB4 are combining tones.
const TCVN3: &str = "\
    \u{a0}ĂÂÊÔƠƯĐăâêôơưđ.\
    \u{300}\u{309}\u{303}\u{301}\u{323}àảãáạ.ằẳẵắ.\
    ......ặầẩẫấậè.ẻẽ\
    éẹềểễếệìỉ...ĩíịò\
    .ỏõóọồổỗốộờởỡớợù\
    .ủũúụừửữứựỳỷỹýỵ.";

static TCVN3_LETTERS: LazyLock<Vec<char>> = LazyLock::new(|| TCVN3.chars().collect());

/// VNI marks after a small letter: the Western character, the combining marks, the letters they may follow.
/// After a capital the capital of the same character stands, 0x20 lower.
#[rustfmt::skip]
const VNI_MARKS: [(char, &str, &str); 17] = [
    ('ù', "\u{301}", "aeouyôö"), ('ø', "\u{300}", "aeouyôö"), ('û', "\u{309}", "aeouyôö"),
    ('õ', "\u{303}", "aeouyôö"), ('ï', "\u{323}", "aeouôö"),
    ('â', "\u{302}", "aeo"), ('á', "\u{302}\u{301}", "aeo"), ('à', "\u{302}\u{300}", "aeo"),
    ('å', "\u{302}\u{309}", "aeo"), ('ã', "\u{302}\u{303}", "aeo"), ('ä', "\u{302}\u{323}", "aeo"),
    ('ê', "\u{306}", "a"), ('é', "\u{306}\u{301}", "a"), ('è', "\u{306}\u{300}", "a"),
    ('ú', "\u{306}\u{309}", "a"), ('ü', "\u{306}\u{303}", "a"), ('ë', "\u{306}\u{323}", "a"),
];

/// VNI letters that stand alone.
#[rustfmt::skip]
const VNI_LETTERS: [(char, char); 9] = [
    ('ô', 'ơ'), ('ö', 'ư'), ('ñ', 'đ'), ('î', 'ỵ'),
    ('í', 'í'), ('ì', 'ì'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'),
];

/// What a Western character stands for in TCVN3; `None` if for itself or for nothing.
pub(super) fn tcvn3_letter(c: char) -> Option<char> {
    let index = u32::from(c).checked_sub(0xa0)?;
    let letter = *TCVN3_LETTERS.get(index as usize)?;
    (letter != '.' && letter != c).then_some(letter)
}

pub(super) fn from_tcvn3(text: &str) -> String {
    let converted = text.chars().map(|c| tcvn3_letter(c).unwrap_or(c));
    if text.contains(['\u{b0}', '\u{b1}', '\u{b2}', '\u{b3}', '\u{b4}']) {
        // A degree sign or a superscript must not become a mark on a letter it merely follows: "30°C" has no letter there.
        let mut result = String::with_capacity(text.len() * 2);
        for (raw, c) in text.chars().zip(converted) {
            let is_tone = ('\u{b0}'..='\u{b4}').contains(&raw);
            let after_vowel = result.chars().next_back().is_some_and(|last| compose(last, c).is_some());
            result.push(if is_tone && !after_vowel { raw } else { c });
        }
        return result.nfc().collect();
    }
    converted.collect()
}

pub(super) fn from_vni(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let base = vni_letter(c);
        match chars.peek().and_then(|&mark| vni_marks(c, mark)) {
            Some(marks) => {
                chars.next();
                result.extend(std::iter::once(base.unwrap_or(c)).chain(marks.chars()).nfc());
            }
            None => result.push(base.unwrap_or(c)),
        }
    }
    result
}

/// What a Western character means by itself in VNI.
pub(super) fn vni_letter(c: char) -> Option<char> {
    let small = lower(c);
    let (_, letter) = VNI_LETTERS.iter().find(|&&(western, _)| western == small)?;
    if small == c { Some(*letter) } else { letter.to_uppercase().next() }
}

/// The combining marks that `mark` puts on `letter`. Both have the same case, but a capital may start a word
/// whose mark was typed small.
pub(super) fn vni_marks(letter: char, mark: char) -> Option<&'static str> {
    let (small_letter, small_mark) = (lower(letter), lower(mark));
    if small_letter == letter && small_mark != mark {
        return None;
    }
    let (_, marks, _) = VNI_MARKS
        .iter()
        .find(|(western, _, letters)| *western == small_mark && letters.contains(small_letter))?;
    Some(marks)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}
