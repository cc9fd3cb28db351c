//! Pages of fifty rows beside the bare page, and beside a bare page of the same bytes.

use super::{ASKED, Data, heading, measure, office, peer, ratio};
use crate::client::{Ask, fetch};

/// The plan that the data publishes.
const PUBLIC: &str = "/cong-khai/ke-hoach/1";

pub(super) async fn run(data: &Data) {
    let seeded = data.seeded().await;
    let office = office(&data.large());
    let page = fetch(&office.address, &Ask::get("/tasks", &seeded.leader)).await;
    let frame = data.folder.join("frame.html");
    std::fs::write(&frame, without_rows(&page)).expect("a frame");
    let public = data.folder.join("public.html");
    std::fs::write(&public, fetch(&office.address, &Ask::get(PUBLIC, "")).await).expect("a page");
    let peer = peer(&data.large(), &[&frame, &public]);
    let same = fetch(&peer.address, &Ask::get("/same", "")).await;
    println!(
        "the list has {} bytes, the bare page of the same size {}{}",
        page.len(),
        same.len(),
        if page == same { ", byte for byte the same" } else { "" }
    );

    heading("GET at 64 connections");
    let bare = measure("bare axum + SQLite, 50 plain rows", &peer, &Ask::get("/list", ""), ASKED).await;
    let same = measure("bare axum + SQLite, the same page", &peer, &Ask::get("/same", ""), ASKED).await;
    // One line a page.
    let pages = [
        ("tasks, signed in, whole installation", "/tasks", seeded.leader.as_str()),
        ("tasks, signed in, one commune", "/tasks", &seeded.commune),
        ("today, one commune", "/", &seeded.commune),
        ("API: tasks", "/api/v1/tasks", &seeded.leader),
    ];
    for (name, path, cookie) in pages {
        let ours = measure(name, &office, &Ask::get(path, cookie), ASKED).await;
        ratio("of the plain rows", ours.cpu_ms / bare.cpu_ms);
        ratio("of the same page", ours.cpu_ms / same.cpu_ms);
    }
    // Counts the late work of every unit: fewer questions are enough, and more take minutes.
    measure("today, whole installation", &office, &Ask::get("/", &seeded.leader), ASKED / 25).await;
    let bare = measure("bare axum + SQLite, a public page", &peer, &Ask::get("/public", ""), ASKED).await;
    let ours = measure("public plan", &office, &Ask::get(PUBLIC, ""), ASKED).await;
    ratio("of the page of the same size", ours.cpu_ms / bare.cpu_ms);
    println!("memory after the load: {:.1} MiB", office.memory_mib());
}

/// A page with an empty table: what the peer puts around its rows.
fn without_rows(page: &str) -> String {
    let (head, rest) = page.split_once("<tbody>").expect("a table");
    let (_, tail) = rest.split_once("</tbody>").expect("a table");
    format!("{head}<tbody></tbody>{tail}")
}
