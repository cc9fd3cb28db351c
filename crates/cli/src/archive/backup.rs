//! Writing a backup.

use std::fs::File;
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

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
    // Written under another name first: a file with the final name is a whole backup.
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let draft = PathBuf::from(draft);
    let file = File::create_new(&draft).map_err(|error| match error.kind() {
        // Somebody else's, perhaps being written now.
        ErrorKind::AlreadyExists => CliError::TargetExists { path: draft.clone() },
        _ => CliError::Unwritable { path: path.to_owned(), detail: error.to_string() },
    })?;
    match write(&mut tx, config, file).await.and_then(|written| publish(&draft, path).map(|()| written)) {
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

async fn write(tx: &mut Tx, config: &Config, target: File) -> Result<(Manifest, Vec<LostFile>), CliError> {
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
    let file =
        zip.finish().map_err(zip_failed)?.into_inner().map_err(|error| Internal::from(error.into_error()))?;
    file.sync_all().map_err(Internal::from)?;
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
