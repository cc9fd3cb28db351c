use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::{Cleaned, cleaned, compose_into, is_clean, next_piece};

/// Normalised text that remembers where it came from.
///
/// The map holds one entry for each place where lengths change, not one for each byte: text that was clean
/// costs a single entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalised {
    text: String,
    raw_len: usize,
    /// Invariant: starts strictly increase in the text and never decrease in the raw text. The first is at 0, 0.
    segments: Vec<Segment>,
}

/// From `text_start` on, the text stands in the raw text from `raw_start` on: byte for byte where `is_same`, as a whole
/// otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Segment {
    text_start: usize,
    raw_start: usize,
    is_same: bool,
}

impl Normalised {
    /// Normalises `raw` as [`super::clean`] does.
    pub fn new(raw: &str) -> Self {
        if is_clean(raw) {
            let whole = Segment { text_start: 0, raw_start: 0, is_same: true };
            return Self { text: raw.to_owned(), raw_len: raw.len(), segments: vec![whole] };
        }
        let mut builder = Builder { text: String::with_capacity(raw.len()), segments: Vec::new() };
        let mut start = 0;
        while start < raw.len() {
            let (plain, cluster) = next_piece(&raw[start..]);
            let middle = start + plain;
            builder.push_plain(&raw[start..middle], start);
            builder.push_cluster(&raw[middle..middle + cluster], middle);
            start = middle + cluster;
        }
        Self { text: builder.text, raw_len: raw.len(), segments: builder.segments }
    }

    /// The normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The normalised text, without the map.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Where the character at byte `at` of the text begins in the raw text. The end maps to the end.
    pub fn raw_start(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.raw_len;
        }
        let segment = self.segment_at(at);
        segment.raw_start + if segment.is_same { at - segment.text_start } else { 0 }
    }

    /// The bytes of the raw text that became `range` of the text. Characters composed from several, or
    /// standing beside removed ones, are never cut.
    pub fn raw_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.raw_start(range.start);
        if range.end <= range.start {
            return start..start;
        }
        let last = self.segment_at(range.end - 1);
        let end = if last.is_same {
            last.raw_start + (range.end - last.text_start)
        } else {
            self.next_raw_start(last)
        };
        start..end
    }

    fn segment_at(&self, at: usize) -> Segment {
        let after = self.segments.partition_point(|segment| segment.text_start <= at);
        self.segments[after.saturating_sub(1)]
    }

    fn next_raw_start(&self, segment: Segment) -> usize {
        let after = self.segments.partition_point(|other| other.text_start <= segment.text_start);
        self.segments.get(after).map_or(self.raw_len, |next| next.raw_start)
    }
}

struct Builder {
    text: String,
    segments: Vec<Segment>,
}

impl Builder {
    /// Appends text that stays as it is.
    fn push_plain(&mut self, raw: &str, raw_start: usize) {
        if !raw.is_empty() {
            self.text.push_str(raw);
            self.note(self.text.len() - raw.len(), raw_start, true);
        }
    }

    /// Appends one cluster, cleaned and composed.
    fn push_cluster(&mut self, raw: &str, raw_start: usize) {
        if raw.is_empty() {
            return;
        }
        let text_start = self.text.len();
        if raw.chars().all(|c| cleaned(c) == Cleaned::Same) {
            compose_into(&mut self.text, raw);
        } else {
            let kept = raw.chars().filter_map(|c| match cleaned(c) {
                Cleaned::Same => Some(c),
                Cleaned::Char(other) => Some(other),
                Cleaned::Nothing => None,
            });
            self.text.extend(kept.nfc());
        }
        if self.text.len() == text_start && !self.segments.is_empty() {
            // Removed: the next piece opens a segment, for its shift has changed.
            return;
        }
        let written = &self.text[text_start..];
        // Marks that change places keep the length but not the bytes; one character for one is as good as equal.
        let is_same = written == raw || (written.len() == raw.len() && raw.chars().nth(1).is_none());
        self.note(text_start, raw_start, is_same);
    }

    /// Opens a segment unless the last one goes on.
    fn note(&mut self, text_start: usize, raw_start: usize, is_same: bool) {
        let continues = self.segments.last().is_some_and(|last| {
            let shifted = last.raw_start + (text_start - last.text_start);
            last.is_same && is_same && shifted == raw_start
        });
        if continues {
            return;
        }
        let segment = Segment { text_start, raw_start, is_same };
        match self.segments.last_mut() {
            // What was removed at the very start leaves an empty segment.
            Some(last) if last.text_start == text_start => *last = segment,
            _ => self.segments.push(segment),
        }
    }
}
