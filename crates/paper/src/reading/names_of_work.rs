//! Campaigns, movements and funds: names in quotes behind the word for what they are (handbook 12.6).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::model::{NamedThing, Span};
use super::text::{Text, is_word_border, near, places};

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
    let end = near(&body[open.len()..], 204).find(close).filter(|e| *e < 200)?;
    Some(Span::new(at + lead, at + lead + open.len() + end + close.len()))
}

/// Names in quotes right behind one of the words, in order.
fn find(text: &Text, span: Span, words: &[&str]) -> Vec<(String, Span)> {
    let mut out: Vec<(String, Span)> = Vec::new();
    let mut read_to = span.start;
    let quotes = text.signs_in(span).iter().filter(|(_, c)| matches!(c, '“' | '"'));
    for &(quote, _) in quotes {
        if quote < read_to {
            continue;
        }
        let before = text.lower[span.start..quote].trim_end_matches([' ', ':', ',']);
        let behind = |word: &&&str| {
            before.ends_with(**word) && is_word_border(&text.lower, span.start + before.len() - word.len())
        };
        let Some(word) = words.iter().find(behind) else { continue };
        let end = span.start + before.len();
        let head = Span::new(end - word.len(), end);
        let name = text.words(head);
        // One word may stand for several names: "Cuộc vận động “A”, “B”".
        let mut at = head.end;
        while let Some(q) = quoted(text, at).filter(|q| q.end <= span.end) {
            let inside: String = text.words(q).replace("“ ", "“").replace(" ”", "”");
            let start = if at == head.end { head.start } else { q.start };
            out.push((format!("{name} {inside}"), Span::new(start, q.end)));
            at = q.end;
            read_to = at;
            let tail = &text.lower[at..];
            if !(tail.starts_with(", “") || tail.starts_with("; “") || tail.starts_with(" và “")) {
                break;
            }
            at += tail.find('“').unwrap_or(0);
        }
    }
    out
}

/// Campaigns with their places (in the normalised text), in order.
pub(crate) fn campaigns_in(text: &Text, span: Span) -> Vec<(String, Span)> {
    let mut names = find(text, span, &CAMPAIGN_WORDS);
    names.retain(|(n, _)| !n.to_lowercase().starts_with("phương châm"));
    let festival = "ngày hội đại đoàn kết toàn dân tộc";
    for i in places(text.low(span), festival) {
        let at = Span::new(span.start + i, span.start + i + festival.len());
        names.push((text.words(at), at));
    }
    names.sort_by_key(|(_, s)| *s);
    names
}

pub(crate) fn funds_in(text: &Text, span: Span) -> Vec<(String, Span)> {
    find(text, span, &["quỹ", "nhà"])
}

/// Every name of a paper once, with its places (raw spans).
pub(crate) fn gather(text: &Text, found: Vec<(String, Span)>) -> Vec<NamedThing> {
    let mut out: Vec<NamedThing> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (name, span) in found {
        let raw = text.to_raw(span);
        match known.entry(super::text::key(&name)) {
            Entry::Occupied(place) => out[*place.get()].spans.push(raw),
            Entry::Vacant(new) => {
                new.insert(out.len());
                out.push(NamedThing { name, spans: vec![raw] });
            }
        }
    }
    out
}
