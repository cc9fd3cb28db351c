//! The life of a monthly report across three levels, on both engines.

use axum::Router;
use axum::http::Method;
use kit::permission::Role;
use kit::testing::{Client, Reply, TestApp, day, insert_unit};
use kit::web::App;
use kit::{UnitId, params};
use serde_json::{Value as Json, json};

use super::values::{prepared, total};

fn routes() -> Router<App> {
    crate::routes()
}

pub(super) async fn act(client: &Client, unit: UnitId, act: &str, more: Json) -> Reply {
    act_of(client, (unit, "2024-03", "monthly"), act, more).await
}

async fn act_of(client: &Client, of: (UnitId, &str, &str), act: &str, more: Json) -> Reply {
    let mut body = json!({ "unit": of.0, "period": of.1, "regime": of.2, "act": act });
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    client.send_json(Method::POST, "/api/v1/reports/moves", body).await
}

async fn figures(client: &Client, unit: UnitId, period: &str, figures: &[(&str, i64)]) -> Reply {
    let rows: Vec<Json> = figures
        .iter()
        .map(|(code, value)| json!({ "unit": unit, "indicator": code, "period": period, "value": value }))
        .collect();
    client.send_json(Method::PUT, "/api/v1/values", json!({ "values": rows })).await
}

async fn words(client: &Client, of: (UnitId, &str, &str), section: &str, body: &str, version: i64) -> Reply {
    let form = json!({ "unit": of.0, "period": of.1, "regime": of.2, "section": section, "body": body, "version": version });
    client.send_json(Method::PUT, "/api/v1/reports/texts", form).await
}

pub(super) async fn report(client: &Client, unit: UnitId) -> Json {
    let path = format!("/api/v1/reports/of?unit={unit}&period=2024-03&regime=monthly");
    client.get(&path).await.expect(200).json()
}

const REQUIRED: [(&str, i64); 4] =
    [("sessions_held", 5), ("families_supported", 9), ("houses_handed_over", 2), ("opinions_received", 0)];

/// Types all that a monthly report requires, and sends it.
pub(super) async fn sent(client: &Client, unit: UnitId, period: &str) {
    figures(client, unit, period, &REQUIRED).await.expect(200);
    for section in ["unity", "next"] {
        words(client, (unit, period, "monthly"), section, "Đã tổ chức 5 buổi.", 0).await.expect(200);
    }
    act_of(client, (unit, period, "monthly"), "submit", json!({})).await.expect(200);
}

/// Working boards under the northern commune.
async fn boards(app: &TestApp, names: &[&str]) -> Vec<UnitId> {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let mut made = Vec::new();
    for name in names {
        let unit =
            insert_unit(&mut tx, name, name, "residential_area", Some(app.north), day("2020-01-01")).await;
        tx.execute("update unit set kind = 'front_working_board' where id = $1", params![unit])
            .await
            .expect("a board");
        made.push(unit);
    }
    tx.commit().await.expect("commits");
    made
}

