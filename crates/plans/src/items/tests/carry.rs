//! Work that is not finished goes over to the next quarter, and into next year.

use kit::permission::Role;
use kit::testing::{Client, TestApp};
use serde_json::{Value, json};

use super::{get, given, id, issue, plan_with_item, post, routes};
use crate::review::tests::paper_of;

/// Hands a task in with a link as evidence, and has it checked.
async fn finish(who: &Client, checker: &Client, task: i64) {
    let fields = [("kind", "link"), ("link", "https://example.org/tin"), ("title", "Tin bài mẫu")];
    who.upload(&format!("/tasks/{task}/evidence"), "", b"", &fields).await.expect(303);
    post(who, &format!("/tasks/{task}/move"), json!({ "act": "submit" })).await.expect(200);
    post(checker, &format!("/tasks/{task}/move"), json!({ "act": "verify" })).await.expect(200);
}

fn row_of(outline: &Value, item: i64) -> &Value {
    outline["items"].as_array().and_then(|rows| rows.iter().find(|row| row["id"] == item)).expect("the item")
}

async fn open_tasks_go_along_and_finished_ones_stay(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let (plan, item) = plan_with_item(&officer).await;
    let plan = id(&plan);
    issue(&officer, &leader, plan).await;
    let (done, open) = (given(&officer, &item, app.north).await, given(&officer, &item, app.south).await);
    finish(&north, &officer, done).await;
    post(&south, &format!("/tasks/{open}/notes"), json!({ "body": "Đã liên hệ", "percent": 30 }))
        .await
        .expect(200);
    let paper = paper_of(&app, app.province, officer.account.0).await;
    post(&officer, &format!("/directives/{paper}/items"), json!({ "lines": "1. Thăm hỏi" }))
        .await
        .expect(200);
    let demand = get(&officer, &format!("/directives/{paper}")).await["demands"][0]["id"].clone();
    let link = json!({ "demand": demand, "item": id(&item), "is_linked": true });
    post(&officer, &format!("/directives/{paper}/links"), link).await.expect(200);
    app.travel_to("2024-04-10");
    let officer = app.person("later", app.province, Role::Officer).await;
    let south = app.person("southlater", app.south, Role::CommuneOfficer).await;

    let page = officer.get(&format!("/tasks/{open}")).await.expect(200).text();
    assert!(page.contains("edit?open=carry#carry"), "offered on the task's page: {page}");
    let page = south.get(&format!("/tasks/{open}")).await.expect(200).text();
    assert!(!page.contains("open=carry"), "only to those with the right: {page}");
    let path = format!("/plans/{plan}/items/{}", id(&item));
    let page = officer.get(&format!("{path}/edit?open=carry")).await.expect(200).text();
    assert!(page.contains("30/06/2024"), "the end of the new quarter is offered: {page}");
    let form = [("version", "1"), ("reason", "Chờ kinh phí"), ("due_on", "31/7/2024")];
    let page = officer.post(&format!("{path}/carry"), &form).await.expect(422).text();
    assert!(page.contains("quý II năm 2024") && page.contains("31/7/2024"), "{page}");
    let form = [("version", "1"), ("reason", "Chờ kinh phí"), ("due_on", "15/5/2024")];
    let at = officer.post(&format!("{path}/carry"), &form).await.expect(303).location().to_owned();
    let new: i64 = at.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");

    let task = get(&officer, &format!("/tasks/{open}")).await;
    assert_eq!((&task["plan_item"], &task["quarter"]), (&json!(new), &json!(2)));
    assert_eq!((&task["due_on"], &task["progress_percent"]), (&json!("2024-05-15"), &json!(30)));
    assert_eq!(task["notes"].as_array().and_then(|notes| notes.last()).expect("a note")["kind"], "carried");
    let page = south.get(&format!("/tasks/{open}?tab=activity")).await.expect(200).text();
    assert!(page.contains("chuyển từ quý I sang quý II") && page.contains("Chờ kinh phí"), "{page}");
    assert_eq!(get(&officer, &format!("/tasks/{done}")).await["plan_item"], id(&item), "finished work stays");

    let page = officer.get(&path).await.expect(200).text();
    assert!(
        page.contains("1 việc chuyển sang quý II") && page.contains(&format!("{plan}/items/{new}\"")),
        "{page}"
    );
    let shown = get(&officer, &format!("/plan-items/{}", id(&item))).await;
    assert_eq!((&shown["carried_to"]["item"], &shown["carried_to"]["tasks"]), (&json!(new), &json!(1)));

    let outline = get(&officer, &format!("/plans/{plan}/outline")).await;
    let tally = |item: i64| row_of(&outline, item)["tally"].clone();
    assert_eq!((&tally(id(&item))["done"], &tally(id(&item))["total"]), (&json!(1), &json!(1)));
    assert_eq!(
        (&tally(new)["done"], &tally(new)["total"], &tally(new)["late"]),
        (&json!(0), &json!(1), &json!(0))
    );
    assert_eq!(outline["sums"]["estimate"], 5_000_000, "money is counted once");
    let then = get(&officer, &format!("/plans/{plan}/outline?as_of=2024-04-09")).await;
    assert_eq!(row_of(&then, id(&item))["tally"]["total"], 2, "as it was before");
    assert_eq!(row_of(&then, id(&item))["tally"]["late"], 1, "late by the date of then");
    let changed = get(&officer, &format!("/plans/{plan}/compare")).await;
    assert_eq!(
        (&changed["items"][0]["item"], &changed["items"][0]["fate"]),
        (&json!(new), &json!("carried"))
    );
    assert_eq!(changed["items"][0]["because"][0]["reason"], "Chờ kinh phí");

    let view = get(&officer, &format!("/directives/{paper}")).await;
    let demand = &view["demands"][0];
    assert_eq!(
        (&demand["tasks"], &demand["tasks_done"], &demand["is_done"]),
        (&json!(2), &json!(1), &json!(false))
    );
    finish(&south, &officer, open).await;
    let view = get(&officer, &format!("/directives/{paper}")).await;
    assert_eq!((&view["directive"]["total"], &view["directive"]["done"]), (&json!(1), &json!(1)), "once");
}

