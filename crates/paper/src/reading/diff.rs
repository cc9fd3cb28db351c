//! Differences between two versions of a paper, clause by clause, for a plan that a decision changed.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::model::{Paper, Section, SectionKind};
use super::text::key;

/// A run of words that stayed, went or came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "op", content = "words")]
pub enum WordOp {
    Keep(String),
    Remove(String),
    Add(String),
}

/// What became of a clause. Ids are section ids of the old and the new paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum ClauseChange {
    Same {
        old: String,
        new: String,
    },
    Changed {
        old: String,
        new: String,
        words: Vec<WordOp>,
    },
    Added {
        new: String,
        text: String,
    },
    Removed {
        old: String,
        text: String,
    },
    /// The words are the same, the place is another.
    Moved {
        old: String,
        new: String,
    },
}

struct Clause<'a> {
    id: &'a str,
    text: String,
    key: String,
}

/// The clauses of `new` in reading order, each with what it was in `old`; removed clauses stand where they stood.
///
/// Clauses pair first by their words, then by likeness (at least half of the words in common), never by number alone:
/// a clause put in the middle renumbers all that follow.
pub fn clauses(old: &Paper, new: &Paper) -> Vec<ClauseChange> {
    let (before, after) = (collect(old), collect(new));
    let partner = pair(&before, &after);
    let mut changes = Vec::with_capacity(after.len() + 4);
    let mut told = vec![false; before.len()];
    let kept: Vec<usize> = increasing(&partner);
    for (j, clause) in after.iter().enumerate() {
        let Some(i) = partner[j] else {
            changes.push(ClauseChange::Added { new: clause.id.to_owned(), text: clause.text.clone() });
            continue;
        };
        // What was removed before this clause is told before it.
        for (k, gone) in before.iter().enumerate().take(i) {
            if !told[k] && !partner.contains(&Some(k)) {
                told[k] = true;
                changes.push(ClauseChange::Removed { old: gone.id.to_owned(), text: gone.text.clone() });
            }
        }
        told[i] = true;
        let (from, to) = (before[i].id.to_owned(), clause.id.to_owned());
        if before[i].text != clause.text {
            changes.push(ClauseChange::Changed {
                old: from,
                new: to,
                words: words(&before[i].text, &clause.text),
            });
        } else if kept.contains(&j) {
            changes.push(ClauseChange::Same { old: from, new: to });
        } else {
            changes.push(ClauseChange::Moved { old: from, new: to });
        }
    }
    for (k, gone) in before.iter().enumerate() {
        if !told[k] && !partner.contains(&Some(k)) {
            changes.push(ClauseChange::Removed { old: gone.id.to_owned(), text: gone.text.clone() });
        }
    }
    changes
}

fn collect(paper: &Paper) -> Vec<Clause<'_>> {
    let mut out = Vec::new();
    for section in paper.sections.iter().filter(|s| s.kind != SectionKind::InlineEnum) {
        push(&mut out, &section.id, head(section));
        for paragraph in &section.paragraphs {
            push(&mut out, &paragraph.id, paragraph.text.clone());
        }
    }
    out
}

fn head(section: &Section) -> String {
    section.title.clone().unwrap_or_else(|| section.text.clone())
}

fn push<'a>(out: &mut Vec<Clause<'a>>, id: &'a str, text: String) {
    let key = key(&text);
    out.push(Clause { id, text, key });
}

/// For each new clause the old one it comes from.
fn pair(before: &[Clause], after: &[Clause]) -> Vec<Option<usize>> {
    let mut partner: Vec<Option<usize>> = vec![None; after.len()];
    let mut used = vec![false; before.len()];
    // The same words under the same id, then the same words in order.
    for by_id in [true, false] {
        for (j, clause) in after.iter().enumerate().filter(|(_, c)| !c.key.is_empty()) {
            if partner[j].is_some() {
                continue;
            }
            let found = before
                .iter()
                .enumerate()
                .position(|(i, b)| !used[i] && b.key == clause.key && (!by_id || b.id == clause.id));
            if let Some(i) = found {
                used[i] = true;
                partner[j] = Some(i);
            }
        }
    }
    for (j, clause) in after.iter().enumerate() {
        if partner[j].is_some() {
            continue;
        }
        let best = before
            .iter()
            .enumerate()
            .filter(|(i, _)| !used[*i])
            .map(|(i, b)| (likeness(&b.key, &clause.key) + usize::from(b.id == clause.id), i))
            .filter(|(share, _)| *share >= 50)
            .max_by_key(|(share, i)| (*share, std::cmp::Reverse(*i)));
        if let Some((_, i)) = best {
            used[i] = true;
            partner[j] = Some(i);
        }
    }
    partner
}

/// Words in common, 0–100.
fn likeness(a: &str, b: &str) -> usize {
    let mut left: Vec<&str> = a.split_whitespace().collect();
    let right: Vec<&str> = b.split_whitespace().collect();
    let total = left.len() + right.len();
    let mut common = 0;
    for word in &right {
        if let Some(at) = left.iter().position(|w| w == word) {
            left.swap_remove(at);
            common += 1;
        }
    }
    (200_usize * common).checked_div(total).unwrap_or(100)
}

/// The new clauses whose old places rise: the longest such run; the others have moved.
fn increasing(partner: &[Option<usize>]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); partner.len()];
    let mut end = None;
    for j in 0..partner.len() {
        let Some(i) = partner[j] else { continue };
        best[j] = (1, None);
        for k in 0..j {
            if partner[k].is_some_and(|p| p < i) && best[k].0 + 1 > best[j].0 {
                best[j] = (best[k].0 + 1, Some(k));
            }
        }
        if end.is_none_or(|e: usize| best[j].0 > best[e].0) {
            end = Some(j);
        }
    }
    let mut out = Vec::new();
    while let Some(j) = end {
        out.push(j);
        end = best[j].1;
    }
    out
}

/// What stayed, went and came between two texts, word by word.
pub fn words(old: &str, new: &str) -> Vec<WordOp> {
    let diff = TextDiff::from_words(old, new);
    let mut out: Vec<WordOp> = Vec::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match (change.tag(), out.last_mut()) {
            (ChangeTag::Equal, Some(WordOp::Keep(s)))
            | (ChangeTag::Delete, Some(WordOp::Remove(s)))
            | (ChangeTag::Insert, Some(WordOp::Add(s))) => s.push_str(word),
            (ChangeTag::Equal, _) => out.push(WordOp::Keep(word.to_owned())),
            (ChangeTag::Delete, _) => out.push(WordOp::Remove(word.to_owned())),
            (ChangeTag::Insert, _) => out.push(WordOp::Add(word.to_owned())),
        }
    }
    out
}
