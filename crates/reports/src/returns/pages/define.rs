//! Forms and regimes: lists, and the forms that make their next versions.

use std::collections::HashMap;

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::Fault;
use kit::permission::Permission;
use kit::web::{Acting, Form, Reading, WebResult, status};
use maud::Markup;
use serde::Deserialize;

use crate::error::ReportsError;
use crate::period::kind_code;
use crate::returns::actions::define::{NewForm, NewRegime, SectionForm, make_form, put_regime};
use crate::returns::form::{ReportForm, lines_text};
use crate::returns::store::forms::list_forms;
use crate::returns::store::regimes::list_regimes;
use crate::returns::views;

/// Empty sections offered below those that are there.
const SPARE: usize = 2;

pub async fn forms(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let list = list_forms(ctx.tx()).await?;
    Ok(views::define::forms(&ctx, &list))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Version {
    version: String,
}

fn shown(form: &ReportForm) -> NewForm {
    let mut sections: Vec<SectionForm> = form
        .sections
        .iter()
        .map(|one| SectionForm {
            code: one.code.clone(),
            title_vi: one.title_vi.clone(),
            title_en: one.title_en.clone(),
            line_of_work: one.line_of_work.clone(),
            lines: lines_text(&one.lines),
            prompt_vi: one.prompt_vi.clone(),
            prompt_en: one.prompt_en.clone(),
            words_required: one.words_required,
        })
        .collect();
    sections.resize_with(sections.len() + SPARE, SectionForm::default);
    NewForm {
        code: form.code.clone(),
        name_vi: form.name_vi.clone(),
        name_en: form.name_en.clone(),
        sections,
        checks: form.checks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        valid_from: vi::date::short(form.valid_from),
    }
}

pub async fn form(
    Reading(mut ctx): Reading,
    Path(code): Path<String>,
    Query(asked): Query<Version>,
) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let list = list_forms(ctx.tx()).await?;
    let mut versions = list.iter().filter(|one| one.code == code);
    let found = versions
        .clone()
        .find(|one| one.id.to_string() == asked.version)
        .or_else(|| versions.next())
        .ok_or(ReportsError::ReportNotFound)?;
    Ok(views::define::form(&ctx, &shown(found), &[], None))
}

/// The fields `s0-code`, `s0-lines` … of the page.
fn read(form: &HashMap<String, String>) -> NewForm {
    let text = |name: &str| form.get(name).cloned().unwrap_or_default();
    let sections = (0..60)
        .take_while(|at| form.contains_key(&format!("s{at}-code")))
        .map(|at| {
            let text = |field: &str| text(&format!("s{at}-{field}"));
            SectionForm {
                code: text("code"),
                title_vi: text("title_vi"),
                title_en: text("title_en"),
                line_of_work: text("line_of_work"),
                lines: text("lines"),
                prompt_vi: text("prompt_vi"),
                prompt_en: text("prompt_en"),
                words_required: !text("words_required").is_empty(),
            }
        })
        .collect();
    NewForm {
        code: text("code"),
        name_vi: text("name_vi"),
        name_en: text("name_en"),
        sections,
        checks: text("checks"),
        valid_from: text("valid_from"),
    }
}

pub async fn add_form(
    Acting(mut ctx, Form(form)): Acting<Form<HashMap<String, String>>>,
) -> WebResult<Response> {
    let new = read(&form);
    match make_form(&mut ctx, &new).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to("/reports/forms").into_response())
        }
        Err(error @ ReportsError::Form(_)) => {
            let ctx = ctx.roll_back_and_read().await?;
            let page = views::define::form(&ctx, &new, &error.fields(), Some(&error.message()));
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn regimes(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let list = list_regimes(ctx.tx()).await?;
    Ok(views::define::regimes(&ctx, &list))
}

pub async fn regime(Reading(mut ctx): Reading, Path(code): Path<String>) -> WebResult<Markup> {
    ctx.require(Permission::DefineReports)?;
    let list = list_regimes(ctx.tx()).await?;
    let newest = list.iter().filter(|one| one.code == code).max_by_key(|one| one.valid_from);
    let form = match newest {
        Some(one) => NewRegime {
            code: one.code.clone(),
            name_vi: one.name_vi.clone(),
            name_en: one.name_en.clone(),
            kind: one.kind.code().to_owned(),
            form: one.form.clone(),
            period_kind: kind_code(one.period_kind).to_owned(),
            cutoff_day: one.cutoff_day.to_string(),
            line: one.line.code().to_owned(),
            owed_by: one.owed_by.clone(),
            dues: one.dues.clone(),
            basis: one.basis.clone(),
            is_confirmed: one.is_confirmed,
            valid_from: vi::date::short(one.valid_from),
            last_day: one.valid_to.and_then(|end| end.pred_opt()).map_or_else(String::new, vi::date::short),
            version: Some(one.version),
        },
        None if code == "new" => NewRegime::default(),
        None => return Err(ReportsError::ReportNotFound.into()),
    };
    Ok(views::define::regime(&ctx, &form, &[], None))
}

pub async fn put_one(
    Acting(mut ctx, Form(form)): Acting<Form<HashMap<String, String>>>,
) -> WebResult<Response> {
    let text = |name: &str| form.get(name).cloned().unwrap_or_default();
    let new = NewRegime {
        code: text("code"),
        name_vi: text("name_vi"),
        name_en: text("name_en"),
        kind: text("kind"),
        form: text("form"),
        period_kind: text("period_kind"),
        cutoff_day: text("cutoff_day"),
        line: text("line"),
        owed_by: text("owed_by"),
        dues: text("dues"),
        basis: text("basis"),
        is_confirmed: !text("is_confirmed").is_empty(),
        valid_from: text("valid_from"),
        last_day: text("last_day"),
        version: text("version").parse().ok(),
    };
    match put_regime(&mut ctx, &new).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to("/reports/regimes").into_response())
        }
        Err(error @ (ReportsError::Form(_) | ReportsError::RegimeChanged)) => {
            let ctx = ctx.roll_back_and_read().await?;
            let page = views::define::regime(&ctx, &new, &error.fields(), Some(&error.message()));
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
