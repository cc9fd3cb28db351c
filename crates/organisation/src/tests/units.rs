//! Stories about units: looking, setting up, renaming, closing, merging.

use kit::clock::Instant;
use kit::permission::Role;
use kit::storage::dump;
use kit::testing::{TestApp, day};

use crate::routes;

async fn a_unit_is_set_up_renamed_and_closed(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let parent = format!("/units/{}", test.province);
    let wrong = admin
        .post(&format!("{parent}/new"), &[("kind", "office"), ("from", "31/2/2024")])
        .await
        .expect(422)
        .text();
    assert!(wrong.contains("id=\"e-name\"") && wrong.contains("value=\"31/2/2024\""), "{wrong}");
    let fields = [
        ("kind", "specialised_board"),
        ("name", "Ban  Phong trào"),
        ("from", "01/03/2024"),
        ("basis", "QĐ 12"),
    ];
    let made = admin.post(&format!("{parent}/new"), &fields).await.expect(303).location().to_owned();
    assert!(admin.get(&made).await.expect(200).text().contains("Ban Phong trào"));
    admin
        .post(&format!("{made}/rename"), &[("name", "Ban Phong trào và Thi đua"), ("from", "1/2/2024")])
        .await
        .expect(422);
    admin
        .post(&format!("{made}/rename"), &[("name", "Ban Phong trào và Thi đua"), ("from", "1/9/2024")])
        .await
        .expect(303);

    let taken = [("kind", "office"), ("name", "Văn phòng"), ("from", "01/01/2020"), ("code", "n")];
    let taken = admin.post(&format!("{parent}/new"), &taken).await.expect(409).text();
    assert!(taken.contains("Mã “n” đã có"), "{taken}");

    // Each day has its own name, and both are found.
    let before = admin.get("/units?as_of=2024-05-01&q=phong+trao").await.expect(200).text();
    assert!(before.contains(">Ban Phong trào</a>"), "{before}");
    let after = admin.get("/api/v1/units?as_of=2024-10-01&kind=specialised_board").await.expect(200).json();
    assert_eq!(after["units"][0]["name"], "Ban Phong trào và Thi đua");

    admin.post(&format!("{made}/close"), &[("last_day", "30/06/2025")]).await.expect(422);
    admin.post(&format!("{made}/close"), &[("last_day", "30/06/2025"), ("basis", "QĐ 99")]).await.expect(303);
    let last = admin.get("/api/v1/units?as_of=2025-06-30&kind=specialised_board").await.expect(200).json();
    assert_eq!(last["units"][0]["valid_to"], "2025-07-01");
    let gone = admin.get("/api/v1/units?as_of=2025-07-01&kind=specialised_board").await.expect(200).json();
    assert_eq!(gone["units"], serde_json::json!([]));
    // It is closed, not deleted, and stays closed (NEV-1.1).
    admin.get(&made).await.expect(200);
    admin.post(&format!("{made}/rename"), &[("name", "Ban Khác"), ("from", "1/9/2025")]).await.expect(409);
    let mut tx = test.app.db.read().await.expect("a view");
    assert!(matches!(
        kit::audit::verify(&mut tx).await.expect("verifies"),
        kit::audit::Verdict::Whole { .. }
    ));
}

async fn two_communes_become_one(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let path = format!("/units/{}/merge", test.province);
    let fields = [
        ("kind", "front_committee"),
        ("name", "Ủy ban MTTQ Việt Nam xã Mẫu"),
        ("code", "m"),
        ("from", "01/07/2025"),
        ("basis", "NQ 1"),
    ];
    let with = |codes: &'static str| {
        let mut all = fields.to_vec();
        all.push(("predecessors", codes));
        all
    };
    admin.post(&path, &with("")).await.expect(422);
    admin.post(&path, &with("n\nzz")).await.expect(422);
    let made = admin.post(&path, &with("n\ns")).await.expect(303).location().to_owned();
    let page = admin.get(&made).await.expect(200).text();
    assert!(page.contains("xã Bắc Mẫu") && page.contains("xã Nam Mẫu"), "{page}");
    let csv = admin.get("/units/history/export?format=csv").await.expect(200).text();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[1],
        "n,Ủy ban MTTQ Việt Nam xã Bắc Mẫu,Ủy ban MTTQ Việt Nam tỉnh Sơn La,2025-06-30,Sáp nhập,m,Ủy ban MTTQ Việt Nam xã Mẫu,,NQ 1"
    );
    // The new commune's officer sees nothing of the old ones (NEV-1.5).
    let id: i64 = made.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    test.travel_to("2025-07-02");
    let officer = test.person("canbo", kit::UnitId(id), Role::CommuneOfficer).await;
    officer.get(&made).await.expect(200);
    officer.get(&format!("/units/{}", test.north)).await.expect(404);
}

