//! The pages of the review: forms in, page structs out.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use documents::DocumentId;
use kit::web::{Acting, App, Ctx, Empty, Form, Reading, WebResult};
use kit::{Fault as _, Kind};
use maud::Markup;

use super::actions::{self, Cut, Seen};
use super::proposal::{Proposal, clauses_handled};
use super::store;
use super::views::{self, AddPage, DropPage, EditPage, Filters, ReviewPage, SplitPage};
use super::{step_actions, views::Said};
use crate::ProposalId;
use crate::items;
use crate::items::error::ItemError;
use crate::items::form::ItemForm;
use documents::PaperText;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/documents/{document}/review", get(show))
        .route("/documents/{document}/review/undo", post(undo))
        .route("/documents/{document}/review/redo", post(redo))
        .route("/documents/{document}/review/accept-section", post(accept_section))
        .route("/documents/{document}/proposals/add", get(add_page).post(add))
        .route("/documents/{document}/proposals/{proposal}", post(act))
        .route("/documents/{document}/proposals/{proposal}/edit", get(edit_page).post(edit))
        .route("/documents/{document}/proposals/{proposal}/drop", get(drop_page).post(drop))
        .route("/documents/{document}/proposals/{proposal}/split", get(split_page).post(split))
}

/// The address of a paper's review.
pub fn review_url(document: DocumentId) -> String {
    format!("/documents/{document}/review")
}

async fn show(
    Reading(ctx): Reading,
    Path(document): Path<DocumentId>,
    Query(filters): Query<Filters>,
) -> WebResult<Markup> {
    let (mut ctx, paper) = actions::open(ctx, document).await?;
    Ok(draw(&mut ctx, paper, &filters, None).await?)
}

/// The whole page, with what has to be said of the last act.
async fn draw(
    ctx: &mut Ctx,
    paper: PaperText,
    filters: &Filters,
    said: Option<Said>,
) -> Result<Markup, ItemError> {
    let document = paper.id;
    let proposals = store::list_proposals(ctx.tx(), document).await?;
    let mut units: Vec<_> = proposals.iter().filter_map(|one| one.data.fields.lead_unit).collect();
    units.sort_unstable();
    units.dedup();
    let page = ReviewPage {
        findings: documents::findings_of(ctx, document).await?,
        units: items::store::list_unit_names(ctx.tx(), &units).await?,
        stack: step_actions::stack(ctx, document).await?,
        plan: items::store::find_plan_of_document(ctx.tx(), document).await?,
        handled: clauses_handled(&proposals),
        may_act: ctx.actor.can(kit::permission::Permission::ReviewProposals),
        proposals,
        filters: filters.clone(),
        said,
        paper,
    };
    Ok(views::review(ctx, &page))
}

