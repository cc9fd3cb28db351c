//! A restore that cannot be whole restores nothing, and a backup never overwrites anything.

use std::io::{Cursor, Read as _, Write as _};

use kit::storage::{Engine, Location};

use crate::backup::{assert_no_draft, files_in, full_office};
use crate::everything::contents;
use crate::office::{Office, block_on, empty};
use crate::program::{Place, Told};

type Entries = Vec<(String, Vec<u8>)>;

fn unpack(bytes: &[u8]) -> Entries {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut entries = Vec::new();
    for name in names {
        let mut bytes = Vec::new();
        zip.by_name(&name).expect("is there").read_to_end(&mut bytes).expect("reads");
        entries.push((name, bytes));
    }
    entries
}

fn pack(entries: &Entries) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("starts");
        zip.write_all(bytes).expect("writes");
    }
    zip.finish().expect("ends").into_inner()
}

fn entry<'a>(entries: &'a mut Entries, name: &str) -> &'a mut Vec<u8> {
    &mut entries.iter_mut().find(|(other, _)| other == name).expect("is there").1
}

fn replace(bytes: &mut Vec<u8>, from: &str, to: &str) {
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    assert!(text.contains(from), "{from} in {text}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}

/// What a person is told: no backup, one that was cut off or is too new, or where it is damaged.
fn expected(what: &str) -> &'static str {
    match what {
        "no zip" | "nothing" | "another zip" | "another product" => {
            "This file is no backup of Đoàn Kết. Nothing was written; check its name or choose another file.\n"
        }
        "cut off" => {
            "The end of this backup is missing, perhaps copying it broke off. Nothing was written; copy it again from where it is kept, \
             or use another backup.\n"
        }
        "a newer schema" => {
            "A newer version of the program made this backup. Nothing was written; install that version and restore again.\n"
        }
        "a row missing" => {
            "The backup is damaged at tables/post.ndjson. Nothing was written; use another backup.\n"
        }
        "a table of its own" => {
            "The backup is damaged at manifest.json. Nothing was written; use another backup.\n"
        }
        _ => "The backup is damaged at ",
    }
}

#[track_caller]
fn is_refused(what: &str, told: &Told) {
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{told:?}");
    assert!(told.err.starts_with(&format!("doanket: {}", expected(what))), "{what}: {}", told.err);
    assert!(told.err.contains(" Nothing was written; "), "{}", told.err);
    // What a library said stands on a line of its own, outside the sentence.
    assert!(
        told.err.lines().skip(1).all(|line| line.starts_with("  (") && line.ends_with(')')),
        "{}",
        told.err
    );
}

#[test]
fn a_damaged_backup_restores_nothing() {
    let office = full_office();
    office.run(&["backup", "all.zip"]).refuse_nothing();
    let whole = std::fs::read(office.place.path("all.zip")).expect("reads");
    let with = |change: &dyn Fn(&mut Entries)| {
        let mut entries = unpack(&whole);
        change(&mut entries);
        pack(&entries)
    };
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x40;
    let outside = office.place.path("outside");
    let slip = format!("files/../../{}", outside.file_name().and_then(|name| name.to_str()).expect("UTF-8"));
    let archives: Vec<(&str, Vec<u8>)> = vec![
        ("no zip", b"a letter".to_vec()),
        ("nothing", Vec::new()),
        ("cut off", whole[..whole.len() * 2 / 3].to_vec()),
        ("a bit flipped", flipped),
        ("another zip", pack(&vec![("readme".to_owned(), b"x".to_vec())])),
        ("another product", with(&|all| replace(entry(all, "manifest.json"), "\"doanket\"", "\"other\""))),
        (
            "a newer schema",
            with(&|all| replace(entry(all, "manifest.json"), "\"schema\": ", "\"schema\": 99")),
        ),
        (
            "a table of its own",
            with(&|all| replace(entry(all, "manifest.json"), "\"setting\"", "\"session\"")),
        ),
        ("a table missing", with(&|all| all.retain(|(name, _)| name != "tables/post.ndjson"))),
        (
            "a row missing",
            with(&|all| {
                let rows = entry(all, "tables/post.ndjson");
                let first = rows.iter().position(|byte| *byte == b'\n').expect("a row");
                rows.drain(..=first);
            }),
        ),
        (
            "a row nobody counted as missing",
            with(&|all| {
                // The first unit: others refer to it.
                let rows = entry(all, "tables/unit.ndjson");
                let first = rows.iter().position(|byte| *byte == b'\n').expect("a row");
                rows.drain(..=first);
                replace(
                    entry(all, "manifest.json"),
                    "\"name\": \"unit\",\n      \"rows\": 3",
                    "\"name\": \"unit\",\n      \"rows\": 2",
                );
            }),
        ),
        ("a line that is no row", with(&|all| entry(all, "tables/setting.ndjson").extend(b"[1]\n"))),
        (
            "a number as text",
            with(&|all| replace(entry(all, "tables/unit.ndjson"), "\"id\":1", "\"id\":\"1\"")),
        ),
        (
            "a date of its own",
            with(&|all| replace(entry(all, "tables/unit.ndjson"), "2020-01-01", "2020-02-30")),
        ),
        (
            "a state of its own",
            with(&|all| replace(entry(all, "tables/unit.ndjson"), "\"province\"", "\"kingdom\"")),
        ),
        (
            "another file under a name",
            with(&|all| {
                all.iter_mut().find(|(name, _)| name.starts_with("files/")).expect("a file").1.push(b'x');
            }),
        ),
        (
            "a file missing",
            with(&|all| {
                let place = all.iter().position(|(name, _)| name.starts_with("files/")).expect("a file");
                all.remove(place);
                replace(entry(all, "manifest.json"), "\"files\": 3", "\"files\": 2");
            }),
        ),
        ("a file that climbs out", with(&|all| all.push((slip.clone(), b"x".to_vec())))),
        (
            "a file too many",
            with(&|all| {
                all.push((
                    "files/2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881".to_owned(),
                    b"x".to_vec(),
                ));
            }),
        ),
    ];
    for engine in [Engine::Sqlite, Engine::Postgres] {
        // One place for all: each refusal leaves it as empty as it was.
        let (place, url) = empty(engine);
        place.run(&["migrate", "--database", &url]).refuse_nothing();
        let fresh = block_on(contents(&url));
        for (what, bytes) in &archives {
            place.write("bad.zip", bytes);
            eprintln!("{what}");
            is_refused(what, &place.run(&["restore", "bad.zip", "--database", &url]));
            assert_eq!(block_on(contents(&url)), fresh, "{what}");
            assert!(files_in(&place.path("data/files")).is_empty(), "{what}");
        }
        assert!(!outside.exists());
        // The chain is checked by its own rule.
        let touched = with(&|all| replace(entry(all, "tables/audit.ndjson"), "unit_opened", "unit_closed"));
        place.write("bad.zip", touched);
        let told = place.run(&["restore", "bad.zip", "--database", &url]);
        assert!(told.err.starts_with("doanket: The audit was changed or cut from row 1 on."), "{told:?}");
        assert_eq!(block_on(contents(&url)), fresh);
        place.write("good.zip", &whole);
        place.run(&["restore", "good.zip", "--database", &url]).refuse_nothing();
    }
}

impl Told {
    #[track_caller]
    fn refuse_nothing(&self) {
        assert_eq!(self.code, Some(0), "{self:?}");
    }
}

#[test]
fn a_restore_never_goes_over_data() {
    let office = Office::new(Engine::Sqlite);
    office.run(&["backup", "all.zip"]).refuse_nothing();
    let before = block_on(contents(&office.url));
    let message = "doanket: The database holds data already, so nothing is restored over it. Point --data (or --database and --files) \
                   to an empty place.\n";
    office.run(&["restore", "all.zip"]).refuses(1, message);
    assert_eq!(block_on(contents(&office.url)), before);
    office.run(&["restore", "none.zip"]).refuses(1, "doanket: There is no file none.zip. Check the path.\n");
}

#[test]
fn a_backup_overwrites_nothing_and_leaves_no_draft() {
    let office = Office::new(Engine::Sqlite);
    office.place.write("old.zip", "an older backup");
    let exists = |name: &str| {
        format!(
            "doanket: The file {name} exists. Choose another name, so that no older backup is overwritten.\n"
        )
    };
    office.run(&["backup", "old.zip"]).refuses(1, &exists("old.zip"));
    assert_eq!(std::fs::read(office.place.path("old.zip")).expect("reads"), b"an older backup");
    // What a run that was ended left behind is in nobody's way, and perhaps being written by another one.
    office.place.write("new.zip.part", "half");
    office.place.write("new.zip.part-12345678", "half");
    office.run(&["backup", "new.zip"]).refuse_nothing();
    let drafts: Vec<(String, Vec<u8>)> =
        files_in(&office.place.path("")).into_iter().filter(|(name, _)| name.contains(".part")).collect();
    let half = |name: &str| (name.to_owned(), b"half".to_vec());
    assert_eq!(drafts, [half("new.zip.part"), half("new.zip.part-12345678")]);
    office.run(&["backup", "none/new.zip"]).refuses(
        1,
        "doanket: Cannot write none/new.zip: No such file or directory (os error 2). Check that the folder exists and the right to \
         write to it.\n",
    );
}

#[test]
fn lost_files_are_told_and_the_rest_is_backed_up() {
    let office = full_office();
    let files = office.place.path("data/files");
    let (name, bytes) = files_in(&files).pop_last().expect("a file");
    std::fs::write(files.join(&name), [&bytes[..], b"x"].concat()).expect("writes");
    let sha256 = name.replace('/', "");
    let count = |sql: &str| office.count(&format!("{sql} where file = '{sha256}'"));
    let owners = count("select count(*) from document") + count("select count(*) from task_evidence");
    let told = |backup: &str, why: &str| {
        let told = office.run(&["backup", backup]);
        assert_eq!(told.code, Some(1), "{told:?}");
        assert!(told.out.starts_with("Backed up "), "{told:?}");
        let start = format!(
            "doanket: The backup {backup} holds everything else, but lacks 1 uploaded files: they are gone from the disk, or no longer \
             what was put in. Bring the files below back from an older backup, put them in their place, and back up again.\n  \
             data/files/{name}: {why}\n"
        );
        assert!(told.err.starts_with(&start), "{}", told.err);
        let papers = told.err.lines().filter(|line| line.starts_with("    ")).count();
        assert_eq!(i64::try_from(papers).expect("few"), owners, "{}", told.err);
        assert_no_draft(&office.place);
    };
    told("spoilt.zip", "SHA-256");
    std::fs::remove_file(files.join(&name)).expect("removes");
    told("lost.zip", "No such file or directory (os error 2)");

    let whole = files_in(&files);
    for backup in ["spoilt.zip", "lost.zip"] {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let (place, url) = empty(engine);
            let backup = office.place.path(backup);
            let told = place.run(&["restore", backup.to_str().expect("UTF-8"), "--database", &url]);
            assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "{told:?}");
            assert!(told.out.contains("1 uploaded files are missing: they were lost before"), "{}", told.out);
            assert_eq!(files_in(&place.path("data/files")), whole);
        }
    }
}

