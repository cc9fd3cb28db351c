//! A published figure is the number of rows of the list it links to, on both engines, before and after 2025-07-01.

use axum::Router;
use axum::http::Method;
use kit::permission::Role;
use kit::storage::{Tx, only};
use kit::testing::{Client, TestApp, day, insert_unit};
use kit::web::App;
use kit::{UnitId, params};
use reports::catalogue::catalogue;
use reports::published::{Span, rows_of};
use serde_json::json;

fn routes() -> Router<App> {
    super::publish();
    plans::routes().merge(documents::routes()).merge(reports::routes())
}

const CODES: [&str; 6] =
    ["tasks_due", "tasks_done", "tasks_late", "tasks_without_evidence", "papers_in", "papers_out"];

/// The figure that the total shows, and how many rows the list behind it has.
async fn figure_and_rows(
    app: &TestApp,
    client: &Client,
    unit: UnitId,
    code: &str,
    period: &str,
) -> (i64, usize) {
    let path = format!("/api/v1/totals?indicator={code}&unit={unit}&period={period}");
    let total = client.get(&path).await.expect(200).json();
    let rows: i64 =
        total["then"]["rows"].as_array().expect("rows").iter().filter_map(|row| row["value"].as_i64()).sum();
    let value = total["then"]["value"].as_i64().expect("a figure");
    assert_eq!(
        value,
        rows + total["then"]["own"].as_i64().unwrap_or(0),
        "{code} {period}: rows make the total"
    );
    let mut tx = app.app.db.read().await.expect("a transaction");
    let list = catalogue(&mut tx).await.expect("a list");
    let indicator = list.by_code(code).expect("an indicator");
    let span = Span::of(period.parse().expect("a period"), app.app.clock.today());
    let href = rows_of(indicator, unit, span).expect("an address");
    drop(tx);
    client.get(&href).await.expect(200);
    let listed = client.get(&format!("/api/v1{href}&limit=200")).await.expect(200).json();
    let name = if code.starts_with("tasks") { "tasks" } else { "documents" };
    (value, listed[name].as_array().expect("a list").len())
}

async fn task(
    tx: &mut Tx,
    (plan, account): (i64, i64),
    unit: UnitId,
    due: &str,
    state: &str,
    done: Option<&str>,
) {
    let item: i64 = tx
        .one(
            "insert into plan_item (plan, position, code, title, kind) values ($1, 1, '1', 'Việc mẫu', 'focus') returning id",
            params![plan],
            only,
        )
        .await
        .expect("an item");
    let evidence = i64::from(state == "done");
    tx.execute(
        "insert into task (plan_item, plan, unit, title, due_on, state, evidence_count, done_on, verified_by, created_at, updated_at)
         values ($1, $2, $3, 'Việc mẫu', $4, $5, $6, $7, $8, 0, 0)",
        params![item, plan, unit, day(due), state, evidence, done.map(day), account],
    )
    .await
    .expect("a task");
}

/// A district that ended with June 2025, and its commune, which hangs under the province from then on.
async fn reformed(tx: &mut Tx, province: UnitId) -> (UnitId, UnitId) {
    let (since, turn) = (day("2020-01-01"), day("2025-07-01"));
    let district = insert_unit(tx, "h", "Huyện Mẫu", "district", Some(province), since).await;
    let commune = insert_unit(tx, "h1", "Xã Mẫu", "commune", Some(district), since).await;
    for sql in [
        "update unit set valid_to = $3 where id = $1 and id <> $2",
        "update unit_version set valid_to = $3 where unit in ($1, $2)",
        "update unit_path set valid_to = $3 where descendant = $1 or (descendant = $2 and depth > 0)",
    ] {
        tx.execute(sql, params![district, commune, turn]).await.expect("closed");
    }
    tx.execute("update unit set parent = $2 where id = $1", params![commune, province]).await.expect("moved");
    tx.execute(
        "insert into unit_version (unit, name, folded_name, parent, valid_from) values ($1, 'Xã Mẫu', 'xa mau', $2, $3)",
        params![commune, province, turn],
    )
    .await
    .expect("a version");
    tx.execute(
        "insert into unit_path (ancestor, descendant, depth, valid_from) values ($1, $2, 1, $3)",
        params![province, commune, turn],
    )
    .await
    .expect("a path");
    (district, commune)
}

