//! From a [`SourceText`](crate::SourceText) to what the paper says.
//!
//! A [`Reader`] is made once from [`Rules`] and reads any number of papers. Reading never refuses and never panics: what
//! does not fit becomes a [`Finding`], and the words of the paper are never corrected. Every [`Span`] is a byte range
//! into the raw text, on letter borders.

mod anniversaries;
mod cite;
mod cues;
mod dates;
pub mod diff;
mod due;
mod findings;
mod frame;
mod json;
mod labels;
mod line_of_work;
mod lines;
mod meta;
mod model;
mod names;
mod names_of_work;
mod orgs;
mod outline;
mod rules;
mod series;
mod split;
mod tasks;
mod text;
mod units;

pub use findings::{Context, Finding, FindingKind, KnownPaper, Severity, cross_check};
pub use json::to_score_json;
pub use model::{
    Anniversary, Citation, CitationKind, DateKind, DateMention, Due, DueKind, Meta, NamedThing, Organisation,
    Paper, Paragraph, Recurrence, Section, SectionKind, Series, Span, StandingHint, SubTask, Target,
    TaskProposal,
};
pub use rules::{Rules, RulesError};

use crate::SourceText;
use text::Text;

/// Reads papers with word lists that were compiled once.
pub struct Reader {
    words: rules::Compiled,
}

impl Reader {
    pub fn new(rules: Rules) -> Self {
        Self { words: rules::Compiled::new(&rules) }
    }

    /// What the paper says. Any text gives a `Paper`; a text that is no paper gives a nearly empty one.
    pub fn read(&self, source: &SourceText) -> Paper {
        let mut text = Text::new(&source.text);
        let blocks = lines::blocks(source, &mut text);
        let outline = outline::build(&text, &blocks);
        let mut dates = dates::scan(&text);
        let meta = meta::read(&text, &blocks, &outline, &dates, &self.words);
        dates::settle(&text, &outline, &meta, &mut dates, &self.words);
        let citations = cite::scan(&text, &meta, &dates, &self.words);
        let orgs = orgs::scan(&text, &self.words);
        let closing: Vec<Span> = outline.closing.iter().map(|i| blocks[*i].span).collect();
        let draft = tasks::Draft {
            text: &text,
            outline: &outline,
            meta: &meta,
            dates: &dates,
            citations: &citations,
            orgs: &orgs,
            words: &self.words,
            closing: &closing,
        };
        let tasks::Proposed { mut tasks, anniversaries, campaigns, funds } = tasks::propose(&draft);
        let (series, standing) = series::link(&text, &mut tasks);
        let findings = findings::check(&findings::Reading {
            source,
            text: &text,
            blocks: &blocks,
            outline: &outline,
            meta: &meta,
            dates: &dates,
            citations: &citations,
            tasks: &tasks,
            anniversaries: &anniversaries,
            words: &self.words,
        });
        frame::assemble(frame::Parts {
            text: &text,
            blocks: &blocks,
            outline,
            meta,
            dates,
            citations,
            orgs,
            tasks,
            anniversaries,
            campaigns,
            funds,
            series,
            standing,
            findings,
        })
    }
}
