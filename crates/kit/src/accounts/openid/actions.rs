//! Signing in through the provider, and linking accounts to it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::error::{OpenIdError, TokenFault};
use super::provider::{Provider, plain_code};
use super::token::{self, Claims, Expected, NameClaims};
use super::{NameClaim, Secret};
use crate::accounts::actions::{check_code, open_session_by, refuse};
use crate::accounts::store::openid::{self as store, Attempt, Linked};
use crate::accounts::{AccountError, new_secret, password, store as accounts, token_hash};
use crate::audit::{self, Author, Event};
use crate::clock::Instant;
use crate::error::{Fault as _, Internal};
use crate::id::AccountId;
use crate::storage::Tx;
use crate::ui::paths;
use crate::web::App;

/// From the button to the last step.
pub const ATTEMPT_LENGTH: TimeDelta = TimeDelta::minutes(10);

/// The provider, when there is one.
pub fn provider(app: &App) -> Result<&Provider, OpenIdError> {
    app.openid.as_ref().ok_or(OpenIdError::NotSetUp)
}

/// Where the provider sends people back to.
fn back(app: &App) -> String {
    format!("{}{}", app.settings.public_url.trim_end_matches('/'), paths::OPENID_CALLBACK)
}

/// Where a person is sent, and the secret that their browser brings back.
pub struct Begun {
    pub address: String,
    pub secret: String,
}

/// Begins a sign-in that will lead to `next`.
pub async fn begin(app: &App, next: &str) -> Result<Begun, OpenIdError> {
    let provider = provider(app)?;
    let now = app.clock.now();
    let places = provider.discover(now).await?;
    let secret = new_secret();
    let attempt =
        Attempt { nonce: new_secret(), verifier: new_secret(), next: next.to_owned(), account: None };
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&attempt.verifier));
    let query = serde_html_form::to_string([
        ("response_type", "code"),
        ("client_id", &provider.settings.client_id),
        ("redirect_uri", &back(app)),
        ("scope", "openid email profile"),
        ("state", &secret),
        ("nonce", &attempt.nonce),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ])
    .map_err(Internal::from_error)?;
    let mut tx = app.db.write().await?;
    store::delete_expired_attempts(&mut tx, now).await?;
    store::insert_attempt(&mut tx, &token_hash(&secret), &attempt, now.plus(ATTEMPT_LENGTH)).await?;
    tx.commit().await?;
    let place = &places.authorization_endpoint;
    let sign = if place.contains('?') { '&' } else { '?' };
    Ok(Begun { address: format!("{place}{sign}{query}"), secret })
}

/// What the provider sends a person back with.
#[derive(Default, serde::Deserialize)]
pub struct Callback {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    error: String,
    /// RFC 9207: who answers.
    iss: Option<String>,
}

/// How far a sign-in came.
pub enum Step {
    /// The secret of a session, and where to go on.
    SignedIn { session: String, next: String },
    /// The account has its own second step; the secret stands for what the provider vouched for.
    CodeNeeded { secret: String },
}

/// Ends the provider's part. `kept` is the secret that this browser was given at the start.
pub async fn finish(app: &App, callback: &Callback, kept: Option<&str>) -> Result<Step, OpenIdError> {
    let outcome = check_answer(app, callback, kept).await;
    if let Err(error) = &outcome
        && error.internal().is_none()
        && !matches!(error, OpenIdError::NotUnderWay | OpenIdError::NotSetUp)
    {
        // Codes only: nothing of the token, nothing about the person.
        tracing::warn!(%error, "sign-in through the provider failed");
        let detail = json!({ "reason": error.code(), "check": fault_of(error) });
        let event = Event::new("openid_refused", "account", 0, None).with(detail);
        let mut tx = app.db.write().await?;
        audit::append(&mut tx, app.clock.now(), Author::default(), &[event]).await?;
        tx.commit().await?;
    }
    outcome
}

fn fault_of(error: &OpenIdError) -> Option<String> {
    match error {
        OpenIdError::Refused(fault) => Some(fault.to_string()),
        _ => None,
    }
}

