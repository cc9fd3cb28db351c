//! The record on pages, the review and the neighbours.

use kit::permission::Role;
use kit::storage::only;
use kit::testing::TestApp;
use serde_json::json;

use super::{get, go, id, issue, plan_with_item, post, routes};
use crate::review::tests::paper_of;

async fn a_neighbour_sees_no_plan(app: TestApp) {
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let (plan, item) = plan_with_item(&north).await;
    assert_eq!(get(&south, "/plans").await["plans"], json!([]));
    assert_eq!(get(&north, "/plans").await["plans"].as_array().map(Vec::len), Some(1));
    for path in [
        format!("/plans/{}", id(&plan)),
        format!("/plans/{}/items", id(&plan)),
        format!("/plan-items/{}", id(&item)),
    ] {
        south.get(&format!("/api/v1{path}")).await.expect(404);
    }
    let body = json!({ "version": 1, "title": "Của người khác" });
    post(&south, &format!("/plan-items/{}/edit", id(&item)), body).await.expect(404);
    let mut tx = app.app.db.read().await.unwrap();
    let found: i64 =
        tx.one("select count(*) from search_doc where kind = 'plan_item'", &[], only).await.unwrap();
    assert_eq!(found, 1, "the item can be searched for");
}

async fn the_review_is_worked_through_the_api(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let document = paper_of(&app, app.province, officer.account.0).await;
    let base = format!("/documents/{document}/proposals");
    let review = get(&officer, &base).await;
    assert_eq!((&review["clauses_handled"], &review["clauses"]), (&json!(0), &json!(4)));
    let one = review["proposals"][1].clone();
    let act = |act: &str| format!("{base}/{}/{act}", id(&one));
    let mut edit = one.clone();
    edit["lead_unit"] = json!(app.north);
    edit["title"] = json!("Hội nghị lần thứ mười");
    let review = post(&officer, &act("edit"), edit.clone()).await.expect(200).json();
    assert_eq!(review["proposals"][1]["title"], "Hội nghị lần thứ mười");
    assert_eq!(post(&officer, &act("edit"), edit).await.status_and_code(), "409 proposal_changed");
    post(&officer, &act("drop"), json!({ "version": 2, "reason": "" })).await.expect(422);
    let review = post(&officer, &act("accept"), json!({ "version": 2 })).await.expect(200).json();
    assert_eq!((&review["clauses_handled"], &review["undo"]), (&json!(1), &json!("accept")));
    let plan = review["plan"].as_i64().expect("the draft plan");
    let items = get(&officer, &format!("/plans/{plan}/items")).await;
    assert_eq!(items[0]["lead_unit"], json!(app.north));
    assert_eq!(items[0]["span_start"], one["span_start"]);
    let review = post(&officer, &format!("{base}/undo"), json!({})).await.expect(200).json();
    assert_eq!((&review["clauses_handled"], &review["redo"]), (&json!(0), &json!("accept")));
    let whole = post(&officer, &format!("{base}/accept-section"), json!({})).await.expect(200).json();
    assert_eq!(whole["clauses_handled"], 4);
}

async fn the_record_is_kept_on_pages(app: TestApp) {
    let leader = app.person("leader", app.province, Role::Leader).await;
    let new = [
        ("title", "Kế hoạch công tác năm 2024"),
        ("year", "2024"),
        ("kind", "yearly"),
        ("allotment", "20.000.000"),
    ];
    let mut wrong = new;
    wrong[1].1 = "hai nghìn";
    assert!(
        leader.post("/plans/new", &wrong).await.expect(422).text().contains("20.000.000"),
        "what was typed stays"
    );
    let plan = leader.post("/plans/new", &new).await.expect(303).location().to_owned();
    let item = [("title", "Tặng quà Tết"), ("kind", "focus"), ("quarter", "1"), ("lead", "nam mau")];
    leader.get(&format!("{plan}/items/new")).await.expect(200);
    let item = leader.post(&format!("{plan}/items/new"), &item).await.expect(303).location().to_owned();
    leader.get(&item).await.expect(200);
    let spending = [("amount", "1.500.000"), ("spent_on", "5/1/2024"), ("note", "Quà")];
    leader.post(&format!("{item}/spending"), &spending).await.expect(303);
    assert!(leader.get(&item).await.expect(200).text().contains("1.500.000"));
    let sum_up = leader.get(&format!("{plan}/move?act=issue")).await.expect(200).text();
    assert!(sum_up.contains("Nội dung: <b>1</b>") && sum_up.contains("chủ trì: <b>0</b>"), "{sum_up}");
    for (act, version) in [("review", "1"), ("submit", "2"), ("approve", "3"), ("issue", "4")] {
        leader.post(&format!("{plan}/move"), &[("act", act), ("version", version)]).await.expect(303);
    }
    assert!(!leader.get(&plan).await.expect(200).text().contains("value=\"issue\""));
    leader.get(&format!("{plan}/move?act=adjust")).await.expect(200);
    let edit = [("title", "Tặng quà"), ("kind", "focus"), ("quarter", "1"), ("version", "1")];
    let refused = leader.post(&format!("{item}/edit"), &edit).await.expect(422).text();
    assert!(refused.contains("value=\"Tặng quà\""), "what was typed stays");
    let carried = leader
        .post(&format!("{item}/carry"), &[("version", "1"), ("reason", "Chờ kinh phí")])
        .await
        .expect(303);
    assert_ne!(carried.location(), item);
    leader.get(&format!("{plan}/next-year")).await.expect(200);
    leader.post(&format!("{plan}/next-year"), &[]).await.expect(303);
}

