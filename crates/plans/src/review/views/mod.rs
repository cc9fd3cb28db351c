//! The review as markup.

use std::collections::HashMap;

use kit::page::Sheet;
use kit::text::{Lang, Phrase};
use kit::ui::{
    ButtonKind, Crumb, Icon, LineStyle, LinkButton, Meter, Notice, Review, SourceLine, SourceSpan, Tone,
};
use kit::web::Ctx;
use kit::{Fault as _, UnitId};
use maud::{Markup, Render as _, html};

use super::proposal::{Proposal, ProposalState};
use super::step_actions::Stack;
use crate::items::error::ItemError;
use crate::items::store::UnitRow;
use crate::plan::Plan;
use crate::texts;
use documents::{FindingRow, PaperText};

mod cards;
mod filters;
mod forms;

use cards::cards;
pub use filters::Filters;
use filters::chips;
pub use forms::{AddPage, DropPage, EditPage, SplitPage, add, drop, edit, split};

/// What has to be said of the last act.
#[derive(Debug, Clone)]
pub struct Said {
    message: Phrase,
    fields: Vec<Phrase>,
}

impl Said {
    pub fn of(error: &ItemError) -> Self {
        Self {
            message: error.message(),
            fields: error.fields().into_iter().map(|(_, phrase)| phrase).collect(),
        }
    }
}

/// The review of one paper.
pub struct ReviewPage {
    pub paper: PaperText,
    pub proposals: Vec<Proposal>,
    pub findings: Vec<FindingRow>,
    pub units: HashMap<UnitId, UnitRow>,
    pub stack: Stack,
    pub plan: Option<Plan>,
    /// Clauses handled, of how many.
    pub handled: (u32, u32),
    pub filters: Filters,
    pub may_act: bool,
    pub said: Option<Said>,
}

/// Whether a finding still to be looked at is about a proposal. Cited papers that are not here are counted above the cards: nearly
/// every proposal cites one.
fn touches(finding: &FindingRow, proposal: &Proposal) -> bool {
    finding.is_open()
        && !finding.is_unknown_paper()
        && finding.span.is_some_and(|span| span.start < proposal.span_end && span.end > proposal.span_start)
}

fn tone(state: ProposalState) -> Tone {
    match state {
        ProposalState::Proposed => Tone::Neutral,
        ProposalState::Accepted => Tone::Done,
        ProposalState::Dropped | ProposalState::Replaced => Tone::Blank,
    }
}

fn state_word(state: ProposalState) -> kit::text::Text {
    match state {
        ProposalState::Proposed => texts::REVIEW_STATE_PROPOSED,
        ProposalState::Accepted => texts::REVIEW_STATE_ACCEPTED,
        ProposalState::Dropped => texts::REVIEW_STATE_DROPPED,
        ProposalState::Replaced => texts::REVIEW_STATE_REPLACED,
    }
}

fn paper_name(paper: &PaperText, lang: Lang) -> String {
    match (paper.metadata.symbol.is_empty(), paper.metadata.abstract_text.is_empty()) {
        (false, false) => format!("{} – {}", paper.metadata.symbol, paper.metadata.abstract_text),
        (false, true) => paper.metadata.symbol.clone(),
        (true, false) => paper.metadata.abstract_text.clone(),
        (true, true) => texts::REVIEW_PAPER_UNNAMED.get(lang).to_owned(),
    }
}

/// One row of the right side, in the order of the paper.
enum Entry<'a> {
    Proposal(&'a Proposal, Option<&'a Proposal>),
    Finding(&'a FindingRow, i64, i64),
}

impl Entry<'_> {
    /// The id of its card and its span.
    fn id(&self) -> String {
        match self {
            Self::Proposal(proposal, _) => proposal.id.to_string(),
            Self::Finding(finding, ..) => format!("f{}", finding.id),
        }
    }

    fn span<'a>(&self, number: usize, id: &'a str) -> SourceSpan<'a> {
        let (start, end) = self.place();
        let point = |place: i64| usize::try_from(place).unwrap_or(0);
        let tone = match self {
            Self::Proposal(proposal, _) => tone(proposal.state),
            Self::Finding(..) => Tone::Warning,
        };
        SourceSpan { id, number, start: point(start), end: point(end), tone }
    }

    fn place(&self) -> (i64, i64) {
        match self {
            Self::Proposal(proposal, _) => (proposal.span_start, proposal.span_end),
            Self::Finding(_, start, end) => (*start, *end),
        }
    }
}

