//! Talking to the provider: discovery, the exchange of the code, its keys. Calls wait on the network: never inside a transaction.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::error::{OpenIdError, TokenFault};
use super::token::{KeySet, NameClaims};
use super::{OpenIdSettings, Secret};
use crate::clock::Instant;
use crate::error::Internal;

/// The whole of one call; a person waits for it.
const PATIENCE: Duration = Duration::from_secs(10);
/// Where things are at the provider hardly ever changes.
const DISCOVERY_MS: i64 = 3_600_000;
/// No document of a provider is longer.
const MAX_BYTES: u64 = 1024 * 1024;

/// The provider's description of itself (OpenID Connect Discovery 1.0, 3).
#[derive(Debug, Deserialize)]
pub(super) struct Discovery {
    issuer: String,
    pub authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

#[derive(Deserialize)]
struct Granted {
    id_token: String,
    access_token: Option<Secret>,
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

#[derive(Deserialize)]
struct UserInfo {
    sub: String,
    #[serde(flatten)]
    name: NameClaims,
}

/// What the provider gives for a code.
pub(super) struct Answer {
    pub id_token: Secret,
    pub access_token: Option<Secret>,
    pub keys: KeySet,
}

/// A description, and when it was fetched.
#[derive(Clone)]
struct Known {
    since: Instant,
    places: Arc<Discovery>,
}

/// The organisation's provider.
#[derive(Clone)]
pub struct Provider {
    pub settings: Arc<OpenIdSettings>,
    agent: Agent,
    known: Arc<Mutex<Option<Known>>>,
}

impl Provider {
    pub fn new(settings: OpenIdSettings) -> Self {
        let roots = match settings.authorities.as_slice() {
            [] => RootCerts::WebPki,
            own => RootCerts::new_with_certs(own),
        };
        let mut config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // A redirect would carry the code or the client's secret elsewhere.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .tls_config(TlsConfig::builder().root_certs(roots).build());
        if settings.issuer.starts_with("http://") {
            // On this machine: no proxy of the environment stands between.
            config = config.proxy(None);
        }
        let agent = config.build().into();
        Self { settings: Arc::new(settings), agent, known: Arc::default() }
    }

    /// Where things are, asked for at most once an hour.
    pub(super) async fn discover(&self, now: Instant) -> Result<Arc<Discovery>, OpenIdError> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(Known { since, places }) = known
            && (0..DISCOVERY_MS).contains(&(now.0 - since.0))
        {
            return Ok(places);
        }
        let places = Arc::new(self.beside(Self::fetch_discovery).await?);
        let known = Known { since: now, places: Arc::clone(&places) };
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
        Ok(places)
    }

    fn fetch_discovery(&self) -> Result<Discovery, OpenIdError> {
        let issuer = &self.settings.issuer;
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let found: Discovery = self.get(&address, None)?;
        if found.issuer != *issuer {
            tracing::warn!(configured = issuer, announced = found.issuer, "the provider's issuer differs");
            return Err(OpenIdError::Refused(TokenFault::Issuer));
        }
        let places = [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri];
        for place in places.into_iter().chain(&found.userinfo_endpoint) {
            if !OpenIdSettings::is_safe_address(place)
                || (issuer.starts_with("https://") && !place.starts_with("https://"))
            {
                return Err(OpenIdError::Unreachable(format!("{place} is not safe")));
            }
        }
        Ok(found)
    }

    /// Gives the code back for a token, and fetches the keys that prove it: every time, so that new keys count at once.
    pub(super) async fn exchange(
        &self,
        now: Instant,
        code: String,
        verifier: String,
        back: String,
    ) -> Result<Answer, OpenIdError> {
        let places = self.discover(now).await?;
        self.beside(move |provider| {
            let granted = provider.redeem(&places, &code, &verifier, &back)?;
            let keys = provider.get(&places.jwks_uri, None)?;
            Ok(Answer { id_token: Secret(granted.id_token), access_token: granted.access_token, keys })
        })
        .await
    }

