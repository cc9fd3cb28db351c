//! A plan from its first line to next year's.

use kit::permission::Role;
use kit::testing::{Client, TestApp};
use serde_json::{Value, json};

use super::{get, given, go, id, issue, plan_with_item, post, routes};
use crate::review::tests::paper_of;

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
    a_plan_goes_its_way_step_by_step,
    an_issued_item_changes_by_a_decision_only,
    work_that_arises_joins_a_plan_in_force,
    unfinished_work_is_carried_over_once,
    next_years_plan_begins_from_this_one,
    a_plan_is_not_adjusted_by_its_own_paper,
    two_at_once_do_a_thing_once,
}
