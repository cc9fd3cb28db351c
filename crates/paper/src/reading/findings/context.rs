//! Checks against other papers: the register of an office, or papers read before (handbook OUT-2.5).

use serde::{Deserialize, Serialize};

use super::{Finding, FindingKind, Severity, printed};
use crate::reading::labels::roman_text;
use crate::reading::model::{CitationKind, Paper};
use crate::reading::names::ordinal;
use crate::reading::text::key;

/// A paper that the office knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownPaper {
    pub symbol: String,
    /// ISO date of the paper itself, where known.
    pub date: Option<String>,
    pub issuer: Option<String>,
    /// Dates under which other papers cite it.
    #[serde(default)]
    pub cited_as: Vec<String>,
}

/// What is known beside the paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Context {
    #[serde(default)]
    pub known_papers: Vec<KnownPaper>,
    /// Term number in Roman figures and ordinal of the last conference on record.
    #[serde(default)]
    pub last_conference: Option<(String, u32)>,
}

impl Context {
    /// Adds what `paper` cites, so that the next paper is checked against it.
    pub fn remember(&mut self, paper: &Paper) {
        for cited in paper.citations.iter().filter(|c| c.kind == CitationKind::Numbered) {
            let (Some(symbol), Some(date)) = (&cited.symbol, &cited.date) else {
                continue;
            };
            match self.known_papers.iter_mut().find(|k| key(&k.symbol) == key(symbol)) {
                Some(known) if known.cited_as.contains(date) => {}
                Some(known) => known.cited_as.push(date.clone()),
                None => self.known_papers.push(KnownPaper {
                    symbol: symbol.clone(),
                    date: None,
                    issuer: cited.issuer.clone(),
                    cited_as: vec![date.clone()],
                }),
            }
        }
    }
}

/// Findings that need other papers: a cited paper dated otherwise elsewhere or not in the register, a conference whose
/// number does not follow. Spans point into the raw text, as those of the paper do.
///
/// A symbol is not a key: two papers may bear one (handbook 2.4). A date on record that agrees is therefore enough.
pub fn cross_check(paper: &Paper, context: &Context) -> Vec<Finding> {
    let mut found = Vec::new();
    for cited in paper.citations.iter().filter(|c| c.kind == CitationKind::Numbered) {
        let Some(symbol) = &cited.symbol else { continue };
        let known: Vec<&KnownPaper> =
            context.known_papers.iter().filter(|k| key(&k.symbol) == key(symbol)).collect();
        let span = cited.occurrences.first().copied();
        if known.is_empty() {
            found.push(Finding::new(
                FindingKind::UnknownPaper,
                Severity::Info,
                span,
                format!("{symbol} chưa có trong sổ văn bản"),
                format!("{symbol} is not in the register"),
            ));
            continue;
        }
        let Some(date) = &cited.date else { continue };
        let own: Vec<&str> = known.iter().filter_map(|k| k.date.as_deref()).collect();
        let elsewhere: Vec<&str> = known.iter().flat_map(|k| k.cited_as.iter().map(String::as_str)).collect();
        let agrees = own.contains(&date.as_str());
        let differs = if own.is_empty() { elsewhere.iter().any(|d| d != date) } else { !agrees };
        if differs {
            let other = own.iter().chain(&elsewhere).find(|d| **d != date);
            let (here, other) = (printed_iso(date), other.map_or_else(|| "?".to_owned(), |d| printed_iso(d)));
            found.push(Finding::new(
                FindingKind::CitationDatesDiffer,
                Severity::Error,
                span,
                format!("{symbol} ở đây ghi ngày {here}, nơi khác ghi {other}"),
                format!("{symbol} is dated {here} here and {other} elsewhere"),
            ));
        }
    }
    if let (Some((term, last)), Some(khoa), Some(number)) =
        (&context.last_conference, &paper.meta.khoa, paper.meta.lan_thu)
    {
        let same = ordinal(term) == ordinal(khoa);
        let follows = if same { number == last + 1 } else { number == 1 };
        if !follows {
            let term = ordinal(term).map_or_else(|| term.clone(), roman_text);
            found.push(Finding::new(
                FindingKind::NumberDoesNotFollow,
                Severity::Warning,
                paper.meta.title_span,
                format!(
                    "Hội nghị lần thứ {number} khóa {khoa} không nối tiếp hội nghị lần thứ {last} khóa {term}"
                ),
                format!(
                    "Conference {number} of term {khoa} does not follow conference {last} of term {term}"
                ),
            ));
        }
    }
    found
}

/// An ISO date as readers expect it; words that are no date stay as they are.
fn printed_iso(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), printed)
}
