//! A plan's progress made public, seen by somebody who is nobody here, and taken back.

use kit::permission::Role;
use kit::storage::only;
use kit::testing::{Client, Reply, TestApp, day};
use kit::{on_both_engines, params};
use serde_json::json;

use crate::PlanId;
use crate::follow::tests::fixture;
use crate::routes;

on_both_engines! {
    a_plan_is_public_only_while_somebody_says_so,
    only_who_may_issue_publishes,
    a_draft_is_not_published,
    no_person_and_no_word_of_theirs_is_shown,
    filters_narrow_the_page_and_the_file,
    fifty_tasks_fill_a_page_and_turn_both_ways,
    a_kept_page_never_outlives_its_data,
    a_day_later_a_task_is_overdue,
    the_list_follows_every_change,
}

/// A plan of the province with three tasks, made public by a leader.
async fn public_plan(app: &TestApp) -> (Client, PlanId) {
    let leader = app.person("lanhdao", app.province, Role::Leader).await;
    let (plan, _) = fixture::issued_plan(app, leader.account).await;
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update task set folded = 'to chuc khao sat' where title like '%khảo sát%'", &[])
        .await
        .unwrap();
    tx.execute("update task set quarter = (select i.quarter from plan_item i where i.id = plan_item)", &[])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    publish(&leader, plan).await.expect(303);
    (leader, plan)
}

async fn publish(who: &Client, plan: PlanId) -> Reply {
    who.post(&format!("/plans/{plan}/publication"), &[("act", "publish"), ("reason", "Theo Thông báo số 12")])
        .await
}

fn page_of(plan: PlanId) -> String {
    format!("/cong-khai/ke-hoach/{plan}")
}

