//! Automatic lists: definitions and their uses.

use std::collections::HashMap;

use super::super::numbering::{LEVELS, Level, NumberFormat, Suffix};
use super::super::symbols;
use super::binary::{u16_at, u32_at, usize_at, utf16};
use super::properties::RunProperties;

/// A use of a list, as paragraphs name it.
#[derive(Debug, Clone)]
pub(super) struct ListUse {
    /// Uses of one list count on together.
    pub list: u32,
    pub starts: [Option<u32>; LEVELS],
}

/// All lists of a document.
#[derive(Debug, Default)]
pub(super) struct Lists {
    definitions: HashMap<u32, Vec<Level>>,
    uses: Vec<ListUse>,
}

impl Lists {
    /// Reads definitions (the levels follow the range itself) and uses.
    pub fn parse(
        table: &[u8],
        lists: std::ops::Range<usize>,
        uses: std::ops::Range<usize>,
        fonts: &[String],
    ) -> Self {
        let mut all = Self::default();
        if !lists.is_empty() {
            all.read_definitions(table, lists, fonts);
        }
        if let Some(bytes) = table.get(uses) {
            all.read_uses(bytes);
        }
        all
    }

    /// The use with a number from 1, and the levels of its list.
    pub fn get(&self, number: u16) -> Option<(&ListUse, &[Level])> {
        let own = self.uses.get(usize::from(number).checked_sub(1)?)?;
        Some((own, self.definitions.get(&own.list)?))
    }

    fn read_definitions(&mut self, table: &[u8], range: std::ops::Range<usize>, fonts: &[String]) {
        const DEFINITION: usize = 28;
        const SIMPLE: u8 = 1;
        let Some(count) = u16_at(table, range.start).map(usize::from) else {
            return;
        };
        let mut at = range.end.min(range.start + 2 + DEFINITION * count);
        for index in 0..count {
            let place = range.start + 2 + DEFINITION * index;
            let (Some(id), Some(flags)) = (u32_at(table, place), table.get(place + 26)) else {
                return;
            };
            let mut levels = Vec::new();
            for _ in 0..if flags & SIMPLE != 0 { 1 } else { LEVELS } {
                let Some((level, length)) = read_level(table.get(at..).unwrap_or_default(), fonts) else {
                    return;
                };
                levels.push(level);
                at += length;
            }
            self.definitions.insert(id, levels);
        }
    }

    fn read_uses(&mut self, bytes: &[u8]) {
        const USE: usize = 16;
        let Some(count) = usize_at(bytes, 0) else { return };
        let mut at = 4 + USE * count.min(bytes.len() / USE);
        for index in 0..count {
            let place = 4 + USE * index;
            let (Some(list), Some(&overrides)) = (u32_at(bytes, place), bytes.get(place + 12)) else {
                return;
            };
            let mut own = ListUse { list, starts: [None; LEVELS] };
            at += 4;
            for _ in 0..overrides {
                const HAS_START: u32 = 0x10;
                const HAS_LEVEL: u32 = 0x20;
                let (Some(start), Some(flags)) = (u32_at(bytes, at), u32_at(bytes, at + 4)) else {
                    break;
                };
                at += 8;
                if flags & HAS_START != 0
                    && let Some(slot) = own.starts.get_mut((flags & 0xF) as usize)
                {
                    *slot = Some(start);
                }
                if flags & HAS_LEVEL != 0 {
                    let Some((_, length)) = read_level(bytes.get(at..).unwrap_or_default(), &[]) else {
                        break;
                    };
                    at += length;
                }
            }
            self.uses.push(own);
        }
    }
}

/// A level and how many bytes it took.
fn read_level(bytes: &[u8], fonts: &[String]) -> Option<(Level, usize)> {
    const HEADER: usize = 28;
    const LEGAL: u8 = 0x04;
    const NO_RESTART: u8 = 0x08;
    let start = u32_at(bytes, 0)?;
    let format = match *bytes.get(4)? {
        1 => NumberFormat::UpperRoman,
        2 => NumberFormat::LowerRoman,
        3 => NumberFormat::UpperLetter,
        4 => NumberFormat::LowerLetter,
        22 => NumberFormat::DecimalZero,
        23 => NumberFormat::Bullet,
        56 => NumberFormat::VietnameseWords,
        57 => NumberFormat::InDashes,
        255 => NumberFormat::None,
        _ => NumberFormat::Decimal,
    };
    let flags = *bytes.get(5)?;
    let suffix = if bytes.get(15) == Some(&2) { Suffix::Nothing } else { Suffix::Blank };
    let run_length = usize::from(*bytes.get(24)?);
    let paragraph_length = usize::from(*bytes.get(25)?);
    let restart_limit = *bytes.get(26)?;
    let mut run = RunProperties::default();
    let run_start = HEADER + paragraph_length;
    run.apply(bytes.get(run_start..run_start + run_length)?);
    let text_start = run_start + run_length;
    let length = usize::from(u16_at(bytes, text_start)?);
    let letters = utf16(bytes.get(text_start + 2..text_start + 2 + 2 * length)?);
    let mut template = String::new();
    for letter in letters.chars() {
        match letter {
            // The number of a level stands as a control letter, the level itself.
            '\0'..='\u{8}' => template.extend(['%', char::from(b'1' + letter as u8)]),
            _ => template.push(letter),
        }
    }
    if format == NumberFormat::Bullet {
        let font = run.font.and_then(|font| fonts.get(usize::from(font)));
        template = symbols::bullet(&template, font.map(String::as_str));
    }
    let restart_after = (flags & NO_RESTART != 0).then_some(restart_limit);
    let level = Level { format, template, start, restart_after, is_legal: flags & LEGAL != 0, suffix };
    Some((level, text_start + 2 + 2 * length))
}
