//! Civil dates as Vietnamese papers write them.

use chrono::{DateTime, Datelike, FixedOffset};

pub use chrono::NaiveDate;

/// Vietnamese time, UTC+7, without daylight saving. Never the zone of the machine.
pub const VIETNAM_OFFSET: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(offset) => offset,
    None => panic!("seven hours is a valid offset"),
};

/// The date in Viet Nam at an instant, given in milliseconds since 1970-01-01T00:00:00Z.
///
/// `None` outside the range of dates, about ±262,000 years.
pub fn local_date(utc_ms: i64) -> Option<NaiveDate> {
    Some(DateTime::from_timestamp_millis(utc_ms)?.with_timezone(&VIETNAM_OFFSET).date_naive())
}

/// The instant at which `date` begins in Viet Nam, in milliseconds since 1970-01-01T00:00:00Z.
///
/// The first instant after the day is `start_of_day_ms` of the next day.
pub fn start_of_day_ms(date: NaiveDate) -> i64 {
    const DAY_MS: i64 = 86_400_000;
    let days = i64::from(date.num_days_from_ce()) - 719_163;
    days * DAY_MS - i64::from(VIETNAM_OFFSET.local_minus_utc()) * 1000
}

/// `04/01/2024`.
pub fn short(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `ngày 04 tháng 01 năm 2024`.
///
/// Decree 30/2020, appendix I: a zero stands before days below 10 and months 1 and 2, and only there.
pub fn long(date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    if month <= 2 {
        format!("ngày {day:02} tháng {month:02} năm {year}")
    } else {
        format!("ngày {day:02} tháng {month} năm {year}")
    }
}

/// The weekday in lower case: `thứ hai` … `thứ bảy`, `chủ nhật`.
pub fn weekday(date: NaiveDate) -> &'static str {
    const NAMES: [&str; 7] = ["thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"];
    NAMES[date.weekday().num_days_from_monday() as usize]
}

/// Reads a whole text as one date with a year.
///
/// Accepts `4/1/2024`, `04-01-2024`, `4.1.2024`, `2024-01-04`, `ngày 04 tháng 01 năm 2024` and `ngày 4/1/2024`,
/// with or without accents, in any case and with any spacing. Day comes before month. `None` for anything else,
/// including days that do not exist.
pub fn parse(text: &str) -> Option<NaiveDate> {
    let folded = crate::fold::fold(text);
    let (partial, rest) = parse_partial(&folded)?;
    if !rest.trim_matches([' ', '.', ',', ';']).is_empty() {
        return None;
    }
    NaiveDate::from_ymd_opt(partial.year?, partial.month, partial.day)
}

/// Like [`parse`], for texts that may leave the year out; `year` is used then.
pub fn parse_in_year(text: &str, year: i32) -> Option<NaiveDate> {
    let folded = crate::fold::fold(text);
    let (partial, rest) = parse_partial(&folded)?;
    if !rest.trim_matches([' ', '.', ',', ';']).is_empty() {
        return None;
    }
    NaiveDate::from_ymd_opt(partial.year.unwrap_or(year), partial.month, partial.day)
}

/// A day and month as written, perhaps with its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartialDate {
    pub day: u32,
    pub month: u32,
    pub year: Option<i32>,
}

