//! How far a plan is, what is late, calendars, lists to take along.

use kit::on_both_engines;
use kit::permission::Role;
use kit::testing::{TestApp, day, insert_unit};

use super::fixture::{Given, issued_plan, item, plan};
use crate::follow::routes;

on_both_engines! {
    progress_is_told_by_quarter_unit_and_lead,
    what_is_late_is_listed,
    what_should_have_been_given_is_late,
    the_table_is_taken_along_as_seen,
    due_dates_go_into_a_calendar,
    a_year_of_commemorations,
    neighbours_get_no_figures,
    programs_read_the_same_figures,
    seventy_five_communes_and_forty_items_are_quick,
}

async fn progress_is_told_by_quarter_unit_and_lead(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let csv = |by: &str| format!("/plans/{id}/progress?by={by}&format=csv");
    let lines = officer.get(&csv("quarter")).await.expect(200).text();
    assert!(lines.contains("Quý I,1,2,1,0,1,1,1,2,50\n"), "{lines}");
    assert!(
        lines.contains("Quý II,1,1,0,0,0,0,1,1,0\n") && lines.contains("Quý III,0,0,0,0,0,0,0,0,\n"),
        "{lines}"
    );
    assert!(lines.contains("Cộng,3,3,1,0,1,1,2,3,33\n"), "{lines}");
    let lines = officer.get(&csv("unit")).await.expect(200).text();
    assert!(lines.contains("Ủy ban MTTQ Việt Nam xã Bắc Mẫu,1,1,1,"), "{lines}");
    let page = officer.get(&format!("/plans/{id}/progress?by=lead")).await.expect(200).text();
    assert!(page.contains("Chưa rõ đơn vị chủ trì") && page.contains("format=xlsx"), "{page}");
}

async fn what_is_late_is_listed(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let page = officer.get(&format!("/plans/{id}/overdue")).await.expect(200).text();
    assert!(page.contains("1 việc quá hạn tính đến 08/01/2024") && page.contains("xã Nam Mẫu"), "{page}");
    assert!(!page.contains("xã Bắc Mẫu"), "it is done there: {page}");
    let before = officer.get(&format!("/plans/{id}/overdue?as_of=2024-01-05")).await.expect(200).text();
    assert!(before.contains("Không có việc nào quá hạn"), "due today is not late: {before}");
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    assert!(!north.get(&format!("/plans/{id}/overdue")).await.expect(200).text().contains("xã Nam Mẫu"));
}

async fn what_should_have_been_given_is_late(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, [_, _, always]) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.unwrap();
    let past = day("2024-01-07");
    tx.execute("update plan_item set due_on = $2 where id = $1", kit::params![always, past]).await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/plans/{id}");
    let page = officer.get(&path).await.expect(200).text();
    assert!(page.contains("1 nội dung quá hạn chưa giao") && page.contains("Quá hạn chưa giao"), "{page}");
    let table = officer.get(&format!("{path}?view=table&due=late&state=ungiven")).await.expect(200).text();
    assert!(table.contains("<span class=\"late\">07/01/2024</span>"), "{table}");
    assert!(!table.contains("khảo sát nhà"), "{table}");
    let late = officer.get(&format!("{path}/export?due=late&format=csv")).await.expect(200).text();
    assert_eq!(late.lines().count(), 3, "{late}");
    let lines = officer.get(&format!("{path}/progress?format=csv")).await.expect(200).text();
    assert!(lines.contains("Cộng,3,3,1,0,1,2,2,3,33\n"), "{lines}");
    let list = officer.get(&format!("{path}/overdue")).await.expect(200).text();
    assert!(list.contains("Tuyên truyền thường xuyên"), "{list}");
    let api = officer.get(&format!("/api/v1/plans/{id}/outline")).await.expect(200).json();
    assert_eq!((&api["sums"]["late_ungiven"], &api["plan"]["late_ungiven"]), (&1.into(), &1.into()));
    // The day before it was due it was not late, and what others forgot is not the commune's.
    let before = officer.get(&format!("{path}?as_of=2024-01-07")).await.expect(200).text();
    assert!(!before.contains("quá hạn chưa giao"), "{before}");
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    assert!(!north.get(&path).await.expect(200).text().contains("quá hạn chưa giao"));
}

async fn the_table_is_taken_along_as_seen(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let path = format!("/plans/{id}/export?view=table&order=-late&format=csv");
    let lines = officer.get(&path).await.expect(200).text();
    let rows: Vec<&str> = lines.lines().skip(1).collect();
    assert!(
        rows[0].starts_with("II.2.1.1,II.2.1 Mục II.2.1,Tổ chức khảo sát nhà Đại đoàn kết,Quý I,"),
        "{lines}"
    );
    assert!(rows[0].ends_with("2024-01-05,Quá hạn,1,2,1,20000000,5000000"), "{lines}");
    assert_eq!(rows.len(), 3);
    let one = officer.get(&format!("/plans/{id}/export?quarter=2&format=csv")).await.expect(200).text();
    assert_eq!(one.lines().count(), 2, "{one}");
    let xlsx = officer.get(&format!("/plans/{id}/export?quarter=2&format=xlsx")).await.expect(200);
    assert!(xlsx.body.starts_with(b"PK"));
}

