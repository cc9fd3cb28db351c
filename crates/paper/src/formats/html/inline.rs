//! The elements open around the text: what they say of bold, centred, fonts.

use super::super::legacy::FontEncoding;
use super::Tag;

/// One open element.
#[derive(Debug, Clone, Default)]
pub(super) struct Open {
    name: String,
    is_bold: Option<bool>,
    is_centred: Option<bool>,
    /// Word marks the label of a list item so.
    is_label: bool,
    font: Option<String>,
}

impl Open {
    /// What the tag and its style say.
    pub fn new(tag: &Tag<'_>) -> Self {
        let weight = tag.property("font-weight").map(|weight| {
            weight.starts_with("bold") || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)
        });
        let is_bold_tag =
            matches!(tag.name.as_str(), "b" | "strong" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let alignment = tag.property("text-align").map(str::to_owned).or_else(|| tag.attribute("align"));
        let is_table = matches!(tag.name.as_str(), "table" | "img");
        let shorthand = || {
            tag.property("font").and_then(|font| {
                font.rsplit_once(['"', '\''])
                    .map(|(head, _)| head.rsplit(['"', '\'']).next().unwrap_or_default().to_owned())
            })
        };
        let family =
            tag.property("font-family").and_then(|family| family.split(',').next()).map(str::to_owned);
        let face = tag.attribute("face").and_then(|face| face.split(',').next().map(str::to_owned));
        Self {
            is_bold: weight.or(is_bold_tag.then_some(true)),
            is_centred: match alignment {
                Some(alignment) if !is_table => Some(alignment.trim().eq_ignore_ascii_case("center")),
                _ => (tag.name == "center").then_some(true),
            },
            is_label: tag.has_style("mso-list:ignore"),
            font: family.or(face).or_else(shorthand),
            name: tag.name.clone(),
        }
    }
}

/// All open elements, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Inline {
    open: Vec<Open>,
}

impl Inline {
    /// Opens an element; beyond a depth that no page needs, formatting is no longer followed.
    pub fn push(&mut self, open: Open) {
        const DEEPEST: usize = 256;
        if self.open.len() < DEEPEST {
            self.open.push(open);
        }
    }

    /// Closes the innermost element of that name and what was left open inside it.
    pub fn pop(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.open.truncate(at);
        }
    }

    /// Whether letters here are bold.
    pub fn is_bold(&self) -> bool {
        self.innermost(|open| open.is_bold).unwrap_or(false)
    }

    /// Whether the paragraph here is centred.
    pub fn is_centred(&self) -> bool {
        self.innermost(|open| open.is_centred).unwrap_or(false)
    }

    /// Whether the text here is the label that Word wrote for a list item.
    pub fn is_label(&self) -> bool {
        self.open.iter().any(|open| open.is_label)
    }

    /// The font by name.
    pub fn font_name(&self) -> Option<&str> {
        self.open
            .iter()
            .rev()
            .find_map(|open| open.font.as_deref())
            .map(|name| name.trim().trim_matches(['"', '\'']))
    }

    /// The encoding of the font.
    pub fn encoding(&self) -> FontEncoding {
        self.font_name().map(FontEncoding::of_font).unwrap_or_default()
    }

    fn innermost(&self, read: fn(&Open) -> Option<bool>) -> Option<bool> {
        self.open.iter().rev().find_map(read)
    }
}