/// Back to the review, at the proposal; or the review with what went wrong, when somebody was faster.
async fn answer(
    ctx: Ctx,
    document: DocumentId,
    filters: &Filters,
    at: Option<ProposalId>,
    done: Result<(), ItemError>,
) -> WebResult<Response> {
    match done {
        Ok(()) => {
            ctx.commit().await?;
            let place = at.map_or_else(String::new, |id| format!("#c-{id}"));
            Ok(Redirect::to(&format!("{}{}{place}", review_url(document), filters.query())).into_response())
        }
        Err(error) if matches!(error.kind(), Kind::Conflict | Kind::Invalid) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let paper = actions::see_paper(&mut ctx, document).await?;
            let status = if error.kind() == Kind::Conflict {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let said = Said::of(&error);
            Ok((status, draw(&mut ctx, paper, filters, Some(said)).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn undo(
    Path(document): Path<DocumentId>,
    Query(filters): Query<Filters>,
    Acting(mut ctx, Empty): Acting<Empty>,
) -> WebResult<Response> {
    let done = step_actions::undo(&mut ctx, document).await;
    let at = done.as_ref().ok().and_then(|row| row.step.before.first()).map(|one| one.id);
    answer(ctx, document, &filters, at, done.map(|_| ())).await
}

async fn redo(
    Path(document): Path<DocumentId>,
    Query(filters): Query<Filters>,
    Acting(mut ctx, Empty): Acting<Empty>,
) -> WebResult<Response> {
    let done = step_actions::redo(&mut ctx, document).await;
    let at = done.as_ref().ok().and_then(|row| row.step.after.last()).map(|one| one.id);
    answer(ctx, document, &filters, at, done.map(|_| ())).await
}

#[derive(serde::Deserialize)]
struct SectionForm {
    #[serde(default)]
    section: String,
}

async fn accept_section(
    Path(document): Path<DocumentId>,
    Query(filters): Query<Filters>,
    Acting(mut ctx, Form(form)): Acting<Form<SectionForm>>,
) -> WebResult<Response> {
    let done = actions::accept_section(&mut ctx, document, &form.section).await;
    answer(ctx, document, &filters, None, done).await
}

#[derive(serde::Deserialize)]
struct ActForm {
    act: String,
    version: i64,
    /// The neighbour to merge with.
    next: Option<ProposalId>,
    next_version: Option<i64>,
}

async fn act(
    Path((document, id)): Path<(DocumentId, ProposalId)>,
    Query(filters): Query<Filters>,
    Acting(mut ctx, Form(form)): Acting<Form<ActForm>>,
) -> WebResult<Response> {
    let seen = Seen { id, version: form.version };
    let done = match form.act.as_str() {
        "accept" => actions::accept(&mut ctx, document, &[seen]).await,
        "accept_parts" => actions::accept_parts(&mut ctx, document, seen).await,
        "split" => actions::split(&mut ctx, document, seen, Cut::Parts).await,
        "restore" => actions::restore(&mut ctx, document, seen).await,
        "merge" => {
            let next = form.next.zip(form.next_version).map(|(id, version)| Seen { id, version });
            match next {
                Some(next) => actions::merge(&mut ctx, document, &[seen, next]).await,
                None => Err(ItemError::NothingToMerge),
            }
        }
        _ => Err(ItemError::ProposalNotFound(id)),
    };
    answer(ctx, document, &filters, Some(id), done).await
}

async fn find(
    ctx: &mut Ctx,
    document: DocumentId,
    id: ProposalId,
) -> Result<(PaperText, Proposal), ItemError> {
    let paper = actions::see_paper(ctx, document).await?;
    ctx.require(kit::permission::Permission::ReviewProposals)?;
    let proposal = store::find_proposal(ctx.tx(), document, id).await?;
    Ok((paper, proposal.ok_or(ItemError::ProposalNotFound(id))?))
}

/// The words of the paper that a proposal points at.
fn quote(paper: &PaperText, proposal: &Proposal) -> String {
    let points = super::proposal::Points::new(&paper.source);
    points
        .bytes(proposal.span_start, proposal.span_end)
        .map_or_else(String::new, |range| paper.source[range].trim().to_owned())
}

async fn edit_page(
    Reading(mut ctx): Reading,
    Path((document, id)): Path<(DocumentId, ProposalId)>,
) -> WebResult<Markup> {
    let (paper, proposal) = find(&mut ctx, document, id).await?;
    let form = ItemForm::of(&mut ctx, &proposal.data.fields, proposal.version).await?;
    Ok(draw_edit(&mut ctx, &paper, &proposal, &form, None).await?)
}

async fn draw_edit(
    ctx: &mut Ctx,
    paper: &PaperText,
    proposal: &Proposal,
    form: &ItemForm,
    error: Option<&ItemError>,
) -> Result<Markup, ItemError> {
    let (scope, day) = (ctx.scope()?, ctx.as_of());
    let units = items::store::list_unit_suggestions(ctx.tx(), scope, day, 300).await?;
    let quote = quote(paper, proposal);
    Ok(views::edit(
        ctx,
        &EditPage { document: paper.id, proposal, form, quote: &quote, units: &units, error },
    ))
}

async fn edit(
    Path((document, id)): Path<(DocumentId, ProposalId)>,
    Acting(mut ctx, Form(mut form)): Acting<Form<ItemForm>>,
) -> WebResult<Response> {
    let (paper, _) = find(&mut ctx, document, id).await?;
    let year = actions::year_of(&ctx, &paper);
    let done = match form.read(&mut ctx, year).await {
        Ok(fields) => actions::edit(&mut ctx, document, Seen { id, version: form.version }, fields).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&format!("{}#c-{id}", review_url(document))).into_response())
        }
        Err(error) if matches!(error.kind(), Kind::Conflict | Kind::Invalid) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let (paper, proposal) = find(&mut ctx, document, id).await?;
            let status = if error.kind() == Kind::Conflict {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            // What was typed stays. Only who was told that somebody was faster may write over the other's words.
            if error.is_overtaken() {
                form.version = proposal.version;
            }
            Ok((status, draw_edit(&mut ctx, &paper, &proposal, &form, Some(&error)).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(serde::Deserialize)]
struct DropForm {
    #[serde(default)]
    reason: String,
    version: i64,
}

async fn drop_page(
    Reading(mut ctx): Reading,
    Path((document, id)): Path<(DocumentId, ProposalId)>,
) -> WebResult<Markup> {
    let (paper, proposal) = find(&mut ctx, document, id).await?;
    let quote = quote(&paper, &proposal);
    Ok(views::drop(
        &ctx,
        &DropPage {
            document,
            proposal: &proposal,
            version: proposal.version,
            quote: &quote,
            reason: "",
            error: None,
        },
    ))
}

async fn drop(
    Path((document, id)): Path<(DocumentId, ProposalId)>,
    Query(filters): Query<Filters>,
    Acting(mut ctx, Form(form)): Acting<Form<DropForm>>,
) -> WebResult<Response> {
    let done = actions::drop(&mut ctx, document, Seen { id, version: form.version }, &form.reason).await;
    match done {
        Err(error @ ItemError::Fields(_)) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let (paper, proposal) = find(&mut ctx, document, id).await?;
            let quote = quote(&paper, &proposal);
            let page = DropPage {
                document,
                proposal: &proposal,
                version: form.version,
                quote: &quote,
                reason: &form.reason,
                error: Some(&error),
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, views::drop(&ctx, &page)).into_response())
        }
        done => answer(ctx, document, &filters, Some(id), done).await,
    }
}

#[derive(serde::Deserialize)]
struct SplitForm {
    at: Option<i64>,
    version: i64,
}

async fn split_page(
    Reading(mut ctx): Reading,
    Path((document, id)): Path<(DocumentId, ProposalId)>,
) -> WebResult<Markup> {
    let (paper, proposal) = find(&mut ctx, document, id).await?;
    let places = split_places(&paper, &proposal);
    Ok(views::split(&ctx, &SplitPage { document, proposal: &proposal, places: &places }))
}

/// Where a proposal can be cut: after each mark that ends a thought, with the words that follow.
fn split_places(paper: &PaperText, proposal: &Proposal) -> Vec<(i64, String)> {
    let points = super::proposal::Points::new(&paper.source);
    let Some(range) = points.bytes(proposal.span_start, proposal.span_end) else {
        return Vec::new();
    };
    let text = &paper.source[range.clone()];
    text.match_indices([';', '.', ',', ':', '\n'])
        .filter_map(|(at, mark)| {
            let rest = &text[at + mark.len()..];
            let follows = rest.trim_start();
            let is_border = mark == "\n" || rest.starts_with(char::is_whitespace);
            let start = range.start + at + mark.len() + (rest.len() - follows.len());
            (is_border && follows.chars().count() > 8)
                .then(|| (points.at(start), follows.chars().take(80).collect::<String>()))
        })
        .collect()
}

async fn split(
    Path((document, id)): Path<(DocumentId, ProposalId)>,
    Query(filters): Query<Filters>,
    Acting(mut ctx, Form(form)): Acting<Form<SplitForm>>,
) -> WebResult<Response> {
    let cut = form.at.map_or(Cut::Parts, Cut::At);
    let done = actions::split(&mut ctx, document, Seen { id, version: form.version }, cut).await;
    answer(ctx, document, &filters, None, done).await
}

#[derive(serde::Deserialize)]
struct AddForm {
    start: Option<i64>,
    end: Option<i64>,
    /// The words themselves, for those who cannot select.
    #[serde(default)]
    words: String,
}

async fn add_page(Reading(mut ctx): Reading, Path(document): Path<DocumentId>) -> WebResult<Markup> {
    let paper = actions::see_paper(&mut ctx, document).await?;
    ctx.require(kit::permission::Permission::ReviewProposals).map_err(ItemError::from)?;
    Ok(views::add(&ctx, &AddPage { document: paper.id, words: "", error: None }))
}

async fn add(
    Path(document): Path<DocumentId>,
    Acting(mut ctx, Form(form)): Acting<Form<AddForm>>,
) -> WebResult<Response> {
    let span = match form.start.zip(form.end) {
        Some(span) => Some(span),
        None => actions::see_paper(&mut ctx, document)
            .await
            .map(|paper| find_words(&paper.source, &form.words))?,
    };
    let done = match span {
        Some((start, end)) => actions::add(&mut ctx, document, start, end).await,
        None => Err(ItemError::SpanOutside),
    };
    match done {
        Err(error @ ItemError::SpanOutside) if form.start.is_none() => {
            let ctx = ctx.roll_back_and_read().await?;
            let page = AddPage { document, words: &form.words, error: Some(&error) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, views::add(&ctx, &page)).into_response())
        }
        done => answer(ctx, document, &Filters::default(), None, done).await,
    }
}

/// Where words stand in a text, whatever their case, marks and spacing.
fn find_words(source: &str, words: &str) -> Option<(i64, i64)> {
    let wanted = vi::fold::fold(words);
    if wanted.is_empty() {
        return None;
    }
    let (folded, offsets) = vi::fold::fold_with_offsets(source);
    let at = folded.find(&wanted)?;
    let points = super::proposal::Points::new(source);
    let byte = |at: usize| offsets.get(at).map(|byte| points.at(*byte as usize));
    byte(at).zip(byte(at + wanted.len()))
}
