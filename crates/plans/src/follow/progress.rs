//! How far a plan is (OUT-3.2), and what is late in it (OUT-3.3).

use chrono::NaiveDate;
use kit::web::Ctx;

use super::actions::{self, Opened, Seen};

use super::filter::{Filter, StateFilter, When};
use super::model::{Sums, Tally};
use super::store::tasks::{self, DueRow};
use crate::{PlanError, PlanId};

/// What progress is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    #[default]
    Quarter,
    /// Who does the tasks.
    Unit,
    /// Who answers for the item.
    Lead,
}

impl By {
    pub const ALL: [Self; 3] = [Self::Quarter, Self::Unit, Self::Lead];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Unit => "unit",
            Self::Lead => "lead",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|by| by.code() == code).unwrap_or_default()
    }
}

/// One row of the progress table.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ProgressRow {
    /// The name of the unit or lead; empty for a quarter, and for work without a lead.
    pub name: String,
    /// The quarter, when progress is told by quarter; `null` is the whole year.
    pub quarter: Option<u8>,
    pub items: i64,
    pub tally: Tally,
    /// Items given to nobody although their due date is past. Units have none: what is given to nobody is nobody's.
    pub late_ungiven: i64,
    /// The plan's page narrowed to the row, where an address can say it.
    #[serde(skip)]
    pub filter: Option<Filter>,
}

/// The progress of a plan.
#[derive(Debug, Clone)]
pub struct Progress {
    pub opened: Opened,
    pub by: By,
    pub rows: Vec<ProgressRow>,
    pub sums: Sums,
}

/// # Errors
/// [`PlanError::PlanNotFound`] also for plans that do not exist for this person.
pub async fn progress(
    ctx: &mut Ctx,
    id: PlanId,
    by: By,
    as_of: Option<NaiveDate>,
) -> Result<Progress, PlanError> {
    let base = Filter { as_of, ..Filter::default() };
    let seen = actions::see_plan(ctx, id, &base).await?;
    let rows = match by {
        By::Quarter => by_quarter(&seen, &base),
        By::Lead => by_lead(&seen),
        By::Unit => tasks::count_by_unit(ctx.tx(), &seen.opened.eye, id)
            .await?
            .into_iter()
            .map(|(unit, name, items, tally)| ProgressRow {
                name,
                quarter: None,
                items,
                tally,
                late_ungiven: 0,
                filter: Some(Filter { unit: Some(unit), ..base.clone() }),
            })
            .collect(),
    };
    Ok(Progress { opened: seen.opened, by, rows, sums: seen.sums })
}

fn by_quarter(seen: &Seen, base: &Filter) -> Vec<ProgressRow> {
    [Some(1), Some(2), Some(3), Some(4), None]
        .into_iter()
        .map(|quarter| {
            let sums = Sums::of(seen.items.iter().filter(|item| item.quarter == quarter));
            let when = Some(quarter.map_or(When::Year, When::Quarter));
            let filter = Some(Filter { when, ..base.clone() });
            ProgressRow {
                name: String::new(),
                quarter,
                items: sums.items,
                tally: sums.tally,
                late_ungiven: sums.late_ungiven,
                filter,
            }
        })
        .collect()
}

fn by_lead(seen: &Seen) -> Vec<ProgressRow> {
    let mut leads: Vec<&str> = seen.items.iter().map(|item| item.lead.as_str()).collect();
    // Work that nobody answers for stands last.
    leads.sort_by_cached_key(|lead| (lead.is_empty(), vi::collate::key(lead)));
    leads.dedup();
    leads
        .into_iter()
        .map(|lead| {
            let sums = Sums::of(seen.items.iter().filter(|item| item.lead == lead));
            ProgressRow {
                name: lead.to_owned(),
                quarter: None,
                items: sums.items,
                tally: sums.tally,
                late_ungiven: sums.late_ungiven,
                filter: None,
            }
        })
        .collect()
}

/// The late tasks of a plan, the longest first, and the items that should have been given long ago.
///
/// # Errors
/// [`PlanError::PlanNotFound`] also for plans that do not exist for this person.
pub async fn overdue(ctx: &mut Ctx, id: PlanId, filter: &Filter) -> Result<(Seen, Vec<DueRow>), PlanError> {
    let forgotten = Filter { is_late: true, state: Some(StateFilter::Ungiven), ..filter.clone() };
    let seen = actions::see_plan(ctx, id, &forgotten).await?;
    let rows = tasks::list_due(ctx.tx(), &seen.opened.eye, id, filter, true).await?;
    Ok((seen, rows))
}
