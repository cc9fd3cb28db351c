//! Dates, periods and terms, wherever they stand (handbook 4.1, 4.3).

mod settle;

pub(crate) use settle::{last_day, quarter_of, settle};

use chrono::NaiveDate;
use vi::lunar;

use super::model::{DateKind, Span};
use super::text::Text;

/// A date while reading; `span` is in the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub kind: DateKind,
    pub span: Span,
    pub value: String,
    pub day: Option<NaiveDate>,
    /// Day and month of the mention, where the year is to be found around it.
    pub open: Option<(u8, u8)>,
}

/// Every mention in reading order. Values that need the year of the paper are filled in by [`settle`].
pub(crate) fn scan(text: &Text) -> Vec<Mention> {
    let low = text.lower.as_str();
    let bytes = low.as_bytes();
    let mut found: Vec<Mention> = Vec::new();
    let mut read_to = 0;
    for token in &text.tokens {
        let at = token.span.start;
        if at < read_to || (at > 0 && !bytes[at - 1].is_ascii()) {
            continue;
        }
        let starts = |word: &str| bytes[at..].starts_with(word.as_bytes());
        let mention = match bytes[at] {
            b'0'..=b'9' => numeric(low, at),
            b'n' if starts("năm ") => year(low, at),
            b'n' if starts("nhiệm k") => range(low, at, &["nhiệm kỳ ", "nhiệm kì "], DateKind::Term),
            b'g' if starts("giai đoạn ") => range(low, at, &["giai đoạn "], DateKind::Phase),
            b'q' if starts("quý ") => quarter(low, at),
            b't' if starts("tháng ") => month(low, at),
            b't' if starts("tết nguyên đán") => holiday(low, at),
            b'm' if starts("mùng ") => lunar_words(low, at, "mùng "),
            b'm' if starts("mồng ") => lunar_words(low, at, "mồng "),
            b'r' if starts("rằm tháng ") => full_moon(low, at),
            _ => None,
        };
        if let Some(mention) = mention {
            read_to = mention.span.end;
            found.push(mention);
        }
    }
    found
}

/// The number at `at`: its value and the place after it. At most `most` figures.
fn number(low: &str, at: usize, most: usize) -> Option<(u32, usize)> {
    let len = low.as_bytes().get(at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
    if len == 0 || len > most {
        return None;
    }
    Some((low[at..at + len].parse().ok()?, at + len))
}

fn blanks(low: &str, at: usize) -> usize {
    at + low.as_bytes()[at..].iter().take_while(|b| b.is_ascii_whitespace()).count()
}

fn day_mention(start: usize, end: usize, y: u32, m: u32, d: u32) -> Mention {
    let span = Span::new(start, end);
    let day = NaiveDate::from_ymd_opt(i32::try_from(y).unwrap_or(0), m, d);
    match day {
        Some(day) => {
            Mention { kind: DateKind::Date, span, value: day.to_string(), day: Some(day), open: None }
        }
        None => Mention { kind: DateKind::Impossible, span, value: String::new(), day: None, open: None },
    }
}

/// "07/5/1954", "30-4-1975", "20/6" after words that show a day, "20 tháng 6 năm 2023", "10/3 âm lịch", "6 tháng đầu năm".
fn numeric(low: &str, at: usize) -> Option<Mention> {
    let (d, end) = number(low, at, 2)?;
    let bytes = low.as_bytes();
    let sep = *bytes.get(end)?;
    if matches!(sep, b'/' | b'-' | b'.') {
        let (m, end2) = number(low, blanks_after(low, end + 1)?, 2)?;
        if bytes.get(end2) == Some(&sep) {
            let (y, end3) = number(low, blanks_after(low, end2 + 1)?, 4)?;
            let is_word = bytes.get(end3).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'/');
            let plausible = (1000..=2999).contains(&y) && d > 0 && m > 0 && (m <= 12 || sep == b'/');
            return (is_word && plausible).then(|| day_mention(at, end3, y, m, d));
        }
        if let Some(lunar_end) = lunar_tail(low, end2) {
            return Some(open_lunar(at, lunar_end, d, m));
        }
        let closes = bytes.get(end2).is_none_or(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'/' | b'%'));
        let shown = sep == b'/' && (follows_day_word(low, at) || is_cell(low, at, end2));
        if closes && shown && m <= 12 && (1..=31).contains(&d) && m > 0 {
            return Some(open_day(at, end2, d, m));
        }
        return None;
    }
    let rest = &low[blanks(low, end)..];
    // "tuần 2 tháng 3" is no day.
    if low[..at].ends_with("tuần ") {
        return None;
    }
    if let Some(tail) = rest.strip_prefix("tháng ") {
        if d == 6 && (tail.starts_with("đầu năm") || tail.starts_with("cuối năm")) {
            let half = if tail.starts_with("đầu") { 1 } else { 2 };
            let stop =
                low.len() - tail.len() + if half == 1 { "đầu năm".len() } else { "cuối năm".len() };
            let y = year_after(low, stop);
            let value = y.map_or_else(|| format!("H{half}"), |(y, _)| format!("{y}-H{half}"));
            return Some(Mention {
                kind: DateKind::HalfYear,
                span: Span::new(at, y.map_or(stop, |(_, e)| e)),
                value,
                day: None,
                open: None,
            });
        }
        let start = low.len() - tail.len();
        let (m, end2) = number(low, start, 2).filter(|(m, _)| (1..=12).contains(m))?;
        if let Some(lunar_end) = lunar_tail(low, end2) {
            return Some(open_lunar(at, lunar_end, d, m));
        }
        let after = blanks(low, end2);
        if let Some(year_word) = low[after..].strip_prefix("năm ") {
            let y_at = low.len() - year_word.len();
            if let Some((y, end3)) =
                number(low, blanks(low, y_at), 4).filter(|(y, _)| (1000..=2999).contains(y))
            {
                return Some(day_mention(at, end3, y, m, d));
            }
        }
        if bytes.get(end2) == Some(&b'/')
            && let Some((y, end3)) = number(low, end2 + 1, 4).filter(|(y, _)| (1000..=2999).contains(y))
        {
            return Some(day_mention(at, end3, y, m, d));
        }
        return (1..=31).contains(&d).then(|| open_day(at, end2, d, m));
    }
    None
}

