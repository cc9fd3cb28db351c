//! A statement out of a .csv file, line by line.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use kit::text::Phrase;

use super::profile::{Columns, Profile};
use super::proof::{Proof, Prover};
use super::{Line, amount};
use crate::texts;

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum StatementError {
    /// None of the first lines is the heading of the profile: what was missing in the likeliest.
    #[error("no heading with {}", missing.join(", "))]
    NoHeading { missing: Vec<String> },
    #[error("line {line} is not UTF-8")]
    NotUtf8 { line: u64 },
    #[error("no lines")]
    Empty,
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

impl StatementError {
    pub fn message(&self) -> Phrase {
        match self {
            Self::NoHeading { missing } => texts::statement_no_heading(missing.join(", ")),
            Self::NotUtf8 { line } => texts::statement_not_utf8(line),
            Self::Empty => texts::STATEMENT_EMPTY.into(),
            Self::Csv(error) => texts::statement_unreadable(error),
        }
    }
}

/// Banks put their own name, the account and the days above the heading.
const LINES_BEFORE_HEADING: usize = 40;

/// Reads a statement and proves it; `told` gets every line that could be read. Nothing is kept.
///
/// # Errors
/// When there is no heading, no line, or the file is no text.
pub fn check(
    file: impl Read,
    profile: &Profile,
    mut told: impl FnMut(&Line),
) -> Result<Proof, StatementError> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(1 << 16).from_reader(file);
    let mut bytes = ByteRecord::new();
    let columns = find_heading(&mut reader, &mut bytes, profile)?;
    let mut prover = Prover::default();
    let mut lines = 0;
    while reader.read_byte_record(&mut bytes)? {
        let number = bytes.position().map_or(0, csv::Position::line);
        let record = text(&bytes, number)?;
        match Row::read(&record, columns, profile, number) {
            Row::Blank => {}
            Row::Line(line) => {
                lines += 1;
                prover.line(&line);
                told(&line);
            }
            Row::Total { debit, credit } => {
                for (column, found) in [("debit", debit), ("credit", credit)] {
                    if let Some(found) = found {
                        prover.total(number, column, found);
                    }
                }
            }
            Row::Unreadable { column, text } => {
                lines += 1;
                prover.unreadable(number, column, &text);
            }
        }
    }
    if lines == 0 {
        return Err(StatementError::Empty);
    }
    Ok(prover.finish())
}

fn text(bytes: &ByteRecord, line: u64) -> Result<StringRecord, StatementError> {
    StringRecord::from_byte_record(bytes.clone()).map_err(|_| StatementError::NotUtf8 { line })
}

fn find_heading(
    reader: &mut csv::Reader<impl Read>,
    bytes: &mut ByteRecord,
    profile: &Profile,
) -> Result<Columns, StatementError> {
    let mut fewest: Option<Vec<String>> = None;
    for _ in 0..LINES_BEFORE_HEADING {
        if !reader.read_byte_record(bytes)? {
            break;
        }
        let number = bytes.position().map_or(0, csv::Position::line);
        let record = text(bytes, number)?;
        // Programs of offices mark a text as UTF-8 by a sign at its very beginning.
        match profile.columns(record.iter().map(|cell| cell.trim_start_matches('\u{feff}'))) {
            Ok(columns) => return Ok(columns),
            Err(missing) if fewest.as_ref().is_none_or(|known| missing.len() < known.len()) => {
                fewest = Some(missing);
            }
            Err(_) => {}
        }
    }
    Err(fewest.map_or(StatementError::Empty, |missing| StatementError::NoHeading { missing }))
}

/// What a row of the file is.
enum Row {
    Blank,
    Line(Box<Line>),
    /// A row without a day that has sums.
    Total {
        debit: Option<i64>,
        credit: Option<i64>,
    },
    Unreadable {
        column: &'static str,
        text: String,
    },
}

impl Row {
    fn read(record: &StringRecord, columns: Columns, profile: &Profile, number: u64) -> Self {
        let cell = |place: usize| record.get(place).unwrap_or_default().trim();
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Self::Blank;
        }
        let amount = |place: usize| amount::read(cell(place), profile.numbers);
        let bad =
            |column: &'static str, place: usize| Self::Unreadable { column, text: cell(place).to_owned() };
        if cell(columns.date).is_empty() && cell(columns.doc_no).is_empty() {
            let sum = |place: usize| amount(place).filter(|_| !cell(place).is_empty());
            let (debit, credit) = (sum(columns.debit), sum(columns.credit));
            // A sum in a file without sums is a line that lost its day.
            return if cell(columns.balance).is_empty() || debit.is_some() || credit.is_some() {
                Self::Total { debit, credit }
            } else {
                bad("date", columns.date)
            };
        }
        let Some(date) = profile.dates.read(cell(columns.date)) else { return bad("date", columns.date) };
        let Some(debit) = amount(columns.debit) else { return bad("debit", columns.debit) };
        let Some(credit) = amount(columns.credit) else { return bad("credit", columns.credit) };
        let balance = amount(columns.balance).filter(|_| !cell(columns.balance).is_empty());
        let Some(balance) = balance else { return bad("balance", columns.balance) };
        let count = |place: Option<usize>| place.and_then(|place| cell(place).parse().ok());
        Self::Line(Box::new(Line {
            number,
            date,
            doc_no: cell(columns.doc_no).to_owned(),
            debit,
            credit,
            balance,
            content: cell(columns.content).to_owned(),
            serial: count(columns.serial),
            page: count(columns.page),
        }))
    }
}

#[cfg(test)]
mod tests;
