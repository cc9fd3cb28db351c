//! A backup holds everything, either engine restores it, and the work goes on from there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use kit::permission::Role;
use kit::storage::{Database, Engine, Location};
use kit::{audit, params};
use sha2::{Digest as _, Sha256};

use crate::everything::{contents, fill};
use crate::http;
use crate::office::{Office, PASSWORD, ask_as, block_on, empty};
use crate::program::{Place, Server};

/// An office with something in every table and three uploaded files.
pub fn full_office() -> Office {
    let office = Office::new(Engine::Sqlite);
    let files: Vec<Vec<u8>> =
        vec![b"%PDF-1.7 one".to_vec(), Vec::new(), (0..200_000_u32).flat_map(u32::to_le_bytes).collect()];
    let names: Vec<String> = files.iter().map(|bytes| audit::hex(&Sha256::digest(bytes))).collect();
    block_on(async {
        let db = Database::open(&office.database()).await.expect("opens");
        let mut tx = db.write().await.expect("a transaction");
        for (name, bytes) in names.iter().zip(&files) {
            let path = kit::files::path_of(&office.place.path("data/files"), name).expect("a name");
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("creates");
            std::fs::write(path, bytes).expect("writes");
            let size = i64::try_from(bytes.len()).expect("small");
            let sql = "insert into file (sha256, size_bytes, media_type, created_at) values ($1, $2, 'text/plain', 1)";
            tx.execute(sql, params![name, size]).await.expect("inserts");
        }
        let event = audit::Event::new("unit_opened", "unit", 1, office.province).with("Đoàn kết");
        let at = kit::Instant(1_704_679_200_000);
        audit::append(&mut tx, at, audit::Author::default(), &[event]).await.expect("appends");
        tx.commit().await.expect("commits");
        fill(&office.url, &names).await;
    });
    office
}

/// Every file under a folder, by its path there.
pub fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder_now) = folders.pop() {
        for entry in std::fs::read_dir(folder_now).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_str().expect("UTF-8").to_owned();
                found.insert(name, std::fs::read(&path).expect("reads"));
            }
        }
    }
    found
}

/// Restores a backup into an empty place on an engine.
fn restored(backup: &Path, engine: Engine) -> (Place, String) {
    let (place, url) = empty(engine);
    let told = place.run(&["restore", backup.to_str().expect("UTF-8"), "--database", &url]);
    assert!(told.code == Some(0) && told.out.starts_with("Restored "), "{told:?}");
    (place, url)
}

/// Only whole backups are left.
#[track_caller]
pub fn assert_no_draft(place: &Place) {
    let names: Vec<String> = files_in(&place.path("")).into_keys().collect();
    assert!(names.iter().all(|name| !name.contains(".part")), "{names:?}");
}

fn back_up(place: &Place, url: &str) -> std::path::PathBuf {
    let told = place.run(&["backup", "all.zip", "--database", url]);
    assert!(told.code == Some(0) && told.err.is_empty(), "{told:?}");
    assert_no_draft(place);
    place.path("all.zip")
}

#[test]
fn a_backup_goes_from_engine_to_engine_and_back_unchanged() {
    let office = full_office();
    let original = block_on(contents(&office.url));
    let empty: Vec<&str> =
        original.iter().filter(|(_, rows)| rows.is_empty()).map(|(table, _)| *table).collect();
    assert!(empty.is_empty(), "nothing is known of {empty:?}");
    let files = files_in(&office.place.path("data/files"));
    assert_eq!(files.len(), 3);
    let first = back_up(&office.place, &office.url);
    let check = |(place, url): &(Place, String)| {
        for (before, after) in original.iter().zip(block_on(contents(url))) {
            assert_eq!(*before, after, "{}", before.0);
        }
        assert_eq!(files_in(&place.path("data/files")), files);
        let told = place.run(&["audit", "verify", "--database", url]);
        assert!(told.out.starts_with("The audit is whole: 1 rows."), "{told:?}");
    };
    let on_postgres = restored(&first, Engine::Postgres);
    check(&on_postgres);
    check(&restored(&first, Engine::Sqlite));
    let second = back_up(&on_postgres.0, &on_postgres.1);
    check(&restored(&second, Engine::Sqlite));
    check(&restored(&second, Engine::Postgres));
}

