use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{fold, fold_with_offsets, highlight};

#[track_caller]
fn check(raw: &str, folded: &str) {
    assert_eq!(fold(raw), folded, "fold({raw:?})");
}

#[test]
fn marks_and_case_fold_away() {
    check("ĐOÀN KẾT", "doan ket");
    check("Mặt trận Tổ quốc Việt Nam", "mat tran to quoc viet nam");
    check("ưỡng ỡ Ỵ ỷ Ặ ẫ ở", "uong o y y a a o");
    check("Ðảng ðoàn", "dang doan");
    check("ÉÈÊË café", "eeee cafe");
}

#[test]
fn tone_placement_and_composition_do_not_matter() {
    check("hoà khoá thuý", "hoa khoa thuy");
    check("hòa khóa thúy", "hoa khoa thuy");
    check(&"Điều chỉnh tiểu mục".nfd().collect::<String>(), "dieu chinh tieu muc");
    check("e\u{323}\u{302}", "e");
}

#[test]
fn spaces_collapse_and_trim() {
    check("\u{a0} a \t\u{202f}\u{2007}\r\n b\u{2009}", "a b");
    check("a\u{200b}b\u{ad}c\u{feff}", "abc");
    check("", "");
    check(" \u{a0} ", "");
}

#[test]
fn punctuation_becomes_plain() {
    check("“Đền ơn” – ‘x’ — y…", "\"den on\" - 'x' - y...");
    check("«a»", "\"a\"");
}

#[test]
fn other_letters_survive() {
    check("ΆΒΓ", "αβγ");
    check("ﬁn", "fin");
    check("Straße", "straße");
    check("№ 5", "no 5");
    check("日本", "日本");
}

#[test]
fn highlight_covers_marks() {
    let raw = "Phong trào “Toàn dân đoàn kết” – đoàn  kết!";
    let found: Vec<&str> = highlight(raw, &["doan ket"]).into_iter().map(|range| &raw[range]).collect();
    assert_eq!(found, ["đoàn kết", "đoàn  kết"]);
    let nfd = "e\u{323}\u{302}x";
    assert_eq!(highlight(nfd, &["e"]), vec![0..nfd.len() - 1]);
    assert_eq!(highlight("hoa dan", &["an"]), [] as [std::ops::Range<usize>; 0]);
    assert_eq!(highlight("ab…", &["."]), vec![2..5]);
    assert_eq!(highlight("ab ab", &["ab", "ab a", ""]), vec![0..5]);
}

proptest! {
    #[test]
    fn composition_never_matters(text in "[a-zA-ZÀ-ỹ \u{300}\u{301}\u{323}đĐ–]{0,40}") {
        let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(fold(&nfc), fold(&nfd));
    }

    #[test]
    fn folding_is_idempotent(text in "\\PC{0,40}") {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
    }

    #[test]
    fn offsets_lead_back_to_the_source(text in "(\\PC|[À-ỹ ]|\u{301}){0,40}") {
        let (folded, offsets) = fold_with_offsets(&text);
        prop_assert_eq!(&folded, &fold(&text));
        prop_assert_eq!(offsets.len(), folded.len() + 1);
        prop_assert!(offsets.is_sorted());
        prop_assert!(offsets.iter().all(|&at| text.is_char_boundary(at as usize)));
        // Folding the source of the whole gives the whole.
        let source = &text[offsets[0] as usize..offsets[folded.len()] as usize];
        prop_assert_eq!(fold(source), folded);
    }

    #[test]
    fn highlights_are_ordered_and_cut_no_character(text in "(\\PC|[à-ỹ ]){0,40}", term in "[a-e. ]{0,3}") {
        let mut end = 0;
        for range in highlight(&text, &[term]) {
            prop_assert!(range.start >= end && range.end > range.start);
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            end = range.end;
        }
    }
}
