//! From a plan to the official paper it goes out as.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::post;
use dispatch::actions::DraftFrom;
use dispatch::store::outgoing::Outgoing;
use kit::web::{Acting, App, Ctx, Empty, Json, WebResult};
use maud::Markup;
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::PlanId;
use crate::error::PlanError;
use crate::follow::actions::{Opened, Seen, see_plan};
use crate::follow::filter::{Asked, Filter};

/// What a paper's source is called (`dispatch` links to it).
const KIND: &str = "plan";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/plans/{plan}/outgoing", post(begin))
        .route("/api/v1/plans/{plan}/outgoing", post(draft))
}

#[derive(OpenApi)]
#[openapi(paths(draft))]
struct Description;

pub(crate) fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

fn is_own(ctx: &Ctx, opened: &Opened) -> bool {
    opened.eye.before.is_none() && ctx.unit().is_ok_and(|unit| unit == opened.plan.unit)
}

/// The papers made from a plan, for its page.
pub(crate) async fn section(ctx: &mut Ctx, opened: &Opened) -> WebResult<Markup> {
    let id = opened.plan.id;
    let action = is_own(ctx, opened).then(|| format!("/plans/{id}/outgoing"));
    Ok(dispatch::made_from(ctx, (KIND, id.0), action.as_deref()).await?)
}

/// What is to be done, by section as in the plan, each with who leads and until when.
fn content(seen: &Seen) -> Vec<Value> {
    let (mut blocks, mut items): (Vec<Value>, Vec<String>) = (Vec::new(), Vec::new());
    let mut section = "";
    for item in seen.items.iter().filter(|item| !item.is_withdrawn) {
        if item.section_title != section {
            if !items.is_empty() {
                blocks.push(json!({ "list": { "items": std::mem::take(&mut items) } }));
            }
            section = &item.section_title;
            if !section.is_empty() {
                blocks.push(json!({ "heading": { "level": 2, "text": section } }));
            }
        }
        let due = item.due_on.map_or_else(|| item.due_phrase.clone(), vi::date::short);
        let mut beside = Vec::new();
        if !item.lead.is_empty() {
            beside.push(format!("chủ trì: {}", item.lead));
        }
        if !due.is_empty() {
            beside.push(format!("thời hạn: {due}"));
        }
        let beside = if beside.is_empty() { String::new() } else { format!(" ({})", beside.join("; ")) };
        items.push(format!("{}{beside}", item.title.trim_end_matches(['.', ';'])));
    }
    if !items.is_empty() {
        blocks.push(json!({ "list": { "items": items } }));
    }
    blocks
}

/// Who has something to do.
fn organisation(seen: &Seen) -> Vec<Value> {
    let mut who: Vec<&str> =
        seen.items.iter().map(|item| item.lead.as_str()).filter(|one| !one.is_empty()).collect();
    who.sort_unstable();
    who.dedup();
    let what = "Chủ trì, phối hợp thực hiện các nhiệm vụ được giao trong Kế hoạch này; báo cáo kết quả theo quy định.";
    who.into_iter().map(|who| json!({ "who": who, "what": what })).collect()
}

async fn make(ctx: &mut Ctx, id: PlanId) -> WebResult<Outgoing> {
    let seen = see_plan(ctx, id, &Filter::from_asked(&Asked::default())).await?;
    if !is_own(ctx, &seen.opened) {
        return Err(PlanError::Account(kit::accounts::AccountError::NotAllowed).into());
    }
    let plan = &seen.opened.plan;
    let subject = plan.title.trim().strip_prefix("Kế hoạch ").unwrap_or(&plan.title).to_owned();
    let blocks = content(&seen);
    // What a plan does not say is left for the drafter to write, and easily seen.
    let data = json!({
        "subject": subject,
        "basis": "…",
        "purpose": "…",
        "requirements": "…",
        "content": blocks,
        "organisation": organisation(&seen),
    });
    let source = Some((KIND.to_owned(), id.0));
    let from = DraftFrom { template: KIND.to_owned(), title: subject, data, source };
    Ok(dispatch::actions::draft_from(ctx, from).await?)
}

async fn begin(Path(id): Path<PlanId>, Acting(mut ctx, _): Acting<Empty>) -> WebResult<Redirect> {
    let made = make(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&dispatch::urls::paper(made.id)))
}

/// Drafts the official paper of a plan: its items as they stand today, to be finished and signed.
#[utoipa::path(post, path = "/api/v1/plans/{plan}/outgoing", tag = "plans",
    responses((status = 201, body = Outgoing), (status = 403), (status = 404)))]
async fn draft(
    Path(plan): Path<PlanId>,
    Acting(mut ctx, _): Acting<Empty>,
) -> WebResult<(StatusCode, Json<Outgoing>)> {
    let made = make(&mut ctx, plan).await?;
    ctx.commit().await?;
    Ok((StatusCode::CREATED, Json(made)))
}
