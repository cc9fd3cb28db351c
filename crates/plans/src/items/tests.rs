//! Stories of the plan record, told through the API.

use axum::http::Method;
use kit::permission::Role;
use kit::storage::only;
use kit::testing::{Client, Reply, TestApp};
use serde_json::{Value, json};

use crate::review::tests::paper_of;

/// The module beside the papers it reads.
fn routes() -> axum::Router<kit::web::App> {
    crate::routes().merge(documents::routes())
}

async fn post(who: &Client, path: &str, body: Value) -> Reply {
    who.send_json(Method::POST, &format!("/api/v1{path}"), body).await
}

async fn get(who: &Client, path: &str) -> Value {
    who.get(&format!("/api/v1{path}")).await.expect(200).json()
}

fn id(row: &Value) -> i64 {
    row["id"].as_i64().expect("an id")
}

/// A plan of 2024 with one item of quarter I, by an officer.
async fn plan_with_item(officer: &Client) -> (Value, Value) {
    let plan = json!({ "year": 2024, "kind": "yearly", "title": "Kế hoạch công tác năm 2024" });
    let plan = post(officer, "/plans", plan).await.expect(201).json();
    let item = json!({ "title": "Thăm hỏi gia đình chính sách", "quarter": 1, "due_on": "2024-03-31", "estimate": 5_000_000 });
    let item = post(officer, &format!("/plans/{}/items", id(&plan)), item).await.expect(201).json();
    (plan, item)
}

async fn go(who: &Client, plan: i64, act: &str, more: Value) -> Reply {
    let version = get(who, &format!("/plans/{plan}")).await["version"].clone();
    let mut body = json!({ "version": version, "move": act });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    post(who, &format!("/plans/{plan}/move"), body).await
}

async fn issue(officer: &Client, leader: &Client, plan: i64) {
    go(officer, plan, "review", json!({})).await.expect(200);
    go(officer, plan, "submit", json!({})).await.expect(200);
    go(leader, plan, "approve", json!({})).await.expect(200);
    go(leader, plan, "issue", json!({})).await.expect(200);
}

async fn a_plan_goes_its_way_step_by_step(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let empty = json!({ "year": 2024, "kind": "yearly", "title": "Kế hoạch trống" });
    let empty = post(&officer, "/plans", empty).await.expect(201).json();
    assert_eq!(go(&officer, id(&empty), "review", json!({})).await.status_and_code(), "409 plan_empty");
    let (plan, item) = plan_with_item(&officer).await;
    let plan = id(&plan);
    assert_eq!(go(&leader, plan, "issue", json!({})).await.status_and_code(), "409 plan_move_not_from_here");
    assert_eq!(go(&officer, plan, "approve", json!({})).await.status_and_code(), "403 not_allowed");
    go(&officer, plan, "review", json!({})).await.expect(200);
    assert_eq!(
        go(&leader, plan, "return", json!({})).await.status_and_code(),
        "422 fields",
        "a reason is needed"
    );
    go(&leader, plan, "return", json!({ "reason": "Thiếu dự toán" })).await.expect(200);
    issue(&officer, &leader, plan).await;
    let shown = get(&leader, &format!("/plans/{plan}")).await;
    assert_eq!(shown["state"], "issued");
    assert_eq!(shown["issued_at"], kit::testing::START.0);
    assert_eq!(shown["steps"].as_array().map(Vec::len), Some(6));
    let stale = json!({ "version": 1, "title": "Sửa lén" });
    assert_eq!(
        post(&officer, &format!("/plan-items/{}/edit", id(&item)), stale).await.status_and_code(),
        "403 not_allowed",
        "an officer does not change an issued plan"
    );
}

