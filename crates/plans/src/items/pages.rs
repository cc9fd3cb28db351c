//! The pages of the plan record: forms in, page structs out.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use documents::DocumentId;
use kit::text::Phrase;
use kit::web::{Acting, App, Ctx, Form, Reading, WebResult};
use kit::{Fault as _, Kind};
use maud::Markup;

use super::actions::{self, Decision, Edit, NewSpending};
use super::error::{FieldReason, ItemError};
use super::form::{ItemForm, read_date, read_whole};
use super::page_views::{self, ItemPage, MovePage, NewItemPage, PlanForm, Tried};
use super::series::Repeat;
use super::store::{self, NewPlan};
use crate::follow::urls;
use crate::item::{ItemFields, ItemKind};
use crate::plan::{PlanKind, PlanMove};
use crate::{PlanId, PlanItemId};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/plans/new", get(new_plan).post(create_plan))
        .route("/plans/{id}/move", get(move_page).post(move_plan))
        .route("/plans/{id}/items/new", get(new_item).post(add_item))
        .route("/plans/{id}/items/{item}/edit", get(show_item).post(edit_item))
        .route("/plans/{id}/items/{item}/withdraw", post(withdraw_item))
        .route("/plans/{id}/items/{item}/spending", post(record_spending))
}

/// The status of a form that is shown again, or `None` when the failure has a page of its own.
pub(super) fn shown_again(error: &ItemError) -> Option<StatusCode> {
    match error.kind() {
        Kind::Conflict => Some(StatusCode::CONFLICT),
        Kind::Invalid => Some(StatusCode::UNPROCESSABLE_ENTITY),
        _ => None,
    }
}

/// The paper that a person named by its symbol; an empty field names none.
async fn decision(ctx: &mut Ctx, reason: &str, symbol: &str) -> Result<Decision, ItemError> {
    let document = named_document(ctx, "decision", symbol).await?;
    Ok(Decision { reason: reason.to_owned(), document })
}

async fn named_document(
    ctx: &mut Ctx,
    field: &'static str,
    symbol: &str,
) -> Result<Option<DocumentId>, ItemError> {
    if symbol.trim().is_empty() {
        return Ok(None);
    }
    let scope = ctx.scope()?;
    let found = store::find_document_by_symbol(ctx.tx(), scope, symbol).await?;
    found.map(Some).ok_or_else(|| ItemError::field(field, FieldReason::DocumentUnknown))
}

async fn new_plan(Reading(ctx): Reading) -> WebResult<Markup> {
    ctx.require(kit::permission::Permission::EditPlans).map_err(ItemError::from)?;
    let year = chrono::Datelike::year(&ctx.today()).to_string();
    let form = PlanForm { year, kind: PlanKind::Yearly.code().to_owned(), ..PlanForm::default() };
    Ok(page_views::new_plan(&ctx, &form, None))
}

async fn create_plan(Acting(mut ctx, Form(form)): Acting<Form<PlanForm>>) -> WebResult<Response> {
    match create(&mut ctx, &form).await {
        Ok(plan) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::plan(plan)).into_response())
        }
        Err(error) => {
            let Some(status) = shown_again(&error) else { return Err(error.into()) };
            let ctx = ctx.roll_back_and_read().await?;
            Ok((status, page_views::new_plan(&ctx, &form, Some(&error))).into_response())
        }
    }
}

async fn create(ctx: &mut Ctx, form: &PlanForm) -> Result<PlanId, ItemError> {
    let document = named_document(ctx, "document", &form.document).await?;
    let number = |field, typed: &str| match typed.trim() {
        "" => Ok(None),
        typed => {
            read_whole(typed).map(Some).ok_or_else(|| ItemError::field(field, FieldReason::NumberUnreadable))
        }
    };
    let new = NewPlan {
        unit: ctx.unit()?,
        year: form
            .year
            .trim()
            .parse()
            .map_err(|_| ItemError::field("year", FieldReason::NumberUnreadable))?,
        kind: PlanKind::from_code(&form.kind).unwrap_or(PlanKind::Yearly),
        title: form.title.clone(),
        document,
        parent: None,
        allotment: number("allotment", &form.allotment)?,
    };
    Ok(actions::create_plan(ctx, new).await?.id)
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct MoveForm {
    act: String,
    version: i64,
    reason: String,
    decision: String,
}

async fn move_page(
    Reading(mut ctx): Reading,
    Path(id): Path<PlanId>,
    Query(form): Query<MoveForm>,
) -> WebResult<Markup> {
    Ok(draw_move(&mut ctx, id, &form, None).await?)
}

async fn draw_move(
    ctx: &mut Ctx,
    id: PlanId,
    form: &MoveForm,
    error: Option<&ItemError>,
) -> Result<Markup, ItemError> {
    let plan = actions::readable_plan(ctx, id).await?;
    let act = PlanMove::from_code(&form.act).ok_or(ItemError::PlanNotFound(id))?;
    let version = match error {
        Some(error) if !error.is_overtaken() => form.version,
        _ => plan.version,
    };
    let summary = match act {
        PlanMove::Issue => Some(actions::issue_summary(ctx, id).await?),
        _ => None,
    };
    let (reason, decision) = (&form.reason, &form.decision);
    let page = MovePage { plan: &plan, act, version, summary, reason, decision, error };
    Ok(page_views::move_plan(ctx, &page))
}

async fn move_plan(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Form(form)): Acting<Form<MoveForm>>,
) -> WebResult<Response> {
    let act = PlanMove::from_code(&form.act).ok_or(ItemError::PlanNotFound(id))?;
    let done = match decision(&mut ctx, &form.reason, &form.decision).await {
        Ok(decision) => actions::move_plan(&mut ctx, id, form.version, act, &decision).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::plan(id)).into_response())
        }
        Err(error) => {
            let Some(status) = shown_again(&error) else { return Err(error.into()) };
            let mut ctx = ctx.roll_back_and_read().await?;
            Ok((status, draw_move(&mut ctx, id, &form, Some(&error)).await?).into_response())
        }
    }
}

