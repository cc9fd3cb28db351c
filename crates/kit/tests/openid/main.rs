//! Stories of signing in through the organisation's provider.

mod provider;

use kit::accounts::openid::{self, NameClaim, OpenIdSettings, Secret};
use kit::accounts::{actions, hash_password, store};
use kit::id::AccountId;
use kit::params;
use kit::storage::only;
use kit::testing::{Client, Reply, TestApp};
use provider::{CLIENT, Provider, SECRET, Script};
use serde_json::json;

const PASSWORD: &str = "ba con vịt xòe hai cánh";
const NAME: &str = "lothimau@example.vn";

fn routes() -> axum::Router<kit::web::App> {
    kit::accounts::routes()
}

/// The installation with a provider, and an account that is not linked yet.
async fn office(test: TestApp) -> (TestApp, Provider, AccountId) {
    let provider = Provider::start(test.app.clock.now().0).await;
    let test = with_provider(test, provider.address(), NameClaim::Email);
    let account = account(&test, "lothimau", false).await;
    (test, provider, account)
}

fn with_provider(test: TestApp, issuer: &str, claim: NameClaim) -> TestApp {
    test.with_settings(routes, |settings| {
        "http://office.example/".clone_into(&mut settings.public_url);
        settings.openid = Some(OpenIdSettings {
            issuer: issuer.to_owned(),
            client_id: CLIENT.to_owned(),
            client_secret: Some(Secret(SECRET.to_owned())),
            label: "Sơn La ID".to_owned(),
            claim,
            second_factor_acr: vec!["gold".to_owned()],
            authorities: Vec::new(),
        });
    })
}

async fn account(test: &TestApp, login: &str, must_change: bool) -> AccountId {
    let hash = hash_password(PASSWORD).await.expect("hashes");
    let mut tx = test.app.db.write().await.expect("a transaction");
    let now = test.app.clock.now();
    let account = actions::create_account(&mut tx, login, "Lò Thị Mẫu", &hash, must_change, now)
        .await
        .expect("a free name");
    tx.commit().await.expect("commits");
    account
}

async fn link(test: &TestApp, account: AccountId, name: &str) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let provider = test.app.openid.as_ref().expect("a provider");
    openid::actions::link(&mut tx, provider, account, name).await.expect("links");
    tx.commit().await.expect("commits");
}

fn cookie_of(reply: &Reply) -> String {
    let mut cookies = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    cookies.find(|cookie| cookie.starts_with("doanket_openid=")).expect("a cookie").to_owned()
}

/// Presses the button and lets the provider answer: the browser with its cookie, and where the provider leads it.
async fn answered(test: &TestApp) -> (Client, String) {
    let begun = test.guest().get("/sign-in/openid?next=/account").await.expect(303);
    let cookie = cookie_of(&begun);
    for part in ["HttpOnly", "SameSite=Lax", "Path=/sign-in/openid", "Max-Age=600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let address = begun.location().to_owned();
    let answer = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build()
            .into();
        agent.get(&address).call().expect("the provider answers")
    })
    .await
    .expect("no panic");
    let back = answer.headers()["location"].to_str().expect("text").to_owned();
    let path = back.strip_prefix("http://office.example").expect("back to the office").to_owned();
    (test.guest().with_cookie(&cookie), path)
}

/// The whole way.
async fn walk(test: &TestApp) -> Reply {
    let (browser, path) = answered(test).await;
    browser.get(&path).await
}

#[track_caller]
fn is_in(test: &TestApp, reply: Reply) -> Client {
    let reply = reply.expect(303);
    assert_eq!(reply.location(), "/account");
    test.guest().with_session_of(&reply)
}

async fn number(test: &TestApp, sql: &str) -> i64 {
    let mut tx = test.app.db.read().await.expect("a view");
    tx.one(sql, params![], only).await.expect("a number")
}

async fn last_refusal(test: &TestApp) -> serde_json::Value {
    let mut tx = test.app.db.read().await.expect("a view");
    let detail: String = tx
        .one(
            "select detail from audit where action = 'openid_refused' order by id desc limit 1",
            params![],
            only,
        )
        .await
        .expect("an audit row");
    serde_json::from_str(&detail).expect("JSON")
}

