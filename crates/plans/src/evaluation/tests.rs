//! Stories of evaluations, told through the router on both engines.

use axum::http::Method;
use kit::on_both_engines;
use kit::params;
use kit::permission::Role;
use kit::testing::{TestApp, day, insert_unit};
use serde_json::{Value, json};

use crate::follow::tests::fixture::{Given, at, issued_plan, item, paper, plan, task, version};
use crate::{PlanId, PlanItemId};

/// Everything an evaluation leads to.
fn routes() -> axum::Router<kit::web::App> {
    super::routes().merge(crate::tasks::routes()).merge(crate::follow::routes())
}

on_both_engines! {
    a_plan_is_evaluated_from_its_tasks,
    work_leaves_the_denominator_only_by_a_paper,
    what_was_carried_to_another_plan_was_not_done_here,
    neighbours_and_those_without_the_right_get_nothing,
    who_takes_part_sees_their_own_items,
    the_demands_of_a_paper_are_evaluated,
    a_paper_without_demands_is_evaluated_by_what_was_made_from_it,
    papers_are_made_of_it,
}

fn counts(reply: &Value, name: &str) -> i64 {
    reply["counts"][name].as_i64().unwrap_or(-1)
}

fn verdict(reply: &Value, item: PlanItemId) -> &str {
    let items = reply["items"].as_array().expect("items");
    items
        .iter()
        .find(|one| one["id"] == json!(item))
        .and_then(|one| one["verdict"].as_str())
        .unwrap_or("gone")
}

/// All tasks of an item become done on a day.
async fn finish(app: &TestApp, item: PlanItemId, on: &str) {
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute(
        "update task set state = 'done', evidence_count = 1, verified_by = 1, done_on = $2 where plan_item = $1",
        params![item, day(on)],
    )
    .await
    .expect("done");
    tx.commit().await.expect("commits");
}

async fn a_plan_is_evaluated_from_its_tasks(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [houses, meeting, always]) = issued_plan(&app, officer.account).await;
    let api = format!("/api/v1/plans/{id}/evaluation");
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!((counts(&found, "done"), counts(&found, "total"), counts(&found, "overdue")), (0, 3, 1));
    assert_eq!([houses, meeting, always].map(|item| verdict(&found, item)), ["overdue", "open", "open"]);

    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute(
        "insert into task_note (task, at, account, kind, body, from_state, to_state)
         select id, $2, $3, 'moved', 'Mưa lũ, đường bị chia cắt', 'in_progress', 'suspended' from task
          where plan_item = $1 and state = 'in_progress'",
        params![houses, at("2024-01-04"), officer.account],
    )
    .await
    .expect("a note");
    tx.commit().await.expect("commits");
    finish(&app, houses, "2024-01-07").await;
    finish(&app, meeting, "2024-01-07").await;
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!([houses, meeting, always].map(|item| verdict(&found, item)), ["done_late", "done", "open"]);
    assert_eq!((counts(&found, "done"), counts(&found, "done_late"), counts(&found, "total")), (2, 1, 3));
    assert_eq!(found["items"][0]["causes"][0]["words"], "Mưa lũ, đường bị chia cắt");
    assert_eq!(found["quarters"][0]["counts"]["done"], 1, "{found}");
    assert_eq!(found["sections"].as_array().map(Vec::len), Some(3));

    let path = format!("/plans/{id}/evaluation");
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("<b>2/3</b>") && page.contains("Mưa lũ, đường bị chia cắt"), "{page}");
    assert!(page.contains(&format!("href=\"{path}?section=1&amp;result=done_late#rows\"")), "{page}");
    let page = officer.get(&format!("{path}?section=1&result=done_late")).await.expect(200).text();
    assert!(page.contains(&format!("href=\"/plans/{id}/items/{houses}\"")), "{page}");
    assert!(page.contains(&format!("href=\"/tasks?state=all&amp;item={houses}\"")), "{page}");
    assert!(
        !page.contains(&format!("href=\"/plans/{id}/items/{always}\"")),
        "only what the figure counts: {page}"
    );
    let tasks = officer.get(&format!("/tasks?state=all&item={houses}")).await.expect(200).text();
    assert!(tasks.contains("href=\"/tasks/1\""), "the second click: {tasks}");

    let lines = officer.get(&format!("{path}?result=all_done&format=csv")).await.expect(200).text();
    assert!(lines.contains("Cộng,,,,,3,2,1,1,0,0,0,0,66,"), "{lines}");
    assert!(lines.contains("Hoàn thành chậm,") && !lines.contains("Tuyên truyền thường xuyên"), "{lines}");
    officer.get(&format!("{path}?format=xlsx")).await.expect(200);
    // The year is over: what is not done now was not done.
    app.travel_to("2025-01-02");
    let officer = app.person("chuyenvien2", app.province, Role::Officer).await;
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!((verdict(&found, always), counts(&found, "failed")), ("failed", 1));
}

