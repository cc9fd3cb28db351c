//! A database that goes away, is held by somebody else, or has no room: nothing is half done, the visitor is told, and the program
//! recovers by itself.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use axum::http::Method;
use kit::params;
use kit::permission::Role;
use kit::storage::{Database, Engine, Location, Tx, only};
use kit::testing::TestApp;
use serde_json::json;

use crate::http::{self, Reply};
use crate::office::{Office, PASSWORD};
use crate::program::{PATIENCE, Place, Server};

/// Connections that the program keeps to a PostgreSQL server.
const CONNECTIONS: usize = 16;

/// The operator of the PostgreSQL server, beside the program.
struct Operator {
    runtime: tokio::runtime::Runtime,
    db: Database,
    program: String,
}

impl Operator {
    /// An office on PostgreSQL whose server names itself, and the operator who sees it.
    fn with_office() -> (Office, Server, Self) {
        let office = Office::new(Engine::Postgres);
        let program = format!("office {}", std::process::id());
        let url = format!("{}&application_name={}", office.url, program.replace(' ', "%20"));
        let server = Server::start(&office.place, &["--database", &url]);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let db = runtime.block_on(Database::open(&office.database())).expect("opens");
        (office, server, Self { runtime, db, program })
    }

    fn number(&self, sql: &str) -> usize {
        let found: i64 = self.runtime.block_on(async {
            let mut tx = self.db.read().await.expect("a view");
            tx.one(sql, params![self.program.as_str()], only).await.expect("a number")
        });
        usize::try_from(found).expect("a count")
    }

    /// Ends the program's connections; those that wait for a lock only, or all.
    fn end_connections(&self, only_waiting: bool) -> usize {
        let waiting = if only_waiting { " and wait_event_type = 'Lock'" } else { "" };
        self.number(&format!(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = $1{waiting}"
        ))
    }

    /// Holds what every save needs.
    fn hold(&self) -> Tx {
        self.runtime.block_on(async {
            let mut tx = self.db.write().await.expect("a transaction");
            tx.script("lock table api_token in access exclusive mode").await.expect("a lock");
            tx
        })
    }

    fn let_go(&self, tx: Tx) {
        self.runtime.block_on(tx.commit()).expect("ends");
    }

    fn wait_until_waiting(&self, connections: usize) {
        let sql =
            "select count(*) from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'";
        let deadline = Instant::now() + PATIENCE;
        while self.number(sql) < connections {
            assert!(Instant::now() < deadline, "{} wait", self.number(sql));
        }
    }
}

fn save(office: &Office, server: &Server, name: &str) -> io::Result<Reply> {
    office.ask(server, Role::Officer, "POST", "/api/v1/tokens", &json!({ "name": name }).to_string())
}

#[track_caller]
fn is_told_as_unavailable(reply: &Reply) {
    assert_eq!(reply.problem(), "503 unavailable");
    let detail = reply.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert_eq!(detail, kit::texts::ERROR_UNAVAILABLE_PROGRAM.vi);
    // A program has no page.
    assert!(!detail.contains("trang"), "{detail}");
}

/// Each token has its audit row: neither was saved without the other.
fn nothing_is_half_done(office: &Office, acknowledged: usize) {
    let made = office.count("select count(*) from api_token where name <> 'first'");
    assert!(usize::try_from(made).expect("a count") >= acknowledged);
    assert_eq!(office.count("select count(*) from audit where action = 'token_created'"), made);
    office.audit_is_whole();
}

#[test]
fn connections_that_end_are_told_and_replaced() {
    let (office, server, operator) = Operator::with_office();
    let (acknowledged, done) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    let reply = save(&office, &server, "meanwhile").expect("answers");
                    match reply.status {
                        201 => _ = acknowledged.fetch_add(1, Ordering::SeqCst),
                        _ => is_told_as_unavailable(&reply),
                    }
                }
            });
        }
        let deadline = Instant::now() + PATIENCE;
        for round in 1..=8 {
            while acknowledged.load(Ordering::SeqCst) < round * 3 {
                assert!(Instant::now() < deadline, "does not recover; {}", server.log());
                std::thread::yield_now();
            }
            operator.end_connections(false);
        }
        done.store(true, Ordering::SeqCst);
    });
    // Between requests: at most the first one after it may still meet a dead connection.
    operator.end_connections(false);
    let deadline = Instant::now() + PATIENCE;
    while save(&office, &server, "after").expect("answers").status != 201 {
        assert!(Instant::now() < deadline, "does not recover; {}", server.log());
    }
    nothing_is_half_done(&office, acknowledged.load(Ordering::SeqCst) + 1);
    assert!(!server.log().contains("panicked"), "{}", server.log());
    server.stop();
}

