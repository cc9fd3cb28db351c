//! The seam to the reader: bytes of a file in, what the register keeps out. Everything here is computed, nothing is stored.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use kit::web::App;
use kit::{Internal, audit};
use paper::formats::{FormatError, Limits, read_file};
use paper::reading::{Citation, Finding, Meta, Paper, Reader, Rules, Section, Span};
use paper::{Format, Line, LineKind, Note, SourceText, Watch};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use crate::document::{CharSpan, Clause, Metadata};
use crate::error::DocumentError;

/// Longest time for one file, whatever its kind and whoever reads it.
const MAX_TIME: Duration = Duration::from_secs(30);
/// How long a reading that was told to stop may take to do so before its answer is given without it.
const GRACE: Duration = Duration::from_secs(2);
/// How many papers are read at a time; others wait. A paper keeps a processor busy, and a server has other work beside.
const AT_A_TIME: usize = 4;

static READINGS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_A_TIME)));

/// A watch that ends a reading after the time that every paper is given, on the server and on the command line.
pub fn watch() -> Watch {
    watch_holding(())
}

/// [`watch`] that keeps `held` until the last thread of the reading has ended.
fn watch_holding(held: impl Send + Sync + 'static) -> Watch {
    let until = Instant::now() + MAX_TIME;
    Watch::new(move || {
        let _ = &held;
        Instant::now() < until
    })
}

/// Runs a reading away from the threads that answer requests, and ends it when it takes too long.
async fn read_in_time<T: Send + 'static>(
    work: impl FnOnce(&Watch) -> Result<T, FormatError> + Send + 'static,
) -> Result<Result<T, FormatError>, Internal> {
    let permit = Arc::clone(&READINGS).acquire_owned().await.map_err(Internal::from_error)?;
    let watch = watch_holding(permit);
    let work = tokio::task::spawn_blocking(move || work(&watch));
    match tokio::time::timeout(MAX_TIME + GRACE, work).await {
        Ok(done) => done.map_err(Internal::from_error),
        Err(_) => Ok(Err(FormatError::TooSlow)),
    }
}

/// A file, read.
#[derive(Debug, Clone)]
pub struct ReadFile {
    pub source: SourceText,
    pub paper: Paper,
    pub read_by: String,
}

/// Reads an uploaded file, away from the threads that answer requests.
///
/// # Errors
/// [`DocumentError::Refused`] with the reason; [`DocumentError::StateSecret`] when the paper bears a mark of secrecy.
pub async fn read_upload(app: &App, name: &str, bytes: Bytes) -> Result<ReadFile, DocumentError> {
    let (reader, read_by) = reader(app)?;
    let max_bytes = app.settings.max_upload_bytes;
    let file_name = name.to_owned();
    let read = read_in_time(move |watch| {
        let limits = Limits { max_bytes, watch: watch.clone(), ..Limits::default() };
        let source = read_file(&bytes, Some(&file_name), &limits)?;
        let paper = reader.read_watched(&source, watch)?;
        Ok((source, paper))
    })
    .await?;
    let (source, paper) = read.map_err(|cause| DocumentError::Refused { name: name.to_owned(), cause })?;
    if source.notes.contains(&Note::SecrecyMark) || paper.meta.secrecy.is_some() {
        return Err(DocumentError::StateSecret { name: name.to_owned() });
    }
    Ok(ReadFile { source, paper, read_by })
}

/// Whether a file bears a mark of secrecy: for what is kept without being registered. Files that hold no text to be read, such as
/// photos, bear none that can be seen here.
pub async fn bears_secrecy_mark(app: &App, name: &str, bytes: Bytes) -> Result<bool, Internal> {
    match read_upload(app, name, bytes).await {
        Ok(_) | Err(DocumentError::Refused { .. }) => Ok(false),
        Err(DocumentError::StateSecret { .. }) => Ok(true),
        Err(DocumentError::Internal(error)) => Err(error),
        Err(error) => Err(Internal::new(error.to_string())),
    }
}

