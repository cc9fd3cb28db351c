//! Counters for the operator, in the text format that monitoring systems read. No path, no person.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::App;

/// Upper bounds of the latency buckets, in milliseconds.
const BOUNDS_MS: [u64; 10] = [1, 2, 5, 10, 25, 50, 100, 250, 1_000, 5_000];

#[derive(Default)]
pub(crate) struct Metrics {
    by_class: [AtomicU64; 6],
    buckets: [AtomicU64; BOUNDS_MS.len() + 1],
    total_us: AtomicU64,
}

impl Metrics {
    fn record(&self, status: u16, took: Duration) {
        self.by_class[usize::from(status / 100).min(5)].fetch_add(1, Ordering::Relaxed);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bucket = BOUNDS_MS.iter().position(|bound| ms <= *bound).unwrap_or(BOUNDS_MS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.total_us.fetch_add(u64::try_from(took.as_micros()).unwrap_or(0), Ordering::Relaxed);
    }

    pub(super) fn text(&self) -> String {
        let mut out = String::from("# TYPE doanket_requests_total counter\n");
        for (class, count) in self.by_class.iter().enumerate().skip(1) {
            let _ = writeln!(
                out,
                "doanket_requests_total{{status=\"{class}xx\"}} {}",
                count.load(Ordering::Relaxed)
            );
        }
        out.push_str("# TYPE doanket_request_seconds histogram\n");
        let mut seen = 0;
        for (place, count) in self.buckets.iter().enumerate() {
            seen += count.load(Ordering::Relaxed);
            match BOUNDS_MS.get(place) {
                #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
                Some(bound) => {
                    let _ = writeln!(
                        out,
                        "doanket_request_seconds_bucket{{le=\"{}\"}} {seen}",
                        *bound as f64 / 1000.0
                    );
                }
                None => {
                    let _ = writeln!(out, "doanket_request_seconds_bucket{{le=\"+Inf\"}} {seen}");
                }
            }
        }
        let total_us = self.total_us.load(Ordering::Relaxed);
        let _ =
            writeln!(out, "doanket_request_seconds_sum {}.{:06}", total_us / 1_000_000, total_us % 1_000_000);
        let _ = writeln!(out, "doanket_request_seconds_count {seen}");
        out
    }
}

pub(super) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let response = next.run(request).await;
    app.metrics.record(response.status().as_u16(), start.elapsed());
    response
}
