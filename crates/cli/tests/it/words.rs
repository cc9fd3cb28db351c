//! `doanket vi`: folding, numbers in words, the lunar calendar.

use std::io::Read as _;

use crate::program::Place;

#[track_caller]
fn check(words: &[&str], out: &str) {
    Place::new().run(words).says(out);
}

#[test]
fn words_fold_for_searching() {
    check(&["vi", "fold", "Đoàn Kết HOÀ hòa"], "doan ket hoa hoa\n");
    // Typed letter by letter on some keyboards: base letters with the marks after them.
    check(&["vi", "fold", "D\u{111}a\u{302}\u{300}n"], "ddan\n");
    check(&["vi", "fold", ""], "\n");
}

#[test]
fn numbers_are_read_out() {
    let million = "một tỷ bốn trăm năm mươi ba triệu một trăm hai mươi mốt nghìn bốn trăm linh một\n";
    check(&["vi", "words", "1453121401"], million);
    check(&["vi", "words", "1.453.121.401"], million);
    check(&["vi", "words", "0"], "không\n");
    check(&["vi", "words", "-5"], "âm năm\n");
    check(
        &["vi", "words", "9223372036854775807"],
        "chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ \
         tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy\n",
    );
}

#[test]
fn what_is_no_number_is_refused() {
    for text in ["12,5", "", "abc", "99999999999999999999", "1.23.456", "--5"] {
        let words: &[&str] =
            if text.starts_with("--") { &["vi", "words", "--", text] } else { &["vi", "words", text] };
        let message =
            format!("doanket: “{text}” is not a whole number. Write it like 1453121401 or 1.453.121.401.\n");
        Place::new().run(words).refuses(2, &message);
    }
}

#[test]
fn lunar_days_are_listed() {
    check(
        &["vi", "lunar", "--from", "2024-02-09", "--to", "2024-02-10"],
        "solar,lunar_day,lunar_month,leap,lunar_year\n2024-02-09,30,12,0,2023\n2024-02-10,1,1,0,2024\n",
    );
    check(
        &["vi", "lunar", "--from", "2024-02-10", "--to", "2024-02-10", "--format", "text"],
        "10/02/2024  mùng 1 tháng Giêng năm Giáp Thìn\n",
    );
    check(
        &["vi", "lunar", "--from", "2024-02-11", "--to", "2024-02-10"],
        "solar,lunar_day,lunar_month,leap,lunar_year\n",
    );
}

#[test]
fn days_outside_the_calendar_are_refused() {
    let message = "doanket: The lunar calendar covers the years 1900 to 2199. Choose days within them.\n";
    for (from, to) in [("1899-01-01", "1899-01-02"), ("2201-01-01", "2201-01-02")] {
        Place::new().run(&["vi", "lunar", "--from", from, "--to", to]).refuses(2, message);
    }
    Place::new().run(&["vi", "lunar", "--from", "2024-02-30", "--to", "2024-03-01"]).refuses(
        2,
        "error: invalid value '2024-02-30' for '--from <FROM>': input is out of range\n\nFor more information, try '--help'.\n",
    );
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let place = Place::new();
    let mut child = place
        .command(&["vi", "lunar", "--from", "1900-02-01", "--to", "2199-12-31"])
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut err).expect("UTF-8");
    assert_eq!((child.wait().expect("ends").code(), err.as_str()), (Some(0), ""));
}
