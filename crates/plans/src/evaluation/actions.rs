//! Evaluating a plan, and the demands of a paper.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use kit::permission::Permission;
use kit::web::Ctx;

use super::model::{
    Cause, CauseKind, Counts, CountsOf, Facts, JudgedItem, PaperEvaluation, Point, Verdict, by_quarter,
    by_section,
};
use super::store::{self, Of};
use crate::follow::actions::{Opened, see_plan};
use crate::follow::filter::Filter;
use crate::follow::model::ItemRow;
use crate::plan::PlanState;
use crate::tasks::store::directives;
use crate::{PlanError, PlanId, PlanItemId};

/// A plan with what became of its items.
#[derive(Debug, Clone)]
pub struct Evaluation {
    pub opened: Opened,
    pub items: Vec<JudgedItem>,
    pub counts: Counts,
    pub sections: Vec<CountsOf>,
    pub quarters: Vec<CountsOf>,
}

impl Evaluation {
    pub const fn day(&self) -> NaiveDate {
        self.opened.eye.day
    }

    /// What hindered work that is not done, or was done late.
    pub fn obstacles(&self) -> impl Iterator<Item = (&JudgedItem, &Cause)> {
        self.items.iter().filter(|item| item.verdict != Verdict::Done && item.verdict.counts()).flat_map(
            |item| {
                item.causes.iter().filter(|cause| cause.kind.is_obstacle()).map(move |cause| (item, cause))
            },
        )
    }
}

/// Evaluates a plan as things stand today. Who only takes part in a plan sees the items that they have tasks in.
///
/// # Errors
/// [`PlanError::PlanNotFound`] also for plans that do not exist for this person.
pub async fn evaluate_plan(ctx: &mut Ctx, id: PlanId) -> Result<Evaluation, PlanError> {
    let seen = see_plan(ctx, id, &Filter::default()).await?;
    let opened = seen.opened;
    let scope = opened.eye.scope;
    let plan = &opened.plan;
    let is_over = plan.state == PlanState::Closed || plan.year < opened.eye.day.year();
    let counted = store::count_tasks(ctx.tx(), scope, id).await?;
    let counted: HashMap<PlanItemId, store::Counted> =
        counted.into_iter().map(|one| (one.item, one)).collect();
    let carried_out = store::list_carried_out(ctx.tx(), id).await?;
    let withdrawn = store::list_withdrawn(ctx.tx(), id).await?;
    let withdrawn: HashMap<PlanItemId, store::Withdrawn> =
        withdrawn.into_iter().map(|one| (one.item, one)).collect();
    let mut causes: HashMap<PlanItemId, Vec<Cause>> = HashMap::new();
    for cause in store::list_causes(ctx.tx(), scope, Of::Plan(id), opened.eye.day).await? {
        causes.entry(cause.item).or_default().push(cause);
    }
    let judge = |row: ItemRow| {
        let counted = counted.get(&row.id);
        let taken_out = withdrawn.get(&row.id);
        // What left a draft was never promised.
        if row.is_withdrawn && taken_out.is_none() {
            return None;
        }
        if !opened.is_own && row.tally.total + row.tally.dropped == 0 {
            return None;
        }
        let gone = || carried_out.iter().filter(|(item, _)| *item == row.id);
        let (has_gone, took_tasks) = (gone().next().is_some(), gone().any(|(_, took_tasks)| *took_tasks));
        let mut causes = causes.get(&row.id).cloned().unwrap_or_default();
        let facts = Facts {
            total: row.tally.total,
            done: row.tally.done,
            done_late: counted.map_or(0, |one| one.done_late),
            overdue: row.late(),
            not_arisen: counted.map_or(0, |one| one.not_arisen),
            cancelled: counted.map_or(0, |one| one.cancelled),
            withdrawn: taken_out.map(|one| one.symbol.is_some()),
            is_carried: row.carried_to.is_some(),
            is_carried_to_another_plan: false,
            is_over,
        }
        .carried_out(has_gone, took_tasks);
        if let Some(taken_out) = taken_out {
            let symbol = taken_out.symbol.as_deref().unwrap_or_default();
            let words: Vec<&str> =
                [taken_out.reason.as_str(), symbol].into_iter().filter(|part| !part.is_empty()).collect();
            causes.push(Cause {
                item: row.id,
                task: None,
                unit: String::new(),
                kind: CauseKind::Withdrawn,
                words: words.join(" – "),
                on: taken_out.at.date(),
            });
        }
        let verdict = facts.verdict();
        Some(JudgedItem { row, verdict, result: verdict.result(), causes })
    };
    let items: Vec<JudgedItem> = seen.items.into_iter().filter_map(judge).collect();
    let counts = Counts::of(items.iter().map(|item| item.verdict));
    let (sections, quarters) = (by_section(&items), by_quarter(&items));
    Ok(Evaluation { opened, items, counts, sections, quarters })
}

/// Evaluates a paper: its demands where they were written down, else the plan items made from it.
///
/// # Errors
/// [`PlanError::DirectiveNotFound`] also for papers that do not exist for this person.
pub async fn evaluate_paper(ctx: &mut Ctx, document: i64) -> Result<PaperEvaluation, PlanError> {
    ctx.require(Permission::ReadWork)?;
    let (scope, day) = (ctx.scope()?, ctx.today());
    let found = directives::find_paper(ctx.tx(), scope, document).await?;
    let (paper, _) = found.ok_or(PlanError::DirectiveNotFound)?;
    let demands = directives::list_demands(ctx.tx(), document).await?;
    let mut points = Vec::new();
    if demands.is_empty() {
        for one in store::list_made(ctx.tx(), scope, document, day, day.year()).await? {
            let verdict = one.facts.verdict();
            points.push((one.demand, verdict, vec![one.answer]));
        }
    } else {
        let answers = directives::list_answers(ctx.tx(), scope, document).await?;
        let counted = store::count_answers(ctx.tx(), document, day, day.year()).await?;
        for demand in demands {
            let counted = counted.iter().find(|one| one.demand == demand.id);
            let verdict = if demand.withdrawn_by.is_some() {
                Verdict::Withdrawn
            } else if demand.links == 0 {
                Verdict::Unmapped
            } else if demand.is_done && counted.is_some_and(|one| one.done_late > 0) {
                Verdict::DoneLate
            } else if demand.is_done {
                Verdict::Done
            } else if counted.is_none_or(|one| one.going == 0) {
                Verdict::Failed
            } else if counted.is_some_and(|one| one.overdue > 0) {
                Verdict::Overdue
            } else {
                Verdict::Open
            };
            let own = answers.iter().filter(|answer| answer.demand == Some(demand.id)).cloned().collect();
            points.push((demand, verdict, own));
        }
    }
    let causes = store::list_causes(ctx.tx(), scope, Of::Document(document), day).await?;
    let points: Vec<Point> = points
        .into_iter()
        .map(|(demand, verdict, answers)| {
            let of = |cause: &&Cause| answers.iter().any(|answer| answer.item == cause.item);
            let causes = causes.iter().filter(of).cloned().collect();
            Point { demand, verdict, result: verdict.result(), answers, causes }
        })
        .collect();
    let counts = Counts::of(points.iter().map(|point| point.verdict));
    let undecided = store::count_undecided(ctx.tx(), document).await?;
    let paper =
        directives::Directive { total: counts.total, done: counts.done, unmapped: counts.unmapped, ..paper };
    Ok(PaperEvaluation { paper, day, counts, points, undecided })
}
