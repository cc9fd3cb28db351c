//! Views saved on the page of a plan and through the API.

use axum::http::Method;
use kit::on_both_engines;
use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::json;

use crate::follow::tests::fixture::issued_plan;
use crate::routes;

on_both_engines! {
    a_plan_is_seen_again_as_it_was_saved,
    programs_keep_views_too,
    a_view_is_nobody_elses,
}

async fn a_plan_is_seen_again_as_it_was_saved(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, _) = issued_plan(&app, officer.account).await;
    let fields = [("name", "Bảng việc trễ"), ("query", "view=table&due=late&as_of=2024-01-02&nonsense=1")];
    let saved = officer.post(&format!("/plans/{plan}/views"), &fields).await.expect(303);
    assert_eq!(saved.location(), format!("/plans/{plan}?view=table&due=late"));
    let href = format!("href=\"/plans/{plan}?view=table&amp;due=late\">Bảng việc trễ</a>");
    for view in ["outline", "table", "board", "timeline"] {
        let page = officer.get(&format!("/plans/{plan}?view={view}")).await.expect(200).text();
        assert_eq!(page.matches(&href).count(), 2, "{view}: {page}");
    }
    // The list of tasks has views of its own.
    assert!(!officer.get("/tasks").await.expect(200).text().contains("Bảng việc trễ"));
    let view = officer.get("/api/v1/views?page=plan").await.expect(200).json()[0]["id"].as_i64().unwrap();
    let address = format!("/plans/{plan}/views/{view}");
    officer.post(&address, &[("act", "rename"), ("name", " ")]).await.expect(422);
    officer.post(&address, &[("act", "rename"), ("name", "Việc trễ")]).await.expect(303);
    assert!(officer.get(&format!("/plans/{plan}")).await.text().contains(">Việc trễ</a>"));
    officer.post(&address, &[("act", "delete")]).await.expect(303);
    assert!(!officer.get(&format!("/plans/{plan}")).await.text().contains("Việc trễ"));
}

async fn programs_keep_views_too(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let body = json!({ "page": "plan", "name": "Quý II", "query": "?quarter=2&view=board" });
    let view = officer.send_json(Method::POST, "/api/v1/views", body).await.expect(201).json();
    assert_eq!((view["query"].as_str(), view["page"].as_str()), (Some("view=board&quarter=2"), Some("plan")));
    let body = json!({ "page": "tasks", "name": "Trễ", "query": "due=late" });
    officer.send_json(Method::POST, "/api/v1/views", body).await.expect(201);
    assert_eq!(officer.get("/api/v1/views").await.expect(200).json().as_array().unwrap().len(), 2);
    let address = format!("/api/v1/views/{}", view["id"]);
    let changed =
        officer.send_json(Method::PATCH, &address, json!({ "query": "quarter=3" })).await.expect(200).json();
    assert_eq!((changed["name"].as_str(), changed["query"].as_str()), (Some("Quý II"), Some("quarter=3")));
    let bare = officer.send_json(Method::PATCH, &address, json!({ "name": "" })).await;
    assert_eq!(bare.status_and_code(), "422 words_missing");
    officer.send_json(Method::DELETE, &address, json!({})).await.expect(204);
    officer.send_json(Method::DELETE, &address, json!({})).await.expect(404);
    assert_eq!(officer.get("/api/v1/views?page=tasks").await.expect(200).json()[0]["name"], "Trễ");
}

async fn a_view_is_nobody_elses(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let other = app.person("khac", app.province, Role::Officer).await;
    let (plan, _) = issued_plan(&app, officer.account).await;
    let body = json!({ "page": "plan", "name": "Của tôi", "query": "" });
    let view = officer.send_json(Method::POST, "/api/v1/views", body).await.expect(201).json();
    let address = format!("/api/v1/views/{}", view["id"]);
    other.send_json(Method::PATCH, &address, json!({ "name": "Của anh" })).await.expect(404);
    other.send_json(Method::DELETE, &address, json!({})).await.expect(404);
    other.post(&format!("/plans/{plan}/views/{}", view["id"]), &[("act", "delete")]).await.expect(404);
    assert!(other.get("/api/v1/views").await.expect(200).json().as_array().unwrap().is_empty());
    assert!(!other.get(&format!("/plans/{plan}")).await.expect(200).text().contains("Của tôi"));
    app.guest().get("/api/v1/views").await.expect(401);
    // A plan out of sight takes no view either.
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update plan set state = 'draft'", &[]).await.unwrap();
    tx.commit().await.unwrap();
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    north.post(&format!("/plans/{plan}/views"), &[("name", "x"), ("query", "")]).await.expect(404);
}
