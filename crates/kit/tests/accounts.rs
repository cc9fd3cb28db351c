//! Stories of signing in and of one's own account.

use axum::http::Method;
use kit::accounts::{actions, hash_password, store};
use kit::permission::Role;
use kit::testing::{Client, TestApp};

const PASSWORD: &str = "ba con vịt xòe hai cánh";

fn routes() -> axum::Router<kit::web::App> {
    kit::accounts::routes()
}

async fn account(test: &TestApp, login: &str, must_change: bool) {
    let hash = hash_password(PASSWORD).await.expect("hashes");
    let mut tx = test.app.db.write().await.expect("a transaction");
    let now = test.app.clock.now();
    actions::create_account(&mut tx, login, "Người Mẫu", &hash, must_change, now).await.expect("a free name");
    tx.commit().await.expect("commits");
}

async fn sign_in(test: &TestApp, login: &str, password: &str) -> Client {
    let guest = test.guest();
    let reply = guest
        .post("/sign-in", &[("login", login), ("password", password), ("next", "/account")])
        .await
        .expect(303);
    assert_eq!(reply.location(), "/account");
    guest.with_session_of(&reply)
}

async fn a_person_signs_in_and_out(test: TestApp) {
    account(&test, "vanthu", false).await;
    let away = test.guest().get("/account?x=1").await.expect(303);
    assert_eq!(away.location(), "/sign-in?next=/account%3Fx%3D1");
    let form = test.guest().get("/sign-in?next=/account").await.expect(200).text();
    assert!(form.contains("name=\"next\" value=\"/account\""), "{form}");
    let form = test.guest().get("/sign-in?next=//evil.example").await.expect(200).text();
    assert!(form.contains("name=\"next\" value=\"/\""), "{form}");

    let wrong =
        test.guest().post("/sign-in", &[("login", "vanthu"), ("password", "x")]).await.expect(422).text();
    assert!(wrong.contains("value=\"vanthu\""), "the name typed is kept");
    let person = sign_in(&test, " VanThu ", PASSWORD).await;
    let page = person.get("/account").await.expect(200).text();
    assert!(page.contains("Người Mẫu"), "{page}");

    let out = person.post("/sign-out", &[]).await.expect(303);
    assert!(out.headers["set-cookie"].to_str().expect("text").contains("Max-Age=0"));
    person.get("/account").await.expect(303);
}

async fn a_one_time_password_must_be_changed_first(test: TestApp) {
    account(&test, "moi", true).await;
    let person = sign_in(&test, "moi", PASSWORD).await;
    assert_eq!(person.get("/account").await.expect(303).location(), "/account/password");
    assert_eq!(person.get("/api/v1/me").await.expect(403).status_and_code(), "403 must_change_password");
    person.get("/account/password").await.expect(200);
    let new = "năm anh em trên một chiếc xe";
    let change = |old: &'static str, new: &'static str, again: &'static str| {
        let person = person.clone();
        async move { person.post("/account/password", &[("old", old), ("new", new), ("again", again)]).await }
    };
    change(PASSWORD, new, "khác").await.expect(422);
    change("sai", new, new).await.expect(422);
    change(PASSWORD, "ngắn", "ngắn").await.expect(422);
    change(PASSWORD, new, new).await.expect(200);
    person.get("/account").await.expect(200);
    sign_in(&test, "moi", new).await;
}

