//! `doanket extract`: what was read from a paper, without a database.

use std::io::{Read as _, Write as _};
use std::path::Path;

use kit::Internal;
use kit::text::Lang;
use paper::formats::{self, Limits};
use paper::reading::{Paper, Reader, Rules, to_score_json};
use paper::{Note, SourceText, Watch};

use crate::args::{Extract, ExtractFormat};
use crate::error::{CliError, lang};
use crate::texts;

pub fn run(args: &Extract) -> Result<(), CliError> {
    run_watched(args, documents::watch())
}

fn run_watched(args: &Extract, watch: Watch) -> Result<(), CliError> {
    let bytes = read(&args.file)?;
    let name = args.file.file_name().and_then(|name| name.to_str());
    let refused = |error| CliError::Paper { path: args.file.clone(), error };
    let limits = Limits { watch: watch.clone(), ..Limits::default() };
    let source = formats::read_file(&bytes, name, &limits).map_err(refused)?;
    let rules = match &args.rules {
        // A mistyped folder must not read as one without rules.
        Some(folder) if !folder.is_dir() => return Err(CliError::RulesFolder { path: folder.clone() }),
        Some(folder) => Rules::load(folder).map_err(|error| CliError::Rules(error.to_string()))?,
        None => Rules::default(),
    };
    let read = Reader::new(rules).read_watched(&source, &watch);
    let paper = read.map_err(|stopped| refused(stopped.into()))?;
    let out = match args.format {
        ExtractFormat::Json => {
            let mut json = to_score_json(&paper, &source);
            json["notes"] = source.notes.iter().map(|note| format!("{note:?}")).collect();
            serde_json::to_string_pretty(&json).map_err(Internal::from)? + "\n"
        }
        ExtractFormat::Text => summary(&paper, &source, lang().unwrap_or_default()),
    };
    // A reader that stops early (`head`) is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed =
        |error: std::io::Error| CliError::Unreadable { path: path.to_owned(), detail: error.to_string() };
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let file = std::fs::File::open(path).map_err(failed)?;
        // One byte past the limit tells that it is passed, without reading a file of any size.
        file.take(Limits::default().max_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    Ok(bytes)
}

/// For people: the facts, the outline with its tasks, and what does not fit.
fn summary(paper: &Paper, source: &SourceText, lang: Lang) -> String {
    let meta = &paper.meta;
    let mut out = String::new();
    let mut fact = |label: kit::text::Text, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("{:<14} {value}\n", label.get(lang)));
        }
    };
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    fact(texts::PAPER_TYPE, &or_empty(&meta.kind));
    fact(texts::PAPER_SYMBOL, &or_empty(&meta.number));
    fact(texts::PAPER_ISSUER, &or_empty(&meta.issuer));
    fact(texts::PAPER_DATE, &or_empty(&meta.date));
    fact(texts::PAPER_ABSTRACT, &or_empty(&meta.title));
    fact(texts::PAPER_SIGNER, &or_empty(&meta.signer));
    for note in &source.notes {
        if let Note::ConvertedFrom(encoding) = note {
            out.push_str(&format!("{}\n", texts::paper_converted(encoding).get(lang)));
        }
    }
    out.push_str(&format!("\n{}\n", texts::paper_tasks(paper.tasks.len()).get(lang)));
    for task in &paper.tasks {
        let quarter = task.quarter.map_or_else(String::new, |quarter| format!(" [Q{quarter}]"));
        out.push_str(&format!("  {}{quarter} {}\n", task.section_id, task.text));
    }
    out.push_str(&format!("\n{}\n", texts::paper_findings(paper.findings.len()).get(lang)));
    for finding in &paper.findings {
        let message = match lang {
            Lang::Vi => &finding.message_vi,
            Lang::En => &finding.message_en,
        };
        let place = finding.span.map_or_else(String::new, |span| {
            let place = source.char_span(span.start..span.end);
            format!(" [{}–{}]", place.start, place.end)
        });
        out.push_str(&format!("  - {message}{place}\n"));
    }
    out
}
