//! Settings of sign-in through the organisation's provider: the section `[openid]`, or variables `DOANKET_OPENID_…`.

use std::path::PathBuf;

use kit::accounts::openid::{NameClaim, OpenIdSettings, Secret};

use super::env;
use crate::error::CliError;

/// The section as it stands in the file.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    client_secret_file: Option<PathBuf>,
    label: Option<String>,
    claim: Option<String>,
    #[serde(default)]
    second_factor_acr: Vec<String>,
    authorities_file: Option<PathBuf>,
}

// By hand, so that no secret is ever printed.
impl std::fmt::Debug for Section {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Section").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Puts the settings together; `None` when neither file nor environment names an issuer or a client.
///
/// # Errors
/// When half of it is missing, or a value cannot be used.
pub(super) fn load(file: Section, public_url: &str) -> Result<Option<OpenIdSettings>, CliError> {
    let issuer = env("OPENID_ISSUER").or(file.issuer);
    let client_id = env("OPENID_CLIENT_ID").or(file.client_id);
    let (issuer, client_id) = match (issuer, client_id) {
        (None, None) => return Ok(None),
        (Some(issuer), Some(client_id)) => (issuer, client_id),
        (None, _) => return Err(CliError::OpenIdMissing("issuer")),
        (_, None) => return Err(CliError::OpenIdMissing("client_id")),
    };
    if !OpenIdSettings::is_safe_address(&issuer) {
        return Err(CliError::OpenIdIssuer(issuer));
    }
    // The provider sends people back there.
    if public_url.is_empty() {
        return Err(CliError::OpenIdMissing("public_url"));
    }
    let claim = env("OPENID_CLAIM").or(file.claim).unwrap_or_else(|| NameClaim::default().code().to_owned());
    let claim = NameClaim::from_code(&claim).ok_or(CliError::OpenIdClaim(claim))?;
    let given = env("OPENID_CLIENT_SECRET").or(file.client_secret);
    let secret_file = env("OPENID_CLIENT_SECRET_FILE").map(PathBuf::from).or(file.client_secret_file);
    let client_secret = match (given, secret_file) {
        (Some(secret), _) => Some(secret),
        (None, Some(path)) => Some(String::from_utf8_lossy(&read(path)?).trim().to_owned()),
        (None, None) => None,
    };
    let second_factor_acr = env("OPENID_SECOND_FACTOR_ACR")
        .map_or(file.second_factor_acr, |list| list.split_whitespace().map(str::to_owned).collect());
    let authorities = match env("OPENID_AUTHORITIES_FILE").map(PathBuf::from).or(file.authorities_file) {
        None => Vec::new(),
        Some(path) => {
            let pem = read(path.clone())?;
            OpenIdSettings::read_authorities(&pem).ok_or(CliError::OpenIdAuthorities(path))?
        }
    };
    Ok(Some(OpenIdSettings {
        issuer,
        client_id,
        client_secret: client_secret.filter(|secret| !secret.is_empty()).map(Secret),
        label: env("OPENID_LABEL").or(file.label).unwrap_or_default(),
        claim,
        second_factor_acr,
        authorities,
    }))
}

fn read(path: PathBuf) -> Result<Vec<u8>, CliError> {
    std::fs::read(&path).map_err(|error| CliError::Unreadable { path, detail: error.to_string() })
}