async fn a_report_rises_through_three_levels(app: TestApp) {
    prepared(&app).await;
    let boards = boards(&app, &["Bản Một", "Bản Hai"]).await;
    app.travel_to("2024-03-15");
    let head = app.person("head", boards[0], Role::WorkingBoardHead).await;
    let officer = app.person("north", app.north, Role::CommuneOfficer).await;
    let chair = app.person("chair", app.north, Role::Leader).await;
    let checker = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;

    // Saving the first figure opens the draft; what is missing is named cell by cell.
    figures(&head, boards[0], "2024-03", &[("houses_handed_over", 2), ("houses_new", 3)]).await.expect(200);
    let draft = report(&head, boards[0]).await;
    assert_eq!((&draft["state"], &draft["edition"]), (&json!("draft"), &json!(1)));
    assert_eq!((&draft["data_from"], &draft["data_to"]), (&json!("2024-02-15"), &json!("2024-03-14")));
    assert_eq!(draft["due"], "2024-03-15");
    let refused = act(&head, boards[0], "submit", json!({})).await.expect(422).json();
    assert_eq!(refused["code"], "report_incomplete");
    assert_eq!(refused["errors"].as_array().map(Vec::len), Some(6), "{refused}");
    figures(&head, boards[0], "2024-03", &[("houses_new", 1)]).await.expect(200);
    sent(&head, boards[0], "2024-03").await;
    let closed = figures(&head, boards[0], "2024-03", &[("houses_handed_over", 7)]).await;
    assert_eq!(closed.status_and_code(), "409 report_closed");
    figures(&head, boards[0], "2024-03", &[("houses_handed_over", 2)]).await.expect(200);
    let late = words(&head, (boards[0], "2024-03", "monthly"), "unity", "Khác", 1).await;
    assert_eq!(late.status_and_code(), "409 report_closed");

    // Sent back field by field; the reasons stand until it is sent again.
    assert_eq!(act(&head, boards[0], "accept", json!({})).await.status.as_u16(), 403);
    let remarks = json!({ "remarks": [
        { "kind": "indicator", "field": "houses_handed_over", "reason": "Biên bản ghi 3 nhà." },
        { "kind": "section", "field": "unity", "reason": "Nêu rõ nơi tổ chức." },
    ] });
    assert_eq!(
        act(&officer, boards[0], "return", json!({})).await.status_and_code(),
        "409 report_reason_missing"
    );
    let unknown = json!({ "remarks": [{ "kind": "indicator", "field": "chickens", "reason": "?" }] });
    assert_eq!(act(&officer, boards[0], "return", unknown).await.status_and_code(), "422 field_unknown");
    act(&officer, boards[0], "return", remarks).await.expect(200);
    let returned = report(&head, boards[0]).await;
    assert_eq!(
        (&returned["state"], returned["remarks"].as_array().map(Vec::len)),
        (&json!("returned"), Some(2))
    );
    assert_eq!(returned["remarks"][0]["reason"], "Biên bản ghi 3 nhà.");
    figures(&head, boards[0], "2024-03", &[("houses_handed_over", 3)]).await.expect(200);
    act(&head, boards[0], "submit", json!({})).await.expect(200);
    assert_eq!(report(&head, boards[0]).await["remarks"], json!([]));
    let accepted = |unit: UnitId| {
        format!("/api/v1/totals?indicator=houses_handed_over&unit={unit}&period=2024-03&layer=accepted")
    };
    let value = |reply: Reply| reply.expect(200).json()["then"]["value"].clone();
    assert_eq!(value(leader.get(&accepted(app.province)).await), Json::Null);
    act(&officer, boards[0], "accept", json!({})).await.expect(200);
    assert_eq!(value(leader.get(&accepted(app.province)).await), json!(3));

    // The commune takes in what was accepted and names who is missing.
    let taken = act(&officer, app.north, "consolidate", json!({})).await.expect(200).json();
    assert_eq!(taken["missing"], json!([{ "unit": boards[1], "name": "Bản Hai", "state": "open" }]));
    assert_eq!(report(&head, boards[0]).await["state"], "consolidated");
    let whole = &taken["sections"][3]["figures"][2];
    assert_eq!(
        (&whole["indicator"], &whole["own"], &whole["whole"]),
        (&json!("houses_handed_over"), &Json::Null, &json!(3))
    );
    sent(&officer, app.north, "2024-03").await;
    // Whoever sent it does not accept it; nor does the unit itself while there is one above.
    assert_eq!(
        act(&chair, app.north, "accept", json!({})).await.status_and_code(),
        "409 report_not_from_above"
    );
    assert_eq!(act(&checker, app.north, "accept", json!({})).await.status.as_u16(), 403);
    act(&leader, app.north, "accept", json!({})).await.expect(200);

    // The province's own report: southern commune missing, then locked with all below.
    act(&checker, app.province, "consolidate", json!({})).await.expect(200);
    sent(&checker, app.province, "2024-03").await;
    let seen = report(&leader, app.province).await;
    assert_eq!(seen["missing"][0]["unit"], json!(app.south));
    act(&leader, app.province, "accept", json!({})).await.expect(200);
    act(&leader, app.province, "lock", json!({})).await.expect(200);
    assert_eq!(report(&officer, app.north).await["state"], "locked");

    let locked = report(&leader, app.province).await["sections"].clone();

    // A correction needs a reason, keeps the old edition, and those above are told.
    assert_eq!(
        act(&officer, app.north, "correct", json!({})).await.status_and_code(),
        "409 report_reason_missing"
    );
    let before = value(leader.get(&accepted(app.province)).await);
    let reason = json!({ "reason": "Đếm nhầm nhà ở bản Hai" });
    let second = act(&officer, app.north, "correct", reason).await.expect(200).json();
    assert_eq!(
        (&second["state"], &second["edition"], &second["accepted_edition"]),
        (&json!("draft"), &json!(2), &json!(1))
    );
    figures(&officer, app.north, "2024-03", &[("houses_handed_over", 5)]).await.expect(200);
    assert_eq!(value(leader.get(&accepted(app.province)).await), before, "nothing above changes yet");
    act(&officer, app.north, "submit", json!({})).await.expect(200);
    assert_eq!(report(&leader, app.province).await["restated"], json!([]));
    act(&leader, app.north, "accept", json!({})).await.expect(200);
    let told = report(&leader, app.province).await;
    assert_eq!((&told["restated"][0]["taken"], &told["restated"][0]["accepted"]), (&json!(1), &json!(2)));
    assert_eq!(told["restated"][0]["reason"], "Đếm nhầm nhà ở bản Hai");
    assert_eq!(
        (&told["state"], &told["sections"]),
        (&json!("locked"), &locked),
        "it stays until it is corrected in its turn"
    );
    let again = act(&checker, app.province, "correct", json!({ "reason": "Bắc Mẫu đính chính" })).await;
    let again = again.expect(200).json();
    assert_ne!(again["sections"], locked, "a draft tells what is accepted now");
    assert_eq!(total(&leader, app.province, "houses_handed_over", "2024-03").await["then"]["value"], 10);
}

