//! `doanket extract`: what was read from a paper, and why one cannot be read.

use crate::program::{Place, paper};

fn text_of(name: &str) -> String {
    paper(name).to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_plan_is_summed_up_for_people() {
    let place = Place::new();
    let told = place.run(&["extract", &text_of("plan-auto.docx")]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
    let start: Vec<&str> = told.out.lines().take(2).collect();
    assert_eq!(start, ["Type           KẾ HOẠCH", "Symbol         15/KH-MTTQ-BTT"], "{}", told.out);
    assert!(told.out.contains("\nTasks read: "), "{}", told.out);
    assert!(told.out.contains("\nPoints to look at: "), "{}", told.out);
    // The same paper through the standard input, without its name, is read alike.
    let bytes = std::fs::read(paper("plan-auto.docx")).expect("reads");
    assert_eq!(place.run_on(&["extract", "-"], &bytes), told);
}

#[test]
fn a_paper_in_an_old_encoding_says_so() {
    let told = Place::new().run_with(&["extract", &text_of("tcvn3.txt")], &[("DOANKET_LANG", "vi")]);
    told.says("(Đã chuyển từ bảng mã TCVN3 sang Unicode.)\n\nViệc đọc được: 0\n\nĐiểm cần xem lại: 0\n");
}

#[test]
fn a_plan_is_read_for_programs() {
    let told = Place::new().run(&["extract", "--format", "json", &text_of("plan-auto.docx")]);
    let json: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    assert_eq!(json["meta"]["type"], "KẾ HOẠCH", "{}", json["meta"]);
    assert!(json["tasks"].as_array().is_some_and(|tasks| !tasks.is_empty()));
    assert!(told.out.ends_with("}\n"));
}

#[test]
fn a_paper_that_cannot_be_read_says_why_and_what_to_do() {
    let place = Place::new();
    for name in ["encrypted.docx", "encrypted.pdf", "scanned.pdf"] {
        std::fs::copy(paper(name), place.path(name)).expect("copies");
    }
    let docx = std::fs::read(paper("plan-auto.docx")).expect("reads");
    place.write("cut.docx", &docx[..docx.len() / 2]);
    place.write("empty.txt", "");
    place.write("photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    place.write("bomb.docx", bomb());
    place.write("broken.doc", [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0xff; 4096]].concat());
    std::fs::File::create(place.path("large.txt"))
        .expect("creates")
        .set_len(50 * 1024 * 1024 + 1)
        .expect("grows");
    let refusals = [
        (
            "encrypted.docx",
            "encrypted.docx is protected by a password. Open it, take the password off, save it and try again.",
        ),
        (
            "encrypted.pdf",
            "encrypted.pdf is protected by a password. Open it, take the password off, save it and try again.",
        ),
        (
            "scanned.pdf",
            "scanned.pdf is only a scan without text. Use the original .docx, or recognise the text (OCR) first.",
        ),
        ("cut.docx", "The end of cut.docx is missing, perhaps a broken transfer. Copy or download it again."),
        (
            "empty.txt",
            "empty.txt holds no text. Check the file; perhaps it was not saved or copied to the end.",
        ),
        (
            "photo.png",
            "photo.png is a file of type png, which is not read. Save it as .docx, .doc, .pdf with text, .txt or .html.",
        ),
        (
            "bomb.docx",
            "bomb.docx unpacks to an unreasonable size and was refused. Save the paper from Word as a new file and try again.",
        ),
        (
            "broken.doc",
            "broken.doc is damaged and cannot be read. Open it in Word or LibreOffice, save it as a new file and try again.",
        ),
        (
            "large.txt",
            "large.txt is larger than 50 MB. Make it smaller (drop pictures, split off annexes) and try again.",
        ),
        (
            "none.docx",
            "Cannot read none.docx: No such file or directory (os error 2). Check the path and the right to read it.",
        ),
        (".", "Cannot read .: Is a directory (os error 21). Check the path and the right to read it."),
    ];
    for (name, message) in refusals {
        place.run(&["extract", name]).refuses(1, &format!("doanket: {message}\n"));
    }
}

/// A small paper that claims to unpack to far more than its size.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("word/document.xml", packed).expect("starts");
    let blank = vec![b' '; 1024 * 1024];
    for _ in 0..300 {
        zip.write_all(&blank).expect("writes");
    }
    zip.finish().expect("ends").into_inner()
}
