use proptest::prelude::*;

use super::*;
use crate::calendar;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[track_caller]
fn check(text: &str, due: Due) {
    assert_eq!(parse_due(text, 2024), Some(due.clone()), "{text}");
    let around = format!("Các đơn vị hoàn thành {text}; sau đó tổng hợp.");
    let found = find_due(&around, 2024);
    assert_eq!(found.len(), 1, "{around}: {found:?}");
    assert_eq!(found[0].due, due, "{around}");
    assert_eq!(&around[found[0].range.clone()], text);
}

#[test]
fn days_are_strict_or_inclusive() {
    check("trước ngày 20/6", Due::By(day(2024, 6, 19)));
    check("trước ngày 20/6/2025", Due::By(day(2025, 6, 19)));
    check("trước ngày 01 tháng 3 năm 2024", Due::By(day(2024, 2, 29)));
    assert_eq!(find_due("từ nay đến trước ngày 20/6", 2024)[0].due, Due::By(day(2024, 6, 19)));
    check("chậm nhất ngày 20/6", Due::By(day(2024, 6, 20)));
    check("chậm nhất là ngày 20/6", Due::By(day(2024, 6, 20)));
    check("chậm nhất vào ngày 20 tháng 6", Due::By(day(2024, 6, 20)));
    check("đến hết ngày 20/6", Due::By(day(2024, 6, 20)));
    check("trước tháng 6/2024", Due::By(day(2024, 5, 31)));
    check("trước 17 giờ ngày 20/6", Due::Before { date: day(2024, 6, 20), minute_of_day: 1020 });
    check("trước 17h30 ngày 20/6/2024", Due::Before { date: day(2024, 6, 20), minute_of_day: 1050 });
    check("trước 8 giờ 15 phút, ngày 20/6", Due::Before { date: day(2024, 6, 20), minute_of_day: 495 });
}

#[test]
fn periods_end_with_their_last_day() {
    check("trong quý I", Due::Within(Period::Quarter { year: 2024, quarter: 1 }));
    check("trong tháng 6", Due::Within(Period::Month { year: 2024, month: 6 }));
    check("trong 6 tháng đầu năm", Due::Within(Period::HalfYear { year: 2024, half: 1 }));
    check("đến hết quý III/2025", Due::Within(Period::Quarter { year: 2025, quarter: 3 }));
    assert_eq!(parse_due("trong quý I", 2024).and_then(|due| due.last_day()), Some(day(2024, 3, 31)));
}

#[test]
fn recurring_phrases_are_read() {
    let every = |kind, last_day| Due::Recurring(Recurrence::Every { kind, last_day });
    check("hằng tháng", every(PeriodKind::Month, None));
    check("hàng tháng, trước ngày 20", every(PeriodKind::Month, Some(19)));
    check("trước ngày 20 hằng tháng", every(PeriodKind::Month, Some(19)));
    check("chậm nhất ngày 20 hàng tháng", every(PeriodKind::Month, Some(20)));
    check("hằng quý", every(PeriodKind::Quarter, None));
    check("định kỳ hàng năm", every(PeriodKind::Year, None));
    check("định kỳ 6 tháng", every(PeriodKind::HalfYear, None));
    check("thường xuyên", Due::Recurring(Recurrence::Regular));
}

#[test]
fn rough_times_bind_nobody() {
    check("đầu tháng 6", Due::Around(day(2024, 6, 10)));
    check("giữa tháng 6", Due::Around(day(2024, 6, 20)));
    check("cuối tháng 02/2024", Due::Around(day(2024, 2, 29)));
    assert!(!Due::Around(day(2024, 6, 10)).is_binding());
    assert!(Due::By(day(2024, 6, 10)).is_binding());
}

