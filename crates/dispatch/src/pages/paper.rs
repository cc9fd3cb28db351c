//! A paper: the list, its form, its page.

use axum::Extension;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::Fault;
use kit::files::attachment;
use kit::permission::Permission;
use kit::web::{Acting, Caller, Calling, Ctx, Empty, Form, Reading, Upload, WebResult, status};
use maud::Markup;
use print::FileFormat;
use serde::Deserialize;

use crate::actions::{self, PaperMoveRequest, file_name};
use crate::compose;
use crate::content::Content;
use crate::error::DispatchError;
use crate::paper::{PaperMove, PaperState};
use crate::signing::SigningMeans;
use crate::store::outgoing::{Outgoing, find_outgoing, list_issued, list_outgoing, list_versions};
use crate::views::retry::{Retry, stays as mendable};
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

/// What the page of a paper shows beside its words.
pub struct PaperPage {
    pub paper: Outgoing,
    pub may_sign: bool,
    /// Whether the installation can sign files.
    pub has_signer: bool,
    /// Papers that may take its place.
    pub successors: Vec<Outgoing>,
    /// The one that took it.
    pub successor: Option<Outgoing>,
    pub retry: Option<Retry>,
}

pub async fn show(
    Path(id): Path<OutgoingId>,
    Extension(means): Extension<SigningMeans>,
    Reading(mut ctx): Reading,
) -> WebResult<Markup> {
    page(&mut ctx, id, &means, None).await
}

async fn page(
    ctx: &mut Ctx,
    id: OutgoingId,
    means: &SigningMeans,
    retry: Option<Retry>,
) -> WebResult<Markup> {
    let (paper, made) = actions::show_paper(ctx, id).await?;
    let may_sign = actions::may_sign(ctx, paper.unit, &paper.template).await?;
    let mut successors = Vec::new();
    if paper.state == PaperState::Issued && may_sign {
        successors = list_issued(ctx.tx(), paper.unit, 100).await?;
        successors.retain(|one| one.id != id);
    }
    let scope = ctx.scope()?;
    let successor = match paper.superseded_by {
        Some(next) => find_outgoing(ctx.tx(), scope, next).await?,
        None => None,
    };
    let has_signer = means.signer.is_some();
    let page = PaperPage { paper, may_sign, has_signer, successors, successor, retry };
    Ok(views::paper::show(ctx, &page, &made))
}

/// The way back to the paper, or its page with the form that was refused.
async fn after<T>(
    caller: &Caller,
    id: OutgoingId,
    means: &SigningMeans,
    done: Result<T, DispatchError>,
    (form, typed): (&str, &[(&str, &str)]),
) -> WebResult<Response> {
    match done {
        Ok(_) => Ok(Redirect::to(&urls::paper(id)).into_response()),
        Err(error) if mendable(&error) => {
            let mut ctx = caller.look().await?;
            let again = page(&mut ctx, id, means, Some(Retry::new(form, typed, &error))).await?;
            Ok((status(error.kind()), again).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The other views of a paper, and its two files.
pub async fn part(
    Path((id, format)): Path<(OutgoingId, String)>,
    Extension(means): Extension<SigningMeans>,
    Reading(mut ctx): Reading,
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
        "signatures" => {
            let caller = ctx.into_caller();
            let (paper, found) = actions::outgoing_signatures(&caller, &means, id).await?;
            let ctx = caller.look().await?;
            Ok(views::signatures::of_paper(&ctx, &paper, found.as_ref()).into_response())
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
            Ok(match format.as_str() {
                "pdf" => attachment(pdf, FileFormat::Pdf.media_type(), &name),
                _ => attachment(docx, FileFormat::Docx.media_type(), &name),
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
    superseded_by: String,
    version: Option<i64>,
}

pub async fn act(
    Path(id): Path<OutgoingId>,
    Extension(means): Extension<SigningMeans>,
    Calling(caller, Form(form)): Calling<Form<MoveForm>>,
) -> WebResult<Response> {
    let act = PaperMove::from_code(&form.act).ok_or(DispatchError::NotFromHere)?;
    let done = move_on(&caller, id, act, &form).await;
    let MoveForm { reason, dated_on, number, superseded_by, .. } = &form;
    let typed = [
        ("reason", reason.as_str()),
        ("dated_on", dated_on),
        ("number", number),
        ("superseded_by", superseded_by),
    ];
    after(&caller, id, &means, done, (act.code(), &typed)).await
}

async fn move_on(
    caller: &Caller,
    id: OutgoingId,
    act: PaperMove,
    form: &MoveForm,
) -> Result<Outgoing, DispatchError> {
    if act == PaperMove::Issue {
        return actions::issue_paper(caller, id, form.version).await;
    }
    let asked = PaperMoveRequest {
        act,
        version: form.version,
        reason: form.reason.clone(),
        dated_on: form.dated_on.clone(),
        superseded_by: form.superseded_by.parse().ok(),
        number: form.number.clone(),
    };
    let mut ctx = caller.begin().await?;
    let moved = actions::move_paper(&mut ctx, id, &asked).await?;
    ctx.commit().await?;
    Ok(moved)
}

pub async fn copy(Path(id): Path<OutgoingId>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<Redirect> {
    let made = actions::copy_paper(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::part(made.id, "edit")))
}

pub async fn attach(
    Path(id): Path<OutgoingId>,
    Extension(means): Extension<SigningMeans>,
    Calling(caller, body): Calling<Upload>,
) -> WebResult<Response> {
    let is_scan = body.field("is_scan").to_owned();
    let done = match body.files.into_iter().next() {
        Some(file) => actions::attach_signed(&caller, &means, id, file, !is_scan.is_empty()).await,
        None => Err(DispatchError::NotPdf),
    };
    after(&caller, id, &means, done, ("attach", &[("is_scan", &is_scan)])).await
}

pub async fn sign_here(
    Path(id): Path<OutgoingId>,
    Extension(means): Extension<SigningMeans>,
    Calling(caller, _): Calling<Empty>,
) -> WebResult<Response> {
    let done = actions::sign_here(&caller, &means, id).await;
    after(&caller, id, &means, done, ("sign-here", &[])).await
}

/// The signatures under a paper of the register of documents.
pub async fn document_signatures(
    Path(id): Path<documents::DocumentId>,
    Extension(means): Extension<SigningMeans>,
    Reading(ctx): Reading,
) -> WebResult<Markup> {
    let caller = ctx.into_caller();
    let (document, found) = actions::document_signatures(&caller, &means, id).await?;
    let ctx = caller.look().await?;
    Ok(views::signatures::of_document(&ctx, &document, found.as_ref()))
}
