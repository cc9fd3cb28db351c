//! Where pages end: no heading alone at the foot, no single line at head or foot, a table's header again on each page.

use super::laid::{Laid, Step};

/// A page: which steps stand on it, and how far down. Lengths are points from the upper margin.
pub struct Page {
    pub steps: Vec<Stood>,
}

pub struct Stood {
    pub step: usize,
    pub top: f32,
    /// The repetition of a table's header.
    pub is_repeated: bool,
}

/// Fills pages of a height with a section's steps.
pub fn paginate(laid: &Laid<'_>, height: f32) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut start = 0;
    while start < laid.steps.len() {
        let (page, next) = fill(laid, start, height, pages.is_empty());
        pages.push(page);
        start = next;
    }
    if pages.is_empty() {
        pages.push(Page { steps: Vec::new() });
    }
    pages
}

/// One page from `start`; gives the page and where the next one starts.
fn fill(laid: &Laid<'_>, start: usize, height: f32, is_first: bool) -> (Page, usize) {
    let mut steps = Vec::new();
    let mut y = 0.0;
    if let Some(table) = laid.steps[start].repeats {
        let header = laid.headers[table].clone();
        let header_height: f32 = laid.steps[header.clone()].iter().map(|step| step.height).sum();
        // A header that leaves no room for what it heads is not repeated.
        if header_height + laid.steps[start].height <= height {
            for step in header {
                steps.push(Stood { step, top: y, is_repeated: true });
                y += laid.steps[step].height;
            }
        }
    }
    let repeated = steps.len();
    let mut at = start;
    // After which step the page may end.
    let mut chance = None;
    while let Some(step) = laid.steps.get(at) {
        let before = if at == start && !is_first { 0.0 } else { step.before };
        if y + before + step.height > height + 0.05 && at > start {
            let next = chance.unwrap_or(at);
            steps.truncate(repeated + next - start);
            return (Page { steps }, next);
        }
        y += before;
        steps.push(Stood { step: at, top: y, is_repeated: false });
        y += step.height;
        at += 1;
        if may_end(&laid.steps, at) {
            chance = Some(at);
        }
    }
    (Page { steps }, at)
}

fn may_end(steps: &[Step], next: usize) -> bool {
    steps[next - 1].may_break
}
