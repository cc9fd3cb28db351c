//! Programs that look at our files with other eyes. `cargo xtask test` installs them where it may.

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use print::{Paper, Templates};

pub const SAMPLES: [&str; 10] = [
    "report",
    "plan",
    "programme",
    "resolution",
    "notice",
    "letter",
    "decision",
    "minutes",
    "invitation",
    "submission",
];

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day")
}

pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub fn data(name: &str) -> serde_json::Value {
    let text = std::fs::read_to_string(here(&format!("tests/samples/{name}.json"))).expect("a sample");
    serde_json::from_str(&text).expect("JSON")
}

pub fn sample(name: &str) -> Paper {
    let templates = Templates::built_in().expect("sound templates");
    templates.paper(name, &data(name)).expect("a whole sample")
}

/// Runs a program and gives what it printed.
#[track_caller]
pub fn run(command: &mut Command, package: &str) -> Vec<u8> {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{error}: install what is missing: apt-get install {package} ({command:?})")
    });
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The text of a .pdf as another program reads it, page by page.
#[track_caller]
pub fn pdf_text(pdf: &Path, order: &str) -> Vec<String> {
    let out =
        run(Command::new("pdftotext").args([order, "-enc", "UTF-8"]).arg(pdf).arg("-"), "poppler-utils");
    let text = String::from_utf8(out).expect("UTF-8");
    let mut pages: Vec<String> = text.split('\u{c}').map(lines).collect();
    pages.pop();
    pages
}

/// Lines without the spaces that only place them.
fn lines(page: &str) -> String {
    let lines = page.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// LibreOffice with our font in the place of Times New Roman, whatever else is installed.
pub fn libreoffice(folder: &Path, files: &[PathBuf]) {
    let fonts = folder.join("fonts.conf");
    let settings = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>{}</dir><cachedir>{}</cachedir>\
         <alias binding=\"same\"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias></fontconfig>",
        here("fonts").display(),
        folder.join("cache").display()
    );
    std::fs::write(&fonts, settings).expect("writes");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut command = Command::new("soffice");
    command.env("FONTCONFIG_FILE", fonts).args([&profile, "--headless", "--convert-to", "pdf", "--outdir"]);
    run(command.arg(folder).args(files), "libreoffice-writer-nogui");
}
