//! A paper: the list, its form, its page.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::Fault;
use kit::files::attachment;
use kit::permission::Permission;
use kit::web::{Acting, Calling, Empty, Form, Reading, Upload, WebResult, status};
use maud::Markup;
use serde::Deserialize;

use crate::actions::{self, MoveRequest, file_name};
use crate::compose;
use crate::content::Content;
use crate::error::DispatchError;
use crate::paper::{PaperMove, PaperState};
use crate::store::outgoing::{list_outgoing, list_versions};
use crate::{OutgoingId, urls, views};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    state: String,
    before: Option<i64>,
}

const PAGE: usize = 50;
const PAGE_ROWS: i64 = 50;

pub async fn list(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    let state = PaperState::from_code(&query.state);
    let mut papers =
        list_outgoing(ctx.tx(), scope, state, query.before.map(OutgoingId), PAGE_ROWS + 1).await?;
    let has_more = papers.len() > PAGE;
    papers.truncate(PAGE);
    Ok(views::paper::list(&ctx, &papers, state, has_more))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    template: String,
}

pub async fn new(Reading(mut ctx): Reading, Query(query): Query<NewQuery>) -> WebResult<Markup> {
    ctx.require(Permission::DraftPapers)?;
    if query.template.is_empty() {
        return Ok(views::paper::choose(&ctx, &compose::built_in()?.names()));
    }
    let content = actions::starting_content(&mut ctx, &query.template).await?;
    let form = PaperForm { template: query.template, ..PaperForm::of(&content, None) };
    Ok(views::form::page(&ctx, None, &form, None))
}

/// The form of a draft, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PaperForm {
    pub template: String,
    #[serde(rename = "abstract")]
    pub summary: String,
    pub body: String,
    pub to: String,
    pub report_to: String,
    pub act_to: String,
    pub file_copy: String,
    pub place: String,
    pub unit_words: String,
    pub issuer: String,
    pub authority: String,
    pub position: String,
    pub signer: String,
    pub note: String,
    pub version: Option<i64>,
}

impl PaperForm {
    pub fn of(content: &Content, version: Option<i64>) -> Self {
        let Content {
            summary,
            body,
            to,
            report_to,
            act_to,
            file_copy,
            place,
            unit_words,
            issuer,
            authority,
            position,
            signer,
            extra: _,
        } = content.clone();
        Self {
            template: String::new(),
            note: String::new(),
            version,
            summary,
            body,
            to,
            report_to,
            act_to,
            file_copy,
            place,
            unit_words,
            issuer,
            authority,
            position,
            signer,
        }
    }

    fn content(&self) -> Content {
        let own = self.clone();
        Content {
            summary: own.summary.trim().to_owned(),
            body: own.body.replace("\r\n", "\n"),
            to: own.to.replace("\r\n", "\n"),
            report_to: own.report_to.replace("\r\n", "\n"),
            act_to: own.act_to.replace("\r\n", "\n"),
            file_copy: own.file_copy,
            place: own.place,
            unit_words: own.unit_words,
            issuer: own.issuer,
            authority: own.authority.replace("\r\n", "\n"),
            position: own.position,
            signer: own.signer,
            extra: serde_json::Map::new(),
        }
    }
}

/// What a person can mend on the form.
fn stays(error: &DispatchError) -> bool {
    matches!(
        error,
        DispatchError::Form(_) | DispatchError::Print(_) | DispatchError::Secret(_) | DispatchError::Changed
    )
}

