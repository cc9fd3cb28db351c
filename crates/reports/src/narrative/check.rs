//! Numbers typed in words beside the figures of the tables: the same, or another.

use crate::catalogue::Catalogue;
use crate::indicator::Indicator;
use vi::numbers::parse_decimal;

/// A typed number that speaks of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedNumber {
    /// As typed.
    pub text: String,
    /// The indicator's code.
    pub code: String,
    /// In whole numbers of the indicator's last digit.
    pub typed: i64,
    pub figure: i64,
    /// Its place in the text, in bytes.
    pub start: usize,
    pub end: usize,
}

impl TypedNumber {
    pub const fn agrees(&self) -> bool {
        self.typed == self.figure
    }
}

/// Words that name nothing.
const EMPTY: [&str; 20] = [
    "duoc", "va", "cua", "cho", "tai", "o", "do", "de", "cac", "trong", "do", "so", "tong", "la", "co",
    "voi", "mot", "nhung", "ve", "theo",
];

#[derive(Debug)]
struct Word {
    folded: String,
    start: usize,
    end: usize,
    /// Counts the commas and stops before it: what a number counts stands in its own clause.
    clause: usize,
}

/// Words and numbers of a text; a number keeps its dots and commas.
fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut clause = 0;
    let mut close = |from: usize, to: usize, clause: usize| {
        found.push(Word { folded: vi::fold::fold(&text[from..to]), start: from, end: to, clause });
    };
    for (at, c) in text.char_indices() {
        let joins = matches!(c, '.' | ',') && at > 0 && is_digit(at - 1) && is_digit(at + 1);
        // "18/11/2024" and "34/2017/NQ" are one word each: no number of anything.
        let is_part = c.is_alphanumeric() || joins || (matches!(c, '/' | '-') && at > 0 && is_digit(at - 1));
        match (is_part, open) {
            (true, None) => open = Some(at),
            (false, Some(from)) => {
                close(from, at, clause);
                open = None;
            }
            _ => {}
        }
        if !is_part && matches!(c, ',' | ';' | '.' | ':' | '(' | ')') {
            clause += 1;
        }
    }
    if let Some(from) = open {
        close(from, text.len(), clause);
    }
    found
}

fn content(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).filter(|word| !EMPTY.contains(&word.as_str())).collect()
}

/// How many words before and after a number can say what it counts.
const REACH: usize = 6;

/// The typed numbers of a text that speak of one of the indicators that have a figure: the unit of measure stands behind the
/// number, and most of the indicator's name around it.
pub fn typed_numbers(
    text: &str,
    catalogue: &Catalogue,
    asked: &[&str],
    figure: impl Fn(&Indicator) -> Option<i64>,
) -> Vec<TypedNumber> {
    let all = words(text);
    let known: Vec<(&Indicator, i64, Vec<String>, Vec<String>)> = asked
        .iter()
        .filter_map(|code| catalogue.by_code(code))
        .filter_map(|one| {
            let figure = figure(one)?;
            let measure: Vec<String> = words(&one.measure_vi).into_iter().map(|word| word.folded).collect();
            let first = one.name_vi.split([',', '(']).next().unwrap_or_default();
            Some((one, figure, measure, content(first.trim_start_matches("Trong đó"))))
        })
        .collect();
    let mut found = Vec::new();
    for (at, word) in all.iter().enumerate() {
        let written = &text[word.start..word.end];
        let is_number = written.starts_with(|c: char| c.is_ascii_digit()) && !written.contains(['/', '-']);
        let Some(decimal) = is_number.then(|| parse_decimal(written)).flatten() else { continue };
        // What another number counts, or another clause says, is not looked at.
        let is_near = |other: &&Word| {
            other.clause == word.clause && !other.folded.starts_with(|c: char| c.is_ascii_digit())
        };
        let before = all[..at].iter().rev().take(REACH).take_while(is_near);
        let after: Vec<&Word> = all[at + 1..].iter().take(REACH).take_while(is_near).collect();
        let around: Vec<&str> =
            before.chain(after.iter().copied()).map(|word| word.folded.as_str()).collect();
        let mut best: Option<(usize, usize, bool)> = None;
        for (place, (_, _, measure, name)) in known.iter().enumerate() {
            let is_measured = after.len() >= measure.len()
                && measure.iter().zip(&after).all(|(one, other)| *one == other.folded);
            let hits = name.iter().filter(|one| around.contains(&one.as_str())).count();
            let is_named = name.len() > 1 && hits >= 2 && hits * 2 >= name.len();
            if !is_measured || !is_named {
                continue;
            }
            match best {
                Some((_, most, _)) if hits < most => {}
                Some((first, most, _)) if hits == most => best = Some((first, most, true)),
                _ => best = Some((place, hits, false)),
            }
        }
        // Two indicators that fit equally well: nobody knows which is meant.
        let Some((place, _, false)) = best else { continue };
        let (one, figure, ..) = &known[place];
        let Some(typed) = decimal.normalised().times(10_i64.pow(u32::from(one.decimals))) else { continue };
        found.push(TypedNumber {
            text: written.to_owned(),
            code: one.code.clone(),
            typed,
            figure: *figure,
            start: word.start,
            end: word.end,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let named = |slot: usize, code: &str, name: &str, measure: &str| Indicator {
            code: code.to_owned(),
            name_vi: name.to_owned(),
            measure_vi: measure.to_owned(),
            ..crate::tests::sample(slot)
        };
        Catalogue::of(vec![
            named(0, "surveyed", "Nhà Đại đoàn kết được khảo sát", "nhà"),
            named(1, "handed", "Nhà Đại đoàn kết được bàn giao", "nhà"),
            named(2, "sessions", "Buổi tuyên truyền, phổ biến chủ trương, pháp luật", "buổi"),
        ])
    }

    fn found(text: &str) -> Vec<(String, String, bool)> {
        let figure = |one: &Indicator| [Some(20), Some(15), Some(1200)][one.slot];
        typed_numbers(text, &catalogue(), &["surveyed", "handed", "sessions"], figure)
            .into_iter()
            .map(|one| (one.text.clone(), one.code.clone(), one.agrees()))
            .collect()
    }

    #[test]
    fn a_number_beside_a_figure_agrees_or_contradicts() {
        let one = |text: &str, code: &str, agrees| (text.to_owned(), code.to_owned(), agrees);
        assert_eq!(found("Đã bàn giao 12 nhà Đại đoàn kết."), [one("12", "handed", false)]);
        assert_eq!(
            found("Bàn giao 15 nhà Đại đoàn kết, khảo sát 20 nhà."),
            [one("15", "handed", true), one("20", "surveyed", true),]
        );
        assert_eq!(found("Tổ chức 1.200 buổi tuyên truyền."), [one("1.200", "sessions", true)]);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "Ngày 18/11/2024 bàn giao nhà Đại đoàn kết.",
            "Bàn giao 12 xe Đại đoàn kết.",
            "Có 12 nhà Đại đoàn kết trong xã.",
            "Thực hiện Nghị quyết 34/2017/NQ về 12 việc.",
            "Năm 2024 tuyên truyền tốt",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
