//! What all requests share.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::attempts::Attempts;
use super::cache::PageCache;
use super::metrics::Metrics;
use crate::accounts::openid::{OpenIdSettings, Provider};
use crate::clock::Clock;
use crate::storage::Database;

/// How this installation is set up, from file and environment.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where uploaded files are kept.
    pub files: PathBuf,
    /// Largest upload, in bytes.
    pub max_upload_bytes: u64,
    /// The address people type, for links in calendars and for the cookie's `Secure`; empty when it is only local.
    pub public_url: String,
    /// A folder of rules, word lists and code tables that extend the built-in ones.
    pub rules: Option<PathBuf>,
    /// Where people of this organisation sign in otherwise.
    pub openid: Option<OpenIdSettings>,
}

impl Settings {
    /// Settings for a folder that holds everything.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            files: folder.into().join("files"),
            max_upload_bytes: 50 * 1024 * 1024,
            public_url: String::new(),
            rules: None,
            openid: None,
        }
    }
}

/// What all requests share; handed to every router as its state.
pub struct AppState {
    pub db: Database,
    pub clock: Clock,
    pub settings: Settings,
    /// Nobody can sign in yet: every page leads to the set-up.
    pub needs_setup: AtomicBool,
    pub openid: Option<Provider>,
    /// Pages of the public, kept as long as their data stands.
    pub pages: PageCache,
    pub(crate) metrics: Metrics,
    pub(crate) attempts: Attempts,
    pub(crate) nav: fn() -> Vec<crate::page::Line>,
}

pub type App = Arc<AppState>;

impl AppState {
    pub fn new(db: Database, clock: Clock, settings: Settings, nav: fn() -> Vec<crate::page::Line>) -> App {
        Arc::new(Self {
            db,
            clock,
            openid: settings.openid.clone().map(Provider::new),
            settings,
            needs_setup: AtomicBool::new(false),
            pages: PageCache::default(),
            metrics: Metrics::default(),
            attempts: Attempts::default(),
            nav,
        })
    }
}
