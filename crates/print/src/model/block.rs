//! What the body of a paper is made of.

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::Text;

/// A part of the body; in JSON an object of one entry: `{"paragraph": "…"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// I. → 1. → 1.1. → a): levels 1 to 4, numbered in order.
    Heading(Heading),
    /// Justified, first line indented.
    Paragraph(Paragraph),
    /// `Căn cứ …;` in italics.
    Basis(Text),
    /// `QUYẾT NGHỊ:`, centred and bold.
    Declaration(Text),
    /// `Điều 1.`, with its text on the same line.
    Article(Article),
    List(List),
    Table(Table),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// 1 to 4.
    pub level: u8,
    /// Given in order when left out; an empty text for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub text: Text,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Given in order when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub text: Text,
}

/// In JSON a text, or `{"text": …, "align": "centre", "indent": false}`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Paragraph {
    pub text: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
    /// Whether the first line is indented, as it is unless said otherwise.
    pub indent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    Centre,
    Right,
    Justify,
    /// Right, and the column is as wide as its longest number.
    Number,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    #[serde(default)]
    pub style: ListStyle,
    pub items: Vec<Text>,
}

/// How the items of a list begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListStyle {
    /// `-`
    #[default]
    Dash,
    /// `+`, below dashes.
    Plus,
    /// `1.`
    Number,
    /// `a)` … `d)`, `đ)`: points follow the Vietnamese alphabet.
    Letter,
    /// `(1)`
    Bracket,
}

/// A table of figures or words. Rows shorter than the columns are filled up with empty cells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// `Đơn vị tính: đồng`, right above the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    pub columns: Vec<Column>,
    /// Rows repeated on each page; cells may cover several columns and rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<Vec<Cell>>,
    pub rows: Vec<Vec<Cell>>,
    /// How many of the last rows are totals, in bold.
    #[serde(default)]
    pub total_rows: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Share of the width, in any unit; measured from the content when no column has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
}

/// In JSON a text, a number (written the Vietnamese way), `null` (blank, which is not zero), or an object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    pub text: Text,
    /// Columns covered, from 1.
    pub columns: usize,
    /// Rows covered, from 1.
    pub rows: usize,
    pub bold: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Align>,
}

impl Default for Cell {
    fn default() -> Self {
        Self { text: Text::default(), columns: 1, rows: 1, bold: false, align: None }
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl From<&str> for Paragraph {
    fn from(text: &str) -> Self {
        Self { text: text.into(), align: None, indent: true }
    }
}

impl<'de> Deserialize<'de> for Paragraph {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full {
            text: Text,
            align: Option<Align>,
            indent: Option<bool>,
        }
        let read: fn(Full) -> Paragraph =
            |full| Paragraph { text: full.text, align: full.align, indent: full.indent.unwrap_or(true) };
        let words = |text| Paragraph { text, align: None, indent: true };
        deserializer.deserialize_any(Either { read, words, number: None, blank: None })
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full {
            text: Box<Cell>,
            columns: Option<usize>,
            rows: Option<usize>,
            bold: Option<bool>,
            align: Option<Align>,
        }
        let read: fn(Full) -> Cell = |full| Cell {
            text: full.text.text,
            columns: full.columns.unwrap_or(1).max(1),
            rows: full.rows.unwrap_or(1).max(1),
            bold: full.bold.unwrap_or_default(),
            align: full.align,
        };
        let words = |text| Cell { text, ..Cell::default() };
        let number: Option<fn(String) -> Cell> = Some(|text| Cell { text: text.into(), ..Cell::default() });
        deserializer.deserialize_any(Either { read, words, number, blank: Some(Cell::default()) })
    }
}

/// Reads a text, a number, nothing, or the full form `F`.
struct Either<F, B> {
    read: fn(F) -> B,
    words: fn(Text) -> B,
    number: Option<fn(String) -> B>,
    blank: Option<B>,
}

impl<'de, F: Deserialize<'de>, B> Visitor<'de> for Either<F, B> {
    type Value = B;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text, or an object with `text`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<B, E> {
        Ok((self.words)(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<B, A::Error> {
        Text::deserialize(serde::de::value::SeqAccessDeserializer::new(parts)).map(self.words)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<B, A::Error> {
        F::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(self.read)
    }

    fn visit_unit<E: Error>(self) -> Result<B, E> {
        self.blank.ok_or_else(|| E::custom("a text is missing"))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<B, E> {
        let number = self.number.ok_or_else(|| E::custom("a text is wanted, not a number"))?;
        Ok(number(vi::numbers::integer(n)))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<B, E> {
        match i64::try_from(n) {
            Ok(n) => self.visit_i64(n),
            Err(_) => self.visit_str(&n.to_string()),
        }
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<B, E> {
        let number = self.number.ok_or_else(|| E::custom("a text is wanted, not a number"))?;
        // The shortest decimal that means this number is what somebody typed.
        let typed = n.to_string();
        let (whole, decimals) = typed.split_once('.').unwrap_or((&typed, ""));
        let digits: Option<i64> = format!("{whole}{decimals}").parse().ok();
        let scale = u8::try_from(decimals.len()).ok().filter(|scale| *scale <= 18);
        Ok(number(match (digits, scale) {
            (Some(unscaled), Some(scale)) => vi::numbers::decimal(vi::numbers::Decimal { unscaled, scale }),
            _ => typed.replace('.', ","),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_texts_numbers_or_blank() {
        let cells: Vec<Cell> = serde_json::from_str(
            r#"["a", 1234567, -0.5, 12.25, null, {"text": 5, "columns": 2, "bold": true}]"#,
        )
        .expect("valid");
        let texts: Vec<String> = cells.iter().map(|cell| cell.text.plain()).collect();
        assert_eq!(texts, ["a", "1.234.567", "-0,5", "12,25", "", "5"]);
        assert_eq!((cells[5].columns, cells[5].bold), (2, true));
    }

    #[test]
    fn a_paragraph_is_no_number() {
        assert!(serde_json::from_str::<Paragraph>("5").is_err());
        assert!(
            serde_json::from_str::<Paragraph>(r#"{"text": "x", "indent": false}"#).is_ok_and(|p| !p.indent)
        );
    }
}