async fn a_work_carried_whole_is_counted_in_its_new_quarter(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let (plan, item) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let carry = json!({ "version": 1, "reason": "Chờ kinh phí" });
    let new = post(&officer, &format!("/plan-items/{}/carry", id(&item)), carry).await.expect(201).json();
    let outline = get(&officer, &format!("/plans/{}/outline", id(&plan))).await;
    assert_eq!(row_of(&outline, id(&item))["standing"], "carried");
    assert_eq!(row_of(&outline, id(&new))["standing"], "ungiven");
    assert_eq!((&outline["sums"]["items"], &outline["sums"]["ungiven"]), (&json!(1), &json!(1)));
}

async fn standing_orders_go_along_and_serve_newcomers_only(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let (plan, item) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let all = json!({ "selection": "level:commune", "due_on": "2024-03-31" });
    post(&officer, &format!("/items/{}/fan-out", id(&item)), all).await.expect(200);
    let mine = get(&north, "/tasks").await["tasks"][0]["id"].as_i64().expect("a task");
    finish(&north, &officer, mine).await;
    let carry = json!({ "version": 1, "reason": "Chờ kinh phí" });
    let new = post(&officer, &format!("/plan-items/{}/carry", id(&item)), carry).await.expect(201).json();
    let orders = get(&officer, &format!("/items/{}/orders", id(&new))).await;
    assert_eq!((&orders[0]["due_on"], &orders[0]["ended_on"]), (&json!("2024-06-30"), &Value::Null));
    let old = get(&officer, &format!("/items/{}/orders", id(&item))).await;
    assert!(old[0]["ended_on"].is_string(), "the old one has ended: {old}");
    let mut tx = app.app.db.write().await.expect("a transaction");
    let now = app.app.clock.now();
    let made = crate::tasks::actions::apply_open_fan_outs(&mut tx, None, now).await.expect("applies");
    assert!(made.is_empty(), "who finished in quarter I does not get it again: {made:?}");
    tx.commit().await.expect("commits");
    let tasks = get(&officer, &format!("/items/{}/tasks", id(&new))).await;
    assert_eq!(tasks["rollup"]["total"], 1);
}

