//! The list of indicators, and the form of one.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use kit::permission::Permission;
use kit::web::{Acting, Ctx, Form, Reading, WebResult, status};
use kit::{Fault, text::Phrase};
use maud::Markup;

use crate::actions::indicators::{IndicatorForm, add_indicator, change_indicator};
use crate::catalogue::catalogue;
use crate::error::ReportsError;
use crate::store::indicators::{find_indicator, has_figures};
use crate::views;

pub async fn list(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let catalogue = catalogue(ctx.tx()).await?;
    Ok(views::indicators::list(&ctx, &catalogue))
}

pub async fn new(Reading(ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::DefineReports)?;
    Ok(views::indicators::form(&ctx, &IndicatorForm::default(), true, false, &[], None))
}

pub async fn edit(Reading(mut ctx): Reading, Path(code): Path<String>) -> WebResult<Markup> {
    ctx.require(Permission::DefineReports)?;
    let found = find_indicator(ctx.tx(), &code).await?;
    let (indicator, version) = found.ok_or(ReportsError::IndicatorNotFound)?;
    let is_used = has_figures(ctx.tx(), indicator.slot).await?;
    let form = IndicatorForm::of(&indicator, version);
    Ok(views::indicators::form(&ctx, &form, false, is_used, &[], None))
}

pub async fn add(Acting(mut ctx, Form(form)): Acting<Form<IndicatorForm>>) -> WebResult<Response> {
    match add_indicator(&mut ctx, &form).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to("/reports/indicators").into_response())
        }
        Err(error) => refused(ctx, &form, true, error).await,
    }
}

pub async fn change(
    Path(code): Path<String>,
    Acting(mut ctx, Form(form)): Acting<Form<IndicatorForm>>,
) -> WebResult<Response> {
    let form = IndicatorForm { code, ..form };
    match change_indicator(&mut ctx, &form).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to("/reports/indicators").into_response())
        }
        Err(error) => refused(ctx, &form, false, error).await,
    }
}

/// The form again, with what was typed and what is wrong.
async fn refused(ctx: Ctx, form: &IndicatorForm, is_new: bool, error: ReportsError) -> WebResult<Response> {
    let shown = matches!(
        error,
        ReportsError::Form(_)
            | ReportsError::CodeTaken(_)
            | ReportsError::HasFigures
            | ReportsError::IndicatorChanged
    );
    if !shown {
        return Err(error.into());
    }
    let ctx = ctx.roll_back_and_read().await?;
    let fields: Vec<(&'static str, Phrase)> = error.fields();
    let page = views::indicators::form(&ctx, form, is_new, false, &fields, Some(&error.message()));
    Ok((status(error.kind()), page).into_response())
}
