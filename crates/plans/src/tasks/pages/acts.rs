//! What is sent from a task's page. A refused form comes back with what was typed.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use kit::web::{Acting, Caller, Calling, Ctx, Form, Reading, Upload, WebResult};
use kit::{AccountId, Fault as _, UnitId};

use super::show::redraw;
use super::{Fields, date, is_redrawn, number, typed};
use crate::tasks::actions::{self, Change, NewPiece, Reassign};
use crate::tasks::views::forms::{field, move_from_code, units};
use crate::tasks::views::show::TaskTab;
use crate::{PlanError, TaskId};

async fn answer(
    ctx: Ctx,
    id: TaskId,
    tab: TaskTab,
    form: &str,
    fields: Fields,
    outcome: Result<(), PlanError>,
) -> WebResult<Response> {
    match outcome {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&format!("/tasks/{id}?tab={}&done={form}", tab.code())).into_response())
        }
        Err(error) if is_redrawn(&error) => {
            let status = kit::web::status(error.kind());
            // What was begun is not kept: only the page is drawn from here on.
            let mut ctx = ctx.roll_back_and_read().await?;
            redraw(&mut ctx, id, tab, typed(form, fields, &error), status).await
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn change_state(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let code = field(&fields, "act").to_owned();
    let change = Change {
        reason: field(&fields, "reason"),
        document: field(&fields, "document"),
        version: number(&fields, "version"),
    };
    let outcome = match move_from_code(&code) {
        Some(act) => actions::change_state(&mut ctx, id, act, &change).await.map(drop),
        None => Err(PlanError::TaskNotMovable),
    };
    answer(ctx, id, TaskTab::Content, &code, fields.clone(), outcome).await
}

pub async fn reassign(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let outcome = async {
        let mut coordinators =
            fields.iter().any(|(name, _)| name == "coordinators").then(|| units(&fields, "coordinators"));
        let due_on = date(&fields, "due_on")?;
        let named = actions::find_helpers(&mut ctx, field(&fields, "more_coordinators"), due_on).await?;
        if !named.is_empty() {
            coordinators.get_or_insert_default().extend(named);
        }
        let new = Reassign {
            assignee: number(&fields, "assignee").map(AccountId),
            start_on: date(&fields, "start_on")?,
            due_on,
            coordinators,
            version: number(&fields, "version"),
        };
        actions::reassign(&mut ctx, id, &new).await.map(drop)
    }
    .await;
    answer(ctx, id, TaskTab::Content, "assign", fields, outcome).await
}

pub async fn add_note(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let outcome = async {
        let percent = match field(&fields, "percent").trim().trim_end_matches('%').trim() {
            "" => None,
            text => Some(text.parse().map_err(|_| PlanError::PercentUnreadable)?),
        };
        let version = number(&fields, "version");
        actions::add_note(&mut ctx, id, field(&fields, "body"), percent, version).await.map(drop)
    }
    .await;
    answer(ctx, id, TaskTab::Content, "note", fields, outcome).await
}

/// Keeps what was uploaded as a piece of evidence; its id.
pub async fn upload_evidence(caller: &Caller, id: TaskId, upload: &Upload) -> Result<i64, PlanError> {
    let mut piece = NewPiece {
        kind: upload.field("kind").to_owned(),
        title: upload.field("title").to_owned(),
        link: upload.field("link").to_owned(),
        dated_on: date(&upload.fields, "dated_on")?,
        file: None,
    };
    let is_state_secret = match upload.field("secrecy") {
        "no" => Some(false),
        "yes" => Some(true),
        _ => None,
    };
    if is_state_secret == Some(true) {
        return Err(PlanError::StateSecret);
    }
    if let Some(file) = upload.files.first().filter(|file| !file.bytes.is_empty()) {
        piece.file = Some(actions::keep_file(caller, id, file, &piece.kind, is_state_secret).await?);
    }
    let mut ctx = caller.begin().await?;
    let evidence = actions::add_evidence(&mut ctx, id, &piece).await?;
    ctx.commit().await?;
    Ok(evidence)
}

pub async fn add_evidence(
    Path(id): Path<TaskId>,
    Calling(caller, upload): Calling<Upload>,
) -> WebResult<Response> {
    let outcome = upload_evidence(&caller, id, &upload).await.map(drop);
    // What was begun is not kept: an answer is drawn from what stands.
    answer(caller.look().await?, id, TaskTab::Evidence, "evidence", upload.fields, outcome).await
}

pub async fn withdraw_evidence(
    Path((id, evidence)): Path<(TaskId, i64)>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let outcome =
        actions::withdraw_evidence(&mut ctx, id, evidence, field(&fields, "reason")).await.map(drop);
    answer(ctx, id, TaskTab::Evidence, "withdraw", fields.clone(), outcome).await
}

pub async fn download(
    Reading(mut ctx): Reading,
    Path((id, evidence)): Path<(TaskId, i64)>,
) -> WebResult<Response> {
    let (sha256, name) = actions::find_evidence_file(&mut ctx, id, evidence).await?;
    let app = ctx.app.clone();
    Ok(kit::files::download(&app, ctx.tx(), &sha256, &name).await?)
}

pub async fn ask_extension(
    Path(id): Path<TaskId>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let outcome = match date(&fields, "due_on") {
        Ok(Some(due_on)) => {
            actions::ask_extension(&mut ctx, id, due_on, field(&fields, "reason")).await.map(drop)
        }
        Ok(None) => Err(PlanError::DateUnreadable("due_on")),
        Err(error) => Err(error),
    };
    answer(ctx, id, TaskTab::Content, "extension", fields.clone(), outcome).await
}

pub async fn decide_extension(
    Path((id, extension)): Path<(TaskId, i64)>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let is_granted = field(&fields, "decision") == "grant";
    let remark = field(&fields, "remark");
    let outcome = actions::decide_extension(&mut ctx, id, extension, is_granted, remark).await.map(drop);
    answer(ctx, id, TaskTab::Content, "decide", fields.clone(), outcome).await
}

/// A unit named in a field.
pub fn unit(fields: &[(String, String)], name: &str) -> Option<UnitId> {
    number(fields, name).map(UnitId)
}
