//! From a draft to a paper that others have.

use axum::http::Method;
use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::json;

use super::{act, draft, drafted, issued, office, routes, signed};

async fn a_paper_goes_its_way_and_stands_in_the_register_of_documents(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let id = drafted(&office, "notice").await;
    let path = format!("/api/v1/outgoing/{id}");
    // Nobody jumps a step, and each step has its own people.
    assert_eq!(act(&office.leader, id, "sign").await.status_and_code(), "409 paper_move_refused");
    act(&office.officer, id, "submit").await.expect(200);
    act(&office.officer, id, "pass_form").await.expect(403);
    act(&office.clerk, id, "pass_form").await.expect(200);
    act(&office.clerk, id, "sign").await.expect(403);
    assert_eq!(act(&office.clerk, id, "number").await.status_and_code(), "409 paper_move_refused");
    act(&office.leader, id, "sign").await.expect(200);
    // What was signed does not change.
    let late = office.officer.send_json(Method::PUT, &path, draft("notice")).await;
    assert_eq!(late.status_and_code(), "409 paper_frozen");
    let numbered = act(&office.clerk, id, "number").await.expect(200).json();
    assert_eq!(numbered["symbol"], "01/TB-MTTQ-BTT");
    assert_eq!(numbered["dated_on"], "2024-01-08");
    let done = act(&office.clerk, id, "issue").await.expect(200).json();
    assert_eq!(done["state"], "issued");
    let document = done["document"].as_i64().expect("a document");
    let read = office.officer.get(&format!("/api/v1/documents/{document}")).await.expect(200).json();
    assert_eq!(read["symbol"], "01/TB-MTTQ-BTT", "{read}");
    assert_eq!(read["direction"], "outgoing");
    // Neighbours and those below see nothing of it.
    let neighbour = app.person("north", app.north, Role::Leader).await;
    neighbour.get(&path).await.expect(404);
    neighbour.get(&format!("{path}/receipts")).await.expect(404);
    act(&neighbour, id, "recall").await.expect(404);
    act(&office.leader, id, "recall").await.expect(200);
    let read = office.officer.get(&format!("/api/v1/documents/{document}")).await.expect(200).json();
    assert_eq!(read["state"], "cancelled", "{read}");
    assert_eq!(read["cancel_reason"], "Đã thu hồi: Lý do mẫu");
    assert_eq!(act(&office.clerk, id, "issue").await.status_and_code(), "409 paper_move_refused");
}

async fn a_changed_draft_keeps_its_versions_and_tells_who_comes_late(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let id = drafted(&office, "report").await;
    let path = format!("/api/v1/outgoing/{id}");
    let mut changed = draft("report");
    changed["body"] = json!("Câu mới.");
    changed["version"] = json!(1);
    changed["note"] = json!("Theo ý kiến lãnh đạo");
    office.officer.send_json(Method::PUT, &path, changed.clone()).await.expect(200);
    changed["body"] = json!("Câu khác.");
    let late = office.officer.send_json(Method::PUT, &path, changed).await;
    assert_eq!(late.status_and_code(), "409 paper_changed");
    let shown = office.leader.get(&path).await.expect(200).json();
    assert_eq!(shown["versions"].as_array().map(Vec::len), Some(2), "{shown}");
    assert_eq!(shown["versions"][1]["note"], "Theo ý kiến lãnh đạo");
    office.officer.send_json(Method::POST, &format!("{path}/copy"), json!({})).await.expect(201);
}

