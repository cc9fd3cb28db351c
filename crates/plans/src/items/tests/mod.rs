//! Stories of the plan record, told through the API.

mod carry;
mod life;
mod money;
mod pages;
mod series;
mod tasks;

use axum::http::Method;
use kit::testing::{Client, Reply};
use serde_json::{Value, json};

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

/// The only task of an item given to a unit; its id.
async fn given(officer: &Client, item: &Value, unit: kit::UnitId) -> i64 {
    let task = json!({ "unit": unit, "due_on": "2024-03-31" });
    id(&post(officer, &format!("/items/{}/tasks", id(item)), task).await.expect(200).json())
}