#[test]
fn a_request_whose_connection_ends_half_way_leaves_nothing() {
    let (office, server, operator) = Operator::with_office();
    let lock = operator.hold();
    std::thread::scope(|scope| {
        let saving = scope.spawn(|| save(&office, &server, "half"));
        operator.wait_until_waiting(1);
        assert_eq!(operator.end_connections(true), 1);
        is_told_as_unavailable(&saving.join().expect("ends").expect("answers"));
    });
    operator.let_go(lock);
    // The pool may not have noticed yet; whoever meets the dead connection is told so.
    let deadline = Instant::now() + PATIENCE;
    while save(&office, &server, "whole").expect("answers").status != 201 {
        assert!(Instant::now() < deadline, "does not recover; {}", server.log());
    }
    assert_eq!(office.texts("select name from api_token where name <> 'first'"), ["whole"]);
    nothing_is_half_done(&office, 1);
    server.stop();
}

#[test]
fn a_page_without_a_database_says_so() {
    let (office, server, operator) = Operator::with_office();
    let form = format!("login=leader&password={}", PASSWORD.replace(' ', "+"));
    let sign_in = || {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept-language", "en")];
        http::ask(&server.address, "POST", "/sign-in", &headers, form.as_bytes()).expect("answers")
    };
    let lock = operator.runtime.block_on(async {
        let mut tx = operator.db.write().await.expect("a transaction");
        tx.script("lock table account in access exclusive mode").await.expect("a lock");
        tx
    });
    std::thread::scope(|scope| {
        let signing_in = scope.spawn(sign_in);
        operator.wait_until_waiting(1);
        operator.end_connections(true);
        let reply = signing_in.join().expect("ends").expect(503);
        assert!(
            reply.text().contains("The database is busy or cannot be reached; nothing has changed."),
            "{}",
            reply.text()
        );
        assert!(reply.text().contains("<a class=\"button\" href=\"/\">"));
    });
    operator.let_go(lock);
    let deadline = Instant::now() + PATIENCE;
    while sign_in().status != 303 {
        assert!(Instant::now() < deadline, "does not recover; {}", server.log());
    }
    nothing_is_half_done(&office, 0);
    server.stop();
}

#[test]
fn a_server_without_free_connections_answers_after_a_while() {
    let (office, server, operator) = Operator::with_office();
    let lock = operator.hold();
    std::thread::scope(|scope| {
        let saving: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(|| save(&office, &server, "patient"))).collect();
        operator.wait_until_waiting(CONNECTIONS);
        // Whoever comes now gets no connection in time.
        is_told_as_unavailable(&office.ask(&server, Role::Clerk, "GET", "/api/v1/me", "").expect("answers"));
        operator.let_go(lock);
        for reply in saving {
            reply.join().expect("ends").expect("answers").expect(201);
        }
    });
    office.ask(&server, Role::Clerk, "GET", "/api/v1/me", "").expect("answers").expect(200);
    nothing_is_half_done(&office, CONNECTIONS);
    server.stop();
}

#[test]
fn a_file_held_by_another_program_is_told_after_a_while() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (_db, held) = runtime.block_on(async {
        let db = Database::open(&office.database()).await.expect("opens");
        let tx = db.write().await.expect("a transaction");
        (db, tx)
    });
    std::thread::scope(|scope| {
        let saving: Vec<_> = (0..3).map(|_| scope.spawn(|| save(&office, &server, "patient"))).collect();
        // Reading goes on meanwhile.
        office.ask(&server, Role::Clerk, "GET", "/api/v1/me", "").expect("answers").expect(200);
        for reply in saving {
            is_told_as_unavailable(&reply.join().expect("ends").expect("answers"));
        }
    });
    drop(held);
    save(&office, &server, "after").expect("answers").expect(201);
    assert_eq!(office.texts("select name from api_token where name <> 'first'"), ["after"]);
    nothing_is_half_done(&office, 1);
    server.stop();
}

