//! Backup and restore: one file with every table and every uploaded file, readable by either engine.
//!
//! The file is a zip: `manifest.json`, `tables/NAME.ndjson` (a row a line) and `files/SHA256`. A backup is one consistent view of
//! the data; a restore is one transaction into an empty database, and ends with a check of the audit chain.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;

use kit::audit::{self, Verdict};
use kit::storage::{Database, Engine, Tx, dump, only};
use kit::{Internal, params};
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::config::Config;
use crate::error::CliError;
use crate::serve::say;
use crate::texts;

const ROWS_AT_ONCE: i64 = 2_000;

#[derive(serde::Serialize, serde::Deserialize)]
struct Manifest {
    product: String,
    /// The newest migration that the data has seen.
    schema: i64,
    tables: Vec<TableCount>,
    files: u64,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct TableCount {
    name: String,
    rows: u64,
}

const PRODUCT: &str = "doanket";

pub async fn backup(config: &Config, path: &Path) -> Result<(), CliError> {
    if path.exists() {
        return Err(CliError::TargetExists { path: path.to_owned() });
    }
    let db = Database::open(&config.database).await.map_err(CliError::Database)?;
    db.migrate(kit::schema::MIGRATIONS).await.map_err(CliError::Database)?;
    let mut tx = consistent(&db).await?;
    // Written under another name first: a file with the final name is a whole backup.
    let draft = path.with_extension("part");
    let done = write(&mut tx, config, &draft).await;
    match done {
        Ok(manifest) => {
            std::fs::rename(&draft, path).map_err(Internal::from)?;
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

async fn write(tx: &mut Tx, config: &Config, path: &Path) -> Result<Manifest, CliError> {
    let mut zip = ZipWriter::new(File::create_new(path).map_err(Internal::from)?);
    let packed =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
    let mut tables = Vec::new();
    for table in dump::TABLES.iter().filter(|table| !dump::NOT_CARRIED.contains(table)) {
        zip.start_file(format!("tables/{table}.ndjson"), packed).map_err(Internal::from_error)?;
        let columns = dump::columns(tx, table).await?;
        let mut rows = 0;
        loop {
            let page = dump::rows(tx, table, &columns, i64::try_from(rows).unwrap_or(i64::MAX), ROWS_AT_ONCE)
                .await?;
            for row in &page {
                serde_json::to_writer(&mut zip, row).map_err(Internal::from)?;
                zip.write_all(b"\n").map_err(Internal::from)?;
            }
            rows += page.len() as u64;
            if page.len() < usize::try_from(ROWS_AT_ONCE).unwrap_or(usize::MAX) {
                break;
            }
        }
        tables.push(TableCount { name: (*table).to_owned(), rows });
    }
    let names: Vec<String> = tx.all("select sha256 from file order by sha256", &[], only).await?;
    for name in &names {
        let source = kept(config, name);
        let mut file = File::open(&source)
            .map_err(|error| CliError::Unreadable { path: source.clone(), detail: error.to_string() })?;
        zip.start_file(format!("files/{name}"), plain).map_err(Internal::from_error)?;
        std::io::copy(&mut file, &mut zip).map_err(Internal::from)?;
    }
    let schema: i64 = tx.one("select max(number) from migration", &[], only).await?;
    let manifest = Manifest { product: PRODUCT.to_owned(), schema, tables, files: names.len() as u64 };
    zip.start_file("manifest.json", packed).map_err(Internal::from_error)?;
    serde_json::to_writer_pretty(&mut zip, &manifest).map_err(Internal::from)?;
    let file = zip.finish().map_err(Internal::from_error)?;
    file.sync_all().map_err(Internal::from)?;
    Ok(manifest)
}

fn kept(config: &Config, sha256: &str) -> std::path::PathBuf {
    config.settings.files.join(&sha256[..2]).join(&sha256[2..])
}

type Backup = ZipArchive<BufReader<File>>;

pub async fn restore(config: &Config, path: &Path) -> Result<(), CliError> {
    let file = File::open(path)
        .map_err(|error| CliError::Unreadable { path: path.to_owned(), detail: error.to_string() })?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let manifest: Manifest =
        serde_json::from_reader(zip.by_name("manifest.json").map_err(damaged)?).map_err(damaged)?;
    if manifest.product != PRODUCT {
        return Err(CliError::NotABackup { detail: manifest.product });
    }
    let newest = kit::schema::MIGRATIONS.last().map_or(0, |step| step.number);
    if manifest.schema > newest {
        return Err(CliError::NotABackup { detail: format!("schema {} > {newest}", manifest.schema) });
    }
    let db = Database::open(&config.database).await.map_err(CliError::Database)?;
    db.migrate(kit::schema::MIGRATIONS).await.map_err(CliError::Database)?;
    let mut tx = db.write().await.map_err(CliError::Database)?;
    let people: i64 =
        tx.one("select (select count(*) from account) + (select count(*) from unit)", &[], only).await?;
    if people > 0 {
        return Err(CliError::NotEmpty);
    }
    restore_files(config, &mut zip)?;
    dump::defer_references(&mut tx).await?;
    tx.execute("delete from audit_head", params![]).await?;
    let mut rows = 0;
    for table in &manifest.tables {
        if !dump::TABLES.contains(&table.name.as_str()) {
            return Err(CliError::NotABackup { detail: table.name.clone() });
        }
        let written = restore_table(&mut tx, &mut zip, &table.name).await?;
        if written != table.rows {
            return Err(CliError::NotABackup {
                detail: format!("{}: {written} / {}", table.name, table.rows),
            });
        }
        rows += written;
    }
    dump::settle(&mut tx).await?;
    match audit::verify(&mut tx).await? {
        Verdict::Whole { .. } => {}
        Verdict::Broken { at_row } => return Err(CliError::AuditBroken(at_row)),
    }
    tx.commit().await?;
    say(texts::restore_done(manifest.files, rows));
    Ok(())
}

async fn restore_table(tx: &mut Tx, zip: &mut Backup, table: &str) -> Result<u64, CliError> {
    let columns = dump::columns(tx, table).await?;
    let mut text = String::new();
    zip.by_name(&format!("tables/{table}.ndjson"))
        .map_err(damaged)?
        .read_to_string(&mut text)
        .map_err(damaged)?;
    let mut written = 0;
    let mut page: Vec<Map<String, Json>> = Vec::new();
    for line in text.as_bytes().lines() {
        page.push(serde_json::from_str(&line.map_err(damaged)?).map_err(damaged)?);
        if page.len() == usize::try_from(ROWS_AT_ONCE).unwrap_or(usize::MAX) {
            written += dump::insert(tx, table, &columns, &page).await?;
            page.clear();
        }
    }
    written += dump::insert(tx, table, &columns, &page).await?;
    Ok(written)
}

/// Files first: one that nobody refers to is harmless, a reference without a file is not.
fn restore_files(config: &Config, zip: &mut Backup) -> Result<(), CliError> {
    let mut names = Vec::new();
    for name in zip.file_names() {
        names.extend(name.map_err(damaged)?.strip_prefix("files/").map(str::to_owned));
    }
    for name in names {
        let mut bytes = Vec::new();
        zip.by_name(&format!("files/{name}")).map_err(damaged)?.read_to_end(&mut bytes).map_err(damaged)?;
        // The content proves the name, and so that the name is no path.
        if audit::hex(&Sha256::digest(&bytes)) != name {
            return Err(CliError::NotABackup { detail: name });
        }
        let target = kept(config, &name);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder).map_err(Internal::from)?;
        }
        std::fs::write(&target, &bytes).map_err(Internal::from)?;
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> CliError {
    CliError::NotABackup { detail: error.to_string() }
}
