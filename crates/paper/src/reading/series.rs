//! Bullets that come back: one stream of work with an instance a quarter, so that progress is not counted four times
//! (handbook 3.2), and the standing bullet that a quarterly one belongs to.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::model::{Recurrence, Series, Span, StandingHint, TaskProposal};
use super::text::Text;

struct Leaf {
    id: String,
    task: usize,
    quarter: u8,
    words: Vec<u64>,
    span: Span,
}

pub(crate) fn link(text: &Text, tasks: &mut [TaskProposal]) -> (Vec<Series>, Vec<StandingHint>) {
    let leaves = leaves(text, tasks);
    let mut buckets: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, leaf) in leaves.iter().enumerate() {
        buckets.entry(head_key(text.low(leaf.span))).or_default().push(i);
    }
    let mut seen = vec![false; leaves.len()];
    let mut series = Vec::new();
    for (i, leaf) in leaves.iter().enumerate() {
        if seen[i] {
            continue;
        }
        let Some(bucket) = buckets.get(&head_key(text.low(leaf.span))) else {
            continue;
        };
        let alike: Vec<usize> = bucket
            .iter()
            .copied()
            .filter(|j| !seen[*j] && likeness(&leaf.words, &leaves[*j].words) >= 75)
            .collect();
        let mut quarters: Vec<u8> = alike.iter().map(|j| leaves[*j].quarter).collect();
        quarters.dedup();
        if quarters.len() < 2 {
            continue;
        }
        let key = format!("S{}", series.len() + 1);
        for j in &alike {
            seen[*j] = true;
            let task = &mut tasks[leaves[*j].task];
            if task.series.is_none() {
                task.series = Some(key.clone());
            }
        }
        series.push(Series {
            key,
            members: alike.iter().map(|j| leaves[*j].id.clone()).collect(),
        });
    }
    (series, standing(text, tasks))
}

fn leaves(text: &Text, tasks: &[TaskProposal]) -> Vec<Leaf> {
    let mut out = Vec::new();
    for (i, task) in tasks.iter().enumerate() {
        let Some(quarter) = task.quarter else { continue };
        let mut push = |id: &str, span: Span| {
            out.push(Leaf {
                id: id.to_owned(),
                task: i,
                quarter,
                words: word_set(text.low(span)),
                span,
            });
        };
        if task.sub_tasks.is_empty() {
            push(&task.id, task.span);
        } else {
            task.sub_tasks.iter().for_each(|s| push(&s.id, s.span));
        }
    }
    out
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

fn tokens(low: &str) -> impl Iterator<Item = &str> {
    low.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
}

/// The words of a text as sorted hashes.
fn word_set(low: &str) -> Vec<u64> {
    let mut set: Vec<u64> = tokens(low).map(hash).collect();
    set.sort_unstable();
    set
}

/// Pairs of neighbouring words, which say more of the subject than single ones.
fn pair_set(low: &str) -> Vec<u64> {
    let words: Vec<&str> = tokens(low).collect();
    let mut set: Vec<u64> = words
        .windows(2)
        .map(|w| hash(w[0]) ^ hash(w[1]).rotate_left(1))
        .collect();
    set.sort_unstable();
    set.dedup();
    set
}

fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

fn likeness(a: &[u64], b: &[u64]) -> usize {
    if a.is_empty() && b.is_empty() {
        return 0;
    }
    200 * common(a, b) / (a.len() + b.len())
}

/// The words that a bullet is about, without "tiếp tục", "triển khai" and the like before them.
fn head_key(low: &str) -> u64 {
    let skip = [
        "tiếp tục",
        "triển khai",
        "thực hiện",
        "tổ chức",
        "có hiệu quả",
        "tốt",
    ];
    let mut rest = low.trim_start();
    while let Some(word) = skip.iter().find(|w| rest.starts_with(**w)) {
        rest = rest[word.len()..].trim_start();
    }
    tokens(rest)
        .take(3)
        .fold(0, |key, w| key.rotate_left(5) ^ hash(w))
}

fn standing(text: &Text, tasks: &[TaskProposal]) -> Vec<StandingHint> {
    let is_standing = |t: &&TaskProposal| t.quarter.is_none() && t.recurrence.contains(&Recurrence::Regular);
    let parents: Vec<(&TaskProposal, Vec<u64>)> = tasks
        .iter()
        .filter(is_standing)
        .map(|t| (t, pair_set(text.low(t.span))))
        .collect();
    let mut out = Vec::new();
    for task in tasks.iter().filter(|t| t.quarter.is_some()) {
        let pairs = pair_set(text.low(task.span));
        let share = |p: &[u64]| 100 * common(&pairs, p) / pairs.len().max(1);
        let best = parents.iter().map(|(t, p)| (share(p), t)).max_by_key(|(s, _)| *s);
        if let Some((share, parent)) = best.filter(|(s, _)| *s >= 30) {
            out.push(StandingHint {
                task: task.id.clone(),
                standing: parent.id.clone(),
                likeness: u8::try_from(share.min(100)).unwrap_or(100),
            });
        }
    }
    out
}
