//! Templates: text files that an office can change, and what they make of data.
//!
//! A template is a `.toml` file with texts in which `{{ field }}` stands for what the data say ([`minijinja`] syntax: `{% if %}`,
//! `{% for %}`, filters). A field that the data do not have is an error that names it; `{% if field %}` asks whether it is
//! there. The body is written in a light markup, one paragraph a line: see [`markup`]. What the data say is never read as
//! markup.
//!
//! Fields that every template knows, besides those it asks for itself:
//!
//! | Field | |
//! | --- | --- |
//! | `issuer` | a name from `issuers.toml`, or `{"superior", "body", "part", "code"}` |
//! | `unit` | `tỉnh Sơn La`: what the issuer's lines are filled with |
//! | `number`, `code` | number (left out until signed); the symbol after the stroke, if not the usual one |
//! | `place`, `date` | `Sơn La`, `2026-03-05` |
//! | `signer` | a name, or `{"authority", "position", "name", "note"}`; or `signatures`, a list |
//! | `to` | addressees, a list |
//! | `recipients` | a list of names, or `{"groups", "file_copy"}`; with a list, `file_copy` beside it |
//! | `marks`, `annexes` | as in [`Paper`] |

mod fields;
mod filters;
pub mod markup;

use std::collections::BTreeMap;
use std::path::Path;

use minijinja::{Environment, ErrorKind, UndefinedBehavior};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::model::Title;
use crate::{Paper, PrintError};

const BUILT_IN: [(&str, &str); 10] = [
    ("report", include_str!("../../templates/report.toml")),
    ("plan", include_str!("../../templates/plan.toml")),
    ("programme", include_str!("../../templates/programme.toml")),
    ("resolution", include_str!("../../templates/resolution.toml")),
    ("notice", include_str!("../../templates/notice.toml")),
    ("letter", include_str!("../../templates/letter.toml")),
    ("decision", include_str!("../../templates/decision.toml")),
    ("minutes", include_str!("../../templates/minutes.toml")),
    ("invitation", include_str!("../../templates/invitation.toml")),
    ("submission", include_str!("../../templates/submission.toml")),
];
const ISSUERS: &str = include_str!("../../templates/issuers.toml");

/// More steps than any paper takes; a loop without end stops here.
const FUEL: u64 = 5_000_000;

/// The templates of an office: those that come with the program, and its own, which go before them.
#[derive(Clone)]
pub struct Templates {
    files: BTreeMap<String, TemplateFile>,
    issuers: BTreeMap<String, IssuerFile>,
}

/// One template's texts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    /// `Báo cáo`, for lists.
    title_vi: String,
    title_en: String,
    /// Another name on the command line, such as `bao-cao`.
    alias: Option<String>,
    /// Type code in the symbol; none for an official letter.
    code: Option<String>,
    /// Left out for an official letter.
    type_name: Option<String>,
    #[serde(rename = "abstract", default)]
    summary: String,
    /// The issuer when the data name none.
    issuer: Option<String>,
    /// Addressees, one a line.
    #[serde(default)]
    to: String,
    body: String,
    /// Recipients, one a line; before those of the data.
    #[serde(default)]
    recipients: String,
    /// What stands for a field that the data do not have.
    #[serde(default)]
    defaults: Map<String, Value>,
}

/// The header block, symbol and signature of a kind of organisation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerFile {
    superior: Option<String>,
    body: String,
    part: Option<String>,
    /// The issuer in the symbol: `MTTQ-BTT`.
    code: String,
    #[serde(default)]
    authority: Vec<String>,
    position: String,
}

/// A template, for a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateName {
    pub name: String,
    pub title_vi: String,
    pub title_en: String,
}

impl Templates {
    /// Those that come with the program.
    ///
    /// # Errors
    /// None in a released program: a test reads them all.
    pub fn built_in() -> Result<Self, PrintError> {
        let mut templates = Self { files: BTreeMap::new(), issuers: BTreeMap::new() };
        for (name, text) in BUILT_IN {
            templates.add(name, text)?;
        }
        templates.add_issuers(ISSUERS)?;
        Ok(templates)
    }

