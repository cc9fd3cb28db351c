//! Stories of the review, told through the router.

use kit::permission::Role;
use kit::storage::only;
use kit::testing::{Client, Reply, TestApp, day};
use kit::{UnitId, params};
use paper::SourceText;
use paper::reading::{Reader, Rules};

use super::*;

const PLAN: &str = "KẾ HOẠCH
Triển khai công tác Mặt trận năm 2024
I. NỘI DUNG
1. Nhiệm vụ trọng tâm thường xuyên
- Vận động ủng hộ Quỹ “Vì người nghèo”, khảo sát và bàn giao nhà “Đại đoàn kết” cho hộ nghèo.
2. Nhiệm vụ cụ thể
2.1. Nhiệm vụ trọng tâm quý I/2024
- Tổ chức Hội nghị Ủy ban MTTQ Việt Nam tỉnh lần thứ mười; ban hành kế hoạch giám sát năm 2024.
- Thăm, tặng quà hộ nghèo nhân dịp Tết Nguyên đán.
2.2. Nhiệm vụ trọng tâm quý II/2024
- Tổ chức Hội nghị sơ kết công tác Mặt trận 6 tháng đầu năm trước ngày 20/6/2024.
";

/// A paper in the register of a unit, read.
pub(crate) async fn paper_of(app: &TestApp, unit: UnitId, account: i64) -> i64 {
    let source = SourceText::from_plain(PLAN.to_owned());
    let reading = serde_json::to_string(&Reader::new(Rules::default()).read(&source)).expect("plain values");
    let mut tx = app.app.db.write().await.expect("a transaction");
    let id: i64 = tx
        .one(
            "insert into document
                    (unit, direction, type_code, symbol, symbol_key, abstract, year, source, reading, read_by, account, created_at)
             values ($1, 'internal', 'KH', '01/KH-MTTQ', $5, 'Triển khai công tác Mặt trận năm 2024', 2024, $2, $3, 'first', $4, 0)
             returning id",
            params![unit, PLAN, reading, account, documents::document::symbol_key("01/KH-MTTQ")],
            only,
        )
        .await
        .expect("a document");
    tx.commit().await.expect("commits");
    id
}

/// `(id, version, state, code)` of every live proposal, in the order of the paper.
async fn proposals(app: &TestApp, document: i64) -> Vec<(i64, i64, String, String)> {
    let mut tx = app.app.db.read().await.expect("a transaction");
    tx.all(
        "select id, version, state, code from proposal where document = $1 and state <> 'replaced' order by position, id",
        params![document],
        |row| Ok((row.take()?, row.take()?, row.take()?, row.take()?)),
    )
    .await
    .expect("rows")
}

async fn count(app: &TestApp, sql: &str) -> i64 {
    let mut tx = app.app.db.read().await.expect("a transaction");
    tx.one(sql, &[], only).await.expect("a count")
}

const ACTIVE: &str = "select count(*) from plan_item where state = 'active'";

struct Desk {
    officer: Client,
    document: i64,
}

impl Desk {
    async fn open(app: &TestApp) -> Self {
        let officer = app.person("officer", app.province, Role::Officer).await;
        let document = paper_of(app, app.province, officer.account.0).await;
        officer.get(&format!("/documents/{document}/review")).await.expect(200);
        Self { officer, document }
    }

    async fn act(&self, who: &Client, id: i64, act: &str, version: i64) -> Reply {
        let fields = [("act", act), ("version", &version.to_string())];
        who.post(&format!("/documents/{}/proposals/{id}", self.document), &fields).await
    }

    async fn undo(&self, who: &Client) -> Reply {
        who.post(&format!("/documents/{}/review/undo", self.document), &[]).await
    }
}

