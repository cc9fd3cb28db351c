//! Forms that change something about a paper.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use kit::Fault;
use kit::text::Phrase;
use kit::web::{Acting, Calling, Empty, Form, Reading, WebResult};
use maud::Markup;
use serde::Deserialize;

use crate::actions::CorrectRequest;
use crate::document::{Direction, Field};
use crate::error::DocumentError;
use crate::{DocumentId, actions, urls, views};

pub async fn edit(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Markup> {
    ctx.require(kit::permission::Permission::ImportDocuments).map_err(DocumentError::from)?;
    let shown = actions::show_document(&mut ctx, id).await?;
    let typed = Field::ALL
        .into_iter()
        .map(|field| (field, views::edit::as_typed(&shown.document.metadata, field)))
        .collect();
    Ok(views::edit::page(
        &ctx,
        &shown,
        &views::edit::EditForm {
            version: shown.document.version,
            direction: shown.document.direction,
            typed,
            ..Default::default()
        },
    ))
}

/// The correction as a form: one field each, by name.
#[derive(Debug, Deserialize)]
pub struct CorrectForm {
    // Text: a form whose other fields are gathered in a map holds only texts.
    version: String,
    #[serde(default)]
    direction: String,
    #[serde(default)]
    reason: String,
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

pub async fn correct(
    Path(id): Path<DocumentId>,
    Acting(mut ctx, Form(form)): Acting<Form<CorrectForm>>,
) -> WebResult<Response> {
    let fields: BTreeMap<Field, String> =
        form.fields.into_iter().filter_map(|(name, value)| Some((Field::from_code(&name)?, value))).collect();
    let request = CorrectRequest {
        version: form.version.parse().unwrap_or_default(),
        direction: Direction::from_code(&form.direction),
        fields,
        reason: form.reason,
    };
    let error = match actions::correct_document(&mut ctx, id, &request).await {
        Ok(_) => {
            ctx.commit().await?;
            return Ok(Redirect::to(&urls::document(id)).into_response());
        }
        Err(error @ (DocumentError::Fields(_) | DocumentError::Changed { .. })) => error,
        Err(error) => return Err(error.into()),
    };
    // Nothing was written. What was typed stays on the page; after a conflict the next attempt starts from today's record.
    let shown = actions::show_document(&mut ctx, id).await?;
    let conflict: Option<Phrase> = matches!(error, DocumentError::Changed { .. }).then(|| error.message());
    let page = views::edit::page(
        &ctx,
        &shown,
        &views::edit::EditForm {
            version: if conflict.is_some() { shown.document.version } else { request.version },
            direction: request.direction.unwrap_or(shown.document.direction),
            typed: request.fields,
            reason: request.reason,
            errors: error.fields(),
            conflict,
        },
    );
    Ok((kit::web::status(error.kind()), page).into_response())
}

pub async fn cancel_page(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Markup> {
    ctx.require(kit::permission::Permission::ImportDocuments).map_err(DocumentError::from)?;
    let document = actions::find_document(&mut ctx, id).await?;
    Ok(views::edit::cancel_page(&ctx, &document, &[]))
}

#[derive(Debug, Deserialize)]
pub struct CancelForm {
    version: i64,
    #[serde(default)]
    reason: String,
}

pub async fn cancel(
    Path(id): Path<DocumentId>,
    Acting(mut ctx, Form(form)): Acting<Form<CancelForm>>,
) -> WebResult<Response> {
    match actions::cancel_document(&mut ctx, id, form.version, &form.reason).await {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::document(id)).into_response())
        }
        Err(error @ DocumentError::ReasonMissing) => {
            let document = actions::find_document(&mut ctx, id).await?;
            let page = views::edit::cancel_page(&ctx, &document, &error.fields());
            Ok((kit::web::status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn check(Path(id): Path<DocumentId>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<Redirect> {
    actions::check_register(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(id, "citations")))
}

pub async fn read_again(
    Path(id): Path<DocumentId>,
    Calling(caller, Empty): Calling<Empty>,
) -> WebResult<Redirect> {
    actions::read_document_again(&caller, id).await?;
    Ok(Redirect::to(&urls::document(id)))
}

#[derive(Debug, Deserialize)]
pub struct NoteForm {
    #[serde(default)]
    note: String,
}

pub async fn note(
    Path((id, finding)): Path<(DocumentId, i64)>,
    Acting(mut ctx, Form(form)): Acting<Form<NoteForm>>,
) -> WebResult<Redirect> {
    actions::note_finding(&mut ctx, id, finding, &form.note).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&format!("{}#finding-{finding}", urls::part(id, "findings"))))
}

#[derive(Debug, Deserialize)]
pub struct LinkForm {
    /// Blank takes the link away.
    #[serde(default)]
    target: String,
}

pub async fn link(
    Path((id, citation)): Path<(DocumentId, i64)>,
    Acting(mut ctx, Form(form)): Acting<Form<LinkForm>>,
) -> WebResult<Redirect> {
    let target = match form.target.trim() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| DocumentError::NotFound(DocumentId(0)))?),
    };
    actions::link_citation(&mut ctx, id, citation, target).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&format!("{}#citation-{citation}", urls::part(id, "citations"))))
}
