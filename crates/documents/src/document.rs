//! The nouns: a paper in the register, its parts, and what was noticed about it. No database, no HTTP.

mod citation;
mod finding;

use chrono::NaiveDate;
use kit::{AccountId, Instant, UnitId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DocumentId;

pub use citation::{Candidate, Citation, CitationStanding, choose, standing, symbol_key};
pub use finding::{FindingRow, FindingState};

/// Which way a paper goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Incoming,
    Outgoing,
    Internal,
}

impl Direction {
    pub const ALL: [Self; 3] = [Self::Incoming, Self::Outgoing, Self::Internal];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Outgoing => "outgoing",
            Self::Internal => "internal",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.code() == code)
    }
}

/// Where a paper stands in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    Draft,
    Registered,
    Issued,
    Superseded,
    /// Entered by mistake; it stays in the register with the reason (handbook NEV-2.5).
    Cancelled,
}

impl DocumentState {
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Registered, Self::Issued, Self::Superseded, Self::Cancelled];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Registered => "registered",
            Self::Issued => "issued",
            Self::Superseded => "superseded",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One thing that a register says of a paper, and that a person may correct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    TypeName,
    TypeCode,
    Symbol,
    Issuer,
    IssuedOn,
    Place,
    Abstract,
    Term,
    Signer,
    SignerPosition,
    Year,
}

impl Field {
    pub const ALL: [Self; 11] = [
        Self::TypeName,
        Self::TypeCode,
        Self::Symbol,
        Self::Issuer,
        Self::IssuedOn,
        Self::Place,
        Self::Abstract,
        Self::Term,
        Self::Signer,
        Self::SignerPosition,
        Self::Year,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::TypeName => "type_name",
            Self::TypeCode => "type_code",
            Self::Symbol => "symbol",
            Self::Issuer => "issuer",
            Self::IssuedOn => "issued_on",
            Self::Place => "place",
            Self::Abstract => "abstract",
            Self::Term => "term",
            Self::Signer => "signer",
            Self::SignerPosition => "signer_position",
            Self::Year => "year",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// Why a value cannot stand in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    NotADate,
    NotAYear,
    TooLong,
}

/// What a register says of a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Metadata {
    /// "KH"; empty for an official letter or when nothing was found, as with all texts here.
    pub type_code: String,
    /// "Kế hoạch".
    pub type_name: String,
    pub symbol: String,
    pub issuer: String,
    pub issued_on: Option<NaiveDate>,
    pub place: String,
    #[serde(rename = "abstract")]
    pub abstract_text: String,
    pub term: String,
    pub signer: String,
    pub signer_position: String,
    /// The year that the paper is about.
    pub year: Option<i64>,
}

impl Metadata {
    /// A field as text; dates as `2024-01-31`.
    pub fn get(&self, field: Field) -> String {
        match field {
            Field::TypeName => self.type_name.clone(),
            Field::TypeCode => self.type_code.clone(),
            Field::Symbol => self.symbol.clone(),
            Field::Issuer => self.issuer.clone(),
            Field::IssuedOn => self.issued_on.map(|date| date.to_string()).unwrap_or_default(),
            Field::Place => self.place.clone(),
            Field::Abstract => self.abstract_text.clone(),
            Field::Term => self.term.clone(),
            Field::Signer => self.signer.clone(),
            Field::SignerPosition => self.signer_position.clone(),
            Field::Year => self.year.map(|year| year.to_string()).unwrap_or_default(),
        }
    }

