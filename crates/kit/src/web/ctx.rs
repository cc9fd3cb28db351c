//! The request's one context: who acts, for which unit, the transaction, the clock, the language.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, header};
use chrono::{NaiveDate, TimeDelta};

use super::headers::{SESSION_COOKIE, address, asked_day, cookie, lang};
use super::{App, WebError};
use crate::accounts::{self, AccountError, Actor, Seat, store, token_hash};
use crate::audit::{self, Author, Event};
use crate::clock::Instant;
use crate::error::Internal;
use crate::id::UnitId;
use crate::permission::{Permission, Scope};
use crate::storage::Tx;
use crate::text::Lang;
use crate::ui::{Theme, paths};

/// What the page around a handler needs to know of the request.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// Path and query, as asked.
    pub path: String,
    pub lang: Lang,
    pub theme: Theme,
    /// The day the page is asked for (`as_of`), when it is not today.
    pub as_of: Option<NaiveDate>,
    pub is_api: bool,
    /// The hash of the session's secret; empty for a token.
    pub session_hash: String,
}

/// How a context goes on.
enum Access {
    Read,
    ReadConsistently,
    Write,
}

/// The context. It comes first in every argument list; code that skips authentication does not compile.
pub struct Ctx {
    pub app: App,
    pub actor: Actor,
    pub facts: RequestFacts,
    now: Instant,
    tx: Tx,
    events: Vec<Event>,
}

impl Ctx {
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// The instant of this request: one for the whole request.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The day in Viet Nam.
    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// The day the page answers for: today unless another was asked for.
    pub fn as_of(&self) -> NaiveDate {
        self.facts.as_of.unwrap_or_else(|| self.today())
    }

    pub fn lang(&self) -> Lang {
        self.facts.lang
    }

    /// The seat acted from.
    ///
    /// # Errors
    /// [`AccountError::NotAllowed`] for an account without a post today.
    pub fn seat(&self) -> Result<&Seat, AccountError> {
        self.actor.seat.as_ref().ok_or(AccountError::NotAllowed)
    }

    /// The unit acted for.
    pub fn unit(&self) -> Result<UnitId, AccountError> {
        Ok(self.seat()?.unit)
    }

    /// The units whose records exist for this person.
    pub fn scope(&self) -> Result<Scope, AccountError> {
        Ok(self.seat()?.scope)
    }

    /// Stops unless the seat's role has a right.
    pub fn require(&self, permission: Permission) -> Result<(), AccountError> {
        if self.actor.can(permission) { Ok(()) } else { Err(AccountError::NotAllowed) }
    }

    /// Whether a unit's records exist for this person: one lookup, whatever the size of the tree.
    pub async fn sees(&mut self, unit: UnitId) -> Result<bool, Internal> {
        let Some(seat) = &self.actor.seat else { return Ok(false) };
        let scope = seat.scope;
        if scope.is_everything || scope.root == unit {
            return Ok(true);
        }
        store::is_below(&mut self.tx, scope.root, unit).await
    }

    /// `may(actor, act, record)`: the role has the right, and the record's unit lies in the seat's scope.
    pub async fn may(&mut self, permission: Permission, unit: UnitId) -> Result<bool, Internal> {
        Ok(self.actor.can(permission) && self.sees(unit).await?)
    }

