//! Whether a text layer says what the page shows: broken fonts give letters that make no syllables.

/// Percent of doubtful words from which a text is not taken at its word.
pub(super) const ACCEPTED: u8 = 8;

/// The share of words that cannot be right, in percent.
pub(super) fn doubt(text: &str) -> u8 {
    let mut words = 0_usize;
    let mut singles = 0_usize;
    let mut broken = 0_usize;
    for word in text.split_whitespace() {
        words += 1;
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 1 && word.chars().count() == 1 {
            singles += 1;
        }
        if is_broken(word) {
            broken += 1;
        }
    }
    if words == 0 {
        return 0;
    }
    // Single letters are words now and then (ở, ý), never one in ten.
    let extra_singles = singles.saturating_sub(words / 10);
    u8::try_from((broken + extra_singles).min(words) * 100 / words).unwrap_or(100)
}

/// A word no Vietnamese paper has: unknown or private letters, controls, signs inside letters, or far too long.
fn is_broken(word: &str) -> bool {
    // The longest syllable is nghiêng; foreign names are longer, but not often joined beyond this.
    const LONGEST: usize = 18;
    let is_odd = |c: char| {
        c == char::REPLACEMENT_CHARACTER
            || ('\u{E000}'..='\u{F8FF}').contains(&c)
            || c.is_control()
            || ('\u{80}'..='\u{BF}').contains(&c) && !"«»°·§²³©®½\u{AD}\u{A0}".contains(c)
    };
    if word.chars().any(is_odd) {
        return true;
    }
    let mut run = 0;
    for letter in word.chars() {
        run = if letter.is_alphabetic() { run + 1 } else { 0 };
        if run > LONGEST {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_told_from_text() {
        assert_eq!(doubt("Kế hoạch công tác Mặt trận năm 2024 – “Vì người nghèo”"), 0);
        assert!(doubt("K ế h o ạ c h c ô n g t á c") > 50);
        assert!(doubt("K\u{FFFD} ho\u{FFFD}ch công tác M\u{FFFD}t tr\u{FFFD}n") > 50);
        assert_eq!(doubt(""), 0);
    }
}
