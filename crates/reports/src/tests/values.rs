//! Saving figures through the API, on both engines.

use axum::Router;
use axum::http::Method;
use kit::permission::Role;
use kit::testing::{Client, Reply, TestApp, day, insert_unit};
use kit::web::App;
use kit::{UnitId, params};
use serde_json::{Value as Json, json};

use crate::catalogue::catalogue;
use crate::store::verify::verify;

fn routes() -> Router<App> {
    crate::routes()
}

pub async fn prepared(app: &TestApp) {
    crate::prepare(&app.app).await.expect("the starter set");
}

async fn put(client: &Client, body: Json) -> Reply {
    client.send_json(Method::PUT, "/api/v1/values", body).await
}

fn row(unit: UnitId, indicator: &str, period: &str, value: impl Into<Json>) -> Json {
    json!({ "unit": unit, "indicator": indicator, "period": period, "value": value.into() })
}

pub async fn total(client: &Client, unit: UnitId, indicator: &str, period: &str) -> Json {
    let path = format!("/api/v1/totals?indicator={indicator}&unit={unit}&period={period}");
    client.get(&path).await.expect(200).json()
}

async fn verified(app: &TestApp) {
    let mut tx = app.app.db.read_consistently().await.expect("a view");
    let catalogue = catalogue(&mut tx).await.expect("a list");
    let checked = verify(&mut tx, &catalogue.rules).await.expect("verifies");
    assert_eq!(checked.wrong, []);
}

async fn a_saved_figure_makes_the_total_right_at_once(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let batch = json!({ "values": [
        row(app.north, "houses_handed_over", "2024-01", 3),
        row(app.north, "houses_handed_over", "2024-02", "1.234"),
        row(app.north, "works_value", "2024-01", "1.234,5"),
        row(app.north, "opinions_open", "2024-01", 0),
    ] });
    let saved = put(&commune, batch.clone()).await.expect(200).json();
    assert_eq!(saved["saved"][0]["version"], 1);
    assert_eq!(saved["saved"][0]["changed"], 3);
    let quarter = total(&leader, app.province, "houses_handed_over", "2024-Q1").await;
    assert_eq!(quarter["then"]["value"], 1237);
    assert_eq!(quarter["basis"], "month");
    let rows = quarter["then"]["rows"].as_array().expect("rows");
    assert_eq!((rows.len(), &rows[0]["value"], &rows[1]["value"]), (2, &json!(1237), &Json::Null));
    assert_eq!(
        (&quarter["then"]["children_given"], &quarter["then"]["children_existing"]),
        (&json!(1), &json!(2))
    );
    // Three units could have given a figure in each of three months.
    assert_eq!((&quarter["then"]["figures"], &quarter["then"]["possible"]), (&json!(2), &json!(9)));
    assert_eq!(total(&leader, app.province, "works_value", "2024").await["then"]["value"], 12_345);
    // Zero was reported, blank was not.
    assert_eq!(total(&leader, app.province, "opinions_open", "2024-01").await["then"]["value"], 0);
    assert_eq!(total(&leader, app.province, "opinions_open", "2024-02").await["then"]["value"], Json::Null);
    // The same again changes nothing.
    assert_eq!(put(&commune, batch).await.expect(200).json()["saved"][0]["changed"], 0);
    let values =
        commune.get(&format!("/api/v1/values?unit={}&period=2024-01", app.north)).await.expect(200).json();
    assert_eq!((&values["version"], values["values"].as_array().map(Vec::len)), (&json!(1), Some(3)));
    verified(&app).await;
}

