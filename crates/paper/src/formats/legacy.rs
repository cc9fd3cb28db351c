//! Text in the encodings of the years before Unicode (TCVN3 `.VnTime`, VNI-Times), told by font or by its letters.

use std::borrow::Cow;

use vi::legacy::{Legacy, detect, to_unicode};

use crate::{Line, Note, SourceText};

/// The encoding that a font's letters are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct FontEncoding(Option<Legacy>);

impl FontEncoding {
    /// What every font of today has.
    pub const UNICODE: Self = Self(None);

    /// From the name of a font.
    pub fn of_font(name: &str) -> Self {
        Self(Legacy::from_font(name.trim_matches(['"', '\'', ' '])))
    }
}

/// From `start` on, letters are of one encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub start: usize,
    pub encoding: FontEncoding,
}

/// Converts the stretches of a paragraph, and says from which encoding; what stands before the first is Unicode.
pub(crate) fn convert_stretches<'a>(
    text: &'a str,
    stretches: &[Stretch],
) -> (Option<&'static str>, Cow<'a, str>) {
    let Some(first) = stretches.first() else {
        return (None, Cow::Borrowed(text));
    };
    let mut out = text[..first.start].to_owned();
    let mut found = None;
    for (index, stretch) in stretches.iter().enumerate() {
        let end = stretches.get(index + 1).map_or(text.len(), |next| next.start);
        let piece = &text[stretch.start..end];
        match stretch.encoding.0 {
            // A legacy font name over real Unicode letters is left by a careless conversion.
            Some(legacy) if !has_modern_letters(piece) => {
                out.push_str(&to_unicode(legacy, piece));
                found = Some(name(legacy));
            }
            _ => out.push_str(piece),
        }
    }
    (found, Cow::Owned(out))
}

/// Converts a whole paper whose letters show a legacy encoding that no font told.
pub(crate) fn convert_source(source: &mut SourceText) {
    let Some(legacy) = detect(&source.text) else {
        return;
    };
    let old = std::mem::take(&mut source.text);
    let mut text = String::with_capacity(old.len() + old.len() / 4);
    for line in &mut source.lines {
        let start = text.len();
        text.push_str(&to_unicode(legacy, &old[line.span.clone()]));
        *line = Line { span: start..text.len(), ..line.clone() };
        text.push('\n');
    }
    if !old.ends_with('\n') {
        text.pop();
    }
    source.text = text;
    let note = Note::ConvertedFrom(name(legacy));
    if !source.notes.contains(&note) {
        source.notes.push(note);
    }
}

fn name(legacy: Legacy) -> &'static str {
    match legacy {
        Legacy::Tcvn3 | Legacy::Tcvn3Upper => "TCVN3",
        Legacy::Vni => "VNI",
    }
}

/// Letters that no legacy Vietnamese font has at its code points.
fn has_modern_letters(text: &str) -> bool {
    text.chars().any(|c| ('\u{1EA0}'..='\u{1EF9}').contains(&c) || "ĐđƠơƯưĂă".contains(c))
}
