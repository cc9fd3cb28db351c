//! Small helpers over the events of markup. Prefixes are ignored: writers choose their own.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};

/// What follows the last `mark`, or the whole.
pub(super) fn suffix(name: &str, mark: char) -> &str {
    name.rsplit_once(mark).map_or(name, |(_, rest)| rest)
}

/// The name of an element without its prefix.
pub(super) fn local<'a>(start: &'a BytesStart<'_>) -> &'a str {
    unprefixed(start.name().into_inner())
}

/// A name without its prefix. Most prefixes are one letter: looking there first is a tenth of the time of a reading.
pub(super) fn unprefixed(name: &str) -> &str {
    match name.as_bytes() {
        [_, b':', ..] if name.is_char_boundary(2) => &name[2..],
        _ => name.split_once(':').map_or(name, |(_, rest)| rest),
    }
}

/// The value of the attribute of that local name.
pub(super) fn attribute<'a>(start: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| unprefixed(attribute.key.into_inner()) == name)
        .map(|attribute| match attribute.value {
            plain if !plain.contains('&') => plain,
            _ => attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default(),
        })
}

/// The attribute `val` as a number.
pub(super) fn number<T: std::str::FromStr>(start: &BytesStart<'_>) -> Option<T> {
    attribute(start, "val")?.trim().parse().ok()
}

/// The value of a switch such as `<w:b/>`: on unless it says otherwise.
pub(super) fn is_on(start: &BytesStart<'_>) -> bool {
    !matches!(attribute(start, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// Whether a border element draws a line.
pub(super) fn draws_line(start: &BytesStart<'_>) -> bool {
    !matches!(attribute(start, "val").as_deref(), None | Some("nil" | "none"))
}

/// The letter of `&amp;`, `&#7841;` and their kind; unknown names have none.
pub(super) fn entity(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Some(letter);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
