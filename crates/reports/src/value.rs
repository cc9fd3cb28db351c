//! A figure as somebody wrote it.

use serde::Deserialize;
use vi::numbers::{Decimal, parse_decimal};

use crate::indicator::Indicator;

/// A figure as it came: a number of a program, what a person typed, or nothing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Raw {
    /// Typed by a person, the Vietnamese way first: `1.234,5` is one thousand two hundred and thirty-four and a half.
    Typed(String),
    /// A number of JSON: the dot is a decimal point.
    Number(serde_json::Number),
    /// Anything else that is not nothing: refused.
    Other(serde_json::Value),
}

/// Why a figure cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFault {
    /// Text, a list, true or false.
    NoNumber,
    /// More digits after the comma than the indicator has.
    TooManyDecimals,
    /// Below the least that makes sense: a negative count.
    TooSmall,
    /// Above the most that makes sense.
    TooLarge,
}

/// The figure in whole numbers of the indicator's last digit; an empty text is a blank, which is not zero.
///
/// # Errors
/// The first fault.
pub fn read(raw: Option<&Raw>, indicator: &Indicator) -> Result<Option<i64>, ValueFault> {
    let decimal = match raw {
        None | Some(Raw::Other(serde_json::Value::Null)) => return Ok(None),
        Some(Raw::Typed(text)) if text.trim().is_empty() => return Ok(None),
        Some(Raw::Typed(text)) => parse_decimal(text),
        Some(Raw::Number(number)) => plain(&number.to_string()),
        Some(Raw::Other(_)) => None,
    };
    let decimal = decimal.ok_or(ValueFault::NoNumber)?.normalised();
    if decimal.scale > indicator.decimals {
        return Err(ValueFault::TooManyDecimals);
    }
    let value = decimal.times(10_i64.pow(u32::from(indicator.decimals))).ok_or(ValueFault::TooLarge)?;
    if indicator.least.is_some_and(|least| value < least) {
        return Err(ValueFault::TooSmall);
    }
    if indicator.most.is_some_and(|most| value > most) {
        return Err(ValueFault::TooLarge);
    }
    Ok(Some(value))
}

/// A number as programs write it: `-12.5`; no exponent.
fn plain(text: &str) -> Option<Decimal> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let scale = u8::try_from(decimals.len()).ok().filter(|scale| *scale <= 18)?;
    let digits = decimals.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Some(Decimal { unscaled: format!("{whole}{decimals}").parse().ok()?, scale }))?
}

/// A figure as a field of a form shows it and reads it back: `1234,5`, without dots.
pub fn typed(value: i64, indicator: &Indicator) -> String {
    let text = vi::numbers::decimal(indicator.decimal(value).normalised());
    text.replace('.', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample;

    #[track_caller]
    fn check(json: &str, decimals: u8, expected: Result<Option<i64>, ValueFault>) {
        let indicator = Indicator { decimals, least: Some(0), most: Some(1_000_000), ..sample(0) };
        let raw: Option<Raw> = serde_json::from_str(json).expect("JSON");
        assert_eq!(read(raw.as_ref(), &indicator), expected, "{json}");
    }

    #[test]
    fn people_and_programs_write_numbers_differently() {
        check("1234.5", 1, Ok(Some(12_345)));
        check(r#""1.234,5""#, 1, Ok(Some(12_345)));
        check(r#""1.234""#, 0, Ok(Some(1234)));
        check("1.234", 0, Err(ValueFault::TooManyDecimals));
        check("12.0", 0, Ok(Some(12)));
        check(r#""1.234,5""#, 0, Err(ValueFault::TooManyDecimals));
        check("1e3", 0, Ok(Some(1000)));
    }

    #[test]
    fn what_is_no_number_is_told() {
        for json in [r#""mười""#, r#""12 hộ""#, "true", "[1]", r#"{"a":1}"#, r#""=1+1""#, "1e300"] {
            check(json, 0, Err(ValueFault::NoNumber));
        }
        check("-1", 0, Err(ValueFault::TooSmall));
        check("1000001", 0, Err(ValueFault::TooLarge));
        check("99999999999999999999", 0, Err(ValueFault::NoNumber));
    }

    #[test]
    fn a_blank_is_no_zero() {
        check("null", 0, Ok(None));
        check(r#"" ""#, 0, Ok(None));
        check("0", 0, Ok(Some(0)));
    }

    #[test]
    fn what_a_field_shows_is_read_back() {
        let indicator = Indicator { decimals: 1, ..sample(0) };
        for value in [0, 5, 12_345, 10_000_000, -35] {
            let raw = Raw::Typed(typed(value, &indicator));
            assert_eq!(read(Some(&raw), &indicator), Ok(Some(value)), "{raw:?}");
        }
    }
}
