//! A calendar read by its address: by whom, what, and until when.

use axum::http::Method;
use kit::permission::Role;
use kit::storage::only;
use kit::testing::{Client, TestApp, day};
use kit::{on_both_engines, params};
use serde_json::json;

use crate::PlanId;
use crate::follow::tests::fixture::issued_plan;
use crate::routes;

on_both_engines! {
    a_phone_reads_a_plan_by_its_address,
    my_tasks_are_those_given_to_me,
    a_secret_is_told_once_and_never_stored,
    an_address_sees_what_its_post_sees,
    an_address_dies_with_its_owners_say,
    an_address_dies_with_the_account_the_post_and_the_password,
}

/// Makes an address; gives its number and its path.
async fn address(who: &Client, plan: Option<PlanId>) -> (i64, String) {
    let made = who.send_json(Method::POST, "/api/v1/calendar-addresses", json!({ "plan": plan })).await;
    let made = made.expect(201).json();
    let path = made["address"].as_str().unwrap().strip_prefix("http://localhost").expect("whole").to_owned();
    (made["id"].as_i64().unwrap(), path)
}

async fn a_phone_reads_a_plan_by_its_address(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, _) = issued_plan(&app, officer.account).await;
    let (_, path) = address(&officer, Some(plan)).await;
    let file = app.guest().get(&path).await.expect(200);
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    let text = file.text().replace("\r\n ", "");
    assert_eq!(text.matches("UID:task-").count(), 3, "{text}");
    // The commemorations of the plan's year stand beside the work; the lunar ones on their solar day.
    assert!(text.contains("UID:day-20240418-") && text.contains("UID:day-20240203-"), "{text}");
    assert_eq!(officer.get(&format!("/plans/{plan}/calendar.ics")).await.expect(200).text(), file.text());
    let (id, secret) = (path.trim_end_matches(".ics"), "0".repeat(64));
    app.guest().get(id).await.expect(404);
    app.guest().get(&format!("/calendar/feed/{secret}.ics")).await.expect(404);
    app.guest().send(Method::POST, &path, "", axum::body::Body::empty()).await.expect(405);
}

async fn my_tasks_are_those_given_to_me(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    issued_plan(&app, officer.account).await;
    let (_, path) = address(&officer, None).await;
    assert!(!app.guest().get(&path).await.expect(200).text().contains("BEGIN:VEVENT"));
    let mut tx = app.app.db.write().await.unwrap();
    let sql = "update task set assignee = $1 where state in ('assigned', 'done')";
    tx.execute(sql, params![officer.account]).await.unwrap();
    tx.commit().await.unwrap();
    let text = app.guest().get(&path).await.expect(200).text();
    // The one that is done is no work any more.
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:20240630") && text.contains("Việc của tôi"), "{text}");
}

async fn a_secret_is_told_once_and_never_stored(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let page = officer.post("/calendar/addresses", &[]).await.expect(200).text();
    let secret = page.split("/calendar/feed/").nth(1).and_then(|rest| rest.split(".ics").next()).unwrap();
    app.guest().get(&format!("/calendar/feed/{secret}.ics")).await.expect(200);
    let again = officer.get("/calendar/addresses").await.expect(200).text();
    assert!(
        !again.contains(secret) && again.contains("Việc của tôi") && again.contains("Hủy địa chỉ"),
        "{again}"
    );
    assert!(!officer.get("/api/v1/calendar-addresses").await.expect(200).text().contains(secret));
    let mut tx = app.app.db.read().await.unwrap();
    let stored: String = tx.one("select secret_hash from calendar_address", &[], only).await.unwrap();
    assert_eq!(stored, kit::accounts::token_hash(secret));
    let details: Vec<String> =
        tx.all("select detail from audit where action = 'calendar_address_made'", &[], only).await.unwrap();
    assert!(details.len() == 1 && !details[0].contains(secret), "{details:?}");
}