async fn a_linked_person_signs_in_and_out(test: TestApp) {
    let bare = test.guest().get("/sign-in").await.expect(200).text();
    assert!(!bare.contains("/sign-in/openid"), "no provider, no button");
    let (test, provider, account) = office(test).await;
    let page = test.guest().get("/sign-in?next=/account").await.expect(200).text();
    assert!(page.contains("href=\"/sign-in/openid?next=%2Faccount\""), "{page}");
    assert!(page.contains("Đăng nhập bằng Sơn La ID"), "{page}");

    link(&test, account, " LoThiMau@example.VN ").await;
    let person = is_in(&test, walk(&test).await);
    let me = person.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["login"], "lothimau");
    person.post("/sign-out", &[]).await.expect(303);
    person.get("/account").await.expect(303);

    // The subject counts from now on, whatever the address; the other kind of signature too.
    let claims = json!({ "email": "moi@example.vn", "email_verified": false, "aud": [CLIENT] });
    provider.plays(Script { claims, algorithm: "ES256", ..Script::default() });
    is_in(&test, walk(&test).await);
    // Somebody else who was given the old address is nobody here.
    provider.plays(Script { subject: "s-2".to_owned(), ..Script::default() });
    let refused = walk(&test).await.expect(403).text();
    assert!(refused.contains(NAME) && refused.contains("chưa được liên kết"), "{refused}");
    assert_eq!(last_refusal(&test).await["reason"], "openid_not_linked");

    assert_eq!(number(&test, "select count(*) from audit where action = 'openid_bound'").await, 1);
    assert_eq!(
        number(&test, "select count(*) from audit where action = 'signed_in' and detail like '%openid%'")
            .await,
        2
    );
    assert_eq!(number(&test, "select count(*) from openid_attempt").await, 0);
}

async fn a_token_that_proves_nothing_is_refused(test: TestApp) {
    let (test, provider, account) = office(test).await;
    link(&test, account, NAME).await;
    let now = test.app.clock.now().0 / 1000;
    let lie = |claims| Script { claims, ..Script::default() };
    let forged = |algorithm| Script { algorithm, is_forged: true, ..Script::default() };
    let refused = [
        (forged("RS256"), "signature"),
        (forged("ES256"), "signature"),
        (Script { algorithm: "none", ..Script::default() }, "algorithm"),
        (Script { algorithm: "HS256", ..Script::default() }, "algorithm"),
        (lie(json!({ "nonce": "another" })), "nonce"),
        (lie(json!({ "nonce": null })), "nonce"),
        (lie(json!({ "aud": "somebody else" })), "audience"),
        (lie(json!({ "aud": [CLIENT, "somebody else"] })), "audience"),
        (lie(json!({ "azp": "somebody else" })), "audience"),
        (lie(json!({ "iss": "http://127.0.0.1:1" })), "issuer"),
        (lie(json!({ "exp": now - 61 })), "time"),
        (lie(json!({ "iat": now + 120 })), "time"),
        (lie(json!({ "nbf": now + 120 })), "time"),
        (lie(json!({ "sub": "" })), "malformed"),
        (lie(json!({ "exp": null })), "malformed"),
    ];
    let guest_sessions = "select count(*) from session";
    for (script, check) in refused {
        provider.plays(script);
        let page = walk(&test).await.expect(422).text();
        let told = if check == "time" { "đồng hồ của hai máy chủ lệch nhau" } else { check };
        assert!(page.contains(told) && page.contains("name=\"password\""), "{check}: {page}");
        assert_eq!(last_refusal(&test).await["check"], check);
        assert_eq!(number(&test, guest_sessions).await, 0, "{check}");
    }
    // A minute between the clocks is nothing.
    provider.plays(lie(json!({ "exp": now - 59, "iat": now + 59 })));
    is_in(&test, walk(&test).await);
}

