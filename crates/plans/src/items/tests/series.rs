//! Work that repeats: one stream with its instances.

use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::{Value, json};

use super::{get, given, id, issue, post, routes};

async fn work_that_repeats_is_one_stream(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let plan = json!({ "year": 2024, "kind": "yearly", "title": "Kế hoạch 2024" });
    let plan = id(&post(&officer, "/plans", plan).await.expect(201).json());
    let path = format!("/plans/{plan}/items/new");
    assert!(officer.get(&path).await.expect(200).text().contains("Mỗi quý"));
    let form = [("title", "Giao ban"), ("kind", "focus"), ("repeat", "quarterly"), ("version", "0")];
    officer.post(&path, &form).await.expect(303);
    let items = get(&officer, &format!("/plans/{plan}/items")).await;
    let items: Vec<&Value> = items.as_array().expect("items").iter().collect();
    let codes: Vec<&Value> = items.iter().map(|item| &item["code"]).collect();
    assert_eq!(codes, ["+1.1", "+1.2", "+1.3", "+1.4"]);
    assert!(
        items.iter().all(|item| item["stream"] == items[0]["stream"] && item["recurrence"] == "quarterly")
    );
    assert_eq!((&items[3]["quarter"], &items[3]["due_on"]), (&json!(4), &json!("2024-12-31")));
    let page = officer.get(&format!("/plans/{plan}")).await.expect(200).text();
    assert_eq!(page.matches(">Giao ban<").count(), 1, "one line: {page}");
    assert!(page.contains("4 kỳ") && page.contains("Quý III"), "{page}");
    let again = json!({ "title": "Báo cáo", "repeat": "half_yearly" });
    let first = post(&officer, &format!("/plans/{plan}/items"), again).await.expect(201).json();
    assert_eq!((&first["code"], &first["due_on"]), (&json!("+5.1"), &json!("2024-06-30")));
    assert_ne!(first["stream"], items[0]["stream"], "another stream");
    let far = json!({ "title": "Báo cáo", "repeat": "monthly", "due_on": "2025-01-31" });
    assert_eq!(post(&officer, &format!("/plans/{plan}/items"), far).await.status_and_code(), "422 fields");
    let next = post(&officer, &format!("/plans/{plan}/next-year"), json!({})).await.expect(201).json();
    let turned = get(&officer, &format!("/plans/{}/items", id(&next))).await;
    assert_eq!(turned[0]["stream"], turned[3]["stream"], "next year's is one stream again");
    assert_ne!(turned[0]["stream"], turned[4]["stream"]);
}

async fn a_change_reaches_the_instances_not_begun(app: TestApp) {
    let leader = app.person("leader", app.province, Role::Leader).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let plan = json!({ "year": 2024, "kind": "yearly", "title": "Kế hoạch 2024" });
    let plan = id(&post(&leader, "/plans", plan).await.expect(201).json());
    let series = json!({ "title": "Giao ban", "repeat": "quarterly", "kind": "ad_hoc" });
    post(&leader, &format!("/plans/{plan}/items"), series).await.expect(201);
    let items = get(&leader, &format!("/plans/{plan}/items")).await;
    issue(&leader, &leader, plan).await;
    let begun = given(&leader, &items[0], app.north).await;
    given(&leader, &items[2], app.north).await;
    post(&north, &format!("/tasks/{begun}/move"), json!({ "act": "start" })).await.expect(200);
    let page = leader.get(&format!("/plans/{plan}/items/{}/edit", id(&items[1]))).await.expect(200).text();
    assert!(page.contains("chưa bắt đầu của chuỗi (2)"), "{page}");
    let decision = crate::review::tests::paper_of(&app, app.province, leader.account.0).await;
    let edit = json!({ "version": 1, "title": "Giao ban mở rộng", "quarter": 2, "due_on": "2024-06-30", "with_series": true,
        "decision": { "reason": "Mở rộng", "document": decision } });
    post(&leader, &format!("/plan-items/{}/edit", id(&items[1])), edit).await.expect(200);
    let items = get(&leader, &format!("/plans/{plan}/items")).await;
    let titles: Vec<&Value> = items.as_array().expect("items").iter().map(|item| &item["title"]).collect();
    assert_eq!(titles, ["Giao ban", "Giao ban mở rộng", "Giao ban mở rộng", "Giao ban mở rộng"]);
    assert_eq!(
        (&items[3]["quarter"], &items[3]["due_on"]),
        (&json!(4), &json!("2024-12-31")),
        "each keeps its period"
    );
    let shown = get(&leader, &format!("/plan-items/{}", id(&items[3]))).await;
    assert_eq!(shown["versions"][1]["reason"], "Mở rộng");
    let tasks = get(&north, "/tasks").await;
    let titles: Vec<&Value> =
        tasks["tasks"].as_array().expect("tasks").iter().map(|task| &task["title"]).collect();
    assert_eq!(titles, ["Giao ban", "Giao ban mở rộng"], "tasks follow their items");
}

kit::on_both_engines! {
    work_that_repeats_is_one_stream,
    a_change_reaches_the_instances_not_begun,
}