async fn a_neighbour_sees_nothing(test: TestApp) {
    let north = test.person("bac", test.north, Role::CommuneOfficer).await;
    let list = north.get("/units").await.expect(200).text();
    assert!(list.contains("Bắc Mẫu") && !list.contains("Nam Mẫu"), "{list}");
    assert!(!north.get("/units?q=nam+mau").await.expect(200).text().contains("xã Nam Mẫu"));
    let found = north.get("/api/v1/units?q=mau").await.expect(200).json();
    assert_eq!(found["units"].as_array().map(Vec::len), Some(1));
    north.get(&format!("/units/{}", test.south)).await.expect(404);
    north.get(&format!("/units/chart?under={}", test.south)).await.expect(404);
    north.get(&format!("/api/v1/units/{}", test.south)).await.expect(404);
    assert!(!north.get("/units/export?format=csv").await.expect(200).text().contains("Nam Mẫu"));
    assert!(!north.get("/units/history").await.expect(200).text().contains("Nam Mẫu"));
    assert_eq!(north.get("/api/v1/unit-successions").await.expect(200).json(), serde_json::json!([]));
    // Nor may an officer change even the own unit.
    north.get(&format!("/units/{}/new", test.north)).await.expect(403);
    let admin = test.person("quantri", test.north, Role::Administrator).await;
    admin.get(&format!("/units/{}/rename", test.north)).await.expect(200);
    let fields = [("name", "Khác"), ("from", "1/3/2024")];
    admin.post(&format!("/units/{}/rename", test.south), &fields).await.expect(404);
}

async fn the_usual_structure_waits_to_be_confirmed(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let path = format!("/units/{}/usual", test.province);
    admin.post(&path, &[]).await.expect(303);
    admin.post(&path, &[]).await.expect(303);
    let chart = admin.get("/units/chart").await.expect(200).text();
    assert!(chart.contains("Hội Cựu chiến binh") && chart.contains("Văn phòng"), "{chart}");
    let members = admin.get("/api/v1/units?kind=political_social_organisation").await.expect(200).json();
    let members = members["units"].as_array().expect("units").clone();
    assert_eq!(members.len(), 5, "each once");
    assert!(members.iter().all(|unit| unit["is_confirmed"] == false));
    let id = members[0]["id"].as_i64().expect("an id");
    let mut tx = test.app.db.read().await.expect("a view");
    let relations = crate::store::list_relations(&mut tx, kit::UnitId(id)).await.expect("lists");
    let relations: Vec<_> = relations.iter().map(|row| (row.relation, row.valid_from)).collect();
    let expected =
        [(crate::Relation::AffiliatedUnder, crate::TURN), (crate::Relation::Member, day("2020-01-01"))];
    assert_eq!(relations, expected);
}

async fn two_tops_see_nothing_of_each_other(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    admin.get(&format!("/units/{}", test.south)).await.expect(200);
    let mut tx = test.app.db.write().await.expect("a transaction");
    let name = "Ủy ban MTTQ Việt Nam tỉnh Mẫu";
    let other = kit::testing::insert_unit(&mut tx, "99", name, "province", None, day("2020-01-01")).await;
    tx.commit().await.expect("commits");
    admin.get(&format!("/units/{other}")).await.expect(404);
    let neighbour = test.person("quantri2", other, Role::Administrator).await;
    neighbour.get(&format!("/units/{}", test.south)).await.expect(404);
    admin.get(&format!("/units/{}", test.south)).await.expect(200);
}

async fn nobody_acts_over_a_dissolved_unit(test: TestApp) {
    let officer = test.person_seated("canbo", test.south, test.north, Role::Officer).await;
    officer.get("/api/v1/units").await.expect(200);
    let mut tx = test.app.db.write().await.expect("a transaction");
    let sql = "update unit set valid_to = $2 where id = $1";
    tx.execute(sql, kit::params![test.north, day("2024-01-08")]).await.expect("closes");
    tx.commit().await.expect("commits");
    officer.get("/api/v1/units").await.expect(403);
}

