//! Stories about accounts and posts as administrators keep them.

use axum::http::Method;
use kit::permission::Role;
use kit::testing::{Client, Reply, TestApp};

fn routes() -> axum::Router<kit::web::App> {
    crate::routes().merge(kit::accounts::routes())
}

fn one_time_password(reply: &Reply) -> String {
    let text = reply.text();
    text.split("data-copy=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a password shown once")
        .to_owned()
}

async fn sign_in(test: &TestApp, login: &str, password: &str) -> Reply {
    test.guest().post("/sign-in", &[("login", login), ("password", password)]).await
}

const NEW: [(&str, &str); 5] = [
    ("name", "Lò Thị Mẫu"),
    ("login", "lothimau"),
    ("unit", "n – x"),
    ("role", "commune_officer"),
    ("title", "Cán bộ Mặt trận"),
];

fn id_of(page: &str) -> String {
    page.split("action=\"/accounts/")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .expect("an id")
        .to_owned()
}

async fn made(admin: &Client) -> (String, String) {
    let reply = admin.post("/accounts", &NEW).await.expect(200);
    (id_of(&reply.text()), one_time_password(&reply))
}

async fn a_person_gets_an_account_and_a_seat(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let wrong =
        admin.post("/accounts", &[("name", ""), ("login", "x"), ("unit", "zzz")]).await.expect(422).text();
    for field in ["name", "unit", "role", "title"] {
        assert!(wrong.contains(&format!("id=\"e-{field}\"")), "{field}: {wrong}");
    }
    let (id, password) = made(&admin).await;
    admin.post("/accounts", &NEW).await.expect(422);
    let entered = sign_in(&test, "lothimau", &password).await.expect(303);
    let person = test.guest().with_session_of(&entered);
    assert_eq!(person.get("/units").await.expect(303).location(), "/account/password");
    let unit = admin.get(&format!("/units/{}", test.north)).await.expect(200).text();
    assert!(unit.contains("Lò Thị Mẫu") && unit.contains("Cán bộ Mặt trận"), "{unit}");

    // Another password takes the first one out of force, and the session with it.
    let again = admin.post(&format!("/accounts/{id}/reset"), &[]).await.expect(200);
    sign_in(&test, "lothimau", &password).await.expect(422);
    sign_in(&test, "lothimau", &one_time_password(&again)).await.expect(303);
    assert!(person.get("/units").await.location().starts_with("/sign-in"));

    admin.post(&format!("/accounts/{id}/close"), &[]).await.expect(303);
    sign_in(&test, "lothimau", &one_time_password(&again)).await.expect(422);
    assert!(admin.get("/accounts").await.expect(200).text().contains("Đã đóng"));
}

async fn somebody_stands_in_for_a_while(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let leader = test.person("chutich", test.province, Role::Leader).await;
    let deputy = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let path = format!("/accounts/{}/stand-ins", deputy.account);
    let post = leader.post.to_string();
    let fields = |reason: &'static str, last: &'static str| {
        vec![("post", post.as_str()), ("reason", reason), ("stand_from", "10/01/2024"), ("last_day", last)]
    };
    admin.post(&path, &fields("", "09/01/2024")).await.expect(422);
    admin.post(&path, &fields("Chủ tịch đi học", "20/01/2024")).await.expect(303);
    let seats = |reply: Reply| reply.json()["seats"].as_array().map_or(0, Vec::len);
    assert_eq!(seats(deputy.get("/api/v1/me").await), 1);
    test.travel_to("2024-01-20");
    let deputy_then = sessions(&test, &deputy).await;
    assert_eq!(seats(deputy_then.get("/api/v1/me").await), 2);
    let switched = deputy_then.post("/preferences", &[("unit", &post), ("back", "/units")]).await.expect(303);
    assert_eq!(switched.location(), "/units");
    assert_eq!(deputy_then.get("/api/v1/me").await.json()["seat"]["role"], "leader");
    test.travel_to("2024-01-21");
    let deputy_later = sessions(&test, &deputy).await;
    assert_eq!(seats(deputy_later.get("/api/v1/me").await), 1);
}

