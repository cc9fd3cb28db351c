//! A reading costs as much as its paper is long, and stops when it is told to. Work is counted by the questions that a reading asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use paper::formats::{FormatError, Limits, read_file};
use paper::reading::{Reader, Rules};
use paper::{SourceText, Stopped, Watch};

/// A watch that allows `most` questions, and the count of them.
fn watch(most: usize) -> (Watch, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    (Watch::new(move || count.fetch_add(1, Ordering::Relaxed) < most), asked)
}

const LINE: &str = "1. Tổ chức hội nghị triển khai công tác trước ngày 31/02/2024\n";

#[test]
fn repeated_lines_get_short_ids_of_their_own() {
    let paper = Reader::new(Rules::default()).read(&SourceText::from_plain(LINE.repeat(5000)));
    let mut ids: Vec<&str> = paper.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids[..3], ["1", "1'", "1''"]);
    assert_eq!(ids.len(), 5000);
    assert!(ids.iter().all(|id| id.len() < 12));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5000);
}

#[test]
fn a_reading_stops_where_it_is_told_to() {
    let source = SourceText::from_plain(LINE.repeat(2000));
    let reader = Reader::new(Rules::default());
    let (all, asked) = watch(usize::MAX);
    reader.read_watched(&source, &all).expect("nobody stops it");
    let whole = asked.load(Ordering::Relaxed);
    for most in [0, 1, whole / 4, whole / 2, whole - 1] {
        let (watch, asked) = watch(most);
        assert_eq!(reader.read_watched(&source, &watch).err(), Some(Stopped));
        // A no is remembered: nothing is asked after it.
        assert_eq!(asked.load(Ordering::Relaxed), most + 1);
    }
}

#[test]
fn every_format_stops_where_it_is_told_to() {
    let fixture = |name: &str| {
        std::fs::read(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the fixture")
    };
    let html = format!("<html><body>{}</body></html>", "<ul><li>x".repeat(2000)).into_bytes();
    let rtf = format!("{{\\rtf1 {}}}", "viec\\par ".repeat(2000)).into_bytes();
    for bytes in [html, rtf, LINE.repeat(100).into_bytes(), fixture("plan-auto.docx")] {
        let (watch, asked) = watch(0);
        let limits = Limits { watch, ..Limits::default() };
        assert_eq!(read_file(&bytes, None, &limits).err(), Some(FormatError::TooSlow));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}