/// Reads a date at the start of a folded text and returns what follows it.
pub(crate) fn parse_partial(folded: &str) -> Option<(PartialDate, &str)> {
    let text = folded.trim_start();
    if let Some(found) = parse_iso(text) {
        return Some(found);
    }
    let text = strip_word(text, "ngay").unwrap_or(text);
    let (day, rest) = number(text, 2)?;
    if let Some(rest) = strip_word(rest.trim_start(), "thang") {
        let (month, rest) = number(rest, 2)?;
        let year = strip_word(rest.trim_start_matches([' ', ',']), "nam").and_then(|rest| number(rest, 4));
        let (year, rest) = year.map_or((None, rest), |(year, rest)| (i32::try_from(year).ok(), rest));
        return plausible(PartialDate { day, month, year }, rest);
    }
    let separator = rest.trim_start().chars().next().filter(|c| ['/', '-', '.'].contains(c))?;
    let (month, rest) = number(rest.trim_start()[1..].trim_start(), 2)?;
    let after = rest.trim_start();
    let year = after
        .strip_prefix(separator)
        .map(str::trim_start)
        .and_then(|rest| number(rest, 4))
        .filter(|&(year, _)| year >= 1000);
    let (year, rest) = year.map_or((None, rest), |(year, rest)| (i32::try_from(year).ok(), rest));
    plausible(PartialDate { day, month, year }, rest)
}

fn plausible(date: PartialDate, rest: &str) -> Option<(PartialDate, &str)> {
    // A leap year stands in for an unknown one, so that 29/2 is kept until the year is known.
    NaiveDate::from_ymd_opt(date.year.unwrap_or(2000), date.month, date.day)?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((date, rest))
}

fn parse_iso(text: &str) -> Option<(PartialDate, &str)> {
    let (year, rest) = number(text, 4).filter(|&(year, _)| year >= 1000)?;
    let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
    let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
    plausible(PartialDate { day, month, year: i32::try_from(year).ok() }, rest)
}

/// A run of 1 to `most` digits at the start.
pub(crate) fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > most {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

/// Removes `word` and the space after it; the word must end there.
pub(crate) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    (!rest.starts_with(char::is_alphabetic)).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: Option<NaiveDate>) {
        assert_eq!(parse(text), expected, "{text}");
    }

    #[test]
    fn written_dates_are_read() {
        let expected = Some(day(2024, 1, 4));
        check("04/01/2024", expected);
        check("4-1-2024", expected);
        check("4.1.2024", expected);
        check("2024-01-04", expected);
        check("ngày 04 tháng 01 năm 2024", expected);
        check("Ngày 4  tháng\u{a0}1, năm 2024.", expected);
        check("NGAY 4 THANG 1 NAM 2024", expected);
        check("ngày 4/1/2024;", expected);
    }

    #[test]
    fn other_texts_are_not() {
        for text in ["", "31/2/2024", "4/13/2024", "4/1", "104/1/2024", "4/1/20245", "4/1-2024", "ngày", "4"]
        {
            check(text, None);
        }
        assert_eq!(parse_in_year("29/2", 2024), Some(day(2024, 2, 29)));
        assert_eq!(parse_in_year("29/2", 2023), None);
        assert_eq!(parse_in_year("ngày 20 tháng 6", 2024), Some(day(2024, 6, 20)));
    }

    #[test]
    fn dates_are_written_as_the_decree_says() {
        assert_eq!(long(day(2024, 1, 4)), "ngày 04 tháng 01 năm 2024");
        assert_eq!(long(day(2024, 3, 10)), "ngày 10 tháng 3 năm 2024");
        assert_eq!(long(day(2024, 11, 5)), "ngày 05 tháng 11 năm 2024");
        assert_eq!(short(day(2024, 1, 4)), "04/01/2024");
        assert_eq!(weekday(day(2024, 11, 18)), "thứ hai");
        assert_eq!(weekday(day(2024, 11, 17)), "chủ nhật");
    }

    #[test]
    fn instants_fall_on_vietnamese_days() {
        // 2024-01-03T17:00Z is midnight in Viet Nam.
        assert_eq!(local_date(1_704_301_200_000), Some(day(2024, 1, 4)));
        assert_eq!(local_date(1_704_301_199_999), Some(day(2024, 1, 3)));
        assert_eq!(start_of_day_ms(day(2024, 1, 4)), 1_704_301_200_000);
        assert_eq!(local_date(i64::MAX), None);
        assert_eq!(local_date(-1), Some(day(1970, 1, 1)));
    }
}
