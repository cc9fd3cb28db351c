//! The page of the first run.

use axum::Router;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kit::web::{App, Form, Guest, WebResult, session_cookie, status};
use kit::{Fault as _, Internal, Kind};
use maud::Markup;

use crate::areas::AreaLists;
use crate::setup::{self, SetupForm};
use crate::views::setup::{self as views, SetupPage};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/setup", get(show).post(set_up))
}

async fn show(guest: Guest, Query(form): Query<SetupForm>) -> WebResult<Markup> {
    setup::check_open(&guest.app).await?;
    let choices = setup::committees(&AreaLists::built_in()?, &form.q);
    Ok(views::show(&guest.facts, &SetupPage { form: &form, choices: &choices, error: None }))
}

async fn set_up(guest: Guest, Form(form): Form<SetupForm>) -> WebResult<Response> {
    match setup::set_up(&guest.app, &form).await {
        Ok(secret) => {
            let mut response = Redirect::to("/").into_response();
            let cookie = session_cookie(&guest.app, &secret);
            let cookie = HeaderValue::from_str(&cookie).map_err(|error| Internal::new(error.to_string()))?;
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(error) if matches!(error.kind(), Kind::Invalid | Kind::Forbidden) => {
            let choices = setup::committees(&AreaLists::built_in()?, &form.q);
            let page = SetupPage { form: &form, choices: &choices, error: Some(&error) };
            Ok((status(error.kind()), views::show(&guest.facts, &page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
