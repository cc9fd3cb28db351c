//! `doanket paper render`: a paper from data, and what is said when something is missing.

use crate::program::Place;

const NOTICE: &str = r#"{
  "unit": "tỉnh Sơn La", "place": "Sơn La", "date": "2026-03-05", "number": "15", "signer": "Lò Thị Mẫu",
  "abstract": "Lịch tiếp xúc cử tri", "opening": "Lịch như sau:", "points": [{ "title": "Thời gian", "text": "Ngày 20/4/2026." }]
}"#;

fn render(data: &str, template: &str, to: &str) -> (crate::program::Told, Option<Vec<u8>>) {
    let place = Place::new();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data.json");
    std::fs::write(&file, data).expect("writes");
    let target = folder.path().join(to);
    let words = [
        "paper",
        "render",
        template,
        "--data",
        file.to_str().expect("UTF-8"),
        "--to",
        target.to_str().expect("UTF-8"),
    ];
    let told = place.run(&words);
    (told, std::fs::read(target).ok())
}

#[test]
fn a_paper_is_made_in_both_formats_and_twice_alike() {
    let (told, docx) = render(NOTICE, "thong-bao", "a.docx");
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let docx = docx.expect("written");
    let read = paper::formats::read_file(&docx, Some("a.docx"), &paper::formats::Limits::default())
        .expect("our reader reads it");
    assert!(read.text.contains("Lịch tiếp xúc cử tri"), "{}", read.text);
    assert_eq!(render(NOTICE, "notice", "b.docx").1, Some(docx));
    let pdf = render(NOTICE, "notice", "a.pdf").1.expect("written");
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert_eq!(render(NOTICE, "notice", "b.pdf").1, Some(pdf));
}

#[test]
fn a_missing_field_is_named_with_template_and_place() {
    let (told, file) = render(&NOTICE.replace("\"text\":", "\"txt\":"), "notice", "a.pdf");
    assert_eq!((told.code, file), (Some(1), None));
    assert!(
        told.err.contains("\"notice\"") && told.err.contains("point.text") && told.err.contains("line 5"),
        "{}",
        told.err
    );
    let (told, _) = render(&NOTICE.replace("\"signer\"", "\"signr\""), "notice", "a.pdf");
    assert!(told.err.contains("\"signer\""), "{}", told.err);
}

#[test]
fn wrong_endings_templates_and_json_are_said() {
    let (told, _) = render(NOTICE, "notice", "a.odt");
    assert_eq!(told.code, Some(2));
    let (told, _) = render(NOTICE, "poem", "a.pdf");
    assert!(told.err.contains("poem") && told.err.contains("invitation"), "{}", told.err);
    let (told, _) = render("{\"a\": 1,}", "notice", "a.pdf");
    assert!(told.err.contains("line 1"), "{}", told.err);
}

fn of_tests(name: &str) -> String {
    format!("{}/../print/tests/signing/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_paper_is_signed_and_checked() {
    let place = Place::new();
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (plain, signed, roots) = (at("a.pdf"), at("b.pdf"), at("roots"));
    std::fs::write(&plain, render(NOTICE, "notice", "a.pdf").1.expect("written")).expect("writes");
    std::fs::create_dir(&roots).expect("a folder");
    std::fs::copy(of_tests("root.pem"), format!("{roots}/root.pem")).expect("copies");

    let told = place.run(&["paper", "verify", &plain]);
    assert_eq!(told.code, Some(1));
    assert!(told.err.contains("no digital signature"), "{}", told.err);

    let (key, certificate) = (of_tests("p256.key"), of_tests("p256.pem"));
    let words = ["paper", "sign", &plain, "--key", &key, "--certificate", &certificate, "--out", &signed];
    let told = place.run(&words);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let told = place.run(&words);
    assert_eq!(told.code, Some(1), "never over a file that is there");
    assert!(told.err.contains("A signed file is always written as a new one"), "{}", told.err);

    let told = place.run(&["paper", "verify", &signed, "--roots", &roots]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    assert!(told.out.contains("The signature is good") && told.out.contains("Lò Thị Mẫu"), "{}", told.out);

    place.write("trusting.toml", format!("[signing]\nroots = {roots:?}\n"));
    let told = place.run(&["--config", "trusting.toml", "paper", "verify", &signed]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""), "the settings name the roots");
    place.write("other.toml", "[signing]\nroots = \"nowhere\"\n");
    let told = place.run(&["--config", "other.toml", "paper", "verify", &signed, "--roots", &roots]);
    assert_eq!(told.code, Some(0), "the command line goes before: {}", told.err);

    let told = place.run(&["paper", "verify", &signed, "--json"]);
    assert_eq!(told.code, Some(1), "without a root nobody is vouched for");
    let result: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(result["signatures"][0]["verdict"], "not_trusted");
    assert_eq!(result["signatures"][0]["trust"]["state"], "no_roots");

    let other = of_tests("rsa.pem");
    let told =
        place.run(&["paper", "sign", &plain, "--key", &key, "--certificate", &other, "--out", &at("c.pdf")]);
    assert_eq!(told.code, Some(1));
    assert!(told.err.contains("do not belong together"), "{}", told.err);
}
