//! Lists: who sees what, filters in the address, exports, saved views, the index behind each.

use kit::UnitId;
use kit::permission::{Role, Scope};
use kit::storage::{Engine, only};
use kit::testing::{TestApp, day};

use super::{given, item, plan, province_item, routes};
use crate::task::TaskState;
use crate::tasks::list::{Asked, Filter, OwnerFilter, StateFilter, Turn};
use crate::tasks::store::listing::{Asker, list_query};

async fn a_neighbour_sees_nothing(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let item = province_item(&app, &officer, "Giám sát mẫu", "2024-03-31").await;
    let task = given(&officer, item, app.north, None, "2024-03-31").await;
    assert!(north.get("/tasks").await.expect(200).text().contains("Giám sát mẫu"));
    assert!(!south.get("/tasks").await.expect(200).text().contains("Giám sát mẫu"));
    south.get(&format!("/tasks/{task}")).await.expect(404);
    south.get(&format!("/api/v1/tasks/{task}")).await.expect(404);
    assert!(!south.get(&format!("/tasks?unit={}", app.north)).await.expect(200).text().contains("Bắc Mẫu"));
    let list = south.get("/api/v1/tasks?state=all").await.expect(200).json();
    assert_eq!(list["tasks"].as_array().map(Vec::len), Some(0));
    let csv = south.get("/tasks/export?format=csv&state=all").await.expect(200).text();
    assert!(!csv.contains("Giám sát"), "{csv}");
    assert!(!south.get("/").await.expect(200).text().contains("Giám sát mẫu"));
    south.get(&format!("/items/{item}/assign")).await.expect(404);
    let mut tx = app.app.db.read().await.expect("a transaction");
    let scope = |unit: UnitId| Scope { root: unit, is_everything: false };
    let search = kit::search::Search { text: "giam sat", kind: "task", before: None, limit: 10 };
    let seen = kit::search::find(&mut tx, scope(app.south), &search).await.expect("searches");
    assert!(seen.is_empty());
    let seen = kit::search::find(&mut tx, scope(app.north), &search).await.expect("searches");
    assert_eq!(seen[0].url, format!("/tasks/{task}"));
    app.guest().get("/tasks").await.expect(303);
}

async fn what_is_seen_is_taken_along(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let formula = province_item(&app, &officer, "=HYPERLINK(1)", "2024-03-31").await;
    let other = province_item(&app, &officer, "Khen thưởng mẫu", "2024-01-20").await;
    given(&officer, formula, app.north, None, "2024-03-31").await;
    given(&officer, other, app.south, Some(officer.account), "2024-01-20").await;
    let csv = officer.get("/tasks/export?format=csv").await.expect(200).text();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 3, "{csv}");
    assert!(lines[1].starts_with("Khen thưởng mẫu,"), "in the order of the list: {csv}");
    assert!(lines[2].starts_with("'=HYPERLINK"), "neutral: {csv}");
    let csv = officer.get("/tasks/export?format=csv&q=khen+thuong&due=30").await.expect(200).text();
    assert_eq!(csv.lines().count(), 2, "only what the filter lists: {csv}");
    let xlsx = officer.get("/tasks/export?format=xlsx&owner=me").await.expect(200);
    assert!(xlsx.body.starts_with(b"PK"));
}

