//! Text in the encodings of the years before Unicode (TCVN3 `.VnTime`, VNI-Times), told by font or by its letters.

use std::borrow::Cow;

use crate::Note;

/// The encoding that a font name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum FontEncoding {
    #[default]
    Unicode,
    Tcvn3,
    /// The fonts of capitals (`.VnTimeH`): the same bytes, drawn as capitals.
    Tcvn3Capitals,
    Vni,
}

impl FontEncoding {
    /// From the name of a font.
    pub fn of_font(name: &str) -> Self {
        let name = name.trim().trim_matches(['"', '\'']);
        let starts = |prefix: &str| {
            name.get(..prefix.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(prefix))
        };
        if starts(".Vn") {
            return if name.ends_with('H') {
                Self::Tcvn3Capitals
            } else {
                Self::Tcvn3
            };
        }
        if starts("VNI-") { Self::Vni } else { Self::Unicode }
    }

    /// The name of the encoding in a note.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unicode => "Unicode",
            Self::Tcvn3 | Self::Tcvn3Capitals => "TCVN3",
            Self::Vni => "VNI",
        }
    }
}

/// From `start` on, letters are of one encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub start: usize,
    pub encoding: FontEncoding,
}

/// Converts the stretches of a paragraph; what stands before the first is Unicode.
pub(crate) fn convert_stretches<'a>(
    text: &'a str,
    stretches: &[Stretch],
) -> (Option<&'static str>, Cow<'a, str>) {
    let Some(first) = stretches.first() else {
        return (None, Cow::Borrowed(text));
    };
    let mut out = text[..first.start].to_owned();
    let mut name = None;
    for (index, stretch) in stretches.iter().enumerate() {
        let end = stretches.get(index + 1).map_or(text.len(), |next| next.start);
        let piece = &text[stretch.start..end];
        match stretch.encoding {
            // A legacy font name over real Unicode letters happens after a careless conversion.
            FontEncoding::Unicode => out.push_str(piece),
            _ if has_modern_letters(piece) => out.push_str(piece),
            encoding => {
                out.push_str(&convert(piece, encoding));
                name = Some(encoding.name());
            }
        }
    }
    (name, Cow::Owned(out))
}

/// Converts a text whose letters show a legacy encoding.
pub(crate) fn convert_detected(text: String) -> (String, Option<Note>) {
    (text, None)
}

/// Converts a piece of text set in a legacy font.
fn convert(text: &str, _encoding: FontEncoding) -> String {
    text.to_owned()
}

/// Letters that no legacy Vietnamese font has at its code points.
fn has_modern_letters(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{1EA0}'..='\u{1EF9}').contains(&c) || matches!(c, 'Đ' | 'đ' | 'ơ' | 'ư' | 'Ơ' | 'ă'))
}

/// Converts a whole paper whose letters show a legacy encoding that no font told.
pub(crate) fn convert_source(_source: &mut crate::SourceText) {}
