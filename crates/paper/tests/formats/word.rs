//! What Word shows of a .docx, feature by feature.

use paper::{LineKind, Note};

use super::{docx, kinds, read};

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let source = read(&docx(body, &[])).unwrap();
    assert_eq!(source.text.split('\n').collect::<Vec<_>>(), expected);
}

#[test]
fn tracked_changes_show_the_final_text() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Giữ </w:t></w:r><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>thêm</w:t></w:r></w:ins></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">Nối </w:t></w:r></w:p>\
        <w:p><w:r><w:t>liền</w:t></w:r></w:p>";
    let source = read(&docx(body, &[])).unwrap();
    assert_eq!(source.text, "Giữ thêm\nNối liền");
    assert_eq!(source.notes, [Note::LeftOut("deletions")]);
}

#[test]
fn fields_show_their_results() {
    check(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>\
         <w:r><w:t>mã</w:t></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>12/01/2024</w:t></w:r>\
         <w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:hyperlink><w:r><w:t>; xem</w:t></w:r></w:hyperlink></w:p>",
        &["12/01/2024; xem"],
    );
}

#[test]
fn special_letters_and_breaks() {
    check(
        "<w:p><w:r><w:t>A &amp; B</w:t><w:br/><w:t>C</w:t><w:tab/><w:t>D</w:t><w:noBreakHyphen/><w:softHyphen/>\
         <w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/><w:t>&#7841;</w:t></w:r></w:p>",
        &["A & B", "C\tD-✓ạ"],
    );
}

#[test]
fn a_text_box_is_read_once_and_a_mark_in_it_is_noted() {
    let body = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p>\
        </w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent>\
        </mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Thân</w:t></w:r></w:p>";
    let source = read(&docx(body, &[])).unwrap();
    assert_eq!(source.text, "MẬT\nThân");
    assert_eq!(source.notes, [Note::SecrecyMark]);
}

#[test]
fn a_mark_in_the_page_header_is_noted() {
    let header = "<w:hdr xmlns:w=\"x\"><w:p><w:r><w:t>TỐI MẬT</w:t></w:r></w:p></w:hdr>";
    let source = read(&docx(&paragraph("", "Thân"), &[("word/header1.xml", header)])).unwrap();
    assert_eq!(source.notes, [Note::LeftOut("headers"), Note::SecrecyMark]);
    let running = read(&docx(&paragraph("", "Bảo vệ bí mật nhà nước"), &[])).unwrap();
    assert!(running.notes.is_empty());
}

#[test]
fn lists_restart_override_and_link_to_styles() {
    let level = |number: u8, format: &str, text: &str, more: &str| {
        format!(
            "<w:lvl w:ilvl=\"{number}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText \
             w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering xmlns:w=\"x\"><w:abstractNum w:abstractNumId=\"0\">{}{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\">{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"5\"/>\
         </w:lvlOverride></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>",
        level(0, "upperRoman", "%1.", "<w:pStyle w:val=\"H\"/>"),
        level(1, "decimal", "%2.", ""),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/><w:suff w:val=\"nothing\"/>"),
        level(0, "bullet", "\u{F0B7}", "<w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr>"),
    );
    let styles = "<w:styles xmlns:w=\"x\"><w:style w:type=\"paragraph\" w:styleId=\"H\"><w:pPr><w:numPr><w:numId \
        w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>";
    let item = |list: u8, level: u8, text: &str| {
        paragraph(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"), text)
    };
    let heading = |text: &str| paragraph("<w:pStyle w:val=\"H\"/>", text);
    let body = [
        heading("A"),
        item(1, 1, "B"),
        item(1, 1, "C"),
        heading("D"),
        item(1, 1, "E"),
        item(1, 2, "F"),
        item(2, 1, "G"),
        item(3, 0, "H"),
        paragraph("<w:pStyle w:val=\"H\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", "K"),
    ];
    let source =
        read(&docx(&body.concat(), &[("word/numbering.xml", &numbering), ("word/styles.xml", styles)]))
            .unwrap();
    assert_eq!(
        kinds(&source),
        [
            (LineKind::Heading(1), "I. A"),
            (LineKind::ListItem(2), "1. B"),
            (LineKind::ListItem(2), "2. C"),
            (LineKind::Heading(1), "II. D"),
            (LineKind::ListItem(2), "1. E"),
            (LineKind::ListItem(3), "2.1.1F"),
            (LineKind::ListItem(2), "5. G"),
            (LineKind::ListItem(1), "• H"),
            (LineKind::Heading(1), "K"),
        ]
    );
    assert!(source.lines[0].is_bold && !source.lines[1].is_bold);
}

#[test]
fn notes_stand_at_the_end_in_the_order_of_calls() {
    let body = "<w:p><w:r><w:t>A</w:t><w:footnoteReference w:id=\"3\"/><w:t>B</w:t><w:footnoteReference w:id=\"2\"/>\
        </w:r></w:p>";
    let notes = "<w:footnotes xmlns:w=\"x\"><w:footnote w:id=\"-1\"><w:p/></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:r><w:t>hai</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"3\"><w:p><w:r><w:t>ba</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let source = read(&docx(body, &[("word/footnotes.xml", notes)])).unwrap();
    assert_eq!(source.text, "AB\n[1] ba\n[2] hai");
}

#[test]
fn a_deleted_row_is_gone() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", text));
    let row = |more: &str, texts: [&str; 3]| format!("<w:tr>{more}{}</w:tr>", texts.map(cell).concat());
    let deleted = "<w:trPr><w:del/></w:trPr>";
    check(
        &format!("<w:tbl>{}{}</w:tbl>", row("", ["1", "A", "B"]), row(deleted, ["2", "C", "D"])),
        &["1\tA\tB"],
    );
}
