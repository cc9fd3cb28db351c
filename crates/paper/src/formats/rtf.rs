//! `.rtf`, mostly met under the name `.doc`: letters, paragraphs, cells; everything else is passed over.

use super::charset::CodePage;
use super::legacy::{self, FontEncoding, Stretch};
use super::sheet::{Block, Sheet};
use super::{FormatError, Limits, symbols};
use crate::{Format, LineKind, Note, SourceText};

/// Reads what a reader of the paper would see. Broken markup ends the text where it breaks.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<SourceText, FormatError> {
    let mut reader = Reader::default();
    let mut at = 0;
    while at < bytes.len() {
        let next = reader.step(bytes, at);
        if !limits.watch.goes_on(next - at) {
            return Err(FormatError::TooSlow);
        }
        at = next;
    }
    reader.end_paragraph(true);
    let mut source = reader.sheet.finish(Format::Doc);
    legacy::convert_source(&mut source);
    Ok(source)
}

/// What a group inherits and gives back at its end.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as the format has them")]
struct Group {
    is_skipped: bool,
    is_font_table: bool,
    is_label: bool,
    is_bold: bool,
    is_hidden: bool,
    font: usize,
    /// How many bytes repeat each `\u` for old readers.
    repeats: usize,
}

#[derive(Debug, Clone, Default)]
struct Font {
    name: String,
    is_vietnamese: bool,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches, as the format has them")]
struct Reader {
    sheet: Sheet,
    group: Group,
    groups: Vec<Group>,
    fonts: std::collections::HashMap<usize, Font>,
    is_vietnamese: bool,
    text: String,
    stretches: Vec<Stretch>,
    label: String,
    has_letters: bool,
    has_thin_letters: bool,
    is_centred: bool,
    is_in_table: bool,
    is_table_open: bool,
    is_cell_open: bool,
    to_skip: usize,
    half: Option<u16>,
}

impl Reader {
    /// Reads one sign or word and returns the place after it.
    fn step(&mut self, bytes: &[u8], at: usize) -> usize {
        const DEEPEST: usize = 1024;
        match bytes[at] {
            b'{' => {
                if self.groups.len() < DEEPEST {
                    self.groups.push(self.group.clone());
                }
                at + 1
            }
            b'}' => {
                if let Some(group) = self.groups.pop() {
                    self.group = group;
                }
                at + 1
            }
            b'\\' => self.control(bytes, at + 1),
            b'\r' | b'\n' => at + 1,
            byte => {
                self.byte(byte);
                at + 1
            }
        }
    }

    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(&first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            match first {
                b'\'' => {
                    let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.byte(byte);
                    }
                    return (at + 3).min(bytes.len());
                }
                b'~' => self.push("\u{A0}"),
                b'_' => self.push("-"),
                b'*' => self.group.is_skipped = true,
                b'\\' | b'{' | b'}' => self.byte(first),
                b'\r' | b'\n' => self.end_paragraph(false),
                _ => {}
            }
            return at + 1;
        }
        let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&bytes[at..at + letters]).unwrap_or_default();
        let mut end = at + letters;
        let digits = bytes[end..]
            .iter()
            .enumerate()
            .take_while(|(index, byte)| byte.is_ascii_digit() || *index == 0 && **byte == b'-')
            .count();
        let number =
            std::str::from_utf8(&bytes[end..end + digits]).ok().and_then(|digits| digits.parse::<i32>().ok());
        end += digits;
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        if word == "bin" {
            let length = number.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
            return end.saturating_add(length).min(bytes.len());
        }
        self.word(word, number);
        end
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_on = number != Some(0);
        let index = || number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        match word {
            "fonttbl" => self.group.is_font_table = true,
            "colortbl" | "stylesheet" | "info" | "header" | "footer" | "headerl" | "headerr" | "headerf"
            | "footerl" | "footerr" | "footerf" | "fldinst" | "nonshppict" | "themedata"
            | "colorschememapping" | "datastore" | "xmlnstbl" | "listtable" | "listoverridetable"
            | "revtbl" | "rsidtbl" | "generator" | "latentstyles" => {
                self.group.is_skipped = true;
            }
            "pict" => {
                self.sheet.note(Note::LeftOut("pictures"));
                self.group.is_skipped = true;
            }
            "object" => self.sheet.note(Note::LeftOut("objects")),
            "objdata" => self.group.is_skipped = true,
            "deleted" if is_on => {
                self.sheet.note(Note::LeftOut("deletions"));
                self.group.is_hidden = true;
            }
            "v" => self.group.is_hidden = is_on,
            // The label of a list item as the writer counted it; text boxes hold text like any other group.
            "listtext" | "pntext" => (self.group.is_label, self.group.is_skipped) = (true, false),
            "shptxt" | "footnote" => self.group.is_skipped = false,
            "ansicpg" => self.is_vietnamese = number == Some(1258),
            "f" => {
                self.group.font = index();
                if self.group.is_font_table {
                    self.fonts.entry(index()).or_default();
                }
            }
            "fcharset" if self.group.is_font_table => {
                self.fonts.entry(self.group.font).or_default().is_vietnamese = number == Some(163);
            }
            "plain" => (self.group.is_bold, self.group.is_hidden) = (false, false),
            "b" => self.group.is_bold = is_on,
            "uc" => self.group.repeats = index() + 1,
            "u" => self.unicode(number.unwrap_or(0)),
            "par" | "sect" => self.end_paragraph(false),
            "pard" => (self.is_centred, self.is_in_table) = (false, false),
            "qc" => self.is_centred = true,
            "ql" | "qr" | "qj" => self.is_centred = false,
            "intbl" => self.is_in_table = true,
            "cell" => self.end_cell(),
            "row" => {
                self.sheet.close_row();
                self.is_cell_open = false;
            }
            "line" => self.push("\n"),
            "tab" => self.push("\t"),
            "endash" => self.push("–"),
            "emdash" => self.push("—"),
            "bullet" => self.push("•"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        let Ok(unit) = u16::try_from(number & 0xFFFF) else {
            return;
        };
        self.to_skip = self.group.repeats.max(1) - usize::from(self.group.repeats > 0);
        match self.half.take() {
            Some(half) => {
                if let Some(Ok(letter)) = char::decode_utf16([half, unit]).next() {
                    self.push(letter.encode_utf8(&mut [0; 4]));
                }
            }
            None if (0xD800..0xDC00).contains(&unit) => self.half = Some(unit),
            None => {
                if let Some(letter) = char::from_u32(u32::from(unit)) {
                    self.push(letter.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        let is_vietnamese =
            self.is_vietnamese || self.fonts.get(&self.group.font).is_some_and(|font| font.is_vietnamese);
        let page = if is_vietnamese { CodePage::Windows1258 } else { CodePage::Windows1252 };
        self.push(page.decode_byte(byte).encode_utf8(&mut [0; 4]));
    }

    fn push(&mut self, text: &str) {
        if self.group.is_skipped || self.group.is_hidden {
            return;
        }
        if self.group.is_font_table {
            let name = &mut self.fonts.entry(self.group.font).or_default().name;
            name.push_str(text.trim_end_matches(';'));
            return;
        }
        if self.group.is_label {
            self.label.push_str(text.trim());
            return;
        }
        let encoding = self
            .fonts
            .get(&self.group.font)
            .map(|font| FontEncoding::of_font(&font.name))
            .unwrap_or_default();
        if (encoding != FontEncoding::UNICODE || !self.stretches.is_empty())
            && self.stretches.last().is_none_or(|last| last.encoding != encoding)
        {
            self.stretches.push(Stretch { start: self.text.len(), encoding });
        }
        if text.bytes().any(|byte| byte > b' ') {
            self.has_letters = true;
            self.has_thin_letters |= !self.group.is_bold;
        }
        self.text.push_str(text);
    }

    fn end_cell(&mut self) {
        self.is_in_table = true;
        self.end_paragraph(false);
        self.is_cell_open = false;
    }

    fn end_paragraph(&mut self, is_last: bool) {
        if self.group.is_skipped || self.group.is_font_table {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let stretches = std::mem::take(&mut self.stretches);
        let label = std::mem::take(&mut self.label);
        let is_bold = std::mem::take(&mut self.has_letters) && !std::mem::take(&mut self.has_thin_letters);
        self.has_thin_letters = false;
        if is_last && text.trim().is_empty() {
            return;
        }
        if self.is_in_table && !self.is_table_open {
            self.sheet.open_table();
        } else if !self.is_in_table && self.is_table_open {
            self.sheet.close_table();
            self.is_cell_open = false;
        }
        self.is_table_open = self.is_in_table;
        if self.is_in_table && !std::mem::replace(&mut self.is_cell_open, true) {
            self.sheet.open_cell(0);
        }
        let (converted, text) = legacy::convert_stretches(&text, &stretches);
        if let Some(name) = converted {
            self.sheet.note(Note::ConvertedFrom(name));
        }
        let text = symbols::without_private(&text);
        let label = symbols::without_private(&label);
        let (text, kind) = if label.is_empty() {
            (text.into_owned(), LineKind::Paragraph)
        } else {
            (format!("{label} {text}"), LineKind::ListItem(1))
        };
        self.sheet.push(Block { text, kind, is_bold, is_centred: self.is_centred });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_labels_and_cells_are_read() {
        let source = read(
            br"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Times New Roman;}{\f1\fcharset0 .VnTime;}}{\*\generator X;}
\pard{\listtext\tab 1.\tab}K\u7871?  ho\u7841?ch\par\pard\f1 M\'c6t tr\'cbn\par
\trowd\pard\intbl\f0 A\cell B\cell C\cell\row\pard caf\'e9\par}",
            &Limits::default(),
        )
        .expect("reads");
        let lines: Vec<_> = source.text.lines().collect();
        assert_eq!(lines[0], "1. Kế  hoạch");
        assert_eq!(lines[2..], ["A\tB\tC", "café"]);
    }
}
