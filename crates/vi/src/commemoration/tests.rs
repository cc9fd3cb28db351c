use super::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

#[track_caller]
fn check(name: &str, date: (u32, u32), years: u32) {
    let row = table().find(name).unwrap_or_else(|| panic!("{name} is not known"));
    assert_eq!(row.dates_in(2024), [day(2024, date.1, date.0)], "{name}");
    assert_eq!(row.years_in(2024), Some(years), "{name}");
    assert_eq!(table().check(years, name, 2024), Verdict::Agrees);
    assert_eq!(table().check(years + 1, name, 2024), Verdict::ShouldBe(years));
}

#[test]
fn the_anniversaries_of_2024_are_those_of_the_plan() {
    check("Ngày truyền thống MTTQ Việt Nam", (18, 11), 94);
    check("Ngày thành lập Đảng Cộng sản Việt Nam", (3, 2), 94);
    check("ngày sinh của Chủ tịch Hồ Chí Minh", (19, 5), 134);
    check("ngày giải phóng miền Nam thống nhất đất nước", (30, 4), 49);
    check("Ngày Chiến thắng Điện Biên Phủ", (7, 5), 70);
    check("Ngày Cách mạng tháng Tám", (19, 8), 79);
    check("ngày Thương binh - Liệt sĩ", (27, 7), 77);
    check("Ngày thành lập Quân đội Nhân dân Việt Nam", (22, 12), 80);
}

#[test]
fn roundness_follows_the_decree() {
    assert_eq!(Roundness::of(70), Roundness::Round);
    assert_eq!(Roundness::of(95), Roundness::Five);
    assert_eq!(Roundness::of(94), Roundness::Other);
    assert_eq!(Roundness::of(100).label(), "năm tròn");
}

#[test]
fn lunar_days_move() {
    let kings = table().find("Giỗ Tổ Hùng Vương").unwrap();
    assert_eq!(kings.dates_in(2024), [day(2024, 4, 18)]);
    assert_eq!(kings.dates_in(2025), [day(2025, 4, 7)]);
    assert_eq!(kings.years_in(2024), None);
    assert_eq!(table().check(5, "Giỗ Tổ Hùng Vương", 2024), Verdict::Unknown);
    assert_eq!(table().check(5, "Ngày không có thật", 2024), Verdict::Unknown);
}

#[test]
fn unconfirmed_rows_give_no_verdict() {
    let founding = table().find("Ngày thành lập tỉnh Sơn La").unwrap();
    assert!(!founding.is_sure);
    assert_eq!(table().check(1, "Ngày thành lập tỉnh Sơn La", 2024), Verdict::Unknown);
}

#[test]
fn occurrences_are_ordered_and_whole() {
    let list = table().occurrences(2024);
    assert!(list.is_sorted_by_key(|item| item.0));
    assert!(list.len() >= 80);
    let front: Vec<_> = list.iter().filter(|item| item.0 == day(2024, 11, 18)).map(|i| i.2).collect();
    assert_eq!(front, [Some(94), Some(21)]);
}

#[test]
fn every_name_and_alias_finds_its_own_row() {
    for row in table().rows() {
        for name in std::iter::once(&row.name_vi).chain(&row.aliases) {
            assert_eq!(table().find(name).map(|found| &found.name_vi), Some(&row.name_vi), "{name}");
        }
    }
}

#[test]
fn mentions_bring_their_years_and_dates() {
    let text = "Tuyên truyền, kỷ niệm 94 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930-18/11/2024); \
                49 năm ngày giải phóng miền Nam, thống nhất đất nước (30/4/1975 - 30/4/2024), \
                ngày giỗ Tổ Hùng Vương (mùng 10 tháng 3 âm lịch).";
    let found = table().mentions(text);
    let seen: Vec<(&str, Option<u32>, bool)> =
        found.iter().map(|m| (&text[m.range.clone()], m.years, m.dates.is_some())).collect();
    assert_eq!(
        seen,
        [
            ("Ngày truyền thống MTTQ Việt Nam", Some(94), true),
            ("ngày giải phóng miền Nam, thống nhất đất nước", Some(49), true),
            ("ngày giỗ Tổ Hùng Vương", None, false),
        ]
    );
    assert_eq!(found[0].check(2024), Some(Verdict::Agrees));
    assert_eq!(found[0].check(2025), Some(Verdict::ShouldBe(95)));
    assert_eq!(found[0].dates_agree(), Some(true));
    assert_eq!(found[2].check(2024), None);
    let plain = table().mentions("Ban Dân vận; 94 năm thành lập Đảng; mít tinh ngày dân vận");
    assert_eq!(plain.iter().map(|m| m.years).collect::<Vec<_>>(), [Some(94), None]);
    let wrong = &table().mentions("93 năm Ngày thành lập Đảng (03/02/1930-03/02/2024)")[0];
    assert_eq!((wrong.check(2024), wrong.dates_agree()), (Some(Verdict::ShouldBe(94)), Some(false)));
}

#[test]
fn titles_are_written_as_plans_write_them() {
    let party = table().find("Ngày thành lập Đảng").unwrap();
    assert_eq!(
        party.title_in(2024),
        "94 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2024)"
    );
    assert_eq!(party.title_in(1930), party.name_vi);
}

#[test]
fn bad_tables_name_the_line() {
    let fail = |row: &str| Table::from_csv(&format!("header\n{row}\n")).map(|_| ()).unwrap_err();
    assert_eq!(fail("a,b,solar,31,2,,x"), TableError { line: 2, problem: "no such day" });
    assert_eq!(fail("a,b,moon,1,2,,x").problem, "calendar is neither solar nor lunar");
    assert_eq!(fail("a,b").problem, "fewer than seven columns");
    assert_eq!(fail("a,b,solar,1,2,x,x").problem, "origin year is not a number");
    assert_eq!(fail("a,b,solar,1,2,,x,,perhaps").problem, "confidence is neither sure nor check");
    assert_eq!(fail(",b,solar,1,2,,x").problem, "the name is empty");
}
