//! Campaigns, movements and funds: names in quotes behind the word for what they are (handbook 12.6).

use super::model::{NamedThing, Span};
use super::text::{Text, is_word_border};

const CAMPAIGN_WORDS: [&str; 7] = [
    "cuộc vận động",
    "phong trào thi đua",
    "phong trào",
    "tháng cao điểm",
    "phương châm",
    "chương trình",
    "tuần lễ",
];

/// The text in quotes from `at`: "“…”" or "\"…\"", with the place after it.
fn quoted(text: &Text, at: usize) -> Option<Span> {
    let rest = &text.norm[at..];
    let lead = rest.len() - rest.trim_start_matches([' ', ':', ',']).len();
    let body = &rest[lead..];
    let (open, close) = if body.starts_with('“') {
        ("“", "”")
    } else if body.starts_with('"') {
        ("\"", "\"")
    } else {
        return None;
    };
    let end = body[open.len()..].find(close).filter(|e| *e < 200)?;
    Some(Span::new(at + lead, at + lead + open.len() + end + close.len()))
}

fn find(text: &Text, span: Span, words: &[&str]) -> Vec<(String, Span)> {
    let low = text.low(span);
    let mut out: Vec<(String, Span)> = Vec::new();
    for word in words {
        for (i, _) in low.match_indices(word) {
            if !is_word_border(low, i) {
                continue;
            }
            let head = Span::new(span.start + i, span.start + i + word.len());
            let mut at = head.end;
            let mut name = text.words(head);
            // One word may stand for several names: "Cuộc vận động “A”, “B”".
            while let Some(q) = quoted(text, at).filter(|q| q.end <= span.end) {
                if out.iter().any(|(_, s)| s.holds(q.start)) {
                    break;
                }
                let inside: String = text.words(q).replace("“ ", "“").replace(" ”", "”");
                out.push((
                    format!("{name} {inside}"),
                    Span::new(if at == head.end { head.start } else { q.start }, q.end),
                ));
                at = q.end;
                let tail = &text.lower[at..];
                if !(tail.starts_with(", “") || tail.starts_with("; “") || tail.starts_with(" và “")) {
                    break;
                }
                at += tail.find('“').unwrap_or(0);
                if let Some(first) = name.chars().next() {
                    name = first.to_string() + &name[first.len_utf8()..];
                }
            }
        }
    }
    out.sort_by_key(|(_, s)| *s);
    out
}

pub(crate) fn campaigns_in(text: &Text, span: Span) -> Vec<String> {
    let mut names: Vec<String> = find(text, span, &CAMPAIGN_WORDS)
        .into_iter()
        .map(|(n, _)| n)
        .filter(|n| !n.to_lowercase().starts_with("phương châm"))
        .collect();
    for (i, w) in text.low(span).match_indices("ngày hội đại đoàn kết toàn dân tộc") {
        names.push(text.words(Span::new(span.start + i, span.start + i + w.len())));
    }
    names.dedup();
    names
}

pub(crate) fn funds_in(text: &Text, span: Span) -> Vec<String> {
    find(text, span, &["quỹ", "nhà"])
        .into_iter()
        .map(|(n, _)| n)
        .collect()
}

/// Every campaign of a paper once, with its places (raw spans).
pub(crate) fn all(text: &Text, words: &[&str]) -> Vec<NamedThing> {
    let mut out: Vec<NamedThing> = Vec::new();
    for (name, span) in find(text, Span::new(0, text.norm.len()), words) {
        let key = super::text::key(&name);
        let raw = text.to_raw(span);
        match out.iter_mut().find(|t| super::text::key(&t.name) == key) {
            Some(t) => t.spans.push(raw),
            None => out.push(NamedThing {
                name,
                spans: vec![raw],
            }),
        }
    }
    out
}

pub(crate) fn campaigns(text: &Text) -> Vec<NamedThing> {
    all(text, &CAMPAIGN_WORDS)
}

pub(crate) fn funds(text: &Text) -> Vec<NamedThing> {
    all(text, &["quỹ", "nhà"])
}
