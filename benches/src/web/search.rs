//! Search over 100,000 tasks and 10,000 papers: words that are everywhere, that are rare, and that are nowhere.

use super::{Data, heading, measure, office};
use crate::client::Ask;

/// Common words find tens of thousands of records: fewer questions are enough.
const ASKED: usize = 1_000;

pub(super) async fn run(data: &Data) {
    let seeded = data.seeded().await;
    let office = office(&data.large());
    heading("GET at 64 connections");
    let questions = [
        ("tiep xuc cu tri (one in twelve)", "/search?q=tiep+xuc+cu+tri"),
        ("với dấu: tiếp xúc cử tri", "/search?q=ti%E1%BA%BFp+x%C3%BAc+c%E1%BB%AD+tri"),
        ("dot 4711 (one task)", "/search?q=dot+4711"),
        ("hoi nghi co so (two lists of words)", "/search?q=hoi+nghi+co+so"),
        ("khongcotunay (nothing)", "/search?q=khongcotunay"),
    ];
    for (who, cookie) in [("whole installation", &seeded.leader), ("one commune", &seeded.commune)] {
        println!("{who}:");
        for (name, path) in questions {
            measure(name, &office, &Ask::get(path, cookie), ASKED).await;
        }
    }
}
