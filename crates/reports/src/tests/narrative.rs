//! Gathering the words of the reports below, on both engines.

use axum::Router;
use axum::http::Method;
use kit::permission::Role;
use kit::testing::{Client, Reply, TestApp, day, insert_unit};
use kit::web::App;
use kit::{UnitId, params};
use serde_json::{Value as Json, json};

use super::values::prepared;

fn routes() -> Router<App> {
    crate::routes()
}

const REGIME: &str = "monthly";
const PERIOD: &str = "2024-03";

async fn figures(client: &Client, unit: UnitId, figures: &[(&str, i64)]) {
    let rows: Vec<Json> = figures
        .iter()
        .map(|(code, value)| json!({ "unit": unit, "indicator": code, "period": PERIOD, "value": value }))
        .collect();
    client.send_json(Method::PUT, "/api/v1/values", json!({ "values": rows })).await.expect(200);
}

async fn words(client: &Client, unit: UnitId, section: &str, body: &str, version: i64) -> Reply {
    let form = json!({ "unit": unit, "period": PERIOD, "regime": REGIME, "section": section, "body": body, "version": version });
    client.send_json(Method::PUT, "/api/v1/reports/texts", form).await
}

async fn act(client: &Client, unit: UnitId, act: &str, reason: &str) -> Json {
    let body = json!({ "unit": unit, "period": PERIOD, "regime": REGIME, "act": act, "reason": reason });
    client.send_json(Method::POST, "/api/v1/reports/moves", body).await.expect(200).json()
}

/// Figures and words, sent.
async fn sent(client: &Client, unit: UnitId, houses: i64, unity: &str) {
    let all = [
        ("sessions_held", 5),
        ("families_supported", 9),
        ("houses_handed_over", houses),
        ("opinions_received", 0),
    ];
    figures(client, unit, &all).await;
    words(client, unit, "unity", unity, 0).await.expect(200);
    words(client, unit, "next", "Họp giao ban.", 0).await.expect(200);
    act(client, unit, "submit", "").await;
}

fn query(unit: UnitId, section: &str) -> String {
    format!("unit={unit}&period={PERIOD}&regime={REGIME}&section={section}")
}

async fn gathered(client: &Client, unit: UnitId) -> Json {
    client.get(&format!("/api/v1/reports/gathered?{}", query(unit, "unity"))).await.expect(200).json()
}

async fn passages(client: &Client, unit: UnitId) -> Json {
    client.get(&format!("/api/v1/reports/passages?{}", query(unit, "unity"))).await.expect(200).json()
}

async fn put(client: &Client, unit: UnitId, version: &Json, passages: Json) -> Reply {
    let body = json!({ "unit": unit, "period": PERIOD, "regime": REGIME, "section": "unity",
        "version": version, "passages": passages });
    client.send_json(Method::PUT, "/api/v1/reports/passages", body).await
}

/// What names a sentence of a gathered list.
fn key(sentence: &Json) -> Json {
    let mut key = json!({});
    for name in ["report", "section", "edition", "start", "end"] {
        key[name] = sentence[name].clone();
    }
    key
}

async fn east(app: &TestApp) -> UnitId {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let made =
        insert_unit(&mut tx, "east", "Xã Đông", "commune", Some(app.province), day("2020-01-01")).await;
    tx.commit().await.expect("commits");
    made
}

/// Three communes that say nearly the same; the third is not accepted.
struct Three {
    units: [UnitId; 3],
    people: [Client; 3],
    officer: Client,
    leader: Client,
}

async fn three(app: &TestApp) -> Three {
    prepared(app).await;
    let units = [app.north, app.south, east(app).await];
    app.travel_to("2024-03-15");
    let people = [
        app.person("north", units[0], Role::CommuneOfficer).await,
        app.person("south", units[1], Role::CommuneOfficer).await,
        app.person("east", units[2], Role::CommuneOfficer).await,
    ];
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let said = [
        "Đã bàn giao 2 nhà Đại đoàn kết cho hộ nghèo trên địa bàn. Đ/c Chủ tịch TP. Sơn La đến dự ngày 18/11/2024.",
        "- Đã bàn giao 3 nhà Đại đoàn kết cho hộ nghèo trên địa bàn.\n- Mở lớp tập huấn cho cán bộ bản.",
        "đã bàn giao được 4 nhà đại đoàn kết cho hộ nghèo trên địa bàn",
    ];
    for (at, text) in said.iter().enumerate() {
        sent(&people[at], units[at], [2, 3, 4][at], text).await;
    }
    for unit in &units[..2] {
        act(&leader, *unit, "accept", "").await;
    }
    Three { units, people, officer, leader }
}

