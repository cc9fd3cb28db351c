//! The marks that open an entry of an outline: "I.", "1.1.", "a)", "-", "(1)" (handbook 2.3).

/// The family of a label; families nest in this order unless the paper says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Mark {
    Part,
    Chapter,
    Appendix,
    Upper,
    Roman,
    Section,
    Article,
    /// "1.", "1.1.": the number of figures.
    Decimal(u8),
    /// "1)".
    DigitParen,
    /// "a)": Vietnamese alphabet, đ included.
    Letter,
    /// "(1)".
    Paren,
    Dash,
    Plus,
    Star,
    Dot,
}

impl Mark {
    pub fn is_bullet(self) -> bool {
        self >= Self::Dash
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    pub mark: Mark,
    /// As printed, "II." or "1.1.".
    pub printed: String,
    /// Ordinals: [2] for "II.", [1, 1] for "1.1.", [4] for "d)"; empty for bullets.
    pub numbers: Vec<u32>,
    /// Bytes from the start of the block to the first letter of the body.
    pub len: usize,
}

/// The label at the start of `s`, which has no leading blanks.
pub(crate) fn parse(s: &str) -> Option<Label> {
    bullet(s)
        .or_else(|| word_label(s))
        .or_else(|| decimal(s))
        .or_else(|| roman(s))
        .or_else(|| letter(s))
        .or_else(|| paren(s))
}

fn made(s: &str, mark: Mark, printed_len: usize, numbers: Vec<u32>) -> Option<Label> {
    let printed = s.get(..printed_len)?.trim_end().to_owned();
    let rest = s.get(printed_len..)?;
    let len = printed_len + (rest.len() - rest.trim_start().len());
    Some(Label { mark, printed, numbers, len })
}

fn bullet(s: &str) -> Option<Label> {
    let c = s.chars().next()?;
    let mark = match c {
        '-' | '⁃' => Mark::Dash,
        '+' => Mark::Plus,
        '*' | '⁎' | '★' => Mark::Star,
        '•' | '·' | '▪' | '■' | '●' | '○' | '◦' | '\u{f0b7}' | '\u{f0a7}' | '§' | '✓' | '►' | '❖' => {
            Mark::Dot
        }
        _ => return None,
    };
    let rest = &s[c.len_utf8()..];
    let next = rest.chars().next()?;
    // A rule of dashes and a figure below zero are no bullets.
    if next == c || (mark != Mark::Dot && next.is_ascii_digit() && c != '*') || rest.trim().is_empty() {
        return None;
    }
    if !rest.chars().any(crate::reading::text::is_word) {
        return None;
    }
    made(s, mark, c.len_utf8(), Vec::new())
}

/// "Phần thứ nhất", "Phần I", "Chương II", "Mục 3", "Điều 5.", "Phụ lục I".
fn word_label(s: &str) -> Option<Label> {
    if !s.starts_with(['P', 'p', 'C', 'c', 'M', 'm', 'Đ', 'đ']) {
        return None;
    }
    let low: String = s.chars().take(8).flat_map(char::to_lowercase).collect();
    let (mark, word) = [
        (Mark::Part, "phần "),
        (Mark::Chapter, "chương "),
        (Mark::Section, "mục "),
        (Mark::Article, "điều "),
        (Mark::Appendix, "phụ lục"),
    ]
    .into_iter()
    .find(|(_, word)| low.starts_with(word))?;
    // Lower and upper case of these words have the same length.
    let mut at = word.len();
    let rest = s.get(at..)?;
    let token = rest.split([' ', '.', ':', '\t', '-']).find(|t| !t.is_empty()).unwrap_or("");
    let number = if let Ok(n) = token.parse::<u32>() {
        at += rest.find(token)? + token.len();
        n
    } else if let Some(n) = roman_value(token) {
        at += rest.find(token)? + token.len();
        n
    } else if rest.to_lowercase().starts_with("thứ ") {
        let tail = rest.get("thứ ".len()..)?;
        let word = tail.split([' ', '.', ':', '\t']).next().unwrap_or("");
        at += "thứ ".len() + word.len();
        super::names::ordinal(&word.to_lowercase())?
    } else if mark == Mark::Appendix && token.is_empty() {
        return made(s, mark, s.len(), Vec::new());
    } else {
        return None;
    };
    let tail = s.get(at..)?;
    let first = tail.chars().next();
    // "Điều 5 của Luật …" inside a sentence is no label: an article's label ends in a stop.
    if mark == Mark::Article && !matches!(first, Some('.' | ':')) {
        return None;
    }
    if !matches!(first, None | Some('.' | ':' | '-' | ' ' | '\t')) {
        return None;
    }
    if matches!(first, Some('.' | ':')) {
        at += 1;
    }
    made(s, mark, at, vec![number])
}

fn decimal(s: &str) -> Option<Label> {
    let bytes = s.as_bytes();
    let mut numbers = Vec::new();
    let mut at = 0;
    loop {
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        if at == start || at - start > 2 {
            return None;
        }
        numbers.push(s[start..at].parse().ok()?);
        if at + 1 < bytes.len() && bytes[at] == b'.' && bytes[at + 1].is_ascii_digit() && numbers.len() < 6 {
            at += 1;
            continue;
        }
        break;
    }
    let next = bytes.get(at).copied();
    let after = s.get(at + 1..).and_then(|r| r.chars().next());
    let opens =
        |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_uppercase() || c == '“' || c == '"');
    let depth = u8::try_from(numbers.len()).ok()?;
    match next {
        Some(b'.') if opens(after) => made(s, Mark::Decimal(depth), at + 1, numbers),
        Some(b')') if opens(after) || after.is_some_and(crate::reading::text::is_letter) => {
            made(s, Mark::DigitParen, at + 1, numbers)
        }
        Some(b'/' | b'-' | b':') if after.is_some_and(char::is_whitespace) && numbers[0] <= 50 => {
            made(s, Mark::Decimal(depth), at + 1, numbers)
        }
        // "1 . Nội dung": a stop that a machine read apart from its figure.
        Some(b' ') if s[at + 1..].starts_with(". ") => made(s, Mark::Decimal(depth), at + 2, numbers),
        Some(b' ' | b'\t')
            if depth >= 2 && s[at..].trim_start().chars().next().is_some_and(char::is_uppercase) =>
        {
            made(s, Mark::Decimal(depth), at, numbers)
        }
        _ => None,
    }
}

