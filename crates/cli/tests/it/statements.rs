//! `doanket statement check`: what a statement comes to, where it breaks, and what is no statement.

use crate::program::{Place, Told};

const RIGHT: &str = "date,doc_no,debit,credit,balance,content\n\
    2026-01-02,A1,0,1000000,1500000,Ủng hộ quỹ Vì người nghèo\n\
    2026-01-02,A2,200000,0,1300000,Hoàn trả\n\
    2026-01-03,A3,0,24417104400,24418404400,=1+1\n";

fn check(text: &[u8], more: &[&str]) -> Told {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("statement.csv");
    std::fs::write(&file, text).expect("writes");
    let mut words = vec!["statement", "check", file.to_str().expect("UTF-8")];
    words.extend(more);
    Place::new().run(&words)
}

#[test]
fn a_statement_that_agrees_with_itself_says_what_it_comes_to() {
    let told = check(RIGHT.as_bytes(), &[]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert!(told.out.contains("24.418.404.400") && told.out.contains("500.000"), "{}", told.out);
    let told = check(RIGHT.as_bytes(), &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!((&json["is_sound"], &json["proof"]["lines"]), (&true.into(), &3.into()), "{json}");
}

#[test]
fn a_line_taken_out_is_named_and_the_exit_tells() {
    let lines: Vec<&str> = RIGHT.lines().collect();
    let without = [lines[0], lines[1], lines[3]].join("\n");
    let told = check(without.as_bytes(), &[]);
    assert_eq!(told.code, Some(1));
    assert!(told.out.contains("A3") && told.out.contains("-200.000"), "{}", told.out);
    assert!(!told.err.is_empty());
}

#[test]
fn what_cannot_be_checked_says_what_to_do() {
    for (text, more, word) in [
        (RIGHT.as_bytes(), &["--profile", "nowhere"][..], "plain, vn"),
        (b"a,b\n1,2\n", &[], "doc_no"),
        (b"\xff\xfe\n", &[], "UTF-8"),
        (b"", &[], "no line"),
    ] {
        let told = check(text, more);
        assert_eq!(told.code, Some(1), "{}", told.err);
        assert!(told.err.contains(word), "{word}: {}", told.err);
    }
    assert_eq!(Place::new().run(&["statement", "check", "no-such-file.csv"]).code, Some(1));
}