    fn redeem(
        &self,
        places: &Discovery,
        code: &str,
        verifier: &str,
        back: &str,
    ) -> Result<Granted, OpenIdError> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", verifier),
        ];
        let client_id = self.settings.client_id.as_str();
        let mut request = self.agent.post(&places.token_endpoint).header("accept", "application/json");
        let methods = &places.token_endpoint_auth_methods_supported;
        // Discovery 1.0: a provider that names no method takes `client_secret_basic`.
        let takes_basic = methods.is_empty() || methods.iter().any(|method| method == "client_secret_basic");
        match &self.settings.client_secret {
            Some(Secret(secret)) if takes_basic => {
                let pair = format!("{}:{}", form_encoded(client_id), form_encoded(secret));
                let proof = format!("Basic {}", BASE64_STANDARD.encode(pair));
                request = request.header("authorization", proof);
            }
            secret => {
                fields.push(("client_id", client_id));
                fields.extend(secret.iter().map(|Secret(secret)| ("client_secret", secret.as_str())));
            }
        }
        let body = serde_html_form::to_string(&fields).map_err(Internal::from_error)?;
        let sent = request.content_type("application/x-www-form-urlencoded").send(body);
        let (status, body) = whole(sent)?;
        if status == 200 {
            return serde_json::from_slice(&body)
                .map_err(|_| OpenIdError::Unreachable("no token in the answer".to_owned()));
        }
        match serde_json::from_slice::<Refusal>(&body) {
            Ok(refusal) if status < 500 => Err(OpenIdError::ProviderSays(plain_code(&refusal.error))),
            _ => Err(OpenIdError::Unreachable(format!("status {status} for the code"))),
        }
    }

    /// What the provider tells about the person beside the token; `None` when it tells nothing.
    pub(super) async fn user_info(
        &self,
        now: Instant,
        access_token: Secret,
        subject: &str,
    ) -> Result<Option<NameClaims>, OpenIdError> {
        let places = self.discover(now).await?;
        let Some(address) = places.userinfo_endpoint.clone() else { return Ok(None) };
        let found: UserInfo =
            self.beside(move |provider| provider.get(&address, Some(&access_token))).await?;
        // Core 1.0, 5.3.2: the answer may be about somebody else.
        if found.sub == subject {
            Ok(Some(found.name))
        } else {
            Err(OpenIdError::Refused(TokenFault::Malformed))
        }
    }

    fn get<T: DeserializeOwned>(&self, address: &str, bearer: Option<&Secret>) -> Result<T, OpenIdError> {
        let mut request = self.agent.get(address).header("accept", "application/json");
        if let Some(Secret(token)) = bearer {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let (status, body) = whole(request.call())?;
        if status != 200 {
            return Err(OpenIdError::Unreachable(format!("status {status} from {address}")));
        }
        // The parser's message may repeat the text; the place is enough.
        serde_json::from_slice(&body)
            .map_err(|_| OpenIdError::Unreachable(format!("{address} is not understood")))
    }

    /// Runs a call that waits on the network where waiting does no harm.
    async fn beside<T: Send + 'static>(
        &self,
        call: impl FnOnce(&Self) -> Result<T, OpenIdError> + Send + 'static,
    ) -> Result<T, OpenIdError> {
        let provider = self.clone();
        tokio::task::spawn_blocking(move || call(&provider)).await.map_err(Internal::from)?
    }
}

type Sent = Result<axum::http::Response<ureq::Body>, ureq::Error>;

fn whole(sent: Sent) -> Result<(u16, Vec<u8>), OpenIdError> {
    let unreachable = |error: ureq::Error| OpenIdError::Unreachable(error.to_string());
    let mut reply = sent.map_err(unreachable)?;
    let body = reply.body_mut().with_config().limit(MAX_BYTES).read_to_vec().map_err(unreachable)?;
    Ok((reply.status().as_u16(), body))
}

/// RFC 6749, 2.3.1: client id and secret are encoded as in a form before they are joined.
fn form_encoded(text: &str) -> String {
    let pair = serde_html_form::to_string([("", text)]).unwrap_or_default();
    pair.trim_start_matches('=').to_owned()
}

/// A provider's error code, with nothing in it but what codes are made of.
pub(super) fn plain_code(code: &str) -> String {
    code.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').take(40).collect()
}