async fn an_answer_counts_once_and_only_in_its_own_browser(test: TestApp) {
    let (test, _provider, account) = office(test).await;
    link(&test, account, NAME).await;
    let not_under_way = "đã dùng rồi";
    let (browser, path) = answered(&test).await;
    // Somebody's answer slipped under another browser.
    let (other, _) = answered(&test).await;
    for stranger in [test.guest(), other] {
        assert!(stranger.get(&path).await.expect(422).text().contains(not_under_way));
    }
    is_in(&test, browser.get(&path).await);
    assert!(browser.get(&path).await.expect(422).text().contains(not_under_way), "replayed");
    let (browser, path) = answered(&test).await;
    test.app.clock.set(test.app.clock.now().plus(openid::actions::ATTEMPT_LENGTH));
    assert!(browser.get(&path).await.expect(422).text().contains(not_under_way), "after ten minutes");
    assert!(test.guest().get("/sign-in/openid/callback").await.expect(422).text().contains(not_under_way));
    let mixed = path.replace("127.0.0.1", "127.0.0.2");
    let (browser, fresh) = answered(&test).await;
    let state = fresh.split("state=").nth(1).and_then(|rest| rest.split('&').next()).expect("a state");
    let (head, _) = mixed.split_once("state=").expect("a state");
    let wrong_issuer = format!("{head}state={state}&iss=http%3A%2F%2F127.0.0.1%3A1&code=x");
    assert!(
        browser.get(&wrong_issuer).await.expect(422).text().contains("issuer"),
        "another provider answers"
    );
}

async fn what_a_person_meets_on_the_way_is_told(test: TestApp) {
    let (test, provider, account) = office(test).await;
    let refused = walk(&test).await.expect(403).text();
    assert!(refused.contains("chưa được liên kết"), "not linked: {refused}");
    link(&test, account, NAME).await;

    provider.plays(Script { refusal: "access_denied", ..Script::default() });
    assert!(walk(&test).await.expect(422).text().contains("Bạn đã dừng đăng nhập"));
    provider.plays(Script { refusal: "server_error<b>", ..Script::default() });
    let page = walk(&test).await.expect(503).text();
    assert!(page.contains("từ chối yêu cầu (server_errorb)"), "{page}");
    provider.plays(Script { claims: json!({ "email_verified": false }), ..Script::default() });
    assert!(walk(&test).await.expect(422).text().contains("chưa xác minh"));

    // What the token leaves out stands at the user-info address, if it speaks of the same person.
    let without = json!({ "email": null, "email_verified": null });
    let told = |sub: &str| json!({ "sub": sub, "email": NAME, "email_verified": "true" });
    provider.plays(Script { claims: without.clone(), user_info: told("s-9"), ..Script::default() });
    walk(&test).await.expect(422);
    provider.plays(Script { claims: without, user_info: told("s-1"), ..Script::default() });
    is_in(&test, walk(&test).await);

    let mut tx = test.app.db.write().await.expect("a transaction");
    store::close_account(&mut tx, account, test.app.clock.now()).await.expect("closes");
    tx.commit().await.expect("commits");
    provider.plays(Script::default());
    walk(&test).await.expect(403);
    // The name is free for the account that comes after it.
    let next = self::account(&test, "lothimau2", false).await;
    link(&test, next, NAME).await;
    is_in(&test, walk(&test).await);
}

async fn a_provider_that_does_not_answer_is_told(test: TestApp) {
    // A port that was free a moment ago.
    let silent = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        format!("http://{}", listener.local_addr().expect("an address"))
    };
    let test = with_provider(test, &silent, NameClaim::Email);
    let page = test.guest().get("/sign-in/openid").await.expect(503).text();
    assert!(page.contains("Chưa liên lạc được") && page.contains("name=\"password\""), "{page}");
    let english = test.guest().with_cookie("lang=en").get("/sign-in/openid").await.expect(503).text();
    assert!(english.contains("cannot be reached"), "{english}");

    // A provider that calls itself otherwise is not the one that was meant.
    let provider = Provider::start(test.app.clock.now().0).await;
    let test = with_provider(test, &format!("{}/", provider.address()), NameClaim::Email);
    assert!(test.guest().get("/sign-in/openid").await.expect(422).text().contains("issuer"));
}

