//! Words with bold and italic parts.

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A text: in JSON a string, or a list of strings and `{"text": …, "bold": true}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Span>);

/// A part of a text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bold: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub italic: bool,
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(vec![Span { text: text.to_owned(), ..Span::default() }])
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Span { text, ..Span::default() }])
    }
}

impl Text {
    /// The words without their styles.
    pub fn plain(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [Span { text, bold: false, italic: false }] => serializer.serialize_str(text),
            spans => spans.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Text;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text, or a list of texts")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(text.into())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Text, A::Error> {
                let mut spans = Vec::new();
                while let Some(Part(span)) = parts.next_element()? {
                    spans.push(span);
                }
                Ok(Text(spans))
            }
        }
        deserializer.deserialize_any(Words)
    }
}

struct Part(Span);

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Part;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or {\"text\": …}")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Part, E> {
                Ok(Part(Span { text: text.to_owned(), ..Span::default() }))
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Part, A::Error> {
                Span::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(Part)
            }
        }
        deserializer.deserialize_any(Words)
    }
}

/// A text as both formats can hold it: NFC; tabs become spaces; line breaks stay; control characters, invisible marks and what XML
/// has no place for are dropped; letters of private fonts become U+FFFD.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let kept: String = text
        .chars()
        .filter_map(|c| match c {
            '\n' | '\u{2028}' | '\u{2029}' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => Some('\n'),
            '\t' => Some(' '),
            c if is_invisible(c) || c.is_control() || (c as u32) & 0xfffe == 0xfffe => None,
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some('\u{fffd}'),
            c => Some(c),
        })
        .collect();
    vi::normalise::nfc(&kept).into_owned()
}

/// Marks without a shape, and numbers that are no letters.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{200e}' | '\u{200f}' | '\u{fdd0}'..='\u{fdef}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_styles() {
        let text: Text =
            serde_json::from_str(r#"["Điều 1. ", {"text": "Ban hành", "bold": true}]"#).expect("valid");
        assert_eq!(text.plain(), "Điều 1. Ban hành");
        assert!(text.0[1].bold && !text.0[0].bold);
        let back = serde_json::to_string(&text).expect("writes");
        assert_eq!(serde_json::from_str::<Text>(&back).expect("reads"), text);
    }

    #[test]
    fn letters_in_parts_are_composed_and_controls_dropped() {
        assert_eq!(clean("Tie\u{302}\u{301}ng\u{0} Vie\u{323}\u{302}t\u{feff}\tNam\r\n"), "Tiếng Việt Nam\n");
        assert_eq!(clean("\u{f0b7} \u{ffff}x"), "\u{fffd} x");
    }
}
