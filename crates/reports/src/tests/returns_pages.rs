//! The page of a report without script, what the day begins with, and reminders, on both engines.

use axum::Router;
use kit::permission::Role;
use kit::testing::TestApp;
use kit::web::{App, Ctx};
use serde_json::json;

use super::returns::{act, report, sent};
use super::values::prepared;
use crate::returns::today::groups;

fn routes() -> Router<App> {
    crate::routes()
}

async fn a_report_is_made_without_script(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-03-15");
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let path = format!("/reports/of/{}/2024-03/monthly", app.north);
    let to = |part: &str| format!("{path}/{part}");
    let page = north.get(&path).await.expect(200).text();
    assert!(
        page.contains("name=\"v-houses_handed_over\"")
            && page.contains("15/02/2024")
            && page.contains("Gửi báo cáo")
            || page.contains("Bắt đầu soạn"),
        "{page}"
    );
    let figures = [("version", "0"), ("v-houses_handed_over", "2"), ("v-sessions_held", "4")];
    north.post(&to("figures"), &figures).await.expect(303);
    let wrong =
        north.post(&to("figures"), &[("version", "1"), ("v-sessions_held", "bốn")]).await.expect(422).text();
    assert!(wrong.contains("value=\"bốn\"") && wrong.contains("Không phải là số"));
    let refused = north.post(&to("move"), &[("act", "submit")]).await.expect(422).text();
    assert!(refused.contains("Ô bắt buộc còn trống") && refused.contains("Chưa viết phần này"), "{refused}");
    let more = [("version", "1"), ("v-families_supported", "1"), ("v-opinions_received", "0")];
    north.post(&to("figures"), &more).await.expect(303);
    let words = [
        ("w-unity", "Đã làm."),
        ("wv-unity", "0"),
        ("w-next", "- Một việc\n- Hai việc"),
        ("wv-next", "0"),
        ("w-strengths", ""),
        ("wv-strengths", "0"),
        ("w-weaknesses", ""),
        ("wv-weaknesses", "0"),
    ];
    north.post(&to("words"), &words).await.expect(303);
    let stale = north.post(&to("words"), &[("w-unity", "Khác"), ("wv-unity", "0")]).await.expect(409).text();
    assert!(stale.contains("Khác") && stale.contains("vừa sửa phần này"));
    north.post(&to("move"), &[("act", "submit")]).await.expect(303);
    let seen = leader.get(&path).await.expect(200).text();
    assert!(
        seen.contains("name=\"r-indicator-sessions_held\"") && !seen.contains("name=\"v-sessions_held\"")
    );
    let why = [("act", "return"), ("r-indicator-sessions_held", "Thiếu một buổi"), ("r-section-unity", "")];
    leader.post(&to("move"), &why).await.expect(303);
    assert!(north.get(&path).await.expect(200).text().contains("Trả lại: Thiếu một buổi"));
    north.post(&to("move"), &[("act", "submit")]).await.expect(303);
    leader.post(&to("move"), &[("act", "accept")]).await.expect(303);
    north.post(&to("figures"), &[("v-sessions_held", "9")]).await.expect(409);
    for tab in ["activity", "relations"] {
        leader.get(&format!("{path}?tab={tab}")).await.expect(200);
    }
    assert!(leader.get(&to("paper?format=docx")).await.expect(200).body.starts_with(b"PK"));
    assert!(leader.get(&to("paper?format=pdf")).await.expect(200).body.starts_with(b"%PDF"));
    // The same through the API: as data, and as a file.
    let of = format!("/api/v1/reports/of?unit={}&period=2024-03&regime=monthly", app.north);
    let id = leader.get(&of).await.expect(200).json()["id"].as_i64().expect("begun");
    let paper = format!("/api/v1/reports/{id}/paper");
    assert!(leader.get(&paper).await.expect(200).json()["results"].is_array());
    assert!(leader.get(&format!("{paper}?format=pdf")).await.expect(200).body.starts_with(b"%PDF"));
    leader.get(&format!("{paper}?format=exe")).await.expect(404);
    south.get(&path).await.expect(404);
    south.get(&to("paper")).await.expect(404);
    south.post(&to("figures"), &figures).await.expect(404);
    let list = leader.get("/reports/owed?period=2024-03").await.expect(200).text();
    assert!(list.contains(&path) && list.contains("Đã duyệt"), "{list}");
    let csv = leader.get("/reports/owed/export?period=2024-03&regime=monthly").await.expect(200).text();
    assert!(csv.contains("Nam Mẫu") && !csv.contains("Bắc Mẫu"), "{csv}");
    leader.post("/reports/owed/remind", &[("period", "2024-03"), ("regime", "monthly")]).await.expect(303);
    assert!(
        south.get("/reports/owed?period=2024-03").await.expect(200).text().contains("nhắc ngày 15/03/2024")
    );
    let officer = app.person("officer", app.province, Role::Officer).await;
    for path in [
        "/reports/forms",
        "/reports/forms/monthly",
        "/reports/regimes",
        "/reports/regimes/monthly",
        "/reports/regimes/new",
    ] {
        officer.get(path).await.expect(200);
    }
    north.get("/reports/regimes/monthly").await.expect(403);
    let section = [
        ("code", "short"),
        ("name_vi", "Mẫu ngắn"),
        ("s0-code", "a"),
        ("s0-title_vi", "Một"),
        ("s0-lines", "gifts_given"),
    ];
    officer.post("/reports/forms", &section).await.expect(303);
    officer.post("/reports/forms", &section).await.expect(422);
}

