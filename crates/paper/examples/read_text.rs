//! Times the reading of a plain text: `read_text FILE.txt [N]` prints milliseconds per reading.

use std::time::Instant;

use paper::SourceText;
use paper::reading::{Reader, Rules};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("usage: read_text FILE.txt [N]")?;
    let times: u32 = args.next().map_or(Ok(200), |n| n.parse())?;
    let source = SourceText::from_plain(std::fs::read_to_string(path)?);
    let start = Instant::now();
    let reader = Reader::new(Rules::default());
    let setup = start.elapsed();
    let start = Instant::now();
    let mut tasks = 0;
    for _ in 0..times {
        tasks = reader.read(&source).tasks.len();
    }
    let each = start.elapsed() / times.max(1);
    println!(
        "{tasks} tasks, {:.3} ms per reading ({:.1} ms to prepare the reader)",
        each.as_secs_f64() * 1e3,
        setup.as_secs_f64() * 1e3
    );
    Ok(())
}
