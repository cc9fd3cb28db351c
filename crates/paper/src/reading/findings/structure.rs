//! Numbering, terms and congresses, papers presented but not adopted, bodies that no longer exist.

use std::collections::HashMap;

use super::{Finding, FindingKind, Reading, Severity};
use crate::reading::labels::{Label, Mark};
use crate::reading::model::{DateKind, Span};
use crate::reading::names::leading_ordinal;

pub(crate) fn check(reading: &Reading, found: &mut Vec<Finding>) {
    numbering(reading, found);
    terms(reading, found);
    adoption(reading, found);
    districts(reading, found);
}

/// Siblings with numbers or letters count on by one.
fn numbering(reading: &Reading, found: &mut Vec<Finding>) {
    let nodes = &reading.outline.nodes;
    let mut last: HashMap<(Option<usize>, Mark), &Label> = HashMap::new();
    for node in nodes {
        let Some(label) = node.label.as_ref().filter(|l| !l.mark.is_bullet() && l.mark != Mark::Paren) else {
            continue;
        };
        let before = last.insert((node.parent, label.mark), label);
        let Some(&number) = label.numbers.last() else {
            continue;
        };
        let expected = before.and_then(|l| l.numbers.last()).map_or(1, |n| n + 1);
        // A new list may begin at 1 again; the first of a list may be any in an extract.
        if number == expected || number == 1 || (before.is_none() && node.parent.is_none()) {
            continue;
        }
        let start = node.span.start.saturating_sub(label.printed.len() + 1);
        let start = if reading.text.norm.is_char_boundary(start) { start } else { node.span.start };
        let shown = before.map_or_else(String::new, |l| l.printed.clone());
        let (vi, en) = if shown.is_empty() {
            (
                format!("Mục bắt đầu bằng “{}”", label.printed),
                format!("The list begins with “{}”", label.printed),
            )
        } else {
            (
                format!("Sau “{shown}” là “{}”: số thứ tự không liền", label.printed),
                format!("“{}” follows “{shown}”: the numbering has a gap", label.printed),
            )
        };
        found.push(Finding::new(
            FindingKind::NumberingGap,
            Severity::Warning,
            Some(Span::new(start, node.span.end.min(start + 60).max(start))),
            vi,
            en,
        ));
    }
    for f in found.iter_mut().filter(|f| f.kind == FindingKind::NumberingGap) {
        if let Some(span) = f.span.as_mut() {
            while !reading.text.norm.is_char_boundary(span.end) {
                span.end -= 1;
            }
        }
    }
}

/// One congress has one term and one term one congress: "lần thứ XII, nhiệm kỳ 2024-2029" (handbook 1.4).
fn terms(reading: &Reading, found: &mut Vec<Finding>) {
    let text = reading.text;
    let mut seen: Vec<(bool, u32, &str, Span)> = Vec::new();
    for term in reading.dates.iter().filter(|d| d.kind == DateKind::Term) {
        let mut from = term.span.start.saturating_sub(90);
        while !text.lower.is_char_boundary(from) {
            from += 1;
        }
        let before = &text.lower[from..term.span.start];
        let before =
            before.rsplit([';', '.', '\n', '(']).next().unwrap_or(before).trim_end_matches([' ', ',']);
        let Some(at) = before.rfind("lần thứ ") else {
            continue;
        };
        let tail = &before[at + "lần thứ ".len()..];
        let Some((number, len)) =
            leading_ordinal(tail).filter(|(_, len)| tail[*len..].trim_matches([' ', ',']).is_empty())
        else {
            continue;
        };
        let _ = len;
        let context = &before[..at];
        if !context.contains("đại hội")
            || context.contains("huyện")
            || context.contains(" xã")
            || context.contains("đảng bộ")
        {
            continue;
        }
        let national = context.contains("toàn quốc");
        let clash = seen
            .iter()
            .find(|(n, o, v, _)| *n == national && ((*o == number) != (*v == term.value.as_str())));
        if let Some((_, other, value, place)) = clash {
            let level = if national { "toàn quốc" } else { "cùng cấp" };
            found.push(
                Finding::new(
                    FindingKind::NumberDoesNotFollow,
                    Severity::Warning,
                    Some(term.span),
                    format!("Đại hội {level} lần thứ {number} ghi nhiệm kỳ {}, chỗ khác ghi lần thứ {other}, nhiệm kỳ {value}", term.value),
                    format!("Congress {number} has the term {}, elsewhere congress {other} has {value}", term.value),
                )
                .with_related(*place),
            );
        } else {
            seen.push((national, number, term.value.as_str(), term.span));
        }
    }
}

