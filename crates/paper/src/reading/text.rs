//! The text as the scanners see it: composed letters, plain spaces and hyphens, and a lower-case twin of equal length.

use unicode_normalization::UnicodeNormalization;

use super::model::Span;

/// A normalised copy of a raw text with the way back.
///
/// `norm` has letters composed (NFC), hard spaces made plain, dashes made hyphens and Icelandic Ð made Đ (handbook 2.4).
/// `lower` is `norm` in lower case with tone marks in the newer place ("hoà" → "hòa"); offsets in the two are equal,
/// since no Vietnamese letter changes its length there.
pub(crate) struct Text {
    pub norm: String,
    pub lower: String,
    /// The words of `lower`.
    pub tokens: Vec<Token>,
    /// Stops, commas, brackets, quotes and hyphens with their places.
    signs: Vec<(usize, char)>,
    /// Places in `norm` where words cannot be copied from the raw text as they are: blanks other than one, line ends,
    /// letters that were composed.
    odd: Vec<usize>,
    /// Where the distance between the two texts changes: (offset in norm, offset in raw).
    marks: Vec<(usize, usize)>,
    /// Whether there may be marks apart from their letters, or letters that only look Vietnamese.
    pub has_odd_letters: bool,
    raw: String,
}

impl Text {
    pub fn new(raw: &str) -> Self {
        let (norm, marks) = normalise(raw);
        let lower = lower(&norm);
        let Scanned { tokens, signs, mut odd } = scan(&lower);
        odd.extend(marks.iter().map(|(at, _)| at.saturating_sub(1)));
        odd.sort_unstable();
        Self {
            norm,
            lower,
            tokens,
            signs,
            odd,
            marks,
            has_odd_letters: has_odd_letters(raw),
            raw: raw.to_owned(),
        }
    }

    /// The raw range of a range in `norm`.
    pub fn to_raw(&self, span: Span) -> Span {
        let start = self.raw_offset(span.start);
        Span::new(start, self.raw_offset(span.end))
    }

    fn raw_offset(&self, at: usize) -> usize {
        let k = self.marks.partition_point(|m| m.0 <= at);
        let (norm, raw) = if k == 0 { (0, 0) } else { self.marks[k - 1] };
        let mut out = (raw + (at - norm)).min(self.raw.len());
        while !self.raw.is_char_boundary(out) {
            out -= 1;
        }
        out
    }

    /// The place in `norm` of a raw offset.
    pub fn norm_offset(&self, at: usize) -> usize {
        let k = self.marks.partition_point(|m| m.1 <= at);
        let (norm, raw) = if k == 0 { (0, 0) } else { self.marks[k - 1] };
        let mut out = (norm + (at - raw)).min(self.norm.len());
        if let Some(&(next, _)) = self.marks.get(k) {
            out = out.min(next);
        }
        while !self.norm.is_char_boundary(out) {
            out -= 1;
        }
        out
    }

    pub fn slice(&self, span: Span) -> &str {
        self.norm.get(span.range()).unwrap_or("")
    }

    pub fn low(&self, span: Span) -> &str {
        self.lower.get(span.range()).unwrap_or("")
    }

    /// The words as written, letters composed and runs of blanks made one.
    pub fn words(&self, span: Span) -> String {
        let raw = self.raw.get(self.to_raw(span).range()).unwrap_or("");
        // Nearly every span is plain, and plain words are copied as they are.
        if !self.has_odd(span) {
            return raw.trim().to_owned();
        }
        let mut out = String::with_capacity(raw.len());
        for word in raw.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            if word.bytes().any(|b| b == 0xCC || b == 0xCD) {
                out.extend(word.nfc());
            } else {
                out.push_str(word);
            }
        }
        out
    }

    fn has_odd(&self, span: Span) -> bool {
        let k = self.odd.partition_point(|at| *at < span.start);
        self.odd.get(k).is_some_and(|at| *at < span.end)
    }

    /// The words within a span.
    pub fn tokens_in(&self, span: Span) -> &[Token] {
        let from = self.tokens.partition_point(|t| t.span.start < span.start);
        let to = self.tokens.partition_point(|t| t.span.end <= span.end);
        &self.tokens[from.min(to)..to]
    }

    /// The signs within a span.
    pub fn signs_in(&self, span: Span) -> &[(usize, char)] {
        let from = self.signs.partition_point(|(at, _)| *at < span.start);
        let to = self.signs.partition_point(|(at, _)| *at < span.end);
        &self.signs[from..to.max(from)]
    }

    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Makes a line end inside a paragraph a blank, in place, so that scanners read over it.
    pub fn join_line(&mut self, span: Span) {
        let blanks = " ".repeat(span.len());
        if self.norm.get(span.range()).is_some_and(|s| s.bytes().all(|b| b.is_ascii_whitespace())) {
            self.norm.replace_range(span.range(), &blanks);
            self.lower.replace_range(span.range(), &blanks);
        }
    }

    /// The span without blanks at its ends.
    pub fn trim(&self, span: Span) -> Span {
        let s = self.slice(span);
        let start = span.start + (s.len() - s.trim_start().len());
        let end = span.start + s.trim_end().len();
        Span::new(start.min(span.end), end.max(start.min(span.end)))
    }

    /// The span without blanks at its ends and without closing punctuation.
    pub fn trim_stop(&self, span: Span) -> Span {
        let span = self.trim(span);
        let s = self.slice(span);
        let kept = s.trim_end_matches(['.', ';', ',', ':', ' ', '\t']);
        self.trim(Span::new(span.start, span.start + kept.len()))
    }
}

