//! Giving an item to one unit or to many.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use kit::page::Sheet;
use kit::permission::Permission;
use kit::ui::{Crumb, Form as HtmlForm, Notice, Tone, hidden};
use kit::web::{Acting, Ctx, Form, Reading, WebResult};
use kit::{AccountId, Fault as _, UnitId};

use maud::html;

use super::acts::unit;
use super::{Fields, date, is_redrawn, number, typed};
use crate::tasks::actions::{self, Give};
use crate::tasks::store::spread::Selection;
use crate::tasks::store::{self, lookups};
use crate::tasks::urls;
use crate::tasks::views::assign::AssignPage;
use crate::tasks::views::forms::{Typed, field, units};
use crate::{PlanError, PlanItemId, texts};

/// How many units are offered; a selection reaches all of them.
const UNITS: i64 = 500;
/// More units than this are given an item only after the number was read.
const FEW: usize = 5;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    unit: String,
}

pub async fn show(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanItemId>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    draw(&mut ctx, id, asked.unit.parse().ok(), Typed::default(), StatusCode::OK).await
}

async fn draw(
    ctx: &mut Ctx,
    id: PlanItemId,
    unit: Option<UnitId>,
    typed: Typed,
    status: StatusCode,
) -> WebResult<Response> {
    ctx.require(Permission::AssignTasks)?;
    let item = actions::readable_item(ctx, id).await?;
    let (today, lang) = (ctx.today(), ctx.lang());
    let mut unit = unit.or(item.lead_unit).unwrap_or(item.plan_unit);
    if !ctx.sees(unit).await? {
        unit = item.plan_unit;
    }
    let page = AssignPage {
        lang,
        rollup: store::task::rollup(ctx.tx(), id, today).await?,
        units: lookups::list_units_below(ctx.tx(), item.plan_unit, today, UNITS).await?,
        orders: store::spread::list_orders(ctx.tx(), id).await?,
        can_end: ctx.may(Permission::AssignTasks, item.plan_unit).await?,
        people: lookups::list_people_for(ctx.tx(), unit, today).await?,
        unit,
        today,
        item,
        typed,
    };
    let mut notices = Vec::new();
    if let Some(refused) = &page.typed.notice {
        notices.push(Notice { tone: Tone::Danger, title: refused.get(lang), ..Notice::default() });
    }
    if !page.item.plan_state.is_in_force() && page.typed.notice.is_none() {
        notices.push(Notice {
            tone: Tone::Warning,
            title: texts::TASK_ERROR_PLAN_NOT_IN_FORCE.get(lang),
            ..Notice::default()
        });
    }
    let plan = crate::follow::urls::plan(page.item.plan);
    let crumbs = [
        Crumb { href: &plan, label: &page.item.plan_title },
        Crumb { href: "", label: texts::TASK_GIVE.get(lang) },
    ];
    let sheet = Sheet {
        title: &page.item.title,
        current: "/plans",
        crumbs: &crumbs,
        notices: &notices,
        body: page.body(),
        ..Default::default()
    };
    Ok((status, ctx.draw(sheet)).into_response())
}

pub async fn assign(
    Path(id): Path<PlanItemId>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let outcome = async {
        let give = Give {
            unit: unit(&fields, "unit").ok_or(PlanError::UnitNotFound)?,
            assignee: number(&fields, "assignee").map(AccountId),
            coordinators: units(&fields, "coordinators"),
            start_on: date(&fields, "start_on")?,
            due_on: date(&fields, "due_on")?,
        };
        not_past(&ctx, &fields, give.due_on)?;
        actions::give(&mut ctx, id, &give).await
    }
    .await;
    match outcome {
        Ok(task) => {
            ctx.commit().await?;
            Ok(Redirect::to(&format!("{}?done=give", urls::task(task))).into_response())
        }
        Err(error) => refuse(ctx, id, "give", fields, error).await,
    }
}

