//! The ID token: its signature and what it says (OpenID Connect Core 1.0, 3.1.3.7). Pure: no network, no clock of its own.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;

use super::error::TokenFault;
use crate::clock::Instant;

/// How far the two clocks may be apart.
const LEEWAY_SECONDS: i64 = 60;
/// Longest token accepted.
const MAX_BYTES: usize = 64 * 1024;

/// The provider's public keys.
#[derive(Debug, Deserialize)]
pub(super) struct KeySet {
    /// One by one, since sets also hold kinds of keys that are nothing to us.
    keys: Vec<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

/// The two signatures that providers use by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Es256,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// What a token says, as far as it matters here.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    iss: String,
    pub sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    pub acr: Option<String>,
    #[serde(default)]
    pub amr: Vec<String>,
    #[serde(flatten)]
    pub name: NameClaims,
}

/// The claims that may name an account; a provider gives them in the token or at its user-info address.
#[derive(Debug, Default, Deserialize)]
pub(super) struct NameClaims {
    pub email: Option<String>,
    email_verified: Option<serde_json::Value>,
    pub preferred_username: Option<String>,
}

impl NameClaims {
    /// Some providers write the truth value as a text.
    pub fn is_email_verified(&self) -> bool {
        self.email_verified.as_ref().is_some_and(|value| value == true || value == "true")
    }
}

/// Whom a token must come from and be for.
pub(super) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub now: Instant,
}

/// Checks a token whole; says what it says.
pub(super) fn verify(token: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<Claims, TokenFault> {
    if token.len() > MAX_BYTES {
        return Err(TokenFault::Malformed);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
    let (header, payload) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| TokenFault::Malformed)?;
    let algorithm = match header.alg.as_str() {
        "RS256" => Algorithm::Rs256,
        "ES256" => Algorithm::Es256,
        // "none" too.
        _ => return Err(TokenFault::Algorithm),
    };
    // An extension that must be understood, and is not.
    if header.crit.is_some() {
        return Err(TokenFault::Algorithm);
    }
    let signature = decode(signature)?;
    let is_signed = keys
        .keys
        .iter()
        .filter_map(|key| Key::deserialize(key).ok())
        .filter(|key| key.is_for(&header, algorithm))
        .any(|key| key.has_signed(algorithm, signed.as_bytes(), &signature));
    if !is_signed {
        return Err(TokenFault::Signature);
    }
    let claims: Claims = serde_json::from_slice(&decode(payload)?).map_err(|_| TokenFault::Malformed)?;
    claims.check(expected)?;
    Ok(claims)
}

fn decode(part: &str) -> Result<Vec<u8>, TokenFault> {
    BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenFault::Malformed)
}

impl Key {
    fn is_for(&self, header: &Header, algorithm: Algorithm) -> bool {
        let fits_kind = match algorithm {
            Algorithm::Rs256 => self.kty == "RSA",
            Algorithm::Es256 => self.kty == "EC" && self.crv.as_deref() == Some("P-256"),
        };
        fits_kind
            && self.usage.as_deref().is_none_or(|usage| usage == "sig")
            && self.alg.as_deref().is_none_or(|alg| alg == header.alg)
            && (header.kid.is_none() || self.kid == header.kid)
    }

    fn has_signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let part = |text: &Option<String>| decode(text.as_deref().unwrap_or("")).unwrap_or_default();
        match algorithm {
            Algorithm::Rs256 => {
                let (n, e) = (part(&self.n), part(&self.e));
                RsaPublicKeyComponents { n, e }
                    .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
                    .is_ok()
            }
            Algorithm::Es256 => {
                // An uncompressed point (SEC 1, 2.3.3).
                let point = [&[4], part(&self.x).as_slice(), part(&self.y).as_slice()].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
        }
    }
}

impl Claims {
    fn check(&self, expected: &Expected<'_>) -> Result<(), TokenFault> {
        if self.iss != expected.issuer {
            return Err(TokenFault::Issuer);
        }
        let (is_ours, are_many) = match &self.aud {
            Audience::One(audience) => (audience == expected.client_id, false),
            Audience::Many(list) => (list.iter().any(|one| one == expected.client_id), list.len() > 1),
        };
        let party = self.azp.as_deref();
        if !is_ours || party.map_or(are_many, |party| party != expected.client_id) {
            return Err(TokenFault::Audience);
        }
        if self.nonce.as_deref() != Some(expected.nonce) {
            return Err(TokenFault::Nonce);
        }
        if self.sub.is_empty() || self.sub.len() > 255 {
            return Err(TokenFault::Malformed);
        }
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are exact in a double")]
        let (now, leeway) = ((expected.now.0 / 1000) as f64, LEEWAY_SECONDS as f64);
        let is_timely = self.exp > now - leeway
            && self.iat <= now + leeway
            && self.nbf.is_none_or(|start| start <= now + leeway);
        if is_timely { Ok(()) } else { Err(TokenFault::Time) }
    }
}
