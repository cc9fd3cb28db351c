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
    if days < 0 {
        epoch - Days::new(days.unsigned_abs())
    } else {
        epoch + Days::new(days.unsigned_abs())
    }
}

#[expect(clippy::cast_precision_loss, reason = "day numbers are small")]
fn julian_day(date: NaiveDate) -> f64 {
    2_451_544.5 + (date - day(2000, 1, 1)).num_days() as f64
}

/// Number of the new moon that begins the month of the winter solstice of `year`.
fn eleventh_month(year: i32, zone: f64) -> i32 {
    let solstice = civil(
        solar_longitude_instant(270.0, julian_day(day(year, 12, 21))),
        zone,
    );
    let k = last_new_moon(julian_day(solstice) + 2.0);
    (0..3)
        .map(|back| k - back)
        .find(|&k| civil(new_moon(k), zone) <= solstice)
        .unwrap()
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
    let (first, second, third) = (
        eleventh_month(year - 1, zone),
        eleventh_month(year, zone),
        eleventh_month(year + 1, zone),
    );
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
    let begin = months
        .iter()
        .position(|&(_, number, leap)| number == 1 && !leap)
        .unwrap();
    let end = begin
        + 1
        + months[begin + 1..]
            .iter()
            .position(|&(_, n, leap)| n == 1 && !leap)
            .unwrap();
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
    let lengths = year
        .lengths
        .iter()
        .rev()
        .fold(0, |bits, &long| bits << 1 | u32::from(long));
    year.tet.ordinal0() << 17 | u32::from(year.leap) << 13 | lengths
}

#[test]
fn the_table_is_what_the_astronomy_computes() {
    let computed: Vec<u32> = (FIRST_YEAR..FIRST_YEAR + 301)
        .map(|year| pack(&compute(year, 7.0)))
        .collect();
    let mut source = String::new();
    for row in computed.chunks(8) {
        let row: Vec<String> = row
            .iter()
            .map(|packed| format!("0x{:02x}_{:04x}", packed >> 16, packed & 0xffff))
            .collect();
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
                let lunar = LunarDate {
                    year: golden.year,
                    month: number,
                    leap,
                    day,
                };
                if LunarDate::from_solar(date) != Some(lunar) || lunar.to_solar() != Some(date) {
                    wrong.push(format!(
                        "{date} should be {lunar:?}, is {:?}",
                        LunarDate::from_solar(date)
                    ));
                }
                date = date.succ_opt().unwrap();
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} days differ, from {:?}",
        wrong.len(),
        &wrong[..wrong.len().min(5)]
    );
}