/// One blank may stand inside a date ("24/ 11/2023"), no more.
fn blanks_after(low: &str, at: usize) -> Option<usize> {
    let next = blanks(low, at.min(low.len()));
    (next - at.min(low.len()) <= 1).then_some(next)
}

/// Whether `at..end` is all of a cell of a table.
fn is_cell(low: &str, at: usize, end: usize) -> bool {
    let (before, after) = (low[..at].bytes().next_back(), low.as_bytes().get(end));
    let edges = [before, after.copied()];
    edges.contains(&Some(b'\t')) && edges.iter().all(|e| matches!(e, None | Some(b'\t' | b'\n' | b'\r')))
}

fn follows_day_word(low: &str, at: usize) -> bool {
    let before = low[..at].trim_end();
    before.ends_with('(')
        || [
            "ngày", "trước", "đến", "dịp", "sau", "hạn", "từ", "mừng", "khánh", "và", "tới", "lễ", "động",
            "-",
        ]
        .iter()
        .any(|w| before.ends_with(w) && super::text::is_word_border(before, before.len() - w.len()))
            && !before.ends_with("số -")
}

fn open_day(start: usize, end: usize, d: u32, m: u32) -> Mention {
    let leap = NaiveDate::from_ymd_opt(2000, m, d);
    let kind = if leap.is_some() { DateKind::DayMonth } else { DateKind::Impossible };
    let open = leap.map(|_| (u8::try_from(d).unwrap_or(0), u8::try_from(m).unwrap_or(0)));
    Mention { kind, span: Span::new(start, end), value: String::new(), day: None, open }
}

fn open_lunar(start: usize, end: usize, d: u32, m: u32) -> Mention {
    let open = (d <= 30 && m <= 12).then(|| (u8::try_from(d).unwrap_or(0), u8::try_from(m).unwrap_or(0)));
    Mention { kind: DateKind::LunarDate, span: Span::new(start, end), value: String::new(), day: None, open }
}

fn lunar_tail(low: &str, at: usize) -> Option<usize> {
    let after = blanks(low, at);
    let rest = low.get(after..)?;
    ["âm lịch", "(âm lịch)", "a.l", "âl", "(âl)"]
        .iter()
        .find(|w| rest.starts_with(**w))
        .map(|w| after + w.len())
}

/// "mùng 10 tháng 3 âm lịch", "mùng 1 tháng giêng".
fn lunar_words(low: &str, at: usize, word: &str) -> Option<Mention> {
    let (d, end) = number(low, at + word.len(), 2).or_else(|| {
        let (n, len) = super::names::leading_ordinal(&low[at + word.len()..])?;
        Some((n, at + word.len() + len))
    })?;
    let rest = low[blanks(low, end)..].strip_prefix("tháng ")?;
    let start = low.len() - rest.len();
    let (m, end2) = lunar_month(low, start)?;
    Some(open_lunar(at, lunar_tail(low, end2).unwrap_or(end2), d, m))
}

fn lunar_month(low: &str, at: usize) -> Option<(u32, usize)> {
    if let Some(found) = number(low, at, 2) {
        return Some(found);
    }
    let rest = &low[at..];
    [("giêng", 1), ("chạp", 12)]
        .into_iter()
        .find(|(w, _)| rest.starts_with(w))
        .map(|(w, m)| (m, at + w.len()))
        .or_else(|| super::names::leading_ordinal(rest).map(|(n, len)| (n, at + len)))
        .filter(|(m, _)| *m <= 12)
}

fn full_moon(low: &str, at: usize) -> Option<Mention> {
    let (m, end) = lunar_month(low, at + "rằm tháng ".len())?;
    Some(open_lunar(at, lunar_tail(low, end).unwrap_or(end), 15, m))
}