/// In a resolution: papers that the meeting heard, and no clause that adopts them.
fn adoption(reading: &Reading, found: &mut Vec<Finding>) {
    if reading.meta.meta.type_code.as_deref() != Some("NQ") {
        return;
    }
    let text = reading.text;
    let clauses: Vec<&str> = reading
        .outline
        .nodes
        .iter()
        .filter(|n| n.label.as_ref().is_some_and(|l| !l.mark.is_bullet()))
        .map(|n| text.low(n.span))
        .collect();
    for block in &reading.blocks[reading.outline.front.clone()] {
        let low = text.low(block.span);
        if !["đã nghe", "trình", "thông qua", "xem xét"].iter().any(|w| low.contains(w)) {
            continue;
        }
        for (_, item) in crate::reading::outline::inline_items(text, block.span) {
            let mut start = item.start;
            for part in text.low(item).split(';') {
                let span = text.trim(Span::new(start, start + part.len()));
                start += part.len() + 1;
                let mut paper = text.low(span);
                for word in ["dự thảo ", "các ", "về "] {
                    paper = paper.strip_prefix(word).unwrap_or(paper);
                }
                // Whose paper it is may be left out of the clause that adopts it.
                paper = paper.split(" của ").next().unwrap_or(paper);
                let Some((_, len)) = reading.words.kind_at(paper) else {
                    continue;
                };
                let kind = &paper[..len];
                let content: Vec<&str> = paper
                    .split(|c: char| !crate::reading::text::is_word(c))
                    .filter(|w| !w.is_empty())
                    .collect();
                if !text.watch.goes_on(64 * clauses.len()) {
                    return;
                }
                let is_adopted = clauses.iter().any(|c| {
                    let hits = content.iter().filter(|w| c.contains(**w)).count();
                    c.contains(kind) && hits * 10 >= content.len() * 6
                });
                if !is_adopted {
                    let shown = text.words(span);
                    found.push(Finding::new(
                        FindingKind::PresentedNotAdopted,
                        Severity::Warning,
                        Some(span),
                        format!("“{shown}” được trình tại hội nghị nhưng không có điều khoản nào thông qua"),
                        format!("“{shown}” was put to the meeting, but no clause adopts it"),
                    ));
                }
            }
        }
    }
}

/// Work for a body of a district after 30/06/2025 (handbook 1.6, NEV-3.5).
fn districts(reading: &Reading, found: &mut Vec<Finding>) {
    let meta = &reading.meta.meta;
    let after = |quarter: Option<u8>, year: Option<i32>| match (meta.date.as_deref(), year) {
        (Some(date), _) if date > "2025-06-30" => true,
        (_, Some(y)) => y > 2025 || (y == 2025 && quarter.is_some_and(|q| q >= 3)),
        _ => false,
    };
    for task in reading.tasks.iter().filter(|t| after(t.quarter, t.year)) {
        let low = reading.text.low(task.span);
        let led = task
            .lead_units
            .iter()
            .any(|u| reading.words.lists.district_words.any_in(&crate::reading::text::key(u)));
        if led || reading.words.lists.district_words.any_in(low) {
            found.push(Finding::new(
                FindingKind::DistrictAfterReform,
                Severity::Warning,
                Some(task.span),
                "Giao việc cho cấp huyện, nhưng cấp huyện đã kết thúc hoạt động từ ngày 01/7/2025",
                "Work for a district, but districts ended on 30/06/2025",
            ));
        }
    }
}
