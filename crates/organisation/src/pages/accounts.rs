//! Accounts as administrators keep them.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kit::accounts::openid::OpenIdError;
use kit::paging::{PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{Acting, App, Calling, Ctx, Empty, Form, Reading, WebResult};
use kit::{AccountId, Fault as _, Kind, UnitId};
use maud::Markup;
use serde::Deserialize;

use crate::actions::visible_unit;
use crate::error::OrganisationError;
use crate::seats::{self, AccountForm, EndForm, OneTimePassword, SeatForm, StandInForm};
use crate::store;
use crate::views::accounts::{self as views, AccountPage, NewPage};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/accounts", get(list).post(create))
        .route("/accounts/new", get(new))
        .route("/accounts/{id}", get(show))
        .route("/accounts/{id}/seats", post(add_seat))
        .route("/accounts/{id}/stand-ins", post(add_stand_in))
        .route("/accounts/{id}/openid", post(link_openid))
        .route("/accounts/{id}/reset", post(reset))
        .route("/accounts/{id}/close", post(close))
        .route("/holdings/{id}/end", post(end_holding))
}

#[derive(Debug, Default, Deserialize)]
struct ListQuery {
    #[serde(default)]
    after: String,
}

async fn list(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ManageAccounts)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let rows = store::list_accounts(ctx.tx(), scope, today, &query.after, PAGE_SIZE + 1).await?;
    Ok(views::list(&ctx, &PageOf::cut(rows, PAGE_SIZE)))
}

#[derive(Debug, Default, Deserialize)]
struct NewQuery {
    unit: Option<UnitId>,
}

/// Units offered while typing. More than these are found by code.
const OFFERED: i64 = 400;

async fn unit_names(ctx: &mut Ctx) -> Result<Vec<String>, OrganisationError> {
    let filter = store::Filter { limit: OFFERED, ..store::Filter::all(ctx.scope()?, ctx.today()) };
    let units = store::list_units(ctx.tx(), &filter).await?;
    Ok(units.into_iter().map(|unit| format!("{} – {}", unit.code, unit.name)).collect())
}

async fn new(Reading(mut ctx): Reading, Query(query): Query<NewQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ManageAccounts)?;
    let mut form = AccountForm::default();
    if let Some(id) = query.unit {
        let unit = visible_unit(&mut ctx, id).await?;
        form.seat.unit = format!("{} – {}", unit.code, unit.name);
    }
    let units = unit_names(&mut ctx).await?;
    Ok(views::new(&ctx, &NewPage { form: &form, units: &units, error: None }))
}

async fn create(Calling(caller, Form(form)): Calling<Form<AccountForm>>) -> WebResult<Response> {
    caller.require(Permission::ManageAccounts)?;
    let password = OneTimePassword::new().await?;
    let mut ctx = caller.begin().await?;
    match seats::create_account(&mut ctx, &form, &password).await {
        Ok(account) => {
            let mut ctx = ctx.commit_and_read().await?;
            let page = account_page(&mut ctx, account).await?;
            Ok(views::show(&ctx, &AccountPage { password: &password.plain, ..page }).into_response())
        }
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Conflict) => {
            let units = unit_names(&mut ctx).await?;
            let page = NewPage { form: &form, units: &units, error: Some(&error) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, views::new(&ctx, &page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn account_page(ctx: &mut Ctx, id: AccountId) -> Result<AccountPage<'static>, OrganisationError> {
    let account = seats::own_account(ctx, id).await?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let has_provider = ctx.app.openid.is_some();
    let link = if has_provider { kit::accounts::store::openid::find_link(ctx.tx(), id).await? } else { None };
    Ok(AccountPage {
        has_provider,
        link,
        account,
        holdings: store::list_holdings(ctx.tx(), scope, id).await?,
        posts: store::list_posts_in(ctx.tx(), scope, today, OFFERED).await?,
        units: unit_names(ctx).await?,
        password: "",
        error: None,
    })
}

async fn show(Reading(mut ctx): Reading, Path(id): Path<AccountId>) -> WebResult<Markup> {
    let page = account_page(&mut ctx, id).await?;
    Ok(views::show(&ctx, &page))
}

/// Leads back to the account, or draws its page with what is wrong.
async fn done(mut ctx: Ctx, id: AccountId, outcome: Result<(), OrganisationError>) -> WebResult<Response> {
    match outcome {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&format!("/accounts/{id}")).into_response())
        }
        Err(
            error @ (OrganisationError::Form(_)
            | OrganisationError::OpenId(OpenIdError::NameTaken(_) | OpenIdError::NameInvalid)),
        ) => {
            let page = account_page(&mut ctx, id).await?;
            let page = AccountPage { error: Some(&error), ..page };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, views::show(&ctx, &page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
struct LinkForm {
    #[serde(default)]
    external_name: String,
}

async fn link_openid(
    Path(id): Path<AccountId>,
    Acting(mut ctx, Form(form)): Acting<Form<LinkForm>>,
) -> WebResult<Response> {
    let outcome = seats::link_openid(&mut ctx, id, &form.external_name).await;
    done(ctx, id, outcome).await
}

async fn add_seat(
    Path(id): Path<AccountId>,
    Acting(mut ctx, Form(form)): Acting<Form<SeatForm>>,
) -> WebResult<Response> {
    let outcome = seats::add_seat(&mut ctx, id, &form).await.map(|_| ());
    done(ctx, id, outcome).await
}

async fn add_stand_in(
    Path(id): Path<AccountId>,
    Acting(mut ctx, Form(form)): Acting<Form<StandInForm>>,
) -> WebResult<Response> {
    let outcome = seats::add_stand_in(&mut ctx, id, &form).await;
    done(ctx, id, outcome).await
}

async fn reset(Path(id): Path<AccountId>, Calling(caller, Empty): Calling<Empty>) -> WebResult<Markup> {
    caller.require(Permission::ManageAccounts)?;
    let password = OneTimePassword::new().await?;
    let mut ctx = caller.begin().await?;
    seats::reset_password(&mut ctx, id, &password).await?;
    let mut ctx = ctx.commit_and_read().await?;
    let page = account_page(&mut ctx, id).await?;
    Ok(views::show(&ctx, &AccountPage { password: &password.plain, ..page }))
}

async fn close(Path(id): Path<AccountId>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<Response> {
    let outcome = seats::close_account(&mut ctx, id).await;
    done(ctx, id, outcome).await
}

async fn end_holding(
    Path(id): Path<i64>,
    Acting(mut ctx, Form(form)): Acting<Form<EndForm>>,
) -> WebResult<Redirect> {
    let account = seats::end_holding(&mut ctx, id, &form).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&format!("/accounts/{account}")))
}
