//! Start, idle memory and the size of the program.

use super::{Data, office};
use crate::process::beside;

/// Starts; the middle one counts.
const STARTS: usize = 5;

pub(super) async fn run(data: &Data) {
    data.seeded().await;
    let mut starts: Vec<_> = (0..STARTS).map(|_| office(&data.large())).collect();
    starts.sort_by_key(|office| office.started_in);
    let office = &starts[STARTS / 2];
    println!(
        "start to first answer: {:.0} ms, {:.2} s CPU",
        office.started_in.as_secs_f64() * 1000.0,
        office.start_cpu
    );
    println!("idle memory: {:.1} MiB", office.memory_mib());
    let size = std::fs::metadata(beside("doanket")).expect("built").len();
    #[expect(clippy::cast_precision_loss, reason = "a file size in MiB")]
    let size = size as f64 / 1024.0 / 1024.0;
    println!("binary: {size:.1} MiB");
}
