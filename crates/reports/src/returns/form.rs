//! What a report asks: sections with figures, words, or both, and the checks between the figures.
//!
//! Figures and checks are written as text, one a line, in the data file, on the page of a form and in the API alike:
//! `houses_handed_over *` is a required indicator; `a = b + c`, `a <= b` and `a = months` are checks.

use std::fmt;

use chrono::NaiveDate;
use kit::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kit::ids! {
    /// One version of a form.
    FormId,
}

/// One figure that a section asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Line {
    /// The indicator's code.
    pub indicator: String,
    #[serde(default)]
    pub is_required: bool,
}

/// A part of a report: figures, words, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Section {
    /// Never changes from version to version, so that words of last year find their place.
    pub code: String,
    pub title_vi: String,
    pub title_en: String,
    pub line_of_work: String,
    pub lines: Vec<Line>,
    /// What the words should tell; a section without one asks for figures only.
    pub prompt_vi: String,
    pub prompt_en: String,
    pub words_required: bool,
}

impl Section {
    pub fn title(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.title_en.is_empty() { &self.title_en } else { &self.title_vi }
    }

    pub fn prompt(&self, lang: Lang) -> &str {
        if lang == Lang::En && !self.prompt_en.is_empty() { &self.prompt_en } else { &self.prompt_vi }
    }

    pub fn has_words(&self) -> bool {
        !self.prompt_vi.is_empty()
    }
}

/// What figures of a form must satisfy. [`Check::Months`] is a question, the others must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Check {
    /// The whole is the sum of its parts, where all of them are given.
    Sum {
        whole: String,
        parts: Vec<String>,
    },
    AtMost {
        part: String,
        whole: String,
    },
    /// As the months' own reports of the unit come to.
    Months {
        indicator: String,
    },
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sum { whole, parts } => write!(f, "{whole} = {}", parts.join(" + ")),
            Self::AtMost { part, whole } => write!(f, "{part} <= {whole}"),
            Self::Months { indicator } => write!(f, "{indicator} = months"),
        }
    }
}

impl Check {
    /// A check as a person writes it.
    pub fn parse(text: &str) -> Option<Self> {
        let code = |text: &str| {
            let text = text.trim();
            let is_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            (!text.is_empty() && text.bytes().all(is_code)).then(|| text.to_owned())
        };
        if let Some((part, whole)) = text.split_once("<=") {
            return Some(Self::AtMost { part: code(part)?, whole: code(whole)? });
        }
        let (whole, parts) = text.split_once('=')?;
        if parts.trim() == "months" {
            return Some(Self::Months { indicator: code(whole)? });
        }
        let parts: Option<Vec<String>> = parts.split('+').map(code).collect();
        Some(Self::Sum { whole: code(whole)?, parts: parts? })
    }

    /// The indicators it speaks of, the one it is told beside first.
    pub fn codes(&self) -> Vec<&str> {
        match self {
            Self::Sum { whole, parts } => {
                std::iter::once(whole.as_str()).chain(parts.iter().map(String::as_str)).collect()
            }
            Self::AtMost { part, whole } => vec![part, whole],
            Self::Months { indicator } => vec![indicator],
        }
    }
}

/// Figures as text, one a line, `*` behind what is required.
pub fn lines_text(lines: &[Line]) -> String {
    let one = |line: &Line| format!("{}{}", line.indicator, if line.is_required { " *" } else { "" });
    lines.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The lines of such a text; commas part lines too.
pub fn parse_lines(text: &str) -> Vec<Line> {
    text.split(['\n', ','])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let code = line.trim_end_matches('*').trim_end();
            Line { indicator: code.to_owned(), is_required: code.len() < line.len() }
        })
        .collect()
}

/// One version of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportForm {
    #[schema(value_type = i64)]
    pub id: FormId,
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub sections: Vec<Section>,
    pub checks: Vec<Check>,
    pub valid_from: NaiveDate,
    /// The first day on which another version holds.
    pub valid_to: Option<NaiveDate>,
}

impl ReportForm {
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.name_vi,
            Lang::En => &self.name_en,
        }
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.sections.iter().flat_map(|section| &section.lines)
    }

    pub fn asks_for(&self, indicator: &str) -> bool {
        self.lines().any(|line| line.indicator == indicator)
    }

    pub fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_read_as_they_are_written() {
        for text in ["a = b + c_2", "part <= whole", "houses = months"] {
            assert_eq!(Check::parse(text).map(|check| check.to_string()).as_deref(), Some(text));
        }
        for text in ["", "a", "a = ", "a = b +", "A = b", "a < b"] {
            assert_eq!(Check::parse(text), None, "{text}");
        }
    }

    #[test]
    fn lines_are_read_as_they_are_written() {
        let lines = parse_lines("houses *\n gifts ,families*\n\n");
        assert_eq!(lines_text(&lines), "houses *\ngifts\nfamilies *");
    }
}
