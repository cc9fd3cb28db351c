//! Tasks of items that change.

use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::json;

use super::{get, given, id, issue, plan_with_item, post, routes};
use crate::review::tests::paper_of;

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

kit::on_both_engines! {
    a_withdrawn_item_takes_its_open_tasks_along,
    tasks_of_a_closed_plan_stand_still,
    tasks_follow_their_item,
}
