//! The term, the conference and the year that a paper belongs to.

use crate::reading::dates::Mention;
use crate::reading::labels::roman_text;
use crate::reading::model::{DateKind, Span};
use crate::reading::names::leading_ordinal;
use crate::reading::outline::Outline;
use crate::reading::text::Text;

use super::MetaDraft;

pub(super) fn read_term(text: &Text, draft: &mut MetaDraft, dates: &[Mention]) {
    // The title and the first lines decide; else the first term that the paper names.
    let place = draft.title_span.map_or(0, |t| t.start);
    let end = draft.title_span.map_or(0, |t| t.end);
    let own = dates.iter().find(|d| d.kind == DateKind::Term && d.span.start >= place && d.span.end <= end);
    let is_own = |d: &&Mention| {
        let before = context_before(text, d.span.start);
        d.kind == DateKind::Term
            && ![
                "toàn quốc",
                "quốc hội",
                "hđnd",
                "hội đồng nhân dân",
                "đảng bộ",
                "ban công tác",
                "khu dân cư",
            ]
            .iter()
            .any(|w| before.contains(w))
    };
    let first =
        own.or_else(|| dates.iter().find(is_own)).or_else(|| dates.iter().find(|d| d.kind == DateKind::Term));
    draft.meta.term = first.map(|d| d.value.replace('/', "-"));
    let title = text.low(Span::new(place, end));
    draft.meta.khoa = khoa_in(title).or_else(|| khoa_of_term(text, first));
    if let Some(at) = title.find("lần thứ ").filter(|_| title.contains("hội nghị")) {
        draft.meta.lan_thu = leading_ordinal(&title[at + "lần thứ ".len()..]).map(|(n, _)| n);
    }
}

/// The words before `at` in its clause, ninety bytes at most.
pub(super) fn context_before(text: &Text, at: usize) -> &str {
    let mut from = at.saturating_sub(90);
    while !text.lower.is_char_boundary(from) {
        from += 1;
    }
    let before = &text.lower[from..at];
    before.rsplit([';', '.']).next().unwrap_or(before)
}

pub(super) fn khoa_in(low: &str) -> Option<String> {
    low.match_indices("khóa ")
        .find_map(|(i, w)| leading_ordinal(&low[i + w.len()..]).map(|(n, _)| roman_text(n)))
}

/// "… lần thứ XI, nhiệm kỳ 2019-2024" or "khóa XI, nhiệm kỳ 2019-2024": the congress of a term elects its committee, so
/// the numbers are equal (handbook 1.4). Only where the words speak of the committee's own level.
pub(super) fn khoa_of_term(text: &Text, term: Option<&Mention>) -> Option<String> {
    let span = term?.span;
    let value = text.low(span);
    let mut seen: Option<String> = None;
    for i in crate::reading::text::places(&text.lower, value) {
        let before = context_before(text, i);
        if before.contains("toàn quốc") || before.contains("quốc hội") || before.contains("đảng bộ")
        {
            continue;
        }
        let number = ["khóa ", "lần thứ "].iter().find_map(|w| {
            let at = before.rfind(w)? + w.len();
            leading_ordinal(&before[at..]).map(|(n, _)| n)
        });
        let by_term = before.contains("khóa ");
        match number {
            Some(n) if by_term => return Some(roman_text(n)),
            Some(n) if seen.is_none() && before.contains("đại hội") => seen = Some(roman_text(n)),
            _ => {}
        }
    }
    seen
}

pub(super) fn read_year(text: &Text, outline: &Outline, dates: &[Mention], draft: &mut MetaDraft) {
    let in_title = draft.title_span.and_then(|t| {
        dates
            .iter()
            .filter(|d| d.kind == DateKind::Year && t.contains(d.span))
            .find_map(|d| d.value.parse().ok())
    });
    let by_date = || draft.meta.date.as_deref().and_then(|d| d.get(..4)).and_then(|y| y.parse().ok());
    let most_named = || {
        let mut counts: Vec<(i32, usize)> = Vec::new();
        for y in dates
            .iter()
            .filter(|d| matches!(d.kind, DateKind::Year | DateKind::Quarter))
            .filter_map(|d| d.value.get(..4)?.parse::<i32>().ok())
        {
            match counts.iter_mut().find(|c| c.0 == y) {
                Some(c) => c.1 += 1,
                None => counts.push((y, 1)),
            }
        }
        // One year named in passing ("đến hết năm 2027") says less than the day of the paper.
        let is_dated = draft.meta.date.is_some();
        counts.into_iter().filter(|(_, n)| *n > 1 || !is_dated).max_by_key(|(y, n)| (*n, *y)).map(|(y, _)| y)
    };
    // A resolution looks back before it looks ahead: the heading of the work tells its year.
    let by_heading = || {
        outline.nodes.iter().find_map(|n| {
            let low = text.low(n.span);
            let looks_ahead = n.label.is_some()
                && n.span.len() < 400
                && ["nhiệm vụ", "phương hướng", "chương trình"].iter().any(|w| low.contains(w));
            looks_ahead
                .then(|| crate::reading::outline::period_of_heading(low).year)
                .flatten()
                .filter(|_| !low.starts_with("kết quả") && !low.starts_with("thông qua"))
        })
    };
    draft.meta.year = in_title.or_else(by_heading).or_else(most_named).or_else(by_date);
}

pub(super) fn read_event(text: &Text, preamble: &[Span], dates: &[Mention], draft: &mut MetaDraft) {
    for span in preamble {
        let low = text.low(*span);
        let Some(at) = ["tổ chức ngày ", "họp ngày ", "họp trong ngày ", "tổ chức vào ngày "]
            .iter()
            .find_map(|w| low.find(w).map(|i| i + w.len()))
        else {
            continue;
        };
        let from = span.start + at;
        draft.meta.event_date = dates
            .iter()
            .find(|d| d.kind == DateKind::Date && d.span.start >= from && d.span.start < from + 8)
            .map(|d| d.value.clone());
        if draft.meta.event_date.is_some() {
            return;
        }
    }
}
