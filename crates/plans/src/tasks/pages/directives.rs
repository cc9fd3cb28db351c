//! Directives: their demands, the plan items that answer them, n/N.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kit::Fault as _;
use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::Phrase;
use kit::ui::{Crumb, FieldError, Notice, Tone};
use kit::web::{Acting, Ctx, Empty, Form, Reading, WebResult};

use super::{Fields, is_redrawn, number};
use crate::tasks::actions::directives as actions;
use crate::tasks::store::{directives, lookups};
use crate::tasks::urls;
use crate::tasks::views::directives::{self as views, DirectivePage};
use crate::tasks::views::forms::field;
use crate::{PlanError, PlanItemId, texts};

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The symbol of a paper to be opened.
    paper: String,
}

pub async fn list(Reading(mut ctx): Reading, Query(asked): Query<Asked>) -> WebResult<Response> {
    ctx.require(Permission::ReadWork)?;
    let (scope, lang, paper) = (ctx.scope()?, ctx.lang(), asked.paper.trim());
    let mut refused: Option<Phrase> = None;
    if !paper.is_empty() {
        match lookups::find_paper(ctx.tx(), scope, paper).await? {
            Some((document, _)) => return Ok(Redirect::to(&urls::directive(document)).into_response()),
            None => refused = Some(PlanError::PaperNotFound(paper.to_owned()).message()),
        }
    }
    let directives = directives::list_directives(ctx.tx(), scope, None).await?;
    let errors: Vec<FieldError<'_>> =
        refused.iter().map(|why| FieldError { field: "paper", message: why.get(lang) }).collect();
    let body = views::list(lang, &directives, &errors, paper);
    let title = texts::DIRECTIVE_LIST.get(lang);
    Ok(ctx.draw(Sheet { title, current: urls::DIRECTIVES, body, ..Default::default() }).into_response())
}

pub async fn show(Reading(mut ctx): Reading, Path(document): Path<i64>) -> WebResult<Response> {
    draw(&mut ctx, document, None, StatusCode::OK).await
}

async fn draw(
    ctx: &mut Ctx,
    document: i64,
    refused: Option<(&'static str, String, Phrase)>,
    status: StatusCode,
) -> WebResult<Response> {
    let view = actions::view(ctx, document).await?;
    let lang = ctx.lang();
    let can_edit = ctx.actor.can(Permission::EditPlans);
    let notice = refused.as_ref().filter(|(form, ..)| form.is_empty()).map(|(_, _, why)| why.clone());
    let notices: Vec<Notice<'_>> = notice
        .iter()
        .map(|why| Notice { tone: Tone::Danger, title: why.get(lang), ..Notice::default() })
        .collect();
    let page = DirectivePage { lang, view: &view, can_edit, refused };
    let crumbs = [
        Crumb { href: urls::DIRECTIVES, label: texts::DIRECTIVE_LIST.get(lang) },
        Crumb { href: "", label: &view.directive.symbol },
    ];
    let title = format!("{} {}", view.directive.symbol, view.directive.title);
    let sheet = Sheet {
        title: title.trim(),
        current: urls::DIRECTIVES,
        crumbs: &crumbs,
        notices: &notices,
        body: page.body(),
        ..Default::default()
    };
    Ok((status, ctx.draw(sheet)).into_response())
}

async fn answer(
    ctx: Ctx,
    document: i64,
    form: &'static str,
    typed: &str,
    outcome: Result<(), PlanError>,
) -> WebResult<Response> {
    match outcome {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::directive(document)).into_response())
        }
        Err(error) if is_redrawn(&error) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            draw(
                &mut ctx,
                document,
                Some((form, typed.to_owned(), error.message())),
                kit::web::status(error.kind()),
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn add(
    Path(document): Path<i64>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let lines = field(&fields, "lines");
    let outcome = actions::add_lines(&mut ctx, document, lines).await.map(drop);
    answer(ctx, document, "lines", lines, outcome).await
}

pub async fn read_clauses(
    Path(document): Path<i64>,
    Acting(mut ctx, Empty): Acting<Empty>,
) -> WebResult<Response> {
    let outcome = actions::add_accepted(&mut ctx, document).await.map(drop);
    answer(ctx, document, "", "", outcome).await
}

pub async fn link(
    Path(document): Path<i64>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let (demand, item) =
        (number(&fields, "demand").unwrap_or(0), PlanItemId(number(&fields, "item").unwrap_or(0)));
    let is_linked = field(&fields, "act") != "unlink";
    let outcome = actions::link(&mut ctx, document, demand, item, is_linked).await;
    answer(ctx, document, "", "", outcome).await
}

pub async fn withdraw(
    Path(document): Path<i64>,
    Acting(mut ctx, Form(fields)): Acting<Form<Fields>>,
) -> WebResult<Response> {
    let paper = field(&fields, "document");
    let outcome = actions::withdraw(&mut ctx, document, number(&fields, "demand").unwrap_or(0), paper).await;
    answer(ctx, document, "withdraw", paper, outcome).await
}
