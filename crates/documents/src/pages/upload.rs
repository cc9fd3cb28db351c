//! Papers come in through the page.

use axum::response::{IntoResponse, Redirect, Response};
use kit::permission::Permission;
use kit::text::Phrase;
use kit::web::{Calling, Reading, Upload, WebResult};
use kit::{Fault, Internal};
use maud::Markup;

use crate::document::Direction;
use crate::error::DocumentError;
use crate::{ImportWish, Imported, actions, urls, views};

pub async fn new(Reading(ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ImportDocuments).map_err(DocumentError::from)?;
    Ok(views::upload::form_page(&ctx, &views::upload::UploadForm::default()))
}

/// What became of one file, for the summary.
pub struct Outcome {
    pub name: String,
    pub result: Result<Imported, Phrase>,
}

pub async fn upload(Calling(caller, body): Calling<Upload>) -> WebResult<Response> {
    let form = views::upload::UploadForm {
        direction: body.field("direction").to_owned(),
        secrecy: body.field("secrecy").to_owned(),
        errors: Vec::new(),
    };
    let wish = match wish(&body) {
        Ok(wish) => wish,
        Err(error) => return refused(&caller, form, &error).await,
    };
    if body.files.is_empty() {
        return refused(&caller, form, &DocumentError::NoFile).await;
    }
    let is_single = body.files.len() == 1;
    let mut outcomes = Vec::with_capacity(body.files.len());
    for file in body.files {
        let name = file.name.clone();
        match actions::import_file(&caller, file, wish).await {
            Ok(imported) if is_single => {
                let flag = if matches!(imported, Imported::AlreadyThere(_)) { "?already" } else { "" };
                return Ok(Redirect::to(&format!("{}{flag}", urls::document(imported.id()))).into_response());
            }
            Ok(imported) => outcomes.push(Outcome { name, result: Ok(imported) }),
            Err(error) if is_single && stays_on_form(&error) => return refused(&caller, form, &error).await,
            Err(error) if is_single => return Err(error.into()),
            Err(error) => {
                log(&error);
                // Of a secret paper not even the name is shown again.
                let name =
                    if matches!(error, DocumentError::StateSecret { .. }) { "—".to_owned() } else { name };
                outcomes.push(Outcome { name, result: Err(error.message()) });
            }
        }
    }
    let ctx = caller.look().await?;
    Ok(views::upload::summary_page(&ctx, &outcomes).into_response())
}

/// What the person said of the papers.
pub fn wish(body: &Upload) -> Result<ImportWish, DocumentError> {
    let direction = match body.field("direction") {
        "" => Direction::default(),
        code => Direction::from_code(code).ok_or(DocumentError::DirectionUnknown)?,
    };
    let is_state_secret = match body.field("secrecy") {
        "no" => false,
        "yes" => return Err(DocumentError::StateSecret { name: String::new() }),
        _ => return Err(DocumentError::SecrecyUnanswered),
    };
    Ok(ImportWish { direction, is_state_secret: Some(is_state_secret) })
}

/// What the person can mend on the same page, by another file or another answer.
fn stays_on_form(error: &DocumentError) -> bool {
    matches!(
        error,
        DocumentError::Refused { .. } | DocumentError::StateSecret { .. } | DocumentError::FileNotKept(_)
    )
}

async fn refused(
    caller: &kit::web::Caller,
    mut form: views::upload::UploadForm,
    error: &DocumentError,
) -> WebResult<Response> {
    caller.require(Permission::ImportDocuments).map_err(DocumentError::from)?;
    log(error);
    form.errors = match error.fields() {
        fields if fields.is_empty() => vec![("file", error.message())],
        fields => fields,
    };
    let ctx = caller.look().await?;
    let status = kit::web::status(error.kind());
    Ok((status, views::upload::form_page(&ctx, &form)).into_response())
}

/// What people cannot mend is for the log; the contents and names of papers are not.
fn log(error: &DocumentError) {
    let cause: Option<&Internal> = match error {
        DocumentError::FileNotKept(cause) => Some(cause),
        other => other.internal(),
    };
    if let Some(cause) = cause {
        tracing::error!(error = %cause, raised_at = %cause.raised_at(), "paper not imported");
    } else if let DocumentError::Refused { cause: paper::formats::FormatError::Damaged { detail }, .. } =
        error
    {
        tracing::info!(detail, "damaged file");
    }
}