async fn an_issued_item_changes_by_a_decision_only(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let (plan, item) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let edit = format!("/plan-items/{}/edit", id(&item));
    let mut body = json!({ "version": 1, "title": "Thăm hỏi gia đình chính sách", "quarter": 2, "due_on": "2024-06-30" });
    assert_eq!(post(&leader, &edit, body.clone()).await.status_and_code(), "422 fields");
    body["decision"] = json!({ "reason": "Chuyển sau Tết", "document": 999 });
    assert_eq!(post(&leader, &edit, body.clone()).await.status_and_code(), "422 fields", "no such paper");
    let decision = paper_of(&app, app.province, leader.account.0).await;
    body["decision"]["document"] = json!(decision);
    let changed = post(&leader, &edit, body.clone()).await.expect(200).json();
    assert_eq!(changed["version"], 2);
    assert_eq!(
        post(&leader, &edit, body).await.status_and_code(),
        "409 changed",
        "the version was read before"
    );
    let shown = get(&leader, &format!("/plan-items/{}", id(&item))).await;
    let versions = shown["versions"].as_array().expect("versions");
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0]["item"]["quarter"], 1, "what it looked like stays");
    assert_eq!(
        (&versions[1]["reason"], &versions[1]["document"]),
        (&json!("Chuyển sau Tết"), &json!(decision))
    );
    assert_eq!(get(&leader, &format!("/plans/{}", id(&plan))).await["state"], "adjusted");
    let withdraw = json!({ "version": 2, "reason": "Trùng nhiệm vụ", "document": decision });
    let withdrawn =
        post(&leader, &format!("/plan-items/{}/withdraw", id(&item)), withdraw).await.expect(200).json();
    assert_eq!(withdrawn["state"], "withdrawn");
}

async fn work_that_arises_joins_a_plan_in_force(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let (plan, _) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let order = paper_of(&app, app.province, officer.account.0).await;
    let items = format!("/plans/{}/items", id(&plan));
    let arising =
        json!({ "title": "Góp ý dự thảo luật", "kind": "ad_hoc", "due_on": "2024-01-20", "order": order });
    let item = post(&officer, &items, arising).await.expect(201).json();
    assert_eq!(item["document"], order, "tied to the order");
    let planned = json!({ "title": "Thêm việc trọng tâm", "kind": "focus" });
    assert_eq!(post(&officer, &items, planned).await.status_and_code(), "403 not_allowed");
}

async fn unfinished_work_is_carried_over_once(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let (plan, item) = plan_with_item(&officer).await;
    let carry = format!("/plan-items/{}/carry", id(&item));
    let asked = json!({ "version": 1, "reason": "Chờ kinh phí" });
    assert_eq!(post(&officer, &carry, asked.clone()).await.status_and_code(), "409 plan_not_in_force");
    issue(&officer, &leader, id(&plan)).await;
    assert_eq!(
        post(&officer, &carry, json!({ "version": 1, "reason": "" })).await.status_and_code(),
        "422 fields"
    );
    let carried = post(&officer, &carry, asked.clone()).await.expect(201).json();
    assert_eq!((&carried["quarter"], &carried["due_on"]), (&json!(2), &json!("2024-06-30")));
    assert_eq!(carried["carried_from"], id(&item));
    assert_eq!(post(&officer, &carry, asked).await.status_and_code(), "409 plan_item_carried_already");
}

async fn money_is_entered_and_never_overwritten(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let (plan, item) = plan_with_item(&officer).await;
    let allotment = json!({ "version": 1, "allotment": 4_000_000 });
    post(&officer, &format!("/plans/{}/allotment", id(&plan)), allotment).await.expect(200);
    let spending = format!("/plan-items/{}/spending", id(&item));
    let entry = |amount: i64, note: &str| json!({ "amount": amount, "spent_on": "2024-01-05", "note": note });
    post(&officer, &spending, entry(3_000_000, "Quà Tết")).await.expect(201);
    assert_eq!(post(&officer, &spending, entry(-3_500_000, "Nhầm")).await.status_and_code(), "422 fields");
    assert_eq!(post(&officer, &spending, entry(-500_000, "")).await.status_and_code(), "422 fields");
    let entries = post(&officer, &spending, entry(-500_000, "Ghi nhầm số tiền")).await.expect(201).json();
    assert_eq!(entries.as_array().map(Vec::len), Some(2));
    let money = get(&officer, &format!("/plans/{}", id(&plan))).await["money"].clone();
    let sums = json!({ "allotment": 4_000_000, "estimate": 5_000_000, "spent": 2_500_000, "over_estimated": 1_000_000 });
    assert_eq!(money, sums);
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    assert_eq!(post(&clerk, &spending, entry(1, "x")).await.status_and_code(), "403 not_allowed");
}

