//! The demands of a directive: written down, answered by plan items, withdrawn by a paper.

use kit::UnitId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;

use super::super::store::directives::{self, Answer, Demand, Directive};
use super::super::store::lookups;
use super::readable_item;
use crate::{PlanError, PlanItemId};

/// A directive as its page shows it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct DirectiveView {
    pub directive: Directive,
    pub demands: Vec<Demand>,
    pub answers: Vec<Answer>,
    /// Items of plans that go on which answer none of its demands.
    pub unanswering: Vec<Answer>,
}

/// A paper and its demands, counted.
pub async fn view(ctx: &mut Ctx, document: i64) -> Result<DirectiveView, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    let bare = directives::find_paper(ctx.tx(), scope, document).await?;
    let (bare, _) = bare.ok_or(PlanError::DirectiveNotFound)?;
    let counted = directives::list_directives(ctx.tx(), scope, Some(document)).await?.into_iter().next();
    Ok(DirectiveView {
        directive: counted.unwrap_or(bare),
        demands: directives::list_demands(ctx.tx(), document).await?,
        answers: directives::list_answers(ctx.tx(), scope, document).await?,
        unanswering: directives::list_unanswering(ctx.tx(), scope, document).await?,
    })
}

/// The unit of a paper whose demands this person may change.
async fn editable(ctx: &mut Ctx, document: i64) -> Result<UnitId, PlanError> {
    let scope = ctx.scope()?;
    let (_, unit) =
        directives::find_paper(ctx.tx(), scope, document).await?.ok_or(PlanError::DirectiveNotFound)?;
    if ctx.may(Permission::EditPlans, unit).await? {
        Ok(unit)
    } else {
        Err(kit::accounts::AccountError::NotAllowed.into())
    }
}

/// Writes demands down from lines such as `1. Tuyên truyền …`; a line without a number gets the next one. Says how many.
pub async fn add_lines(ctx: &mut Ctx, document: i64, lines: &str) -> Result<usize, PlanError> {
    let unit = editable(ctx, document).await?;
    let mut next =
        directives::list_demands(ctx.tx(), document).await?.last().map_or(1, |last| last.number + 1);
    let mut added = 0;
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (number, body) = numbered(line).unwrap_or((next, line));
        let id = directives::insert_demand(ctx.tx(), document, number, body).await?;
        let id = id.ok_or(PlanError::DirectiveNumberTaken(number))?;
        next = next.max(number + 1);
        added += 1;
        ctx.audit(
            Event::new("demand_added", "document", document, unit)
                .with(serde_json::json!({ "demand": id, "number": number })),
        );
    }
    if added == 0 { Err(PlanError::DirectiveLinesEmpty) } else { Ok(added) }
}

/// `12. Nội dung`, `12) Nội dung` or `12/ Nội dung`.
fn numbered(line: &str) -> Option<(i64, &str)> {
    let (number, rest) = line.split_once(['.', ')', '/'])?;
    let body = rest.trim();
    let number = number.trim().parse().ok().filter(|number| (1..=999).contains(number))?;
    (!body.is_empty()).then_some((number, body))
}

/// Takes the demands from what was read in the paper and accepted, each answered by the plan item made from it.
pub async fn add_accepted(ctx: &mut Ctx, document: i64) -> Result<usize, PlanError> {
    let unit = editable(ctx, document).await?;
    let standing = directives::list_demands(ctx.tx(), document).await?;
    let mut number = standing.last().map_or(0, |last| last.number);
    let mut added = 0;
    for (title, item) in directives::list_accepted(ctx.tx(), document).await? {
        if standing.iter().any(|demand| demand.body == title) {
            continue;
        }
        number += 1;
        let id = directives::insert_demand(ctx.tx(), document, number, &title).await?;
        let id = id.ok_or(PlanError::DirectiveNumberTaken(number))?;
        if let Some(item) = item {
            directives::insert_link(ctx.tx(), id, item).await?;
        }
        added += 1;
    }
    if added == 0 {
        return Err(PlanError::DirectiveLinesEmpty);
    }
    ctx.audit(Event::new("demands_read", "document", document, unit).with(added));
    Ok(added)
}

/// Says that a plan item answers a demand, or no longer does.
pub async fn link(
    ctx: &mut Ctx,
    document: i64,
    demand: i64,
    item: PlanItemId,
    is_linked: bool,
) -> Result<(), PlanError> {
    let unit = editable(ctx, document).await?;
    directives::find_demand(ctx.tx(), document, demand).await?.ok_or(PlanError::DirectiveItemNotFound)?;
    readable_item(ctx, item).await?;
    let (changed, action) = if is_linked {
        (directives::insert_link(ctx.tx(), demand, item).await?, "demand_linked")
    } else {
        (directives::delete_link(ctx.tx(), demand, item).await?, "demand_unlinked")
    };
    if changed {
        ctx.audit(
            Event::new(action, "document", document, unit)
                .with(serde_json::json!({ "demand": demand, "item": item })),
        );
    }
    Ok(())
}

/// Takes a demand out of the count, by a paper (handbook 3.6).
pub async fn withdraw(ctx: &mut Ctx, document: i64, demand: i64, paper: &str) -> Result<(), PlanError> {
    let unit = editable(ctx, document).await?;
    directives::find_demand(ctx.tx(), document, demand).await?.ok_or(PlanError::DirectiveItemNotFound)?;
    let (scope, paper) = (ctx.scope()?, paper.trim());
    if paper.is_empty() {
        return Err(PlanError::TaskPaperMissing);
    }
    let found = lookups::find_paper(ctx.tx(), scope, paper).await?;
    let (by, _) = found.ok_or_else(|| PlanError::PaperNotFound(paper.to_owned()))?;
    if by == document {
        return Err(PlanError::DemandByItsOwnPaper);
    }
    if directives::withdraw(ctx.tx(), demand, by).await? {
        let detail = serde_json::json!({ "demand": demand, "by": by });
        ctx.audit(Event::new("demand_withdrawn", "document", document, unit).with(detail));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_the_line() {
        assert_eq!(numbered("12. Tuyên truyền"), Some((12, "Tuyên truyền")));
        assert_eq!(numbered("3) Vận động"), Some((3, "Vận động")));
        assert_eq!(numbered("Quỹ 1.000 đồng"), None);
        assert_eq!(numbered("7."), None);
    }
}
