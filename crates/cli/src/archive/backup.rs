//! Writing a backup.

use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use kit::storage::{Database, Engine, Tx, dump, only};
use kit::{Internal, audit, files};
use sha2::{Digest as _, Sha256};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Manifest, PRODUCT, TableCount, carried};
use crate::config::Config;
use crate::error::CliError;
use crate::serve::{open_existing, say};
use crate::texts;

pub async fn backup(config: &Config, path: &Path) -> Result<(), CliError> {
    if path.exists() {
        return Err(CliError::TargetExists { path: path.to_owned() });
    }
    let db = open_existing(config).await?;
    let mut tx = consistent(&db).await?;
    // Written under another name first: a file with the final name is a whole backup.
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let draft = PathBuf::from(draft);
    let file = File::create_new(&draft).map_err(|error| match error.kind() {
        // Somebody else's, perhaps being written now.
        ErrorKind::AlreadyExists => CliError::TargetExists { path: draft.clone() },
        _ => CliError::Unwritable { path: path.to_owned(), detail: error.to_string() },
    })?;
    match write(&mut tx, config, file).await.and_then(|manifest| publish(&draft, path).map(|()| manifest)) {
        Ok(manifest) => {
            let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
            say(texts::backup_done(manifest.files, path.display(), rows));
            Ok(())
        }
        Err(error) => {
            let _ = std::fs::remove_file(&draft);
            Err(error)
        }
    }
}

/// A view of the data that does not move while it is copied.
async fn consistent(db: &Database) -> Result<Tx, Internal> {
    match db.engine() {
        Engine::Sqlite => db.read().await,
        Engine::Postgres => {
            let mut tx = db.write().await?;
            tx.script("set transaction isolation level repeatable read, read only").await?;
            Ok(tx)
        }
    }
}

async fn write(tx: &mut Tx, config: &Config, target: File) -> Result<Manifest, CliError> {
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
    for name in &names {
        zip.start_file(format!("files/{name}"), plain).map_err(zip_failed)?;
        copy_file(config, name, &mut zip)?;
    }
    let schema: i64 = tx.one("select max(number) from migration", &[], only).await?;
    let manifest = Manifest { product: PRODUCT.to_owned(), schema, tables, files: names.len() as u64 };
    zip.start_file("manifest.json", packed).map_err(zip_failed)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest).map_err(Internal::from)?).map_err(Internal::from)?;
    let file =
        zip.finish().map_err(zip_failed)?.into_inner().map_err(|error| Internal::from(error.into_error()))?;
    file.sync_all().map_err(Internal::from)?;
    Ok(manifest)
}

/// Copies an uploaded file, and makes sure that it still is what was put in: a backup with a spoilt file could not be restored.
fn copy_file(config: &Config, name: &str, target: &mut impl std::io::Write) -> Result<(), CliError> {
    let path = files::path_of(&config.settings.files, name)?;
    let unreadable =
        |error: std::io::Error| CliError::Unreadable { path: path.clone(), detail: error.to_string() };
    let mut source = File::open(&path).map_err(unreadable)?;
    let mut hasher = Sha256::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        let length = source.read(&mut part).map_err(unreadable)?;
        if length == 0 {
            break;
        }
        hasher.update(&part[..length]);
        target.write_all(&part[..length]).map_err(Internal::from)?;
    }
    if audit::hex(&hasher.finalize()) == name { Ok(()) } else { Err(CliError::FileChanged { path }) }
}

fn publish(draft: &Path, path: &Path) -> Result<(), CliError> {
    std::fs::rename(draft, path).map_err(Internal::from)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // The name itself is on disk only once the folder is.
    Ok(File::open(folder).and_then(|folder| folder.sync_all()).map_err(Internal::from)?)
}

/// Keeps the cause visible: a full disk is told as such.
fn zip_failed(error: ZipError) -> Internal {
    match error {
        ZipError::Io(error) => error.into(),
        error => Internal::from_error(error),
    }
}
