//! Doing a task, checking it, asking for more time.

use axum::http::Method;
use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::json;

use super::{given, moved, province_item, routes, state, with_evidence};

async fn done_needs_evidence_and_another_person(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Tuyên truyền mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, Some(worker.account), "2024-03-31").await;

    assert_eq!(moved(&worker, task, "accept", "").await, 303);
    assert_eq!(moved(&worker, task, "submit", "").await, 422, "no evidence yet");
    with_evidence(&worker, task).await;
    assert_eq!(moved(&worker, task, "submit", "").await, 303);
    let told = worker.get(&format!("/tasks/{task}?done=submit")).await.expect(200).text();
    assert!(told.contains("Đã báo hoàn thành; chờ người khác kiểm tra."), "{told}");
    assert!(!told.contains("Hủy theo văn bản"), "the plan is the province's: {told}");
    let check = officer.get(&format!("/tasks/{task}")).await.expect(200).text();
    let evidence = check.find(">Tin bài mẫu</a>").expect("the evidence stands beside the act");
    assert!(check.find("Xác nhận hoàn thành").is_some_and(|act| evidence < act), "{check}");
    assert_eq!(moved(&worker, task, "verify", "").await, 403, "who did it does not check it");
    assert_eq!(moved(&officer, task, "return", "").await, 422, "a reason is needed");
    assert_eq!(moved(&officer, task, "return", "Thiếu biên bản").await, 303);
    assert_eq!(state(&worker, task).await, "returned");
    assert_eq!(moved(&worker, task, "submit", "").await, 303);
    assert_eq!(moved(&officer, task, "verify", "").await, 303);
    assert_eq!(state(&worker, task).await, "done");
    assert_eq!(moved(&officer, task, "verify", "").await, 409, "it is done already");
    assert_eq!(moved(&officer, task, "reopen", "Kiểm tra lại").await, 303);
    assert_eq!(state(&worker, task).await, "in_progress");
    let page = officer.get(&format!("/tasks/{task}?tab=activity")).await.expect(200).text();
    assert!(page.contains("Thiếu biên bản") && page.contains("Tin bài mẫu"), "{page}");
}

async fn what_nobody_has_taken_on_comes_first(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Khảo sát nhà", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let title = "Việc của đơn vị chưa có người nhận (1)";
    assert!(!officer.get("/").await.expect(200).text().contains(title), "it is the commune's");
    let page = worker.get("/").await.expect(200).text();
    assert!(page.contains(title) && page.contains(&format!("action=\"/tasks/{task}/move\"")), "{page}");
    assert_eq!(moved(&worker, task, "accept", "").await, 303);
    assert!(!worker.get("/").await.expect(200).text().contains(title), "it is taken on");
    let mine = worker.get("/api/v1/tasks?owner=me").await.expect(200).json();
    assert_eq!(mine["tasks"][0]["id"], task);
}

async fn the_page_offers_only_what_is_allowed(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::WorkingBoardHead).await;
    let inspector = app.person("inspector", app.province, Role::Inspector).await;
    let item = province_item(&app, &officer, "Khảo sát nhà", "2024-03-31").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute("update plan_item set is_conditional = true where id = $1", kit::params![item])
        .await
        .expect("work that may not arise");
    tx.commit().await.expect("commits");
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let path = format!("/tasks/{task}");
    let page = worker.get(&path).await.expect(200).text();
    assert!(page.contains("Nhận việc") && !page.contains("Hủy theo văn bản"), "{page}");
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("Hủy theo văn bản") && page.contains("Đóng: không phát sinh"), "{page}");
    let page = inspector.get(&path).await.expect(200).text();
    assert!(!page.contains("Nhận việc") && !page.contains("Ghi tiến độ"), "{page}");
    assert_eq!(moved(&inspector, task, "accept", "").await, 403);
    assert_eq!(moved(&officer, task, "close_not_arisen", "Quý này không có").await, 303);
    assert_eq!(state(&worker, task).await, "not_arisen");
    let panel = worker.get(&path).await.text();
    assert!(panel.contains("Không phát sinh"));
}

