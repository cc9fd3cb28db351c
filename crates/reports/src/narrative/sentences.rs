//! Words of a report cut into sentences, as Vietnamese offices write them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A part of a text, counted in characters from 0; the end is the first character after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// The text of the span; `None` where the text is shorter.
    pub fn of(self, text: &str) -> Option<String> {
        let len = self.end.checked_sub(self.start)?;
        let found: String = text.chars().skip(self.start).take(len).collect();
        (len > 0 && found.chars().count() == len).then_some(found)
    }
}

/// What a stop behind does not end a sentence, in small letters: titles, places, people.
const ABBREVIATIONS: [&str; 26] = [
    "tp", "tx", "tt", "q", "p", "h", "x", "đ/c", "đc", "đ.c", "ths", "ts", "pgs", "gs", "bs", "ks", "cn",
    "cv", "st", "sn", "tr", "vd", "kp", "ng", "tm", "kt",
];

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn is_closer(c: char) -> bool {
    matches!(c, ')' | '”' | '"' | '»' | '’' | ']')
}

/// The sentences of a text. Lines are borders; dashes and numbers that open a line are no part of the sentence.
pub fn sentences(text: &str) -> Vec<Span> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut start = 0;
    for line in chars.split(|c| *c == '\n') {
        cut_line(&chars, start, start + line.len(), &mut found);
        start += line.len() + 1;
    }
    found
}

/// Where the words of a line begin: behind blanks, dashes and "1.", "1.2.", "a)".
fn behind_bullet(chars: &[char], mut at: usize, end: usize) -> usize {
    let skip = |mut at: usize| {
        while at < end && (chars[at].is_whitespace() || matches!(chars[at], '-' | '–' | '+' | '•' | '*'))
        {
            at += 1;
        }
        at
    };
    at = skip(at);
    let token = (at..end).take_while(|at| !chars[*at].is_whitespace()).last().map_or(at, |last| last + 1);
    let word = &chars[at..token];
    let is_number =
        word.split(|c| *c == '.').all(|part| part.len() <= 2 && part.iter().all(char::is_ascii_digit));
    let is_bullet = match word {
        [number @ .., ')'] => (1..=2).contains(&number.len()) && number.iter().all(|c| c.is_alphanumeric()),
        [_, .., '.'] => is_number,
        _ => false,
    };
    if is_bullet && token < end { skip(token) } else { at }
}

fn cut_line(chars: &[char], start: usize, end: usize, found: &mut Vec<Span>) {
    let mut from = behind_bullet(chars, start, end);
    let mut push = |from: usize, to: usize| {
        let from = (from..to).find(|at| !chars[*at].is_whitespace());
        let to = (start..to).rev().find(|at| !chars[*at].is_whitespace()).map(|at| at + 1);
        if let (Some(from), Some(to)) = (from, to)
            && chars[from..to].iter().any(|c| c.is_alphabetic())
        {
            found.push(Span { start: from, end: to });
        }
    };
    let mut at = from;
    while at < end {
        if !is_stop(chars[at]) {
            at += 1;
            continue;
        }
        let behind = (at..end).find(|at| !is_stop(chars[*at]) && !is_closer(chars[*at])).unwrap_or(end);
        if behind == end || ends_here(chars, (from, end), at, behind) {
            push(from, behind);
            from = behind;
        }
        at = behind;
    }
    push(from, end);
}

/// Whether the stop at `at`, with what closes behind it until `behind`, ends a sentence of a line.
fn ends_here(chars: &[char], (from, end): (usize, usize), at: usize, behind: usize) -> bool {
    let is_lone = chars[at] == '.' && behind == at + 1;
    if !chars[behind].is_whitespace() {
        // "12 nhà.Đã bàn giao": the blank was forgotten.
        return is_lone && chars[behind].is_uppercase() && at > from && chars[at - 1].is_lowercase();
    }
    let Some(next) = (behind..end).map(|at| chars[at]).find(|c| !c.is_whitespace()) else { return true };
    if !(next.is_uppercase() || next.is_ascii_digit() || matches!(next, '“' | '"' | '(' | '-' | '–' | '«'))
    {
        return false;
    }
    if !is_lone {
        return true;
    }
    let is_border = |c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"');
    let word_start = (from..at).rev().find(|at| is_border(chars[*at])).map_or(from, |at| at + 1);
    let word: String = chars[word_start..at].iter().flat_map(|c| c.to_lowercase()).collect();
    let is_initial = at - word_start == 1 && chars[word_start].is_uppercase();
    let is_short_number = (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_in_date = is_short_number && next.is_ascii_digit();
    !(ABBREVIATIONS.contains(&word.as_str()) || is_initial || is_in_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> =
            sentences(text).into_iter().map(|span| span.of(text).expect("within")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stops_inside_words_and_numbers_end_nothing() {
        check(
            "Đã vận động 1.234.567 đồng trong ngày 18/11/2024. Đ/c Lò Văn A. Quân dự.",
            &["Đã vận động 1.234.567 đồng trong ngày 18/11/2024.", "Đ/c Lò Văn A. Quân dự."],
        );
        check(
            "Đoàn của TP. Sơn La và Đ/c. Hà đến thăm. Quà gồm gạo, muối, v.v. và chăn.",
            &["Đoàn của TP. Sơn La và Đ/c. Hà đến thăm.", "Quà gồm gạo, muối, v.v. và chăn."],
        );
        check("Tặng gạo, v.v. Trao 5 nhà.", &["Tặng gạo, v.v.", "Trao 5 nhà."]);
        check("Họp ngày 18. 11. 2024 tại bản. Xong.", &["Họp ngày 18. 11. 2024 tại bản.", "Xong."]);
        check("Theo 18-NQ/TW. Năm 2024. Đã làm", &["Theo 18-NQ/TW.", "Năm 2024.", "Đã làm"]);
    }

    #[test]
    fn lines_and_what_opens_them_are_borders() {
        check(
            "- Một việc\n  + Hai việc;\n1. Ba\n1.2. Bốn\na) Năm\n\n---\n12 nhà mới",
            &["Một việc", "Hai việc;", "Ba", "Bốn", "Năm", "12 nhà mới"],
        );
        check(
            "Bàn giao 12 nhà.Đã trao quà. 3. Khởi công",
            &["Bàn giao 12 nhà.", "Đã trao quà.", "Khởi công"],
        );
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        check(
            "Ông nói: “Dân tin!” Mọi người vỗ tay… Sau đó về. (Có ảnh.) Hết",
            &["Ông nói: “Dân tin!”", "Mọi người vỗ tay…", "Sau đó về.", "(Có ảnh.)", "Hết"],
        );
        check("", &[]);
        check("Sao vậy? không rõ.", &["Sao vậy? không rõ."]);
    }

    #[test]
    fn a_span_beyond_the_text_is_nothing() {
        assert_eq!(Span { start: 2, end: 9 }.of("ngắn"), None);
        assert_eq!(Span { start: 3, end: 1 }.of("ngắn"), None);
        assert_eq!(Span { start: 2, end: 4 }.of("ngắn").as_deref(), Some("ắn"));
    }
}
