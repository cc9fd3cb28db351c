//! The calendar of commemorations, and calendars for other programs.

use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::Datelike as _;
use kit::export::{Cell, ExportFormat, Sheet};
use kit::permission::Permission;
use kit::web::{Ctx, Reading, WebResult};

use crate::follow::filter::Filter;
use crate::follow::ics::{Calendar, Event};
use crate::follow::store::tasks;
use crate::follow::views::calendar::{CalendarPage, roundness};
use crate::follow::{actions, calendar, urls};
use crate::texts;
use crate::{PlanError, PlanId};

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    /// `csv` or `xlsx`: the list to take along.
    format: Option<ExportFormat>,
}

impl Asked {
    fn year(&self, ctx: &Ctx) -> i32 {
        self.year
            .parse()
            .ok()
            .filter(|year| calendar::YEARS.contains(year))
            .unwrap_or_else(|| ctx.as_of().year())
    }
}

pub async fn show(Reading(ctx): Reading, Query(asked): Query<Asked>) -> WebResult<Response> {
    ctx.require(Permission::ReadWork)?;
    let (lang, year) = (ctx.lang(), asked.year(&ctx));
    let occasions = calendar::occasions(year, lang);
    if let Some(format) = asked.format {
        let columns = [
            texts::FOLLOW_COL_DAY,
            texts::FOLLOW_COL_QUARTER,
            texts::CALENDAR_COL_NAME,
            texts::CALENDAR_COL_YEARS,
            texts::CALENDAR_COL_ROUNDNESS,
            texts::CALENDAR_COL_LUNAR,
        ];
        let sheet = Sheet {
            name: texts::calendar_title(year).get(lang).to_owned(),
            caption: texts::calendar_title(year).get(lang).to_owned(),
            columns: columns.map(|column| column.get(lang).to_owned()).to_vec(),
            rows: occasions
                .iter()
                .map(|row| {
                    vec![
                        row.day.into(),
                        i64::from(row.quarter).into(),
                        row.name.clone().into(),
                        row.years.map(i64::from).into(),
                        row.roundness.map_or(Cell::Empty, |code| roundness(code).get(lang).into()),
                        row.lunar.clone().into(),
                    ]
                })
                .collect(),
        };
        return Ok(sheet.respond(format, lang)?);
    }
    let page = CalendarPage { lang, year, occasions, reminders: calendar::reminders(ctx.today(), lang) };
    Ok(page.draw(&ctx).into_response())
}

pub async fn feed(Reading(ctx): Reading, Query(asked): Query<Asked>) -> WebResult<Response> {
    ctx.require(Permission::ReadWork)?;
    let (lang, year) = (ctx.lang(), asked.year(&ctx));
    Ok(file(&ctx, texts::calendar_title(year).get(lang), &calendar::events(year, lang)))
}

/// The due dates of a plan's tasks, as far as the person sees them.
pub async fn plan_feed(Reading(mut ctx): Reading, Path(id): Path<PlanId>) -> WebResult<Response> {
    let (title, events) = plan_events(&mut ctx, id).await?;
    Ok(file(&ctx, &title, &events))
}

/// A plan's title, the due dates of its tasks, as far as the person sees them, and the commemorations of its year.
pub async fn plan_events(ctx: &mut Ctx, id: PlanId) -> Result<(String, Vec<Event>), PlanError> {
    let lang = ctx.lang();
    let opened = actions::open_plan(ctx, id, None).await?;
    let rows = tasks::list_due(ctx.tx(), &opened.eye, id, &Filter::default(), false).await?;
    let mut events: Vec<Event> = rows
        .into_iter()
        .filter_map(|row| {
            Some(Event {
                key: format!("task-{}", row.task),
                day: row.due_on?,
                summary: format!("{} – {}", row.title, row.unit_name),
                description: opened.plan.title.clone(),
                path: urls::task(row.task),
                category: texts::FOLLOW_PLANS.get(lang).to_owned(),
                remind_days: row.state.is_open().then_some(3),
            })
        })
        .collect();
    if calendar::YEARS.contains(&opened.plan.year) {
        events.extend(calendar::events(opened.plan.year, lang));
    }
    Ok((opened.plan.title, events))
}

/// The answer to a calendar program.
pub fn file(ctx: &Ctx, name: &str, events: &[Event]) -> Response {
    let text = Calendar { name, public_url: &ctx.app.settings.public_url, events }.write(ctx.now());
    let kind = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"doanket.ics\""),
    ];
    (kind, text).into_response()
}