async fn words_are_looked_up_in_the_index(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    for (title, unit) in [("Hòa giải ở bản", app.north), ("Hòa nhạc mừng Xuân", app.south)] {
        let item = province_item(&app, &officer, title, "2024-01-02").await;
        given(&officer, item, unit, None, "2024-01-02").await;
    }
    let titles = async |who: &kit::testing::Client, text: &str| -> Vec<String> {
        let list = who.get(&format!("/api/v1/tasks?q={text}")).await.expect(200).json();
        let rows = list["tasks"].as_array().into_iter().flatten();
        rows.filter_map(|row| row["title"].as_str()).map(str::to_owned).collect()
    };
    assert_eq!(titles(&officer, "h%C3%B2a+gi").await, ["Hòa giải ở bản"], "the last word may go on");
    assert_eq!(titles(&officer, "hoa").await.len(), 2);
    assert_eq!(
        titles(&north, "hoa").await,
        ["Hòa giải ở bản"],
        "what the index has is narrowed to the units in sight"
    );
    // The commune's name is indexed beside the title; the filter asks for words of the title.
    assert!(titles(&officer, "bac").await.is_empty());
    for nothing in ["khong+co+chu+nay", "%25", "hoa+xyz"] {
        assert!(titles(&officer, nothing).await.is_empty(), "{nothing}");
        let page = officer.get(&format!("/tasks?q={nothing}")).await.expect(200).text();
        assert!(!page.contains("Hòa"), "{page}");
    }
    assert_eq!(titles(&officer, "").await.len(), 2);
    let mut tx = app.app.db.read().await.expect("a transaction");
    let mut found =
        async |text, limit| kit::search::list_subjects(&mut tx, "task", text, limit).await.expect("a query");
    assert_eq!(found("hoa", 2).await.map(|ids| ids.len()), Some(2));
    assert_eq!(found("hoa", 1).await, None, "too many for a list of ids");
    assert_eq!(found("–", 5).await, None, "no word");
    assert_eq!(found("xyz", 5).await, Some(Vec::new()));
}

async fn filters_stay_in_the_address(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let one = province_item(&app, &officer, "Hòa giải mẫu", "2024-01-01").await;
    given(&officer, one, app.north, None, "2024-01-02").await;
    let page = officer.get("/tasks?due=late&q=hoa+giai").await.expect(200).text();
    assert!(page.contains("Hòa giải mẫu") && page.contains("Từ trong tên việc"), "{page}");
    assert!(page.contains("href=\"/tasks?due=late\""), "each chip leads to the list without it: {page}");
    let page = officer.get("/tasks?unit=bac+mau").await.expect(200).text();
    assert!(page.contains("Hòa giải mẫu"), "a unit is found by its name");
    officer
        .post("/tasks/views", &[("name", "Trễ phía bắc"), ("query", "due=late&nonsense=1")])
        .await
        .expect(303);
    let page = officer.get("/tasks").await.text();
    assert!(page.contains("Trễ phía bắc") && page.contains("/tasks?due=late"), "{page}");
    let mut tx = app.app.db.read().await.expect("a transaction");
    let view: i64 = tx.one("select id from saved_view", &[], only).await.expect("a view");
    drop(tx);
    let other = app.person("other", app.province, Role::Officer).await;
    other.post(&format!("/tasks/views/{view}"), &[("act", "delete")]).await.expect(404);
    officer
        .post(&format!("/tasks/views/{view}"), &[("act", "rename"), ("name", "Tên mới")])
        .await
        .expect(303);
    assert!(officer.get("/tasks").await.text().contains("Tên mới"));
    officer.post(&format!("/tasks/views/{view}"), &[("act", "delete")]).await.expect(303);
    assert!(!officer.get("/tasks").await.text().contains("Tên mới"));
}

async fn pages_follow_each_other_without_gaps(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let plan = plan(&mut tx, app.province, officer.account).await;
    let mut items = Vec::new();
    for number in 0..60 {
        // Some have no date: they come last.
        let due = (number % 3 != 0).then(|| day("2024-02-01"));
        items.push(item(&mut tx, plan, &format!("Việc số {number}"), due).await);
    }
    tx.commit().await.expect("commits");
    for (index, item) in items.iter().enumerate() {
        let due = if index % 3 == 0 { serde_json::Value::Null } else { "2024-02-01".into() };
        let body =
            serde_json::json!({ "unit": if index % 2 == 0 { app.north } else { app.south }, "due_on": due });
        officer
            .send_json(axum::http::Method::POST, &format!("/api/v1/items/{item}/tasks"), body)
            .await
            .expect(200);
    }
    for order in ["due", "-due", "changed", "unit", "state"] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let mut query = format!("order={order}&limit=25");
            crate::tasks::list::put(&mut query, "after", &after);
            let page = officer.get(&format!("/api/v1/tasks?{query}")).await.expect(200).json();
            seen.extend(page["tasks"].as_array().expect("tasks").iter().map(|task| task["id"].as_i64()));
            let Some(next) = page["after"].as_str() else { break };
            next.clone_into(&mut after);
        }
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((all, seen.len()), (60, 60), "{order}");
    }
    let first = officer.get("/tasks").await.expect(200).text();
    let next = first
        .split("rel=\"next\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a next page");
    let second = officer.get(&next.replace("&amp;", "&")).await.expect(200).text();
    assert!(second.contains("10 dòng"), "{second}");
    let back = second
        .split("rel=\"prev\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a page before");
    let again = officer.get(&back.replace("&amp;", "&")).await.expect(200).text();
    assert!(again.contains("50 dòng") && !again.contains("rel=\"prev\""), "{again}");
    assert!(officer.get("/tasks/workload").await.expect(200).text().contains("60"));
}