async fn near_equal_sentences_of_three_communes_come_together(app: TestApp) {
    let Three { units, officer, people, .. } = three(&app).await;
    let found = gathered(&officer, app.province).await;
    let groups = found["groups"].as_array().expect("groups");
    assert_eq!(groups.len(), 3, "{found}");
    assert_eq!((&groups[0]["units"], groups[0]["sentences"].as_array().map(Vec::len)), (&json!(3), Some(3)));
    let accepted: Vec<(Json, Json)> = groups[0]["sentences"]
        .as_array()
        .expect("sentences")
        .iter()
        .map(|one| (one["unit"].clone(), one["is_accepted"].clone()))
        .collect();
    for (unit, is_accepted) in units.iter().zip([true, true, false]) {
        assert!(accepted.contains(&(json!(unit), json!(is_accepted))), "{accepted:?}");
    }
    assert!(groups.iter().any(|group| {
        group["sentences"][0]["text"] == "Đ/c Chủ tịch TP. Sơn La đến dự ngày 18/11/2024."
    }));
    // Who wrote nothing for a section is told; the other section has its own sentences.
    let path = format!("/api/v1/reports/gathered?{}", query(app.province, "campaigns"));
    let silent = officer.get(&path).await.expect(200).json();
    assert_eq!(silent["groups"], json!([]));
    assert!(silent["units"].as_array().expect("units").iter().all(|unit| unit["sentences"] == 0));
    let unknown = format!("/api/v1/reports/gathered?{}", query(app.province, "housing"));
    assert_eq!(officer.get(&unknown).await.status_and_code(), "422 field_unknown");
    // A neighbour sees neither the words of the others nor the province's.
    let [north, ..] = &people;
    north.get(&format!("/api/v1/reports/gathered?{}", query(units[1], "unity"))).await.expect(404);
    north.get(&format!("/api/v1/reports/gathered?{}", query(app.province, "unity"))).await.expect(404);
    north.get(&format!("/api/v1/reports/passages?{}", query(app.province, "unity"))).await.expect(404);
    put(north, app.province, &json!(0), json!([{ "body": "x" }])).await.expect(404);
    // Nor does a commune cite one: what is above or beside it is no source.
    let stolen = json!([{ "body": "", "sources": [key(&groups[0]["sentences"][1])] }]);
    let refused = put(north, units[0], &json!(1), stolen).await.status_and_code();
    assert!(["409 report_closed", "404 source_not_found"].contains(&refused.as_str()), "{refused}");
}

