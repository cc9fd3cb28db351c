//! Prints the reading of a plain text as JSON: `extract_json FILE.txt`.

use paper::SourceText;
use paper::reading::{Reader, Rules, to_score_json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: extract_json FILE.txt")?;
    let source = SourceText::from_plain(std::fs::read_to_string(path)?);
    let paper = Reader::new(Rules::default()).read(&source);
    println!("{}", serde_json::to_string_pretty(&to_score_json(&paper, &source))?);
    Ok(())
}
