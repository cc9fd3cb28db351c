//! Durable creation by 64 writers: a progress note on a task, with its audit row, beside a bare insert.

use std::path::Path;

use kit::storage::{Database, Location, only};

use super::{Data, WARM_UP, heading, measure, office, peer, ratio};
use crate::client::Ask;

const ASKED: usize = 2_000;

pub(super) async fn run(data: &Data) {
    let seeded = data.seeded().await;
    let office = office(&data.large());
    let peer = peer(&data.large(), &[]);
    heading("POST, 64 writers, one commit each");
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
    let bare = measure("bare insert", &peer, &bare, ASKED).await;
    let before = notes(&data.large()).await;
    let ours = measure("progress note, audited", &office, &ours, ASKED).await;
    // A refusal may lead elsewhere with the same status as a save: only the rows tell.
    let written = usize::try_from(notes(&data.large()).await - before).expect("more than before");
    assert_eq!(written, ASKED + WARM_UP.min(ASKED), "every answer stands for a note");
    println!("{:>46} {:>8.2} of the bare rate", "", ours.per_second / bare.per_second);
    ratio("CPU of the bare insert", ours.cpu_ms / bare.cpu_ms);
}

/// The notes that were written so far.
async fn notes(folder: &Path) -> i64 {
    let db = Database::open(&Location::Sqlite(folder.join("doanket.db"))).await.expect("opens");
    let mut tx = db.read().await.expect("reads");
    tx.one("select count(*) from task_note", &[], only).await.expect("counts")
}
