//! The clerk's desk: the register of outgoing papers, templates, settings.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::export::ExportFormat;
use kit::permission::Permission;
use kit::web::{Acting, Ctx, Form, Reading, WebResult, status};
use kit::{Fault, UnitId};
use maud::Markup;
use serde::Deserialize;

use crate::actions;
use crate::compose;
use crate::error::DispatchError;
use crate::paper::Series;
use crate::store::register as store;
use crate::store::templates::list_versions;
use crate::views::retry::{Retry, stays};
use crate::{urls, views};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RegisterQuery {
    pub unit: Option<i64>,
    pub year: Option<i64>,
    pub from: String,
    pub to: String,
    /// Only papers of this kind; the whole register when empty.
    pub template: String,
    pub format: Option<ExportFormat>,
}

async fn read(ctx: &mut Ctx, query: &RegisterQuery) -> WebResult<actions::Register> {
    let unit = query.unit.map(UnitId);
    let register = actions::register_of(ctx, unit, query.year, &query.from, &query.to).await?;
    Ok(register.only(&query.template))
}

pub async fn register(Reading(mut ctx): Reading, Query(query): Query<RegisterQuery>) -> WebResult<Markup> {
    let register = read(&mut ctx, &query).await?;
    Ok(views::desk::register(&ctx, &register, &query, None))
}

/// The way back to the register, or its page with the form that was refused.
async fn after<T>(
    ctx: Ctx,
    done: Result<T, DispatchError>,
    year: Option<i64>,
    (form, typed): (&str, &[(&str, &str)]),
) -> WebResult<Response> {
    match done {
        Ok(_) => {
            ctx.commit().await?;
            let year = year.map_or_else(String::new, |year| format!("?year={year}"));
            Ok(Redirect::to(&format!("{}{year}", urls::REGISTER)).into_response())
        }
        Err(error) if stays(&error) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let query = RegisterQuery { year, ..RegisterQuery::default() };
            let register = read(&mut ctx, &query).await?;
            let retry = Retry::new(form, typed, &error);
            let page = views::desk::register(&ctx, &register, &query, Some(&retry));
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn export(Reading(mut ctx): Reading, Query(query): Query<RegisterQuery>) -> WebResult<Response> {
    let register = read(&mut ctx, &query).await?;
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

pub async fn reserve(Acting(mut ctx, Form(form)): Acting<Form<NumberForm>>) -> WebResult<Response> {
    let done = actions::reserve_number(&mut ctx, &form.template, &form.reason).await;
    let typed = [("template", form.template.as_str()), ("reason", &form.reason)];
    after(ctx, done, None, ("reserve", &typed)).await
}

pub async fn cancel(Acting(mut ctx, Form(form)): Acting<Form<NumberForm>>) -> WebResult<Response> {
    let NumberForm { series, number, reason, year, .. } = &form;
    let done = actions::cancel_number(&mut ctx, *year, series, *number, reason).await;
    let name = format!("cancel-{series}-{number}");
    after(ctx, done, Some(*year), (&name, &[("reason", reason)])).await
}

pub async fn close(Acting(mut ctx, Form(form)): Acting<Form<NumberForm>>) -> WebResult<Response> {
    let done = actions::close_year(&mut ctx, form.year).await;
    after(ctx, done, Some(form.year), ("close", &[])).await
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
    settings_page(&mut ctx, None).await
}

async fn settings_page(ctx: &mut Ctx, retry: Option<&Retry>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    let series = store::find_series(ctx.tx(), unit).await?;
    let authorities = store::list_authorities(ctx.tx(), unit).await?;
    Ok(views::desk::settings(ctx, series, &authorities, &compose::built_in()?.names(), retry))
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

pub async fn authority(Acting(mut ctx, Form(form)): Acting<Form<SettingsForm>>) -> WebResult<Response> {
    match actions::set_authority(&mut ctx, &form.template, &form.role, &form.valid_from).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(urls::SETTINGS).into_response())
        }
        Err(error) if stays(&error) => {
            let SettingsForm { template, role, valid_from, .. } = &form;
            let typed = [("template", template.as_str()), ("role", role), ("valid_from", valid_from)];
            let mut ctx = ctx.roll_back_and_read().await?;
            let page = settings_page(&mut ctx, Some(&Retry::new("authority", &typed, &error))).await?;
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn end_authority(
    Path(id): Path<i64>,
    Acting(mut ctx, _): Acting<kit::web::Empty>,
) -> WebResult<Redirect> {
    actions::end_authority(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::SETTINGS))
}