pub async fn fan_out(
    Path(id): Path<PlanItemId>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let outcome = async {
        let selection = Selection::from_code(field(&fields, "selection"), units(&fields, "units"))
            .ok_or(PlanError::NoUnitChosen)?;
        let due_on = date(&fields, "due_on")?;
        not_past(&ctx, &fields, due_on)?;
        let item = actions::readable_item(&mut ctx, id).await?;
        Ok((item.plan, actions::fan_out(&mut ctx, id, &selection, due_on).await?))
    }
    .await;
    match outcome {
        // Taken back: only who has read the number gives it for good.
        Ok((_, count)) if count > FEW && field(&fields, "confirmed").is_empty() => {
            let mut ctx = ctx.roll_back_and_read().await?;
            ask_fan_out(&mut ctx, id, &fields, count).await
        }
        Ok((plan, count)) => {
            ctx.commit().await?;
            let href = format!("{}?given={count}", crate::follow::urls::item(plan, id));
            Ok(Redirect::to(&href).into_response())
        }
        Err(error) => refuse(ctx, id, "fan_out", fields, error).await,
    }
}

/// The page that tells how many units would get a task, with everything that was typed.
async fn ask_fan_out(
    ctx: &mut Ctx,
    id: PlanItemId,
    fields: &[(String, String)],
    count: usize,
) -> WebResult<Response> {
    let lang = ctx.lang();
    let item = actions::readable_item(ctx, id).await?;
    let (action, cancel) = (format!("/items/{id}/fan-out"), urls::assign(id));
    let submit = texts::task_fan_out_do(count);
    let form =
        HtmlForm { lang, action: &action, submit: submit.get(lang), cancel: &cancel, ..Default::default() };
    let kept = ["selection", "units", "due_on", "past_due"];
    let due_on = field(fields, "due_on");
    let body = form.render(html! {
        p { (texts::TASK_FAN_OUT_TEXT.get(lang)) }
        @if !due_on.is_empty() { p { (texts::TASK_DUE.get(lang)) ": " (due_on) } }
        @for (name, value) in fields.iter().filter(|(name, _)| kept.contains(&name.as_str())) { (hidden(name, value)) }
        (hidden("confirmed", "yes"))
    });
    let back = crate::follow::urls::item(item.plan, id);
    let crumbs =
        [Crumb { href: &back, label: &item.title }, Crumb { href: "", label: texts::TASK_GIVE.get(lang) }];
    let title = texts::task_fan_out_title(count);
    let sheet =
        Sheet { title: title.get(lang), current: "/plans", crumbs: &crumbs, body, ..Default::default() };
    Ok(ctx.draw(sheet).into_response())
}

/// A due date that is over must be meant: the form has a box for it.
fn not_past(ctx: &Ctx, fields: &[(String, String)], due_on: Option<NaiveDate>) -> Result<(), PlanError> {
    let is_past = due_on.is_some_and(|due| due < ctx.today());
    if is_past && field(fields, "past_due").is_empty() { Err(PlanError::DuePast) } else { Ok(()) }
}

pub async fn end_order(
    Path((id, order)): Path<(PlanItemId, i64)>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let outcome = async {
        let last_day = date(&fields, "last_day")?;
        actions::end_order(&mut ctx, id, order, last_day, field(&fields, "reason")).await
    }
    .await;
    match outcome {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::assign(id)).into_response())
        }
        Err(error) => refuse(ctx, id, &format!("order-{order}"), fields, error).await,
    }
}

async fn refuse(
    ctx: Ctx,
    id: PlanItemId,
    form: &str,
    fields: Fields,
    error: PlanError,
) -> WebResult<Response> {
    if !is_redrawn(&error) {
        return Err(error.into());
    }
    let chosen = unit(&fields, "unit");
    let mut ctx = ctx.roll_back_and_read().await?;
    draw(&mut ctx, id, chosen, typed(form, fields, &error), kit::web::status(error.kind())).await
}