async fn run(app: &TestApp, sql: &str) {
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute(sql, &[]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_plan_is_public_only_while_somebody_says_so(app: TestApp) {
    let leader = app.person("lanhdao", app.province, Role::Leader).await;
    let (plan, _) = fixture::issued_plan(&app, leader.account).await;
    let guest = app.guest();
    guest.get(&page_of(plan)).await.expect(404);
    assert!(guest.get("/cong-khai").await.expect(200).text().contains("Chưa có kế hoạch nào được công khai"));
    publish(&leader, plan).await.expect(303);
    let page = guest.get(&page_of(plan)).await.expect(200).text();
    assert!(page.contains("<b>1/3</b>") && page.contains("Quá hạn 1, đang làm 0, chưa đến hạn 1."), "{page}");
    assert!(guest.get("/cong-khai").await.expect(200).text().contains(&page_of(plan)));
    let own = leader.get(&format!("/plans/{plan}")).await.expect(200).text();
    assert!(own.contains(&format!("href=\"{}\"", page_of(plan))), "{own}");
    let office = leader.get(&format!("/plans/{plan}/publication")).await.expect(200).text();
    assert!(office.contains("Theo Thông báo số 12") && office.contains("Ngừng công khai"), "{office}");
    // Twice is refused, in both directions.
    publish(&leader, plan).await.expect(409);
    let address = format!("/api/v1/plans/{plan}/publication/withdraw");
    let body = || json!({ "reason": "Đang rà soát" });
    let rows = leader.send_json(axum::http::Method::POST, &address, body()).await.expect(200).json();
    assert_eq!(rows[0]["withdrawn_reason"], "Đang rà soát");
    let again = leader.send_json(axum::http::Method::POST, &address, body()).await;
    assert_eq!(again.status_and_code(), "409 plan_not_published");
    guest.get(&page_of(plan)).await.expect(404);
    guest.get(&format!("/api/v1/public/plans/{plan}")).await.expect(404);
    guest.get(&format!("{}.csv", page_of(plan))).await.expect(404);
    assert!(!guest.get("/cong-khai").await.expect(200).text().contains(&page_of(plan)));
    let mut tx = app.app.db.read().await.unwrap();
    let written: Vec<String> =
        tx.all("select action from audit where subject_kind = 'plan' order by id", &[], only).await.unwrap();
    assert_eq!(written, ["plan_published", "plan_publication_withdrawn"]);
}

async fn only_who_may_issue_publishes(app: TestApp) {
    let leader = app.person("lanhdao", app.province, Role::Leader).await;
    let (plan, _) = fixture::issued_plan(&app, leader.account).await;
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    publish(&officer, plan).await.expect(403);
    assert!(
        !officer
            .get(&format!("/plans/{plan}/publication"))
            .await
            .expect(200)
            .text()
            .contains("name=\"reason\"")
    );
    // A commune takes part in the plan; it is not theirs to publish, nor to see who did.
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    publish(&north, plan).await.expect(404);
    north.get(&format!("/plans/{plan}/publication")).await.expect(404);
    app.guest().get(&format!("/plans/{plan}/publication")).await.expect(303);
    let refused =
        leader.post(&format!("/plans/{plan}/publication"), &[("act", "publish"), ("reason", " ")]).await;
    assert!(refused.expect(422).text().contains("f-reason"));
    app.guest().get(&page_of(plan)).await.expect(404);
}

async fn a_draft_is_not_published(app: TestApp) {
    let leader = app.person("lanhdao", app.province, Role::Leader).await;
    let mut tx = app.app.db.write().await.unwrap();
    let plan = fixture::plan(&mut tx, app.province, "approved", leader.account).await;
    tx.commit().await.unwrap();
    publish(&leader, plan).await.expect(409);
    assert!(
        !leader
            .get(&format!("/plans/{plan}/publication"))
            .await
            .expect(200)
            .text()
            .contains("name=\"reason\"")
    );
}

async fn no_person_and_no_word_of_theirs_is_shown(app: TestApp) {
    let (leader, plan) = public_plan(&app).await;
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute(
        "update task set assignee = $1, state_reason = 'Lý do mật', state = 'returned', due_on = $2 where state = 'assigned'",
        params![leader.account, day("2024-06-30")],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let guest = app.guest();
    let json_address = format!("/api/v1/public/plans/{plan}");
    for address in [page_of(plan), format!("{}.csv", page_of(plan)), json_address, "/cong-khai".to_owned()] {
        let text = guest.get(&address).await.expect(200).text();
        for word in [
            "Người Mẫu",
            "lanhdao",
            "Lý do mật",
            "Thông báo số 12",
            "returned",
            "Trả lại",
            "20.000.000",
            "50000000",
        ] {
            assert!(!text.contains(word), "{word} in {address}: {text}");
        }
    }
    let page = guest.get(&page_of(plan)).await.expect(200).text();
    // Who is signed in sees the same page, and nothing of theirs in it.
    assert_eq!(leader.get(&page_of(plan)).await.expect(200).text(), page);
}

async fn filters_narrow_the_page_and_the_file(app: TestApp) {
    let (_, plan) = public_plan(&app).await;
    let guest = app.guest();
    for (query, rows) in [
        ("", 3),
        ("?quarter=1", 2),
        ("?quarter=2", 1),
        ("?quarter=year", 0),
        ("?state=done", 1),
        ("?state=overdue", 1),
        ("?state=not_due", 1),
        ("?state=working", 0),
        ("?q=khao+sat", 2),
        ("?q=kh%E1%BA%A3o&state=done", 1),
        ("?q=%25", 0),
        ("?state=suspended&quarter=9", 3),
    ] {
        let page = guest.get(&format!("{}{query}", page_of(plan))).await.expect(200).text();
        assert_eq!(page.matches("<th scope=\"row\">").count(), rows, "{query}: {page}");
        let file = guest.get(&format!("{}.csv{query}", page_of(plan))).await.expect(200).text();
        assert_eq!(file.lines().count(), rows + 1, "{query}: {file}");
        let twin = guest.get(&format!("/api/v1/public/plans/{plan}{query}")).await.expect(200).json();
        assert_eq!(twin["tasks"].as_array().unwrap().len(), rows, "{query}");
        assert_eq!(twin["figures"]["total"], 3, "{query}");
    }
    let page = guest.get(&page_of(plan)).await.expect(200).text();
    assert!(page.contains("khảo sát nhà Đại đoàn kết") && page.contains("xã Bắc Mẫu"), "{page}");
    guest.get("/cong-khai/ke-hoach/x").await.expect(404);
}

async fn fifty_tasks_fill_a_page_and_turn_both_ways(app: TestApp) {
    let (_, plan) = public_plan(&app).await;
    let mut tx = app.app.db.write().await.unwrap();
    for number in 0..60 {
        let given = fixture::Given {
            position: 10 + number,
            code: "X",
            section: "X",
            title: &format!(
                "Tổ chức tuyên truyền, vận động Nhân dân thực hiện nội dung thứ {number:02} của chương trình phối hợp"
            ),
            quarter: Some(3),
            ..fixture::Given::default()
        };
        let item = fixture::item(&mut tx, plan, given).await;
        let due = if number % 3 == 0 { None } else { Some("2024-09-30") };
        fixture::task(&mut tx, plan, item, app.south, "in_progress", due).await;
    }
    tx.commit().await.unwrap();
    let guest = app.guest();
    let first = guest.get(&page_of(plan)).await.expect(200).text();
    assert_eq!(first.matches("<th scope=\"row\">").count(), 50);
    assert!(first.len() < 20 * 1024, "{} bytes", first.len());
    let next = first
        .split("rel=\"next\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a next page");
    let second = guest.get(&next.replace("&amp;", "&")).await.expect(200).text();
    assert_eq!(second.matches("<th scope=\"row\">").count(), 13, "{second}");
    assert!(!second.contains("rel=\"next\""));
    let back = second
        .split("rel=\"prev\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a way back");
    let again = guest.get(&back.replace("&amp;", "&")).await.expect(200).text();
    let rows =
        |page: &str| page.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap().to_owned();
    assert_eq!(rows(&again), rows(&first));
    assert!(!again.contains("rel=\"prev\""));
    let mut after = String::new();
    let mut seen = Vec::new();
    loop {
        let page = guest.get(&format!("/api/v1/public/plans/{plan}?after={after}")).await.expect(200).json();
        seen.extend(page["tasks"].as_array().unwrap().iter().map(|task| task["id"].as_i64().unwrap()));
        match page["after"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 63);
}

async fn a_kept_page_never_outlives_its_data(app: TestApp) {
    let (leader, plan) = public_plan(&app).await;
    let guest = app.guest();
    let etag = |reply: &Reply| reply.headers["etag"].to_str().unwrap().to_owned();
    let first = guest.get(&page_of(plan)).await.expect(200);
    assert_eq!(first.headers["cache-control"], "public, no-cache");
    let same = guest.get(&page_of(plan)).await.expect(200);
    assert_eq!((same.text(), etag(&same)), (first.text(), etag(&first)));
    let mut last = etag(&first);
    for (sql, shown) in [
        ("update task set state = 'in_progress' where state = 'assigned'", "đang làm 1"),
        ("update task set due_on = '2024-12-31' where due_on = '2024-06-30'", "31/12/2024"),
        ("update plan set title = 'Kế hoạch đã đổi tên'", "Kế hoạch đã đổi tên"),
        ("update unit set short_name = 'Xã Đổi Tên' where code = 'n'", "Xã Đổi Tên"),
        ("update unit set name = 'Ủy ban đổi tên' where code = '14'", "Ủy ban đổi tên"),
        ("update plan_item set state = 'withdrawn' where code = 'II.2.2.1'", "<b>1/2</b>"),
        ("delete from task where state = 'in_progress' and due_on = '2024-01-05'", "<b>1/1</b>"),
    ] {
        run(&app, sql).await;
        let page = guest.get(&page_of(plan)).await.expect(200);
        assert!(page.text().contains(shown), "{sql}: {}", page.text());
        assert_ne!(etag(&page), last, "{sql}");
        last = etag(&page);
    }
    // What was never committed is not counted; another plan's change is not this one's.
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update task set state = 'planned' where plan = $1", params![plan]).await.unwrap();
    drop(tx);
    let mut tx = app.app.db.write().await.unwrap();
    let other = fixture::plan(&mut tx, app.province, "issued", leader.account).await;
    let item =
        fixture::item(&mut tx, other, fixture::Given { title: "Việc khác", ..Default::default() }).await;
    fixture::task(&mut tx, other, item, app.north, "planned", None).await;
    tx.commit().await.unwrap();
    assert_eq!(etag(&guest.get(&page_of(plan)).await.expect(200)), last);
    // Published again, it is another publication: nothing of the first is taken for it.
    let withdraw = [("act", "withdraw"), ("reason", "Rà soát")];
    leader.post(&format!("/plans/{plan}/publication"), &withdraw).await.expect(303);
    guest.get(&page_of(plan)).await.expect(404);
    run(&app, "update plan set title = 'Kế hoạch sau rà soát'").await;
    publish(&leader, plan).await.expect(303);
    assert!(guest.get(&page_of(plan)).await.expect(200).text().contains("Kế hoạch sau rà soát"));
}

async fn a_day_later_a_task_is_overdue(app: TestApp) {
    let (_, plan) = public_plan(&app).await;
    let guest = app.guest();
    assert!(guest.get(&page_of(plan)).await.expect(200).text().contains("Quá hạn 1,"));
    app.travel_to("2024-07-01");
    assert!(guest.get(&page_of(plan)).await.expect(200).text().contains("Quá hạn 2,"));
}

async fn the_list_follows_every_change(app: TestApp) {
    let (leader, plan) = public_plan(&app).await;
    let guest = app.guest();
    let list = guest.get("/cong-khai").await.expect(200).text();
    assert!(list.contains("<b>1/3</b>") && list.contains("Ủy ban MTTQ Việt Nam tỉnh Sơn La"), "{list}");
    run(&app, "delete from task where state = 'assigned'").await;
    assert!(guest.get("/cong-khai").await.expect(200).text().contains("<b>1/2</b>"));
    let mut tx = app.app.db.write().await.unwrap();
    let own = fixture::plan(&mut tx, app.north, "issued", leader.account).await;
    tx.commit().await.unwrap();
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    publish(&north, own).await.expect(303);
    let twin = guest.get("/api/v1/public/plans").await.expect(200).json();
    // By the committee's name: "tỉnh Sơn La" stands before "xã Bắc Mẫu".
    let ids: Vec<i64> =
        twin["plans"].as_array().unwrap().iter().map(|plan| plan["id"].as_i64().unwrap()).collect();
    assert_eq!(ids, [plan.0, own.0]);
    let rest = guest.get(&format!("/api/v1/public/plans?after={plan}")).await.expect(200).json();
    assert_eq!(rest["plans"][0]["id"], own.0);
    assert!(guest.get(&format!("/cong-khai?after={plan}")).await.expect(200).text().contains(&page_of(own)));
}
