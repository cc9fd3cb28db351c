//! HTML as Word and as people write it.

use paper::{LineKind, Note};

use super::{kinds, read};

#[test]
fn word_writes_labels_as_text() {
    let page = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta charset=utf-8><title>x</title>\
        <style>p { color: red }</style></head><body><h1>KẾ HOẠCH</h1>\
        <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.1.\
        <span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>Tuyên\ntruyền &amp; vận động</p>\
        <p style='mso-list:l1 level1 lfo2'><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span \
        style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span></span>Thi đua</p>\
        <p>Một<br>hai<del cite=x>ba</del></p><!--[if gte mso 9]><p>bỏ</p><![endif]--></body></html>";
    let source = read(page.as_bytes()).unwrap();
    assert_eq!(
        kinds(&source),
        [
            (LineKind::Heading(1), "KẾ HOẠCH"),
            (LineKind::ListItem(2), "1.1. Tuyên truyền & vận động"),
            (LineKind::ListItem(1), "• Thi đua"),
            (LineKind::Paragraph, "Một"),
            (LineKind::Paragraph, "hai"),
        ]
    );
    assert_eq!(source.notes, [Note::LeftOut("deletions")]);
}

#[test]
fn lists_and_tables_are_labelled() {
    let page = "<!DOCTYPE html><body><ol type=I start=2><li>A<ol><li>B</ol><li><p>C</p></ol><ul><li>D</ul>\
        <table border=1><tr><th>TT<th>Nội dung<td>Hạn<tr><td>1<td><p>Làm<p>ngay<td>Quý I</table>\
        <table border=0><tr><td><p>ỦY BAN<p>Số: 1/KH<td>CỘNG HÒA<tr></table>";
    let source = read(page.as_bytes()).unwrap();
    assert_eq!(
        kinds(&source),
        [
            (LineKind::ListItem(1), "II. A"),
            (LineKind::ListItem(2), "1. B"),
            (LineKind::ListItem(1), "III. C"),
            (LineKind::ListItem(1), "- D"),
            (LineKind::TableRow, "TT\tNội dung\tHạn"),
            (LineKind::TableRow, "1\tLàm ngay\tQuý I"),
            (LineKind::Paragraph, "ỦY BAN"),
            (LineKind::Paragraph, "Số: 1/KH"),
            (LineKind::Paragraph, "CỘNG HÒA"),
        ]
    );
}

#[test]
fn legacy_faces_are_converted() {
    let page = "<html><body><p><font face=\".VnTime\">C\u{E9}ng h\u{DF}a</font> và nay</p></body></html>";
    let source = read(page.as_bytes()).unwrap();
    assert_eq!(source.text, "Cộng hòa và nay");
}
