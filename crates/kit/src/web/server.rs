//! The layers around all routes, and the listening.

use std::future::IntoFuture as _;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

use super::body::BODY_LIMIT;
use super::error::{RequestFault, WebError, draw_errors};
use super::{App, metrics};
use crate::error::Internal;
use crate::ui;

/// How long requests under way may take once the program is asked to stop: a client that hangs must not hold it up.
const LAST_REQUESTS: Duration = Duration::from_secs(15);

/// Puts the layers around a router: errors drawn, panics caught, headers set, bodies limited, requests counted.
pub fn finish(routes: Router<App>, app: App) -> Router {
    routes
        .route("/healthz", get(super::health::healthz))
        .route("/metrics", get(|State(app): State<App>| async move { app.metrics.text() }))
        .route("/assets/{*path}", get(asset))
        .route(super::offline::WORKER, get(super::offline::worker))
        .route(super::offline::MANIFEST, get(super::offline::manifest))
        .layer(middleware::from_fn_with_state(app.clone(), lead_to_setup))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(
            CompressionLayer::new().gzip(true).quality(tower_http::CompressionLevel::Fastest).compress_when(
                // Files and assets are compressed already, or not worth it.
                SizeAbove::new(1024).and(
                    |_: StatusCode, _: _, headers: &axum::http::HeaderMap, _: &axum::http::Extensions| {
                        headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
                            [&b"text/html"[..], b"application/json", b"text/csv"]
                                .iter()
                                .any(|text| kind.as_bytes().starts_with(text))
                        })
                    },
                ),
            ),
        )
        .layer(middleware::from_fn(refuse_null))
        // Inside the drawing of errors: a mistake of ours has an answer that can be read, and a number to ask about.
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(draw_errors))
        .layer(middleware::from_fn(headers))
        .layer(middleware::from_fn_with_state(app.clone(), metrics::count))
        .with_state(app)
}

fn panicked(payload: Box<dyn std::any::Any + Send>) -> Response {
    let said = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("without words");
    WebError::from(Internal::new(format!("a handler panicked: {said}"))).into_response()
}

/// Serves until the process is asked to stop; requests under way are finished.
pub async fn serve(router: Router, listener: TcpListener) -> Result<(), Internal> {
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let (asked, mut is_asked) = tokio::sync::watch::channel(false);
    let stop = async move {
        asked_to_stop().await;
        asked.send_replace(true);
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop).into_future();
    let out_of_patience = async {
        if is_asked.wait_for(|asked| *asked).await.is_err() {
            // Serving has ended by itself.
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        served = serving => served?,
        () = out_of_patience => tracing::warn!("requests that took too long were cut off"),
    }
    Ok(())
}

async fn asked_to_stop() {
    let interrupt = async { tokio::signal::ctrl_c().await.unwrap_or(()) };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupt => {}, () = terminate => {} }
    }
    #[cfg(not(unix))]
    interrupt.await;
}

/// Until the installation is set up, every page leads to the set-up.
async fn lead_to_setup(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_open = [
        ui::paths::SETUP,
        ui::paths::PREFERENCES,
        "/healthz",
        "/metrics",
        super::offline::WORKER,
        super::offline::MANIFEST,
    ]
    .contains(&path);
    if is_open || path.starts_with("/assets/") || !app.needs_setup.load(Ordering::Relaxed) {
        return next.run(request).await;
    }
    if path.starts_with("/api/") {
        return WebError::from(RequestFault::SetupNeeded).into_response();
    }
    Redirect::to(ui::paths::SETUP).into_response()
}

/// No address of ours has a null character, and PostgreSQL takes none.
async fn refuse_null(request: Request, next: Next) -> Response {
    let asked = request.uri().path_and_query().map_or("", |asked| asked.as_str());
    if asked.contains("%00") {
        return WebError::from(RequestFault::NotFound).into_response();
    }
    next.run(request).await
}

/// Styles, script, fonts: named by their content, so a browser keeps them for good.
async fn asset(request: Request) -> Response {
    let wants_gzip = request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("gzip"));
    let Some(asset) = ui::asset(request.uri().path().trim_start_matches("/assets/")) else {
        return WebError::from(RequestFault::NotFound).into_response();
    };
    let (bytes, encoding) = match asset.gzip.filter(|_| wants_gzip) {
        Some(gzip) => (gzip, Some("gzip")),
        None => (asset.bytes, None),
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// Headers that keep a browser from being turned against its owner (OWASP ASVS 5.0, 3.4). No inline script anywhere.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        // Pages hold what only this person may see.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}
