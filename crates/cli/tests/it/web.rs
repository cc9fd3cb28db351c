//! The basics of HTTP, over a real line.

use std::io::Write as _;

use kit::permission::Role;
use kit::storage::Engine;

use crate::http::{self, Reply};
use crate::office::{Office, PASSWORD, ask_as};
use crate::program::Server;

fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Reply {
    http::ask(&server.address, "GET", path, headers, b"").expect("answers")
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Signs in as a browser does and returns the cookie.
fn signed_in(server: &Server) -> String {
    let form = format!("login=leader&password={}", PASSWORD.replace(' ', "+"));
    let reply = http::ask(&server.address, "POST", "/sign-in", &[FORM], form.as_bytes())
        .expect("answers")
        .expect(303);
    reply.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

#[test]
fn every_answer_has_the_headers_that_protect_a_browser() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let cookie = signed_in(&server);
    for path in [
        "/",
        "/sign-in",
        "/account",
        "/no-such-page",
        "/healthz",
        "/metrics",
        "/api/v1/me",
        "/api/v1/openapi.json",
    ] {
        for headers in [&[][..], &[("cookie", cookie.as_str())]] {
            let reply = get(&server, path, headers);
            let policy = reply.header("content-security-policy");
            assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
            assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(reply.header("x-frame-options"), "DENY", "{path}");
            assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
            assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{path}");
            assert_eq!(reply.header("cache-control"), "no-store", "{path}");
            assert!(!reply.text().contains("<script>"), "{path} has an inline script");
        }
    }
    server.stop();
}

#[test]
fn the_operator_can_ask_how_it_goes() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let health = get(&server, "/healthz", &[]).expect(200);
    assert_eq!(health.text(), "ok\n");
    get(&server, "/no-such-page", &[]).expect(404);
    let metrics = get(&server, "/metrics", &[]).expect(200).text();
    assert!(
        metrics
            .starts_with("# TYPE doanket_requests_total counter\ndoanket_requests_total{status=\"1xx\"} 0\n"),
        "{metrics}"
    );
    for line in [
        "doanket_requests_total{status=\"2xx\"} 1",
        "doanket_requests_total{status=\"4xx\"} 1",
        "doanket_request_seconds_count 2",
    ] {
        assert!(metrics.lines().any(|other| other == line), "no {line} in {metrics}");
    }
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').expect("a name and a value");
        assert!(name.starts_with("doanket_") && value.parse::<f64>().is_ok(), "{line}");
    }
    server.stop();
}

#[test]
fn an_error_is_told_in_the_visitors_language_with_a_way_out() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let way_out = "<a class=\"button\" href=\"/\">";
    let vi =
        get(&server, "/no-such-page", &[("accept-language", "vi-VN,vi;q=0.9,en;q=0.5")]).expect(404).text();
    assert!(vi.contains("Không có trang này, hoặc bạn không được xem.") && vi.contains(way_out), "{vi}");
    let en = get(&server, "/no-such-page", &[("accept-language", "en")]).expect(404).text();
    assert!(
        en.contains("There is no such page, or it is not for you to see.") && en.contains(way_out),
        "{en}"
    );
    let chosen =
        get(&server, "/no-such-page", &[("accept-language", "en"), ("cookie", "lang=vi")]).expect(404).text();
    assert!(chosen.contains("lang=\"vi\"") && chosen.contains("Không có trang này"), "{chosen}");
    // A page that needs somebody signed in leads to the door, and back afterwards.
    let door = get(&server, "/account?x=%22", &[]).expect(303);
    assert_eq!(door.header("location"), "/sign-in?next=/account%3Fx%3D%2522");
    server.stop();
}

#[test]
fn the_api_refuses_in_a_form_that_programs_read() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let token = office.token(Role::Officer);
    let ask = |method: &str, path: &str, json: &str| {
        ask_as(&server.address, token, method, path, json).expect("answers")
    };
    assert_eq!(get(&server, "/api/v1/me", &[]).problem(), "401 not_signed_in");
    assert_eq!(
        ask_as(&server.address, "dk_wrong", "GET", "/api/v1/me", "").expect("answers").problem(),
        "401 not_signed_in"
    );
    assert_eq!(ask("GET", "/api/v1/no-such-thing", "").problem(), "404 page_not_found");
    for id in ["0", "-1", "9223372036854775807", "-9223372036854775808"] {
        assert_eq!(
            ask("DELETE", &format!("/api/v1/tokens/{id}"), "").problem(),
            "404 token_not_found",
            "{id}"
        );
    }
    for id in ["9223372036854775808", "99999999999999999999999", "x", "1.5", "%00", "1%00", "%ff"] {
        assert_eq!(
            ask("DELETE", &format!("/api/v1/tokens/{id}"), "").problem(),
            "404 page_not_found",
            "{id}"
        );
    }
    for json in ["", "{", "[]", "null", "{\"name\":1}", "{}", "{\"name\":\"a\\u0000b\"}"] {
        assert_eq!(ask("POST", "/api/v1/tokens", json).problem(), "422 unreadable", "{json}");
    }
    assert_eq!(ask("POST", "/api/v1/tokens", "{\"name\":\" \"}").problem().split(' ').next(), Some("422"));
    let method = ask("PUT", "/api/v1/tokens", "{}");
    assert_eq!(
        (method.problem().as_str(), method.header("allow")),
        ("405 method_not_allowed", "GET,HEAD,POST")
    );
    assert_eq!(http::ask(&server.address, "POST", "/healthz", &[], b"").expect("answers").status, 405);
    assert_eq!(office.count("select count(*) from api_token where name <> 'first'"), 0);
    server.stop();
}