async fn a_source_is_kept_after_an_edit_and_marked_when_restated(app: TestApp) {
    let Three { units, people, officer, leader } = three(&app).await;
    let found = gathered(&officer, app.province).await;
    let group = &found["groups"][0]["sentences"];
    let sources: Vec<Json> = (0..2).map(|at| key(&group[at])).collect();
    let taken = json!([{ "sources": sources }, { "body": "Câu của  tỉnh." }]);
    let first = put(&officer, app.province, &json!(0), taken.clone()).await.expect(200).json();
    assert_eq!(first["passages"][0]["sources"].as_array().map(Vec::len), Some(2));
    assert_eq!(first["passages"][0]["body"], group[0]["text"]);
    assert_eq!(first["passages"][0]["is_edited"], false);
    assert_eq!(
        (&first["passages"][1]["body"], &first["passages"][1]["sources"]),
        (&json!("Câu của tỉnh."), &json!([]))
    );
    assert_eq!(put(&officer, app.province, &json!(0), taken).await.status_and_code(), "409 words_stale");
    let used = gathered(&officer, app.province).await;
    assert_eq!(used["groups"][0]["sentences"][0]["is_used"], true);

    // Edited and moved behind the own sentence: the sources stay, and the words of the report are the passages.
    let edited = json!([
        { "body": "Câu của tỉnh." },
        { "body": "Toàn tỉnh đã bàn giao nhà cho hộ nghèo.", "sources": sources },
    ]);
    let second = put(&officer, app.province, &first["version"], edited).await.expect(200).json();
    assert_eq!(second["passages"][1]["is_edited"], true);
    assert_eq!(second["passages"][1]["sources"][0]["wording"], group[0]["text"]);
    let path = format!("/api/v1/reports/of?unit={}&period={PERIOD}&regime={REGIME}", app.province);
    let report = officer.get(&path).await.expect(200).json();
    assert_eq!(report["sections"][0]["words"], "Câu của tỉnh.\nToàn tỉnh đã bàn giao nhà cho hộ nghèo.");
    // Typed over as a whole on the report's page: what still stands keeps its sources.
    let version = second["version"].as_i64().expect("a version");
    let typed = "Mở đầu.\nToàn tỉnh đã bàn giao nhà cho hộ nghèo.";
    words(&officer, app.province, "unity", typed, version).await.expect(200);
    let third = passages(&officer, app.province).await;
    assert_eq!(third["passages"][0]["sources"], json!([]));
    assert_eq!(third["passages"][1]["sources"].as_array().map(Vec::len), Some(2));
    assert_eq!(third["passages"][1]["sources"][0]["is_restated"], false);

    // The commune corrects its report: the passage is marked, with what it was taken from.
    let of = units.iter().position(|unit| json!(unit) == group[0]["unit"]).expect("one of the three");
    act(&people[of], units[of], "correct", "Đếm nhầm").await;
    let unsent = passages(&officer, app.province).await;
    assert_eq!(unsent["passages"][1]["sources"][0]["is_restated"], false, "not before it is accepted");
    words(&people[of], units[of], "unity", "Đã bàn giao 7 nhà.", 1).await.expect(200);
    act(&people[of], units[of], "submit", "").await;
    act(&leader, units[of], "accept", "").await;
    let marked = passages(&officer, app.province).await;
    let source = &marked["passages"][1]["sources"][0];
    assert_eq!((&source["is_restated"], &source["stands"]), (&json!(true), &json!(false)));
    assert_eq!(source["wording"], group[0]["text"]);
    assert_eq!(marked["passages"][1]["sources"][1]["is_restated"], false);
    let annex = format!("/reports/of/{}/{PERIOD}/{REGIME}/sources", app.province);
    let page = leader.get(&annex).await.expect(200).text();
    assert!(
        page.contains("câu này đã khác") && page.contains(&format!("/reports/of/{}/", units[of])),
        "{page}"
    );
    // A sentence of the edition before is no longer there to be taken.
    let gone = json!([{ "sources": [key(&found["groups"][1]["sentences"][0])] }]);
    let gone_of = &found["groups"][1]["sentences"][0]["unit"];
    let reply = put(&officer, app.province, &marked["version"], gone).await.status_and_code();
    let expected = if *gone_of == json!(units[of]) { "409 source_moved" } else { "200 " };
    assert!(reply.starts_with(expected.trim_end()), "{reply}");
}

