//! Reading phrases from folded text. Each reader returns what it understood and the text after it.

use chrono::{Days, NaiveDate};

use super::{Due, Recurrence};
use crate::calendar::DeadlineRule;
use crate::date::{PartialDate, number, parse_partial, strip_word};
use crate::period::{PeriodKind, label};

type Read<'a, T> = Option<(T, &'a str)>;

/// Words that begin a phrase: a quick test before the readers are tried.
const OPENERS: [&str; 13] =
    ["trong", "truoc", "cham", "den", "han", "hang", "dinh", "dau", "giua", "cuoi", "thuong", "xong", "sau"];

pub(super) fn may_start(folded: &str) -> bool {
    match folded.as_bytes().first() {
        Some(b'0'..=b'9') => true,
        // Most words are turned away by their first letter.
        Some(b't' | b'c' | b'd' | b'h' | b'g' | b'x' | b's') => {
            OPENERS.iter().any(|word| folded.as_bytes().starts_with(word.as_bytes()))
        }
        _ => false,
    }
}

pub(super) fn phrase(text: &str, year: i32) -> Read<'_, Due> {
    recurring(text)
        .or_else(|| before(text, year))
        .or_else(|| at_the_latest(text, year))
        .or_else(|| after_event(text))
        .or_else(|| rough(text, year))
        .or_else(|| within(text, year))
}

/// "hằng tháng", "hàng quý, trước ngày 20", "trước ngày 20 hằng tháng", "định kỳ 6 tháng", "thường xuyên".
fn recurring(text: &str) -> Read<'_, Due> {
    if let Some(rest) = strip_words(text, &["thuong", "xuyen"]) {
        return Some((Due::Recurring(Recurrence::Regular), rest));
    }
    if let Some((kind, rest)) = every(text) {
        let after = rest.trim_start_matches([' ', ',']);
        let (last_day, rest) = last_day(after).map_or((None, rest), |(day, rest)| (Some(day), rest));
        return Some((Due::Recurring(Recurrence::Every { kind, last_day }), rest));
    }
    let (last_day, rest) = last_day(text)?;
    let (kind, rest) = every(rest.trim_start())?;
    Some((Due::Recurring(Recurrence::Every { kind, last_day: Some(last_day) }), rest))
}

fn every(text: &str) -> Read<'_, PeriodKind> {
    let (text, periodic) = match strip_words(text, &["dinh", "ky"]) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    // "hàng" is the older spelling of "hằng"; folded they are one.
    let (text, every) = match strip_word(text, "hang") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    if !periodic && !every {
        return None;
    }
    if let Some((6, rest)) = number(text, 2) {
        return strip_word(rest.trim_start(), "thang").map(|rest| (PeriodKind::HalfYear, rest));
    }
    let kinds = [("thang", PeriodKind::Month), ("quy", PeriodKind::Quarter), ("nam", PeriodKind::Year)];
    kinds.into_iter().find_map(|(word, kind)| Some((kind, strip_word(text, word)?)))
}

/// "trước ngày 20" → 19, "chậm nhất ngày 20" → 20, with no month after it.
fn last_day(text: &str) -> Read<'_, u32> {
    let (inclusive, rest) = match strip_word(text, "truoc") {
        Some(rest) => (false, rest),
        None => (true, latest_opening(text)?),
    };
    let (day, rest) = number(strip_word(rest, "ngay")?, 2)?;
    let has_month = rest.trim_start().starts_with(['/', '-', '.'])
        && rest.trim_start()[1..].trim_start().starts_with(|c: char| c.is_ascii_digit())
        || strip_word(rest.trim_start(), "thang").is_some();
    let last = if inclusive { day } else { day.checked_sub(1)? };
    (!has_month && (1..=31).contains(&last)).then_some((last, rest))
}

/// "trước ngày 20/6", "trước 17 giờ 30 ngày 20/6", "trước tháng 6", "trước quý II".
fn before(text: &str, year: i32) -> Read<'_, Due> {
    let rest = strip_word(text, "truoc")?;
    if let Some((minute_of_day, after)) = time_of_day(rest) {
        let after = strip_word(after.trim_start_matches([' ', ',']), "ngay")?;
        let (date, after) = dated(after, year)?;
        return Some((Due::Before { date, minute_of_day }, after));
    }
    if let Some((date, after)) = dated(rest, year) {
        return Some((Due::By(date - Days::new(1)), after));
    }
    let named = ["thang", "quy"].iter().any(|word| strip_word(rest, word).is_some());
    let (period, after) = label::parse_prefix(rest, year).filter(|_| named)?;
    Some((Due::By(period.start() - Days::new(1)), after))
}