    /// Sets a field from what a person typed: blanks around it go, dates as on paper or as `2024-01-31`.
    ///
    /// # Errors
    /// When it is no date, no year of this age, or longer than 2,000 letters; nothing is set then.
    pub fn set(&mut self, field: Field, typed: &str) -> Result<(), FieldFault> {
        let text = vi::normalise::clean(typed.trim()).trim().to_owned();
        if kit::text::is_longer(&text, kit::text::MAX_TITLE) {
            return Err(FieldFault::TooLong);
        }
        match field {
            Field::TypeName => self.type_name = text,
            Field::TypeCode => self.type_code = text,
            Field::Symbol => self.symbol = text,
            Field::Issuer => self.issuer = text,
            Field::Place => self.place = text,
            Field::Abstract => self.abstract_text = text,
            Field::Term => self.term = text,
            Field::Signer => self.signer = text,
            Field::SignerPosition => self.signer_position = text,
            Field::IssuedOn if text.is_empty() => self.issued_on = None,
            Field::IssuedOn => self.issued_on = Some(vi::date::parse(&text).ok_or(FieldFault::NotADate)?),
            Field::Year if text.is_empty() => self.year = None,
            Field::Year => {
                let year = text.parse().ok().filter(|year| (1900..=2200).contains(year));
                self.year = Some(year.ok_or(FieldFault::NotAYear)?);
            }
        }
        Ok(())
    }

    /// "Kế hoạch số 12/KH-MTTQ-BTT", or the best name there is.
    pub fn name(&self) -> String {
        match (self.type_name.as_str(), self.symbol.as_str()) {
            ("", "") => String::new(),
            (kind, "") => kind.to_owned(),
            ("", symbol) => symbol.to_owned(),
            (kind, symbol) => format!("{kind} số {symbol}"),
        }
    }
}

/// A paper in the register.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Document {
    pub id: DocumentId,
    pub unit: UnitId,
    pub unit_name: String,
    pub direction: Direction,
    pub state: DocumentState,
    #[serde(flatten)]
    pub metadata: Metadata,
    pub cancel_reason: String,
    /// SHA-256 of the original.
    pub file: String,
    pub file_name: String,
    /// `docx`, `doc`, `pdf`, `text` or `html`, as the content showed.
    pub format: String,
    pub account: AccountId,
    pub created_at: Instant,
    /// Counts changes; a change names the version it was made from.
    pub version: i64,
    /// Which reader and word lists read it.
    pub read_by: String,
    /// Findings that nobody has looked at.
    pub open_findings: i64,
}

impl Document {
    /// What to call it on a page: never empty.
    pub fn title(&self) -> String {
        let (name, words) = (self.metadata.name(), &self.metadata.abstract_text);
        match (name.is_empty(), words.is_empty()) {
            (true, true) if self.file_name.is_empty() => format!("#{}", self.id),
            (true, true) => self.file_name.clone(),
            (true, false) => words.clone(),
            // "Kế hoạch" alone tells nothing.
            (false, false) if self.metadata.symbol.is_empty() => format!("{name} – {words}"),
            (false, _) => name,
        }
    }

    pub fn is_cancelled(&self) -> bool {
        self.state == DocumentState::Cancelled
    }
}

/// Code points of the raw text, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub struct CharSpan {
    pub start: i64,
    pub end: i64,
}

/// One entry of a paper's outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Clause {
    /// Path of ordinals, unique in the paper: "II.2.1.7".
    pub code: String,
    /// The label as printed.
    pub label: String,
    pub level: i64,
    /// `heading`, `clause`, `bullet`, `unmarked_paragraph`, `inline_enum`, `table_row` or `paragraph`.
    pub kind: String,
    pub parent: String,
    pub title: String,
    pub body: String,
    #[serde(flatten)]
    pub span: CharSpan,
}

/// A field that a person corrected, beside what was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Correction {
    pub field: Field,
    pub before: String,
    pub value: String,
    pub reason: String,
    pub by: String,
    pub at: Instant,
    pub version: i64,
}

/// A body that a paper is sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Recipient {
    pub name: String,
    pub unit: Option<UnitId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_takes_dates_as_on_paper() {
        let mut metadata = Metadata::default();
        metadata.set(Field::IssuedOn, "ngày 4/1/2024").expect("a date");
        assert_eq!(metadata.get(Field::IssuedOn), "2024-01-04");
        assert_eq!(metadata.set(Field::IssuedOn, "31/02/2024"), Err(FieldFault::NotADate));
        assert_eq!(metadata.set(Field::Year, "20240"), Err(FieldFault::NotAYear));
        assert_eq!(metadata.get(Field::IssuedOn), "2024-01-04");
        metadata.set(Field::IssuedOn, "").expect("blank is no date");
        assert_eq!(metadata.issued_on, None);
    }
}
