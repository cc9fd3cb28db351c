//! The Vietnamese lunisolar calendar (âm lịch), for solar dates 1900-01-01 to 2199-12-31 and lunar years
//! 1899 to 2199.
//!
//! # What is promised
//!
//! The *present* rule for all years: months begin on the day of the new moon at UTC+7, the eleventh month
//! holds the winter solstice, and in a year of thirteen months the first without a major solar term is the
//! leap month. Papers of the time may differ: until the end of 1967 the North followed the Chinese calendar at
//! UTC+8 (decision 121/CP of 8 August 1967 changed that), the South kept UTC+8 until 1975 (Tết Mậu Thân fell on
//! 29 January 1968 in the North and on the 30th in the South), and colonial almanacs differed again. Do not
//! re-date old papers with this.
//!
//! Dates come from a compact table. It was computed by the `astronomy` module and agrees, day by day, with
//! an independently written program on another ephemeris (`tests/independent`). In a few years a deciding
//! instant lies so close to midnight that the prediction of the Earth's rotation decides; see
//! [`UNCERTAIN_YEARS`].

#[cfg(test)]
mod astronomy;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};

use table::{FIRST_YEAR, YEARS};

/// Years in which a deciding instant lies within a minute of midnight (three minutes after 2100, where the
/// rotation of the Earth is hard to predict), as (lunar year, what and how near).
///
/// Years past are settled. Those ahead may move by a day when the rotation is better known; an official
/// calendar, once published, wins.
#[rustfmt::skip]
pub const UNCERTAIN_YEARS: [(i32, &str); 14] = [
    (1938, "solar term in month of 1938-08-25, 25 s"),
    (1944, "new moon 1944-06-20, 28 s"),
    (1967, "new moon 1967-07-08, 3 s"),
    (2054, "new moon 2054-05-08, 14 s"),
    (2074, "solar term in month of 2074-08-22, 5 s"),
    (2077, "new moon 2077-11-15, 26 s"),
    (2085, "new moon 2085-10-18, 45 s"),
    (2130, "new moon 2130-05-07, 124 s"),
    (2150, "new moon 2150-05-26, 36 s"),
    (2153, "new moon 2153-10-18, 80 s"),
    (2159, "new moon 2159-05-17, 113 s"),
    (2175, "new moon 2175-01-22, 24 s"),
    (2188, "new moon 2188-04-27, 111 s"),
    (2199, "new moon 2199-01-26, 127 s"),
];

/// A day of the lunisolar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LunarDate {
    /// Lunar year, named by the solar year in which it begins.
    pub year: i32,
    /// 1 to 12; a leap month has the number of the month before it.
    pub month: u8,
    /// Whether this is the leap month (tháng nhuận).
    pub leap: bool,
    /// 1 to 30.
    pub day: u8,
}

impl LunarDate {
    /// A day of an ordinary month.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, leap: false, day }
    }

    /// The lunar day of a solar date; `None` outside 1900-01-01 to 2199-12-31 and the rest of lunar year 2199.
    pub fn from_solar(date: NaiveDate) -> Option<Self> {
        let mut year = Year::find(date.year());
        if year.is_none_or(|year| date < year.tet()) {
            year = Year::find(date.year() - 1);
        }
        let year = year?;
        let mut rest = date.signed_duration_since(year.tet()).num_days();
        for (month, leap, length) in year.months() {
            if rest < i64::from(length) {
                let day = u8::try_from(rest + 1).ok()?;
                return Some(Self { year: year.number, month, leap, day });
            }
            rest -= i64::from(length);
        }
        None
    }

    /// The solar date; `None` when this day does not exist (no such leap month, a 30th of a short month) or
    /// the year is not covered.
    pub fn to_solar(self) -> Option<NaiveDate> {
        let year = Year::find(self.year)?;
        let mut before = 0;
        for (month, leap, length) in year.months() {
            if (month, leap) == (self.month, self.leap) {
                let exists = (1..=length).contains(&self.day);
                return exists.then(|| year.tet() + Days::new(before + u64::from(self.day) - 1));
            }
            before += u64::from(length);
        }
        None
    }

    /// How the day is said: `mùng 1` … `mùng 10`, `ngày 11` … `ngày 14`, `ngày rằm`, `ngày 16` ….
    pub fn day_name(self) -> String {
        match self.day {
            1..=10 => format!("mùng {}", self.day),
            15 => "ngày rằm".to_owned(),
            day => format!("ngày {day}"),
        }
    }

    /// How the month is said: `tháng Giêng`, `tháng 2` …, `tháng Chạp`, with `nhuận` for a leap month.
    pub fn month_name(self) -> String {
        let name = match self.month {
            1 => "tháng Giêng".to_owned(),
            12 => "tháng Chạp".to_owned(),
            month => format!("tháng {month}"),
        };
        if self.leap { format!("{name} nhuận") } else { name }
    }
}

