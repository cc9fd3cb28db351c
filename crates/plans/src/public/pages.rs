//! The public pages: drawn once for each version of their data, then sent as they are.

use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::response::Response;
use chrono::NaiveDate;
use kit::export::{ExportFormat, Sheet};
use kit::paging::{PAGE_SIZE, PageOf};
use kit::storage::Tx;
use kit::text::Lang;
use kit::ui::Theme;
use kit::web::{App, Drawn, Guest, PageCache, WebResult};

use super::filter::{Asked, Filter, Turn};
use super::store::{self, Figures, PublicPlan, PublicTask};
use super::urls;
use super::views::{PlanPage, PlansPage, period};
use crate::{PlanError, PlanId, texts};

/// The most rows that are taken along at once.
const EXPORT_LIMIT: i64 = 20_000;
const HTML: &str = "text/html; charset=utf-8";

/// How a page is asked for, apart from what it shows.
#[derive(Debug, Clone, Copy)]
struct Look {
    today: NaiveDate,
    lang: Lang,
    theme: Theme,
}

impl Look {
    fn of(guest: &Guest) -> Self {
        Self { today: guest.app.clock.today(), lang: guest.facts.lang, theme: guest.facts.theme }
    }

    /// Everything that a page depends on besides its data.
    fn key(self, page: &str) -> String {
        format!("{page} {} {} {}", self.today, self.lang.tag(), self.theme.tag().unwrap_or("auto"))
    }
}