async fn work_leaves_the_denominator_only_by_a_paper(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [_, meeting, always]) = issued_plan(&app, officer.account).await;
    let api = format!("/api/v1/plans/{id}/evaluation");
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute("update plan set issued_at = 0 where id = $1", params![id]).await.expect("issued");
    tx.execute("update plan_item set state = 'withdrawn' where id = $1", params![always]).await.expect("out");
    let data = json!({});
    version(&mut tx, always, at("2024-01-03"), officer.account, None, data.clone()).await;
    tx.commit().await.expect("commits");
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!(
        (verdict(&found, always), counts(&found, "total"), counts(&found, "failed")),
        ("failed", 3, 1)
    );

    let mut tx = app.app.db.write().await.expect("a transaction");
    let order = paper(&mut tx, app.province, "12/QĐ-MTTQ-BTT", "", officer.account).await;
    version(&mut tx, always, at("2024-01-04"), officer.account, Some(order), data).await;
    tx.execute("update task set state = 'cancelled' where plan_item = $1", params![meeting])
        .await
        .expect("out");
    tx.commit().await.expect("commits");
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!((verdict(&found, always), verdict(&found, meeting)), ("withdrawn", "withdrawn"));
    assert_eq!((counts(&found, "total"), counts(&found, "out")), (1, 2));
    let page = officer.get(&format!("/plans/{id}/evaluation?result=out")).await.expect(200).text();
    assert!(page.contains("12/QĐ-MTTQ-BTT"), "the paper that took it out is named: {page}");

    // What left the plan while it was a draft was never promised.
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute("update plan set issued_at = $2 where id = $1", params![id, at("2024-01-05")])
        .await
        .expect("later");
    tx.commit().await.expect("commits");
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!(verdict(&found, always), "gone");
}

async fn what_was_carried_to_another_plan_was_not_done_here(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [houses, meeting, always]) = issued_plan(&app, officer.account).await;
    finish(&app, houses, "2024-01-04").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let next: PlanId = plan(&mut tx, app.province, "draft", officer.account).await;
    for (from, to) in [(houses, next), (meeting, next), (always, id)] {
        let new =
            item(&mut tx, to, Given { position: 9, code: "+1", title: "Chuyển tiếp", ..Given::default() })
                .await;
        tx.execute("update plan_item set carried_from = $2 where id = $1", params![new, from])
            .await
            .expect("carried");
    }
    tx.commit().await.expect("commits");
    let found = officer.get(&format!("/api/v1/plans/{id}/evaluation")).await.expect(200).json();
    // What was finished and only begins anew is done; what moved inside the plan counts where it went.
    assert_eq!([houses, meeting, always].map(|item| verdict(&found, item)), ["done", "carried", "moved"]);
    assert_eq!((counts(&found, "total"), counts(&found, "not_yet"), counts(&found, "carried")), (3, 2, 1));
}

