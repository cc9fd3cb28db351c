//! What was allotted, estimated, spent.

use kit::permission::Role;
use kit::testing::{Client, TestApp};
use serde_json::{Value, json};

use super::{get, id, plan_with_item, post, routes};

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

async fn the_allotment_is_said_on_a_page(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let accountant = app.person("accountant", app.province, Role::Accountant).await;
    let neighbour = app.person("neighbour", app.south, Role::CommuneOfficer).await;
    let (plan, _) = plan_with_item(&officer).await;
    let (page, path) = (format!("/plans/{}", id(&plan)), format!("/plans/{}/allotment", id(&plan)));
    assert!(accountant.get(&page).await.expect(200).text().contains(&path), "the plan leads there");
    let form = accountant.get(&path).await.expect(200).text();
    assert!(form.contains("5.000.000") && form.contains("name=\"version\" value=\"1\""), "{form}");
    let set = async |who: &Client, version: &str, amount: &str| {
        who.post(&path, &[("version", version), ("allotment", amount)]).await
    };
    let shown = set(&accountant, "1", "bốn triệu").await.expect(422).text();
    assert!(shown.contains("bốn triệu") && shown.contains("name=\"version\" value=\"1\""), "{shown}");
    set(&officer, "1", "4.000.000").await.expect(303);
    // The accountant, who erred first, does not write over what came between unseen.
    let shown = set(&accountant, "1", "3.000.000").await.expect(409).text();
    assert!(shown.contains("3.000.000") && shown.contains("Người Mẫu officer"), "{shown}");
    let allotted = async || get(&officer, &page).await["allotment"].clone();
    assert_eq!(allotted().await, 4_000_000);
    set(&accountant, "2", "3.000.000").await.expect(303);
    assert_eq!(allotted().await, 3_000_000);
    set(&accountant, "3", "").await.expect(303);
    assert_eq!(allotted().await, Value::Null, "nothing was said");
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    clerk.get(&path).await.expect(403);
    set(&clerk, "4", "1").await.expect(403);
    assert!(!clerk.get(&page).await.expect(200).text().contains(&path));
    neighbour.get(&path).await.expect(404);
    set(&neighbour, "4", "1").await.expect(404);
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

kit::on_both_engines! {
    money_is_entered_and_never_overwritten,
    the_allotment_is_said_on_a_page,
    amounts_beyond_reason_are_refused,
}