/// "chậm nhất (là/vào) ngày 20/6", "đến hết ngày 20/6", "hạn cuối 20/6", "đến hết tháng 6", "xong trước …" (see [`before`]).
fn at_the_latest(text: &str, year: i32) -> Read<'_, Due> {
    if let Some(rest) = strip_word(text, "xong") {
        return before(rest, year).or_else(|| within(rest, year));
    }
    let rest = latest_opening(text)?;
    if let Some((date, after)) = dated(rest, year) {
        return Some((Due::By(date), after));
    }
    let (period, after) = label::parse_prefix(rest, year)?;
    Some((Due::Within(period), after))
}

fn latest_opening(text: &str) -> Option<&str> {
    const OPENINGS: [&[&str]; 5] =
        [&["cham", "nhat"], &["den", "het"], &["han", "cuoi"], &["han", "chot"], &["han", "den"]];
    let mut rest = OPENINGS.iter().find_map(|words| strip_words(text, words))?;
    for word in ["la", "vao", "den", "het"] {
        rest = strip_word(rest, word).unwrap_or(rest);
    }
    Some(rest)
}

/// "07 ngày làm việc kể từ ngày nhận", "trong thời hạn 30 ngày, kể từ ngày thụ lý", "sau 2 tháng kể từ ngày …".
fn after_event(text: &str) -> Read<'_, Due> {
    let opened = strip_words(text, &["trong", "thoi", "han"])
        .or_else(|| strip_words(text, &["trong", "vong"]))
        .or_else(|| strip_word(text, "trong"))
        .or_else(|| strip_words(text, &["cham", "nhat"]))
        .or_else(|| strip_word(text, "sau"));
    let (n, rest) = number(opened.unwrap_or(text), 3)?;
    let rest = rest.trim_start();
    let (rule, rest) = if let Some(rest) = strip_word(rest, "ngay") {
        match strip_words(rest, &["lam", "viec"]) {
            Some(rest) => (DeadlineRule::WorkingDays(n), rest),
            None => (DeadlineRule::CalendarDays(n), rest),
        }
    } else if let Some(rest) = strip_word(rest, "tuan") {
        (DeadlineRule::Weeks(n), rest)
    } else {
        (DeadlineRule::Months(n), strip_word(rest, "thang")?)
    };
    // "6 tháng đầu năm" is a period, and a bare "5 ngày" is a length: only an event makes a deadline.
    let after = rest.trim_start_matches([' ', ',']);
    let after = strip_words(after, &["ke", "tu"]).or_else(|| strip_words(after, &["tinh", "tu"]))?;
    Some((Due::After(rule), strip_word(after, "ngay").or_else(|| strip_word(after, "khi")).unwrap_or(after)))
}

/// "đầu tháng 6" → 10, "giữa tháng 6" → 20, "cuối tháng 6" → last day. Rough by nature.
fn rough(text: &str, year: i32) -> Read<'_, Due> {
    let (day, rest) = [("dau", Some(10)), ("giua", Some(20)), ("cuoi", None)]
        .into_iter()
        .find_map(|(word, day)| Some((day, strip_word(text, word)?)))?;
    strip_word(rest, "thang")?;
    let (period, rest) = label::parse_prefix(rest, year)?;
    let date = match day {
        Some(day) => period.start() + Days::new(day - 1),
        None => period.last_day(),
    };
    Some((Due::Around(date), rest))
}

/// "trong quý I", "trong tháng 6", "trong 6 tháng đầu năm". Without `trong` a period is only a time named.
fn within(text: &str, year: i32) -> Read<'_, Due> {
    let rest = strip_word(text, "trong")?;
    let (period, rest) = label::parse_prefix(rest, year)?;
    Some((Due::Within(period), rest))
}

fn dated(text: &str, year: i32) -> Read<'_, NaiveDate> {
    let (PartialDate { day, month, year: written }, rest) = parse_partial(text)?;
    Some((NaiveDate::from_ymd_opt(written.unwrap_or(year), month, day)?, rest))
}

/// "17 giờ", "17 giờ 30 phút", "17h30", "17:30", as minutes from midnight. 24 giờ is the end of the day.
fn time_of_day(text: &str) -> Read<'_, u16> {
    let (hours, rest) = number(text, 2)?;
    let rest = rest.trim_start();
    let rest = strip_word(rest, "gio").or_else(|| rest.strip_prefix(['h', ':']))?;
    let (minutes, rest) = match number(rest, 2) {
        Some((minutes, rest)) => (minutes, strip_word(rest.trim_start(), "phut").unwrap_or(rest)),
        None => (0, rest),
    };
    let fits = minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0));
    fits.then(|| u16::try_from(hours * 60 + minutes).ok().map(|total| (total, rest)))?
}

fn strip_words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().try_fold(text, |rest, word| strip_word(rest.trim_start(), word))
}
