//! Slips of the pen: doubled words, missing and stray blanks, marks without a partner, odd letters.

use super::{Finding, FindingKind, Reading, Severity};
use crate::reading::model::Span;
use crate::reading::text::Token;

pub(crate) fn check(reading: &Reading, found: &mut Vec<Finding>) {
    for block in reading.blocks {
        if !reading.text.watch.goes_on(block.body.len()) {
            return;
        }
        doubled(reading, block.body, found);
        blanks(reading, block.body, found);
        marks(reading, block.body, found);
    }
    letters(reading, found);
}

/// "đại biểu đại biểu": one, two or three words that stand twice in a row. Reduplication of the language is no slip.
fn doubled(reading: &Reading, body: Span, found: &mut Vec<Finding>) {
    let text = reading.text;
    let words = text.tokens_in(body);
    let word = |i: usize| text.low(words[i].span);
    let mut at = 0;
    while at < words.len() {
        // Nearly every word is unlike the three that follow it.
        if let [this, a, b, c, ..] = &words[at..]
            && this.hash != a.hash
            && this.hash != b.hash
            && this.hash != c.hash
        {
            at += 1;
            continue;
        }
        let repeat = (1..=3usize).rev().find(|n| {
            at + 2 * n <= words.len()
                && words[at].hash == words[at + n].hash
                && (1..2 * n).all(|k| words[at + k].follows)
                && (0..*n).all(|k| {
                    words[at + k].hash == words[at + n + k].hash
                        && word(at + k).chars().all(crate::reading::text::is_letter)
                })
        });
        let Some(n) = repeat else {
            at += 1;
            continue;
        };
        let once = text.words(Span::new(words[at].span.start, words[at + n - 1].span.end));
        let is_language =
            n == 1 && (reading.words.lists.doubled.has(word(at)) || is_seam(reading, words, at));
        // "A. Nguyễn Văn A A" and other single letters are names, not slips.
        if !is_language && once.chars().count() > 1 {
            let span = Span::new(words[at].span.start, words[at + 2 * n - 1].span.end);
            let shown = text.words(span);
            found.push(Finding::new(
                FindingKind::DoubledWords,
                Severity::Warning,
                Some(span),
                format!("Lặp từ: “{shown}”"),
                format!("Words stand twice: “{shown}”"),
            ));
        }
        at += 2 * n;
    }
}

/// "tuyên truyền truyền thống": the doubled syllable ends one word and begins the next.
fn is_seam(reading: &Reading, words: &[Token], at: usize) -> bool {
    let (Some(before), Some(after)) = (at.checked_sub(1).map(|i| &words[i]), words.get(at + 2)) else {
        return false;
    };
    let lists = &reading.words.lists;
    let text = reading.text;
    let joined = |from: &Token, to: &Token| text.low(Span::new(from.span.start, to.span.end));
    lists.seam_before.has(joined(before, &words[at])) && lists.seam_after.has(joined(&words[at + 1], after))
}

fn blanks(reading: &Reading, body: Span, found: &mut Vec<Finding>) {
    let text = reading.text;
    let s = text.slice(body);
    let mut push = |kind, from: usize, to: usize| {
        let span = Span::new(body.start + from, body.start + to);
        let shown = text.words(span);
        let (vi, en) = if kind == FindingKind::MissingBlank {
            (format!("Thiếu dấu cách: “{shown}”"), format!("A blank is missing: “{shown}”"))
        } else {
            (format!("Thừa hoặc sai dấu cách: “{shown}”"), format!("A blank too many: “{shown}”"))
        };
        found.push(Finding::new(kind, Severity::Info, Some(span), vi, en));
    };
    // A Vietnamese syllable has one tone: a word with two tones is two words.
    for token in text.tokens_in(body) {
        if token.tones > 1 && token.span.len() > 4 {
            push(FindingKind::MissingBlank, token.span.start - body.start, token.span.end - body.start);
        }
    }
    let around = |at: usize| {
        let from = s[..at].char_indices().rev().take(8).last().map_or(at, |(i, _)| i);
        let to = s[at..].char_indices().nth(8).map_or(s.len(), |(i, _)| at + i);
        (from, to)
    };
    for &(place, c) in text.signs_in(body) {
        let i = place - body.start;
        if is_well_set(s.as_bytes(), i, c) {
            continue;
        }
        let next = s[i + c.len_utf8()..].chars().next().unwrap_or(' ');
        let mut back = s[..i].chars().rev();
        let (before, before2) = (back.next().unwrap_or(' '), back.next().unwrap_or(' '));
        let mut push = |kind, (from, to): (usize, usize)| push(kind, from, to);
        match c {
            '“' if crate::reading::text::is_letter(before) => push(FindingKind::MissingBlank, around(i)),
            '“' | '(' if next == ' ' => push(FindingKind::StrayBlank, around(i)),
            '”' | ')' if before == ' ' && i > 0 => push(FindingKind::StrayBlank, around(i)),
            ',' | ';' | '.' if before == ' ' && crate::reading::text::is_word(before2) && next != '.' => {
                push(FindingKind::StrayBlank, around(i));
            }
            // "1947- 27/7/2024", "2024 -2029": a hyphen between figures with a blank on one side.
            '-' if (before.is_ascii_digit()
                && next == ' '
                && s.get(i + 2..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())))
                || (before == ' ' && before2.is_ascii_digit() && next.is_ascii_digit()) =>
            {
                push(FindingKind::StrayBlank, around(i));
            }
            ',' | ';' if crate::reading::text::is_letter(next) => push(FindingKind::MissingBlank, around(i)),
            '.' if before.is_lowercase() && next.is_uppercase() => push(FindingKind::MissingBlank, around(i)),
            _ => {}
        }
    }
}

