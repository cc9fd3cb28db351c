//! Opinions on a draft, and who has a paper.

use axum::extract::{Path, Query};
use axum::response::{Redirect, Response};
use kit::export::ExportFormat;
use kit::web::{Acting, Empty, Form, Reading, WebResult};
use maud::Markup;
use serde::Deserialize;

use crate::actions::{self, Ask, ToOutside};
use crate::store::{opinions as store, receipts as receipts_store};
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
    let paper = actions::find(&mut ctx, id).await?;
    let clauses = store::list_clauses(ctx.tx(), id).await?;
    let asked = store::list_requests(ctx.tx(), id).await?;
    let said = store::list_opinions(ctx.tx(), id).await?;
    Ok(views::shared::opinions(&ctx, &paper, &clauses, &asked, &said))
}

pub async fn ask(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(form)): Acting<Form<UnitsForm>>,
) -> WebResult<Redirect> {
    let ask = Ask { units: form.units, all_below: form.all_below.is_some(), due_on: form.due_on };
    actions::ask_opinions(&mut ctx, id, &ask).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(id, "opinions")))
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
) -> WebResult<Redirect> {
    actions::answer_opinion(&mut ctx, id, opinion, &form.answer, &form.why).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(id, "opinions")))
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
    let paper = actions::find(&mut ctx, id).await?;
    let inside = receipts_store::list_receipts(ctx.tx(), id).await?;
    let outside = receipts_store::list_outside(ctx.tx(), id).await?;
    Ok(views::shared::receipts(&ctx, &paper, &inside, &outside))
}

pub async fn send(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(form)): Acting<Form<UnitsForm>>,
) -> WebResult<Redirect> {
    actions::send(&mut ctx, id, &form.units, form.all_below.is_some()).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(id, "send")))
}

pub async fn outside(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(form)): Acting<Form<ToOutside>>,
) -> WebResult<Redirect> {
    actions::send_outside(&mut ctx, id, &form).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(id, "send")))
}

pub async fn remind(Path(id): Path<OutgoingId>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<Redirect> {
    actions::remind(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(id, "send")))
}