async fn proposals_stand_beside_the_paper(app: TestApp) {
    let desk = Desk::open(&app).await;
    let rows = proposals(&app, desk.document).await;
    assert_eq!(rows.len(), 4, "{rows:?}");
    let again = desk.officer.get(&format!("/documents/{}/review", desk.document)).await.expect(200).text();
    assert_eq!(proposals(&app, desk.document).await.len(), 4, "opened twice, made once");
    assert!(again.contains("0/4") || again.contains("<b>0/4</b>"), "the meter counts clauses: {again}");
    assert!(again.contains(&format!("data-span=\"{}\"", rows[1].0)), "the source is marked");
    assert!(again.contains(&format!("id=\"c-{}\"", rows[1].0)), "the card is there");
    let quarter =
        desk.officer.get(&format!("/documents/{}/review?quarter=2", desk.document)).await.expect(200).text();
    assert!(quarter.contains(&format!("id=\"c-{}\"", rows[3].0)));
    assert!(!quarter.contains(&format!("id=\"c-{}\"", rows[1].0)), "filtered away");
}

async fn accepted_proposals_become_plan_items(app: TestApp) {
    let desk = Desk::open(&app).await;
    let rows = proposals(&app, desk.document).await;
    desk.act(&desk.officer, rows[3].0, "accept", rows[3].1).await.expect(303);
    let mut tx = app.app.db.read().await.unwrap();
    let item: (String, Option<i64>, String, String) = tx
        .one(
            "select plan_item.title, quarter, cast(due_on as text), plan.state from plan_item join plan on plan.id = plan",
            &[],
            |row| Ok((row.take()?, row.take()?, row.take()?, row.take()?)),
        )
        .await
        .unwrap();
    assert_eq!(item.1, Some(2));
    assert_eq!((item.2.as_str(), item.3.as_str()), ("2024-06-19", "draft"), "before 20/6 is 19/6");
    drop(tx);
    let url = format!("/documents/{}/review/accept-section", desk.document);
    desk.officer.post(&url, &[("section", "I.2.1")]).await.expect(303);
    assert_eq!(count(&app, ACTIVE).await, 3, "both of quarter I, beside the one of quarter II");
    assert_eq!(count(&app, "select count(*) from plan").await, 1, "one plan for the paper");
}

async fn a_dropped_proposal_has_a_reason(app: TestApp) {
    let desk = Desk::open(&app).await;
    let (id, version, ..) = proposals(&app, desk.document).await[0];
    let url = format!("/documents/{}/proposals/{id}/drop", desk.document);
    let version = version.to_string();
    let reply = desk.officer.post(&url, &[("version", &version), ("reason", "  ")]).await.expect(422);
    assert!(reply.text().contains("Cần điền mục này"));
    desk.officer.post(&url, &[("version", &version), ("reason", "Không phải nhiệm vụ")]).await.expect(303);
    assert_eq!(proposals(&app, desk.document).await[0].2, "dropped");
}

async fn everything_can_be_undone(app: TestApp) {
    let desk = Desk::open(&app).await;
    let before = proposals(&app, desk.document).await;
    let (id, version, ..) = before[1];
    desk.act(&desk.officer, id, "accept", version).await.expect(303);
    assert_eq!(count(&app, ACTIVE).await, 1);
    desk.undo(&desk.officer).await.expect(303);
    assert_eq!(count(&app, ACTIVE).await, 0, "the item left the draft");
    let states: Vec<_> = proposals(&app, desk.document).await.into_iter().map(|row| row.2).collect();
    assert_eq!(states, ["proposed"; 4]);
    let redo = format!("/documents/{}/review/redo", desk.document);
    desk.officer.post(&redo, &[]).await.expect(303);
    assert_eq!(count(&app, ACTIVE).await, 1);
    desk.officer.post(&redo, &[]).await.expect(409);
    desk.undo(&desk.officer).await.expect(303);
    desk.undo(&desk.officer).await.expect(409);
}

