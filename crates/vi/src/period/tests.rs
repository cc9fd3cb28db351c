use proptest::prelude::*;

use super::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[track_caller]
fn check(period: Period, start: NaiveDate, last: NaiveDate, label: &str) {
    assert_eq!((period.start(), period.last_day()), (start, last), "{label}");
    assert_eq!(period.label(), label);
    assert_eq!(parse_label(label, 1999), Some(period), "{label}");
}

#[test]
fn quarters_are_those_of_the_calendar_year() {
    check(Period::Quarter { year: 2024, quarter: 1 }, day(2024, 1, 1), day(2024, 3, 31), "quý I/2024");
    check(Period::Quarter { year: 2024, quarter: 2 }, day(2024, 4, 1), day(2024, 6, 30), "quý II/2024");
    check(Period::Quarter { year: 2024, quarter: 3 }, day(2024, 7, 1), day(2024, 9, 30), "quý III/2024");
    check(Period::Quarter { year: 2024, quarter: 4 }, day(2024, 10, 1), day(2024, 12, 31), "quý IV/2024");
}

#[test]
fn other_periods_have_their_days_and_labels() {
    check(Period::Month { year: 2024, month: 2 }, day(2024, 2, 1), day(2024, 2, 29), "tháng 2/2024");
    check(
        Period::HalfYear { year: 2024, half: 1 },
        day(2024, 1, 1),
        day(2024, 6, 30),
        "6 tháng đầu năm 2024",
    );
    check(
        Period::HalfYear { year: 2024, half: 2 },
        day(2024, 7, 1),
        day(2024, 12, 31),
        "6 tháng cuối năm 2024",
    );
    check(Period::Year { year: 2024 }, day(2024, 1, 1), day(2024, 12, 31), "năm 2024");
    let nine = Period::custom(day(2024, 1, 1), day(2024, 10, 1)).unwrap();
    check(nine, day(2024, 1, 1), day(2024, 9, 30), "9 tháng đầu năm 2024");
    let regime = Period::custom(day(2023, 12, 15), day(2024, 6, 15)).unwrap();
    check(regime, day(2023, 12, 15), day(2024, 6, 14), "từ ngày 15/12/2023 đến ngày 14/6/2024");
}

#[track_caller]
fn reads(text: &str, period: Option<Period>) {
    assert_eq!(parse_label(text, 2024), period, "{text}");
}

#[test]
fn variants_are_read() {
    let first = Some(Period::Quarter { year: 2024, quarter: 1 });
    for text in ["Quý I", "trong quý 1", "QUÝ I NĂM 2024", "Quý I/2024.", "quý 1-2024", "Quy I năm"] {
        reads(text, first);
    }
    reads("trong tháng 06/2023", Period::month(2023, 6));
    reads("tháng 6 năm 2023", Period::month(2023, 6));
    reads("cả năm 2025", Period::year(2025));
    reads("sáu tháng cuối năm", Period::half_year(2024, 2));
    reads("3 tháng cuối năm 2023", Period::custom(day(2023, 10, 1), day(2024, 1, 1)));
    reads("9 tháng năm 2024", Period::custom(day(2024, 1, 1), day(2024, 10, 1)));
    for text in
        ["quý V", "quý 5", "tháng 13", "tháng", "năm 24", "6 tháng", "từ 5/6 đến 4/6", "quý I và quý II"]
    {
        reads(text, None);
    }
}

#[test]
fn neighbours_cross_years() {
    assert_eq!(Period::Month { year: 2024, month: 1 }.prev(), Period::Month { year: 2023, month: 12 });
    assert_eq!(Period::Quarter { year: 2024, quarter: 4 }.next(), Period::Quarter { year: 2025, quarter: 1 });
    assert_eq!(Period::HalfYear { year: 2024, half: 1 }.prev(), Period::HalfYear { year: 2023, half: 2 });
}

#[test]
fn the_same_period_last_year_keeps_whole_months() {
    let to_february = Period::custom(day(2024, 1, 1), day(2024, 3, 1)).unwrap();
    assert_eq!(to_february.same_period_last_year().last_day(), day(2023, 2, 28));
    let to_march = Period::custom(day(2025, 1, 1), day(2025, 3, 1)).unwrap();
    assert_eq!(to_march.same_period_last_year().last_day(), day(2024, 2, 29));
    assert_eq!(
        Period::Quarter { year: 2024, quarter: 2 }.same_period_last_year(),
        Period::Quarter { year: 2023, quarter: 2 }
    );
}

#[test]
fn impossible_periods_are_refused() {
    assert_eq!(Period::month(2024, 0), None);
    assert_eq!(Period::month(2024, 13), None);
    assert_eq!(Period::quarter(2024, 5), None);
    assert_eq!(Period::half_year(2024, 3), None);
    assert_eq!(Period::year(0), None);
    assert_eq!(Period::custom(day(2024, 1, 1), day(2024, 1, 1)), None);
}

fn any_period() -> impl Strategy<Value = Period> {
    let kind = prop_oneof![
        Just(PeriodKind::Month),
        Just(PeriodKind::Quarter),
        Just(PeriodKind::HalfYear),
        Just(PeriodKind::Year)
    ];
    (kind, 1950..2150i32, 1..=366u32).prop_map(|(kind, year, ordinal)| {
        kind.containing(NaiveDate::from_yo_opt(year, ordinal).unwrap_or(day(year, 12, 31)))
    })
}

proptest! {
    #[test]
    fn neighbours_touch(period in any_period()) {
        prop_assert_eq!(period.next().start(), period.end_exclusive());
        prop_assert_eq!(period.prev().end_exclusive(), period.start());
        prop_assert_eq!(period.next().prev(), period);
        prop_assert!(period.contains(period.start()) && period.contains(period.last_day()));
        prop_assert!(!period.contains(period.end_exclusive()));
    }

    #[test]
    fn labels_read_back(period in any_period()) {
        prop_assert_eq!(parse_label(&period.label(), 1), Some(period));
    }

    #[test]
    fn parts_cover_the_whole(period in any_period()) {
        let days: u64 = period.split(PeriodKind::Month).into_iter().map(Period::days).sum();
        prop_assert_eq!(days, period.days());
    }
}
