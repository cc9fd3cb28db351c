//! Word lists and code tables: general data, embedded, and extendable by an office.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::Path;

use serde::Deserialize;

use super::model::Span;
use super::text::{Text, Token, is_word_border, key, places, tokens};

/// The word lists that reading rests on. [`Rules::default`] has those that come with the program.
#[derive(Debug, Clone)]
pub struct Rules {
    kinds: Vec<Kind>,
    issuers: Vec<Issuer>,
    days: Vec<Day>,
    lines: Vec<Line>,
    bodies: Vec<Body>,
    provinces: Provinces,
    named: Vec<NamedPaper>,
    words: Words,
}

/// Why a folder of word lists cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    #[error("{file} cannot be read: {cause}")]
    Unreadable { file: String, cause: std::io::Error },
    #[error("{file} is not a valid list: {cause}")]
    Invalid { file: String, cause: Box<toml::de::Error> },
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Kind {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Issuer {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the day of a day has no better name")]
pub(crate) struct Day {
    pub name: String,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub lunar: bool,
    pub day: u8,
    pub month: u8,
    #[serde(default)]
    pub origin: Option<i32>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Line {
    pub key: String,
    #[serde(default = "one")]
    pub weight: u32,
    pub words: Vec<String>,
}

fn one() -> u32 {
    1
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch in the list of bodies")]
pub(crate) struct Body {
    pub full: String,
    pub kind: String,
    /// Whether words of place belong to the name.
    #[serde(default = "yes")]
    pub place: bool,
    /// Counts only with words of place behind it: "công an" alone is no body.
    #[serde(default)]
    pub needs_place: bool,
    /// "khóa XIII" belongs to the name.
    #[serde(default)]
    pub terms: bool,
    #[serde(default = "yes")]
    pub core: bool,
    pub forms: Vec<String>,
}

/// A paper that is cited by its name only; see `rules/named-papers.toml` for what each word list is.
#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch in the list of named papers")]
pub(crate) struct NamedPaper {
    pub opening: String,
    pub kind: String,
    pub code: String,
    #[serde(default)]
    pub capital: bool,
    #[serde(default)]
    pub more: bool,
    #[serde(default)]
    pub bare: bool,
    #[serde(default)]
    pub until: Option<String>,
    #[serde(default)]
    pub stops: Vec<String>,
    #[serde(default)]
    pub term: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Provinces {
    #[serde(default)]
    provinces: Vec<String>,
    #[serde(default)]
    former: Vec<String>,
}

/// Lists that steer the cutting into tasks; see `rules/words.toml` for what each is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "the names are those of the file")]
pub(crate) struct Words {
    pub list_goes_on: Vec<String>,
    pub rests_on: Vec<String>,
    pub opens_after_comma: Vec<String>,
    pub opens_after_and: Vec<String>,
    pub makes_papers: Vec<String>,
    pub actions: Vec<String>,
    pub no_tasks: Vec<String>,
    pub tasks_after_all: Vec<String>,
    pub standing: Vec<String>,
    pub assignment: Vec<String>,
    pub doubled: Vec<String>,
    pub district_words: Vec<String>,
}

#[derive(Deserialize)]
struct Kinds {
    #[serde(default)]
    kind: Vec<Kind>,
}
#[derive(Deserialize)]
struct Issuers {
    #[serde(default)]
    issuer: Vec<Issuer>,
}
#[derive(Deserialize)]
struct Days {
    #[serde(default)]
    day: Vec<Day>,
}
#[derive(Deserialize)]
struct NamedPapers {
    #[serde(default)]
    named: Vec<NamedPaper>,
}
#[derive(Deserialize)]
struct Lines {
    #[serde(default)]
    line: Vec<Line>,
}
#[derive(Deserialize)]
struct Bodies {
    #[serde(default)]
    body: Vec<Body>,
}

impl Default for Rules {
    fn default() -> Self {
        let mut rules = Self::empty();
        for (file, text) in EMBEDDED {
            rules.add(file, text).expect("the embedded lists are checked by a test");
        }
        rules
    }
}

const EMBEDDED: [(&str, &str); 8] = [
    ("document-types.toml", include_str!("../../rules/document-types.toml")),
    ("issuers.toml", include_str!("../../rules/issuers.toml")),
    ("commemorations.toml", include_str!("../../rules/commemorations.toml")),
    ("lines-of-work.toml", include_str!("../../rules/lines-of-work.toml")),
    ("organisations.toml", include_str!("../../rules/organisations.toml")),
    ("provinces.toml", include_str!("../../rules/provinces.toml")),
    ("named-papers.toml", include_str!("../../rules/named-papers.toml")),
    ("words.toml", include_str!("../../rules/words.toml")),
];

impl Rules {
    fn empty() -> Self {
        Self {
            kinds: Vec::new(),
            issuers: Vec::new(),
            days: Vec::new(),
            lines: Vec::new(),
            bodies: Vec::new(),
            provinces: Provinces::default(),
            named: Vec::new(),
            words: Words::default(),
        }
    }

    /// The lists of the program with those of an office added: files in `folder` that bear the same names. Files that
    /// are not there add nothing. Entries of the office come first, so that they win over the program's.
    ///
    /// # Errors
    /// When a file is there but cannot be read, or is not a list of the expected shape.
    pub fn load(folder: &Path) -> Result<Self, RulesError> {
        let mut rules = Self::empty();
        for (file, _) in EMBEDDED {
            match std::fs::read_to_string(folder.join(file)) {
                Ok(text) => rules.add(file, &text)?,
                Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
                Err(cause) => {
                    return Err(RulesError::Unreadable { file: file.to_owned(), cause });
                }
            }
        }
        for (file, text) in EMBEDDED {
            rules.add(file, text)?;
        }
        Ok(rules)
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), RulesError> {
        let fail = |cause| RulesError::Invalid { file: file.to_owned(), cause: Box::new(cause) };
        match file {
            "document-types.toml" => self.kinds.extend(toml::from_str::<Kinds>(text).map_err(fail)?.kind),
            "issuers.toml" => self.issuers.extend(toml::from_str::<Issuers>(text).map_err(fail)?.issuer),
            "commemorations.toml" => self.days.extend(toml::from_str::<Days>(text).map_err(fail)?.day),
            "lines-of-work.toml" => self.lines.extend(toml::from_str::<Lines>(text).map_err(fail)?.line),
            "organisations.toml" => self.bodies.extend(toml::from_str::<Bodies>(text).map_err(fail)?.body),
            "named-papers.toml" => {
                self.named.extend(toml::from_str::<NamedPapers>(text).map_err(fail)?.named);
            }
            "provinces.toml" => {
                let more: Provinces = toml::from_str(text).map_err(fail)?;
                self.provinces.provinces.extend(more.provinces);
                self.provinces.former.extend(more.former);
            }
            _ => self.words.add(toml::from_str(text).map_err(fail)?),
        }
        Ok(())
    }
}

impl Words {
    fn add(&mut self, more: Self) {
        self.list_goes_on.extend(more.list_goes_on);
        self.rests_on.extend(more.rests_on);
        self.opens_after_comma.extend(more.opens_after_comma);
        self.opens_after_and.extend(more.opens_after_and);
        self.makes_papers.extend(more.makes_papers);
        self.actions.extend(more.actions);
        self.no_tasks.extend(more.no_tasks);
        self.tasks_after_all.extend(more.tasks_after_all);
        self.standing.extend(more.standing);
        self.assignment.extend(more.assignment);
        self.doubled.extend(more.doubled);
        self.district_words.extend(more.district_words);
    }
}

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
    fn new(entries: impl Iterator<Item = (String, T)>) -> Self {
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
    fn new(words: &[String]) -> Self {
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

/// The lists in the form that reading uses.
pub(crate) struct Compiled {
    pub kinds: Vec<Kind>,
    pub kind_starts: Vec<(String, usize)>,
    kind_names: Prefixes<usize>,
    pub issuers: Vec<(String, String)>,
    pub days: Vec<Day>,
    pub day_names: Phrases<usize>,
    pub line_keys: Vec<(String, u32)>,
    pub line_words: Phrases<usize>,
    pub bodies: Vec<Body>,
    pub body_forms: Phrases<usize>,
    /// Provinces by the key to find them by.
    pub provinces: Prefixes<String>,
    pub named: Vec<NamedPaper>,
    pub lists: Lists,
}

pub(crate) struct Lists {
    pub list_goes_on: Starts,
    pub rests_on: Starts,
    pub opens_after_comma: Starts,
    pub opens_after_and: Starts,
    pub makes_papers: Starts,
    pub actions: Starts,
    pub no_tasks: Starts,
    pub tasks_after_all: Starts,
    pub standing: Starts,
    pub assignment: Starts,
    pub doubled: Starts,
    pub district_words: Starts,
}

impl Compiled {
    pub fn new(rules: &Rules) -> Self {
        let mut kind_starts: Vec<(String, usize)> = rules
            .kinds
            .iter()
            .enumerate()
            .map(|(i, k)| (key(&k.name), i))
            .filter(|(k, _)| !k.is_empty())
            .collect();
        // Longer names first: "chương trình hành động" before "chương trình".
        kind_starts.sort_by_key(|(name, i)| (std::cmp::Reverse(name.len()), *i));
        let names = |d: &Day| {
            let short = d.name.split(" (").next().unwrap_or(&d.name).to_owned();
            let bare = short.strip_prefix("Ngày ").unwrap_or(&short).to_owned();
            let mut all = vec![short, bare];
            all.extend(d.also.iter().cloned());
            all
        };
        let day_names =
            rules.days.iter().enumerate().flat_map(|(i, d)| names(d).into_iter().map(move |n| (n, i)));
        let line_words =
            rules.lines.iter().enumerate().flat_map(|(i, l)| l.words.iter().map(move |w| (w.clone(), i)));
        let body_forms =
            rules.bodies.iter().enumerate().flat_map(|(i, b)| b.forms.iter().map(move |f| (f.clone(), i)));
        let provinces =
            rules.provinces.provinces.iter().chain(&rules.provinces.former).map(|p| (key(p), p.clone()));
        let w = &rules.words;
        Self {
            kinds: rules.kinds.clone(),
            kind_names: Prefixes::new(kind_starts.iter().cloned()),
            kind_starts,
            issuers: rules.issuers.iter().map(|i| (i.code.to_uppercase(), i.name.clone())).collect(),
            days: rules.days.clone(),
            day_names: Phrases::new(day_names),
            line_keys: rules.lines.iter().map(|l| (l.key.clone(), l.weight)).collect(),
            line_words: Phrases::new(line_words),
            bodies: rules.bodies.clone(),
            body_forms: Phrases::new(body_forms),
            provinces: Prefixes::new(provinces),
            named: rules.named.iter().map(|n| NamedPaper { opening: key(&n.opening), ..n.clone() }).collect(),
            lists: Lists {
                list_goes_on: Starts::new(&w.list_goes_on),
                rests_on: Starts::new(&w.rests_on),
                opens_after_comma: Starts::new(&w.opens_after_comma),
                opens_after_and: Starts::new(&w.opens_after_and),
                makes_papers: Starts::new(&w.makes_papers),
                actions: Starts::new(&w.actions),
                no_tasks: Starts::new(&w.no_tasks),
                tasks_after_all: Starts::new(&w.tasks_after_all),
                standing: Starts::new(&w.standing),
                assignment: Starts::new(&w.assignment),
                doubled: Starts::new(&w.doubled),
                district_words: Starts::new(&w.district_words),
            },
        }
    }

    /// The kind of paper whose name `lower` starts with: its index and the length of the name.
    pub fn kind_at(&self, lower: &str) -> Option<(usize, usize)> {
        self.kind_names.at(lower).map(|(len, i)| (*i, len))
    }

    /// The province whose name `lower` starts with.
    pub fn province_at(&self, lower: &str) -> Option<(&str, usize)> {
        self.provinces.at(lower).map(|(len, name)| (name.as_str(), len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists_are_valid() {
        let rules = Rules::default();
        assert!(rules.kinds.len() > 40 && rules.days.len() > 50 && rules.bodies.len() > 40);
        assert_eq!(rules.provinces.provinces.len(), 34);
    }

    #[test]
    fn longer_names_win() {
        let words = Compiled::new(&Rules::default());
        let (kind, len) = words.kind_at("chương trình hành động của").unwrap();
        assert_eq!((words.kinds[kind].code.as_str(), len), ("CTHĐ", "chương trình hành động".len()));
    }
}