async fn a_bullet_is_split_and_merged(app: TestApp) {
    let desk = Desk::open(&app).await;
    let rows = proposals(&app, desk.document).await;
    let (id, version, ..) = rows[1];
    desk.act(&desk.officer, id, "split", version).await.expect(303);
    let parts = proposals(&app, desk.document).await;
    assert_eq!(parts.len(), 5, "{parts:?}");
    let fields =
        [("act", "merge"), ("version", "1"), ("next", &parts[2].0.to_string()), ("next_version", "1")];
    desk.officer
        .post(&format!("/documents/{}/proposals/{}", desk.document, parts[1].0), &fields)
        .await
        .expect(303);
    assert_eq!(proposals(&app, desk.document).await.len(), 4);
    desk.undo(&desk.officer).await.expect(303);
    desk.undo(&desk.officer).await.expect(303);
    assert_eq!(proposals(&app, desk.document).await[1].0, id, "the bullet is whole again");
    let (id, version, ..) = proposals(&app, desk.document).await[1];
    desk.act(&desk.officer, id, "accept_parts", version).await.expect(303);
    assert_eq!(count(&app, ACTIVE).await, 2, "each part is an item");
    desk.undo(&desk.officer).await.expect(303);
    assert_eq!(count(&app, ACTIVE).await, 0, "one act, one undo");
}

async fn selected_words_become_a_proposal(app: TestApp) {
    let desk = Desk::open(&app).await;
    let at = PLAN.find("bàn giao nhà").unwrap();
    let start = PLAN[..at].chars().count();
    let url = format!("/documents/{}/proposals/add", desk.document);
    let span = [("start", start.to_string()), ("end", (start + 12).to_string())];
    let fields: Vec<(&str, &str)> = span.iter().map(|(name, value)| (*name, value.as_str())).collect();
    desk.officer.post(&url, &fields).await.expect(303);
    let mut tx = app.app.db.read().await.unwrap();
    let title: String = tx.one("select title from proposal where origin = 'added'", &[], only).await.unwrap();
    assert_eq!(title, "bàn giao nhà");
    drop(tx);
    desk.officer.post(&url, &[("start", "5"), ("end", "99999")]).await.expect(422);
    desk.officer.post(&url, &[("words", "tang qua ho ngheo")]).await.expect(303);
    desk.officer.post(&url, &[("words", "câu này không có")]).await.expect(422);
    assert_eq!(count(&app, "select count(*) from proposal where origin = 'added'").await, 2);
}

async fn two_people_do_not_run_over_each_other(app: TestApp) {
    let desk = Desk::open(&app).await;
    let other = app.person("second", app.province, Role::Officer).await;
    let (id, version, ..) = proposals(&app, desk.document).await[2];
    let url = format!("/documents/{}/proposals/{id}/edit", desk.document);
    let version_text = version.to_string();
    let mine = [("title", "Tặng quà Tết hộ nghèo"), ("kind", "focus"), ("version", &version_text)];
    desk.officer.post(&url, &mine).await.expect(303);
    let theirs = [("title", "Chữ của người thứ hai"), ("kind", "focus"), ("version", &version_text)];
    let reply = other.post(&url, &theirs).await.expect(409).text();
    assert!(reply.contains("Người Mẫu officer"), "who was faster: {reply}");
    assert!(reply.contains("Chữ của người thứ hai"), "what was typed is kept");
    assert!(reply.contains("Tặng quà Tết hộ nghèo"), "and what stands now is shown");
    desk.act(&other, id, "accept", version).await.expect(409);
    desk.act(&other, id, "accept", version + 1).await.expect(303);
    // The first person's edit lies under the other's decision: it is not pulled away.
    desk.undo(&desk.officer).await.expect(409);
    assert_eq!(count(&app, ACTIVE).await, 1);
}

