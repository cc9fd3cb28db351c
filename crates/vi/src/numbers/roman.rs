const NUMERALS: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// The Roman numeral of 1 to 3999, as congress terms are numbered: `XIV`. `None` outside.
pub fn roman(n: u32) -> Option<String> {
    if !(1..=3999).contains(&n) {
        return None;
    }
    let mut rest = n;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            text.push_str(numeral);
            rest -= value;
        }
    }
    Some(text)
}

/// The value of a Roman numeral in either case. Only the standard spelling is accepted: `IIII` is not.
pub fn parse_roman(text: &str) -> Option<u32> {
    let upper = text.to_ascii_uppercase();
    let mut rest = upper.as_str();
    let mut n = 0;
    for (value, numeral) in NUMERALS {
        while let Some(tail) = rest.strip_prefix(numeral) {
            n += value;
            rest = tail;
        }
    }
    // Writing it again refuses every other spelling.
    (rest.is_empty() && roman(n).as_deref() == Some(&upper)).then_some(n)
}