async fn next_years_plan_begins_from_this_one(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let (plan, _) = plan_with_item(&officer).await;
    let items = format!("/plans/{}/items", id(&plan));
    let feast = json!({ "title": "Kỷ niệm 94 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930-18/11/2024)", "quarter": 4, "due_on": "2024-11-18" });
    post(&officer, &items, feast).await.expect(201);
    let next = post(&officer, &format!("/plans/{}/next-year", id(&plan)), json!({})).await.expect(201).json();
    assert_eq!((&next["year"], &next["title"]), (&json!(2025), &json!("Kế hoạch công tác năm 2025")));
    assert_eq!(next["parent"], id(&plan));
    let items = get(&officer, &format!("/plans/{}/items", id(&next))).await;
    let feast = &items[1];
    assert_eq!(feast["title"], "Kỷ niệm 95 năm Ngày truyền thống MTTQ Việt Nam (18/11/1930-18/11/2025)");
    assert_eq!(feast["due_on"], "2025-11-18");
}

async fn a_neighbour_sees_no_plan(app: TestApp) {
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let (plan, item) = plan_with_item(&north).await;
    assert_eq!(get(&south, "/plans").await["plans"], json!([]));
    assert_eq!(get(&north, "/plans").await["plans"].as_array().map(Vec::len), Some(1));
    for path in [
        format!("/plans/{}", id(&plan)),
        format!("/plans/{}/items", id(&plan)),
        format!("/plan-items/{}", id(&item)),
    ] {
        south.get(&format!("/api/v1{path}")).await.expect(404);
    }
    let body = json!({ "version": 1, "title": "Của người khác" });
    post(&south, &format!("/plan-items/{}/edit", id(&item)), body).await.expect(404);
    let mut tx = app.app.db.read().await.unwrap();
    let found: i64 =
        tx.one("select count(*) from search_doc where kind = 'plan_item'", &[], only).await.unwrap();
    assert_eq!(found, 1, "the item can be searched for");
}

async fn the_review_is_worked_through_the_api(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let document = paper_of(&app, app.province, officer.account.0).await;
    let base = format!("/documents/{document}/proposals");
    let review = get(&officer, &base).await;
    assert_eq!((&review["clauses_handled"], &review["clauses"]), (&json!(0), &json!(4)));
    let one = review["proposals"][1].clone();
    let act = |act: &str| format!("{base}/{}/{act}", id(&one));
    let mut edit = one.clone();
    edit["lead_unit"] = json!(app.north);
    edit["title"] = json!("Hội nghị lần thứ mười");
    let review = post(&officer, &act("edit"), edit.clone()).await.expect(200).json();
    assert_eq!(review["proposals"][1]["title"], "Hội nghị lần thứ mười");
    assert_eq!(post(&officer, &act("edit"), edit).await.status_and_code(), "409 proposal_changed");
    post(&officer, &act("drop"), json!({ "version": 2, "reason": "" })).await.expect(422);
    let review = post(&officer, &act("accept"), json!({ "version": 2 })).await.expect(200).json();
    assert_eq!((&review["clauses_handled"], &review["undo"]), (&json!(1), &json!("accept")));
    let plan = review["plan"].as_i64().expect("the draft plan");
    let items = get(&officer, &format!("/plans/{plan}/items")).await;
    assert_eq!(items[0]["lead_unit"], json!(app.north));
    assert_eq!(items[0]["span_start"], one["span_start"]);
    let review = post(&officer, &format!("{base}/undo"), json!({})).await.expect(200).json();
    assert_eq!((&review["clauses_handled"], &review["redo"]), (&json!(0), &json!("accept")));
    let whole = post(&officer, &format!("{base}/accept-section"), json!({})).await.expect(200).json();
    assert_eq!(whole["clauses_handled"], 4);
}