async fn a_live_figure_follows_the_tables_until_the_report_is_sent(app: TestApp) {
    let Three { units, people, officer, leader } = three(&app).await;
    let north = units[0];
    act(&officer, app.province, "consolidate", "").await;
    let body = "Bàn giao {{houses_handed_over}} nhà, trong đó Xã Bắc {{houses_handed_over|unit=north}} nhà; bàn giao 12 nhà Đại đoàn kết; cả quý {{houses_handed_over|period=2024-Q1}}";
    let code = {
        let mut tx = app.app.db.read().await.expect("a view");
        let code: String = tx
            .one("select code from unit where id = $1", params![north], kit::storage::only)
            .await
            .expect("a code");
        code
    };
    let body = body.replace("unit=north", &format!("unit={code}"));
    for (bad, expected) in [
        ("{{chickens}}", "422 figure_unknown"),
        ("{{houses_handed_over|unit=nowhere}}", "422 figure_unknown"),
        ("{{Nhà}}", "422 figure_unknown"),
    ] {
        let reply = put(&officer, app.province, &json!(0), json!([{ "body": bad }])).await;
        assert_eq!(reply.status_and_code(), expected, "{bad}");
    }
    let made = put(&officer, app.province, &json!(0), json!([{ "body": body }])).await.expect(200).json();
    let drawn = |seen: &Json| seen["passages"][0]["drawn"].as_str().expect("words").to_owned();
    assert_eq!(drawn(&made), "Bàn giao 5 nhà, trong đó Xã Bắc 2 nhà; bàn giao 12 nhà Đại đoàn kết; cả quý 5");
    let remark = &made["passages"][0]["remarks"][0];
    assert_eq!(
        (&remark["typed"], &remark["figure"], &remark["agrees"], &remark["indicator"]),
        (&json!("12"), &json!(5), &json!(false), &json!("houses_handed_over"))
    );
    // The third is accepted: tables and words change together.
    act(&leader, units[2], "accept", "").await;
    assert!(drawn(&passages(&officer, app.province).await).starts_with("Bàn giao 9 nhà"));
    let own = [
        ("sessions_held", 1),
        ("families_supported", 1),
        ("houses_handed_over", 1),
        ("opinions_received", 0),
    ];
    figures(&officer, app.province, &own).await;
    words(&officer, app.province, "next", "Việc tháng sau.", 0).await.expect(200);
    assert!(drawn(&passages(&officer, app.province).await).starts_with("Bàn giao 10 nhà"));
    act(&officer, app.province, "submit", "").await;

    // A correction below after it was sent changes neither its words nor its tables.
    act(&people[0], north, "correct", "Đếm nhầm").await;
    figures(&people[0], north, &[("houses_handed_over", 8)]).await;
    act(&people[0], north, "submit", "").await;
    act(&leader, north, "accept", "").await;
    let path = format!("/api/v1/reports/of?unit={}&period={PERIOD}&regime={REGIME}", app.province);
    let told = |report: &Json| {
        let figures = report["sections"]
            .as_array()
            .expect("sections")
            .iter()
            .flat_map(|section| section["figures"].as_array().expect("figures").clone());
        let whole = figures.into_iter().find(|one| one["indicator"] == "houses_handed_over").expect("there");
        (report["sections"][0]["words_drawn"].as_str().expect("words").to_owned(), whole["whole"].clone())
    };
    let fixed = "Bàn giao 10 nhà, trong đó Xã Bắc 2 nhà; bàn giao 12 nhà Đại đoàn kết; cả quý 9";
    let sent = told(&officer.get(&path).await.expect(200).json());
    assert_eq!(sent, (fixed.to_owned(), json!(10)));
    let id = officer.get(&path).await.expect(200).json()["id"].clone();
    let paper = officer.get(&format!("/api/v1/reports/{id}/paper")).await.expect(200).json();
    assert!(paper["results"].to_string().contains(fixed), "{paper}");
    let refused = put(&officer, app.province, &made["version"], json!([{ "body": "x" }])).await;
    assert_eq!(refused.status_and_code(), "409 report_closed");
    act(&leader, app.province, "accept", "").await;
    act(&leader, app.province, "lock", "").await;
    assert_eq!(told(&leader.get(&path).await.expect(200).json()), (fixed.to_owned(), json!(10)));
    // Corrected in its turn, it is live again.
    let again = act(&officer, app.province, "correct", "Theo xã Bắc").await;
    assert_eq!(told(&again).1, json!(16));
    assert!(
        told(&again).0.starts_with("Bàn giao 16 nhà, trong đó Xã Bắc 8 nhà")
            && told(&again).0.ends_with("cả quý 16"),
        "{}",
        told(&again).0
    );
}

