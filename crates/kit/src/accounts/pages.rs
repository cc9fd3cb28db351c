//! Pages of signing in and of one's own account: forms in, pages out.

use axum::Router;
use axum::extract::{FromRequestParts as _, Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::Markup;
use serde::Deserialize;

use super::actions::{self, SignIn};
use super::views::{self, AccountPage, PasswordPage, SignInPage, TwoStepPage};
use super::{AccountError, store};
use crate::audit::Event;
use crate::error::{Fault as _, Internal};
use crate::id::PostId;
use crate::text::Lang;
use crate::texts;
use crate::ui::paths;
use crate::web::{
    Acting, App, BodyKind as _, Caller, Calling, Ctx, Empty, Form, Guest, Reading, WebResult, session_cookie,
    status,
};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(paths::SIGN_IN, get(sign_in_form).post(sign_in))
        .route(paths::SIGN_OUT, post(sign_out))
        .route(paths::PREFERENCES, post(preferences))
        .route(paths::ACCOUNT, get(account))
        .route(paths::PASSWORD, get(password_form).post(change_password))
        .route("/account/two-step", get(two_step_form).post(enable_two_step))
        .route("/account/two-step/off", post(disable_two_step))
        .route("/account/tokens", post(create_token))
        .route("/account/tokens/{id}/revoke", post(revoke_token))
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct SignInQuery {
    #[serde(default)]
    pub next: String,
}

#[derive(Debug, Deserialize)]
struct SignInForm {
    #[serde(flatten)]
    sign_in: SignIn,
    #[serde(default)]
    next: String,
}

async fn sign_in_form(guest: Guest, Query(query): Query<SignInQuery>) -> Markup {
    let page = SignInPage { next: local_path(&query.next), ..Default::default() };
    views::sign_in(&guest, &page)
}

async fn sign_in(guest: Guest, Form(form): Form<SignInForm>) -> WebResult<Response> {
    let app = &guest.app;
    let now = app.clock.now();
    let next = local_path(&form.next);
    // Counted before the slow check of the password, so that many attempts at once do not slip through together.
    let turn = guest.address.map_or(Ok(()), |address| app.attempts.begin(address, now));
    let signed_in = if let Err(minutes) = turn {
        Err(AccountError::AddressRests { minutes })
    } else {
        let outcome = actions::sign_in(&app.db, &app.clock, &form.sign_in).await;
        let is_wrong = matches!(outcome, Err(AccountError::SignInRefused));
        if let Some(address) = guest.address.filter(|_| !is_wrong) {
            app.attempts.take_back(address);
        }
        outcome
    };
    let error = match signed_in {
        Ok(secret) => return Ok(enter(app, &secret, next).await?),
        Err(error) if error.internal().is_some() => return Err(error.into()),
        Err(error) => error,
    };
    let page = SignInPage { login: &form.sign_in.login, next, error: Some(error.message()) };
    Ok((status(error.kind()), views::sign_in(&guest, &page)).into_response())
}

/// Sets the session's cookie and the person's language, and leads on.
pub(super) async fn enter(app: &App, secret: &str, next: &str) -> Result<Response, Internal> {
    let mut tx = app.db.read().await?;
    let found = store::find_by_session(&mut tx, &super::token_hash(secret), app.clock.now()).await?;
    let mut response = Redirect::to(next).into_response();
    add_cookie(&mut response, &session_cookie(app, secret))?;
    if let Some(found) = found {
        add_cookie(&mut response, &preference_cookie("lang", found.actor.lang.tag()))?;
    }
    Ok(response)
}

async fn sign_out(Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<Response> {
    let session_hash = ctx.facts.session_hash.clone();
    store::delete_session(ctx.tx(), &session_hash).await?;
    let account = ctx.actor.account;
    ctx.audit(Event::new("signed_out", "account", account.0, None));
    let app = ctx.app.clone();
    ctx.commit().await?;
    let mut response = Redirect::to(paths::SIGN_IN).into_response();
    add_cookie(&mut response, &session_cookie(&app, ""))?;
    Ok(response)
}

#[derive(Debug, Deserialize)]
struct PreferencesForm {
    #[serde(default)]
    back: String,
    lang: Option<String>,
    theme: Option<String>,
    /// The post to act from.
    unit: Option<PostId>,
}

/// Language and theme are for visitors too; another seat is for those who hold it.
async fn preferences(State(app): State<App>, request: Request) -> WebResult<Response> {
    let (mut parts, body) = request.into_parts();
    Guest::from_request_parts(&mut parts, &app).await?;
    // No connection is kept while the body arrives.
    let person = Reading::from_request_parts(&mut parts, &app).await.map(|Reading(ctx)| ctx.into_caller());
    let Form(form) = Form::<PreferencesForm>::read(Request::from_parts(parts, body), &app).await?;
    let lang = form.lang.as_deref().and_then(Lang::from_tag);
    match person {
        Ok(caller) => keep_preferences(&caller, lang, form.unit).await?,
        Err(error) if form.unit.is_some() => return Err(error),
        Err(_) => {}
    }
    let mut response = Redirect::to(local_path(&form.back)).into_response();
    if let Some(lang) = lang {
        add_cookie(&mut response, &preference_cookie("lang", lang.tag()))?;
    }
    if let Some(theme @ ("light" | "dark" | "auto")) = form.theme.as_deref() {
        add_cookie(&mut response, &preference_cookie("theme", theme))?;
    }
    Ok(response)
}

async fn keep_preferences(
    caller: &Caller,
    lang: Option<Lang>,
    post: Option<PostId>,
) -> Result<(), AccountError> {
    let Caller { app, actor, facts } = caller;
    let mut tx = app.db.write().await?;
    if let Some(lang) = lang {
        store::update_lang(&mut tx, actor.account, lang).await?;
    }
    if let Some(post) = post {
        actions::switch_seat(&mut tx, actor, &facts.session_hash, post).await?;
    }
    Ok(tx.commit().await?)
}

async fn account(Reading(mut ctx): Reading) -> WebResult<Markup> {
    let tokens = own_tokens(&mut ctx).await?;
    Ok(views::account(&ctx, &AccountPage { tokens: &tokens, ..Default::default() }))
}

async fn password_form(Reading(ctx): Reading) -> Markup {
    views::password(&ctx, &PasswordPage::default())
}

#[derive(Debug, Deserialize)]
struct PasswordForm {
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
    #[serde(default)]
    again: String,
}

async fn change_password(Calling(caller, Form(form)): Calling<Form<PasswordForm>>) -> WebResult<Response> {
    let refused = |ctx: &Ctx, field, message| {
        let page = PasswordPage { error: Some((field, message)), is_done: false };
        (StatusCode::UNPROCESSABLE_ENTITY, views::password(ctx, &page)).into_response()
    };
    if form.new != form.again {
        let ctx = caller.look().await?;
        return Ok(refused(&ctx, "again", texts::ACCOUNT_PASSWORD_DIFFERS.into()));
    }
    let (app, actor, session_hash) = (&caller.app, &caller.actor, &caller.facts.session_hash);
    let now = app.clock.now();
    let changed = actions::change_password(&app.db, actor, session_hash, &form.old, &form.new, now).await;
    let ctx = caller.look().await?;
    match changed {
        Ok(()) => Ok(views::password(&ctx, &PasswordPage { error: None, is_done: true }).into_response()),
        Err(error @ AccountError::WrongPassword) => Ok(refused(&ctx, "old", error.message())),
        Err(error @ AccountError::WeakPassword) => Ok(refused(&ctx, "new", error.message())),
        Err(error) => Err(error.into()),
    }
}

async fn two_step_form(Reading(ctx): Reading) -> WebResult<Markup> {
    let secret = actions::new_totp_secret()?;
    Ok(views::two_step(&ctx, &TwoStepPage { secret: &secret, error: None })?)
}

#[derive(Debug, Deserialize)]
struct TwoStepForm {
    secret: String,
    #[serde(default)]
    code: String,
    /// Asked when another app takes the place of the one before.
    #[serde(default)]
    password: String,
}

async fn enable_two_step(Calling(caller, Form(form)): Calling<Form<TwoStepForm>>) -> WebResult<Response> {
    actions::require_session(&caller.facts)?;
    if caller.actor.has_totp {
        let checked = actions::check_own_password(&caller.app.db, caller.actor.account, &form.password).await;
        match checked {
            Ok(()) => {}
            Err(error @ AccountError::WrongPassword) => {
                let ctx = caller.look().await?;
                let page = TwoStepPage { secret: &form.secret, error: Some(("password", error.message())) };
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, views::two_step(&ctx, &page)?).into_response());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut ctx = caller.begin().await?;
    let (actor, now) = (ctx.actor.clone(), ctx.now());
    match actions::enable_totp(ctx.tx(), &actor, &form.secret, &form.code, now).await {
        Ok(codes) => {
            ctx.audit(Event::new("two_step_enabled", "account", actor.account.0, None));
            let ctx = ctx.commit_and_read().await?;
            Ok(views::recovery_codes(&ctx, &codes).into_response())
        }
        Err(error @ AccountError::WrongCode) => {
            let page = TwoStepPage { secret: &form.secret, error: Some(("code", error.message())) };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, views::two_step(&ctx, &page)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
struct OwnPasswordForm {
    #[serde(default)]
    password: String,
}

async fn disable_two_step(
    Calling(caller, Form(form)): Calling<Form<OwnPasswordForm>>,
) -> WebResult<Redirect> {
    actions::require_session(&caller.facts)?;
    let actor = caller.actor.clone();
    actions::check_own_password(&caller.app.db, actor.account, &form.password).await?;
    let mut ctx = caller.begin().await?;
    store::update_totp(ctx.tx(), actor.account, None).await?;
    ctx.audit(Event::new("two_step_disabled", "account", actor.account.0, None));
    ctx.commit().await?;
    Ok(Redirect::to(paths::ACCOUNT))
}

#[derive(Debug, Deserialize)]
struct TokenForm {
    #[serde(default)]
    name: String,
    days: Option<i64>,
}

async fn create_token(Acting(mut ctx, Form(form)): Acting<Form<TokenForm>>) -> WebResult<Response> {
    let secret = match actions::make_token(&mut ctx, &form.name, form.days.unwrap_or(90)).await {
        Ok((_, secret)) => secret,
        Err(error @ (AccountError::NameMissing | AccountError::NameTooLong)) => {
            let tokens = own_tokens(&mut ctx).await?;
            let page = AccountPage { tokens: &tokens, error: Some(error.message()), ..Default::default() };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, views::account(&ctx, &page)).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let mut ctx = ctx.commit_and_read().await?;
    let tokens = own_tokens(&mut ctx).await?;
    let page = AccountPage { tokens: &tokens, new_token: &secret, ..Default::default() };
    Ok(views::account(&ctx, &page).into_response())
}

async fn revoke_token(Path(id): Path<i64>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<Redirect> {
    actions::revoke_token(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(paths::ACCOUNT))
}

async fn own_tokens(ctx: &mut Ctx) -> Result<Vec<store::TokenRow>, Internal> {
    let account = ctx.actor.account;
    store::list_tokens(ctx.tx(), account).await
}

/// A path of this site, to be led back to: `//host`, `/\host` and anything else lead home.
pub(super) fn local_path(path: &str) -> &str {
    let is_local = path.starts_with('/')
        && !path[1..].starts_with(['/', '\\'])
        && !path.contains(|letter: char| letter.is_control())
        && path != paths::SIGN_OUT;
    if is_local { path } else { paths::HOME }
}

fn preference_cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax")
}

pub(super) fn add_cookie(response: &mut Response, cookie: &str) -> Result<(), Internal> {
    let value = HeaderValue::from_str(cookie).map_err(|error| Internal::new(error.to_string()))?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_led_to() {
        for (asked, led) in [
            ("/tasks?as_of=2024-01-01", "/tasks?as_of=2024-01-01"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("javascript:alert(1)", "/"),
            ("/a\r\nset-cookie: b=c", "/"),
            ("/sign-out", "/"),
        ] {
            assert_eq!(local_path(asked), led, "{asked}");
        }
    }
}
