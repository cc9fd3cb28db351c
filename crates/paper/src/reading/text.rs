//! The text as the scanners see it: composed letters, plain spaces and hyphens, and a lower-case twin of equal length.

mod letters;
mod search;
mod words;

pub(crate) use letters::{is_letter, is_word, is_word_border};
pub(crate) use search::{contains, find, near, near_end, places};
pub(crate) use words::{Token, tokens};

use unicode_normalization::UnicodeNormalization;

use super::model::Span;
use crate::watch::Watch;
use letters::{has_odd_letters, lower, normalise};
use words::{Scanned, scan};

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
    /// Whether the reading may go on.
    pub watch: Watch,
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
            watch: Watch::default(),
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
        let is_plain = |b: Option<&u8>| b.is_some_and(u8::is_ascii_graphic);
        if is_plain(s.as_bytes().first()) && is_plain(s.as_bytes().last()) {
            return span;
        }
        let start = span.start + (s.len() - s.trim_start().len());
        let end = span.start + s.trim_end().len();
        Span::new(start.min(span.end), end.max(start.min(span.end)))
    }

    /// The span without blanks at its ends, tabs kept: they part the cells of a row.
    pub fn trim_spaces(&self, span: Span) -> Span {
        let s = self.slice(span);
        let kept = s.trim_matches([' ', '\n', '\r']);
        let start = span.start + (s.len() - s.trim_start_matches([' ', '\n', '\r']).len());
        Span::new(start.min(span.end), (start + kept.len()).min(span.end))
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
