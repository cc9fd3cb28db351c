//! The style sheet: what paragraphs have from their style.

use super::binary::u16_at;
use super::properties::{ParagraphProperties, RunProperties};

/// A style with its chain resolved.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub paragraph: ParagraphProperties,
    pub run: RunProperties,
}

struct Raw<'a> {
    base: u16,
    paragraph: &'a [u8],
    run: &'a [u8],
}

/// The styles by number.
pub(super) fn parse(bytes: &[u8]) -> Vec<Style> {
    let Some(header) = u16_at(bytes, 0).map(usize::from) else {
        return Vec::new();
    };
    let count = usize::from(u16_at(bytes, 2).unwrap_or(0));
    let base = usize::from(u16_at(bytes, 4).unwrap_or(10));
    let mut raw = Vec::new();
    let mut at = 2 + header;
    for _ in 0..count {
        let Some(length) = u16_at(bytes, at).map(usize::from) else {
            break;
        };
        raw.push(bytes.get(at + 2..at + 2 + length).and_then(|style| read(style, base)));
        at += 2 + length;
    }
    (0..raw.len()).map(|number| resolve(&raw, number)).collect()
}

fn read(style: &[u8], base: usize) -> Option<Raw<'_>> {
    const PARAGRAPH: u16 = 1;
    let kind = u16_at(style, 2)?;
    let name_length = usize::from(u16_at(style, base)?);
    let mut at = base + 2 + 2 * name_length + 2;
    let mut next = || {
        let length = usize::from(u16_at(style, at)?);
        let part = style.get(at + 2..at + 2 + length)?;
        at += 2 + length;
        at += at % 2;
        Some(part)
    };
    let mut raw = Raw { base: kind >> 4, paragraph: &[], run: &[] };
    if kind & 0xF == PARAGRAPH {
        // The first part repeats the style's own number.
        raw.paragraph = next().and_then(|part| part.get(2..)).unwrap_or_default();
        raw.run = next().unwrap_or_default();
    }
    Some(raw)
}

fn resolve(raw: &[Option<Raw<'_>>], number: usize) -> Style {
    // Deeper chains are loops.
    const DEEPEST: usize = 12;
    let mut chain = Vec::new();
    let mut next = number;
    while let Some(Some(style)) = raw.get(next)
        && chain.len() < DEEPEST
    {
        chain.push(style);
        next = usize::from(style.base);
    }
    let mut resolved = Style::default();
    for style in chain.iter().rev() {
        resolved.paragraph.apply(style.paragraph);
        resolved.run.apply(style.run);
    }
    resolved
}
