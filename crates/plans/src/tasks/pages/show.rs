//! The page of a task, alone or beside a list.

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use kit::page::Sheet;
use kit::permission::Permission;
use kit::ui::{Crumb, Notice, Tone};
use kit::web::{Ctx, Reading, WebResult};

use crate::plan::PlanState;
use crate::task::{MoveFacts, Need, Refusal, TaskMove};
use crate::tasks::store::{self, Task, lookups, records};
use crate::tasks::views::forms::Typed;
use crate::tasks::views::show::{Offers, TaskPage, TaskTab};
use crate::tasks::{actions, urls, words};
use crate::{PlanError, TaskId, texts};

/// How many tasks of other units are listed beside one; the rest are a link away.
const SIBLINGS: i64 = 200;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Seen {
    tab: String,
    done: String,
}

pub async fn show(
    Reading(mut ctx): Reading,
    Path(id): Path<TaskId>,
    Query(seen): Query<Seen>,
    headers: HeaderMap,
) -> WebResult<Response> {
    let page = load(&mut ctx, id, TaskTab::from_code(&seen.tab), Typed::default()).await?;
    if headers.get("x-fragment").is_some_and(|wanted| wanted.as_bytes() == b"panel") {
        return Ok(page.beside().into_response());
    }
    Ok(draw(&ctx, &page, &seen.done).into_response())
}

/// The page again, with what was typed and why it was refused.
pub async fn redraw(
    ctx: &mut Ctx,
    id: TaskId,
    tab: TaskTab,
    typed: Typed,
    status: StatusCode,
) -> WebResult<Response> {
    let page = load(ctx, id, tab, typed).await?;
    Ok((status, draw(ctx, &page, "")).into_response())
}

fn draw(ctx: &Ctx, page: &TaskPage, done: &str) -> maud::Markup {
    let lang = ctx.lang();
    let mut notices = Vec::new();
    if !done.is_empty() {
        notices.push(kit::ui::success_notice(words::done(done).get(lang)));
    }
    if let Some(refused) = &page.typed.notice {
        notices.push(Notice { tone: Tone::Danger, title: refused.get(lang), ..Notice::default() });
    }
    let plan = crate::follow::urls::plan(page.item.plan);
    let crumbs = [
        Crumb { href: urls::TASKS, label: texts::TASK_LIST.get(lang) },
        Crumb { href: &plan, label: &page.item.plan_title },
        Crumb { href: "", label: &page.task.unit_name },
    ];
    ctx.draw(Sheet {
        title: &page.task.title,
        current: urls::TASKS,
        crumbs: &crumbs,
        notices: &notices,
        lead: Some(page.lead()),
        body: page.body(),
        ..Default::default()
    })
}

async fn load(ctx: &mut Ctx, id: TaskId, tab: TaskTab, typed: Typed) -> Result<TaskPage, PlanError> {
    let task = actions::readable_task(ctx, id).await?;
    let item = store::task::find_item(ctx.tx(), task.plan_item)
        .await?
        .ok_or(PlanError::ItemNotFound(task.plan_item))?;
    let can_work = ctx.may(Permission::WorkOnTasks, task.unit).await?;
    let can_assign = ctx.may(Permission::AssignTasks, task.unit).await?;
    let (today, me, scope) = (ctx.today(), ctx.actor.account, ctx.scope()?);
    let rollup = match tab {
        TaskTab::Relations if ctx.sees(item.plan_unit).await? => {
            Some(store::task::rollup(ctx.tx(), item.id, today).await?)
        }
        _ => None,
    };
    let siblings = match tab {
        TaskTab::Relations => store::task::list_siblings(ctx.tx(), item.id, scope, SIBLINGS).await?,
        _ => Vec::new(),
    };
    let is_seen = ctx.sees(task.unit).await?;
    let is_going_on = item.plan_state != PlanState::Closed && !item.is_withdrawn;
    let mut offers =
        if is_seen && is_going_on { offers(ctx, &task, item.is_conditional) } else { Offers::default() };
    // A plan's work is taken out by those whose plan it is, not by the unit that was given it.
    if !ctx.sees(item.plan_unit).await? {
        offers.moves.retain(|row| row.act != TaskMove::Cancel);
    }
    let people = match tab {
        TaskTab::Content if can_assign => lookups::list_people_for(ctx.tx(), task.unit, today).await?,
        _ => Vec::new(),
    };
    let coordinators = store::task::list_coordinators(ctx.tx(), id).await?;
    let can_reassign = can_assign && is_going_on && task.state.moves().any(|row| row.act == TaskMove::Assign);
    let carried_to = store::task::find_carried_to(ctx.tx(), item.id).await?;
    let may_carry = carried_to.is_none()
        && task.state.is_open()
        && item.plan_state.is_in_force()
        && !item.is_withdrawn
        && ctx.may(Permission::EditPlans, item.plan_unit).await?;
    let carry_href = may_carry.then(|| match item.quarter {
        Some(1..=3) => crate::follow::urls::carry_item(item.plan, item.id),
        _ => crate::follow::urls::carry_into_next_year(item.plan, item.id),
    });
    Ok(TaskPage {
        lang: ctx.lang(),
        today,
        me,
        rollup,
        siblings,
        coordinators,
        notes: records::list_notes_since(ctx.tx(), id, -1).await?,
        evidence: records::list_evidence(ctx.tx(), id).await?,
        extensions: records::list_extensions(ctx.tx(), id).await?,
        carried_to,
        carry_href,
        offers,
        can_work,
        can_assign: can_reassign,
        people,
        task,
        item,
        tab,
        typed,
    })
}

fn offers(ctx: &Ctx, task: &Task, is_conditional: bool) -> Offers {
    let facts = MoveFacts {
        by: ctx.actor.account,
        assignee: task.assignee,
        submitted_by: task.submitted_by,
        evidence_count: task.evidence_count,
        // What is typed into the form comes later.
        has_reason: true,
        has_document: true,
    };
    let mut offers = Offers::default();
    for row in task.state.moves() {
        let is_apart =
            row.act == TaskMove::Assign || (row.act == TaskMove::CloseNotArisen && !is_conditional);
        if is_apart || !ctx.actor.can(row.permission) {
            continue;
        }
        match task.state.after(row.act, &facts) {
            Ok(_) => offers.moves.push(row),
            Err(Refusal::EvidenceMissing) => offers.is_evidence_missing = row.needs.contains(&Need::Evidence),
            Err(Refusal::SamePerson) => offers.is_own_check = true,
            Err(Refusal::NotFromHere | Refusal::ReasonMissing | Refusal::DocumentMissing) => {}
        }
    }
    offers
}
