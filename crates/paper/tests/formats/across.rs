//! One plan in every format: the same words, the same labels, the same lines.

use paper::{Format, Note};

use super::{fixture, lines, read};

#[track_caller]
fn check(name: &str, format: Format) {
    let source = read(&fixture(name)).unwrap();
    assert_eq!(source.format, format);
    let expected = lines(&String::from_utf8(fixture("plan-auto.txt")).unwrap());
    let found = lines(&source.text);
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
    assert!(!source.notes.contains(&Note::SecrecyMark));
}

#[test]
fn docx_gives_the_lines_of_the_plan() {
    check("plan-auto.docx", Format::Docx);
}

#[test]
fn doc_gives_the_lines_of_the_plan() {
    check("plan-auto.doc", Format::Doc);
}

#[test]
fn html_gives_the_lines_of_the_plan() {
    check("plan-auto.html", Format::Html);
}

#[test]
fn rtf_gives_the_lines_of_the_plan() {
    check("plan-auto.rtf", Format::Doc);
}

#[test]
fn pdf_gives_the_letters_of_the_plan() {
    let source = read(&fixture("plan-auto.pdf")).unwrap();
    assert_eq!(source.format, Format::Pdf);
    assert!(source.notes.is_empty(), "{:?}", source.notes);
    // A line broken after a dash does not tell whether a blank stood there: letters and signs are compared.
    let letters = |text: &str| lines(text).concat().replace([' ', '\t'], "");
    let expected = letters(&String::from_utf8(fixture("plan-auto.txt")).unwrap());
    assert_eq!(letters(&source.text), expected);
}

#[test]
fn pdf_lines_are_put_back_into_paragraphs() {
    let source = read(&fixture("plan-auto.pdf")).unwrap();
    let found = lines(&source.text);
    let expected = lines(&String::from_utf8(fixture("plan-auto.txt")).unwrap());
    let kept = expected.iter().filter(|line| found.contains(line)).count();
    assert!(kept * 100 >= expected.len() * 97, "{kept} of {}", expected.len());
}

#[test]
fn plain_texts_keep_their_lines() {
    for name in ["plan-2024.txt", "resolution-10.txt"] {
        let bytes = fixture(name);
        let source = read(&bytes).unwrap();
        assert_eq!(source.text.as_bytes(), bytes);
        assert_eq!(source.format, Format::Text);
    }
}

#[test]
fn legacy_letters_become_unicode() {
    for name in ["tcvn3.txt", "tcvn3.doc", "tcvn3.docx"] {
        let source = read(&fixture(name)).unwrap();
        let text = lines(&source.text);
        assert_eq!(text[0], "Cộng hòa xã hội chủ nghĩa Việt Nam", "{name}");
        assert_eq!(text[1], "Độc lập - Tự do - Hạnh phúc", "{name}");
        assert!(source.notes.contains(&Note::ConvertedFrom("TCVN3")), "{name}");
        if name != "tcvn3.txt" {
            assert_eq!(text[3], "ỦY BAN tỉnh Sơn La", "{name}");
        }
    }
}

#[test]
fn a_wrong_name_does_not_matter() {
    let bytes = fixture("plan-auto.html");
    let limits = paper::formats::Limits::default();
    let source = paper::formats::read_file(&bytes, Some("ke-hoach.doc"), &limits).unwrap();
    assert_eq!(source.format, Format::Html);
}

#[test]
fn a_pdf_locked_against_changes_is_read() {
    let source = read(&fixture("locked.pdf")).unwrap();
    assert!(lines(&source.text)[0].contains("NGHỊ QUYẾT"), "{}", source.text);
}
