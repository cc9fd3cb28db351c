//! JSON: the outline, what changed, the progress and the calendar of a plan.

use axum::Json;
use axum::Router;
use axum::extract::{Path, Query};
use axum::routing::get;
use chrono::NaiveDate;
use kit::web::{App, Reading, WebResult};
use paper::reading::diff::WordOp;
use utoipa::{OpenApi as _, ToSchema};

use super::actions;
use super::changes::{Because, Difference, Fate, Field};
use super::compare::{self, From};
use super::filter::{self, Asked, Filter};
use super::model::{ItemRow, PlanCard, Standing, Sums};
use super::progress::{self, By, ProgressRow};
use super::store::compare::{Extension, Step};
use super::store::tasks::{self, DueRow};
use crate::{PlanId, PlanItemId};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/plans/{plan}/outline", get(outline))
        .route("/api/v1/plans/{plan}/compare", get(compare_days))
        .route("/api/v1/plans/{plan}/progress", get(show_progress))
        .route("/api/v1/plans/{plan}/calendar", get(calendar))
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(outline, compare_days, show_progress, calendar))]
struct Description;

/// The description of this part of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// A plan with the items that a filter shows.
#[derive(Debug, serde::Serialize, ToSchema)]
pub struct OutlineResponse {
    pub plan: PlanCard,
    /// The day that the answer is for.
    pub day: NaiveDate,
    /// Over the items shown.
    pub sums: Sums,
    pub items: Vec<OutlineItem>,
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct OutlineItem {
    #[serde(flatten)]
    pub row: ItemRow,
    pub standing: Standing,
}

/// The items of a plan in the order of the paper, with their tasks counted.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/outline", tag = "plans", params(("plan" = PlanId, Path), Asked),
    responses((status = 200, body = OutlineResponse), (status = 404)))]
async fn outline(
    Reading(mut ctx): Reading,
    Path(plan): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> WebResult<Json<OutlineResponse>> {
    let seen = actions::see_plan(&mut ctx, plan, &Filter::from_asked(&asked)).await?;
    let items = seen.items.into_iter().map(|row| OutlineItem { standing: row.standing(), row }).collect();
    Ok(Json(OutlineResponse { plan: seen.opened.plan, day: seen.opened.eye.day, sums: seen.sums, items }))
}

/// A plan on two days.
#[derive(Debug, serde::Serialize, ToSchema)]
pub struct CompareResponse {
    /// The first day; `null` when the plan was never issued and no day was given: nothing is compared then.
    pub from: Option<NaiveDate>,
    pub to: NaiveDate,
    pub before: Sums,
    pub after: Sums,
    pub items: Vec<ItemDifference>,
    pub steps: Vec<Step>,
    pub extensions: Vec<Extension>,
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct ItemDifference {
    pub item: PlanItemId,
    pub code: String,
    pub title: String,
    pub fate: Fate,
    pub moves_dates: bool,
    pub changes: Vec<FieldDifference>,
    /// Who changed it when, why, and by which decision.
    pub because: Vec<Because>,
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct FieldDifference {
    pub field: Field,
    pub words: Vec<Words>,
}

/// A run of words.
#[derive(Debug, serde::Serialize, ToSchema)]
pub struct Words {
    /// `keep`, `remove` or `add`.
    pub op: &'static str,
    pub words: String,
}

impl std::convert::From<Difference> for ItemDifference {
    fn from(found: Difference) -> Self {
        let moves_dates = found.moves_dates();
        let changes = found.changes.into_iter().map(|change| FieldDifference {
            field: change.field,
            words: change.words.into_iter().map(Words::from).collect(),
        });
        Self {
            item: found.item,
            fate: found.fate,
            moves_dates,
            changes: changes.collect(),
            code: found.shown.code,
            title: found.shown.title,
            because: found.because,
        }
    }
}

impl std::convert::From<WordOp> for Words {
    fn from(op: WordOp) -> Self {
        match op {
            WordOp::Keep(words) => Self { op: "keep", words },
            WordOp::Remove(words) => Self { op: "remove", words },
            WordOp::Add(words) => Self { op: "add", words },
        }
    }
}

/// What was added, withdrawn, changed and moved between two days.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/compare", tag = "plans", params(("plan" = PlanId, Path), compare::Asked),
    responses((status = 200, body = CompareResponse), (status = 404)))]
async fn compare_days(
    Reading(mut ctx): Reading,
    Path(plan): Path<PlanId>,
    Query(asked): Query<compare::Asked>,
) -> WebResult<Json<CompareResponse>> {
    let found = compare::compare(&mut ctx, plan, &asked).await?;
    Ok(Json(CompareResponse {
        from: match found.from {
            From::Issued(at) => Some(at.date()),
            From::Day(day) => Some(day),
            From::Never => None,
        },
        to: found.to,
        before: found.before,
        after: found.after,
        items: found.differences.into_iter().map(ItemDifference::from).collect(),
        steps: found.steps,
        extensions: found.extensions,
    }))
}

#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ProgressQuery {
    /// `quarter` (unless given), `unit` or `lead`.
    by: String,
    /// The plan as it was on this day.
    as_of: String,
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct ProgressResponse {
    pub day: NaiveDate,
    pub by: &'static str,
    pub rows: Vec<ProgressRow>,
    pub sums: Sums,
}

/// How far a plan is.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/progress", tag = "plans", params(("plan" = PlanId, Path), ProgressQuery),
    responses((status = 200, body = ProgressResponse), (status = 404)))]
async fn show_progress(
    Reading(mut ctx): Reading,
    Path(plan): Path<PlanId>,
    Query(asked): Query<ProgressQuery>,
) -> WebResult<Json<ProgressResponse>> {
    let by = By::from_code(&asked.by);
    let found = progress::progress(&mut ctx, plan, by, filter::day(&asked.as_of)).await?;
    Ok(Json(ProgressResponse {
        day: found.opened.eye.day,
        by: by.code(),
        rows: found.rows,
        sums: found.sums,
    }))
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct CalendarResponse {
    pub tasks: Vec<DueRow>,
    /// The commemorations of the plan's year.
    pub occasions: Vec<super::calendar::Occasion>,
}

/// The due dates of a plan and the commemorations of its year.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/calendar", tag = "plans", params(("plan" = PlanId, Path)),
    responses((status = 200, body = CalendarResponse), (status = 404)))]
async fn calendar(Reading(mut ctx): Reading, Path(plan): Path<PlanId>) -> WebResult<Json<CalendarResponse>> {
    let opened = actions::open_plan(&mut ctx, plan, None).await?;
    let tasks = tasks::list_due(ctx.tx(), &opened.eye, plan, &Filter::default(), false).await?;
    Ok(Json(CalendarResponse { tasks, occasions: super::calendar::occasions(opened.plan.year, ctx.lang()) }))
}