/// "việc, " and its like: the mark stands right behind a word and a blank behind the mark. Most marks stand so.
fn is_well_set(s: &[u8], at: usize, mark: char) -> bool {
    let blank = |b: Option<&u8>| b.is_none_or(|b| *b == b' ');
    matches!(mark, ',' | ';' | '.') && blank(s.get(at + 1)) && at > 0 && s[at - 1] != b' '
}

/// Brackets and quotes must pair within a paragraph. "a)" and "1)" open items and pair with nothing.
fn marks(reading: &Reading, body: Span, found: &mut Vec<Finding>) {
    let s = reading.text.slice(body);
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut straight = None;
    let mut lone = None;
    for &(place, c) in reading.text.signs_in(body) {
        let i = place - body.start;
        match c {
            '(' | '“' | '[' => open.push((i, c)),
            ')' | '”' | ']' => {
                let partner = match c {
                    ')' => '(',
                    '”' => '“',
                    _ => '[',
                };
                match open.iter().rposition(|(_, o)| *o == partner) {
                    Some(k) => open.truncate(k),
                    None if c == ')' && is_item_mark(&s[..i]) => {}
                    None => lone = lone.or(Some(i)),
                }
            }
            '"' => straight = if straight.is_some() { None } else { Some(i) },
            _ => {}
        }
    }
    let first = open.first().map(|(i, _)| *i).or(lone).or(straight);
    if let Some(at) = first {
        let width = s[at..].chars().next().map_or(1, char::len_utf8);
        let shown = &s[at..at + width];
        found.push(Finding::new(
            FindingKind::UnbalancedMarks,
            Severity::Info,
            Some(Span::new(body.start + at, body.start + at + width)),
            format!("Dấu “{shown}” không có dấu đi cặp trong đoạn"),
            format!("The mark “{shown}” has no partner in its paragraph"),
        ));
    }
}

fn is_item_mark(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    word.chars().count() <= 2 && word.chars().all(crate::reading::text::is_word)
}

fn letters(reading: &Reading, found: &mut Vec<Finding>) {
    let raw = reading.text.raw();
    // Combining marks, Greek and Cyrillic begin with these bytes; nearly every text has none of them.
    if !reading.text.has_odd_letters {
        return;
    }
    let mut count = 0usize;
    let mut first = None;
    let mut alike = None;
    // Only these bytes begin such letters.
    let leads = raw.bytes().enumerate().filter(|(_, b)| matches!(b, 0xc3 | 0xcc..=0xd3));
    for (at, _) in leads {
        let Some(c) = raw[at..].chars().next() else { continue };
        match c {
            '\u{300}'..='\u{36f}' => {
                count += 1;
                first.get_or_insert(at);
            }
            'Ð' | 'ð' | '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{4ff}' => {
                alike.get_or_insert((at, c));
            }
            _ => {}
        }
    }
    let place = |raw_at: usize| {
        let start = reading.text.norm_offset(raw_at);
        let width = reading.text.norm[start..].chars().next().map_or(0, char::len_utf8);
        Some(Span::new(start, start + width))
    };
    if let Some(at) = first {
        found.push(Finding::new(
            FindingKind::LettersNotComposed,
            Severity::Info,
            place(at),
            format!("{count} dấu thanh hoặc dấu phụ gõ rời (không theo dạng Unicode dựng sẵn)"),
            format!("{count} tone or vowel marks are separate characters (not Unicode NFC)"),
        ));
    }
    if let Some((at, c)) = alike {
        found.push(Finding::new(
            FindingKind::LookalikeLetters,
            Severity::Info,
            place(at),
            format!("Chữ “{c}” (U+{:04X}) giống chữ tiếng Việt nhưng không phải", u32::from(c)),
            format!("The letter “{c}” (U+{:04X}) only looks like a Vietnamese one", u32::from(c)),
        ));
    }
}
