//! Acknowledged means durable: the program is ended in the middle of its work again and again, and nothing is missing.

use std::io::{Read as _, Write as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use kit::permission::Role;
use kit::storage::Engine;
use sha2::{Digest as _, Sha256};

use crate::backup::files_in;
use crate::http;
use crate::office::Office;
use crate::program::{PATIENCE, Server};

const ROUNDS: usize = 5;
const WRITERS: usize = 4;

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let office = Office::new(engine);
        let (tokens, papers) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        for round in 0..ROUNDS {
            let server = office.serve();
            let address = server.address.clone();
            let acknowledged = AtomicUsize::new(0);
            std::thread::scope(|scope| {
                for writer in 0..WRITERS {
                    let (office, address, tokens, acknowledged) = (&office, &address, &tokens, &acknowledged);
                    scope.spawn(move || {
                        save_tokens(office, address, &format!("r{round}w{writer}"), tokens, acknowledged);
                    });
                }
                scope.spawn(|| upload_papers(&office, &address, round, &papers));
                let deadline = Instant::now() + PATIENCE;
                while acknowledged.load(Ordering::SeqCst) < 12
                    || papers.lock().expect("whole").len() < 2 * (round + 1)
                {
                    assert!(Instant::now() < deadline, "too slow; {}", server.log());
                    std::thread::yield_now();
                }
                server.kill();
            });
            check(&office, engine, &tokens.lock().expect("whole"), &papers.lock().expect("whole"));
        }
        // It starts once more, and goes on.
        let server = office.serve();
        office
            .ask(&server, Role::Officer, "POST", "/api/v1/tokens", r#"{"name":"after"}"#)
            .expect("answers")
            .expect(201);
        server.stop();
    }
}

/// Saves until the line breaks; what was acknowledged is remembered.
fn save_tokens(
    office: &Office,
    address: &str,
    prefix: &str,
    saved: &Mutex<Vec<String>>,
    acknowledged: &AtomicUsize,
) {
    for number in 0.. {
        let name = format!("{prefix}n{number}");
        let body = format!(r#"{{"name":"{name}"}}"#);
        let Ok(reply) =
            crate::office::ask_as(address, office.token(Role::Officer), "POST", "/api/v1/tokens", &body)
        else {
            return;
        };
        reply.expect(201);
        saved.lock().expect("whole").push(name);
        acknowledged.fetch_add(1, Ordering::SeqCst);
    }
}

fn upload_papers(office: &Office, address: &str, round: usize, saved: &Mutex<Vec<String>>) {
    let bearer = format!("Bearer {}", office.token(Role::Clerk));
    for number in 0.. {
        let name = format!("giay-{round}-{number}.txt");
        // Long enough to be on its way when the power goes.
        let text = format!("CÔNG VĂN\nVề việc {name}\n{}", "Đại đoàn kết toàn dân tộc. ".repeat(400));
        let (kind, body) =
            http::multipart(&[("direction", "incoming"), ("secrecy", "no")], &name, text.as_bytes());
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let Ok(reply) = http::ask(address, "POST", "/api/v1/documents", &headers, &body) else { return };
        assert!(reply.status == 201, "{}", reply.text());
        saved.lock().expect("whole").push(name);
    }
}

fn check(office: &Office, engine: Engine, tokens: &[String], papers: &[String]) {
    let kept = office.texts("select name from api_token");
    let lost: Vec<&String> = tokens.iter().filter(|name| !kept.contains(name)).collect();
    assert!(lost.is_empty(), "{engine:?}: {lost:?}");
    // What was saved without a word having reached the writer is whole too.
    let made = office.count("select count(*) from api_token where name <> 'first'");
    assert_eq!(office.count("select count(*) from audit where action = 'token_created'"), made, "{engine:?}");
    let kept = office.texts("select file_name from document");
    let lost: Vec<&String> = papers.iter().filter(|name| !kept.contains(name)).collect();
    assert!(lost.is_empty(), "{engine:?}: {lost:?}");
    let files = files_in(&office.place.path("data/files"));
    for (name, bytes) in files.iter().filter(|(name, _)| !name.contains(".part")) {
        assert_eq!(
            kit::audit::hex(&Sha256::digest(bytes)),
            name.replace('/', ""),
            "half a file under a final name"
        );
    }
    for name in office.texts("select sha256 from file") {
        assert!(files.contains_key(&format!("{}/{}", &name[..2], &name[2..])), "no file for {name}");
    }
    office.audit_is_whole();
    if engine == Engine::Sqlite {
        assert_eq!(office.texts("select integrity_check from pragma_integrity_check"), ["ok"]);
        assert_eq!(office.count("select count(*) from pragma_foreign_key_check"), 0);
    }
}

/// A request under way: the server has seen its head and waits for the rest.
fn half_sent(office: &Office, server: &Server, body: &str) -> std::net::TcpStream {
    let bearer = format!("Bearer {}", office.token(Role::Officer));
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("expect", "100-continue"),
    ];
    let mut stream = http::connect(&server.address).expect("connects");
    stream
        .write_all(http::head("POST", "/api/v1/tokens", &headers, Some(body.len())).as_bytes())
        .expect("sends");
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("is asked for the rest");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

#[test]
fn a_request_under_way_is_finished_before_the_end() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let body = r#"{"name":"at the last moment"}"#;
    let mut stream = half_sent(&office, &server, body);
    server.ask_to_stop();
    // It listens no more, and still reads this one to its end.
    let deadline = Instant::now() + PATIENCE;
    while std::net::TcpStream::connect(&server.address).is_ok() {
        assert!(Instant::now() < deadline, "still listens");
        std::thread::yield_now();
    }
    stream.write_all(body.as_bytes()).expect("sends");
    http::answer(&mut stream).expect("answers").expect(201);
    assert_eq!(server.ended(), Some(0));
    assert_eq!(office.count("select count(*) from api_token where name = 'at the last moment'"), 1);
}

#[test]
fn a_client_that_hangs_does_not_hold_up_the_end() {
    let office = Office::new(Engine::Sqlite);
    let server = office.serve();
    let stream = half_sent(&office, &server, r#"{"name":"never"}"#);
    server.ask_to_stop();
    assert_eq!(server.ended(), Some(0));
    drop(stream);
    assert_eq!(office.count("select count(*) from api_token where name = 'never'"), 0);
}
