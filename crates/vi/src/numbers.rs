//! Numbers as Vietnamese papers write them: a dot between thousands, a comma before decimals.

mod ordinal;
mod parse;
mod roman;
#[cfg(test)]
mod tests;

pub use ordinal::{ordinal, parse_ordinal};
pub use parse::{parse_decimal, parse_integer, parse_money};
pub use roman::{parse_roman, roman};

/// An exact decimal number: `unscaled` ÷ 10^`scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    pub unscaled: i64,
    /// Digits after the comma, 0 to 18.
    pub scale: u8,
}

impl Decimal {
    /// The value times `factor` when that is a whole number that fits.
    pub fn times(self, factor: i64) -> Option<i64> {
        let product = i128::from(self.unscaled) * i128::from(factor);
        let divisor = 10_i128.checked_pow(u32::from(self.scale))?;
        (product % divisor == 0).then(|| i64::try_from(product / divisor).ok())?
    }

    /// The same value without zeros at the end of the decimals.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        while self.scale > 0 && self.unscaled % 10 == 0 {
            self.unscaled /= 10;
            self.scale -= 1;
        }
        self
    }
}

/// `1.234.567`.
pub fn integer(n: i64) -> String {
    let text = grouped(&n.unsigned_abs().to_string());
    if n < 0 { format!("-{text}") } else { text }
}

/// `1.234.567,5`; all `scale` decimals are written.
pub fn decimal(value: Decimal) -> String {
    let scale = usize::from(value.scale);
    let digits = format!("{:0>width$}", value.unscaled.unsigned_abs(), width = scale + 1);
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    let sign = if value.unscaled < 0 { "-" } else { "" };
    let comma = if scale > 0 { "," } else { "" };
    format!("{sign}{}{comma}{decimals}", grouped(whole))
}

/// `1.234.567 đồng`.
pub fn money(dong: i64) -> String {
    format!("{} đồng", integer(dong))
}

/// The shortest exact reading, as reports prefer it: `1,5 tỷ đồng`, `60 triệu đồng`, `1.234.567 đồng`.
///
/// A larger unit is used only when at most three decimals remain and nothing is lost.
pub fn money_short(dong: i64) -> String {
    for (unit, name, scale) in [(1_000_000_000, "tỷ", 9), (1_000_000, "triệu", 6)] {
        if dong.unsigned_abs() >= unit {
            let value = Decimal { unscaled: dong, scale }.normalised();
            if value.scale <= 3 {
                return format!("{} {name} đồng", decimal(value));
            }
        }
    }
    money(dong)
}

/// `part` of `whole` in per cent with `decimals` digits (0 to 6), rounded half away from zero: `94,7%`.
///
/// `None` when `whole` is zero: nothing of nothing is no percentage.
pub fn percent(part: i64, whole: i64, decimals: u8) -> Option<String> {
    let decimals = decimals.min(6);
    let scaled = i128::from(part) * 100 * 10_i128.pow(u32::from(decimals));
    let whole = i128::from(whole);
    if whole == 0 {
        return None;
    }
    let half = whole.abs() / 2;
    let signed = if whole < 0 { -scaled } else { scaled };
    let rounded = (signed.abs() + half) / whole.abs() * signed.signum();
    let unscaled = i64::try_from(rounded).ok()?;
    Some(format!("{}%", decimal(Decimal { unscaled, scale: decimals })))
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}
