//! The page on which the money that a plan has is said (requirements, row 9).

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kit::permission::Permission;
use kit::ui::{Field, Form, hidden};
use kit::web::{Acting, App, Ctx, Reading, WebResult};
use maud::{Markup, html};

use super::actions::{self, Money};
use super::error::{FieldReason, ItemError};
use super::form::read_whole;
use super::page_views::{errors, sheet};
use super::pages::{refused, shown_again};
use crate::follow::urls;
use crate::plan::Plan;
use crate::{PlanId, texts};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/plans/{id}/allotment", get(show).post(set))
}

/// What was typed, over the version that was seen.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct AllotmentForm {
    allotment: String,
    version: i64,
}

impl AllotmentForm {
    fn of(plan: &Plan) -> Self {
        let allotment = plan.allotment.map(vi::numbers::integer).unwrap_or_default();
        Self { allotment, version: plan.version }
    }

    /// Empty says that nothing was allotted.
    fn amount(&self) -> Result<Option<i64>, ItemError> {
        match self.allotment.trim() {
            "" => Ok(None),
            typed => read_whole(typed)
                .map(Some)
                .ok_or_else(|| ItemError::field("allotment", FieldReason::NumberUnreadable)),
        }
    }
}

async fn show(Reading(mut ctx): Reading, Path(id): Path<PlanId>) -> WebResult<Markup> {
    let plan = actions::readable_plan(&mut ctx, id).await?;
    ctx.require(Permission::RecordSpending).map_err(ItemError::from)?;
    let form = AllotmentForm::of(&plan);
    Ok(draw(&mut ctx, &plan, &form, None).await?)
}

async fn set(
    Path(id): Path<PlanId>,
    Acting(mut ctx, kit::web::Form(mut form)): Acting<kit::web::Form<AllotmentForm>>,
) -> WebResult<Response> {
    let done = match form.amount() {
        Ok(amount) => actions::set_allotment(&mut ctx, id, form.version, amount).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::plan(id)).into_response())
        }
        Err(error) => {
            let Some(status) = shown_again(&error) else { return Err(error.into()) };
            let mut ctx = ctx.roll_back_and_read().await?;
            let plan = actions::readable_plan(&mut ctx, id).await?;
            ctx.require(Permission::RecordSpending).map_err(ItemError::from)?;
            // What was typed stays. Only who was told that somebody was faster may write over the other's figure.
            if error.is_overtaken() {
                form.version = plan.version;
            }
            Ok((status, draw(&mut ctx, &plan, &form, Some(&error)).await?).into_response())
        }
    }
}

async fn draw(
    ctx: &mut Ctx,
    plan: &Plan,
    typed: &AllotmentForm,
    error: Option<&ItemError>,
) -> Result<Markup, ItemError> {
    let Money { estimate, spent, .. } = actions::money_of(ctx, plan.id).await?;
    let lang = ctx.lang();
    let (_, faults) = refused(error, lang);
    let errors = errors(&faults);
    let (action, cancel) = (urls::allotment(plan.id), urls::plan(plan.id));
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::PLAN_ALLOTMENT_SAVE.get(lang),
        cancel: &cancel,
        ..Form::default()
    };
    let (estimate, spent) = (vi::numbers::money(estimate), vi::numbers::money(spent));
    let hint = texts::plan_allotment_hint(&estimate, &spent);
    let body = form.render(html! {
        (hidden("version", &typed.version.to_string()))
        (form.field(Field::money("allotment", texts::PLAN_ALLOTMENT.get(lang)).value(&typed.allotment).hint(hint.get(lang)).focus()))
    });
    Ok(sheet(ctx, texts::PLAN_ALLOTMENT_EDIT.get(lang), Some(plan), error, body))
}
