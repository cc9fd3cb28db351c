//! The list of plans.

use axum::extract::Query;
use kit::UnitId;
use kit::paging::{PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{Reading, WebResult};
use maud::Markup;

use crate::follow::actions;
use crate::follow::store::plans::{self, PlansFilter};
use crate::follow::views::list::PlansPage;
use crate::plan::{PlanKind, PlanState};

/// The parameters of the list, as they come. Unknown or unreadable ones do not narrow it.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    unit: String,
    kind: String,
    state: String,
    /// `year-id` of the last plan of the page before.
    after: String,
}

impl Asked {
    fn filter(&self) -> PlansFilter {
        PlansFilter {
            year: self.year.parse().ok(),
            unit: self.unit.parse::<UnitId>().ok(),
            kind: PlanKind::from_code(&self.kind),
            state: PlanState::from_code(&self.state),
            after: self
                .after
                .split_once('-')
                .and_then(|(year, id)| Some((year.parse().ok()?, id.parse().ok()?))),
        }
    }
}

pub async fn show(Reading(mut ctx): Reading, Query(asked): Query<Asked>) -> WebResult<Markup> {
    let filter = asked.filter();
    let plans = PageOf::cut(actions::list_plans(&mut ctx, &filter, PAGE_SIZE).await?, PAGE_SIZE);
    let scope = ctx.scope()?;
    let years = plans::list_years(ctx.tx(), scope).await?;
    let page = PlansPage {
        lang: ctx.lang(),
        filter,
        plans: plans.rows,
        has_more: plans.has_more,
        years,
        can_edit: ctx.actor.can(Permission::EditPlans),
    };
    Ok(page.draw(&ctx))
}
