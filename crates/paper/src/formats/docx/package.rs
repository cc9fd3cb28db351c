//! The zip file around the parts, read with suspicion.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::{FormatError, Limits, charset};
use super::xml;

/// An opened package.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
    unpacked: u64,
}

impl<'a> Package<'a> {
    /// Reads the list of parts.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, FormatError> {
        // More parts than this are a trick: a paper with a thousand pictures has a thousand.
        const MOST_PARTS: usize = 20_000;
        let Some(end) = memchr_end(bytes) else {
            return Err(FormatError::Truncated);
        };
        let parts = bytes.get(end + 10..end + 12).map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]));
        if usize::from(parts) > MOST_PARTS {
            return Err(FormatError::Bomb);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(FormatError::damaged)?;
        if zip.len() > MOST_PARTS {
            return Err(FormatError::Bomb);
        }
        Ok(Self { zip, limits: limits.clone(), unpacked: 0 })
    }

    /// The name of the main part of a Word document, or `None` when this is another kind of package.
    pub fn document_part(&self) -> Option<String> {
        const USUAL: &str = "word/document.xml";
        if self.zip.index_for_name(USUAL).is_some() {
            return Some(USUAL.to_owned());
        }
        // Some writers number the main part: word/document2.xml.
        self.zip
            .file_names()
            .flatten()
            .find(|name| {
                let name = name.trim_start_matches('/');
                name.starts_with("word/document") && has_extension(name, "xml")
            })
            .map(std::borrow::Cow::into_owned)
    }

    /// The short name of a package that is no Word document.
    pub fn other_kind(&self) -> &'static str {
        let has = |prefix: &str| self.zip.file_names().flatten().any(|name| name.starts_with(prefix));
        if has("xl/") {
            "xlsx"
        } else if has("ppt/") {
            "pptx"
        } else if has("META-INF/manifest.xml") && has("content.xml") {
            "odt"
        } else if has("META-INF/container.xml") {
            "epub"
        } else {
            "zip"
        }
    }

    /// Page headers and footers.
    pub fn page_parts(&self, folder: &str) -> Vec<String> {
        self.zip
            .file_names()
            .flatten()
            .filter(|name| {
                name.strip_prefix(folder).is_some_and(|name| {
                    (name.starts_with("header") || name.starts_with("footer")) && has_extension(name, "xml")
                })
            })
            .map(std::borrow::Cow::into_owned)
            .collect()
    }

    /// The text of a part, or `None` when the package has no such part.
    pub fn read(&mut self, name: &str) -> Result<Option<String>, FormatError> {
        let left = self.limits.max_unpacked.saturating_sub(self.unpacked);
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(FormatError::Encrypted);
            }
            Err(error) => return Err(FormatError::damaged(error)),
        };
        // Declared sizes are claims; what counts is what comes out.
        let allowed = left.min((1 << 20).max(part.compressed_size().saturating_mul(self.limits.max_ratio)));
        let room = usize::try_from(part.size().min(allowed).min(16 << 20)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(room + 1);
        part.take(allowed + 1).read_to_end(&mut bytes).map_err(FormatError::damaged)?;
        let size = bytes.len() as u64;
        if size > allowed {
            return Err(FormatError::Bomb);
        }
        self.unpacked += size;
        Ok(Some(decode(bytes)))
    }
}

/// The place of the record that ends a zip file.
fn memchr_end(bytes: &[u8]) -> Option<usize> {
    // The record has 22 bytes and a comment of at most 65,535.
    const REACH: usize = 22 + 65_535;
    let from = bytes.len().saturating_sub(REACH);
    bytes[from..].windows(4).rposition(|window| window == b"PK\x05\x06").map(|at| from + at)
}

fn decode(bytes: Vec<u8>) -> String {
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => charset::utf16(rest, false),
        [0xFE, 0xFF, rest @ ..] => charset::utf16(rest, true),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Copying costs less than the slow check of the standard library does on Vietnamese letters.
        _ => match simdutf8::basic::from_utf8(&bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
        },
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    xml::suffix(name, '.') == extension
}