async fn the_record_is_kept_on_pages(app: TestApp) {
    let leader = app.person("leader", app.province, Role::Leader).await;
    let new = [
        ("title", "Kế hoạch công tác năm 2024"),
        ("year", "2024"),
        ("kind", "yearly"),
        ("allotment", "20.000.000"),
    ];
    let mut wrong = new;
    wrong[1].1 = "hai nghìn";
    assert!(
        leader.post("/plans/new", &wrong).await.expect(422).text().contains("20.000.000"),
        "what was typed stays"
    );
    let plan = leader.post("/plans/new", &new).await.expect(303).location().to_owned();
    let item = [("title", "Tặng quà Tết"), ("kind", "focus"), ("quarter", "1"), ("lead", "nam mau")];
    leader.get(&format!("{plan}/items/new")).await.expect(200);
    let item = leader.post(&format!("{plan}/items/new"), &item).await.expect(303).location().to_owned();
    leader.get(&item).await.expect(200);
    let spending = [("amount", "1.500.000"), ("spent_on", "5/1/2024"), ("note", "Quà")];
    leader.post(&format!("{item}/spending"), &spending).await.expect(303);
    assert!(leader.get(&item).await.expect(200).text().contains("1.500.000"));
    for (act, version) in [("review", "1"), ("submit", "2"), ("approve", "3"), ("issue", "4")] {
        leader.post(&format!("{plan}/move"), &[("act", act), ("version", version)]).await.expect(303);
    }
    leader.get(&format!("{plan}/move?act=adjust")).await.expect(200);
    let edit = [("title", "Tặng quà"), ("kind", "focus"), ("quarter", "1"), ("version", "1")];
    let refused = leader.post(&format!("{item}/edit"), &edit).await.expect(422).text();
    assert!(refused.contains("value=\"Tặng quà\""), "what was typed stays");
    let carried = leader
        .post(&format!("{item}/carry"), &[("version", "1"), ("reason", "Chờ kinh phí")])
        .await
        .expect(303);
    assert_ne!(carried.location(), item);
    leader.get(&format!("{plan}/next-year")).await.expect(200);
    leader.post(&format!("{plan}/next-year"), &[]).await.expect(303);
}

async fn a_fault_in_the_form_does_not_hide_who_was_faster(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let other = app.person("other", app.province, Role::Officer).await;
    let (plan, item) = plan_with_item(&officer).await;
    let edit = json!({ "version": 1, "title": "Chữ của người khác", "quarter": 1 });
    post(&other, &format!("/plan-items/{}/edit", id(&item)), edit).await.expect(200);
    let path = format!("/plans/{}/items/{}", id(&plan), id(&item));
    let typed = |due_on: &'static str| {
        [("version", "1"), ("title", "Chữ của tôi"), ("kind", "focus"), ("due_on", due_on)]
    };
    let page = officer.post(&format!("{path}/edit"), &typed("32/13")).await.expect(422).text();
    let (seen, newer) = ("name=\"version\" value=\"1\"", "name=\"version\" value=\"2\"");
    assert!(page.contains(seen) && !page.contains(newer), "the version that was seen stays: {page}");
    let page = officer.post(&format!("{path}/edit"), &typed("31/3/2024")).await.expect(409).text();
    assert!(page.contains("Người Mẫu other") && page.contains(newer), "now it is said: {page}");
    let fields = [("version", "1"), ("reason", "Trùng"), ("decision", "99/QĐ-KHÔNG-CÓ")];
    let page = officer.post(&format!("{path}/withdraw"), &fields).await.expect(422).text();
    assert!(!page.contains(newer), "neither for a withdrawal: {page}");
    go(&officer, id(&plan), "review", json!({})).await.expect(200);
    let fields = [("act", "submit"), ("version", "1"), ("decision", "99/QĐ-KHÔNG-CÓ")];
    let page = officer.post(&format!("/plans/{}/move", id(&plan)), &fields).await.expect(422).text();
    assert!(page.contains(seen) && !page.contains(newer), "nor for a plan's step: {page}");
}

/// The only task of an item given to a unit; its id.
async fn given(officer: &Client, item: &Value, unit: kit::UnitId) -> i64 {
    let task = json!({ "unit": unit, "due_on": "2024-03-31" });
    id(&post(officer, &format!("/items/{}/tasks", id(item)), task).await.expect(200).json())
}

async fn a_withdrawn_item_takes_its_open_tasks_along(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let (plan, item) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let task = given(&officer, &item, app.north).await;
    let decision = paper_of(&app, app.province, leader.account.0).await;
    let path = format!("/directives/{decision}");
    let view =
        post(&officer, &format!("{path}/items"), json!({ "lines": "1. Thăm hỏi" })).await.expect(200).json();
    let demand = &view["demands"][0]["id"];
    let link = json!({ "demand": demand, "item": id(&item), "is_linked": true });
    post(&officer, &format!("{path}/links"), link).await.expect(200);
    let withdraw = json!({ "version": 1, "reason": "Trùng nhiệm vụ", "document": decision });
    post(&leader, &format!("/plan-items/{}/withdraw", id(&item)), withdraw).await.expect(200);
    let shown = get(&worker, &format!("/tasks/{task}")).await;
    assert_eq!(shown["state"], "cancelled");
    assert_eq!(shown["state_reason"], "Trùng nhiệm vụ – 01/KH-MTTQ", "by the decision's paper");
    let view = get(&officer, &path).await;
    assert_eq!(view["directive"]["unmapped"], 1, "it answers no demand any more: {view}");
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update task set state = 'assigned'", &[]).await.unwrap();
    tx.commit().await.unwrap();
    let start = post(&worker, &format!("/tasks/{task}/move"), json!({ "act": "start" })).await;
    assert_eq!(start.status_and_code(), "409 plan_item_withdrawn");
}

