//! Sign-in through a provider that the organisation has already: OpenID Connect, authorization code flow with PKCE.
//!
//! The provider says only who somebody is. Accounts are made and linked by an administrator, rights come from posts alone. An
//! account is linked to a name (an e-mail address, a user name or the subject itself); at the first sign-in the provider's subject
//! is kept and alone counts from then on, so that a name given to somebody else later opens nothing.

pub mod actions;
mod error;
pub(super) mod pages;
mod provider;
mod token;

pub use error::{OpenIdError, TokenFault};
pub use provider::Provider;

use std::fmt;

use ureq::tls::{Certificate, PemItem};

/// How the provider is reached, from file and environment.
#[derive(Debug, Clone)]
pub struct OpenIdSettings {
    /// The provider's name for itself, exactly as its discovery document gives it.
    pub issuer: String,
    pub client_id: String,
    /// Absent for a public client: PKCE protects the code then.
    pub client_secret: Option<Secret>,
    /// What the button says after "Đăng nhập bằng"; empty is "tài khoản cơ quan".
    pub label: String,
    pub claim: NameClaim,
    /// Values of `acr` that stand for a second factor at this provider, beside `mfa` in `amr`.
    pub second_factor_acr: Vec<String>,
    /// Authorities that sign the provider's certificate; the public ones when empty.
    pub authorities: Vec<Certificate<'static>>,
}

/// A secret that no log and no message shows.
#[derive(Clone)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Which claim names the account at the first sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NameClaim {
    /// Only when the provider says that it has verified the address.
    #[default]
    Email,
    PreferredUsername,
    Subject,
}

impl NameClaim {
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "email" => Some(Self::Email),
            "preferred_username" => Some(Self::PreferredUsername),
            "sub" => Some(Self::Subject),
            _ => None,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PreferredUsername => "preferred_username",
            Self::Subject => "sub",
        }
    }

    /// The name as it is compared: subjects letter by letter, the others whatever their case.
    pub fn normalise(self, name: &str) -> String {
        let name = vi::normalise::nfc(name.trim()).into_owned();
        if self == Self::Subject { name } else { name.to_lowercase() }
    }
}

impl OpenIdSettings {
    /// Whether an address is one to trust: with TLS, or on this machine.
    pub fn is_safe_address(address: &str) -> bool {
        if address.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()) {
            return true;
        }
        let Some(rest) = address.strip_prefix("http://") else { return false };
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
        ["localhost", "127.0.0.1", "[::1]"].contains(&host)
    }

    /// Reads certificates from a PEM file; `None` when there is none in it.
    pub fn read_authorities(pem: &[u8]) -> Option<Vec<Certificate<'static>>> {
        let mut found = Vec::new();
        for item in ureq::tls::parse_pem(pem) {
            if let PemItem::Certificate(certificate) = item.ok()? {
                found.push(certificate);
            }
        }
        (!found.is_empty()).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tls_or_this_machine_is_safe() {
        for (address, is_safe) in [
            ("https://id.example", true),
            ("http://127.0.0.1:8080/realm", true),
            ("http://localhost", true),
            ("http://[::1]:9", true),
            ("http://id.example", false),
            ("http://localhost.evil.example", false),
            ("http://127.0.0.1@evil.example/", false),
            ("https://", false),
            ("ftp://id.example", false),
        ] {
            assert_eq!(OpenIdSettings::is_safe_address(address), is_safe, "{address}");
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        assert_eq!(format!("{:?}", Secret("abc".into())), "***");
    }
}