/// The same person, signed in anew: sessions end over night.
async fn sessions(test: &TestApp, person: &Client) -> Client {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let now = test.app.clock.now();
    let secret = kit::accounts::actions::open_session(&mut tx, person.account, now).await.expect("a session");
    tx.commit().await.expect("commits");
    person.with_cookie(&kit::web::session_cookie(&test.app, &secret))
}

async fn an_administrator_below_keeps_only_their_own(test: TestApp) {
    let top = test.person("quantri", test.province, Role::Administrator).await;
    let north = test.person("quantribac", test.north, Role::Administrator).await;
    let south = test.person("nam", test.south, Role::CommuneOfficer).await;
    let list = north.get("/accounts").await.expect(200).text();
    assert!(list.contains("quantribac") && !list.contains(">nam<") && !list.contains(">quantri<"), "{list}");
    for path in ["", "/reset", "/close", "/seats", "/stand-ins"] {
        let path = format!("/accounts/{}{path}", south.account);
        let reply = if path.ends_with(&south.account.to_string()) {
            north.get(&path).await
        } else {
            north.post(&path, &[]).await
        };
        reply.expect(404);
    }
    // Nor may a post be made over what the maker does not see.
    let mut fields = NEW.to_vec();
    fields[2] = ("unit", "s");
    north.post("/accounts", &fields).await.expect(422);
    let mut fields = NEW.to_vec();
    fields.push(("for_parent", "on"));
    north.post("/accounts", &fields).await.expect(422);
    top.get(&format!("/accounts/{}", south.account)).await.expect(200);
    // Somebody with a seat elsewhere is not to be entered by way of a new password.
    let seat = [("unit", "n"), ("role", "officer"), ("title", "Chuyên viên")];
    top.post(&format!("/accounts/{}/seats", south.account), &seat).await.expect(303);
    north.post(&format!("/accounts/{}/reset", south.account), &[]).await.expect(403);
    let officer = test.person("canbo", test.north, Role::CommuneOfficer).await;
    officer.get("/accounts").await.expect(403);
}

async fn a_keeper_gives_no_more_than_they_have(test: TestApp) {
    let north = test.person("quantribac", test.north, Role::Administrator).await;
    let clerk = test.person("vanthu", test.north, Role::Clerk).await;
    // Seated in the commune, with a say in the whole province.
    let leader = test.person_seated("phutrach", test.north, test.province, Role::Leader).await;
    let post = leader.post.to_string();
    let stand_in = [
        ("post", post.as_str()),
        ("reason", "Vắng"),
        ("stand_from", "08/01/2024"),
        ("last_day", "09/01/2024"),
    ];
    north.post(&format!("/accounts/{}/stand-ins", clerk.account), &stand_in).await.expect(422);
    let holding = {
        let mut tx = test.app.db.read().await.expect("a view");
        let sql = "select id from post_holding where post = $1";
        tx.one(sql, kit::params![leader.post], kit::storage::only::<i64>).await.expect("a holding")
    };
    north.post(&format!("/holdings/{holding}/end"), &[]).await.expect(404);

    // Nor do they give anything to themselves.
    let own = format!("/accounts/{}", north.account);
    let page = north.get(&own).await.expect(200).text();
    assert!(!page.contains(&format!("{own}/seats")), "{page}");
    let seat = [("unit", "n"), ("role", "leader"), ("title", "Chủ tịch")];
    north.post(&format!("{own}/seats"), &seat).await.expect(403);
    let post = clerk.post.to_string();
    let stand_in = [
        ("post", post.as_str()),
        ("reason", "Vắng"),
        ("stand_from", "08/01/2024"),
        ("last_day", "09/01/2024"),
    ];
    north.post(&format!("{own}/stand-ins"), &stand_in).await.expect(403);
    north.post(&format!("/accounts/{}/seats", clerk.account), &seat).await.expect(303);
}

async fn a_post_to_come_guards_the_account_already(test: TestApp) {
    let top = test.person("quantri", test.province, Role::Administrator).await;
    let north = test.person("quantribac", test.north, Role::Administrator).await;
    let officer = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let path = format!("/accounts/{}", officer.account);
    let coming = [("unit", "14"), ("role", "leader"), ("title", "Chủ tịch"), ("from", "01/02/2024")];
    top.post(&format!("{path}/seats"), &coming).await.expect(303);
    north.post(&format!("{path}/reset"), &[]).await.expect(403);
    north.post(&format!("{path}/close"), &[]).await.expect(403);
}

