use std::collections::HashMap;
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

const UNICODE: &str = "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc";
const TCVN3: &str = "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc";
const VNI: &str = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc";

#[test]
fn the_motto_converts() {
    assert_eq!(to_unicode(Legacy::Tcvn3, TCVN3), UNICODE);
    assert_eq!(to_unicode(Legacy::Vni, VNI), UNICODE);
    assert_eq!(to_unicode(Legacy::Tcvn3Upper, TCVN3), UNICODE.to_uppercase());
    assert_eq!(
        to_unicode(Legacy::Vni, "COÄNG HOØA XAÕ HOÄI, ÑOÄC LAÄP, TÖÏ DO"),
        "CỘNG HÒA XÃ HỘI, ĐỘC LẬP, TỰ DO"
    );
    assert_eq!(bytes_to_unicode(Legacy::Tcvn3, b"C\xe9ng h\xdfa \x93x\xb7\x94"), "Cộng hòa “xã”");
    assert_eq!(to_unicode(Legacy::Tcvn3, "30°C, m²"), "30°C, m²");
    assert_eq!(to_unicode(Legacy::Tcvn3, "a\u{b3}"), "á");
}

/// Every Vietnamese letter that has a small TCVN3 code, in the order of the alphabet.
const LETTERS: &str = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";

fn to_legacy(text: &str, legacy: Legacy) -> Option<String> {
    let codes = inverse(legacy);
    text.chars().map(|c| if c.is_ascii() { Some(c.to_string()) } else { codes.get(&c).cloned() }).collect()
}

/// The inverse of a conversion, found by trying everything.
fn inverse(legacy: Legacy) -> &'static HashMap<char, String> {
    static TCVN3: LazyLock<HashMap<char, String>> = LazyLock::new(|| tried(Legacy::Tcvn3));
    static VNI: LazyLock<HashMap<char, String>> = LazyLock::new(|| tried(Legacy::Vni));
    if legacy == Legacy::Vni { &VNI } else { &TCVN3 }
}

fn tried(legacy: Legacy) -> HashMap<char, String> {
    let western = || '\u{a1}'..='\u{ff}';
    let pairs = western()
        .chain("aeouyAEOUY".chars())
        .flat_map(|base| western().map(move |mark| format!("{base}{mark}")));
    let mut found = HashMap::new();
    for candidate in western().map(String::from).chain(pairs) {
        let mut letters = to_unicode(legacy, &candidate).chars().collect::<Vec<_>>().into_iter();
        // What stays as it is has no code; that í of VNI is itself is an exception.
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            continue;
        };
        if candidate != letter.to_string() || legacy == Legacy::Vni && "íìÍÌ".contains(letter) {
            found.entry(letter).or_insert(candidate);
        }
    }
    found
}

#[test]
fn every_letter_has_a_code() {
    assert_eq!(LETTERS.chars().count(), 67);
    for c in LETTERS.chars() {
        assert!(to_legacy(&c.to_string(), Legacy::Tcvn3).is_some(), "TCVN3 {c}");
        assert!(to_legacy(&c.to_string(), Legacy::Vni).is_some(), "VNI {c}");
        let capital: String = c.to_uppercase().collect();
        assert!(to_legacy(&capital, Legacy::Vni).is_some(), "VNI {capital}");
    }
    for c in "ĂÂÊÔƠƯĐ".chars() {
        assert!(to_legacy(&c.to_string(), Legacy::Tcvn3).is_some(), "TCVN3 {c}");
    }
}

#[track_caller]
fn check(text: &str, expected: Option<Legacy>) {
    assert_eq!(detect(text), expected, "{text}");
}