/// Titles of groups, with how many matters each has and the first one's address.
async fn today(app: &TestApp, login: &str) -> Vec<(String, usize, String)> {
    let mut tx = app.app.db.read().await.expect("a view");
    let found = kit::accounts::store::find_credentials(&mut tx, login).await.expect("reads");
    drop(tx);
    let mut ctx = Ctx::for_account(&app.app, found.expect("a person").account).await.expect("a seat");
    let groups = groups(&mut ctx).await.expect("reads");
    groups.into_iter().map(|one| (one.title, one.count, one.matters[0].href.clone())).collect()
}

async fn the_day_begins_with_what_is_owed(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-03-15");
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let path = format!("/reports/of/{}/2024-03/monthly", app.north);
    let owed = today(&app, "north").await;
    assert_eq!((owed.len(), owed[0].0.as_str()), (1, "Báo cáo đến hạn"));
    let before = owed[0].1;
    sent(&north, app.north, "2024-03").await;
    assert_eq!(today(&app, "north").await[0].1, before - 1, "what has been sent is owed no more");
    let waiting = today(&app, "leader").await;
    let waiting = waiting.iter().find(|one| one.0 == "Báo cáo chờ duyệt").expect("waits");
    assert_eq!((waiting.1, &waiting.2), (1, &path));
    act(&leader, app.north, "return", json!({ "reason": "Thiếu phụ lục" })).await.expect(200);
    assert_eq!(today(&app, "north").await[0], ("Báo cáo bị trả lại".to_owned(), 1, path.clone()));
    assert!(today(&app, "leader").await.iter().all(|one| one.0 != "Báo cáo chờ duyệt"));
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    assert_eq!(report(&south, app.south).await["state"], "open");
    assert!(today(&app, "south").await.iter().all(|one| !one.2.contains(&path)));
}

async fn a_week_and_a_day_before_units_are_reminded(app: TestApp) {
    app.travel_to("2024-03-11");
    prepared(&app).await;
    // A session does not outlive the days between.
    let reminded = async |login: &str| {
        let officer = app.person(login, app.province, Role::Officer).await;
        let list = officer.get("/api/v1/reports/owed?period=2024-03").await.expect(200).json();
        let rows = list["owed"].as_array().expect("rows").clone();
        let rows = rows.into_iter().filter(|row| row["regime"] == "monthly");
        rows.map(|row| (row["unit"].clone(), row["reminded_on"].clone())).collect::<Vec<_>>()
    };
    let handlers = crate::handlers();
    let of = |list: &[(serde_json::Value, serde_json::Value)], unit: kit::UnitId| {
        list.iter().find(|(one, _)| *one == json!(unit)).expect("owes").1.clone()
    };
    assert!(kit::jobs::run_one(&app.app, &handlers).await.expect("runs"));
    assert!(!kit::jobs::run_one(&app.app, &handlers).await.expect("looks"), "the next waits for the morning");
    let list = reminded("first").await;
    assert_eq!((of(&list, app.north), of(&list, app.province)), (json!("2024-03-11"), json!(null)));

    app.travel_to("2024-03-15");
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    sent(&north, app.north, "2024-03").await;
    assert!(kit::jobs::run_one(&app.app, &handlers).await.expect("runs"));
    assert_eq!(of(&reminded("second").await, app.south), json!("2024-03-11"), "no day to remind on");
    app.travel_to("2024-03-17");
    assert!(kit::jobs::run_one(&app.app, &handlers).await.expect("runs"));
    let list = reminded("third").await;
    assert_eq!((of(&list, app.north), of(&list, app.south)), (json!("2024-03-11"), json!("2024-03-17")));
}

kit::on_both_engines! {
    a_report_is_made_without_script,
    the_day_begins_with_what_is_owed,
    a_week_and_a_day_before_units_are_reminded,
}
