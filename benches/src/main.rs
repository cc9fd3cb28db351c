//! Measures the product beside its peers, in the same run, on the same data: CPU seconds of the server process a request, and
//! latency percentiles at 64 connections.
//!
//! ```text
//! cargo build --release -p doanket -p benches
//! target/release/benches web      start, lists, permissions, search, creation; `web list` runs one of them
//! target/release/benches paper    text out of .docx, text to tasks
//! target/release/benches print    papers as .docx and .pdf
//! target/release/benches reports [province|nation]    saving, recomputing and loading figures, beside DuckDB and bare SQLite;
//!                             the matrix of a province, 200 officers saving at once (not for the nation)
//! ```
//!
//! Figures and the machine go to `docs/PERFORMANCE.md` by hand, with the date.

mod client;
mod figures;
mod office;
mod paper;
mod peer;
mod print;
mod process;
mod seed;
mod web;

fn main() {
    let argument = |place| std::env::args().nth(place);
    let task = argument(1).unwrap_or_default();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    match task.as_str() {
        "web" => match argument(2) {
            Some(section) if !web::SECTIONS.contains(&section.as_str()) => {
                eprintln!("benches web [{}]", web::SECTIONS.join(" | "));
                std::process::exit(2);
            }
            section => runtime.block_on(web::run(section.as_deref())),
        },
        "paper" => paper::run(),
        "print" => print::run(),
        "reports" => match argument(2) {
            Some(scale) => runtime.block_on(figures::run(&scale)),
            None => ["province", "nation"].iter().for_each(|scale| runtime.block_on(figures::run(scale))),
        },
        // The peer runs as a process of its own, so that its CPU time is its own.
        "peer" => {
            let database = argument(2).expect("a database");
            runtime.block_on(peer::serve(&database, argument(3).as_deref(), argument(4).as_deref()));
        }
        _ => eprintln!("benches web | paper | print | reports [province|nation]"),
    }
}
