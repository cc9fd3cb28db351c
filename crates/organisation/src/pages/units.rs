//! Units to look at: list, one unit, chart, what became of what; lists to take along.

use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::get;
use kit::UnitId;
use kit::export::{Cell, ExportFormat, Sheet};
use kit::paging::{PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{App, Reading, WebResult};
use maud::Markup;
use serde::Deserialize;

use crate::actions::visible_unit;
use crate::store::{self, Filter};
use crate::texts;
use crate::unit::{Level, UnitKind};
use crate::views::chart::{self, Branch, ChartPage, HistoryPage};
use crate::views::units::{self as views, ListPage, UnitPage};
use crate::words;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/units", get(list))
        .route("/units/export", get(export))
        .route("/units/chart", get(show_chart))
        .route("/units/history", get(history))
        .route("/units/history/export", get(export_history))
        .route("/units/{id}", get(show))
}

/// The address of a list of units.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ListQuery {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub kind: String,
    pub after: Option<UnitId>,
    pub format: Option<ExportFormat>,
    /// The chart's top.
    pub under: Option<UnitId>,
}

async fn list(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let filter = filter(&query, &ctx, PAGE_SIZE + 1)?;
    let rows = store::list_units(ctx.tx(), &filter).await?;
    let (scope, on) = (filter.scope, filter.on);
    let mut page = ListPage {
        units: PageOf::cut(rows, PAGE_SIZE),
        query: &query,
        former: Vec::new(),
        totals: Vec::new(),
    };
    if !query.q.trim().is_empty() && query.after.is_none() {
        // A name that no unit of the day bears may be one of the past.
        let former = store::list_units_by_name(ctx.tx(), scope, &query.q, on, 20).await?;
        page.former =
            former.into_iter().filter(|unit| !page.units.rows.iter().any(|row| row.id == unit.id)).collect();
    }
    for level in Level::ALL {
        let count = store::count_units(ctx.tx(), scope, level, on).await?;
        if count > 0 {
            page.totals.push((level, count));
        }
    }
    Ok(views::list(&ctx, &page))
}

fn filter(query: &ListQuery, ctx: &kit::web::Ctx, limit: i64) -> Result<Filter, kit::accounts::AccountError> {
    Ok(Filter {
        scope: ctx.scope()?,
        on: ctx.as_of(),
        text: query.q.clone(),
        level: Level::from_code(&query.level),
        kind: UnitKind::from_code(&query.kind),
        under: None,
        after: query.after,
        limit,
    })
}

async fn export(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Response> {
    ctx.require(Permission::ReadWork)?;
    let filter = Filter { after: None, ..filter(&query, &ctx, 100_000)? };
    let lang = ctx.lang();
    let rows = store::list_units(ctx.tx(), &filter).await?;
    let rows = rows
        .into_iter()
        .map(|unit| {
            vec![
                unit.code.into(),
                unit.name.into(),
                words::level(unit.level).get(lang).into(),
                words::kind(unit.kind).get(lang).into(),
                unit.valid_from.into(),
                Cell::from(unit.valid_to.and_then(|end| end.pred_opt())),
                unit.basis.into(),
            ]
        })
        .collect();
    let columns = [
        texts::UNIT_CODE,
        texts::UNIT_NAME,
        texts::UNIT_LEVEL,
        texts::UNIT_KIND,
        texts::UNIT_FROM,
        texts::UNIT_LAST_DAY,
        texts::UNIT_BASIS,
    ];
    let sheet = Sheet {
        name: texts::UNITS_TITLE.get(lang).to_owned(),
        caption: texts::units_as_of(kit::text::day(filter.on, lang)).get(lang).to_owned(),
        columns: columns.iter().map(|text| text.get(lang).to_owned()).collect(),
        rows,
    };
    Ok(sheet.respond(query.format.unwrap_or(ExportFormat::Xlsx), lang)?)
}

async fn show(Reading(mut ctx): Reading, Path(id): Path<UnitId>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let unit = visible_unit(&mut ctx, id).await?;
    let (scope, on) = (ctx.scope()?, ctx.as_of());
    let page = UnitPage {
        parent: match unit.parent {
            Some(parent) => store::find_unit(ctx.tx(), scope, parent, on).await?,
            None => None,
        },
        children: store::list_children(ctx.tx(), scope, id, on).await?,
        versions: store::list_versions(ctx.tx(), id).await?,
        successions: store::list_successions(ctx.tx(), id).await?,
        relations: store::list_relations(ctx.tx(), id).await?,
        posts: store::list_posts(ctx.tx(), id, on).await?,
        area: store::find_area(ctx.tx(), &unit, on).await?,
        may_manage: ctx.may(Permission::ManageUnits, id).await?,
        may_seat: ctx.may(Permission::ManageAccounts, id).await?,
        unit,
    };
    Ok(views::show(&ctx, &page))
}

/// OUT-1.1: the organisation on any day. Below the top two steps; a unit's own chart goes on from there.
async fn show_chart(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let (scope, on) = (ctx.scope()?, ctx.as_of());
    let top = visible_unit(&mut ctx, query.under.unwrap_or(scope.root)).await?;
    let mut branches = Vec::new();
    for unit in store::list_children(ctx.tx(), scope, top.id, on).await? {
        let below = store::list_children(ctx.tx(), scope, unit.id, on).await?;
        branches.push(Branch { unit, below });
    }
    Ok(chart::chart(&ctx, &ChartPage { top, branches }))
}

/// OUT-1.2: which units ended, and what followed them.
async fn history(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let (scope, level) = (ctx.scope()?, Level::from_code(&query.level));
    let rows = store::list_history(ctx.tx(), scope, level, query.after, PAGE_SIZE).await?;
    Ok(chart::history(&ctx, &HistoryPage { rows: &rows, query: &query }))
}

async fn export_history(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Response> {
    ctx.require(Permission::ReadWork)?;
    let (scope, level, lang) = (ctx.scope()?, Level::from_code(&query.level), ctx.lang());
    let rows = store::list_history(ctx.tx(), scope, level, None, 100_000).await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            let (code, name) =
                row.successor.map_or((String::new(), String::new()), |unit| (unit.code, unit.name));
            vec![
                row.predecessor.code.into(),
                row.predecessor.name.into(),
                row.predecessor_parent.unwrap_or_default().into(),
                Cell::from(row.effective_on.pred_opt()),
                words::succession(row.kind).get(lang).into(),
                code.into(),
                name.into(),
                row.share_note.into(),
                row.basis.into(),
            ]
        })
        .collect();
    let columns = [
        texts::UNIT_CODE,
        texts::HISTORY_PREDECESSOR,
        texts::UNIT_PARENT,
        texts::UNIT_LAST_DAY,
        texts::HISTORY_KIND,
        texts::HISTORY_SUCCESSOR_CODE,
        texts::HISTORY_SUCCESSOR,
        texts::HISTORY_SHARE,
        texts::UNIT_BASIS,
    ];
    let sheet = Sheet {
        name: texts::HISTORY_TITLE.get(lang).to_owned(),
        caption: texts::HISTORY_TITLE.get(lang).to_owned(),
        columns: columns.iter().map(|text| text.get(lang).to_owned()).collect(),
        rows,
    };
    Ok(sheet.respond(query.format.unwrap_or(ExportFormat::Xlsx), lang)?)
}
