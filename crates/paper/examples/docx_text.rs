//! Reads a paper many times and says how many words it has and what one reading cost: `docx_text FILE [TIMES]`.

use paper::formats::{Limits, read_file};

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: docx_text FILE [TIMES]")?;
    let times: u32 = arguments.next().map_or(Ok(1), |times| times.parse())?;
    let bytes = std::fs::read(&path)?;
    let limits = Limits::default();
    let started = std::time::Instant::now();
    let mut words = 0;
    for _ in 0..times {
        words = read_file(&bytes, Some(&path), &limits)?.text.split_whitespace().count();
    }
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "words {words}  seconds {seconds:.6}  each {:.3} ms",
        seconds * 1000.0 / f64::from(times.max(1))
    );
    if times == 1 {
        let source = read_file(&bytes, Some(&path), &limits)?;
        let mut out = std::io::stdout().lock();
        for line in &source.lines {
            writeln!(out, "{:?}\t{}", line.kind, &source.text[line.span.clone()])?;
        }
        writeln!(out, "{:?}", source.notes)?;
    }
    Ok(())
}
