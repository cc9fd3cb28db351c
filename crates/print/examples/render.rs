fn main() {
    let mut args = std::env::args().skip(1);
    let templates = print::Templates::built_in().expect("t");
    for name in args.next().expect("names").split(',') {
        let json =
            std::fs::read_to_string(format!("crates/print/tests/samples/{name}.json")).expect("readable");
        let paper = templates
            .paper(name, &serde_json::from_str(&json).expect("json"))
            .unwrap_or_else(|error| panic!("{name}: {} {}", error.phrase().vi, error.phrase().en));
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
        std::fs::write(format!("/tmp/p/out/{name}.docx"), print::docx(&paper, day).expect("writes"))
            .expect("w");
        std::fs::write(format!("/tmp/p/out/{name}.pdf"), print::pdf(&paper, day).expect("writes"))
            .expect("w");
    }
}
