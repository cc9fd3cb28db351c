//! A plan to follow, written straight into the tables: how it gets there is told elsewhere.

use kit::storage::{Tx, only};
use kit::testing::TestApp;
use kit::{AccountId, Instant, UnitId, params};

use crate::{PlanId, PlanItemId, TaskId};

/// An item as a story gives it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    pub position: i64,
    pub code: &'a str,
    pub section: &'a str,
    pub title: &'a str,
    pub quarter: Option<i64>,
    pub due_on: Option<&'a str>,
    pub line: &'a str,
    pub estimate: Option<i64>,
    pub stream: Option<i64>,
}

pub async fn plan(tx: &mut Tx, unit: UnitId, state: &str, account: AccountId) -> PlanId {
    tx.one(
        "insert into plan (unit, year, kind, title, state, allotment, account, created_at)
         values ($1, 2024, 'yearly', 'Kế hoạch công tác Mặt trận năm 2024', $2, 50000000, $3, 0)
         returning id",
        params![unit, state, account],
        only,
    )
    .await
    .expect("a plan")
}

pub async fn item(tx: &mut Tx, plan: PlanId, given: Given<'_>) -> PlanItemId {
    let due_on = given.due_on.map(kit::testing::day);
    tx.one(
        "insert into plan_item (plan, position, code, section_code, section_title, title, kind, quarter, due_on, line_of_work,
                                estimate, stream)
         values ($1, $2, $3, $4, $5, $6, 'focus', $7, $8, $9, $10, $11)
         returning id",
        params![
            plan,
            given.position,
            given.code,
            given.section,
            format!("Mục {}", given.section),
            given.title,
            given.quarter,
            due_on,
            given.line,
            given.estimate,
            given.stream
        ],
        only,
    )
    .await
    .expect("an item")
}

pub async fn task(
    tx: &mut Tx,
    plan: PlanId,
    item: PlanItemId,
    unit: UnitId,
    state: &str,
    due_on: Option<&str>,
) -> TaskId {
    let (checker, evidence): (Option<i64>, i64) = if state == "done" { (Some(1), 1) } else { (None, 0) };
    tx.one(
        "insert into task (plan_item, plan, unit, title, state, due_on, evidence_count, verified_by, created_at, updated_at)
         select i.id, $2, $3, i.title, $4, $5, $6, $7, 0, 0 from plan_item i where i.id = $1
         returning id",
        params![item, plan, unit, state, due_on.map(kit::testing::day), evidence, checker],
        only,
    )
    .await
    .expect("a task")
}

/// A plan of the province, issued: three items, the first given to both communes.
pub async fn issued_plan(app: &TestApp, account: AccountId) -> (PlanId, [PlanItemId; 3]) {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let id = plan(&mut tx, app.province, "issued", account).await;
    let first = Given {
        position: 1,
        code: "II.2.1.1",
        section: "II.2.1",
        title: "Tổ chức khảo sát nhà Đại đoàn kết",
        quarter: Some(1),
        due_on: Some("2024-01-05"),
        line: "housing",
        estimate: Some(20_000_000),
        ..Given::default()
    };
    let houses = item(&mut tx, id, first).await;
    let second = Given {
        position: 2,
        code: "II.2.2.1",
        section: "II.2.2",
        title: "Tổ chức hội nghị lần thứ mười một",
        quarter: Some(2),
        estimate: Some(10_000_000),
        ..first
    };
    let meeting = item(&mut tx, id, Given { due_on: None, line: "conference_documents", ..second }).await;
    let third = Given {
        position: 3,
        code: "II.1.1",
        section: "II.1",
        title: "Tuyên truyền thường xuyên",
        quarter: None,
        ..first
    };
    let always = item(&mut tx, id, Given { due_on: None, line: "", estimate: None, ..third }).await;
    task(&mut tx, id, houses, app.north, "done", Some("2024-01-05")).await;
    task(&mut tx, id, houses, app.south, "in_progress", Some("2024-01-05")).await;
    task(&mut tx, id, meeting, app.province, "assigned", Some("2024-06-30")).await;
    tx.execute(
        "insert into spending (plan_item, amount, spent_on, note, account, at) values ($1, 5000000, $2, 'Xăng xe', $3, 0)",
        params![houses, kit::testing::day("2024-01-02"), account],
    )
    .await
    .expect("spending");
    tx.commit().await.expect("commits");
    (id, [houses, meeting, always])
}

/// Nine o'clock of a day, in Viet Nam.
pub fn at(day: &str) -> Instant {
    Instant(Instant::start_of(kit::testing::day(day)).0 + 9 * 3_600_000)
}

/// A version of an item as JSON; `document` is the decision it rests on.
pub async fn version(
    tx: &mut Tx,
    item: PlanItemId,
    at: Instant,
    account: AccountId,
    document: Option<i64>,
    data: serde_json::Value,
) {
    tx.execute(
        "insert into plan_item_version (plan_item, at, account, reason, document, data) values ($1, $2, $3, 'Theo thực tế', $4, $5)",
        params![item, at, account, document, data.to_string()],
    )
    .await
    .expect("a version");
}

/// A paper of the province.
pub async fn paper(tx: &mut Tx, unit: UnitId, symbol: &str, source: &str, account: AccountId) -> i64 {
    tx.one(
        "insert into document (unit, direction, symbol, source, account, created_at)
         values ($1, 'outgoing', $2, $3, $4, 0) returning id",
        params![unit, symbol, source, account],
        only,
    )
    .await
    .expect("a paper")
}
