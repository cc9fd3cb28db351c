//! Carrying work over: to the next quarter, and into next year's plan.

use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kit::text::Lang;
use kit::ui::{Field, Form, Notice, Tone};
use kit::web::{Acting, App, Ctx, Form as Typed, Reading, WebResult};
use maud::{Markup, html};

use super::actions::{self, Moved, NextYear};
use super::error::{FieldReason, ItemError};
use super::form::read_date;
use super::page_views::{Tried, errors, sheet};
use super::pages::{answer, refused, shown_again};
use crate::follow::urls;
use crate::item::ItemFields;
use crate::plan::Plan;
use crate::texts;
use crate::{PlanId, PlanItemId};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/plans/{id}/next-year", get(next_year_page).post(next_year))
        .route("/plans/{id}/items/{item}/carry", post(carry_item))
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct CarryForm {
    version: i64,
    reason: String,
    due_on: String,
}

async fn carry_item(
    Path((_, id)): Path<(PlanId, PlanItemId)>,
    Acting(mut ctx, Typed(form)): Acting<Typed<CarryForm>>,
) -> WebResult<Response> {
    let due_on = read_date(&form.due_on);
    let done = if due_on.is_none() && !form.due_on.trim().is_empty() {
        Err(ItemError::field("due_on", FieldReason::DateUnreadable))
    } else {
        actions::carry_item(&mut ctx, id, form.version, due_on, &form.reason).await
    };
    let (at, done) = match done {
        Ok(carried) => (carried.id, Ok(())),
        Err(error) => (id, Err(error)),
    };
    let tried = Tried { form: "carry", reason: &form.reason, due_on: &form.due_on, ..Tried::default() };
    answer(ctx, at, None, tried, Some(form.version), done).await
}

/// Names that may stand several times: `carry` and `drop`, once an item, and `reason`.
type Fields = Vec<(String, String)>;

fn chosen(fields: &Fields, wanted: &str) -> Vec<PlanItemId> {
    let values = fields.iter().filter(|(name, _)| name == wanted);
    values.filter_map(|(_, value)| value.parse().ok().map(PlanItemId)).collect()
}

fn reason(fields: &Fields) -> &str {
    fields.iter().find(|(name, _)| name == "reason").map_or("", |(_, value)| value)
}

async fn next_year_page(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(fields): Query<Fields>,
) -> WebResult<Markup> {
    Ok(draw(&mut ctx, id, &fields, None).await?)
}

async fn next_year(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Typed(fields)): Acting<Typed<Fields>>,
) -> WebResult<Response> {
    match actions::next_year(
        &mut ctx,
        id,
        &chosen(&fields, "carry"),
        &chosen(&fields, "drop"),
        reason(&fields),
    )
    .await
    {
        Ok(plan) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::plan(plan.id)).into_response())
        }
        Err(error) => {
            let Some(status) = shown_again(&error) else { return Err(error.into()) };
            let mut ctx = ctx.roll_back_and_read().await?;
            Ok((status, draw(&mut ctx, id, &fields, Some(&error)).await?).into_response())
        }
    }
}

async fn draw(
    ctx: &mut Ctx,
    id: PlanId,
    fields: &Fields,
    error: Option<&ItemError>,
) -> Result<Markup, ItemError> {
    let plan = actions::readable_plan(ctx, id).await?;
    let next = actions::next_year_of(ctx, id).await?;
    Ok(next_year_view(ctx, &plan, &next, fields, error))
}

/// Asks once before next year's plan is begun, and which unfinished work goes into it.
fn next_year_view(
    ctx: &Ctx,
    plan: &Plan,
    next: &NextYear,
    fields: &Fields,
    error: Option<&ItemError>,
) -> Markup {
    let lang = ctx.lang();
    let (_, faults) = refused(error, lang);
    let errors = errors(&faults);
    let (action, cancel) = (urls::next_year(plan.id), urls::plan(plan.id));
    let title = texts::plan_next_year(plan.year + 1);
    let ticked = chosen(fields, "carry");
    let boxes = html! {
        fieldset class="field" {
            legend { (texts::PLAN_NEXT_YEAR_UNFINISHED.get(lang)) }
            @for item in &next.unfinished {
                label class="check" {
                    input type="checkbox" name="carry" value=(item.id) checked[ticked.contains(&item.id)];
                    span {
                        (item.code) " " (item.title)
                        span class="note" { " " (texts::plan_next_year_open(item.open_tasks).get(lang)) }
                    }
                }
            }
        }
    };
    let dropped = chosen(fields, "drop");
    let proposals = html! {
        @if !next.proposals.is_empty() {
            fieldset class="field" {
                legend { (texts::PLAN_NEXT_YEAR_REVIEW.get(lang)) }
                @for moved in &next.proposals {
                    label class="check" {
                        input type="checkbox" name="drop" value=(moved.id) checked[dropped.contains(&moved.id)];
                        span { (proposal(moved, lang)) }
                    }
                }
            }
        }
    };
    let form = |submit: &str, body: Markup| {
        Form { lang, action: &action, errors: &errors, submit, cancel: &cancel, ..Form::default() }
            .render(body)
    };
    let why = |form: &Form<'_>| {
        form.field(
            Field::text("reason", texts::PLAN_REASON.get(lang))
                .value(reason(fields))
                .hint(texts::PLAN_NEXT_YEAR_REASON.get(lang)),
        )
    };
    let fields_of = Form { lang, errors: &errors, ..Form::default() };
    let begun_text = next.begun.as_ref().map(|begun| (urls::plan(begun.id), &begun.title));
    let body = html! {
        @if let Some((href, begun)) = &begun_text {
            (Notice { tone: Tone::Info, title: texts::PLAN_NEXT_YEAR_BEGUN.get(lang), text: "",
                next: Some(kit::ui::Next { href, label: begun }) })
        }
        @if next.begun.is_some() && !next.unfinished.is_empty() {
            (form(texts::plan_next_year_put(plan.year + 1).get(lang), html! { (boxes) (why(&fields_of)) }))
        } @else {
            (form(title.get(lang), html! {
                p { (texts::PLAN_NEXT_YEAR_TEXT.get(lang)) }
                (proposals)
                @if !next.unfinished.is_empty() { (boxes) (why(&fields_of)) }
            }))
        }
    };
    sheet(ctx, title.get(lang), Some(plan), error, body)
}

/// One item: what it says, and, where that changes, what it will say.
fn proposal(moved: &Moved, lang: Lang) -> Markup {
    let due = |fields: &ItemFields| fields.due_on.map(|due| kit::text::day(due, lang)).unwrap_or_default();
    let (old, new) = (due(&moved.old), due(&moved.new));
    html! {
        (moved.code) " "
        @if moved.old.title == moved.new.title {
            (moved.new.title)
        } @else {
            del { (moved.old.title) } " → " ins { (moved.new.title) }
        }
        @if !new.is_empty() { span class="note" { " " (old) " → " (new) } }
        @if moved.has_number_to_check() {
            span class="note" { " " (texts::PLAN_NEXT_YEAR_CHECK.get(lang)) }
        }
    }
}