async fn work_waits_for_a_unit_that_opens(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let path = format!("/units/{}/new", test.province);
    let mut ids = Vec::new();
    for (name, from) in [("Ban Một", "01/01/2024"), ("Ban Hai", "01/03/2024")] {
        let fields = [("kind", "specialised_board"), ("name", name), ("from", from)];
        let made = admin.post(&path, &fields).await.expect(303);
        ids.push(made.location().rsplit('/').next().unwrap_or_default().to_owned());
    }
    let mut tx = test.app.db.read().await.expect("a view");
    let jobs = tx
        .all("select payload, run_at from job where kind = 'unit_opened' order by id", &[], |row| {
            Ok((row.take::<String>()?, row.take::<Instant>()?))
        })
        .await
        .expect("lists");
    let expected = [
        (format!("{{\"unit\":{}}}", ids[0]), test.app.clock.now()),
        (format!("{{\"unit\":{}}}", ids[1]), Instant::start_of(day("2024-03-01"))),
    ];
    assert_eq!(jobs, expected);
}

async fn a_day_of_another_age_is_a_slip(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let path = format!("/units/{}/new", test.province);
    for from in ["01/01/9024", "01/01/2201", "2201-01-01"] {
        let fields = [("kind", "office"), ("name", "Văn phòng"), ("from", from)];
        let wrong = admin.post(&path, &fields).await.expect(422).text();
        assert!(wrong.contains("id=\"e-from\""), "{from}: {wrong}");
    }
    let fields = [("kind", "office"), ("name", "Văn phòng"), ("from", "01/01/2200")];
    admin.post(&path, &fields).await.expect(303);
}

async fn a_code_is_known_before_names_that_hold_it(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    for name in ["An Một", "An Hai", "An Ba", "An Bốn"] {
        let fields = [("kind", "specialised_board"), ("name", name), ("from", "01/01/2024")];
        admin.post(&format!("/units/{}/new", test.province), &fields).await.expect(303);
    }
    let person = |unit: &'static str, login: &'static str| {
        [("name", "Mẫu"), ("login", login), ("unit", unit), ("role", "clerk"), ("title", "Văn thư")]
    };
    admin.post("/accounts", &person("n", "mot")).await.expect(200);
    // Nothing typed means nothing, however few units there are to choose from.
    let north = test.person("quantribac", test.north, Role::Administrator).await;
    for typed in ["", " – Văn phòng"] {
        let wrong = north.post("/accounts", &person(typed, "hai")).await.expect(422).text();
        assert!(wrong.contains("id=\"e-unit\""), "{typed}: {wrong}");
    }
}

async fn a_backup_holds_the_days_of_a_new_unit(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let fields = [("kind", "office"), ("name", "Văn phòng"), ("from", "01/03/2025")];
    let made = admin.post(&format!("/units/{}/new", test.province), &fields).await.expect(303);
    let made: i64 = made.location().rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let mut tx = test.app.db.read().await.expect("a view");
    let columns = dump::columns(&mut tx, "unit_path").await.expect("columns");
    let mut days = Vec::new();
    dump::each_row(&mut tx, "unit_path", &columns, |row| {
        if row["descendant"] == made {
            days.push((row["depth"].as_i64(), row["valid_from"].as_str().map(str::to_owned)));
        }
        Ok(())
    })
    .await
    .expect("rows");
    days.sort();
    assert_eq!(days, [(Some(0), Some("2025-03-01".to_owned())), (Some(1), Some("2025-03-01".to_owned()))]);
}

kit::on_both_engines! {
    two_tops_see_nothing_of_each_other,
    nobody_acts_over_a_dissolved_unit,
    work_waits_for_a_unit_that_opens,
    a_day_of_another_age_is_a_slip,
    a_code_is_known_before_names_that_hold_it,
    a_backup_holds_the_days_of_a_new_unit,
    a_unit_is_set_up_renamed_and_closed,
    two_communes_become_one,
    a_neighbour_sees_nothing,
    the_usual_structure_waits_to_be_confirmed,
}
