//! Measures the product beside its peers, in the same run, on the same data: CPU seconds of the server process a request, and
//! latency percentiles at 64 connections.
//!
//! ```text
//! cargo build --release -p doanket -p benches
//! target/release/benches web      lists, search, creation, permissions, start, memory
//! target/release/benches paper    text out of .docx, text to tasks
//! target/release/benches reports [province|nation]    saving, recomputing and loading figures, beside DuckDB and bare SQLite
//! ```
//!
//! Figures and the machine go to `docs/PERFORMANCE.md` by hand, with the date.

mod client;
mod figures;
mod paper;
mod peer;
mod process;
mod seed;
mod web;

fn main() {
    let task = std::env::args().nth(1).unwrap_or_default();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    match task.as_str() {
        "web" => runtime.block_on(web::run()),
        "paper" => paper::run(),
        "reports" => match std::env::args().nth(2) {
            Some(scale) => runtime.block_on(figures::run(&scale)),
            None => ["province", "nation"].iter().for_each(|scale| runtime.block_on(figures::run(scale))),
        },
        // The peer runs as a process of its own, so that its CPU time is its own.
        "peer" => runtime.block_on(peer::serve(&std::env::args().nth(2).expect("a database"))),
        _ => eprintln!("benches web | paper | reports [province|nation]"),
    }
}
