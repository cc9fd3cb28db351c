//! A paper comes in, is shown, corrected, noted, cancelled.

use axum::http::Method;
use kit::permission::Role;
use kit::testing::{TestApp, day, insert_unit};
use serde_json::{Value, json};

use super::{PLAN, RESOLUTION, count, import, multipart, paper, send};
use crate::routes;

kit::on_both_engines! {
    a_recipient_is_the_one_unit_of_its_name_in_the_papers_line,
    a_paper_comes_in_and_is_shown,
    the_original_goes_out_byte_for_byte,
    the_same_bytes_are_registered_once,
    several_files_each_have_their_outcome,
    a_neighbouring_unit_sees_nothing,
    the_list_is_filtered_and_exported_as_seen,
    the_list_is_paged_by_key,
    a_correction_stands_beside_what_was_read,
    two_people_correct_the_same_paper,
    a_finding_is_noted_and_kept_when_read_again,
    a_wrong_entry_is_cancelled_with_a_reason,
    a_clause_is_found_by_search,
    an_inspector_looks_and_changes_nothing,
}

async fn a_paper_comes_in_and_is_shown(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    assert!(clerk.get("/documents").await.expect(200).text().contains("Nhập văn bản đầu tiên"));
    clerk.get("/documents/new").await.expect(200);
    let reply = clerk
        .upload("/documents/new", "ke-hoach.txt", PLAN, &[("direction", "incoming"), ("secrecy", "no")])
        .await;
    let page = reply.expect(303).location().to_owned();
    let text = clerk.get(&page).await.expect(200).text();
    assert!(text.contains("976-KL/TU") && text.contains("/review"), "{text}");
    for tab in ["citations", "findings", "relations", "activity", "edit", "cancel"] {
        clerk.get(&format!("{page}/{tab}")).await.expect(200);
    }
    let paper = clerk.get(&format!("/api/v1{page}")).await.expect(200).json();
    assert_eq!(paper["type_code"], "KH");
    assert_eq!(paper["direction"], "incoming");
    assert_eq!(paper["state"], "registered");
    assert!(paper["sections"].as_array().is_some_and(|sections| sections.len() > 60), "{paper}");
    assert!(paper["citations"].as_array().is_some_and(|citations| citations.len() >= 15), "{paper}");
    // Spans count letters of the raw text.
    let raw = clerk.get(&format!("/api/v1{page}/text")).await.expect(200).json()["text"]
        .as_str()
        .map(str::to_owned);
    let letters: Vec<char> = raw.expect("a text").chars().collect();
    let citation = &paper["citations"][0];
    let span = &citation["occurrences"][0];
    let at = |name: &str| usize::try_from(span[name].as_i64().expect("a number")).expect("not negative");
    let words: String = letters[at("start")..at("end")].iter().collect();
    assert!(
        vi::normalise::symbol(&words).contains(citation["symbol"].as_str().expect("a symbol")),
        "{words} {citation}"
    );
    let list = clerk.get("/documents").await.expect(200).text();
    assert!(list.contains(&format!("href=\"{page}\"")), "{list}");
}

async fn the_original_goes_out_byte_for_byte(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let id = import(&clerk, "Nghị quyết.txt", RESOLUTION).await["id"].to_string();
    let reply = clerk.get(&format!("/documents/{id}/original")).await.expect(200);
    assert_eq!(reply.body, RESOLUTION);
    let disposition = reply.headers["content-disposition"].to_str().expect("plain");
    assert!(disposition.starts_with("attachment;"), "{disposition}");
}

async fn the_same_bytes_are_registered_once(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let first = import(&clerk, "a.txt", RESOLUTION).await["id"].clone();
    let again =
        clerk.upload("/api/v1/documents", "b.txt", RESOLUTION, &[("secrecy", "no")]).await.expect(200);
    assert_eq!(again.json()["id"], first);
    let page = clerk.upload("/documents/new", "c.txt", RESOLUTION, &[("secrecy", "no")]).await.expect(303);
    let told = clerk.get(page.location()).await.expect(200).text();
    assert!(told.contains("đã có trong sổ"), "{told}");
    assert_eq!(count(&clerk).await, 1);
    // Another unit has a register of its own.
    let other = app.person("other", app.north, Role::Clerk).await;
    import(&other, "a.txt", RESOLUTION).await;
}

