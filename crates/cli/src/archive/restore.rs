//! Restoring a backup: all of it, or nothing.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use kit::audit::{self, Verdict};
use kit::storage::{Database, Tx, dump, only};
use kit::{Internal, files, params};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Manifest, PRODUCT, carried};
use crate::config::Config;
use crate::error::CliError;
use crate::serve::say;
use crate::texts;

const MANIFEST: &str = "manifest.json";
/// Rows inserted at once, and the bytes of text they may hold: papers are long.
const ROWS_AT_ONCE: usize = 2_000;
const BYTES_AT_ONCE: usize = 4 * 1024 * 1024;
/// A line longer than this is no row of ours.
const LONGEST_ROW: u64 = 512 * 1024 * 1024;

type Backup = ZipArchive<BufReader<File>>;

pub async fn restore(config: &Config, path: &Path) -> Result<(), CliError> {
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => CliError::Missing { path: path.to_owned() },
        _ => CliError::Unreadable { path: path.to_owned(), detail: error.to_string() },
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let is_begun = begins_as_ours(&mut file).map_err(unreadable)?;
    let mut zip = ZipArchive::new(BufReader::new(file))
        .map_err(|_| if is_begun { CliError::BackupCut } else { CliError::NotABackup })?;
    let manifest = read_manifest(&mut zip)?;
    let db = Database::open(&config.database).await.map_err(CliError::Database)?;
    db.migrate(kit::schema::MIGRATIONS).await.map_err(CliError::Database)?;
    let mut tx = db.write().await.map_err(CliError::Database)?;
    refuse_over_data(&mut tx).await?;
    let unpacked = Unpacked::from(&mut zip, &config.settings.files)?;
    let rows = restore_rows(&mut tx, &mut zip, &manifest).await?;
    let referred: Vec<String> = tx.all("select sha256 from file", &[], only).await?;
    if unpacked.names.len() as u64 != manifest.files {
        return Err(damaged("files", format!("{} / {}", unpacked.names.len(), manifest.files)));
    }
    let is_known = |name: &String| unpacked.names.contains(name) || manifest.lost.contains(name);
    if let Some(name) = referred.iter().find(|name| !is_known(name)) {
        return Err(damaged(format!("files/{name}"), ""));
    }
    match audit::verify(&mut tx).await.map_err(|error| refused(rows_of("audit"), error))? {
        Verdict::Whole { .. } => {}
        Verdict::Broken { at_row } => return Err(CliError::AuditBroken(at_row)),
    }
    // Files first: one that nobody refers to is harmless, a reference without a file is not.
    unpacked.publish(&config.settings.files)?;
    tx.commit().await?;
    say(texts::restore_done(manifest.files, rows));
    if !manifest.lost.is_empty() {
        say(texts::restore_without(manifest.lost.len()));
    }
    Ok(())
}

/// Whether a file begins with a table of ours: the list of what is inside stands at the end of an archive, and a copy that broke off
/// has none.
fn begins_as_ours(file: &mut File) -> std::io::Result<bool> {
    // The head of an entry has 30 bytes, and then its name.
    let mut start = Vec::new();
    file.take(64).read_to_end(&mut start)?;
    file.rewind()?;
    Ok(start.starts_with(b"PK\x03\x04") && start.get(30..).is_some_and(|name| name.starts_with(b"tables/")))
}

fn read_manifest(zip: &mut Backup) -> Result<Manifest, CliError> {
    let entry = match zip.by_name(MANIFEST) {
        Ok(entry) => BufReader::new(entry),
        Err(ZipError::FileNotFound) => return Err(CliError::NotABackup),
        Err(error) => return Err(damaged(MANIFEST, error)),
    };
    let manifest: Manifest = serde_json::from_reader(entry).map_err(|error| damaged(MANIFEST, error))?;
    if manifest.product != PRODUCT {
        return Err(CliError::NotABackup);
    }
    let newest = kit::schema::MIGRATIONS.last().map_or(0, |step| step.number);
    if manifest.schema > newest {
        return Err(CliError::BackupNewer);
    }
    if let Some(table) = manifest.tables.iter().find(|table| !carried().any(|name| name == table.name)) {
        return Err(damaged(MANIFEST, &table.name));
    }
    Ok(manifest)
}

async fn refuse_over_data(tx: &mut Tx) -> Result<(), CliError> {
    // The head of the audit chain is there from the start.
    for table in dump::TABLES.iter().filter(|table| **table != "audit_head") {
        let has_rows: i64 = tx
            .one(&format!("select count(*) from (select 1 from {table} limit 1) as one"), &[], only)
            .await?;
        if has_rows > 0 {
            return Err(CliError::NotEmpty);
        }
    }
    Ok(())
}