async fn every_bad_row_is_named_and_nothing_is_written(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let officer = app.person("officer", app.province, Role::Officer).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let closed =
        insert_unit(&mut tx, "c", "Xã Mẫu cũ", "commune", Some(app.province), day("2020-01-01")).await;
    tx.execute("update unit set valid_to = $2 where id = $1", params![closed, day("2024-02-01")])
        .await
        .expect("closed");
    tx.commit().await.expect("commits");
    let bad = [
        (row(app.north, "houses_handed_over", "2024-01", "mười"), "row_no_number"),
        (row(app.north, "houses_handed_over", "2024-01", "1.234,5"), "row_whole_number"),
        (row(app.north, "houses_handed_over", "2024-01", -1), "row_too_small"),
        (row(app.north, "houses_handed_over", "2024-01", 100_001), "row_too_large"),
        (row(app.north, "works_value", "2024-01", "1,25"), "row_decimals"),
        (row(app.north, "houses_handed_over", "2024-13", 1), "row_period_unknown"),
        (row(app.north, "houses_handed_over", "2024-05", 1), "row_period_future"),
        (row(app.north, "houses_handed_over", "2019-05", 1), "row_unit_not_then"),
        (row(closed, "houses_handed_over", "2024-02", 1), "row_unit_not_then"),
        (row(app.north, "chickens", "2024-01", 1), "row_indicator_unknown"),
        (row(UnitId(99_999), "houses_handed_over", "2024-01", 1), "row_unit_not_found"),
        (
            json!({ "unit": "zz", "indicator": "houses_handed_over", "period": "2024-01", "value": [1] }),
            "row_unit_not_found",
        ),
        (row(app.north, "houses_handed_over", "2024-01", true), "row_no_number"),
    ];
    let mut rows = vec![row(app.south, "houses_handed_over", "2024-01", 5)];
    rows.extend(bad.iter().map(|(row, _)| row.clone()));
    let refused = put(&officer, json!({ "values": rows })).await.expect(422).json();
    let told: Vec<(u64, &str)> = refused["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (row["row"].as_u64().expect("a number"), row["code"].as_str().expect("a code")))
        .collect();
    let expected: Vec<(u64, &str)> = bad.iter().zip(2..).map(|((_, code), row)| (row, *code)).collect();
    assert_eq!(told, expected);
    assert!(refused["rows"][0]["message_vi"].as_str().is_some_and(|text| text.contains("Không phải là số")));
    let before = total(&officer, app.province, "houses_handed_over", "2024-01").await;
    assert_eq!(before["then"]["figures"], 0, "nothing was written");
    // Only when asked are good rows taken alone.
    let done = put(&officer, json!({ "values": rows, "good_rows_only": true })).await.expect(200).json();
    assert_eq!(done["refused"].as_array().map(Vec::len), Some(bad.len()));
    let after = total(&officer, app.province, "houses_handed_over", "2024-01").await;
    assert_eq!(after["then"]["value"], 5);
    let many: Vec<Json> = (0..10_001).map(|_| row(app.north, "houses_handed_over", "2024-01", 1)).collect();
    assert_eq!(put(&officer, json!({ "values": many })).await.status_and_code(), "413 too_many_rows");
}

async fn a_neighbour_does_not_exist(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let reply =
        put(&commune, json!({ "values": [row(app.south, "houses_handed_over", "2024-01", 1)] })).await;
    assert_eq!(reply.expect(422).json()["rows"][0]["code"], "row_unit_not_found");
    for path in ["values?", "totals?indicator=houses_handed_over&"] {
        let path = format!("/api/v1/{path}unit={}&period=2024-01", app.south);
        assert_eq!(commune.get(&path).await.status_and_code(), "404 unit_not_found", "{path}");
    }
    let inspector = app.person("inspector", app.province, Role::Inspector).await;
    let reply =
        put(&inspector, json!({ "values": [row(app.south, "houses_handed_over", "2024-01", 1)] })).await;
    assert_eq!(reply.status.as_u16(), 403);
}

async fn who_comes_second_sees_what_the_first_saved(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let batch = |value: i64, version: i64| {
        json!({ "values": [row(app.north, "houses_handed_over", "2024-01", value)],
                "versions": [{ "unit": app.north, "period": "2024-01", "version": version }] })
    };
    put(&commune, batch(3, 0)).await.expect(200);
    let stale = put(&officer, batch(4, 0)).await.expect(409).json();
    assert_eq!(stale["code"], "saved_meanwhile");
    assert_eq!(stale["current"]["version"], 1);
    assert_eq!(stale["current"]["values"]["houses_handed_over"], 3);
    put(&officer, batch(4, 1)).await.expect(200);
    assert_eq!(total(&officer, app.province, "houses_handed_over", "2024-01").await["then"]["value"], 4);
}

async fn the_audit_keeps_before_and_after(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    for value in [3, 7] {
        put(&commune, json!({ "values": [row(app.north, "houses_handed_over", "2024-01", value)] }))
            .await
            .expect(200);
    }
    let mut tx = app.app.db.read().await.expect("a view");
    let list = kit::audit::list_of(&mut tx, "unit_figures", app.north.0, 10).await.expect("lists");
    assert_eq!(list.len(), 2);
    let detail: Json = serde_json::from_str(&list[0].detail).expect("JSON");
    assert_eq!(detail["before"]["houses_handed_over"], 3);
    assert_eq!(detail["after"]["houses_handed_over"], 7);
    assert_eq!((&detail["period"], list[0].unit), (&json!("2024-01"), Some(app.north)));
}

async fn the_office_defines_what_is_reported(app: TestApp) {
    prepared(&app).await;
    assert_eq!(crate::prepare(&app.app).await.expect("again"), 0, "nothing is added twice");
    app.travel_to("2024-04-10");
    let officer = app.person("officer", app.province, Role::Officer).await;
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let form = json!({ "code": "trees_planted", "name_vi": "Cây trồng", "name_en": "Trees planted",
        "measure_vi": "cây", "valid_from": "01/01/2024" });
    let post = |client: Client, form: Json| async move {
        client.send_json(Method::POST, "/api/v1/indicators", form).await
    };
    assert_eq!(post(commune.clone(), form.clone()).await.status.as_u16(), 403);
    let made = post(officer.clone(), form.clone()).await.expect(201).json();
    assert_eq!((&made["measure_en"], &made["least"]), (&json!("cây"), &json!(0)));
    assert_eq!(post(officer.clone(), form.clone()).await.status_and_code(), "409 code_taken");
    let wrong = json!({ "code": "Cây", "name_vi": "", "name_en": "x", "measure_vi": "cây", "least": "5", "most": "1" });
    let wrong = post(officer.clone(), wrong).await.expect(422).json();
    assert_eq!(wrong["errors"].as_array().map(Vec::len), Some(3), "{wrong}");
    put(&commune, json!({ "values": [row(app.north, "trees_planted", "2024-01", 40)] })).await.expect(200);
    // Words change, rules do not while there are figures.
    let change = |form: Json| {
        let officer = officer.clone();
        async move { officer.send_json(Method::PUT, "/api/v1/indicators/trees_planted", form).await }
    };
    let mut edited = form.clone();
    edited["name_vi"] = json!("Cây xanh trồng mới");
    change(edited.clone()).await.expect(200);
    edited["over_time"] = json!("latest");
    assert_eq!(change(edited.clone()).await.status_and_code(), "409 indicator_has_figures");
    edited["over_time"] = json!("sum");
    edited["last_day"] = json!("29/02/2024");
    change(edited).await.expect(200);
    let late = put(&commune, json!({ "values": [row(app.north, "trees_planted", "2024-03", 1)] })).await;
    assert_eq!(late.expect(422).json()["rows"][0]["code"], "row_indicator_not_then");
    // The place of what has ended is not given away.
    let other = json!({ "code": "other", "name_vi": "Khác", "name_en": "Other", "measure_vi": "cây" });
    let other = post(officer.clone(), other).await.expect(201).json();
    assert_eq!(other["slot"].as_u64(), made["slot"].as_u64().map(|slot| slot + 1));
    let list = commune.get("/api/v1/indicators?period=2024-03").await.expect(200).json();
    assert!(list.as_array().expect("a list").iter().all(|one| one["code"] != "trees_planted"));
}

async fn old_figures_under_todays_units(app: TestApp) {
    prepared(&app).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let (end, since) = (day("2025-07-01"), day("2020-01-01"));
    let mut old = Vec::new();
    for code in ["h1", "h2", "h3"] {
        let unit =
            insert_unit(&mut tx, code, &format!("Xã {code}"), "commune", Some(app.province), since).await;
        old.push(unit);
    }
    let new = insert_unit(&mut tx, "hm", "Xã Mới", "commune", Some(app.province), end).await;
    for unit in &old {
        for sql in [
            "update unit set valid_to = $2 where id = $1",
            "update unit_version set valid_to = $2 where unit = $1",
            "update unit_path set valid_to = $2 where descendant = $1",
        ] {
            tx.execute(sql, params![*unit, end]).await.expect("closed");
        }
        let successors = if *unit == old[2] { vec![new, app.north] } else { vec![new] };
        for successor in successors {
            let note = if *unit != old[2] {
                ""
            } else if successor == new {
                "75%"
            } else {
                "25%"
            };
            tx.execute(
                "insert into unit_succession (predecessor, successor, kind, effective_on, share_note) values ($1, $2, 'merge', $3, $4)",
                params![*unit, successor, end, note],
            )
            .await
            .expect("a succession");
        }
    }
    tx.commit().await.expect("commits");
    app.travel_to("2026-01-10");
    let leader = app.person("leader", app.province, Role::Leader).await;
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let mut rows: Vec<Json> =
        old.iter().map(|unit| row(*unit, "houses_handed_over", "2025-06", 10)).collect();
    rows.push(row(new, "houses_handed_over", "2025-09", 4));
    rows.push(row(app.north, "houses_handed_over", "2025-06", 1));
    put(&officer, json!({ "values": rows })).await.expect(200);
    let path = format!(
        "/api/v1/totals?indicator=houses_handed_over&unit={}&period=2025&as_of=2026-01-01",
        app.province
    );
    let both = leader.get(&path).await.expect(200).json();
    assert_eq!((&both["then"]["value"], &both["by_successor"]["value"]), (&json!(35), &json!(35)));
    assert_eq!(both["then"]["rows"].as_array().map(Vec::len), Some(6));
    let rows = both["by_successor"]["rows"].as_array().expect("rows");
    let value =
        |unit: UnitId| rows.iter().find(|row| row["unit"] == json!(unit)).map(|row| row["value"].clone());
    // Seven and a half are no whole houses: the parts make up the whole.
    assert_eq!((value(new), value(app.north)), (Some(json!(32)), Some(json!(3))));
    let divided = both["by_successor"]["divided"].as_array().expect("notes");
    assert_eq!((divided.len(), &divided[0]["is_by_share"]), (1, &json!(true)));
    // A successor does not inherit its predecessors' records (NEV-1.5).
    let path = format!(
        "/api/v1/totals?indicator=houses_handed_over&unit={}&period=2025&as_of=2026-01-01",
        app.north
    );
    assert_eq!(commune.get(&path).await.expect(200).json()["by_successor"]["value"], 1);
    verified(&app).await;
}

kit::on_both_engines! {
    a_saved_figure_makes_the_total_right_at_once,
    every_bad_row_is_named_and_nothing_is_written,
    a_neighbour_does_not_exist,
    who_comes_second_sees_what_the_first_saved,
    the_audit_keeps_before_and_after,
    the_office_defines_what_is_reported,
    old_figures_under_todays_units,
}