#[derive(Debug, Default, serde::Deserialize)]
struct NewItemForm {
    /// The symbol of the incoming order that the work rests on.
    #[serde(default)]
    order: String,
    #[serde(flatten)]
    item: ItemForm,
}

async fn new_item(Reading(mut ctx): Reading, Path(id): Path<PlanId>) -> WebResult<Markup> {
    let plan = actions::readable_plan(&mut ctx, id).await?;
    // Once the plan is issued, what is added most often is work that arises.
    let kind = if plan.state.is_in_force() { ItemKind::AdHoc } else { ItemKind::Focus };
    let form = ItemForm::of(&mut ctx, &ItemFields { kind, ..ItemFields::default() }, 0).await?;
    Ok(draw_new_item(&mut ctx, id, &form, "", None).await?)
}

async fn draw_new_item(
    ctx: &mut Ctx,
    id: PlanId,
    form: &ItemForm,
    order: &str,
    error: Option<&ItemError>,
) -> Result<Markup, ItemError> {
    let plan = actions::readable_plan(ctx, id).await?;
    let (scope, day) = (ctx.scope()?, ctx.today());
    let units = store::list_unit_suggestions(ctx.tx(), scope, day, 300).await?;
    Ok(page_views::new_item(ctx, &NewItemPage { plan: &plan, form, order, units: &units, error }))
}

async fn add_item(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Form(form)): Acting<Form<NewItemForm>>,
) -> WebResult<Response> {
    match add(&mut ctx, id, &form).await {
        Ok(item) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::item(id, item)).into_response())
        }
        Err(error) => {
            let Some(status) = shown_again(&error) else { return Err(error.into()) };
            let mut ctx = ctx.roll_back_and_read().await?;
            let page = draw_new_item(&mut ctx, id, &form.item, &form.order, Some(&error)).await?;
            Ok((status, page).into_response())
        }
    }
}

