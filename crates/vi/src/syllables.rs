//! Whether letters could be a Vietnamese syllable. For telling good text from damaged or wrongly decoded text,
//! not for spelling: names, loans and minority-language words are real and yet no syllables.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

const ONSETS: [&str; 28] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
];

/// Every rime, without tone.
const RIMES: &str = "\
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu \
    i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu ych yn ynh yp yt yu ya \
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt \
    oe oen oeo oet oong ooc ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơng ơp ơt \
    u uc ui um un ung up ut ua uân uâng uât uây uê uêch uên uênh uêu uôc uôi uôm uôn uông uôt uơ \
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu";

static RIME_LIST: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut list: Vec<&str> = RIMES.split_whitespace().collect();
    list.sort_unstable();
    list
});

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Level,
    /// Sắc or nặng, the only tones of a syllable that ends in a stop.
    Stopped,
    Other,
}

/// Whether `word` has the form of a Vietnamese syllable: a known onset and rime, at most one tone, and the tone
/// that a final c, ch, p or t asks for. Either place of the tone mark, any case, NFC or NFD.
///
/// ```
/// use vi::syllables::is_syllable;
/// assert!(is_syllable("nghĩa") && is_syllable("hoà") && is_syllable("hòa"));
/// assert!(!is_syllable("cat") && !is_syllable("ViÖt"));
/// ```
pub fn is_syllable(word: &str) -> bool {
    // The longest is nghiêng: seven letters, one of them with two marks.
    if word.is_empty() || word.len() > 24 {
        return false;
    }
    let mut letters = String::with_capacity(word.len());
    let mut tone = Tone::Level;
    for c in word.nfd() {
        let found = match c {
            '\u{301}' | '\u{323}' => Tone::Stopped,
            '\u{300}' | '\u{303}' | '\u{309}' => Tone::Other,
            c => {
                letters.extend(c.to_lowercase());
                continue;
            }
        };
        if tone != Tone::Level {
            return false;
        }
        tone = found;
    }
    let letters: String = letters.nfc().collect();
    ONSETS.iter().filter_map(|onset| letters.strip_prefix(onset)).any(|rime| {
        let is_stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
        (!is_stopped || tone == Tone::Stopped) && RIME_LIST.binary_search(&rime).is_ok()
    }) || letters == "gi" && tone != Tone::Stopped
}

/// How many words of a text are syllables, and how many words there are. Words are runs of letters; single letters and numbers
/// are left out, for lists and formulas prove nothing.
pub fn count(text: &str) -> (usize, usize) {
    let words = text.split(|c: char| !is_word_part(c)).filter(|word| word.chars().nth(1).is_some());
    words.fold((0, 0), |(good, all), word| (good + usize::from(is_syllable(word)), all + 1))
}

fn is_word_part(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: bool) {
        for word in words.split(' ') {
            assert_eq!(is_syllable(word), expected, "{word}");
        }
    }

    #[test]
    fn syllables_are_recognised() {
        check("Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc", true);
        check(
            "nghiêng quyết quý gì giết giêng giữa khuya ĐOÀN KẾT thuở xoong ỷ ý yêu oan uỷ ủy hoà thuý",
            true,
        );
        check("Mặt trận Tổ quốc kế hoạch tuyên truyền giám sát phản biện ngoằn khuỷu", true);
        assert!(is_syllable("vie\u{323}\u{302}t"));
    }

    #[test]
    fn other_words_are_not() {
        check("cat work français école Straße ViÖt hßa x· chñ nghÜa Vieät hoäi cáć àà cảt z fa Đắk", false);
        assert!(!is_syllable(""));
        assert!(!is_syllable(&"a".repeat(100)));
    }

    #[test]
    fn shares_tell_good_text_from_bad() {
        assert_eq!(count("Mặt trận Tổ quốc Việt Nam, 2024 - a)"), (6, 6));
        let (good, all) = count("MÆt trËn Tæ quèc ViÖt Nam");
        assert!(good < all / 2, "{good} of {all}");
    }
}
