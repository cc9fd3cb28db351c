//! Forms that change units: set up, rename, close, merge, the usual structure.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kit::UnitId;
use kit::permission::Permission;
use kit::web::{Acting, App, Ctx, Empty, Form, Reading, WebResult};
use maud::Markup;
use serde::Deserialize;

use crate::actions::{self, CloseForm, RenameForm, UnitForm, visible_unit};
use crate::error::OrganisationError;
use crate::views::forms as views;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/units/{id}/new", get(new).post(create))
        .route("/units/{id}/rename", get(rename_form).post(rename))
        .route("/units/{id}/close", get(close_form).post(close))
        .route("/units/{id}/merge", get(merge_form).post(merge))
        .route("/units/{id}/usual", post(add_usual))
}

fn to_unit(id: UnitId) -> Redirect {
    Redirect::to(&format!("/units/{id}"))
}

/// Draws a form again with what is wrong, or passes on what no form can mend.
fn again(error: OrganisationError, draw: impl FnOnce(&OrganisationError) -> Markup) -> WebResult<Response> {
    match &error {
        OrganisationError::Form(_) => Ok((StatusCode::UNPROCESSABLE_ENTITY, draw(&error)).into_response()),
        OrganisationError::HasChildren | OrganisationError::CodeTaken(_) => {
            Ok((StatusCode::CONFLICT, draw(&error)).into_response())
        }
        _ => Err(error.into()),
    }
}

async fn manager(ctx: &mut Ctx, id: UnitId) -> Result<crate::Unit, OrganisationError> {
    ctx.require(Permission::ManageUnits)?;
    visible_unit(ctx, id).await
}

async fn new(Reading(mut ctx): Reading, Path(id): Path<UnitId>) -> WebResult<Markup> {
    let parent = manager(&mut ctx, id).await?;
    Ok(views::new(&ctx, &parent, &UnitForm::default(), None))
}

async fn create(
    Path(id): Path<UnitId>,
    Acting(mut ctx, Form(form)): Acting<Form<UnitForm>>,
) -> WebResult<Response> {
    match actions::create_unit(&mut ctx, id, &form).await {
        Ok(unit) => {
            ctx.commit().await?;
            Ok(to_unit(unit).into_response())
        }
        Err(error) => {
            let parent = manager(&mut ctx, id).await?;
            again(error, |error| views::new(&ctx, &parent, &form, Some(error)))
        }
    }
}

async fn rename_form(Reading(mut ctx): Reading, Path(id): Path<UnitId>) -> WebResult<Markup> {
    let unit = manager(&mut ctx, id).await?;
    let form =
        RenameForm { name: unit.name.clone(), short_name: unit.short_name.clone(), ..RenameForm::default() };
    Ok(views::rename(&ctx, &unit, &form, None))
}

async fn rename(
    Path(id): Path<UnitId>,
    Acting(mut ctx, Form(form)): Acting<Form<RenameForm>>,
) -> WebResult<Response> {
    match actions::rename_unit(&mut ctx, id, &form).await {
        Ok(()) => {
            ctx.commit().await?;
            Ok(to_unit(id).into_response())
        }
        Err(error) => {
            let unit = manager(&mut ctx, id).await?;
            again(error, |error| views::rename(&ctx, &unit, &form, Some(error)))
        }
    }
}

async fn close_form(Reading(mut ctx): Reading, Path(id): Path<UnitId>) -> WebResult<Markup> {
    let unit = manager(&mut ctx, id).await?;
    Ok(views::close(&ctx, &unit, &CloseForm::default(), None))
}

async fn close(
    Path(id): Path<UnitId>,
    Acting(mut ctx, Form(form)): Acting<Form<CloseForm>>,
) -> WebResult<Response> {
    match actions::close_unit(&mut ctx, id, &form).await {
        Ok(()) => {
            ctx.commit().await?;
            Ok(to_unit(id).into_response())
        }
        Err(error) => {
            let unit = manager(&mut ctx, id).await?;
            again(error, |error| views::close(&ctx, &unit, &form, Some(error)))
        }
    }
}

/// The new unit, and the codes of those it is made from, one a line or parted by commas.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct MergeForm {
    #[serde(flatten)]
    pub unit: UnitForm,
    #[serde(default)]
    pub predecessors: String,
}

async fn merge_form(Reading(mut ctx): Reading, Path(id): Path<UnitId>) -> WebResult<Markup> {
    let parent = manager(&mut ctx, id).await?;
    Ok(views::merge(&ctx, &parent, &MergeForm::default(), None))
}

async fn merge(
    Path(id): Path<UnitId>,
    Acting(mut ctx, Form(form)): Acting<Form<MergeForm>>,
) -> WebResult<Response> {
    let codes = form.predecessors.split(['\n', ',', ';']).map(str::trim).filter(|code| !code.is_empty());
    let codes: Vec<&str> = codes.collect();
    match actions::merge_units(&mut ctx, id, &codes, &form.unit).await {
        Ok(unit) => {
            ctx.commit().await?;
            Ok(to_unit(unit).into_response())
        }
        Err(error) => {
            let parent = manager(&mut ctx, id).await?;
            again(error, |error| views::merge(&ctx, &parent, &form, Some(error)))
        }
    }
}

async fn add_usual(Path(id): Path<UnitId>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<Redirect> {
    crate::usual::add_usual_units(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(to_unit(id))
}
