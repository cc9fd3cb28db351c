//! What a list of tasks shows: the filter, its address, and back.
//!
//! A filter is kept in the address, so a list can be sent to a colleague, saved as a view and taken along as it is seen.

use std::fmt::Write as _;

use chrono::NaiveDate;
use kit::{AccountId, UnitId};

use super::figures::{Counted, Figure};
use crate::task::TaskState;
use crate::{PlanId, PlanItemId};

/// Which states are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StateFilter {
    /// Still to be worked on or checked: what a list shows unless asked otherwise.
    #[default]
    Open,
    All,
    One(TaskState),
}

/// Which due dates are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueFilter {
    /// Past, and not waiting for somebody else.
    Late,
    /// Within so many days, today included; nothing late.
    Within(u16),
    /// Without a date.
    None,
}

/// Whose tasks are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerFilter {
    Me,
    Nobody,
    Account(AccountId),
}

/// The order of a list, and how it is grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By due date, those without one last.
    #[default]
    Due,
    LatestDue,
    Changed,
    /// Grouped by unit, then by due date.
    Unit,
    /// Grouped by state, then by due date.
    State,
}

/// Tasks that wait for something, or are seen for another reason than whose they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnlyFilter {
    /// Submitted by somebody else: I may check it.
    MyCheck,
    /// More time is asked for.
    Extension,
    /// My units help with it.
    Coordinated,
    /// My own unit has it, and nobody is named for it.
    Unclaimed,
}

impl OnlyFilter {
    pub const ALL: [Self; 4] = [Self::MyCheck, Self::Extension, Self::Coordinated, Self::Unclaimed];

    pub const fn code(self) -> &'static str {
        match self {
            Self::MyCheck => "check",
            Self::Extension => "extension",
            Self::Coordinated => "coordinating",
            Self::Unclaimed => "unclaimed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|only| only.code() == code)
    }
}

/// The filter of a list of tasks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    pub state: StateFilter,
    pub due: Option<DueFilter>,
    pub owner: Option<OwnerFilter>,
    /// The unit and everything below it.
    pub unit: Option<UnitId>,
    pub plan: Option<PlanId>,
    pub item: Option<PlanItemId>,
    /// A paper with numbered demands, by its id.
    pub directive: Option<i64>,
    pub quarter: Option<i64>,
    pub line_of_work: String,
    pub is_without_evidence: bool,
    /// Only what a figure of a report counts; the unit is then the one it hung under on the due day.
    pub counted: Option<Counted>,
    pub only: Option<OnlyFilter>,
    /// Words of the title, in any spelling.
    pub text: String,
    /// The tasks that the search index has for the text, when they are few; never in an address.
    pub found: Option<Vec<i64>>,
    pub order: Order,
}

/// The parameters of an address, as they come. Unknown or unreadable ones do not narrow the list.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `all`, or a state; open tasks unless given.
    pub state: String,
    /// `late`, `none`, or a number of days.
    pub due: String,
    /// `me`, `none`, or an account.
    pub owner: String,
    /// A unit: its subtree is listed.
    pub unit: String,
    pub plan: String,
    pub item: String,
    pub directive: String,
    pub quarter: String,
    pub line: String,
    /// `none`: without evidence.
    pub evidence: String,
    /// What a report counts, due between `from` and `to`: `tasks_due`, `tasks_done`, `tasks_late` or `tasks_without_evidence`.
    pub figure: String,
    /// `2024-01-01`, with `figure`.
    pub from: String,
    /// `2024-03-31`, with `figure`.
    pub to: String,
    /// `check`: to be checked by me; `extension`: more time is asked for; `coordinating`: my units help.
    pub with: String,
    /// Words of the title, accents optional.
    pub q: String,
    /// `due`, `-due`, `changed`, `unit` or `state`.
    pub order: String,
    /// The last row of the page before.
    pub after: String,
    /// The first row of the page after.
    pub before: String,
}