impl ReviewPage {
    fn entries(&self) -> Vec<Entry<'_>> {
        let live: Vec<&Proposal> = self.proposals.iter().filter(|one| one.is_live()).collect();
        let mut entries: Vec<Entry> = live
            .iter()
            .enumerate()
            .filter(|(_, one)| self.filters.shows(one, &self.findings))
            .map(|(at, one)| {
                let next = live.get(at + 1).filter(|next| next.state == ProposalState::Proposed);
                Entry::Proposal(one, next.copied())
            })
            .collect();
        let is_whole = self.filters.query().is_empty() || !self.filters.finding.is_empty();
        if is_whole {
            entries.extend(
                self.findings
                    .iter()
                    .filter(|finding| finding.is_open() && !finding.is_unknown_paper())
                    .filter(|finding| !live.iter().any(|one| touches(finding, one)))
                    .filter_map(|finding| {
                        finding.span.map(|span| Entry::Finding(finding, span.start, span.end))
                    }),
            );
        }
        entries.sort_by_key(Entry::place);
        entries
    }

    /// Headings with how many proposals below them still wait.
    fn sections(&self) -> Vec<(&str, &str, usize)> {
        let mut sections: Vec<(&str, &str, usize)> = Vec::new();
        for proposal in self.proposals.iter().filter(|one| one.is_live()) {
            let (code, title) = (proposal.data.section_code.as_str(), proposal.data.section_title.as_str());
            let waits = usize::from(proposal.state == ProposalState::Proposed);
            match sections.iter_mut().find(|(known, ..)| *known == code) {
                Some((_, _, count)) => *count += waits,
                None => sections.push((code, title, waits)),
            }
        }
        sections
    }
}

/// Draws the review.
pub fn review(ctx: &Ctx, page: &ReviewPage) -> Markup {
    let lang = ctx.lang();
    let name = paper_name(&page.paper, lang);
    let document = page.paper.id;
    let paper_url = format!("/documents/{document}");
    let lines = source_lines(&page.paper.source);
    let entries = page.entries();
    let ids: Vec<String> = entries.iter().map(Entry::id).collect();
    let spans: Vec<SourceSpan<'_>> =
        entries.iter().zip(&ids).enumerate().map(|(index, (entry, id))| entry.span(index + 1, id)).collect();
    let add = if page.may_act { format!("{paper_url}/proposals/add") } else { String::new() };
    let body = html! {
        div id="review-note" data-oob { @if let Some(said) = &page.said { (notice(said, lang)) } }
        (chips(page, lang))
        @let unknown = page.findings.iter().filter(|finding| finding.is_open() && finding.is_unknown_paper()).count();
        @if unknown > 0 {
            p class="hint" { a href={ (paper_url) "/findings" } { (documents::texts::findings_unknown_papers(unknown).get(lang)) } }
        }
        (Review {
            lang,
            lines: &lines,
            spans: &spans,
            cards: cards(page, &entries, &ids, lang),
            meter: Some(Meter { lang, label: texts::REVIEW_METER.get(lang), done: page.handled.0, total: page.handled.1 }),
            add: &add,
            add_page: &add,
            csrf: "",
        })
    };
    let title = texts::review_title(&name);
    ctx.draw(Sheet {
        title: title.get(lang),
        current: "/documents",
        crumbs: &[
            Crumb { href: "/documents", label: texts::REVIEW_DOCUMENTS.get(lang) },
            Crumb { href: &paper_url, label: &name },
            Crumb { href: "", label: texts::REVIEW_CRUMB.get(lang) },
        ],
        actions: Some(page_actions(page, lang)),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}

fn notice(said: &Said, lang: Lang) -> Markup {
    let fields: Vec<&str> = said.fields.iter().map(|phrase| phrase.get(lang)).collect();
    Notice { tone: Tone::Warning, title: said.message.get(lang), text: &fields.join(" "), next: None }
        .render()
}

/// The paper's lines; their starts count code points of the raw text.
fn source_lines(source: &str) -> Vec<SourceLine<'_>> {
    let mut start = 0;
    source
        .split('\n')
        .map(|text| {
            let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
            let is_capitals = letters.len() > 3 && letters.iter().all(|c| !c.is_lowercase());
            let style = if text.contains('\t') {
                LineStyle::TableRow
            } else if is_capitals {
                LineStyle::Heading
            } else if text.trim_start().starts_with(['-', '–', '+', '*', '•']) {
                LineStyle::Item
            } else {
                LineStyle::Body
            };
            let line = SourceLine { start, text: text.trim_end_matches('\r'), style };
            start += text.chars().count() + 1;
            line
        })
        .collect()
}

fn page_actions(page: &ReviewPage, lang: Lang) -> Markup {
    let (document, query) = (page.paper.id, page.filters.query());
    let step = |act: &str, label: &str, title: &str| {
        html! {
            form class="inline" method="post" action={ "/documents/" (document) "/review/" (act) (query) } {
                button type="submit" class="btn" title=(title) { (Icon::Undo) (label) }
            }
        }
    };
    html! {
        // An answer that replaces one card brings along what can be undone now.
        div id="review-steps" class="row" data-oob {
            @if let Some(row) = &page.stack.undo {
                (step("undo", texts::REVIEW_UNDO.get(lang), row.step.act.label().get(lang)))
            }
            @if let Some(row) = &page.stack.redo {
                (step("redo", texts::REVIEW_REDO.get(lang), row.step.act.label().get(lang)))
            }
        }
        @if let Some(plan) = &page.plan {
            (LinkButton { href: &format!("/plans/{}", plan.id), label: texts::REVIEW_OPEN_PLAN.get(lang), kind: ButtonKind::Primary, icon: Some(Icon::List) })
        }
    }
}

fn roman(quarter: &str) -> &str {
    match quarter {
        "1" => "I",
        "2" => "II",
        "3" => "III",
        "4" => "IV",
        other => other,
    }
}
