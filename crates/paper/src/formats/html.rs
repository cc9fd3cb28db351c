//! `.html`, also when Word wrote it and the file is called `.doc`: tokens in order, without a tree.

mod elements;
mod inline;
mod lists;

use elements::{is_block, is_void};

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use super::legacy::{self, FontEncoding, Stretch};
use super::numbering::label_length;
use super::sheet::{Block, Borders, Sheet};
use super::{FormatError, Limits, charset, plain, symbols};
use crate::{Format, LineKind, Note, SourceText};
use inline::{Inline, Open};
use lists::Lists;

/// Reads a page. Markup is never an error; only the watch stops it.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<SourceText, FormatError> {
    let page = decode(bytes);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(page.as_str(), emitter).flatten() {
        let written = if let Token::String(text) = &token { text.len() } else { 1 };
        if !limits.watch.goes_on(written) {
            return Err(FormatError::TooSlow);
        }
        match token {
            Token::StartTag(tag) => reader.open(&Tag::new(&tag)),
            Token::EndTag(EndTag { name, .. }) => reader.close(&String::from_utf8_lossy(&name)),
            Token::String(text) => reader.write(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.end_paragraph();
    let mut source = reader.sheet.finish(Format::Html);
    legacy::convert_source(&mut source);
    Ok(source)
}

/// The letters of a page: by its mark, by what it says of itself, or by guess.
fn decode(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let says =
        |name: &str| head.contains(&format!("charset={name}")) || head.contains(&format!("charset=\"{name}"));
    if std::str::from_utf8(bytes).is_err()
        && !bytes.starts_with(b"\xFF\xFE")
        && !bytes.starts_with(b"\xFE\xFF")
    {
        if says("windows-1258") {
            return charset::CodePage::Windows1258.decode(bytes);
        }
        if says("windows-1252") || says("iso-8859-1") {
            return charset::CodePage::Windows1252.decode(bytes);
        }
    }
    plain::decode(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// A start tag with its attributes at hand.
pub(super) struct Tag<'a> {
    start: &'a StartTag<()>,
    name: String,
    /// The style attribute without blanks around colons.
    style: String,
}

impl<'a> Tag<'a> {
    fn new(start: &'a StartTag<()>) -> Self {
        let name = String::from_utf8_lossy(&start.name).into_owned();
        let mut new = Self { start, name, style: String::new() };
        if let Some(style) = new.attribute("style") {
            new.style = style.replace(": ", ":").replace(" :", ":");
        }
        new
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.start.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
    }

    fn has_style(&self, part: &str) -> bool {
        let style = self.style.as_bytes();
        style.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
    }

    /// The value of one property of the style attribute.
    fn property(&self, name: &str) -> Option<&str> {
        self.style.split(';').find_map(|pair| {
            let (key, value) = pair.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// The paragraph at hand.
#[derive(Default)]
struct Paragraph {
    text: String,
    stretches: Vec<Stretch>,
    kind: LineKind,
    is_centred: bool,
    has_letters: bool,
    has_thin_letters: bool,
    /// The label that Word wrote as text of its own.
    label: String,
}

#[derive(Default)]
struct Reader {
    sheet: Sheet,
    paragraph: Paragraph,
    inline: Inline,
    lists: Lists,
    /// The element being left out, and how often it is open inside itself.
    skipped: Option<(String, usize)>,
    is_preformatted: bool,
    spanned: usize,
}

impl Reader {
    fn open(&mut self, tag: &Tag<'_>) {
        if let Some((name, depth)) = &mut self.skipped {
            *depth += usize::from(*name == tag.name && !is_void(name));
            return;
        }
        if self.is_left_out(tag) {
            if !is_void(&tag.name) && !tag.start.self_closing {
                self.skipped = Some((tag.name.clone(), 1));
            }
            return;
        }
        match tag.name.as_str() {
            "br" => return self.line_break(),
            "hr" => return self.end_paragraph(),
            "img" => return self.sheet.note(Note::LeftOut("pictures")),
            "ul" | "ol" => {
                self.end_paragraph();
                self.end_item();
                self.lists.open(tag);
            }
            "li" => {
                self.end_paragraph();
                self.end_item();
                self.lists.item(tag);
            }
            "pre" => self.is_preformatted = true,
            "table" | "tr" | "td" | "th" | "caption" => self.open_table_part(tag),
            _ => {}
        }
        if is_block(&tag.name) {
            self.end_paragraph();
            self.begin_paragraph(tag);
        }
        if matches!(tag.name.as_str(), "font" | "span" | "b") {
            self.part_label();
        }
        if !is_void(&tag.name) {
            self.inline.push(Open::new(tag));
        }
    }

    fn is_left_out(&mut self, tag: &Tag<'_>) -> bool {
        if matches!(tag.name.as_str(), "del" | "strike") && tag.attribute("cite").is_some()
            || tag.name == "del"
        {
            self.sheet.note(Note::LeftOut("deletions"));
            return true;
        }
        matches!(
            tag.name.as_str(),
            "script"
                | "style"
                | "head"
                | "title"
                | "template"
                | "svg"
                | "object"
                | "iframe"
                | "noscript"
                | "select"
        ) || tag.has_style("display:none")
            || tag.has_style("mso-hide:all")
            || tag.has_style("mso-element:header")
            || tag.has_style("mso-element:footer")
            || tag.has_style("mso-element:comment")
    }

    fn open_table_part(&mut self, tag: &Tag<'_>) {
        self.end_paragraph();
        match tag.name.as_str() {
            "table" => {
                self.sheet.open_table();
                let has_borders = tag.attribute("border").map(|width| width.trim() != "0");
                self.set_borders(match has_borders {
                    _ if tag.has_style("border:none") => Borders::None,
                    Some(true) => Borders::Drawn,
                    Some(false) => Borders::None,
                    None => Borders::Unknown,
                });
            }
            "tr" => {
                self.spanned = 0;
                self.sheet.close_row();
            }
            "td" | "th" => {
                if tag.has_style("solid") {
                    self.set_borders(Borders::Drawn);
                }
                let before = std::mem::take(&mut self.spanned);
                self.sheet.open_cell(before);
                let span = tag.attribute("colspan").and_then(|span| span.trim().parse::<usize>().ok());
                self.spanned = span.unwrap_or(1).saturating_sub(1);
            }
            _ => {}
        }
    }

    fn set_borders(&mut self, borders: Borders) {
        if let Some(table) = self.sheet.table() {
            table.borders = borders;
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        match name {
            "ul" | "ol" => {
                self.end_paragraph();
                self.end_item();
                self.lists.close();
            }
            "tr" => {
                self.end_paragraph();
                self.spanned = 0;
                self.sheet.close_row();
            }
            "table" => {
                self.end_paragraph();
                self.sheet.close_table();
            }
            "pre" => {
                self.end_paragraph();
                self.is_preformatted = false;
            }
            "p" | "li" | "td" | "th" | "caption" => self.end_paragraph(),
            name if is_block(name) => self.end_paragraph(),
            _ => {}
        }
        self.inline.pop(name);
    }

    fn begin_paragraph(&mut self, tag: &Tag<'_>) {
        let heading = tag.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        self.paragraph.kind = match heading {
            Some(level @ 1..=6) => LineKind::Heading(level),
            _ => {
                tag.property("mso-list").and_then(word_level).map_or(LineKind::Paragraph, LineKind::ListItem)
            }
        };
    }

    fn line_break(&mut self) {
        let text = &mut self.paragraph.text;
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    }

    /// An item without letters still shows its label, as in a column of numbers.
    fn end_item(&mut self) {
        if let Some((label, level)) = self.lists.take_label().filter(|(label, _)| !label.is_empty()) {
            self.sheet.push(Block { kind: LineKind::ListItem(level), ..Block::plain(label) });
        }
    }

    /// LibreOffice glues the label of an item to the element that holds its text.
    fn part_label(&mut self) {
        let text = &mut self.paragraph.text;
        if label_length(text) == Some(text.len()) {
            text.push(' ');
        }
    }

    fn write(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if self.inline.is_label() {
            let font = self.inline.font_name();
            let label = text.trim_matches(|c: char| c.is_whitespace());
            if !label.is_empty() {
                let letters = label.chars().count();
                let known = font.filter(|_| letters == 1).map(|font| symbols::bullet(label, Some(font)));
                self.paragraph.label.push_str(known.as_deref().unwrap_or(label));
            }
            return;
        }
        if self.is_preformatted {
            self.append(&text.replace("\r\n", "\n"));
            return;
        }
        let mut piece = String::with_capacity(text.len());
        let mut ends_blank = self.paragraph.text.is_empty() || self.paragraph.text.ends_with([' ', '\n']);
        for letter in text.chars() {
            let is_blank = matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !(is_blank && ends_blank) {
                piece.push(if is_blank { ' ' } else { letter });
            }
            ends_blank = is_blank;
        }
        self.append(&piece);
    }

    fn append(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        let encoding = self.inline.encoding();
        let paragraph = &mut self.paragraph;
        if (encoding != FontEncoding::UNICODE || !paragraph.stretches.is_empty())
            && paragraph.stretches.last().is_none_or(|last| last.encoding != encoding)
        {
            paragraph.stretches.push(Stretch { start: paragraph.text.len(), encoding });
        }
        if piece.chars().any(|c| !c.is_whitespace()) {
            paragraph.has_letters = true;
            paragraph.has_thin_letters |= !self.inline.is_bold();
            paragraph.is_centred |= self.inline.is_centred();
        }
        paragraph.text.push_str(piece);
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let (converted, text) = legacy::convert_stretches(&paragraph.text, &paragraph.stretches);
        let text = if self.is_preformatted {
            text.trim_end_matches('\n').to_owned()
        } else {
            text.lines().map(|line| line.trim_matches([' ', '\t'])).collect::<Vec<_>>().join("\n")
        };
        if text.trim().is_empty() {
            // The label of an item stays for its first paragraph with letters.
            return;
        }
        if let Some(name) = converted {
            self.sheet.note(Note::ConvertedFrom(name));
        }
        let item = self.lists.take_label();
        let kind = match (&item, paragraph.kind) {
            (Some((_, level)), LineKind::Paragraph) => LineKind::ListItem(*level),
            (_, LineKind::Paragraph) if !paragraph.label.is_empty() => LineKind::ListItem(1),
            (_, kind) => kind,
        };
        let label = if paragraph.label.is_empty() {
            item.map(|(label, _)| label).unwrap_or_default()
        } else {
            paragraph.label
        };
        let text = symbols::without_private(text.trim_matches('\n'));
        let text = if label.is_empty() { text.into_owned() } else { format!("{label} {text}") };
        self.sheet.push(Block {
            text,
            kind,
            is_bold: paragraph.has_letters && !paragraph.has_thin_letters,
            is_centred: paragraph.is_centred,
        });
    }
}

/// `l0 level2 lfo1` → 2.
fn word_level(list: &str) -> Option<u8> {
    list.split_whitespace().find_map(|word| word.strip_prefix("level")?.parse().ok())
}