impl Filter {
    pub fn from_asked(asked: &Asked) -> Self {
        Self {
            state: match asked.state.as_str() {
                "all" => StateFilter::All,
                code => TaskState::from_code(code).map_or(StateFilter::Open, StateFilter::One),
            },
            due: match asked.due.as_str() {
                "late" => Some(DueFilter::Late),
                "none" => Some(DueFilter::None),
                days => days.parse().ok().filter(|days| *days <= 366).map(DueFilter::Within),
            },
            owner: match asked.owner.as_str() {
                "me" => Some(OwnerFilter::Me),
                "none" => Some(OwnerFilter::Nobody),
                account => account.parse().ok().map(OwnerFilter::Account),
            },
            unit: asked.unit.parse().ok(),
            plan: asked.plan.parse().ok(),
            item: asked.item.parse().ok(),
            directive: asked.directive.parse().ok(),
            quarter: asked.quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter)),
            line_of_work: asked.line.trim().to_owned(),
            is_without_evidence: asked.evidence == "none",
            counted: counted(asked),
            only: OnlyFilter::from_code(&asked.with),
            text: asked.q.trim().to_owned(),
            found: None,
            order: match asked.order.as_str() {
                "-due" => Order::LatestDue,
                "changed" => Order::Changed,
                "unit" => Order::Unit,
                "state" => Order::State,
                _ => Order::Due,
            },
        }
    }

    /// The filter as the part of an address after `?`; nothing for a list without filters.
    pub fn query(&self) -> String {
        let mut out = String::new();
        match self.state {
            StateFilter::Open => {}
            StateFilter::All => put(&mut out, "state", "all"),
            StateFilter::One(state) => put(&mut out, "state", state.code()),
        }
        match self.due {
            None => {}
            Some(DueFilter::Late) => put(&mut out, "due", "late"),
            Some(DueFilter::None) => put(&mut out, "due", "none"),
            Some(DueFilter::Within(days)) => put(&mut out, "due", &days.to_string()),
        }
        match self.owner {
            None => {}
            Some(OwnerFilter::Me) => put(&mut out, "owner", "me"),
            Some(OwnerFilter::Nobody) => put(&mut out, "owner", "none"),
            Some(OwnerFilter::Account(account)) => put(&mut out, "owner", &account.to_string()),
        }
        let numbers = [
            ("unit", self.unit.map(|id| id.0)),
            ("plan", self.plan.map(|id| id.0)),
            ("item", self.item.map(|id| id.0)),
            ("directive", self.directive),
            ("quarter", self.quarter),
        ];
        for (name, number) in numbers {
            if let Some(number) = number {
                put(&mut out, name, &number.to_string());
            }
        }
        if !self.line_of_work.is_empty() {
            put(&mut out, "line", &self.line_of_work);
        }
        if self.is_without_evidence {
            put(&mut out, "evidence", "none");
        }
        if let Some(Counted { figure, first, last }) = self.counted {
            put(&mut out, "figure", figure.code());
            put(&mut out, "from", &first.to_string());
            put(&mut out, "to", &last.to_string());
        }
        if let Some(only) = self.only {
            put(&mut out, "with", only.code());
        }
        if !self.text.is_empty() {
            put(&mut out, "q", &self.text);
        }
        match self.order {
            Order::Due => {}
            Order::LatestDue => put(&mut out, "order", "-due"),
            Order::Changed => put(&mut out, "order", "changed"),
            Order::Unit => put(&mut out, "order", "unit"),
            Order::State => put(&mut out, "order", "state"),
        }
        out
    }

    /// The address of the list.
    pub fn address(&self) -> String {
        address("/tasks", &self.query())
    }

    /// Something narrows the list beyond the choice of states.
    pub fn is_narrowed(&self) -> bool {
        *self != Self { state: self.state, order: self.order, ..Self::default() }
    }
}

fn counted(asked: &Asked) -> Option<Counted> {
    Some(Counted {
        figure: Figure::from_code(&asked.figure)?,
        first: asked.from.parse().ok()?,
        last: asked.to.parse().ok()?,
    })
}

/// A path with a query behind it, if there is one.
pub fn address(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Adds `name=value` to a query, percent-encoded.
pub fn put(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                query.push(char::from(byte));
            }
            b' ' => query.push('+'),
            _ => {
                let _ = write!(query, "%{byte:02X}");
            }
        }
    }
}

/// Where a page of the list begins or ends: the key of a row in the list's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The group's unit or state, or nothing.
    pub group: String,
    pub sort_on: NaiveDate,
    pub updated_at: i64,
    pub id: i64,
}

impl Cursor {
    /// `2024-03-31~0~17~` in an address.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '~');
        Some(Self {
            sort_on: parts.next()?.parse().ok()?,
            updated_at: parts.next()?.parse().ok()?,
            id: parts.next()?.parse().ok()?,
            group: parts.next()?.to_owned(),
        })
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}~{}~{}~{}", self.sort_on, self.updated_at, self.id, self.group)
    }
}

/// Which way a page is turned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Turn {
    #[default]
    First,
    After(Cursor),
    Before(Cursor),
}

impl Turn {
    pub fn from_asked(asked: &Asked) -> Self {
        if let Some(cursor) = Cursor::parse(&asked.after) {
            Self::After(cursor)
        } else {
            Cursor::parse(&asked.before).map_or(Self::First, Self::Before)
        }
    }
}