fn roman(s: &str) -> Option<Label> {
    let upper = s.bytes().take_while(|b| b"IVXLC".contains(b)).count();
    let small = s.bytes().take_while(|b| b"ivx".contains(b)).count();
    // One small letter is told apart below, by what follows it.
    let len = if small > 1 { small } else { upper };
    let number = roman_value(&s[..len].to_uppercase())?;
    if len == 1 && s.starts_with(['C', 'L']) {
        return None;
    }
    let rest = &s[len..];
    let stop = rest.chars().next()?;
    let after = rest.chars().nth(1);
    let fits = match stop {
        '.' | ')' => after.is_none_or(|c| c.is_whitespace() || c.is_uppercase()),
        '/' | '-' | ':' => after.is_some_and(char::is_whitespace),
        ' ' => rest.trim_start().starts_with("- ") || rest.starts_with(" . "),
        _ => false,
    };
    if !fits {
        return None;
    }
    let printed = if stop == ' ' { len + rest.find(['-', '.'])? + 1 } else { len + 1 };
    made(s, Mark::Roman, printed, vec![number])
}

fn letter(s: &str) -> Option<Label> {
    const ALPHABET: &str = "abcdđeghiklmnopqrstuvxy";
    let c = s.chars().next()?;
    let small = c.to_lowercase().next()?;
    // "i. nội dung", "v. tổ chức thực hiện": Roman figures in papers read by a machine; letters rarely come so far.
    if matches!(c, 'i' | 'v' | 'x') && s[1..].starts_with(". ") {
        return made(s, Mark::Roman, 2, vec![roman_value(&s[..1].to_uppercase())?]);
    }
    let number = ALPHABET.chars().position(|l| l == small)?;
    let rest = &s[c.len_utf8()..];
    let stop = rest.chars().next()?;
    let after = rest.chars().nth(1);
    let is_open = after.is_none_or(char::is_whitespace);
    let mark = match (c.is_uppercase(), stop) {
        (true, '.' | '/') if is_open => Mark::Upper,
        // "A- MỤC ĐÍCH", as Party papers write it.
        (true, '-') if after.is_some_and(char::is_whitespace) => Mark::Upper,
        (false, ')') if is_open || after.is_some_and(crate::reading::text::is_letter) => Mark::Letter,
        (false, '.' | '/') if is_open => Mark::Letter,
        _ => return None,
    };
    made(s, mark, c.len_utf8() + 1, vec![u32::try_from(number).ok()? + 1])
}

