//! Properties of paragraphs and runs: small programs of single-property modifiers, kept in pages of 512 bytes.

use super::binary::{u16_at, u32_at};

/// One modifier with its operand.
pub(super) struct Modifier<'a> {
    pub code: u16,
    pub operand: &'a [u8],
}

impl Modifier<'_> {
    /// The operand's first byte.
    pub fn byte(&self) -> u8 {
        self.operand.first().copied().unwrap_or(0)
    }

    /// The operand as a short number.
    pub fn short(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or(0)
    }
}

/// The modifiers of a list of them; broken ones end it.
pub(super) fn modifiers(mut bytes: &[u8]) -> impl Iterator<Item = Modifier<'_>> {
    const TABLE_DEFINITION: u16 = 0xD608;
    const TAB_STOPS: u16 = 0xC615;
    std::iter::from_fn(move || {
        let code = u16_at(bytes, 0)?;
        let (header, length) = match code >> 13 {
            0 | 1 => (2, 1),
            2 | 4 | 5 => (2, 2),
            3 => (2, 4),
            7 => (2, 3),
            _ if code == TABLE_DEFINITION => (4, usize::from(u16_at(bytes, 2)?).checked_sub(1)?),
            _ if code == TAB_STOPS && bytes.get(2) == Some(&255) => {
                let deleted = usize::from(*bytes.get(3)?);
                let added = usize::from(*bytes.get(4 + deleted * 4)?);
                (3, 2 + deleted * 4 + added * 3)
            }
            _ => (3, usize::from(*bytes.get(2)?)),
        };
        let operand = bytes.get(header..header + length)?;
        bytes = &bytes[header + length..];
        Some(Modifier { code, operand })
    })
}

/// Properties of a paragraph; `None` is silence.
#[derive(Debug, Clone, Default)]
pub(super) struct ParagraphProperties {
    pub style: u16,
    /// Index of the list's use from 1; 0 is no list.
    pub list: Option<u16>,
    pub list_level: Option<u8>,
    pub is_centred: Option<bool>,
    pub outline: Option<u8>,
    pub is_in_table: bool,
    /// The mark that ends a row rather than a cell.
    pub ends_row: bool,
    pub has_borders: bool,
}

impl ParagraphProperties {
    /// Applies modifiers in order.
    pub fn apply(&mut self, bytes: &[u8]) {
        for modifier in modifiers(bytes) {
            match modifier.code {
                0x260A => self.list_level = Some(modifier.byte()),
                0x460B => self.list = Some(modifier.short()),
                0x2403 | 0x2461 => self.is_centred = Some(modifier.byte() == 1),
                0x2640 => self.outline = Some(modifier.byte()),
                0x2416 => self.is_in_table = modifier.byte() != 0,
                0x2417 => self.ends_row = modifier.byte() != 0,
                0xD605 => self.has_borders |= modifier.operand.chunks_exact(4).any(draws_old),
                0xD613 => {
                    self.has_borders |=
                        modifier.operand.chunks_exact(8).any(|line| !matches!(line[5], 0 | 0xFF));
                }
                0xD608 => self.has_borders |= cells_draw(modifier.operand),
                _ => {}
            }
        }
    }
}

fn draws_old(line: &[u8]) -> bool {
    !matches!(line[1], 0 | 0xFF)
}

/// Whether a cell of a table definition has a line around it.
fn cells_draw(definition: &[u8]) -> bool {
    const CELL: usize = 20;
    let Some(columns) = definition.first().map(|columns| usize::from(*columns)) else {
        return false;
    };
    let cells = definition.get(1 + 2 * (columns + 1)..).unwrap_or_default();
    cells.chunks_exact(CELL).any(|cell| cell[4..].chunks_exact(4).any(draws_old))
}

/// Properties of a run; `None` is silence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    pub is_bold: Option<bool>,
    pub is_deleted: bool,
    pub is_hidden: bool,
    pub font: Option<u16>,
    /// A letter of a symbol font, as font and code.
    pub symbol: Option<(u16, u16)>,
}

