//! Letters brought to one form: composed, in small letters, with tone marks in the newer place.

use unicode_normalization::UnicodeNormalization;

use super::contains;

/// Combining marks, Greek and Cyrillic begin with these bytes; nearly every text has none of them. They are counted
/// rather than searched, so that many bytes are looked at in one step.
pub(super) fn has_odd_letters(raw: &str) -> bool {
    let odd = |chunk: &[u8]| chunk.iter().fold(0u8, |seen, b| seen | u8::from(b.wrapping_sub(0xcc) < 8));
    raw.as_bytes().chunks(64).any(|chunk| odd(chunk) != 0) || contains(raw, "Ð") || contains(raw, "ð")
}

/// The first bytes of letters that may need a change: combining marks, odd blanks, dashes.
const ODD_LEADS: [bool; 256] = leads(&[0xcc, 0xcd, 0xc2, 0xe2, 0xe3, 0xef]);

/// The same with the first byte of Ð and ð, which many Vietnamese letters share.
const ODD_LEADS_AND_ETH: [bool; 256] = leads(&[0xcc, 0xcd, 0xc2, 0xe2, 0xe3, 0xef, 0xc3]);

const fn leads(mut bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    while let [lead, rest @ ..] = bytes {
        table[*lead as usize] = true;
        bytes = rest;
    }
    table
}

/// How many bytes from the start can be copied as they are: chunk by chunk, since whole chunks are looked at in few
/// steps and most hold nothing odd.
fn plain_run(bytes: &[u8], odd: &[bool; 256]) -> usize {
    let may_be_odd = |b: &u8| matches!(b, 0xc2 | 0xc3 | 0xcc | 0xcd | 0xe2 | 0xe3 | 0xef);
    let has_none = |chunk: &&[u8]| chunk.iter().fold(0u8, |seen, b| seen | u8::from(may_be_odd(b))) == 0;
    let whole = bytes.chunks(16).take_while(has_none).map(<[u8]>::len).sum();
    bytes[whole..].iter().position(|b| odd[usize::from(*b)]).map_or(bytes.len(), |i| whole + i)
}

pub(super) fn normalise(raw: &str) -> (String, Vec<(usize, usize)>) {
    let mut norm = String::with_capacity(raw.len());
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let bytes = raw.as_bytes();
    let odd = if contains(raw, "Ð") || contains(raw, "ð") { &ODD_LEADS_AND_ETH } else { &ODD_LEADS };
    let mut at = 0;
    while at < bytes.len() {
        let run = at + plain_run(&bytes[at..], odd);
        norm.push_str(&raw[at..run]);
        at = run;
        let Some(c) = raw[at..].chars().next() else { break };
        let width = c.len_utf8();
        let replaced = match c {
            '\u{300}'..='\u{36f}' => {
                let mut end = at;
                while let Some(mark) =
                    raw[end..].chars().next().filter(|m| ('\u{300}'..='\u{36f}').contains(m))
                {
                    end += mark.len_utf8();
                }
                // The letter that the marks belong to, as it stands in both texts.
                let raw_letter = raw[..at].char_indices().next_back().map_or(at, |(i, _)| i);
                let norm_letter = norm.char_indices().next_back().map_or(0, |(i, _)| i);
                norm.truncate(norm_letter);
                while marks.last().is_some_and(|m| m.0 > norm_letter) {
                    marks.pop();
                }
                norm.extend(raw[raw_letter..end].nfc());
                at = end;
                marks.push((norm.len(), at));
                continue;
            }
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}' | '\u{3000}' => " ",
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => "",
            '–' | '—' | '−' | '‐' | '‑' => "-",
            'Ð' => "Đ",
            'ð' => "đ",
            '／' => "/",
            _ => {
                norm.push(c);
                at += width;
                continue;
            }
        };
        norm.push_str(replaced);
        at += width;
        if replaced.len() != width {
            marks.push((norm.len(), at));
        }
    }
    (norm, marks)
}

/// Lower case with the length of every letter kept, tone marks in the newer place.
///
/// The small letters are written over a copy in place: ASCII in one sweep, then the letters of Vietnamese one by one.
pub(super) fn lower(norm: &str) -> String {
    let mut out = norm.as_bytes().to_ascii_lowercase();
    let mut at = 0;
    let mut before = 0;
    while at < out.len() {
        let lead = out[at];
        if lead.is_ascii() {
            before = lead;
            at += 1;
            continue;
        }
        let end = at + lower_in_place(norm, &mut out, at);
        // Only a vowel after "o" or "u" may give its tone away.
        if matches!(before, b'o' | b'u') && matches!(lead, 0xc3 | 0xe1) {
            move_tone(norm, &mut out, at, end);
        }
        before = lead;
        at = end;
    }
    simdutf8::basic::from_utf8(&out).map_or_else(|_| norm.to_owned(), str::to_owned)
}

