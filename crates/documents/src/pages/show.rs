//! One paper, seen in five ways.

use axum::extract::{Path, Query};
use axum::response::Response;
use kit::web::{Reading, WebResult};
use kit::{audit, files};
use maud::Markup;
use serde::Deserialize;

use crate::views::show::Tab;
use crate::{DocumentId, actions, hanging, store, views};

/// What the page says at its top, after an act.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    already: Option<String>,
}

pub async fn content(
    Reading(mut ctx): Reading,
    Path(id): Path<DocumentId>,
    Query(said): Query<Said>,
) -> WebResult<Markup> {
    let shown = actions::show_document(&mut ctx, id).await?;
    let body = views::content::body(&shown, ctx.lang());
    Ok(views::show::page(&ctx, &shown, Tab::Content, said.already.is_some(), body))
}

pub async fn citations(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Markup> {
    let shown = actions::show_document(&mut ctx, id).await?;
    let body = views::citations::body(&ctx, &shown);
    Ok(views::show::page(&ctx, &shown, Tab::Citations, false, body))
}

pub async fn findings(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Markup> {
    let shown = actions::show_document(&mut ctx, id).await?;
    let body = views::findings::body(&ctx, &shown);
    Ok(views::show::page(&ctx, &shown, Tab::Findings, false, body))
}

pub async fn activity(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Markup> {
    const ROWS: i64 = 200;
    let shown = actions::show_document(&mut ctx, id).await?;
    let mut entries = Vec::new();
    for entry in audit::list_of(ctx.tx(), "document", id.0, ROWS).await? {
        let who = match entry.account {
            Some(account) => store::find_name(ctx.tx(), account).await?,
            None => String::new(),
        };
        entries.push((entry, who));
    }
    let body = views::relations::activity(&entries, ctx.lang());
    Ok(views::show::page(&ctx, &shown, Tab::Activity, false, body))
}

pub async fn relations(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Markup> {
    let shown = actions::show_document(&mut ctx, id).await?;
    let relations = actions::relations(&mut ctx, id).await?;
    let hanging = hanging::list(&mut ctx, id).await?;
    let body = views::relations::body(&relations, &hanging, ctx.lang());
    Ok(views::show::page(&ctx, &shown, Tab::Relations, false, body))
}

/// The file as it came in.
pub async fn original(Reading(mut ctx): Reading, Path(id): Path<DocumentId>) -> WebResult<Response> {
    let document = actions::find_document(&mut ctx, id).await?;
    let app = ctx.app.clone();
    Ok(files::download(&app, ctx.tx(), &document.file, &document.file_name).await?)
}
