//! The text of a paper as it was found in its file: the ground that every span points into.

use std::ops::Range;

/// The file format that the content (not the name) showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Docx,
    Doc,
    Pdf,
    Text,
    Html,
}

/// What the file's own markup says of a line, where it says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineKind {
    /// A paragraph, or a line of a plain text.
    #[default]
    Paragraph,
    /// A heading by style or tag, with its level from 1.
    Heading(u8),
    /// An item of a list whose label the file's numbering wrote (the label is part of the text).
    ListItem(u8),
    /// A row of a table, its cells separated by tabs.
    TableRow,
}

/// One line (paragraph) of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Byte range in [`SourceText::text`], without the line's end.
    pub span: Range<usize>,
    pub kind: LineKind,
    /// The whole line is bold or centred, where the format can say so.
    pub is_bold: bool,
    pub is_centred: bool,
}

/// Something about the file that its reader should know, beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The bytes were in a legacy Vietnamese encoding and were converted: `"TCVN3"` or `"VNI"`.
    ConvertedFrom(&'static str),
    /// The text layer looks damaged (share of non-syllables, 0–100 percent).
    DoubtfulText { percent: u8 },
    /// Something in the file was left out: pictures, embedded objects, tracked deletions, comments …
    LeftOut(&'static str),
    /// A mark of secrecy (Mật, Tối mật, Tuyệt mật) stands on the paper: handbook NEV-2.4.
    SecrecyMark,
}

/// The text of a paper, raw: letters as the file has them (not normalised), lines ended by `\n`.
///
/// All spans of a reading are byte ranges into `text`; [`SourceText::char_span`] turns them into code points for people
/// and browsers.
#[derive(Debug, Clone)]
pub struct SourceText {
    pub format: Format,
    pub text: String,
    pub lines: Vec<Line>,
    pub notes: Vec<Note>,
}

impl SourceText {
    /// A plain text, cut at line ends (`\n`, `\r\n` or `\r`); offsets stay those of `text`.
    pub fn from_plain(text: String) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at] == b'\n' || bytes[at] == b'\r' {
                lines.push(Line {
                    span: start..at,
                    kind: LineKind::Paragraph,
                    is_bold: false,
                    is_centred: false,
                });
                if at + 1 < bytes.len() && bytes[at] == b'\r' && bytes[at + 1] == b'\n' {
                    at += 1;
                }
                start = at + 1;
            }
            at += 1;
        }
        Self { format: Format::Text, text, lines, notes: Vec::new() }
    }

    /// The code-point range of a byte range, clamped to the text and to letter borders.
    pub fn char_span(&self, span: Range<usize>) -> Range<usize> {
        let count = |end: usize| {
            let mut end = end.min(self.text.len());
            while !self.text.is_char_boundary(end) {
                end -= 1;
            }
            self.text[..end].chars().count()
        };
        let start = count(span.start);
        start..start.max(count(span.end))
    }
}
