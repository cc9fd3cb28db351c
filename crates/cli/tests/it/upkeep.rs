//! `migrate` and `audit verify`, on a fresh installation, a touched one, and one of another version.

use kit::storage::{Database, Location};

use crate::program::Place;

/// The data of `migrate` without more words.
const FILE: &str = "data/doanket.db";

fn database(place: &Place) -> Location {
    Location::Sqlite(place.path(FILE))
}

/// Changes the data in a file behind the program's back.
pub fn meddle(place: &Place, file: &str, sql: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = Database::open(&Location::Sqlite(place.path(file))).await.expect("opens");
        let mut tx = db.write().await.expect("a transaction");
        tx.script(sql).await.expect("runs");
        tx.commit().await.expect("commits");
    });
}

#[test]
fn migrations_apply_once() {
    let place = Place::new();
    let steps = kit::schema::MIGRATIONS.len();
    place.run(&["migrate"]).says(&format!("The database is ready: {steps} new steps, 0 steps were there.\n"));
    place.run(&["migrate"]).says(&format!("The database is ready: 0 new steps, {steps} steps were there.\n"));
}

#[test]
fn the_program_speaks_the_language_asked_for_or_both() {
    let place = Place::new();
    place.run(&["migrate"]);
    let steps = kit::schema::MIGRATIONS.len();
    let vi = format!("Cơ sở dữ liệu sẵn sàng: 0 bước mới, {steps} bước đã có từ trước.\n");
    let both = format!("{vi}  The database is ready: 0 new steps, {steps} steps were there.\n");
    place.run_with(&["migrate"], &[("DOANKET_LANG", "vi")]).says(&vi);
    place.run_with(&["migrate"], &[("DOANKET_LANG", "")]).says(&both);
    // A language that the program does not know is no language asked for.
    place.run_with(&["migrate"], &[("DOANKET_LANG", "fr")]).says(&both);
    place.run_with(&["vi", "words", "x"], &[("DOANKET_LANG", "")]).refuses(
        2,
        "doanket: “x” không phải là số nguyên. Viết số liền, ví dụ 1453121401 hoặc 1.453.121.401.\n         \
         “x” is not a whole number. Write it like 1453121401 or 1.453.121.401.\n",
    );
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let place = Place::new();
    place.run(&["migrate"]);
    meddle(&place, FILE, "insert into migration (number, name, hash) values (9999, 'later', 'x')");
    let message = "doanket: Cannot open the database: the database was written by a newer version of the program. \
                   Check --database, the right to write to the folder, and whether the PostgreSQL server runs.\n";
    for words in
        [&["migrate"][..], &["serve", "--listen", "127.0.0.1:0"], &["audit", "verify"], &["backup", "b.zip"]]
    {
        place.run(words).refuses(3, message);
    }
    assert!(!place.path("b.zip").exists());
}

#[test]
fn an_edited_migration_is_told() {
    let place = Place::new();
    place.run(&["migrate"]);
    meddle(&place, FILE, "update migration set hash = 'x' where number = 2");
    place.run(&["migrate"]).refuses_around(
        3,
        "doanket: Cannot open the database: migration ",
        "PostgreSQL server runs.\n",
    );
}

#[test]
fn an_audit_is_checked_whole_and_touched() {
    let place = Place::new();
    place.run(&["migrate"]);
    place.run(&["audit", "verify"]).says("The audit is whole: 0 rows. Last hash: \n");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let head = runtime.block_on(async {
        use kit::audit::{self, Author, Event, Verdict};
        let db = Database::open(&database(&place)).await.expect("opens");
        let mut tx = db.write().await.expect("a transaction");
        let events: Vec<Event> =
            (1..=3).map(|subject| Event::new("unit_opened", "unit", subject, None)).collect();
        audit::append(&mut tx, kit::Instant(1_704_679_200_000), Author::default(), &events)
            .await
            .expect("appends");
        let Verdict::Whole { head, .. } = audit::verify(&mut tx).await.expect("reads") else {
            panic!("is whole")
        };
        tx.commit().await.expect("commits");
        head
    });
    place.run(&["audit", "verify"]).says(&format!("The audit is whole: 3 rows. Last hash: {head}\n"));
    meddle(&place, FILE, "update audit set subject = 7 where id = 2");
    let broken = |row: i64| {
        format!(
            "doanket: The audit was changed or cut from row {row} on. Leave everything as it is, compare with a backup and tell \
             whoever is responsible for security.\n"
        )
    };
    place.run(&["audit", "verify"]).refuses(1, &broken(2));
    meddle(&place, FILE, "update audit set subject = 2 where id = 2; delete from audit where id = 3");
    place.run(&["audit", "verify"]).refuses(1, &broken(3));
}

#[test]
fn a_mistyped_folder_is_no_empty_installation() {
    let place = Place::new();
    place.run(&["migrate", "--data", "office"]);
    let message = "doanket: There is no data of Đoàn Kết at ofice/doanket.db. Check --data or --database.\n";
    place.run(&["audit", "verify", "--data", "ofice"]).refuses(3, message);
    place.run(&["backup", "b.zip", "--data", "ofice"]).refuses(3, message);
    assert!(!place.path("ofice").exists() && !place.path("b.zip").exists(), "nothing was made");
}