async fn tasks_of_a_closed_plan_stand_still(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let (plan, item) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let task = given(&officer, &item, app.north).await;
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update plan set state = 'closed'", &[]).await.unwrap();
    tx.commit().await.unwrap();
    let start = post(&worker, &format!("/tasks/{task}/move"), json!({ "act": "start" })).await;
    assert_eq!(start.status_and_code(), "409 plan_closed");
    let page = worker.get(&format!("/tasks/{task}")).await.expect(200).text();
    assert!(!page.contains("Nhận việc"), "nothing is offered: {page}");
}

async fn tasks_follow_their_item(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let (plan, item) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let task = given(&officer, &item, app.north).await;
    let decision = paper_of(&app, app.province, leader.account.0).await;
    let decision = json!({ "reason": "Đổi tên việc", "document": decision });
    let edit = json!({ "version": 1, "title": "Tặng quà người có công", "quarter": 2, "decision": decision });
    post(&leader, &format!("/plan-items/{}/edit", id(&item)), edit).await.expect(200);
    let shown = get(&worker, &format!("/tasks/{task}")).await;
    assert_eq!((&shown["title"], &shown["quarter"]), (&json!("Tặng quà người có công"), &json!(2)));
    let found = get(&worker, "/tasks?q=nguoi+co+cong").await;
    assert_eq!(found["tasks"].as_array().map(Vec::len), Some(1), "{found}");
}

async fn a_papers_page_shows_the_plans_made_from_it(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let document = paper_of(&app, app.north, north.account.0).await;
    let plan =
        json!({ "year": 2024, "kind": "thematic", "title": "Kế hoạch riêng của tỉnh", "document": document });
    let plan = post(&officer, "/plans", plan).await.expect(201).json();
    let path = format!("/documents/{document}/relations");
    let page = officer.get(&path).await.expect(200).text();
    let href = format!("/plans/{}\"", id(&plan));
    assert!(page.contains(&href) && page.contains("Kế hoạch riêng của tỉnh"), "{page}");
    let page = north.get(&path).await.expect(200).text();
    assert!(!page.contains("Kế hoạch riêng của tỉnh"), "a plan out of sight does not hang there: {page}");
}

async fn a_plan_is_not_adjusted_by_its_own_paper(app: TestApp) {
    let leader = app.person("leader", app.province, Role::Leader).await;
    let own = paper_of(&app, app.province, leader.account.0).await;
    let plan = json!({ "year": 2024, "kind": "yearly", "title": "Kế hoạch 2024", "document": own });
    let plan = post(&leader, "/plans", plan).await.expect(201).json();
    let item = json!({ "title": "Thăm hỏi", "quarter": 1 });
    let item = post(&leader, &format!("/plans/{}/items", id(&plan)), item).await.expect(201).json();
    issue(&leader, &leader, id(&plan)).await;
    let by = |document: i64| json!({ "version": 1, "title": "Thăm hỏi, tặng quà", "decision": { "reason": "Bổ sung", "document": document } });
    let edit = format!("/plan-items/{}/edit", id(&item));
    assert_eq!(post(&leader, &edit, by(own)).await.status_and_code(), "422 fields");
    let more = json!({ "reason": "Bổ sung", "decision": own, "document": own });
    assert_eq!(go(&leader, id(&plan), "adjust", more).await.status_and_code(), "422 fields");
    let decision = paper_of(&app, app.province, leader.account.0).await;
    post(&leader, &edit, by(decision)).await.expect(200);
}