    /// Adds an office's own: each `.toml` of a folder; `issuers.toml` holds its header blocks.
    ///
    /// # Errors
    /// [`PrintError::Template`] names the file and the line that is wrong.
    pub fn add_folder(&mut self, folder: &Path) -> Result<(), PrintError> {
        let failed = |path: &Path, error: std::io::Error| PrintError::Template {
            template: path.display().to_string(),
            place: "-".to_owned(),
            detail: error.to_string(),
        };
        let entries = std::fs::read_dir(folder).map_err(|error| failed(folder, error))?;
        let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
            let text = std::fs::read_to_string(path).map_err(|error| failed(path, error))?;
            match path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default() {
                "issuers" => self.add_issuers(&text)?,
                name => self.add(name, &text)?,
            }
        }
        Ok(())
    }

    /// Adds or replaces one template.
    ///
    /// # Errors
    /// As [`Templates::add_folder`].
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), PrintError> {
        let file: TemplateFile = toml::from_str(text).map_err(|error| file_error(name, text, &error))?;
        self.files.insert(name.to_owned(), file);
        Ok(())
    }

    /// Adds or replaces header blocks, in the form of `issuers.toml`.
    ///
    /// # Errors
    /// As [`Templates::add_folder`].
    pub fn add_issuers(&mut self, text: &str) -> Result<(), PrintError> {
        let issuers: BTreeMap<String, IssuerFile> =
            toml::from_str(text).map_err(|error| file_error("issuers", text, &error))?;
        self.issuers.extend(issuers);
        Ok(())
    }

    /// All templates by name.
    pub fn names(&self) -> Vec<TemplateName> {
        let named = |(name, file): (&String, &TemplateFile)| TemplateName {
            name: name.clone(),
            title_vi: file.title_vi.clone(),
            title_en: file.title_en.clone(),
        };
        self.files.iter().map(named).collect()
    }

    /// Makes a paper from data.
    ///
    /// # Errors
    /// [`PrintError::UnknownTemplate`], [`PrintError::MissingField`] with template, field and place, [`PrintError::Template`] for a fault
    /// of the template, [`PrintError::Data`] for fields of a wrong kind.
    pub fn paper(&self, name: &str, data: &Value) -> Result<Paper, PrintError> {
        self.make(name, data, None)
    }

    /// Makes a paper whose abstract and body somebody wrote: header, type name, signature and recipients are the template's. The
    /// body is in the light markup of [`markup`]; fields are not filled in it, tables and blocks are taken from the data.
    ///
    /// # Errors
    /// As [`Templates::paper`].
    pub fn paper_in_words(
        &self,
        name: &str,
        data: &Value,
        summary: &str,
        body: &str,
    ) -> Result<Paper, PrintError> {
        self.make(name, data, Some((summary, body)))
    }

    fn make(&self, name: &str, data: &Value, words: Option<(&str, &str)>) -> Result<Paper, PrintError> {
        let (name, file) = self.find(name)?;
        let Value::Object(given) = data else {
            return Err(PrintError::Data { place: ".".to_owned(), detail: "an object is wanted".to_owned() });
        };
        let mut fields = file.defaults.clone();
        fields.extend(given.iter().map(|(key, value)| (key.clone(), value.clone())));
        let filler = Filler::new(name, &fields);
        let mut paper = Paper {
            title: Title {
                type_name: file
                    .type_name
                    .as_deref()
                    .map(|text| filler.plain("type_name", text))
                    .transpose()?,
                summary: match words {
                    Some((summary, _)) => summary.to_owned(),
                    None => filler.plain("abstract", &file.summary)?,
                },
            },
            ..Paper::default()
        };
        fields::fill(&mut paper, self, file, &filler)?;
        paper.body = match words {
            Some((_, body)) => markup::blocks(body, &filler)?,
            None => markup::blocks(&filler.fill("body", &file.body)?, &filler)?,
        };
        Ok(paper)
    }

    /// The body of a template as its file says it, markup and fields included.
    pub fn body(&self, name: &str) -> Option<&str> {
        self.find(name).ok().map(|(_, file)| file.body.as_str())
    }

    /// The text of a template that comes with the program; `issuers` for the header blocks.
    pub fn built_in_text(name: &str) -> Option<&'static str> {
        if name == "issuers" {
            return Some(ISSUERS);
        }
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    fn find(&self, name: &str) -> Result<(&str, &TemplateFile), PrintError> {
        let by_alias = || self.files.iter().find(|(_, file)| file.alias.as_deref() == Some(name));
        let found = self.files.get_key_value(name).or_else(by_alias);
        found.map(|(name, file)| (name.as_str(), file)).ok_or_else(|| PrintError::UnknownTemplate {
            name: name.to_owned(),
            known: self.files.keys().cloned().collect::<Vec<_>>().join(", "),
        })
    }
}

