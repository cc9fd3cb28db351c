use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(n: i64, words: &str) {
    assert_eq!(number(n, Style::default()), words, "{n}");
    assert_eq!(parse(words), Some(n), "{words}");
}

#[test]
fn units_and_tens_change_their_sound() {
    check(0, "không");
    check(4, "bốn");
    check(5, "năm");
    check(10, "mười");
    check(11, "mười một");
    check(14, "mười bốn");
    check(15, "mười lăm");
    check(20, "hai mươi");
    check(21, "hai mươi mốt");
    check(24, "hai mươi tư");
    check(25, "hai mươi lăm");
    check(55, "năm mươi lăm");
}

#[test]
fn gaps_are_said() {
    check(100, "một trăm");
    check(101, "một trăm linh một");
    check(105, "một trăm linh năm");
    check(110, "một trăm mười");
    check(115, "một trăm mười lăm");
    check(1001, "một nghìn không trăm linh một");
    check(1010, "một nghìn không trăm mười");
    check(1_005_000, "một triệu không trăm linh năm nghìn");
    check(1_000_005, "một triệu không trăm linh năm");
    check(60_000_000, "sáu mươi triệu");
    check(1_000_000_001, "một tỷ không trăm linh một");
    check(1_453_121_401, "một tỷ bốn trăm năm mươi ba triệu một trăm hai mươi mốt nghìn bốn trăm linh một");
}

#[test]
fn very_large_numbers_repeat_the_billion() {
    check(1_000_000_000_000, "một nghìn tỷ");
    check(2_500_000_000_000, "hai nghìn năm trăm tỷ");
    check(1_000_000_000_000_000, "một triệu tỷ");
    check(1_000_000_000_000_000_000, "một tỷ tỷ");
    check(1_500_000_000_000_000_000, "một tỷ năm trăm triệu tỷ");
    check(-7, "âm bảy");
    assert_eq!(parse(&number(i64::MIN, Style::default())), Some(i64::MIN));
    assert_eq!(parse(&number(i64::MAX, Style::default())), Some(i64::MAX));
}

#[test]
fn styles_change_words() {
    let south = Style { zero_tens: ZeroTens::Le, thousand: Thousand::Ngan, ..Style::default() };
    assert_eq!(number(1001, south), "một ngàn không trăm lẻ một");
    let receipt = Style { capital: true, ending: Ending::DongChan, ..Style::default() };
    assert_eq!(amount(60_000_000, receipt), "Sáu mươi triệu đồng chẵn");
    assert_eq!(amount(0, Style::default()), "không đồng");
    assert_eq!(amount(-5, Style { capital: true, ..Style::default() }), "Âm năm đồng");
}

#[track_caller]
fn reads(text: &str, value: Option<i64>) {
    assert_eq!(parse(text), value, "{text}");
}

#[test]
fn spoken_variants_are_read() {
    reads("Sáu mươi triệu đồng chẵn./.", Some(60_000_000));
    reads("(Hai mươi bốn nghìn đồng)", Some(24_000));
    reads("hai muoi mot ngan dong", Some(21_000));
    reads("một tỉ, hai trăm triệu", Some(1_200_000_000));
}

#[test]
fn nonsense_is_refused() {
    for text in [
        "",
        "đồng",
        "linh",
        "một hai",
        "trăm",
        "một trăm một trăm",
        "một nghìn hai triệu",
        "một trăm linh",
        "tỷ",
        "nghìn",
        "một x",
        "mười tỷ tỷ tỷ",
        "một triệu nghìn",
    ] {
        reads(text, None);
    }
}

proptest! {
    #[test]
    fn words_read_back(n: i64, shift in 0..63u32, le: bool, capital: bool) {
        let n = n >> shift;
        let zero_tens = if le { ZeroTens::Le } else { ZeroTens::Linh };
        let style = Style { zero_tens, capital, ..Style::default() };
        let words = amount(n, style);
        prop_assert_eq!(parse(&words), Some(n), "{}", words);
        prop_assert!(!words.contains("  "));
    }

    #[test]
    fn parsing_never_panics(text in "(mot|hai|muoi|tram|nghin|trieu|ty|linh| ){0,12}") {
        let _ = parse(&text);
    }
}
