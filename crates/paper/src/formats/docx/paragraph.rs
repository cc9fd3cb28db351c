//! The paragraph and the run being read.

use std::borrow::Cow;

use super::super::legacy::{self, FontEncoding, Stretch};
use super::styles::Style;

/// A paragraph being read.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph<'a> {
    pub text: String,
    /// Stretches of one font encoding, in order; empty while all letters are Unicode.
    pub stretches: Vec<Stretch>,
    pub style: Option<&'a Style>,
    pub list: Option<u32>,
    pub list_level: Option<u8>,
    pub is_centred: Option<bool>,
    pub outline: Option<u8>,
    /// The paragraph's end was deleted by a tracked change: the next one continues it.
    pub is_end_deleted: bool,
    has_letters: bool,
    has_thin_letters: bool,
}

/// What the run at hand says of its letters; `None` is silence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run<'a> {
    pub is_bold: Option<bool>,
    pub is_hidden: bool,
    pub font: Option<FontEncoding>,
    pub style: Option<&'a Style>,
}

impl Paragraph<'_> {
    /// Adds letters of one run.
    pub fn write(&mut self, text: &str, is_bold: bool, font: FontEncoding) {
        if (font != FontEncoding::UNICODE || !self.stretches.is_empty())
            && self.stretches.last().is_none_or(|last| last.encoding != font)
        {
            self.stretches.push(Stretch { start: self.text.len(), encoding: font });
        }
        if !(self.has_letters && self.has_thin_letters != is_bold) && text.bytes().any(|byte| byte > b' ') {
            self.has_letters = true;
            self.has_thin_letters |= !is_bold;
        }
        self.text.push_str(text);
    }

    /// Whether every letter is bold, and there is one.
    pub fn is_bold(&self) -> bool {
        self.has_letters && !self.has_thin_letters
    }

    /// The text alone, to be continued by a paragraph with properties of its own.
    pub fn without_properties(self) -> Self {
        Self {
            text: self.text,
            stretches: self.stretches,
            has_letters: self.has_letters,
            has_thin_letters: self.has_thin_letters,
            ..Self::default()
        }
    }

    /// The text in Unicode, and the encoding it was converted from. Per paragraph: a letter and its tone mark may sit
    /// in two runs.
    pub fn converted(&self) -> (Option<&'static str>, Cow<'_, str>) {
        legacy::convert_stretches(&self.text, &self.stretches)
    }
}
