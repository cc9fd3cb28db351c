//! One item with its history, a plan as it was, and a plan changed by a decision.

use kit::on_both_engines;
use kit::params;
use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::json;

use super::fixture::{at, issued_plan, paper, version};
use crate::follow::routes;

on_both_engines! {
    an_item_shows_its_paper_units_and_changes,
    a_plan_is_seen_as_it_was,
    a_decision_stands_beside_what_it_changed,
    a_neighbour_sees_no_item_and_no_comparison,
}

async fn an_item_shows_its_paper_units_and_changes(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, [houses, ..]) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.unwrap();
    let (before, clause) = ("Mở đầu. ", "Khảo sát, nghiệm thu nhà “Đại đoàn kết”");
    let source = &format!("{before}{clause}. Kết thúc.");
    let points = |text: &str| i64::try_from(text.chars().count()).unwrap();
    let document = paper(&mut tx, app.province, "197/KH-MTTQ-BTT", source, officer.account).await;
    tx.execute(
        "update plan_item set document = $2, clause = 'II.2.1.1', span_start = $3, span_end = $4 where id = $1",
        params![houses, document, points(before), points(before) + points(clause)],
    )
    .await
    .unwrap();
    tx.execute(
        "insert into fan_out (plan_item, selection, account, at) values ($1, 'level:commune', $2, 0)",
        params![houses, officer.account],
    )
    .await
    .unwrap();
    let south = at("2024-01-04");
    tx.execute(
        "update task set created_at = $3 where plan_item = $1 and unit = $2",
        params![houses, app.south, south],
    )
    .await
    .unwrap();
    version(&mut tx, houses, at("2024-01-02"), officer.account, None, json!({"title": "Khảo sát 100 nhà"}))
        .await;
    version(
        &mut tx,
        houses,
        at("2024-01-03"),
        officer.account,
        Some(document),
        json!({"title": "Khảo sát 150 nhà"}),
    )
    .await;
    tx.commit().await.unwrap();
    let page = officer.get(&format!("/plans/{plan}/items/{houses}")).await.expect(200).text();
    assert!(page.contains(&format!("<blockquote>{clause}</blockquote>")), "{page}");
    assert!(page.contains(&format!("href=\"/documents/{document}#II.2.1.1\"")), "{page}");
    assert!(page.contains("xã Bắc Mẫu") && page.contains("nhận sau, từ 04/01/2024"), "{page}");
    assert!(page.contains("<del>100</del>") && page.contains("<ins>150</ins>"), "{page}");
    assert!(page.contains("Theo quyết định 197/KH-MTTQ-BTT"), "{page}");
}

async fn a_plan_is_seen_as_it_was(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, [houses, meeting, _]) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.unwrap();
    let before = json!({"title": "Hội nghị cũ", "section_code": "II.2.2", "quarter": 2, "position": 2, "state": "active"});
    version(&mut tx, meeting, at("2024-01-03"), officer.account, None, before).await;
    version(&mut tx, meeting, at("2024-01-06"), officer.account, None, json!({"title": "Hội nghị mới"}))
        .await;
    // The north was done on the 5th; until then it was under way.
    tx.execute(
        "insert into task_note (task, at, account, kind, body, from_state, to_state)
         select t.id, $3, $4, 'moved', '', 'in_progress', 'done' from task t where t.plan_item = $1 and t.unit = $2",
        params![houses, app.north, at("2024-01-05"), officer.account],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let then = officer.get(&format!("/plans/{plan}?as_of=2024-01-04")).await.expect(200).text();
    assert!(then.contains("Hội nghị cũ") && then.contains("<b>0/3</b>"), "{then}");
    assert!(then.contains("Kế hoạch như ngày 04/01/2024"), "{then}");
    let earlier = officer.get(&format!("/plans/{plan}?as_of=2/1/2024")).await.expect(200).text();
    assert!(
        !earlier.contains("Hội nghị cũ") && !earlier.contains("Hội nghị mới"),
        "not yet there: {earlier}"
    );
    let now = officer.get(&format!("/plans/{plan}")).await.expect(200).text();
    assert!(now.contains("<b>1/3</b>"), "{now}");
}

async fn a_decision_stands_beside_what_it_changed(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, [houses, meeting, always]) = issued_plan(&app, officer.account).await;
    let page = format!("/plans/{plan}/compare");
    assert!(officer.get(&page).await.expect(200).text().contains("Kế hoạch chưa ban hành"));
    let mut tx = app.app.db.write().await.unwrap();
    let decision = paper(&mut tx, app.province, "12/QĐ-MTTQ-BTT", "", officer.account).await;
    let issued = at("2024-01-03");
    tx.execute("update plan set issued_at = $2 where id = $1", params![plan, issued]).await.unwrap();
    let active = |title: &str, due: &str| json!({"title": title, "due_on": due, "state": "active"});
    version(&mut tx, houses, issued, officer.account, None, active("Hỗ trợ 100 nhà", "2024-03-31")).await;
    version(&mut tx, meeting, issued, officer.account, None, active("Hội nghị", "2024-06-30")).await;
    version(
        &mut tx,
        houses,
        at("2024-01-05"),
        officer.account,
        Some(decision),
        active("Hỗ trợ 150 nhà", "2024-06-30"),
    )
    .await;
    let gone = json!({"title": "Hội nghị", "state": "withdrawn"});
    version(&mut tx, meeting, at("2024-01-06"), officer.account, Some(decision), gone).await;
    version(
        &mut tx,
        always,
        at("2024-01-06"),
        officer.account,
        Some(decision),
        active("Việc mới", "2024-12-31"),
    )
    .await;
    tx.commit().await.unwrap();
    let whole = officer.get(&page).await.expect(200).text();
    assert!(whole.contains("Thay đổi từ khi ban hành (03/01/2024) đến 08/01/2024"), "{whole}");
    assert!(whole.contains("<del>100</del>") && whole.contains("<ins>150</ins>"), "{whole}");
    assert!(whole.contains("Dời thời gian") && whole.contains("<del>31/03/2024</del>"), "{whole}");
    assert_eq!(whole.matches("Theo quyết định 12/QĐ-MTTQ-BTT").count(), 3, "{whole}");
    assert!(whole.contains("Việc mới") && whole.contains("Rút khỏi kế hoạch"), "{whole}");
    let half = officer.get(&format!("{page}?to=5/1/2024")).await.expect(200).text();
    assert!(half.contains("<ins>150</ins>") && !half.contains("Việc mới"), "{half}");
}

async fn a_neighbour_sees_no_item_and_no_comparison(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, [houses, ..]) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.unwrap();
    let since = kit::testing::day("2020-01-01");
    let west =
        kit::testing::insert_unit(&mut tx, "w", "Xã Tây Mẫu", "commune", Some(app.province), since).await;
    tx.commit().await.unwrap();
    let west = app.person("taymau", west, Role::CommuneOfficer).await;
    west.get(&format!("/plans/{plan}/items/{houses}")).await.expect(404);
    west.get(&format!("/plans/{plan}/compare")).await.expect(404);
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    let page = north.get(&format!("/plans/{plan}/items/{houses}")).await.expect(200).text();
    assert!(
        page.contains("xã Bắc Mẫu") && !page.contains("xã Nam Mẫu") && !page.contains("20.000.000"),
        "{page}"
    );
}
