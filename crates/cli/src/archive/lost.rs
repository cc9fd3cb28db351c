//! Uploaded files that are not on the disk any more, or not as they were: which papers miss them.

use kit::storage::Tx;
use kit::{Internal, params};

/// A lost file, as a person knows it.
#[derive(Debug, Clone)]
pub struct LostFile {
    /// The name of its content, SHA-256.
    pub sha256: String,
    pub why: String,
    /// Papers and pieces of evidence that it belongs to: `12/KH-MTTQ ke-hoach.docx`.
    pub belongs_to: Vec<String>,
}

impl LostFile {
    /// Looks up what the file belongs to, in the tables that this version of the data has.
    pub async fn find(tx: &mut Tx, sha256: &str, why: String, tables: &[String]) -> Result<Self, Internal> {
        let mut belongs_to = Vec::new();
        for (table, sql) in [
            ("document", "select symbol, abstract, file_name from document where file = $1 order by id"),
            ("task_evidence", "select '', title, file_name from task_evidence where file = $1 order by id"),
        ] {
            if !tables.iter().any(|name| name == table) {
                continue;
            }
            belongs_to.extend(
                tx.all(sql, params![sha256], |row| {
                    let parts: [String; 3] = [row.take()?, row.take()?, row.take()?];
                    Ok(parts
                        .iter()
                        .map(|part| part.trim())
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(" – "))
                })
                .await?,
            );
        }
        Ok(Self { sha256: sha256.to_owned(), why, belongs_to })
    }
}
