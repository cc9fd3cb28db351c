//! Opinions on a draft, and who has a paper.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::Fault;
use kit::export::ExportFormat;
use kit::web::{Acting, Ctx, Empty, Form, Reading, WebResult, status};
use maud::Markup;
use serde::Deserialize;

use crate::actions::{self, Ask, ToOutside};
use crate::error::{DispatchError, FieldFault};
use crate::store::{opinions as store, receipts as receipts_store};
use crate::views::retry::{Retry, stays};
use crate::{OutgoingId, urls, views};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UnitsForm {
    units: String,
    /// A ticked box.
    all_below: Option<String>,
    due_on: String,
}

pub async fn opinions(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Markup> {
    opinions_page(&mut ctx, id, None).await
}

async fn opinions_page(ctx: &mut Ctx, id: OutgoingId, retry: Option<&Retry>) -> WebResult<Markup> {
    let paper = actions::find(ctx, id).await?;
    let clauses = store::list_clauses(ctx.tx(), id).await?;
    let asked = store::list_requests(ctx.tx(), id).await?;
    let said = store::list_opinions(ctx.tx(), id).await?;
    Ok(views::shared::opinions(ctx, &paper, &clauses, &asked, &said, retry))
}

pub async fn ask(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(form)): Acting<Form<UnitsForm>>,
) -> WebResult<Response> {
    let ask = Ask { units: form.units, all_below: form.all_below.is_some(), due_on: form.due_on };
    match actions::ask_opinions(&mut ctx, id, &ask).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::part(id, "opinions")).into_response())
        }
        Err(error) if stays(&error) => {
            let below = if ask.all_below { "on" } else { "" };
            let typed = [("units", ask.units.as_str()), ("all_below", below), ("due_on", &ask.due_on)];
            let mut ctx = ctx.roll_back_and_read().await?;
            let page = opinions_page(&mut ctx, id, Some(&Retry::new("ask", &typed, &error))).await?;
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    answer: String,
    why: String,
}

pub async fn answer(
    Path((id, opinion)): Path<(OutgoingId, i64)>,
    Acting(mut ctx, Form(form)): Acting<Form<AnswerForm>>,
) -> WebResult<Response> {
    match actions::answer_opinion(&mut ctx, id, opinion, &form.answer, &form.why).await {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::part(id, "opinions")).into_response())
        }
        Err(error) if stays(&error) => {
            let typed = [("answer", form.answer.as_str()), ("why", form.why.as_str())];
            let mut retry = Retry::new(format!("answer-{opinion}"), &typed, &error);
            if matches!(error, DispatchError::ReasonMissing) {
                retry = retry.with_faults(vec![("why".to_owned(), FieldFault::Missing.phrase())]);
            }
            let mut ctx = ctx.roll_back_and_read().await?;
            let page = opinions_page(&mut ctx, id, Some(&retry)).await?;
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
pub struct ExportQuery {
    format: ExportFormat,
}

pub async fn export(
    Reading(mut ctx): Reading,
    Path(id): Path<OutgoingId>,
    Query(query): Query<ExportQuery>,
) -> WebResult<Response> {
    let paper = actions::find(&mut ctx, id).await?;
    let clauses = store::list_clauses(ctx.tx(), id).await?;
    let said = store::list_opinions(ctx.tx(), id).await?;
    let lang = ctx.lang();
    Ok(views::shared::sheet(&paper, &clauses, &said, lang).respond(query.format, lang)?)
}

pub async fn receipts(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Markup> {
    receipts_page(&mut ctx, id, None).await
}

async fn receipts_page(ctx: &mut Ctx, id: OutgoingId, retry: Option<&Retry>) -> WebResult<Markup> {
    let paper = actions::find(ctx, id).await?;
    let inside = receipts_store::list_receipts(ctx.tx(), id).await?;
    let outside = receipts_store::list_outside(ctx.tx(), id).await?;
    Ok(views::shared::receipts(ctx, &paper, &inside, &outside, retry))
}

/// The page again with what was refused, or the way back to it.
async fn receipts_after<T>(
    ctx: Ctx,
    id: OutgoingId,
    done: Result<T, DispatchError>,
    (form, typed): (&str, &[(&str, &str)]),
) -> WebResult<Response> {
    match done {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::part(id, "send")).into_response())
        }
        Err(error) if stays(&error) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let page = receipts_page(&mut ctx, id, Some(&Retry::new(form, typed, &error))).await?;
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn send(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(form)): Acting<Form<UnitsForm>>,
) -> WebResult<Response> {
    let done = actions::send(&mut ctx, id, &form.units, form.all_below.is_some()).await;
    let below = if form.all_below.is_some() { "on" } else { "" };
    receipts_after(ctx, id, done, ("send", &[("units", &form.units), ("all_below", below)])).await
}

pub async fn outside(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(form)): Acting<Form<ToOutside>>,
) -> WebResult<Response> {
    let done = actions::send_outside(&mut ctx, id, &form).await;
    let ToOutside { name, how, sent_on, note } = &form;
    let typed = [("name", name.as_str()), ("how", how), ("sent_on", sent_on), ("note", note)];
    receipts_after(ctx, id, done, ("outside", &typed)).await
}

pub async fn remind(Path(id): Path<OutgoingId>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<Redirect> {
    actions::remind(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(id, "send")))
}
