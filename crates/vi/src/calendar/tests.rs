use proptest::prelude::*;

use super::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[track_caller]
fn check(date: (i32, u32, u32), kind: DayKind) {
    assert_eq!(vietnam().kind(day(date.0, date.1, date.2)), kind, "{date:?}");
}

#[test]
fn decided_years_are_as_decided() {
    check((2024, 2, 8), DayKind::Holiday);
    check((2024, 2, 7), DayKind::Work);
    check((2024, 2, 14), DayKind::Compensation);
    check((2024, 2, 15), DayKind::Work);
    check((2024, 4, 18), DayKind::Holiday);
    check((2024, 4, 29), DayKind::SwappedOff);
    check((2024, 5, 4), DayKind::SwappedWork);
    check((2024, 5, 11), DayKind::Weekend);
    check((2024, 9, 3), DayKind::Holiday);
    check((2025, 4, 26), DayKind::SwappedWork);
    check((2025, 5, 2), DayKind::SwappedOff);
    check((2025, 9, 1), DayKind::Holiday);
    check((2025, 9, 3), DayKind::Work);
    assert!(vietnam().is_decided(2024) && vietnam().is_decided(2025) && !vietnam().is_decided(2027));
}

#[test]
fn every_decided_year_has_the_eleven_days_of_the_law() {
    for year in [2024, 2025, 2026] {
        let days = vietnam().special_days(year);
        let of = |kind| days.iter().filter(|(_, day)| day.kind == kind).count();
        assert_eq!(of(DayKind::Holiday), 11, "{year}");
        assert_eq!(of(DayKind::SwappedOff), of(DayKind::SwappedWork), "{year}");
        let off = days
            .iter()
            .filter(|(date, day)| day.kind == DayKind::Holiday && Week::MondayToFriday.is_day_off(*date));
        assert_eq!(of(DayKind::Compensation), off.count(), "{year}");
    }
}

#[test]
fn the_rules_give_what_was_decided_where_no_swap_was() {
    let by_rules =
        Calendar::from_csv(include_str!("../../data/holiday_rules.csv"), "date,kind,name,status").unwrap();
    for year in [2024, 2025] {
        let days = |calendar: &Calendar| -> Vec<(NaiveDate, DayKind)> {
            let special = calendar.special_days(year);
            let kept = special
                .iter()
                .filter(|(_, day)| matches!(day.kind, DayKind::Holiday | DayKind::Compensation));
            kept.map(|(date, day)| (*date, day.kind)).collect()
        };
        assert_eq!(days(&by_rules), days(vietnam()), "{year}");
    }
    // 2023: two holidays on one weekend push two substitute days behind 1 May.
    assert_eq!(by_rules.kind(day(2023, 5, 2)), DayKind::Compensation);
    assert_eq!(by_rules.kind(day(2023, 5, 3)), DayKind::Compensation);
    assert_eq!(by_rules.kind(day(2023, 5, 4)), DayKind::Work);
    assert_eq!(by_rules.kind(day(2023, 9, 1)), DayKind::Holiday);
    assert_eq!(by_rules.kind(day(2023, 9, 4)), DayKind::Compensation);
    assert_eq!(by_rules.kind(day(2021, 9, 3)), DayKind::Holiday);
}

#[test]
fn rules_apply_only_while_in_force() {
    check((2020, 9, 2), DayKind::Holiday);
    check((2020, 9, 1), DayKind::Work);
    check((2020, 9, 3), DayKind::Work);
    // 10/3 of the lunar year became a holiday in 2007; in 2006 it was Friday 7 April.
    check((2006, 4, 7), DayKind::Work);
    check((2007, 4, 26), DayKind::Holiday);
    // Four days of Tết until the code of 2012.
    assert_eq!((8..=15).filter(|&d| vietnam().kind(day(2013, 2, d)) == DayKind::Holiday).count(), 4);
}

#[test]
fn a_pending_holiday_is_not_applied() {
    assert!(vietnam().is_working_day(day(2026, 11, 24)));
    assert!(vietnam().is_working_day(day(2027, 11, 24)));
}

#[test]
fn provisional_days_say_so() {
    assert!(vietnam().day(day(2024, 9, 2)).is_confirmed);
    assert!(!vietnam().day(day(2026, 1, 2)).is_confirmed);
    assert!(!vietnam().day(day(2030, 9, 2)).is_confirmed);
    assert!(vietnam().day(day(2030, 9, 7)).is_confirmed);
}

#[test]
fn a_swapped_working_day_is_no_weekend() {
    let calendar = vietnam();
    assert_eq!(calendar.add_working_days(day(2024, 5, 3), 1), day(2024, 5, 4));
    assert_eq!(calendar.working_day_from(day(2024, 4, 27)), day(2024, 5, 2));
    assert_eq!(calendar.working_days_between(day(2024, 4, 29), day(2024, 5, 6)), 3);
}

#[test]
fn saturday_posts_work_on_saturdays() {
    let saturdays = vietnam().with_week(Week::MondayToSaturday);
    assert!(saturdays.is_working_day(day(2024, 11, 9)));
    assert!(!saturdays.is_working_day(day(2024, 11, 10)));
}

#[track_caller]
fn due(rule: DeadlineRule, start: (i32, u32, u32), expected: (i32, u32, u32)) {
    let deadline = vietnam().deadline(rule, day(start.0, start.1, start.2));
    assert_eq!(deadline.due, day(expected.0, expected.1, expected.2), "{:#?}", deadline.explain());
}

