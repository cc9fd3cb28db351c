//! Items inside a paragraph, the periods that headings name, and the ids of entries.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use crate::reading::labels::{Label, Mark};
use crate::reading::model::{SectionKind, Span};
use crate::reading::rules::Hashed;
use crate::reading::text::{Text, contains, is_word_border};

use super::{Node, RowCells};

/// The period that a heading names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Period {
    pub quarter: Option<u8>,
    /// For headings that open with months or with half a year.
    pub last_month: Option<u8>,
    pub year: Option<i32>,
}

/// "Quý II năm 2026", "Tháng 4, 5", "Trong 6 tháng đầu năm". A month tells its quarter.
pub(crate) fn period_of_heading(low: &str) -> Period {
    let year = low
        .split(|c: char| !c.is_ascii_digit())
        .filter(|t| t.len() == 4)
        .filter_map(|t| t.parse::<i32>().ok())
        .find(|y| (1990..=2100).contains(y));
    let mut quarters: Vec<u8> = after(low, "quý")
        .filter_map(|(t, rest)| {
            let n = crate::reading::names::ordinal(t).filter(|n| *n <= 4)?;
            // "quý I, II" and "quý I và quý II" name more than one.
            let tail = rest[t.len()..].trim_start();
            let more = [", i", ", v", "- i", "-i", "và i"].iter().any(|m| tail.starts_with(m));
            (!more).then(|| u8::try_from(n).unwrap_or(0))
        })
        .collect();
    let last_month = last_month(low);
    let is_part_of_year = low.contains("tháng đầu năm") || low.contains("tháng cuối năm");
    if quarters.is_empty() && !is_part_of_year {
        let months = after(low, "tháng").filter_map(|(t, _)| t.parse::<u8>().ok());
        quarters = months.chain(last_month).filter(|m| (1..=12).contains(m)).map(|m| m.div_ceil(3)).collect();
    }
    quarters.dedup();
    let quarter = if quarters.len() == 1 { quarters.first().copied() } else { None };
    Period { quarter, last_month, year }
}

/// The figures or letters behind each `word`, with all that follows from them on.
fn after<'a>(low: &'a str, word: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    low.match_indices(word).filter(|(i, _)| is_word_border(low, *i)).map(|(i, w)| {
        let rest = low[i + w.len()..].trim_start();
        let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        (&rest[..len], rest)
    })
}

/// "tháng 4, 5/2026" ends with May, "6 tháng đầu năm" with June. Only at the start, where the heading is the period.
fn last_month(low: &str) -> Option<u8> {
    const OPENINGS: [&str; 6] =
        ["trong ", "phương hướng, ", "nhiệm vụ ", "trọng tâm ", "chương trình ", "công tác "];
    let mut low = low;
    while let Some(rest) = OPENINGS.iter().find_map(|word| low.strip_prefix(word)) {
        low = rest;
    }
    let figures = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let month = |s: &str| s[..figures(s)].parse::<u8>().ok().filter(|m| (1..=12).contains(m));
    if let Some(mut rest) = low.strip_prefix("tháng ") {
        let mut last = month(rest)?;
        loop {
            rest = &rest[figures(rest)..];
            let joint = [", ", ",", " - ", "-", " và "].iter().find_map(|j| rest.strip_prefix(j));
            match joint.and_then(|r| Some((r, month(r)?))) {
                Some((r, m)) => (rest, last) = (r, m),
                None => return Some(last),
            }
        }
    }
    let count = month(low)?;
    let rest = low[figures(low)..].trim_start().strip_prefix("tháng ")?;
    if rest.starts_with("đầu năm") { Some(count) } else { rest.starts_with("cuối năm").then_some(12) }
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
                    period: Period::default(),
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
    let mut seen: HashSet<String, BuildHasherDefault<Hashed>> = HashSet::default();
    let mut repeats: HashMap<String, usize, BuildHasherDefault<Hashed>> = HashMap::default();
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
            [&base, ".", &own].concat()
        };
        if !seen.insert(id.clone()) {
            // Counted on from the last repeat, so that a line that stands a thousand times costs no thousand tries.
            let count = repeats.entry(id.clone()).or_insert(0usize);
            id = loop {
                *count += 1;
                let next = repeated(&id, *count);
                if seen.insert(next.clone()) {
                    break next;
                }
            };
        }
        nodes[i].id = id;
    }
}

/// The id of an entry whose number stands `count` times before it: "1'", "1''", and from the ninth on "1'9", since a mark
/// for every repeat would make ids as long as the paper.
fn repeated(id: &str, count: usize) -> String {
    if count <= 8 { [id, &"'".repeat(count)].concat() } else { format!("{id}'{count}") }
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