async fn a_neighbour_sees_and_moves_nothing(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-03-15");
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    sent(&north, app.north, "2024-03").await;
    let path = format!("/api/v1/reports/of?unit={}&period=2024-03&regime=monthly", app.north);
    south.get(&path).await.expect(404);
    let id = report(&north, app.north).await["id"].clone();
    south.get(&format!("/api/v1/reports/{id}")).await.expect(404);
    for name in ["submit", "return", "accept", "lock", "correct"] {
        act(&south, app.north, name, json!({ "reason": "x" })).await.expect(404);
    }
    words(&south, (app.north, "2024-03", "monthly"), "unity", "x", 0).await.expect(404);
    let owed = south.get("/api/v1/reports/owed?period=2024-03").await.expect(200).json();
    assert!(owed["owed"].as_array().expect("rows").iter().all(|row| row["unit"] == json!(app.south)));
}

async fn who_comes_second_is_told(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-03-15");
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let of = (app.north, "2024-03", "monthly");
    assert_eq!(words(&north, of, "unity", "Một", 0).await.expect(200).json()["version"], 1);
    assert_eq!(words(&north, of, "unity", "Hai", 0).await.status_and_code(), "409 words_stale");
    assert_eq!(words(&north, of, "unity", "Hai", 1).await.expect(200).json()["version"], 2);
    assert_eq!(words(&north, of, "unity", "Ba", 1).await.status_and_code(), "409 words_stale");
    let version = report(&north, app.north).await["version"].clone();
    sent(&north, app.north, "2024-02").await;
    figures(&north, app.north, "2024-03", &REQUIRED).await.expect(200);
    words(&north, of, "next", "Việc", 0).await.expect(200);
    act(&north, app.north, "submit", json!({ "version": version })).await.expect(200);
    assert_eq!(
        act(&north, app.north, "submit", json!({ "version": version })).await.status_and_code(),
        "409 report_moved"
    );
}

