//! What is said when a template and the data do not fit.

use print::{Paper, PrintError, Templates};
use serde_json::json;

use crate::tools::{SAMPLES, data};

fn error(name: &str, data: &serde_json::Value) -> PrintError {
    Templates::built_in().expect("sound").paper(name, data).expect_err("must not fit")
}

#[test]
fn every_field_of_every_sample_is_asked_for_by_name_when_it_is_gone() {
    let mut named = 0;
    for name in SAMPLES {
        let whole = data(name);
        for field in whole.as_object().expect("an object").keys() {
            let mut less = whole.clone();
            less.as_object_mut().expect("an object").remove(field);
            match Templates::built_in().expect("sound").paper(name, &less) {
                // Not every field is a must: a number, a mark, an annex.
                Ok(_) => {}
                Err(PrintError::MissingField { template, field: told, place }) => {
                    assert_eq!((template.as_str(), told.as_str()), (name, field.as_str()), "{place}");
                    assert!(!place.is_empty());
                    named += 1;
                }
                Err(other) => panic!("{name} without {field}: {other}"),
            }
        }
    }
    assert!(named > 40, "only {named} fields were asked for");
}

#[test]
fn a_field_inside_a_list_is_named_with_its_line() {
    let mut less = data("notice");
    less["points"][1].as_object_mut().expect("an object").remove("text");
    let phrase = error("notice", &less).phrase();
    assert!(phrase.vi.contains("\"notice\"") && phrase.vi.contains("\"point.text\""), "{phrase:?}");
    assert!(phrase.en.contains("line 5") && phrase.en.contains("point.text"), "{phrase:?}");
}

#[test]
fn a_wrong_table_is_named_with_its_place() {
    let mut wrong = data("report");
    wrong["figures"]["rows"][2] = json!(["3", {"columns": 2}]);
    let PrintError::Data { place, detail } = error("report", &wrong) else { panic!("another error") };
    assert_eq!(place, "figures.rows[2][1]");
    assert!(detail.contains("missing field `text`"), "{detail}");
    let mut wrong = data("report");
    wrong["annexes"][0].as_object_mut().expect("an object").remove("title");
    let PrintError::Data { place, detail } = error("report", &wrong) else { panic!("another error") };
    assert_eq!((place.as_str(), detail.contains("`title`")), ("annexes[0]", true), "{detail}");
}

#[test]
fn a_paper_in_json_names_what_is_missing() {
    let told =
        Paper::from_json(r#"{"issuer": {"superior": "A"}, "title": {}, "body": []}"#).expect_err("no body");
    assert!(
        matches!(&told, PrintError::Data { place, detail } if place == "issuer" && detail.contains("`body`")),
        "{told}"
    );
    let told =
        Paper::from_json(r#"{"issuer": {"body": "A"}, "title": {}, "body": [{"heading": {"text": "x"}}]}"#);
    let told = told.expect_err("no level");
    assert!(matches!(&told, PrintError::Data { place, .. } if place == "body[0].heading"), "{told}");
}

#[test]
fn state_secrets_are_refused() {
    let mut secret = data("letter");
    secret["marks"] = json!(["Tối mật"]);
    let paper = Templates::built_in().expect("sound").paper("letter", &secret).expect("reads");
    let day = crate::tools::day();
    assert!(matches!(print::docx(&paper, day), Err(PrintError::Secret { .. })));
    assert!(matches!(print::pdf(&paper, day), Err(PrintError::Secret { .. })));
}

#[test]
fn a_loop_without_end_and_a_broken_template_are_told() {
    let mut templates = Templates::built_in().expect("sound");
    let head = "title_vi = 'x'\ntitle_en = 'x'\nissuer = 'central'\n";
    let endless = "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}";
    templates.add("endless", &format!("{head}body = \"{endless}\"")).expect("reads");
    let told = templates.paper("endless", &json!({"signer": "A"})).expect_err("never ends");
    assert!(
        matches!(&told, PrintError::Template { detail, .. } if detail.contains("fuel") || detail.contains("range")),
        "{told}"
    );
    let told = templates.add("broken", "title_vi = 'x'\ntitle_en = \nbody = 'x'").expect_err("no value");
    assert!(matches!(&told, PrintError::Template { place, .. } if place.contains('2')), "{told}");
    templates.add("unclosed", &format!("{head}body = '''\na\n{{% if x %}}'''")).expect("reads");
    let told = templates.paper("unclosed", &json!({"signer": "A"})).expect_err("never closed");
    assert!(matches!(&told, PrintError::Template { place, .. } if place.contains("line")), "{told}");
}

#[test]
fn an_office_changes_a_template_and_its_header() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = "title_vi = 'Thông báo'\ntitle_en = 'Notice'\ncode = 'TB'\ntype_name = 'THÔNG BÁO'\nissuer = 'ours'\nbody = 'Ngày {{ day | ngày }}: {{ n | số }}'";
    std::fs::write(folder.path().join("notice.toml"), own).expect("writes");
    std::fs::write(
        folder.path().join("issuers.toml"),
        "[ours]\nbody = 'HỘI MẪU'\ncode = 'HM'\nposition = 'HỘI TRƯỞNG'",
    )
    .expect("writes");
    let mut templates = Templates::built_in().expect("sound");
    templates.add_folder(folder.path()).expect("reads");
    let paper =
        templates.paper("notice", &json!({"day": "2026-03-05", "n": 12345.5, "signer": "A"})).expect("fits");
    assert_eq!(paper.issuer.body, "HỘI MẪU");
    assert_eq!(paper.symbol.map(|symbol| symbol.code).as_deref(), Some("TB-HM"));
    let body = serde_json::to_string(&paper.body).expect("writes");
    assert!(body.contains("Ngày 05/03/2026: 12.345,5"), "{body}");
    assert_eq!(paper.signatures[0].position, "HỘI TRƯỞNG");
}
