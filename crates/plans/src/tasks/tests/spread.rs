//! One item given to many units.

use axum::http::Method;
use kit::params;
use kit::permission::Role;
use kit::testing::{TestApp, day, insert_unit};
use serde_json::json;

use super::{given, moved, province_item, routes, with_evidence};
use crate::tasks::actions::{UNIT_OPENED, apply_open_fan_outs};

async fn each_unit_finishes_on_its_own(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Ngày hội mẫu", "2024-01-31").await;
    let fields = [("selection", "level:commune"), ("due_on", "31/1/2024")];
    officer.post(&format!("/items/{item}/fan-out"), &fields).await.expect(303);
    // Doing it again gives nobody a second one.
    officer.post(&format!("/items/{item}/fan-out"), &fields).await.expect(303);
    let path = format!("/api/v1/items/{item}/tasks");
    let all = officer.get(&path).await.json();
    assert_eq!(all["tasks"].as_array().map(Vec::len), Some(2));
    // One matter given to two units is one line of the day, and leads to both.
    let today = officer.get("/").await.expect(200).text();
    let link = format!("&amp;item={item}\">Ngày hội mẫu</a>");
    assert_eq!(today.matches(&link).count(), 1, "{today}");
    assert!(today.contains("2 đơn vị"), "{today}");
    let mine = north.get("/api/v1/tasks").await.json();
    assert_eq!(mine["tasks"].as_array().map(Vec::len), Some(1), "the neighbour's is not there");
    let task = mine["tasks"][0]["id"].as_i64().expect("an id");
    with_evidence(&north, task).await;
    assert_eq!(moved(&north, task, "submit", "").await, 303);
    assert_eq!(moved(&officer, task, "verify", "").await, 303);
    app.travel_to("2024-02-01");
    let officer = app.person("later", app.province, Role::Officer).await;
    let rollup = officer.get(&path).await.json()["rollup"].clone();
    assert_eq!(rollup, json!({ "total": 2, "done": 1, "late": 1, "submitted": 0 }));
    let page = officer.get(&format!("/tasks/{task}?tab=relations")).await.expect(200).text();
    assert!(page.contains("1/2") && page.contains("1 trễ"), "{page}");
    let today = officer.get("/").await.expect(200).text();
    assert!(today.contains("Đang trễ theo đơn vị") && today.contains("Nam Mẫu"), "{today}");
}

async fn many_units_and_past_dates_are_asked_about(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    for number in 0..5 {
        let (code, name) = (format!("n{number}"), format!("Xã Mẫu {number}"));
        insert_unit(&mut tx, &code, &name, "commune", Some(app.province), day("2020-01-01")).await;
    }
    tx.commit().await.expect("commits");
    let item = province_item(&app, &officer, "Ngày hội mẫu", "2024-01-31").await;
    let (path, tasks) = (format!("/items/{item}/fan-out"), format!("/api/v1/items/{item}/tasks"));
    let mut fields = vec![("selection", "level:commune"), ("due_on", "31/1/2024")];
    let asked = officer.post(&path, &fields).await.expect(200).text();
    assert!(asked.contains("Giao cho 7 đơn vị") && asked.contains("value=\"31/1/2024\""), "{asked}");
    assert_eq!(officer.get(&tasks).await.json()["tasks"], json!([]), "nothing is given yet");
    fields.push(("confirmed", "yes"));
    let there = officer.post(&path, &fields).await.expect(303).location().to_owned();
    assert!(there.ends_with("?given=7"), "{there}");
    // A date that is over is given only by who says that it is meant.
    let late = province_item(&app, &officer, "Việc mẫu", "2024-01-02").await;
    let (path, unit) = (format!("/items/{late}/assign"), app.north.to_string());
    let form = officer.get(&path).await.expect(200).text();
    assert_eq!(form.matches("name=\"past_due\"").count(), 2, "{form}");
    let mut fields = vec![("unit", unit.as_str()), ("due_on", "2/1/2024")];
    let refused = officer.post(&path, &fields).await.expect(422).text();
    assert!(refused.contains("Thời hạn này đã qua") && refused.contains("name=\"past_due\""), "{refused}");
    fields.push(("past_due", "yes"));
    officer.post(&path, &fields).await.expect(303);
}