#[test]
fn terms_after_an_event_wait_for_it() {
    let find = |text: &str| find_due(text, 2024).into_iter().map(|phrase| phrase.due).collect::<Vec<_>>();
    assert_eq!(
        find("Trả lời trong 07 ngày làm việc kể từ ngày nhận được văn bản"),
        [Due::After(DeadlineRule::WorkingDays(7))]
    );
    assert_eq!(
        find("Trong thời hạn 30 ngày, kể từ ngày thụ lý"),
        [Due::After(DeadlineRule::CalendarDays(30))]
    );
    assert_eq!(find("3 tháng tính từ ngày công bố"), [Due::After(DeadlineRule::Months(3))]);
    assert_eq!(find("họp trong 5 ngày tại tỉnh"), []);
    let due = Due::After(DeadlineRule::WorkingDays(7));
    assert_eq!(due.last_day_after(day(2024, 11, 5), calendar::vietnam()), Some(day(2024, 11, 14)));
    assert_eq!(due.last_day(), None);
}

#[test]
fn instants_are_vietnamese() {
    // 2024-06-19T17:00Z is midnight at the end of 19 June in Viet Nam.
    let midnight = 1_718_816_400_000;
    assert_eq!(Due::By(day(2024, 6, 19)).late_from_ms(), Some(midnight));
    let five = Due::Before { date: day(2024, 6, 20), minute_of_day: 17 * 60 };
    assert_eq!(five.late_from_ms(), Some(midnight + 17 * 3_600_000));
}

#[test]
fn recurrences_have_next_dates() {
    let monthly = Recurrence::Every { kind: PeriodKind::Month, last_day: Some(19) };
    assert_eq!(monthly.next_due(day(2024, 6, 19)), Some(day(2024, 6, 19)));
    assert_eq!(monthly.next_due(day(2024, 6, 20)), Some(day(2024, 7, 19)));
    assert_eq!(monthly.next_due(day(2024, 12, 20)), Some(day(2025, 1, 19)));
    let late = Recurrence::Every { kind: PeriodKind::Month, last_day: Some(31) };
    assert_eq!(late.next_due(day(2024, 2, 1)), Some(day(2024, 2, 29)));
    let quarterly = Recurrence::Every { kind: PeriodKind::Quarter, last_day: None };
    assert_eq!(quarterly.next_due(day(2024, 2, 1)), Some(day(2024, 3, 31)));
    assert_eq!(Recurrence::Regular.next_due(day(2024, 2, 1)), None);
}

#[test]
fn other_text_is_left_alone() {
    for text in [
        "trong nước",
        "trước mắt",
        "trước ngày đó",
        "đến hết",
        "năm 2024",
        "quý I",
        "sau ngày 30/4",
        "hàng hóa",
        "hằng ngày",
        "trước 25 giờ ngày 20/6",
        "trước ngày 31/6",
        "cuối năm ngoái",
        "6 tháng",
        "",
        "các tầng lớp Nhân dân trong tỉnh",
        "trước ngày 1 đại hội",
    ] {
        assert_eq!(parse_due(text, 2024), None, "{text}");
        assert_eq!(find_due(text, 2024), [], "{text}");
    }
}

#[test]
fn several_phrases_are_found_in_order() {
    let text = "Xây dựng kế hoạch trong tháng 3; báo cáo trước ngày 15/6, trước ngày 15/12/2024.";
    let found: Vec<&str> = find_due(text, 2024).into_iter().map(|phrase| &text[phrase.range]).collect();
    assert_eq!(found, ["trong tháng 3", "trước ngày 15/6", "trước ngày 15/12/2024"]);
}

proptest! {
    #[test]
    fn finding_never_panics_and_ranges_are_ordered(
        text in "((trước|trong|hằng|tháng|quý|ngày|chậm nhất|đến hết|kể từ|giờ|đầu|[0-9]{1,2}|/|,|é) ?){0,14}"
    ) {
        let mut end = 0;
        for phrase in find_due(&text, 2024) {
            prop_assert!(phrase.range.start >= end && phrase.range.end > phrase.range.start);
            end = phrase.range.end;
            prop_assert!(text.get(phrase.range).is_some());
        }
        let _ = parse_due(&text, 2024);
    }
}
