//! What was read from one place of a paper, for a person to accept, change or drop. No database.

use std::collections::HashMap;

use documents::DocumentId;
use paper::reading::Span;

pub use super::reading::{from_paper, place_of, title_and_detail};
use crate::ProposalId;
use crate::item::ItemFields;

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Nobody decided yet.
    Proposed,
    Accepted,
    Dropped,
    /// Split or merged: others stand in its place.
    Replaced,
}

impl ProposalState {
    pub const ALL: [Self; 4] = [Self::Proposed, Self::Accepted, Self::Dropped, Self::Replaced];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Dropped => "dropped",
            Self::Replaced => "replaced",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where a proposal came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Read,
    Split,
    Merged,
    /// Selected in the paper by a person.
    Added,
}

impl Origin {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Added => "added",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Read, Self::Split, Self::Merged, Self::Added].into_iter().find(|origin| origin.code() == code)
    }
}

/// A part that can be tracked on its own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Part {
    pub code: String,
    pub span_start: i64,
    pub span_end: i64,
    #[serde(default)]
    pub series: String,
    #[serde(flatten)]
    pub fields: ItemFields,
}

/// What is kept of a proposal beside its title and its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ProposalData {
    #[serde(flatten)]
    pub fields: ItemFields,
    /// The entry of the outline that it was read from; the meter counts these.
    pub clause: String,
    /// The heading above it.
    pub section_code: String,
    pub section_title: String,
    /// The reader's key of the bullets it recurs in; empty for none.
    pub series: String,
    /// The code of the standing bullet it serves; empty for none.
    pub standing: String,
    pub parts: Vec<Part>,
    pub cited_symbols: Vec<String>,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct Proposal {
    pub id: ProposalId,
    pub document: DocumentId,
    pub code: String,
    pub origin: Origin,
    pub state: ProposalState,
    /// Code points of the raw text, half open.
    pub span_start: i64,
    pub span_end: i64,
    #[serde(flatten)]
    pub data: ProposalData,
    pub drop_reason: String,
    pub version: i64,
}

impl Proposal {
    /// Whether both say the same; who wrote it when is left aside.
    pub fn is_same(&self, other: &Self) -> bool {
        Self { version: 0, ..self.clone() } == Self { version: 0, ..other.clone() }
    }

    pub fn is_live(&self) -> bool {
        self.state != ProposalState::Replaced
    }

    pub fn is_decided(&self) -> bool {
        matches!(self.state, ProposalState::Accepted | ProposalState::Dropped)
    }
}

/// A proposal that is not stored yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    pub code: String,
    pub origin: Origin,
    pub span_start: i64,
    pub span_end: i64,
    pub data: ProposalData,
}

/// How many clauses were handled, of how many: a clause is handled when everything read from it is decided.
pub fn clauses_handled(proposals: &[Proposal]) -> (u32, u32) {
    let mut clauses: HashMap<&str, bool> = HashMap::new();
    for proposal in proposals.iter().filter(|proposal| proposal.is_live()) {
        let handled = clauses.entry(&proposal.data.clause).or_insert(true);
        *handled &= proposal.is_decided();
    }
    let count = |clauses: usize| u32::try_from(clauses).unwrap_or(u32::MAX);
    (count(clauses.values().filter(|handled| **handled).count()), count(clauses.len()))
}

/// Code points before each byte of a text: one pass, then an exact answer for any letter border.
pub struct Points {
    starts: Vec<usize>,
    len: usize,
}

impl Points {
    pub fn new(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(at, _)| at).collect(), len: text.len() }
    }

    /// Code points before a byte.
    pub fn at(&self, byte: usize) -> i64 {
        let point = if byte >= self.len {
            self.starts.len()
        } else {
            self.starts.partition_point(|start| *start < byte)
        };
        i64::try_from(point).unwrap_or(i64::MAX)
    }

    /// The bytes of a range of code points; `None` unless it lies within the text and holds something.
    pub fn bytes(&self, start: i64, end: i64) -> Option<std::ops::Range<usize>> {
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        if start >= end || end > self.starts.len() {
            return None;
        }
        Some(self.starts[start]..self.starts.get(end).copied().unwrap_or(self.len))
    }

    pub(super) fn span(&self, span: Span) -> (i64, i64) {
        (self.at(span.start), self.at(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_and_bytes_agree() {
        let text = "Đại hội";
        let points = Points::new(text);
        let range = points.bytes(4, 7).expect("within the text");
        assert_eq!(&text[range.clone()], "hội");
        assert_eq!(points.at(range.start), 4);
        assert_eq!(points.at(range.end), 7);
        assert_eq!(points.bytes(4, 8), None);
        assert_eq!(points.bytes(4, 4), None);
        assert_eq!(points.bytes(-1, 3), None);
    }
}
