//! Puts the pieces together: spans go from the normalised text back to the raw one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::cite::Cited;
use super::dates::Mention;
use super::findings::{Finding, FindingKind};
use super::lines::Block;
use super::meta::MetaDraft;
use super::model::{
    Anniversary, Citation, CitationKind, DateMention, Due, Paper, Paragraph, Section, SectionKind, Series,
    Span, StandingHint, TaskProposal,
};
use super::orgs::{self, Named};
use super::outline::Outline;
use super::text::Text;

pub(crate) struct Parts<'a> {
    pub text: &'a Text,
    pub blocks: &'a [Block],
    pub outline: Outline,
    pub meta: MetaDraft,
    pub dates: Vec<Mention>,
    pub citations: Vec<Cited>,
    pub orgs: Vec<Named<'a>>,
    pub tasks: Vec<TaskProposal>,
    pub anniversaries: Vec<Anniversary>,
    pub campaigns: Vec<(String, Span)>,
    pub funds: Vec<(String, Span)>,
    pub series: Vec<Series>,
    pub standing: Vec<StandingHint>,
    pub findings: Vec<Finding>,
}

pub(crate) fn assemble(parts: Parts) -> Paper {
    let text = parts.text;
    let mut meta = parts.meta.meta;
    meta.type_span = parts.meta.type_span.map(|s| text.to_raw(s));
    meta.title_span = parts.meta.title_span.map(|s| text.to_raw(s));
    let closing = match (parts.outline.closing.first(), parts.outline.closing.last()) {
        (Some(a), Some(b)) => {
            Some(text.to_raw(Span::new(parts.blocks[*a].span.start, parts.blocks[*b].span.end)))
        }
        _ => None,
    };
    let orgs = orgs::gather(text, &parts.orgs, meta.province.as_deref());
    Paper {
        sections: sections(text, &parts.outline),
        tasks: parts.tasks.into_iter().map(|t| raw_task(text, t)).collect(),
        citations: citations(text, &parts.citations, &parts.findings),
        dates: parts
            .dates
            .iter()
            .map(|d| DateMention {
                raw: text.words(d.span),
                kind: d.kind,
                value: d.value.clone(),
                span: text.to_raw(d.span),
            })
            .collect(),
        orgs,
        anniversaries: parts
            .anniversaries
            .into_iter()
            .map(|a| Anniversary { span: text.to_raw(a.span), ..a })
            .collect(),
        campaigns: super::names_of_work::gather(text, parts.campaigns),
        funds: super::names_of_work::gather(text, parts.funds),
        series: parts.series,
        standing: parts.standing,
        findings: parts
            .findings
            .into_iter()
            .map(|f| Finding {
                span: f.span.map(|s| text.to_raw(s)),
                related: f.related.map(|s| text.to_raw(s)),
                ..f
            })
            .collect(),
        preamble: parts.meta.preamble.map(|s| text.to_raw(s)),
        closing,
        meta,
    }
}

fn sections(text: &Text, outline: &Outline) -> Vec<Section> {
    let nodes = &outline.nodes;
    nodes
        .iter()
        .enumerate()
        .take_while(|(_, node)| text.watch.goes_on(node.span.len()))
        .map(|(i, node)| {
            let words = text.words(node.span);
            let is_title = node.kind == SectionKind::Heading;
            let paragraphs: Vec<Paragraph> = node
                .paragraphs
                .iter()
                .enumerate()
                .map(|(k, p)| Paragraph {
                    id: format!("{}.p{}", node.id, k + 1),
                    text: text.words(*p),
                    span: text.to_raw(*p),
                })
                .collect();
            let body = paragraphs.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("\n");
            Section {
                id: node.id.clone(),
                label: node.label.as_ref().map(|l| l.printed.clone()),
                level: node.level,
                kind: node.kind,
                title: is_title.then(|| words.clone()),
                text: if is_title { body } else { words },
                span: text.to_raw(node.span),
                parent: node.parent.map(|p| nodes[p].id.clone()),
                children: node.children.iter().map(|c| nodes[*c].id.clone()).collect(),
                paragraphs,
                quarter: outline.quarter(i),
                year: outline.year(i),
            }
        })
        .collect()
}

