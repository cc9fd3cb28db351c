//! .docx: parts in the order the standard asks for, zipped with a fixed time.

mod body;
mod parts;

use std::io::{Cursor, Write as _};

use chrono::NaiveDate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::compose::compose;
use crate::{Paper, PrintError};

/// Writes a paper as .docx. `written` goes into the file's properties; equal input gives equal bytes.
///
/// # Errors
/// [`PrintError::Secret`] for a mark of state secrecy.
pub fn docx(paper: &Paper, written: NaiveDate) -> Result<Vec<u8>, PrintError> {
    let flow = compose(paper)?;
    let core = parts::core(&flow, written);
    let document = body::document(&flow);
    let files: [(&str, &str); 10] = [
        ("[Content_Types].xml", parts::CONTENT_TYPES),
        ("_rels/.rels", parts::RELATIONS),
        ("docProps/core.xml", &core),
        ("docProps/app.xml", parts::APP),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS),
        ("word/styles.xml", parts::styles()),
        ("word/settings.xml", parts::SETTINGS),
        ("word/fontTable.xml", parts::FONT_TABLE),
        ("word/header1.xml", parts::HEADER),
    ];
    pack(&files).map_err(|error| PrintError::Write(error.to_string()))
}

fn pack(files: &[(&str, &str)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(16 * 1024)));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, text) in files {
        zip.start_file(*name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
