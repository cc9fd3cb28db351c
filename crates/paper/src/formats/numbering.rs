//! Labels of automatic lists, counted as Word counts them.

use std::collections::HashMap;
use std::fmt::Write as _;

/// How many levels a list has in Word.
pub(crate) const LEVELS: usize = 9;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NumberFormat {
    #[default]
    Decimal,
    /// `01`, `02` … `10`.
    DecimalZero,
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    /// Vietnamese numerals in words: một, hai, ba …
    VietnameseWords,
    /// `- 1 -`.
    InDashes,
    /// A sign instead of a number: the level's text is the sign.
    Bullet,
    /// No number at all.
    None,
}

impl NumberFormat {
    /// From the name that .docx uses.
    pub fn from_name(name: &str) -> Self {
        match name {
            "decimalZero" => Self::DecimalZero,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "vietnameseCounting" => Self::VietnameseWords,
            "numberInDash" => Self::InDashes,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// Writes `number` at the end of `out`.
    pub fn write(self, number: u32, out: &mut String) {
        match self {
            Self::Decimal => push(out, format_args!("{number}")),
            Self::DecimalZero => push(out, format_args!("{number:02}")),
            Self::UpperRoman => out.push_str(&roman(number)),
            Self::LowerRoman => out.push_str(&roman(number).to_lowercase()),
            Self::UpperLetter => letters(number, b'A', out),
            Self::LowerLetter => letters(number, b'a', out),
            Self::VietnameseWords => vietnamese(number, out),
            Self::InDashes => push(out, format_args!("- {number} -")),
            Self::Bullet | Self::None => {}
        }
    }
}

/// What stands between a label and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Suffix {
    /// A tab or a blank: both are one blank in our text.
    #[default]
    Blank,
    Nothing,
}

/// One level of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Level {
    pub format: NumberFormat,
    /// The label, with `%1` … `%9` for the numbers of the levels.
    pub template: String,
    pub start: u32,
    /// The level (from 1) whose use restarts this one; 0 is never, `None` any higher level.
    pub restart_after: Option<u8>,
    /// All numbers of the label are decimal, whatever their own level says.
    pub is_legal: bool,
    pub suffix: Suffix,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            format: NumberFormat::Decimal,
            template: String::new(),
            start: 1,
            restart_after: None,
            is_legal: false,
            suffix: Suffix::Blank,
        }
    }
}

/// The state of all lists of a paper while it is read in order.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    lists: HashMap<u32, [Option<u32>; LEVELS]>,
}

impl Counters {
    /// Sets the next number of `level` in `list` to `start`, as an override does at its first use.
    pub fn restart(&mut self, list: u32, level: usize, start: u32) {
        if let Some(slot) = self.lists.entry(list).or_default().get_mut(level) {
            *slot = Some(start.saturating_sub(1));
        }
    }

    /// Counts one paragraph at `level` of `list` and returns its label without the suffix.
    pub fn next(&mut self, list: u32, level: usize, levels: &[Level]) -> String {
        let Some(own) = levels.get(level) else {
            return String::new();
        };
        let numbers = self.lists.entry(list).or_default();
        numbers[level] = Some(numbers[level].map_or(own.start, |number| number.saturating_add(1)));
        for (deeper, slot) in numbers.iter_mut().enumerate().skip(level + 1) {
            let restarts = match levels.get(deeper).and_then(|deeper| deeper.restart_after) {
                None => true,
                Some(0) => false,
                Some(after) => level < usize::from(after),
            };
            if restarts {
                *slot = None;
            }
        }
        if own.format == NumberFormat::Bullet {
            return own.template.clone();
        }
        label(own, levels, numbers)
    }
}

fn label(own: &Level, levels: &[Level], numbers: &[Option<u32>; LEVELS]) -> String {
    let mut out = String::new();
    let mut rest = own.template.chars().peekable();
    while let Some(c) = rest.next() {
        let place = rest.peek().and_then(|digit| digit.to_digit(10)).filter(|digit| (1..=9).contains(digit));
        let (true, Some(place)) = (c == '%', place) else {
            out.push(c);
            continue;
        };
        rest.next();
        let place = place as usize - 1;
        let Some(level) = levels.get(place) else { continue };
        let format = match level.format {
            NumberFormat::None | NumberFormat::Bullet => continue,
            _ if own.is_legal => NumberFormat::Decimal,
            format => format,
        };
        format.write(numbers[place].unwrap_or(level.start), &mut out);
    }
    out
}

