//! Writing a backup.

use std::fs::File;
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use kit::storage::{Tx, dump, only};
use kit::{Internal, audit, files};
use sha2::{Digest as _, Sha256};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{LostFile, Manifest, PRODUCT, TableCount, carried};
use crate::config::Config;
use crate::error::CliError;
use crate::serve::{open_existing, say};
use crate::texts;

pub async fn backup(config: &Config, path: &Path) -> Result<(), CliError> {
    if path.exists() {
        return Err(CliError::TargetExists { path: path.to_owned() });
    }
    let db = open_existing(config).await?;
    let mut tx = db.read_consistently().await?;
    // Written under another name first: a file with the final name is a whole backup. A name of its own, so that what a run that was
    // ended left behind is in nobody's way.
    let mut draft = path.as_os_str().to_owned();
    draft.push(format!(".part-{}", &kit::accounts::new_secret()[..8]));
    let draft = PathBuf::from(draft);
    let file = File::create_new(&draft).map_err(|error| unwritable(path, &error))?;
    let target = Target { file, at: 0, end: 0, failed: Arc::default() };
    let failed = Arc::clone(&target.failed);
    let written = write(&mut tx, config, target).await;
    let written = match failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(error) => Err(unwritable(path, &error)),
        None => written,
    };
    match written.and_then(|written| publish(&draft, path).map(|()| written)) {
        Ok((manifest, lost)) => {
            let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
            say(texts::backup_done(manifest.files, path.display(), rows));
            // The rest is safe; whoever runs this every night must still learn of it.
            if lost.is_empty() { Ok(()) } else { Err(CliError::FilesLost { path: path.to_owned(), lost }) }
        }
        Err(error) => {
            let _ = std::fs::remove_file(&draft);
            Err(error)
        }
    }
}

/// The draft. What the disk refuses is remembered and told by us: the archive, which tries to end itself when it is dropped, would
/// print it in its own words.
struct Target {
    file: File,
    /// Where the archive believes to be, and the most that it believes to have written: it counts on both when it ends itself.
    at: u64,
    end: u64,
    failed: Arc<Mutex<Option<io::Error>>>,
}

impl Target {
    fn noting<T>(&mut self, otherwise: T, act: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_some() {
            return Ok(otherwise);
        }
        match act(&mut self.file) {
            Err(error) if error.kind() != ErrorKind::Interrupted => {
                let told = io::Error::from(error.kind());
                *failed = Some(error);
                Err(told)
            }
            done => done,
        }
    }
}

impl io::Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.noting(bytes.len(), |file| file.write(bytes))?;
        self.at += written as u64;
        self.end = self.end.max(self.at);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.noting((), File::flush)
    }
}

impl io::Seek for Target {
    fn seek(&mut self, place: io::SeekFrom) -> io::Result<u64> {
        let to = match place {
            io::SeekFrom::Start(to) => Some(to),
            io::SeekFrom::End(by) => self.end.checked_add_signed(by),
            io::SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let to = to.ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
        self.at = self.noting(to, |file| file.seek(io::SeekFrom::Start(to)))?;
        Ok(self.at)
    }
}

async fn write(tx: &mut Tx, config: &Config, target: Target) -> Result<(Manifest, Vec<LostFile>), CliError> {
    let mut zip = ZipWriter::new(std::io::BufWriter::new(target));
    let packed =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    // Data of an older version is backed up as it is: not every table is there yet.
    let there = dump::table_names(tx).await?;
    let mut tables = Vec::new();
    for table in carried().filter(|table| there.iter().any(|name| name == table)) {
        zip.start_file(format!("tables/{table}.ndjson"), packed).map_err(zip_failed)?;
        let columns = dump::columns(tx, table).await?;
        let mut rows = 0;
        dump::each_row(tx, table, &columns, |row| {
            let mut line = serde_json::to_vec(&row)?;
            line.push(b'\n');
            rows += 1;
            Ok(zip.write_all(&line)?)
        })
        .await?;
        tables.push(TableCount { name: table.to_owned(), rows });
    }
    let names: Vec<String> = tx.all("select sha256 from file order by sha256", &[], only).await?;
    let (mut files, mut lost) = (0, Vec::new());
    for name in &names {
        match open_sound(&files::path_of(&config.settings.files, name)?, name) {
            Ok(mut file) => {
                zip.start_file(format!("files/{name}"), plain).map_err(zip_failed)?;
                std::io::copy(&mut file, &mut zip).map_err(Internal::from)?;
                files += 1;
            }
            Err(why) => lost.push(LostFile::find(tx, name, why, &there).await?),
        }
    }
    let schema: i64 = tx.one("select max(number) from migration", &[], only).await?;
    let without = lost.iter().map(|file| file.sha256.clone()).collect();
    let manifest = Manifest { product: PRODUCT.to_owned(), schema, tables, files, lost: without };
    zip.start_file("manifest.json", packed).map_err(zip_failed)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest).map_err(Internal::from)?).map_err(Internal::from)?;
    let mut target =
        zip.finish().map_err(zip_failed)?.into_inner().map_err(|error| Internal::from(error.into_error()))?;
    target.noting((), |file| file.sync_all()).map_err(Internal::from)?;
    Ok((manifest, lost))
}

/// Opens an uploaded file that still is what was put in: a backup with a spoilt one could not be restored. Else says why not.
fn open_sound(path: &Path, name: &str) -> Result<File, String> {
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut source = File::open(path).map_err(told)?;
    let mut hasher = Sha256::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        let length = source.read(&mut part).map_err(told)?;
        if length == 0 {
            break;
        }
        hasher.update(&part[..length]);
    }
    if audit::hex(&hasher.finalize()) != name {
        return Err(format!("{}: SHA-256", path.display()));
    }
    source.rewind().map_err(told)?;
    Ok(source)
}

/// Gives the whole backup its name, unless somebody else took it meanwhile.
fn publish(draft: &Path, path: &Path) -> Result<(), CliError> {
    match std::fs::hard_link(draft, path) {
        Ok(()) => {
            let _ = std::fs::remove_file(draft);
        }
        Err(_) if path.exists() => return Err(CliError::TargetExists { path: path.to_owned() }),
        // Not every file system has a second name for a file.
        Err(_) => std::fs::rename(draft, path).map_err(|error| unwritable(path, &error))?,
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The name itself is on disk only once the folder is.
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| unwritable(path, &error))
}

/// Why the backup could not be written, by what can be done about it.
fn unwritable(path: &Path, error: &io::Error) -> CliError {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => CliError::TargetFull { path },
        ErrorKind::FileTooLarge => CliError::TargetTooLarge { path },
        _ => CliError::Unwritable { path, detail: error.to_string() },
    }
}

/// Keeps the cause visible: a full disk is told as such.
fn zip_failed(error: ZipError) -> Internal {
    match error {
        ZipError::Io(error) => error.into(),
        error => Internal::from_error(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such_and_by_the_path_of_the_backup() {
        let told = |kind| unwritable(Path::new("/usb/a.zip"), &io::Error::from(kind));
        let full = "no room for /usb/a.zip";
        assert_eq!(told(ErrorKind::StorageFull).to_string(), full);
        assert_eq!(told(ErrorKind::QuotaExceeded).to_string(), full);
        assert_eq!(told(ErrorKind::FileTooLarge).to_string(), "/usb/a.zip is larger than files may be");
    }
}
