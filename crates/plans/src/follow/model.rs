//! What is seen of a plan: the plan, its items with their tasks counted, and the sums. No database.

use chrono::{Datelike as _, NaiveDate};
use documents::DocumentId;
use kit::UnitId;
use kit::ui::Tone;

use super::filter::{Filter, StateFilter, When};
use crate::item::ItemKind;
use crate::plan::{PlanKind, PlanState};
use crate::{PlanId, PlanItemId, WorkStreamId};

/// A plan in the list, or at the head of its page.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PlanCard {
    pub id: PlanId,
    pub unit: UnitId,
    pub unit_name: String,
    pub year: i32,
    pub kind: PlanKind,
    pub title: String,
    pub state: PlanState,
    /// The paper the plan was read from, or issued as.
    pub document: Option<DocumentId>,
    pub document_symbol: String,
    /// The plan of the level above that this one was derived from.
    pub parent: Option<PlanId>,
    /// In đồng; `null` when nobody said.
    pub allotment: Option<i64>,
    /// Items that are not withdrawn.
    pub item_count: i64,
    pub tally: Tally,
    /// Items given to nobody although their due date is past; 0 where the plan is another's or not in force.
    pub late_ungiven: i64,
    pub version: i64,
}

/// Tasks counted. A task that was taken out by a paper, or was asked for "if any" and did not arise, does not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Tally {
    /// N of n/N.
    pub total: i64,
    /// n of n/N.
    pub done: i64,
    pub late: i64,
    /// Waiting to be checked.
    pub submitted: i64,
    /// Begun and neither submitted nor done.
    pub working: i64,
    pub without_evidence: i64,
    pub without_owner: i64,
    /// Taken out, or not arisen.
    pub dropped: i64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        self.done += other.done;
        self.late += other.late;
        self.submitted += other.submitted;
        self.working += other.working;
        self.without_evidence += other.without_evidence;
        self.without_owner += other.without_owner;
        self.dropped += other.dropped;
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
    }
}

/// How an item stands, counted from its tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Given to nobody.
    Ungiven,
    /// Given to nobody, and the due date is past.
    LateUngiven,
    /// Given, not begun.
    Given,
    Working,
    /// Everything is done or waits to be checked, and something waits.
    Submitted,
    Done,
    Late,
    /// There was no occasion, or papers took out every task.
    NotArisen,
    /// All its work went to a later quarter or year; it is counted there.
    Carried,
    Withdrawn,
}

impl Standing {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ungiven => "ungiven",
            Self::LateUngiven => "late_ungiven",
            Self::Given => "given",
            Self::Working => "working",
            Self::Submitted => "submitted",
            Self::Done => "done",
            Self::Late => "late",
            Self::NotArisen => "not_arisen",
            Self::Carried => "carried",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub const fn tone(self) -> Tone {
        match self {
            Self::Ungiven | Self::NotArisen | Self::Carried | Self::Withdrawn => Tone::Blank,
            Self::Given => Tone::Neutral,
            Self::Working => Tone::Active,
            Self::Submitted => Tone::Done,
            Self::Done => Tone::Approved,
            Self::Late | Self::LateUngiven => Tone::Danger,
        }
    }
}

/// A line of the plan with its tasks counted.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ItemRow {
    pub id: PlanItemId,
    pub code: String,
    pub section_code: String,
    pub section_title: String,
    pub title: String,
    pub kind: ItemKind,
    pub quarter: Option<u8>,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub due_phrase: String,
    pub line_of_work: String,
    pub lead_unit: Option<UnitId>,
    /// The lead as the register calls it, else as the paper does, else the one unit that has the task.
    pub lead: String,
    pub coordinating: String,
    /// In đồng.
    pub estimate: Option<i64>,
    pub spent: i64,
    pub stream: Option<WorkStreamId>,
    pub stream_title: String,
    pub carried_from: Option<PlanItemId>,
    /// The item of a later quarter or year that it was carried over to: its open tasks went along.
    pub carried_to: Option<PlanItemId>,
    pub document: Option<DocumentId>,
    pub clause: String,
    pub is_withdrawn: bool,
    /// The plan is in force, the due date is past, and nobody was ever given the item.
    pub is_late_ungiven: bool,
    pub tally: Tally,
    /// Tasks that fit the filter.
    #[serde(skip)]
    pub fitting: i64,
    /// Place in the paper.
    #[serde(skip)]
    pub position: i64,
}