async fn a_unit_that_joins_late_gets_its_task(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let item = province_item(&app, &officer, "Tuyên truyền mẫu", "2024-06-30").await;
    let body = json!({ "selection": "level:commune", "due_on": "2024-06-30" });
    let path = format!("/api/v1/items/{item}/fan-out");
    let reply = officer.send_json(Method::POST, &path, body.clone()).await.expect(200);
    assert_eq!(reply.json()["created"], 2);
    let mut tx = app.app.db.write().await.expect("a transaction");
    let new = insert_unit(
        &mut tx,
        "d",
        "Ủy ban MTTQ Việt Nam xã Đông Mẫu",
        "commune",
        Some(app.province),
        day("2024-02-01"),
    )
    .await;
    let now = app.app.clock.now();
    kit::jobs::enqueue(&mut tx, UNIT_OPENED, &json!({ "unit": new }), None, now, now).await.expect("a job");
    tx.commit().await.expect("commits");
    assert!(kit::jobs::run_one(&app.app, &crate::tasks::handlers()).await.expect("runs"));
    let mut tx = app.app.db.write().await.expect("a transaction");
    let made = apply_open_fan_outs(&mut tx, Some(new), now).await.expect("applies");
    assert!(made.is_empty(), "the job has given it");
    assert!(
        apply_open_fan_outs(&mut tx, None, now).await.expect("applies").is_empty(),
        "twice changes nothing"
    );
    tx.commit().await.expect("commits");
    let late = officer.get(&format!("/api/v1/tasks?unit={new}")).await.json();
    assert_eq!(late["tasks"][0]["unit"], new.0);
    assert_eq!(late["tasks"][0]["due_on"], "2024-06-30");
}

async fn a_unit_that_ends_before_the_due_date_gets_none(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute("update unit set valid_to = $2 where id = $1", params![app.south, day("2024-02-01")])
        .await
        .expect("ends");
    tx.execute(
        "insert into unit_succession (predecessor, successor, kind, effective_on) values ($1, $2, 'merge', $3)",
        params![app.south, app.north, day("2024-02-01")],
    )
    .await
    .expect("a succession");
    tx.commit().await.expect("commits");
    let item = province_item(&app, &officer, "Đại hội mẫu", "2024-03-31").await;
    let body = json!({ "unit": app.south, "due_on": "2024-03-31" });
    let reply = officer.send_json(Method::POST, &format!("/api/v1/items/{item}/tasks"), body).await;
    assert_eq!(reply.status_and_code(), "422 unit_closed");
    assert!(reply.text().contains("xã Bắc Mẫu"), "it names what followed: {}", reply.text());
    let body = json!({ "selection": "level:commune", "due_on": "2024-03-31" });
    let reply =
        officer.send_json(Method::POST, &format!("/api/v1/items/{item}/fan-out"), body).await.expect(200);
    assert_eq!(reply.json()["created"], 1);
    // Work that is due while it lasts is given.
    given(&officer, item, app.south, None, "2024-01-31").await;
}