/// Each list runs along the index that was made for it. SQLite tells; on PostgreSQL the statistics decide.
async fn each_list_has_its_index(app: TestApp) {
    if app.app.db.engine() != Engine::Sqlite {
        return;
    }
    let mut tx = app.app.db.read().await.expect("a transaction");
    let top = Asker {
        scope: Scope { root: app.province, is_everything: true },
        unit: app.province,
        account: kit::AccountId(1),
        today: day("2024-01-08"),
    };
    let commune = Asker { scope: Scope { root: app.north, is_everything: false }, unit: app.north, ..top };
    let all = Filter { state: StateFilter::All, ..Filter::default() };
    let mine = Filter { owner: Some(OwnerFilter::Me), ..Filter::default() };
    let submitted = Filter { state: StateFilter::One(TaskState::Submitted), ..Filter::default() };
    let cases = [
        (top, Filter::default(), "task_open_due"),
        (top, all.clone(), "task_due"),
        (top, mine, "task_assignee"),
        (top, submitted, "task_state_due"),
        (commune, Filter::default(), "task_unit_due (unit=?"),
        (commune, all, "task_unit_due (unit=?"),
    ];
    for (asker, filter, index) in cases {
        let query = list_query(Engine::Sqlite, &asker, &filter, &Turn::First, 51);
        let steps = tx
            .all(&format!("explain query plan {}", query.sql()), query.params(), |row| {
                let _: (i64, i64, i64) = (row.take()?, row.take()?, row.take()?);
                row.take::<String>()
            })
            .await
            .expect("a plan");
        let plan = steps.join("\n");
        assert!(plan.contains(index), "{index} for {filter:?}:\n{plan}");
        assert_eq!(plan.contains("TEMP B-TREE"), !asker.scope.is_everything, "rows come in order:\n{plan}");
        assert!(
            !plan.contains("SCAN unit") && !plan.contains("SCAN u"),
            "names are joined to the page only:\n{plan}"
        );
    }
}

#[test]
fn a_filter_reads_back_from_its_address() {
    let filter = Filter {
        state: StateFilter::One(TaskState::InProgress),
        due: Some(crate::tasks::list::DueFilter::Within(30)),
        owner: Some(OwnerFilter::Nobody),
        unit: Some(UnitId(7)),
        quarter: Some(2),
        line_of_work: "Tuyên truyền & vận động".to_owned(),
        is_without_evidence: true,
        only: Some(crate::tasks::list::OnlyFilter::Extension),
        text: "hòa giải + 100%".to_owned(),
        order: crate::tasks::list::Order::Unit,
        ..Filter::default()
    };
    let uri: axum::http::Uri = filter.address().parse().expect("an address");
    let axum::extract::Query(asked) = axum::extract::Query::<Asked>::try_from_uri(&uri).expect("a query");
    assert_eq!(Filter::from_asked(&asked), filter);
    assert_eq!(Filter::default().address(), "/tasks");
}

async fn names_are_not_learned_by_counting_accounts(app: TestApp) {
    let officer = app.person("officer", app.province, Role::Officer).await;
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let path = |of: kit::AccountId| format!("/tasks?owner={of}");
    let page = officer.get(&path(north.account)).await.expect(200).text();
    assert!(page.contains("Người Mẫu north"), "in scope, without a task yet: {page}");
    for other in [officer.account, north.account] {
        let page = south.get(&path(other)).await.expect(200).text();
        assert!(!page.contains("Người Mẫu officer") && !page.contains("Người Mẫu north"), "{page}");
    }
}

kit::on_both_engines! {
    words_are_looked_up_in_the_index,
    names_are_not_learned_by_counting_accounts,
    a_neighbour_sees_nothing,
    what_is_seen_is_taken_along,
    filters_stay_in_the_address,
    pages_follow_each_other_without_gaps,
    each_list_has_its_index,
}