async fn add(ctx: &mut Ctx, id: PlanId, form: &NewItemForm) -> Result<PlanItemId, ItemError> {
    let plan = actions::readable_plan(ctx, id).await?;
    let fields = form.item.read(ctx, plan.year).await?;
    let order = named_document(ctx, "order", &form.order).await?;
    let decision = decision(ctx, &form.item.reason, &form.item.decision).await?;
    let added = match Repeat::from_code(&form.item.repeat) {
        Some(repeat) => actions::add_series(ctx, id, fields, repeat, order, &decision).await?,
        None => actions::add_item(ctx, id, fields, order, &decision).await?,
    };
    Ok(added.id)
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Wanted {
    /// The form that is unfolded: `edit`, `withdraw`, `carry`, `spending`.
    open: String,
}

async fn show_item(
    Reading(mut ctx): Reading,
    Path((_, id)): Path<(PlanId, PlanItemId)>,
    Query(wanted): Query<Wanted>,
) -> WebResult<Markup> {
    let tried = Tried { form: &wanted.open, ..Tried::default() };
    Ok(draw_item(&mut ctx, id, None, tried, None, None).await?)
}

async fn draw_item(
    ctx: &mut Ctx,
    id: PlanItemId,
    typed: Option<&ItemForm>,
    tried: Tried<'_>,
    seen: Option<i64>,
    error: Option<&ItemError>,
) -> Result<Markup, ItemError> {
    let (plan, item) = actions::readable_item(ctx, id).await?;
    let (scope, day) = (ctx.scope()?, ctx.today());
    let mut form = match typed {
        Some(typed) => typed.clone(),
        None => ItemForm::of(ctx, &item.fields, item.version).await?,
    };
    // What was typed stays, over the version that was seen. Only who was told that somebody was faster may write over that.
    form.version = match (error, seen) {
        (Some(error), Some(seen)) if !error.is_overtaken() => seen,
        _ => item.version,
    };
    let page = ItemPage {
        units: store::list_unit_suggestions(ctx.tx(), scope, day, 300).await?,
        versions: actions::versions_of(ctx, id).await?,
        spendings: actions::spendings_of(ctx, id).await?,
        not_begun: actions::count_not_begun(ctx, &item).await?,
        is_carried: actions::carried_to(ctx, id).await?.is_some(),
        plan,
        item,
        form,
        tried,
        error,
    };
    Ok(page_views::item(ctx, &page))
}

/// Back to the item, or the item with what went wrong and what was typed.
pub(super) async fn answer(
    ctx: Ctx,
    id: PlanItemId,
    typed: Option<&ItemForm>,
    tried: Tried<'_>,
    seen: Option<i64>,
    done: Result<(), ItemError>,
) -> WebResult<Response> {
    match done {
        Ok(()) => {
            let mut ctx = ctx.commit_and_read().await?;
            let (plan, _) = actions::readable_item(&mut ctx, id).await?;
            Ok(Redirect::to(&urls::item(plan.id, id)).into_response())
        }
        Err(error) => {
            let Some(status) = shown_again(&error) else { return Err(error.into()) };
            let mut ctx = ctx.roll_back_and_read().await?;
            Ok((status, draw_item(&mut ctx, id, typed, tried, seen, Some(&error)).await?).into_response())
        }
    }
}

async fn edit_item(
    Path((_, id)): Path<(PlanId, PlanItemId)>,
    Acting(mut ctx, Form(form)): Acting<Form<ItemForm>>,
) -> WebResult<Response> {
    let done = async {
        let (plan, _) = actions::readable_item(&mut ctx, id).await?;
        let fields = form.read(&mut ctx, plan.year).await?;
        let decision = decision(&mut ctx, &form.reason, &form.decision).await?;
        let edit = Edit { version: form.version, fields, is_for_series: !form.with_series.is_empty() };
        actions::edit_item(&mut ctx, id, edit, &decision).await.map(|_| ())
    };
    let done = done.await;
    let tried = Tried { form: "edit", ..Tried::default() };
    answer(ctx, id, Some(&form), tried, Some(form.version), done).await
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct ReasonForm {
    version: i64,
    reason: String,
    decision: String,
}

async fn withdraw_item(
    Path((_, id)): Path<(PlanId, PlanItemId)>,
    Acting(mut ctx, Form(form)): Acting<Form<ReasonForm>>,
) -> WebResult<Response> {
    let done = match decision(&mut ctx, &form.reason, &form.decision).await {
        Ok(decision) => actions::withdraw_item(&mut ctx, id, form.version, &decision).await.map(|_| ()),
        Err(error) => Err(error),
    };
    let tried =
        Tried { form: "withdraw", reason: &form.reason, decision: &form.decision, ..Tried::default() };
    answer(ctx, id, None, tried, Some(form.version), done).await
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct SpendingForm {
    amount: String,
    spent_on: String,
    note: String,
}

async fn record_spending(
    Path((_, id)): Path<(PlanId, PlanItemId)>,
    Acting(mut ctx, Form(form)): Acting<Form<SpendingForm>>,
) -> WebResult<Response> {
    let amount = read_whole(&form.amount).ok_or(ItemError::field("amount", FieldReason::NumberUnreadable));
    let spent_on = read_date(&form.spent_on).ok_or(ItemError::field("spent_on", FieldReason::DateUnreadable));
    let done = match (amount, spent_on) {
        (Ok(amount), Ok(spent_on)) => {
            let new = NewSpending { amount, spent_on, note: form.note.clone() };
            actions::record_spending(&mut ctx, id, &new).await.map(|_| ())
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let tried = Tried {
        form: "spending",
        amount: &form.amount,
        spent_on: &form.spent_on,
        note: &form.note,
        ..Tried::default()
    };
    answer(ctx, id, None, tried, None, done).await
}

/// What is said of a refused form, and the faults by field.
pub(super) fn refused(
    error: Option<&ItemError>,
    lang: kit::text::Lang,
) -> (String, Vec<(&'static str, String)>) {
    let message = error.map_or_else(String::new, |error| error.message().get(lang).to_owned());
    let fields: Vec<(&'static str, Phrase)> = error.map(kit::Fault::fields).unwrap_or_default();
    (message, fields.into_iter().map(|(field, phrase)| (field, phrase.get(lang).to_owned())).collect())
}
