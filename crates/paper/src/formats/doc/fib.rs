//! The file information block: where everything lies.

use std::ops::Range;

use super::super::FormatError;
use super::binary::{u16_at, u32_at, usize_at};

/// What the reader needs of the block.
#[derive(Debug)]
pub(super) struct Fib {
    pub table_stream: &'static str,
    /// Lengths of the stories in letters: main, footnotes, headers, macros, comments, endnotes, text boxes.
    lengths: [u32; 7],
    places: Places,
}

/// Byte ranges in the table stream.
#[derive(Debug)]
pub(super) struct Places {
    pub styles: Range<usize>,
    pub character_pages: Range<usize>,
    pub paragraph_pages: Range<usize>,
    pub fonts: Range<usize>,
    pub pieces: Range<usize>,
    pub lists: Range<usize>,
    pub list_uses: Range<usize>,
}

impl Fib {
    /// Reads the block at the beginning of the main stream.
    pub fn parse(main: &[u8]) -> Result<Self, FormatError> {
        // 0xA5EC since Word 97; earlier versions laid everything out differently.
        const MAGIC: u16 = 0xA5EC;
        const WORD_97: u16 = 0x00C1;
        const ENCRYPTED: u16 = 0x0100;
        const SECOND_TABLE: u16 = 0x0200;
        let cut = || FormatError::Truncated;
        let magic = u16_at(main, 0).ok_or_else(cut)?;
        let version = u16_at(main, 2).ok_or_else(cut)?;
        let flags = u16_at(main, 0x0A).ok_or_else(cut)?;
        if flags & ENCRYPTED != 0 {
            return Err(FormatError::Encrypted);
        }
        if magic != MAGIC || version < WORD_97 {
            return Err(FormatError::Unsupported { found: "doc-word95" });
        }
        let mut lengths = [0; 7];
        for (index, length) in lengths.iter_mut().enumerate() {
            *length = u32_at(main, 0x4C + 4 * index).ok_or_else(cut)?;
        }
        // Index 3 (macros) is unused but keeps the order of the others.
        let place = |index: usize| {
            let start = usize_at(main, 0x9A + 8 * index).unwrap_or(0);
            let length = usize_at(main, 0x9A + 8 * index + 4).unwrap_or(0);
            start..start.saturating_add(length)
        };
        let places = Places {
            styles: place(1),
            character_pages: place(12),
            paragraph_pages: place(13),
            fonts: place(15),
            pieces: place(33),
            lists: place(73),
            list_uses: place(74),
        };
        let table_stream = if flags & SECOND_TABLE != 0 { "/1Table" } else { "/0Table" };
        Ok(Self { table_stream, lengths, places })
    }

    /// Where the tables lie.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Positions of the main story, in letters.
    pub fn main_story(&self) -> Range<u32> {
        self.story(0)
    }

    pub fn footnotes(&self) -> Range<u32> {
        self.story(1)
    }

    pub fn headers(&self) -> Range<u32> {
        self.story(2)
    }

    pub fn comments(&self) -> Range<u32> {
        self.story(4)
    }

    pub fn endnotes(&self) -> Range<u32> {
        self.story(5)
    }

    pub fn text_boxes(&self) -> Range<u32> {
        self.story(6)
    }

    fn story(&self, index: usize) -> Range<u32> {
        let start = self.lengths[..index].iter().fold(0_u32, |sum, length| sum.saturating_add(*length));
        start..start.saturating_add(self.lengths[index])
    }
}