/// Combining marks, Greek and Cyrillic begin with these bytes; nearly every text has none of them. They are counted
/// rather than searched, so that many bytes are looked at in one step.
fn has_odd_letters(raw: &str) -> bool {
    let odd = |chunk: &[u8]| chunk.iter().fold(0u8, |seen, b| seen | u8::from(b.wrapping_sub(0xcc) < 8));
    raw.as_bytes().chunks(64).any(|chunk| odd(chunk) != 0) || contains(raw, "Ð") || contains(raw, "ð")
}

/// A word list entry in the form of [`Text::lower`].
pub(crate) fn key(word: &str) -> String {
    lower(&normalise(word.trim()).0)
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

fn normalise(raw: &str) -> (String, Vec<(usize, usize)>) {
    let mut norm = String::with_capacity(raw.len());
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let bytes = raw.as_bytes();
    let odd = if contains(raw, "Ð") || contains(raw, "ð") { &ODD_LEADS_AND_ETH } else { &ODD_LEADS };
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().position(|b| odd[usize::from(*b)]).map_or(bytes.len(), |i| at + i);
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
fn lower(norm: &str) -> String {
    let mut out = norm.as_bytes().to_ascii_lowercase();
    let mut at = 0;
    while let Some(run) = out[at..].iter().position(|b| !b.is_ascii()) {
        at += run;
        let end = at + lower_in_place(norm, &mut out, at);
        // Only a vowel after "o" or "u" may give its tone away.
        if at > 0 && matches!(out[at - 1], b'o' | b'u') {
            move_tone(norm, &mut out, at, end);
        }
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
        [0xe1, 0xbb, ref mut last, ..] => {
            *last |= 1;
            3
        }
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

/// The first place of `needle` in `hay`. Made for the many short searches of a reading: it prepares far less than
/// [`str::find`] does.
pub(crate) fn find(hay: &str, needle: &str) -> Option<usize> {
    memchr::memmem::find(hay.as_bytes(), needle.as_bytes())
}

pub(crate) fn contains(hay: &str, needle: &str) -> bool {
    find(hay, needle).is_some()
}

/// Every place of `needle` in `hay`, left to right, without overlaps.
pub(crate) fn places<'a>(hay: &'a str, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
    memchr::memmem::find_iter(hay.as_bytes(), needle.as_bytes())
}

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
struct Scanned {
    tokens: Vec<Token>,
    signs: Vec<(usize, char)>,
    odd: Vec<usize>,
}

/// The words of a text in order, and its signs; a blank before "và" counts as a sign, since clauses part there.
fn scan(low: &str) -> Scanned {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_composed_and_the_way_back_is_kept() {
        let raw = "Uy\u{309} ban\u{a0}to\u{300}a – hoà";
        let text = Text::new(raw);
        assert_eq!(text.norm, "Uỷ ban tòa - hoà");
        assert_eq!(text.lower, "ủy ban tòa - hòa");
        assert_eq!(text.norm.len(), text.lower.len());
        let at = text.norm.find("tòa").unwrap();
        let span = text.to_raw(Span::new(at, at + "tòa".len()));
        assert_eq!(&raw[span.range()], "to\u{300}a");
    }

    #[test]
    fn a_quarter_keeps_its_tone() {
        assert_eq!(key("Quý I, thuỷ, hoá, hoàn"), "quý i, thủy, hóa, hoàn");
    }
}
