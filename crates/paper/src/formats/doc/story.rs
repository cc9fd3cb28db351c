//! A story, letter by letter: the signs that end paragraphs, cells and rows, fields, special letters.

use std::ops::Range;

use super::super::legacy::{self, FontEncoding, Stretch};
use super::super::numbering::{Counters, Suffix};
use super::super::sheet::{Block, Borders, Sheet};
use super::super::{FormatError, symbols};
use super::fib::Fib;
use super::fonts;
use super::lists::Lists;
use super::pieces::Piece;
use super::properties::{self, ParagraphProperties, Ranges, RunProperties};
use super::styles::{self, Style};
use crate::watch::Watch;
use crate::{LineKind, Note};

/// Everything a story is read from.
pub(super) struct Parts<'a> {
    main: &'a [u8],
    pub pieces: Vec<Piece>,
    paragraphs: Ranges<ParagraphProperties>,
    runs: Ranges<RunProperties>,
    styles: Vec<Style>,
    lists: Lists,
    fonts: Vec<String>,
}

impl<'a> Parts<'a> {
    /// Reads the tables; only the piece table is indispensable.
    pub fn parse(main: &'a [u8], table: &[u8], fib: &Fib) -> Result<Self, FormatError> {
        let places = fib.places();
        let part = |range: &Range<usize>| table.get(range.clone()).unwrap_or_default();
        let fonts = fonts::parse(part(&places.fonts));
        let clx = table.get(places.pieces.clone()).ok_or(FormatError::Truncated)?;
        Ok(Self {
            main,
            pieces: Piece::parse_all(clx, main.len())?,
            paragraphs: properties::paragraphs(main, part(&places.paragraph_pages)),
            runs: properties::runs(main, part(&places.character_pages)),
            styles: styles::parse(part(&places.styles)),
            lists: Lists::parse(table, places.lists.clone(), places.list_uses.clone(), &fonts),
            fonts,
        })
    }
}

/// The paragraph being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    stretches: Vec<Stretch>,
    has_letters: bool,
    has_thin_letters: bool,
}

/// A reader of stories, writing on a sheet.
pub(super) struct Story<'a> {
    parts: &'a Parts<'a>,
    sheet: &'a mut Sheet,
    counters: Counters,
    applied: Vec<(u16, u8)>,
    paragraph: Paragraph,
    /// Open fields; `true` while in the code of one.
    fields: Vec<bool>,
    /// The first half of a letter beyond the first plane.
    half: Option<u16>,
    is_in_table: bool,
    is_in_cell: bool,
}

impl<'a> Story<'a> {
    /// A reader before the first letter.
    pub fn new(parts: &'a Parts<'a>, sheet: &'a mut Sheet) -> Self {
        Self {
            parts,
            sheet,
            counters: Counters::default(),
            applied: Vec::new(),
            paragraph: Paragraph::default(),
            fields: Vec::new(),
            half: None,
            is_in_table: false,
            is_in_cell: false,
        }
    }

    /// Reads the letters of a range of positions.
    pub fn run(&mut self, range: Range<u32>, watch: &Watch) -> Result<(), FormatError> {
        let parts = self.parts;
        let mut run_end = 0;
        let mut run_start = u32::MAX;
        let mut run = RunProperties::default();
        for piece in &parts.pieces {
            let start = piece.letters.start.max(range.start);
            let end = piece.letters.end.min(range.end);
            for position in start..end {
                if !watch.goes_on(1) {
                    return Err(FormatError::TooSlow);
                }
                let Some((unit, place)) = piece.unit(parts.main, position - piece.letters.start) else {
                    break;
                };
                if place < run_start || place >= run_end {
                    let found = parts.runs.at(place);
                    run = found.map(|(_, _, run)| *run).unwrap_or_default();
                    (run_start, run_end) = found.map_or((place, place + 1), |(start, end, _)| (*start, *end));
                }
                self.letter(unit, place, run);
            }
        }
        if !self.paragraph.text.is_empty() {
            self.end_paragraph(&ParagraphProperties::default());
        }
        self.close_table();
        self.fields.clear();
        Ok(())
    }

    fn letter(&mut self, unit: u16, place: u32, run: RunProperties) {
        match unit {
            0x13 => return self.fields.push(true),
            0x14 => {
                if let Some(is_code) = self.fields.last_mut() {
                    *is_code = false;
                }
                return;
            }
            0x15 => {
                self.fields.pop();
                return;
            }
            _ => {}
        }
        let ends = matches!(unit, 0x07 | 0x0C | 0x0D);
        if run.is_deleted {
            self.sheet.note(Note::LeftOut("deletions"));
            // A deleted end lets the next paragraph flow on; the end of a cell is never only text.
            if unit != 0x07 {
                return;
            }
        }
        if !ends && self.fields.contains(&true) {
            return;
        }
        if run.is_hidden && !ends {
            return self.sheet.note(Note::LeftOut("hidden"));
        }
        match unit {
            0x07 | 0x0C | 0x0D => {
                let none = ParagraphProperties::default();
                let properties =
                    self.parts.paragraphs.at(place).map_or(&none, |(_, _, properties)| properties);
                self.end(unit, properties);
            }
            0x01 => self.sheet.note(Note::LeftOut("pictures")),
            0x09 => self.push("\t", place, run),
            0x0B => self.push("\n", place, run),
            0x1E => self.push("-", place, run),
            0x28 if run.symbol.is_some() => self.symbol(place, run),
            0..0x20 => {}
            0xD800..0xDC00 => self.half = Some(unit),
            _ => {
                let half = self.half.take();
                let letter = match half {
                    Some(half) => char::decode_utf16([half, unit]).next().and_then(Result::ok),
                    None => char::from_u32(u32::from(unit)),
                };
                if let Some(letter) = letter {
                    self.push(letter.encode_utf8(&mut [0; 4]), place, run);
                }
            }
        }
    }