async fn check_answer(app: &App, callback: &Callback, kept: Option<&str>) -> Result<Step, OpenIdError> {
    let provider = provider(app)?;
    let now = app.clock.now();
    // Another browser's answer, slipped under this one, would sign the person into somebody else's account.
    if callback.state.is_empty() || kept != Some(callback.state.as_str()) {
        return Err(OpenIdError::NotUnderWay);
    }
    let mut tx = app.db.write().await?;
    let attempt = store::take_attempt(&mut tx, &token_hash(&callback.state), now).await?;
    tx.commit().await?;
    let attempt = attempt.ok_or(OpenIdError::NotUnderWay)?;
    if callback.iss.as_ref().is_some_and(|issuer| *issuer != provider.settings.issuer) {
        return Err(OpenIdError::Refused(TokenFault::Issuer));
    }
    match callback.error.as_str() {
        "" if callback.code.is_empty() => return Err(OpenIdError::ProviderSays("no_code".to_owned())),
        "" => {}
        "access_denied" => return Err(OpenIdError::Cancelled),
        other => return Err(OpenIdError::ProviderSays(plain_code(other))),
    }
    let answer = provider.exchange(now, callback.code.clone(), attempt.verifier.clone(), back(app)).await?;
    let expected = Expected {
        issuer: &provider.settings.issuer,
        client_id: &provider.settings.client_id,
        nonce: &attempt.nonce,
        now,
    };
    let claims = token::verify(&answer.id_token.0, &answer.keys, &expected).map_err(OpenIdError::Refused)?;
    let person = identify(app, provider, claims, answer.access_token).await?;
    enter(app, &person, attempt.next, now).await
}

/// Somebody the provider vouches for.
struct Person {
    /// Issuer and subject: a subject means something only at its issuer.
    subject: String,
    /// The name to look for at the first sign-in; `None` when the account is known by its subject.
    name: Option<String>,
    has_second_factor: bool,
}

async fn identify(
    app: &App,
    provider: &Provider,
    claims: Claims,
    access_token: Option<Secret>,
) -> Result<Person, OpenIdError> {
    let settings = &provider.settings;
    // RFC 8176: several factors were used. A single word such as "otp" does not say that it came after another one.
    let has_second_factor = claims.amr.iter().any(|method| method == "mfa")
        || claims.acr.as_ref().is_some_and(|acr| settings.second_factor_acr.contains(acr));
    let subject = format!("{} {}", settings.issuer, claims.sub);
    let known = store::find_by_subject(&mut app.db.read().await?, &subject).await?;
    if known.is_some() {
        return Ok(Person { subject, name: None, has_second_factor });
    }
    let mut name = name_of(settings.claim, &claims.sub, &claims.name)?;
    if let (None, Some(token)) = (&name, access_token)
        && let Some(told) = provider.user_info(app.clock.now(), token, &claims.sub).await?
    {
        name = name_of(settings.claim, &claims.sub, &told)?;
    }
    match name {
        Some(name) => Ok(Person { subject, name: Some(name), has_second_factor }),
        None => Err(OpenIdError::NotLinked { name: format!("({})", settings.claim.code()) }),
    }
}

/// The name that a claim gives, as it is compared.
fn name_of(claim: NameClaim, subject: &str, claims: &NameClaims) -> Result<Option<String>, OpenIdError> {
    let name = match claim {
        NameClaim::Subject => Some(subject),
        NameClaim::PreferredUsername => claims.preferred_username.as_deref(),
        // Where people may type any address into their profile, an unverified one proves nothing.
        NameClaim::Email if claims.email.is_some() && !claims.is_email_verified() => {
            return Err(OpenIdError::EmailUnverified);
        }
        NameClaim::Email => claims.email.as_deref(),
    };
    Ok(name.map(|name| claim.normalise(name)).filter(|name| !name.is_empty()))
}

async fn find(tx: &mut Tx, person: &Person) -> Result<Option<Linked>, Internal> {
    if let Some(linked) = store::find_by_subject(tx, &person.subject).await? {
        return Ok(Some(linked));
    }
    match &person.name {
        Some(name) => store::find_waiting(tx, name).await,
        None => Ok(None),
    }
}

