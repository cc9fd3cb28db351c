//! What a request's headers say: cookies, the language, where it comes from.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::App;
use crate::text::Lang;

pub const SESSION_COOKIE: &str = "doanket_session";

/// The peer, or whom a proxy on this machine names as its own peer: the last entry, the only one it wrote itself.
pub(super) fn address(parts: &Parts) -> Option<std::net::IpAddr> {
    let connected = parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>()?;
    let peer = connected.0.ip().to_canonical();
    // A sender may have put lines of the same name before the proxy's.
    let mut lines = parts.headers.get_all("x-forwarded-for").iter();
    let named = lines
        .next_back()
        .and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse::<std::net::IpAddr>().ok())
        .map(|named| named.to_canonical());
    if peer.is_loopback() { named.or(Some(peer)) } else { Some(peer) }
}

/// The language of a request: the person's choice in the cookie, else what the browser asks for, else Vietnamese.
pub(super) fn lang(headers: &HeaderMap) -> Lang {
    if let Some(lang) = cookie(headers, "lang").and_then(Lang::from_tag) {
        return lang;
    }
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut tags = wanted.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    tags.find_map(|tag| Lang::from_tag(tag.split('-').next().unwrap_or(""))).unwrap_or_default()
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|pairs| {
        pairs
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    })
}

/// The cookie that holds a session's secret; an empty secret takes it away.
pub fn session_cookie(app: &App, secret: &str) -> String {
    let secure = if app.settings.public_url.starts_with("https://") { "; Secure" } else { "" };
    let age = if secret.is_empty() { "; Max-Age=0" } else { "" };
    format!("{SESSION_COOKIE}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

/// What stands in `as_of`, decoded; `None` when it is not there or empty.
pub(crate) fn asked_day(query: &str) -> Option<String> {
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct Asked {
        as_of: Vec<String>,
    }
    if !query.contains("as_of=") {
        return None;
    }
    let asked: Asked = serde_html_form::from_str(query).unwrap_or_default();
    asked.as_of.into_iter().next().filter(|day| !day.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, SocketAddr};

    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &[&str], expected: &str) {
        let mut request = axum::http::Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let (mut parts, ()) = request.body(()).expect("a request").into_parts();
        let peer: SocketAddr = peer.parse().expect("an address");
        parts.extensions.insert(axum::extract::ConnectInfo(peer));
        assert_eq!(address(&parts), expected.parse::<IpAddr>().ok());
    }

    #[test]
    fn only_what_the_proxy_wrote_counts() {
        check("127.0.0.1:9", &["203.0.113.9", "203.0.113.5, 192.0.2.7"], "192.0.2.7");
        check("[::ffff:127.0.0.1]:9", &["::ffff:192.0.2.7"], "192.0.2.7");
        check("[::ffff:198.51.100.4]:9", &["192.0.2.7"], "198.51.100.4");
        check("127.0.0.1:9", &[], "127.0.0.1");
    }
}