async fn two_steps_are_asked_unless_the_provider_did_them(test: TestApp) {
    let (test, provider, account) = office(test).await;
    link(&test, account, NAME).await;
    let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let mut tx = test.app.db.write().await.expect("a transaction");
    store::update_totp(&mut tx, account, Some(secret)).await.expect("sets");
    tx.commit().await.expect("commits");

    // One word for one factor is not two.
    for claims in [json!({}), json!({ "amr": ["pwd", "otp"] }), json!({ "acr": "silver" })] {
        provider.plays(Script { claims, ..Script::default() });
        let asked = walk(&test).await.expect(200);
        assert!(asked.text().contains("action=\"/sign-in/openid/code\""), "{}", asked.text());
        let browser = test.guest().with_cookie(&cookie_of(&asked));
        browser.post("/sign-in/openid/code", &[]).await.expect(422);
        browser.post("/sign-in/openid/code", &[("code", "000000")]).await.expect(422);
        test.app.clock.set(test.app.clock.now().plus(chrono::TimeDelta::seconds(30)));
        let code = code_of(secret, &test);
        let entered = browser.post("/sign-in/openid/code", &[("code", &code)]).await;
        is_in(&test, entered);
        browser.post("/sign-in/openid/code", &[("code", &code)]).await.expect(422);
    }
    test.guest().post("/sign-in/openid/code", &[("code", &code_of(secret, &test))]).await.expect(422);
    for claims in [json!({ "amr": ["pwd", "mfa"] }), json!({ "acr": "gold" })] {
        provider.plays(Script { claims, ..Script::default() });
        is_in(&test, walk(&test).await);
    }
    // Wrong codes count as they do beside a password.
    provider.plays(Script::default());
    let browser = test.guest().with_cookie(&cookie_of(&walk(&test).await.expect(200)));
    for _ in 0..6 {
        browser.post("/sign-in/openid/code", &[("code", "000000")]).await.expect(422);
    }
    browser.post("/sign-in/openid/code", &[("code", &code_of(secret, &test))]).await.expect(429);
}

fn code_of(secret: &str, test: &TestApp) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("base 32");
    let totp = totp_rs::Builder::new().with_secret(secret).build().expect("valid");
    totp.generate(u64::try_from(test.app.clock.now().0 / 1000).expect("after 1970")).to_string()
}

async fn a_one_time_password_ends_with_the_first_sign_in(test: TestApp) {
    let provider = Provider::start(test.app.clock.now().0).await;
    let test = with_provider(test, provider.address(), NameClaim::Subject);
    let account = account(&test, "moi", true).await;
    // Subjects are compared letter by letter.
    link(&test, account, "S-1").await;
    walk(&test).await.expect(403);
    link(&test, account, "s-1").await;
    let person = is_in(&test, walk(&test).await);
    person.get("/account").await.expect(200);
    test.guest().post("/sign-in", &[("login", "moi"), ("password", PASSWORD)]).await.expect(422);

    // Another link, or none, ends the one there was.
    link(&test, account, "").await;
    walk(&test).await.expect(403);
    let mut tx = test.app.db.write().await.expect("a transaction");
    let other = actions::create_account(&mut tx, "khac", "Cà Văn Mẫu", "-", false, test.app.clock.now())
        .await
        .expect("a free name");
    let set = test.app.openid.as_ref().expect("a provider");
    openid::actions::link(&mut tx, set, other, "s-1").await.expect("links");
    let taken = openid::actions::link(&mut tx, set, account, "s-1").await.expect_err("is refused");
    assert!(matches!(taken, openid::OpenIdError::NameTaken(_)), "{taken}");
    let long = openid::actions::link(&mut tx, set, account, &"x".repeat(256)).await.expect_err("is refused");
    assert!(matches!(long, openid::OpenIdError::NameInvalid), "{long}");
}

kit::on_both_engines! {
    a_linked_person_signs_in_and_out,
    a_token_that_proves_nothing_is_refused,
    an_answer_counts_once_and_only_in_its_own_browser,
    what_a_person_meets_on_the_way_is_told,
    a_provider_that_does_not_answer_is_told,
    two_steps_are_asked_unless_the_provider_did_them,
    a_one_time_password_ends_with_the_first_sign_in,
}
