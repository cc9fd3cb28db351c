//! The static files, inside the program: style sheet, script, fonts, emblem.
//!
//! A file's address carries a hash of its content, so the server may answer with
//! `Cache-Control: public, max-age=31536000, immutable`.

/// One static file.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// The name in the source tree: `app.css`, `fonts/….woff2`.
    pub name: &'static str,
    /// The last part of the address: `app.<hash>.css`.
    pub file: &'static str,
    pub content_type: &'static str,
    /// A strong entity tag, with its quotes.
    pub etag: &'static str,
    pub bytes: &'static [u8],
    /// The same content compressed with gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
}

/// Every file, and the address of each as a constant.
pub mod files {
    use super::Asset;
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// The file that `/assets/{file}` asks for, or `None`.
///
/// ```
/// let address = kit::ui::files::APP_CSS;
/// let asset = kit::ui::asset(address.trim_start_matches("/assets/")).expect("it is served");
/// assert_eq!(asset.content_type, "text/css; charset=utf-8");
/// ```
pub fn asset(file: &str) -> Option<&'static Asset> {
    files::ALL.binary_search_by(|asset| asset.file.cmp(file)).ok().map(|at| &files::ALL[at])
}
