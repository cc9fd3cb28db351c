//! Figures from a file: `unit,indicator,period,value`, one figure a line.
//!
//! The file is read twice: once to check every line, once to write, in transactions of a few thousand lines each, so memory does
//! not grow with the file. What is written already changes nothing when it comes again: a file that was cut off half way is
//! simply imported again.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};
use kit::audit::{self, Author};
use kit::storage::Tx;
use kit::web::App;
use kit::{Internal, UnitId};

use crate::actions::values::{Reader, ValueRow, check, save};
use crate::catalogue::catalogue;
use crate::error::{Reason, ReportsError};
use crate::store::units::{UnitKey, Units, read_all_units};
use crate::value::Raw;

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish {
    /// Check only.
    pub is_dry_run: bool,
    /// Write the good lines although others are bad.
    pub good_rows_only: bool,
}

/// What a file came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Lines with figures, the heading left out.
    pub lines: usize,
    pub refused: usize,
    /// Figures that are not what they were; of a dry run, none.
    pub changed: usize,
    /// Good lines that changed nothing.
    pub same: usize,
    /// Something was written, or would not have needed to be.
    pub is_written: bool,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The first line has not the four names.
    #[error("the heading is not unit,indicator,period,value")]
    Heading,
    #[error(transparent)]
    Reports(#[from] ReportsError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Lines of one transaction.
const BATCH: usize = 5_000;

/// Checks a file and writes it. `open` is called twice; `told` hears of every refused line, by its number in the file.
///
/// # Errors
/// [`ImportError::Heading`]; otherwise when the data cannot be read or written.
pub async fn import<R: Read>(
    app: &App,
    open: impl Fn() -> Result<R, Internal>,
    wish: Wish,
    mut told: impl FnMut(u64, &Reason),
) -> Result<ImportReport, ImportError> {
    let units = read_all_units(&mut app.db.read().await?).await?;
    let mut report = ImportReport::default();
    let mut lines = Lines::new(open()?)?;
    while let Some(rows) = lines.next_batch()? {
        let mut tx = app.db.read().await?;
        let catalogue = catalogue(&mut tx).await?;
        let reader = Reader { units: &units, catalogue: &catalogue, today: app.clock.today() };
        let bad = refusals(&mut tx, &rows, &reader).await?;
        drop(tx);
        report.lines += rows.len();
        report.refused += bad.len();
        for (line, reason) in &bad {
            told(*line, reason);
        }
    }
    if wish.is_dry_run || (report.refused > 0 && !wish.good_rows_only) {
        return Ok(report);
    }
    let mut lines = Lines::new(open()?)?;
    while let Some(rows) = lines.next_batch()? {
        report.changed += write(app, &rows, &units, wish.good_rows_only).await?;
    }
    report.same = (report.lines - report.refused).saturating_sub(report.changed);
    report.is_written = true;
    Ok(report)
}

type Line = (u64, Option<ValueRow>);

async fn refusals(tx: &mut Tx, rows: &[Line], reader: &Reader<'_>) -> Result<Vec<(u64, Reason)>, Internal> {
    let unreadable = rows.iter().filter(|(_, row)| row.is_none());
    let mut bad: Vec<(u64, Reason)> = unreadable.map(|(line, _)| (*line, Reason::LineUnreadable)).collect();
    let (mut entries, mut faults) = check(readable(rows), reader.units, reader.catalogue, reader.today);
    // A line that would change what has been sent is that line's fault.
    faults.extend(reader.take_out_closed(tx, readable(rows), &mut entries).await?);
    bad.extend(faults.into_iter().map(|fault| (rows[fault.row].0, fault.reason)));
    bad.sort_by_key(|(line, _)| *line);
    Ok(bad)
}

fn readable(rows: &[Line]) -> impl Iterator<Item = (usize, &ValueRow)> {
    rows.iter().enumerate().filter_map(|(at, (_, row))| Some((at, row.as_ref()?)))
}

/// Writes the good lines of a batch and says how many figures changed.
async fn write(app: &App, rows: &[Line], units: &Units, good_rows_only: bool) -> Result<usize, ImportError> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let catalogue = catalogue(&mut tx).await?;
    let (mut entries, _) = check(readable(rows), units, &catalogue, now.date());
    if good_rows_only {
        let reader = Reader { units, catalogue: &catalogue, today: now.date() };
        reader.take_out_closed(&mut tx, readable(rows), &mut entries).await?;
    }
    let (saved, events) = save(&mut tx, &catalogue, &entries, now).await?;
    audit::append(&mut tx, now, Author::default(), &events).await?;
    tx.commit().await?;
    Ok(saved.iter().map(|one| one.changes.len()).sum())
}

