//! Signatures as they stand in the file: dictionaries, ranges of bytes, words of the signer.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone as _, Utc};
use lopdf::{Dictionary, Document, LoadOptions, Object};

use super::result::Coverage;
use super::{MAX_BYTES, MAX_SIGNATURES, SigningError};

/// Unpacked parts of a file that is signed are read for its structure alone.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;
/// The parser of a stranger's file descends; deep nesting must find room.
const STACK_BYTES: usize = 64 * 1024 * 1024;

/// A signature before it is checked.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub field: String,
    pub kind: String,
    /// The range as it stands, `None` when it is not four numbers.
    range: Option<[usize; 4]>,
    pub contents: Vec<u8>,
    pub claimed_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub location: Option<String>,
}

/// Reads a .pdf on a thread of its own: neither its depth nor a fault of the parser ends the program.
pub(super) fn load(pdf: &[u8]) -> Result<Document, SigningError> {
    if pdf.len() > MAX_BYTES {
        return Err(SigningError::TooLarge);
    }
    let head = &pdf[..pdf.len().min(1024)];
    if !head.windows(5).any(|window| window == b"%PDF-") {
        return Err(SigningError::Damaged("no %PDF".to_owned()));
    }
    let damaged = |detail: String| SigningError::Damaged(detail);
    let read = std::thread::scope(|scope| {
        let options = LoadOptions::with_max_decompressed_size(MAX_UNPACKED);
        let work = move || Document::load_mem_with_options(pdf, options);
        let worker = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        worker.map(|worker| worker.join().map_err(|_| damaged("the parser gave up".to_owned())))
    });
    let document = read.map_err(|error| damaged(error.to_string()))??;
    let document = document.map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => SigningError::Encrypted,
        other => damaged(other.to_string()),
    })?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(SigningError::Encrypted);
    }
    if document.catalog().is_err() {
        return Err(damaged("no catalog".to_owned()));
    }
    Ok(document)
}

pub(super) fn signatures(pdf: &[u8]) -> Result<Vec<Found>, SigningError> {
    let document = load(pdf)?;
    let mut all = Vec::new();
    let mut taken = std::collections::BTreeSet::new();
    for object in document.objects.values() {
        let Ok(field) = object.as_dict() else { continue };
        let Ok(value) = field.get(b"V") else { continue };
        let Ok((id, value)) = document.dereference(value) else { continue };
        let Ok(signature) = value.as_dict() else { continue };
        if !is_signature(signature) || id.is_some_and(|id| !taken.insert(id)) {
            continue;
        }
        let name = field.get(b"T").ok().map(words).unwrap_or_default();
        all.push(found(&document, name, signature));
    }
    // A signature that no field shows is still looked at: it must not disappear with its field.
    for (id, object) in &document.objects {
        let Ok(signature) = object.as_dict() else { continue };
        if is_signature(signature) && taken.insert(*id) {
            all.push(found(&document, format!("{} {}", id.0, id.1), signature));
        }
    }
    if all.len() > MAX_SIGNATURES {
        return Err(SigningError::TooMany);
    }
    Ok(all)
}

fn is_signature(dictionary: &Dictionary) -> bool {
    let kind = dictionary.get(b"Type").and_then(Object::as_name).unwrap_or_default();
    kind == b"Sig" && dictionary.has(b"Contents")
        || kind == b"DocTimeStamp"
        || dictionary.has(b"ByteRange") && dictionary.has(b"Contents")
}

