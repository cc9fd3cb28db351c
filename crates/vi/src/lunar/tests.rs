use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};

use super::astronomy::{last_new_moon, new_moon, solar_longitude_instant};
use super::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// A lunar year computed from scratch at a time zone.
#[derive(Debug, PartialEq, Eq)]
struct Computed {
    year: i32,
    tet: NaiveDate,
    leap: u8,
    lengths: Vec<bool>,
}

/// The civil date, `zone` hours east, of a Julian Day.
#[expect(clippy::cast_possible_truncation, reason = "day numbers are small")]
fn civil(jd: f64, zone: f64) -> NaiveDate {
    let days = (jd + 0.5 + zone / 24.0).floor() as i64 - 2_451_545;
    let epoch = day(2000, 1, 1);
    if days < 0 { epoch - Days::new(days.unsigned_abs()) } else { epoch + Days::new(days.unsigned_abs()) }
}

#[expect(clippy::cast_precision_loss, reason = "day numbers are small")]
fn julian_day(date: NaiveDate) -> f64 {
    2_451_544.5 + (date - day(2000, 1, 1)).num_days() as f64
}

/// Number of the new moon that begins the month of the winter solstice of `year`.
fn eleventh_month(year: i32, zone: f64) -> i32 {
    let solstice = civil(solar_longitude_instant(270.0, julian_day(day(year, 12, 21))), zone);
    let k = last_new_moon(julian_day(solstice) + 2.0);
    (0..3).map(|back| k - back).find(|&k| civil(new_moon(k), zone) <= solstice).unwrap()
}

/// Whether the month from new moon `k` holds one of the twelve major solar terms.
fn has_major_term(k: i32, zone: f64) -> bool {
    let (start, end) = (civil(new_moon(k), zone), civil(new_moon(k + 1), zone));
    let sun = super::astronomy::apparent_longitude(julian_day(start));
    // The next two multiples of 30 degrees, and the one just behind, whose instant may be on the first day.
    (-1..=2).any(|step| {
        let degrees = ((sun / 30.0).floor() + f64::from(step)) * 30.0;
        let near = julian_day(start) + (degrees - sun) / 360.0 * 365.2422;
        let term = civil(solar_longitude_instant(degrees.rem_euclid(360.0), near), zone);
        start <= term && term < end
    })
}

fn compute(year: i32, zone: f64) -> Computed {
    let (first, second, third) =
        (eleventh_month(year - 1, zone), eleventh_month(year, zone), eleventh_month(year + 1, zone));
    // (new moon, number, leap) for every month from the eleventh of last year on.
    let mut months = Vec::new();
    for (from, to) in [(first, second), (second, third)] {
        let leap = (to - from == 13).then(|| (from + 1..to).find(|&k| !has_major_term(k, zone)).unwrap());
        let mut number = 11;
        for k in from..to {
            if Some(k) == leap {
                months.push((k, number, true));
                continue;
            }
            if k != from {
                number = number % 12 + 1;
            }
            months.push((k, number, false));
        }
    }
    let begin = months.iter().position(|&(_, number, leap)| number == 1 && !leap).unwrap();
    let end = begin + 1 + months[begin + 1..].iter().position(|&(_, n, leap)| n == 1 && !leap).unwrap();
    let months = &months[begin..end];
    Computed {
        year,
        tet: civil(new_moon(months[0].0), zone),
        leap: months.iter().find(|month| month.2).map_or(0, |month| month.1),
        lengths: months
            .iter()
            .map(|&(k, ..)| (civil(new_moon(k + 1), zone) - civil(new_moon(k), zone)).num_days() == 30)
            .collect(),
    }
}

fn pack(year: &Computed) -> u32 {
    let lengths = year.lengths.iter().rev().fold(0, |bits, &long| bits << 1 | u32::from(long));
    year.tet.ordinal0() << 17 | u32::from(year.leap) << 13 | lengths
}

