//! What modules publish for reports: here the modules meet, because reports knows none of them.

use std::sync::Arc;

use kit::permission::Scope;
use kit::storage::Tx;
use kit::web::Ctx;
use kit::{Internal, UnitId};
use plans::PlanItemId;
use plans::items::store as items;
use plans::tasks::brought::{Brought, Matter};
use plans::tasks::figures as tasks;
use reports::published::{Counting, Given, Publisher, Span};
use reports::targets::{Listing, Target, Targets};

/// Makes the modules known to the reports; harmless when done again.
pub fn publish() {
    reports::published::publish(Arc::new(Tasks));
    reports::published::publish(Arc::new(Papers));
    reports::targets::set_by(Arc::new(Plans));
    organisation::watch::watch("reports", |ctx, since| {
        Box::pin(reports::actions::tree::follow_tree(ctx, since))
    });
    plans::tasks::brought::bring("reports", |ctx| Box::pin(reports_today(ctx)));
}

/// What reports have for a seat stands on the page that begins the day.
async fn reports_today(ctx: &mut Ctx) -> Result<Vec<Brought>, Internal> {
    let groups = reports::returns::today::groups(ctx).await.map_err(Internal::from_error)?;
    let matter = |one: reports::returns::today::Matter| Matter {
        title: one.title,
        href: one.href,
        note: one.note,
        badge: one.badge,
    };
    Ok(groups
        .into_iter()
        .map(|group| Brought {
            title: group.title,
            matters: group.matters.into_iter().map(matter).collect(),
            count: group.count,
            all: group.all,
        })
        .collect())
}

struct Tasks;

fn task_figures((unit, values): (UnitId, [i64; 4])) -> Given {
    (unit, tasks::Figure::ALL.map(tasks::Figure::code).into_iter().zip(values).collect())
}

impl Publisher for Tasks {
    fn source(&self) -> &'static str {
        "plans"
    }

    fn count_below<'a>(&'a self, tx: &'a mut Tx, unit: UnitId, span: Span) -> Counting<'a> {
        Box::pin(async move {
            let counted = tasks::count_below(tx, unit, (span.first, span.last), span.today).await?;
            Ok(counted.into_iter().map(task_figures).collect())
        })
    }

    fn count_by_unit<'a>(&'a self, tx: &'a mut Tx, scope: Scope, span: Span) -> Counting<'a> {
        Box::pin(async move {
            let counted = tasks::count_by_unit(tx, scope, (span.first, span.last), span.today).await?;
            Ok(counted.into_iter().map(task_figures).collect())
        })
    }

    fn rows(&self, code: &str, unit: UnitId, span: Span) -> String {
        let figure = tasks::Figure::from_code(code).unwrap_or(tasks::Figure::Due);
        tasks::rows(tasks::Counted { figure, first: span.first, last: span.last }, unit)
    }
}

struct Papers;

fn papers(figure: documents::figures::Figure, span: Span) -> documents::figures::Counted {
    documents::figures::Counted { figure, first: span.first, last: span.last }
}

impl Publisher for Papers {
    fn source(&self) -> &'static str {
        "documents"
    }

    fn count_below<'a>(&'a self, tx: &'a mut Tx, unit: UnitId, span: Span) -> Counting<'a> {
        Box::pin(async move {
            let mut all = Vec::new();
            for figure in documents::figures::Figure::ALL {
                let counted = documents::figures::count_below(tx, unit, papers(figure, span)).await?;
                all.extend(counted.into_iter().map(|(unit, count)| (unit, vec![(figure.code(), count)])));
            }
            Ok(all)
        })
    }

    fn count_by_unit<'a>(&'a self, tx: &'a mut Tx, scope: Scope, span: Span) -> Counting<'a> {
        Box::pin(async move {
            let mut all = Vec::new();
            for figure in documents::figures::Figure::ALL {
                let counted = documents::figures::count_by_unit(tx, scope, papers(figure, span)).await?;
                all.extend(counted.into_iter().map(|(unit, count)| (unit, vec![(figure.code(), count)])));
            }
            Ok(all)
        })
    }

    fn rows(&self, code: &str, unit: UnitId, span: Span) -> String {
        let figure = documents::figures::Figure::from_code(code).unwrap_or(documents::figures::Figure::In);
        documents::figures::rows(papers(figure, span), unit)
    }
}

struct Plans;

fn target(one: items::ItemTarget) -> Target {
    Target {
        href: one.address(),
        item: one.item.0,
        title: one.title,
        plan: one.plan_title,
        unit: one.unit,
        year: one.year,
        quarter: one.quarter,
        value: one.value,
        measure: one.unit_of_measure,
    }
}

impl Targets for Plans {
    fn list<'a>(&'a self, tx: &'a mut Tx, scope: Scope, unit: UnitId, year: i32) -> Listing<'a> {
        Box::pin(async move {
            let found = items::list_targets(tx, scope, unit, year).await?;
            Ok(found.into_iter().map(target).collect())
        })
    }

    fn find<'a>(&'a self, tx: &'a mut Tx, scope: Scope, item: i64) -> Listing<'a> {
        Box::pin(async move {
            let found = items::find_target(tx, scope, PlanItemId(item)).await?;
            Ok(found.into_iter().map(target).collect())
        })
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tree_tests;