/// Whoever removes, moves or replaces the file of a running program: what would be written there is lost when it ends.
#[cfg(unix)]
#[test]
fn a_file_that_is_gone_takes_no_writes() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let healthz = || http::ask(&server.address, "GET", "/healthz", &[], b"").expect("answers").status;
    save(&office, &server, "before").expect("answers").expect(201);
    assert_eq!(healthz(), 200);
    let (file, aside) = (office.place.path("data/doanket.db"), office.place.path("data/aside.db"));
    std::fs::rename(&file, &aside).expect("moves");
    is_told_as_unavailable(&save(&office, &server, "nowhere").expect("answers"));
    assert_eq!(healthz(), 503);
    // Another file at the same path is not the one that is open.
    std::fs::copy(&aside, &file).expect("copies");
    is_told_as_unavailable(&save(&office, &server, "elsewhere").expect("answers"));
    assert_eq!(healthz(), 503);
    assert!(server.log().contains("doanket.db is gone: "), "{}", server.log());
    std::fs::rename(&aside, &file).expect("moves back");
    save(&office, &server, "after").expect("answers").expect(201);
    assert_eq!(healthz(), 200);
    assert_eq!(
        office.texts("select name from api_token where name <> 'first' order by id"),
        ["before", "after"]
    );
    nothing_is_half_done(&office, 2);
    server.stop();
}

fn account_routes() -> axum::Router<kit::web::App> {
    kit::accounts::routes()
}

/// The pages that the database may have, for the one connection that writes.
async fn allow_pages(test: &TestApp, more: i64) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let pages: i64 = tx.one("select page_count from pragma_page_count", &[], only).await.expect("a count");
    tx.script(&format!("pragma max_page_count = {}", pages + more)).await.expect("limits");
    tx.commit().await.expect("commits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_full_disk_is_told_and_work_goes_on_once_there_is_room() {
    let test = TestApp::start(Engine::Sqlite, account_routes).await;
    let officer = test.person("officer", test.province, Role::Officer).await;
    allow_pages(&test, 40).await;
    let body = json!({ "name": "x".repeat(kit::text::MAX_NAME) });
    let mut saved = 0;
    let refused = loop {
        let reply = officer.send_json(Method::POST, "/api/v1/tokens", body.clone()).await;
        if reply.status != 201 {
            break reply;
        }
        saved += 1;
        assert!(saved < 2_000, "the disk never fills");
    };
    assert_eq!(refused.status_and_code(), "503 disk_full");
    assert_eq!(refused.json()["detail"], kit::texts::ERROR_DISK_FULL.vi);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    // What is there can be read.
    let kept = officer.get("/api/v1/tokens").await.expect(200).json();
    assert_eq!(kept.as_array().map(Vec::len), Some(saved));
    allow_pages(&test, 100_000).await;
    officer.send_json(Method::POST, "/api/v1/tokens", body).await.expect(201);
    let mut tx = test.app.db.read().await.expect("a view");
    let made: i64 = tx
        .one("select count(*) from audit where action = 'token_created'", &[], only)
        .await
        .expect("a count");
    assert_eq!(usize::try_from(made).expect("a count"), saved + 1);
    assert!(matches!(kit::audit::verify(&mut tx).await, Ok(kit::audit::Verdict::Whole { .. })));
    let sound: String =
        tx.one("select integrity_check from pragma_integrity_check", &[], only).await.expect("a check");
    assert_eq!(sound, "ok");
}

#[test]
fn an_upload_that_cannot_be_kept_leaves_nothing() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    // A file stands where the folder should be.
    std::fs::create_dir_all(office.place.path("data")).expect("creates");
    let _ = std::fs::remove_dir_all(office.place.path("data/files"));
    office.place.write("data/files", "in the way");
    let bearer = format!("Bearer {}", office.token(Role::Clerk));
    let (kind, body) = http::multipart(
        &[("direction", "incoming"), ("secrecy", "no")],
        "giay.txt",
        "CÔNG VĂN\nVề việc đại đoàn kết toàn dân tộc".as_bytes(),
    );
    let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
    let upload =
        || http::ask(&server.address, "POST", "/api/v1/documents", &headers, &body).expect("answers");
    let refused = upload();
    assert!(
        refused.status >= 500 && refused.header("content-type") == "application/problem+json",
        "{refused:?}"
    );
    assert_eq!(office.count("select (select count(*) from file) + (select count(*) from document)"), 0);
    std::fs::remove_file(office.place.path("data/files")).expect("removes");
    upload().expect(201);
    assert_eq!(office.count("select (select count(*) from file) + (select count(*) from document)"), 2);
    server.stop();
}

#[test]
fn a_folder_that_is_a_file_is_told_at_the_start() {
    let place = Place::new();
    place.write("data", "in the way");
    assert_eq!(Location::parse("data/doanket.db"), Location::Sqlite("data/doanket.db".into()));
    place.run(&["serve", "--listen", "127.0.0.1:0"]).refuses_around(
        3,
        "doanket: Cannot open the database: ",
        "server runs.\n",
    );
}