async fn neighbours_and_those_without_the_right_get_nothing(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let document = paper(&mut tx, app.province, "721-KL/TU", "", officer.account).await;
    let west =
        insert_unit(&mut tx, "w", "Xã Tây Mẫu", "commune", Some(app.province), day("2020-01-01")).await;
    tx.commit().await.expect("commits");
    let west = app.person("taymau", west, Role::CommuneOfficer).await;
    let paths = [
        format!("/plans/{id}/evaluation"),
        format!("/plans/{id}/evaluation?format=csv"),
        format!("/plans/{id}/evaluation/paper"),
        format!("/plans/{id}/paper?format=docx"),
        format!("/documents/{document}/evaluation"),
        format!("/api/v1/plans/{id}/evaluation"),
        format!("/api/v1/plans/{id}/evaluation/paper"),
        format!("/api/v1/plans/{id}/paper"),
        format!("/api/v1/documents/{document}/evaluation"),
    ];
    for path in &paths {
        officer.get(path).await.expect(200);
        west.get(path).await.expect(404);
    }
    // Without a post nobody may read work.
    let guest = app.guest();
    for path in &paths {
        let status = guest.get(path).await.status.as_u16();
        assert!(matches!(status, 303 | 401), "{path}: {status}");
    }
}

async fn who_takes_part_sees_their_own_items(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [houses, ..]) = issued_plan(&app, officer.account).await;
    finish(&app, houses, "2024-01-04").await;
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    let found = north.get(&format!("/api/v1/plans/{id}/evaluation")).await.expect(200).json();
    assert_eq!((counts(&found, "done"), counts(&found, "total")), (1, 1));
    assert_eq!(found["items"][0]["estimate"], Value::Null);
    let page = north.get(&format!("/plans/{id}/evaluation")).await.expect(200).text();
    assert!(!page.contains("hội nghị lần thứ mười một") && !page.contains("evaluation/paper"), "{page}");
    north.get(&format!("/plans/{id}/paper")).await.expect(404);
}

async fn the_demands_of_a_paper_are_evaluated(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (_, [houses, meeting, always]) = issued_plan(&app, officer.account).await;
    finish(&app, houses, "2024-01-07").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let document = paper(&mut tx, app.province, "721-KL/TU", "", officer.account).await;
    paper(&mut tx, app.province, "800-KL/TU", "", officer.account).await;
    tx.commit().await.expect("commits");
    let directive = format!("/api/v1/directives/{document}");
    let lines = json!({ "lines": "1. Nhà Đại đoàn kết\n2. Hội nghị\n3. Giám sát\n4. Tuyên truyền" });
    let view = officer.send_json(Method::POST, &format!("{directive}/items"), lines).await.expect(200).json();
    let demand = |number: usize| view["demands"][number - 1]["id"].clone();
    for (number, item) in [(1, houses), (2, meeting), (4, always)] {
        let link = json!({ "demand": demand(number), "item": item, "is_linked": true });
        officer.send_json(Method::POST, &format!("{directive}/links"), link).await.expect(200);
    }
    let api = format!("/api/v1/documents/{document}/evaluation");
    let verdicts = |found: &Value| -> Vec<String> {
        let points = found["points"].as_array().expect("points");
        points.iter().map(|point| point["verdict"].as_str().unwrap_or("").to_owned()).collect()
    };
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!(verdicts(&found), ["done_late", "open", "unmapped", "open"]);
    assert_eq!((counts(&found, "done"), counts(&found, "total"), counts(&found, "unmapped")), (1, 4, 1));

    let path = format!("/documents/{document}/evaluation");
    let page = officer.get(&path).await.expect(200).text();
    assert!(
        page.contains("<b>1/4</b>") && page.contains("1 nhiệm vụ được giao chưa có trong kế hoạch"),
        "{page}"
    );
    let page = officer.get(&format!("{path}?result=unmapped")).await.expect(200).text();
    assert!(page.contains("Giám sát") && !page.contains("Nhà Đại đoàn kết"), "{page}");
    assert!(page.contains(&format!("href=\"/directives/{document}\">Gắn với dòng kế hoạch")), "{page}");

    let out = json!({ "demand": demand(3), "document": "800-KL/TU" });
    officer.send_json(Method::POST, &format!("{directive}/withdrawals"), out).await.expect(200);
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!(verdicts(&found), ["done_late", "open", "withdrawn", "open"]);
    assert_eq!((counts(&found, "done"), counts(&found, "total"), counts(&found, "out")), (1, 3, 1));
    let lines = officer.get(&format!("{path}?format=csv")).await.expect(200).text();
    assert!(
        lines.contains("1,Nhà Đại đoàn kết,") && lines.contains("Hoàn thành chậm,Hoàn thành,"),
        "{lines}"
    );
    app.travel_to("2025-01-02");
    let officer = app.person("chuyenvien2", app.province, Role::Officer).await;
    let found = officer.get(&api).await.expect(200).json();
    assert_eq!(verdicts(&found), ["done_late", "failed", "withdrawn", "failed"], "the plan's year is over");
}