async fn a_fault_in_the_form_does_not_hide_who_was_faster(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let other = app.person("other", app.province, Role::Officer).await;
    let (plan, item) = plan_with_item(&officer).await;
    let edit = json!({ "version": 1, "title": "Chữ của người khác", "quarter": 1 });
    post(&other, &format!("/plan-items/{}/edit", id(&item)), edit).await.expect(200);
    let path = format!("/plans/{}/items/{}", id(&plan), id(&item));
    let typed = |due_on: &'static str| {
        [("version", "1"), ("title", "Chữ của tôi"), ("kind", "focus"), ("due_on", due_on)]
    };
    let page = officer.post(&format!("{path}/edit"), &typed("32/13")).await.expect(422).text();
    let (seen, newer) = ("name=\"version\" value=\"1\"", "name=\"version\" value=\"2\"");
    assert!(page.contains(seen) && !page.contains(newer), "the version that was seen stays: {page}");
    let page = officer.post(&format!("{path}/edit"), &typed("31/3/2024")).await.expect(409).text();
    assert!(page.contains("Người Mẫu other") && page.contains(newer), "now it is said: {page}");
    let fields = [("version", "1"), ("reason", "Trùng"), ("decision", "99/QĐ-KHÔNG-CÓ")];
    let page = officer.post(&format!("{path}/withdraw"), &fields).await.expect(422).text();
    assert!(!page.contains(newer), "neither for a withdrawal: {page}");
    go(&officer, id(&plan), "review", json!({})).await.expect(200);
    let fields = [("act", "submit"), ("version", "1"), ("decision", "99/QĐ-KHÔNG-CÓ")];
    let page = officer.post(&format!("/plans/{}/move", id(&plan)), &fields).await.expect(422).text();
    assert!(page.contains(seen) && !page.contains(newer), "nor for a plan's step: {page}");
}

async fn a_refused_form_of_an_item_comes_back_open_with_what_was_typed(app: TestApp) {
    let leader = app.person("leader", app.province, Role::Leader).await;
    let officer = app.person("officer", app.province, Role::Officer).await;
    let (plan, item) = plan_with_item(&officer).await;
    let path = format!("/plans/{}/items/{}", id(&plan), id(&item));
    let opened = |page: &str, form: &str| {
        let at = page.find(&format!("<div id=\"{form}\">")).expect("the form");
        let before = &page[..at];
        before
            .rfind("<details class=\"fold\" open")
            .is_some_and(|open| open > before.rfind("</details>").unwrap_or(0))
    };
    let page = officer.get(&format!("{path}/edit")).await.expect(200).text();
    assert!(!opened(&page, "edit") && !opened(&page, "withdraw"), "{page}");
    let wrong = [("amount", "ba trăm"), ("spent_on", "5/1/2024"), ("note", "Quà Tết các gia đình")];
    let page = officer.post(&format!("{path}/spending"), &wrong).await.expect(422).text();
    assert!(
        page.contains("ba trăm") && page.contains("Quà Tết các gia đình"),
        "what was typed stays: {page}"
    );
    assert!(!opened(&page, "edit"), "the fault is another form's: {page}");
    let fields = [("version", "1"), ("reason", "Trùng nhiệm vụ"), ("decision", "99/QĐ-KHÔNG-CÓ")];
    let page = officer.post(&format!("{path}/withdraw"), &fields).await.expect(422).text();
    assert!(
        page.contains("Trùng nhiệm vụ") && page.contains("99/QĐ-KHÔNG-CÓ"),
        "what was typed stays: {page}"
    );
    assert!(opened(&page, "withdraw") && !opened(&page, "edit"), "{page}");
    issue(&officer, &leader, id(&plan)).await;
    let page = officer.get(&path).await.expect(200).text();
    let carry = format!("{path}/edit?open=carry#carry");
    assert!(page.contains(&carry), "the item leads to the form: {page}");
    let page = officer.get(&format!("{path}/edit?open=carry")).await.expect(200).text();
    assert!(opened(&page, "carry"), "{page}");
}

async fn a_papers_page_shows_the_plans_made_from_it(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let document = paper_of(&app, app.north, north.account.0).await;
    let plan =
        json!({ "year": 2024, "kind": "thematic", "title": "Kế hoạch riêng của tỉnh", "document": document });
    let plan = post(&officer, "/plans", plan).await.expect(201).json();
    let path = format!("/documents/{document}/relations");
    let page = officer.get(&path).await.expect(200).text();
    let href = format!("/plans/{}\"", id(&plan));
    assert!(page.contains(&href) && page.contains("Kế hoạch riêng của tỉnh"), "{page}");
    let page = north.get(&path).await.expect(200).text();
    assert!(!page.contains("Kế hoạch riêng của tỉnh"), "a plan out of sight does not hang there: {page}");
}

kit::on_both_engines! {
    a_neighbour_sees_no_plan,
    the_review_is_worked_through_the_api,
    the_record_is_kept_on_pages,
    a_fault_in_the_form_does_not_hide_who_was_faster,
    a_papers_page_shows_the_plans_made_from_it,
    a_refused_form_of_an_item_comes_back_open_with_what_was_typed,
}