fn found(document: &Document, field: String, signature: &Dictionary) -> Found {
    let get = |key: &[u8]| {
        let (_, value) = document.dereference(signature.get(key).ok()?).ok()?;
        Some(value)
    };
    let range = get(b"ByteRange").and_then(|range| {
        let numbers = range.as_array().ok()?.iter().map(|number| usize::try_from(number.as_i64().ok()?).ok());
        numbers.collect::<Option<Vec<usize>>>()?.try_into().ok()
    });
    Found {
        field,
        kind: get(b"SubFilter")
            .and_then(|kind| kind.as_name().ok())
            .map(|kind| String::from_utf8_lossy(kind).into_owned())
            .unwrap_or_default(),
        range,
        contents: get(b"Contents").and_then(|contents| contents.as_str().ok()).unwrap_or_default().to_vec(),
        claimed_at: get(b"M").map(words).and_then(|text| instant(&text)),
        reason: get(b"Reason").map(words).filter(|text| !text.is_empty()),
        location: get(b"Location").map(words).filter(|text| !text.is_empty()),
    }
}

impl Found {
    /// The signed bytes in two parts, and what they leave out. The range must begin with the file and leave out exactly the
    /// signature's own digits with their brackets (PDF 2.0, 12.8.1): anything else could hide a change.
    pub fn signed<'a>(&self, pdf: &'a [u8]) -> Option<(Coverage, &'a [u8], &'a [u8])> {
        let [start, first, second, rest] = self.range?;
        let end = second.checked_add(rest)?;
        if start != 0 || first >= second || end > pdf.len() {
            return None;
        }
        let gap = pdf[first..second].strip_prefix(b"<")?.strip_suffix(b">")?;
        if unhex(gap)? != self.contents {
            return None;
        }
        let is_whole = pdf[end..].iter().all(u8::is_ascii_whitespace);
        let coverage = if is_whole { Coverage::Whole } else { Coverage::ChangedAfter };
        Some((coverage, &pdf[..first], &pdf[second..end]))
    }
}

fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    if digits.is_empty() || !digits.len().is_multiple_of(2) {
        return None;
    }
    digits.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

/// A text string: UTF-16 or UTF-8 with a mark, else read as Latin letters.
pub(super) fn words(object: &Object) -> String {
    const MOST: usize = 2000;
    let bytes = object.as_str().unwrap_or_default();
    let text: String = if let Some(units) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        let units = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
        char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{FFFD}')).collect()
    } else if let Some(utf8) = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        String::from_utf8_lossy(utf8).into_owned()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    };
    text.chars().filter(|letter| !letter.is_control()).take(MOST).collect()
}

/// `D:20260305103000+07'00'`, the parts after the day may be missing.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let text = text.strip_prefix("D:").unwrap_or(text);
    let digits: String = text.chars().take_while(char::is_ascii_digit).take(14).collect();
    let rest = text.get(digits.len()..)?;
    let full = match digits.len() {
        8..=14 => format!("{digits:0<14}"),
        _ => return None,
    };
    let local = NaiveDateTime::parse_from_str(&full, "%Y%m%d%H%M%S").ok()?;
    let east = match rest.chars().next() {
        Some(sign @ ('+' | '-')) => {
            let numbers: Vec<i32> = rest[1..].split('\'').filter_map(|part| part.parse().ok()).collect();
            let hours = numbers.first().copied().filter(|hours| (0..24).contains(hours))?;
            let minutes = numbers.get(1).copied().filter(|minutes| (0..60).contains(minutes)).unwrap_or(0);
            (hours * 3600 + minutes * 60) * if sign == '-' { -1 } else { 1 }
        }
        _ => 0,
    };
    let zone = FixedOffset::east_opt(east)?;
    zone.from_local_datetime(&local).single().map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_zone() {
        let check = |text: &str, at: Option<&str>| {
            assert_eq!(instant(text).map(|at| at.to_rfc3339()).as_deref(), at, "{text}");
        };
        check("D:20260305103000+07'00'", Some("2026-03-05T03:30:00+00:00"));
        check("D:20260305103000Z", Some("2026-03-05T10:30:00+00:00"));
        check("D:20260305", Some("2026-03-05T00:00:00+00:00"));
        check("D:20260305103000-03'30", Some("2026-03-05T14:00:00+00:00"));
        check("D:2026", None);
        check("D:20261305103000", None);
        check("D:20260305103000+99'00'", None);
        check("hôm qua", None);
    }
}
