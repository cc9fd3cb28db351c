//! The piece table: which letters lie where, and how wide they are.

use std::ops::Range;

use super::super::FormatError;
use super::super::charset::CodePage;
use super::binary::{u16_at, u32_at, usize_at};

/// Letters that lie together in the file.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Positions in the text, in letters.
    pub letters: Range<u32>,
    /// Byte place of the first letter in the main stream.
    pub place: u32,
    /// Letters are bytes of cp1252 rather than UTF-16.
    pub is_narrow: bool,
}

impl Piece {
    /// Reads the table from the part of the table stream that holds it.
    ///
    /// A letter takes a byte at least, so that more letters than `most` are a trick.
    pub fn parse_all(clx: &[u8], most: usize) -> Result<Vec<Self>, FormatError> {
        const PROPERTIES: u8 = 1;
        const TABLE: u8 = 2;
        const NARROW: u32 = 0x4000_0000;
        let broken = || FormatError::damaged("piece table");
        let mut at = 0;
        while clx.get(at) == Some(&PROPERTIES) {
            at += 3 + usize::from(u16_at(clx, at + 1).ok_or_else(broken)?);
        }
        if clx.get(at) != Some(&TABLE) {
            return Err(broken());
        }
        let length = usize_at(clx, at + 1).ok_or_else(broken)?;
        let table = clx.get(at + 5..).ok_or_else(broken)?;
        let table = &table[..table.len().min(length)];
        let count = table.len().saturating_sub(4) / 12;
        let mut pieces = Vec::with_capacity(count);
        for index in 0..count {
            let start = u32_at(table, 4 * index).ok_or_else(broken)?;
            let end = u32_at(table, 4 * index + 4).ok_or_else(broken)?;
            let place = u32_at(table, 4 * (count + 1) + 8 * index + 2).ok_or_else(broken)?;
            if end < start {
                return Err(broken());
            }
            if end as usize > most {
                return Err(FormatError::Bomb);
            }
            let is_narrow = place & NARROW != 0;
            let place = place & (NARROW - 1);
            pieces.push(Self {
                letters: start..end,
                place: if is_narrow { place / 2 } else { place },
                is_narrow,
            });
        }
        Ok(pieces)
    }

    /// The unit at an index from the piece's start, with its byte place; `None` past the end of the stream.
    pub fn unit(&self, main: &[u8], index: u32) -> Option<(u16, u32)> {
        let place = self.place.checked_add(if self.is_narrow { index } else { index.checked_mul(2)? })?;
        let unit = if self.is_narrow {
            let byte = *main.get(place as usize)?;
            // Every letter of cp1252 is one unit.
            u16::try_from(u32::from(CodePage::Windows1252.decode_byte(byte))).ok()?
        } else {
            u16_at(main, place as usize)?
        };
        Some((unit, place))
    }
}
