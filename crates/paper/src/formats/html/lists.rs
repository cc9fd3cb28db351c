//! Lists of HTML: labels as a browser writes them, a dash for signs.

use super::super::numbering::NumberFormat;
use super::Tag;

#[derive(Debug)]
struct List {
    /// `None` has no label at all.
    format: Option<NumberFormat>,
    next: u32,
}

/// The lists open around the text.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<List>,
    label: Option<(String, u8)>,
}

impl Lists {
    /// Opens `<ol>` or `<ul>`.
    pub fn open(&mut self, tag: &Tag<'_>) {
        let style =
            tag.property("list-style-type").or_else(|| tag.property("list-style")).unwrap_or_default();
        let format = match (style, tag.attribute("type").as_deref(), tag.name.as_str()) {
            ("none", _, _) => None,
            ("decimal-leading-zero", _, _) => Some(NumberFormat::DecimalZero),
            ("upper-roman", _, _) | ("", Some("I"), _) => Some(NumberFormat::UpperRoman),
            ("lower-roman", _, _) | ("", Some("i"), _) => Some(NumberFormat::LowerRoman),
            ("upper-alpha" | "upper-latin", _, _) | ("", Some("A"), _) => Some(NumberFormat::UpperLetter),
            ("lower-alpha" | "lower-latin", _, _) | ("", Some("a"), _) => Some(NumberFormat::LowerLetter),
            ("decimal", _, _) | (_, _, "ol") => Some(NumberFormat::Decimal),
            _ => Some(NumberFormat::Bullet),
        };
        let next = tag.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        self.open.push(List { format, next });
    }

    /// Begins an item: its label waits for the first letters.
    pub fn item(&mut self, tag: &Tag<'_>) {
        let level = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        let Some(list) = self.open.last_mut() else { return };
        if let Some(value) = tag.attribute("value").and_then(|value| value.trim().parse().ok()) {
            list.next = value;
        }
        let mut label = String::new();
        match list.format {
            None => {}
            Some(NumberFormat::Bullet) => label.push('-'),
            Some(format) => {
                format.write(list.next, &mut label);
                label.push('.');
            }
        }
        list.next = list.next.saturating_add(1);
        self.label = Some((label, level));
    }

    /// Closes the innermost list.
    pub fn close(&mut self) {
        self.open.pop();
        self.label = None;
    }

    /// The label that waits, with the depth of its list from 1.
    pub fn take_label(&mut self) -> Option<(String, u8)> {
        self.label.take()
    }
}
