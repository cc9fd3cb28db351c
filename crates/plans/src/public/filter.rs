//! What the public sees of a task, and what a public page shows. No database.

use chrono::NaiveDate;
use kit::text::Text;
use kit::ui::Tone;

use crate::follow::filter::{When, encode};
use crate::task::{TaskState, is_overdue};
use crate::{PlanId, TaskId, texts};

/// The longest text that is searched, in letters: longer ones are cut.
const LONGEST_TEXT: usize = 100;

/// How a task stands, as the public is told: the office's own states are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PublicState {
    /// Given, not begun, and not late.
    NotDue,
    /// Begun, or waiting to be checked.
    Working,
    Done,
    Overdue,
}

impl PublicState {
    pub const ALL: [Self; 4] = [Self::NotDue, Self::Working, Self::Done, Self::Overdue];

    /// What is told of a task on a day; `None` for tasks that do not count: taken out by a paper, or not arisen.
    pub fn of(state: TaskState, due_on: Option<NaiveDate>, today: NaiveDate) -> Option<Self> {
        if is_overdue(state, due_on, today) {
            return Some(Self::Overdue);
        }
        match state {
            TaskState::Planned | TaskState::Assigned | TaskState::Accepted => Some(Self::NotDue),
            TaskState::InProgress
            | TaskState::Submitted
            | TaskState::Verified
            | TaskState::Returned
            | TaskState::Suspended => Some(Self::Working),
            TaskState::Done => Some(Self::Done),
            TaskState::Cancelled | TaskState::NotArisen => None,
        }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::NotDue => "not_due",
            Self::Working => "working",
            Self::Done => "done",
            Self::Overdue => "overdue",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    pub const fn label(self) -> Text {
        match self {
            Self::NotDue => texts::PUBLIC_STATE_NOT_DUE,
            Self::Working => texts::PUBLIC_STATE_WORKING,
            Self::Done => texts::PUBLIC_STATE_DONE,
            Self::Overdue => texts::PUBLIC_STATE_OVERDUE,
        }
    }

    pub const fn tone(self) -> Tone {
        match self {
            Self::NotDue => Tone::Neutral,
            Self::Working => Tone::Active,
            Self::Done => Tone::Approved,
            Self::Overdue => Tone::Danger,
        }
    }
}

/// A task's place in the list: the day it is due (the far end of time without one) and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub day: NaiveDate,
    pub task: TaskId,
}

impl Place {
    fn from_code(code: &str) -> Option<Self> {
        let (day, task) = code.split_once('_')?;
        let day = day.parse().ok().filter(|day| kit::clock::is_plausible(*day) || *day == far())?;
        Some(Self { day, task: task.parse().ok()? })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}", self.day, self.task)
    }
}

/// Where tasks without a due date stand in the list.
fn far() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Which page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Turn {
    #[default]
    First,
    After(Place),
    Before(Place),
}

/// The parameters of an address, as they come. Unknown or unreadable ones do not narrow the page.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// 1 to 4, or `year` for tasks of the whole year.
    pub quarter: String,
    /// `not_due`, `working`, `done` or `overdue`.
    pub state: String,
    /// Words of the title, accents optional.
    pub q: String,
    /// The last task of the page before, as that page names it.
    pub after: String,
    /// The first task of the page after it.
    pub before: String,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    pub when: Option<When>,
    pub state: Option<PublicState>,
    pub text: String,
    pub turn: Turn,
}

impl Filter {
    pub fn from_asked(asked: &Asked) -> Self {
        Self {
            when: match asked.quarter.as_str() {
                "year" => Some(When::Year),
                number => number.parse().ok().filter(|number| (1..=4).contains(number)).map(When::Quarter),
            },
            state: PublicState::from_code(&asked.state),
            text: asked.q.trim().chars().take(LONGEST_TEXT).collect(),
            turn: match (Place::from_code(&asked.after), Place::from_code(&asked.before)) {
                (Some(place), _) => Turn::After(place),
                (None, Some(place)) => Turn::Before(place),
                (None, None) => Turn::First,
            },
        }
    }

    pub fn narrows(&self) -> bool {
        self.when.is_some() || self.state.is_some() || !self.text.is_empty()
    }

    #[must_use]
    pub fn turned(&self, turn: Turn) -> Self {
        Self { turn, ..self.clone() }
    }

    /// The query of the address; empty when nothing was asked. Two ways of asking the same give the same.
    pub fn query(&self) -> String {
        let quarter = match self.when {
            Some(When::Quarter(quarter)) => quarter.to_string(),
            Some(When::Year) => "year".to_owned(),
            None => String::new(),
        };
        let (turn, place) = match self.turn {
            Turn::First => ("after", String::new()),
            Turn::After(place) => ("after", place.to_string()),
            Turn::Before(place) => ("before", place.to_string()),
        };
        let state = self.state.map_or("", PublicState::code);
        let parts: Vec<String> =
            [("quarter", quarter.as_str()), ("state", state), ("q", &self.text), (turn, &place)]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| format!("{name}={}", encode(value)))
                .collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The plan's public page with this filter.
    pub fn href(&self, plan: PlanId) -> String {
        format!("{}{}", super::urls::plan(plan), self.query())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn eleven_states_become_four() {
        use TaskState as S;
        let (due, before, after) = (Some(day("2024-03-31")), day("2024-03-31"), day("2024-04-01"));
        for (state, in_time, late) in [
            (S::Planned, Some(PublicState::NotDue), Some(PublicState::Overdue)),
            (S::Assigned, Some(PublicState::NotDue), Some(PublicState::Overdue)),
            (S::Accepted, Some(PublicState::NotDue), Some(PublicState::Overdue)),
            (S::InProgress, Some(PublicState::Working), Some(PublicState::Overdue)),
            (S::Returned, Some(PublicState::Working), Some(PublicState::Overdue)),
            (S::Submitted, Some(PublicState::Working), Some(PublicState::Working)),
            (S::Verified, Some(PublicState::Working), Some(PublicState::Working)),
            (S::Suspended, Some(PublicState::Working), Some(PublicState::Working)),
            (S::Done, Some(PublicState::Done), Some(PublicState::Done)),
            (S::Cancelled, None, None),
            (S::NotArisen, None, None),
        ] {
            assert_eq!(PublicState::of(state, due, before), in_time, "{state:?}");
            assert_eq!(PublicState::of(state, due, after), late, "{state:?}");
        }
    }

    #[test]
    fn an_address_leads_back_to_its_filter() {
        let asked = Asked {
            quarter: "2".to_owned(),
            state: "overdue".to_owned(),
            q: " hội nghị & tập huấn ".to_owned(),
            after: "9999-12-31_7".to_owned(),
            before: String::new(),
        };
        let filter = Filter::from_asked(&asked);
        assert_eq!(filter.turn, Turn::After(Place { day: far(), task: TaskId(7) }));
        assert_eq!(
            filter.query(),
            "?quarter=2&state=overdue&q=h%E1%BB%99i%20ngh%E1%BB%8B%20%26%20t%E1%BA%ADp%20hu%E1%BA%A5n&after=9999-12-31_7"
        );
        assert!(!Filter::from_asked(&Asked { state: "returned".to_owned(), ..Asked::default() }).narrows());
    }
}
