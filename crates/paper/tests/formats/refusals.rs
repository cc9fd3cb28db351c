//! What is refused, and how.

use std::io::Write as _;

use paper::formats::{FormatError, Limits, Sniffed, is_supported, read_file, sniff};

use super::{docx, fixture, read};

#[track_caller]
fn check(bytes: &[u8], code: &str) {
    let error = read(bytes).expect_err("refused");
    assert_eq!(error.code(), code, "{error}");
}

#[test]
fn nothing_is_empty() {
    check(b"", "empty");
    check(b" \n\t ", "empty");
    check(&docx("<w:p/>", &[]), "empty");
}

#[test]
fn too_large_is_said_with_both_sizes() {
    let limits = Limits { max_bytes: 3, ..Limits::default() };
    assert_eq!(read_file(b"abcd", None, &limits).unwrap_err(), FormatError::TooLarge { size: 4, limit: 3 });
}

#[test]
fn passwords_are_recognised() {
    check(&fixture("encrypted.docx"), "encrypted");
    check(&fixture("encrypted.pdf"), "encrypted");
    assert_eq!(sniff(&fixture("encrypted.docx")), Sniffed::Encrypted);
    // The flag in the first block of the main stream, which begins with its magic number.
    let mut doc = fixture("plan-auto.doc");
    let at = doc.chunks(512).position(|bytes| bytes.starts_with(&[0xEC, 0xA5])).unwrap() * 512;
    doc[at + 0x0B] |= 0x01;
    check(&doc, "encrypted");
}

#[test]
fn scans_are_recognised() {
    assert_eq!(read(&fixture("scanned.pdf")).unwrap_err(), FormatError::ScannedOnly { pages: 1 });
}

#[test]
fn a_lost_end_is_said() {
    for name in ["plan-auto.docx", "plan-auto.doc", "plan-auto.pdf"] {
        let bytes = fixture(name);
        let error = read(&bytes[..bytes.len() * 2 / 3]).expect_err(name);
        assert_eq!(error, FormatError::Truncated, "{name}");
    }
}

#[test]
fn a_bomb_is_stopped() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("word/document.xml", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..64 {
        zip.write_all(&zeros).unwrap();
    }
    check(&zip.finish().unwrap().into_inner(), "bomb");
}

#[test]
fn other_types_are_named() {
    let named = |part: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(part, options.compression_method(zip::CompressionMethod::Stored)).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let unsupported = |bytes: &[u8], found| {
        assert_eq!(read(bytes).unwrap_err(), FormatError::Unsupported { found });
        assert!(!is_supported(bytes));
    };
    unsupported(&named("xl/workbook.xml"), "xlsx");
    unsupported(&named("ppt/presentation.xml"), "pptx");
    unsupported(&named("a.txt"), "zip");
    unsupported(&fixture("plan-auto.odt"), "odt");
    unsupported(b"\xFF\xD8\xFF\xE0\x00\x10JFIF", "jpeg");
    unsupported(b"MIME-Version: 1.0\r\n", "mhtml");
    unsupported(&[0, 1, 2, 3, 4, 5, 6, 14, 15, 16, 17, 18], "binary");
}

#[test]
fn damaged_markup_is_said() {
    check(&docx("<w:p><w:r><w:t>A</w:t></w:r></w:p><!-- ", &[]), "damaged");
}
