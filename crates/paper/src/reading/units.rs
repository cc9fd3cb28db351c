//! Who leads a task and who takes part, in the words of the paper.

use super::cues::{Cue, Cues};
use super::model::Span;
use super::orgs::Named;
use super::text::{Text, contains, find, is_word_border, places};

/// Units that lead, and units that take part, as named in a span.
#[derive(Debug, Default, Clone)]
pub(crate) struct Units {
    pub lead: Vec<String>,
    pub partners: Vec<String>,
}

pub(crate) fn read(text: &Text, orgs: &[Named], cues: &Cues, span: Span) -> Units {
    let mut units = Units::default();
    let low = text.low(span);
    if cues.any(span, &[Cue::Partner]) {
        partners(text, orgs, span, low, &mut units);
    }
    if cues.any(span, &[Cue::Between]) {
        between(text, orgs, span, low, &mut units);
    }
    if cues.any(span, &[Cue::Lead]) {
        leads(text, orgs, span, low, &mut units);
    }
    let led = units.lead.clone();
    units.partners.retain(|p| !led.contains(p));
    units
}

fn add(list: &mut Vec<String>, name: String) {
    let name = name.trim_end_matches([',', ';', '.', ':']).trim().to_owned();
    if !name.is_empty() && !list.contains(&name) {
        list.push(name);
    }
}

/// The bodies named one after another from `at`: "các X, Y và Z". Returns the spans in order.
fn row(text: &Text, orgs: &[Named], at: usize, end: usize) -> Vec<Span> {
    let mut from = at;
    let mut out = Vec::new();
    let mut k = orgs.partition_point(|o| o.span.start < at);
    while let Some(org) = orgs.get(k).filter(|o| o.span.end <= end) {
        let gap = text.low(Span::new(from, org.span.start)).trim();
        let joins = matches!(
            gap,
            "" | ","
                | "và"
                | ", và"
                | "các"
                | ", các"
                | "và các"
                | "với"
                | "cùng"
                | "-"
                | "lãnh đạo"
                | ", lãnh đạo"
                | "một số"
        );
        if !joins {
            break;
        }
        // "các" before a body is part of how it is named.
        let start = org.span.start - if gap.ends_with("các") { "các ".len() } else { 0 };
        out.push(Span::new(start, org.span.end));
        from = org.span.end;
        k += 1;
    }
    out
}

fn partners(text: &Text, orgs: &[Named], span: Span, low: &str, units: &mut Units) {
    let triggers = [
        "phối hợp chặt chẽ với ",
        "phối hợp với ",
        "phối hợp cùng ",
        "phối hợp cùng với ",
        "phối hợp ",
        "đối ngoại với ",
        "hợp tác với ",
        "chỉ đạo ",
    ];
    let together = contains(low, "phối hợp");
    for trigger in triggers {
        if !together && trigger.starts_with("phối hợp") {
            continue;
        }
        for i in places(low, trigger) {
            if !is_word_border(low, i) || (trigger == "chỉ đạo " && i > 0) {
                continue;
            }
            for unit in row(text, orgs, span.start + i + trigger.len(), span.end) {
                if trigger == "chỉ đạo " && text.low(unit).contains("đại hội") {
                    continue;
                }
                add(&mut units.partners, text.words(unit));
            }
        }
    }
    // "do Ban Thường trực … mời".
    if let Some(i) = find(low, " do ").filter(|_| contains(low, " mời")) {
        let units_row = row(text, orgs, span.start + i + " do ".len(), span.end);
        let after = units_row.last().map_or(0, |s| s.end);
        if after > 0 && text.lower[after..].trim_start().starts_with("mời") {
            for unit in units_row {
                add(&mut units.partners, text.words(unit));
            }
        }
    }
}

/// "giữa A và B, C": A leads when "và" joins them; with "với" both sides are partners of the issuer.
fn between(text: &Text, orgs: &[Named], span: Span, low: &str, units: &mut Units) {
    for i in places(low, "giữa ") {
        let found = row(text, orgs, span.start + i + "giữa ".len(), span.end);
        if found.len() < 2 {
            continue;
        }
        let joint = text.low(Span::new(found[0].end, found[1].start));
        if joint.contains("và") {
            add(&mut units.lead, text.words(found[0]));
        }
        for unit in &found[1..] {
            add(&mut units.partners, text.words(*unit));
        }
    }
}

fn leads(text: &Text, orgs: &[Named], span: Span, low: &str, units: &mut Units) {
    // "Văn phòng chủ trì, phối hợp với …", "; Ban Phong trào chủ trì".
    for i in places(low, " chủ trì") {
        let at = span.start + i;
        let before = &low[..i];
        let clause = before.rfind([';', '.', '(', ':']).map_or(0, |c| c + 1);
        let words = text.trim(Span::new(span.start + clause, at));
        let k = orgs.partition_point(|o| o.span.end <= at);
        let named = orgs[..k].last().filter(|o| o.span.end == at && o.span.start >= words.start);
        let skip = ["giao ", "do ", "đề nghị "]
            .iter()
            .find(|w| text.low(words).starts_with(**w))
            .map_or(0, |w| w.len());
        let whole = Span::new(words.start + skip, words.end);
        let is_short = text.slice(whole).split_whitespace().count() <= 12
            && text.slice(whole).starts_with(|c: char| c.is_uppercase() || c == 'c');
        if is_short && (clause > 0 || skip > 0 || named.is_none()) {
            add(&mut units.lead, text.words(whole));
        } else if let Some(org) = named {
            add(&mut units.lead, text.words(org.span));
        }
    }
    for opener in ["giao ", "đề nghị ", "yêu cầu ", "phát huy vai trò của "] {
        let at = if low.starts_with(opener) {
            Some(0)
        } else if opener == "đề nghị " {
            find(low, ", đề nghị ").map(|i| i + 2)
        } else {
            None
        };
        let Some(i) = at else { continue };
        let found = row(text, orgs, span.start + i + opener.len(), span.end);
        let after = found.last().map_or("", |u| text.lower[u.end..].trim_start());
        if opener.starts_with("phát huy") && !after.starts_with("trong") {
            continue;
        }
        for unit in found {
            add(&mut units.lead, text.words(unit));
        }
    }
}

/// Whether a heading names a body and nothing else: "1. Ban Thường trực Ủy ban …".
pub(crate) fn heading_unit(text: &Text, orgs: &[Named], title: Span) -> Option<String> {
    let title = text.trim_stop(title);
    let k = orgs.partition_point(|o| o.span.start < title.start);
    let first = orgs.get(k)?;
    let head = text.low(Span::new(title.start, first.span.start.min(title.end))).trim();
    if first.span.start >= title.end
        || !matches!(
            head,
            "" | "các" | "đối với" | "đối với các" | "đề nghị" | "đề nghị các" | "giao" | "trách nhiệm của"
        )
    {
        return None;
    }
    let units = row(text, orgs, first.span.start, title.end);
    let end = units.last()?.end;
    // "Sở Y tế chủ trì, phối hợp với …:" opens a list of what the body does.
    if text.low(Span::new(end, title.end)).trim_start().starts_with("chủ trì") {
        return Some(text.words(Span::new(first.span.start, end)));
    }
    let rest = text.slice(Span::new(end, title.end)).split_whitespace().count();
    let begin = if head.ends_with("các") { first.span.start - "các ".len() } else { first.span.start };
    (rest <= 4).then(|| text.words(Span::new(begin, end)))
}