    fn symbol(&mut self, place: u32, run: RunProperties) {
        let Some((font, code)) = run.symbol else { return };
        let name = self.parts.fonts.get(usize::from(font)).map_or("", String::as_str);
        let sign = symbols::symbol(name, u32::from(code)).unwrap_or('•');
        self.push(sign.encode_utf8(&mut [0; 4]), place, run);
    }

    fn push(&mut self, text: &str, place: u32, run: RunProperties) {
        let style = self.style_at(place);
        let is_bold = run.is_bold.or_else(|| style.and_then(|style| style.run.is_bold)).unwrap_or(false);
        let font = run.font.or_else(|| style.and_then(|style| style.run.font));
        let encoding = font
            .and_then(|font| self.parts.fonts.get(usize::from(font)))
            .map_or(FontEncoding::UNICODE, |name| FontEncoding::of_font(name));
        let paragraph = &mut self.paragraph;
        if (encoding != FontEncoding::UNICODE || !paragraph.stretches.is_empty())
            && paragraph.stretches.last().is_none_or(|last| last.encoding != encoding)
        {
            paragraph.stretches.push(Stretch { start: paragraph.text.len(), encoding });
        }
        if text.bytes().any(|byte| byte > b' ') {
            paragraph.has_letters = true;
            paragraph.has_thin_letters |= !is_bold;
        }
        paragraph.text.push_str(text);
    }

    fn style_at(&self, place: u32) -> Option<&'a Style> {
        let number = self.parts.paragraphs.at(place).map_or(0, |(_, _, properties)| properties.style);
        self.parts.styles.get(usize::from(number))
    }

    fn end(&mut self, unit: u16, properties: &ParagraphProperties) {
        // A code that never ended must not swallow the rest of the paper.
        self.fields.retain(|is_code| !is_code);
        if !properties.is_in_table && !properties.ends_row {
            self.close_table();
            // A section ends with a sign of its own, after a paragraph that may be empty.
            if unit != 0x0C || !self.paragraph.text.trim().is_empty() {
                self.end_paragraph(properties);
            }
            return;
        }
        if !self.is_in_table {
            self.sheet.open_table();
            self.is_in_table = true;
        }
        if properties.ends_row {
            self.paragraph = Paragraph::default();
            if let Some(table) = self.sheet.table() {
                table.borders = if properties.has_borders { Borders::Drawn } else { Borders::None };
            }
            self.sheet.close_row();
            self.is_in_cell = false;
            return;
        }
        if !self.is_in_cell {
            self.sheet.open_cell(0);
            self.is_in_cell = true;
        }
        self.end_paragraph(properties);
        if unit == 0x07 {
            self.is_in_cell = false;
        }
    }

    fn close_table(&mut self) {
        if std::mem::take(&mut self.is_in_table) {
            self.sheet.close_table();
            self.is_in_cell = false;
        }
    }

    fn end_paragraph(&mut self, properties: &ParagraphProperties) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let none = Style::default();
        let style = self.parts.styles.get(usize::from(properties.style)).unwrap_or(&none);
        let label = self.label(properties, style);
        let (converted, body) = legacy::convert_stretches(&paragraph.text, &paragraph.stretches);
        if let Some(name) = converted {
            self.sheet.note(Note::ConvertedFrom(name));
        }
        let body = symbols::without_private(body.trim_end_matches('\n'));
        // Numbers 1 to 9 are the built-in headings in every style sheet.
        let heading = u8::try_from(properties.style).ok().filter(|number| (1..=9).contains(number));
        let outline =
            properties.outline.or(style.paragraph.outline).filter(|level| *level < 9).map(|level| level + 1);
        let kind = match (heading.or(outline), &label) {
            (Some(level), _) => LineKind::Heading(level),
            (None, Some((_, level))) => LineKind::ListItem(level + 1),
            (None, None) => LineKind::Paragraph,
        };
        let text = match label {
            Some((label, _)) => label + &body,
            None => body.into_owned(),
        };
        self.sheet.push(Block {
            text,
            kind,
            is_bold: paragraph.has_letters && !paragraph.has_thin_letters,
            is_centred: properties.is_centred.or(style.paragraph.is_centred).unwrap_or(false),
        });
    }

    /// The label with what separates it from the text, and its level from 0.
    fn label(&mut self, properties: &ParagraphProperties, style: &Style) -> Option<(String, u8)> {
        let number = properties.list.or(style.paragraph.list).filter(|number| *number != 0)?;
        let (own, levels) = self.parts.lists.get(number)?;
        let level = properties.list_level.or(style.paragraph.list_level).unwrap_or(0);
        let definition = levels.get(usize::from(level))?;
        if let Some(start) = own.starts[usize::from(level)]
            && !self.applied.contains(&(number, level))
        {
            self.applied.push((number, level));
            self.counters.restart(own.list, usize::from(level), start);
        }
        let mut label = self.counters.next(own.list, usize::from(level), levels);
        if label.is_empty() {
            return None;
        }
        if definition.suffix == Suffix::Blank && !label.ends_with(' ') {
            label.push(' ');
        }
        Some((label, level))
    }
}
