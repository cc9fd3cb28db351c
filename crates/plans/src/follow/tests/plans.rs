//! The list of plans, and one plan seen in four ways.

use kit::on_both_engines;
use kit::permission::Role;
use kit::testing::{TestApp, insert_unit};

use super::fixture::issued_plan;
use crate::follow::routes;

on_both_engines! {
    the_list_counts_what_is_done,
    the_outline_shows_sections_and_counts,
    the_timeline_invents_no_dates,
    what_comes_next_is_offered,
    filters_are_the_same_in_every_view,
    a_commune_sees_the_plan_with_its_own_tasks,
    a_neighbour_sees_nothing,
}

async fn the_list_counts_what_is_done(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let page = officer.get("/plans").await.expect(200).text();
    assert!(
        page.contains(&format!("<a href=\"/plans/{id}\">Kế hoạch công tác Mặt trận năm 2024</a>")),
        "{page}"
    );
    assert!(page.contains("<b>1/3</b>"), "{page}");
    assert!(
        officer
            .get("/plans?year=2023")
            .await
            .expect(200)
            .text()
            .contains("Không có kế hoạch nào khớp bộ lọc")
    );
    assert!(officer.get("/plans?state=issued&kind=yearly").await.expect(200).text().contains("<b>1/3</b>"));
}

async fn the_outline_shows_sections_and_counts(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [houses, ..]) = issued_plan(&app, officer.account).await;
    let page = officer.get(&format!("/plans/{id}")).await.expect(200).text();
    assert!(page.contains("<span class=\"label\">II.2.1</span>"), "{page}");
    assert!(page.contains(&format!("href=\"/plans/{id}/items/{houses}\"")), "{page}");
    assert!(page.contains("<span class=\"tally\">1/2</span>"), "{page}");
    // 30 million estimated of 50 million, 5 million spent.
    assert!(
        page.contains("30.000.000")
            && page.contains("5.000.000")
            && page.contains("còn 20.000.000 trong 50.000.000"),
        "{page}"
    );
}

async fn the_timeline_invents_no_dates(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let page = officer.get(&format!("/plans/{id}?view=timeline")).await.expect(200).text();
    assert!(page.contains("hạn 05/01/2024") && !page.contains("01/01 – 05/01"), "{page}");
    assert!(page.contains("Quý II/2024") && page.contains("Cả năm 2024"), "{page}");
}

async fn filters_are_the_same_in_every_view(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    for view in ["outline", "table", "board", "timeline"] {
        for (query, sees_houses, sees_meeting) in [
            ("quarter=1", true, false),
            ("quarter=2", false, true),
            ("quarter=year", false, false),
            ("due=late", true, false),
            ("line=conference_documents", false, true),
            ("q=hoi+nghi", false, true),
            ("state=assigned", false, true),
            ("state=ungiven", false, false),
            ("evidence=none", true, true),
            (&format!("unit={}", app.north), true, false),
        ] {
            let page = officer.get(&format!("/plans/{id}?view={view}&{query}")).await.expect(200).text();
            let body = page.split("class=\"chips\"").nth(1).expect("the filters");
            assert_eq!(body.contains("khảo sát nhà Đại đoàn kết"), sees_houses, "{view} {query}");
            assert_eq!(body.contains("hội nghị lần thứ mười một"), sees_meeting, "{view} {query}");
        }
    }
}

async fn what_comes_next_is_offered(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let leader = app.person("lanhdao", app.province, Role::Leader).await;
    let (id, [_, _, always]) = issued_plan(&app, officer.account).await;
    let path = format!("/plans/{id}");
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("Giao việc (1 nội dung chưa giao)"), "{page}");
    let table = officer.get(&format!("{path}?view=table&state=ungiven")).await.expect(200).text();
    assert!(table.contains(&format!("href=\"/items/{always}/assign\"")), "{table}");
    let given = officer.get(&format!("{path}/items/{always}?given=7")).await.expect(200).text();
    assert!(given.contains("Đã giao cho 7 đơn vị."), "{given}");
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update plan set state = 'submitted' where id = $1", kit::params![id]).await.unwrap();
    tx.commit().await.unwrap();
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("Đang chờ lãnh đạo duyệt") && page.contains("Rút lại"), "{page}");
    assert!(!page.contains("Trả lại"), "{page}");
    let page = leader.get(&path).await.expect(200).text();
    assert!(page.contains("Trả lại") && !page.contains("Đang chờ lãnh đạo duyệt"), "{page}");
}

async fn a_commune_sees_the_plan_with_its_own_tasks(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    let page = north.get(&format!("/plans/{id}")).await.expect(200).text();
    assert!(page.contains("<b>1/1</b>"), "{page}");
    assert!(!page.contains("20.000.000") && !page.contains("Dự toán"), "money is the province's: {page}");
    assert!(north.get("/plans").await.expect(200).text().contains("<b>1/1</b>"));
}

async fn a_neighbour_sees_nothing(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.unwrap();
    let west = insert_unit(
        &mut tx,
        "w",
        "Xã Tây Mẫu",
        "commune",
        Some(app.province),
        kit::testing::day("2020-01-01"),
    )
    .await;
    tx.execute("update plan set state = 'draft' where id = $1", kit::params![id]).await.unwrap();
    tx.commit().await.unwrap();
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    north.get(&format!("/plans/{id}")).await.expect(404);
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update plan set state = 'issued' where id = $1", kit::params![id]).await.unwrap();
    tx.commit().await.unwrap();
    north.get(&format!("/plans/{id}")).await.expect(200);
    let west = app.person("taymau", west, Role::CommuneOfficer).await;
    west.get(&format!("/plans/{id}")).await.expect(404);
    assert!(!west.get("/plans").await.expect(200).text().contains("Mặt trận năm 2024"));
    assert!(app.guest().get("/plans").await.expect(303).location().starts_with("/sign-in"));
}
