//! What a view of a plan shows: the filter, its address, and back.
//!
//! The same filter stands behind the outline, the table, the board and the timeline, so changing the view never changes what is
//! seen. Names of parameters are those of the list of tasks.

use std::fmt::Write as _;

use chrono::NaiveDate;
use kit::UnitId;

use crate::PlanId;
use crate::task::TaskState;

/// How a plan is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    #[default]
    Outline,
    Table,
    Board,
    Timeline,
}

impl View {
    pub const ALL: [Self; 4] = [Self::Outline, Self::Table, Self::Board, Self::Timeline];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Outline => "outline",
            Self::Table => "table",
            Self::Board => "board",
            Self::Timeline => "timeline",
        }
    }

    fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.code() == code).unwrap_or_default()
    }
}

/// When an item falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Quarter(u8),
    /// Without a quarter: the whole year.
    Year,
}

/// Which items are shown by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateFilter {
    /// Some task is in this state.
    Task(TaskState),
    /// Given to nobody yet.
    Ungiven,
    Withdrawn,
}

impl StateFilter {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Task(state) => state.code(),
            Self::Ungiven => "ungiven",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "ungiven" => Some(Self::Ungiven),
            "withdrawn" => Some(Self::Withdrawn),
            code => TaskState::from_code(code).map(Self::Task),
        }
    }
}

/// A column that the table is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// As in the paper.
    #[default]
    Place,
    Title,
    Unit,
    Due,
    Done,
    Late,
}

impl Sort {
    pub const ALL: [Self; 6] = [Self::Place, Self::Title, Self::Unit, Self::Due, Self::Done, Self::Late];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Title => "title",
            Self::Unit => "unit",
            Self::Due => "due",
            Self::Done => "done",
            Self::Late => "late",
        }
    }
}

/// What the table is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    #[default]
    None,
    Section,
    Quarter,
    Unit,
    Line,
}

impl Group {
    pub const ALL: [Self; 5] = [Self::None, Self::Section, Self::Quarter, Self::Unit, Self::Line];

    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Section => "section",
            Self::Quarter => "quarter",
            Self::Unit => "unit",
            Self::Line => "line",
        }
    }
}

/// The whole of what was asked of a plan's page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    pub view: View,
    pub when: Option<When>,
    /// The unit and everything below it.
    pub unit: Option<UnitId>,
    pub line: String,
    pub state: Option<StateFilter>,
    pub is_late: bool,
    /// Some task has no person, or nobody was given the item at all.
    pub is_unowned: bool,
    pub is_without_evidence: bool,
    /// Words of the title, accents optional.
    pub text: String,
    pub sort: Sort,
    pub is_descending: bool,
    pub group: Group,
    pub as_of: Option<NaiveDate>,
}

/// The parameters of an address, as they come. Unknown or unreadable ones do not narrow the view.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `outline`, `table`, `board` or `timeline`.
    pub view: String,
    /// 1 to 4, or `year` for items of the whole year.
    pub quarter: String,
    /// A unit: its subtree counts.
    pub unit: String,
    pub line: String,
    /// A state of tasks, `ungiven` or `withdrawn`.
    pub state: String,
    /// `late`.
    pub due: String,
    /// `none`: without a person.
    pub owner: String,
    /// `none`: without evidence.
    pub evidence: String,
    /// Words of the title, accents optional.
    pub q: String,
    /// `place`, `title`, `unit`, `due`, `done` or `late`; a minus before it turns it round.
    pub order: String,
    /// `section`, `quarter`, `unit` or `line`.
    pub group: String,
    /// The plan as it was on this day, `2024-03-31` or `31/3/2024`.
    pub as_of: String,
}

impl Filter {
    pub fn from_asked(asked: &Asked) -> Self {
        let order = asked.order.strip_prefix('-').unwrap_or(&asked.order);
        Self {
            view: View::from_code(&asked.view),
            when: match asked.quarter.as_str() {
                "year" => Some(When::Year),
                number => number.parse().ok().filter(|number| (1..=4).contains(number)).map(When::Quarter),
            },
            unit: asked.unit.parse().ok(),
            line: asked.line.trim().to_owned(),
            state: StateFilter::from_code(&asked.state),
            is_late: asked.due == "late",
            is_unowned: asked.owner == "none",
            is_without_evidence: asked.evidence == "none",
            text: asked.q.trim().to_owned(),
            sort: Sort::ALL.into_iter().find(|sort| sort.code() == order).unwrap_or_default(),
            is_descending: asked.order.starts_with('-'),
            group: Group::ALL.into_iter().find(|group| group.code() == asked.group).unwrap_or_default(),
            as_of: day(&asked.as_of),
        }
    }