pub async fn create(Acting(mut ctx, Form(form)): Acting<Form<PaperForm>>) -> WebResult<Response> {
    match actions::create_paper(&mut ctx, &form.template, &form.content()).await {
        Ok(made) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::paper(made.id)).into_response())
        }
        Err(error) if stays(&error) => {
            let ctx = ctx.roll_back_and_read().await?;
            Ok((status(error.kind()), views::form::page(&ctx, None, &form, Some(&error))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn edit(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Markup> {
    let paper = actions::find(&mut ctx, id).await?;
    ctx.require(Permission::DraftPapers)?;
    if !paper.state.is_draft() {
        return Err(DispatchError::Frozen.into());
    }
    Ok(views::form::page(&ctx, Some(id), &PaperForm::of(&paper.content, Some(paper.version)), None))
}

pub async fn change(
    Path(id): Path<OutgoingId>,
    Acting(mut ctx, Form(form)): Acting<Form<PaperForm>>,
) -> WebResult<Response> {
    match actions::edit_paper(&mut ctx, id, &form.content(), &form.note, form.version).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::paper(id)).into_response())
        }
        Err(error) if stays(&error) => {
            let ctx = ctx.roll_back_and_read().await?;
            Ok((status(error.kind()), views::form::page(&ctx, Some(id), &form, Some(&error))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn show(Reading(mut ctx): Reading, Path(id): Path<OutgoingId>) -> WebResult<Markup> {
    let (paper, made) = actions::show_paper(&mut ctx, id).await?;
    let may_sign = actions::may_sign(&mut ctx, paper.unit, &paper.template).await?;
    Ok(views::paper::show(&ctx, &paper, &made, may_sign))
}

/// The other views of a paper, and its two files.
pub async fn part(
    Reading(mut ctx): Reading,
    Path((id, format)): Path<(OutgoingId, String)>,
) -> WebResult<Response> {
    let paper = actions::find(&mut ctx, id).await?;
    match format.as_str() {
        "versions" => {
            let versions = list_versions(ctx.tx(), id).await?;
            Ok(views::paper::versions(&ctx, &paper, &versions).into_response())
        }
        "citations" => {
            let found = documents::citations_in(&mut ctx, paper.unit, &paper.content.body).await?;
            Ok(views::paper::citations(&ctx, &paper, &found).into_response())
        }
        "pdf" | "docx" => {
            let kept = if format == "pdf" {
                paper.pdf.as_ref().or(paper.signed_file.as_ref())
            } else {
                paper.docx.as_ref()
            };
            let name = file_name(&paper, &format);
            if let Some(kept) = kept {
                let app = ctx.app.clone();
                return Ok(kit::files::download(&app, ctx.tx(), kept, &name).await?);
            }
            let made = actions::preview(&mut ctx, &paper).await?;
            let written = paper.dated_on.unwrap_or_else(|| ctx.today());
            drop(ctx);
            let (pdf, docx) = compose::files(made, written).await?;
            let docx_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
            Ok(match format.as_str() {
                "pdf" => attachment(pdf, "application/pdf", &name),
                _ => attachment(docx, docx_type, &name),
            })
        }
        _ => Err(DispatchError::NotFound.into()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    act: String,
    reason: String,
    dated_on: String,
    number: String,
    version: Option<i64>,
}

pub async fn act(
    Path(id): Path<OutgoingId>,
    Calling(caller, Form(form)): Calling<Form<MoveForm>>,
) -> WebResult<Redirect> {
    let act = PaperMove::from_code(&form.act).ok_or(DispatchError::NotFromHere)?;
    let MoveForm { reason, dated_on, number, version, .. } = form;
    if act == PaperMove::Issue {
        actions::issue_paper(&caller, id, version).await?;
    } else {
        let mut ctx = caller.begin().await?;
        actions::move_paper(&mut ctx, id, &MoveRequest { act, version, reason, dated_on, number }).await?;
        ctx.commit().await?;
    }
    Ok(Redirect::to(&urls::paper(id)))
}

pub async fn copy(Path(id): Path<OutgoingId>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<Redirect> {
    let made = actions::copy_paper(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(made.id, "edit")))
}

pub async fn attach(
    Path(id): Path<OutgoingId>,
    Calling(caller, body): Calling<Upload>,
) -> WebResult<Redirect> {
    let file = body.files.into_iter().next().ok_or(DispatchError::NotPdf)?;
    actions::attach_signed(&caller, id, file).await?;
    Ok(Redirect::to(&urls::paper(id)))
}