    /// Notes an act for the audit chain; it is written when the context commits.
    pub fn audit(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Who acts, for the audit.
    pub fn author(&self) -> Author {
        Author { account: Some(self.actor.account), post: self.actor.seat.as_ref().map(|seat| seat.post) }
    }

    /// Makes everything durable, the audit included. What fails before leaves no trace.
    pub async fn commit(mut self) -> Result<(), Internal> {
        let author = self.author();
        audit::append(&mut self.tx, self.now, author, &self.events).await?;
        self.tx.commit().await
    }

    /// The connection is given back before another one is asked for: where many wait for a second one, none would come.
    async fn reopen(self, access: Access) -> Result<Self, Internal> {
        let Self { app, actor, facts, now, tx, events } = self;
        drop(tx);
        let tx = match access {
            Access::Read => app.db.read().await?,
            Access::ReadConsistently => app.db.read_consistently().await?,
            Access::Write => app.db.write_together().await?,
        };
        Ok(Self { app, actor, facts, now, tx, events })
    }

    /// Goes on in a view that does not move while several statements read it. What was written before and not committed is gone.
    pub async fn read_consistently(self) -> Result<Self, Internal> {
        self.reopen(Access::ReadConsistently).await
    }

    /// Gives the connection back: for acts that first work long.
    pub fn into_caller(self) -> Caller {
        Caller { app: self.app, actor: self.actor, facts: self.facts }
    }

    /// As [`Ctx::commit`], for handlers that go on to draw a page: the context then reads what was written.
    pub async fn commit_and_read(mut self) -> Result<Self, Internal> {
        let author = self.author();
        audit::append(&mut self.tx, self.now, author, &self.events).await?;
        self.tx.commit().await?;
        self.tx = self.app.db.read().await?;
        self.events = Vec::new();
        Ok(self)
    }

    /// Leaves no trace of what was done so far and goes on reading: for handlers that show a refused form again.
    pub async fn roll_back_and_read(mut self) -> Result<Self, Internal> {
        self.events = Vec::new();
        self.reopen(Access::Read).await
    }

    /// Goes on in a transaction that may write: for pages whose first opening prepares something.
    pub async fn and_write(self) -> Result<Self, Internal> {
        self.reopen(Access::Write).await
    }

    pub(super) async fn begin(app: &App, found: Identified) -> Result<Self, Internal> {
        let tx = app.db.write_together().await?;
        Ok(Self {
            app: app.clone(),
            actor: found.actor,
            facts: found.facts,
            now: app.clock.now(),
            tx,
            events: Vec::new(),
        })
    }

    /// A context that only reads, for the holder of a secret address: as the account sees it today from one post. `None` once the
    /// account is closed or the post is over, and while the account waits for a new password.
    pub async fn for_seat(
        guest: &Guest,
        account: crate::id::AccountId,
        post: crate::id::PostId,
    ) -> Result<Option<Self>, Internal> {
        let app = &guest.app;
        let now = app.clock.now();
        let mut tx = app.db.read().await?;
        let Some(actor) = store::find_actor_in(&mut tx, account, post, now).await? else { return Ok(None) };
        if actor.seat.is_none() || actor.must_change_password {
            return Ok(None);
        }
        let facts = RequestFacts { lang: actor.lang, as_of: None, ..guest.facts.clone() };
        Ok(Some(Self { app: app.clone(), actor, facts, now, tx, events: Vec::new() }))
    }

    /// A context outside the web: for commands, jobs and sample data, acting as an account.
    pub async fn for_account(app: &App, account: crate::id::AccountId) -> Result<Self, AccountError> {
        let now = app.clock.now();
        let mut tx = app.db.write().await?;
        let actor = store::find_actor(&mut tx, account, now).await?.ok_or(AccountError::AccountNotFound)?;
        let facts = RequestFacts {
            path: String::new(),
            lang: actor.lang,
            theme: Theme::Auto,
            as_of: None,
            is_api: false,
            session_hash: String::new(),
        };
        Ok(Self { app: app.clone(), actor, facts, now, tx, events: Vec::new() })
    }
}

/// Somebody identified, before any transaction is open: for acts that first work long on what was sent, such as reading a
/// paper, or that commit several times.
#[derive(Clone)]
pub struct Caller {
    pub app: App,
    pub actor: Actor,
    pub facts: RequestFacts,
}

impl Caller {
    /// A caller outside the web: for commands, jobs and sample data, acting as an account.
    pub async fn for_account(app: &App, account: crate::id::AccountId) -> Result<Self, AccountError> {
        let Ctx { app, actor, facts, .. } = Ctx::for_account(app, account).await?;
        Ok(Self { app, actor, facts })
    }

    /// Stops unless the seat's role has a right.
    pub fn require(&self, permission: Permission) -> Result<(), AccountError> {
        if self.actor.can(permission) { Ok(()) } else { Err(AccountError::NotAllowed) }
    }

    /// Opens a transaction that may write.
    pub async fn begin(&self) -> Result<Ctx, Internal> {
        let tx = self.app.db.write().await?;
        Ok(self.ctx(tx))
    }

    /// A context for reading.
    pub async fn look(&self) -> Result<Ctx, Internal> {
        let tx = self.app.db.read().await?;
        Ok(self.ctx(tx))
    }