async fn two_steps_ask_for_a_code(test: TestApp) {
    account(&test, "ketoan", false).await;
    let person = sign_in(&test, "ketoan", PASSWORD).await;
    let page = person.get("/account/two-step").await.expect(200).text();
    assert!(page.contains("<svg width=\"240\""), "a QR code");
    let secret = page
        .split("name=\"secret\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a secret");
    assert!(page.contains(&format!("otpauth://totp/DoanKet:ketoan?secret={secret}")), "{page}");
    let wrong =
        person.post("/account/two-step", &[("secret", secret), ("code", "000000")]).await.expect(422).text();
    assert!(wrong.contains("Mã không đúng hoặc đã hết giờ") && !wrong.contains("Caps Lock"), "{wrong}");
    let code = code_of(secret, &test);
    let codes =
        person.post("/account/two-step", &[("secret", secret), ("code", &code)]).await.expect(200).text();
    let recovery =
        codes.split("<li><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a recovery code");

    let fields = [("login", "ketoan"), ("password", PASSWORD)];
    test.guest().post("/sign-in", &fields).await.expect(422);
    let with = |code: &str| {
        let (guest, code) = (test.guest(), code.to_owned());
        async move { guest.post("/sign-in", &[fields[0], fields[1], ("code", &code)]).await }
    };
    with(&code).await.expect(422);
    wait(&test, 30);
    let code = code_of(secret, &test);
    with(&code).await.expect(303);
    with(&code).await.expect(422);
    with(recovery).await.expect(303);
    with(recovery).await.expect(422);

    person.post("/account/two-step/off", &[("password", "sai")]).await.expect(422);
    person.post("/account/two-step/off", &[("password", PASSWORD)]).await.expect(303);
    test.guest().post("/sign-in", &fields).await.expect(303);
}

fn wait(test: &TestApp, seconds: i64) {
    test.app.clock.set(test.app.clock.now().plus(chrono::TimeDelta::seconds(seconds)));
}

async fn another_app_needs_the_password(test: TestApp) {
    account(&test, "ketoan", false).await;
    let person = sign_in(&test, "ketoan", PASSWORD).await;
    let (first, second) = ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU");
    let made = person.send_json(Method::POST, "/api/v1/tokens", serde_json::json!({ "name": "x" })).await;
    let token = made.expect(201).json()["secret"].as_str().expect("a secret").to_owned();
    let fields = |secret: &'static str, password: &'static str| {
        vec![
            ("secret".to_owned(), secret.to_owned()),
            ("code".to_owned(), code_of(secret, &test)),
            ("password".to_owned(), password.to_owned()),
        ]
    };
    let turn_on = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        person.post("/account/two-step", &fields).await
    };
    test.guest().post_with_token("/account/two-step", &token, &fields(first, PASSWORD)).await.expect(403);
    turn_on(fields(first, "")).await.expect(200);
    wait(&test, 30);
    let page = person.get("/account/two-step").await.expect(200).text();
    assert!(page.contains("name=\"password\""), "{page}");
    turn_on(fields(second, "")).await.expect(422);
    test.guest().post_with_token("/account/two-step", &token, &fields(second, PASSWORD)).await.expect(403);
    turn_on(fields(second, PASSWORD)).await.expect(200);
}

/// Each guess is counted, however many come at once, and none is looked at any more once the account rests.
async fn many_guesses_at_once_are_all_counted(test: TestApp) {
    account(&test, "vanthu", false).await;
    let guess = |password: &'static str| {
        let guest = test.guest();
        tokio::spawn(
            async move { guest.post("/sign-in", &[("login", "vanthu"), ("password", password)]).await },
        )
    };
    let guesses: Vec<_> = (0..6).map(|_| guess("sai rồi")).collect();
    for guess in guesses {
        guess.await.expect("an answer").expect(422);
    }
    guess(PASSWORD).await.expect("an answer").expect(429);
    let mut tx = test.app.db.read().await.expect("a view");
    let failed = tx.one("select failed_count from account", &[], kit::storage::only::<i64>).await;
    assert_eq!(failed.expect("a count"), 6);
}