#[test]
fn the_table_is_what_the_astronomy_computes() {
    let computed: Vec<u32> = (FIRST_YEAR..FIRST_YEAR + 301).map(|year| pack(&compute(year, 7.0))).collect();
    let mut source = String::new();
    for row in computed.chunks(8) {
        let row: Vec<String> =
            row.iter().map(|packed| format!("0x{:02x}_{:04x}", packed >> 16, packed & 0xffff)).collect();
        writeln!(source, "    {},", row.join(", ")).unwrap();
    }
    assert!(computed == YEARS, "the table should be:\n{source}");
}

/// Golden years from `tests/independent/lunar.py`.
fn independent() -> Vec<Computed> {
    let csv = include_str!("../../tests/independent/lunar.csv");
    let rows: Vec<Computed> = csv
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            Computed {
                year: fields[0].parse().unwrap(),
                tet: fields[1].parse().unwrap(),
                leap: fields[2].parse().unwrap_or(0),
                lengths: fields[3].chars().map(|c| c == '1').collect(),
            }
        })
        .collect();
    assert_eq!(rows.len(), 301);
    rows
}

#[test]
fn every_day_agrees_with_the_independent_ephemeris() {
    let mut wrong = Vec::new();
    for golden in independent() {
        let mut date = golden.tet;
        let (mut number, mut leap_seen) = (0, false);
        for long in golden.lengths {
            let leap = number == golden.leap && number != 0 && !leap_seen;
            if leap {
                leap_seen = true;
            } else {
                number += 1;
            }
            for day in 1..=(29 + u8::from(long)) {
                let lunar = LunarDate { year: golden.year, month: number, leap, day };
                if LunarDate::from_solar(date) != Some(lunar) || lunar.to_solar() != Some(date) {
                    wrong.push(format!("{date} should be {lunar:?}, is {:?}", LunarDate::from_solar(date)));
                }
                date = date.succ_opt().unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{} days differ, from {:?}", wrong.len(), &wrong[..wrong.len().min(5)]);
}

#[track_caller]
fn check(year: i32, tet: (u32, u32), hung_kings: (u32, u32), mid_autumn: (u32, u32), leap: u8) {
    let at = |(d, m): (u32, u32)| Some(day(year, m, d));
    assert_eq!(super::tet(year), at(tet));
    assert_eq!(LunarDate::new(year, 3, 10).to_solar(), at(hung_kings));
    assert_eq!(LunarDate::new(year, 8, 15).to_solar(), at(mid_autumn));
    assert_eq!(leap_month(year).unwrap_or(0), leap);
}

#[test]
fn known_years_are_right() {
    check(2023, (22, 1), (29, 4), (29, 9), 2);
    check(2024, (10, 2), (18, 4), (17, 9), 0);
    check(2025, (29, 1), (7, 4), (6, 10), 6);
    check(2026, (17, 2), (26, 4), (25, 9), 0);
    check(2027, (6, 2), (16, 4), (15, 9), 0);
    check(2028, (26, 1), (4, 4), (3, 10), 5);
    check(2029, (13, 2), (23, 4), (22, 9), 0);
    check(2030, (2, 2), (12, 4), (12, 9), 0);
    check(2031, (23, 1), (1, 4), (1, 10), 3);
    check(2033, (31, 1), (9, 4), (8, 9), 11);
    assert_eq!(tet(1985), Some(day(1985, 1, 21)));
    assert_eq!(tet(2007), Some(day(2007, 2, 17)));
    // The date the North kept in 1968, the first year of its own calendar.
    assert_eq!(tet(1968), Some(day(1968, 1, 29)));
}

#[test]
fn the_same_method_at_utc_8_gives_the_chinese_calendar() {
    for (year, month, first) in [
        (1985, 2, 20),
        (2007, 2, 18),
        (2030, 2, 3),
        (2053, 2, 19),
        (2024, 2, 10),
        (2026, 2, 17),
        (1968, 1, 30),
    ] {
        assert_eq!(compute(year, 8.0).tet, day(year, month, first));
    }
    // Leap months of the Chinese calendar, 1984 to 2033, with none left out.
    let leaps: Vec<(i32, u8)> =
        (1984..=2033).map(|year| (year, compute(year, 8.0).leap)).filter(|&(_, leap)| leap > 0).collect();
    let expected = [
        (1984, 10),
        (1987, 6),
        (1990, 5),
        (1993, 3),
        (1995, 8),
        (1998, 5),
        (2001, 4),
        (2004, 2),
        (2006, 7),
        (2009, 5),
        (2012, 4),
        (2014, 9),
        (2017, 6),
        (2020, 4),
        (2023, 2),
        (2025, 6),
        (2028, 5),
        (2031, 3),
        (2033, 11),
    ];
    assert_eq!(leaps, expected);
}

#[test]
fn uncertain_years_are_those_near_midnight() {
    let csv = include_str!("../../tests/independent/lunar.csv");
    let near: Vec<i32> = csv
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',');
            let year: i32 = fields.next()?.parse().ok()?;
            let seconds: u32 = fields.nth(3)?.parse().ok()?;
            (seconds < if year <= 2100 { 60 } else { 180 }).then_some(year)
        })
        .collect();
    let listed: Vec<i32> = UNCERTAIN_YEARS.iter().map(|&(year, _)| year).collect();
    assert_eq!(listed, near);
}

