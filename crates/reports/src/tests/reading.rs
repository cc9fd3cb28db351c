//! Trend and ranking, on both engines.

use axum::Router;
use axum::http::Method;
use kit::params;
use kit::permission::Role;
use kit::storage::Value;
use kit::testing::{TestApp, day};
use kit::web::App;
use serde_json::json;

use super::values::prepared;

fn routes() -> Router<App> {
    crate::routes()
}

async fn with_figures(app: &TestApp) -> kit::testing::Client {
    prepared(app).await;
    app.travel_to("2025-08-10");
    let leader = app.person("leader", app.province, Role::Leader).await;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let row = |unit: kit::UnitId, period: &str, value: i64| json!({ "unit": unit, "indicator": "houses_handed_over", "period": period, "value": value });
    let values = json!({ "values": [
        row(app.north, "2025-05", 7), row(app.north, "2025-07", 3), row(app.south, "2025-07", 9), row(app.south, "2025-06", 0),
    ] });
    officer.send_json(Method::PUT, "/api/v1/values", values).await.expect(200);
    leader
}

fn address(app: &TestApp, path: &str, period: &str) -> String {
    format!("{path}?unit={}&indicator=houses_handed_over&period={period}", app.province)
}

async fn a_trend_shows_gaps_as_gaps(app: TestApp) {
    let leader = with_figures(&app).await;
    let path = address(&app, "/api/v1/reports/trend", "2025-07");
    let found = leader.get(&path).await.expect(200).json();
    let points = found["points"].as_array().expect("points");
    let last: Vec<&serde_json::Value> = points[20..].iter().map(|point| &point["value"]).collect();
    assert_eq!(points.len(), 24);
    assert_eq!(points[0]["period"], "2023-08");
    assert_eq!(last, [&json!(null), &json!(7), &json!(0), &json!(12)], "a zero is a zero, a blank a gap");
    let page = leader.get(&address(&app, "/reports/trend", "2025-07")).await.expect(200).text();
    assert!(page.contains("không còn cấp huyện"), "the change of the tree is noted");
    assert!(page.contains("Xếp hạng") && page.contains("/reports/trend/export?"), "{page}");
    let before = leader.get(&address(&app, "/reports/trend", "2025-06")).await.expect(200).text();
    assert!(!before.contains("không còn cấp huyện"));
    let csv = leader
        .get(&format!("{}&format=csv", address(&app, "/reports/trend/export", "2025-07")))
        .await
        .expect(200);
    let csv = csv.text();
    assert_eq!(csv.lines().count(), 25, "{csv}");
    assert!(csv.contains("Tháng 6/2025,0") && csv.lines().any(|line| line == "Tháng 4/2025,"), "{csv}");
    // Nothing reported: what to do next.
    let empty = leader.get(&address(&app, "/reports/trend", "2022-01")).await.expect(200).text();
    assert!(empty.contains("Chọn kỳ hoặc chỉ tiêu khác"));
}

async fn a_ranking_lists_those_without_a_figure_apart(app: TestApp) {
    let leader = with_figures(&app).await;
    let ranked = |period: &'static str| {
        let path = address(&app, "/api/v1/reports/ranking", period);
        let leader = &leader;
        async move { leader.get(&path).await.expect(200).json()["units"].clone() }
    };
    let july = ranked("2025-07").await;
    assert_eq!(
        (&july[0]["unit"], &july[0]["place"], &july[0]["value"]),
        (&json!(app.south), &json!(1), &json!(9))
    );
    assert_eq!((&july[0]["before"], &july[1]["before"]), (&json!(0), &json!(null)));
    let june = ranked("2025-06").await;
    assert_eq!((&june[1]["unit"], &june[1]["place"]), (&json!(app.north), &json!(null)));
    let page = leader.get(&address(&app, "/reports/ranking", "2025-06")).await.expect(200).text();
    assert!(page.contains("Chưa có số liệu</h2>") && page.contains("1. "), "{page}");
    let xlsx = format!("{}&format=xlsx", address(&app, "/reports/ranking/export", "2025-07"));
    assert!(leader.get(&xlsx).await.expect(200).body.starts_with(b"PK"));
    // Outside one's own units there is nothing.
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    north.get(&address(&app, "/reports/ranking", "2025-07")).await.expect(404);
    north.get(&address(&app, "/api/v1/reports/trend", "2025-07")).await.expect(404);
}