async fn due_dates_go_into_a_calendar(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let reply = officer.get(&format!("/plans/{id}/calendar.ics")).await.expect(200);
    assert_eq!(reply.headers["content-type"], "text/calendar; charset=utf-8");
    let file = reply.text().replace("\r\n ", "");
    assert_eq!(file.matches("UID:task-").count(), 3, "{file}");
    assert!(file.contains("DTSTART;VALUE=DATE:20240630"), "{file}");
    assert!(
        file.contains("SUMMARY:Tổ chức hội nghị lần thứ mười một – Ủy ban MTTQ Việt Nam tỉnh Sơn La"),
        "{file}"
    );
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    let own = north.get(&format!("/plans/{id}/calendar.ics")).await.expect(200).text();
    assert_eq!(own.matches("UID:task-").count(), 1, "{own}");
}

async fn a_year_of_commemorations(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let page = officer.get("/calendar?year=2024").await.expect(200).text();
    assert!(page.contains("thứ năm, 18/04/2024") && page.contains("mùng 10 tháng 3"), "{page}");
    assert!(page.contains("năm tròn") && page.contains("Sắp tới"), "{page}");
    let file = officer.get("/calendar.ics?year=2024").await.expect(200).text().replace("\r\n ", "");
    assert!(file.contains("DTSTART;VALUE=DATE:20240418"), "{file}");
    assert!(officer.get("/calendar?year=2024&format=csv").await.expect(200).text().contains("2024-05-07,2,"));
    assert!(app.guest().get("/calendar").await.expect(303).location().starts_with("/sign-in"));
}

async fn neighbours_get_no_figures(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let mut tx = app.app.db.write().await.unwrap();
    let west =
        insert_unit(&mut tx, "w", "Xã Tây Mẫu", "commune", Some(app.province), day("2020-01-01")).await;
    tx.commit().await.unwrap();
    let west = app.person("taymau", west, Role::CommuneOfficer).await;
    for part in ["progress", "overdue", "calendar.ics", "export?format=csv"] {
        west.get(&format!("/plans/{id}/{part}")).await.expect(404);
    }
}

/// 3,000 tasks are counted by the database: every view answers with a handful of statements and short rows.
async fn seventy_five_communes_and_forty_items_are_quick(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let mut tx = app.app.db.write().await.unwrap();
    let mut units = Vec::new();
    for number in 0..75 {
        let name = format!("Xã Mẫu {number}");
        units.push(
            insert_unit(
                &mut tx,
                &format!("x{number}"),
                &name,
                "commune",
                Some(app.province),
                day("2020-01-01"),
            )
            .await,
        );
    }
    let id = plan(&mut tx, app.province, "issued", officer.account).await;
    let columns = ["plan_item", "plan", "unit", "title", "state", "due_on", "created_at", "updated_at"];
    let mut rows: Vec<kit::storage::Value<'_>> = Vec::new();
    for number in 1..=40 {
        let given = Given {
            position: number,
            title: "Việc",
            section: "II",
            quarter: Some(number % 4 + 1),
            ..Given::default()
        };
        let item = item(&mut tx, id, given).await;
        for unit in &units {
            rows.extend([item.into(), id.into(), (*unit).into(), "Việc".into()]);
            rows.extend(["assigned".into(), day("2024-01-05").into(), 0_i64.into(), 0_i64.into()]);
        }
    }
    tx.insert_many("task", &columns, &rows, "").await.unwrap();
    tx.commit().await.unwrap();
    for view in ["outline", "table", "board", "timeline"] {
        let page = officer.get(&format!("/plans/{id}?view={view}")).await.expect(200);
        assert!(page.text().contains("<b>0/3.000</b>"), "{view}");
        assert!(page.body.len() < 200_000, "{view}: {} bytes", page.body.len());
    }
    let list = officer.get(&format!("/plans/{id}/overdue?format=csv")).await.expect(200).text();
    assert_eq!(list.lines().count(), 3_001);
    let north = app.person("xamau", units[0], Role::CommuneOfficer).await;
    assert!(north.get(&format!("/plans/{id}")).await.expect(200).text().contains("<b>0/40</b>"));
}

async fn programs_read_the_same_figures(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (id, _) = issued_plan(&app, officer.account).await;
    let api = |part: &str| format!("/api/v1/plans/{id}/{part}");
    let outline = officer.get(&api("outline?quarter=1")).await.expect(200).json();
    assert_eq!(outline["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&outline["items"][0]["standing"], &outline["items"][0]["tally"]["done"]),
        (&"late".into(), &1.into())
    );
    assert_eq!(outline["sums"]["spent"], 5_000_000);
    let progress = officer.get(&api("progress?by=unit")).await.expect(200).json();
    assert_eq!(progress["rows"].as_array().unwrap().len(), 3);
    assert_eq!(officer.get(&api("compare")).await.expect(200).json()["from"], serde_json::Value::Null);
    let calendar = officer.get(&api("calendar")).await.expect(200).json();
    assert_eq!(calendar["tasks"].as_array().unwrap().len(), 3);
    let mut tx = app.app.db.write().await.unwrap();
    let west =
        insert_unit(&mut tx, "w", "Xã Tây Mẫu", "commune", Some(app.province), day("2020-01-01")).await;
    tx.commit().await.unwrap();
    let west = app.person("taymau", west, Role::CommuneOfficer).await;
    for part in ["outline", "compare", "progress", "calendar"] {
        assert_eq!(west.get(&api(part)).await.status_and_code(), "404 plan_not_found");
    }
}
