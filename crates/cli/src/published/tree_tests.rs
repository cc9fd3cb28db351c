//! A unit that turns out to have ended before figures were reported for it: totals follow the tree at once, on both engines.

use axum::Router;
use axum::http::Method;
use kit::permission::Role;
use kit::testing::{Client, TestApp};
use kit::web::App;
use reports::catalogue::catalogue;
use reports::store::verify::verify;
use serde_json::json;

fn routes() -> Router<App> {
    super::publish();
    organisation::routes().merge(reports::routes())
}

async fn total(client: &Client, unit: kit::UnitId, period: &str) -> i64 {
    let path = format!("/api/v1/totals?indicator=sessions_held&unit={unit}&period={period}");
    client.get(&path).await.expect(200).json()["then"]["value"].as_i64().unwrap_or(0)
}

async fn totals_follow_a_change_of_the_tree_for_days_past(app: TestApp) {
    app.travel_to("2024-05-02");
    reports::prepare(&app.app).await.expect("the starter set");
    let admin = app.person("admin", app.province, Role::Administrator).await;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let row = |unit: kit::UnitId, period: &str, value: i64| json!({ "unit": unit, "indicator": "sessions_held", "period": period, "value": value });
    let values = [
        row(app.north, "2024-01", 1),
        row(app.north, "2024-03", 10),
        row(app.south, "2024-01", 2),
        row(app.south, "2024-03", 20),
    ];
    officer.send_json(Method::PUT, "/api/v1/values", json!({ "values": values })).await.expect(200);
    assert_eq!(total(&officer, app.province, "2024-03").await, 30);

    let ended = [("last_day", "29/02/2024"), ("basis", "Quyết định mẫu"), ("successor", "")];
    admin.post(&format!("/units/{}/close", app.north), &ended).await.expect(303);
    assert_eq!(total(&officer, app.province, "2024-01").await, 3, "it stood then");
    assert_eq!(total(&officer, app.province, "2024-03").await, 20, "it did not stand then");
    assert_eq!(total(&officer, app.province, "2024-Q1").await, 23);
    let mut tx = app.app.db.read().await.expect("a view");
    let list = catalogue(&mut tx).await.expect("a list");
    let checked = verify(&mut tx, &list.rules).await.expect("verifies");
    assert_eq!((checked.wrong_count, checked.totals > 0), (0, true));
}

kit::on_both_engines! { totals_follow_a_change_of_the_tree_for_days_past }
