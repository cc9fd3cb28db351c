use proptest::prelude::*;
use unicode_normalization::is_nfc;

use super::*;

#[track_caller]
fn check(raw: &str, text: &str) {
    assert_eq!(clean(raw), text, "{raw:?}");
}

#[test]
fn text_is_composed_and_cleaned() {
    check("e\u{302}\u{301} Ðảng\u{a0}ðoàn", "ế Đảng đoàn");
    check("2021–2025 — x", "2021-2025 - x");
    check("a\u{ad}b\u{200b}c\u{feff}", "abc");
    check("“hoà” ‘bình’…", "“hoà” ‘bình’…");
    check("\u{feff}x", "x");
    check("", "");
    assert_eq!(symbol(" 34 / 2017/NQ–HÐND "), "34/2017/NQ-HĐND");
}

#[test]
fn clean_text_is_borrowed() {
    let text = "Ủy ban Mặt trận Tổ quốc “tỉnh”";
    assert!(matches!(clean(text), Cow::Borrowed(_)));
    assert!(matches!(nfc(text), Cow::Borrowed(_)));
    assert!(matches!(nfc("e\u{302}"), Cow::Owned(_)));
}

#[test]
fn ranges_lead_back() {
    let raw = "a\u{ad}e\u{302}\u{301}t –\u{a0}b";
    let normal = Normalised::new(raw);
    assert_eq!(normal.text(), "aết - b");
    let back = |needle: &str| {
        let at = normal.text().find(needle).unwrap();
        &raw[normal.raw_range(at..at + needle.len())]
    };
    assert_eq!(back("ế"), "e\u{302}\u{301}");
    assert_eq!(back("t"), "t");
    assert_eq!(back("-"), "–");
    assert_eq!(back("- b"), "–\u{a0}b");
    assert_eq!(back("b"), "b");
    assert_eq!(normal.raw_range(0..0), 0..0);
    assert_eq!(normal.raw_start(normal.text().len()), raw.len());
}

#[test]
fn marks_that_change_places_stay_together() {
    let raw = "x\u{300}\u{323}y";
    let normal = Normalised::new(raw);
    assert_eq!(normal.text(), "x\u{323}\u{300}y");
    assert_eq!(normal.raw_range(0..3), 0..5);
    assert_eq!(normal.raw_range(5..6), 5..6);
}

proptest! {
    #[test]
    fn cleaning_is_idempotent_and_composed(raw in "(\\PC|[à-ỹ\u{300}\u{301}\u{323}\u{ad}\u{a0}–ð]){0,30}") {
        let once = clean(&raw).into_owned();
        prop_assert!(is_nfc(&once), "{:?}", once);
        prop_assert_eq!(clean(&once), once.clone());
        let composed = nfc(&raw);
        prop_assert_eq!(composed, raw.nfc().collect::<String>());
    }

    #[test]
    fn the_source_of_a_range_gives_the_range(
        raw in "([a-zà-ỹ]|[\u{300}\u{301}\u{323}\u{ad}\u{a0}–ð\u{200b}]|한|\u{1100}\u{1161}){0,30}",
        a in 0..30usize,
        b in 0..30usize,
    ) {
        let normal = Normalised::new(&raw);
        prop_assert_eq!(normal.text(), clean(&raw));
        let text = normal.text();
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (a, b) = (ends[a % ends.len()], ends[b % ends.len()]);
        let range = a.min(b)..a.max(b);
        let source = normal.raw_range(range.clone());
        prop_assert!(raw.is_char_boundary(source.start) && raw.is_char_boundary(source.end));
        prop_assert!(source.start <= source.end && source.end <= raw.len());
        // A mark that could not be composed may pull its letter in; nothing asked for is ever lost.
        let again = clean(&raw[source]);
        prop_assert!(again.contains(&text[range]), "{:?}", again);
    }
}