async fn a_task_is_cancelled_by_a_paper_only(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let item = province_item(&app, &officer, "Hội nghị mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    assert_eq!(moved(&officer, task, "cancel", "Không cần nữa").await, 422);
    let path = format!("/tasks/{task}/move");
    let fields = [("act", "cancel"), ("reason", "Không cần nữa"), ("document", "12/QĐ-MTTQ")];
    let page = officer.post(&path, &fields).await.expect(422).text();
    assert!(page.contains("Không cần nữa") && page.contains("12/QĐ-MTTQ"), "what was typed is kept: {page}");
    let mut tx = app.app.db.write().await.expect("a transaction");
    super::document(&mut tx, app.province, officer.account, "12/QĐ-MTTQ").await;
    tx.commit().await.expect("commits");
    officer.post(&path, &fields).await.expect(303);
    assert_eq!(state(&officer, task).await, "cancelled");
    assert_eq!(moved(&officer, task, "close_not_arisen", "Lý do").await, 409);
}

async fn two_people_do_not_overwrite_each_other(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Vận động mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let note =
        |percent: &'static str, body: &'static str| [("version", "1"), ("percent", percent), ("body", body)];
    worker.post(&format!("/tasks/{task}/note"), &note("40", "Đã họp thôn")).await.expect(303);
    let page =
        officer.post(&format!("/tasks/{task}/note"), &note("10", "Chữ của tôi")).await.expect(409).text();
    assert!(
        page.contains("Người Mẫu worker") && page.contains("Đã họp thôn"),
        "it says what changed: {page}"
    );
    assert!(page.contains("Chữ của tôi"), "what was typed is kept");
    let body = json!({ "act": "start", "version": 1 });
    let reply = officer.send_json(Method::POST, &format!("/api/v1/tasks/{task}/move"), body).await;
    assert_eq!(reply.status_and_code(), "409 task_changed");
    let whole = worker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert_eq!((whole["progress_percent"].as_i64(), whole["version"].as_i64()), (Some(40), Some(2)));
}

/// The version that the form on a page carries, by the address that it is sent to.
fn version_in(page: &str, action: &str) -> String {
    let form = page.split(&format!("action=\"{action}\"")).nth(1).expect("the form");
    let value = form.split("name=\"version\" value=\"").nth(1).expect("a version");
    value.split('"').next().expect("a number").to_owned()
}

async fn a_refused_form_does_not_overwrite_what_came_between(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Vận động mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let note = format!("/tasks/{task}/note");
    let assign = format!("/tasks/{task}/assign");
    let version = version_in(&officer.get(&format!("/tasks/{task}")).await.expect(200).text(), &note);
    let send = async |path: &str, version: &str, name: &str, value: &str, words: &str| {
        officer.post(path, &[("version", version), (name, value), ("body", words), ("due_on", words)]).await
    };
    // Both forms were open when the officer erred in them, and somebody saved in between.
    worker
        .post(&note, &[("version", &version), ("percent", "40"), ("body", "Đã họp thôn")])
        .await
        .expect(303);
    let page = send(&note, &version, "percent", "nửa", "Chữ của tôi").await.expect(422).text();
    assert!(page.contains("Chữ của tôi"), "what was typed is kept: {page}");
    assert_eq!(version_in(&page, &note), version, "what was seen, not what stands");
    let page =
        send(&note, &version_in(&page, &note), "percent", "10", "Chữ của tôi").await.expect(409).text();
    assert!(page.contains("Đã họp thôn") && page.contains("Chữ của tôi"), "told, and nothing lost: {page}");
    let page = send(&assign, &version, "start_on", "31/02/2024", "20/03/2024").await.expect(422).text();
    assert!(page.contains("20/03/2024"), "{page}");
    let page =
        send(&assign, &version_in(&page, &assign), "start_on", "", "20/03/2024").await.expect(409).text();
    assert!(page.contains("20/03/2024") && page.contains("Đã họp thôn"), "{page}");
    let whole = officer.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert_eq!(
        (whole["progress_percent"].as_i64(), whole["due_on"].as_str()),
        (Some(40), Some("2024-03-31"))
    );
    // Who was told may send it again.
    send(&assign, &version_in(&page, &assign), "start_on", "", "20/03/2024").await.expect(303);
}

async fn helping_units_are_changed_on_the_page(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let commune = app.person("commune", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Vận động mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let (path, south) = (format!("/tasks/{task}"), app.south.to_string());
    let helping = async || officer.get(&format!("/api/v1{path}")).await.json()["coordinators"].clone();
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("name=\"more_coordinators\""), "{page}");
    let assign = async |by: &kit::testing::Client, units: &[&str]| {
        let mut fields = vec![("due_on", "31/03/2024"), ("coordinators", "none")];
        fields.extend(units.iter().map(|unit| ("coordinators", *unit)));
        by.post(&format!("{path}/assign"), &fields).await
    };
    // The commune does not see its neighbour: it cannot ask it, and keeps it once the province did.
    let page = assign(&commune, &[&south]).await.expect(422).text();
    assert!(page.contains("id=\"f-coordinators\""), "{page}");
    assert_eq!(helping().await, json!([]));
    assign(&officer, &[&south]).await.expect(303);
    let named = helping().await;
    assert_eq!(named.as_array().map(Vec::len), Some(1), "{named}");
    let page = commune.get(&path).await.expect(200).text();
    assert!(page.contains(&format!("name=\"coordinators\" value=\"{south}\" checked")), "{page}");
    assign(&commune, &[&south]).await.expect(303);
    assert_eq!(helping().await, named);
    assign(&officer, &[]).await.expect(303);
    assert_eq!(helping().await, json!([]));
}

async fn more_time_is_asked_for_and_answered(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Báo cáo mẫu", "2024-01-31").await;
    let task = given(&officer, item, app.north, Some(worker.account), "2024-01-31").await;
    let path = format!("/tasks/{task}/extension");
    worker.post(&path, &[("due_on", "30/1/2024"), ("reason", "Mưa lũ")]).await.expect(422);
    worker.post(&path, &[("due_on", "15/2/2024"), ("reason", "Mưa lũ")]).await.expect(303);
    worker.post(&path, &[("due_on", "20/2/2024"), ("reason", "Mưa lũ")]).await.expect(409);
    let waiting = officer.get("/api/v1/tasks?with=extension").await.json();
    assert_eq!(waiting["tasks"].as_array().map(Vec::len), Some(1));
    let whole = |text: serde_json::Value| (text["due_on"].clone(), text["extensions"][0].clone());
    let (due, asked) = whole(worker.get(&format!("/api/v1/tasks/{task}")).await.json());
    assert_eq!(due, "2024-01-31", "it moves only when granted");
    let answer = format!("{path}/{}", asked["id"]);
    worker.post(&answer, &[("decision", "grant")]).await.expect(403);
    officer.post(&answer, &[("decision", "refuse")]).await.expect(422);
    officer.post(&answer, &[("decision", "grant"), ("remark", "Đồng ý")]).await.expect(303);
    let (due, asked) = whole(worker.get(&format!("/api/v1/tasks/{task}")).await.json());
    assert_eq!(
        (due, asked["state"].clone(), asked["old_due_on"].clone()),
        ("2024-02-15".into(), "granted".into(), "2024-01-31".into())
    );
}

async fn evidence_is_withdrawn_never_deleted(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let neighbour = app.person("neighbour", app.south, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Bàn giao mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let path = format!("/tasks/{task}/evidence");
    let photo = [("kind", "photo"), ("title", "Ảnh mẫu"), ("secrecy", "no")];
    worker.upload(&path, "anh.jpg", b"no image at all", &photo).await.expect(422);
    worker.upload(&path, "", b"", &[("kind", "link"), ("link", "javascript:alert(1)")]).await.expect(422);
    worker.upload(&path, "ảnh.jpg", b"\xff\xd8\xff\xe0 image", &photo).await.expect(303);
    let evidence = worker.get(&format!("/api/v1/tasks/{task}")).await.json()["evidence"][0]["id"].clone();
    let file = worker.get(&format!("{path}/{evidence}")).await.expect(200);
    assert_eq!(&file.body[..], b"\xff\xd8\xff\xe0 image");
    neighbour.get(&format!("{path}/{evidence}")).await.expect(404);
    worker.post(&format!("{path}/{evidence}/withdraw"), &[("reason", "")]).await.expect(422);
    worker.post(&format!("{path}/{evidence}/withdraw"), &[("reason", "Nhầm ảnh")]).await.expect(303);
    let whole = worker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert_eq!(whole["evidence_count"], 0);
    assert_eq!(whole["evidence"][0]["withdrawn_reason"], "Nhầm ảnh");
    assert_eq!(moved(&worker, task, "submit", "").await, 422, "withdrawn evidence does not count");
}

async fn more_time_is_not_granted_to_what_is_over(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Vận động mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let ask = json!({ "due_on": "2024-05-31", "reason": "Chờ kinh phí" });
    let asked =
        worker.send_json(Method::POST, &format!("/api/v1/tasks/{task}/extensions"), ask).await.expect(200);
    let path = format!("/api/v1/tasks/{task}/extensions/{}", asked.json()["id"]);
    let grant = json!({ "is_granted": true });
    let set = async |sql: &str, unit: kit::UnitId| {
        let mut tx = app.app.db.write().await.expect("a transaction");
        tx.execute(sql, kit::params![unit, kit::testing::day("2024-05-01")]).await.expect("a change");
        tx.commit().await.expect("commits");
    };
    set("update unit set valid_to = $2 where id = $1", app.north).await;
    let reply = officer.send_json(Method::POST, &path, grant.clone()).await;
    assert_eq!(reply.status_and_code(), "422 unit_closed", "its end was decided since");
    set("update unit set valid_to = null where id = $1 and valid_to = $2", app.north).await;
    set("update task set state = 'cancelled' where unit = $1 and due_on < $2", app.north).await;
    let reply = officer.send_json(Method::POST, &path, grant).await;
    assert_eq!(reply.status_and_code(), "409 task_closed");
}

async fn words_in_a_title_do_not_make_work_conditional(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let item =
        province_item(&app, &officer, "Rà soát hộ nghèo, nếu cổng đóng thì báo cáo", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    assert_eq!(moved(&officer, task, "close_not_arisen", "Quý này không có").await, 422);
    assert_eq!(state(&officer, task).await, "assigned");
}

async fn a_secret_file_is_no_evidence(app: TestApp) {
    const SECRET: &str = "TỈNH ỦY SƠN LA\nTỐI MẬT\nSố: 12-BC/TU\nBÁO CÁO\nvề nhân sự\n";
    let officer = app.person("officer", app.province, Role::Officer).await;
    let worker = app.person("worker", app.north, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Báo cáo mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    let page = worker.get(&format!("/tasks/{task}?tab=evidence")).await.expect(200).text();
    assert!(page.contains("name=\"secrecy\""), "the question is asked: {page}");
    let cases = [
        ("", "Biên bản họp", "422 secrecy_unanswered"),
        ("yes", "Biên bản họp", "422 state_secret"),
        ("no", SECRET, "422 state_secret"),
    ];
    for (secrecy, words, refused) in cases {
        let fields = [("kind", "document"), ("title", "Báo cáo"), ("secrecy", secrecy)];
        let path = format!("/tasks/{task}/evidence");
        let reply = worker.upload(&format!("/api/v1{path}"), "a.txt", words.as_bytes(), &fields).await;
        assert_eq!(reply.status_and_code(), refused);
        let page = worker.upload(&path, "a.txt", words.as_bytes(), &fields).await.expect(422).text();
        assert!(page.contains("tài liệu mật") && page.contains("value=\"Báo cáo\""), "{page}");
    }
    assert_eq!(std::fs::read_dir(&app.app.settings.files).map_or(0, Iterator::count), 0, "nothing is kept");
    let fields = [("kind", "document"), ("title", "Biên bản"), ("secrecy", "no")];
    worker
        .upload(&format!("/tasks/{task}/evidence"), "a.txt", "Biên bản họp".as_bytes(), &fields)
        .await
        .expect(303);
}

kit::on_both_engines! {
    a_secret_file_is_no_evidence,
    words_in_a_title_do_not_make_work_conditional,
    more_time_is_not_granted_to_what_is_over,
    done_needs_evidence_and_another_person,
    the_page_offers_only_what_is_allowed,
    what_nobody_has_taken_on_comes_first,
    a_task_is_cancelled_by_a_paper_only,
    two_people_do_not_overwrite_each_other,
    a_refused_form_does_not_overwrite_what_came_between,
    helping_units_are_changed_on_the_page,
    more_time_is_asked_for_and_answered,
    evidence_is_withdrawn_never_deleted,
}