impl ItemRow {
    pub fn standing(&self) -> Standing {
        let Tally { total, done, late, submitted, working, dropped, .. } = self.tally;
        if self.is_withdrawn {
            Standing::Withdrawn
        } else if total == 0 && self.carried_to.is_some() {
            Standing::Carried
        } else if total == 0 && dropped > 0 {
            Standing::NotArisen
        } else if total == 0 && self.is_late_ungiven {
            Standing::LateUngiven
        } else if total == 0 {
            Standing::Ungiven
        } else if late > 0 {
            Standing::Late
        } else if done == total {
            Standing::Done
        } else if submitted > 0 && done + submitted == total {
            Standing::Submitted
        } else if working + submitted + done > 0 {
            Standing::Working
        } else {
            Standing::Given
        }
    }

    /// Given to nobody, late or not.
    pub fn is_ungiven(&self) -> bool {
        matches!(self.standing(), Standing::Ungiven | Standing::LateUngiven)
    }

    /// What counts as late: the late tasks, or the item itself when it should have been given long ago.
    pub fn late(&self) -> i64 {
        self.tally.late + i64::from(self.standing() == Standing::LateUngiven)
    }

    /// Whether a filter shows the item.
    pub fn fits(&self, filter: &Filter) -> bool {
        let when = match filter.when {
            None => true,
            Some(When::Quarter(quarter)) => self.quarter == Some(quarter),
            Some(When::Year) => self.quarter.is_none(),
        };
        let state = match filter.state {
            None | Some(StateFilter::Task(_)) => true,
            Some(StateFilter::Ungiven) => self.is_ungiven(),
            Some(StateFilter::Withdrawn) => self.is_withdrawn,
        };
        let owner =
            !filter.is_unowned || (!self.is_withdrawn && (self.tally.without_owner > 0 || self.is_ungiven()));
        let text = filter.text.is_empty() || {
            let title = vi::fold::fold(&self.title);
            vi::fold::fold(&filter.text).split_whitespace().all(|word| title.contains(word))
        };
        let line = filter.line.is_empty() || self.line_of_work == filter.line;
        // An item that nobody was given is late by itself; it has no task that another filter could ask about.
        let is_late_itself = filter.is_late
            && self.standing() == Standing::LateUngiven
            && filter.unit.is_none()
            && !filter.is_without_evidence
            && !matches!(filter.state, Some(StateFilter::Task(_)));
        when && state && owner && text && line && (!filter.asks_tasks() || self.fitting > 0 || is_late_itself)
    }

    /// The period of the item in a plan of `year`: its own dates, else its quarter, else the year. A due date alone is one day:
    /// nobody said when the work begins.
    pub fn period(&self, year: i32) -> (NaiveDate, NaiveDate) {
        let span = match self.quarter {
            Some(quarter) => vi::period::Period::quarter(year, u32::from(quarter)),
            None => vi::period::Period::year(year),
        };
        let (first, last) =
            span.map_or((NaiveDate::MIN, NaiveDate::MAX), |span| (span.start(), span.last_day()));
        match (self.start_on, self.due_on) {
            (Some(start), due) => (start, due.unwrap_or(last).max(start)),
            (None, Some(due)) => (due, due),
            (None, None) => (first, last),
        }
    }
}

/// What the items of a view sum up to. Withdrawn items are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Sums {
    pub items: i64,
    /// Items given to nobody.
    pub ungiven: i64,
    /// Those of them whose due date is past.
    pub late_ungiven: i64,
    pub tally: Tally,
    /// In đồng.
    pub estimate: i64,
    /// In đồng.
    pub spent: i64,
}

impl Sums {
    pub fn of<'a>(items: impl Iterator<Item = &'a ItemRow>) -> Self {
        let mut sums = Self::default();
        for item in items.filter(|item| !item.is_withdrawn) {
            // What was carried over whole is one work with the item it went to; the money stays where it was estimated and spent.
            sums.items += i64::from(item.standing() != Standing::Carried);
            sums.ungiven += i64::from(item.is_ungiven());
            sums.late_ungiven += i64::from(item.standing() == Standing::LateUngiven);
            sums.tally += item.tally;
            sums.estimate += item.estimate.unwrap_or(0);
            sums.spent += item.spent;
        }
        sums
    }

    /// Late tasks, and items that should have been given long ago.
    pub const fn late(&self) -> i64 {
        self.tally.late + self.late_ungiven
    }
}

/// The quarter that a day falls in.
pub fn quarter_of(day: NaiveDate) -> u8 {
    u8::try_from(day.month0() / 3 + 1).unwrap_or(1)
}