/// "năm 2024", but not "94 năm 1930".
fn year(low: &str, at: usize) -> Option<Mention> {
    let (y, end) =
        number(low, blanks(low, at + "năm ".len()), 4).filter(|(y, _)| (1800..=2999).contains(y))?;
    let tail = &low[end..];
    // "năm 2024-2025" and "năm học 2024 - 2025" are phases without a word for it.
    if tail.starts_with('/') && tail[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(Mention {
        kind: DateKind::Year,
        span: Span::new(at, end),
        value: y.to_string(),
        day: None,
        open: None,
    })
}

/// "nhiệm kỳ 2019-2024", "giai đoạn 2021 - 2030", "giai đoạn 2021 đến 2030".
fn range(low: &str, at: usize, words: &[&str], kind: DateKind) -> Option<Mention> {
    let word = words.iter().find(|w| low[at..].starts_with(**w))?;
    let start = blanks(low, at + word.len());
    let start = if low[start..].starts_with("năm ") { start + "năm ".len() } else { start };
    let start = if low[start..].starts_with("từ năm ") { start + "từ năm ".len() } else { start };
    let (a, end) = number(low, start, 4).filter(|(y, _)| (1900..=2999).contains(y))?;
    let mid = blanks(low, end);
    let rest = &low[mid..];
    let gap = ["-", "đến năm ", "đến ", "/"].iter().find(|g| rest.starts_with(**g))?;
    let (b, end2) =
        number(low, blanks(low, mid + gap.len()), 4).filter(|(y, _)| (1900..=2999).contains(y))?;
    Some(Mention { kind, span: Span::new(at, end2), value: format!("{a}/{b}"), day: None, open: None })
}

/// "quý I/2024", "quý 2 năm 2025", "quý IV".
fn quarter(low: &str, at: usize) -> Option<Mention> {
    let start = blanks(low, at + "quý ".len());
    let token: &str = {
        let len = low.as_bytes()[start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        &low[start..start + len]
    };
    let n = super::names::ordinal(token).filter(|n| *n <= 4)?;
    let end = start + token.len();
    if low[end..].starts_with(|c: char| crate::reading::text::is_letter(c)) {
        return None;
    }
    let y = year_after(low, end);
    let value = y.map_or_else(|| format!("Q{n}"), |(y, _)| format!("{y}-Q{n}"));
    Some(Mention {
        kind: DateKind::Quarter,
        span: Span::new(at, y.map_or(end, |(_, e)| e)),
        value,
        day: None,
        open: None,
    })
}

/// "/2024", "-2024" or " năm 2024" at `at`.
fn year_after(low: &str, at: usize) -> Option<(u32, usize)> {
    let next = blanks(low, at);
    let rest = low.get(next..)?;
    let start = if rest.starts_with(['/', '-']) {
        blanks(low, next + 1)
    } else if rest.starts_with("năm ") {
        blanks(low, next + "năm ".len())
    } else {
        return None;
    };
    number(low, start, 4).filter(|(y, _)| (1900..=2999).contains(y))
}

/// "tháng 6/2026", "tháng 6 năm 2026"; "tháng 6" alone is kept open.
fn month(low: &str, at: usize) -> Option<Mention> {
    let (m, end) = number(low, blanks(low, at + "tháng ".len()), 2).filter(|(m, _)| (1..=12).contains(m))?;
    if lunar_tail(low, end).is_some() || low[end..].starts_with(|c: char| crate::reading::text::is_word(c)) {
        return None;
    }
    let y = year_after(low, end);
    let value = y.map_or_else(|| format!("--{m:02}"), |(y, _)| format!("{y}-{m:02}"));
    Some(Mention {
        kind: DateKind::Month,
        span: Span::new(at, y.map_or(end, |(_, e)| e)),
        value,
        day: None,
        open: None,
    })
}

/// "Tết Nguyên đán Giáp Thìn năm 2024", "Tết Nguyên đán 2026".
fn holiday(low: &str, at: usize) -> Option<Mention> {
    let base = at + "tết nguyên đán".len();
    let window_end = {
        let mut e = (base + 40).min(low.len());
        while !low.is_char_boundary(e) {
            e -= 1;
        }
        e
    };
    let window = &low[base..window_end];
    let stop = window.find([';', '.', '\n', '(']).unwrap_or(window.len());
    let window = &window[..stop];
    let digits = window.bytes().position(|b| b.is_ascii_digit());
    if let Some((y, end)) =
        digits.and_then(|d| number(low, base + d, 4)).filter(|(y, _)| (1900..=2199).contains(y))
    {
        let day = lunar::tet(i32::try_from(y).ok()?);
        return Some(tet_mention(at, end, day));
    }
    // The name of the lunar year tells the year within sixty; taken near the year of the paper later.
    let end = base;
    Some(Mention {
        kind: DateKind::Holiday,
        span: Span::new(at, end),
        value: String::new(),
        day: None,
        open: Some((1, 1)),
    })
}

fn tet_mention(start: usize, end: usize, day: Option<NaiveDate>) -> Mention {
    let value = day.map(|d| d.to_string()).unwrap_or_default();
    Mention { kind: DateKind::Holiday, span: Span::new(start, end), value, day, open: None }
}
