//! What came to the unit acted for: papers, questions, the register of incoming papers.

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::Fault;
use kit::export::ExportFormat;
use kit::permission::Permission;
use kit::web::{Acting, Calling, Ctx, Empty, Form, Reading, WebResult, status};
use maud::Markup;
use serde::Deserialize;

use crate::actions::{self, Change, Registration, Saying, file_name};
use crate::error::{DispatchError, FieldFault};
use crate::signing::SigningMeans;
use crate::store::{incoming as store, opinions, receipts};
use crate::views::retry::{Retry, stays};
use crate::{IncomingId, OutgoingId, ReceiptId, urls, views};

pub async fn asked_list(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    let asked = opinions::list_asked(ctx.tx(), unit).await?;
    Ok(views::inbox::asked_list(&ctx, &asked))
}

pub async fn asked(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Markup> {
    asked_page(&mut ctx, id, None).await
}

async fn asked_page(ctx: &mut Ctx, id: OutgoingId, retry: Option<&Retry>) -> WebResult<Markup> {
    let (request, paper) = actions::asked(ctx, id).await?;
    let clauses = opinions::list_open_clauses(ctx.tx(), id).await?;
    let mut said = opinions::list_opinions(ctx.tx(), id).await?;
    said.retain(|one| one.unit == request.unit);
    Ok(views::inbox::asked(ctx, &request, &paper, &clauses, &said, retry))
}

/// One answer a clause: `kind-3` and `words-3`.
pub async fn say(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(fields)): Acting<Form<Vec<(String, String)>>>,
) -> WebResult<Response> {
    let sayings = fields.iter().filter_map(|(name, kind)| {
        let position: i64 = name.strip_prefix("kind-")?.parse().ok()?;
        let words = fields.iter().find(|(name, _)| *name == format!("words-{position}"));
        let words = words.map(|(_, words)| words.clone()).unwrap_or_default();
        (!kind.is_empty()).then(|| Saying { position, kind: kind.clone(), words })
    });
    let sayings: Vec<Saying> = sayings.collect();
    match actions::say(&mut ctx, id, &sayings).await {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::asked(id)).into_response())
        }
        Err(error) if stays(&error) => {
            let typed: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let bare = sayings.iter().filter(|one| one.kind != "agree" && one.words.trim().is_empty());
            let faults =
                bare.map(|one| (format!("words-{}", one.position), FieldFault::Missing.phrase())).collect();
            let retry = Retry::new("say", &typed, &error).with_faults(faults);
            let mut ctx = ctx.roll_back_and_read().await?;
            Ok((status(error.kind()), asked_page(&mut ctx, id, Some(&retry)).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn list(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let unit = ctx.unit()?;
    let papers = receipts::list_inbox(ctx.tx(), unit, 200).await?;
    Ok(views::inbox::list(&ctx, &papers))
}

/// The first look at a paper is noted.
pub async fn show(Reading(mut ctx): Reading, Path(id): Path<ReceiptId>) -> WebResult<Markup> {
    let (mut receipt, paper) = actions::receipt_file(&mut ctx, id).await?;
    if receipt.opened_at.is_none() {
        ctx = ctx.and_write().await?;
        receipt = actions::open_receipt(&mut ctx, id).await?.0;
        ctx = ctx.commit_and_read().await?;
    }
    let made = actions::preview(&mut ctx, &paper).await?;
    Ok(views::inbox::show(&ctx, &receipt, &paper, &made))
}

pub async fn file(
    Path((id, format)): Path<(ReceiptId, String)>,
    Extension(means): Extension<SigningMeans>,
    Reading(mut ctx): Reading,
) -> WebResult<Response> {
    if format == "signatures" {
        let caller = ctx.into_caller();
        let (paper, found) = actions::receipt_signatures(&caller, &means, id).await?;
        let ctx = caller.look().await?;
        return Ok(views::signatures::of_receipt(&ctx, &paper, found.as_ref()).into_response());
    }
    let (_, paper) = actions::receipt_file(&mut ctx, id).await?;
    let kept = match format.as_str() {
        "pdf" => paper.pdf.as_ref(),
        "docx" => paper.docx.as_ref(),
        _ => None,
    };
    let kept = kept.ok_or(DispatchError::NotFound)?;
    let app = ctx.app.clone();
    Ok(kit::files::download(&app, ctx.tx(), kept, &file_name(&paper, &format)).await?)
}

pub async fn acknowledge(
    Path(id): Path<ReceiptId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<Redirect> {
    actions::acknowledge(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::receipt(id)))
}

pub async fn register(Path(id): Path<ReceiptId>, Calling(caller, _): Calling<Empty>) -> WebResult<Redirect> {
    actions::register_receipt(&caller, id).await?;
    Ok(Redirect::to(urls::INCOMING))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct IncomingQuery {
    pub year: Option<i64>,
    pub from: String,
    pub to: String,
    pub overdue: String,
    pub format: Option<ExportFormat>,
}

pub async fn incoming(Reading(mut ctx): Reading, Query(query): Query<IncomingQuery>) -> WebResult<Markup> {
    incoming_page(&mut ctx, &query, None).await
}

async fn incoming_page(ctx: &mut Ctx, query: &IncomingQuery, retry: Option<&Retry>) -> WebResult<Markup> {
    let register = actions::register_of(ctx, None, query.year, &query.from, &query.to).await?;
    let entries = if query.overdue.is_empty() {
        store::list_entries(ctx.tx(), register.unit, register.from, register.to).await?
    } else {
        let today = ctx.today();
        store::list_overdue(ctx.tx(), register.unit, today).await?
    };
    Ok(views::inbox::incoming(ctx, &register, &entries, query, retry))
}

pub async fn export(Reading(mut ctx): Reading, Query(query): Query<IncomingQuery>) -> WebResult<Response> {
    let register = actions::register_of(&mut ctx, None, query.year, &query.from, &query.to).await?;
    let entries = store::list_entries(ctx.tx(), register.unit, register.from, register.to).await?;
    let lang = ctx.lang();
    let sheet = views::register::incoming_sheet(&register.unit_name, register.year, &entries, lang);
    Ok(sheet.respond(query.format.unwrap_or(ExportFormat::Csv), lang)?)
}

pub async fn new_entry(Reading(ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::RegisterPapers)?;
    Ok(views::inbox::entry_form(&ctx, &Registration::default(), None))
}

pub async fn enter(Acting(mut ctx, Form(form)): Acting<Form<Registration>>) -> WebResult<Response> {
    match actions::register_incoming(&mut ctx, &form).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(urls::INCOMING).into_response())
        }
        Err(error @ (DispatchError::Form(_) | DispatchError::Secret(_))) => {
            let ctx = ctx.roll_back_and_read().await?;
            Ok((status(error.kind()), views::inbox::entry_form(&ctx, &form, Some(&error))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn change(
    Path(id): Path<IncomingId>,
    Acting(mut ctx, Form(form)): Acting<Form<Change>>,
) -> WebResult<Response> {
    match actions::change_incoming(&mut ctx, id, &form).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(urls::INCOMING).into_response())
        }
        Err(error) if stays(&error) => {
            let Change { routing, assigned, due_on, state, note, version: _ } = &form;
            let typed = [
                ("routing", routing.as_str()),
                ("assigned", assigned),
                ("due_on", due_on),
                ("state", state),
                ("note", note),
            ];
            let mut retry = Retry::new(format!("entry-{id}"), &typed, &error);
            let beside = match error {
                DispatchError::UnitUnknown(_) => Some(("assigned", error.message())),
                DispatchError::ReasonMissing => Some(("note", FieldFault::Missing.phrase())),
                _ => None,
            };
            if let Some((field, phrase)) = beside {
                retry = retry.with_faults(vec![(field.to_owned(), phrase)]);
            }
            let mut ctx = ctx.roll_back_and_read().await?;
            let page = incoming_page(&mut ctx, &IncomingQuery::default(), Some(&retry)).await?;
            Ok((status(error.kind()), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
