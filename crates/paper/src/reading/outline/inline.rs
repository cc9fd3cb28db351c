//! Items inside a paragraph, the periods that headings name, and the ids of entries.

use crate::reading::labels::{Label, Mark};
use crate::reading::model::{SectionKind, Span};
use crate::reading::text::{Text, contains};

use super::{Node, RowCells};

pub(crate) fn period_of_heading(low: &str) -> (Option<u8>, Option<i32>) {
    let year = low
        .split(|c: char| !c.is_ascii_digit())
        .filter(|t| t.len() == 4)
        .filter_map(|t| t.parse::<i32>().ok())
        .find(|y| (1990..=2100).contains(y));
    let after = |word: &'static str| {
        low.match_indices(word).filter(|(i, _)| crate::reading::text::is_word_border(low, *i)).map(
            |(i, w)| {
                let rest = low[i + w.len()..].trim_start();
                let token: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
                (token, rest)
            },
        )
    };
    let mut quarters: Vec<u8> = after("quý")
        .filter_map(|(t, rest)| {
            let n = crate::reading::names::ordinal(&t).filter(|n| *n <= 4)?;
            // "quý I, II" and "quý I và quý II" name more than one.
            let tail = rest[t.len()..].trim_start();
            let more = [", i", ", v", "- i", "-i", "và i"].iter().any(|m| tail.starts_with(m));
            (!more).then(|| u8::try_from(n).unwrap_or(0))
        })
        .collect();
    if quarters.is_empty() && !low.contains("tháng đầu năm") && !low.contains("tháng cuối năm") {
        quarters = after("tháng")
            .filter_map(|(t, _)| t.parse::<u8>().ok().filter(|m| (1..=12).contains(m)).map(|m| m.div_ceil(3)))
            .collect();
    }
    quarters.dedup();
    (if quarters.len() == 1 { quarters.first().copied() } else { None }, year)
}

/// Adds "(1) … (2) … (3)" inside a bullet, a clause or a paragraph as entries below it.
pub(super) fn add_inline_items(text: &Text, nodes: &mut Vec<Node>) {
    for i in 0..nodes.len() {
        if nodes[i].kind == SectionKind::InlineEnum
            || (nodes[i].kind == SectionKind::Heading
                && nodes[i].label.is_some()
                && nodes[i].paragraphs.is_empty())
        {
            continue;
        }
        let mut spans = vec![nodes[i].span];
        spans.extend(nodes[i].paragraphs.iter().copied());
        for span in spans {
            for (n, item) in inline_items(text, span) {
                let label = crate::reading::labels::parse(&format!("({n}) x"));
                let index = nodes.len();
                let level = nodes[i].level + 1;
                nodes.push(Node {
                    id: String::new(),
                    label,
                    kind: SectionKind::InlineEnum,
                    level,
                    parent: Some(i),
                    children: Vec::new(),
                    span: item,
                    paragraphs: Vec::new(),
                    quarter: None,
                    year: None,
                    cells: RowCells::default(),
                });
                nodes[i].children.push(index);
            }
        }
    }
}

/// The items of "(1) … (2) …" in a span, without their numbers and closing marks. At least two, counted from 1.
pub(crate) fn inline_items(text: &Text, span: Span) -> Vec<(u32, Span)> {
    let s = text.slice(span);
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    if memchr::memchr(b'(', s.as_bytes()).is_none() || !contains(s, "(1)") {
        return Vec::new();
    }
    for n in 1..=30u32 {
        let token = format!("({n})");
        let Some(at) = s.get(from..).and_then(|r| r.find(&token)) else {
            break;
        };
        starts.push((from + at, from + at + token.len()));
        from += at + token.len();
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let mut items = Vec::with_capacity(starts.len());
    for (k, &(_, body)) in starts.iter().enumerate() {
        let limit = starts.get(k + 1).map_or(s.len(), |next| next.0);
        let end = if k + 1 == starts.len() {
            crate::reading::split::sentence_end(text, Span::new(span.start + body, span.start + limit))
                - span.start
        } else {
            limit
        };
        let item = text.trim_stop(Span::new(span.start + body, span.start + end));
        items.push((u32::try_from(k).unwrap_or(0) + 1, item));
    }
    items
}

/// Gives every entry its id: numbers of headings joined by stops, bullets counted within their parent.
pub(super) fn number(nodes: &mut [Node]) {
    let mut seen = std::collections::HashSet::new();
    let mut counts = vec![0u32; nodes.len()];
    let mut roots = 0;
    for i in 0..nodes.len() {
        let parent = nodes[i].parent;
        let base = parent.map(|p| nodes[p].id.clone()).unwrap_or_default();
        let counted = matches!(
            nodes[i].kind,
            SectionKind::Bullet | SectionKind::UnmarkedParagraph | SectionKind::TableRow
        );
        let own = match &nodes[i].label {
            Some(label) if !counted => own_number(label, parent.and_then(|p| nodes[p].label.as_ref())),
            _ => {
                let count = parent.map_or(&mut roots, |p| &mut counts[p]);
                *count += 1;
                count.to_string()
            }
        };
        let mut id = if base.is_empty() {
            if counted && parent.is_none() { format!("p{own}") } else { own }
        } else {
            format!("{base}.{own}")
        };
        while !seen.insert(id.clone()) {
            id.push('\'');
        }
        nodes[i].id = id;
    }
}

pub(super) fn own_number(label: &Label, parent: Option<&Label>) -> String {
    match label.mark {
        Mark::Roman | Mark::Part | Mark::Chapter => {
            crate::reading::labels::roman_text(label.numbers.first().copied().unwrap_or(0).min(399))
        }
        Mark::Decimal(_) => {
            let skip = match parent {
                Some(Label { mark: Mark::Decimal(_), numbers, .. }) => {
                    numbers.len().min(label.numbers.len().saturating_sub(1))
                }
                _ => 0,
            };
            label.numbers[skip..].iter().map(u32::to_string).collect::<Vec<_>>().join(".")
        }
        Mark::Letter | Mark::Upper => label.printed.trim_end_matches([')', '.', '/']).to_owned(),
        _ => label.numbers.first().map_or_else(|| "1".to_owned(), u32::to_string),
    }
}
