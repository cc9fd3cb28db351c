//! The way to the provider and back.

use axum::Router;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;

use super::actions::{self, ATTEMPT_LENGTH, Callback, Step};
use super::error::OpenIdError;
use crate::accounts::AccountError;
use crate::accounts::pages::{SignInQuery, add_cookie, enter, local_path};
use crate::accounts::views::{self, SignInPage};
use crate::error::Fault as _;
use crate::ui::paths;
use crate::web::{App, Form, Guest, WebResult, cookie, status};

/// Holds the secret of a sign-in under way; sent only to these pages.
const COOKIE: &str = "doanket_openid";

pub(in crate::accounts) fn routes() -> Router<App> {
    Router::new()
        .route(paths::OPENID, get(begin))
        .route(paths::OPENID_CALLBACK, get(callback))
        .route(paths::OPENID_CODE, post(code))
}

async fn begin(guest: Guest, Query(query): Query<SignInQuery>) -> WebResult<Response> {
    let app = &guest.app;
    let next = local_path(&query.next);
    // Each one leaves a row behind, so they count as sign-ins do, until the person is in.
    let turn = guest.address.map_or(Ok(()), |address| app.attempts.begin(address, app.clock.now()));
    let begun = match turn {
        Ok(()) => actions::begin(app, next).await,
        Err(minutes) => Err(AccountError::AddressRests { minutes }.into()),
    };
    match begun {
        Ok(begun) => {
            let mut response = Redirect::to(&begun.address).into_response();
            add_cookie(&mut response, &attempt_cookie(app, &begun.secret))?;
            Ok(response)
        }
        Err(error) => refused(&guest, next, error),
    }
}

async fn callback(guest: Guest, headers: HeaderMap, Query(query): Query<Callback>) -> WebResult<Response> {
    let outcome = actions::finish(&guest.app, &query, cookie(&headers, COOKIE)).await;
    go_on(&guest, outcome).await
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
}

async fn code(guest: Guest, headers: HeaderMap, Form(form): Form<CodeForm>) -> WebResult<Response> {
    let secret = cookie(&headers, COOKIE).unwrap_or("");
    match actions::finish_with_code(&guest.app, secret, &form.code).await {
        Err(OpenIdError::Account(error)) if error.internal().is_none() => {
            let page = views::openid_code(&guest.facts, Some(error.message()));
            Ok((status(error.kind()), page).into_response())
        }
        outcome => go_on(&guest, outcome).await,
    }
}

async fn go_on(guest: &Guest, outcome: Result<Step, OpenIdError>) -> WebResult<Response> {
    let app = &guest.app;
    match outcome {
        Ok(Step::SignedIn { session, next }) => {
            if let Some(address) = guest.address {
                app.attempts.take_back(address);
            }
            let mut response = enter(app, &session, local_path(&next)).await?;
            add_cookie(&mut response, &attempt_cookie(app, ""))?;
            Ok(response)
        }
        Ok(Step::CodeNeeded { secret }) => {
            let mut response = views::openid_code(&guest.facts, None).into_response();
            add_cookie(&mut response, &attempt_cookie(app, &secret))?;
            Ok(response)
        }
        Err(error) => refused(guest, paths::HOME, error),
    }
}

/// The sign-in page again, with what happened: a password still opens the door.
fn refused(guest: &Guest, next: &str, error: OpenIdError) -> WebResult<Response> {
    if error.internal().is_some() || matches!(error, OpenIdError::NotSetUp) {
        return Err(error.into());
    }
    if let OpenIdError::Unreachable(detail) = &error {
        tracing::warn!(detail, "the provider cannot be reached");
    }
    let page = SignInPage { next, error: Some(error.message()), ..SignInPage::default() };
    Ok((status(error.kind()), views::sign_in(guest, &page)).into_response())
}

/// Sent along when the provider leads back here: a top-level visit from another site, which `Lax` allows.
fn attempt_cookie(app: &App, secret: &str) -> String {
    let secure = if app.settings.public_url.starts_with("https://") { "; Secure" } else { "" };
    let age = if secret.is_empty() { 0 } else { ATTEMPT_LENGTH.num_seconds() };
    format!("{COOKIE}={secret}; Path={}; HttpOnly; SameSite=Lax{secure}; Max-Age={age}", paths::OPENID)
}
