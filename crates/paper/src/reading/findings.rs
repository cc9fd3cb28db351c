//! What does not fit in a paper, with the place and the reason. The words of the paper are never corrected.

mod calendar;
mod context;
mod form;
mod kinds;
mod structure;
mod words;

pub use context::{Context, KnownPaper, cross_check};
pub use kinds::{Finding, FindingKind, Severity};

use chrono::{Datelike, NaiveDate};

use super::cite::Cited;
use super::dates::Mention;
use super::lines::Block;
use super::meta::MetaDraft;
use super::model::{Anniversary, TaskProposal};
use super::outline::Outline;
use super::rules::Compiled;
use super::text::Text;
use crate::SourceText;

/// What the checks look at. All spans are in the normalised text.
pub(crate) struct Reading<'a> {
    pub source: &'a SourceText,
    pub text: &'a Text,
    pub blocks: &'a [Block],
    pub outline: &'a Outline,
    pub meta: &'a MetaDraft,
    pub dates: &'a [Mention],
    pub citations: &'a [Cited],
    pub tasks: &'a [TaskProposal],
    pub anniversaries: &'a [Anniversary],
    pub words: &'a Compiled,
}

/// Every finding within one paper, in reading order.
pub(crate) fn check(reading: &Reading) -> Vec<Finding> {
    let mut found = Vec::new();
    words::check(reading, &mut found);
    calendar::check(reading, &mut found);
    structure::check(reading, &mut found);
    form::check(reading, &mut found);
    found.sort_by_key(|f| f.span.map_or(usize::MAX, |s| s.start));
    found
}

/// "18/04/2024": a day as Vietnamese readers expect it.
fn printed(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}
