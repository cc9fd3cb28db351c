//! A paper in domain words, as a template or another module hands it over, and as JSON.
//!
//! ```
//! let paper = print::Paper::from_json(r#"{
//!   "issuer": { "superior": "ỦY BAN MTTQ VIỆT NAM\nTỈNH SƠN LA", "body": "BAN THƯỜNG TRỰC" },
//!   "symbol": { "number": "12", "code": "BC-MTTQ-BTT" },
//!   "place": "Sơn La", "date": "2026-03-05",
//!   "title": { "type_name": "BÁO CÁO", "abstract": "Kết quả công tác Mặt trận tháng 02 năm 2026" },
//!   "body": [ { "heading": { "level": 1, "text": "KẾT QUẢ" } }, { "paragraph": "Đã tiếp nhận 12 ý kiến." } ],
//!   "signatures": [ { "authority": ["TM. BAN THƯỜNG TRỰC"], "position": "CHỦ TỊCH", "name": "Lò Văn Mẫu" } ],
//!   "recipients": { "groups": [ { "to": ["Tỉnh ủy"] } ], "file_copy": "VT" }
//! }"#)?;
//! assert_eq!(paper.title.type_name.as_deref(), Some("BÁO CÁO"));
//! # Ok::<(), print::PrintError>(())
//! ```

mod block;
mod date;
mod text;

pub use block::{Align, Article, Block, Cell, Column, Heading, List, ListStyle, Paragraph, Table};
pub use date::PaperDate;
pub use text::{Span, Text, clean};

use serde::{Deserialize, Serialize};

use crate::PrintError;

/// One official paper. Texts may hold any characters: they are normalised to NFC, control characters are dropped.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub issuer: Issuer,
    #[serde(default)]
    pub nation: Nation,
    /// Left out where a paper has none, as in minutes kept by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<Symbol>,
    /// `Sơn La`; empty prints the date alone.
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub date: PaperDate,
    pub title: Title,
    /// Urgency and circulation, in a frame under the number: `HỎA TỐC`, `DỰ THẢO`, `LƯU HÀNH NỘI BỘ`. Marks of state secrecy are
    /// refused: such papers must not be in this system.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// Kính gửi.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    pub body: Vec<Block>,
    /// One, or several side by side: joint papers, minutes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Recipients>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annexes: Vec<Annex>,
}

/// Who issues, top left. A line break in a name breaks the line there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// The body above, upright.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superior: Option<String>,
    /// The issuing body, bold.
    pub body: String,
    /// The part that acts for it, bold: `BAN THƯỜNG TRỰC`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

/// National title and motto, top right; another heading (`ĐẢNG CỘNG SẢN VIỆT NAM`, no motto) where an organisation uses one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nation {
    pub title: String,
    #[serde(default)]
    pub motto: String,
}

impl Default for Nation {
    fn default() -> Self {
        Self {
            title: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
            motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
        }
    }
}

/// `Số: 12/BC-MTTQ-BTT`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Symbol {
    /// Empty until the paper is signed: the place stays blank.
    #[serde(default)]
    pub number: String,
    /// What follows the stroke: `BC-MTTQ-BTT`.
    pub code: String,
}

/// Type name and abstract; an official letter has no type name, and its abstract stands under the number.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub type_name: Option<String>,
    /// Trích yếu.
    #[serde(rename = "abstract", default)]
    pub summary: String,
}

/// Who signs, by what authority (handbook 2.6).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// `TM. BAN THƯỜNG TRỰC`, `KT. CHỦ TỊCH`: a line each, from above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authority: Vec<String>,
    pub position: String,
    /// Empty leaves the place for a name.
    #[serde(default)]
    pub name: String,
    /// In brackets between position and name, such as `(Đã ký)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Nơi nhận.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipients {
    #[serde(default)]
    pub groups: Vec<RecipientGroup>,
    /// What follows `Lưu:`, such as `VT, (Tu)`; empty for none.
    #[serde(default)]
    pub file_copy: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientGroup {
    /// `Để báo cáo`, in the words of the office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    pub to: Vec<String>,
}

/// Starts on a page of its own, with page numbers of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// `I`; given in order when left out and there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub title: String,
    /// The line in brackets; made of the paper's own type, number and date when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Across, for wide tables.
    #[serde(default)]
    pub landscape: bool,
    pub body: Vec<Block>,
}

impl Paper {
    /// Reads a paper from JSON.
    ///
    /// # Errors
    /// [`PrintError::Data`] names the place (`body[3].table.rows[0]`) and what is missing or wrong there.
    pub fn from_json(json: &str) -> Result<Self, PrintError> {
        Self::read(&mut serde_json::Deserializer::from_str(json))
    }

    /// Reads a paper from a JSON value.
    ///
    /// # Errors
    /// As [`Paper::from_json`].
    pub fn from_value(value: &serde_json::Value) -> Result<Self, PrintError> {
        Self::read(value)
    }

    fn read<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Self, PrintError> {
        serde_path_to_error::deserialize(input).map_err(|error| PrintError::Data {
            place: error.path().to_string(),
            detail: error.into_inner().to_string(),
        })
    }

    /// `Báo cáo - Kết quả công tác …`, for the file's properties.
    pub fn heading(&self) -> String {
        let kind = self.title.type_name.as_deref().unwrap_or("CÔNG VĂN");
        let words = [kind, self.title.summary.as_str()].map(|text| clean(text).replace('\n', " "));
        words.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" - ")
    }
}