/// Reads a text that was stored before, with the reader and the word lists of today.
///
/// # Errors
/// [`DocumentError::Refused`] when it takes too long; `name` is what the refusal calls the paper.
pub async fn read_again(app: &App, name: &str, source: SourceText) -> Result<ReadFile, DocumentError> {
    let (reader, read_by) = reader(app)?;
    let read = read_in_time(move |watch| Ok((reader.read_watched(&source, watch)?, source))).await?;
    let (paper, source) = read.map_err(|cause| DocumentError::Refused { name: name.to_owned(), cause })?;
    Ok(ReadFile { source, paper, read_by })
}

/// What reads papers now: the program's version, and a mark of the office's own word lists.
pub fn reader_version(app: &App) -> Result<String, DocumentError> {
    Ok(reader(app)?.1)
}

/// A reader with the word lists it was made from.
struct Compiled {
    folder: Option<PathBuf>,
    version: String,
    reader: Arc<Reader>,
}

/// The reader for the word lists as they are now. Word lists are compiled once and again only when a file of the office changed.
fn reader(app: &App) -> Result<(Arc<Reader>, String), DocumentError> {
    static LAST: Mutex<Option<Compiled>> = Mutex::new(None);
    let folder = app.settings.rules.as_deref();
    let version = version(folder)?;
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = &*last
        && known.folder.as_deref() == folder
        && known.version == version
    {
        return Ok((Arc::clone(&known.reader), version));
    }
    let rules = match folder {
        Some(folder) => Rules::load(folder).map_err(|error| DocumentError::Rules(error.to_string()))?,
        None => Rules::default(),
    };
    let reader = Arc::new(Reader::new(rules));
    *last = Some(Compiled {
        folder: folder.map(Into::into),
        version: version.clone(),
        reader: Arc::clone(&reader),
    });
    Ok((reader, version))
}

fn version(folder: Option<&std::path::Path>) -> Result<String, DocumentError> {
    let program = env!("CARGO_PKG_VERSION");
    let Some(folder) = folder else {
        return Ok(program.to_owned());
    };
    let unreadable = |error: std::io::Error| DocumentError::Rules(format!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    let mut hasher = Sha256::new();
    for file in files {
        hasher.update(file.as_os_str().as_encoded_bytes());
        hasher.update(std::fs::read(&file).map_err(unreadable)?);
    }
    Ok(format!("{program}+{}", &audit::hex(&hasher.finalize())[..8]))
}

/// From byte offsets to code points: one pass over the text, then a look-up a span.
pub struct Points {
    starts: Vec<usize>,
}

impl Points {
    pub fn new(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(at, _)| at).collect() }
    }

    pub fn at(&self, byte: usize) -> i64 {
        i64::try_from(self.starts.partition_point(|start| *start < byte)).unwrap_or(i64::MAX)
    }

    /// The way back: the byte where a code point begins, or the end of a text of `length` bytes.
    pub fn byte(&self, point: i64, length: usize) -> usize {
        usize::try_from(point).ok().and_then(|point| self.starts.get(point).copied()).unwrap_or(length)
    }

    pub fn span(&self, span: Span) -> CharSpan {
        CharSpan { start: self.at(span.start), end: self.at(span.end) }
    }
}

/// What the paper says of itself, for the register.
pub fn metadata(meta: &Meta) -> Metadata {
    let text = |value: &Option<String>| {
        value.as_deref().map(|text| vi::normalise::clean(text.trim()).into_owned()).unwrap_or_default()
    };
    Metadata {
        type_code: text(&meta.type_code),
        type_name: sentence_case(&text(&meta.kind)),
        symbol: text(&meta.number),
        issuer: text(&meta.issuer),
        issued_on: meta.date.as_deref().and_then(|date| date.parse().ok()),
        place: text(&meta.place),
        abstract_text: text(&meta.title),
        term: text(&meta.term),
        signer: text(&meta.signer),
        signer_position: text(&meta.signer_position),
        year: meta.year.map(i64::from),
    }
}

