use super::Decimal;
use crate::fold::fold;

/// Reads a whole number: `1.234.567`, `1234567`, `1 234 567`, `1,234,567`, `-5`.
///
/// A separator must group by three. Decimals are refused, except that `1.500,00` is the whole number 1500.
pub fn parse_integer(text: &str) -> Option<i64> {
    let text = compact(text)?;
    // Where only whole numbers are possible, a lone "60,000" is the English way to write 60.000.
    if let Some((sign, value)) = grouped(&text, ',').or_else(|| grouped(&text, '.')) {
        return value.checked_mul(sign);
    }
    parse_compact(&text)?.times(1)
}

/// Reads a number with decimals, the Vietnamese way first: `1.234.567,5`, `1234,5`, `0,75`; then the English: `1,234.5`, `0.75`.
///
/// One dot before exactly three digits groups thousands (`1.500` is 1500, but `0.500` is a half); one comma
/// is always a decimal comma.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    parse_compact(&compact(text)?)
}

/// Reads an amount of money in whole đồng: `60.000.000 đồng`, `60.000.000đ`, `1,5 tỷ đồng`, `1 tỷ 200 triệu đồng`,
/// `500 nghìn`, `20.000.000 VND`. `None` where a fraction of a đồng would remain.
pub fn parse_money(text: &str) -> Option<i64> {
    let folded = fold(text);
    let mut rest = folded.trim_end_matches('.');
    for suffix in ["dong", "vnd", "d"] {
        if let Some(stripped) = rest.strip_suffix(suffix) {
            rest = stripped.trim_end();
            break;
        }
    }
    let mut total: i64 = 0;
    let mut last_unit = i64::MAX;
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_alphabetic()).unwrap_or(rest.len());
        let (figures, tail) = rest.split_at(end);
        let (unit, tail) = unit(tail)?;
        if unit >= last_unit {
            return None;
        }
        let value = if unit == 1 { parse_integer(figures)? } else { parse_decimal(figures)?.times(unit)? };
        total = total.checked_add(value)?;
        last_unit = unit;
        rest = tail.trim_start();
    }
    (last_unit != i64::MAX).then_some(total)
}

/// The unit word at the start, if any, and the rest.
fn unit(text: &str) -> Option<(i64, &str)> {
    if text.is_empty() {
        return Some((1, text));
    }
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, mut rest) = text.split_at(end);
    let value = match word {
        "ty" | "ti" => 1_000_000_000,
        "trieu" | "tr" => 1_000_000,
        "nghin" | "ngan" => match rest.trim_start().strip_prefix("ty") {
            Some(tail) => {
                rest = tail;
                1_000_000_000_000
            }
            None => 1000,
        },
        _ => return None,
    };
    Some((value, rest))
}

/// Trims, drops spaces between digits and normalises the minus sign.
fn compact(text: &str) -> Option<String> {
    let folded = fold(text);
    let mut compact = String::with_capacity(folded.len());
    let bytes = folded.as_bytes();
    for (at, c) in folded.char_indices() {
        match c {
            '0'..='9' | '.' | ',' => compact.push(c),
            '-' | '+' if at == 0 => {
                if c == '-' {
                    compact.push(c);
                }
            }
            // A space may group digits, or follow the sign.
            ' ' if at == 1 || at > 1 && groups_three(&bytes[at + 1..]) => {}
            _ => return None,
        }
    }
    (!compact.is_empty()).then_some(compact)
}

fn groups_three(after: &[u8]) -> bool {
    let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits == 3
}

/// Groups of three joined by `separator`, at least two of them, and nothing else.
fn grouped(text: &str, separator: char) -> Option<(i64, i64)> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let mut groups = digits.split(separator);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_number = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&first.len())
        && is_number(first)
        && !rest.is_empty()
        && !(first.starts_with('0'))
        && rest.iter().all(|group| group.len() == 3 && is_number(group));
    fits.then_some(())?;
    Some((sign, digits.replace(separator, "").parse().ok()?))
}

fn parse_compact(text: &str) -> Option<Decimal> {
    let (last_dot, last_comma) = (text.rfind('.'), text.rfind(','));
    let decimal_at = match (last_dot, last_comma) {
        (Some(dot), Some(comma)) => Some(dot.max(comma)),
        (None, Some(comma)) if text.find(',') == Some(comma) => Some(comma),
        (Some(dot), None) if text.find('.') == Some(dot) && grouped(text, '.').is_none() => Some(dot),
        _ => None,
    };
    let (whole, decimals) = match decimal_at {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = whole.strip_prefix('-').unwrap_or(whole);
    if unsigned.is_empty() || !plain(decimals) || (decimal_at.is_some() && decimals.is_empty()) {
        return None;
    }
    let separator = whole.chars().find(|c| ['.', ','].contains(c));
    let whole = match separator {
        None if plain(unsigned) => whole.to_owned(),
        None => return None,
        Some(separator) => {
            grouped(whole, separator)?;
            whole.replace(separator, "")
        }
    };
    let scale = u8::try_from(decimals.len()).ok().filter(|&scale| scale <= 18)?;
    Some(Decimal { unscaled: format!("{whole}{decimals}").parse().ok()?, scale })
}
