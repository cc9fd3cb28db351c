//! Looking for many words at once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::reading::model::Span;
use crate::reading::text::{Text, Token, is_word_border, key, places, tokens};

/// Words looked for at the start of something: longer ones first, grouped by their first byte, so that a look-up
/// compares with a few words only.
#[derive(Debug, Default)]
pub(crate) struct Prefixes<T> {
    words: Vec<(String, T)>,
    /// Where in `words` the words with a first byte begin and end.
    groups: Vec<(u8, std::ops::Range<usize>)>,
}

impl<T> Prefixes<T> {
    /// Of equally long words the first wins.
    pub fn new(entries: impl Iterator<Item = (String, T)>) -> Self {
        let mut words: Vec<(String, T)> = entries.filter(|(w, _)| !w.is_empty()).collect();
        words.sort_by_key(|(w, _)| (w.as_bytes()[0], std::cmp::Reverse(w.len())));
        let mut groups: Vec<(u8, std::ops::Range<usize>)> = Vec::new();
        for (i, (word, _)) in words.iter().enumerate() {
            match groups.last_mut() {
                Some((first, range)) if *first == word.as_bytes()[0] => range.end = i + 1,
                _ => groups.push((word.as_bytes()[0], i..i + 1)),
            }
        }
        Self { words, groups }
    }

    /// The longest listed word that `lower` starts with, at a word's border: its length and its value.
    pub fn at(&self, lower: &str) -> Option<(usize, &T)> {
        let first = *lower.as_bytes().first()?;
        let group = self.groups.binary_search_by_key(&first, |(b, _)| *b).ok()?;
        self.words[self.groups[group].1.clone()]
            .iter()
            .find(|(w, _)| lower.starts_with(w.as_str()) && is_word_border(lower, w.len()))
            .map(|(w, value)| (w.len(), value))
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.words.iter().map(|(w, value)| (w.as_str(), value))
    }
}

/// A list of words without more to say about each.
#[derive(Debug, Default)]
pub(crate) struct Starts(Prefixes<()>);

impl Starts {
    pub fn new(words: &[String]) -> Self {
        Self(Prefixes::new(words.iter().map(|w| (key(w), ()))))
    }

    /// The length of the longest listed word that `lower` starts with, at a word's border.
    pub fn len_at(&self, lower: &str) -> Option<usize> {
        self.0.at(lower).map(|(len, ())| len)
    }

    pub fn any_in(&self, lower: &str) -> bool {
        self.0.iter().any(|(w, ())| {
            places(lower, w).any(|i| is_word_border(lower, i) && is_word_border(lower, i + w.len()))
        })
    }

    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|(w, ())| w == word)
    }
}

/// Many phrases looked for anywhere in one pass; the longest wins.
///
/// The words of a text are hashed already, so a phrase is looked up by the hash of its first word; most words of a text
/// begin no phrase and cost one look-up.
pub(crate) struct Phrases<T> {
    by_first: HashMap<u64, Vec<(String, T)>, BuildHasherDefault<Hashed>>,
}

/// Passes on what is a hash already.
#[derive(Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl<T: Clone> Phrases<T> {
    pub fn new(entries: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut by_first: HashMap<u64, Vec<(String, T)>, BuildHasherDefault<Hashed>> = HashMap::default();
        for (phrase, value) in entries {
            let phrase = key(&phrase);
            let first = tokens(&phrase).first().filter(|t| t.span.start == 0).map(|t| t.hash);
            if let Some(first) = first {
                by_first.entry(first).or_default().push((phrase, value));
            }
        }
        for group in by_first.values_mut() {
            group.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        }
        Self { by_first }
    }

    /// Every whole-word match in a text, in order, without overlaps.
    pub fn find(&self, text: &Text) -> Vec<(Span, T)> {
        self.find_in(&text.lower, &text.tokens)
    }

    /// The same for small letters and their words.
    pub fn find_in(&self, lower: &str, tokens: &[Token]) -> Vec<(Span, T)> {
        let mut found = Vec::new();
        let mut read_to = 0;
        for token in tokens {
            let Some(group) = self.by_first.get(&token.hash) else {
                continue;
            };
            let start = token.span.start;
            if start < read_to {
                continue;
            }
            let rest = &lower[start..];
            let longest = group
                .iter()
                .find(|(phrase, _)| rest.starts_with(phrase.as_str()) && is_word_border(rest, phrase.len()));
            if let Some((phrase, value)) = longest {
                read_to = start + phrase.len();
                found.push((Span::new(start, read_to), value.clone()));
            }
        }
        found
    }
}