async fn shares_count_the_units_of_the_day(app: TestApp) {
    prepared(&app).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let (end, since) = (day("2025-07-01"), day("2020-01-01"));
    let old = insert_unit(&mut tx, "old", "Xã Cũ", "commune", Some(app.province), since).await;
    insert_unit(&mut tx, "new", "Xã Mới", "commune", Some(app.province), end).await;
    for sql in [
        "update unit set valid_to = $2 where id = $1",
        "update unit_version set valid_to = $2 where unit = $1",
        "update unit_path set valid_to = $2 where descendant = $1",
    ] {
        tx.execute(sql, params![old, end]).await.expect("closed");
    }
    tx.commit().await.expect("commits");
    app.travel_to("2025-06-20");
    let officer = app.person("officer", app.province, Role::Officer).await;
    sent(&officer, old, "2025-06").await;
    app.travel_to("2025-06-18");
    sent(&officer, app.north, "2025-06").await;
    let names = |list: &Json| -> Vec<String> {
        let rows = list["owed"].as_array().expect("rows").iter().filter(|row| row["regime"] == "monthly");
        rows.map(|row| row["unit_name"].as_str().expect("a name").to_owned()).collect()
    };
    let list = |period: &'static str| {
        let officer = officer.clone();
        async move { officer.get(&format!("/api/v1/reports/owed?period={period}")).await.expect(200).json() }
    };
    let june = list("2025-06").await;
    assert!(names(&june).contains(&"Xã Cũ".to_owned()) && !names(&june).contains(&"Xã Mới".to_owned()));
    let july = list("2025-07").await;
    assert!(names(&july).contains(&"Xã Mới".to_owned()) && !names(&july).contains(&"Xã Cũ".to_owned()));
    let shares = &june["regimes"][0];
    assert_eq!(
        (&shares["owed"], &shares["sent"], &shares["on_time"]),
        (&json!(4), &json!(2), &json!(1)),
        "{shares}"
    );
    assert_eq!((&shares["completeness"], &shares["timeliness"]), (&json!(50), &json!(25)));
    let late = june["owed"].as_array().expect("rows").iter().find(|row| row["unit_name"] == "Xã Cũ");
    assert_eq!(late.map(|row| row["days_late"].clone()), Some(json!(2)));
    let reminded = officer
        .send_json(
            Method::POST,
            "/api/v1/reports/reminders",
            json!({ "period": "2025-06", "regime": "monthly" }),
        )
        .await;
    assert_eq!(reminded.expect(200).json()["count"], 1, "the southern commune only");
}