/// "KẾ HOẠCH" → "Kế hoạch".
fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters.as_str().to_lowercase().chars()).collect()
    })
}

/// The outline with its paragraphs, in reading order.
pub fn clauses(paper: &Paper, points: &Points) -> Vec<Clause> {
    let mut seen = HashSet::new();
    let mut clauses: Vec<Clause> = Vec::new();
    for section in &paper.sections {
        let mut add = |clause: Clause| {
            // The reader promises unique codes; a paper must not be refused if it ever breaks the promise.
            if seen.insert(clause.code.clone()) {
                clauses.push(clause);
            }
        };
        add(clause(section, points));
        for paragraph in &section.paragraphs {
            add(Clause {
                code: paragraph.id.clone(),
                label: String::new(),
                level: i64::try_from(section.level + 1).unwrap_or(i64::MAX),
                kind: "paragraph".to_owned(),
                parent: section.id.clone(),
                title: String::new(),
                body: paragraph.text.clone(),
                span: points.span(paragraph.span),
            });
        }
    }
    clauses.sort_by_key(|clause| (clause.span.start, clause.level));
    clauses
}

fn clause(section: &Section, points: &Points) -> Clause {
    Clause {
        code: section.id.clone(),
        label: section.label.clone().unwrap_or_default(),
        level: i64::try_from(section.level).unwrap_or(i64::MAX),
        kind: key(&section.kind),
        parent: section.parent.clone().unwrap_or_default(),
        title: section.title.clone().unwrap_or_default(),
        // The paragraphs under a heading are clauses of their own.
        body: if section.paragraphs.is_empty() { section.text.clone() } else { String::new() },
        span: points.span(section.span),
    }
}

/// The name that a reader's enum has in JSON.
pub fn key(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A citation as the store takes it.
pub struct ReadCitation {
    pub symbol: String,
    pub issued_on: Option<chrono::NaiveDate>,
    pub type_name: String,
    pub issuer: String,
    pub raw: String,
    pub occurrences: Vec<CharSpan>,
    pub is_legal_basis: bool,
}

pub fn citations(paper: &Paper, points: &Points) -> Vec<ReadCitation> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let one = |citation: &Citation| ReadCitation {
        symbol: text(&citation.symbol),
        issued_on: citation.date.as_deref().and_then(|date| date.parse().ok()),
        type_name: text(&citation.type_name),
        issuer: text(&citation.issuer),
        raw: citation.raw.clone(),
        occurrences: citation.occurrences.iter().map(|span| points.span(*span)).collect(),
        is_legal_basis: paper
            .preamble
            .is_some_and(|preamble| citation.occurrences.iter().any(|span| preamble.contains(*span))),
    };
    paper.citations.iter().map(one).collect()
}

/// A finding as the store takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFinding {
    pub kind: &'static str,
    pub severity: String,
    pub message_vi: String,
    pub message_en: String,
    pub span: Option<CharSpan>,
}

pub fn findings(findings: &[Finding], points: &Points) -> Vec<ReadFinding> {
    let one = |finding: &Finding| ReadFinding {
        kind: finding.kind.key(),
        severity: key(&finding.severity),
        message_vi: finding.message_vi.clone(),
        message_en: finding.message_en.clone(),
        span: finding.span.map(|span| points.span(span)),
    };
    findings.iter().map(one).collect()
}

/// The short name of a format in the register, and the media type it is downloaded as.
pub const fn format_names(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Format::Doc => ("doc", "application/msword"),
        Format::Pdf => ("pdf", "application/pdf"),
        Format::Text => ("text", "text/plain; charset=utf-8"),
        Format::Html => ("html", "text/html"),
    }
}

