//! Amounts as banks write them.

use serde::Deserialize;

/// How a profile writes amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Numbers {
    /// Digits alone: `1234567`.
    Integer,
    /// With signs between thousands, one kind in a number: `1.234.567`, `1,234,567`, `1.234.567,00`.
    Grouped,
}

/// An amount in whole đồng; blank is zero. `None` for anything that is not surely one amount: a fraction of a đồng, two numbers in one
/// cell, groups that are no thousands.
pub fn read(text: &str, numbers: Numbers) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return Some(0);
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let whole = match numbers {
        Numbers::Integer => digits.to_owned(),
        Numbers::Grouped => ungrouped(digits)?,
    };
    // More digits than the money of the world, and `parse` would take a sign of its own.
    if whole.is_empty() || whole.len() > 18 || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    whole.parse::<i64>().ok().map(|value| sign * value)
}

/// The digits without what stands between thousands, and without a fraction of nothing.
fn ungrouped(text: &str) -> Option<String> {
    let signs: Vec<(usize, char)> =
        text.char_indices().filter(|(_, letter)| matches!(letter, '.' | ',')).collect();
    let Some((last_at, last)) = signs.last().copied() else { return Some(text.to_owned()) };
    let tail = &text[last_at + 1..];
    let is_only = signs.iter().filter(|(_, sign)| *sign == last).count() == 1;
    let is_fraction = is_only && matches!(tail.len(), 1 | 2);
    if is_fraction && tail.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let (whole, between) = if is_fraction { (&text[..last_at], signs.first()?.1) } else { (text, last) };
    if is_fraction && between == last {
        return Some(whole.to_owned());
    }
    let mut groups = whole.split(between);
    let first = groups.next()?;
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    if !(1..=3).contains(&first.len()) || !rest.iter().all(|group| is_group(group)) {
        return None;
    }
    Some(format!("{first}{}", rest.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_banks_write_them() {
        let grouped = |text| read(text, Numbers::Grouped);
        for (text, value) in [
            ("", 0),
            ("-", 0),
            ("500", 500),
            ("1.000.000", 1_000_000),
            ("1,000,000", 1_000_000),
            ("24.417.104.400", 24_417_104_400),
            ("1.000.000,00", 1_000_000),
            ("1,000,000.00", 1_000_000),
            ("500,00", 500),
            ("-50.000", -50_000),
            ("1.000", 1_000),
        ] {
            assert_eq!(grouped(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_not_surely_one_amount_is_none() {
        for text in [
            "1.00.000",
            "12.34",
            "1.000,5",
            "1.000.000 2",
            "1.000,000.00.1",
            "abc",
            "--5",
            "1.0000",
            "9".repeat(19).as_str(),
            ".5",
            "1.000,000",
        ] {
            assert_eq!(read(text, Numbers::Grouped), None, "{text}");
        }
        for text in ["1.000", "1,000", "5 0", "+-5", "٣"] {
            assert_eq!(read(text, Numbers::Integer), None, "{text}");
        }
    }
}