async fn a_figure_is_the_list_it_links_to(app: TestApp) {
    reports::prepare(&app.app).await.expect("the starter set");
    app.travel_to("2025-07-20");
    let leader = app.person("leader", app.province, Role::Leader).await;
    let officer = app.person("north", app.north, Role::CommuneOfficer).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let account: i64 =
        tx.one("select id from account where login = 'leader'", &[], only).await.expect("an account");
    let (district, commune) = reformed(&mut tx, app.province).await;
    let plan: i64 = tx
        .one(
            "insert into plan (unit, year, kind, title, state, account, created_at)
             values ($1, 2025, 'yearly', 'Kế hoạch mẫu', 'issued', $2, 0) returning id",
            params![app.province, account],
            only,
        )
        .await
        .expect("a plan");
    let of = (plan, account);
    for unit in [app.north, commune] {
        task(&mut tx, of, unit, "2025-06-30", "done", Some("2025-06-20")).await;
        task(&mut tx, of, unit, "2025-06-30", "done", Some("2025-07-02")).await;
        task(&mut tx, of, unit, "2025-06-01", "assigned", None).await;
        task(&mut tx, of, unit, "2025-07-01", "in_progress", None).await;
        task(&mut tx, of, unit, "2025-07-31", "planned", None).await;
        task(&mut tx, of, unit, "2025-07-31", "cancelled", None).await;
    }
    task(&mut tx, of, app.province, "2025-06-15", "submitted", None).await;
    // 2025-06-30 23:30 and 2025-07-01 00:30 in Viet Nam.
    for (unit, at) in
        [(commune, 1_751_301_000_000_i64), (commune, 1_751_304_600_000), (app.north, 1_751_304_600_000)]
    {
        for (direction, state) in
            [("incoming", "registered"), ("incoming", "cancelled"), ("outgoing", "issued")]
        {
            tx.execute(
                "insert into document (unit, direction, state, issued_on, account, created_at) values ($1, $2, $3, $4, $5, $6)",
                params![unit, direction, state, day("2025-07-05"), account, at],
            )
            .await
            .expect("a paper");
        }
    }
    tx.commit().await.expect("commits");

    let expected = [
        (app.province, "2025-06", [7, 4, 4, 3, 1, 0]),
        (app.province, "2025-07", [4, 0, 2, 4, 2, 3]),
        (app.province, "2025-Q2", [7, 4, 4, 3, 1, 0]),
        (app.province, "2025", [11, 4, 6, 7, 3, 3]),
        // What hung under the district counts there until the district ended, and nowhere twice.
        (district, "2025-06", [3, 2, 2, 1, 1, 0]),
        (commune, "2025-06", [3, 2, 2, 1, 1, 0]),
        (commune, "2025-07", [2, 0, 1, 2, 1, 2]),
        (app.north, "2025-07", [2, 0, 1, 2, 1, 1]),
    ];
    for (unit, period, figures) in expected {
        for (code, figure) in CODES.into_iter().zip(figures) {
            let (value, rows) = figure_and_rows(&app, &leader, unit, code, period).await;
            assert_eq!(
                (value, rows),
                (figure, usize::try_from(figure).expect("small")),
                "{unit} {code} {period}"
            );
        }
    }
    // A commune sees its own, on the page where it types, with the way to the rows.
    let (value, rows) = figure_and_rows(&app, &officer, app.north, "tasks_late", "2025-06").await;
    assert_eq!((value, rows), (2, 2));
    let page =
        officer.get(&format!("/reports/entry?unit={}&period=2025-06", app.north)).await.expect(200).text();
    assert!(page.contains("figure=tasks_late&amp;from=2025-06-01&amp;to=2025-06-30"), "{page}");
    assert!(!page.contains("name=\"v-tasks_late\""), "nobody types it");
    // By successor, as all figures: the commune of June stands under the province of today.
    let path =
        format!("/api/v1/totals?indicator=tasks_due&unit={}&period=2025-06&as_of=2025-07-15", app.province);
    let both = leader.get(&path).await.expect(200).json();
    assert_eq!(both["by_successor"]["value"], 7);
    let rows = both["by_successor"]["rows"].as_array().expect("rows");
    assert!(rows.iter().any(|row| row["unit"] == commune.0 && row["value"] == 3), "{rows:?}");
    // Nothing counted is a zero, not a gap.
    let trend =
        |unit: UnitId| format!("/api/v1/reports/trend?indicator=papers_out&unit={unit}&period=2025-07");
    let points = leader.get(&trend(app.province)).await.expect(200).json()["points"].clone();
    assert_eq!((&points[22]["value"], &points[23]["value"]), (&json!(0), &json!(3)));
    let page = leader.get(&trend(app.province).replace("/api/v1", "")).await.expect(200).text();
    assert!(page.contains("Số liệu từng kỳ") && page.contains("+3"), "{page}");
    // The matrix has them, and they say nothing about who has reported.
    let matrix = leader.get("/reports?period=2025-06&line=office_work").await.expect(200).text();
    assert!(matrix.contains("0/3 đơn vị") && matrix.contains("indicator=tasks_late"), "{matrix}");
}

/// An item with a target in an issued plan of the province.
async fn with_target(app: &TestApp, quarter: Option<i64>, value: i64, measure: &str) -> i64 {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let plan: i64 = tx
        .one(
            "insert into plan (unit, year, kind, title, state, account, created_at)
             values ($1, 2025, 'yearly', 'Kế hoạch mẫu', 'issued', 1, 0) returning id",
            params![app.province],
            only,
        )
        .await
        .expect("a plan");
    let item: i64 = tx
        .one(
            "insert into plan_item (plan, position, code, title, kind, quarter, target_value, unit_of_measure)
             values ($1, 1, '1', 'Bàn giao nhà', 'focus', $2, $3, $4) returning id",
            params![plan, quarter, value, measure],
            only,
        )
        .await
        .expect("an item");
    tx.commit().await.expect("commits");
    item
}

