//! The small parts of a proposal: the due of a period, figures to reach, names within a span.

use crate::reading::dates::{last_day, quarter_of};
use crate::reading::model::{Due, DueKind, Span, Target};
use crate::reading::text::is_word_border;

use super::Draft;

pub(super) fn general_due(quarter: Option<u8>, year: Option<i32>, last_month: Option<u8>) -> Option<Due> {
    let year = year?.to_string();
    if let Some(month) = last_month {
        let value = format!("{year}-{month:02}");
        let last_day = last_day(&value).map(|d| d.to_string());
        return Some(Due { kind: DueKind::Month, value, last_day, phrase: None, span: None });
    }
    let (kind, value, end) = match quarter {
        Some(1) => (DueKind::Quarter, [&year, "-Q1"].concat(), "-03-31"),
        Some(2) => (DueKind::Quarter, [&year, "-Q2"].concat(), "-06-30"),
        Some(3) => (DueKind::Quarter, [&year, "-Q3"].concat(), "-09-30"),
        Some(_) => (DueKind::Quarter, [&year, "-Q4"].concat(), "-12-31"),
        None => (DueKind::Recurring, year.clone(), "-12-31"),
    };
    Some(Due { kind, value, last_day: Some([&year, end].concat()), phrase: None, span: None })
}

pub(super) fn quarter_of_due(due: &Due) -> Option<u8> {
    if matches!(due.kind, DueKind::Event | DueKind::Year) {
        return None;
    }
    due.last_day.as_deref().and_then(|d| d.parse().ok()).map(quarter_of)
}

pub(super) fn names_within(names: &[(String, Span)], span: Span) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let from = names.partition_point(|(_, at)| at.start < span.start);
    let started = names[from..].iter().take_while(|(_, at)| at.start <= span.end);
    for (name, _) in started.filter(|(_, at)| span.contains(*at)) {
        if !out.contains(name) {
            out.push(name.clone());
        }
    }
    out
}

pub(super) fn letter(k: usize) -> String {
    match u8::try_from(k) {
        Ok(n) if n < 26 => char::from(b'a' + n).to_string(),
        _ => (k + 1).to_string(),
    }
}

/// Figures to reach: "bàn giao 10 nhà", "95% khu dân cư", "vận động 1.500 suất quà".
pub(super) fn targets(draft: &Draft, span: Span) -> Vec<Target> {
    const UNITS: [&str; 32] = [
        "tỷ đồng",
        "triệu đồng",
        "nghìn đồng",
        "đồng",
        "%",
        "nhà",
        "căn nhà",
        "căn",
        "suất quà",
        "suất",
        "hộ",
        "người",
        "lớp",
        "cuộc",
        "hội nghị",
        "mô hình",
        "đoàn",
        "buổi",
        "lượt người",
        "lượt",
        "công trình",
        "khu dân cư",
        "km",
        "m2",
        "phần quà",
        "ngày công",
        "hội viên",
        "cán bộ",
        "tin",
        "bài",
        "băng rôn",
        "tấn",
    ];
    let text = draft.text;
    let low = text.low(span);
    let bytes = low.as_bytes();
    let mut out = Vec::new();
    let mut read_to = 0;
    for token in text.tokens_in(span) {
        let at = token.span.start - span.start;
        if at < read_to || !bytes[at].is_ascii_digit() {
            continue;
        }
        let mut end = at;
        while end < bytes.len()
            && (bytes[end].is_ascii_digit()
                || (matches!(bytes[end], b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)))
        {
            end += 1;
        }
        let here = Span::new(span.start + at, span.start + end);
        let is_word = is_word_border(low, at) && (at == 0 || !matches!(bytes[at - 1], b'/' | b'-' | b'('));
        let is_taken = || {
            let dates = draft.dates.partition_point(|d| d.span.start <= here.start);
            draft.dates[..dates].last().is_some_and(|d| d.span.holds(here.start))
                || draft.cited.holders(here.start).next().is_some()
        };
        let rest = low[end..].trim_start();
        let first = rest.as_bytes().first();
        let unit = UNITS
            .iter()
            .filter(|u| is_word && u.as_bytes().first() == first)
            .filter(|u| rest.starts_with(**u) && (**u == "%" || is_word_border(rest, u.len())))
            .max_by_key(|u| u.len());
        if let Some(unit) = unit.filter(|_| !is_taken()) {
            let tail = low.len() - rest.len() + unit.len();
            let amount = text.words(here);
            out.push(Target {
                amount,
                unit: (*unit).to_owned(),
                span: Span::new(here.start, span.start + tail),
            });
        }
        read_to = end;
    }
    out
}