async fn restore_rows(tx: &mut Tx, zip: &mut Backup, manifest: &Manifest) -> Result<u64, CliError> {
    dump::defer_references(tx).await?;
    tx.execute("delete from audit_head", params![]).await?;
    let mut rows = 0;
    for table in &manifest.tables {
        let written = restore_table(tx, zip, &table.name).await?;
        if written != table.rows {
            return Err(damaged(rows_of(&table.name), format!("{written} / {}", table.rows)));
        }
        rows += written;
    }
    dump::settle(tx).await.map_err(|error| refused("tables".to_owned(), error))?;
    Ok(rows)
}

async fn restore_table(tx: &mut Tx, zip: &mut Backup, table: &str) -> Result<u64, CliError> {
    let columns = dump::columns(tx, table).await?;
    let name = rows_of(table);
    let mut entry = BufReader::new(zip.by_name(&name).map_err(|error| damaged(name.as_str(), error))?);
    let (mut written, mut bytes) = (0, 0);
    let mut page: Vec<Map<String, Json>> = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = (&mut entry)
            .take(LONGEST_ROW)
            .read_until(b'\n', &mut line)
            .map_err(|error| damaged(name.as_str(), error))?;
        if length > 0 {
            page.push(serde_json::from_slice(&line).map_err(|error| damaged(name.as_str(), error))?);
            bytes += length;
        }
        if length == 0 || page.len() == ROWS_AT_ONCE || bytes > BYTES_AT_ONCE {
            written += dump::insert(tx, table, &columns, &page)
                .await
                .map_err(|error| refused(name.clone(), error))?;
            page.clear();
            bytes = 0;
        }
        if length == 0 {
            return Ok(written);
        }
    }
}

/// Uploaded files beside their final place, until the rows are known to be right; gone with this value.
struct Unpacked {
    folder: PathBuf,
    names: BTreeSet<String>,
}

impl Unpacked {
    fn from(zip: &mut Backup, files: &Path) -> Result<Self, CliError> {
        let folder = files.join(format!(".restore-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| CliError::Unwritable { path: folder.clone(), detail: error.to_string() })?;
        let mut unpacked = Self { folder, names: BTreeSet::new() };
        let mut names = Vec::new();
        for name in zip.file_names() {
            names.extend(
                name.map_err(|error| damaged("files", error))?.strip_prefix("files/").map(str::to_owned),
            );
        }
        for name in names {
            unpacked.take(zip, name)?;
        }
        Ok(unpacked)
    }

    /// The content proves the name, and so that the name is no path; until then the file is just the next one.
    fn take(&mut self, zip: &mut Backup, name: String) -> Result<(), CliError> {
        let draft = self.folder.join("next");
        let spoilt = |error: String| damaged(format!("files/{name}"), error);
        let mut entry = zip.by_name(&format!("files/{name}")).map_err(|error| spoilt(error.to_string()))?;
        let mut file = File::create(&draft).map_err(Internal::from)?;
        let mut hasher = Sha256::new();
        let mut part = vec![0; 64 * 1024];
        loop {
            let length = entry.read(&mut part).map_err(|error| spoilt(error.to_string()))?;
            if length == 0 {
                break;
            }
            hasher.update(&part[..length]);
            file.write_all(&part[..length]).map_err(Internal::from)?;
        }
        if audit::hex(&hasher.finalize()) != name {
            return Err(damaged(format!("files/{name}"), ""));
        }
        file.sync_all().map_err(Internal::from)?;
        std::fs::rename(&draft, self.folder.join(&name)).map_err(Internal::from)?;
        self.names.insert(name);
        Ok(())
    }

    fn publish(&self, files: &Path) -> Result<(), Internal> {
        let mut folders = BTreeSet::from([files.to_owned()]);
        for name in &self.names {
            let target = files::path_of(files, name)?;
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder)?;
                folders.insert(folder.to_owned());
            }
            std::fs::rename(self.folder.join(name), &target)?;
        }
        // Names are on disk only once their folders are.
        for folder in folders {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The entry with a table's rows.
fn rows_of(table: &str) -> String {
    format!("tables/{table}.ndjson")
}

fn damaged(part: impl Into<String>, detail: impl std::fmt::Display) -> CliError {
    CliError::BackupDamaged { part: part.into(), detail: detail.to_string().replace('\n', " ") }
}

/// Rows that the database refuses are the backup's fault, unless the database cannot work at all.
fn refused(part: String, error: Internal) -> CliError {
    if error.is_unavailable() || error.is_disk_full() { error.into() } else { damaged(part, error) }
}