#[test]
fn what_is_too_large_or_cut_off_changes_nothing() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let token = office.token(Role::Officer);
    // One byte over the limit, so that all of it is read before the answer.
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(2 * 1024 * 1024 + 1 - 11));
    assert_eq!(large.len(), 2 * 1024 * 1024 + 1);
    assert_eq!(
        ask_as(&server.address, token, "POST", "/api/v1/tokens", &large).expect("answers").problem(),
        "413 too_large"
    );
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let mut stream = http::connect(&server.address).expect("connects");
    let half = "{\"name\":\"half\"";
    stream
        .write_all(http::head("POST", "/api/v1/tokens", &headers, Some(half.len() + 1)).as_bytes())
        .expect("sends");
    stream.write_all(half.as_bytes()).expect("sends");
    stream.shutdown(std::net::Shutdown::Write).expect("hangs up");
    // Whether the answer still reaches a line that hung up is nobody's business; that it is a refusal is.
    if let Ok(reply) = http::answer(&mut stream) {
        assert!((400..500).contains(&reply.status), "{reply:?}");
    }
    get(&server, "/healthz", &[]).expect(200);
    assert_eq!(office.count("select count(*) from api_token where name <> 'first'"), 0);
    server.stop();
}

#[test]
fn a_form_from_another_site_is_refused() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let cookie = signed_in(&server);
    let post = |path: &str, extra: (&str, &str), form: &str| {
        let headers = [("cookie", cookie.as_str()), FORM, extra];
        http::ask(&server.address, "POST", path, &headers, form.as_bytes()).expect("answers")
    };
    let foreign = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://localhost.evil.example"),
        ("origin", "http://localhost:1"),
    ];
    for extra in foreign {
        assert_eq!(post("/sign-out", extra, "").status, 403, "{extra:?}");
        assert_eq!(post("/account/tokens", extra, "name=stolen").status, 403, "{extra:?}");
        let json = [("cookie", cookie.as_str()), ("content-type", "text/plain"), extra];
        let reply = http::ask(&server.address, "POST", "/api/v1/tokens", &json, b"{\"name\":\"stolen\"}")
            .expect("answers");
        assert_eq!(reply.problem(), "403 foreign_request", "{extra:?}");
        assert_eq!(post("/sign-in", extra, "login=leader&password=x").status, 403, "{extra:?}");
    }
    assert_eq!(office.count("select count(*) from api_token where name <> 'first'"), 0);
    assert_eq!(get(&server, "/api/v1/me", &[("cookie", &cookie)]).status, 200, "still signed in");
    assert_eq!(post("/sign-out", ("origin", "http://localhost"), "").status, 303);
    assert_eq!(get(&server, "/api/v1/me", &[("cookie", &cookie)]).status, 401, "signed out");
    server.stop();
}

#[test]
fn a_page_can_be_asked_for_its_head_and_packed() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let whole = get(&server, "/sign-in", &[]).expect(200);
    let head = http::ask(&server.address, "HEAD", "/sign-in", &[], b"").expect("answers").expect(200);
    assert!(head.body.is_empty());
    assert_eq!(head.header("content-type"), whole.header("content-type"));
    assert_eq!(
        http::ask(&server.address, "HEAD", "/no-such-page", &[], b"").expect("answers").expect(404).body,
        b""
    );
    let packed = get(&server, "/sign-in", &[("accept-encoding", "gzip")]).expect(200);
    assert_eq!((packed.header("content-encoding"), &packed.body[..2]), ("gzip", &[0x1f, 0x8b][..]));
    assert!(packed.body.len() < whole.body.len());
    assert!(packed.header("vary").to_ascii_lowercase().contains("accept-encoding"), "{packed:?}");
    assert_eq!(get(&server, "/sign-in", &[("accept-encoding", "br")]).header("content-encoding"), "");
    server.stop();
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let bearer = format!("Bearer {}", office.token(Role::Officer));
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    // Many more than there are threads, readers and writers: half a head, and half a body after a whole head.
    let slow: Vec<_> = (0..60)
        .map(|number| {
            let mut stream = http::connect(&server.address).expect("connects");
            let head = http::head("POST", "/api/v1/tokens", &headers, Some(16));
            let part = if number % 2 == 0 { &head[..head.len() / 2] } else { &head[..] };
            stream.write_all(part.as_bytes()).expect("sends");
            stream
        })
        .collect();
    for number in 0..5 {
        let json = format!("{{\"name\":\"quick {number}\"}}");
        ask_as(&server.address, office.token(Role::Clerk), "POST", "/api/v1/tokens", &json)
            .expect("answers")
            .expect(201);
    }
    drop(slow);
    server.stop();
}