async fn a_member_organisation_reports_along_its_own_chain(app: TestApp) {
    prepared(&app).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let mut made = Vec::new();
    for (name, level, parent) in [
        ("Hội Nông dân tỉnh Mẫu", "province", app.province),
        ("Hội Cựu chiến binh tỉnh Mẫu", "province", app.province),
        ("Hội Nông dân xã Bắc Mẫu", "commune", app.north),
    ] {
        let unit = insert_unit(&mut tx, name, name, level, Some(parent), day("2020-01-01")).await;
        tx.execute("update unit set kind = 'political_social_organisation' where id = $1", params![unit])
            .await
            .expect("an organisation");
        made.push(unit);
    }
    tx.commit().await.expect("commits");
    app.travel_to("2024-03-18");
    let farmers = app.person("farmers", made[2], Role::CommuneOfficer).await;
    let above = app.person("above", made[0], Role::Leader).await;
    let veterans = app.person("veterans", made[1], Role::Leader).await;
    let of = (made[2], "2024-Q1", "member_quarterly");
    figures(&farmers, made[2], "2024-Q1", &REQUIRED).await.expect(200);
    for section in ["unity", "next"] {
        words(&farmers, of, section, "Đã làm.", 0).await.expect(200);
    }
    act_of(&farmers, of, "submit", json!({})).await.expect(200);
    act_of(&veterans, of, "accept", json!({})).await.expect(404);
    let list = above.get("/api/v1/reports/owed?period=2024-Q1").await.expect(200).json();
    let seen = list["owed"].as_array().expect("rows").iter().any(|row| row["unit"] == json!(made[2]));
    assert!(seen, "{list}");
    act_of(&above, of, "accept", json!({})).await.expect(200);
    let taken =
        act_of(&above, (made[0], "2024-Q1", "member_quarterly"), "consolidate", json!({})).await.expect(200);
    assert_eq!(taken.json()["missing"], json!([]));
    // A plan of its own is owed too, and a paper fulfils it.
    let plan = (made[2], "2024", "own_plan");
    assert_eq!(act_of(&farmers, plan, "begin", json!({})).await.expect(200).json()["state"], "draft");
    let none = json!({ "paper_kind": "document", "paper": 999 });
    assert_eq!(act_of(&farmers, plan, "submit", none).await.status_and_code(), "404 paper_not_found");
    assert_eq!(act_of(&farmers, plan, "submit", json!({})).await.status_and_code(), "422 report_incomplete");
}

async fn the_office_makes_versions(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-03-15");
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let form = json!({ "code": "monthly", "name_vi": "Báo cáo tháng mới", "valid_from": "01/04/2024",
        "sections": [{ "code": "unity", "title_vi": "Đoàn kết", "lines": "sessions_held *" }], "checks": "" });
    assert_eq!(
        north.send_json(Method::POST, "/api/v1/report-forms", form.clone()).await.status.as_u16(),
        403
    );
    officer.send_json(Method::POST, "/api/v1/report-forms", form.clone()).await.expect(200);
    officer.send_json(Method::POST, "/api/v1/report-forms", form).await.expect(422);
    let sections = |period: &'static str| {
        let path = format!("/api/v1/reports/of?unit={}&period={period}&regime=monthly", app.north);
        let north = north.clone();
        async move { north.get(&path).await.expect(200).json()["sections"].as_array().map(Vec::len) }
    };
    assert_eq!((sections("2024-03").await, sections("2024-04").await), (Some(9), Some(1)));
    let regimes = officer.get("/api/v1/reporting-regimes").await.expect(200).json();
    let mut monthly = regimes
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["code"] == "monthly")
        .expect("there")
        .clone();
    monthly["valid_from"] = json!("01/05/2024");
    monthly["cutoff_day"] = json!("0");
    let body = monthly.clone();
    let post = |body: Json| {
        let officer = officer.clone();
        async move { officer.send_json(Method::POST, "/api/v1/reporting-regimes", body).await }
    };
    let mut wrong = body.clone();
    wrong["dues"] = json!("xã 5");
    post(wrong).await.expect(422);
    post(body.clone()).await.expect(200);
    assert_eq!(post(body).await.status_and_code(), "409 regime_changed");
    let window = |period: &'static str| {
        let path = format!("/api/v1/reports/of?unit={}&period={period}&regime=monthly", app.north);
        let north = north.clone();
        async move { north.get(&path).await.expect(200).json()["data_to"].clone() }
    };
    assert_eq!(
        (window("2024-04").await, window("2024-05").await),
        (json!("2024-04-14"), json!("2024-05-31"))
    );
}

kit::on_both_engines! {
    a_report_rises_through_three_levels,
    a_neighbour_sees_and_moves_nothing,
    who_comes_second_is_told,
    shares_count_the_units_of_the_day,
    a_member_organisation_reports_along_its_own_chain,
    the_office_makes_versions,
}
