//! A plan on one day against the same plan on a later one.

use chrono::NaiveDate;
use kit::Instant;
use kit::web::Ctx;

use super::actions::{self, Opened};
use super::changes::{Difference, Field, differences};

use super::filter::{Filter, day};
use super::model::Sums;
use super::store::compare::{Extension, Step};
use super::store::{compare, item, items, units};
use crate::{PlanError, PlanId};

/// The parameters of a comparison, as they come.
#[derive(Debug, Clone, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `issued` (unless given), or a day: the plan as that day ended.
    pub from: String,
    /// A day; today unless given.
    pub to: String,
}

/// Where a comparison starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Issued(Instant),
    Day(NaiveDate),
    /// As issued, but it never was.
    Never,
}

impl From {
    /// The first instant that counts as later.
    fn instant(self) -> Option<Instant> {
        match self {
            // What was written in the very act of issuing belongs to what was issued.
            Self::Issued(at) => Some(Instant(at.0 + 1)),
            Self::Day(day) => day.succ_opt().map(Instant::start_of),
            Self::Never => None,
        }
    }
}

/// What became of a plan between two days.
#[derive(Debug, Clone)]
pub struct Comparison {
    pub opened: Opened,
    pub from: From,
    pub to: NaiveDate,
    pub differences: Vec<Difference>,
    pub steps: Vec<Step>,
    pub extensions: Vec<Extension>,
    pub before: Sums,
    pub after: Sums,
}

/// Compares; `from` = [`From::Never`] comes back with nothing compared.
///
/// # Errors
/// [`PlanError::PlanNotFound`] also for plans that do not exist for this person.
pub async fn compare(ctx: &mut Ctx, id: PlanId, asked: &Asked) -> Result<Comparison, PlanError> {
    let opened = actions::open_plan(ctx, id, None).await?;
    let today = ctx.today();
    let to = day(&asked.to).unwrap_or(today);
    let from = match day(&asked.from) {
        Some(day) => From::Day(day.min(to)),
        None => compare::find_issued_at(ctx.tx(), id).await?.map_or(From::Never, From::Issued),
    };
    let mut found = Comparison {
        opened,
        from,
        to,
        differences: Vec::new(),
        steps: Vec::new(),
        extensions: Vec::new(),
        before: Sums::default(),
        after: Sums::default(),
    };
    let (Some(start), Some(end)) = (from.instant(), to.succ_opt().map(Instant::start_of)) else {
        return Ok(found);
    };
    let versions = item::list_plan_versions(ctx.tx(), id, end).await?;
    let named = versions.iter().filter_map(|version| version.data.lead_unit).collect();
    let names = units::names(ctx.tx(), named).await?;
    found.differences = differences(versions, start, &names);
    found.steps = compare::list_steps(ctx.tx(), id, start, end).await?;
    let mut eye = found.opened.eye;
    found.extensions = compare::list_extensions(ctx.tx(), eye.scope, id, start, end).await?;
    eye.before = Some(start);
    eye.day = Instant(start.0 - 1).date();
    found.before = Sums::of(items::list_items(ctx.tx(), &eye, id, &Filter::default()).await?.iter());
    eye.before = actions::end_of_past(to, today);
    eye.day = to;
    found.after = Sums::of(items::list_items(ctx.tx(), &eye, id, &Filter::default()).await?.iter());
    if !found.opened.is_own {
        hide_money(&mut found);
    }
    Ok(found)
}

fn hide_money(found: &mut Comparison) {
    for difference in &mut found.differences {
        difference.changes.retain(|change| change.field != Field::Estimate);
        difference.shown.estimate = None;
    }
    found.differences.retain(|difference| {
        difference.fate != super::changes::Fate::Changed || !difference.changes.is_empty()
    });
    for sums in [&mut found.before, &mut found.after] {
        (sums.estimate, sums.spent, sums.late_ungiven) = (0, 0, 0);
    }
}
