//! Lists, search, creation, permissions, start and memory.

use std::path::Path;
use std::process::Command;

use crate::client::{Ask, load};
use crate::process::{Server, beside};
use crate::seed::{Seeded, Size, seed};

const WARM_UP: usize = 500;
const ASKED: usize = 5_000;

pub async fn run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    println!("seeding 3,321 units, 100,000 tasks, 10,000 papers …");
    let large = folder.path().join("large");
    let seeded = prepare(&large, Size { communes: 3_321, tasks: 100_000, papers: 10_000 }).await;
    let small = folder.path().join("small");
    let seeded_small = prepare(&small, Size { communes: 30, tasks: 1_000, papers: 10 }).await;

    let office = office(&large);
    println!(
        "\nstart to first answer: {:.0} ms, {:.2} s CPU",
        office.started_in.as_secs_f64() * 1000.0,
        office.start_cpu
    );
    println!("idle memory: {:.1} MiB", office.memory_mib());
    let size = std::fs::metadata(beside("doanket")).expect("built").len();
    #[expect(clippy::cast_precision_loss, reason = "a file size in MiB")]
    let size = size as f64 / 1024.0 / 1024.0;
    println!("binary: {size:.1} MiB");

    let peer = Server::start(Command::new(beside("benches")).arg("peer").arg(large.join("doanket.db")));
    println!(
        "\n{:<46} {:>9} {:>7} {:>7} {:>7} {:>8} {:>7}",
        "GET", "CPU ms", "p50 ms", "p95 ms", "p99 ms", "req/s", "KiB"
    );
    let bare = measure("bare axum + SQLite list of 50", &peer, &Ask::get("/list", "")).await;
    for (name, path, cookie) in [
        ("tasks, signed in, whole installation", "/tasks", &seeded.leader),
        ("tasks, signed in, one commune", "/tasks", &seeded.commune),
        ("today, one commune", "/", &seeded.commune),
        ("search: tiep xuc cu tri", "/search?q=tiep+xuc+cu+tri", &seeded.leader),
        ("API: tasks", "/api/v1/tasks", &seeded.leader),
    ] {
        let cpu = measure(name, &office, &Ask::get(path, cookie)).await;
        println!("{:>46} {:>8.2}×", "of the bare list", cpu / bare);
    }
    let few = self::office(&small);
    let many = measure("one commune among 3,321", &office, &Ask::get("/tasks", &seeded.commune)).await;
    let among_30 = measure("one commune among 30", &few, &Ask::get("/tasks", &seeded_small.commune)).await;
    println!("{:>46} {:>8.2}×", "3,321 units to 30", many / among_30);
    create(&peer, &office, &seeded).await;
    println!("\nmemory after the load: {:.1} MiB", office.memory_mib());
}

async fn prepare(folder: &Path, size: Size) -> Seeded {
    std::fs::create_dir_all(folder).expect("a folder");
    seed(&folder.join("doanket.db"), size).await
}

fn office(folder: &Path) -> Server {
    Server::start(
        Command::new(beside("doanket")).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder),
    )
}

/// CPU milliseconds a request.
async fn measure(name: &str, server: &Server, ask: &Ask) -> f64 {
    load(&server.address, ask, 8, WARM_UP).await;
    let before = server.cpu_seconds();
    let done = load(&server.address, ask, 64, ASKED).await;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
    let asked = done.asked as f64;
    let cpu = (server.cpu_seconds() - before) * 1000.0 / asked;
    println!(
        "{name:<46} {cpu:>9.3} {:>7.1} {:>7.1} {:>7.1} {:>8.0} {:>7} {}",
        done.percentile(50),
        done.percentile(95),
        done.percentile(99),
        asked / done.took.as_secs_f64(),
        done.bytes / 1024,
        if done.failed > 0 { format!("  {} FAILED", done.failed) } else { String::new() }
    );
    cpu
}

/// Durable creation by 64 writers: a progress note on a task, with its audit row, beside a bare insert.
async fn create(peer: &Server, office: &Server, seeded: &Seeded) {
    println!(
        "\n{:<46} {:>9} {:>7} {:>7} {:>7} {:>8}",
        "POST, 64 writers, one commit each", "CPU ms", "p50 ms", "p95 ms", "p99 ms", "req/s"
    );
    let bare = Ask {
        method: "POST",
        path: "/create".to_owned(),
        cookie: String::new(),
        body: "task=1&body=m%E1%BB%99t+ghi+ch%C3%BA".to_owned(),
        expect: 200,
    };
    let ours = Ask {
        path: "/tasks/1/note".to_owned(),
        cookie: seeded.leader.clone(),
        body: "body=m%E1%BB%99t+ghi+ch%C3%BA&percent=10".to_owned(),
        expect: 303,
        ..bare.clone()
    };
    let mut rates = Vec::new();
    for (name, server, ask) in [("bare insert", peer, &bare), ("progress note, audited", office, &ours)] {
        load(&server.address, ask, 8, 100).await;
        let before = server.cpu_seconds();
        let done = load(&server.address, ask, 64, 2_000).await;
        #[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
        let asked = done.asked as f64;
        let rate = asked / done.took.as_secs_f64();
        println!(
            "{name:<46} {:>9.3} {:>7.1} {:>7.1} {:>7.1} {rate:>8.0} {}",
            (server.cpu_seconds() - before) * 1000.0 / asked,
            done.percentile(50),
            done.percentile(95),
            done.percentile(99),
            if done.failed > 0 { format!("  {} FAILED", done.failed) } else { String::new() }
        );
        rates.push(rate);
    }
    println!("{:>46} {:>8.2} of the bare rate", "", rates[1] / rates[0]);
}