async fn the_editor_works_without_script(app: TestApp) {
    let Three { units, people, officer, leader } = three(&app).await;
    let path = format!("/reports/of/{}/{PERIOD}/{REGIME}/gather", app.province);
    let page = officer.get(&format!("{path}?section=unity")).await.expect(200).text();
    assert!(
        page.contains("3 đơn vị") && page.contains("Chưa duyệt") && page.contains("Lấy câu này"),
        "{page}"
    );
    let found = gathered(&officer, app.province).await;
    let one = |at: usize| {
        let of = &found["groups"][0]["sentences"][at];
        let text = |name: &str| of[name].as_str().map_or_else(|| of[name].to_string(), str::to_owned);
        ["report", "section", "edition", "start", "end"].map(text).join("|")
    };
    let (first, second) = (one(0), one(1));
    let fields = |version: &'static str| [("section", "unity"), ("version", version), ("from", "")];
    let send = |version: &'static str, more: &[(&str, &str)]| {
        let all: Vec<(String, String)> = fields(version)
            .iter()
            .chain(more)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let (officer, path) = (officer.clone(), path.clone());
        async move {
            let all: Vec<(&str, &str)> =
                all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            officer.post(&path, &all).await
        }
    };
    // Both boxes are ticked and the button of the second is pressed.
    let take = [("act", "take"), ("source", first.as_str()), ("taken", &second), ("source", &second)];
    send("0", &take).await.expect(303);
    let taken = passages(&officer, app.province).await;
    assert_eq!(taken["passages"][0]["body"], found["groups"][0]["sentences"][1]["text"]);
    assert_eq!(taken["passages"][0]["sources"].as_array().map(Vec::len), Some(2));
    send("1", &[("act", "add"), ("body", "Cả tỉnh bàn giao ## nhà."), ("figure", "houses_handed_over")])
        .await
        .expect(303);
    let stale = send("1", &[("act", "add"), ("body", "Câu muộn")]).await.expect(409).text();
    assert!(stale.contains("Câu muộn"), "what was typed is still there: {stale}");
    send("2", &[("act", "up"), ("place", "1")]).await.expect(303);
    let bad = [("act", "edit"), ("place", "0"), ("body", "Có {{gà}}")];
    assert!(send("3", &bad).await.expect(422).text().contains("Không có số nào tên là"));
    let edit = [("act", "edit"), ("place", "1"), ("body", "Đã bàn giao nhà."), ("figure", "")];
    send("3", &edit).await.expect(303);
    let page = officer.get(&format!("{path}?section=unity&edit=0")).await.expect(200).text();
    assert!(
        page.contains("Cả tỉnh bàn giao {{houses_handed_over}} nhà.") && page.contains("Đã sửa so với nguồn")
    );
    assert!(page.contains("Thêm làm nguồn"));
    let third = one(2);
    send("4", &[("act", "take"), ("place", "0"), ("source", &third), ("act", "cite")]).await.expect(303);
    let seen = passages(&officer, app.province).await;
    assert_eq!(seen["passages"][0]["drawn"], "Cả tỉnh bàn giao 5 nhà.");
    assert_eq!(seen["passages"][0]["sources"][0]["unit"], found["groups"][0]["sentences"][2]["unit"]);
    send("5", &[("act", "drop"), ("place", "1")]).await.expect(303);
    send("6", &[("act", "drop"), ("place", "7")]).await.expect(409);
    assert_eq!(passages(&officer, app.province).await["passages"].as_array().map(Vec::len), Some(1));
    // From the report to the source: the annex is one step away, the source's report the next.
    let report = officer.get(path.trim_end_matches("/gather")).await.expect(200).text();
    assert!(report.contains("/gather?section=unity") && report.contains("/sources"), "{report}");
    let only = officer.get(&format!("{path}?section=unity&from={}", units[1])).await.expect(200).text();
    assert!(only.contains("Mở lớp tập huấn") && !only.contains("Đ/c Chủ tịch"));
    // Who may not write for the unit has no editor; a neighbour has nothing.
    people[0].get(&path).await.expect(404);
    people[0].get(&path.replace("/gather", "/sources")).await.expect(404);
    let reader = app.person("reader", app.province, Role::Inspector).await;
    reader.get(&path).await.expect(403);
    reader.post(&path, &fields("6")).await.expect(403);
    leader.get(&path.replace("/gather", "/sources")).await.expect(200);
    let mut tx = app.app.db.read().await.expect("a view");
    let count: i64 = tx
        .one(
            "select count(*) from audit where action = 'report_passages_arranged'",
            params![],
            kit::storage::only,
        )
        .await
        .expect("counts");
    assert_eq!(count, 6);
}

kit::on_both_engines! {
    near_equal_sentences_of_three_communes_come_together,
    a_source_is_kept_after_an_edit_and_marked_when_restated,
    a_live_figure_follows_the_tables_until_the_report_is_sent,
    the_editor_works_without_script,
}
