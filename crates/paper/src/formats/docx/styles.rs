//! styles.xml: what a paragraph or a run has from its style, along the chain of styles it is based on.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::legacy::FontEncoding;
use super::xml;

/// What a style says; `None` is silence.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub id: String,
    based_on: Option<String>,
    /// The list; 0 takes the paragraph out of any list.
    pub list: Option<u32>,
    pub list_level: Option<u8>,
    /// From 0 for the highest heading.
    pub outline: Option<u8>,
    pub is_bold: Option<bool>,
    pub is_centred: Option<bool>,
    pub is_hidden: Option<bool>,
    pub font: Option<FontEncoding>,
    pub has_borders: bool,
}

/// All styles, with the chain resolved.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// What a paragraph without a style has.
    pub normal: Style,
}

impl Styles {
    /// Reads the part; markup that breaks off ends the list.
    pub fn parse(xml_text: &str) -> Self {
        let mut styles = Self::default();
        let mut reader = Reader::from_str(xml_text);
        reader.config_mut().check_end_names = false;
        let mut own: Option<Style> = None;
        let mut defaults = Style::default();
        let mut default_id = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(start) | Event::Empty(start)) => match xml::local(&start) {
                    "style" => {
                        let id = xml::attribute(&start, "styleId").unwrap_or_default().into_owned();
                        let is_default = xml::attribute(&start, "default").is_some_and(|value| value == "1")
                            && xml::attribute(&start, "type").is_some_and(|value| value == "paragraph");
                        if is_default {
                            default_id = Some(id.clone());
                        }
                        own = Some(Style { id, ..Style::default() });
                    }
                    // Conditional parts of a table style say nothing of the whole.
                    "tblStylePr" | "latentStyles" => {
                        if reader.read_to_end(start.name()).is_err() {
                            break;
                        }
                    }
                    name => own.as_mut().unwrap_or(&mut defaults).take(name, &start),
                },
                Ok(Event::End(end)) if xml::unprefixed(end.name().into_inner()) == "style" => {
                    if let Some(style) = own.take() {
                        styles.by_id.insert(style.id.clone(), style);
                    }
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        styles.resolve(&defaults, default_id.as_deref());
        styles
    }

    /// The style of that id.
    pub fn get(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id)
    }

    fn resolve(&mut self, defaults: &Style, default_id: Option<&str>) {
        // Deeper chains are loops.
        const DEEPEST: usize = 24;
        let mut resolved = HashMap::with_capacity(self.by_id.len());
        for (id, style) in &self.by_id {
            let mut whole = style.clone();
            let mut parent = style.based_on.as_deref();
            for _ in 0..DEEPEST {
                let Some(above) = parent.and_then(|id| self.by_id.get(id)) else {
                    break;
                };
                whole.inherit(above);
                parent = above.based_on.as_deref();
            }
            resolved.insert(id.clone(), whole);
        }
        self.by_id = resolved;
        self.normal = default_id.and_then(|id| self.by_id.get(id)).cloned().unwrap_or_default();
        self.normal.inherit(defaults);
    }
}

impl Style {
    fn take(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "basedOn" => self.based_on = xml::attribute(start, "val").map(std::borrow::Cow::into_owned),
            "numId" => self.list = xml::number(start),
            "ilvl" => self.list_level = xml::number(start),
            "outlineLvl" => self.outline = xml::number(start),
            "b" => self.is_bold = Some(xml::is_on(start)),
            "vanish" => self.is_hidden = Some(xml::is_on(start)),
            "jc" => self.is_centred = Some(xml::attribute(start, "val").as_deref() == Some("center")),
            "rFonts" => self.font = font(start).or(self.font),
            "top" | "left" | "bottom" | "right" | "insideH" | "insideV" | "start" | "end" => {
                self.has_borders |= xml::draws_line(start);
            }
            _ => {}
        }
    }

    fn inherit(&mut self, above: &Self) {
        self.list = self.list.or(above.list);
        self.list_level = self.list_level.or(above.list_level);
        self.outline = self.outline.or(above.outline);
        self.is_bold = self.is_bold.or(above.is_bold);
        self.is_centred = self.is_centred.or(above.is_centred);
        self.is_hidden = self.is_hidden.or(above.is_hidden);
        self.font = self.font.or(above.font);
        self.has_borders |= above.has_borders;
    }
}

/// The encoding of the letters' font; `None` when the element names none for them.
pub(super) fn font(start: &BytesStart<'_>) -> Option<FontEncoding> {
    let name = xml::attribute(start, "ascii").or_else(|| xml::attribute(start, "hAnsi"))?;
    Some(FontEncoding::of_font(&name))
}
