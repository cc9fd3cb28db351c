//! Stories of tasks, told through the router on both engines.

mod directives;
mod lists;
mod spread;
mod work;

use chrono::NaiveDate;
use kit::storage::{Tx, only};
use kit::testing::{Client, TestApp, day};
use kit::{AccountId, UnitId, params};

pub use super::routes;

/// A plan of a unit, in force.
pub async fn plan(tx: &mut Tx, unit: UnitId, account: AccountId) -> i64 {
    tx.one(
        "insert into plan (unit, year, kind, title, state, account, created_at)
         values ($1, 2024, 'yearly', 'Kế hoạch mẫu 2024', 'issued', $2, 0)
         returning id",
        params![unit, account],
        only,
    )
    .await
    .expect("a plan")
}

/// A line of a plan.
pub async fn item(tx: &mut Tx, plan: i64, title: &str, due_on: Option<NaiveDate>) -> i64 {
    tx.one(
        "insert into plan_item (plan, position, code, title, kind, quarter, due_on, due_phrase)
         values ($1, 1, 'II.2.1.1', $2, 'focus', 1, $3, 'trong quý I')
         returning id",
        params![plan, title, due_on],
        only,
    )
    .await
    .expect("an item")
}

/// A paper in a unit's register.
pub async fn document(tx: &mut Tx, unit: UnitId, account: AccountId, symbol: &str) -> i64 {
    tx.one(
        "insert into document (unit, direction, symbol, abstract, account, created_at)
         values ($1, 'incoming', $2, 'Văn bản mẫu', $3, 0)
         returning id",
        params![unit, symbol, account],
        only,
    )
    .await
    .expect("a paper")
}

/// A plan of the province with one item, made by `by`: the item's id.
pub async fn province_item(app: &TestApp, by: &Client, title: &str, due: &str) -> i64 {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let plan = plan(&mut tx, app.province, by.account).await;
    let item = item(&mut tx, plan, title, Some(day(due))).await;
    tx.commit().await.expect("commits");
    item
}

/// Gives an item to a unit: the task's id.
pub async fn given(by: &Client, item: i64, unit: UnitId, assignee: Option<AccountId>, due: &str) -> i64 {
    let body = serde_json::json!({ "unit": unit, "assignee": assignee, "due_on": due });
    let reply = by
        .send_json(axum::http::Method::POST, &format!("/api/v1/items/{item}/tasks"), body)
        .await
        .expect(200);
    reply.json()["id"].as_i64().expect("an id")
}

/// Sends a move as a page does: the status of the answer.
pub async fn moved(by: &Client, task: i64, act: &str, reason: &str) -> u16 {
    let fields = [("act", act), ("reason", reason)];
    by.post(&format!("/tasks/{task}/move"), &fields).await.status.as_u16()
}

/// Hands a link in as evidence.
pub async fn with_evidence(by: &Client, task: i64) {
    let fields = [("kind", "link"), ("link", "https://example.org/tin"), ("title", "Tin bài mẫu")];
    by.upload(&format!("/tasks/{task}/evidence"), "", b"", &fields).await.expect(303);
}

/// The state of a task, as `reader` sees it.
pub async fn state(reader: &Client, task: i64) -> String {
    let reply = reader.get(&format!("/api/v1/tasks/{task}")).await.expect(200);
    reply.json()["state"].as_str().expect("a state").to_owned()
}
