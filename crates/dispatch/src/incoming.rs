//! A line of the register of incoming papers: its states, when it is late. No database, no clock of its own.

use chrono::NaiveDate;

/// Where an incoming paper stands (handbook 2.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncomingState {
    Registered,
    /// The leader said who is to have it (phân phối).
    Routed,
    Assigned,
    InWork,
    Answered,
    Filed,
    /// Entered by mistake; the number stays.
    Cancelled,
}

impl IncomingState {
    pub const ALL: [Self; 7] = [
        Self::Registered,
        Self::Routed,
        Self::Assigned,
        Self::InWork,
        Self::Answered,
        Self::Filed,
        Self::Cancelled,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Routed => "routed",
            Self::Assigned => "assigned",
            Self::InWork => "in_work",
            Self::Answered => "answered",
            Self::Filed => "filed",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Somebody still has to do something.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Answered | Self::Filed | Self::Cancelled)
    }
}

/// Whether an incoming paper is overdue on `today` (handbook OUT-2.3): one due today is not.
pub fn is_overdue(state: IncomingState, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    state.is_open() && due_on.is_some_and(|due| due < today)
}