impl RunProperties {
    /// Applies modifiers in order.
    pub fn apply(&mut self, bytes: &[u8]) {
        for modifier in modifiers(bytes) {
            let is_on = matches!(modifier.byte(), 1 | 0x81);
            match modifier.code {
                0x0800 => self.is_deleted = is_on,
                0x0835 => self.is_bold = Some(is_on),
                0x083C => self.is_hidden = is_on,
                0x4A4F => self.font = Some(modifier.short()),
                0x6A09 => {
                    self.symbol = u16_at(modifier.operand, 2).map(|code| (modifier.short(), code));
                }
                _ => {}
            }
        }
    }
}

/// Byte ranges of the main stream and what holds for them, in order.
#[derive(Debug)]
pub(super) struct Ranges<T> {
    entries: Vec<(u32, u32, T)>,
}

impl<T> Ranges<T> {
    /// What holds at a byte place, with the range.
    pub fn at(&self, place: u32) -> Option<&(u32, u32, T)> {
        let index = self.entries.partition_point(|(start, _, _)| *start <= place).checked_sub(1)?;
        self.entries.get(index).filter(|(_, end, _)| place < *end)
    }

    fn read(main: &[u8], index: &[u8], mut read_page: impl FnMut(&[u8], &mut Vec<(u32, u32, T)>)) -> Self {
        const PAGE: usize = 512;
        let count = index.len().saturating_sub(4) / 8;
        let mut entries = Vec::new();
        for page in 0..count {
            let Some(number) = u32_at(index, 4 * (count + 1) + 4 * page) else {
                break;
            };
            let start = (number & 0x003F_FFFF) as usize * PAGE;
            if let Some(page) = main.get(start..start + PAGE) {
                read_page(page, &mut entries);
            }
        }
        entries.sort_by_key(|(start, _, _)| *start);
        Self { entries }
    }
}

/// Properties of all paragraphs.
pub(super) fn paragraphs(main: &[u8], index: &[u8]) -> Ranges<ParagraphProperties> {
    const ENTRY: usize = 13;
    Ranges::read(main, index, |page, entries| {
        each_entry(page, ENTRY, |start, end, place| {
            let mut properties = ParagraphProperties::default();
            if let Some(bytes) = paragraph_bytes(page, place) {
                properties.style = u16_at(bytes, 0).unwrap_or(0);
                properties.apply(bytes.get(2..).unwrap_or_default());
            }
            entries.push((start, end, properties));
        });
    })
}

fn paragraph_bytes(page: &[u8], place: usize) -> Option<&[u8]> {
    let short = usize::from(*page.get(place)?);
    let (start, length) = if short == 0 {
        (place + 2, 2 * usize::from(*page.get(place + 1)?))
    } else {
        (place + 1, 2 * short - 1)
    };
    page.get(start..(start + length).min(page.len()))
}

/// Properties of all runs.
pub(super) fn runs(main: &[u8], index: &[u8]) -> Ranges<RunProperties> {
    Ranges::read(main, index, |page, entries| {
        each_entry(page, 1, |start, end, place| {
            let mut properties = RunProperties::default();
            if place != 0 {
                let length = usize::from(page[place]);
                properties.apply(page.get(place + 1..place + 1 + length).unwrap_or_default());
            }
            entries.push((start, end, properties));
        });
    })
}

/// Calls `visit` with the byte range and the place in the page of each entry; the count is the page's last byte.
fn each_entry(page: &[u8], size: usize, mut visit: impl FnMut(u32, u32, usize)) {
    let Some((&count, _)) = page.split_last() else {
        return;
    };
    let count = usize::from(count);
    for entry in 0..count {
        let bounds = (u32_at(page, 4 * entry), u32_at(page, 4 * entry + 4));
        let (Some(start), Some(end)) = bounds else { return };
        let Some(offset) = page.get(4 * (count + 1) + size * entry) else {
            return;
        };
        visit(start, end, 2 * usize::from(*offset));
    }
}
