//! Commemorations that a paper names, with the count and the days it prints (handbook 4.4).

use super::dates::quarter_of;
use super::due::within;
use super::model::{Anniversary, DateKind, Span};
use super::tasks::Draft;
use super::text::{is_word_border, near};

/// Spans are in the normalised text; `span` runs from the count or the name to the closing bracket.
pub(crate) fn scan(draft: &Draft) -> Vec<Anniversary> {
    let text = draft.text;
    let low = text.lower.as_str();
    let mut out: Vec<Anniversary> = Vec::new();
    for (open, _) in low.match_indices('(') {
        if !text.watch.goes_on(1) {
            return Vec::new();
        }
        let Some(close) = near(&low[open..], 84).find(')').filter(|c| *c < 80).map(|c| open + c) else {
            continue;
        };
        let days: Vec<_> = within(draft.dates, Span::new(open, close))
            .iter()
            .filter(|d| matches!(d.kind, DateKind::Date | DateKind::DayMonth | DateKind::LunarDate))
            .collect();
        let Some(first) = days.first().filter(|d| low[open + 1..d.span.start].trim().is_empty()) else {
            continue;
        };
        let Some((name, count)) = event_before(draft, open) else {
            continue;
        };
        let (origin, target) = match days.get(1) {
            Some(second) => (first.day, second.day),
            None => (None, first.day),
        };
        let node = draft.outline.at(open);
        out.push(Anniversary {
            count,
            event: text.words(name),
            origin: origin.map(|d| d.to_string()),
            target: target.map(|d| d.to_string()),
            quarter: target.map(quarter_of),
            listed_in: node.and_then(|n| draft.outline.quarter(n)),
            section_id: node.map(|n| draft.outline.nodes[n].id.clone()),
            span: Span::new(count_start(low, name.start, count), close + 1),
        });
    }
    named_only(draft, &mut out);
    out.sort_by_key(|a| a.span);
    out
}

/// The name before a bracket, and "94 năm" before the name.
fn event_before(draft: &Draft, open: usize) -> Option<(Span, Option<i32>)> {
    let text = draft.text;
    let mut from = open.saturating_sub(220);
    while !text.lower.is_char_boundary(from) {
        from += 1;
    }
    let before = &text.lower[from..open];
    // A bracket, a semicolon or a full line end closes what went before.
    let cut = before.rfind([')', ';', '\n']).map_or(0, |i| i + 1);
    let before = &before[cut..];
    let base = from + cut;
    let counted = before.rmatch_indices(" năm ").find_map(|(i, w)| {
        let digits: String = before[..i].chars().rev().take_while(char::is_ascii_digit).collect();
        let n: i32 = digits.chars().rev().collect::<String>().parse().ok().filter(|n| *n < 1000)?;
        Some((i + w.len(), n))
    });
    if let Some((at, n)) = counted {
        return Some((text.trim(Span::new(base + at, open)), Some(n)));
    }
    let at = ["ngày ", "lễ ", "quốc khánh", "tết ", "giỗ tổ", "cách mạng tháng tám", "đại lễ"]
        .iter()
        .filter_map(|w| {
            before
                .match_indices(w)
                .find(|(i, _)| is_word_border(before, *i) && !before[..*i].ends_with("các "))
                .map(|(i, _)| i)
        })
        .min()?;
    // A citation's "ngày" is followed by figures, an event's by words.
    let name = text.trim(Span::new(base + at, open));
    let rest = text.low(name).trim_start_matches("ngày ").trim_start();
    (rest.starts_with(crate::reading::text::is_letter) && name.len() < 150).then_some((name, None))
}

fn count_start(low: &str, name: usize, count: Option<i32>) -> usize {
    match count {
        Some(n) => low[..name].rfind(&n.to_string()).unwrap_or(name),
        None => name,
    }
}

/// Days known to the list that the paper names without printing a date, where it speaks of commemorating.
fn named_only(draft: &Draft, out: &mut Vec<Anniversary>) {
    let text = draft.text;
    let low = text.lower.as_str();
    for (span, day) in draft.words.day_names.find(text) {
        if !text.watch.goes_on(span.len()) {
            return;
        }
        if out.iter().any(|a| a.span.start <= span.start && span.start < a.span.end) {
            continue;
        }
        let Some(node) = draft.outline.at(span.start) else {
            continue;
        };
        let sentence = low[..span.start].rfind([';', '.', '\n']).map_or(0, |i| i + 1);
        if !low[sentence..span.start].contains("kỷ niệm") {
            continue;
        }
        let Some(year) = draft.outline.year(node).or(draft.meta.meta.year) else {
            continue;
        };
        let day = &draft.words.days[day];
        let target = if day.lunar {
            vi::lunar::solar_dates_in(year, day.month, day.day).first().copied()
        } else {
            chrono::NaiveDate::from_ymd_opt(year, u32::from(day.month), u32::from(day.day))
        };
        let count = counted_before(&low[sentence..span.start]);
        out.push(Anniversary {
            count,
            event: text.words(span),
            origin: day
                .origin
                .and_then(|y| chrono::NaiveDate::from_ymd_opt(y, u32::from(day.month), u32::from(day.day)))
                .filter(|_| !day.lunar)
                .map(|d| d.to_string()),
            target: target.map(|d| d.to_string()),
            quarter: target.map(quarter_of),
            listed_in: draft.outline.quarter(node),
            section_id: Some(draft.outline.nodes[node].id.clone()),
            span,
        });
    }
}

/// "95 năm" right before a name, "Ngày" between them allowed.
fn counted_before(before: &str) -> Option<i32> {
    let head = before.trim_end().trim_end_matches("ngày").trim_end();
    let head = head.strip_suffix("năm")?.trim_end();
    let digits: String = head.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().ok().filter(|n| *n < 1000)
}