#[test]
fn deadlines_follow_the_civil_code() {
    due(DeadlineRule::WorkingDays(7), (2024, 11, 5), (2024, 11, 14));
    due(DeadlineRule::WorkingDays(1), (2024, 4, 26), (2024, 5, 2));
    due(DeadlineRule::WorkingDays(2), (2024, 4, 26), (2024, 5, 3));
    due(DeadlineRule::WorkingDays(3), (2024, 4, 26), (2024, 5, 4));
    due(DeadlineRule::WorkingDays(0), (2024, 4, 27), (2024, 4, 27));
    due(DeadlineRule::CalendarDays(30), (2024, 11, 5), (2024, 12, 5));
    // 30 days from 2 August end on Sunday 1 September, before two holidays.
    due(DeadlineRule::CalendarDays(30), (2024, 8, 2), (2024, 9, 4));
    due(DeadlineRule::Weeks(1), (2024, 11, 5), (2024, 11, 12));
    due(DeadlineRule::Months(1), (2024, 1, 31), (2024, 2, 29));
    due(DeadlineRule::Months(1), (2024, 10, 17), (2024, 11, 18));
    due(DeadlineRule::CalendarDays(0), (2024, 11, 10), (2024, 11, 10));
}

#[test]
fn a_deadline_explains_itself() {
    let deadline = vietnam().deadline(DeadlineRule::WorkingDays(4), day(2024, 11, 6));
    assert_eq!(deadline.summary("nhận"), "nhận 06/11/2024, 4 ngày làm việc, hạn 12/11/2024");
    assert_eq!(
        deadline.explain(),
        [
            "thứ tư 06/11/2024: ngày bắt đầu, không tính",
            "thứ năm 07/11/2024: ngày thứ 1",
            "thứ sáu 08/11/2024: ngày thứ 2",
            "thứ bảy 09/11/2024: nghỉ hằng tuần, không tính",
            "chủ nhật 10/11/2024: nghỉ hằng tuần, không tính",
            "thứ hai 11/11/2024: ngày thứ 3",
            "thứ ba 12/11/2024: ngày thứ 4",
        ]
    );
    let moved = vietnam().deadline(DeadlineRule::CalendarDays(2), day(2024, 8, 30));
    assert_eq!(
        moved.explain(),
        [
            "thứ sáu 30/08/2024: ngày bắt đầu, không tính",
            "thứ bảy 31/08/2024: ngày thứ 1",
            "chủ nhật 01/09/2024: ngày thứ 2",
            "thứ hai 02/09/2024: ngày nghỉ, không tính (Quốc khánh)",
            "thứ ba 03/09/2024: ngày nghỉ, không tính (Quốc khánh)",
            "thứ tư 04/09/2024: ngày làm việc tiếp theo, hết hạn",
        ]
    );
    assert!(moved.is_confirmed);
    assert!(!vietnam().deadline(DeadlineRule::WorkingDays(3), day(2030, 8, 30)).is_confirmed);
}

#[test]
fn a_calendar_can_be_extended_by_a_decision() {
    let extended = vietnam()
        .extended_with(
            "date,kind,name,status\n2027-01-01,holiday,Tết Dương lịch,sure\n2024-11-09,swapped_work,x,sure",
        )
        .unwrap();
    // 2027 now stands by itself; 2024 only has one more day.
    assert_eq!(extended.special_days(2027).len(), 1);
    assert!(extended.is_working_day(day(2024, 11, 9)));
    assert_eq!(extended.kind(day(2024, 4, 30)), DayKind::Holiday);
    assert!(vietnam().special_days(2027).len() >= 11);
}

#[test]
fn bad_tables_name_the_line() {
    let fail = |row: &str| vietnam().extended_with(&format!("header\n{row}")).map(|_| ()).unwrap_err();
    assert_eq!(
        fail("2024-02-30,holiday,x,sure"),
        CalendarError { line: 2, problem: "the date is not understood" }
    );
    assert_eq!(fail("2024-02-03,feast,x,sure").problem, "the kind is not known");
    assert_eq!(fail("2024-02-03,holiday,x,maybe").problem, "status is neither sure nor check");
    assert_eq!(fail("2024-02-03,holiday").problem, "fewer than four columns");
    assert_eq!(fail("2024-02-03,work,x,sure\n2024-02-03,work,x,sure").problem, "the date stands twice");
}

proptest! {
    #[test]
    fn adding_and_counting_agree(offset in 0..20_000u64, n in 0..60u32) {
        let start = day(1996, 1, 1) + Days::new(offset);
        let end = vietnam().add_working_days(start, n);
        let next = |date: NaiveDate| date + Days::new(1);
        prop_assert_eq!(vietnam().working_days_between(next(start), next(end)), n);
        prop_assert!(n == 0 || vietnam().is_working_day(end));
    }

    #[test]
    fn a_deadline_covers_every_day_and_ends_on_a_working_day(offset in 0..20_000u64, n in 1..60u32, working: bool) {
        let start = day(1996, 1, 1) + Days::new(offset);
        let rule = if working { DeadlineRule::WorkingDays(n) } else { DeadlineRule::CalendarDays(n) };
        let deadline = vietnam().deadline(rule, start);
        prop_assert!(vietnam().is_working_day(deadline.due));
        let days: Vec<NaiveDate> = deadline.steps.iter().map(|step| step.date).collect();
        let expected: Vec<NaiveDate> = start.iter_days().take_while(|&date| date <= deadline.due).collect();
        prop_assert_eq!(days, expected);
        let last = deadline.steps.iter().rev().find_map(|step| match step.kind {
            StepKind::Counted(n) => Some(n),
            _ => None,
        });
        prop_assert_eq!(last, Some(n));
    }
}
