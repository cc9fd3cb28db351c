//! Small numbers in words, as ordinals of conferences and parts are written.

/// "nhất", "hai", "mười một", "II" or "11" as a number, from 1 to 99.
pub(crate) fn ordinal(word: &str) -> Option<u32> {
    let word = word.trim();
    if let Ok(n) = word.parse::<u32>() {
        return (1..=99).contains(&n).then_some(n);
    }
    if let Some(n) = super::labels::roman_value(&word.to_uppercase()) {
        return Some(n);
    }
    let unit = |w: &str| {
        Some(match w {
            "nhất" | "một" | "mốt" => 1,
            "nhì" | "hai" => 2,
            "ba" => 3,
            "tư" | "bốn" => 4,
            "năm" | "lăm" => 5,
            "sáu" => 6,
            "bảy" | "bẩy" => 7,
            "tám" => 8,
            "chín" => 9,
            _ => return None,
        })
    };
    let parts: Vec<&str> = word.split_whitespace().collect();
    match parts.as_slice() {
        ["mười"] => Some(10),
        ["mười", u] => Some(10 + unit(u)?),
        [t, "mươi"] => Some(unit(t)? * 10),
        [t, "mươi", u] => Some(unit(t)? * 10 + unit(u)?),
        [u] => unit(u),
        _ => None,
    }
}

/// The longest ordinal that `words` opens with, and its length in bytes.
pub(crate) fn leading_ordinal(words: &str) -> Option<(u32, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut at = 0;
    for part in words.split_inclusive([' ', ',', '.', ';', ')', '(', '\n', ':']).take(3) {
        let word = part.trim_end_matches([' ', ',', '.', ';', ')', '(', '\n', ':']);
        ends.push(at + word.len());
        if word.len() + 1 < part.len() || !part.ends_with(' ') {
            break;
        }
        at += part.len();
    }
    ends.into_iter().rev().find_map(|end| ordinal(words.get(..end)?).map(|n| (n, end)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn ordinals_in_words() {
        assert_eq!(super::leading_ordinal("mười một, khóa XI"), Some((11, "mười một".len())));
        assert_eq!(super::leading_ordinal("XII, nhiệm kỳ"), Some((12, 3)));
        assert_eq!(super::leading_ordinal("8 Ban Chấp hành"), Some((8, 1)));
        assert_eq!(super::leading_ordinal("hai mươi lăm"), Some((25, "hai mươi lăm".len())));
        assert_eq!(super::leading_ordinal("x của"), Some((10, 1)));
        assert_eq!(super::leading_ordinal("này"), None);
    }
}
