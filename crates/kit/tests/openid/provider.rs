//! A small OpenID provider on the loopback address: real HTTP, real signatures, and lies on request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub const CLIENT: &str = "doanket test";
pub const SECRET: &str = "bí mật: 100%";

/// What the provider does next.
#[derive(Clone)]
pub struct Script {
    pub subject: String,
    /// Claims put over the honest ones; `null` takes one away.
    pub claims: Value,
    /// What stands in the header.
    pub algorithm: &'static str,
    /// Signed by somebody else under the same key id.
    pub is_forged: bool,
    /// The person stops, or the provider cannot: what it answers instead of a code.
    pub refusal: &'static str,
    /// What the user-info address tells.
    pub user_info: Value,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            subject: "s-1".to_owned(),
            claims: json!({}),
            algorithm: "RS256",
            is_forged: false,
            refusal: "",
            user_info: Value::Null,
        }
    }
}

struct Inner {
    address: String,
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
    /// Known to nobody.
    stranger: EcdsaKeyPair,
    script: Mutex<Script>,
    now_seconds: Mutex<i64>,
    /// Codes given: nonce, challenge, where to.
    codes: Mutex<HashMap<String, (String, String, String)>>,
}

#[derive(Clone)]
pub struct Provider(Arc<Inner>);

fn new_ec() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).expect("a key")
}

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

impl Provider {
    pub async fn start(now_ms: i64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let provider = Self(Arc::new(Inner {
            address,
            // Made for these stories, and so known to everybody.
            rsa: RsaKeyPair::from_der(include_bytes!("../data/openid-rsa.der")).expect("a key"),
            ec: new_ec(),
            stranger: new_ec(),
            script: Mutex::default(),
            now_seconds: Mutex::new(now_ms / 1000),
            codes: Mutex::default(),
        }));
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/keys", get(keys))
            .route("/me", get(user_info))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub fn address(&self) -> &str {
        &self.0.address
    }

    pub fn plays(&self, script: Script) {
        *self.0.script.lock().expect("no panic") = script;
    }

    fn script(&self) -> Script {
        self.0.script.lock().expect("no panic").clone()
    }

    fn id_token(&self, nonce: &str) -> String {
        let script = self.script();
        let now = *self.0.now_seconds.lock().expect("no panic");
        let mut claims = json!({
            "iss": self.address(), "sub": script.subject, "aud": CLIENT, "nonce": nonce,
            "iat": now, "exp": now + 300, "email": "LoThiMau@Example.vn", "email_verified": true,
        });
        for (name, value) in script.claims.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        claims.as_object_mut().expect("claims").retain(|_, value| !value.is_null());
        let kid = if script.algorithm == "RS256" { "r" } else { "e" };
        let header = json!({ "alg": script.algorithm, "kid": kid, "typ": "JWT" });
        let signed = format!("{}.{}", encoded(header.to_string()), encoded(claims.to_string()));
        let random = SystemRandom::new();
        let signature = match (script.is_forged, script.algorithm) {
            (_, "none") => Vec::new(),
            (true, "ES256") => {
                self.0.stranger.sign(&random, signed.as_bytes()).expect("signs").as_ref().to_vec()
            }
            (false, "ES256") => self.0.ec.sign(&random, signed.as_bytes()).expect("signs").as_ref().to_vec(),
            (is_forged, _) => {
                let mut signature = vec![0; self.0.rsa.public().modulus_len()];
                self.0
                    .rsa
                    .sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature)
                    .expect("signs");
                signature[0] ^= u8::from(is_forged);
                signature
            }
        };
        format!("{signed}.{}", encoded(signature))
    }
}

async fn discovery(State(provider): State<Provider>) -> Json<Value> {
    let base = provider.address();
    Json(json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize?realm=x"),
        "token_endpoint": format!("{base}/token"),
        "jwks_uri": format!("{base}/keys"),
        "userinfo_endpoint": format!("{base}/me"),
        "response_types_supported": ["code"],
    }))
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    let rsa: ring::rsa::PublicKeyComponents<Vec<u8>> = provider.0.rsa.public().into();
    let point = provider.0.ec.public_key().as_ref();
    Json(json!({ "keys": [
        { "kty": "OKP", "crv": "Ed25519", "kid": "other", "x": "AA" },
        { "kty": "RSA", "kid": "r", "use": "sig", "alg": "RS256", "n": encoded(rsa.n), "e": encoded(rsa.e) },
        { "kty": "EC", "kid": "e", "crv": "P-256", "x": encoded(&point[1..33]), "y": encoded(&point[33..]) },
    ] }))
}

async fn authorize(
    State(provider): State<Provider>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    assert_eq!(asked["realm"], "x", "what the address has already is kept");
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], CLIENT);
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
    let back = &asked["redirect_uri"];
    let mut answer = vec![("state", asked["state"].clone()), ("iss", provider.address().to_owned())];
    match provider.script().refusal {
        "" => {
            let code = format!("code-{}", encoded(Sha256::digest(&asked["state"])));
            let kept = (asked["nonce"].clone(), asked["code_challenge"].clone(), back.clone());
            provider.0.codes.lock().expect("no panic").insert(code.clone(), kept);
            answer.push(("code", code));
        }
        refusal => answer.push(("error", refusal.to_owned())),
    }
    Redirect::to(&format!("{back}?{}", serde_html_form::to_string(answer).expect("a query"))).into_response()
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(asked): Form<HashMap<String, String>>,
) -> Response {
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    // RFC 6749, 2.3.1: both parts encoded as in a form.
    let pair = serde_html_form::to_string([(CLIENT, SECRET)]).expect("a pair").replacen('=', ":", 1);
    let expected = format!("Basic {}", BASE64_STANDARD.encode(pair));
    if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(&expected) {
        return refuse("invalid_client");
    }
    let known = provider.0.codes.lock().expect("no panic").remove(&asked["code"]);
    let Some((nonce, challenge, back)) = known else { return refuse("invalid_grant") };
    if asked["grant_type"] != "authorization_code"
        || asked["redirect_uri"] != back
        || encoded(Sha256::digest(&asked["code_verifier"])) != challenge
    {
        return refuse("invalid_grant");
    }
    let access_token = format!("access-{}", provider.script().subject);
    Json(json!({ "id_token": provider.id_token(&nonce), "access_token": access_token, "token_type": "Bearer" }))
        .into_response()
}

async fn user_info(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    let expected = format!("Bearer access-{}", provider.script().subject);
    if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(&expected) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(provider.script().user_info).into_response()
}
