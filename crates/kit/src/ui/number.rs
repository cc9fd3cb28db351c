//! Numbers as people write them.

use maud::Render;

use crate::text::Lang;

/// A whole number with its thousands apart: `1.234.567` in Vietnamese, `1,234,567` in English.
#[derive(Debug, Clone, Copy)]
pub struct Number(pub i64, pub Lang);

impl Render for Number {
    fn render_to(&self, buffer: &mut String) {
        let separator = match self.1 {
            Lang::Vi => '.',
            Lang::En => ',',
        };
        if self.0 < 0 {
            buffer.push('−');
        }
        // At most 20 digits: no allocation, no formatting machinery.
        let mut digits = [0_u8; 20];
        let mut at = digits.len();
        let mut rest = self.0.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + u8::try_from(rest % 10).expect("a digit");
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        for (index, digit) in digits[at..].iter().enumerate() {
            if index > 0 && (digits.len() - at - index) % 3 == 0 {
                buffer.push(separator);
            }
            buffer.push(char::from(*digit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: i64, lang: Lang, written: &str) {
        assert_eq!(Number(number, lang).render().0, written);
    }

    #[test]
    fn thousands_stand_apart() {
        check(0, Lang::Vi, "0");
        check(999, Lang::Vi, "999");
        check(1000, Lang::Vi, "1.000");
        check(1_234_567, Lang::En, "1,234,567");
        check(-50_000, Lang::Vi, "−50.000");
        check(i64::MIN, Lang::Vi, "−9.223.372.036.854.775.808");
    }
}