#[test]
fn an_empty_server_is_no_installation() {
    let (place, url) = empty(Engine::Postgres);
    assert!(matches!(Location::parse(&url), Location::Postgres(_)));
    let message = "doanket: There is no data of Đoàn Kết at PostgreSQL. Check --data or --database.\n";
    Place::run(&place, &["backup", "all.zip", "--database", &url]).refuses(3, message);
}

/// Where files may not grow, a program is ended without a word unless it asks to be told.
#[cfg(unix)]
#[test]
fn a_backup_that_cannot_be_written_says_where_and_leaves_no_draft() {
    let office = full_office();
    for (lang, told) in [
        (
            "en",
            "doanket: The system allows no file as large as far.zip has to be, so no backup was written. Raise the limit on the size of \
             files or choose another disk and run again.\n",
        ),
        (
            "vi",
            "doanket: Hệ thống không cho phép tệp lớn đến mức cần cho far.zip nên không có bản sao lưu nào được ghi. Nâng giới hạn kích \
             thước tệp hoặc chọn ổ đĩa khác rồi chạy lại.\n",
        ),
    ] {
        let mut command = std::process::Command::new("sh");
        // Less than the largest uploaded file, more than the shared memory of the database.
        command.args(["-c", "ulimit -f 400; exec \"$0\" backup far.zip", env!("CARGO_BIN_EXE_doanket")]);
        let output =
            command.current_dir(office.place.path("")).env("DOANKET_LANG", lang).output().expect("a shell");
        assert_eq!((output.status.code(), &*output.stdout), (Some(1), &b""[..]), "{output:?}");
        // Nothing else: the archive's own words would stand here too.
        assert_eq!(String::from_utf8_lossy(&output.stderr), told);
    }
    let left: Vec<String> = files_in(&office.place.path("")).into_keys().collect();
    assert!(left.iter().all(|name| !name.starts_with("far.zip")), "{left:?}");
}