async fn unfinished_work_of_the_last_quarter_goes_into_next_years_plan(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let (plan, _) = plan_with_item(&officer).await;
    let plan = id(&plan);
    let last = json!({ "title": "Tổng kết năm 2024", "quarter": 4, "due_on": "2024-12-20" });
    let last = post(&officer, &format!("/plans/{plan}/items"), last).await.expect(201).json();
    issue(&officer, &leader, plan).await;
    let task = json!({ "unit": app.north, "due_on": "2024-12-20" });
    let task = id(&post(&officer, &format!("/items/{}/tasks", id(&last)), task).await.expect(200).json());
    let page = officer.get(&format!("/plans/{plan}/items/{}", id(&last))).await.expect(200).text();
    let next = format!("/plans/{plan}/next-year?carry={}", id(&last));
    assert!(page.contains(&next) && !page.contains("open=carry"), "{page}");
    let page = officer.get(&next).await.expect(200).text();
    assert!(page.contains(&format!("value=\"{}\" checked", id(&last))), "chosen already: {page}");
    let path = format!("/plans/{plan}/next-year");
    let chosen = id(&last).to_string();
    officer.post(&path, &[("carry", chosen.as_str())]).await.expect(422);
    let form = [("carry", chosen.as_str()), ("reason", "Chờ hội nghị")];
    let at = officer.post(&path, &form).await.expect(303).location().to_owned();
    let next: i64 = at.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let items = get(&officer, &format!("/plans/{next}/items")).await;
    let items = items.as_array().expect("items");
    let carried = items.iter().find(|item| item["carried_from"] == id(&last)).expect("the carried item");
    assert_eq!((&carried["title"], &carried["quarter"]), (&json!("Tổng kết năm 2024"), &json!(1)));
    assert_eq!(items.len(), 3, "the others are said for the new year");
    let again = json!({ "carry": [id(&last)], "reason": "Lần nữa" });
    assert_eq!(post(&officer, &path, again).await.status_and_code(), "409 plan_item_not_unfinished");
    assert_eq!(get(&officer, &format!("/tasks/{task}")).await["plan"], plan, "worked on here until then");
    issue(&officer, &leader, next).await;
    let moved = get(&officer, &format!("/tasks/{task}")).await;
    assert_eq!((&moved["plan"], &moved["due_on"]), (&json!(next), &json!("2025-03-31")));
    let page = officer.get(&format!("/tasks/{task}?tab=activity")).await.expect(200).text();
    assert!(page.contains("chuyển từ quý IV/2024 sang quý I/2025"), "{page}");
    let page = officer.get(&format!("/plans/{plan}/items/{}", id(&last))).await.expect(200).text();
    assert!(page.contains("1 việc chuyển sang kế hoạch năm 2025"), "{page}");
    officer.get(&format!("/plans/{plan}/compare")).await.expect(200);
}

async fn next_year_is_reviewed_before_it_is_begun(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let plan = json!({ "year": 2024, "kind": "yearly", "title": "Kế hoạch năm 2024" });
    let plan = id(&post(&officer, "/plans", plan).await.expect(201).json());
    let items = format!("/plans/{plan}/items");
    let feast = json!({ "title": "Kỷ niệm 94 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930-18/11/2024)", "due_on": "2024-11-18", "quarter": 4 });
    post(&officer, &items, feast).await.expect(201);
    let meeting = json!({ "title": "Hội nghị lần thứ 5 năm 2024", "quarter": 1 });
    let meeting = id(&post(&officer, &items, meeting).await.expect(201).json());
    let path = format!("/plans/{plan}/next-year");
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("<del>Kỷ niệm 94 năm") && page.contains("<ins>Kỷ niệm 95 năm"), "{page}");
    assert!(page.contains("18/11/2024") && page.contains("18/11/2025"), "{page}");
    assert_eq!(page.matches("Kiểm tra số lần").count(), 1, "{page}");
    let stranger = json!({ "drop": [999_999] });
    assert_eq!(post(&officer, &path, stranger).await.status_and_code(), "404 plan_item_not_found");
    let dropped = meeting.to_string();
    let at = officer.post(&path, &[("drop", dropped.as_str())]).await.expect(303).location().to_owned();
    let next: i64 = at.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let items = get(&officer, &format!("/plans/{next}/items")).await;
    let titles: Vec<_> = items.as_array().expect("items").iter().map(|item| &item["title"]).collect();
    assert_eq!(titles, ["Kỷ niệm 95 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930-18/11/2025)"]);
}

kit::on_both_engines! {
    next_year_is_reviewed_before_it_is_begun,
    open_tasks_go_along_and_finished_ones_stay,
    a_work_carried_whole_is_counted_in_its_new_quarter,
    standing_orders_go_along_and_serve_newcomers_only,
    unfinished_work_of_the_last_quarter_goes_into_next_years_plan,
}
