//! Files as clerks have them, read from their bytes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod across;
mod markup;
mod mutation;
mod refusals;
mod word;

use std::io::Write as _;
use std::path::Path;

use paper::formats::{FormatError, Limits, read_file};
use paper::{LineKind, SourceText};

/// The bytes of a fixture.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).unwrap()
}

fn read(bytes: &[u8]) -> Result<SourceText, FormatError> {
    read_file(bytes, None, &Limits::default())
}

/// Lines with letters: words parted by one blank (tabs stay), marks joined to their letters.
fn lines(text: &str) -> Vec<String> {
    text.split(['\n', '\r'])
        .map(|line| {
            let cells: Vec<_> =
                line.split('\t').map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            vi::normalise::nfc(&cells.join("\t")).into_owned()
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// A .docx around the content of its body, with other parts as name and content.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    let document = format!("<w:document {space}><w:body>{body}</w:body></w:document>");
    for (name, content) in [("word/document.xml", document.as_str())].iter().chain(parts) {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Lines of a paper as kind and text.
fn kinds(source: &SourceText) -> Vec<(LineKind, &str)> {
    source.lines.iter().map(|line| (line.kind, &source.text[line.span.clone()])).collect()
}