async fn a_unit_that_closes_before_the_date_is_refused(app: TestApp) {
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update unit set valid_to = $2 where id = $1", params![app.north, day("2024-06-01")])
        .await
        .unwrap();
    tx.execute(
        "insert into unit_succession (predecessor, successor, kind, effective_on) values ($1, $2, 'merge', $3)",
        params![app.north, app.south, day("2024-06-01")],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let desk = Desk::open(&app).await;
    let (id, version, ..) = proposals(&app, desk.document).await[3];
    let url = format!("/documents/{}/proposals/{id}/edit", desk.document);
    let version = version.to_string();
    let form = |due: &'static str| {
        [
            ("title", "Hội nghị sơ kết"),
            ("kind", "focus"),
            ("lead", "xa bac mau"),
            ("due_on", due),
            ("version", version.as_str()),
        ]
    };
    let reply = desk.officer.post(&url, &form("19/6/2024")).await.expect(422).text();
    assert!(reply.contains("xã Nam Mẫu (s)"), "the successor is offered: {reply}");
    desk.officer.post(&url, &form("31/5/2024")).await.expect(303);
}

async fn a_neighbour_sees_nothing(app: TestApp) {
    let north = app.person("north", app.north, Role::CommuneOfficer).await;
    let south = app.person("south", app.south, Role::CommuneOfficer).await;
    let inspector = app.person("inspector", app.province, Role::Inspector).await;
    let document = paper_of(&app, app.north, north.account.0).await;
    let url = format!("/documents/{document}/review");
    south.get(&url).await.expect(404);
    north.get(&url).await.expect(200);
    let (id, version, ..) = proposals(&app, document).await[0];
    let act = format!("/documents/{document}/proposals/{id}");
    let fields = [("act", "accept"), ("version", &version.to_string())];
    south.post(&act, &fields).await.expect(404);
    let page = inspector.get(&url).await.expect(200).text();
    assert!(!page.contains("value=\"accept\""), "who may only read has no buttons");
    inspector.post(&act, &fields).await.expect(403);
    assert_eq!(count(&app, ACTIVE).await, 0);
}

async fn reading_again_keeps_what_people_decided(app: TestApp) {
    let desk = Desk::open(&app).await;
    let (id, version, ..) = proposals(&app, desk.document).await[1];
    desk.act(&desk.officer, id, "accept", version).await.expect(303);
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update document set read_by = 'second'", &[]).await.unwrap();
    tx.commit().await.unwrap();
    desk.officer.get(&format!("/documents/{}/review", desk.document)).await.expect(200);
    let rows = proposals(&app, desk.document).await;
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[1].2, "accepted");
}

async fn a_fault_in_the_form_does_not_write_over_the_others_words(app: TestApp) {
    let desk = Desk::open(&app).await;
    let other = app.person("second", app.province, Role::Officer).await;
    let (id, version, ..) = proposals(&app, desk.document).await[2];
    let url = format!("/documents/{}/proposals/{id}", desk.document);
    let version = version.to_string();
    let theirs = [("title", "Chữ của người thứ hai"), ("kind", "focus"), ("version", &version)];
    other.post(&format!("{url}/edit"), &theirs).await.expect(303);
    let mine = |title: &'static str| [("title", title), ("kind", "focus"), ("version", version.as_str())];
    let page = desk.officer.post(&format!("{url}/edit"), &mine("")).await.expect(422).text();
    assert!(page.contains(&format!("name=\"version\" value=\"{version}\"")), "{page}");
    desk.officer.post(&format!("{url}/edit"), &mine("Chữ của tôi")).await.expect(409);
}

kit::on_both_engines! {
    a_fault_in_the_form_does_not_write_over_the_others_words,
    proposals_stand_beside_the_paper,
    accepted_proposals_become_plan_items,
    a_dropped_proposal_has_a_reason,
    everything_can_be_undone,
    a_bullet_is_split_and_merged,
    selected_words_become_a_proposal,
    two_people_do_not_run_over_each_other,
    a_unit_that_closes_before_the_date_is_refused,
    a_neighbour_sees_nothing,
    reading_again_keeps_what_people_decided,
}