#[test]
fn a_double_and_a_decomposed_letter_arrive_bit_by_bit() {
    let office = Office::new(Engine::Sqlite);
    let name = "Xa\u{303} Ba\u{309}n Đông";
    let reals = [0.1 + 0.2, 5e-324, -2.5e-17, 1.797_693_134_862_315_7e308];
    block_on(async {
        let db = Database::open(&office.database()).await.expect("opens");
        let mut tx = db.write().await.expect("a transaction");
        for (place, real) in reals.iter().enumerate() {
            let code = place.to_string();
            let sql = "insert into admin_area (code, name, level, lat, valid_from) values ($1, $2, 'commune', $3, '2025-07-01')";
            tx.execute(sql, params![code, name, *real]).await.expect("inserts");
        }
        tx.commit().await.expect("commits");
    });
    let backup = back_up(&office.place, &office.url);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (_place, url) = restored(&backup, engine);
        let found: Vec<(f64, String)> = block_on(async {
            let db = Database::open(&Location::parse(&url)).await.expect("opens");
            let mut tx = db.read().await.expect("a view");
            let sql = "select lat, name from admin_area order by code";
            tx.all(sql, &[], |row| Ok((row.take()?, row.take()?))).await.expect("rows")
        });
        let bits: Vec<u64> = found.iter().map(|(real, _)| real.to_bits()).collect();
        assert_eq!(bits, reals.map(f64::to_bits), "{engine:?}");
        assert!(found.iter().all(|(_, found)| found == name), "{engine:?}");
    }
}

#[test]
fn work_goes_on_after_a_restore() {
    let office = Office::new(Engine::Sqlite);
    let backup = back_up(&office.place, &office.url);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (place, url) = restored(&backup, engine);
        let server = Server::start(&place, &["--database", &url]);
        let form = format!("login=leader&password={}", PASSWORD.replace(' ', "+"));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let reply = http::ask(&server.address, "POST", "/sign-in", &[kind], form.as_bytes())
            .expect("answers")
            .expect(303);
        assert!(reply.header("set-cookie").starts_with("doanket_session="), "{reply:?}");
        // Keys go on after those that came back, so nothing collides.
        let token = office.token(Role::Officer);
        ask_as(&server.address, token, "POST", "/api/v1/tokens", r#"{"name":"after"}"#)
            .expect("answers")
            .expect(201);
        let found = ask_as(&server.address, token, "GET", "/api/v1/search?q=nha+dai+doan+ket", "")
            .expect("answers")
            .expect(200);
        assert_eq!(found.json()["hits"][0]["title"], "Nhà Đại đoàn kết ở bản Mẫu", "{engine:?}");
        server.stop();
    }
}

#[test]
fn a_backup_made_while_others_write_is_one_view() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let office = Office::new(engine);
        let server = office.serve();
        let (done, written) = (AtomicBool::new(false), AtomicU32::new(0));
        let mut told = Vec::new();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        let reply = office.ask(
                            &server,
                            Role::Clerk,
                            "POST",
                            "/api/v1/tokens",
                            r#"{"name":"meanwhile"}"#,
                        );
                        reply.expect("answers").expect(201);
                        written.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            for round in 0..3 {
                while written.load(Ordering::Relaxed) < 5 * (round + 1) {
                    std::thread::yield_now();
                }
                told.push(office.run(&["backup", &format!("{round}.zip")]));
            }
            done.store(true, Ordering::Relaxed);
        });
        assert!(told.iter().all(|told| told.code == Some(0)), "{told:?}");
        let (place, url) = restored(&office.place.path("2.zip"), engine);
        let restored = Office { place, url, tokens: Vec::new(), province: office.province };
        // Each token has its row of the audit, written in the same transaction.
        let made = restored.count("select count(*) from api_token where name = 'meanwhile'");
        assert!(made >= 5);
        assert_eq!(
            restored.count("select count(*) from audit where action = 'token_created'"),
            made,
            "{engine:?}"
        );
        server.stop();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_hundred_thousand_rows_need_little_memory() {
    let office = Office::new(Engine::Sqlite);
    let rows = 100_000_i64;
    block_on(async {
        let db = Database::open(&office.database()).await.expect("opens");
        let mut tx = db.write().await.expect("a transaction");
        let sql = "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
                   insert into setting (name, value) select 'row ' || i, printf('%0600d', i) from n";
        tx.execute(sql, params![rows]).await.expect("inserts");
        tx.commit().await.expect("commits");
    });
    // Sixty megabytes of rows, and a program that may not take forty of its own.
    let limited = |place: &Place, words: &str| {
        let script = format!("ulimit -d 40960; exec \"$0\" {words}");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_doanket")]).current_dir(place.path(""));
        command.env("DOANKET_LANG", "en").env("DOANKET_THREADS", "1");
        let output = command.output().expect("a shell");
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    };
    limited(&office.place, "backup all.zip");
    let place = Place::new();
    std::fs::rename(office.place.path("all.zip"), place.path("all.zip")).expect("moves");
    limited(&place, "restore all.zip");
    let url = place.path("data/doanket.db").to_str().expect("UTF-8").to_owned();
    let restored = Office { place, url, tokens: Vec::new(), province: office.province };
    assert_eq!(restored.count("select count(*) from setting"), rows);
}
