//! Liberation Serif in four faces: the free font with the widths of Times New Roman. Papers in .docx name Times New Roman
//! and break where we measured; papers in .pdf carry the letters with them.

use std::sync::LazyLock;

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};

static REGULAR: &[u8] = include_bytes!("../fonts/LiberationSerif-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/LiberationSerif-Bold.ttf");
static ITALIC: &[u8] = include_bytes!("../fonts/LiberationSerif-Italic.ttf");
static BOLD_ITALIC: &[u8] = include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf");

static FACES: LazyLock<[Face; 4]> = LazyLock::new(|| [REGULAR, BOLD, ITALIC, BOLD_ITALIC].map(Face::read));

/// Letters above this number are looked up by hand; Vietnamese ends below it.
const DENSE: usize = 0x2600;

/// One face of the font.
pub struct Face {
    pub font: Font,
    /// Above the base line, in parts of the letter size.
    pub ascent: f32,
    /// From base line to base line, in parts of the letter size.
    pub pitch: f32,
    glyphs: Vec<Glyph>,
    others: Vec<(char, Glyph)>,
    replacement: Glyph,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Glyph {
    /// 0 when the font has no such letter.
    pub id: u16,
    /// Width in parts of the letter size.
    pub advance: f32,
}

/// The face for a style.
pub fn face(bold: bool, italic: bool) -> &'static Face {
    &FACES[usize::from(bold) + 2 * usize::from(italic)]
}

/// Width in twips of a text on one line.
pub fn width(text: &str, half_points: i32, bold: bool, italic: bool) -> i32 {
    let face = face(bold, italic);
    let ems: f32 = text.chars().map(|c| face.glyph(c).advance).sum();
    to_twips(ems * points(half_points))
}

/// Half points to points.
#[expect(clippy::cast_precision_loss, reason = "letter sizes are small")]
pub fn points(half_points: i32) -> f32 {
    half_points as f32 / 2.0
}

#[expect(clippy::cast_possible_truncation, reason = "no line is longer than a billion sheets")]
fn to_twips(points: f32) -> i32 {
    (points * 20.0).ceil() as i32
}

impl Face {
    #[expect(clippy::cast_possible_truncation, reason = "the font has fewer glyphs")]
    fn read(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("the embedded font is whole");
        let metrics = font.metrics(Size::new(1.0), LocationRef::default());
        let widths = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let mut glyphs = vec![Glyph::default(); DENSE];
        let mut others = Vec::new();
        for (code, id) in font.charmap().mappings() {
            let glyph =
                Glyph { id: id.to_u32() as u16, advance: widths.advance_width(id).unwrap_or_default() };
            match (usize::try_from(code).ok().filter(|code| *code < DENSE), char::from_u32(code)) {
                (Some(code), _) => glyphs[code] = glyph,
                (None, Some(letter)) => others.push((letter, glyph)),
                (None, None) => {}
            }
        }
        others.sort_by_key(|(letter, _)| *letter);
        let replacement = glyphs['\u{25a1}' as usize];
        Self {
            font: Font::new(bytes.into(), 0).expect("the embedded font is whole"),
            ascent: metrics.ascent,
            pitch: metrics.ascent - metrics.descent + metrics.leading,
            glyphs,
            others,
            replacement,
        }
    }

    /// Whether the font can draw a letter.
    #[cfg(test)]
    pub fn has(&self, letter: char) -> bool {
        self.find(letter).id != 0
    }

    /// The glyph of a letter; a letter that the font has not is drawn as an empty box.
    pub fn glyph(&self, letter: char) -> Glyph {
        let glyph = self.find(letter);
        if glyph.id == 0 { self.replacement } else { glyph }
    }

    fn find(&self, letter: char) -> Glyph {
        if let Some(glyph) = self.glyphs.get(letter as usize) {
            return *glyph;
        }
        let place = self.others.binary_search_by_key(&letter, |(other, _)| *other);
        place.map_or_else(|_| Glyph::default(), |place| self.others[place].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 134 letters with marks, in both cases, made from their parts.
    fn vietnamese() -> String {
        use unicode_normalization::UnicodeNormalization as _;
        let mut letters = String::from("đĐ“”‘’…–—•₫°½×±≥≤");
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars() {
            for mark in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                letters.extend(format!("{base}{mark}").nfc());
            }
        }
        letters
    }

    #[test]
    fn every_face_has_every_vietnamese_letter() {
        for (bold, italic) in [(false, false), (true, false), (false, true), (true, true)] {
            let face = face(bold, italic);
            let missing: String = vietnamese().chars().filter(|letter| !face.has(*letter)).collect();
            assert_eq!(missing, "", "bold {bold}, italic {italic}");
        }
    }

    #[test]
    fn widths_are_those_of_times_new_roman() {
        // Known widths in 2048ths: A 1479, space 512, M of the bold face 1933.
        assert_eq!(width("A A", 4096, false, false), (1479 * 2 + 512) * 20);
        assert_eq!(width("M", 4096, true, false), 1933 * 20);
    }
}
