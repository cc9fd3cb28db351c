//! Commemorations beside the work, and a plan looked at on another day.

use kit::on_both_engines;
use kit::permission::Role;
use kit::testing::TestApp;

use super::fixture::issued_plan;
use crate::follow::routes;

on_both_engines! {
    the_timeline_is_marked_with_the_years_commemorations,
    another_day_is_asked_for_as_people_write_it,
}

async fn the_timeline_is_marked_with_the_years_commemorations(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, _) = issued_plan(&app, officer.account).await;
    let page = officer.get(&format!("/plans/{plan}?view=timeline")).await.expect(200).text();
    let days = page.split("class=\"days\"").nth(1).expect("the commemorations in words");
    // 70 years of Điện Biên Phủ in 2024: a round year; the lunar day of the Hùng kings on its solar day.
    assert!(days.contains("<b>07/05</b>") && days.contains("70 năm"), "{days}");
    assert!(days.contains("<b>18/04</b>") && days.contains("mùng 10 tháng 3"), "{days}");
    assert!(page.contains("class=\"mark special\""), "{page}");
    for view in ["outline", "table", "board"] {
        let page = officer.get(&format!("/plans/{plan}?view={view}")).await.expect(200).text();
        assert!(!page.contains("class=\"days\""), "{view}");
    }
}

async fn another_day_is_asked_for_as_people_write_it(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, _) = issued_plan(&app, officer.account).await;
    for asked in [
        "05%2F01%2F2024",
        "5/1/2024",
        "2024-01-05",
        "05-01-2024",
        "5.1.2024",
        "+5%2f1%2f2024+",
        "ng%C3%A0y+5%2F1%2F2024",
    ] {
        let page = officer.get(&format!("/plans/{plan}?as_of={asked}")).await.expect(200).text();
        // The notice, and the switch as it is typed again.
        assert!(
            page.contains("05/01/2024") && page.contains("name=\"as_of\" value=\"05/01/2024\""),
            "{asked}: {page}"
        );
        assert!(page.contains("menu asof past"), "{asked}");
        let file = officer.get(&format!("/plans/{plan}/progress?as_of={asked}")).await.expect(200).text();
        assert!(file.contains("value=\"05/01/2024\""), "{asked}: {file}");
    }
    for asked in ["h%C3%B4m+qua", "31%2F02%2F2024", "0001-01-01"] {
        let page = officer.get(&format!("/plans/{plan}?as_of={asked}")).await.expect(200).text();
        assert!(page.contains("Không đọc được ngày") && !page.contains("menu asof past"), "{asked}: {page}");
        assert!(!page.contains("value=\"01/01/0001\""), "{asked}");
    }
    let plain = officer.get(&format!("/plans/{plan}?as_of=")).await.expect(200).text();
    assert!(!plain.contains("Không đọc được ngày"), "an empty field is today");
}
