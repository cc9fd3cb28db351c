//! What makes the office an application of the phone: its description, and the worker that opens pages without a line.
//!
//! The worker keeps only pages that carry the mark `<span hidden data-offline>`, for the account they were drawn for.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Guest;
use crate::texts;
use crate::ui::files;

pub const WORKER: &str = "/worker.js";
pub const MANIFEST: &str = "/manifest.webmanifest";

/// Changes with every static file, so that a new version of the program is a new worker.
static TEXT: LazyLock<String> = LazyLock::new(|| {
    let source = files::ALL.iter().find(|asset| asset.name == "worker.js");
    let source = source.map_or("", |asset| std::str::from_utf8(asset.bytes).unwrap_or(""));
    let needed = ["app.css", "app.js", "drafts.js", "sending.js", "grid.js", "waiting.js", "emblem.svg"];
    let kept: Vec<String> = files::ALL
        .iter()
        .filter(|asset| needed.contains(&asset.name) || asset.content_type == "font/woff2")
        .map(|asset| format!("/assets/{}", asset.file))
        .collect();
    format!("const FILES = {};\n{source}", json!(kept))
});

/// At the root, so that its reach is the whole office; asked for anew each time.
pub async fn worker() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, TEXT.as_str()).into_response()
}

pub async fn manifest(guest: Guest) -> Response {
    let lang = guest.facts.lang;
    let icon = |purpose| json!({ "src": files::EMBLEM_SVG, "sizes": "any", "type": "image/svg+xml", "purpose": purpose });
    let body = json!({
        "name": texts::PRODUCT.get(lang),
        "short_name": texts::PRODUCT.get(lang),
        "description": texts::UI_TAGLINE.get(lang),
        "lang": lang.tag(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f4f0",
        "theme_color": "#a3201a",
        "icons": [icon("any"), icon("maskable")],
    });
    let headers = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, body.to_string()).into_response()
}