fn file_error(name: &str, text: &str, error: &toml::de::Error) -> PrintError {
    let line = error.span().map(|span| text[..span.start.min(text.len())].lines().count().max(1));
    PrintError::Template {
        template: name.to_owned(),
        place: line.map_or_else(|| "-".to_owned(), |line| format!("dòng/line {line}")),
        detail: error.message().to_owned(),
    }
}

/// Fills texts of one template with one set of data.
pub struct Filler<'a> {
    template: &'a str,
    fields: &'a Map<String, Value>,
    environment: Environment<'a>,
    context: minijinja::Value,
}

impl<'a> Filler<'a> {
    fn new(template: &'a str, fields: &'a Map<String, Value>) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.set_fuel(Some(FUEL));
        environment.set_debug(true);
        environment.set_formatter(filters::format);
        filters::add(&mut environment);
        let context = minijinja::Value::from(minijinja::value::Serde(fields));
        Self { template, fields, environment, context }
    }

    /// Fills a text of the part `part`; what the data say is protected from being read as markup.
    pub fn fill(&self, part: &str, text: &str) -> Result<String, PrintError> {
        let rendered = self
            .environment
            .template_from_named_str(part, text)
            .and_then(|template| template.render(self.context.clone()));
        rendered.map_err(|error| self.explain(part, text, &error))
    }

    /// As [`Filler::fill`], for texts without markup.
    fn plain(&self, part: &str, text: &str) -> Result<String, PrintError> {
        self.fill(part, text).map(|text| markup::unescape(&text))
    }

    /// A field of the data, if it is there and not null.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// The error for a field that is not there.
    pub fn missing(&self, field: &str, place: &str) -> PrintError {
        PrintError::MissingField {
            template: self.template.to_owned(),
            field: field.to_owned(),
            place: place.to_owned(),
        }
    }

    /// The error for a fault of the template.
    pub fn fault(&self, place: &str, detail: String) -> PrintError {
        PrintError::Template { template: self.template.to_owned(), place: place.to_owned(), detail }
    }

    fn explain(&self, part: &str, text: &str, error: &minijinja::Error) -> PrintError {
        let place = error.line().map_or_else(|| part.to_owned(), |line| format!("{part}, dòng/line {line}"));
        if error.kind() != ErrorKind::UndefinedError {
            return self.fault(&place, error.detail().map_or_else(|| error.to_string(), str::to_owned));
        }
        let field = error.range().map_or("?", |range| named_at(text, range));
        self.missing(field, &place)
    }
}

/// The field that an undefined expression names: the expression itself, or what stands before the filter that met it.
fn named_at(text: &str, range: std::ops::Range<usize>) -> &str {
    let before = text.get(..range.start).unwrap_or_default().trim_end();
    let Some(filtered) = before.strip_suffix('|') else {
        let whole = text.get(range).unwrap_or("?").trim();
        return whole
            .trim_start_matches("{{")
            .split('|')
            .next()
            .unwrap_or(whole)
            .trim_matches([' ', '}', '-']);
    };
    let filtered = filtered.trim_end();
    let start =
        filtered.rfind(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '.' | '[' | ']')));
    start.map_or(filtered, |start| {
        filtered[start..].trim_start_matches(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
    })
}