#[test]
fn days_are_named_as_people_say_them() {
    let said = |date: NaiveDate| LunarDate::from_solar(date).unwrap().to_string();
    assert_eq!(said(day(2024, 4, 18)), "mùng 10 tháng 3 năm Giáp Thìn");
    assert_eq!(said(day(2024, 2, 10)), "mùng 1 tháng Giêng năm Giáp Thìn");
    assert_eq!(said(day(2024, 2, 9)), "ngày 30 tháng Chạp năm Quý Mão");
    assert_eq!(said(day(2023, 4, 5)), "ngày rằm tháng 2 nhuận năm Quý Mão");
    assert_eq!(year_name(1984), "Giáp Tý");
    assert_eq!(year_name(2026), "Bính Ngọ");
    assert_eq!(year_name(1945), "Ất Dậu");
}

#[test]
fn days_that_do_not_exist_are_refused() {
    let leap = |year, month| LunarDate { year, month, leap: true, day: 1 };
    assert_eq!(leap(2024, 2).to_solar(), None);
    assert!(leap(2023, 2).to_solar().is_some());
    for (month, day) in [(0, 1), (13, 1), (1, 0), (1, 30), (1, 31)] {
        assert_eq!(LunarDate::new(2024, month, day).to_solar(), None, "{day}/{month}");
    }
    assert_eq!(LunarDate::new(1898, 1, 1).to_solar(), None);
    assert_eq!(LunarDate::new(2200, 1, 1).to_solar(), None);
    assert_eq!(LunarDate::from_solar(day(1899, 1, 1)), None);
    assert_eq!(LunarDate::from_solar(day(2201, 1, 1)), None);
}

#[test]
fn every_promised_day_converts_both_ways() {
    let mut date = day(1900, 1, 1);
    let mut before: Option<LunarDate> = None;
    while date.year() < 2200 {
        let lunar = LunarDate::from_solar(date).unwrap();
        assert_eq!(lunar.to_solar(), Some(date));
        if let Some(before) = before {
            let same_month = (before.month, before.leap) == (lunar.month, lunar.leap);
            assert_eq!(lunar.day, if same_month { before.day + 1 } else { 1 }, "{date}");
        }
        before = Some(lunar);
        date = date.succ_opt().unwrap();
    }
}

#[test]
fn a_feast_late_in_the_year_may_come_twice_or_never() {
    // The first of the twelfth month falls near New Year, on either side of it.
    let counts: Vec<usize> = (2000..2040).map(|year| solar_dates_in(year, 12, 1).len()).collect();
    assert!(counts.contains(&0) && counts.contains(&2) && counts.contains(&1));
    assert_eq!(solar_dates_in(2024, 3, 10), [day(2024, 4, 18)]);
}
