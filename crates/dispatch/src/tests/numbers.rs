//! Numbers: one each, none twice, none lost, none after the year is closed.

use axum::http::Method;
use kit::testing::TestApp;
use serde_json::{Value, json};

use super::{act, office, routes, signed};

async fn fifty_numbers_at_once_are_fifty_numbers(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let mut ids = Vec::new();
    for _ in 0..50 {
        ids.push(signed(&office, "letter").await);
    }
    let mut running = Vec::new();
    for id in ids {
        let clerk = office.clerk.clone();
        running.push(tokio::spawn(async move { act(&clerk, id, "number").await.expect(200).json() }));
    }
    let mut numbers = Vec::new();
    for one in running {
        numbers.push(one.await.expect("ends")["number"].as_i64().expect("a number"));
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=50).collect::<Vec<i64>>());
    let register = office.clerk.get("/api/v1/registers/outgoing?year=2024").await.expect(200).json();
    assert_eq!(register["papers"].as_array().map(Vec::len), Some(50));
    assert_eq!(register["gaps"], json!([]));
    // The database refuses a second paper under a number.
    let other = signed(&office, "letter").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let sql =
        "update outgoing_document set unit = unit, year = 2024, series = 'letter', number = 1 where id = $1";
    assert!(tx.execute(sql, kit::params![other]).await.is_err());
}

async fn a_number_is_reserved_used_or_cancelled_and_never_lost(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let reserve = |reason: &'static str| {
        let clerk = office.clerk.clone();
        async move {
            let body = json!({ "template": "notice", "reason": reason });
            clerk.send_json(Method::POST, "/api/v1/registers/outgoing/reserve", body).await
        }
    };
    assert_eq!(reserve("").await.status_and_code(), "422 reason_missing");
    assert_eq!(reserve("Giữ cho hội nghị").await.expect(200).json()["number"], 1);
    assert_eq!(reserve("Giữ cho hội nghị").await.expect(200).json()["number"], 2);
    let cancel = json!({ "year": 2024, "series": "notice", "number": 2, "reason": "Không họp" });
    office
        .clerk
        .send_json(Method::POST, "/api/v1/registers/outgoing/cancel", cancel.clone())
        .await
        .expect(204);
    let again = office.clerk.send_json(Method::POST, "/api/v1/registers/outgoing/cancel", cancel).await;
    assert_eq!(again.status_and_code(), "409 number_not_reserved");
    let id = signed(&office, "notice").await;
    let path = format!("/api/v1/outgoing/{id}/move");
    let lost = office.clerk.send_json(Method::POST, &path, json!({ "act": "number", "number": "2" })).await;
    assert_eq!(lost.status_and_code(), "409 number_not_reserved");
    let used = office.clerk.send_json(Method::POST, &path, json!({ "act": "number", "number": "1" })).await;
    assert_eq!(used.expect(200).json()["symbol"], "01/TB-MTTQ-BTT");
    let next = signed(&office, "notice").await;
    assert_eq!(act(&office.clerk, next, "number").await.expect(200).json()["number"], 3);
    // Given up after numbering, the number stays with its reason.
    act(&office.leader, next, "cancel").await.expect(200);
    let register = office.clerk.get("/api/v1/registers/outgoing").await.expect(200).json();
    let states: Vec<&Value> =
        register["numbers"].as_array().expect("numbers").iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["given", "cancelled", "cancelled"]);
    // Another type has its own series, until the unit counts all in one.
    let plan = signed(&office, "plan").await;
    assert_eq!(act(&office.clerk, plan, "number").await.expect(200).json()["number"], 1);
    office
        .clerk
        .send_json(Method::PUT, "/api/v1/registers/settings", json!({ "series": "common" }))
        .await
        .expect(204);
    for number in 1..=2 {
        let id = signed(&office, if number == 1 { "plan" } else { "notice" }).await;
        assert_eq!(act(&office.clerk, id, "number").await.expect(200).json()["number"], number);
    }
}

async fn a_closed_year_gives_no_number_and_the_next_begins_at_one(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let close = |year: i64| {
        let clerk = office.clerk.clone();
        async move { clerk.send_json(Method::POST, &format!("/api/v1/registers/{year}/close"), json!({})).await }
    };
    assert_eq!(close(2025).await.status_and_code(), "409 register_has_open_papers");
    let id = signed(&office, "notice").await;
    assert_eq!(close(2024).await.status_and_code(), "409 register_has_open_papers");
    act(&office.clerk, id, "number").await.expect(200);
    let late = signed(&office, "notice").await;
    app.travel_to("2025-01-02");
    let office = super::office(&app, "q", app.province).await;
    let close = |year: i64| {
        let clerk = office.clerk.clone();
        async move { clerk.send_json(Method::POST, &format!("/api/v1/registers/{year}/close"), json!({})).await }
    };
    // A paper signed last year may still be given a number of the new year, or of the old while it is open.
    close(2024).await.expect(204);
    assert_eq!(close(2024).await.status_and_code(), "409 register_closed");
    let path = format!("/api/v1/outgoing/{late}/move");
    let old = json!({ "act": "number", "dated_on": "31/12/2024" });
    let refused = office.clerk.send_json(Method::POST, &path, old).await;
    assert_eq!(refused.status_and_code(), "409 register_closed");
    let done =
        office.clerk.send_json(Method::POST, &path, json!({ "act": "number" })).await.expect(200).json();
    assert_eq!((&done["number"], &done["year"]), (&json!(1), &json!(2025)));
    let future = signed(&office, "notice").await;
    let path = format!("/api/v1/outgoing/{future}/move");
    let body = json!({ "act": "number", "dated_on": "05/01/2025" });
    office.clerk.send_json(Method::POST, &path, body).await.expect(422);
}

kit::on_both_engines! {
    fifty_numbers_at_once_are_fifty_numbers,
    a_number_is_reserved_used_or_cancelled_and_never_lost,
    a_closed_year_gives_no_number_and_the_next_begins_at_one,
}
