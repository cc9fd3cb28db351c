//! Comments on figures, on both engines: made and dealt with on a page without script and through the API, within the scope.

use axum::Router;
use axum::http::Method;
use kit::permission::Role;
use kit::testing::TestApp;
use kit::web::App;
use serde_json::json;

use super::values::prepared;

fn routes() -> Router<App> {
    crate::routes()
}

const API: &str = "/api/v1/figures/comments";

async fn a_comment_is_made_seen_and_dealt_with(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let path = format!("/reports/comments?unit={}&period=2024-03", app.north);
    let fields =
        [("add", "gifts_given"), ("body-gifts_given", "Còn thiếu <hai> bản"), ("body-works_done", "x")];
    let reply = officer.post(&path, &fields).await.expect(303);
    assert!(reply.location().ends_with("#f-v-gifts_given"), "{}", reply.location());
    let entry = format!("/reports/entry?unit={}&period=2024-03", app.north);
    let page = commune.get(&entry).await.expect(200).text();
    assert!(page.contains("Còn thiếu &lt;hai&gt; bản") && page.contains("name=\"resolve\""), "{page}");
    let listed = commune.get(&format!("{API}?unit={}&period=2024-03", app.north)).await.expect(200).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(1), "only what was asked for is kept");
    assert_eq!((&listed[0]["indicator"], &listed[0]["resolved_at"]), (&json!("gifts_given"), &json!(null)));
    let id = listed[0]["id"].to_string();
    commune.post(&path, &[("resolve", &id)]).await.expect(303);
    assert!(!commune.get(&entry).await.expect(200).text().contains("name=\"resolve\""));
    officer.send_json(Method::POST, &format!("{API}/{id}/resolve"), json!({})).await.expect(204);
    let actions = ["figure_commented", "figure_comment_resolved"];
    let mut tx = app.app.db.read().await.expect("a view");
    for action in actions {
        let count: i64 = tx
            .one("select count(*) from audit where action = $1", kit::params![action], kit::storage::only)
            .await
            .expect("counts");
        assert_eq!(count, 1, "{action}");
    }
}

async fn what_lies_outside_or_says_nothing_is_refused(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let reader = app.person("reader", app.province, Role::Inspector).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let new = |body: &str| json!({ "unit": app.north, "period": "2024-03", "indicator": "gifts_given", "body": body });
    let made = north.send_json(Method::POST, API, new("Đúng")).await.expect(201).json();
    let resolve = format!("{API}/{}/resolve", made["id"]);
    south.send_json(Method::POST, API, new("x")).await.expect(404);
    south.send_json(Method::POST, &resolve, json!({})).await.expect(404);
    south.get(&format!("{API}?unit={}&period=2024-03", app.north)).await.expect(404);
    reader.send_json(Method::POST, API, new("x")).await.expect(403);
    north.send_json(Method::POST, API, new("  ")).await.expect(422);
    north.send_json(Method::POST, API, new(&"ố".repeat(2001))).await.expect(422);
    north.send_json(Method::POST, &format!("{API}/99/resolve"), json!({})).await.expect(404);
}

async fn the_list_of_what_waits_names_the_current_periods(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let page = north.get("/reports/waiting").await.expect(200).text();
    assert!(
        page.contains("<span hidden data-offline=\"home\"") && page.contains("data-account=\""),
        "{page}"
    );
    assert!(
        page.contains("period=2024-03") && page.contains("period=2024-Q2") && page.contains("period=2024\"")
    );
}

kit::on_both_engines! {
    a_comment_is_made_seen_and_dealt_with,
    what_lies_outside_or_says_nothing_is_refused,
    the_list_of_what_waits_names_the_current_periods,
}