fn paren(s: &str) -> Option<Label> {
    let inside = s.strip_prefix('(')?;
    let end = inside.find(')').filter(|e| *e > 0 && *e <= 4)?;
    let token = &inside[..end];
    let number = token.parse().ok().or_else(|| roman_value(&token.to_uppercase())).or_else(|| {
        (token.chars().count() == 1 && token.chars().all(|c| c.is_ascii_lowercase() || c == 'đ')).then_some(1)
    })?;
    made(s, Mark::Paren, end + 2, vec![number])
}

/// The value of a Roman numeral in capitals, up to 399.
pub(crate) fn roman_value(s: &str) -> Option<u32> {
    if s.is_empty() || s.len() > 9 {
        return None;
    }
    let mut total = 0;
    let mut last = 0;
    for b in s.bytes().rev() {
        let value = match b {
            b'I' => 1,
            b'V' => 5,
            b'X' => 10,
            b'L' => 50,
            b'C' => 100,
            _ => return None,
        };
        if value < last {
            total -= value;
        } else {
            total += value;
            last = value;
        }
    }
    (roman_text(total) == s).then_some(total)
}

/// A number in Roman capitals.
pub(crate) fn roman_text(mut n: u32) -> String {
    let mut out = String::new();
    for (value, text) in
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    {
        while n >= value {
            out.push_str(text);
            n -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(s: &str, expected: Option<(Mark, &str, &str)>) {
        let got = parse(s).map(|l| (l.mark, l.printed.clone(), s[l.len..].to_owned()));
        let got = got.as_ref().map(|(m, p, r)| (*m, p.as_str(), r.as_str()));
        assert_eq!(got, expected, "{s}");
    }

    #[test]
    fn labels_of_plans_and_legal_texts() {
        check("I. MỤC ĐÍCH", Some((Mark::Roman, "I.", "MỤC ĐÍCH")));
        check("1.1. Nâng cao", Some((Mark::Decimal(2), "1.1.", "Nâng cao")));
        check("2.1 Công tác", Some((Mark::Decimal(2), "2.1", "Công tác")));
        check("1.Mục đích", Some((Mark::Decimal(1), "1.", "Mục đích")));
        check("đ) Phối hợp", Some((Mark::Letter, "đ)", "Phối hợp")));
        check("-Tổ chức", Some((Mark::Dash, "-", "Tổ chức")));
        check("(2) Đề án", Some((Mark::Paren, "(2)", "Đề án")));
        check("Điều 2. Giao", Some((Mark::Article, "Điều 2.", "Giao")));
        check("Phần thứ hai", Some((Mark::Part, "Phần thứ hai", "")));
        check("A. ĐÁNH GIÁ", Some((Mark::Upper, "A.", "ĐÁNH GIÁ")));
    }

    #[test]
    fn what_only_looks_like_a_label() {
        check("V/v tổ chức Đại hội", None);
        check("-----", None);
        check("19/5/2024", None);
        check("1.500 suất quà", None);
        check("2024. Các cấp", None);
        check("Điều 5 của Luật", None);
        check("Mục đích của", None);
        check("-5 độ", None);
    }
}