#[test]
fn legacy_text_is_detected() {
    check(TCVN3, Some(Legacy::Tcvn3));
    check(VNI, Some(Legacy::Vni));
    check("MÆt trËn Tæ quèc tØnh S¬n La “b¸o c¸o”", Some(Legacy::Tcvn3));
    check("Maët traän Toå quoác tænh Sôn La", Some(Legacy::Vni));
    assert_eq!(detect_bytes(b"M\xc6t tr\xcbn T\xe6 qu\xe8c"), Some(Legacy::Tcvn3));
    assert_eq!(detect_bytes(UNICODE.as_bytes()), None);
}

#[test]
fn other_text_is_left_alone() {
    for text in [
        "",
        "plain ASCII",
        UNICODE,
        "là và có không hoà toán khoá hoá toà",
        "HOÀ TOÁN TÊN CHÈ",
        "Où est le café ? L’été à Noël, naïf et goûté, « déjà » là-bas où août.",
        "Müller übt Straße – größer, Öl, ÄÖÜ; 30°C ± 5, ½ × ¾ µm, §12, ©2024®",
        "señor mañana niño corazón",
        "cà phê là món tôi có; nó là áo, bà và má",
        "naïve café résumé façade",
        "å være på øya",
        "São João não é mãe",
        "Đảng",
    ] {
        check(text, None);
    }
}

#[test]
fn fonts_tell_the_encoding() {
    assert_eq!(Legacy::from_font(".VnTime"), Some(Legacy::Tcvn3));
    assert_eq!(Legacy::from_font(".VnTimeH"), Some(Legacy::Tcvn3Upper));
    assert_eq!(Legacy::from_font(".VnArialH Bold"), Some(Legacy::Tcvn3Upper));
    assert_eq!(Legacy::from_font("VNI-Times"), Some(Legacy::Vni));
    assert_eq!(Legacy::from_font("Times New Roman"), None);
}

const WORDS: [&str; 24] = [
    "mặt",
    "trận",
    "tổ",
    "quốc",
    "việt",
    "tỉnh",
    "ủy",
    "nghị",
    "quyết",
    "đại",
    "hội",
    "đoàn",
    "kết",
    "nhân",
    "dân",
    "người",
    "nghèo",
    "phường",
    "xã",
    "giữa",
    "được",
    "chỉnh",
    "kỷ",
    "niệm",
];
const FRENCH: [&str; 20] = [
    "où", "été", "à", "déjà", "café", "né", "thé", "dès", "fête", "Noël", "naïf", "goût", "août", "forêt",
    "çà", "là", "même", "élève", "maïs", "hôtel",
];

proptest! {
    #[test]
    fn encoding_and_decoding_agree(text in "[a-zàảãáạăằẳẵắặâầẩẫấậđêềểễếệìỉĩíịôồổỗốộơờởỡớợưừửữứự ]{0,30}") {
        // VNI writes a letter and its marks side by side, so letters that meet by chance can change; syllables do not.
        let tcvn3 = to_legacy(&text, Legacy::Tcvn3);
        prop_assert_eq!(tcvn3.map(|old| to_unicode(Legacy::Tcvn3, &old)), Some(text));
    }

    #[test]
    fn real_words_are_detected_and_restored(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 8..30)) {
        let text = words.join(" ");
        for legacy in [Legacy::Tcvn3, Legacy::Vni] {
            let old = to_legacy(&text, legacy).unwrap_or_default();
            prop_assert_eq!(to_unicode(legacy, &old), text.clone());
            let telling: std::collections::HashSet<_> = words.iter().collect();
            if telling.len() > 7 {
                prop_assert_eq!(detect(&old), Some(legacy), "{}", old);
            }
        }
        prop_assert_eq!(detect(&text), None);
    }

    #[test]
    fn french_is_never_legacy(words in prop::collection::vec(prop::sample::select(&FRENCH[..]), 0..40)) {
        prop_assert_eq!(detect(&words.join(" ")), None);
    }

    #[test]
    fn english_is_never_legacy(text in "[a-zA-Z ,.’“”—]{0,80}") {
        prop_assert_eq!(detect(&text), None);
    }
}
