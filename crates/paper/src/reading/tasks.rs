//! From the outline to proposals of tasks: one for each bullet, clause or paragraph that asks for something.

mod asking;
mod bounds;
mod pieces;

use pieces::{general_due, letter, names_within, quarter_of_due, targets};

use super::cite::Cited;
use super::cover::Cover;
use super::cues::{Cue, Cues};
use super::dates::Mention;
use super::due;
use super::line_of_work::{Hints, OTHER};
use super::meta::MetaDraft;
use super::model::{
    Anniversary, DateKind, Due, DueKind, Recurrence, SectionKind, Span, SubTask, TaskProposal,
};
use super::orgs::Named;
use super::outline::{Node, Outline, inline_items};
use super::rules::Compiled;
use super::text::{Text, contains};
use super::{names_of_work, split, units};

/// What tasks are made from. All spans are in the normalised text.
pub(crate) struct Draft<'a> {
    pub text: &'a Text,
    pub outline: &'a Outline,
    pub meta: &'a MetaDraft,
    pub dates: &'a [Mention],
    pub citations: &'a [Cited],
    /// Where the citations stand.
    pub cited: &'a Cover,
    pub orgs: &'a [Named<'a>],
    pub words: &'a Compiled,
    pub closing: &'a [Span],
}

/// What the headings above a place say of the work below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    NoTasks,
    Standing,
    Assignment,
    Work,
}

/// The proposals, and what was found on the way. Spans are in the normalised text.
pub(crate) struct Proposed {
    pub tasks: Vec<TaskProposal>,
    pub anniversaries: Vec<Anniversary>,
    pub campaigns: Vec<(String, Span)>,
    pub funds: Vec<(String, Span)>,
}

pub(crate) fn propose(draft: &Draft) -> Proposed {
    let anniversaries = super::anniversaries::scan(draft);
    let hints = Hints::new(draft.text, draft.words);
    let all = Span::new(0, draft.text.norm.len());
    let maker = Maker {
        draft,
        hints,
        cues: Cues::new(draft.text),
        campaigns: names_of_work::campaigns_in(draft.text, all),
        funds: names_of_work::funds_in(draft.text, all),
        anniversaries: &anniversaries,
        commemorated: Cover::new(anniversaries.iter().enumerate().map(|(i, a)| (a.span, i))),
    };
    let zones = zones(draft);
    let mut tasks = Vec::new();
    for (i, node) in draft.outline.nodes.iter().enumerate() {
        let zone = zones[i];
        let length = node.span.len() + node.paragraphs.iter().map(|p| p.len()).sum::<usize>();
        if !draft.text.watch.goes_on(length) {
            break;
        }
        if node.kind == SectionKind::InlineEnum || zone == Zone::NoTasks {
            continue;
        }
        maker.add_node(i, node, zone, &mut tasks);
    }
    for span in draft.closing {
        maker.add_closing(*span, &mut tasks);
    }
    let (campaigns, funds) = (maker.campaigns, maker.funds);
    Proposed { tasks, anniversaries, campaigns, funds }
}

/// The zone of every entry: its own heading decides, else what stands above it.
fn zones(draft: &Draft) -> Vec<Zone> {
    let mut out: Vec<Zone> = Vec::with_capacity(draft.outline.nodes.len());
    for node in &draft.outline.nodes {
        let above = node.parent.and_then(|p| out.get(p)).copied().unwrap_or(Zone::Work);
        out.push(own_zone(draft, node).unwrap_or(above));
    }
    out
}

fn own_zone(draft: &Draft, node: &Node) -> Option<Zone> {
    let lists = &draft.words.lists;
    if !matches!(node.kind, SectionKind::Heading | SectionKind::Clause) {
        return None;
    }
    let low = draft.text.low(node.span);
    // A clause is work itself, unless it adopts: "1. Thông qua Báo cáo …" asks for nothing.
    if node.kind == SectionKind::Clause && !low.starts_with("thông qua") {
        return None;
    }
    // "I- Về kết quả" is "Kết quả".
    let low = low.strip_prefix("về ").unwrap_or(low);
    if lists.no_tasks.len_at(low).is_some() {
        let back = ["kết quả", "đánh giá", "tình hình", "thông qua", "ưu điểm", "hạn chế", "tồn tại"];
        if back.iter().any(|w| low.starts_with(w)) || !lists.tasks_after_all.any_in(low) {
            return Some(Zone::NoTasks);
        }
    }
    if lists.assignment.any_in(low) {
        return Some(Zone::Assignment);
    }
    lists.standing.any_in(low).then_some(Zone::Standing)
}

struct Maker<'a> {
    draft: &'a Draft<'a>,
    hints: Hints<'a>,
    cues: Cues,
    campaigns: Vec<(String, Span)>,
    funds: Vec<(String, Span)>,
    anniversaries: &'a [Anniversary],
    /// Where the anniversaries stand.
    commemorated: Cover,
}

