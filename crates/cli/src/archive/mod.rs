//! Backup and restore: one file with every table and every uploaded file, readable by either engine.
//!
//! The file is a zip: `manifest.json`, `tables/NAME.ndjson` (a row a line) and `files/SHA256`. A backup is one consistent view of
//! the data; a restore is one transaction into an empty database, and ends with a check of the audit chain. Rows and files pass
//! through one after another, so neither needs memory for all of them.

mod backup;
mod lost;
mod restore;

pub use backup::backup;
pub use lost::LostFile;
pub use restore::restore;

const PRODUCT: &str = "doanket";

#[derive(serde::Serialize, serde::Deserialize)]
struct Manifest {
    product: String,
    /// The newest migration that the data has seen.
    schema: i64,
    tables: Vec<TableCount>,
    files: u64,
    /// Files that were lost when the backup was made, by the name of their content: rows refer to them, and they are not inside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lost: Vec<String>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct TableCount {
    name: String,
    rows: u64,
}

/// The tables that a backup holds.
fn carried() -> impl Iterator<Item = &'static str> {
    use kit::storage::dump;
    dump::TABLES.iter().filter(|table| !dump::NOT_CARRIED.contains(table)).copied()
}
