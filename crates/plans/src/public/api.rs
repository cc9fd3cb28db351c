//! JSON: the public pages for programs, and the office's side.

use axum::extract::{Path, Query};
use axum::routing::{get, post};
use axum::{Json, Router};
use kit::paging::{PAGE_SIZE, PageOf};
use kit::web::{Acting, App, Guest, Json as JsonBody, Reading, WebResult};
use utoipa::{OpenApi as _, ToSchema};

use super::filter::{Asked, Filter};
use super::store::{self, Figures, PublicPlan, PublicTask, Publication};
use super::{actions, pages};
use crate::{PlanError, PlanId};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/public/plans", get(list))
        .route("/api/v1/public/plans/{plan}", get(show))
        .route("/api/v1/plans/{plan}/publication", get(publications).post(publish))
        .route("/api/v1/plans/{plan}/publication/withdraw", post(withdraw))
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list, show, publications, publish, withdraw))]
struct Description;

/// The description of this part of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// The id of the last plan of the page before.
    after: String,
}

/// A published plan with its tasks counted.
#[derive(Debug, serde::Serialize, ToSchema)]
pub struct CountedPlan {
    #[serde(flatten)]
    pub plan: PublicPlan,
    pub figures: Figures,
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct PublicPlansResponse {
    pub plans: Vec<CountedPlan>,
    pub has_more: bool,
}

/// The plans that committees made public, by committee. Needs no token.
#[utoipa::path(get, path = "/api/v1/public/plans", tag = "public", params(ListQuery), security(()),
    responses((status = 200, body = PublicPlansResponse)))]
async fn list(guest: Guest, Query(query): Query<ListQuery>) -> WebResult<Json<PublicPlansResponse>> {
    let (app, today) = (&guest.app, guest.app.clock.today());
    let mut tx = app.db.read_consistently().await?;
    let rows = store::list_public_plans(&mut tx, query.after.parse().ok(), PAGE_SIZE + 1).await?;
    let page = PageOf::cut(rows, PAGE_SIZE);
    let mut plans = Vec::with_capacity(page.rows.len());
    for plan in page.rows {
        let figures = pages::figures(app, &mut tx, &plan, today).await?;
        plans.push(CountedPlan { plan, figures });
    }
    Ok(Json(PublicPlansResponse { plans, has_more: page.has_more }))
}

#[derive(Debug, serde::Serialize, ToSchema)]
pub struct PublicPlanResponse {
    #[serde(flatten)]
    pub plan: PublicPlan,
    pub figures: Figures,
    /// By due date; those without one come last.
    pub tasks: Vec<PublicTask>,
    /// `after` of the next page, when there is one.
    pub after: Option<String>,
}

/// How far a plan is that its committee made public. Needs no token.
#[utoipa::path(get, path = "/api/v1/public/plans/{plan}", tag = "public", params(("plan" = PlanId, Path), Asked), security(()),
    responses((status = 200, body = PublicPlanResponse), (status = 404)))]
async fn show(
    guest: Guest,
    Path(id): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> WebResult<Json<PublicPlanResponse>> {
    let (app, today) = (&guest.app, guest.app.clock.today());
    let mut tx = app.db.read_consistently().await?;
    let plan = store::find_public_plan(&mut tx, id).await?.ok_or(PlanError::NotPublic)?;
    let figures = pages::figures(app, &mut tx, &plan, today).await?;
    let filter = Filter::from_asked(&asked);
    let (tasks, has_later, _) = pages::page_of_tasks(&mut tx, id, &filter, today).await?;
    let after = tasks.last().filter(|_| has_later).map(|task| task.place.to_string());
    Ok(Json(PublicPlanResponse { plan, figures, tasks, after }))
}

/// When a plan was public, the latest first; the first without `withdrawn_at` is public now.
#[utoipa::path(get, path = "/api/v1/plans/{plan}/publication", tag = "plans", params(("plan" = PlanId, Path)),
    responses((status = 200, body = Vec<Publication>), (status = 404)))]
async fn publications(
    Reading(mut ctx): Reading,
    Path(plan): Path<PlanId>,
) -> WebResult<Json<Vec<Publication>>> {
    Ok(Json(actions::see_publications(&mut ctx, plan).await?.1))
}

#[derive(Debug, serde::Deserialize, ToSchema)]
pub struct PublicationRequest {
    /// Kept inside; never empty.
    pub reason: String,
}

/// Shows the plan's progress to everybody.
#[utoipa::path(post, path = "/api/v1/plans/{plan}/publication", tag = "plans", params(("plan" = PlanId, Path)),
    request_body = PublicationRequest,
    responses((status = 200, body = Vec<Publication>), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn publish(
    Path(plan): Path<PlanId>,
    Acting(mut ctx, JsonBody(request)): Acting<JsonBody<PublicationRequest>>,
) -> WebResult<Json<Vec<Publication>>> {
    actions::publish(&mut ctx, plan, &request.reason).await?;
    let (_, rows) = actions::see_publications(&mut ctx, plan).await?;
    ctx.commit().await?;
    Ok(Json(rows))
}

/// Shows the plan's progress to nobody outside any more.
#[utoipa::path(post, path = "/api/v1/plans/{plan}/publication/withdraw", tag = "plans", params(("plan" = PlanId, Path)),
    request_body = PublicationRequest,
    responses((status = 200, body = Vec<Publication>), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn withdraw(
    Path(plan): Path<PlanId>,
    Acting(mut ctx, JsonBody(request)): Acting<JsonBody<PublicationRequest>>,
) -> WebResult<Json<Vec<Publication>>> {
    actions::withdraw(&mut ctx, plan, &request.reason).await?;
    let (_, rows) = actions::see_publications(&mut ctx, plan).await?;
    ctx.commit().await?;
    Ok(Json(rows))
}