async fn enter(app: &App, person: &Person, next: String, now: Instant) -> Result<Step, OpenIdError> {
    let not_linked = || OpenIdError::NotLinked { name: person.name.clone().unwrap_or_default() };
    let found = find(&mut app.db.read().await?, person).await?.ok_or_else(not_linked)?;
    let void = void_password(&found).await?;
    let mut tx = app.db.write().await?;
    let found = find(&mut tx, person).await?.ok_or_else(not_linked)?;
    let account = found.account;
    if !found.is_bound {
        if !store::bind_subject(&mut tx, account, &person.subject).await? {
            return Err(not_linked());
        }
        let event = Event::new("openid_bound", "account", account.0, None);
        audit::append(&mut tx, now, by(account), &[event]).await?;
    }
    let step = if found.has_totp && !person.has_second_factor {
        let secret = new_secret();
        let attempt = Attempt { nonce: String::new(), verifier: String::new(), next, account: Some(account) };
        store::insert_attempt(&mut tx, &token_hash(&secret), &attempt, now.plus(ATTEMPT_LENGTH)).await?;
        Step::CodeNeeded { secret }
    } else {
        Step::SignedIn { session: open(&mut tx, account, void.as_deref(), now).await?, next }
    };
    tx.commit().await?;
    Ok(step)
}

fn by(account: AccountId) -> Author {
    Author { account: Some(account), post: None }
}

/// A one-time password that nobody needs any more must not lie about: a random one takes its place. Hashing takes long, so this comes
/// before the transaction.
async fn void_password(found: &Linked) -> Result<Option<String>, Internal> {
    if found.must_change_password { Ok(Some(password::hash(&new_secret()).await?)) } else { Ok(None) }
}

async fn open(tx: &mut Tx, account: AccountId, void: Option<&str>, now: Instant) -> Result<String, Internal> {
    if let Some(hash) = void {
        accounts::update_password(tx, account, hash, false).await?;
    }
    open_session_by(tx, account, "openid", now).await
}

/// The account's own second step after the provider's part.
pub async fn finish_with_code(app: &App, secret: &str, code: &str) -> Result<Step, OpenIdError> {
    let now = app.clock.now();
    let hash = token_hash(secret);
    let mut tx = app.db.write().await?;
    let attempt = store::find_vouched(&mut tx, &hash, now).await?.ok_or(OpenIdError::NotUnderWay)?;
    let account = attempt.account.ok_or(OpenIdError::NotUnderWay)?;
    let found = accounts::find_credentials_by_id(&mut tx, account).await?.ok_or(OpenIdError::NotUnderWay)?;
    let found = accounts::lock_credentials(&mut tx, &found).await?.ok_or(OpenIdError::NotUnderWay)?;
    if let Some(until) = found.locked_until.filter(|until| *until > now) {
        return Err(AccountError::Locked { minutes: (until.0 - now.0) / 60_000 + 1 }.into());
    }
    if code.trim().is_empty() {
        return Err(AccountError::TotpNeeded.into());
    }
    // The second step may have been turned off meanwhile, by its owner or an administrator.
    if let Some(totp) = &found.totp_secret
        && !check_code(&mut tx, account, totp, code, now).await?
    {
        return Err(refuse(tx, &found, now).await.into());
    }
    if !store::delete_attempt(&mut tx, &hash).await? {
        return Err(OpenIdError::NotUnderWay);
    }
    accounts::update_failures(&mut tx, account, 0, None).await?;
    let session = open(&mut tx, account, None, now).await?;
    tx.commit().await?;
    Ok(Step::SignedIn { session, next: attempt.next })
}

/// Links an account to a person of the provider, or to nobody when `name` is empty; the caller has checked who asks. Sessions go on.
///
/// # Errors
/// [`OpenIdError::NameInvalid`] for a name of more than 255 letters; [`OpenIdError::NameTaken`].
pub async fn link(
    tx: &mut Tx,
    provider: &Provider,
    account: AccountId,
    name: &str,
) -> Result<(), OpenIdError> {
    let name = provider.settings.claim.normalise(name);
    if name.chars().count() > 255 || name.chars().any(char::is_control) {
        return Err(OpenIdError::NameInvalid);
    }
    let wanted = (!name.is_empty()).then_some(name.as_str());
    if store::update_link(tx, account, wanted).await? { Ok(()) } else { Err(OpenIdError::NameTaken(name)) }
}
