//! The plan record: plans and their items, created, edited, withdrawn, carried over, issued, paid for.
//!
//! Before issue whoever drafts edits freely; after issue an item changes only by a decision with a reason, and what it looked like
//! before stays in its versions. Money is entered, never overwritten: a correction is a negative row with a reason.

pub mod actions;
mod allotment;
pub mod api;
mod carry_pages;
pub mod error;
pub mod form;
pub mod next_year;
mod page_views;
mod pages;
pub mod series;
pub mod store;
pub mod units;
pub mod views;

#[cfg(test)]
mod tests;

use axum::Router;
use kit::web::App;

/// Pages and API of the plan record.
pub fn routes() -> Router<App> {
    pages::routes().merge(carry_pages::routes()).merge(allotment::routes()).merge(api::routes())
}

/// The plans made from a paper, or from any, as far as the person may see them: for the paper's page and the chains of papers.
pub(crate) async fn hanging(
    ctx: &mut kit::web::Ctx,
    document: Option<documents::DocumentId>,
) -> Result<Vec<(documents::DocumentId, documents::Hanging)>, kit::Internal> {
    let lang = ctx.lang();
    let Ok(scope) = ctx.scope() else {
        return Ok(Vec::new());
    };
    let plans = store::list_plans_of_documents(ctx.tx(), scope, document).await?;
    let mut found: Vec<(documents::DocumentId, documents::Hanging)> = plans
        .into_iter()
        .map(|plan| {
            let hanging = documents::Hanging {
                kind: crate::words::plan_kind(plan.kind).get(lang).to_owned(),
                href: crate::follow::urls::plan(plan.id),
                title: plan.title,
                done: plan.done,
                tasks: plan.tasks,
            };
            (plan.document, hanging)
        })
        .collect();
    // The page of one paper leads to what became of it; a list of papers does not need that.
    if let Some(document) = document.filter(|_| ctx.actor.can(kit::permission::Permission::ReadWork)) {
        let of = crate::tasks::store::directives::list_directives(ctx.tx(), scope, Some(document.0)).await?;
        let counted = of.first().map_or((0, 0), |of| (of.done, of.total));
        if !of.is_empty() || !found.is_empty() {
            found.push((
                document,
                documents::Hanging {
                    kind: crate::texts::EVAL_OF_PAPER.get(lang).to_owned(),
                    href: crate::evaluation::urls::document(document),
                    title: crate::texts::EVAL_PAPER.get(lang).to_owned(),
                    done: counted.0,
                    tasks: counted.1,
                },
            ));
        }
    }
    Ok(found)
}
