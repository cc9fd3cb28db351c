//! The list, its export, its saved views.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::export::{Cell, ExportFormat, Sheet};
use kit::page;
use kit::paging::{PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{Acting, Ctx, Form, Reading, WebResult};
use maud::Markup;

use super::asker;
use crate::PlanError;
use crate::saved::{self, Kind};
use crate::tasks::list::{Asked, Filter, OwnerFilter, Turn, address, put};
use crate::tasks::store::listing::{self, TaskRow};
use crate::tasks::store::lookups;
use crate::tasks::views::forms::field;
use crate::tasks::views::list::{ListPage, Names, roman};
use crate::tasks::{urls, words};
use crate::texts;

/// The most rows that are taken along at once.
const EXPORT_LIMIT: i64 = 20_000;

/// Up to so many tasks the search index names the rows of a text filter. Words of more tasks are met soon in the list's own order.
const FOUND: usize = 1_000;

/// The filter as it was asked for; a unit may be asked for by a part of its name.
pub async fn filter_of(ctx: &mut Ctx, asked: &Asked) -> Result<Filter, PlanError> {
    let mut filter = Filter::from_asked(asked);
    let name = asked.unit.trim();
    if filter.unit.is_none() && !name.is_empty() {
        let scope = ctx.scope()?;
        let found = lookups::find_unit_by_name(ctx.tx(), scope, name).await?;
        filter.unit = Some(found.ok_or(PlanError::UnitNotFound)?);
    }
    if !filter.text.is_empty() {
        filter.found = kit::search::list_subjects(ctx.tx(), "task", &filter.text, FOUND).await?;
    }
    Ok(filter)
}

async fn names(ctx: &mut Ctx, filter: &Filter, rows: &[TaskRow]) -> Result<Names, PlanError> {
    let mut names = Names::default();
    if let Some(id) = filter.unit
        && ctx.sees(id).await?
    {
        names.unit = lookups::find_unit_name(ctx.tx(), id).await?;
    }
    if let Some(OwnerFilter::Account(id)) = filter.owner {
        // Only who stands in a row in sight, or holds a post in scope, has a name here.
        names.owner =
            rows.iter().find(|row| row.assignee == Some(id)).and_then(|row| row.assignee_name.clone());
        if names.owner.is_none() {
            let scope = ctx.scope()?;
            names.owner = lookups::find_name_in_scope(ctx.tx(), scope, id).await?;
        }
    }
    if let Some(id) = filter.item
        && let Ok(item) = crate::tasks::actions::readable_item(ctx, id).await
    {
        names.item = Some(item.title);
    }
    if let Some(id) = filter.plan {
        let scope = ctx.scope()?;
        names.plan = lookups::find_plan_title(ctx.tx(), scope, id).await?;
    }
    if let Some(id) = filter.directive {
        let scope = ctx.scope()?;
        names.directive =
            lookups::find_paper(ctx.tx(), scope, &id.to_string()).await?.map(|(_, symbol)| symbol);
    }
    Ok(names)
}

pub async fn show(Reading(mut ctx): Reading, Query(asked): Query<Asked>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let filter = filter_of(&mut ctx, &asked).await?;
    let turn = Turn::from_asked(&asked);
    let who = asker(&ctx)?;
    let rows = listing::list_tasks(ctx.tx(), &who, &filter, &turn, PAGE_SIZE + 1).await?;
    let is_back = matches!(turn, Turn::Before(_));
    let page = if is_back { cut_front(rows) } else { PageOf::cut(rows, PAGE_SIZE) };
    let views = saved::actions::list(&mut ctx, Kind::Tasks).await?;
    let names = names(&mut ctx, &filter, &page.rows).await?;
    let turned = |name: &str, row: Option<&TaskRow>| {
        row.map_or_else(String::new, |row| {
            let mut query = filter.query();
            put(&mut query, name, &row.cursor(filter.order).to_string());
            address(urls::TASKS, &query)
        })
    };
    let has_newer = if is_back { page.has_more } else { turn != Turn::First };
    let has_older = is_back || page.has_more;
    let shown = ListPage {
        lang: ctx.lang(),
        today: ctx.today(),
        filter: &filter,
        names: &names,
        newer: turned("before", page.rows.first().filter(|_| has_newer)),
        older: turned("after", page.rows.last().filter(|_| has_older)),
        rows: &page.rows,
        views: &views,
    };
    Ok(ctx.draw(page::Sheet {
        title: texts::TASK_LIST.get(ctx.lang()),
        current: urls::TASKS,
        actions: Some(shown.actions()),
        body: shown.body(),
        is_wide: true,
        ..Default::default()
    }))
}

/// A page that was turned back has its row too many at the front.
fn cut_front(mut rows: Vec<TaskRow>) -> PageOf<TaskRow> {
    let extra = rows.len().saturating_sub(usize::try_from(PAGE_SIZE).unwrap_or(0));
    rows.drain(..extra);
    PageOf { rows, has_more: extra > 0 }
}

#[derive(Debug, serde::Deserialize)]
pub struct Format {
    format: ExportFormat,
}

/// The list as it is seen: the same filter, order and columns, all pages of it.
pub async fn export(
    Reading(mut ctx): Reading,
    Query(asked): Query<Asked>,
    Query(Format { format }): Query<Format>,
) -> WebResult<Response> {
    ctx.require(Permission::ReadWork)?;
    let filter = filter_of(&mut ctx, &asked).await?;
    let who = asker(&ctx)?;
    let rows = listing::list_tasks(ctx.tx(), &who, &filter, &Turn::First, EXPORT_LIMIT + 1).await?;
    let page = PageOf::cut(rows, EXPORT_LIMIT);
    let names = names(&mut ctx, &filter, &page.rows).await?;
    let lang = ctx.lang();
    let shown = ListPage {
        lang,
        today: ctx.today(),
        filter: &filter,
        names: &names,
        rows: &[],
        newer: String::new(),
        older: String::new(),
        views: &[],
    };
    let mut caption = shown.caption();
    if page.has_more {
        caption.extend(["; ", texts::task_export_cut(EXPORT_LIMIT).get(lang)]);
    }
    let columns = [
        texts::TASK_TITLE,
        texts::TASK_UNIT,
        texts::TASK_ASSIGNEE,
        texts::TASK_DUE,
        texts::TASK_STATE,
        texts::TASK_PERCENT,
        texts::TASK_EVIDENCE,
        texts::TASK_QUARTER,
    ];
    let rows = page
        .rows
        .into_iter()
        .map(|row| {
            vec![
                row.title.into(),
                row.unit_name.into(),
                row.assignee_name.into(),
                row.due_on.into(),
                words::state(row.state).get(lang).into(),
                row.progress_percent.into(),
                row.evidence_count.into(),
                row.quarter.map_or(Cell::Empty, |quarter| roman(quarter).into()),
            ]
        })
        .collect();
    let sheet = Sheet {
        name: texts::TASK_EXPORT_NAME.get(lang).to_owned(),
        caption,
        columns: columns.iter().map(|text| text.get(lang).to_owned()).collect(),
        rows,
    };
    Ok(sheet.respond(format, lang)?)
}

/// Saves the list's query under a name.
pub async fn save_view(Acting(mut ctx, Form(fields)): Acting<Form<super::Fields>>) -> WebResult<Response> {
    let view =
        saved::actions::save(&mut ctx, Kind::Tasks, field(&fields, "name"), field(&fields, "query")).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&address(urls::TASKS, &view.query)).into_response())
}

/// Renames or deletes a saved view of one's own.
pub async fn change_view(
    Path(view): Path<i64>,
    Acting(mut ctx, Form(fields)): Acting<Form<super::Fields>>,
) -> WebResult<Redirect> {
    saved::actions::act(&mut ctx, view, field(&fields, "act"), field(&fields, "name")).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::TASKS))
}