impl fmt::Display for LunarDate {
    /// `mùng 10 tháng 3 năm Giáp Thìn`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} năm {}", self.day_name(), self.month_name(), year_name(self.year))
    }
}

/// The name of a lunar year in the cycle of sixty (can chi): `Giáp Thìn` for 2024.
pub fn year_name(year: i32) -> String {
    const STEMS: [&str; 10] = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"];
    const BRANCHES: [&str; 12] =
        ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"];
    let stem = STEMS[(year + 6).rem_euclid(10).unsigned_abs() as usize];
    let branch = BRANCHES[(year + 8).rem_euclid(12).unsigned_abs() as usize];
    format!("{stem} {branch}")
}

/// The first day of lunar year `year` (Tết Nguyên đán).
pub fn tet(year: i32) -> Option<NaiveDate> {
    Some(Year::find(year)?.tet())
}

/// The number of the leap month of a lunar year, if it has one. `None` also outside 1899 to 2199.
pub fn leap_month(year: i32) -> Option<u8> {
    Year::find(year)?.leap()
}

/// Every solar date within the solar year `year` that is day `day` of ordinary month `month`.
///
/// Most days occur once. Those of the eleventh and twelfth month may occur twice or not at all, which is why
/// a lunar feast must never be stored as a solar date.
pub fn solar_dates_in(year: i32, month: u8, day: u8) -> Vec<NaiveDate> {
    [year - 1, year]
        .into_iter()
        .filter_map(|lunar_year| LunarDate::new(lunar_year, month, day).to_solar())
        .filter(|date| date.year() == year)
        .collect()
}

/// One packed year: bits 0–12 month lengths in order (1 for 30 days), 13–16 the leap month or 0, 17–22 the
/// days from 1 January to Tết.
#[derive(Clone, Copy)]
struct Year {
    number: i32,
    packed: u32,
}

impl Year {
    fn find(number: i32) -> Option<Self> {
        let index = usize::try_from(number - FIRST_YEAR).ok()?;
        Some(Self { number, packed: *YEARS.get(index)? })
    }

    fn tet(self) -> NaiveDate {
        let new_year = NaiveDate::from_ymd_opt(self.number, 1, 1).expect("table years are valid years");
        new_year + Days::new(u64::from(self.packed >> 17))
    }

    fn leap(self) -> Option<u8> {
        let month = u8::try_from((self.packed >> 13) & 0xf).ok()?;
        (month > 0).then_some(month)
    }

    /// (number, whether leap, days) of each month in order.
    fn months(self) -> impl Iterator<Item = (u8, bool, u8)> {
        let leap = self.leap();
        let count = if leap.is_some() { 13 } else { 12 };
        (0..count).map(move |index: u8| {
            let length = if self.packed >> index & 1 == 1 { 30 } else { 29 };
            match leap {
                Some(leap) if index == leap => (leap, true, length),
                Some(leap) if index > leap => (index, false, length),
                _ => (index + 1, false, length),
            }
        })
    }
}