async fn amounts_beyond_reason_are_refused(app: TestApp) {
    const TOO_MUCH: i64 = 1_000_000_000_000_001;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let (plan, item) = plan_with_item(&officer).await;
    let new = json!({ "year": 2024, "kind": "yearly", "title": "Kế hoạch", "allotment": TOO_MUCH });
    assert_eq!(post(&officer, "/plans", new).await.status_and_code(), "422 fields");
    let allotment = format!("/plans/{}/allotment", id(&plan));
    for amount in [TOO_MUCH, i64::MAX, -1] {
        let body = json!({ "version": 1, "allotment": amount });
        assert_eq!(post(&officer, &allotment, body).await.status_and_code(), "422 fields", "{amount}");
        for field in ["estimate", "target_value"] {
            let body = json!({ "version": 1, "title": "Thăm hỏi", field: amount });
            let reply = post(&officer, &format!("/plan-items/{}/edit", id(&item)), body).await;
            assert_eq!(reply.status_and_code(), "422 fields", "{field} {amount}");
            let typed = [("version", "1"), ("title", "Thăm hỏi"), (field, &amount.to_string())];
            let page = format!("/plans/{}/items/{}/edit", id(&plan), id(&item));
            officer.post(&page, &typed).await.expect(422);
        }
    }
    let spending = format!("/plan-items/{}/spending", id(&item));
    let entry = |amount: i64| json!({ "amount": amount, "spent_on": "2024-01-05", "note": "Quà" });
    post(&officer, &spending, entry(TOO_MUCH - 1)).await.expect(201);
    for amount in [1, i64::MAX, i64::MIN] {
        assert_eq!(
            post(&officer, &spending, entry(amount)).await.status_and_code(),
            "422 fields",
            "{amount}"
        );
    }
}

async fn two_at_once_do_a_thing_once(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let paper = paper_of(&app, app.province, officer.account.0).await;
    let base = format!("/documents/{paper}/proposals");
    let review = get(&officer, &base).await;
    let accept = async |who: &Client, at: usize| {
        let id = id(&review["proposals"][at]);
        post(who, &format!("{base}/{id}/accept"), json!({ "version": 1 })).await
    };
    tokio::join!(accept(&officer, 0), accept(&leader, 1), accept(&officer, 2), accept(&leader, 3));
    assert_eq!(
        get(&officer, "/plans").await["plans"].as_array().map(Vec::len),
        Some(1),
        "one draft of a paper"
    );

    let (plan, item) = plan_with_item(&officer).await;
    issue(&officer, &leader, id(&plan)).await;
    let statuses = async |path: String, body: Value| {
        let send = |who: Client| {
            let (path, body) = (path.clone(), body.clone());
            async move { post(&who, &path, body).await.status.as_u16() }
        };
        let (a, b, c, d) = tokio::join!(
            send(officer.clone()),
            send(leader.clone()),
            send(officer.clone()),
            send(leader.clone())
        );
        let mut all = [a, b, c, d];
        all.sort_unstable();
        all
    };
    let spending = format!("/plan-items/{}/spending", id(&item));
    let entry = |amount: i64| json!({ "amount": amount, "spent_on": "2024-01-05", "note": "Quà" });
    post(&officer, &spending, entry(1_000)).await.expect(201);
    assert_eq!(statuses(spending, entry(-1_000)).await, [201, 422, 422, 422], "taken back once");
    let task = given(&officer, &item, app.north).await;
    let ask = json!({ "due_on": "2024-05-31", "reason": "Chờ kinh phí" });
    assert_eq!(statuses(format!("/tasks/{task}/extensions"), ask).await, [200, 409, 409, 409], "asked once");
    let carry = json!({ "version": 1, "reason": "Chờ kinh phí" });
    let carried = statuses(format!("/plan-items/{}/carry", id(&item)), carry).await;
    assert_eq!(carried, [201, 409, 409, 409], "carried once");
}

kit::on_both_engines! {
    two_at_once_do_a_thing_once,
    amounts_beyond_reason_are_refused,
    a_plan_is_not_adjusted_by_its_own_paper,
    tasks_follow_their_item,
    a_papers_page_shows_the_plans_made_from_it,
    a_withdrawn_item_takes_its_open_tasks_along,
    tasks_of_a_closed_plan_stand_still,
    a_fault_in_the_form_does_not_hide_who_was_faster,
    the_record_is_kept_on_pages,
    a_plan_goes_its_way_step_by_step,
    an_issued_item_changes_by_a_decision_only,
    work_that_arises_joins_a_plan_in_force,
    unfinished_work_is_carried_over_once,
    money_is_entered_and_never_overwritten,
    next_years_plan_begins_from_this_one,
    a_neighbour_sees_no_plan,
    the_review_is_worked_through_the_api,
}