/// Writing to a string cannot fail.
fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// Roman numerals; beyond 3999 decimal, as no reader would know the sign.
fn roman(number: u32) -> String {
    vi::numbers::roman(number).unwrap_or_else(|| number.to_string())
}

/// a … z, then aa, bb … zz, aaa: Word repeats the letter.
fn letters(number: u32, first: u8, out: &mut String) {
    // Beyond this a label is noise, and its length would be the file's to choose.
    const MOST_REPEATS: u32 = 30;
    let Some(index) = number.checked_sub(1) else {
        out.push('0');
        return;
    };
    let letter = char::from(first + u8::try_from(index % 26).unwrap_or(0));
    for _ in 0..=(index / 26).min(MOST_REPEATS) {
        out.push(letter);
    }
}

/// Numbers in Vietnamese words up to 99, decimal beyond.
fn vietnamese(number: u32, out: &mut String) {
    const ONES: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
    let (tens, ones) = (number / 10, (number % 10) as usize);
    match tens {
        0 => out.push_str(ONES[ones]),
        1 => out.push_str("mười"),
        2..=9 => {
            out.push_str(ONES[tens as usize]);
            out.push_str(" mươi");
        }
        _ => return push(out, format_args!("{number}")),
    }
    if tens > 0 && ones > 0 {
        out.push(' ');
        out.push_str(match (tens, ones) {
            (2.., 1) => "mốt",
            (_, 5) => "lăm",
            _ => ONES[ones],
        });
    }
}

/// The length of the label that a text begins with, written as letters: `-`, `IV.`, `2.1.`, `a)` …
pub(crate) fn label_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if "-–+•▪*➢✓□".contains(first) {
        return Some(first.len_utf8());
    }
    let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
    let word = &text[..end];
    let inner = word.strip_suffix(['.', ')', '/'])?.trim_start_matches('(');
    let is_number =
        !inner.is_empty() && inner.len() <= 12 && inner.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_roman = !inner.is_empty() && inner.len() <= 6 && inner.chars().all(|c| "IVX".contains(c));
    let is_letter = inner.chars().count() == 1 && inner.starts_with(char::is_alphabetic);
    (is_number || is_roman || is_letter).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: NumberFormat, number: u32, expected: &str) {
        let mut out = String::new();
        format.write(number, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        check(NumberFormat::UpperRoman, 14, "XIV");
        check(NumberFormat::LowerRoman, 4, "iv");
        check(NumberFormat::LowerLetter, 1, "a");
        check(NumberFormat::LowerLetter, 27, "aa");
        check(NumberFormat::UpperLetter, 28, "BB");
        check(NumberFormat::DecimalZero, 7, "07");
        check(NumberFormat::VietnameseWords, 25, "hai mươi lăm");
        check(NumberFormat::VietnameseWords, 11, "mười một");
        check(NumberFormat::InDashes, 3, "- 3 -");
    }

    fn outline() -> Vec<Level> {
        let level = |format, template: &str| Level { format, template: template.into(), ..Level::default() };
        vec![
            level(NumberFormat::UpperRoman, "%1."),
            level(NumberFormat::Decimal, "%2."),
            level(NumberFormat::Decimal, "%2.%3."),
            Level { is_legal: true, ..level(NumberFormat::LowerLetter, "%1.%4)") },
        ]
    }

    #[test]
    fn deeper_levels_restart_under_a_new_heading() {
        let (levels, mut counters) = (outline(), Counters::default());
        let labels: Vec<_> =
            [0, 1, 2, 2, 1, 2, 0, 1, 3].map(|level| counters.next(1, level, &levels)).into_iter().collect();
        assert_eq!(labels, ["I.", "1.", "1.1.", "1.2.", "2.", "2.1.", "II.", "1.", "2.1)"]);
    }

    #[test]
    fn a_level_that_never_restarts_counts_on() {
        let mut levels = outline();
        levels[1].restart_after = Some(0);
        let mut counters = Counters::default();
        let labels: Vec<_> = [0, 1, 0, 1].map(|level| counters.next(1, level, &levels)).into_iter().collect();
        assert_eq!(labels, ["I.", "1.", "II.", "2."]);
    }

    #[test]
    fn an_override_starts_again() {
        let (levels, mut counters) = (outline(), Counters::default());
        counters.next(1, 0, &levels);
        counters.restart(1, 0, 5);
        assert_eq!(counters.next(1, 0, &levels), "V.");
    }
}
