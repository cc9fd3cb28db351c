//! Lists, search, creation, permissions, start and memory: one section each, printed as it goes.

mod create;
mod list;
mod permission;
mod search;
mod start;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::client::{Ask, Load, load};
use crate::process::{Server, beside};
use crate::seed::{Seeded, Size, seed};

const WARM_UP: usize = 500;
const ASKED: usize = 5_000;
const LARGE: Size = Size { communes: 3_321, tasks: 100_000, papers: 10_000 };
const SMALL: Size = Size { communes: 30, tasks: 1_000, papers: 10 };

/// The sections, in the order they are run; each can be run alone.
pub const SECTIONS: [&str; 5] = ["start", "list", "permission", "search", "create"];

/// Runs one section, or all of them.
pub async fn run(only: Option<&str>) {
    let data = Data::new();
    for section in SECTIONS.into_iter().filter(|section| only.is_none_or(|only| only == *section)) {
        println!("\n== {section}");
        match section {
            "start" => start::run(&data).await,
            "list" => list::run(&data).await,
            "permission" => permission::run(&data).await,
            "search" => search::run(&data).await,
            _ => create::run(&data).await,
        }
    }
}

/// The data under measurement, made once for all sections.
struct Data {
    folder: PathBuf,
    large: tokio::sync::OnceCell<Seeded>,
    /// Goes with its folder when the run ends.
    _temporary: Option<tempfile::TempDir>,
}

impl Data {
    /// In a temporary folder, or in the one that `BENCHES_DATA` names: it is then kept for the next run.
    fn new() -> Self {
        let (folder, temporary) = if let Some(folder) = std::env::var_os("BENCHES_DATA") {
            (PathBuf::from(folder), None)
        } else {
            let temporary = tempfile::tempdir().expect("a temporary folder");
            (temporary.path().to_owned(), Some(temporary))
        };
        Self { folder, large: tokio::sync::OnceCell::new(), _temporary: temporary }
    }

    fn large(&self) -> PathBuf {
        self.folder.join("large")
    }

    /// The large data set: 3,321 communes, 100,000 tasks, 10,000 papers.
    async fn seeded(&self) -> &Seeded {
        self.large.get_or_init(|| self.make("large", LARGE)).await
    }

    /// Thirty communes with as many tasks each.
    async fn seeded_small(&self) -> (Seeded, PathBuf) {
        (self.make("small", SMALL).await, self.folder.join("small"))
    }

    async fn make(&self, name: &str, size: Size) -> Seeded {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        seed(&folder.join("doanket.db"), size).await
    }
}

fn office(folder: &Path) -> Server {
    Server::start(
        Command::new(beside("doanket")).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder),
    )
}

/// The peer over the same database. `pages` are what it puts around its rows: of the list, and of the page for the public.
fn peer(folder: &Path, pages: &[&Path]) -> Server {
    Server::start(Command::new(beside("benches")).arg("peer").arg(folder.join("doanket.db")).args(pages))
}

fn heading(what: &str) {
    println!(
        "{what:<46} {:>9} {:>8} {:>7} {:>7} {:>7} {:>8} {:>6}",
        "CPU ms", "mean ms", "p50", "p95", "p99", "req/s", "KiB"
    );
}

/// What a measurement found.
struct Measured {
    /// User and system time of the server process a request.
    cpu_ms: f64,
    per_second: f64,
}

/// A run at 64 connections after a short one that is not counted; prints its line.
async fn measure(name: &str, server: &Server, ask: &Ask, asked: usize) -> Measured {
    load(&server.address, ask, 8, WARM_UP.min(asked)).await;
    let before = server.cpu_seconds();
    let done = load(&server.address, ask, 64, asked).await;
    line(name, &done, server.cpu_seconds() - before)
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
fn line(name: &str, done: &Load, cpu_seconds: f64) -> Measured {
    let asked = done.asked as f64;
    let measured =
        Measured { cpu_ms: cpu_seconds * 1000.0 / asked, per_second: asked / done.took.as_secs_f64() };
    println!(
        "{name:<46} {:>9.3} {:>8.1} {:>7.1} {:>7.1} {:>7.1} {:>8.0} {:>6.1}{}",
        measured.cpu_ms,
        done.mean(),
        done.percentile(50),
        done.percentile(95),
        done.percentile(99),
        measured.per_second,
        done.bytes as f64 / 1024.0,
        if done.failed > 0 { format!("  {} FAILED", done.failed) } else { String::new() }
    );
    measured
}

fn ratio(of: &str, ratio: f64) {
    println!("{of:>46} {ratio:>8.2}×");
}
