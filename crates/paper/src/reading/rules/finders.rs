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
    by_first: HashMap<u64, Vec<Phrase<T>>, BuildHasherDefault<Hashed>>,
    /// A bit for each first word, by the end of its hash: most words of a text are told off here.
    may_begin: [u64; 64],
}

struct Phrase<T> {
    words: String,
    /// The hash of its second word, which tells most phrases of a group apart.
    second: Option<u64>,
    value: T,
}

/// The word and the bit for a hash.
fn bit(hash: u64) -> (usize, u64) {
    ((hash >> 6 & 63) as usize, 1 << (hash & 63))
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
        let mut by_first: HashMap<u64, Vec<Phrase<T>>, BuildHasherDefault<Hashed>> = HashMap::default();
        let mut may_begin = [0; 64];
        for (phrase, value) in entries {
            let words = key(&phrase);
            let tokens = tokens(&words);
            let Some(first) = tokens.first().filter(|t| t.span.start == 0).map(|t| t.hash) else { continue };
            let second = tokens.get(1).map(|t| t.hash);
            let (at, mask) = bit(first);
            may_begin[at] |= mask;
            by_first.entry(first).or_default().push(Phrase { words, second, value });
        }
        for group in by_first.values_mut() {
            group.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        Self { by_first, may_begin }
    }

    /// Every whole-word match in a text, in order, without overlaps.
    pub fn find(&self, text: &Text) -> Vec<(Span, T)> {
        self.find_in(&text.lower, &text.tokens)
    }

    /// The same for small letters and their words.
    pub fn find_in(&self, lower: &str, tokens: &[Token]) -> Vec<(Span, T)> {
        let mut found = Vec::new();
        let mut read_to = 0;
        for (i, token) in tokens.iter().enumerate() {
            let (at, mask) = bit(token.hash);
            if self.may_begin[at] & mask == 0 {
                continue;
            }
            let Some(group) = self.by_first.get(&token.hash) else {
                continue;
            };
            let start = token.span.start;
            if start < read_to {
                continue;
            }
            let rest = &lower[start..];
            let next = tokens.get(i + 1).map(|t| t.hash);
            let longest = group.iter().find(|phrase| {
                (phrase.second.is_none() || phrase.second == next)
                    && rest.starts_with(phrase.words.as_str())
                    && is_word_border(rest, phrase.words.len())
            });
            if let Some(phrase) = longest {
                read_to = start + phrase.words.len();
                found.push((Span::new(start, read_to), phrase.value.clone()));
            }
        }
        found
    }
}
