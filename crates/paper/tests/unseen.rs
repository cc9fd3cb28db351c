//! Papers of other provinces and organs, all of them invented, beside what a careful person reads in each of them.
//!
//! A `.want` file has a line for each thing to be read: fields of the head, `cite: SYMBOL DATE`, and
//! `task: FIRST WORDS … LAST WORDS | due DAY | lead UNIT | beat RECURRENCE | quarter N`. The readings were written
//! before the rules had seen the papers.

use paper::SourceText;
use paper::reading::{Paper, Reader, Rules, TaskProposal};

macro_rules! paper {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("unseen/", $name, ".txt")),
            include_str!(concat!("unseen/", $name, ".want")),
        )
    };
}

const PAPERS: [(&str, &str, &str); 18] = [
    paper!("calendar-table"),
    paper!("commune-plan"),
    paper!("deadlines-mixed"),
    paper!("directive"),
    paper!("front-province-conclusion"),
    paper!("guidance-shared-dates"),
    paper!("letter-paragraphs"),
    paper!("letter-plain"),
    paper!("party-programme"),
    paper!("people-council"),
    paper!("programme-months-caps"),
    paper!("programme-quarters-table"),
    paper!("resolution-letters"),
    paper!("scanned-noise"),
    paper!("union-columns"),
    paper!("veterans-plan"),
    paper!("women-union"),
    paper!("youth-letter"),
];

/// What was found of what was wanted, and every difference in words.
#[derive(Default)]
struct Score {
    wanted: usize,
    read: usize,
    hits: usize,
    differences: Vec<String>,
}

impl Score {
    fn f1(&self) -> f64 {
        let count = |n: usize| f64::from(u32::try_from(n).expect("counts are small"));
        2.0 * count(self.hits) / count(self.wanted + self.read).max(1.0)
    }

    fn add(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.read += other.read;
        self.hits += other.hits;
        self.differences.extend(other.differences);
    }
}

fn lines<'a>(want: &'a str, field: &'a str) -> impl Iterator<Item = &'a str> {
    want.lines().filter_map(move |line| line.strip_prefix(field)?.strip_prefix(": "))
}

/// The due day that the paper itself prints, not the end of the quarter or the year of its heading.
fn facts(task: &TaskProposal) -> Vec<String> {
    let mut facts = Vec::new();
    let due = task.due.as_ref().and_then(|d| d.last_day.clone());
    facts.extend(due.map(|day| format!("due {day}")));
    facts.extend(task.lead_units.iter().map(|unit| format!("lead {unit}")));
    facts.extend(task.recurrence.iter().map(|beat| format!("beat {beat:?}").to_lowercase()));
    facts.extend(task.quarter.map(|quarter| format!("quarter {quarter}")));
    facts
}

fn is_task(task: &TaskProposal, wanted: &str) -> bool {
    let (first, last) = wanted.split_once(" … ").unwrap_or((wanted, ""));
    let text = task.text.trim_end_matches(['.', ';', '/']);
    text.starts_with(first) && text.ends_with(last) && (!last.is_empty() || text == first)
}

fn tasks(name: &str, paper: &Paper, want: &str) -> Score {
    let mut score = Score { read: paper.tasks.len(), ..Score::default() };
    let mut free: Vec<&TaskProposal> = paper.tasks.iter().collect();
    for line in lines(want, "task") {
        score.wanted += 1;
        let words = line.split(" | ").next().unwrap_or(line);
        match free.iter().position(|task| is_task(task, words)) {
            Some(at) => {
                free.remove(at);
                score.hits += 1;
            }
            None => score.differences.push(format!("{name}: no task “{words}”")),
        }
    }
    score.differences.extend(free.iter().map(|task| format!("{name}: a task too many “{}”", task.text)));
    score
}

fn citations(name: &str, paper: &Paper, want: &str) -> Score {
    let read: Vec<String> = paper
        .citations
        .iter()
        .filter_map(|c| Some(format!("{} {}", c.symbol.as_ref()?, c.date.as_deref().unwrap_or("-"))))
        .collect();
    let mut score = Score { read: read.len(), ..Score::default() };
    for line in lines(want, "cite") {
        score.wanted += 1;
        if read.iter().any(|r| r == line) {
            score.hits += 1;
        } else {
            score.differences.push(format!("{name}: no citation {line} among {read:?}"));
        }
    }
    score
}

/// Due days, leading units, beats and quarters of the tasks that were found.
fn details(name: &str, paper: &Paper, want: &str) -> Score {
    let mut score = Score::default();
    for line in lines(want, "task") {
        let mut fields = line.split(" | ");
        let words = fields.next().unwrap_or(line);
        let Some(task) = paper.tasks.iter().find(|task| is_task(task, words)) else { continue };
        let read = facts(task);
        for fact in fields {
            score.wanted += 1;
            score.read += 1;
            if read.iter().any(|r| r.eq_ignore_ascii_case(fact)) {
                score.hits += 1;
            } else {
                score.differences.push(format!("{name}: “{words}” has {read:?}, not {fact}"));
            }
        }
    }
    score
}

fn heads(name: &str, paper: &Paper, want: &str) -> Score {
    let mut score = Score::default();
    let meta = &paper.meta;
    let year = meta.year.map(|y| y.to_string());
    let fields = [
        ("issuer", &meta.issuer),
        ("number", &meta.number),
        ("date", &meta.date),
        ("year", &year),
        ("signer", &meta.signer),
    ];
    for (field, read) in fields {
        for wanted in lines(want, field) {
            score.wanted += 1;
            score.read += 1;
            if read.as_deref() == Some(wanted) {
                score.hits += 1;
            } else {
                score.differences.push(format!("{name}: {field} is {read:?}, not {wanted}"));
            }
        }
    }
    score
}

#[track_caller]
fn check(least: f64, measure: fn(&str, &Paper, &str) -> Score) {
    let reader = Reader::new(Rules::default());
    let mut total = Score::default();
    for (name, text, want) in PAPERS {
        total.add(measure(name, &reader.read(&SourceText::from_plain(text.to_owned())), want));
    }
    assert!(total.f1() >= least, "{:.3}\n{}", total.f1(), total.differences.join("\n"));
}

#[test]
fn the_tasks_of_papers_never_seen_are_found() {
    check(1.0, tasks);
}

#[test]
fn the_citations_of_papers_never_seen_are_found() {
    check(1.0, citations);
}

#[test]
fn due_days_units_and_beats_of_those_tasks_are_read() {
    check(1.0, details);
}

#[test]
fn the_heads_of_papers_never_seen_are_read() {
    check(1.0, heads);
}
