//! A sample of each template, with invented people: how its pages look, and that both formats say the same on the same pages.
//!
//! After a wanted change of the layout, `DOANKET_GOLDEN=write` writes what is to be compared with; look at it before it is kept.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use crate::tools::{SAMPLES, day, here, libreoffice, pdf_text, run, sample};

/// Dots an inch: enough to see each line, and each rule under it.
const DENSITY: &str = "50";

fn is_writing() -> bool {
    std::env::var("DOANKET_GOLDEN").is_ok_and(|value| value == "write")
}

#[test]
fn pages_look_as_they_were_approved() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pages = BTreeMap::new();
    for name in SAMPLES {
        let file = folder.path().join(name).with_extension("pdf");
        std::fs::write(&file, print::pdf(&sample(name), day()).expect("writes")).expect("writes");
        run(
            Command::new("pdftoppm").args(["-gray", "-r", DENSITY]).arg(&file).arg(folder.path().join(name)),
            "poppler-utils",
        );
    }
    for entry in std::fs::read_dir(folder.path()).expect("reads") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "pgm") {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            pages.insert(name, std::fs::read(&path).expect("reads"));
        }
    }
    let golden = here("tests/golden/pages.zip");
    if is_writing() {
        write_zip(&golden, &pages);
    }
    let approved = read_zip(&golden);
    assert_eq!(pages.keys().collect::<Vec<_>>(), approved.keys().collect::<Vec<_>>());
    for (name, page) in &pages {
        let other = &approved[name];
        assert_eq!(page.len(), other.len(), "{name}: another size of sheet");
        let differing = page.iter().zip(other).filter(|(a, b)| a.abs_diff(**b) > 96).count();
        // A moved line differs in thousands of dots; another version of the drawing program in a few.
        assert!(differing * 1000 <= page.len(), "{name}: {differing} of {} dots differ", page.len());
    }
}

fn write_zip(path: &Path, pages: &BTreeMap<String, Vec<u8>>) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).expect("creates"));
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, page) in pages {
        zip.start_file(name, options).expect("starts");
        zip.write_all(page).expect("writes");
    }
    zip.finish().expect("ends");
}

fn read_zip(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).expect("approved pages")).expect("a zip");
    let mut pages = BTreeMap::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("reads");
        pages.insert(file.name().expect("UTF-8").into_owned(), bytes);
    }
    pages
}

#[test]
fn both_formats_say_the_same_line_by_line_on_the_same_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let office = folder.path().join("office");
    std::fs::create_dir(&office).expect("creates");
    let mut files = Vec::new();
    for name in SAMPLES {
        let file = folder.path().join(name);
        std::fs::write(file.with_extension("pdf"), print::pdf(&sample(name), day()).expect("writes"))
            .expect("writes");
        std::fs::write(file.with_extension("docx"), print::docx(&sample(name), day()).expect("writes"))
            .expect("writes");
        files.push(file.with_extension("docx"));
    }
    libreoffice(&office, &files);
    for name in SAMPLES {
        let ours = pdf_text(&folder.path().join(name).with_extension("pdf"), "-layout");
        let theirs = pdf_text(&office.join(name).with_extension("pdf"), "-layout");
        assert_eq!(ours, theirs, "{name}");
        let golden = here(&format!("tests/golden/{name}.txt"));
        let ours = ours.join("\n\n") + "\n";
        if is_writing() {
            std::fs::write(&golden, &ours).expect("writes");
        }
        assert_eq!(ours, std::fs::read_to_string(&golden).expect("an approved text"), "{name}");
    }
}

#[test]
fn letters_are_in_the_file_and_the_structure_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.pdf");
    let bytes = print::pdf(&sample("report"), day()).expect("writes");
    std::fs::write(&file, &bytes).expect("writes");
    let fonts = run(Command::new("pdffonts").arg(&file), "poppler-utils");
    let fonts = String::from_utf8(fonts).expect("UTF-8");
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 4, "{fonts}");
    for row in rows {
        // Embedded, a subset, with a way back to letters.
        assert!(row.contains("+LiberationSerif") && row.contains(" yes yes yes "), "{row}");
    }
    let info = String::from_utf8(run(Command::new("pdfinfo").arg(&file), "poppler-utils")).expect("UTF-8");
    assert!(info.contains("Tagged:          yes"), "{info}");
    let tags = run(Command::new("pdfinfo").arg("-struct").arg(&file), "poppler-utils");
    // The titles of headings are printed in an encoding of their own.
    let tags = String::from_utf8_lossy(&tags);
    for tag in ["H1", "H2", "H3", "H4", "Table", "THead", "TH", "TBody", "TD", "P"] {
        assert!(tags.lines().any(|line| line.trim().split([' ', ':']).next() == Some(tag)), "{tag}: {tags}");
    }
    let xmp = String::from_utf8_lossy(&bytes);
    for claim in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
    ] {
        assert!(xmp.contains(claim), "{claim}");
    }
}

#[test]
fn equal_papers_give_equal_bytes() {
    for name in ["report", "minutes"] {
        assert_eq!(print::pdf(&sample(name), day()).ok(), print::pdf(&sample(name), day()).ok(), "{name}");
        assert_eq!(print::docx(&sample(name), day()).ok(), print::docx(&sample(name), day()).ok(), "{name}");
    }
}
