//! The proof of a statement: each balance is the one before it with the line's own amounts, counts of lines and pages go on
//! without a gap, days never go back.

use chrono::NaiveDate;
use serde::Serialize;

use super::Line;

/// What does not hold, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Break {
    /// The line of the file, the heading being 1.
    pub line: u64,
    pub page: Option<i64>,
    pub date: Option<NaiveDate>,
    pub doc_no: String,
    #[serde(flatten)]
    pub kind: BreakKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BreakKind {
    /// The balance does not follow from the one before: lines are missing before this one, or its amount is wrong.
    Chain { expected: i64, found: i64 },
    /// The balance of this line alone is wrong: the next one goes on from what it should be.
    Balance { expected: i64, found: i64 },
    /// The bank's own count of lines jumps.
    Serial { expected: i64, found: i64 },
    /// A page is missing or stands in the wrong place.
    Page { expected: i64, found: i64 },
    /// An earlier day than that of the line before.
    DayBack { before: NaiveDate },
    /// The file's own total is not the sum of its lines.
    Total { column: &'static str, expected: String, found: i64 },
    /// A cell cannot be read.
    Cell { column: &'static str, text: String },
}

/// What a statement comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Proof {
    pub lines: u64,
    /// The balance before the first line; `None` of a file without lines.
    pub opening: Option<i64>,
    pub credit: i128,
    pub debit: i128,
    pub closing: Option<i64>,
    pub first_day: Option<NaiveDate>,
    pub last_day: Option<NaiveDate>,
    /// The first of them; [`Proof::break_count`] counts all.
    pub breaks: Vec<Break>,
    pub break_count: u64,
}

/// How many breaks are told one by one.
const SHOWN: usize = 100;

impl Proof {
    /// Nothing is in the way of booking it: opening + credit − debit = closing, and every step between.
    pub fn is_sound(&self) -> bool {
        self.break_count == 0 && self.lines > 0
    }
}

/// Proves a statement line by line, in memory that does not grow with it.
#[derive(Debug, Default)]
pub struct Prover {
    proof: Proof,
    /// The last line, without its content.
    last: Option<Line>,
    /// A break of the chain at the last line: whether the amount or the balance is wrong shows at the next.
    open: Option<(Break, i128)>,
}

impl Prover {
    pub fn line(&mut self, line: &Line) {
        self.proof.lines += 1;
        self.proof.credit += i128::from(line.credit);
        self.proof.debit += i128::from(line.debit);
        let at = |kind| Break {
            line: line.number,
            page: line.page,
            date: Some(line.date),
            doc_no: line.doc_no.clone(),
            kind,
        };
        let change = i128::from(line.credit) - i128::from(line.debit);
        let Some(last) = &self.last else {
            self.close();
            if self.proof.opening.is_none() {
                self.proof.opening = i64::try_from(i128::from(line.balance) - change).ok();
                self.proof.first_day = Some(line.date);
            }
            return self.remember(line);
        };
        let (serial, page, day) = (last.serial, last.page, last.date);
        let expected = i128::from(last.balance) + change;
        let gap = i128::from(line.balance) - expected;
        if let Some((mut before, its_gap)) = self.open.take() {
            if gap == -its_gap {
                if let BreakKind::Chain { expected, found } = before.kind {
                    before.kind = BreakKind::Balance { expected, found };
                }
                self.tell(before);
            } else {
                self.tell(before);
                self.open_chain(&at, expected, line.balance, gap);
            }
        } else {
            self.open_chain(&at, expected, line.balance, gap);
        }
        if let (Some(before), Some(found)) = (serial, line.serial)
            && found != before + 1
        {
            self.tell(at(BreakKind::Serial { expected: before + 1, found }));
        }
        if let (Some(before), Some(found)) = (page, line.page)
            && found != before
            && found != before + 1
        {
            self.tell(at(BreakKind::Page { expected: before + 1, found }));
        }
        if line.date < day {
            self.tell(at(BreakKind::DayBack { before: day }));
        }
        self.remember(line);
    }

    /// A line that cannot be read: the chain begins anew behind it.
    pub fn unreadable(&mut self, line: u64, column: &'static str, text: &str) {
        self.close();
        self.last = None;
        let text = text.chars().take(60).collect();
        self.tell(Break {
            line,
            page: None,
            date: None,
            doc_no: String::new(),
            kind: BreakKind::Cell { column, text },
        });
    }

    /// A total that the file itself names.
    pub fn total(&mut self, line: u64, column: &'static str, found: i64) {
        let sum = if column == "credit" { self.proof.credit } else { self.proof.debit };
        if sum != i128::from(found) {
            self.tell(Break {
                line,
                page: None,
                date: None,
                doc_no: String::new(),
                kind: BreakKind::Total { column, expected: sum.to_string(), found },
            });
        }
    }

    /// What it comes to.
    pub fn finish(mut self) -> Proof {
        self.close();
        self.proof.breaks.sort_by_key(|one| one.line);
        self.proof
    }

    fn open_chain(&mut self, at: &impl Fn(BreakKind) -> Break, expected: i128, found: i64, gap: i128) {
        if gap != 0 {
            // What does not fit in an amount is wrong anyhow.
            let expected = i64::try_from(expected).unwrap_or(i64::MAX);
            self.open = Some((at(BreakKind::Chain { expected, found }), gap));
        }
    }

    fn close(&mut self) {
        if let Some((before, _)) = self.open.take() {
            self.tell(before);
        }
    }

    fn tell(&mut self, one: Break) {
        self.proof.break_count += 1;
        if self.proof.breaks.len() < SHOWN {
            self.proof.breaks.push(one);
        }
    }

    fn remember(&mut self, line: &Line) {
        self.proof.closing = Some(line.balance);
        self.proof.last_day = Some(line.date);
        self.last = Some(Line { content: String::new(), doc_no: String::new(), ..line.clone() });
    }
}
