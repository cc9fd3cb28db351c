//! What was noticed about a paper.

use kit::Instant;
use kit::text::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CharSpan;

/// Something that does not fit, with its place and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingRow {
    pub id: i64,
    /// `paper`: seen in the paper alone. `register`: seen beside other papers.
    pub origin: String,
    /// A stable name for programs: `citation_dates_differ`.
    pub kind: String,
    /// `info`, `warning` or `error`.
    pub severity: String,
    pub message_vi: String,
    pub message_en: String,
    pub span: Option<CharSpan>,
    pub state: FindingState,
    pub note: String,
    pub noted_by: String,
    pub noted_at: Option<Instant>,
}

impl FindingRow {
    pub fn message(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.message_vi,
            Lang::En => &self.message_en,
        }
    }

    pub fn is_open(&self) -> bool {
        self.state == FindingState::Open
    }

    /// A cited paper that the register does not have. A plan cites dozens: pages count them in one line.
    pub fn is_unknown_paper(&self) -> bool {
        self.kind == "unknown_paper"
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    Open,
    /// Somebody looked at it and wrote what they made of it.
    Noted,
    /// The reason is gone: the missing paper came in.
    Resolved,
}

impl FindingState {
    pub const ALL: [Self; 3] = [Self::Open, Self::Noted, Self::Resolved];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Noted => "noted",
            Self::Resolved => "resolved",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}
