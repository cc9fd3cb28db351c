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
    raw: String,
}

impl Text {
    pub fn new(raw: &str) -> Self {
        let (norm, marks) = normalise(raw);
        let lower = lower(&norm);
        let (tokens, signs) = scan(&lower);
        let odd = odd_places(&norm, &marks);
        Self { norm, lower, tokens, signs, odd, marks, raw: raw.to_owned() }
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

/// A word list entry in the form of [`Text::lower`].
pub(crate) fn key(word: &str) -> String {
    lower(&normalise(word.trim()).0)
}

fn odd_places(norm: &str, marks: &[(usize, usize)]) -> Vec<usize> {
    let bytes = norm.as_bytes();
    let mut odd: Vec<usize> = marks.iter().map(|(at, _)| at.saturating_sub(1)).collect();
    for at in 0..bytes.len() {
        let b = bytes[at];
        if b < 0x20 || (b == b' ' && bytes.get(at + 1) == Some(&b' ')) {
            odd.push(at);
        }
    }
    odd.sort_unstable();
    odd
}

/// Whether the letter at `at` may need a change: combining marks, odd blanks, dashes, Icelandic letters.
fn is_candidate(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        0xcc | 0xcd | 0xc2 | 0xe2 | 0xe3 | 0xef => true,
        0xc3 => matches!(bytes.get(at + 1), Some(0x90 | 0xb0)),
        _ => false,
    }
}

fn normalise(raw: &str) -> (String, Vec<(usize, usize)>) {
    let mut norm = String::with_capacity(raw.len());
    let mut marks: Vec<(usize, usize)> = Vec::new();
    let bytes = raw.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = (at..bytes.len()).find(|i| is_candidate(bytes, *i)).unwrap_or(bytes.len());
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
fn lower(norm: &str) -> String {
    let mut out = String::with_capacity(norm.len());
    for (at, c) in norm.char_indices() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let small = lower_letter(c);
        match moved_tone(small) {
            Some((first, toned, second))
                if out.ends_with(first)
                    && !out.ends_with("qu")
                    && norm[at + c.len_utf8()..].chars().next().is_none_or(|n| !is_letter(n)) =>
            {
                out.pop();
                out.push(toned);
                out.push(second);
            }
            _ => out.push(small),
        }
    }
    out
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

/// The words of a text in order, and its signs; a blank before "và" counts as a sign, since clauses part there.
fn scan(low: &str) -> (Vec<Token>, Vec<(usize, char)>) {
    const SEED: u64 = 0xcbf2_9ce4_8422_2325;
    let mut out: Vec<Token> = Vec::with_capacity(low.len() / 5);
    let mut signs: Vec<(usize, char)> = Vec::with_capacity(low.len() / 20);
    let mut start = None;
    let (mut hash, mut tones, mut follows) = (SEED, 0u8, false);
    for (i, c) in low.char_indices().chain([(low.len(), ' ')]) {
        if is_word(c) {
            start.get_or_insert(i);
            hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
            tones = tones.saturating_add(u8::from(!c.is_ascii() && is_toned(c)));
            continue;
        }
        if let Some(s) = start.take() {
            if s > 0 && low.as_bytes()[s - 1].is_ascii_whitespace() && &low[s..i] == "và" {
                signs.push((s - 1, ' '));
            }
            out.push(Token { span: Span::new(s, i), hash: hash ^ (hash >> 29), follows, tones });
            (hash, tones, follows) = (SEED, 0, true);
        }
        if matches!(c, '.' | ';' | ',' | '(' | ')' | '"' | '“' | '”' | '-' | '[' | ']') {
            signs.push((i, c));
        }
        follows &= c.is_ascii_whitespace();
    }
    (out, signs)
}

/// Whether a small letter bears one of the five tone marks.
fn is_toned(c: char) -> bool {
    match u32::from(c) {
        0x1ea1..=0x1ef9 => true,
        _ => "áàãéèíìóòõúùýĩũ".contains(c),
    }
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