fn raw_due(text: &Text, due: Option<Due>) -> Option<Due> {
    due.map(|d| Due { span: d.span.map(|s| text.to_raw(s)), ..d })
}

fn raw_task(text: &Text, task: TaskProposal) -> TaskProposal {
    let mut task = task;
    task.span = text.to_raw(task.span);
    task.due = raw_due(text, task.due);
    for sub in &mut task.sub_tasks {
        sub.span = text.to_raw(sub.span);
        sub.due = raw_due(text, sub.due.take());
    }
    for target in &mut task.targets {
        target.span = text.to_raw(target.span);
    }
    task
}

/// One entry for each symbol and date, or for each name.
fn citations(text: &Text, found: &[Cited], findings: &[Finding]) -> Vec<Citation> {
    let mut out: Vec<Citation> = Vec::new();
    let mut names: HashMap<String, usize> = HashMap::new();
    let mut numbered: HashMap<(Option<&str>, Option<&str>), usize> = HashMap::new();
    // They come in reading order.
    let flags: Vec<(Span, FindingKind)> = findings
        .iter()
        .filter(|f| f.kind.concerns_citation())
        .filter_map(|f| f.span.map(|span| (span, f.kind)))
        .collect();
    for cited in found {
        if !text.watch.goes_on(cited.span.len()) {
            break;
        }
        let raw = text.words(cited.span);
        let span = text.to_raw(cited.span);
        let same = match cited.kind {
            CitationKind::Numbered => {
                match numbered.entry((cited.symbol.as_deref(), cited.date.as_deref())) {
                    Entry::Occupied(known) => Some(*known.get()),
                    Entry::Vacant(new) => {
                        new.insert(out.len());
                        None
                    }
                }
            }
            CitationKind::Named => match names.entry(super::text::key(&raw)) {
                Entry::Occupied(known) => Some(*known.get()),
                Entry::Vacant(new) => {
                    new.insert(out.len());
                    None
                }
            },
        };
        if let Some(c) = same.and_then(|i| out.get_mut(i)) {
            c.occurrences.push(span);
            if c.issuer.is_none() {
                c.issuer.clone_from(&cited.issuer);
            }
            continue;
        }
        let from = flags.partition_point(|(at, _)| at.start < cited.span.start);
        let flag = flags[from..]
            .iter()
            .take_while(|(at, _)| at.start <= cited.span.end)
            .find(|(at, _)| cited.span.contains(*at))
            .map(|(_, kind)| kind.key().to_owned());
        out.push(Citation {
            kind: cited.kind,
            symbol: cited.symbol.clone(),
            type_name: cited.type_name.clone(),
            type_code: cited.type_code.clone(),
            issuer_code: cited.issuer_code.clone(),
            issuer: cited.issuer.clone(),
            issuer_by_code: cited.issuer_by_code.clone(),
            date: cited.date.clone(),
            raw,
            occurrences: vec![span],
            flag,
        });
    }
    merge_undated(out)
}

/// A symbol cited with its date once and without it elsewhere is one paper.
fn merge_undated(found: Vec<Citation>) -> Vec<Citation> {
    let mut out: Vec<Citation> = Vec::with_capacity(found.len());
    let (undated, dated): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|c| c.kind == CitationKind::Numbered && c.date.is_none());
    out.extend(dated);
    // `None` where a symbol stands with several dates.
    let mut known: HashMap<String, Option<usize>> = HashMap::new();
    for (i, cited) in out.iter().enumerate() {
        if let Some(symbol) = &cited.symbol {
            known.entry(symbol.clone()).and_modify(|only| *only = None).or_insert(Some(i));
        }
    }
    for cited in undated {
        match cited.symbol.as_ref().and_then(|symbol| known.get(symbol).copied().flatten()) {
            Some(only) => out[only].occurrences.extend(cited.occurrences),
            None => out.push(cited),
        }
    }
    for cited in &mut out {
        cited.occurrences.sort_unstable();
    }
    out.sort_by_key(|c| c.occurrences.first().copied());
    out
}