/// The answer without drawing, where that is possible.
fn kept(app: &App, key: &str, headers: &HeaderMap) -> Option<Response> {
    PageCache::not_modified(key, headers).or_else(|| Some(app.pages.get(key)?.respond(key, headers)))
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ListAsked {
    /// The last plan of the page before.
    after: String,
}

/// The published plans.
pub async fn list(guest: Guest, headers: HeaderMap, Query(asked): Query<ListAsked>) -> WebResult<Response> {
    let (app, look) = (&guest.app, Look::of(&guest));
    let after: Option<PlanId> = asked.after.parse().ok();
    let place = after.map_or_else(String::new, |plan| plan.to_string());
    let key = |version: i64| look.key(&format!("{}?{place} {version}", urls::PLANS));
    let mut tx = app.db.read().await?;
    let version = store::list_version(&mut tx).await?;
    if let Some(response) = kept(app, &key(version), &headers) {
        return Ok(response);
    }
    drop(tx);
    // The version and what is drawn for it must be of one view.
    let mut tx = app.db.read_consistently().await?;
    let key = key(store::list_version(&mut tx).await?);
    let page = PageOf::cut(store::list_public_plans(&mut tx, after, PAGE_SIZE + 1).await?, PAGE_SIZE);
    let mut plans = Vec::with_capacity(page.rows.len());
    for plan in page.rows {
        let figures = figures(app, &mut tx, &plan, look.today).await?;
        plans.push((plan, figures));
    }
    drop(tx);
    let page =
        PlansPage { lang: look.lang, theme: look.theme, after, plans: &plans, has_more: page.has_more };
    Ok(app.pages.put(&key, Drawn::new(HTML, page.draw().0)).respond(&key, &headers))
}

/// A plan's figures of a day, counted once for each version of the plan.
pub async fn figures(app: &App, tx: &mut Tx, plan: &PublicPlan, today: NaiveDate) -> WebResult<Figures> {
    let key = format!("figures {:?} {today}", plan.version);
    if let Some(found) = app.pages.get(&key).and_then(|kept| serde_json::from_str(kept.text()).ok()) {
        return Ok(found);
    }
    let figures = store::count_figures(tx, plan.id, today).await?;
    if let Ok(text) = serde_json::to_string(&figures) {
        app.pages.put(&key, Drawn::new("application/json", text));
    }
    Ok(figures)
}

/// A page of a plan's tasks: rows, and whether there are more towards the end and the beginning.
pub async fn page_of_tasks(
    tx: &mut Tx,
    plan: PlanId,
    filter: &Filter,
    today: NaiveDate,
) -> WebResult<(Vec<PublicTask>, bool, bool)> {
    let mut rows = store::list_public_tasks(tx, plan, filter, today, PAGE_SIZE + 1).await?;
    let limit = usize::try_from(PAGE_SIZE).unwrap_or(0);
    let has_extra = rows.len() > limit;
    Ok(match filter.turn {
        Turn::Before(_) => {
            rows.drain(..rows.len().saturating_sub(limit));
            (rows, true, has_extra)
        }
        turn => {
            rows.truncate(limit);
            (rows, has_extra, turn != Turn::First)
        }
    })
}

/// The page of a plan, or its table where the address ends in `.csv`.
pub async fn plan_or_file(
    guest: Guest,
    headers: HeaderMap,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> WebResult<Response> {
    let filter = Filter::from_asked(&asked);
    let (name, is_file) = name.strip_suffix(".csv").map_or((name.as_str(), false), |name| (name, true));
    let plan: PlanId = name.parse().map_err(|_| PlanError::NotPublic)?;
    if is_file { file(&guest, plan, &filter).await } else { page(&guest, &headers, plan, &filter).await }
}

async fn page(guest: &Guest, headers: &HeaderMap, id: PlanId, filter: &Filter) -> WebResult<Response> {
    let (app, look) = (&guest.app, Look::of(guest));
    let key = |plan: &PublicPlan| look.key(&format!("{} {:?}", filter.href(id), plan.version));
    let mut tx = app.db.read().await?;
    let plan = store::find_public_plan(&mut tx, id).await?.ok_or(PlanError::NotPublic)?;
    if let Some(response) = kept(app, &key(&plan), headers) {
        return Ok(response);
    }
    drop(tx);
    // The version and what is drawn for it must be of one view.
    let mut tx = app.db.read_consistently().await?;
    let plan = store::find_public_plan(&mut tx, id).await?.ok_or(PlanError::NotPublic)?;
    let figures = figures(app, &mut tx, &plan, look.today).await?;
    let (tasks, has_later, has_earlier) = page_of_tasks(&mut tx, id, filter, look.today).await?;
    drop(tx);
    let key = key(&plan);
    let page = PlanPage {
        lang: look.lang,
        theme: look.theme,
        plan: &plan,
        figures,
        filter,
        tasks: &tasks,
        has_later,
        has_earlier,
    };
    Ok(app.pages.put(&key, Drawn::new(HTML, page.draw().0)).respond(&key, headers))
}

/// All tasks that fit, to take along.
async fn file(guest: &Guest, id: PlanId, filter: &Filter) -> WebResult<Response> {
    let (today, lang) = (guest.app.clock.today(), guest.facts.lang);
    let mut tx = guest.app.db.read_consistently().await?;
    let plan = store::find_public_plan(&mut tx, id).await?.ok_or(PlanError::NotPublic)?;
    let whole = filter.turned(Turn::First);
    let rows = store::list_public_tasks(&mut tx, id, &whole, today, EXPORT_LIMIT).await?;
    drop(tx);
    let columns =
        [texts::PUBLIC_TASK, texts::PUBLIC_WHEN, texts::PUBLIC_UNIT, texts::PUBLIC_DUE, texts::PUBLIC_STATE];
    let sheet = Sheet {
        name: texts::public_file(plan.id).get(lang).to_owned(),
        caption: plan.title,
        columns: columns.iter().map(|column| column.get(lang).to_owned()).collect(),
        rows: rows
            .into_iter()
            .map(|row| {
                vec![
                    row.title.into(),
                    period(row.quarter, plan.year, lang).into(),
                    row.unit_name.into(),
                    row.due_on.into(),
                    row.state.label().get(lang).into(),
                ]
            })
            .collect(),
    };
    Ok(sheet.respond(ExportFormat::Csv, lang)?)
}
