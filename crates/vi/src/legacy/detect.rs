use std::collections::HashSet;

use super::{Legacy, tables, to_unicode};
use crate::syllables::is_syllable;

/// The encoding of `text`, decoded as Western, or `None` for Unicode Vietnamese, other languages and too little
/// evidence (fewer than two or three telling words).
///
/// A telling word is a Vietnamese syllable once converted, and none as it stands. Nine in ten of the words
/// with Western letters must convert to syllables. Never answers [`Legacy::Tcvn3Upper`], which looks the same.
pub fn detect(text: &str) -> Option<Legacy> {
    if text.is_ascii() || text.chars().any(is_vietnamese_unicode) {
        return None;
    }
    let mut tcvn3 = Evidence::default();
    let mut vni = Evidence::default();
    for word in text.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()).filter(|word| !word.is_ascii())
    {
        let word = word.trim_matches(is_outer_punctuation);
        if word.is_empty() || word.is_ascii() {
            continue;
        }
        tcvn3.weigh(word, Legacy::Tcvn3);
        vni.weigh(word, Legacy::Vni);
    }
    match (tcvn3.convinces(2), vni.convinces(3)) {
        (true, true) if vni.good > tcvn3.good => Some(Legacy::Vni),
        (true, _) => Some(Legacy::Tcvn3),
        (false, true) => Some(Legacy::Vni),
        (false, false) => None,
    }
}

/// Letters that no Western decoding yields: one of them settles that the text is Unicode.
fn is_vietnamese_unicode(c: char) -> bool {
    matches!(c, '\u{102}'..='\u{151}' | '\u{168}'..='\u{177}' | '\u{17f}'..='\u{191}' | '\u{193}'..='\u{1b4}' | '\u{300}'..='\u{36f}' | '\u{1ea0}'..='\u{1ef9}')
}

/// Quotes, dashes and bullets around words.
fn is_outer_punctuation(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2010}'..='\u{2027}')
}

#[derive(Default)]
struct Evidence<'a> {
    words: usize,
    /// Words that convert to syllables.
    good: usize,
    telling: HashSet<&'a str>,
}

impl<'a> Evidence<'a> {
    fn weigh(&mut self, word: &'a str, legacy: Legacy) {
        self.words += 1;
        if !is_all_mapped(word, legacy) || !is_syllable(&to_unicode(legacy, word)) {
            return;
        }
        self.good += 1;
        let tells = match legacy {
            Legacy::Vni => true,
            // Accents alone would also turn French into syllables now and then; signs and capitals inside a
            // word do not occur there.
            Legacy::Tcvn3 | Legacy::Tcvn3Upper => has_odd_inside(word),
        };
        if tells && !is_syllable(word) {
            self.telling.insert(word);
        }
    }

    fn convinces(&self, least: usize) -> bool {
        self.telling.len() >= least && self.good * 10 >= self.words * 9
    }
}

/// Whether every Western letter of the word means something in the encoding.
fn is_all_mapped(word: &str, legacy: Legacy) -> bool {
    let mut last = None;
    word.chars().all(|c| {
        let before = last.replace(c);
        c.is_ascii()
            || match legacy {
                Legacy::Tcvn3 | Legacy::Tcvn3Upper => tables::tcvn3_letter(c).is_some(),
                Legacy::Vni => {
                    tables::vni_letter(c).is_some()
                        || before.is_some_and(|before| tables::vni_marks(before, c).is_some())
                }
            }
    })
}

/// A sign, or a capital Western letter beside a small ASCII letter, within a word.
fn has_odd_inside(word: &str) -> bool {
    let has_small = word.chars().any(|c| c.is_ascii_lowercase());
    let mut letters = word.chars();
    let first = letters.next();
    let sign = |c: char| matches!(c, '\u{a1}'..='\u{bf}' | '×' | '÷');
    let inside = letters.any(|c| sign(c) || (has_small && matches!(c, 'À'..='Þ')));
    inside || (has_small && first.is_some_and(sign))
}
