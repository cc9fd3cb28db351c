//! Digital signatures under papers: made here, brought along, refused.

use axum::http::Method;
use kit::testing::{Client, Reply, TestApp};
use print::signing::{LocalKey, Signing, sign};
use serde_json::json;

use super::{act, office, routes, signed};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("../print/tests/signing/{name}")).expect("a file of the tests")
}

fn key(name: &str) -> LocalKey {
    let key = String::from_utf8(file(&format!("{name}.key"))).expect("PEM");
    LocalKey::from_pem(&key, &file(&format!("{name}.pem"))).expect("a key")
}

fn with(by: &str, pdf: &[u8]) -> Vec<u8> {
    let at = "2024-01-08T03:00:00Z".parse().expect("an instant");
    sign(pdf, &key(by), &Signing { at, reason: None, location: None }).expect("signs")
}

async fn attach(client: &Client, id: i64, pdf: &[u8], fields: &[(&str, &str)]) -> Reply {
    client.upload(&format!("/api/v1/outgoing/{id}/signed-copy"), "da-ky.pdf", pdf, fields).await
}

async fn a_paper_signed_elsewhere_is_taken_only_when_it_is_that_paper(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let id = signed(&office, "notice").await;
    let path = format!("/dispatch/{id}");
    let early = office.clerk.get(&format!("{path}/pdf")).await.expect(200).body;
    let reply = attach(&office.clerk, id, &with("p256", &early), &[]).await;
    assert_eq!(reply.status_and_code(), "409 not_numbered");
    act(&office.clerk, id, "number").await.expect(200);
    let pdf = office.clerk.get(&format!("{path}/pdf")).await.expect(200).body.to_vec();
    let refused = |reply: Reply, code: &str| assert_eq!(reply.status_and_code(), format!("422 {code}"));
    refused(attach(&office.clerk, id, &pdf, &[]).await, "not_signed");
    refused(attach(&office.clerk, id, &with("p256", &early), &[]).await, "other_paper");
    let good = with("p256", &pdf);
    let mut longer = good.clone();
    longer.extend_from_slice(b"\n% added");
    refused(attach(&office.clerk, id, &longer, &[]).await, "signature_broken");
    let mut changed = good.clone();
    let at = changed.windows(6).position(|six| six == b"stream").expect("a stream") + 40;
    changed[at] ^= 1;
    assert_eq!(attach(&office.clerk, id, &changed, &[]).await.status, 422);
    refused(attach(&office.clerk, id, &good, &[("is_scan", "on")]).await, "not_a_scan");
    // On the page the reason stands beside the field, and the page stays.
    let page =
        office.clerk.upload(&format!("{path}/signed-copy"), "x.pdf", &pdf, &[]).await.expect(422).text();
    assert!(page.contains("id=\"e-file\"") && page.contains("chưa có chữ ký số"), "{page}");
    attach(&office.officer, id, &good, &[]).await.expect(403);
    attach(&office.clerk, id, &good, &[]).await.expect(200);
    act(&office.clerk, id, "issue").await.expect(200);
    let kept = office.clerk.get(&format!("{path}/pdf")).await.expect(200).body.to_vec();
    assert!(kept == good, "what was signed goes out");
    let found = office.officer.get(&format!("/api/v1/outgoing/{id}/signatures")).await.expect(200).json();
    assert_eq!((&found["is_good"], &found["is_intact"]), (&json!(true), &json!(true)), "{found}");
    assert_eq!(found["signatures"][0]["signer"]["name"], "Lò Thị Mẫu");
    let page = office.officer.get(&format!("{path}/signatures")).await.expect(200).text();
    assert!(
        page.contains("Lò Thị Mẫu") && page.contains("Toàn bộ tệp") && page.contains("Tin cậy"),
        "{page}"
    );
    // The register of documents holds the signed file; so does whoever was sent it.
    let shown = office.officer.get(&format!("/api/v1/outgoing/{id}")).await.expect(200).json();
    let document = shown["document"].as_i64().expect("a document");
    office.officer.get(&format!("/dispatch/documents/{document}")).await.expect(200);
    let found = office.officer.get(&format!("/api/v1/documents/{document}/signatures")).await.json();
    assert_eq!((&found["is_pdf"], &found["is_good"]), (&json!(true), &json!(true)), "{found}");
    let north = app.person("north", app.north, kit::permission::Role::CommuneOfficer).await;
    north.get(&format!("/api/v1/outgoing/{id}/signatures")).await.expect(404);
    north.get(&format!("/api/v1/documents/{document}/signatures")).await.expect(404);
    let send = json!({ "all_below": true });
    office.clerk.send_json(Method::POST, &format!("/api/v1/outgoing/{id}/receipts"), send).await.expect(200);
    let inbox = north.get("/api/v1/received").await.expect(200).json();
    let receipt = inbox[0]["id"].as_i64().expect("a receipt");
    let page = north.get(&format!("/dispatch/received/{receipt}/signatures")).await.expect(200).text();
    assert!(page.contains("Lò Thị Mẫu"), "{page}");
}

async fn the_installations_key_signs_a_numbered_paper(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let id = signed(&office, "notice").await;
    let path = format!("/api/v1/outgoing/{id}/sign-here");
    let early = office.leader.send_json(Method::POST, &path, json!({})).await;
    assert_eq!(early.status_and_code(), "409 not_numbered");
    act(&office.clerk, id, "number").await.expect(200);
    office.clerk.send_json(Method::POST, &path, json!({})).await.expect(403);
    let page = office.leader.get(&format!("/dispatch/{id}")).await.expect(200).text();
    assert!(page.contains("Ký số tại đây"), "{page}");
    office.leader.post(&format!("/dispatch/{id}/sign-here"), &[]).await.expect(303);
    office.leader.send_json(Method::POST, &path, json!({})).await.expect(200);
    let found = office.leader.get(&format!("/api/v1/outgoing/{id}/signatures")).await.json();
    assert_eq!(found["signatures"].as_array().map(Vec::len), Some(2), "{found}");
    assert_eq!(found["is_good"], true, "{found}");
    act(&office.clerk, id, "issue").await.expect(200);
}

async fn a_scan_of_a_paper_signed_by_hand_says_what_it_is(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let id = signed(&office, "notice").await;
    let scan = office.clerk.get(&format!("/dispatch/{id}/pdf")).await.expect(200).body;
    attach(&office.clerk, id, &scan, &[("is_scan", "on")]).await.expect(200);
    let page = office.clerk.get(&format!("/dispatch/{id}/signatures")).await.expect(200).text();
    assert!(page.contains("Bản quét văn bản ký tay"), "{page}");
    let found = office.clerk.get(&format!("/api/v1/outgoing/{id}/signatures")).await.json();
    assert_eq!((&found["is_pdf"], &found["is_good"]), (&json!(true), &json!(false)), "{found}");
}

kit::on_both_engines! {
    a_paper_signed_elsewhere_is_taken_only_when_it_is_that_paper,
    the_installations_key_signs_a_numbered_paper,
    a_scan_of_a_paper_signed_by_hand_says_what_it_is,
}