async fn several_files_each_have_their_outcome(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    import(&clerk, "cu.txt", RESOLUTION).await;
    let body = multipart(
        &[
            ("ke-hoach.txt", PLAN),
            ("trong.txt", b""),
            ("nghi-quyet.txt", RESOLUTION),
            ("anh.docx", b"\x89PNG\r\n\x1a\n\0\0"),
        ],
        &[("direction", "incoming"), ("secrecy", "no")],
    );
    let text = send(&clerk, "/documents/new", body).await.expect(200).text();
    assert!(text.contains("1 văn bản mới vào sổ, 1 đã có trong sổ, 2 không nhận được."), "{text}");
    assert!(text.contains("“trong.txt” trống") && text.contains("“anh.docx” thực chất"), "{text}");
    assert_eq!(count(&clerk).await, 2);
}

async fn a_neighbouring_unit_sees_nothing(app: TestApp) {
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let province = app.person("province", app.province, Role::Leader).await;
    let paper = import(&north, "a.txt", PLAN).await;
    let (id, finding) = (paper["id"].to_string(), paper["findings"][0]["id"].to_string());
    assert_eq!((count(&north).await, count(&south).await, count(&province).await), (1, 0, 1));
    for path in ["", "/citations", "/findings", "/activity", "/relations", "/original", "/edit", "/cancel"] {
        south.get(&format!("/documents/{id}{path}")).await.expect(404);
        province.get(&format!("/documents/{id}{path}")).await.expect(200);
    }
    for path in ["", "/text", "/relations"] {
        south.get(&format!("/api/v1/documents/{id}{path}")).await.expect(404);
    }
    south.post(&format!("/documents/{id}/check"), &[]).await.expect(404);
    south.post(&format!("/documents/{id}/read-again"), &[]).await.expect(404);
    south.post(&format!("/documents/{id}/cancel"), &[("version", "1"), ("reason", "x")]).await.expect(404);
    south.post(&format!("/documents/{id}/findings/{finding}/note"), &[("note", "x")]).await.expect(404);
    south
        .send_json(Method::PATCH, &format!("/api/v1/documents/{id}"), json!({"version": 1}))
        .await
        .expect(404);
    assert!(!south.get("/documents/export?format=csv").await.expect(200).text().contains("Kế hoạch"));
    assert!(!south.get("/documents/chains").await.expect(200).text().contains(&format!("/documents/{id}")));
    let own = import(&south, "b.txt", PLAN).await["id"].to_string();
    let link = format!("/documents/{own}/citations/1/link");
    south.post(&link, &[("target", &id)]).await.expect(404);
    app.guest().get("/api/v1/documents").await.expect(401);
}

async fn the_list_is_filtered_and_exported_as_seen(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    import(&clerk, "ke-hoach.txt", PLAN).await;
    import(&clerk, "nghi-quyet.txt", RESOLUTION).await;
    let cases = [
        ("q=ke+hoach", 1),
        ("q=nghi+quyet", 1),
        ("q=100%25", 0),
        ("type=NQ", 1),
        ("type=", 2),
        ("direction=outgoing", 0),
        ("direction=incoming&year=&state=registered", 2),
        ("issuer=mat+tran", 2),
        ("symbol=khong-co", 0),
        ("state=cancelled", 0),
    ];
    for (query, rows) in cases {
        let found = clerk.get(&format!("/api/v1/documents?{query}")).await.expect(200).json();
        assert_eq!(found["documents"].as_array().map(Vec::len), Some(rows), "{query}: {found}");
        clerk.get(&format!("/documents?{query}")).await.expect(200);
    }
    let page = clerk.get("/documents?type=NQ").await.expect(200).text();
    assert!(page.contains("Tên loại: <b>Nghị quyết</b>"), "{page}");
    let csv = clerk.get("/documents/export?format=csv&type=NQ").await.expect(200).text();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.starts_with("\u{feff}Văn bản,Trích yếu,"), "{csv}");
    assert!(clerk.get("/documents/export?format=xlsx").await.expect(200).body.starts_with(b"PK"));
}

