fn main() {
    let mut args = std::env::args().skip(1);
    let json = std::fs::read_to_string(args.next().expect("a paper")).expect("readable");
    let to = args.next().expect("a target");
    let paper = print::Paper::from_json(&json).unwrap_or_else(|error| panic!("{}", error.phrase().en));
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
    let write = if to.ends_with(".pdf") { print::pdf } else { print::docx };
    let bytes = write(&paper, day).expect("writes");
    std::fs::write(to, bytes).expect("writable");
}
