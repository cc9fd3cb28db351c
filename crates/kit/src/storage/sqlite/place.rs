//! Whether the path of the database still leads to the file that was opened: one that was removed or replaced takes writes without
//! an error, and loses all of them when the program ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Internal;

/// A path, and the file that stood there when it was opened. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Place(Arc<Opened>);

#[derive(Debug)]
struct Opened {
    path: PathBuf,
    file: Identity,
}

/// What names a file whatever its path: device and number.
#[cfg(unix)]
type Identity = (u64, u64);
/// Elsewhere an open file is neither removed nor replaced.
#[cfg(not(unix))]
type Identity = ();

#[cfg(unix)]
fn identity(path: &Path) -> std::io::Result<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).map(|found| (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Path) -> std::io::Result<Identity> {
    Ok(())
}

impl Place {
    /// The file that has just been opened at a path.
    pub(super) fn of(path: &Path) -> Result<Self, Internal> {
        let file = identity(path)
            .map_err(|error| Internal::new(format!("cannot find database {}: {error}", path.display())))?;
        Ok(Self(Arc::new(Opened { path: path.to_owned(), file })))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0.path
    }

    /// One look at the folder.
    ///
    /// # Errors
    /// When another file stands at the path, or none: what is written now would be lost.
    pub(super) fn check(&self) -> Result<(), rusqlite::Error> {
        let why = match identity(&self.0.path) {
            Ok(found) if found == self.0.file => return Ok(()),
            Ok(_) => "another file stands in its place; the program must be started again".to_owned(),
            Err(error) => error.to_string(),
        };
        let lost = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
        let why = format!("the database {} is gone: {why}", self.0.path.display());
        Err(rusqlite::Error::SqliteFailure(lost, Some(why)))
    }
}