async fn the_list_is_paged_by_key(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    for number in 1..=5 {
        let text = paper(
            &format!("{number}/KH-MTTQ-BTT"),
            "05 tháng 01 năm 2024",
            "KẾ HOẠCH",
            "Công tác",
            "Làm việc.",
        );
        import(&clerk, "a.txt", text.as_bytes()).await;
    }
    let first = clerk.get("/api/v1/documents?limit=2").await.expect(200).json();
    let next = first["next_before"].to_string();
    let second = clerk.get(&format!("/api/v1/documents?limit=2&before={next}")).await.expect(200).json();
    let symbols = |page: &serde_json::Value| -> Vec<String> {
        let rows = page["documents"].as_array().cloned().unwrap_or_default();
        rows.iter().map(|row| row["symbol"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(symbols(&first), ["5/KH-MTTQ-BTT", "4/KH-MTTQ-BTT"]);
    assert_eq!(symbols(&second), ["3/KH-MTTQ-BTT", "2/KH-MTTQ-BTT"]);
    let back = clerk
        .get(&format!("/api/v1/documents?limit=2&after={}", second["documents"][0]["id"]))
        .await
        .expect(200);
    assert_eq!(symbols(&back.json()), ["5/KH-MTTQ-BTT", "4/KH-MTTQ-BTT"]);
}

async fn a_correction_stands_beside_what_was_read(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let read = import(&clerk, "a.txt", RESOLUTION).await;
    let id = read["id"].to_string();
    let edit = format!("/documents/{id}/edit");
    let form = [
        ("version", "1"),
        ("symbol", "05/NQ-MTTQ-UB"),
        ("issued_on", "4/1/2024"),
        ("reason", "Bản giấy ghi rõ"),
    ];
    clerk.post(&edit, &form).await.expect(303);
    let now = clerk.get(&format!("/api/v1/documents/{id}")).await.expect(200).json();
    assert_eq!(
        (&now["symbol"], &now["issued_on"], &now["version"]),
        (&json!("05/NQ-MTTQ-UB"), &json!("2024-01-04"), &json!(2))
    );
    assert_eq!(now["as_read"]["symbol"], "");
    assert_eq!(now["corrections"].as_array().map(Vec::len), Some(2));
    assert_eq!(now["signer"], read["signer"], "what was not sent stays");
    let page = clerk.get(&format!("/documents/{id}")).await.expect(200).text();
    assert!(page.contains("05/NQ-MTTQ-UB") && page.contains("Bản giấy ghi rõ"), "{page}");
    let raw = clerk.get(&format!("/api/v1/documents/{id}/text")).await.expect(200).json();
    assert_eq!(raw["text"].as_str(), std::str::from_utf8(RESOLUTION).ok());
    // All faults at once, what was typed kept, nothing changed.
    let form = [("version", "2"), ("issued_on", "31/02/2024"), ("year", "hai nghìn"), ("symbol", "99/X")];
    let bad = clerk.post(&edit, &form).await.expect(422).text();
    assert!(
        bad.contains("31/02/2024") && bad.contains("hai nghìn") && bad.contains("Có 2 chỗ cần sửa"),
        "{bad}"
    );
    assert!(clerk.get(&format!("/documents/{id}")).await.expect(200).text().contains("05/NQ-MTTQ-UB"));
}

async fn two_people_correct_the_same_paper(app: TestApp) {
    let one = app.person("one", app.province, Role::Clerk).await;
    let two = app.person("two", app.province, Role::Officer).await;
    let id = import(&one, "a.txt", RESOLUTION).await["id"].to_string();
    let edit = format!("/documents/{id}/edit");
    one.post(&edit, &[("version", "1"), ("signer", "Nguyễn Văn Mẫu")]).await.expect(303);
    let refused = two.post(&edit, &[("version", "1"), ("place", "Mộc Châu")]).await.expect(409).text();
    assert!(refused.contains("Người Mẫu one đã đổi") && refused.contains("Nguyễn Văn Mẫu"), "{refused}");
    assert!(refused.contains("Mộc Châu"), "what was typed stays on the page");
    let patch = json!({"version": 1, "fields": {"place": "Mộc Châu"}});
    let refused = two.send_json(Method::PATCH, &format!("/api/v1/documents/{id}"), patch).await.expect(409);
    assert_eq!(refused.status_and_code(), "409 document_changed");
    let patch = json!({"version": 2, "fields": {"place": "Mộc Châu"}});
    let done =
        two.send_json(Method::PATCH, &format!("/api/v1/documents/{id}"), patch).await.expect(200).json();
    assert_eq!((&done["place"], &done["signer"]), (&json!("Mộc Châu"), &json!("Nguyễn Văn Mẫu")));
}

async fn a_finding_is_noted_and_kept_when_read_again(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let paper = import(&clerk, "a.txt", PLAN).await;
    let (id, finding) = (paper["id"].to_string(), paper["findings"][0]["id"].clone());
    let before = paper["open_findings"].as_i64().expect("a number");
    let note = format!("/documents/{id}/findings/{finding}/note");
    clerk.post(&note, &[("note", "  ")]).await.expect(422);
    clerk.post(&note, &[("note", "Đã hỏi Văn phòng")]).await.expect(303);
    clerk.post(&format!("/documents/{id}/findings/999999/note"), &[("note", "x")]).await.expect(404);
    clerk
        .post(&format!("/documents/{id}/edit"), &[("version", "1"), ("place", "Mộc Châu")])
        .await
        .expect(303);
    clerk.post(&format!("/documents/{id}/read-again"), &[]).await.expect(303);
    let after = clerk.get(&format!("/api/v1/documents/{id}")).await.expect(200).json();
    assert_eq!(after["open_findings"].as_i64(), Some(before - 1));
    let noted = after["findings"].as_array().into_iter().flatten().find(|row| row["id"] == finding).cloned();
    let noted = noted.expect("the finding keeps its number");
    assert_eq!((&noted["state"], &noted["note"]), (&json!("noted"), &json!("Đã hỏi Văn phòng")));
    assert_eq!(after["place"], "Mộc Châu", "reading again never undoes a correction");
    assert_eq!(after["sections"], paper["sections"]);
    let activity = clerk.get(&format!("/documents/{id}/activity")).await.expect(200).text();
    assert!(activity.contains("Đã hỏi Văn phòng") && activity.contains("đọc lại"), "{activity}");
    assert!(!activity.contains("document_") && !activity.contains("finding_noted"), "{activity}");
}

async fn a_wrong_entry_is_cancelled_with_a_reason(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let id = import(&clerk, "a.txt", RESOLUTION).await["id"].to_string();
    let cancel = format!("/documents/{id}/cancel");
    clerk.post(&cancel, &[("version", "1"), ("reason", " ")]).await.expect(422);
    clerk.post(&cancel, &[("version", "1"), ("reason", "Vào nhầm sổ")]).await.expect(303);
    let page = clerk.get(&format!("/documents/{id}")).await.expect(200).text();
    assert!(page.contains("Đã hủy: Vào nhầm sổ"), "{page}");
    assert_eq!(count(&clerk).await, 1, "it stays in the register");
    clerk.post(&cancel, &[("version", "2"), ("reason", "Lại")]).await.expect(409);
    clerk.post(&format!("/documents/{id}/edit"), &[("version", "2"), ("place", "X")]).await.expect(409);
    // The paper may be registered anew.
    import(&clerk, "a.txt", RESOLUTION).await;
}

async fn a_clause_is_found_by_search(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let id = import(&clerk, "a.txt", RESOLUTION).await["id"].to_string();
    let mut tx = app.app.db.read().await.expect("a transaction");
    let scope = kit::permission::Scope { root: app.province, is_everything: true };
    let search = kit::search::Search { text: "an toan thuc pham", kind: "clause", before: None, limit: 10 };
    let hits = kit::search::find(&mut tx, scope, &search).await.expect("searches");
    assert!(hits.iter().any(|hit| hit.url.starts_with(&format!("/documents/{id}#2.3"))), "{hits:?}");
    let page = clerk.get(&format!("/documents/{id}")).await.expect(200).text();
    let anchor = hits[0].url.split_once('#').expect("an anchor").1;
    assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
}

async fn an_inspector_looks_and_changes_nothing(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let inspector = app.person("inspector", app.province, Role::Inspector).await;
    let id = import(&clerk, "a.txt", RESOLUTION).await["id"].to_string();
    inspector.get(&format!("/documents/{id}")).await.expect(200);
    inspector.get("/documents/new").await.expect(403);
    inspector.upload("/documents/new", "b.txt", PLAN, &[("secrecy", "no")]).await.expect(403);
    inspector.upload("/api/v1/documents", "b.txt", PLAN, &[("secrecy", "no")]).await.expect(403);
    inspector
        .post(&format!("/documents/{id}/cancel"), &[("version", "1"), ("reason", "x")])
        .await
        .expect(403);
    inspector.post(&format!("/documents/{id}/edit"), &[("version", "1")]).await.expect(403);
    assert_eq!(count(&inspector).await, 1);
}

async fn a_recipient_is_the_one_unit_of_its_name_in_the_papers_line(app: TestApp) {
    const NAMES: [&str; 6] =
        ["tỉnh Sơn La", "xã Bắc Mẫu", "xã Nam Mẫu", "xã Cũ Mẫu", "xã Đôi Mẫu", "xã Tỉnh Khác"];
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let (since, mut tx) = (day("2020-01-01"), app.app.db.write().await.expect("a transaction"));
    let other = insert_unit(&mut tx, "11", "Ủy ban MTTQ Việt Nam tỉnh Khác", "province", None, since).await;
    for (code, name, parent) in [
        ("c", "xã Cũ Mẫu", app.province),
        ("d", "xã Đôi Mẫu", app.province),
        ("e", "xã Đôi Mẫu", app.province),
        ("x", "xã Tỉnh Khác", other),
    ] {
        let name = format!("Ủy ban MTTQ Việt Nam {name}");
        insert_unit(&mut tx, code, &name, "commune", Some(parent), since).await;
    }
    tx.execute("update unit set valid_to = $1 where code = 'c'", kit::params![day("2023-07-01")])
        .await
        .expect("a unit that ended");
    tx.commit().await.expect("commits");
    let mut words = paper("7/CV-MTTQ", "10 tháng 01 năm 2024", "CÔNG VĂN", "Về rà soát", "Rà soát.");
    words.push_str("\nNơi nhận:\n");
    for name in NAMES {
        words.push_str(&format!("- Ủy ban MTTQ Việt Nam {name};\n"));
    }
    let linked = |paper: &Value| -> Vec<Option<i64>> {
        paper["recipients"].as_array().into_iter().flatten().map(|row| row["unit"].as_i64()).collect()
    };
    let of_province = import(&clerk, "a.txt", words.as_bytes()).await;
    let known = [Some(app.province.0), Some(app.north.0), Some(app.south.0), None, None, None];
    assert_eq!(linked(&of_province), known, "ended, of two units, of another province: {of_province}");
    let of_north = import(&north, "a.txt", words.as_bytes()).await;
    let known = [Some(app.province.0), Some(app.north.0), None, None, None, None];
    assert_eq!(linked(&of_north), known, "a neighbour is not in the line: {of_north}");
}