/// Writes the small form of the letter at `at` into `out` and returns its width.
fn lower_in_place(norm: &str, out: &mut [u8], at: usize) -> usize {
    match out[at..] {
        // À to Þ lie 32 before à to þ.
        [0xc3, ref mut last, ..] => {
            if matches!(*last, 0x80..=0x96 | 0x98..=0x9e) {
                *last += 0x20;
            }
            2
        }
        // Ạ to Ỹ: capitals are even, the small letters follow them.
        [0xe1, second @ (0xba | 0xbb), ref mut last, ..] if second == 0xbb || *last >= 0xa0 => {
            *last |= 1;
            3
        }
        // ă đ ĩ, ũ, ơ are small already.
        [0xc4, 0x83 | 0x91 | 0xa9, ..] | [0xc5, 0xa9, ..] | [0xc6, 0xa1 | 0xb0, ..] => 2,
        _ => {
            let c = norm[at..].chars().next().unwrap_or(' ');
            let width = c.len_utf8();
            let small = lower_letter(c);
            if small != c {
                small.encode_utf8(&mut out[at..at + width]);
            }
            width
        }
    }
}

/// "oà" becomes "òa" at the end of a word: the vowel in `at..end` gives its tone to the one before.
fn move_tone(norm: &str, out: &mut [u8], at: usize, end: usize) {
    // Nearly every such vowel stands inside its word.
    if out.get(end).is_some_and(u8::is_ascii_alphabetic) {
        return;
    }
    let Some((first, toned, second)) = norm[at..].chars().next().map(lower_letter).and_then(moved_tone)
    else {
        return;
    };
    if char::from(out[at - 1]) == first
        && !out[..at].ends_with(b"qu")
        && norm[end..].chars().next().is_none_or(|n| !is_letter(n))
    {
        let width = toned.encode_utf8(&mut out[at - 1..end]).len();
        second.encode_utf8(&mut out[at - 1 + width..end]);
    }
}

fn lower_letter(c: char) -> char {
    // The letters of Vietnamese without the detour over the tables of Unicode.
    let shifted = match u32::from(c) {
        n @ (0xc0..=0xd6 | 0xd8..=0xde) => Some(n + 0x20),
        n @ (0x102 | 0x110 | 0x128 | 0x168 | 0x1a0 | 0x1af) => Some(n + 1),
        n @ 0x1ea0..=0x1eff => Some(n | 1),
        0xdf..=0xff | 0x103 | 0x111 | 0x129 | 0x169 | 0x1a1 | 0x1b0 | 0x2000..=0x20ff => return c,
        _ => None,
    };
    if let Some(small) = shifted.and_then(char::from_u32) {
        return small;
    }
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(s), None) if s.len_utf8() == c.len_utf8() => s,
        _ => c,
    }
}

/// For the second vowel of "oà", "oé", "uỷ": the first vowel, the first vowel with the tone, the second without.
/// Pairs whose length would change (uỳ, uỹ, oẽ) keep the older place.
fn moved_tone(second: char) -> Option<(char, char, char)> {
    Some(match second {
        'à' => ('o', 'ò', 'a'),
        'á' => ('o', 'ó', 'a'),
        'ả' => ('o', 'ỏ', 'a'),
        'ã' => ('o', 'õ', 'a'),
        'ạ' => ('o', 'ọ', 'a'),
        'è' => ('o', 'ò', 'e'),
        'é' => ('o', 'ó', 'e'),
        'ẻ' => ('o', 'ỏ', 'e'),
        'ẹ' => ('o', 'ọ', 'e'),
        'ý' => ('u', 'ú', 'y'),
        'ỷ' => ('u', 'ủ', 'y'),
        'ỵ' => ('u', 'ụ', 'y'),
        _ => return None,
    })
}

/// [`char::is_alphabetic`], quick for the letters and signs that Vietnamese papers have.
pub(crate) fn is_letter(c: char) -> bool {
    match u32::from(c) {
        0..=0x7f => c.is_ascii_alphabetic(),
        0xc0..=0x24f => !matches!(c, '×' | '÷'),
        0x1e00..=0x1eff => true,
        0x2000..=0x206f => false,
        _ => c.is_alphabetic(),
    }
}

/// A letter or a figure.
pub(crate) fn is_word(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c) || (!c.is_ascii() && c.is_numeric())
}

/// Whether `at` is not inside a word of `text`.
pub(crate) fn is_word_border(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().is_some_and(is_word);
    !(before && text[at..].chars().next().is_some_and(is_word))
}