async fn an_address_sees_what_its_post_sees(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let (plan, _) = issued_plan(&app, officer.account).await;
    let north = app.person("bacmau", app.north, Role::CommuneOfficer).await;
    let (_, path) = address(&north, Some(plan)).await;
    let text = app.guest().get(&path).await.expect(200).text();
    assert_eq!(text.matches("UID:task-").count(), 1, "its own task only: {text}");
    // The plan leaves its sight: the calendar does too, and a new address is refused.
    let mut tx = app.app.db.write().await.unwrap();
    tx.execute("update plan set state = 'draft'", &[]).await.unwrap();
    tx.commit().await.unwrap();
    app.guest().get(&path).await.expect(404);
    let body = json!({ "plan": plan });
    north.send_json(Method::POST, "/api/v1/calendar-addresses", body).await.expect(404);
    north.get(&format!("/calendar/addresses?plan={plan}")).await.expect(404);
}

async fn an_address_dies_with_its_owners_say(app: TestApp) {
    let officer = app.person("chuyenvien", app.province, Role::Officer).await;
    let other = app.person("khac", app.province, Role::Officer).await;
    let (first, path) = address(&officer, None).await;
    let (second, _) = address(&officer, None).await;
    other.post(&format!("/calendar/addresses/{first}/revoke"), &[]).await.expect(404);
    other
        .send_json(Method::DELETE, &format!("/api/v1/calendar-addresses/{first}"), json!({}))
        .await
        .expect(404);
    assert!(!other.get("/calendar/addresses").await.expect(200).text().contains("Hủy địa chỉ"));
    app.guest().get(&path).await.expect(200);
    officer.post(&format!("/calendar/addresses/{first}/revoke"), &[]).await.expect(303);
    app.guest().get(&path).await.expect(404);
    officer
        .send_json(Method::DELETE, &format!("/api/v1/calendar-addresses/{second}"), json!({}))
        .await
        .expect(204);
    for _ in 0..20 {
        address(&officer, None).await;
    }
    let refused = officer.send_json(Method::POST, "/api/v1/calendar-addresses", json!({})).await;
    assert_eq!(refused.status_and_code(), "409 too_many_calendar_addresses");
    app.guest().get("/calendar/addresses").await.expect(303);
    // What a token made would outlive it.
    let mut tx = app.app.db.write().await.unwrap();
    let (hash, now) = (kit::accounts::token_hash("dk_mau"), app.app.clock.now());
    let later = now.plus(chrono::TimeDelta::days(1));
    kit::accounts::store::insert_token(&mut tx, other.account, Some(other.post), "Mẫu", &hash, now, later)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    app.guest().get_with_token("/api/v1/calendar-addresses", "dk_mau").await.expect(200);
    app.guest().post_with_token("/calendar/addresses", "dk_mau", &[]).await.expect(403);
}

async fn an_address_dies_with_the_account_the_post_and_the_password(app: TestApp) {
    for (login, ends) in [("canbo1", 0), ("canbo2", 1), ("canbo3", 2), ("canbo4", 3)] {
        let person = app.person(login, app.province, Role::Officer).await;
        let (_, path) = address(&person, None).await;
        app.guest().get(&path).await.expect(200);
        let mut tx = app.app.db.write().await.unwrap();
        let now = app.app.clock.now();
        match ends {
            0 => assert!(kit::accounts::store::close_account(&mut tx, person.account, now).await.unwrap()),
            1 => {
                let sql = "update post_holding set valid_to = $2 where account = $1";
                tx.execute(sql, params![person.account, day("2024-01-08")]).await.unwrap();
            }
            2 => kit::accounts::store::revoke_tokens(&mut tx, person.account, now).await.unwrap(),
            _ => {
                // Somebody else set the password: nothing is shown before its owner chose another.
                kit::accounts::store::update_password(&mut tx, person.account, "-", true).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        app.guest().get(&path).await.expect(404);
    }
}
