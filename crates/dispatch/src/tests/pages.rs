//! The pages, without script.

use kit::permission::Role;
use kit::testing::TestApp;

use super::{issued, office, routes};

async fn a_paper_is_written_and_moved_on_pages(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let choose = office.officer.get("/dispatch/new").await.expect(200).text();
    assert!(choose.contains("/dispatch/new?template=plan"), "{choose}");
    let form = office.officer.get("/dispatch/new?template=plan").await.expect(200).text();
    assert!(form.contains("MỤC ĐÍCH, YÊU CẦU") && form.contains("tỉnh Sơn La"), "{form}");
    let fields = [
        ("template", "plan"),
        ("abstract", "Kế hoạch thử"),
        ("body", "Câu một."),
        ("unit_words", "tỉnh Sơn La"),
        ("place", "Sơn La"),
    ];
    let made = office.officer.post("/dispatch", &fields).await.expect(303);
    let at = made.location().to_owned();
    let page = office.officer.get(&at).await.expect(200).text();
    assert!(page.contains("Câu một.") && page.contains("Chuyển kiểm tra thể thức"), "{page}");
    let wrong = office
        .officer
        .post("/dispatch", &[("template", "plan"), ("abstract", ""), ("body", "Giữ câu này")])
        .await;
    let again = wrong.expect(422).text();
    assert!(again.contains("Giữ câu này") && again.contains("Chưa nhập"), "{again}");
    let pdf = office.officer.get(&format!("{at}/pdf")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF-"));
    let docx = office.officer.get(&format!("{at}/docx")).await.expect(200);
    assert!(docx.body.starts_with(b"PK"));
    let seen = |page: &str| {
        page.split("name=\"version\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
    };
    let version = seen(&page).expect("a version");
    let edit = office.officer.get(&format!("{at}/edit")).await.expect(200).text();
    assert!(edit.contains("Câu một."));
    let changed = [("abstract", "Kế hoạch thử"), ("body", "Câu hai."), ("version", version.as_str())];
    office.officer.post(&format!("{at}/edit"), &changed).await.expect(303);
    let stale =
        office.officer.post(&format!("{at}/move"), &[("act", "submit"), ("version", version.as_str())]).await;
    stale.expect(409);
    let versions = office.officer.get(&format!("{at}/versions")).await.expect(200).text();
    assert!(versions.contains("Câu một.") && versions.contains("Câu hai."), "{versions}");
    office.officer.post(&format!("{at}/move"), &[("act", "submit")]).await.expect(303);
    let page = office.clerk.get(&at).await.expect(200).text();
    assert!(page.contains("Trình lãnh đạo ký"));
    assert!(!office.officer.get(&at).await.expect(200).text().contains("Trình lãnh đạo ký"));
}

async fn every_page_opens_and_the_neighbour_finds_none(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let id = issued(&office, "notice").await;
    office.clerk.post(&format!("/dispatch/{id}/send"), &[("all_below", "on")]).await.expect(303);
    for path in ["", "/versions", "/opinions", "/send", "/citations", "/pdf", "/docx"] {
        office.leader.get(&format!("/dispatch/{id}{path}")).await.expect(200);
        north.get(&format!("/dispatch/{id}{path}")).await.expect(404);
    }
    for path in [
        "",
        "?state=issued",
        "/register",
        "/incoming",
        "/incoming/new",
        "/received",
        "/asked",
        "/templates",
        "/templates/notice",
        "/templates/issuers",
        "/settings",
    ] {
        office.leader.get(&format!("/dispatch{path}")).await.expect(200);
    }
    let register = office.leader.get("/dispatch/register?year=2024").await.expect(200).text();
    assert!(register.contains("01/TB-MTTQ-BTT"), "{register}");
    for format in ["csv", "xlsx"] {
        office.leader.get(&format!("/dispatch/register/export?year=2024&format={format}")).await.expect(200);
        office.leader.get(&format!("/dispatch/{id}/opinions/export?format={format}")).await.expect(200);
    }
    let inbox = north.get("/dispatch/received").await.expect(200).text();
    assert!(inbox.contains("01/TB-MTTQ-BTT"), "{inbox}");
    let receipt =
        inbox.split("/dispatch/received/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    north.post(&format!("/dispatch/received/{receipt}/register"), &[]).await.expect(303);
    assert!(north.get("/dispatch/incoming").await.expect(200).text().contains("01/TB-MTTQ-BTT"));
    app.guest().get("/dispatch").await.expect(303);
}

kit::on_both_engines! {
    a_paper_is_written_and_moved_on_pages,
    every_page_opens_and_the_neighbour_finds_none,
}
