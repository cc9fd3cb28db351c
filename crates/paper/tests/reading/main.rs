//! Readings of whole papers against what a careful person reads in them.

mod findings;
mod gold;
mod papers;

use std::collections::HashMap;

use paper::SourceText;
use paper::reading::{FindingKind, Paper, Reader, Rules};

fn read(text: &str) -> Paper {
    Reader::new(Rules::default()).read(&SourceText::from_plain(text.to_owned()))
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// Share of common words, 0 to 1.
fn dice(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let total: usize = a.values().chain(b.values()).sum();
    let common: usize = a.iter().map(|(w, n)| n.min(b.get(w).unwrap_or(&0))).sum();
    if total == 0 { 0.0 } else { 2.0 * precise(common) / precise(total) }
}

fn precise(n: usize) -> f64 {
    f64::from(u32::try_from(n).expect("counts are small"))
}

fn own_parts(paper: &Paper) -> Vec<String> {
    let mut out = Vec::new();
    for task in &paper.tasks {
        if task.sub_tasks.is_empty() {
            out.push(task.text.clone());
        }
        out.extend(task.sub_tasks.iter().map(|s| s.text.clone()));
    }
    out
}

fn own_texts(paper: &Paper) -> Vec<String> {
    paper.tasks.iter().map(|t| t.text.clone()).collect()
}

fn has(paper: &Paper, kind: FindingKind, words: &str) -> bool {
    paper.findings.iter().any(|f| f.kind == kind && f.message_vi.contains(words))
}

const PLAN: &str = include_str!("../gold/plan-2024.txt");
const RESOLUTION: &str = include_str!("../gold/resolution-10.txt");
