//! The story of a document, read event by event: no tree, so cost and memory follow the text.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::legacy::FontEncoding;
use super::super::numbering::{Counters, Suffix};
use super::super::sheet::{Block, Borders, Sheet};
use super::super::{FormatError, symbols};
use super::lists::Lists;
use super::paragraph::{Paragraph, Run};
use super::styles::{self, Style, Styles};
use super::xml;
use crate::watch::Watch;
use crate::{LineKind, Note};

/// Notes that the text calls, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct UsedNotes {
    pub footnotes: Vec<i64>,
    pub endnotes: Vec<i64>,
}

/// A field: its code is dropped, its result kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Code,
    Result,
}

/// A reader of one part, writing on a sheet.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    lists: &'a Lists,
    sheet: &'a mut Sheet,
    counters: Counters,
    /// The overrides already applied, as list and level.
    applied: Vec<(u32, u8)>,
    paragraph: Paragraph<'a>,
    run: Run<'a>,
    /// Paragraphs around a text box, waiting for its end.
    waiting: Vec<(Paragraph<'a>, Run<'a>)>,
    fields: Vec<Field>,
    /// For each open choice between markups, whether one was taken.
    choices: Vec<bool>,
    place: Place,
    /// Columns that the cell at hand spans beyond its first.
    spanned: usize,
    used: UsedNotes,
    note_starts: Vec<(i64, usize)>,
    /// The last element of fonts and what it means: most runs repeat it letter by letter.
    last_fonts: (String, Option<FontEncoding>),
}

/// Inside which properties we are.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of a parser, set and cleared by their tags"
)]
struct Place {
    is_in_paragraph_properties: bool,
    is_in_row_properties: bool,
    is_in_borders: bool,
    is_in_text: bool,
}

impl<'a> Body<'a> {
    /// A reader at the beginning of a part.
    pub fn new(styles: &'a Styles, lists: &'a Lists, sheet: &'a mut Sheet) -> Self {
        Self {
            styles,
            lists,
            sheet,
            counters: Counters::default(),
            applied: Vec::new(),
            paragraph: Paragraph::default(),
            run: Run::default(),
            waiting: Vec::new(),
            fields: Vec::new(),
            choices: Vec::new(),
            place: Place::default(),
            spanned: 0,
            used: UsedNotes::default(),
            note_starts: Vec::new(),
            last_fonts: (String::new(), None),
        }
    }

