//! What can go wrong between a template and a file, in words for whoever filled it in.

use crate::texts;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub vi: String,
    pub en: String,
}

/// Why a paper was not written.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The data are not a paper: `place` says where, as `body[3].table.rows[0]`.
    #[error("{place}: {detail}")]
    Data { place: String, detail: String },
    /// State secrets must not be in this system (handbook 12.5).
    #[error("`{mark}` is a mark of state secrecy")]
    Secret { mark: String },
    #[error("there is no template `{name}`; there are: {known}")]
    UnknownTemplate { name: String, known: String },
    /// The template itself is wrong.
    #[error("template {template}, {place}: {detail}")]
    Template { template: String, place: String, detail: String },
    /// The template asks for a field that the data do not have.
    #[error("template {template}, {place}: `{field}` is missing")]
    MissingField { template: String, field: String, place: String },
    #[error("cannot write the file: {0}")]
    Write(String),
}

impl PrintError {
    /// The sentence for people, with what to do.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Data { place, detail } => texts::data(detail, place),
            Self::Secret { mark } => texts::secret(mark),
            Self::UnknownTemplate { name, known } => texts::unknown_template(known, name),
            Self::Template { template, place, detail } => texts::template(detail, place, template),
            Self::MissingField { template, field, place } => texts::missing_field(field, place, template),
            Self::Write(detail) => texts::write(detail),
        }
    }
}
