//! Finding the names of commemorations in running text, in one pass over its words.

use std::ops::Range;

use chrono::NaiveDate;

use super::Commemoration;
use crate::date::parse_partial;
use crate::fold::{fold, fold_with_offsets};

/// A commemoration named in a text.
#[derive(Clone, Debug)]
pub struct Mention<'a> {
    pub commemoration: &'a Commemoration,
    /// The bytes of the text that name it.
    pub range: Range<usize>,
    /// N of "N năm Ngày …".
    pub years: Option<u32>,
    /// The two dates of "(18/11/1930-18/11/2024)" after the name.
    pub dates: Option<(NaiveDate, NaiveDate)>,
}

/// A name as the words that must follow one another, filler words left out.
#[derive(Debug)]
struct Pattern {
    words: Vec<Box<str>>,
    row: usize,
    /// Whether the name begins with `Ngày`. In running text such a name counts only after `ngày` or "N năm":
    /// "Ban Dân vận" is not the day of that name.
    is_day: bool,
}

/// All names, in buckets by their first word, longest first.
#[derive(Debug)]
pub(super) struct Patterns {
    buckets: Vec<Vec<Pattern>>,
}

/// A hash of a few instructions: every word of a plan passes through it.
fn bucket(first_word: &str) -> usize {
    let mix = |sum: u8, &byte: &u8| sum.wrapping_mul(31).wrapping_add(byte);
    first_word.as_bytes().iter().fold(0, mix).into()
}

/// A word of a folded text with its byte range there.
type Word<'a> = (&'a str, Range<usize>);

/// Words that come and go without changing which day is meant.
const FILLERS: [&str; 2] = ["ngay", "cua"];

impl Patterns {
    pub(super) fn new(rows: &[Commemoration]) -> Self {
        let mut buckets: Vec<Vec<Pattern>> = (0..256).map(|_| Vec::new()).collect();
        for (row, commemoration) in rows.iter().enumerate() {
            let names = std::iter::once(&commemoration.name_vi).chain(&commemoration.aliases);
            for name in names {
                let folded = fold(name);
                let kept = words(&folded).map(|(word, _)| spelling(word)).filter(|word| !is_filler(word));
                let words: Vec<Box<str>> = kept.map(Box::from).collect();
                let is_day = folded.starts_with("ngay ");
                if let Some(first) = words.first() {
                    buckets[bucket(first)].push(Pattern { words, row, is_day });
                }
            }
        }
        for patterns in &mut buckets {
            // A stable sort: of two rows with the same name the earlier wins.
            patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.words.len()));
        }
        Self { buckets }
    }

    pub(super) fn find_whole(&self, name: &str) -> Option<usize> {
        let folded = fold(name);
        let words: Vec<Word> = words(&folded).filter(|(word, _)| !is_filler(word)).collect();
        let candidates = &self.buckets[bucket(spelling(words.first()?.0))];
        candidates.iter().find(|pattern| matches(pattern, &words) == Some(words.len())).map(|p| p.row)
    }

    pub(super) fn mentions<'a>(&self, rows: &'a [Commemoration], text: &str) -> Vec<Mention<'a>> {
        let (folded, offsets) = fold_with_offsets(text);
        // Four letters and a space make the usual word.
        let mut list: Vec<Word> = Vec::with_capacity(folded.len() / 4);
        list.extend(words(&folded));
        let words = list;
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some((row, length)) = self.match_at(&words, at) else {
                at += 1;
                continue;
            };
            // `Ngày` before the name belongs to it, though it does not decide.
            let starts = if at > 0 && words[at - 1].0 == "ngay" { at - 1 } else { at };
            let (start, end) = (words[starts].1.start, words[at + length - 1].1.end);
            found.push(Mention {
                commemoration: &rows[row],
                range: offsets[start] as usize..offsets[end] as usize,
                years: years_before(&words[..starts]),
                dates: dates_after(&folded[end..]),
            });
            at += length;
        }
        found
    }

    /// The row named at word `at`, and how many words name it.
    fn match_at(&self, words: &[Word], at: usize) -> Option<(usize, usize)> {
        let candidates = &self.buckets[bucket(spelling(words[at].0))];
        let announced = || {
            let before = &words[..at];
            before.last().is_some_and(|(word, _)| *word == "ngay") || years_before(before).is_some()
        };
        candidates.iter().find_map(|pattern| {
            let length = matches(pattern, &words[at..])?;
            (!pattern.is_day || announced()).then_some((pattern.row, length))
        })
    }
}

/// How many words of the text the pattern covers, if it stands at its start.
fn matches(pattern: &Pattern, words: &[Word]) -> Option<usize> {
    let mut at = 0;
    for (index, expected) in pattern.words.iter().enumerate() {
        while index > 0 && words.get(at).is_some_and(|(word, _)| is_filler(word)) {
            at += 1;
        }
        (spelling(words.get(at)?.0) == &**expected).then_some(())?;
        at += 1;
    }
    Some(at)
}

fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// Both spellings of i/y stand in official names: liệt sỹ, liệt sĩ.
fn spelling(word: &str) -> &str {
    match word {
        "si" => "sy",
        "ki" => "ky",
        word => word,
    }
}

/// `94 năm` just before the name.
fn years_before(words: &[Word]) -> Option<u32> {
    let [.., (number, _), ("nam", _)] = words else {
        return None;
    };
    number.parse().ok().filter(|&years| years > 0 && years < 5000)
}

/// `(18/11/1930-18/11/2024)` just after the name.
fn dates_after(folded: &str) -> Option<(NaiveDate, NaiveDate)> {
    let rest = folded.trim_start().strip_prefix('(')?;
    let (from, rest) = parse_partial(rest)?;
    let (to, _) = parse_partial(rest.trim_start().strip_prefix('-')?)?;
    let date = |day: crate::date::PartialDate| NaiveDate::from_ymd_opt(day.year?, day.month, day.day);
    Some((date(from)?, date(to)?))
}

fn words(folded: &str) -> impl Iterator<Item = Word<'_>> {
    let bytes = folded.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // Bytes above 0x7f belong to letters of other scripts; they join words and so match nothing.
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
        at += bytes[at..].iter().position(is_word)?;
        let start = at;
        at += bytes[at..].iter().position(|byte| !is_word(byte)).unwrap_or(bytes.len() - at);
        Some((&folded[start..at], start..at))
    })
}
