//! From source lines to blocks: one block for every paragraph or item, hard wraps joined, items run together parted.

use crate::{LineKind, SourceText};

use super::labels::{self, Label};
use super::model::Span;
use super::text::Text;

/// A paragraph, or an item with its label. Spans are in the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub span: Span,
    pub label: Option<Label>,
    /// The words after the label.
    pub body: Span,
    /// The level that the file's own style gives.
    pub heading: Option<u8>,
    pub is_bold: bool,
    /// The cells, where the line is a row of a table.
    pub cells: Vec<Span>,
}

struct Row {
    span: Span,
    heading: Option<u8>,
    is_bold: bool,
    is_table: bool,
    /// Blank lines stand between this line and the one before.
    after_gap: bool,
    width: usize,
}

/// The blocks of a source. Line ends inside a paragraph become blanks in `text`.
pub(crate) fn blocks(source: &SourceText, text: &mut Text) -> Vec<Block> {
    let rows = rows(source, text);
    let wrap = wrap_width(text, &rows);
    let mut spans: Vec<(Span, usize)> = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        if !text.watch.goes_on(row.span.len()) {
            return Vec::new();
        }
        let joins =
            i > 0 && !rows[i - 1].is_table && !row.is_table && continues(text, &rows[i - 1], row, wrap);
        match spans.last_mut() {
            Some(last) if joins => {
                text.join_line(Span::new(last.0.end, row.span.start));
                last.0.end = row.span.end;
            }
            _ => spans.push((row.span, i)),
        }
    }
    let mut blocks = Vec::with_capacity(spans.len() + 8);
    for (span, i) in spans {
        let row = &rows[i];
        if row.is_table {
            let cells: Vec<Span> = cells(text, span);
            blocks.push(Block { span, label: None, body: span, heading: None, is_bold: row.is_bold, cells });
            continue;
        }
        for part in run_together(text, span) {
            let label = labels::parse(text.slice(part));
            let body = Span::new(part.start + label.as_ref().map_or(0, |l| l.len), part.end);
            blocks.push(Block {
                span: part,
                label,
                body,
                heading: row.heading,
                is_bold: row.is_bold,
                cells: Vec::new(),
            });
        }
    }
    blocks
}

fn rows(source: &SourceText, text: &Text) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(source.lines.len());
    let mut after_gap = false;
    for line in &source.lines {
        let start = text.norm_offset(line.span.start.min(text.raw().len()));
        let end = text.norm_offset(line.span.end.min(text.raw().len()));
        let from = rows.last().map_or(0, |r| r.span.end);
        let line_span = Span::new(start.max(from), end);
        let span = text.trim(line_span);
        let words = text.slice(span);
        // A page number alone on its line is no part of the text.
        let is_page = words.len() <= 4 && words.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b' ');
        if span.is_empty() || is_page {
            after_gap = true;
            continue;
        }
        let heading = if let LineKind::Heading(level) = line.kind { Some(level) } else { None };
        // In a plain text, cells stand apart by tabs; empty ones at the end count too.
        let is_table = line.kind == LineKind::TableRow
            || memchr::memchr_iter(b'\t', text.slice(line_span).as_bytes()).nth(1).is_some();
        let span = if is_table { text.trim_spaces(line_span) } else { span };
        let width = words.chars().count();
        rows.push(Row { span, heading, is_bold: line.is_bold, is_table, after_gap, width });
        after_gap = false;
    }
    rows
}

/// The width at which the lines of a hard-wrapped text break, or `None` for a text with a line per paragraph.
fn wrap_width(text: &Text, rows: &[Row]) -> Option<usize> {
    if rows.len() < 8 {
        return None;
    }
    let widest = rows.iter().map(|r| r.width).max().unwrap_or(0);
    if !(40..=140).contains(&widest) {
        return None;
    }
    let long = rows.iter().filter(|r| r.width * 10 >= widest * 7).count();
    let open =
        rows.iter().filter(|r| r.width * 10 >= widest * 7 && !ends_sentence(text.slice(r.span))).count();
    (long * 3 >= rows.len() && open * 2 >= long).then_some(widest)
}

fn ends_sentence(s: &str) -> bool {
    s.ends_with(['.', ';', ':', '!', '?', '”', '"', ')', '…'])
}

fn continues(text: &Text, before: &Row, row: &Row, wrap: Option<usize>) -> bool {
    let (prev, this) = (text.slice(before.span), text.slice(row.span));
    if row.heading.is_some() || before.heading.is_some() || labels::parse(this).is_some() {
        return false;
    }
    let first = this.chars().next().unwrap_or(' ');
    let is_open = !ends_sentence(prev);
    if prev.ends_with(',') {
        return first.is_lowercase() || !row.after_gap;
    }
    if row.after_gap {
        return false;
    }
    if let Some(width) = wrap {
        let word = this.split_whitespace().next().map_or(0, |w| w.chars().count());
        // Editors break a little early now and then.
        let is_full = (before.width + 1 + word) * 100 > width * 90;
        return is_full && (is_open || first.is_lowercase() || before.width * 100 >= width * 90);
    }
    // A line that goes on in small letters, after a line that ends in a small letter or a figure.
    is_open
        && first.is_lowercase()
        && prev.chars().next_back().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit())
}

/// Items that lost their line ends: "… Tổ quốc.- Ban hành …" is two.
fn run_together(text: &Text, span: Span) -> Vec<Span> {
    let s = text.slice(span);
    let bytes = s.as_bytes();
    let mut cuts = vec![0];
    for at in memchr::memchr2_iter(b'-', b'+', bytes) {
        let before = s[..at].trim_end();
        if !before.ends_with(['.', ';', ':']) || before.is_empty() {
            continue;
        }
        let after = s[at + 1..].trim_start();
        let gap = s.len() - at - 1 - after.len();
        if gap <= 3 && after.chars().next().is_some_and(char::is_uppercase) && (gap > 0 || before.len() == at)
        {
            cuts.push(at);
        }
    }
    cuts.push(s.len());
    cuts.windows(2)
        .map(|w| text.trim(Span::new(span.start + w[0], span.start + w[1])))
        .filter(|p| !p.is_empty())
        .collect()
}

fn cells(text: &Text, span: Span) -> Vec<Span> {
    let mut start = span.start;
    let mut cells = Vec::new();
    for part in text.slice(span).split('\t') {
        cells.push(text.trim(Span::new(start, start + part.len())));
        start += part.len() + 1;
    }
    cells
}