async fn secrets_and_wrong_authority_are_refused(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let mut secret = draft("notice");
    secret["body"] = json!("TỐI MẬT\nNội dung");
    let reply = office.officer.send_json(Method::POST, "/api/v1/outgoing", secret).await;
    assert_eq!(reply.status_and_code(), "422 state_secret");
    let mut wrong = draft("notice");
    wrong["authority"] = json!("THAY MẶT BAN THƯỜNG TRỰC");
    let reply = office.officer.send_json(Method::POST, "/api/v1/outgoing", wrong).await;
    assert_eq!(reply.status_and_code(), "422 form_invalid");
    // From a day on, resolutions are signed by another role: the leader no longer may.
    let rule = json!({ "template": "resolution", "role": "commune_officer", "valid_from": "2024-01-09" });
    office.leader.send_json(Method::POST, "/api/v1/registers/authorities", rule).await.expect(204);
    signed(&office, "resolution").await;
    app.travel_to("2024-01-09");
    let office = super::office(&app, "q", app.province).await;
    let id = drafted(&office, "resolution").await;
    act(&office.officer, id, "submit").await.expect(200);
    act(&office.clerk, id, "pass_form").await.expect(200);
    assert_eq!(act(&office.leader, id, "sign").await.status_and_code(), "403 no_authority_to_sign");
    signed(&office, "notice").await;
}

async fn a_frozen_paper_that_was_changed_behind_our_back_does_not_go_out(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let id = signed(&office, "notice").await;
    act(&office.clerk, id, "number").await.expect(200);
    let mut tx = app.app.db.write().await.expect("a transaction");
    let sql = "update outgoing_document set frozen = replace(frozen, 'Một', 'Mười') where id = $1";
    tx.execute(sql, kit::params![id]).await.expect("writes");
    tx.commit().await.expect("commits");
    assert_eq!(act(&office.clerk, id, "issue").await.status_and_code(), "409 paper_frozen");
    // And the database itself refuses a number without a signature.
    let bare = drafted(&office, "notice").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let refused =
        tx.execute("update outgoing_document set number = 7 where id = $1", kit::params![bare]).await;
    assert_eq!(
        refused.expect_err("refused").constraint().as_deref(),
        Some("outgoing_document_number_after_sign")
    );
}

async fn opinions_are_given_by_clause_and_answered(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let id = drafted(&office, "plan").await;
    let path = format!("/api/v1/outgoing/{id}/opinions");
    let ask = json!({ "units": "Ủy ban MTTQ Việt Nam xã Bắc Mẫu", "due_on": "15/01/2024" });
    let table = office.officer.send_json(Method::POST, &path, ask).await.expect(200).json();
    assert_eq!(table["clauses"].as_array().map(Vec::len), Some(4), "{table}");
    assert_eq!(table["clauses"][1]["words"], "# NỘI DUNG\n- Một\n- Hai");
    south.get(&format!("/api/v1/asked/{id}")).await.expect(404);
    let said = json!([{ "position": 2, "kind": "change", "words": "Thêm mục Ba" }, { "position": 1, "kind": "agree" }]);
    north.send_json(Method::POST, &format!("/api/v1/asked/{id}"), said).await.expect(204);
    let empty = json!([{ "position": 2, "kind": "remark" }]);
    north.send_json(Method::POST, &format!("/api/v1/asked/{id}"), empty).await.expect(422);
    let table = office.officer.get(&path).await.expect(200).json();
    assert!(table["asked"][0]["answered_at"].is_number(), "{table}");
    let opinion = table["opinions"]
        .as_array()
        .and_then(|all| all.iter().find(|one| one["kind"] == "change"))
        .expect("one");
    let answer = format!("{path}/{}/answer", opinion["id"]);
    let bare = office.officer.send_json(Method::PUT, &answer, json!({ "answer": "not_taken" })).await;
    assert_eq!(bare.status_and_code(), "422 reason_missing");
    let why = json!({ "answer": "not_taken", "why": "Đã có trong kế hoạch năm" });
    office.officer.send_json(Method::PUT, &answer, why).await.expect(204);
    // Changed and asked again: the new words are asked about, and what was said stays with the old ones.
    act(&office.officer, id, "close_opinions").await.expect(200);
    let mut changed = draft("plan");
    changed["body"] = json!("Câu mở đầu.\n# NỘI DUNG\n- Ba");
    office.officer.send_json(Method::PUT, &format!("/api/v1/outgoing/{id}"), changed).await.expect(200);
    let ask = json!({ "units": "Ủy ban MTTQ Việt Nam xã Bắc Mẫu", "due_on": "15/01/2024" });
    let table = office.officer.send_json(Method::POST, &path, ask).await.expect(200).json();
    assert_eq!(table["clauses"].as_array().map(Vec::len), Some(6), "{table}");
    assert!(table["asked"][0]["answered_at"].is_null(), "{table}");
    let asked = north.get(&format!("/api/v1/asked/{id}")).await.expect(200).json();
    let newest = &asked["clauses"][1];
    assert_eq!((&newest["round"], &newest["number"]), (&json!(2), &json!(2)), "{asked}");
    assert_eq!(newest["words"], "# NỘI DUNG\n- Ba");
    let old = json!([{ "position": 2, "kind": "agree" }]);
    north.send_json(Method::POST, &format!("/api/v1/asked/{id}"), old).await.expect(422);
    let said = json!([{ "position": newest["position"], "kind": "agree" }]);
    north.send_json(Method::POST, &format!("/api/v1/asked/{id}"), said).await.expect(204);
    act(&office.officer, id, "submit").await.expect(200);
    let late = json!([{ "position": 1, "kind": "agree" }]);
    north.send_json(Method::POST, &format!("/api/v1/asked/{id}"), late).await.expect(409);
    let page = office.officer.get(&format!("/dispatch/{id}/opinions")).await.expect(200).text();
    assert!(page.contains("Đã có trong kế hoạch năm") && page.contains("Thêm mục Ba"));
}

