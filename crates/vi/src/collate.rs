//! The Vietnamese alphabetical order: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; among equal
//! letters the tones ngang, huyền, hỏi, ngã, sắc, nặng; lower case before capitals last of all.

use unicode_normalization::UnicodeNormalization;

/// A key whose byte order is the Vietnamese dictionary order. Compare keys with `<`, or store them in an index.
///
/// Words compare letter by letter without tones first, then by tones syllable by syllable, then by case, so
/// `ma mà mả mã má mạ` stand together before `mai`. NFC and NFD give the same key. Spaces sort before digits,
/// digits before letters; other characters come after, by code.
pub fn key(text: &str) -> Vec<u8> {
    let mut letters: Vec<u8> = Vec::with_capacity(text.len() * 2);
    let mut tones: Vec<u8> = Vec::new();
    let mut cases: Vec<u8> = Vec::new();
    let mut base: Option<(char, bool)> = None;
    let mut letter_mark = 0;
    let mut tone = TONE_NONE;
    let mut flush = |base: Option<(char, bool)>, mark: u8, tone: u8| {
        let Some((c, upper)) = base else { return };
        weigh(c, mark, &mut letters);
        tones.push(tone);
        cases.push(if upper { 2 } else { 1 });
    };
    for c in text.nfd() {
        match c {
            '\u{300}' => tone = 2,
            '\u{309}' => tone = 3,
            '\u{303}' => tone = 4,
            '\u{301}' => tone = 5,
            '\u{323}' => tone = 6,
            '\u{306}' => letter_mark = 1,
            '\u{302}' => letter_mark = 2,
            '\u{31b}' => letter_mark = 3,
            '\u{304}'..='\u{36f}' => letter_mark = 4,
            _ => {
                flush(base, letter_mark, tone);
                (letter_mark, tone) = (0, TONE_NONE);
                base = Some((lower(c), c.is_uppercase()));
            }
        }
    }
    flush(base, letter_mark, tone);
    // Zero ends each level, so a prefix sorts before what it begins.
    letters.push(0);
    letters.append(&mut tones);
    letters.push(0);
    letters.append(&mut cases);
    letters
}

const TONE_NONE: u8 = 1;

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// One byte for what Vietnamese knows; others escape behind 0xff with their code.
fn weigh(c: char, mark: u8, out: &mut Vec<u8>) {
    match c {
        c if c.is_whitespace() => out.push(1),
        '0'..='9' => out.push(0x30 + (c as u8 - b'0')),
        // Five places a letter: plain, breve, circumflex, horn, foreign mark. đ follows all of d.
        'a'..='z' => out.push(0x40 + 5 * (c as u8 - b'a') + mark),
        'đ' => out.push(0x40 + 5 * 3 + 4),
        '!'..='~' => out.push(0x02 + (c as u8 - b'!') % 0x2d),
        _ => {
            out.push(0xff);
            // Each part is above zero, which ends the level.
            let code = u32::from(c);
            out.extend([14, 7, 0].map(|shift| (code >> shift & 0x7f) as u8 + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(sorted: &[&str]) {
        for pair in sorted.windows(2) {
            assert!(key(pair[0]) < key(pair[1]), "{} before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn letters_follow_the_alphabet() {
        check(&[
            "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ",
            "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y",
        ]);
    }

    #[test]
    fn tones_decide_only_between_equal_letters() {
        check(&["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mài", "măn", "mân"]);
        check(&["Ba Đình", "Bà Rịa", "Bắc Kạn", "Bình Dương"]);
        check(&["an", "An", "AN", "án"]);
        check(&["tổ 2", "tổ ba"]);
        check(&["Dung", "Dũng", "Đạt"]);
        check(&["z", "日"]);
    }

    proptest! {
        #[test]
        fn composition_does_not_matter(text in "[a-zA-ZÀ-ỹ đĐ0-9]{0,20}") {
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(key(&text), key(&nfd));
        }

        #[test]
        fn a_prefix_sorts_first(text in "\\PC{0,10}", more in "[a-z0-9 ]{1,5}") {
            let longer = format!("{text}{more}");
            prop_assert!(key(&text) < key(&longer));
        }
    }
}
