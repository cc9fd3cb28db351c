//! n/N of a directive.

use axum::http::Method;
use kit::permission::Role;
use kit::testing::TestApp;
use serde_json::json;

use super::{document, given, moved, province_item, routes, with_evidence};

async fn demands_are_counted_never_typed(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let leader = app.person("leader", app.province, Role::Leader).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let first = province_item(&app, &officer, "Tuyên truyền mẫu", "2024-03-31").await;
    let second = province_item(&app, &officer, "Vận động mẫu", "2024-03-31").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let paper = document(&mut tx, app.province, officer.account, "721-KL/TU").await;
    document(&mut tx, app.province, officer.account, "800-KL/TU").await;
    tx.commit().await.expect("commits");

    let found = officer.get("/directives?paper=721-KL%2FTU").await.expect(303);
    assert_eq!(found.location(), format!("/directives/{paper}"));
    south.get(&format!("/api/v1/directives/{paper}")).await.expect(404);
    let path = format!("/directives/{paper}");
    officer
        .post(&format!("{path}/items"), &[("lines", "1. Tuyên truyền\n2. Vận động\nGiám sát")])
        .await
        .expect(303);
    let page = officer.post(&format!("{path}/items"), &[("lines", "3. Trùng số")]).await.expect(409).text();
    assert!(page.contains("3. Trùng số"), "what was typed is kept: {page}");

    let api = format!("/api/v1/directives/{paper}");
    let view = officer.get(&api).await.expect(200).json();
    let demand = |number: usize| view["demands"][number - 1]["id"].to_string();
    for (number, item) in [(1, first), (1, second), (2, second)] {
        let fields = [("demand", demand(number)), ("item", item.to_string()), ("act", "link".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        officer.post(&format!("{path}/link"), &fields).await.expect(303);
    }
    let one = given(&officer, first, app.north, None, "2024-03-31").await;
    let two = given(&officer, second, app.north, None, "2024-03-31").await;
    for task in [one, two] {
        with_evidence(&officer, task).await;
        assert_eq!(moved(&officer, task, "submit", "").await, 303);
    }
    assert_eq!(moved(&leader, two, "verify", "").await, 303);
    let counted = |view: &serde_json::Value| {
        let number = |name: &str| view["directive"][name].as_i64().unwrap_or(-1);
        (number("done"), number("total"), number("unmapped"))
    };
    let view = officer.get(&api).await.json();
    assert_eq!(counted(&view), (1, 3, 1), "the first demand waits for its other item");
    assert_eq!(moved(&leader, one, "verify", "").await, 303);
    let third = view["demands"][2]["id"].clone();
    let body = json!({ "demand": third, "document": "999-KL/TU" });
    let reply = officer.send_json(Method::POST, &format!("{api}/withdrawals"), body).await;
    assert_eq!(reply.status_and_code(), "422 paper_not_found");
    let body = json!({ "demand": third, "document": "721-KL/TU" });
    let reply = officer.send_json(Method::POST, &format!("{api}/withdrawals"), body).await;
    assert_eq!(reply.status_and_code(), "422 demand_by_its_own_paper");
    let body = json!({ "demand": third, "document": "800-KL/TU" });
    let reply = officer.send_json(Method::POST, &format!("{api}/withdrawals"), body).await.expect(200);
    assert_eq!(counted(&reply.json()), (2, 2, 0), "it leaves the count by a paper");
    let page = officer.get("/directives").await.expect(200).text();
    assert!(page.contains("721-KL/TU") && page.contains("2/2"), "{page}");
    let mut tx = app.app.db.read().await.expect("a transaction");
    let acts = kit::audit::list_of(&mut tx, "document", paper, 50).await.expect("acts");
    assert!(acts.len() >= 7 && acts.iter().all(|act| act.unit == Some(app.province)), "{acts:?}");
    drop(tx);
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("800-KL/TU") && page.contains("Đã hoàn thành"), "{page}");
}

async fn a_recipient_sees_how_far_others_are_but_not_their_items(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Việc riêng của tỉnh", "2024-03-31").await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let paper = document(&mut tx, app.province, officer.account, "721-KL/TU").await;
    tx.execute(
        "insert into document_recipient (document, position, name, unit) values ($1, 0, 'Phường Nam', $2)",
        kit::params![paper, app.south],
    )
    .await
    .expect("a recipient");
    tx.commit().await.expect("commits");
    let api = format!("/api/v1/directives/{paper}");
    let lines = json!({ "lines": "1. Tuyên truyền" });
    let view = officer.send_json(Method::POST, &format!("{api}/items"), lines).await.expect(200).json();
    let demand = view["demands"][0]["id"].clone();
    let link = json!({ "demand": demand, "item": item, "is_linked": true });
    let view = officer.send_json(Method::POST, &format!("{api}/links"), link).await.expect(200).json();
    assert_eq!(view["answers"][0]["title"], "Việc riêng của tỉnh");
    let reply = south.get(&api).await.expect(200);
    assert!(!reply.text().contains("Việc riêng"), "{}", reply.text());
    assert_eq!(
        (&reply.json()["directive"]["total"], &reply.json()["demands"][0]["links"]),
        (&json!(1), &json!(1))
    );
    let page = south.get(&format!("/directives/{paper}")).await.expect(200).text();
    assert!(page.contains("0/1") && !page.contains("Việc riêng"), "{page}");
}

async fn of_two_papers_with_one_symbol_the_newest_dated_one_is_meant(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let mut papers = Vec::new();
    for day in [Some("2023-05-01"), Some("2024-01-02"), None] {
        let paper = document(&mut tx, app.province, officer.account, "31-CT/TU").await;
        tx.execute(
            "update document set issued_on = $2, symbol_key = $3 where id = $1",
            kit::params![paper, day.map(kit::testing::day), documents::document::symbol_key("31-CT/TU")],
        )
        .await
        .expect("a date");
        tx.execute(
            "insert into directive_item (document, number, body) values ($1, 1, 'Việc')",
            kit::params![paper],
        )
        .await
        .expect("a demand");
        papers.push(paper);
    }
    tx.commit().await.expect("commits");
    let found = officer.get("/directives?paper=31-CT%2FTU").await.expect(303);
    assert_eq!(found.location(), format!("/directives/{}", papers[1]));
    let list = officer.get("/api/v1/directives").await.expect(200).json();
    let order: Vec<_> =
        list.as_array().into_iter().flatten().filter_map(|row| row["document"].as_i64()).collect();
    assert_eq!(order, [papers[1], papers[0], papers[2]], "those without a date come last");
    let mut tx = app.app.db.read().await.expect("a transaction");
    let scope = kit::permission::Scope { root: app.province, is_everything: true };
    let found =
        crate::items::store::find_document_by_symbol(&mut tx, scope, "31-CT/TU").await.expect("a query");
    assert_eq!(found.map(|id| id.0), Some(papers[1]));
    for typed in ["%", "_", "x\\"] {
        let found = crate::items::store::list_units_like(&mut tx, scope, typed).await.expect("a query");
        assert!(found.is_empty(), "what is typed is no wildcard: {typed}");
    }
}

kit::on_both_engines! {
    of_two_papers_with_one_symbol_the_newest_dated_one_is_meant,
    demands_are_counted_never_typed,
    a_recipient_sees_how_far_others_are_but_not_their_items,
}
