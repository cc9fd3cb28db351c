//! Uploaded files: kept byte for byte under the name of their content (SHA-256), never executed, never shown inline from the
//! office's own address.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::clock::Instant;
use crate::error::Internal;
use crate::storage::{Tx, only};
use crate::web::App;

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// SHA-256 of the content, in lower-case hexadecimal.
    pub sha256: String,
    pub size_bytes: u64,
}

/// Where a file is kept.
///
/// # Errors
/// When the name is no SHA-256, and so perhaps a path.
pub fn path_of(folder: &Path, sha256: &str) -> Result<PathBuf, Internal> {
    if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Internal::new("not the name of a file"));
    }
    Ok(folder.join(&sha256[..2]).join(&sha256[2..]))
}

/// Writes the bytes to disk, durably, unless they are there already. Call it before the transaction that refers to them: a file
/// nobody refers to is harmless, a reference without a file is not.
///
/// # Errors
/// When the disk is full or not writable; nothing half written is left under the final name.
pub async fn put(app: &App, bytes: &[u8]) -> Result<StoredFile, Internal> {
    let sha256 = crate::audit::hex(&Sha256::digest(bytes));
    let stored = StoredFile { sha256: sha256.clone(), size_bytes: bytes.len() as u64 };
    let path = path_of(&app.settings.files, &sha256)?;
    if tokio::fs::try_exists(&path).await? {
        return Ok(stored);
    }
    let bytes = bytes.to_vec();
    tokio::task::spawn_blocking(move || write_durably(&path, &bytes)).await??;
    Ok(stored)
}

fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), Internal> {
    let folder = path.parent().ok_or_else(|| Internal::new("a file's path has a folder"))?;
    if !folder.exists() {
        std::fs::create_dir_all(folder)?;
        if let Some(above) = folder.parent() {
            std::fs::File::open(above)?.sync_all()?;
        }
    }
    let draft = path.with_extension(format!("part-{}", &crate::accounts::new_secret()[..8]));
    let written = (|| {
        let mut file = std::fs::File::create_new(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&draft, path)?;
        // The name itself is on disk only once the folder is.
        std::fs::File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    Ok(written?)
}

/// Notes a kept file in the database, in the transaction that refers to it.
pub async fn register(
    tx: &mut Tx,
    file: &StoredFile,
    media_type: &str,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into file (sha256, size_bytes, media_type, created_at)
         values ($1, $2, $3, $4)
         on conflict (sha256) do nothing",
        params![&file.sha256, i64::try_from(file.size_bytes).unwrap_or(i64::MAX), media_type, now],
    )
    .await?;
    Ok(())
}

/// The bytes of a kept file.
pub async fn read(app: &App, sha256: &str) -> Result<Vec<u8>, Internal> {
    Ok(tokio::fs::read(path_of(&app.settings.files, sha256)?).await?)
}

/// Answers with a file as a download under a name; the caller has checked who asks.
pub async fn download(app: &App, tx: &mut Tx, sha256: &str, name: &str) -> Result<Response, Internal> {
    let media_type: String =
        tx.one("select media_type from file where sha256 = $1", params![sha256], only).await?;
    let bytes = read(app, sha256).await?;
    Ok(attachment(bytes, &media_type, name))
}

/// A download: never inline, never sniffed.
pub fn attachment(bytes: Vec<u8>, media_type: &str, name: &str) -> Response {
    use std::fmt::Write as _;
    let ascii: String = vi::fold::fold(name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' })
        .collect();
    let mut utf8 = String::new();
    for byte in name.bytes() {
        let _ = if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            write!(utf8, "{}", byte as char)
        } else {
            write!(utf8, "%{byte:02X}")
        };
    }
    let disposition = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{utf8}");
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let octets = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap_or(octets));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    response
}
