//! The light markup of a template's body: one paragraph a line, blank lines do not count.
//!
//! | Line begins with | becomes |
//! | --- | --- |
//! | `# ` … `#### ` | heading I. / 1. / 1.1. / a), numbered in order |
//! | `- `, `+ ` | item of a list |
//! | `@căn_cứ ` / `@basis ` | ground of a decision, in italics |
//! | `@điều ` / `@article ` | `Điều n.`, numbered in order |
//! | `@giữa ` / `@declare ` | centred and bold: `QUYẾT NGHỊ:` |
//! | `@trái ` / `@flush ` | a paragraph without indent |
//! | `@bảng name` / `@table name` | the table in the field `name`, in the form of [`crate::model::Table`] |
//! | `@khối name` / `@blocks name` | the blocks in the field `name`, in the form of [`crate::model::Block`] |
//!
//! Inside a line `**bold**` and `*italic*`; `\` before a character takes it as it is.

use serde::de::DeserializeOwned;

use super::Filler;
use crate::PrintError;
use crate::model::{Article, Block, Heading, List, ListStyle, Paragraph, Span, Table, Text};

/// Reads a filled body.
pub fn blocks(body: &str, filler: &Filler<'_>) -> Result<Vec<Block>, PrintError> {
    let mut blocks = Vec::new();
    for (number, line) in body.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let place = format!("body, dòng/line {}", number + 1);
        if let Some(order) = line.strip_prefix('@') {
            directive(order, &place, filler, &mut blocks)?;
        } else if let Some(heading) = heading(line) {
            blocks.push(heading);
        } else if let Some((style, item)) = item(line) {
            push_item(&mut blocks, style, item);
        } else {
            blocks.push(Block::Paragraph(Paragraph { text: text(line), align: None, indent: true }));
        }
    }
    Ok(blocks)
}

fn heading(line: &str) -> Option<Block> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let words = line[level..].strip_prefix(' ')?;
    let level = u8::try_from(level).ok().filter(|level| (1..=4).contains(level))?;
    Some(Block::Heading(Heading { level, number: None, text: text(words.trim()) }))
}

fn item(line: &str) -> Option<(ListStyle, Text)> {
    let dash = line.strip_prefix("- ").map(|words| (ListStyle::Dash, words));
    let (style, words) = dash.or_else(|| line.strip_prefix("+ ").map(|words| (ListStyle::Plus, words)))?;
    Some((style, text(words.trim())))
}

fn push_item(blocks: &mut Vec<Block>, style: ListStyle, item: Text) {
    match blocks.last_mut() {
        Some(Block::List(list)) if list.style == style => list.items.push(item),
        _ => blocks.push(Block::List(List { style, items: vec![item] })),
    }
}

fn directive(
    order: &str,
    place: &str,
    filler: &Filler<'_>,
    blocks: &mut Vec<Block>,
) -> Result<(), PrintError> {
    let (name, rest) = order.split_once(' ').unwrap_or((order, ""));
    let rest = rest.trim();
    match name {
        "căn_cứ" | "basis" => blocks.push(Block::Basis(text(rest))),
        "điều" | "article" => blocks.push(Block::Article(Article { number: None, text: text(rest) })),
        "giữa" | "declare" => blocks.push(Block::Declaration(text(rest))),
        "trái" | "flush" => {
            blocks.push(Block::Paragraph(Paragraph { text: text(rest), align: None, indent: false }));
        }
        "bảng" | "table" => blocks.push(Block::Table(read::<Table>(rest, place, filler)?)),
        "khối" | "blocks" => blocks.extend(read::<Vec<Block>>(rest, place, filler)?),
        _ => return Err(filler.fault(place, format!("`@{name}`?"))),
    }
    Ok(())
}

/// A field in the form of the model; an error names the place inside it.
fn read<T: DeserializeOwned>(field: &str, place: &str, filler: &Filler<'_>) -> Result<T, PrintError> {
    let value = filler.field(field).ok_or_else(|| filler.missing(field, place))?;
    model_of(value, field)
}

/// Reads a part of the model from data.
pub fn model_of<T: DeserializeOwned>(value: &serde_json::Value, field: &str) -> Result<T, PrintError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let inner = error.path().to_string();
        let dot = if inner.starts_with('[') || inner == "." { "" } else { "." };
        let inner = if inner == "." { String::new() } else { inner };
        PrintError::Data { place: format!("{field}{dot}{inner}"), detail: error.into_inner().to_string() }
    })
}

/// `**bold**`, `*italic*` and `\` in a line.
pub fn text(line: &str) -> Text {
    let mut spans = Vec::new();
    let mut span = Span::default();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => span.text.extend(letters.next()),
            '*' => {
                let is_bold = letters.next_if_eq(&'*').is_some();
                let (bold, italic) = (span.bold, span.italic);
                if !span.text.is_empty() {
                    spans.push(std::mem::take(&mut span));
                }
                (span.bold, span.italic) = if is_bold { (!bold, italic) } else { (bold, !italic) };
            }
            letter => span.text.push(letter),
        }
    }
    if !span.text.is_empty() {
        spans.push(span);
    }
    Text(spans)
}

/// Protects a value: none of its characters means anything.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '#' | '@') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// The reverse, for texts without markup.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' { out.extend(letters.next()) } else { out.push(letter) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_are_styles_and_a_backslash_takes_them_away() {
        let read = text("a **b *c*** \\*d");
        let spans: Vec<(&str, bool, bool)> =
            read.0.iter().map(|span| (span.text.as_str(), span.bold, span.italic)).collect();
        assert_eq!(
            spans,
            [("a ", false, false), ("b ", true, false), ("c", true, true), (" *d", false, false)]
        );
    }

    #[test]
    fn what_data_say_is_never_markup() {
        let hostile = "*x* **y** # z @w \\";
        assert_eq!(text(&escape(hostile)).plain(), hostile);
        assert_eq!(unescape(&escape(hostile)), hostile);
        assert!(heading(&escape("# a")).is_none());
    }
}
