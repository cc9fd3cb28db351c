//! Why a body cannot be read, said so that whoever wrote it can mend it: by the names they know, and not in the words of a library.

use serde::de::DeserializeOwned;

use crate::text::Phrase;
use crate::texts;

/// What is wrong with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A field that has to be there: `items[0].title`.
    Missing(String),
    Unknown(String),
    Twice(String),
    /// Of another kind than asked for, or not one of the values allowed.
    Wrong(String),
    /// Not one field, but all of it.
    Whole,
    /// No JSON, from a place on; line and column count from 1.
    NotJson {
        line: usize,
        column: usize,
    },
    NotMultipart,
    /// PostgreSQL keeps no text with a null character.
    Null,
}

impl Unreadable {
    /// The field, when it is one.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Missing(field) | Self::Unknown(field) | Self::Twice(field) | Self::Wrong(field) => {
                Some(field)
            }
            Self::Whole | Self::NotJson { .. } | Self::NotMultipart | Self::Null => None,
        }
    }

    /// A part of a sentence, without a full stop.
    pub fn reason(&self) -> Phrase {
        match self {
            Self::Missing(field) => texts::unreadable_missing(field),
            Self::Unknown(field) => texts::unreadable_unknown(field),
            Self::Twice(field) => texts::unreadable_twice(field),
            Self::Wrong(field) => texts::unreadable_wrong(field),
            Self::Whole => texts::UNREADABLE_WHOLE.into(),
            Self::NotJson { line, column } => texts::unreadable_not_json(column, line),
            Self::NotMultipart => texts::UNREADABLE_NOT_MULTIPART.into(),
            Self::Null => texts::UNREADABLE_NULL.into(),
        }
    }

    /// The sentence of one door around the reason.
    pub(super) fn within(&self, sentence: impl Fn(String) -> Phrase) -> Phrase {
        let reason = self.reason();
        Phrase { vi: sentence(reason.vi).vi, ..sentence(reason.en) }
    }
}

pub(super) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let inner = error.inner();
        if inner.is_data() { field(&error.path().to_string(), &inner.to_string()) } else { not_json(inner) }
    })?;
    reader.end().map_err(|error| not_json(&error))?;
    Ok(read)
}

pub(super) fn form<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let reader = serde_html_form::Deserializer::from_bytes(bytes);
    serde_path_to_error::deserialize(reader)
        .map_err(|error| field(&error.path().to_string(), &error.inner().to_string()))
}

fn not_json(error: &serde_json::Error) -> Unreadable {
    Unreadable::NotJson { line: error.line().max(1), column: error.column().max(1) }
}

/// The path leads to what holds the field when it is missing, and the name stands in the library's words alone.
fn field(path: &str, said: &str) -> Unreadable {
    let path = if path == "." { "" } else { path };
    let named = |start: &str| said.strip_prefix(start).and_then(|rest| rest.split('`').next());
    let below = |name: &str| {
        let is_there = path == name || path.ends_with(&format!(".{name}"));
        let whole = if path.is_empty() || is_there { name.to_owned() } else { format!("{path}.{name}") };
        short(if is_there { path } else { &whole })
    };
    if let Some(name) = named("missing field `") {
        Unreadable::Missing(below(name))
    } else if let Some(name) = named("unknown field `") {
        Unreadable::Unknown(below(name))
    } else if let Some(name) = named("duplicate field `") {
        Unreadable::Twice(below(name))
    } else if path.is_empty() || path == "?" {
        Unreadable::Whole
    } else {
        Unreadable::Wrong(short(path))
    }
}

/// Names come from outside too.
fn short(name: &str) -> String {
    name.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Asked {
        title: String,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Part {
        weight: i64,
    }

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Entered {
        title: String,
        year: i32,
    }

    #[test]
    fn the_field_is_named_by_its_whole_path() {
        use Unreadable as U;
        let told = |body: &str| json::<Asked>(body.as_bytes()).expect_err(body);
        let name = str::to_owned;
        assert_eq!(told("{}"), U::Missing(name("title")));
        assert_eq!(told(r#"{"title":"a","x":1}"#), U::Unknown(name("x")));
        assert_eq!(told(r#"{"title":"a","title":"b"}"#), U::Twice(name("title")));
        assert_eq!(told(r#"{"title":7}"#), U::Wrong(name("title")));
        assert_eq!(told(r#"{"title":"a","parts":[{"weight":1},{}]}"#), U::Missing(name("parts[1].weight")));
        assert_eq!(told(r#"{"title":"a","parts":[{"weight":"x"}]}"#), U::Wrong(name("parts[0].weight")));
        assert_eq!(told("7"), U::Whole);
        assert_eq!(told("{\n\"title\": }"), U::NotJson { line: 2, column: 10 });
        assert_eq!(told(r#"{"title":"a"} x"#), U::NotJson { line: 1, column: 15 });
        assert!(matches!(told(""), U::NotJson { line: 1, .. }));
        assert!(matches!(told("{\"title\":\"a"), U::NotJson { .. }));
        let whole = json::<Asked>(r#"{"title":"a"} "#.as_bytes());
        assert_eq!(whole, Ok(Asked { title: name("a"), parts: Vec::new() }));
    }

    #[test]
    fn a_form_names_its_fields_too() {
        let told = |body: &str| form::<Entered>(body.as_bytes()).expect_err(body);
        assert_eq!(told("title=a"), Unreadable::Missing("year".to_owned()));
        assert_eq!(told("title=a&year=x"), Unreadable::Wrong("year".to_owned()));
        assert_eq!(form(b"title=a&year=7"), Ok(Entered { title: "a".to_owned(), year: 7 }));
    }
}
