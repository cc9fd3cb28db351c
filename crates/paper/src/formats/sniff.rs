//! The type of a file, by its first bytes and, for containers, by what they hold.

use super::FormatError;

/// What the content of a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sniffed {
    Docx,
    Doc,
    Pdf,
    Html,
    Rtf,
    Text,
    /// A paper behind a password.
    Encrypted,
    /// A text with zeros in it.
    DamagedText,
    /// Nothing at all.
    Empty,
    /// Something else, by its usual short name; `binary` when nobody knows.
    Other(&'static str),
}

impl Sniffed {
    /// Whether a reader exists.
    pub fn is_supported(self) -> bool {
        matches!(self, Self::Docx | Self::Doc | Self::Pdf | Self::Html | Self::Rtf | Self::Text)
    }

    /// Why this type is not read.
    pub(crate) fn refusal(self) -> FormatError {
        match self {
            Self::Empty => FormatError::Empty,
            Self::Encrypted => FormatError::Encrypted,
            Self::DamagedText => FormatError::TextDamaged,
            Self::Other(found) => FormatError::Unsupported { found },
            Self::Docx => FormatError::Unsupported { found: "docx" },
            Self::Doc => FormatError::Unsupported { found: "doc" },
            Self::Pdf => FormatError::Unsupported { found: "pdf" },
            Self::Html => FormatError::Unsupported { found: "html" },
            Self::Rtf => FormatError::Unsupported { found: "rtf" },
            Self::Text => FormatError::Unsupported { found: "text" },
        }
    }
}

/// Tells the type of a file by its content.
pub fn sniff(bytes: &[u8]) -> Sniffed {
    match magic(bytes) {
        Sniffed::Docx => super::docx::identify(bytes),
        Sniffed::Doc => super::doc::identify(bytes),
        other => other,
    }
}

/// By the first bytes only: any zip counts as .docx and any compound file as .doc until a reader looks inside.
pub(crate) fn magic(bytes: &[u8]) -> Sniffed {
    const SIGNATURES: [(&[u8], Sniffed); 19] = [
        (b"PK\x03\x04", Sniffed::Docx),
        (b"PK\x05\x06", Sniffed::Other("zip")),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Sniffed::Doc),
        (b"{\\rtf", Sniffed::Rtf),
        (b"\xFF\xD8\xFF", Sniffed::Other("jpeg")),
        (b"\x89PNG\r\n\x1A\n", Sniffed::Other("png")),
        (b"GIF8", Sniffed::Other("gif")),
        (b"II*\0", Sniffed::Other("tiff")),
        (b"MM\0*", Sniffed::Other("tiff")),
        (b"Rar!\x1A\x07", Sniffed::Other("rar")),
        (b"7z\xBC\xAF\x27\x1C", Sniffed::Other("7z")),
        (b"\x1F\x8B", Sniffed::Other("gzip")),
        (b"BZh", Sniffed::Other("bzip2")),
        (b"\xFD7zXZ\0", Sniffed::Other("xz")),
        (b"MZ", Sniffed::Other("exe")),
        (b"\x7FELF", Sniffed::Other("exe")),
        (b"ID3", Sniffed::Other("mp3")),
        (b"OggS", Sniffed::Other("ogg")),
        (b"SQLite format 3\0", Sniffed::Other("sqlite")),
    ];
    if bytes.is_empty() {
        return Sniffed::Empty;
    }
    if let Some((_, found)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        // A plain text may begin with the letters MZ or BZh; a program has zeros soon after.
        let is_letters_only = matches!(found, Sniffed::Other("exe" | "bzip2" | "mp3" | "gif"))
            && super::plain::decode(bytes).is_some();
        if !is_letters_only {
            return *found;
        }
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Sniffed::Pdf;
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Sniffed::Other(if bytes.get(8..11) == Some(b"hei") { "heic" } else { "mp4" });
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Sniffed::Other("webp");
    }
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Sniffed::Other("bmp");
    }
    text_or_markup(bytes)
}

/// A text into which zeros came, as after a crash while it was saved: nearly everything else in it is letters.
fn is_text_with_zeros(sample: &[u8]) -> bool {
    let rest: Vec<u8> = sample.iter().copied().filter(|byte| *byte != 0).collect();
    rest.len() >= 8
        && rest.len() * 2 >= sample.len()
        && std::str::from_utf8(&rest).is_ok_and(|text| {
            let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
            odd * 50 <= text.len()
        })
}

fn text_or_markup(bytes: &[u8]) -> Sniffed {
    const SAMPLE: usize = 16 * 1024;
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let Some(text) = super::plain::decode(sample) else {
        return if is_text_with_zeros(sample) { Sniffed::DamagedText } else { Sniffed::Other("binary") };
    };
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.get(..13).is_some_and(|head| head.eq_ignore_ascii_case("mime-version:")) {
        return Sniffed::Other("mhtml");
    }
    if !text.starts_with('<') {
        return Sniffed::Text;
    }
    let head = text.to_ascii_lowercase();
    if head.contains("<w:worddocument") || head.contains("<pkg:package") {
        return Sniffed::Other("word-xml");
    }
    let marks = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<table",
        "<div",
        "<p>",
        "<p ",
        "<span",
        "<h1",
    ];
    if marks.iter().any(|mark| head.contains(mark)) {
        return Sniffed::Html;
    }
    if head.starts_with("<?xml") { Sniffed::Other("xml") } else { Sniffed::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        assert_eq!(sniff(b""), Sniffed::Empty);
        assert_eq!(sniff(b"%PDF-1.7\n"), Sniffed::Pdf);
        assert_eq!(sniff(b"\n\n<HTML xmlns:o=\"x\"><head>"), Sniffed::Html);
        assert_eq!(sniff(b"{\\rtf1\\ansi"), Sniffed::Rtf);
        assert_eq!(sniff("Số: 12/KH-MTTQ".as_bytes()), Sniffed::Text);
        assert_eq!(sniff(b"MZ la mot chu"), Sniffed::Text);
        assert_eq!(sniff(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0\xB8\0\0\0"), Sniffed::Other("exe"));
        assert_eq!(sniff("Số: 12/KH\0\0-MTTQ ngày".as_bytes()), Sniffed::DamagedText);
        assert_eq!(sniff(b"\xFF\xD8\xFF\xE0"), Sniffed::Other("jpeg"));
        assert_eq!(sniff(b"\x00\x01\x02\x03\x04\x05\x06\x0e\x0f\x10"), Sniffed::Other("binary"));
    }
}
