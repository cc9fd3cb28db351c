//! Maps from codes of a font to letters, as fonts carry them (`ToUnicode`).

use std::collections::HashMap;

/// A word of a map.
enum Word<'a> {
    Hex(&'a str),
    Open,
    Close,
}

/// The letters of codes. Whatever is not understood is passed over.
pub(super) fn parse(content: &[u8]) -> HashMap<u16, String> {
    let text = String::from_utf8_lossy(content);
    let mut map = HashMap::new();
    for section in sections(&text, "beginbfchar", "endbfchar") {
        let mut words = words(section);
        while let (Some(Word::Hex(code)), Some(Word::Hex(target))) = (words.next(), words.next()) {
            if let Some(code) = number(code) {
                map.insert(code, letters(&units(target)));
            }
        }
    }
    for section in sections(&text, "beginbfrange", "endbfrange") {
        let mut words = words(section);
        while let (Some(Word::Hex(first)), Some(Word::Hex(last))) = (words.next(), words.next()) {
            let (Some(first), Some(last)) = (number(first), number(last)) else {
                break;
            };
            match words.next() {
                Some(Word::Hex(target)) => {
                    let mut units = units(target);
                    for code in first..=last {
                        map.insert(code, letters(&units));
                        if let Some(unit) = units.last_mut() {
                            *unit = unit.wrapping_add(1);
                        }
                    }
                }
                Some(Word::Open) => {
                    let mut code = first;
                    while let Some(Word::Hex(target)) = words.next() {
                        map.insert(code, letters(&units(target)));
                        code = code.wrapping_add(1);
                    }
                }
                _ => break,
            }
        }
    }
    map
}

fn sections<'a>(text: &'a str, begin: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(begin).skip(1).map(move |rest| rest.split(end).next().unwrap_or_default())
}

fn words(section: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = section;
    std::iter::from_fn(move || {
        let at = rest.find(['<', '[', ']'])?;
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match sign {
            b'[' => Some(Word::Open),
            b']' => Some(Word::Close),
            _ => {
                let end = rest.find('>')?;
                let word = &rest[..end];
                rest = &rest[end + 1..];
                Some(Word::Hex(word))
            }
        }
    })
}

fn number(hex: &str) -> Option<u16> {
    u16::from_str_radix(hex.trim(), 16).ok()
}

/// UTF-16 units written in hexadecimal digits.
fn units(hex: &str) -> Vec<u16> {
    let digits: Vec<u16> =
        hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|digit| u16::try_from(digit).ok()).collect();
    digits.chunks(4).map(|digits| digits.iter().fold(0, |unit, digit| unit << 4 | digit)).collect()
}

fn letters(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_ranges_and_lists_are_read() {
        let map = parse(
            b"2 beginbfchar\n<01> <1EA0>\n<0002><00660069>\nendbfchar 1 beginbfrange <10> <12> <0041> \
              <20><21>[<0061> <1ED9>] endbfrange",
        );
        assert_eq!(map[&1], "Ạ");
        assert_eq!(map[&2], "fi");
        assert_eq!(map[&0x12], "C");
        assert_eq!(map[&0x21], "ộ");
    }
}