    /// Whether items are chosen by their tasks, so that an item without a fitting task is left out.
    pub fn asks_tasks(&self) -> bool {
        self.unit.is_some()
            || self.is_late
            || self.is_without_evidence
            || matches!(self.state, Some(StateFilter::Task(_)))
    }

    /// Whether anything narrows the view.
    pub fn narrows(&self) -> bool {
        self.asks_tasks()
            || self.is_unowned
            || self.when.is_some()
            || self.state.is_some()
            || !self.line.is_empty()
            || !self.text.is_empty()
    }

    /// The same view of everything.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self {
            view: self.view,
            sort: self.sort,
            is_descending: self.is_descending,
            group: self.group,
            as_of: self.as_of,
            ..Self::default()
        }
    }

    /// The query of the address; empty when nothing was asked.
    pub fn query(&self) -> String {
        let mut out = String::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                let sign = if out.is_empty() { '?' } else { '&' };
                let _ = write!(out, "{sign}{name}={}", encode(value));
            }
        };
        if self.view != View::default() {
            add("view", self.view.code());
        }
        match self.when {
            Some(When::Quarter(quarter)) => add("quarter", &quarter.to_string()),
            Some(When::Year) => add("quarter", "year"),
            None => {}
        }
        add("unit", &self.unit.map(|unit| unit.to_string()).unwrap_or_default());
        add("line", &self.line);
        add("state", self.state.map_or("", StateFilter::code));
        add("due", if self.is_late { "late" } else { "" });
        add("owner", if self.is_unowned { "none" } else { "" });
        add("evidence", if self.is_without_evidence { "none" } else { "" });
        add("q", &self.text);
        if self.sort != Sort::Place || self.is_descending {
            let minus = if self.is_descending { "-" } else { "" };
            add("order", &format!("{minus}{}", self.sort.code()));
        }
        add("group", self.group.code());
        add("as_of", &self.as_of.map(|day| day.to_string()).unwrap_or_default());
        out
    }

    /// The plan's page with this filter.
    pub fn href(&self, plan: PlanId) -> String {
        format!("{}{}", super::urls::plan(plan), self.query())
    }

    /// The same with another view.
    pub fn seen_as(&self, view: View) -> Self {
        Self { view, ..self.clone() }
    }
}

/// A day as people or programs write it.
pub fn day(text: &str) -> Option<NaiveDate> {
    vi::date::parse(text).filter(|day| kit::clock::is_plausible(*day))
}

/// Percent-encodes what an address does not carry as it is.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_filter() {
        let filter = Filter {
            view: View::Table,
            when: Some(When::Quarter(2)),
            unit: Some(UnitId(7)),
            line: "nhà Đại đoàn kết".to_owned(),
            state: Some(StateFilter::Task(TaskState::InProgress)),
            is_late: true,
            is_unowned: true,
            is_without_evidence: true,
            text: "khảo sát & bàn giao".to_owned(),
            sort: Sort::Due,
            is_descending: true,
            group: Group::Unit,
            as_of: "2024-03-31".parse().ok(),
        };
        let asked = Asked {
            view: "table".to_owned(),
            quarter: "2".to_owned(),
            unit: "7".to_owned(),
            line: "nhà Đại đoàn kết".to_owned(),
            state: "in_progress".to_owned(),
            due: "late".to_owned(),
            owner: "none".to_owned(),
            evidence: "none".to_owned(),
            q: " khảo sát & bàn giao ".to_owned(),
            order: "-due".to_owned(),
            group: "unit".to_owned(),
            as_of: "31/3/2024".to_owned(),
        };
        assert_eq!(Filter::from_asked(&asked), filter);
        assert!(
            filter.query().starts_with("?view=table&quarter=2&unit=7&line=nh%C3%A0"),
            "{}",
            filter.query()
        );
        assert!(filter.query().ends_with("&order=-due&group=unit&as_of=2024-03-31"), "{}", filter.query());
    }

    #[test]
    fn what_is_unreadable_does_not_narrow() {
        let asked = Asked {
            quarter: "9".to_owned(),
            state: "x".to_owned(),
            as_of: "hôm qua".to_owned(),
            ..Asked::default()
        };
        let filter = Filter::from_asked(&asked);
        assert!(!filter.narrows());
        assert_eq!(filter.query(), "");
    }
}
