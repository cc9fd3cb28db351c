//! Fonts: from codes to letters and widths.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::maps;

/// Most bytes of one map or one encoding.
const LARGEST_MAP: usize = 8 * 1024 * 1024;

/// A font as far as text needs it.
pub(super) struct Font<'a> {
    /// Codes have two bytes.
    pub is_wide: bool,
    pub is_bold: bool,
    map: Option<HashMap<u16, String>>,
    encoding: Option<Encoding<'a>>,
    widths: HashMap<u16, f32>,
    default_width: f32,
}

/// Fonts already read, by the object that holds them.
#[derive(Default)]
pub(super) struct Cache<'a> {
    fonts: HashMap<ObjectId, Rc<Font<'a>>>,
    /// Some code had no letter.
    pub has_unknown_letters: bool,
}

impl<'a> Cache<'a> {
    /// The font that a resource names.
    pub fn get(&mut self, document: &'a Document, resource: &'a Object) -> Option<Rc<Font<'a>>> {
        let Object::Reference(id) = resource else {
            return Some(Rc::new(Font::read(document, resource.as_dict().ok()?)));
        };
        if let Some(font) = self.fonts.get(id) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(document, document.get_dictionary(*id).ok()?));
        self.fonts.insert(*id, Rc::clone(&font));
        Some(font)
    }
}

impl<'a> Font<'a> {
    fn read(document: &'a Document, font: &'a Dictionary) -> Self {
        let is_wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        let map = font
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .and_then(|stream| stream.decompressed_content_with_limit(LARGEST_MAP))
            .map(|content| maps::parse(&content))
            .ok()
            .filter(|map| !map.is_empty());
        let encoding = match &map {
            Some(_) => None,
            None => font.get_font_encoding_with_limit(document, LARGEST_MAP).ok(),
        };
        let mut own = Self {
            is_wide,
            is_bold: name.contains("bold") || name.contains("black"),
            map,
            encoding,
            widths: HashMap::new(),
            default_width: if is_wide { 1.0 } else { 0.5 },
        };
        if is_wide {
            own.read_wide_widths(document, font);
        } else {
            own.read_narrow_widths(document, font);
        }
        own
    }

    /// Adds the letters of a code; an unknown one is U+FFFD, and `false`.
    pub fn write(&self, code: u16, out: &mut String) -> bool {
        if let Some(map) = &self.map {
            return match map.get(&code) {
                Some(letters) => {
                    out.push_str(letters);
                    true
                }
                None => self.unknown(code, out),
            };
        }
        let bytes = code.to_be_bytes();
        let bytes = if self.is_wide { &bytes[..] } else { &bytes[1..] };
        match self.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(bytes).ok()) {
            Some(letters) if !letters.is_empty() => {
                out.push_str(&letters);
                true
            }
            _ => self.unknown(code, out),
        }
    }

    /// The width of a code, in ems.
    pub fn width(&self, code: u16) -> f32 {
        self.widths.get(&code).copied().unwrap_or(self.default_width)
    }

    fn unknown(&self, code: u16, out: &mut String) -> bool {
        if !self.is_wide && (0x20..0x7F).contains(&code) {
            out.extend(char::from_u32(u32::from(code)));
            return true;
        }
        out.push(char::REPLACEMENT_CHARACTER);
        false
    }

    fn read_narrow_widths(&mut self, document: &Document, font: &Dictionary) {
        let first = font.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
        let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) else {
            return;
        };
        for (index, width) in widths.iter().enumerate().take(256) {
            let code =
                i64::try_from(index).ok().and_then(|index| u16::try_from(first.checked_add(index)?).ok());
            if let (Some(code), Some(width)) = (code, number(document, width)) {
                self.widths.insert(code, width / 1000.0);
            }
        }
    }

    fn read_wide_widths(&mut self, document: &Document, font: &Dictionary) {
        let Some(inner) = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| document.dereference(fonts.first()?).ok())
            .and_then(|(_, font)| font.as_dict().ok())
        else {
            return;
        };
        if let Some(width) = inner.get(b"DW").ok().and_then(|width| number(document, width)) {
            self.default_width = width / 1000.0;
        }
        let Ok(widths) = inner.get_deref(b"W", document).and_then(Object::as_array) else {
            return;
        };
        let mut rest = widths.iter();
        while let (Some(first), Some(second)) = (rest.next(), rest.next()) {
            let Some(first) = code(document, first) else {
                return;
            };
            let second = document.dereference(second).map_or(second, |(_, second)| second);
            if let Object::Array(list) = second {
                for (code, width) in (first..=u16::MAX).zip(list) {
                    if let Some(width) = number(document, width) {
                        self.widths.insert(code, width / 1000.0);
                    }
                }
            } else if let (Some(last), Some(width)) =
                (code(document, second), rest.next().and_then(|width| number(document, width)))
            {
                for code in first..=last {
                    self.widths.insert(code, width / 1000.0);
                }
            }
        }
    }
}

/// A number, directly or by reference.
pub(super) fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}

fn code(document: &Document, object: &Object) -> Option<u16> {
    u16::try_from(document.dereference(object).ok()?.1.as_i64().ok()?).ok()
}