fn format_from_name(name: &str) -> Format {
    [Format::Docx, Format::Doc, Format::Pdf, Format::Html]
        .into_iter()
        .find(|format| format_names(*format).0 == name)
        .unwrap_or(Format::Text)
}

/// A line as it is stored: start, end, kind with its level, bold, centred.
type StoredLine = (usize, usize, char, u8, bool, bool);

/// The lines of a text as JSON.
pub fn lines_to_json(source: &SourceText) -> Result<String, Internal> {
    let stored: Vec<StoredLine> = source
        .lines
        .iter()
        .map(|line| {
            let (kind, level) = match line.kind {
                LineKind::Paragraph => ('p', 0),
                LineKind::Heading(level) => ('h', level),
                LineKind::ListItem(level) => ('l', level),
                LineKind::TableRow => ('t', 0),
            };
            (line.span.start, line.span.end, kind, level, line.is_bold, line.is_centred)
        })
        .collect();
    Ok(serde_json::to_string(&stored)?)
}

/// The text as it was read at first.
pub fn source_from_stored(
    format: &str,
    text: String,
    lines: &str,
    notes: &[FileNote],
) -> Result<SourceText, Internal> {
    let stored: Vec<StoredLine> = serde_json::from_str(lines)?;
    if stored.is_empty() {
        // A text that did not come from a file.
        return Ok(SourceText::from_plain(text));
    }
    let lines = stored
        .into_iter()
        .filter(|(start, end, ..)| text.get(*start..*end).is_some())
        .map(|(start, end, kind, level, is_bold, is_centred)| Line {
            span: start..end,
            kind: match kind {
                'h' => LineKind::Heading(level),
                'l' => LineKind::ListItem(level),
                't' => LineKind::TableRow,
                _ => LineKind::Paragraph,
            },
            is_bold,
            is_centred,
        })
        .collect();
    // What was left out of the file matters to people only, not to the reader.
    let notes = notes
        .iter()
        .filter_map(|note| match note {
            FileNote::ConvertedFrom(encoding) => {
                ["TCVN3", "VNI"].into_iter().find(|known| known == encoding).map(Note::ConvertedFrom)
            }
            FileNote::DoubtfulText(percent) => Some(Note::DoubtfulText { percent: *percent }),
            FileNote::LeftOut(_) => None,
        })
        .collect();
    Ok(SourceText { format: format_from_name(format), text, lines, notes })
}

/// Something to know of the file beside its text, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileNote {
    /// The letters were in an old font encoding and were converted.
    ConvertedFrom(String),
    DoubtfulText(u8),
    LeftOut(String),
}

pub fn file_notes(source: &SourceText) -> Vec<FileNote> {
    source
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::ConvertedFrom(encoding) => Some(FileNote::ConvertedFrom((*encoding).to_owned())),
            Note::DoubtfulText { percent } => Some(FileNote::DoubtfulText(*percent)),
            Note::LeftOut(what) => Some(FileNote::LeftOut((*what).to_owned())),
            // Such a paper was refused.
            Note::SecrecyMark => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_text_is_the_text_that_was_read() {
        let source = SourceText::from_plain("KẾ HOẠCH\r\nCông tác năm 2024\n\n- một\u{a0}việc".to_owned());
        let json = lines_to_json(&source).expect("writes");
        let back = source_from_stored("text", source.text.clone(), &json, &[]).expect("reads");
        assert_eq!((back.text, back.lines), (source.text, source.lines));
    }

    #[test]
    fn points_count_letters() {
        let points = Points::new("Đại hội");
        assert_eq!(points.span(Span::new("Đại ".len(), "Đại hội".len())), CharSpan { start: 4, end: 7 });
    }

    #[test]
    fn a_type_is_written_as_a_word() {
        assert_eq!(sentence_case("KẾ HOẠCH"), "Kế hoạch");
        assert_eq!(sentence_case(""), "");
    }
}