    fn ctx(&self, tx: Tx) -> Ctx {
        Ctx {
            app: self.app.clone(),
            actor: self.actor.clone(),
            facts: self.facts.clone(),
            now: self.app.clock.now(),
            tx,
            events: Vec::new(),
        }
    }
}

/// For reading: a context on a consistent view of the data.
pub struct Reading(pub Ctx);

impl FromRequestParts<App> for Reading {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        let mut tx = app.db.read().await?;
        let found = identify(parts, app, &mut tx).await?;
        Ok(Self(Ctx {
            app: app.clone(),
            actor: found.actor,
            facts: found.facts,
            now: app.clock.now(),
            tx,
            events: Vec::new(),
        }))
    }
}

/// A visitor who need not be signed in: sign-in, set-up, public pages.
pub struct Guest {
    pub app: App,
    pub facts: RequestFacts,
    /// Where the request comes from, when it came over a network.
    pub address: Option<std::net::IpAddr>,
}

impl FromRequestParts<App> for Guest {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WebError> {
        check_origin(parts)?;
        Ok(Self { app: app.clone(), facts: facts(parts), address: address(parts) })
    }
}

pub(super) struct Identified {
    pub(super) actor: Actor,
    pub(super) facts: RequestFacts,
}

/// Finds who is behind a request, by token or by session.
pub(super) async fn identify(parts: &Parts, app: &App, tx: &mut Tx) -> Result<Identified, WebError> {
    let now = app.clock.now();
    let mut facts = facts(parts);
    let bearer = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let found = if let Some(token) = bearer {
        store::find_by_token(tx, &token_hash(token.trim()), now).await?
    } else {
        // A cookie is sent by the browser on its own: only requests from our own pages count.
        check_origin(parts)?;
        let Some(secret) = cookie(&parts.headers, SESSION_COOKIE) else {
            return Err(AccountError::NotSignedIn.into());
        };
        facts.session_hash = token_hash(secret);
        store::find_by_session(tx, &facts.session_hash, now).await?
    };
    let Some(found) = found else { return Err(AccountError::NotSignedIn.into()) };
    let path = parts.uri.path();
    if found.actor.must_change_password
        && ![paths::PASSWORD, paths::SIGN_OUT, paths::PREFERENCES].contains(&path)
    {
        return Err(AccountError::MustChangePassword.into());
    }
    // A page that was opened by one person does not act for another who signed in beside it.
    let expected = parts.headers.get("x-account").and_then(|value| value.to_str().ok());
    if expected.is_some_and(|account| account != found.actor.account.to_string()) {
        return Err(AccountError::NotSignedIn.into());
    }
    if !facts.session_hash.is_empty()
        && now.0 - found.last_seen_at.0 > TimeDelta::minutes(5).num_milliseconds()
    {
        keep_alive(app.clone(), facts.session_hash.clone(), now);
    }
    Ok(Identified { actor: found.actor, facts })
}

/// Prolongs a session beside the request, so that reading never waits for a writer.
fn keep_alive(app: App, session_hash: String, now: Instant) {
    tokio::spawn(async move {
        let touched = async {
            let mut tx = app.db.write_together().await?;
            let expires_at = now.plus(accounts::actions::SESSION_LENGTH);
            store::touch_session(&mut tx, &session_hash, now, expires_at).await?;
            tx.commit().await
        };
        if let Err(error) = touched.await {
            tracing::warn!(%error, "session not prolonged");
        }
    });
}

/// Refuses requests that change something and come from another site: the browser says where they come from
/// (`Sec-Fetch-Site`, else `Origin`). Programs that are no browsers send neither and use tokens.
fn check_origin(parts: &Parts) -> Result<(), AccountError> {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return if matches!(site, "same-origin" | "none") {
            Ok(())
        } else {
            Err(AccountError::ForeignRequest)
        };
    }
    let Some(origin) = text("origin") else { return Ok(()) };
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    if text("host") == Some(host) { Ok(()) } else { Err(AccountError::ForeignRequest) }
}

fn facts(parts: &Parts) -> RequestFacts {
    let asked = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    // As the calendar writes it, or as a person does: 27/7/2024.
    let as_of = asked_day(parts.uri.query().unwrap_or(""))
        .and_then(|day| vi::date::parse(&day).filter(|date| crate::clock::is_plausible(*date)));
    RequestFacts {
        path: asked.to_owned(),
        lang: lang(&parts.headers),
        theme: cookie(&parts.headers, "theme").map_or(Theme::Auto, Theme::from_tag),
        as_of,
        is_api: asked.starts_with("/api/"),
        session_hash: String::new(),
    }
}
