use proptest::prelude::*;

use super::*;

#[test]
fn numbers_are_written_the_vietnamese_way() {
    assert_eq!(integer(0), "0");
    assert_eq!(integer(999), "999");
    assert_eq!(integer(1000), "1.000");
    assert_eq!(integer(-1_234_567), "-1.234.567");
    assert_eq!(integer(i64::MIN), "-9.223.372.036.854.775.808");
    assert_eq!(decimal(Decimal { unscaled: 12_345_675, scale: 1 }), "1.234.567,5");
    assert_eq!(decimal(Decimal { unscaled: -5, scale: 2 }), "-0,05");
    assert_eq!(money(60_000_000), "60.000.000 đồng");
    assert_eq!(money_short(1_500_000_000), "1,5 tỷ đồng");
    assert_eq!(money_short(60_000_000), "60 triệu đồng");
    assert_eq!(money_short(1_234_567), "1.234.567 đồng");
    assert_eq!(money_short(500_000), "500.000 đồng");
}

#[test]
fn percentages_round_half_away_from_zero() {
    assert_eq!(percent(18, 19, 1).as_deref(), Some("94,7%"));
    assert_eq!(percent(1, 8, 2).as_deref(), Some("12,50%"));
    assert_eq!(percent(1, 200, 0).as_deref(), Some("1%"));
    assert_eq!(percent(-1, 200, 0).as_deref(), Some("-1%"));
    assert_eq!(percent(19, 19, 0).as_deref(), Some("100%"));
    assert_eq!(percent(1, 0, 0), None);
}

#[track_caller]
fn whole(text: &str, value: Option<i64>) {
    assert_eq!(parse_integer(text), value, "{text}");
}

#[test]
fn whole_numbers_are_read() {
    for text in ["1.234.567", "1234567", "1 234 567", "1,234,567", "1\u{a0}234\u{a0}567", "1.234.567,00"] {
        whole(text, Some(1_234_567));
    }
    whole("60,000", Some(60_000));
    whole("-1.000", Some(-1000));
    whole("− 5", Some(-5));
    for text in ["", "-", "1,5", "1.23.456", "1..000", "12 34", "a", "1.234,567.8", ".5", "1.", "0.500.000"] {
        whole(text, None);
    }
}

#[track_caller]
fn fraction(text: &str, unscaled: i64, scale: u8) {
    assert_eq!(parse_decimal(text), Some(Decimal { unscaled, scale }), "{text}");
}

#[test]
fn decimals_are_read_both_ways() {
    fraction("1.234.567,5", 12_345_675, 1);
    fraction("1,234,567.5", 12_345_675, 1);
    fraction("1.500", 1500, 0);
    fraction("0.500", 500, 3);
    fraction("0,75", 75, 2);
    fraction("12.5", 125, 1);
    fraction("1,234", 1234, 3);
    fraction("-3,5", -35, 1);
    fraction("-0,5", -5, 1);
    assert_eq!(parse_decimal("1,2,3"), None);
    assert_eq!(parse_decimal("1.2345.678,9"), None);
}

#[track_caller]
fn dong(text: &str, value: Option<i64>) {
    assert_eq!(parse_money(text), value, "{text}");
}

#[test]
fn money_is_read() {
    dong("60.000.000 đồng", Some(60_000_000));
    dong("60.000.000đ", Some(60_000_000));
    dong("60,000,000 VND", Some(60_000_000));
    dong("1,5 tỷ đồng", Some(1_500_000_000));
    dong("1 tỷ 200 triệu đồng", Some(1_200_000_000));
    dong("500 nghìn", Some(500_000));
    dong("2 nghìn tỷ đồng", Some(2_000_000_000_000));
    dong("0,5 đồng", None);
    dong("200 triệu 1 tỷ", None);
    dong("đồng", None);
    dong("5 quả", None);
}

#[test]
fn ordinals_go_both_ways() {
    assert_eq!(ordinal(11), "thứ mười một");
    assert_eq!(parse_ordinal("lần thứ mười một"), Some(11));
    assert_eq!(parse_ordinal("Lần thứ XV"), Some(15));
    assert_eq!(parse_ordinal("thứ nhì"), Some(2));
    assert_eq!(parse_ordinal("lần thứ 3"), Some(3));
    assert_eq!(parse_ordinal("thứ không"), None);
    assert_eq!(parse_ordinal("mười một"), None);
    for n in 1..=999 {
        assert_eq!(parse_ordinal(&ordinal(n)), Some(n));
    }
}

#[test]
fn roman_numerals_go_both_ways() {
    for n in 1..=3999 {
        assert_eq!(parse_roman(&roman(n).unwrap()), Some(n));
    }
    assert_eq!(roman(2024).as_deref(), Some("MMXXIV"));
    assert_eq!(parse_roman("xiv"), Some(14));
    assert_eq!((roman(0), roman(4000)), (None, None));
    for text in ["", "IIII", "VX", "IC", "MMMM", "A", "XIVI"] {
        assert_eq!(parse_roman(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn written_numbers_read_back(n: i64, scale in 0..6u8) {
        prop_assert_eq!(parse_integer(&integer(n)), Some(n));
        let value = Decimal { unscaled: n, scale };
        // A zero before one dot and three digits is the only place where reading must guess.
        let read = parse_decimal(&decimal(value)).map(Decimal::normalised);
        prop_assert_eq!(read, Some(value.normalised()));
    }

    #[test]
    fn short_money_reads_back(n in -10_000_000_000_000..10_000_000_000_000_i64, zeros in 0..9u32) {
        let n = n / 10_i64.pow(zeros) * 10_i64.pow(zeros);
        prop_assert_eq!(parse_money(&money_short(n)), Some(n));
    }

    #[test]
    fn parsing_never_panics(text in "[0-9.,\\- a-zđ]{0,12}|\\PC{0,8}") {
        let _ = (parse_integer(&text), parse_decimal(&text), parse_money(&text), parse_ordinal(&text));
    }
}