async fn a_person_must_belong_to_the_unit_or_above(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Việc mẫu", "2024-03-31").await;
    let page = officer.get(&format!("/items/{item}/assign?unit={}", app.south)).await.expect(200).text();
    assert!(page.contains("Người Mẫu officer") && !page.contains("Người Mẫu north<"), "{page}");
    let fields = [
        ("unit", app.south.to_string()),
        ("assignee", north.account.to_string()),
        ("due_on", "31/3/2024".into()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = officer.post(&format!("/items/{item}/assign"), &fields).await.expect(422).text();
    assert!(page.contains("31/3/2024"), "what was typed is kept");
    let fields = [
        ("unit", app.south.to_string()),
        ("assignee", officer.account.to_string()),
        ("coordinators", app.north.to_string()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = officer.post(&format!("/items/{item}/assign"), &fields).await.expect(303);
    let task = reply.location().to_owned();
    // Who helps may read it, and only read it.
    north.get(&task).await.expect(200);
    let api = task.replace("/tasks", "/api/v1/tasks").replace("?done=give", "");
    let body = json!({ "act": "accept" });
    north.send_json(Method::POST, &format!("{api}/move"), body).await.expect(403);
    let helped = north.get("/api/v1/tasks?with=coordinating").await.json();
    assert_eq!(helped["tasks"].as_array().map(Vec::len), Some(1));
}

async fn nothing_is_given_before_the_plan_is_issued(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let item = province_item(&app, &officer, "Việc mẫu", "2024-03-31").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute("update plan set state = 'draft'", &[]).await.expect("a draft");
    tx.commit().await.expect("commits");
    let body = json!({ "selection": "level:commune" });
    let reply = officer.send_json(Method::POST, &format!("/api/v1/items/{item}/fan-out"), body).await;
    assert_eq!(reply.status_and_code(), "409 plan_not_in_force");
}

async fn a_standing_order_is_ended_by_hand(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Tuyên truyền mẫu", "2024-06-30").await;
    let body = json!({ "selection": "level:commune", "due_on": "2024-06-30" });
    let path = format!("/api/v1/items/{item}");
    officer.send_json(Method::POST, &format!("{path}/fan-out"), body.clone()).await.expect(200);
    let orders = officer.get(&format!("{path}/orders")).await.expect(200).json();
    let order = orders[0]["id"].as_i64().expect("an order");
    let page = officer.get(&format!("/items/{item}/assign")).await.expect(200).text();
    assert!(page.contains("Đang hiệu lực") && page.contains("Kết thúc lệnh giao"), "{page}");
    let end = format!("/items/{item}/orders/{order}/end");
    north.post(&end, &[("reason", "Thôi")]).await.expect(404);
    officer.post(&end, &[("reason", " ")]).await.expect(422);
    let past = [("reason", "Đã đủ"), ("last_day", "1/1/2024")];
    let page = officer.post(&end, &past).await.expect(422).text();
    assert!(page.contains("1/1/2024") && page.contains("Đã đủ"), "what was typed stays: {page}");
    officer.post(&end, &[("reason", "Đã đủ"), ("last_day", "15/1/2024")]).await.expect(303);
    let page = officer.get(&format!("/items/{item}/assign")).await.expect(200).text();
    assert!(page.contains("Kết thúc sau ngày 15/01/2024: Đã đủ"), "{page}");
    let again = json!({ "reason": "Lần nữa" });
    let reply = officer.send_json(Method::POST, &format!("{path}/orders/{order}/end"), again).await;
    assert_eq!(reply.status_and_code(), "404 order_not_found");
    let join = async |code: &str, name: &str| {
        let mut tx = app.app.db.write().await.expect("a transaction");
        let new = insert_unit(&mut tx, code, name, "commune", Some(app.province), day("2024-01-10")).await;
        let made = apply_open_fan_outs(&mut tx, Some(new), app.app.clock.now()).await.expect("applies");
        tx.commit().await.expect("commits");
        made.len()
    };
    app.travel_to("2024-01-15");
    assert_eq!(join("d", "Ủy ban MTTQ Việt Nam xã Đông Mẫu").await, 1, "its last day counts");
    app.travel_to("2024-01-16");
    assert_eq!(join("t", "Ủy ban MTTQ Việt Nam xã Tây Mẫu").await, 0, "who joins later gets none");
    let mut tx = app.app.db.read().await.expect("a transaction");
    let acts = kit::audit::list_of(&mut tx, "plan_item", item, 5).await.expect("acts");
    assert!(acts.iter().any(|act| act.action == "item_fan_out_ended"), "{acts:?}");
    drop(tx);
    let officer = app.person("later", app.province, Role::Officer).await;
    let reply = officer.send_json(Method::POST, &format!("{path}/fan-out"), body).await.expect(200);
    assert_eq!(reply.json()["created"], 1, "a new order may be given");
}

async fn helping_units_are_named_by_hand(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let item = province_item(&app, &officer, "Việc mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let path = format!("/tasks/{task}/assign");
    let form = [("due_on", "31/3/2024"), ("coordinators", "none"), ("more_coordinators", "xã Không Có")];
    let page = officer.post(&path, &form).await.expect(422).text();
    assert!(page.contains("xã Không Có"), "what was typed stays: {page}");
    let form = [("due_on", "31/3/2024"), ("coordinators", "none"), ("more_coordinators", "nam mau\n")];
    officer.post(&path, &form).await.expect(303);
    let helping = |reply: serde_json::Value| reply["coordinators"][0]["unit"].as_i64();
    let api = format!("/api/v1/tasks/{task}");
    assert_eq!(helping(officer.get(&api).await.json()), Some(app.south.0));
    let page = officer.get(&format!("/tasks/{task}")).await.expect(200).text();
    assert!(page.contains(&format!("name=\"coordinators\" value=\"{}\" checked", app.south)), "{page}");
    let form = [("due_on", "31/3/2024"), ("coordinators", "none"), ("more_coordinators", "")];
    officer.post(&path, &form).await.expect(303);
    assert_eq!(helping(officer.get(&api).await.json()), None, "unticked, it helps no longer");
}

kit::on_both_engines! {
    a_standing_order_is_ended_by_hand,
    helping_units_are_named_by_hand,
    each_unit_finishes_on_its_own,
    many_units_and_past_dates_are_asked_about,
    a_unit_that_joins_late_gets_its_task,
    a_unit_that_ends_before_the_due_date_gets_none,
    a_person_must_belong_to_the_unit_or_above,
    nothing_is_given_before_the_plan_is_issued,
}