async fn what_is_sent_is_opened_acknowledged_and_registered(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let id = issued(&office, "notice").await;
    let path = format!("/api/v1/outgoing/{id}/receipts");
    let sent =
        office.clerk.send_json(Method::POST, &path, json!({ "all_below": true })).await.expect(200).json();
    assert_eq!(sent["units"], 2);
    // Sent again, nobody has it twice.
    let again =
        office.clerk.send_json(Method::POST, &path, json!({ "all_below": true })).await.expect(200).json();
    assert_eq!(again["units"], 0);
    let inbox = north.get("/api/v1/received").await.expect(200).json();
    let receipt = inbox[0]["id"].as_i64().expect("a receipt");
    south.get(&format!("/dispatch/received/{receipt}")).await.expect(404);
    let page = north.get(&format!("/dispatch/received/{receipt}")).await.expect(200).text();
    assert!(page.contains("01/TB-MTTQ-BTT"), "{page}");
    north.get(&format!("/dispatch/received/{receipt}/pdf")).await.expect(200);
    south.get(&format!("/dispatch/received/{receipt}/pdf")).await.expect(404);
    let line = north
        .send_json(Method::POST, &format!("/api/v1/received/{receipt}/register"), json!({}))
        .await
        .expect(200)
        .json();
    assert_eq!((&line["number"], &line["symbol"]), (&json!(1), &json!("01/TB-MTTQ-BTT")));
    let same = north
        .send_json(Method::POST, &format!("/api/v1/received/{receipt}/register"), json!({}))
        .await
        .json();
    assert_eq!(same["id"], line["id"]);
    let ledger = office.clerk.get(&path).await.expect(200).json();
    let opened: Vec<bool> =
        ledger["inside"].as_array().expect("a list").iter().map(|one| one["opened_at"].is_number()).collect();
    assert_eq!(opened, [false, true]);
    let reminded = office
        .clerk
        .send_json(Method::POST, &format!("/api/v1/outgoing/{id}/remind"), json!({}))
        .await
        .json();
    assert_eq!(reminded["units"], 1);
    let outside = json!({ "name": "Thường trực Tỉnh ủy", "how": "Bưu điện" });
    office
        .clerk
        .send_json(Method::POST, &format!("/api/v1/outgoing/{id}/outside"), outside)
        .await
        .expect(204);
}