async fn a_reset_ends_tokens_too(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let officer = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let made = serde_json::json!({ "name": "Bảng tính" });
    let made = officer.send_json(axum::http::Method::POST, "/api/v1/tokens", made).await.expect(201).json();
    let token = made["secret"].as_str().expect("a secret");
    admin.post(&format!("/accounts/{}/reset", officer.account), &[]).await.expect(200);
    test.guest().get_with_token("/api/v1/me", token).await.expect(401);
}

async fn a_post_given_by_mistake_ends_at_once(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let officer = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let path = format!("/accounts/{}", officer.account);
    let seat = [("unit", "14"), ("role", "leader"), ("title", "Chủ tịch")];
    admin.post(&format!("{path}/seats"), &seat).await.expect(303);
    let seats = async || {
        let me = officer.get("/api/v1/me").await.expect(200).json();
        me["seats"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(seats().await, 2);
    let page = admin.get(&path).await.expect(200).text();
    let end = page.split("action=\"/holdings/").nth(1).and_then(|rest| rest.split('"').next());
    admin.post(&format!("/holdings/{}", end.expect("an action")), &[]).await.expect(303);
    assert_eq!(seats().await, 1);
    assert!(admin.get(&path).await.expect(200).text().contains("08/01/2024"), "its one day stays to be seen");
}

async fn a_units_leader_reads_what_was_done_to_its_accounts(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let leader = test.person("chutich", test.north, Role::Leader).await;
    let clerk = test.person("vanthu", test.north, Role::Clerk).await;
    let path = format!("/accounts/{}", clerk.account);
    let post = leader.post.to_string();
    let stand_in = [
        ("post", post.as_str()),
        ("reason", "Vắng"),
        ("stand_from", "08/01/2024"),
        ("last_day", "09/01/2024"),
    ];
    admin.post(&format!("{path}/stand-ins"), &stand_in).await.expect(303);
    admin.post(&format!("{path}/reset"), &[]).await.expect(200);
    admin.post(&format!("{path}/close"), &[]).await.expect(303);
    let audit = leader.get("/audit").await.expect(200).text();
    for act in ["stand_in_added", "password_reset", "account_closed"] {
        assert!(audit.contains(act), "{act}: {audit}");
    }
}

async fn the_audit_is_read_within_ones_scope(test: TestApp) {
    let top = test.person("thanhtra", test.province, Role::Inspector).await;
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let north = test.person("lanhdao", test.north, Role::Leader).await;
    made(&admin).await;
    let mut fields = NEW.to_vec();
    (fields[1], fields[2]) = (("login", "cuaphianam"), ("unit", "s"));
    admin.post("/accounts", &fields).await.expect(200);
    let all = top.get("/audit?verify=1").await.expect(200).text();
    assert!(
        all.contains("account_created") && all.contains("cuaphianam") && all.contains("nguyên vẹn"),
        "{all}"
    );
    assert!(!top.get("/audit?subject_kind=unit").await.expect(200).text().contains("account_created"));
    let own = north.get("/audit").await.expect(200).text();
    assert!(own.contains("lothimau") && !own.contains("cuaphianam"), "{own}");
    // The whole chain is checked by those who see all of it.
    assert!(!own.contains("verify=1"), "{own}");
    north.get("/audit?verify=1").await.expect(403);
    let officer = test.person("canbo", test.north, Role::CommuneOfficer).await;
    officer.get("/audit").await.expect(403);
}

fn with_provider(test: TestApp) -> TestApp {
    use kit::accounts::openid::{NameClaim, OpenIdSettings};
    test.with_settings(routes, |settings| {
        settings.openid = Some(OpenIdSettings {
            issuer: "https://id.example".to_owned(),
            client_id: "x".to_owned(),
            client_secret: None,
            label: String::new(),
            claim: NameClaim::Email,
            second_factor_acr: Vec::new(),
            authorities: Vec::new(),
        });
    })
}

async fn an_administrator_links_accounts_to_the_provider(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let page = format!("/accounts/{}", admin.account);
    let link = format!("{page}/openid");
    assert!(!admin.get(&page).await.expect(200).text().contains("external_name"), "no provider, no link");
    admin.post(&link, &[("external_name", "a@example.vn")]).await.expect(404);

    let test = with_provider(test);
    let admin = test.person("quantri2", test.province, Role::Administrator).await;
    let north = test.person("bac", test.north, Role::CommuneOfficer).await;
    let south = test.person("quantrinam", test.south, Role::Administrator).await;
    let page = format!("/accounts/{}", north.account);
    let link = format!("{page}/openid");
    assert!(admin.get(&page).await.expect(200).text().contains("Chưa liên kết"));
    assert_eq!(admin.post(&link, &[("external_name", " Bac@Example.vn")]).await.expect(303).location(), page);
    let shown = admin.get(&page).await.expect(200).text();
    assert!(shown.contains("value=\"bac@example.vn\"") && shown.contains("chờ người này"), "{shown}");

    // Neither a neighbour nor somebody without the right.
    south.post(&link, &[("external_name", "x@example.vn")]).await.expect(404);
    north.post(&link, &[("external_name", "x@example.vn")]).await.expect(403);
    let api = |id| format!("/api/v1/accounts/{id}/openid");
    let put = |client: &Client, id, name: &str| {
        let (client, path, body) = (client.clone(), api(id), serde_json::json!({ "name": name }));
        async move { client.send_json(Method::PUT, &path, body).await }
    };
    put(&south, north.account, "x@example.vn").await.expect(404);
    let taken = put(&admin, admin.account, "BAC@example.vn").await.expect(409);
    assert_eq!(taken.status_and_code(), "409 openid_name_taken");
    let own = format!("/accounts/{}/openid", admin.account);
    let told = admin.post(&own, &[("external_name", "bac@example.vn")]).await.expect(422).text();
    assert!(told.contains("đã liên kết với tài khoản khác"), "{told}");
    put(&admin, north.account, &"x".repeat(256)).await.expect(422);
    put(&admin, north.account, " ").await.expect(422);

    admin.send_json(Method::DELETE, &api(north.account), serde_json::Value::Null).await.expect(204);
    put(&admin, admin.account, "bac@example.vn").await.expect(204);
    assert!(admin.get(&page).await.expect(200).text().contains("Chưa liên kết"));
    let mut tx = test.app.db.read().await.expect("a view");
    let noted: i64 = tx
        .one("select count(*) from audit where action = 'openid_linked'", &[], kit::storage::only)
        .await
        .expect("a number");
    assert_eq!(noted, 3);
}

async fn names_have_one_limit(test: TestApp) {
    let admin = test.person("quantri", test.province, Role::Administrator).await;
    let long = "ệ".repeat(201);
    let mut form = NEW.to_vec();
    for field in ["name", "title"] {
        form.retain(|(name, _)| *name != field);
        form.push((field, &long));
    }
    let page = admin.post("/accounts", &form).await.expect(422).text();
    assert!(page.matches("Dài quá 200 ký tự").count() >= 2, "{page}");
    let token =
        |name: String| admin.send_json(Method::POST, "/api/v1/tokens", serde_json::json!({ "name": name }));
    assert_eq!(token(long.clone()).await.status_and_code(), "422 name_too_long");
    token("ệ".repeat(200)).await.expect(201);
    let page = admin.post("/account/tokens", &[("name", &long)]).await.expect(422).text();
    assert!(page.contains("Tên dài quá 200 ký tự"), "{page}");
    let text = token("ệ".repeat(20_001)).await;
    assert_eq!(text.status_and_code(), "422 text_too_long");
    assert!(text.json()["detail"].as_str().expect("a text").contains("“name” dài quá 20000 ký tự"));
}

kit::on_both_engines! {
    an_administrator_links_accounts_to_the_provider,
    names_have_one_limit,
    a_person_gets_an_account_and_a_seat,
    somebody_stands_in_for_a_while,
    an_administrator_below_keeps_only_their_own,
    a_keeper_gives_no_more_than_they_have,
    a_post_to_come_guards_the_account_already,
    a_reset_ends_tokens_too,
    a_units_leader_reads_what_was_done_to_its_accounts,
    a_post_given_by_mistake_ends_at_once,
    the_audit_is_read_within_ones_scope,
}