fn code_of(secret: &str, test: &TestApp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("base 32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("valid");
    totp.generate(u64::try_from(test.app.clock.now().0 / 1000).expect("after 1970")).to_string()
}

async fn a_token_works_until_it_is_revoked(test: TestApp) {
    let person = test.person("canbo", test.north, Role::CommuneOfficer).await;
    person.post("/account/tokens", &[("name", " ")]).await.expect(422);
    let page =
        person.post("/account/tokens", &[("name", "Bảng tính"), ("days", "30")]).await.expect(200).text();
    let token = page.split("<code>dk_").nth(1).and_then(|rest| rest.split('<').next()).expect("a token");
    let token = format!("dk_{token}");
    let me = test.guest().get_with_token("/api/v1/me", &token).await.expect(200).json();
    assert_eq!((me["login"].as_str(), me["seat"]["role"].as_str()), (Some("canbo"), Some("commune_officer")));
    let tokens = person.get("/api/v1/tokens").await.expect(200).json();
    let id = tokens[0]["id"].as_i64().expect("an id");

    let neighbour = test.person("langgieng", test.south, Role::CommuneOfficer).await;
    assert_eq!(neighbour.get("/api/v1/tokens").await.expect(200).json(), serde_json::json!([]));
    neighbour.post(&format!("/account/tokens/{id}/revoke"), &[]).await.expect(404);

    person.post(&format!("/account/tokens/{id}/revoke"), &[]).await.expect(303);
    test.guest().get_with_token("/api/v1/me", &token).await.expect(401);
}

async fn tokens_end_with_the_password(test: TestApp) {
    account(&test, "vanthu", false).await;
    let person = sign_in(&test, "vanthu", PASSWORD).await;
    let made = serde_json::json!({ "name": "Bảng tính" });
    let made = person.send_json(Method::POST, "/api/v1/tokens", made).await.expect(201).json();
    let token = made["secret"].as_str().expect("a secret");
    test.guest().get_with_token("/api/v1/me", token).await.expect(200);
    let new = "năm anh em trên một chiếc xe";
    person.post("/account/password", &[("old", PASSWORD), ("new", new), ("again", new)]).await.expect(200);
    test.guest().get_with_token("/api/v1/me", token).await.expect(401);
}

async fn a_token_ends_with_its_post(test: TestApp) {
    let person = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let made = serde_json::json!({ "name": "Bảng tính" });
    let made = person.send_json(Method::POST, "/api/v1/tokens", made).await.expect(201).json();
    let token = made["secret"].as_str().expect("a secret");
    let today = test.app.clock.today();
    let mut tx = test.app.db.write().await.expect("a transaction");
    let other = store::NewPost {
        unit: test.province,
        scope_unit: test.province,
        role: Role::Leader,
        title: "Chủ tịch",
        valid_from: today,
    };
    let other = store::insert_post(&mut tx, &other).await.expect("a post");
    store::insert_holding(&mut tx, other, person.account, None, today, None).await.expect("a holding");
    let end = "update post_holding set valid_to = $2 where post = $1";
    tx.execute(end, kit::params![person.post, today]).await.expect("ends the first");
    tx.commit().await.expect("commits");

    let me = test.guest().get_with_token("/api/v1/me", token).await.expect(200).json();
    assert_eq!(me["seat"], serde_json::Value::Null, "the token was not made for the other post");
    let me = person.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["seat"]["role"], "leader", "the person goes on");
}

async fn preferences_are_kept(test: TestApp) {
    let reply = test.guest().post("/preferences", &[("lang", "en"), ("back", "/sign-in")]).await.expect(303);
    assert_eq!(reply.location(), "/sign-in");
    assert!(reply.headers["set-cookie"].to_str().expect("text").starts_with("lang=en;"));
    let reply = test
        .guest()
        .post("/preferences", &[("theme", "x\r\ny"), ("back", "//evil.example")])
        .await
        .expect(303);
    assert_eq!((reply.location(), reply.headers.get("set-cookie")), ("/", None));

    let person = test.person("kiemnhiem", test.north, Role::CommuneOfficer).await;
    let other = test.person("khac", test.south, Role::Leader).await;
    person.post("/preferences", &[("unit", &other.post.to_string())]).await.expect(404);
    test.guest().post("/preferences", &[("unit", &other.post.to_string())]).await.expect(303);
}

kit::on_both_engines! {
    a_person_signs_in_and_out,
    a_one_time_password_must_be_changed_first,
    two_steps_ask_for_a_code,
    another_app_needs_the_password,
    many_guesses_at_once_are_all_counted,
    a_token_works_until_it_is_revoked,
    a_token_ends_with_its_post,
    tokens_end_with_the_password,
    preferences_are_kept,
}
