//! Word lists and code tables: general data, embedded, and extendable by an office.

mod compiled;
mod finders;

pub(crate) use compiled::Compiled;
pub(crate) use finders::{Hashed, Phrases};

use std::path::Path;

use serde::Deserialize;

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
    /// Words of two syllables whose second may meet the same syllable of the next word: "tuyên truyền | truyền thống".
    pub seam_before: Vec<String>,
    pub seam_after: Vec<String>,
    pub district_words: Vec<String>,
    pub courtesy: Vec<String>,
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
        self.seam_before.extend(more.seam_before);
        self.seam_after.extend(more.seam_after);
        self.district_words.extend(more.district_words);
        self.courtesy.extend(more.courtesy);
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
