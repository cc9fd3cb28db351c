//! The register of incoming papers, and templates.

use axum::http::Method;
use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::json;

use super::{drafted, office, routes};

const PATH: &str = "/api/v1/registers/incoming";

async fn a_paper_that_came_in_is_routed_worked_on_and_answered(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let new = json!({ "author": "Tỉnh ủy", "symbol": "197-KH/TU", "dated_on": "05/01/2024", "abstract": "Kế hoạch kiểm tra" });
    office.officer.send_json(Method::POST, PATH, new.clone()).await.expect(403);
    let line = office.clerk.send_json(Method::POST, PATH, new.clone()).await.expect(201).json();
    assert_eq!((&line["number"], &line["state"]), (&json!(1), &json!("registered")));
    assert_eq!(office.clerk.send_json(Method::POST, PATH, new).await.expect(201).json()["number"], 2);
    let wrong = json!({ "author": "", "abstract": "x", "dated_on": "09/01/2024" });
    office.clerk.send_json(Method::POST, PATH, wrong).await.expect(422);
    let path = format!("{PATH}/{}", line["id"]);
    let routed = json!({ "routing": "Ban Dân chủ tham mưu", "assigned": "Ủy ban MTTQ Việt Nam xã Bắc Mẫu", "due_on": "10/01/2024", "version": 1 });
    let now = office.clerk.send_json(Method::PUT, &path, routed.clone()).await.expect(200).json();
    assert_eq!(now["state"], "assigned");
    assert_eq!(
        office.clerk.send_json(Method::PUT, &path, routed).await.status_and_code(),
        "409 paper_changed"
    );
    app.travel_to("2024-01-10");
    let office = super::office(&app, "q", app.province).await;
    assert!(!office.clerk.get("/dispatch/incoming?overdue=1").await.expect(200).text().contains("197-KH/TU"));
    app.travel_to("2024-01-11");
    let office = super::office(&app, "r", app.province).await;
    let page = office.clerk.get("/dispatch/incoming?overdue=1").await.expect(200).text();
    assert!(page.contains("197-KH/TU"), "{page}");
    let cancel = json!({ "state": "cancelled", "version": 2 });
    assert_eq!(
        office.clerk.send_json(Method::PUT, &path, cancel).await.status_and_code(),
        "422 reason_missing"
    );
    let done = json!({ "state": "answered", "due_on": "10/01/2024", "version": 2 });
    office.clerk.send_json(Method::PUT, &path, done).await.expect(200);
    assert!(!office.clerk.get("/dispatch/incoming?overdue=1").await.expect(200).text().contains("197-KH/TU"));
    // A neighbour has a register of its own.
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    north.send_json(Method::PUT, &path, json!({ "version": 3 })).await.expect(404);
    north.get(&format!("{PATH}?unit={}", app.province)).await.expect(404);
    let csv = office.clerk.get("/dispatch/incoming/export?format=csv").await.expect(200).text();
    assert!(csv.contains("197-KH/TU") && csv.lines().count() == 3, "{csv}");
}

async fn an_office_changes_a_template_from_a_day_on(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let path = "/api/v1/paper-templates/notice";
    let old = drafted(&office, "notice").await;
    let text = office.officer.get(path).await.expect(200).json()["text"].as_str().expect("a text").to_owned();
    let broken = json!({ "text": text.replace("title_en", "title_fr") });
    let reply = office.officer.send_json(Method::PUT, path, broken).await;
    assert_eq!(reply.status_and_code(), "422 paper_not_made");
    let changed = json!({ "text": text.replace("THÔNG BÁO", "THÔNG BÁO KHẨN"), "note": "Đổi tên loại" });
    office.clerk.send_json(Method::PUT, path, changed.clone()).await.expect(403);
    let north = app.person("north", app.north, Role::Officer).await;
    north.send_json(Method::PUT, path, changed.clone()).await.expect(403);
    office.officer.send_json(Method::PUT, path, changed).await.expect(204);
    let new = drafted(&office, "notice").await;
    let version = |id: i64| {
        let officer = office.officer.clone();
        async move {
            officer.get(&format!("/api/v1/outgoing/{id}")).await.expect(200).json()["template_version"]
                .clone()
        }
    };
    assert!(version(old).await.is_null() && version(new).await.is_number());
    let page = office.officer.get(&format!("/dispatch/{new}")).await.expect(200).text();
    assert!(page.contains("THÔNG BÁO KHẨN"), "{page}");
    app.travel_to("2025-07-02");
    let office = super::office(&app, "q", app.province).await;
    let issuers =
        office.officer.get("/api/v1/paper-templates/issuers").await.expect(200).json()["text"].clone();
    let issuers =
        issuers.as_str().expect("a text").replace("BAN THƯỜNG TRỰC\"\ncode", "BAN THƯỜNG TRỰC HUYỆN\"\ncode");
    let district = office
        .officer
        .send_json(Method::PUT, "/api/v1/paper-templates/issuers", json!({ "text": issuers }))
        .await;
    assert_eq!(district.status_and_code(), "422 body_ended");
}

kit::on_both_engines! {
    a_paper_that_came_in_is_routed_worked_on_and_answered,
    an_office_changes_a_template_from_a_day_on,
}