impl Maker<'_> {
    fn add_node(&self, i: usize, node: &Node, zone: Zone, tasks: &mut Vec<TaskProposal>) {
        let text = self.draft.text;
        let nodes = &self.draft.outline.nodes;
        let has_entries = node.children.iter().any(|c| nodes[*c].kind != SectionKind::InlineEnum);
        let s = text.slice(node.span);
        if node.kind == SectionKind::Heading {
            let announces = |k: usize, p: &Span| {
                k + 1 == node.paragraphs.len() && has_entries && text.slice(*p).ends_with(':')
            };
            let asked: Vec<(usize, Span)> =
                node.paragraphs.iter().copied().enumerate().filter(|(k, p)| !announces(*k, p)).collect();
            let is_only = node.paragraphs.len() == 1 && !has_entries;
            for (k, p) in asked {
                if text.slice(p).split_whitespace().count() < 4 {
                    continue;
                }
                let id = if is_only { node.id.clone() } else { format!("{}.p{}", node.id, k + 1) };
                if !text.watch.goes_on(p.len()) {
                    return;
                }
                tasks.push(self.task(i, id, p, zone));
            }
            let is_leaf = !has_entries && node.paragraphs.is_empty() && node.label.is_some();
            if is_leaf
                && s.split_whitespace().count() >= 4
                && self.draft.words.lists.actions.len_at(text.low(node.span)).is_some()
            {
                tasks.push(self.task(i, node.id.clone(), node.span, zone));
            }
            return;
        }
        // An entry that announces the entries below it asks for nothing itself.
        if has_entries && (s.ends_with(':') || node.span.len() < 100) {
            return;
        }
        if s.split_whitespace().count() < 2 {
            return;
        }
        let mut span = node.span;
        if node.parent.is_none() && node.kind == SectionKind::UnmarkedParagraph {
            let Some(asked) = self.asked_in_letter(node.span, tasks.is_empty()) else { return };
            span = asked;
        }
        tasks.push(self.task(i, node.id.clone(), span, zone));
    }

    fn task(&self, node: usize, id: String, span: Span, zone: Zone) -> TaskProposal {
        let outline = self.draft.outline;
        let section = outline.nodes[node].id.clone();
        let heading = outline
            .path(node)
            .skip(usize::from(outline.nodes[node].kind != SectionKind::Heading))
            .find(|n| n.kind == SectionKind::Heading)
            .map(|n| n.span);
        let mut task = self.make(id, section, span, Some(node), zone, heading);
        let cells = outline.nodes[node].cells;
        let text = self.draft.text;
        if let Some(lead) = cells.lead {
            task.lead_units = vec![text.words(lead)];
        }
        if let Some(partners) = cells.partners {
            task.partner_units = text
                .words(partners)
                .split([',', ';'])
                .map(|p| p.trim().to_owned())
                .filter(|p| !p.is_empty())
                .collect();
        }
        if let Some(time) = cells.time {
            let free = |_: Span| false;
            let printed = due::within(self.draft.dates, time)
                .iter()
                .find(|d| d.day.is_some() || matches!(d.kind, DateKind::Month | DateKind::Quarter));
            task.due = due::deadline(text, self.draft.dates, time, free)
                .or_else(|| {
                    let m = printed.filter(|m| !m.value.is_empty())?;
                    let kind = match m.kind {
                        DateKind::Month => DueKind::Month,
                        DateKind::Quarter => DueKind::Quarter,
                        _ => DueKind::Date,
                    };
                    let last = m.day.or_else(|| super::dates::last_day(&m.value)).map(|d| d.to_string());
                    Some(Due {
                        kind,
                        value: m.value.clone(),
                        last_day: last,
                        phrase: Some(text.words(m.span)),
                        span: Some(m.span),
                    })
                })
                .or(task.due);
            task.quarter = task.quarter.or_else(|| task.due.as_ref().and_then(quarter_of_due));
            let beat = due::recurrence(text.low(time));
            if !beat.is_empty() {
                task.recurrence = beat;
            }
        }
        task
    }

    fn make(
        &self,
        id: String,
        section_id: String,
        span: Span,
        node: Option<usize>,
        zone: Zone,
        heading: Option<Span>,
    ) -> TaskProposal {
        let draft = self.draft;
        let text = draft.text;
        let year = node.and_then(|n| draft.outline.year(n)).or(draft.meta.meta.year);
        let mut quarter = node.and_then(|n| draft.outline.quarter(n));
        let split::Parts { spans: parts, clauses } = split::parts(text, span, draft.words);
        let deadline = self.deadline(span);
        if quarter.is_none() {
            quarter = deadline.as_ref().and_then(quarter_of_due);
        }
        let single = clauses <= 1;
        let bound = |d: &Due| d.kind == DueKind::Event || d.kind == DueKind::Date;
        let own = deadline
            .or_else(|| single.then(|| self.anniversary_due(span)).flatten())
            .or_else(|| single.then(|| self.event(span, false)).flatten());
        let last_month = node.and_then(|n| draft.outline.last_month(n));
        let due = own.clone().or_else(|| general_due(quarter, year, last_month));
        let mut recurrence = self.beats(span);
        let is_event = own.as_ref().is_some_and(bound);
        if recurrence.is_empty()
            && ((zone == Zone::Standing && !is_event) || text.low(span).starts_with("duy trì"))
        {
            recurrence.push(Recurrence::Regular);
        }
        let parts = if parts.len() > 1 || (parts.len() == 1 && parts[0].len() * 10 < span.len() * 7) {
            parts
        } else {
            Vec::new()
        };
        let mut sub_tasks: Vec<SubTask> = Vec::with_capacity(parts.len());
        for (k, part) in parts.into_iter().enumerate() {
            sub_tasks.push(self.part(
                &id,
                k,
                part,
                &PartOf {
                    quarter,
                    year,
                    last_month,
                    zone,
                    whole: single.then_some(own.as_ref()).flatten(),
                    heading,
                },
            ));
        }
        let ranked = self.hints.of(span, heading);
        let mut line = ranked.first().map_or(OTHER, |(k, _)| *k).to_owned();
        if zone == Zone::Assignment || contains(text.low(span), "nhiệm vụ phát sinh") {
            OTHER.clone_into(&mut line);
        }
        let mut secondary: Vec<String> = Vec::new();
        for sub in &sub_tasks {
            if sub.line_of_work != line && sub.line_of_work != OTHER && !secondary.contains(&sub.line_of_work)
            {
                secondary.push(sub.line_of_work.clone());
            }
        }
        for (k, score) in ranked.iter().take(4) {
            if *k != line && *score * 3 >= ranked[0].1 && !secondary.iter().any(|s| s == k) {
                secondary.push((*k).to_owned());
            }
        }
        let mut who = units::read(text, draft.orgs, &self.cues, span);
        if let Some(unit) = node.and_then(|n| {
            draft
                .outline
                .path(n)
                .filter(|n| n.kind == SectionKind::Heading)
                .find_map(|n| units::heading_unit(text, draft.orgs, n.span))
        }) {
            let names_none = who.lead.is_empty();
            if names_none {
                who.lead.push(unit);
            }
        }
        let is_conditional = self.cues.any(span, &[Cue::Condition]);
        let campaigns = names_within(&self.campaigns, span);
        let funds = names_within(&self.funds, span);
        TaskProposal {
            id: ["T-", &id].concat(),
            section_id,
            text: text.words(span),
            span,
            quarter,
            year,
            due,
            recurrence,
            line_of_work: line,
            line_of_work_secondary: secondary,
            lead_units: who.lead,
            partner_units: who.partners,
            campaigns,
            funds,
            cited_symbols: self.symbols(span),
            sub_items: inline_items(text, span).iter().map(|(_, s)| text.words(*s)).collect(),
            sub_tasks,
            is_conditional,
            targets: targets(draft, span),
            series: None,
        }
    }

    fn part(&self, id: &str, k: usize, part: Span, of: &PartOf) -> SubTask {
        let draft = self.draft;
        let text = draft.text;
        let deadline = self.deadline(part);
        let quarter = of.quarter.or_else(|| deadline.as_ref().and_then(quarter_of_due));
        let dated = deadline.or_else(|| self.anniversary_due(part));
        let event = self.event(part, true);
        let mut recurrence = self.beats(part);
        if of.zone == Zone::Standing && recurrence.is_empty() && dated.is_none() {
            recurrence.push(Recurrence::Regular);
        }
        let due = dated
            .or(event)
            .or_else(|| of.whole.cloned())
            .or_else(|| general_due(quarter, of.year, of.last_month));
        let ranked = self.hints.of(part, of.heading);
        let line =
            if of.zone == Zone::Assignment { OTHER } else { ranked.first().map_or(OTHER, |(k, _)| *k) };
        SubTask {
            id: ["T-", id, ".", &letter(k)].concat(),
            text: text.words(part),
            span: part,
            quarter,
            due,
            recurrence,
            line_of_work: line.to_owned(),
            partner_units: units::read(text, draft.orgs, &self.cues, part).partners,
            is_conditional: self.cues.any(part, &[Cue::Condition]),
        }
    }
}

/// What a part takes from the task it belongs to.
struct PartOf<'a> {
    quarter: Option<u8>,
    year: Option<i32>,
    last_month: Option<u8>,
    zone: Zone,
    /// The event or day that binds the whole task, when it is one clause.
    whole: Option<&'a Due>,
    heading: Option<Span>,
}
