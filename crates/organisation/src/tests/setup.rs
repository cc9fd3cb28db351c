//! Stories about the first run.

use kit::testing::{Reply, TestApp};

use crate::setup::prepare;

fn routes() -> axum::Router<kit::web::App> {
    crate::routes().merge(kit::accounts::routes())
}

const FIELDS: [(&str, &str); 6] = [
    ("committee", "P:11"),
    ("units", "own"),
    ("name", "Người Quản Trị"),
    ("login", "quantri"),
    ("password", "ba con vịt xòe hai cánh"),
    ("again", "ba con vịt xòe hai cánh"),
];

async fn send(test: &TestApp, code: &str, change: &[(&'static str, &'static str)]) -> Reply {
    let mut fields: Vec<(&str, &str)> =
        FIELDS.iter().filter(|(name, _)| !change.iter().any(|(other, _)| other == name)).copied().collect();
    fields.extend(change);
    fields.push(("code", code));
    test.guest().post("/setup", &fields).await
}

async fn a_province_is_set_up_once(test: TestApp) {
    // Without the first run there is no such page.
    test.guest().get("/setup").await.expect(404);
    let code = prepare(&test.app).await.expect("prepares").expect("nobody is there yet");
    assert_eq!(test.guest().get("/units").await.expect(303).location(), "/setup");
    assert_eq!(test.guest().get("/api/v1/units").await.status_and_code(), "503 setup_needed");
    let page = test.guest().get("/setup?q=muong+bu").await.expect(200).text();
    assert!(page.contains("Xã Mường Bú – Tỉnh Sơn La"), "{page}");
    let page = test.guest().get("/setup").await.expect(200).text();
    assert!(page.contains("value=\"TW\"") && page.contains("value=\"P:14\""), "{page}");

    send(&test, "sai", &[]).await.expect(403);
    let wrong =
        send(&test, &code, &[("committee", ""), ("login", "Ồ"), ("password", "ngắn"), ("name", " ")]).await;
    let wrong = wrong.expect(422).text();
    for field in ["committee", "login", "password", "name"] {
        assert!(wrong.contains(&format!("id=\"e-{field}\"")), "{field}: {wrong}");
    }
    send(&test, &code, &[("committee", "P:zz")]).await.expect(422);

    let done = send(&test, &code, &[]).await.expect(303);
    let admin = test.guest().with_session_of(&done);
    let me = admin.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["seat"]["unit_name"], "Ủy ban MTTQ Việt Nam tỉnh Điện Biên");
    let page = admin.get("/units?level=district&as_of=2025-06-30").await.expect(200).text();
    assert!(page.contains("huyện Điện Biên Đông"), "{page}");

    // It is gone, and the code with it.
    test.guest().get("/setup").await.expect(404);
    send(&test, &code, &[("login", "khac")]).await.expect(404);
    assert_eq!(prepare(&test.app).await.expect("prepares"), None);
}

async fn a_commune_is_set_up(test: TestApp) {
    let code = prepare(&test.app).await.expect("prepares").expect("nobody is there yet");
    let done = send(&test, &code, &[("committee", "C:03646")]).await.expect(303);
    let admin = test.guest().with_session_of(&done);
    let me = admin.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["seat"]["unit_name"], "Ủy ban MTTQ Việt Nam phường Tô Hiệu");
    let page = admin.get("/units").await.expect(200).text();
    assert!(
        page.contains("Ủy ban MTTQ Việt Nam phường Tô Hiệu · in ngày "),
        "a print says whose it is: {page}"
    );
    let header = page.split("</header>").next().unwrap_or_default();
    assert!(header.contains("hường Tô Hiệu") && !header.contains("Ủy ban MTTQ"), "the short name: {header}");
    let mut tx = test.app.db.read().await.expect("a view");
    let unit = crate::store::installation_unit(&mut tx).await.expect("reads").map(|unit| unit.0);
    assert_eq!(unit, me["seat"]["unit"].as_i64());
}

kit::on_both_engines! { a_province_is_set_up_once, a_commune_is_set_up }
