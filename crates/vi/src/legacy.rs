//! Vietnamese text from before Unicode: TCVN3 (ABC; the `.Vn…` fonts) and VNI-Windows.
//!
//! Both put Vietnamese letters where Western fonts have others, so old files reach us as Western letters:
//! `Céng hßa` (TCVN3) or `Coäng hoøa` (VNI) for `Cộng hòa`. A font name tells the encoding for certain;
//! [`detect`] judges by the text alone and prefers to say nothing over being wrong.

mod detect;
mod tables;
#[cfg(test)]
mod tests;

pub use detect::detect;

/// A legacy encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Legacy {
    /// TCVN 5712 VN3 in a font with small letters, as `.VnTime`.
    Tcvn3,
    /// The same in a font that draws every letter as a capital, as `.VnTimeH`. Only a font name tells.
    Tcvn3Upper,
    /// VNI-Windows: a letter followed by its marks.
    Vni,
}

impl Legacy {
    /// The encoding that a font name stands for: `.VnTime`, `.VnTimeH`, `VNI-Times`. `None` for Unicode fonts.
    pub fn from_font(name: &str) -> Option<Self> {
        let lower = name.trim().to_lowercase();
        if lower.starts_with(".vn") {
            // Capital fonts end in H, perhaps before a style: ".VnArialH Bold".
            let family = name.trim().split([' ', ',', '-']).next().unwrap_or_default();
            let capital = family.ends_with('H') || name.trim().ends_with('H');
            return Some(if capital { Self::Tcvn3Upper } else { Self::Tcvn3 });
        }
        lower.starts_with("vni-").then_some(Self::Vni)
    }
}

/// Converts text that was decoded as Western (Windows-1252 or Latin-1). Other characters stay as they are.
pub fn to_unicode(legacy: Legacy, text: &str) -> String {
    match legacy {
        Legacy::Tcvn3 => tables::from_tcvn3(text),
        Legacy::Tcvn3Upper => tables::from_tcvn3(text).to_uppercase(),
        Legacy::Vni => tables::from_vni(text),
    }
}

/// Converts raw bytes.
pub fn bytes_to_unicode(legacy: Legacy, bytes: &[u8]) -> String {
    to_unicode(legacy, &decode_western(bytes))
}

/// [`detect`] for raw bytes that are not UTF-8.
pub fn detect_bytes(bytes: &[u8]) -> Option<Legacy> {
    if std::str::from_utf8(bytes).is_ok() { None } else { detect(&decode_western(bytes)) }
}

/// Decodes Windows-1252. Its five undefined bytes become the control characters of Latin-1.
pub fn decode_western(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(
            |&byte| {
                if (0x80..0xa0).contains(&byte) { tables::C1[usize::from(byte - 0x80)] } else { byte.into() }
            },
        )
        .collect()
}
