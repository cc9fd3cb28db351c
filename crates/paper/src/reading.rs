//! From a [`SourceText`](crate::SourceText) to what the paper says.
//!
//! A [`Reader`] is made once from [`Rules`] and reads any number of papers. Reading never refuses and never panics: what
//! does not fit becomes a [`Finding`], and the words of the paper are never corrected. Every [`Span`] is a byte range
//! into the raw text, on letter borders.

mod anniversaries;
mod cite;
mod cover;
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
use crate::watch::{Stopped, Watch};
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
        // Without anybody to ask, a reading is never stopped.
        self.read_watched(source, &Watch::default()).unwrap_or_default()
    }

    /// [`read`](Self::read) as long as the watch allows.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when the watch said no before the end.
    pub fn read_watched(&self, source: &SourceText, watch: &Watch) -> Result<Paper, Stopped> {
        let mut text = Text::new(&source.text);
        text.watch = watch.clone();
        // What a step left out makes those behind it quick; nothing of it is given away.
        let goes_on = |text: &Text| if text.watch.asks() { Ok(()) } else { Err(Stopped) };
        let blocks = lines::blocks(source, &mut text);
        goes_on(&text)?;
        let outline = outline::build(&text, &blocks);
        goes_on(&text)?;
        let mut dates = dates::scan(&text);
        let meta = meta::read(&text, &blocks, &outline, &dates, &self.words);
        dates::settle(&text, &outline, &meta, &mut dates, &self.words);
        goes_on(&text)?;
        let citations = cite::scan(&text, &meta, &dates, &self.words);
        let cited = cover::Cover::new(citations.iter().enumerate().map(|(i, c)| (c.span, i)));
        goes_on(&text)?;
        let orgs = orgs::scan(&text, &self.words);
        goes_on(&text)?;
        let closing: Vec<Span> = outline.closing.iter().map(|i| blocks[*i].span).collect();
        let draft = tasks::Draft {
            text: &text,
            outline: &outline,
            meta: &meta,
            dates: &dates,
            citations: &citations,
            cited: &cited,
            orgs: &orgs,
            words: &self.words,
            closing: &closing,
        };
        let tasks::Proposed { mut tasks, anniversaries, campaigns, funds } = tasks::propose(&draft);
        goes_on(&text)?;
        let (series, standing) = series::link(&text, &mut tasks);
        goes_on(&text)?;
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
        goes_on(&text)?;
        let paper = frame::assemble(frame::Parts {
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
        });
        goes_on(&text)?;
        Ok(paper)
    }
}
