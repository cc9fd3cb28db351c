//! What a permission costs in a small installation and in one of the whole country.

use super::{ASKED, Data, heading, measure, office, ratio};
use crate::client::Ask;

pub(super) async fn run(data: &Data) {
    let large = data.seeded().await;
    let (small, folder) = data.seeded_small().await;
    let many = office(&data.large());
    let few = office(&folder);
    heading("GET of one commune's list");
    let among_30 = measure("one commune among 30", &few, &Ask::get("/tasks", &small.commune), ASKED).await;
    let among_all =
        measure("one commune among 3,321", &many, &Ask::get("/tasks", &large.commune), ASKED).await;
    ratio("3,321 units to 30", among_all.cpu_ms / among_30.cpu_ms);
    // One record: whether its unit lies in the scope is a lookup of its own.
    let among_30 = measure("one task among 30", &few, &Ask::get("/tasks/1", &small.commune), ASKED).await;
    let among_all =
        measure("one task among 3,321", &many, &Ask::get("/tasks/1", &large.commune), ASKED).await;
    ratio("3,321 units to 30", among_all.cpu_ms / among_30.cpu_ms);
}