async fn a_superseded_paper_names_the_one_that_took_its_place(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let (old, new) = (issued(&office, "notice").await, issued(&office, "notice").await);
    let path = format!("/api/v1/outgoing/{old}/move");
    let ask = |next: serde_json::Value| json!({ "act": "supersede", "reason": "Có quy định mới", "superseded_by": next });
    for wrong in [json!(null), json!(old), json!(999)] {
        let reply = office.leader.send_json(Method::POST, &path, ask(wrong)).await;
        assert_eq!(reply.status_and_code(), "422 form_invalid");
    }
    let form = [("act", "supersede"), ("reason", "Có quy định mới")];
    let page = office.leader.post(&format!("/dispatch/{old}/move"), &form).await.expect(422).text();
    assert!(page.contains("id=\"e-superseded_by\"") && page.contains("Có quy định mới"), "{page}");
    let done = office.leader.send_json(Method::POST, &path, ask(json!(new))).await.expect(200).json();
    assert_eq!((&done["state"], &done["superseded_by"]), (&json!("superseded"), &json!(new)));
    let document = done["document"].as_i64().expect("a document");
    let read = office.officer.get(&format!("/api/v1/documents/{document}")).await.expect(200).json();
    assert_eq!(read["state"], "superseded", "{read}");
    let page = office.officer.get(&format!("/dispatch/{old}")).await.expect(200).text();
    assert!(page.contains(&format!("href=\"/dispatch/{new}\"")), "{page}");
    let register = office.officer.get("/api/v1/registers/outgoing?template=plan").await.expect(200).json();
    assert_eq!(register["papers"].as_array().map(Vec::len), Some(0));
}

async fn a_draft_is_checked_for_what_it_cites(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    issued(&office, "plan").await;
    let mut citing = draft("report");
    citing["body"] = json!(
        "Thực hiện Kế hoạch số 01/KH-MTTQ-BTT ngày 08/01/2024; Kế hoạch số 99/KH-MTTQ-BTT ngày 02/01/2024."
    );
    let made = office.officer.send_json(Method::POST, "/api/v1/outgoing", citing).await.expect(201).json();
    let path = format!("/api/v1/outgoing/{}/citations", made["id"]);
    let found = office.officer.get(&path).await.expect(200).json();
    let standing = |symbol: &str| {
        found
            .as_array()
            .and_then(|all| all.iter().find(|one| one["symbol"] == symbol))
            .map(|one| one["standing"].clone())
    };
    assert_eq!(standing("01/KH-MTTQ-BTT"), Some(json!("found")), "{found}");
    assert_eq!(standing("99/KH-MTTQ-BTT"), Some(json!("not_in_register")), "{found}");
}

async fn another_module_makes_a_draft(app: TestApp) {
    let office = office(&app, "p", app.province).await;
    let mut ctx = kit::web::Ctx::for_account(&app.app, office.officer.account).await.expect("a person");
    let data = json!({
        "opening": "Ban Thường trực thông báo:", "points": [{ "title": "Một", "text": "*không đậm*" }],
        "recipients": ["Tỉnh ủy"],
    });
    let from = crate::actions::DraftFrom {
        template: "notice".to_owned(),
        title: "Thông báo thử".to_owned(),
        data,
        source: Some(("report".to_owned(), 12)),
    };
    let made = crate::actions::draft_from(&mut ctx, from).await.expect("a draft");
    assert!(
        made.content.body.contains("## Một") && made.content.body.contains("\\*không đậm\\*"),
        "{:?}",
        made.content
    );
    assert_eq!((made.source_kind.as_str(), made.source), ("report", Some(12)));
    let lacking = crate::actions::DraftFrom {
        template: "notice".to_owned(),
        title: "x".to_owned(),
        data: json!({}),
        source: None,
    };
    let error = crate::actions::draft_from(&mut ctx, lacking).await.expect_err("a field is missing");
    assert!(kit::Fault::message(&error).vi.contains("opening"), "{error}");
}

kit::on_both_engines! {
    a_paper_goes_its_way_and_stands_in_the_register_of_documents,
    a_changed_draft_keeps_its_versions_and_tells_who_comes_late,
    secrets_and_wrong_authority_are_refused,
    a_frozen_paper_that_was_changed_behind_our_back_does_not_go_out,
    opinions_are_given_by_clause_and_answered,
    what_is_sent_is_opened_acknowledged_and_registered,
    a_superseded_paper_names_the_one_that_took_its_place,
    a_draft_is_checked_for_what_it_cites,
    another_module_makes_a_draft,
}