async fn a_paper_without_demands_is_evaluated_by_what_was_made_from_it(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [houses, meeting, always]) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let document = paper(&mut tx, app.province, "05/KH-MTTQ-BTT", "", officer.account).await;
    tx.execute("update plan_item set document = $2 where plan = $1", params![id, document])
        .await
        .expect("made from");
    tx.execute("update task set state = 'not_arisen' where plan_item = $1", params![meeting])
        .await
        .expect("none");
    task(&mut tx, id, always, app.north, "suspended", Some("2024-03-31")).await;
    tx.commit().await.expect("commits");
    finish(&app, houses, "2024-01-04").await;
    let found = officer.get(&format!("/api/v1/documents/{document}/evaluation")).await.expect(200).json();
    let verdicts: Vec<&Value> =
        found["points"].as_array().into_iter().flatten().map(|point| &point["verdict"]).collect();
    assert_eq!(verdicts, ["done", "not_arisen", "open"]);
    assert_eq!((counts(&found, "done"), counts(&found, "total"), counts(&found, "out")), (1, 2, 1));
    let page = officer.get(&format!("/documents/{document}/evaluation")).await.expect(200).text();
    assert!(page.contains("<b>1/2</b>"), "{page}");
}

/// The words of a .docx.
fn words(bytes: &[u8]) -> String {
    paper::formats::read_file(bytes, None, &paper::formats::Limits::default()).expect("a .docx").text
}

async fn papers_are_made_of_it(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [houses, ..]) = issued_plan(&app, officer.account).await;
    finish(&app, houses, "2024-01-07").await;
    let reply = officer.get(&format!("/plans/{id}/paper?format=docx")).await.expect(200);
    let told = words(&reply.body);
    assert!(
        told.contains("KẾ HOẠCH") && told.contains("BAN THƯỜNG TRỰC") && told.contains("CHỦ TỊCH"),
        "{told}"
    );
    assert!(told.contains("PHỤ LỤC") && told.contains("Hoàn thành chậm") && told.contains("2/2"), "{told}");
    assert!(told.contains("Tổ chức khảo sát nhà Đại đoàn kết."), "{told}");
    let reply = officer.get(&format!("/plans/{id}/evaluation/paper?format=docx")).await.expect(200);
    let told = words(&reply.body);
    assert!(told.contains("BÁO CÁO") && told.contains("DỰ THẢO"), "{told}");
    assert!(told.contains("đã hoàn thành 1/3 nội dung (trong đó 1 nội dung hoàn thành chậm)"), "{told}");
    for part in ["paper", "evaluation/paper"] {
        let reply = officer.get(&format!("/plans/{id}/{part}?format=pdf")).await.expect(200);
        assert!(reply.body.starts_with(b"%PDF"), "{part}");
    }
    // A plan of a board is the board's paper.
    let mut tx = app.app.db.write().await.expect("a transaction");
    tx.execute(
        "update unit set kind = 'specialised_board', name = 'Ban Phong trào', parent = $2 where id = $1",
        params![app.north, app.province],
    )
    .await
    .expect("a board");
    tx.execute("update plan set unit = $2 where id = $1", params![id, app.north]).await.expect("its plan");
    tx.commit().await.expect("commits");
    let reply = officer.get(&format!("/plans/{id}/paper?format=docx")).await.expect(200);
    assert!(words(&reply.body).contains("BAN PHONG TRÀO"), "{}", words(&reply.body));
}
