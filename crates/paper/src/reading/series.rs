//! Bullets that come back: one stream of work with an instance a quarter, so that progress is not counted four times
//! (handbook 3.2), and the standing bullet that a quarterly one belongs to.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;

use super::model::{Recurrence, Series, Span, StandingHint, TaskProposal};
use super::rules::Hashed;
use super::text::Text;

struct Leaf {
    id: String,
    task: usize,
    quarter: u8,
    span: Span,
    /// What the bullet is about, see [`head_key`].
    head: u64,
}

/// With how many others on either side a bullet is compared, of those that open with the same words. No honest paper has
/// as many.
const MOST_COMPARED: usize = 400;
/// With how many standing bullets a quarterly one is compared for each pair of words.
const MOST_HOLDERS: usize = 256;

/// The bullets that open with the same words, by their places.
#[derive(Default)]
struct Bucket {
    leaves: Vec<usize>,
    /// They are not all of one quarter.
    is_mixed: bool,
}

/// The bullets that have the same words.
struct Class {
    words: Vec<u64>,
    /// Their places among the leaves, in order.
    members: Vec<usize>,
    /// Where the classes of the same opening end.
    bucket_end: usize,
    is_done: bool,
}

/// The bullets of one opening, those with equal words together.
fn classes(text: &Text, leaves: &[Leaf], bucket: &[usize]) -> Vec<Class> {
    let mut out: Vec<Class> = Vec::new();
    let mut known: HashMap<Vec<u64>, usize> = HashMap::new();
    for &j in bucket {
        let words = word_set(text, leaves[j].span);
        match known.entry(words) {
            Entry::Occupied(class) => out[*class.get()].members.push(j),
            Entry::Vacant(new) => {
                let words = new.key().clone();
                new.insert(out.len());
                out.push(Class { words, members: vec![j], bucket_end: 0, is_done: false });
            }
        }
    }
    out
}

pub(crate) fn link(text: &Text, tasks: &mut [TaskProposal]) -> (Vec<Series>, Vec<StandingHint>) {
    let leaves = leaves(text, tasks);
    let mut buckets: HashMap<u64, Bucket, BuildHasherDefault<Hashed>> = HashMap::default();
    for (i, leaf) in leaves.iter().enumerate() {
        let bucket = buckets.entry(leaf.head).or_default();
        bucket.is_mixed |= bucket.leaves.first().is_some_and(|first| leaves[*first].quarter != leaf.quarter);
        bucket.leaves.push(i);
    }
    let mut seen = vec![false; leaves.len()];
    let mut series = Vec::new();
    // Kept in the order of their first bullets, so that series are numbered as they stand in the paper.
    let mut classes: Vec<Class> = Vec::new();
    let mut of_leaf: Vec<Option<(usize, usize)>> = vec![None; leaves.len()];
    for i in 0..leaves.len() {
        if seen[i] || !text.watch.goes_on(leaves[i].span.len()) {
            continue;
        }
        if of_leaf[i].is_none() {
            // Most bullets open as no other does; bullets of one quarter make no series.
            let Some(bucket) = buckets.get(&leaves[i].head).filter(|bucket| bucket.is_mixed) else {
                continue;
            };
            let first = classes.len();
            classes.extend(self::classes(text, &leaves, &bucket.leaves));
            for (c, class) in classes.iter().enumerate().skip(first) {
                class.members.iter().for_each(|j| of_leaf[*j] = Some((first, c)));
            }
            let end = classes.len();
            classes[first..].iter_mut().for_each(|class| class.bucket_end = end);
        }
        let Some((first, c)) = of_leaf[i] else { continue };
        // What was compared once and found no partner finds none later: others only leave.
        if std::mem::replace(&mut classes[c].is_done, true) {
            continue;
        }
        let from = first.max(c.saturating_sub(MOST_COMPARED));
        let to = classes[c].bucket_end.min(c + MOST_COMPARED);
        let mut alike: Vec<usize> = classes[from..to]
            .iter()
            .filter(|other| likeness(&classes[c].words, &other.words) >= 75)
            .flat_map(|other| other.members.iter().copied())
            .filter(|j| !seen[*j])
            .collect();
        alike.sort_unstable();
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
            out.push(Leaf { id: id.to_owned(), task: i, quarter, span, head: head_key(text, span) });
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
fn pairs(text: &Text, span: Span) -> impl Iterator<Item = u64> {
    text.tokens_in(span).windows(2).map(|w| w[0].hash ^ w[1].hash.rotate_left(1))
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
    let holders = Holders::new(text, &parents);
    let mut out = Vec::new();
    let mut shared = vec![0usize; parents.len()];
    let mut touched: Vec<usize> = Vec::new();
    for task in tasks.iter().filter(|t| t.quarter.is_some()) {
        if !text.watch.goes_on(task.span.len()) {
            break;
        }
        let mut pairs: Vec<u64> = pairs(text, task.span).collect();
        pairs.sort_unstable();
        pairs.dedup();
        touched.clear();
        for pair in &pairs {
            // What more bullets have in common than this tells nothing of them.
            for parent in holders.of(*pair).take(MOST_HOLDERS) {
                if shared[parent] == 0 {
                    touched.push(parent);
                }
                shared[parent] += 1;
            }
        }
        touched.sort_unstable();
        let best = touched
            .iter()
            .map(|parent| (100 * std::mem::take(&mut shared[*parent]) / pairs.len().max(1), parents[*parent]))
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

/// Which tasks hold a pair of words: one list for all pairs, each entry with the place of the next of its pair.
struct Holders {
    first: HashMap<u64, usize, BuildHasherDefault<Hashed>>,
    entries: Vec<(usize, Option<usize>)>,
}

impl Holders {
    fn new(text: &Text, tasks: &[&TaskProposal]) -> Self {
        let mut holders = Self {
            first: HashMap::with_capacity_and_hasher(2048, BuildHasherDefault::default()),
            entries: Vec::with_capacity(2048),
        };
        for (i, task) in tasks.iter().enumerate() {
            for pair in pairs(text, task.span) {
                let before = holders.first.get(&pair).copied();
                if before.is_none_or(|at| holders.entries[at].0 != i) {
                    holders.first.insert(pair, holders.entries.len());
                    holders.entries.push((i, before));
                }
            }
        }
        holders
    }

    /// The tasks that hold a pair, by their place in the list.
    fn of(&self, pair: u64) -> impl Iterator<Item = usize> {
        let first = self.first.get(&pair).copied();
        std::iter::successors(first, |at| self.entries[*at].1).map(|at| self.entries[at].0)
    }
}
