//! The pages, on both engines: from the matrix down to a unit's own rows, and typing figures in without script.

use axum::Router;
use kit::UnitId;
use kit::permission::Role;
use kit::testing::{Client, TestApp};
use kit::web::App;

use super::values::{prepared, total};

fn routes() -> Router<App> {
    crate::routes()
}

fn entry(unit: UnitId) -> String {
    format!("/reports/entry?unit={unit}&period=2024-03")
}

async fn typed(client: &Client, unit: UnitId, version: &str, fields: &[(&str, &str)]) -> kit::testing::Reply {
    let all: Vec<(&str, &str)> = [("version", version)].into_iter().chain(fields.iter().copied()).collect();
    client.post(&entry(unit), &all).await
}

async fn a_report_is_typed_in_without_script(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let page = commune.get(&entry(app.north)).await.expect(200).text();
    assert!(page.contains("name=\"v-houses_handed_over\"") && page.contains("name=\"version\" value=\"0\""));
    let reply = typed(
        &commune,
        app.north,
        "0",
        &[
            ("v-houses_handed_over", "1.204"),
            ("v-works_value", "12,5"),
            ("v-supervisions", ""),
            ("v-letters_received", "0"),
        ],
    )
    .await
    .expect(303);
    let page = commune.get(reply.location()).await.expect(200).text();
    assert!(page.contains("value=\"1204\"") && page.contains("value=\"12,5\"") && page.contains("Đã lưu"));
    assert_eq!(total(&commune, app.north, "letters_received", "2024-03").await["then"]["value"], 0);
    assert_eq!(total(&commune, app.north, "supervisions", "2024-03").await["then"]["figures"], 0);
    // What was typed wrongly comes back with a word about it, and nothing is saved.
    let wrong =
        typed(&commune, app.north, "1", &[("v-houses_handed_over", "chín"), ("v-gifts_given", "8")]).await;
    let page = wrong.expect(422).text();
    assert!(page.contains("value=\"chín\"") && page.contains("Không phải là số"), "{page}");
    assert_eq!(total(&commune, app.north, "gifts_given", "2024-03").await["then"]["figures"], 0);
    // Who saw an older version sees what stands now beside what was typed.
    let stale = typed(&commune, app.north, "0", &[("v-houses_handed_over", "7")]).await.expect(409).text();
    assert!(
        stale.contains("value=\"7\"")
            && stale.contains("1.204")
            && stale.contains("name=\"version\" value=\"1\"")
    );
}

async fn three_clicks_lead_from_a_total_to_its_rows(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    typed(&commune, app.north, "0", &[("v-houses_handed_over", "1.204")]).await.expect(303);
    let matrix = leader.get("/reports?period=2024-Q1&line=housing").await.expect(200).text();
    assert!(matrix.contains("1/2 đơn vị") && matrix.contains("1.204") && !matrix.contains("supervisions"));
    let first =
        format!("/reports/total?period=2024-Q1&amp;unit={}&amp;indicator=houses_handed_over", app.province);
    assert!(matrix.contains(&first), "{matrix}");
    let opened = leader.get(&first.replace("&amp;", "&")).await.expect(200).text();
    let second =
        format!("/reports/total?period=2024-Q1&amp;indicator=houses_handed_over&amp;unit={}", app.north);
    assert!(opened.contains(&second), "{opened}");
    let rows = leader.get(&second.replace("&amp;", "&")).await.expect(200).text();
    assert!(rows.contains(&format!("/reports/entry?unit={}&amp;period=2024-03", app.north)), "{rows}");
    let both =
        leader.get(&format!("{}&as_of=2024-04-01", first.replace("&amp;", "&"))).await.expect(200).text();
    assert!(both.contains("Theo đơn vị khi đó") && both.contains("Theo đơn vị kế thừa"), "{both}");
    // As seen, to take along; a blank stays empty.
    let csv = leader.get("/reports/export?period=2024-Q1&line=housing&format=csv").await.expect(200).text();
    assert_eq!(csv.lines().count(), 4, "{csv}");
    let south = csv.lines().find(|line| line.contains("Nam Mẫu")).expect("a line");
    assert!(south.ends_with(",,,,,"), "{south}");
    let xlsx = leader.get("/reports/export?period=2024-Q1&format=xlsx").await.expect(200);
    assert!(xlsx.body.starts_with(b"PK"));
    // A neighbour's page does not exist.
    for path in ["", "/total", "/entry", "/entry/many"] {
        let path = format!("/reports{path}?unit={}&period=2024-03&indicator=houses_handed_over", app.south);
        commune.get(&path).await.expect(404);
    }
    leader.get("/reports?kind=quarter&number=7&year=2024").await.expect(422);
}

async fn an_officer_types_for_many_units(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let officer = app.person("officer", app.province, Role::Officer).await;
    let path =
        format!("/reports/entry/many?unit={}&indicator=houses_handed_over&period=2024-03", app.province);
    let (north, south) = (format!("u-{}", app.north), format!("u-{}", app.south));
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains(&format!("name=\"{north}\"")) && page.contains(&format!("name=\"{south}\"")));
    let seen = format!("version-{}", app.north);
    let reply = officer.post(&path, &[(&north, "3"), (&south, "abc"), (&seen, "0")]).await.expect(422).text();
    assert!(reply.contains("value=\"abc\"") && reply.contains("Không phải là số"));
    officer.post(&path, &[(&north, "3"), (&south, "4"), (&seen, "0")]).await.expect(303);
    assert_eq!(total(&officer, app.province, "houses_handed_over", "2024-03").await["then"]["value"], 7);
    officer.post(&path, &[(&north, "5"), (&seen, "0")]).await.expect(409);
}

async fn the_office_keeps_the_list_on_a_page(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-04-10");
    let officer = app.person("officer", app.province, Role::Officer).await;
    let commune = app.person("north", app.north, Role::CommuneOfficer).await;
    commune.get("/reports/indicators/new").await.expect(403);
    assert!(!commune.get("/reports/indicators").await.expect(200).text().contains("/reports/indicators/new"));
    let fields = [("code", "trees"), ("name_vi", "Cây trồng"), ("name_en", "Trees"), ("measure_vi", "cây")];
    officer.post("/reports/indicators", &fields).await.expect(303);
    let again = officer.post("/reports/indicators", &fields).await.expect(409).text();
    assert!(again.contains("value=\"Cây trồng\""), "what was typed stays");
    let page = officer.get("/reports/indicators/trees").await.expect(200).text();
    assert!(page.contains("name=\"version\" value=\"1\""), "{page}");
    let mut change = fields.to_vec();
    change.extend([("version", "1"), ("last_day", "30/06/2024")]);
    officer.post("/reports/indicators/trees", &change).await.expect(303);
    officer.post("/reports/indicators/trees", &change).await.expect(409);
    officer.post("/reports/indicators/none", &change).await.expect(404);
}

kit::on_both_engines! {
    a_report_is_typed_in_without_script,
    three_clicks_lead_from_a_total_to_its_rows,
    an_officer_types_for_many_units,
    the_office_keeps_the_list_on_a_page,
}