    /// Reads all of a part.
    pub fn run(&mut self, text: &str, watch: &Watch) -> Result<(), FormatError> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        loop {
            if !watch.goes_on(1) {
                return Err(FormatError::TooSlow);
            }
            match reader.read_event().map_err(FormatError::damaged)? {
                Event::Start(start) => {
                    if self.is_skipped(&start) {
                        reader.read_to_end(start.name()).map_err(FormatError::damaged)?;
                    } else {
                        self.open(&start);
                    }
                }
                Event::Empty(start) if !self.is_skipped(&start) => {
                    self.open(&start);
                    self.close(xml::local(&start));
                }
                Event::End(end) => self.close(xml::unprefixed(end.name().into_inner())),
                Event::Text(text) if self.place.is_in_text => self.write(&text.into_inner()),
                Event::CData(text) if self.place.is_in_text => self.write(&text.into_inner()),
                Event::GeneralRef(reference) if self.place.is_in_text => {
                    if let Some(letter) = xml::entity(&reference) {
                        self.write(letter.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if !self.paragraph.text.is_empty() {
            self.end_paragraph();
        }
        Ok(())
    }

    /// The notes that were called.
    pub fn used_notes(&self) -> UsedNotes {
        self.used.clone()
    }

    /// Where each note of a part of notes begins, as id and line.
    pub fn note_starts(&self) -> Vec<(i64, usize)> {
        self.note_starts.clone()
    }

    /// Whether an element and all inside it is not part of what Word shows.
    fn is_skipped(&mut self, start: &BytesStart<'_>) -> bool {
        match xml::local(start) {
            "instrText" | "delInstrText" | "delText" | "sectPr" | "pPrChange" | "rPrChange"
            | "tblPrChange" | "trPrChange" | "tcPrChange" | "tblGridChange" | "numberingChange" | "rt"
            | "sdtPr" | "tblGrid" => true,
            // Inside properties these mark a paragraph or a row, not a stretch of text.
            "del" | "moveFrom"
                if !self.place.is_in_paragraph_properties && !self.place.is_in_row_properties =>
            {
                self.sheet.note(Note::LeftOut("deletions"));
                true
            }
            "Choice" | "Fallback" => match self.choices.last_mut() {
                Some(is_taken) => std::mem::replace(is_taken, true),
                None => false,
            },
            _ => start.name().into_inner().starts_with("a:p"),
        }
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        match xml::local(start) {
            "t" => self.place.is_in_text = true,
            "r" => self.run = Run::default(),
            "p" => self.begin_paragraph(),
            "pPr" => self.place.is_in_paragraph_properties = true,
            "rPr" | "tcPr" | "lang" | "sz" | "szCs" | "bCs" => {}
            "tab" if !self.place.is_in_paragraph_properties => self.write("\t"),
            "ptab" => self.write("\t"),
            "br" | "cr" => self.line_break(start),
            "noBreakHyphen" => self.write("-"),
            "sym" => self.symbol(start),
            "fldChar" => self.field(start),
            "AlternateContent" => self.choices.push(false),
            "txbxContent" => {
                let around = (std::mem::take(&mut self.paragraph), std::mem::take(&mut self.run));
                self.waiting.push(around);
            }
            "footnoteReference" => self.used.footnotes.extend(id(start)),
            "endnoteReference" => self.used.endnotes.extend(id(start)),
            "footnote" | "endnote" => {
                self.note_starts.extend(id(start).map(|id| (id, self.sheet.line_count())));
            }
            "commentReference" => self.sheet.note(Note::LeftOut("comments")),
            "pic" | "imagedata" => self.sheet.note(Note::LeftOut("pictures")),
            "object" => self.sheet.note(Note::LeftOut("objects")),
            name if self.place.is_in_paragraph_properties => self.paragraph_property(name, start),
            name => self.run_or_table(name, start),
        }
    }

    fn paragraph_property(&mut self, name: &str, start: &BytesStart<'_>) {
        let paragraph = &mut self.paragraph;
        match name {
            "pStyle" => {
                paragraph.style = xml::attribute(start, "val").and_then(|id| self.styles.get(&id));
            }
            "numId" => paragraph.list = xml::number(start),
            "ilvl" => paragraph.list_level = xml::number(start),
            "jc" => {
                paragraph.is_centred = Some(xml::attribute(start, "val").as_deref() == Some("center"));
            }
            "outlineLvl" => paragraph.outline = xml::number(start),
            "del" | "moveFrom" => paragraph.is_end_deleted = true,
            _ => {}
        }
    }

    fn run_or_table(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "rFonts" => self.run.font = self.font(start).or(self.run.font),
            "b" => self.run.is_bold = Some(xml::is_on(start)),
            "rStyle" => self.run.style = xml::attribute(start, "val").and_then(|id| self.styles.get(&id)),
            "vanish" => self.run.is_hidden = xml::is_on(start),
            "tbl" => {
                self.sheet.open_table();
                if let Some(table) = self.sheet.table() {
                    table.borders = Borders::None;
                }
            }
            "tc" => {
                let spanned = std::mem::take(&mut self.spanned);
                self.sheet.open_cell(spanned);
            }
            "gridSpan" => self.spanned = xml::number::<usize>(start).unwrap_or(1).saturating_sub(1),
            "trPr" => self.place.is_in_row_properties = true,
            "del" => {
                if let Some(table) = self.sheet.table() {
                    table.is_row_deleted = true;
                }
            }
            "tblBorders" | "tcBorders" => self.place.is_in_borders = true,
            "tblStyle" => {
                let has_borders = xml::attribute(start, "val")
                    .and_then(|id| self.styles.get(&id))
                    .is_some_and(|style| style.has_borders);
                if has_borders {
                    self.draw_borders();
                }
            }
            _ if self.place.is_in_borders && xml::draws_line(start) => self.draw_borders(),
            _ => {}
        }
    }

    fn font(&mut self, start: &BytesStart<'_>) -> Option<FontEncoding> {
        if self.last_fonts.0 != **start {
            self.last_fonts = ((**start).to_owned(), styles::font(start));
        }
        self.last_fonts.1
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.place.is_in_text = false,
            "p" => self.end_paragraph(),
            "pPr" => self.place.is_in_paragraph_properties = false,
            "trPr" => self.place.is_in_row_properties = false,
            "tblBorders" | "tcBorders" => self.place.is_in_borders = false,
            "tr" => {
                self.spanned = 0;
                self.sheet.close_row();
            }
            "tbl" => self.sheet.close_table(),
            "AlternateContent" => drop(self.choices.pop()),
            "txbxContent" => {
                if let Some((paragraph, run)) = self.waiting.pop() {
                    self.paragraph = paragraph;
                    self.run = run;
                }
            }
            _ => {}
        }
    }

    fn draw_borders(&mut self) {
        if let Some(table) = self.sheet.table() {
            table.borders = Borders::Drawn;
        }
    }

    /// A paragraph whose end was deleted flows into this one.
    fn begin_paragraph(&mut self) {
        let flows_on = std::mem::take(&mut self.paragraph);
        if flows_on.is_end_deleted {
            self.paragraph = flows_on.without_properties();
        }
    }

    fn line_break(&mut self, start: &BytesStart<'_>) {
        let is_line = !matches!(xml::attribute(start, "type").as_deref(), Some("page" | "column"));
        if is_line || !self.paragraph.text.trim().is_empty() {
            self.write("\n");
        }
    }

    fn symbol(&mut self, start: &BytesStart<'_>) {
        let font = xml::attribute(start, "font").unwrap_or_default();
        let code = xml::attribute(start, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let Some(code) = code else { return };
        let plain = || char::from_u32(code).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c));
        let sign = symbols::symbol(&font, code).or_else(plain).unwrap_or('•');
        self.write(sign.encode_utf8(&mut [0; 4]));
    }

    fn field(&mut self, start: &BytesStart<'_>) {
        match xml::attribute(start, "fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::Code),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    *field = Field::Result;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if self.fields.contains(&Field::Code) {
            return;
        }
        let run_style = self.run.style;
        if self.run.is_hidden || run_style.is_some_and(|style| style.is_hidden == Some(true)) {
            self.sheet.note(Note::LeftOut("hidden"));
            return;
        }
        let own = self.paragraph.style.unwrap_or(&self.styles.normal);
        let from_style = |read: fn(&Style) -> Option<bool>| run_style.and_then(read).or_else(|| read(own));
        let is_bold = self.run.is_bold.or_else(|| from_style(|style| style.is_bold)).unwrap_or(false);
        let font = self
            .run
            .font
            .or_else(|| run_style.and_then(|style| style.font))
            .or(own.font)
            .or(self.styles.normal.font)
            .unwrap_or_default();
        self.paragraph.write(text, is_bold, font);
    }

    fn end_paragraph(&mut self) {
        if self.paragraph.is_end_deleted {
            return;
        }
        // A field that never said where its result begins has none; it must not swallow the rest of the paper.
        self.fields.retain(|field| *field == Field::Result);
        let paragraph = std::mem::take(&mut self.paragraph);
        self.run = Run::default();
        let style = paragraph.style.unwrap_or(&self.styles.normal);
        let label = self.label(&paragraph, style);
        let (is_converted, body) = paragraph.converted();
        if let Some(name) = is_converted {
            self.sheet.note(Note::ConvertedFrom(name));
        }
        let body = symbols::without_private(body.trim_end_matches('\n')).into_owned();
        let outline = paragraph.outline.or(style.outline).filter(|level| *level < 9);
        let kind = match (outline, &label) {
            (Some(level), _) => LineKind::Heading(level + 1),
            (None, Some((_, level))) => LineKind::ListItem(level + 1),
            (None, None) => LineKind::Paragraph,
        };
        let text = match label {
            Some((label, _)) => label + &body,
            None => body,
        };
        self.sheet.push(Block {
            text,
            kind,
            is_bold: paragraph.is_bold(),
            is_centred: paragraph.is_centred.or(style.is_centred).unwrap_or(false),
        });
    }

    /// The label with what separates it from the text, and its level from 0.
    fn label(&mut self, paragraph: &Paragraph<'_>, style: &Style) -> Option<(String, u8)> {
        let id = paragraph.list.or(style.list).filter(|id| *id != 0)?;
        let list = self.lists.get(id)?;
        let level = match (paragraph.list_level, paragraph.list) {
            (Some(level), _) => level,
            (None, Some(_)) => 0,
            (None, None) => list.level_of_style(&style.id).or(style.list_level).unwrap_or(0),
        };
        let own = list.levels.get(usize::from(level))?;
        if let Some(start) = list.starts[usize::from(level)]
            && !self.applied.contains(&(id, level))
        {
            self.applied.push((id, level));
            self.counters.restart(list.counter, usize::from(level), start);
        }
        let mut label = self.counters.next(list.counter, usize::from(level), &list.levels);
        if label.is_empty() {
            return None;
        }
        if own.suffix == Suffix::Blank && !label.ends_with(' ') {
            label.push(' ');
        }
        Some((label, level))
    }
}

fn id(start: &BytesStart<'_>) -> Option<i64> {
    xml::attribute(start, "id")?.trim().parse().ok()
}
