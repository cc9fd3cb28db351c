//! Bullets that come back: one stream of work with an instance a quarter, so that progress is not counted four times
//! (handbook 3.2), and the standing bullet that a quarterly one belongs to.

use std::collections::HashMap;

use super::model::{Recurrence, Series, Span, StandingHint, TaskProposal};
use super::text::Text;

struct Leaf {
    id: String,
    task: usize,
    quarter: u8,
    words: Vec<u64>,
    /// What the bullet is about, see [`head_key`].
    head: u64,
}

pub(crate) fn link(text: &Text, tasks: &mut [TaskProposal]) -> (Vec<Series>, Vec<StandingHint>) {
    let leaves = leaves(text, tasks);
    let mut buckets: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, leaf) in leaves.iter().enumerate() {
        buckets.entry(leaf.head).or_default().push(i);
    }
    let mut seen = vec![false; leaves.len()];
    let mut series = Vec::new();
    for (i, leaf) in leaves.iter().enumerate() {
        if seen[i] {
            continue;
        }
        let Some(bucket) = buckets.get(&leaf.head) else {
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
        series.push(Series { key, members: alike.iter().map(|j| leaves[*j].id.clone()).collect() });
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
                words: word_set(text, span),
                head: head_key(text, span),
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

/// The words of a span as sorted hashes.
fn word_set(text: &Text, span: Span) -> Vec<u64> {
    let mut set: Vec<u64> = text.tokens_in(span).iter().map(|t| t.hash).collect();
    set.sort_unstable();
    set
}

/// Pairs of neighbouring words, which say more of the subject than single ones.
fn pair_set(text: &Text, span: Span) -> Vec<u64> {
    let mut set: Vec<u64> =
        text.tokens_in(span).windows(2).map(|w| w[0].hash ^ w[1].hash.rotate_left(1)).collect();
    set.sort_unstable();
    set.dedup();
    set
}

fn common(left: &[u64], right: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

fn likeness(a: &[u64], b: &[u64]) -> usize {
    if a.is_empty() && b.is_empty() {
        return 0;
    }
    200 * common(a, b) / (a.len() + b.len())
}

/// The words that a bullet is about, without "tiếp tục", "triển khai" and the like before them.
fn head_key(text: &Text, span: Span) -> u64 {
    let skip = ["tiếp tục", "triển khai", "thực hiện", "tổ chức", "có hiệu quả", "tốt"];
    let low = text.low(span);
    let mut rest = low.trim_start();
    while let Some(word) = skip.iter().find(|w| rest.starts_with(**w)) {
        rest = rest[word.len()..].trim_start();
    }
    let start = span.end - rest.len();
    text.tokens_in(Span::new(start, span.end))
        .iter()
        .take(3)
        .fold(0, |key: u64, t| key.rotate_left(5) ^ t.hash)
}

/// For each quarterly bullet the standing one that has the most of its pairs of words.
fn standing(text: &Text, tasks: &[TaskProposal]) -> Vec<StandingHint> {
    let is_standing = |t: &&TaskProposal| t.quarter.is_none() && t.recurrence.contains(&Recurrence::Regular);
    let parents: Vec<&TaskProposal> = tasks.iter().filter(is_standing).collect();
    if parents.is_empty() {
        return Vec::new();
    }
    // Which parents have a pair, so that a bullet is compared with those that share something only.
    let mut holders: Vec<(u64, usize)> = parents
        .iter()
        .enumerate()
        .flat_map(|(i, t)| pair_set(text, t.span).into_iter().map(move |pair| (pair, i)))
        .collect();
    holders.sort_unstable();
    let mut out = Vec::new();
    let mut shared = vec![0usize; parents.len()];
    for task in tasks.iter().filter(|t| t.quarter.is_some()) {
        let pairs = pair_set(text, task.span);
        shared.fill(0);
        for pair in &pairs {
            let from = holders.partition_point(|(held, _)| held < pair);
            for (_, parent) in holders[from..].iter().take_while(|(held, _)| held == pair) {
                shared[*parent] += 1;
            }
        }
        let best = shared
            .iter()
            .zip(&parents)
            .map(|(count, parent)| (100 * count / pairs.len().max(1), parent))
            .max_by_key(|(share, _)| *share);
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