/// The two communes lie somewhere; the later coordinates of the north count once they hold.
async fn lying_somewhere(app: &TestApp) {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let places = [
        (app.north, "n", 21.5, 104.0, "2020-01-01"),
        (app.north, "n", 21.6, 104.1, "2025-07-01"),
        (app.south, "s", 21.1, 103.9, "2020-01-01"),
    ];
    for (unit, code, lat, lon, from) in places {
        tx.execute("update unit set area_code = $2 where id = $1", params![unit, code])
            .await
            .expect("an area code");
        tx.execute(
            "insert into admin_area (code, name, level, lat, lon, valid_from) values ($1, $2, 'commune', $3, $4, $5)",
            params![code, format!("Xã {code}"), Value::Real(lat), Value::Real(lon), day(from)],
        )
        .await
        .expect("an area");
    }
    tx.commit().await.expect("commits");
}

async fn a_map_shows_each_unit_where_it_lies(app: TestApp) {
    let leader = with_figures(&app).await;
    // Nobody knows where anything lies: the table is still there.
    let page = leader.get(&address(&app, "/reports/map", "2025-06")).await.expect(200).text();
    assert!(page.contains("Chưa vẽ được bản đồ") && page.contains("Số liệu từng đơn vị"), "{page}");
    lying_somewhere(&app).await;
    let points = |period: &'static str| {
        let (path, leader) = (address(&app, "/api/v1/reports/map", period), &leader);
        async move { leader.get(&path).await.expect(200).json() }
    };
    let of = |found: &serde_json::Value, unit: kit::UnitId| {
        let all = found["points"].as_array().expect("points").clone();
        all.into_iter().find(|one| one["unit"] == unit.0).expect("a point")
    };
    let (june, july) = (points("2025-06").await, points("2025-07").await);
    assert_eq!(of(&june, app.north)["lat"], 21.5);
    assert_eq!(of(&july, app.north)["lat"], 21.6);
    let (north, south) = (of(&june, app.north), of(&june, app.south));
    assert_eq!((&north["value"], &north["step"]), (&json!(null), &json!(null)), "no figure is no step");
    assert_eq!((&south["value"], &south["step"]), (&json!(0), &json!(1)), "a zero is a figure");
    assert_eq!(july["steps"], json!([[3, 3], [9, 9]]));
    let page = leader.get(&address(&app, "/reports/map", "2025-06")).await.expect(200).text();
    let link = format!("<a href=\"/reports/total?unit={}&amp;indicator=houses_handed_over", app.north);
    assert!(page.contains(&link) && page.contains("<circle class=\"none\""), "{page}");
    assert!(page.contains("Xã n: Chưa báo cáo</title>"), "{page}");
    // How much of what is owed was sent; what owes nothing has no share.
    let sent = address(&app, "/api/v1/reports/map", "2025-06").replace("houses_handed_over", "reports_sent");
    let sent = leader.get(&sent).await.expect(200).json();
    let north = of(&sent, app.north);
    assert!(north["possible"].as_i64().expect("a count") > 0, "{north}");
    assert_eq!((&north["value"], &north["figures"]), (&json!(0), &json!(0)));
    let csv = format!("{}&format=csv", address(&app, "/reports/map/export", "2025-07"));
    let csv = leader.get(&csv).await.expect(200).text();
    assert!(csv.contains(",21.1,103.9,9"), "{csv}");
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    north.get(&address(&app, "/reports/map", "2025-07")).await.expect(404);
    north.get(&address(&app, "/api/v1/reports/map", "2025-07")).await.expect(404);
}

kit::on_both_engines! {
    a_trend_shows_gaps_as_gaps, a_ranking_lists_those_without_a_figure_apart, a_map_shows_each_unit_where_it_lies
}
