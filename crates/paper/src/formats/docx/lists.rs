//! numbering.xml: the lists of a document and what each says of its levels.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::numbering::{LEVELS, Level, NumberFormat, Suffix};
use super::super::symbols;
use super::styles::Styles;
use super::xml;

/// A definition that several lists may share, and with it one count.
#[derive(Debug, Clone, Default)]
struct Definition {
    levels: Vec<Level>,
    /// For each level the paragraph style that belongs to it.
    styles: [Option<String>; LEVELS],
    /// The style that knows the levels in place of this definition.
    link: Option<String>,
}

/// A list that paragraphs name.
#[derive(Debug, Clone, Default)]
struct List {
    definition: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// All lists, resolved.
#[derive(Debug, Default)]
pub(super) struct Lists {
    by_id: HashMap<u32, Resolved>,
}

/// What the text needs to know of a list.
#[derive(Debug)]
pub(super) struct Resolved {
    /// Lists with the same number count on together.
    pub counter: u32,
    pub levels: Vec<Level>,
    pub starts: [Option<u32>; LEVELS],
    styles: [Option<String>; LEVELS],
}

impl Resolved {
    /// The level that belongs to a paragraph style.
    pub fn level_of_style(&self, style: &str) -> Option<u8> {
        let place = self.styles.iter().position(|own| own.as_deref() == Some(style))?;
        u8::try_from(place).ok()
    }
}

/// The level being read.
#[derive(Default)]
struct OpenLevel {
    index: usize,
    level: Level,
    style: Option<String>,
    font: Option<String>,
}

impl Lists {
    /// Reads the part; markup that breaks off ends the list.
    pub fn parse(xml_text: &str, styles: &Styles) -> Self {
        let mut parser = Parser::default();
        let mut reader = Reader::from_str(xml_text);
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => parser.open(&start),
                Ok(Event::Empty(start)) => {
                    parser.open(&start);
                    parser.close(xml::local(&start));
                }
                Ok(Event::End(end)) => parser.close(xml::unprefixed(end.name().into_inner())),
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => {}
            }
        }
        parser.resolve(styles)
    }

    /// The list of that id.
    pub fn get(&self, id: u32) -> Option<&Resolved> {
        self.by_id.get(&id)
    }
}

#[derive(Default)]
struct Parser {
    definitions: HashMap<u32, Definition>,
    lists: HashMap<u32, List>,
    definition: Option<(u32, Definition)>,
    list: Option<(u32, List)>,
    override_index: usize,
    level: Option<OpenLevel>,
}

impl Parser {
    fn open(&mut self, start: &BytesStart<'_>) {
        let id = |name: &str| xml::attribute(start, name).and_then(|value| value.trim().parse::<u32>().ok());
        match xml::local(start) {
            "abstractNum" => self.definition = id("abstractNumId").map(|id| (id, Definition::default())),
            "num" => self.list = id("numId").map(|id| (id, List::default())),
            "abstractNumId" => {
                if let (Some((_, list)), Some(definition)) = (&mut self.list, xml::number(start)) {
                    list.definition = definition;
                }
            }
            "lvlOverride" => self.override_index = id("ilvl").map_or(LEVELS, |id| id as usize),
            "startOverride" => {
                if let Some((_, list)) = &mut self.list
                    && let Some(slot) = list.starts.get_mut(self.override_index)
                {
                    *slot = xml::number(start);
                }
            }
            "lvl" => {
                let index = id("ilvl").map_or(LEVELS, |id| id as usize);
                // The format of a level that does not name one is decimal, and its first number 0 in the standard;
                // Word writes both always.
                self.level = Some(OpenLevel { index, ..OpenLevel::default() });
            }
            "numStyleLink" => {
                if let Some((_, definition)) = &mut self.definition {
                    definition.link = xml::attribute(start, "val").map(std::borrow::Cow::into_owned);
                }
            }
            name => {
                if let Some(open) = &mut self.level {
                    open.take(name, start);
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "lvl" => {
                let Some(mut open) = self.level.take().filter(|open| open.index < LEVELS) else {
                    return;
                };
                if open.level.format == NumberFormat::Bullet {
                    open.level.template = symbols::bullet(&open.level.template, open.font.as_deref());
                }
                if let Some((_, list)) = &mut self.list {
                    list.levels[open.index] = Some(open.level);
                } else if let Some((_, definition)) = &mut self.definition {
                    if definition.levels.len() <= open.index {
                        definition.levels.resize_with(open.index + 1, Level::default);
                    }
                    definition.levels[open.index] = open.level;
                    definition.styles[open.index] = open.style;
                }
            }
            "abstractNum" => self.definitions.extend(self.definition.take()),
            "num" => self.lists.extend(self.list.take()),
            _ => {}
        }
    }

    fn resolve(self, styles: &Styles) -> Lists {
        let mut by_id = HashMap::with_capacity(self.lists.len());
        for (&id, list) in &self.lists {
            let mut counter = list.definition;
            let Some(mut definition) = self.definitions.get(&counter) else {
                continue;
            };
            let linked = definition
                .link
                .as_deref()
                .and_then(|style| styles.get(style)?.list)
                .and_then(|id| self.lists.get(&id))
                .and_then(|list| Some((list.definition, self.definitions.get(&list.definition)?)));
            if let Some((shared, there)) = linked {
                counter = shared;
                definition = there;
            }
            let mut levels = definition.levels.clone();
            for (index, own) in list.levels.iter().enumerate() {
                if let Some(own) = own {
                    if levels.len() <= index {
                        levels.resize_with(index + 1, Level::default);
                    }
                    levels[index] = own.clone();
                }
            }
            by_id.insert(
                id,
                Resolved { counter, levels, starts: list.starts, styles: definition.styles.clone() },
            );
        }
        Lists { by_id }
    }
}

impl OpenLevel {
    fn take(&mut self, name: &str, start: &BytesStart<'_>) {
        let value = || xml::attribute(start, "val");
        match name {
            "start" => self.level.start = xml::number(start).unwrap_or(1),
            "numFmt" => {
                self.level.format =
                    value().map_or(NumberFormat::Decimal, |name| NumberFormat::from_name(&name));
            }
            "lvlText" => self.level.template = value().unwrap_or_default().into_owned(),
            "lvlRestart" => self.level.restart_after = xml::number(start),
            "isLgl" => self.level.is_legal = xml::is_on(start),
            "suff" if value().as_deref() == Some("nothing") => self.level.suffix = Suffix::Nothing,
            "pStyle" => self.style = value().map(std::borrow::Cow::into_owned),
            "rFonts" => self.font = xml::attribute(start, "ascii").map(std::borrow::Cow::into_owned),
            _ => {}
        }
    }
}
