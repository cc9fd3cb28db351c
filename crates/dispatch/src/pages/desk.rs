//! The clerk's desk: the register of outgoing papers, templates, settings.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::export::ExportFormat;
use kit::permission::Permission;
use kit::web::{Acting, Form, Reading, WebResult, status};
use kit::{Fault, UnitId};
use maud::Markup;
use serde::Deserialize;

use crate::actions;
use crate::compose;
use crate::error::DispatchError;
use crate::paper::Series;
use crate::store::register as store;
use crate::store::templates::list_versions;
use crate::{urls, views};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegisterQuery {
    pub unit: Option<i64>,
    pub year: Option<i64>,
    pub from: String,
    pub to: String,
    pub format: Option<ExportFormat>,
}

pub async fn register(Reading(mut ctx): Reading, Query(query): Query<RegisterQuery>) -> WebResult<Markup> {
    let unit = query.unit.map(UnitId);
    let register = actions::register_of(&mut ctx, unit, query.year, &query.from, &query.to).await?;
    Ok(views::desk::register(&ctx, &register, &query))
}

pub async fn export(Reading(mut ctx): Reading, Query(query): Query<RegisterQuery>) -> WebResult<Response> {
    let unit = query.unit.map(UnitId);
    let register = actions::register_of(&mut ctx, unit, query.year, &query.from, &query.to).await?;
    let lang = ctx.lang();
    Ok(views::register::sheet(&register, lang).respond(query.format.unwrap_or(ExportFormat::Csv), lang)?)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NumberForm {
    template: String,
    series: String,
    year: i64,
    number: i64,
    reason: String,
}

pub async fn reserve(Acting(mut ctx, Form(form)): Acting<Form<NumberForm>>) -> WebResult<Redirect> {
    actions::reserve_number(&mut ctx, &form.template, &form.reason).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::REGISTER))
}

pub async fn cancel(Acting(mut ctx, Form(form)): Acting<Form<NumberForm>>) -> WebResult<Redirect> {
    actions::cancel_number(&mut ctx, form.year, &form.series, form.number, &form.reason).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::REGISTER))
}

pub async fn close(Acting(mut ctx, Form(form)): Acting<Form<NumberForm>>) -> WebResult<Redirect> {
    actions::close_year(&mut ctx, form.year).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&format!("{}?year={}", urls::REGISTER, form.year)))
}

pub async fn templates(Reading(ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    Ok(views::desk::templates(&ctx, &compose::built_in()?.names()))
}

pub async fn template(Reading(mut ctx): Reading, Path(name): Path<String>) -> WebResult<Markup> {
    let text = actions::template_text(&mut ctx, &name).await?;
    let versions = list_versions(ctx.tx(), &name).await?;
    Ok(views::desk::template(
        &ctx,
        &name,
        &TemplateForm { text, ..TemplateForm::default() },
        &versions,
        None,
        None,
    ))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TemplateForm {
    pub text: String,
    pub valid_from: String,
    pub note: String,
    /// Which button: `look` shows a sample without keeping anything.
    pub act: String,
}

pub async fn edit_template(
    Path(name): Path<String>,
    Acting(mut ctx, Form(form)): Acting<Form<TemplateForm>>,
) -> WebResult<Response> {
    ctx.require(Permission::EditTemplates)?;
    let text = form.text.replace("\r\n", "\n");
    let done = if form.act == "look" {
        let today = ctx.today();
        actions::check_template(&mut ctx, &name, &text, today).await
    } else {
        actions::edit_template(&mut ctx, &name, &text, &form.valid_from, &form.note).await
    };
    match done {
        Ok(_) if form.act != "look" => {
            ctx.commit().await?;
            Ok(Redirect::to(&format!("{}/{name}", urls::TEMPLATES)).into_response())
        }
        Ok(made) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let versions = list_versions(ctx.tx(), &name).await?;
            Ok(views::desk::template(&ctx, &name, &form, &versions, Some(&made), None).into_response())
        }
        Err(error @ (DispatchError::Print(_) | DispatchError::EndedBody(_) | DispatchError::Form(_))) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let versions = list_versions(ctx.tx(), &name).await?;
            let page = views::desk::template(&ctx, &name, &form, &versions, None, Some(&error));
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn settings(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    let series = store::find_series(ctx.tx(), unit).await?;
    let authorities = store::list_authorities(ctx.tx(), unit).await?;
    Ok(views::desk::settings(&ctx, series, &authorities, &compose::built_in()?.names()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    series: String,
    template: String,
    role: String,
    valid_from: String,
}

pub async fn set(Acting(mut ctx, Form(form)): Acting<Form<SettingsForm>>) -> WebResult<Redirect> {
    let series = Series::from_code(&form.series)
        .ok_or(DispatchError::Form(vec![("series", crate::error::FieldFault::Unknown)]))?;
    actions::set_series(&mut ctx, series).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::SETTINGS))
}

pub async fn authority(Acting(mut ctx, Form(form)): Acting<Form<SettingsForm>>) -> WebResult<Redirect> {
    actions::set_authority(&mut ctx, &form.template, &form.role, &form.valid_from).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::SETTINGS))
}

pub async fn end_authority(
    Path(id): Path<i64>,
    Acting(mut ctx, _): Acting<kit::web::Empty>,
) -> WebResult<Redirect> {
    actions::end_authority(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::SETTINGS))
}