async fn a_target_is_compared_with_what_is_reported(app: TestApp) {
    reports::prepare(&app.app).await.expect("the starter set");
    app.travel_to("2025-07-02");
    let leader = app.person("leader", app.province, Role::Leader).await;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let houses = {
        let mut tx = app.app.db.read().await.expect("a view");
        let list = catalogue(&mut tx).await.expect("a list");
        list.by_code("houses_handed_over").expect("an indicator").measure_vi.clone()
    };
    let year = with_target(&app, None, 10, &houses.to_uppercase()).await;
    let quarter = with_target(&app, Some(2), 8, &houses).await;
    let other = with_target(&app, None, 8, "cây số").await;
    let row = |month: &str, value: i64| json!({ "unit": app.north, "indicator": "houses_handed_over", "period": month, "value": value });
    let values = json!({ "values": [row("2025-02", 7), row("2025-05", 6)] });
    officer.send_json(Method::PUT, "/api/v1/values", values).await.expect(200);
    let list = format!("/api/v1/reports/targets?unit={}&period=2025-06", app.province);
    let rows = leader.get(&list).await.expect(200).json();
    assert_eq!(rows.as_array().map(Vec::len), Some(3));
    assert_eq!(
        (&rows[0]["indicator"], &rows[0]["percent"]),
        (&json!(null), &json!(null)),
        "nobody has chosen"
    );
    // Chosen on the page, and through the API.
    let page = officer.get(&format!("/reports/targets/{year}")).await.expect(200).text();
    assert!(
        page.contains("value=\"houses_handed_over\"") && !page.contains("value=\"people_reached\""),
        "{page}"
    );
    officer
        .post(&format!("/reports/targets/{year}"), &[("indicator", "houses_handed_over")])
        .await
        .expect(303);
    let choose = |item: i64, code: &str| {
        let (path, body) = (format!("/api/v1/reports/targets/{item}"), json!({ "indicator": code }));
        let officer = &officer;
        async move { officer.send_json(Method::PUT, &path, body).await }
    };
    choose(quarter, "houses_handed_over").await.expect(204);
    let refused = choose(other, "houses_handed_over").await;
    assert_eq!(refused.status_and_code(), "422 measure_differs");
    let page =
        officer.post(&format!("/reports/targets/{other}"), &[("indicator", "houses_handed_over")]).await;
    assert!(page.expect(422).text().contains("không so sánh được"));
    assert_eq!(choose(year, "no_such").await.status_and_code(), "404 indicator_not_found");
    let rows = leader.get(&list).await.expect(200).json();
    let told =
        |at: usize| (rows[at]["so_far"].clone(), rows[at]["percent"].clone(), rows[at]["pace"].clone());
    assert_eq!(told(0), (json!(13), json!(130), json!(50)), "more than all is not cut");
    assert_eq!(told(1), (json!(6), json!(75), json!(100)), "of its quarter only");
    assert_eq!(told(2), (json!(null), json!(null), json!(50)));
    let path = format!("/reports/targets?unit={}&period=2025", app.province);
    let page = leader.get(&path).await.expect(200).text();
    assert!(
        page.contains("130%") && page.contains("Đã đạt mục tiêu") && page.contains("Chậm so với thời gian"),
        "{page}"
    );
    assert!(
        page.contains("period=2025-Q2") && page.contains(&format!("/items/{quarter}\"")),
        "links to total and item"
    );
    let csv = leader.get(&path.replace("targets?", "targets/export?format=csv&")).await.expect(200).text();
    assert!(csv.contains(",10,13,130,50,"), "{csv}");
    // A plan that changes its unit of measure is compared no more.
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute("update plan_item set unit_of_measure = 'tỷ đồng' where id = $1", params![quarter])
        .await
        .expect("changed");
    let acts = "select count(*) from audit where action = 'plan_target_linked'";
    assert_eq!(tx.one::<i64>(acts, &[], only).await.expect("counts"), 2);
    tx.commit().await.expect("commits");
    let rows = leader.get(&list).await.expect(200).json();
    assert_eq!((&rows[1]["indicator"], &rows[1]["percent"]), (&json!(null), &json!(null)));
    choose(year, "").await.expect(204);
    assert_eq!(leader.get(&list).await.expect(200).json()[0]["so_far"], json!(null));
    // Another's plans, and a seat that types nothing.
    commune.get(&format!("/reports/targets/{year}")).await.expect(404);
    commune.get(&list).await.expect(404);
    let inspector = app.person("inspector", app.province, Role::Inspector).await;
    inspector.get(&format!("/reports/targets/{year}")).await.expect(403);
}

kit::on_both_engines! { a_figure_is_the_list_it_links_to, a_target_is_compared_with_what_is_reported }
