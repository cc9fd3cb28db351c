//! Pages of the public, drawn once for each version of their data.
//!
//! The key names everything a page depends on, the version of its data included; an old version is never asked for again and
//! leaves as others come. Nothing is ever taken out for being old: a key that is right stays right.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::io::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;

/// What all kept pages may weigh together, in bytes.
const LIMIT_BYTES: usize = 16 * 1024 * 1024;

/// Told from what an earlier run of the program, perhaps another version of it, drew for the same data.
static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one("run"));

/// A page as it is sent, plain and compressed.
#[derive(Debug)]
pub struct Drawn {
    content_type: &'static str,
    plain: Bytes,
    gzip: Bytes,
}

/// Drawn pages by what they depend on. Clearing it changes nothing but the time that the next answer takes.
#[derive(Debug, Default)]
pub struct PageCache {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    pages: HashMap<String, Arc<Drawn>>,
    /// Keys in the order in which they came.
    order: VecDeque<String>,
    size_bytes: usize,
}

impl Drawn {
    /// A page of a media type.
    pub fn new(content_type: &'static str, page: String) -> Self {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        // Writing into memory does not fail; an empty text would stand for "not compressed".
        let gzip = encoder.write_all(page.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default();
        Self { content_type, plain: page.into(), gzip: gzip.into() }
    }

    /// The page as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.plain).unwrap_or_default()
    }

    fn size_bytes(&self, key: &str) -> usize {
        self.plain.len() + self.gzip.len() + 2 * key.len() + 128
    }

    /// The answer to a request with these headers.
    pub fn respond(&self, key: &str, headers: &HeaderMap) -> Response {
        let wants_gzip = headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("gzip"));
        let is_packed = wants_gzip && !self.gzip.is_empty();
        let mut response = (if is_packed { self.gzip.clone() } else { self.plain.clone() }).into_response();
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if is_packed {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        say_cacheable(out, key);
        response
    }
}

impl PageCache {
    pub fn get(&self, key: &str) -> Option<Arc<Drawn>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).pages.get(key).cloned()
    }

    /// Keeps a page; those kept longest leave when there is no room.
    pub fn put(&self, key: &str, page: Drawn) -> Arc<Drawn> {
        let page = Arc::new(page);
        let size_bytes = page.size_bytes(key);
        if size_bytes > LIMIT_BYTES / 4 {
            return page;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.pages.contains_key(key) {
            return page;
        }
        while kept.size_bytes + size_bytes > LIMIT_BYTES {
            let Some(oldest) = kept.order.pop_front() else { break };
            if let Some(gone) = kept.pages.remove(&oldest) {
                kept.size_bytes -= gone.size_bytes(&oldest);
            }
        }
        kept.size_bytes += size_bytes;
        kept.order.push_back(key.to_owned());
        kept.pages.insert(key.to_owned(), Arc::clone(&page));
        page
    }

    /// `304 Not Modified` when the browser holds the page of this key already.
    pub fn not_modified(key: &str, headers: &HeaderMap) -> Option<Response> {
        let known = headers.get(header::IF_NONE_MATCH)?.to_str().ok()?;
        let tag = entity_tag(key);
        known.split(',').any(|one| one.trim() == tag).then(|| {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            say_cacheable(response.headers_mut(), key);
            response
        })
    }
}

/// Anyone may keep the page, and asks before each use whether it still stands: what is withdrawn is gone at once.
fn say_cacheable(headers: &mut HeaderMap, key: &str) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, accept-language, cookie"));
    if let Ok(tag) = HeaderValue::from_str(&entity_tag(key)) {
        headers.insert(header::ETAG, tag);
    }
}

/// Weak: the compressed and the plain page share it.
fn entity_tag(key: &str) -> String {
    crate::accounts::token_hash(&format!("{} {key}", *RUN))
        .get(..32)
        .map_or_else(String::new, |hash| format!("W/\"{hash}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(letter: &str) -> Drawn {
        Drawn { content_type: "text/html", plain: letter.repeat(LIMIT_BYTES / 5).into(), gzip: Bytes::new() }
    }

    #[test]
    fn the_oldest_pages_make_room() {
        let cache = PageCache::default();
        for key in ["a", "b", "c", "d", "e", "f"] {
            cache.put(key, page(key));
        }
        assert!(cache.get("a").is_none() && cache.get("f").is_some());
        let kept = cache.kept.lock().unwrap();
        assert!(kept.size_bytes <= LIMIT_BYTES);
        assert_eq!(kept.pages.len(), kept.order.len());
    }

    #[test]
    fn a_page_too_large_is_sent_and_not_kept() {
        let cache = PageCache::default();
        cache.put("a", Drawn::new("text/html", "x".repeat(LIMIT_BYTES)));
        assert!(cache.get("a").is_none());
    }

    #[test]
    fn a_browser_that_holds_the_page_is_told_so() {
        let drawn = Drawn::new("text/html; charset=utf-8", "<p>Kế hoạch</p>".to_owned());
        let first = drawn.respond("plan 1.1", &HeaderMap::new());
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(PageCache::not_modified("plan 1.1", &headers).unwrap().status(), StatusCode::NOT_MODIFIED);
        assert!(PageCache::not_modified("plan 1.2", &headers).is_none());
    }
}