/// A file whose beginning was looked at.
type Whole<R> = std::io::Chain<std::io::Cursor<Vec<u8>>, R>;

/// A file, batch by batch.
struct Lines<R> {
    reader: csv::Reader<Whole<R>>,
    record: ByteRecord,
    /// Where the four columns stand.
    columns: [usize; 4],
}

const COLUMNS: [&str; 4] = ["unit", "indicator", "period", "value"];

impl<R: Read> Lines<R> {
    fn new(file: R) -> Result<Self, ImportError> {
        let (delimiter, file) = delimiter(file)?;
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(file);
        let mut record = ByteRecord::new();
        reader.read_byte_record(&mut record).map_err(Internal::from)?;
        let mut columns = [0; 4];
        for (place, name) in columns.iter_mut().zip(COLUMNS) {
            let is_it = |field: &[u8]| {
                let field = field.strip_prefix(b"\xef\xbb\xbf").unwrap_or(field);
                field.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
            };
            *place = record.iter().position(is_it).ok_or(ImportError::Heading)?;
        }
        Ok(Self { reader, record, columns })
    }

    fn next_batch(&mut self) -> Result<Option<Vec<Line>>, ImportError> {
        let mut rows = Vec::new();
        while rows.len() < BATCH && self.reader.read_byte_record(&mut self.record).map_err(Internal::from)? {
            let line = self.record.position().map_or(0, csv::Position::line);
            rows.push((line, self.row()));
        }
        Ok((!rows.is_empty()).then_some(rows))
    }

    fn row(&self) -> Option<ValueRow> {
        let field = |column: usize| {
            let text = std::str::from_utf8(self.record.get(self.columns[column])?).ok()?;
            Some(text.trim().to_owned())
        };
        let value = field(3)?;
        Some(ValueRow {
            unit: UnitKey::Code(field(0)?),
            indicator: field(1)?,
            period: field(2)?,
            value: (!value.is_empty()).then_some(Raw::Typed(value)),
        })
    }
}

/// Comma, semicolon (which Excel writes where the comma is a decimal comma) or tab, by the first line.
fn delimiter<R: Read>(mut file: R) -> Result<(u8, Whole<R>), Internal> {
    let mut start = Vec::new();
    let mut some = [0; 256];
    while start.len() < 4096 && !start.contains(&b'\n') {
        let count = file.read(&mut some)?;
        if count == 0 {
            break;
        }
        start.extend_from_slice(&some[..count]);
    }
    let heading = start.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
    let delimiter = [b';', b'\t'].into_iter().find(|byte| heading.contains(byte)).unwrap_or(b',');
    Ok((delimiter, std::io::Cursor::new(start).chain(file)))
}

/// A unit as a command names it, in a period.
///
/// # Errors
/// [`ReportsError::UnitNotFound`].
pub async fn find_unit_by_key(
    app: &App,
    key: &str,
    period: crate::period::ReportPeriod,
) -> Result<UnitId, ReportsError> {
    let units = read_all_units(&mut app.db.read().await?).await?;
    units.find(&UnitKey::Code(key.to_owned()), period).map_err(|_| ReportsError::UnitNotFound)
}
